"""Which scripts are of the facts and choices as they are now, and which are to be written again.

A script names what it was made from, and the page compares what it knows of that. Another amount
is filled in, so it makes no script old; a line that it does not fit does.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InputError
from ..messages import say
from ..records import Message, Script
from ..run import MadeFrom, changed
from ..write import ScriptJob, fits_facts, job_again, known_inputs
from .session import Session
from .tasks import checks_of, of_checks

AMOUNTS = "amounts"
"""What has changed where a line does not fit the amount of a fact."""


def old_scripts(session: Session) -> Mapping[str, tuple[str, ...]]:
    """What has changed since a script was written: {"es": ("facts",)}; not those that stand."""
    now = _known(session)
    found = {
        tag: _changed(session, tag, script, now)
        for tag in session.product.choices.languages
        if (script := session.script(tag))
    }
    return {tag: why for tag, why in found.items() if why}


def is_all_written(session: Session) -> bool:
    """Whether every script stands, was checked, and nothing has changed since."""
    brief, tags = session.brief, session.product.choices.languages
    if brief is None or old_scripts(session):
        return False
    checks = [checks_of(session.run, tag).get("inputs") for tag in tags if session.script(tag)]
    return len(checks) == len(tags) and not any(changed(was, of_checks(brief)) for was in checks)


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


def _known(session: Session) -> MadeFrom:
    """What any script would be made from now, as far as the page knows."""
    brief, transcript, config = session.brief, session.transcript, session.config
    if brief is None or transcript is None:
        return MadeFrom({})
    return MadeFrom(known_inputs(transcript, brief, config.voice, config.script, config.tone))


def _changed(session: Session, tag: str, script: Script, now: MadeFrom) -> tuple[str, ...]:
    """What has changed since a script was written, or that it does not fit the facts of now."""
    was = (session.run.read_json(f"{tag}/script.json") or {}).get("inputs")
    # Of one of the first version only a run can tell: it knows all inputs, and asks no model.
    why = () if isinstance(was, str) else changed(was, now)
    if why:
        return why
    try:
        fits = fits_facts(script, script_job(session, script, session.message), session.run)
    except InputError:
        fits = False
    return () if fits else (AMOUNTS,)
