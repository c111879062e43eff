"""Check a finished run again: are its texts right, its files complete, and its videos not old?"""

from __future__ import annotations

from pathlib import Path

from ..check import check_script
from ..languages import profile
from ..records import Brief, Finding, Script
from ..run import RunFolder, open_run, with_names
from .drafting import look_of
from .outdated import outdated
from .release import is_whole


def check_run(folder: Path) -> tuple[Finding, ...]:
    """The problems in the finished texts and files of a run folder; nothing is made again.

    Raises:
        InputError: the folder is not a run's.
        RecordError: a record cannot be read.
    """
    config, _, languages = open_run(folder)
    run = RunFolder(folder)
    brief = with_names(run.stored("brief.json", Brief), run)
    findings: list[Finding] = list(brief.findings)
    for tag in languages:
        script = run.stored(f"{tag}/script.json", Script)
        findings += check_script(script, brief, profile(tag))
        old = outdated(tag, run, brief, script, profile(tag), look_of(config))
        if old:
            message = f"{tag}: {old}; run: merchant-studio render {folder}"
            findings.append(Finding(check="old", severity="block", where=tag, message=message))
        elif not is_whole(tag, run):
            message = f"{tag}: its files are not whole; run: merchant-studio render {folder}"
            findings.append(Finding(check="files", severity="block", where=tag, message=message))
    return tuple(findings)
