"""The sheet of the first step: what the merchant knows of his product before he films it.

What he types there is confirmed: it is `product.yaml`, and after listening it is the facts. What
cannot be used is kept as he typed it, so that he finds it again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import InputError
from ...facts import KEYS
from ...languages import profile
from ...messages import say
from ...read import Doubt, check_typed, key_of
from ...records import Brief
from ...run import revisions, sheets
from ..session import Session
from ..shop import CONTACT
from .table import Texts, endpoint, field

MAX_CHARS = 4000
"""More than any value has, such as 60 colors with their prices; what is longer is cut off."""
MAX_NAME_CHARS, MAX_NOTES_CHARS = 120, 2000
MAX_KEY_CHARS, MAX_KEYS = 60, 100
"""Of a sheet: no product has more values."""
NAMES = ("name", "english")
FIELDS = frozenset((*KEYS, *NAMES))


def sheet_of(session: Session) -> sheets.Typed:
    """The sheet as it stands: the facts, once something was listened to in its language."""
    chosen, brief = session.product.choices, _brief(session)
    known = sheets.as_sheet(brief, profile(chosen.source)) if brief else session.product.sheet
    names = {chosen.source: chosen.name, "en": chosen.english}
    named = {code: word for code, word in names.items() if word}
    kept = known.get("name")
    named |= kept if isinstance(kept, dict) else {}
    return {**known, "name": named} if named else known


def value_of(session: Session, key: str) -> str:
    """What stands in a field of the sheet, as it was typed."""
    chosen = session.product.choices
    if key in chosen.unread:
        return chosen.unread[key]
    if key == "english":
        return chosen.english
    return sheets.text_of(sheet_of(session), key, chosen.source)


def doubt_of(session: Session, key: str, text: str) -> Doubt | None:
    """What may be wrong with a text typed into a field; None: nothing, or it is empty."""
    return doubt_in(key, text, session.product.choices.source)


def doubt_in(key: str, text: str, source: str) -> Doubt | None:
    """The same of a text that is typed in a language."""
    known, language = ("name", "en") if key == "english" else (key, source)
    return check_typed(known, text, language).doubt if text.strip() else None


def fill_in(session: Session, key: str, text: str) -> Doubt | None:
    """Keep what was typed into a field of the sheet, and say what may be wrong with it.

    A text that is no value of its key is kept as it is, and no video says it.

    Raises:
        InputError: there are too many values, or the key is too long.
        SheetError: the key may mean several.
        UsageError: the product is being worked at.
    """
    text, source = text.strip()[:MAX_CHARS], session.product.choices.source
    if key not in FIELDS:
        if len(key) > MAX_KEY_CHARS:
            raise InputError(say("the name of a value is too long; say it in a few words"))
        key = key_of(key, text, source)
    known, language = ("name", "en") if key == "english" else (key, source)
    found = check_typed(known, text, language) if text else None
    with session.run.changing():
        session.be_free()
        unread = {k: v for k, v in session.product.choices.unread.items() if k != key}
        if text and len({*sheet_of(session), *unread, key}) > MAX_KEYS:
            raise InputError(
                say("a sheet has at most {most} values; take one out first", most=MAX_KEYS)
            )
        if found and found.value is None:
            session.product.choose(unread={**unread, key: text})
            if not _brief(session):
                _put(session, key, known, "", language)
            return found.doubt
        _put(session, key, known, text, language)
        session.product.choose(unread=unread)
    if key in CONTACT and not (found and found.doubt):
        session.product.shop.remember({key: text}, {})
    return found.doubt if found else None


def draft(session: Session, key: str, text: str) -> None:
    """Keep what is being typed into a field, so that a page that is closed does not lose it."""
    if key in FIELDS:
        with session.run.changing():
            unread = session.product.choices.unread
            session.product.choose(unread={**unread, key: text[:MAX_CHARS]})


def settle(session: Session) -> None:
    """Take over what was typed and not yet left: drafts that can be used."""
    for key, text in session.product.choices.unread.items():
        fill_in(session, key, text)


def note(session: Session, *, notes: str | None = None, source: str = "") -> None:
    """Keep the merchant's notes for the prompter, and the language that he speaks.

    Raises:
        UsageError: nobody hears that language.
    """
    if notes is not None:
        session.choose("sheet", points=notes.strip()[:MAX_NOTES_CHARS])
    if source and source != session.product.choices.source:
        own, brief = profile(source), session.brief
        session.product.choose(source=source)
        if brief and not _brief(session):
            _write(session, sheets.as_sheet(brief, own))


@field("take")
def take_point(session: Session, text: str) -> None:
    """Put a selling point into the sheet; errors as in `revisions.add_point`."""
    _change_points(session, text, revisions.add_point, sheets.with_point)


@field("strike")
def strike_point(session: Session, text: str) -> None:
    """Take a selling point out of the sheet."""
    _change_points(session, text, revisions.strike_point, sheets.without_point)


def _change_points(
    session: Session,
    text: str,
    in_brief: Callable[[Brief, str], Brief],
    in_sheet: Callable[[sheets.Typed, str, str], sheets.Typed],
) -> None:
    """Change the points of the brief, or of the sheet where nothing was heard yet."""
    with session.run.changing():
        if _brief(session):
            session.change_facts(lambda brief: in_brief(brief, text))
        else:
            session.be_free()
            source = session.product.choices.source
            _write(session, in_sheet(session.product.sheet, text, source))


@field("fill")
def fill_field(session: Session, key: str, text: str) -> Doubt | None:
    """Keep what stands in a field that was left: of the sheet, his notes, or his language."""
    if key == "points":
        note(session, notes=text)
    elif key == "source":
        note(session, source=text)
    else:
        return fill_in(session, key, text)
    return None


@field("draft", shows="")
def draft_field(session: Session, key: str, text: str) -> None:
    """Keep what is being typed into a field, so that a page that is closed does not lose it."""
    if key == "points":
        note(session, notes=text)
    else:
        draft(session, key, text)


@endpoint(target="product or new")
def set_sheet(session: Session, key: str, value: str) -> dict[str, Any]:
    """Fill in a product's sheet before it is filmed, and return it with what may be wrong.

    Args:
        key: name, english, price, moq, whatsapp, 材质 and the like; point adds a selling point.
        value: As in "19.9 CNY", "100 pcs", "CE, FDA"; empty: it is taken out.
    """
    doubt = None
    if key == "point":
        take_point(session, value)
    else:
        doubt = fill_in(session, key, value)
    return {
        "product": session.product.id,
        "sheet": sheet_of(session),
        "unread": dict(session.product.choices.unread),
        "told": doubt.told if doubt else "",
        "offers": list(doubt.offers) if doubt else [],
    }


def remember_contact(session: Session) -> None:
    """Let the next product begin with the ways to reach him that this one has."""
    sheet, source = sheet_of(session), session.product.choices.source
    reach = {key: text for key in CONTACT if (text := sheets.text_of(sheet, key, source))}
    right = {key: text for key, text in reach.items() if not doubt_of(session, key, text)}
    if right:
        session.product.shop.remember(right, {})


def copy_product(session: Session) -> Session:
    """A new product with the sheet, points, choices and pictures of this one, and no takes.

    Raises:
        InputError: nothing is kept of this one yet.
    """
    if not session.product.exists:
        raise InputError(say("there is no such product; choose one from the list"))
    new = session.app.session(session.user, session.app.products(session.user).new_name())
    created, own = new.product.choices.created, session.product.choices
    kept = {name: getattr(own, name) for name in _COPIED if hasattr(own, name)}
    new.product.choose(created=created, **kept)
    new.product.write_sheet(sheet_of(session))
    for picture in session.product.photos():
        with picture.open("rb") as file:
            new.product.receive(picture.name, file, session.app.config)
    return new


_COPIED = (
    *("name", "english", "points", "unread", "source"),
    *("languages", "voice", "script", "shape", "tone", "style"),
)
"""The choices that a copy has, too."""


def _brief(session: Session) -> Brief | None:
    """The facts, if they were heard in the language that he speaks now."""
    brief = session.brief
    return brief if brief and brief.source_language == session.product.choices.source else None


def _put(session: Session, key: str, known: str, text: str, language: str) -> None:
    """Put a value that can be read where it belongs: into the choices, the facts or the sheet."""
    if key in NAMES:
        session.choose("sheet", **{key: text[:MAX_NAME_CHARS]})
    if _brief(session):
        english = session.product.choices.english
        session.change_facts(lambda brief: _changed(brief, key, text, english))
    else:
        _write(session, sheets.with_value(session.product.sheet, known, text, language))


def _changed(brief: Brief, key: str, text: str, english: str) -> Brief:
    """The facts with a value put in; a product keeps its name until it has another one."""
    if key not in NAMES:
        return revisions.put(brief, key, text)
    new = revisions.put(brief, "name", text) if key == "name" and text else brief
    has_name = any(fact.key == "name" for fact in (*new.facts, *new.unconfirmed))
    return revisions.name_in(new, "name", "en", english) if english and has_name else new


def _write(session: Session, sheet: sheets.Typed) -> None:
    if not session.product.exists:
        session.product.choose()
    if sheet != session.product.sheet:
        session.remember({"act": "sheet"})
        session.product.write_sheet(sheet)


def fill_all(session: Session, texts: Texts) -> None:
    """Keep the fields of the sheet that were sent with a press and differ from what is kept."""
    for key, text in texts.items():
        if key in FIELDS and text.strip() != value_of(session, key).strip():
            fill_in(session, key, text)
