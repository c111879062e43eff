"""`run.json`: the recording, languages and options that a run was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..errors import InputError, UsageError
from ..files import sha256
from ..messages import say
from ..records import Finding, Pitch, from_json, to_json
from .folder import RunFolder

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What `run.json` holds."""

    source: str
    languages: tuple[str, ...]
    config: dict[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)
    """Recording and photos as they were read: file name -> sha256."""


def own_folder(out: Path, slug: str, source: Path) -> RunFolder:
    """The folder of a product's run: `out/slug`, unless another product has it.

    Then its name gets a digest of the source, `flask-1a2b3c4d`, and it is told. A product
    whose source is not there any more has been moved or renamed: its folder is gone on with.

    Raises:
        RecordError: the `run.json` in it cannot be read.
    """
    folder, own = RunFolder(out / slug), str(source.resolve())
    asked = _asked(folder)
    if asked is None or asked.source == own or not Path(asked.source).exists():
        return folder
    other = RunFolder(out / f"{slug}-{hashlib.sha256(own.encode()).hexdigest()[:8]}")
    message = say(
        "{path} holds the videos of {source}; those of {own} are in {other}",
        path=folder.path,
        source=asked.source,
        own=source,
        other=other.path,
    )
    other.told.append(Finding(check="folder", severity="warn", where=slug, message=message))
    return other


def _asked(folder: RunFolder) -> Asked | None:
    values = folder.read_json(RUN_FILE)
    return None if values is None else from_json(Asked, values, folder.path / RUN_FILE)


def remember_run(
    folder: RunFolder, source: Path, pitch: Pitch, languages: Iterable[str], config: StudioConfig
) -> None:
    """Store the source, languages and options, so that `render` needs only the folder."""
    options = asdict(config)
    options["out"] = str(config.out)
    known = _asked(folder)
    files = {pitch.speech.path.name: pitch.speech.sha256}
    files |= {each.path.name: each.sha256 for each in pitch.footage}
    asked = Asked(
        source=str(source.resolve()),
        languages=tuple(dict.fromkeys([*(known.languages if known else ()), *languages])),
        config=options,
        files=files,
    )
    folder.write_json(RUN_FILE, to_json(asked))


def open_run(folder: Path) -> tuple[StudioConfig, Path, tuple[str, ...]]:
    """The configuration, source and languages that a run folder was made with.

    Raises:
        InputError: the folder is not a run's.
        RecordError: its `run.json` cannot be read.
        UsageError: an option in it cannot be used.
    """
    asked = _asked(RunFolder(folder))
    if asked is None:
        raise InputError(
            say("{folder} is not a run's folder; give one such as out/flask", folder=folder)
        )
    known = {item.name for item in fields(StudioConfig)}
    options: dict[str, Any] = {k: v for k, v in asked.config.items() if k in known}
    try:
        config = StudioConfig(**{**options, "out": folder.parent})
    except UsageError as error:
        raise UsageError(
            say("{place}: {problem}", place=folder / RUN_FILE, problem=error)
        ) from error
    return config, Path(asked.source), asked.languages


def changed_sources(folder: Path) -> tuple[str, ...]:
    """Recording and photos that are not, byte by byte, those that the run has read.

    Raises:
        RecordError: its `run.json` cannot be read.
    """
    asked = _asked(RunFolder(folder))
    if asked is None:
        return ()
    source = Path(asked.source)
    place = source if source.is_dir() else source.parent
    return tuple(name for name, known in asked.files.items() if not _is(place / name, known))


def _is(path: Path, known: str) -> bool:
    try:
        return sha256(path) == known
    except OSError:
        return False
