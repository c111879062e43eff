"""From an engine's `model` option to files on disk, and what all engines that run one share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..errors import UsageError
from ..messages import joined, name_of, say
from ..records import EngineKind, EngineStamp
from . import EngineOptions, Languages, weights

_HUB_NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_METADATA = Path(".cache") / "huggingface" / "download"
"""Where `hf download` notes, in a folder that it fills, which revision each file is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model that an engine was told to use; its files may not be there yet."""

    name: str
    revision: str
    """Beginning of the weights' sha256; the hub's commit, or size and time, where none is known."""
    own_path: Path | None
    """The user's own file or folder; None: a card's model in the cache."""
    card: weights.Card | None = None
    """The card that describes it, wherever its files lie."""
    licence: str = ""
    """SPDX name; empty: not known here."""
    commercial: bool = True
    """False: the licence does not allow a merchant's use."""

    @property
    def writes(self) -> Languages:
        """What a translator's card certifies; None: no card tells that its lines were read."""
        return frozenset(self.card.writes) if self.card and self.card.measured else None

    def path(self, pattern: str = "") -> Path:
        """The model's folder, or the one file in it that matches `pattern`.

        Raises:
            WeightsError: a card's model is not here.
            UsageError: the folder has no such file.
        """
        place = weights.locate(self.name) if self.own_path is None else self.own_path
        if not pattern or place.is_file():
            return place
        found = sorted(place.glob(pattern))
        if not found:
            raise UsageError(
                say(
                    "{place} has no {pattern} file; name another model",
                    place=place,
                    pattern=pattern,
                )
            )
        return found[0]


def find_model(option: str, kind: EngineKind) -> Model:
    """The model that `option` names: a card, a file or folder, or a name in Hugging Face's cache.

    Raises:
        UnknownNameError: it looks like a card's name, but there is no such card.
        UsageError: there is no such model here; nothing is fetched. Or it is another kind's.
    """
    path = Path(option).expanduser()
    if option in {card.id for card in weights.cards()} or not (
        path.exists() or path.suffix or len(path.parts) > 1
    ):
        return _of_card(weights.card(option), kind)
    if path.exists():
        return _own(path.name, path)
    if _HUB_NAME.fullmatch(option):
        folder = _hub_folder(option)
        if folder is None:
            raise UsageError(
                say(
                    "the model {option} is no file or folder here and was not fetched yet; run: hf "
                    "download {option}",
                    option=option,
                )
            )
        return _own(option, folder)
    raise UsageError(
        say("the model {option} does not exist; give a file, a folder or a card", option=option)
    )


def _of_card(card: weights.Card, kind: EngineKind) -> Model:
    if card.role != kind:
        raise UsageError(
            say(
                "the model {model} is a {role}, no {kind}; name another",
                model=card.id,
                role=name_of(card.role),
                kind=name_of(kind),
            )
        )
    return Model(
        name=card.id,
        revision=card.revision or revision_of(weights.locate(card.id)),
        own_path=None,
        card=card,
        licence=card.licence,
        commercial=card.commercial,
    )


def _own(name: str, path: Path) -> Model:
    card = weights.card_of_hub(name)
    return Model(
        name=name,
        revision=revision_of(path),
        own_path=path,
        card=card,
        licence=card.licence if card else "",
        commercial=card.commercial if card else True,
    )


def _hub_folder(repo: str) -> Path | None:
    """The newest revision of a repository that Hugging Face's own cache has; None: it has none."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(repo, local_files_only=True))
    except (OSError, ValueError):
        return None


def revision_of(path: Path) -> str:
    """A text that differs between two versions of a model's files.

    The commit that a hub's tool noted; else bytes and time of what changed last.
    """
    if path.parent.name == "snapshots":
        return path.name
    notes = sorted((path / _METADATA).rglob("*.metadata"))
    if notes and (lines := notes[0].read_text(encoding="utf-8").split("\n")):
        return lines[0]
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    states = [each.stat() for each in files]
    last = max((state.st_mtime_ns for state in states), default=0)
    return f"{sum(state.st_size for state in states)}-{last}"


class ModelEngine:
    """An engine that runs a model on this machine; the model is loaded when it is first used.

    Raises:
        UnknownNameError: the model is neither a card nor a path.
        UsageError: it is not here, or none was named.
        WeightsError: a card's model whose revision is not in the card is not here.
    """

    kind: ClassVar[EngineKind]
    name: ClassVar[str]

    def __init__(self, options: EngineOptions) -> None:
        if not options.model:
            step = say(
                "--{kind} {engine}:FOLDER, or a name on Hugging Face, OWNER/ID",
                kind=self.kind,
                engine=self.name,
            )
            raise UsageError(say("{engine} needs a model: {step}", engine=self.name, step=step))
        self._options = options
        self._model = self._find(options.model)

    @classmethod
    def _find(cls, option: str) -> Model:
        return find_model(option, cls.kind)

    @property
    def stamp(self) -> EngineStamp:
        """Name, model, revision and licence."""
        return EngineStamp(
            kind=self.kind,
            name=self.name,
            model=self._model.name,
            revision=self._model.revision,
            seed=self._options.seed,
            licence=self._model.licence,
            commercial=self._model.commercial,
        )

    @property
    def fingerprint(self) -> str:
        """The weights, and the precision that they are made smaller to, if any."""
        precision = self._options.precision
        return " ".join([self._model.revision, *([] if precision == "auto" else [precision])])

    def _tell(self, where: str) -> None:
        """Say, before it is used for the first time, what is loaded and what may not be sold."""
        loaded = say("{model} on {where}", model=self._model.name, where=where)
        self._options.on_load(joined(filter(None, (loaded, self.stamp.restriction))))
