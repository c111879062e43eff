"""Which scripts are of the facts and choices as they are now, and which are to be written again.

A product's choices remember of each language what its script was written from. Another amount is
filled in, so it makes no script old; a line that it does not fit does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..errors import InputError
from ..facts import around
from ..languages import profile
from ..records import Script, digest, to_json
from ..run import with_names
from ..write import ScriptJob, SourceLine, fits_facts, plan_lines, retold
from .desk import Desk

LETTERS = 16


def old_scripts(desk: Desk) -> tuple[str, ...]:
    """The languages whose script stands and is to be written again."""
    known = dict(_remembered(desk))
    return tuple(
        tag
        for tag in desk.product.choices.languages
        if (script := desk.script(tag))
        and (known.get(tag, "").partition(".")[0] != _words(desk) or not _fits(desk, tag, script))
    )


def is_all_written(desk: Desk) -> bool:
    """Whether every script stands, was checked, and nothing has changed since."""
    now, known = f"{_words(desk)}.{_values(desk)}", dict(_remembered(desk))
    tags = desk.product.choices.languages
    return all(known.get(tag) == now and desk.script(tag) for tag in tags)


def remember_written(desk: Desk, languages: Sequence[str]) -> Callable[[], object]:
    """A function that keeps what these scripts are made from now; called when a job is done."""
    now = f"{_words(desk)}.{_values(desk)}"

    def remember() -> None:
        known = {**dict(_remembered(desk)), **dict.fromkeys(languages, now)}
        desk.product.choose(written=" ".join(f"{tag}:{of}" for tag, of in known.items()))

    return remember


def script_job(desk: Desk, language: str, script: Script) -> ScriptJob:
    """What is needed to write a line of a script again.

    Raises:
        InputError: nothing was heard yet, or the facts are others than those of the script.
    """
    brief, transcript = desk.brief, desk.transcript
    if brief is None or transcript is None:
        raise InputError("nothing was heard yet; film yourself first")
    source: list[SourceLine] = list(plan_lines(transcript, brief, 0))
    if script.free:
        lines = list(retold(source, script))
    elif len(source) != len(script.lines):
        raise InputError("the facts have changed; have the scripts written again")
    else:
        lines = [
            replace(planned, budget=line.budget)
            for planned, line in zip(source, script.lines, strict=True)
        ]
    return ScriptJob(
        source=lines,
        brief=with_names(brief, desk.run),
        profile=profile(language).said_by(brief.speaker),
        tag=language,
        tone=desk.product.choices.tone,
    )


def _remembered(desk: Desk) -> Iterator[tuple[str, str]]:
    """Language and digests, as in `en:1a2b.3c4d`."""
    for each in desk.product.choices.written.split():
        tag, _, of = each.partition(":")
        yield tag, of


def _words(desk: Desk) -> str:
    """A digest of all that the sentences depend on: what was said, facts without their amounts."""
    brief, transcript, chosen = desk.brief, desk.transcript, desk.product.choices
    if brief is None or transcript is None:
        return ""
    lines = [to_json(line) for line in plan_lines(transcript, brief, 0)]
    how = [chosen.voice, desk.config.script, chosen.tone]
    return digest(lines, around(brief), how)[:LETTERS]


def _values(desk: Desk) -> str:
    return digest(desk.brief)[:LETTERS] if desk.brief else ""


def _fits(desk: Desk, tag: str, script: Script) -> bool:
    """Whether no line has to be written again for the facts as they are now."""
    try:
        return fits_facts(script, script_job(desk, tag, script), desk.run)
    except InputError:
        return False
