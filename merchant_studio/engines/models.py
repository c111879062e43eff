"""From an engine's `model` option to files on disk: a model card's id, or the user's own path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from .. import weights
from ..errors import UsageError
from ..records import EngineKind, EngineStamp
from . import EngineOptions, Skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that an engine was told to use; its files may not be there yet."""

    name: str
    revision: str
    """Beginning of the weights' sha256, or size and time of the user's own file."""
    skills: Skills
    """What a writer's card certifies."""
    own_path: Path | None
    """The user's own file or folder; None: a card's model in the cache."""

    def path(self, pattern: str = "") -> Path:
        """The model's folder, or the one file in it that matches `pattern`.

        Raises:
            WeightsMissingError: a card's model was not pulled.
        """
        if self.own_path is not None:
            return self.own_path
        folder = weights.locate(self.name)
        return next(folder.glob(pattern)) if pattern else folder


def find_model(option: str) -> Model:
    """The model that `option` names.

    Raises:
        UnknownNameError: neither a card nor a path.
        UsageError: the path does not exist.
    """
    path = Path(option).expanduser()
    if path.suffix or len(path.parts) > 1:
        own = option not in {card.id for card in weights.cards()}
        if own and not path.exists():
            raise UsageError(f"the model {option} does not exist; give a file, a folder or a card")
        if own:
            stat = path.stat()
            return Model(
                name=path.name,
                revision=f"{stat.st_size}-{stat.st_mtime_ns}",
                skills=Skills(measured=False),
                own_path=path,
            )
    card = weights.card(option)
    largest = max(card.files, key=lambda file: file.bytes)
    return Model(
        name=card.id,
        revision=largest.sha256[:16],
        skills=Skills(
            writes=frozenset(card.writes),
            trade_terms=frozenset(card.trade_terms),
            least_confidence=card.least_confidence,
        ),
        own_path=None,
    )


def hub_model(option: str) -> Model | None:
    """A model that Hugging Face's own cache has under `OWNER/ID`; None when that is not its name.

    Raises:
        UsageError: it is not in that cache. Nothing is fetched here.
    """
    owner, _, name = option.partition("/")
    if not owner or not name or "/" in name or Path(option).expanduser().exists():
        return None
    if owner in (".", "..", "~"):
        return None
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(option, local_files_only=True))
    except (OSError, ValueError) as error:
        raise UsageError(f"{option} is not here yet; run: hf download {option}") from error
    return Model(name=option, revision=folder.name, skills=Skills(measured=False), own_path=folder)


class ModelEngine:
    """An engine that runs a model on this machine; the model is loaded when it is first used.

    Raises:
        UnknownNameError: the model is neither a card nor a path.
        UsageError: there is no such file or folder, or none was named.
    """

    kind: ClassVar[EngineKind]
    name: ClassVar[str]

    def __init__(self, options: EngineOptions) -> None:
        if not options.model:
            step = f"--{self.kind} {self.name}:FOLDER, or a name on Hugging Face, OWNER/ID"
            raise UsageError(f"{self.name} needs a model: {step}")
        self._options = options
        self._model = hub_model(options.model) or find_model(options.model)

    @property
    def stamp(self) -> EngineStamp:
        """Name, model and revision."""
        return EngineStamp(
            kind=self.kind,
            name=self.name,
            model=self._model.name,
            revision=self._model.revision,
            seed=self._options.seed,
        )

    @property
    def skills(self) -> Skills:
        """What the model's card certifies."""
        return self._model.skills
