"""The values of a still and of what may be chosen beside it: how the videos look."""

from __future__ import annotations

from typing import Any

from ...config import choices_of
from ...errors import UnknownNameError
from ...picture.typeset import style_names
from ...publish import look_of
from ...records import digest
from ..session import Session


def still_view(session: Session, tag: str) -> dict[str, Any] | None:
    """The still of a language's script and the choices beside it; None: it is not written yet."""
    script = session.script(tag) if tag and session.brief and session.transcript else None
    if script is None:
        return None
    telling = [line.index + 1 for line in script.lines if line.text and line.tags]
    sample = next(iter(telling), 1)
    return {
        "address": f"still/{session.product.id}/{tag}/",
        "stamp": stamp_of(session, tag),
        "lines": len(script.lines),
        "sample": sample,
        "styles": known_styles(session),
        "caption_stamp": caption_stamp(session, tag, sample),
        "places": choices_of("captions"),
        "shapes": choices_of("shape"),
    }


def still_address(session: Session, tag: str) -> str:
    """Where a browser finds a still of a language; empty: it is not written yet."""
    look = still_view(session, tag)
    return f"{look['address']}{look['sample']}?v={look['stamp']}" if look else ""


def stamp_of(session: Session, tag: str) -> str:
    """A digest that changes when a still of the language would look otherwise."""
    brief, config, chosen = session.brief, session.config, session.product.choices
    return digest(
        brief and session.named(brief),
        session.script(tag),
        session.script(config.bilingual) if config.bilingual else None,
        [look_of(config), config.fill, config.voice, chosen.take],
        [path.name for path in session.product.photos()],
    )[:16]


def caption_stamp(session: Session, tag: str, line: int) -> str:
    """A digest that changes when the caption of a line would look otherwise in every style."""
    script, look = session.script(tag), look_of(session.config)
    lines = script.lines[max(0, line - 1) : line] if script else ()
    del look["style"]
    return digest(session.brief, *lines, look, session.product.choices.take)[:16]


def known_styles(session: Session) -> tuple[str, ...]:
    """The styles that may be chosen: the program's, and that of whoever runs the server."""
    return tuple(dict.fromkeys((*style_names(), session.app.config.style)))


def chosen_style(session: Session, name: str) -> str:
    """A style that a browser names, or the chosen one if it names none.

    Raises:
        UnknownNameError: it may not be chosen; a path never is.
    """
    if name and name not in known_styles(session):
        raise UnknownNameError("style", name, style_names())
    return name or session.product.choices.style
