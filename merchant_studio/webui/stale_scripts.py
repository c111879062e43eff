"""Which scripts are of the facts and choices as they are now, and which are to be written again.

A product's choices remember of each language what its script was written from. Another amount is
filled in, so it makes no script old; a line that it does not fit does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..errors import InputError
from ..facts import around
from ..messages import say
from ..records import Message, Script, digest, to_json
from ..write import ScriptJob, fits_facts, job_again, plan_lines
from .session import Session

LETTERS = 16


def old_scripts(session: Session) -> tuple[str, ...]:
    """The languages whose script stands and is to be written again."""
    known = dict(_remembered(session))
    return tuple(
        tag
        for tag in session.product.choices.languages
        if (script := session.script(tag))
        and (
            known.get(tag, "").partition(".")[0] != _words(session)
            or not _fits(session, tag, script)
        )
    )


def is_all_written(session: Session) -> bool:
    """Whether every script stands, was checked, and nothing has changed since."""
    now, known = f"{_words(session)}.{_values(session)}", dict(_remembered(session))
    tags = session.product.choices.languages
    return all(known.get(tag) == now and session.script(tag) for tag in tags)


def remember_written(session: Session, languages: Sequence[str]) -> Callable[[], object]:
    """A function that keeps what these scripts are made from now; called when a job is done."""
    now = f"{_words(session)}.{_values(session)}"

    def remember() -> None:
        with session.run.changing():
            known = {**dict(_remembered(session)), **dict.fromkeys(languages, now)}
            session.product.choose(written=" ".join(f"{tag}:{of}" for tag, of in known.items()))

    return remember


def script_job(session: Session, script: Script, message: Message | None) -> ScriptJob:
    """What a line of a script may be written again from.

    Raises:
        InputError: nothing was heard yet, or the facts are others than those of the script.
    """
    brief, transcript = session.brief, session.transcript
    if brief is None or transcript is None:
        raise InputError(say("nothing was heard yet; film yourself first"))
    named = session.named(brief)
    return job_again(script, transcript, named, message, session.product.choices.tone)


def _remembered(session: Session) -> Iterator[tuple[str, str]]:
    """Language and digests, as in `en:1a2b.3c4d`."""
    for each in session.product.choices.written.split():
        tag, _, of = each.partition(":")
        yield tag, of


def _words(session: Session) -> str:
    """A digest of all that the sentences depend on: what was said, facts without their amounts."""
    brief, transcript, chosen = session.brief, session.transcript, session.product.choices
    if brief is None or transcript is None:
        return ""
    lines = [to_json(line) for line in plan_lines(transcript, brief, 0)]
    how = [chosen.voice, session.config.script, chosen.tone]
    return digest(lines, around(brief), how)[:LETTERS]


def _values(session: Session) -> str:
    return digest(session.brief)[:LETTERS] if session.brief else ""


def _fits(session: Session, tag: str, script: Script) -> bool:
    """Whether no line has to be written again for the facts as they are now."""
    message = session.message
    try:
        return fits_facts(script, script_job(session, script, message), session.run)
    except InputError:
        return False
