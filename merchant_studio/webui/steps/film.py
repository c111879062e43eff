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

MIN_CUT_MS = 1000


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


def trim(desk: Desk, take: str, start_ms: int, end_ms: int) -> None:
    """Use a part of a take: what lies between two moments; end 0 is its end, 0 and 0 all of it.

    Raises:
        InputError: there is no such take, or hardly anything of it is left.
    """
    if end_ms and end_ms - start_ms < MIN_CUT_MS:
        raise InputError("what is left of the take is shorter than a second; leave more of it")
    kept = {name: cut for name, cut in desk.product.choices.cuts.items() if name != take}
    is_whole = not start_ms and not end_ms
    if take not in {path.name for path in desk.product.takes()}:
        raise InputError("this take is not there any more; choose another one")
    desk.choose("trim", cuts=kept if is_whole else {**kept, take: (start_ms, end_ms)})
    desk.product.use(take)


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
    cut = chosen.cuts.get(chosen.take)
    used = f"{chosen.take} {cut[0]}-{cut[1]}" if cut else chosen.take
    basis = digest(used, chosen.name, chosen.english, chosen.source)
    if brief and chosen.heard == basis:
        desk.go(2)
        return None
    desk.be_free()
    known = sheet.sheet_of(desk)
    desk.remember({"act": "listen"})
    desk.product.write_sheet(known)
    desk.product.choose(heard="")
    desk.go(2)
    return desk.submit("listen", then=lambda: desk.product.choose(heard=basis))


def _listen(desk: Desk, pressed: Pressed) -> None:
    sheet.fill_all(desk, {key: pressed.text(key) for key in sheet.FIELDS if pressed.has(key)})
    if pressed.has("points"):
        sheet.note(desk, notes=pressed.text("points"), source=pressed.text("source"))
    listen(desk)


ACTS: Mapping[str, Act] = {
    "listen": _listen,
    "use": lambda desk, pressed: desk.product.use(pressed.text("file")),
    "trim": lambda desk, pressed: trim(
        desk, pressed.text("file"), pressed.number("start"), pressed.number("end")
    ),
    "drop": lambda desk, pressed: desk.product.drop(pressed.text("file")),
}
