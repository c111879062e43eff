"""The third step: scripts written, and lines put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...errors import InputError
from ...records import Message, Script
from ...run import MESSAGE, revisions
from ...write import standard_line
from ..desk import Desk, profile_tag
from ..pressed import Act, Pressed
from ..workshop import Job
from ..written import is_all_written, remember_written, script_job
from . import sheet


def want(desk: Desk, languages: Sequence[str], **options: str) -> None:
    """Keep which languages are wanted, and how (voice, script, shape, tone).

    Raises:
        UsageError: there is no such language or option.
    """
    tags = tuple(dict.fromkeys(profile_tag(tag) for tag in languages))
    desk.choose("choices", languages=tags, **options)
    _ = desk.config  # refuses what is no option


def write(desk: Desk) -> Job | None:
    """Have the scripts written; None: they are, and nothing has changed.

    Raises:
        InputError: no language is chosen, or nothing was heard yet.
    """
    chosen = desk.product.choices
    if not chosen.languages:
        raise InputError("choose at least one language")
    desk.be_free()
    sheet.remember_contact(desk)
    desk.go(3)
    if is_all_written(desk):
        return None
    desk.remember({"act": "write"})
    return desk.submit("write", chosen.languages, then=remember_written(desk, chosen.languages))


def edit_line(desk: Desk, language: str, line: int, text: str) -> None:
    """Put the merchant's words into a line; errors as in `revisions.edit_line`."""
    desk.change_script(language, lambda script: revisions.edit_line(script, line, text))


def phrase(desk: Desk, language: str, line: int) -> None:
    """Put the standard sentences into a line, if they say all that it says.

    Raises:
        InputError: they do not.
    """
    message = desk.run.find(MESSAGE, Message)

    def change(script: Script) -> Script:
        job = script_job(desk, script, message)
        return revisions.put_line(script, standard_line(job, script, line, message))

    desk.change_script(language, change)


def rewrite(desk: Desk, language: str, line: int) -> Job:
    """Have a line written in other words that say no less."""
    desk.be_free()
    desk.remember({"act": "line", "language": language, "line": line + 1})
    return desk.submit("rewrite", (profile_tag(language),), line=line)


def translate_back(desk: Desk, language: str) -> Job:
    """Have lines translated back that nobody has yet, such as those that the merchant wrote."""
    return desk.submit("back", (profile_tag(language),))


def _want(desk: Desk, pressed: Pressed) -> None:
    names = ("voice", "script", "shape", "tone")
    options = {name: text for name in names if (text := pressed.text(name))}
    want(desk, pressed.texts("languages"), **options)


def _write(desk: Desk, pressed: Pressed) -> None:
    if pressed.has("tone"):
        _want(desk, pressed)
    write(desk)


def _tongue(desk: Desk, pressed: Pressed) -> None:
    if pressed.text("tag") in desk.product.choices.languages:
        desk.go(3, pressed.text("tag"))


def _edit(desk: Desk, pressed: Pressed) -> None:
    edit_line(desk, desk.tongue, pressed.number("line"), pressed.text("text"))


ACTS: Mapping[str, Act] = {
    "want": _want,
    "write": _write,
    "tongue": _tongue,
    "edit": _edit,
    "phrase": lambda desk, pressed: phrase(desk, desk.tongue, pressed.number("line")),
    "rewrite": lambda desk, pressed: rewrite(desk, desk.tongue, pressed.number("line")),
    "back": lambda desk, pressed: translate_back(desk, desk.tongue),
}
