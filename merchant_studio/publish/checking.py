"""Check a finished run again: are its texts right, its files complete, and its videos not old?

Sheet, brief, script, captions and posts are compared with one another, the finished ones by the
independent reader: a 17.50 that only the captions say is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from ..check import check_script, proofread
from ..config import StudioConfig
from ..facts import fill, listed
from ..intake import SHEET_NAME
from ..languages import LanguageProfile, profile
from ..messages import Notice, joined, say
from ..read import read_sheet
from ..records import Brief, Finding, Script, Transcript
from ..run import (
    RunFolder,
    changed_sources,
    check_places,
    check_sheet,
    open_run,
    with_names,
)
from .outdated import Outdated, outdated
from .post import unsaid
from .release import CAPTIONS, POST, changed_files


def check_run(folder: Path, *, read_data: bool = False) -> tuple[Finding, ...]:
    """The problems in the finished texts and files of a run folder; nothing is made again.

    `read_data` reads the recording, too, and compares it with what was listened to.

    Raises:
        InputError: the folder is not a run's.
        RecordError: a record cannot be read.
    """
    config, source, languages = open_run(folder)
    run = RunFolder(folder)
    transcript = run.stored("transcript.json", Transcript)
    brief = run.stored("brief.json", Brief)
    check_places(transcript, brief, folder / "brief.json")
    findings: list[Finding] = [*brief.findings, *_of_sheet(run, brief, source, config)]
    brief = with_names(brief, run)
    for tag in languages:
        script = run.stored(f"{tag}/script.json", Script)
        check_places(transcript, script, folder / tag / "script.json")
        findings += check_script(script, brief, profile(tag))
        old = outdated(tag, run, transcript, brief, script, profile(tag), config)
        findings += _of_files(run, tag, old)
        if not config.bilingual:  # its rows hold two languages
            findings += _of_texts(run, tag, brief, script)
    for name in changed_sources(folder) if read_data else ():
        message = say(
            "{name} is not what was read; run: merchant-studio render {folder}",
            name=name,
            folder=folder,
        )
        findings.append(_block("files", name, message))
    return tuple(findings)


def _of_sheet(run: RunFolder, brief: Brief, source: Path, config: StudioConfig) -> list[Finding]:
    """What the sheet says otherwise now: a `warn` if the brief was edited, else a `block`."""
    sheet = source / SHEET_NAME
    if not sheet.is_file():
        return []
    found = check_sheet(
        brief, read_sheet(sheet, brief.source_language), strict=not run.is_edited("brief.json")
    )
    return list(found)


def _of_files(run: RunFolder, tag: str, old: Outdated | None) -> Iterator[Finding]:
    again = say("run: merchant-studio render {path}", path=run.path)
    if old:
        yield _block("old", tag, _in(tag, [old.told, again]))
        return
    changed = changed_files(tag, run)
    if changed is None:
        yield _block("files", tag, _in(tag, [say("its files are not whole"), again]))
    elif changed:
        names = ", ".join(changed)
        gone = say("changed or gone: {names}", names=names)
        yield _block("files", tag, _in(tag, [gone, again]))


def _of_texts(run: RunFolder, tag: str, brief: Brief, script: Script) -> Iterator[Finding]:
    """Numbers in captions and posts that no line, no fact and no selling point states."""
    language = profile(tag)
    stated = set(_numbers_of(brief, script, language))
    for name, text in _finished(run, tag):
        odd = [number for number in proofread.read_numbers(text, language) if number not in stated]
        for number in dict.fromkeys(odd):
            yield _block(
                "facts",
                tag,
                say("{tag}, {name}: {number} is no fact", tag=tag, name=name, number=f"{number:f}"),
            )


def _numbers_of(brief: Brief, script: Script, language: LanguageProfile) -> Iterator[Decimal]:
    lines = [fill(line.text, brief.facts, language, rates=brief.rates) for line in script.lines]
    facts = [listed(fact, brief, language) for fact in brief.facts]
    for text in (*lines, *facts, *unsaid(script, language)):
        yield from proofread.read_numbers(text, language)


def _finished(run: RunFolder, tag: str) -> Iterator[tuple[str, str]]:
    """Captions without their times, and the texts of every post."""
    srt = run.path / tag / CAPTIONS[0]
    if srt.is_file():
        blocks = srt.read_text(encoding="utf-8", errors="replace").split("\n\n")
        yield CAPTIONS[0], "\n".join("\n".join(block.split("\n")[2:]) for block in blocks)
    post = run.read_json(f"{tag}/{POST}") or {}
    platforms = post.get("platforms", {})
    for each in platforms.values() if isinstance(platforms, dict) else ():
        texts = [each.get(name, "") for name in ("title", "text")] if isinstance(each, dict) else []
        yield POST, "\n".join(text for text in texts if isinstance(text, str))


def _in(tag: str, problems: Sequence[Notice]) -> Notice:
    return say("{language}: {problem}", language=tag, problem=joined(problems))


def _block(check: str, where: str, message: Notice) -> Finding:
    return Finding(check=check, severity="block", where=where, message=message)
