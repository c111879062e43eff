"""The values of a still and of what may be chosen beside it: how the videos look."""

from __future__ import annotations

from typing import Any

from ...config import choices_of
from ...errors import UnknownNameError
from ...picture.typeset import style_names
from ...publish import look_of
from ...records import digest
from ...run import with_names
from ..desk import Desk


def still_look(desk: Desk, tag: str) -> dict[str, Any] | None:
    """The still of a language's script and the choices beside it; None: it is not written yet."""
    script = desk.script(tag) if tag and desk.brief and desk.transcript else None
    if script is None:
        return None
    telling = [line.index + 1 for line in script.lines if line.text and line.tags]
    sample = next(iter(telling), 1)
    return {
        "address": f"still/{desk.product.id}/{tag}/",
        "stamp": stamp_of(desk, tag),
        "lines": len(script.lines),
        "sample": sample,
        "styles": known_styles(desk),
        "caption_stamp": caption_stamp(desk, tag, sample),
        "places": choices_of("captions"),
        "shapes": choices_of("shape"),
    }


def still_address(desk: Desk, tag: str) -> str:
    """Where a browser finds a still of a language; empty: it is not written yet."""
    look = still_look(desk, tag)
    return f"{look['address']}{look['sample']}?v={look['stamp']}" if look else ""


def stamp_of(desk: Desk, tag: str) -> str:
    """A digest that changes when a still of the language would look otherwise."""
    brief, config, chosen = desk.brief, desk.config, desk.product.choices
    return digest(
        brief and with_names(brief, desk.run),
        desk.script(tag),
        desk.script(config.bilingual) if config.bilingual else None,
        [look_of(config), config.fill, config.voice, chosen.take],
        [path.name for path in desk.product.photos()],
    )[:16]


def caption_stamp(desk: Desk, tag: str, line: int) -> str:
    """A digest that changes when the caption of a line would look otherwise in every style."""
    script, look = desk.script(tag), look_of(desk.config)
    lines = script.lines[max(0, line - 1) : line] if script else ()
    del look["style"]
    return digest(desk.brief, *lines, look, desk.product.choices.take)[:16]


def known_styles(desk: Desk) -> tuple[str, ...]:
    """The styles that may be chosen: the program's, and that of whoever runs the server."""
    return tuple(dict.fromkeys((*style_names(), desk.office.config.style)))


def chosen_style(desk: Desk, name: str) -> str:
    """A style that a browser names, or the chosen one if it names none.

    Raises:
        UnknownNameError: it may not be chosen; a path never is.
    """
    if name and name not in known_styles(desk):
        raise UnknownNameError("style", name, style_names())
    return name or desk.product.choices.style
