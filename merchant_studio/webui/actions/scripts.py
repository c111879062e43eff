"""The third step: scripts written, and lines put right."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import InputError
from ...languages import canonical_tag
from ...messages import say
from ...records import Script
from ...run import revisions
from ...write import standard_line
from ..jobs import Job
from ..session import Session
from ..stale_scripts import is_all_written, script_job
from . import sheet
from .table import Number, Tongue, endpoint, press


@press()
def want(
    session: Session,
    languages: Sequence[str],
    voice: str = "",
    script: str = "",
    shape: str = "",
    tone: str = "",
) -> None:
    """Keep which languages are wanted, and how; an option that is empty stays as it is.

    Raises:
        UsageError: there is no such language or option.
    """
    tags = tuple(dict.fromkeys(canonical_tag(tag) for tag in languages))
    options = {"voice": voice, "script": script, "shape": shape, "tone": tone}
    session.choose("choices", languages=tags, **{k: text for k, text in options.items() if text})
    _ = session.config  # refuses what is no option


@press()
def write(
    session: Session,
    languages: Sequence[str] = (),
    voice: str = "",
    script: str = "",
    shape: str = "",
    tone: str = "",
) -> Job | None:
    """Have the scripts written; None: they are, and nothing has changed.

    A form of choices that comes with the press, and so names a tone, is kept first; see `want`.

    Raises:
        InputError: no language is chosen, or nothing was heard yet.
    """
    if tone:
        want(session, languages, voice, script, shape, tone)
    chosen = session.product.choices
    if not chosen.languages:
        raise InputError(say("choose at least one language"))
    session.be_free()
    sheet.remember_contact(session)
    session.go(3)
    if is_all_written(session):
        return None
    session.remember({"act": "write"})
    return session.submit("write", chosen.languages)


@press("edit")
def edit_line(session: Session, language: Tongue, line: Number, text: str) -> None:
    """Put the merchant's words into a line; errors as in `revisions.edit_line`."""
    session.change_script(language, lambda script: revisions.edit_line(script, line, text))


@press()
def phrase(session: Session, language: Tongue, line: Number) -> None:
    """Put the standard sentences into a line, if they say all that it says.

    Raises:
        InputError: they do not.
    """
    message = session.message

    def change(script: Script) -> Script:
        job = script_job(session, script, message)
        return revisions.put_line(script, standard_line(job, script, line, message))

    session.change_script(language, change)


@press()
def rewrite(session: Session, language: Tongue, line: Number) -> Job:
    """Have a line written in other words that say no less."""
    session.be_free()
    session.remember({"act": "line", "language": language, "line": line + 1})
    return session.submit("rewrite", (canonical_tag(language),), line=line)


@press("back")
def translate_back(session: Session, language: Tongue) -> Job:
    """Have lines translated back that nobody has yet, such as those that the merchant wrote."""
    return session.submit("back", (canonical_tag(language),))


@press()
def tongue(session: Session, tag: str) -> None:
    """Show the script of another language."""
    if tag in session.product.choices.languages:
        session.go(3, tag)


@endpoint(answers="scripts")
def write_scripts(session: Session, languages: str) -> Job | None:
    """Write a product's scripts and return their lines with what was found in them.

    Args:
        languages: Codes of languages or markets, as in "en,es,ar" or "es-MX".
    """
    want(session, [tag.strip() for tag in languages.split(",") if tag.strip()])
    return write(session)


@endpoint(answers="scripts")
def set_line(session: Session, language: Tongue, line: Number, text: str) -> None:
    """Change a line of a script; facts stand in it as tags such as <price>.

    Args:
        language: The script's language.
        line: The line's number, 1 for the first.
        text: The new text with its tags; empty: the sentences of the catalogue and the
            phrasebook, if they say all that the line says.
    """
    if text:
        edit_line(session, language, line, text)
    else:
        phrase(session, language, line)
