"""Which scripts are of the facts and choices as they are now, and which are to be written again.

A product's choices remember of each language what its script was written from. Another amount is
filled in, so it makes no script old; a line that it does not fit does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..errors import InputError
from ..facts import around
from ..records import Message, Script, digest, to_json
from ..run import MESSAGE, with_names
from ..write import ScriptJob, fits_facts, job_again, plan_lines
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


def script_job(desk: Desk, script: Script, message: Message | None) -> ScriptJob:
    """What a line of a script may be written again from.

    Raises:
        InputError: nothing was heard yet, or the facts are others than those of the script.
    """
    brief, transcript = desk.brief, desk.transcript
    if brief is None or transcript is None:
        raise InputError("nothing was heard yet; film yourself first")
    named = with_names(brief, desk.run)
    return job_again(script, transcript, named, message, desk.product.choices.tone)


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
    message = desk.run.find(MESSAGE, Message)
    try:
        return fits_facts(script, script_job(desk, script, message), desk.run)
    except InputError:
        return False
