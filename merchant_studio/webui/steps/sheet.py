"""The sheet of the first step: what the merchant knows of his product before he films it.

What he types there is confirmed: it is `product.yaml`, and after listening it is the facts. What
cannot be used is kept as he typed it, so that he finds it again.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from ...errors import InputError
from ...facts import KEYS, Doubt, check_typed, key_of
from ...languages import profile
from ...records import Brief
from ...run import revisions, sheets
from ..desk import Desk
from ..pressed import Act, Pressed
from ..shop import CONTACT

MAX_CHARS = 400
"""More than any value has; what is longer is told to be too long."""
MAX_NAME_CHARS, MAX_NOTES_CHARS = 120, 2000
NAMES = ("name", "english")
FIELDS = frozenset((*KEYS, *NAMES))
_filling = threading.RLock()


def sheet_of(desk: Desk) -> sheets.Typed:
    """The sheet as it stands: the facts, once something was listened to in its language."""
    chosen, brief = desk.product.choices, _brief(desk)
    known = sheets.as_sheet(brief, profile(chosen.source)) if brief else desk.product.sheet
    names = {chosen.source: chosen.name, "en": chosen.english}
    named = {code: word for code, word in names.items() if word}
    kept = known.get("name")
    named |= kept if isinstance(kept, dict) else {}
    return {**known, "name": named} if named else known


def value_of(desk: Desk, key: str) -> str:
    """What stands in a field of the sheet, as it was typed."""
    chosen = desk.product.choices
    if key in chosen.unread:
        return chosen.unread[key]
    if key == "english":
        return chosen.english
    return sheets.text_of(sheet_of(desk), key, chosen.source)


def doubt_of(desk: Desk, key: str, text: str) -> Doubt | None:
    """What may be wrong with a text typed into a field; None: nothing, or it is empty."""
    return doubt_in(key, text, desk.product.choices.source)


def doubt_in(key: str, text: str, source: str) -> Doubt | None:
    """The same of a text that is typed in a language."""
    known, language = ("name", "en") if key == "english" else (key, source)
    return check_typed(known, text, language).doubt if text.strip() else None


def fill_in(desk: Desk, key: str, text: str) -> Doubt | None:
    """Keep what was typed into a field of the sheet, and say what may be wrong with it.

    A text that is no value of its key is kept as it is, and no video says it.

    Raises:
        SheetError: the key may mean several.
        UsageError: the product is being worked at.
    """
    text, source = text.strip()[:MAX_CHARS], desk.product.choices.source
    if key not in FIELDS:
        key = key_of(key, text, source)
    known, language = ("name", "en") if key == "english" else (key, source)
    found = check_typed(known, text, language) if text else None
    with _filling:
        desk.be_free()
        unread = {k: v for k, v in desk.product.choices.unread.items() if k != key}
        if found and found.value is None:
            desk.product.choose(unread={**unread, key: text})
            if not _brief(desk):
                _put(desk, key, known, "", language)
            return found.doubt
        _put(desk, key, known, text, language)
        desk.product.choose(unread=unread)
    if key in CONTACT and not (found and found.doubt):
        desk.product.shop.remember({key: text}, {})
    return found.doubt if found else None


def draft(desk: Desk, key: str, text: str) -> None:
    """Keep what is being typed into a field, so that a page that is closed does not lose it."""
    if key in FIELDS:
        with _filling:
            unread = desk.product.choices.unread
            desk.product.choose(unread={**unread, key: text[:MAX_CHARS]})


def settle(desk: Desk) -> None:
    """Take over what was typed and not yet left: drafts that can be used."""
    for key, text in desk.product.choices.unread.items():
        fill_in(desk, key, text)


def note(desk: Desk, *, notes: str | None = None, source: str = "") -> None:
    """Keep the merchant's notes for the prompter, and the language that he speaks.

    Raises:
        UsageError: nobody hears that language.
    """
    if notes is not None:
        desk.choose("sheet", points=notes.strip()[:MAX_NOTES_CHARS])
    if source and source != desk.product.choices.source:
        own, brief = profile(source), desk.brief
        desk.product.choose(source=source)
        if brief and not _brief(desk):
            _write(desk, sheets.as_sheet(brief, own))


def take_point(desk: Desk, words: str) -> None:
    """Put a selling point into the sheet; errors as in `revisions.add_point`."""
    with _filling:
        if _brief(desk):
            desk.change_facts(lambda brief: revisions.add_point(brief, words))
        else:
            desk.be_free()
            source = desk.product.choices.source
            _write(desk, sheets.with_point(desk.product.sheet, words, source))


def strike_point(desk: Desk, name: str) -> None:
    """Take a selling point out of the sheet."""
    with _filling:
        if _brief(desk):
            desk.change_facts(lambda brief: revisions.strike_point(brief, name))
        else:
            desk.be_free()
            source = desk.product.choices.source
            _write(desk, sheets.without_point(desk.product.sheet, name, source))


def remember_contact(desk: Desk) -> None:
    """Let the next product begin with the ways to reach him that this one has."""
    sheet, source = sheet_of(desk), desk.product.choices.source
    reach = {key: text for key in CONTACT if (text := sheets.text_of(sheet, key, source))}
    right = {key: text for key, text in reach.items() if not doubt_of(desk, key, text)}
    if right:
        desk.product.shop.remember(right, {})


def copy_product(desk: Desk) -> Desk:
    """A new product with the sheet, points, choices and pictures of this one, and no takes.

    Raises:
        InputError: nothing is kept of this one yet.
    """
    if not desk.product.exists:
        raise InputError("there is no such product; choose one from the list")
    new = desk.office.desk(desk.user, desk.office.shelf(desk.user).new_name())
    created, own = new.product.choices.created, desk.product.choices
    kept = {name: getattr(own, name) for name in _COPIED if hasattr(own, name)}
    new.product.choose(created=created, **kept)
    new.product.write_sheet(sheet_of(desk))
    for picture in desk.product.photos():
        with picture.open("rb") as file:
            new.product.receive(picture.name, file, desk.office.config)
    return new


_COPIED = (
    *("name", "english", "points", "unread", "source"),
    *("languages", "voice", "script", "shape", "tone", "style"),
)
"""The choices that a copy has, too."""


def _brief(desk: Desk) -> Brief | None:
    """The facts, if they were heard in the language that he speaks now."""
    brief = desk.brief
    return brief if brief and brief.source_language == desk.product.choices.source else None


def _put(desk: Desk, key: str, known: str, text: str, language: str) -> None:
    """Put a value that can be read where it belongs: into the choices, the facts or the sheet."""
    if key in NAMES:
        desk.choose("sheet", **{key: text[:MAX_NAME_CHARS]})
    if _brief(desk):
        english = desk.product.choices.english
        desk.change_facts(lambda brief: _changed(brief, key, text, english))
    else:
        _write(desk, sheets.with_value(desk.product.sheet, known, text, language))


def _changed(brief: Brief, key: str, text: str, english: str) -> Brief:
    """The facts with a value put in; a product keeps its name until it has another one."""
    if key not in NAMES:
        return revisions.put(brief, key, text)
    new = revisions.put(brief, "name", text) if key == "name" and text else brief
    has_name = any(fact.key == "name" for fact in (*new.facts, *new.unconfirmed))
    return revisions.name_in(new, "name", "en", english) if english and has_name else new


def _write(desk: Desk, sheet: sheets.Typed) -> None:
    if not desk.product.exists:
        desk.product.choose()
    if sheet != desk.product.sheet:
        desk.remember({"act": "sheet"})
        desk.product.write_sheet(sheet)


def fill_all(desk: Desk, values: Mapping[str, Any]) -> None:
    """Keep the fields of the sheet that were sent with a press and differ from what is kept."""
    for key, text in values.items():
        if isinstance(text, str) and text.strip() != value_of(desk, key).strip():
            fill_in(desk, key, text)


def _copy(desk: Desk, pressed: Pressed) -> Desk:
    return copy_product(desk.office.desk(desk.user, pressed.text("id")))


ACTS: Mapping[str, Act] = {"copy": _copy}
