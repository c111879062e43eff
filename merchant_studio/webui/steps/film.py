"""The first step: what a user does before and after filming."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import InputError
from ...records import digest
from ...run import revisions
from ..desk import Desk
from ..pressed import Act, Pressed
from ..workshop import Job
from . import sheet


def describe(desk: Desk, *, name: str, english: str, points: str, source: str) -> None:
    """Keep what the merchant typed before filming: name, points to say, language spoken.

    Raises:
        UsageError: nobody hears that language.
        SheetError: a name cannot be used.
    """
    revisions.check_name({code: word for code, word in ((source, name), ("en", english)) if word})
    sheet.note(desk, notes=points, source=source)
    sheet.fill_in(desk, "name", name)
    sheet.fill_in(desk, "english", english)


def listen(desk: Desk) -> Job | None:
    """Have the chosen take transcribed; None: it was, and nothing has changed.

    Facts that were confirmed in an earlier take go into the sheet, so that they stay.

    Raises:
        InputError: there is no take yet.
    """
    sheet.settle(desk)
    chosen, brief = desk.product.choices, desk.brief
    if not chosen.take:
        raise InputError("film yourself or choose a recording first")
    basis = digest(chosen.take, chosen.name, chosen.english, chosen.source)
    if brief and chosen.heard == basis:
        desk.product.choose(step=2)
        return None
    desk.be_free()
    known = sheet.sheet_of(desk)
    desk.product.write_sheet(known)
    desk.product.choose(heard="", step=2)
    return desk.submit("listen", then=lambda: desk.product.choose(heard=basis))


def _listen(desk: Desk, pressed: Pressed) -> None:
    sheet.fill_all(desk, {key: pressed.text(key) for key in sheet.FIELDS if pressed.has(key)})
    if pressed.has("points"):
        sheet.note(desk, notes=pressed.text("points"), source=pressed.text("source"))
    listen(desk)


ACTS: Mapping[str, Act] = {
    "listen": _listen,
    "use": lambda desk, pressed: desk.product.use(pressed.text("file")),
    "drop": lambda desk, pressed: desk.product.drop(pressed.text("file")),
}
