"""`run.json`: the recording, languages and options that a run was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..errors import InputError
from .folder import RunFolder

RUN_FILE = "run.json"


def remember_run(
    folder: RunFolder, source: Path, languages: Iterable[str], config: StudioConfig
) -> None:
    """Store the source, languages and options, so that `render` needs only the folder."""
    options = asdict(config)
    options["out"] = str(config.out)
    known = folder.read_json(RUN_FILE) or {}
    tags = dict.fromkeys([*known.get("languages", ()), *languages])
    folder.write_json(
        RUN_FILE, {"source": str(source.resolve()), "languages": list(tags), "config": options}
    )


def open_run(folder: Path) -> tuple[StudioConfig, Path, tuple[str, ...]]:
    """The configuration, source and languages that a run folder was made with.

    Raises:
        InputError: the folder is not a run's.
    """
    run = RunFolder(folder).read_json(RUN_FILE)
    if run is None:
        raise InputError(f"{folder} is not a run's folder; give one such as out/flask")
    known = {item.name for item in fields(StudioConfig)}
    options: dict[str, Any] = {k: v for k, v in run["config"].items() if k in known}
    config = StudioConfig(**{**options, "out": folder.parent})
    return config, Path(run["source"]), tuple(run["languages"])
