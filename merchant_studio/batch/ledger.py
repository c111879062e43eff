"""`OUT/.batch/`: what became of each product, and who is working at it.

One small JSON file per product, written when it is finished, so a killed batch loses nothing that
was done, memory does not grow with the catalogue, and two batches on one OUT see each other's
work. A lock per product (filelock) is the system's own and ends with its process; so is the one
under which what belongs to all products is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from filelock import FileLock

from .. import __version__
from ..config import StudioConfig
from ..errors import RecordError, StorageError
from ..files import shown, sweep
from ..picture.typeset import style
from ..publish import changed_files
from ..records import Release, digest, from_json, to_json
from ..run import RUN_FILE, SHARED, RunFolder, mending
from .products import Product

FOLDER = SHARED
SOURCE_FOLDER = "product"
"""In a product's folder in OUT: the product folder that was made from its row."""
NOT_INPUTS = frozenset({"report.json", "run.json", "post.json"})
"""Files of a run that say what was made, not from what."""

Status = Literal["made", "blocked", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOutcome:
    """What became of one language."""

    status: Literal["made", "blocked"]
    facts: int = 0
    """Kept in the finished text, each of them checked."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """How many lines each author wrote."""
    findings: tuple[tuple[Literal["block", "warn"], str], ...] = ()
    """Severity and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one product."""

    product: str
    slug: str
    source: str
    """Where it comes from: its folder, its recording, or table and row."""
    status: Status
    reason: str = ""
    """Why it failed, with the next step."""
    languages: Mapping[str, LanguageOutcome] = field(default_factory=dict)
    prepare_ms: int = 0
    """Listening, writing and checking."""
    render_ms: int = 0
    """Rendering and publishing."""
    finished_at: str = ""
    """ISO 8601, UTC."""
    inputs: str = ""
    """Digest of all that it was made from; empty when it is not whole."""


class Ledger:
    """The outcomes and locks in an OUT folder.

    `languages` are those of the batch; `options` those that are compared, as another ledger of the
    same batch has them. Making one writes nothing.
    """

    def __init__(self, config: StudioConfig, languages: Iterable[str], options: str = "") -> None:
        self.config, self.languages = config, tuple(languages)
        self.options = options or digest(_options(config))
        """Digest of everything that changes what is made."""
        self._folder = RunFolder(config.out / FOLDER)
        self._writing = FileLock(self._folder.path / ".writing", thread_local=False)
        self._mutex = Lock()
        """Between this process's threads; the file is between processes."""

    @property
    def where(self) -> str:
        """OUT, as the merchant named it."""
        return str(self.config.out)

    def recall(self) -> None:
        """Fetch the outcomes of earlier batches, where OUT is in a store; here they lie in OUT."""

    def claim(self) -> None:
        """Keep other batches out of an OUT in a store; in a folder, batches share the work."""

    def release(self) -> None:
        """Let other batches in."""

    def learn(self, outcome: Outcome) -> None:
        """Copy an outcome that a worker has written into a store; here it is in OUT already."""

    def publish_reports(self) -> None:
        """Upload the reports, where OUT is in a store."""

    def open(self) -> None:
        """Make the folder.

        Raises:
            StorageError: OUT cannot be written.
        """
        try:
            self._folder.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError.from_os_error(self.config.out, error) from error
        with self.writing():  # or another batch sweeps away what is half written here
            self._folder.write_text("README.txt", "What batches remember of each product.\n")
            try:
                with (self._folder.path / "README.txt").open("r+"):
                    pass
            except OSError as error:
                raise StorageError.from_os_error(self.config.out, error) from error
            self.sweep()

    @contextmanager
    def writing(self) -> Iterator[RunFolder]:
        """The ledger's folder, while nobody else writes there or writes the reports in OUT.

        Raises:
            StorageError: OUT cannot be written.
        """
        with self._mutex:
            try:
                self._writing.acquire()
            except OSError as error:
                raise StorageError.from_os_error(self.config.out, error) from error
            try:
                yield self._folder
            finally:
                self._writing.release()

    def sweep(self) -> None:
        """Remove what a kill left half written among the ledger and the reports."""
        sweep((self._folder.path, self.config.out))

    def run_folder(self, product: Product) -> Path:
        """Where the product's results go."""
        return self.config.out / product.slug

    def thumbnail(self, slug: str) -> Path:
        """Where the small picture of a product is."""
        return self._folder.path / f"{slug}.jpg"

    def lock(self, product: Product) -> FileLock:
        """The lock that whoever makes the product holds, in any of its threads."""
        return RunFolder(self.run_folder(product)).lock()

    def source_of(self, product: Product) -> str:
        """From where the results in the product's folder were made; empty when there are none."""
        known = RunFolder(self.run_folder(product)).read_json(RUN_FILE) or {}
        return str(known.get("source", ""))

    def read(self, slug: str) -> Outcome | None:
        """What became of a product; None when nobody knows, also after a power cut."""
        name = f"{slug}.json"
        try:
            values = self._folder.read_json(name)
            return from_json(Outcome, values, self._folder.path / name) if values else None
        except RecordError:
            return None

    def write(self, outcome: Outcome) -> None:
        """Remember what became of a product.

        Raises:
            StorageError: OUT cannot be written.
        """
        with self.writing() as folder:
            folder.write_json(f"{outcome.slug}.json", to_json(outcome))

    def is_done(self, product: Product) -> bool:
        """Whether every language is whole and was made from what is there now."""
        outcome = self.read(product.slug)
        if not outcome or outcome.inputs != self.inputs(product, self.sources(product)):
            return False
        folder = RunFolder(self.run_folder(product))
        try:
            return all(changed_files(tag, folder) == () for tag in self.languages)
        except RecordError:
            return False

    def sources(self, product: Product) -> str:
        """Digest of the merchant's files, by size and time, and of the row.

        It is taken before the product is made: what changes meanwhile is made again next time.
        """
        sheet = product.row and dict(product.row.sheet)
        return digest([_file_facts(path) for path in _source_files(product)], sheet)

    def inputs(self, product: Product, sources: str) -> str:
        """Digest of the sources, of the batch's options, and of the records.

        The records are in it because a merchant may edit them.
        """
        return digest(self.options, sorted(self.languages), sources, self._records(product))

    def _records(self, product: Product) -> dict[str, str]:
        folder = self.run_folder(product)
        return {
            str(path.relative_to(folder)): digest(
                path.read_text(encoding="utf-8", errors="replace")
            )
            for path in sorted(mending.inside(folder))
            if path.suffix == ".json" and path.name not in NOT_INPUTS
        }


def outcome_of(product: Product, status: Status, **more: Any) -> Outcome:
    """What became of a product."""
    source = product.row.where if product.row else product.url or str(product.path)
    return Outcome(
        product=product.name, slug=product.slug, source=shown(source), status=status, **more
    )


def language_outcome(release: Release) -> LanguageOutcome:
    """What became of one language, from its release and report."""
    report = RunFolder(release.folder).read_json("report.json") if not release.blocked else None
    authors = [line["written_by"] for line in (report or {}).get("lines", ())]
    return LanguageOutcome(
        status="blocked" if release.blocked else "made",
        facts=len((report or {}).get("facts", ())),
        lines={author: authors.count(author) for author in sorted(set(authors))},
        findings=tuple(dict.fromkeys((f.severity, f.message) for f in release.findings)),
    )


def _options(config: StudioConfig) -> dict[str, Any]:
    """Everything that changes what is made, as JSON-ready values."""
    options = asdict(config)
    del options["out"], options["threads"], options["chosen_by"]
    models = (config.recognizer_model, config.writer_model, config.speaker_model)
    own_files = [Path(name) for name in (*models, config.music)]
    return {
        "version": __version__,
        "options": options,
        "style": style(config.style).model_dump(mode="json"),
        "files": [_file_facts(path) for path in own_files if path.is_file()],
    }


def _source_files(product: Product) -> list[Path]:
    row_files = [*product.row.photos] if product.row else []
    if not product.path.is_dir():
        return [product.path, *row_files]
    return [
        p for p in sorted(product.path.iterdir()) if p.name[0] != "." and p.is_file()
    ] + row_files


def _file_facts(path: Path) -> list[Any]:
    stat = path.stat()
    return [path.name, stat.st_size, stat.st_mtime_ns]
