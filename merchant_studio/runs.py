"""What a run's folder tells of the run: what was asked for, and whether its texts are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from .config import StudioConfig
from .errors import InputError
from .languages import profile
from .records import Brief, Finding, Script
from .runfolder import RunFolder
from .stages.check import check_script
from .stages.publish import is_whole

RUN_FILE = "run.json"


def remember_run(
    folder: RunFolder, source: Path, languages: Iterable[str], config: StudioConfig
) -> None:
    """Keep what was asked for, so that `render` can go on from the folder alone."""
    options = asdict(config)
    options["out"] = str(config.out)
    known = folder.read_json(RUN_FILE) or {}
    tags = dict.fromkeys([*known.get("languages", ()), *languages])
    folder.write_json(
        RUN_FILE,
        {"source": str(source.resolve()), "languages": list(tags), "config": options},
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


def check_run(folder: Path) -> tuple[Finding, ...]:
    """What is found in a run folder's finished texts, without making anything.

    Raises:
        InputError: the folder is not a run's.
        RecordError: a record cannot be read.
    """
    _, _, languages = open_run(folder)
    run = RunFolder(folder)
    brief = run.stored("brief.json", Brief)
    findings: list[Finding] = list(brief.findings)
    for tag in languages:
        script = run.stored(f"{tag}/script.json", Script)
        findings += check_script(script, brief, profile(tag))
        if not is_whole(tag, run):
            message = f"{tag}: its files are not whole; run: merchant-studio render {folder}"
            findings.append(Finding(check="files", severity="block", where=tag, message=message))
    return tuple(findings)
