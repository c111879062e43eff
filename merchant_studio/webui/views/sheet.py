"""The values that the sheet shows: fields with their doubts, points, lines for the prompter.

And those of the panel of the shop: what the next product begins with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...facts import contact_link
from ...points import Stated, search
from ...read import Doubt, check_typed
from ...records import Code, Fact
from ...run import sheets
from ..actions import sheet as step
from ..actions.facts import TO_DECIDE
from ..session import Session
from ..shop import CONTACT, Shop
from ..texts import texts
from ..wording import label_of, tell
from .common import stated_words, words_of
from .prices import SEVERAL, prices_view, rows_view

GROUPS: Mapping[str, tuple[str, ...]] = {
    "trade": ("price", "moq", "lead_time"),
    "goods": ("english", "material", "size", "colors", "certificates"),
    "reach": CONTACT,
}
"""The fields of the sheet, by the groups that are opened one by one."""
ASKED = {"what": "material", "price": "price", "moq": "moq", "time": "lead_time"}
"""What the prompter asks for, and the field that answers it."""
HINTS = {
    "english": "stainless steel vacuum flask",
    "size": "7 x 25 cm",
    "certificates": "CE, FDA",
    "whatsapp": "+86 138 0013 8000",
    "wechat": "lihua_88",
    "phone": "+86 579 8512 3456",
    "email": "sales@example.com",
}
"""What a value may look like, where it looks the same in every language."""
FOUND, MAX_WORDS = 8, 120
"""Points that are offered for typed words at most, and the letters of the words."""
_NO_FIELDS = ("name", "points", "say", "labels", "rates", "speaker")


def sheet_view(session: Session, language: str) -> dict[str, Any]:
    """The sheet of a product."""
    known = step.sheet_of(session)
    usual = {key for keys in GROUPS.values() for key in keys}
    more = tuple(key for key in known if key not in usual and key not in _NO_FIELDS)
    groups = {**GROUPS, "more": more} if more else GROUPS
    filled: list[dict[str, Any]] = [
        {"name": name, "fields": [_field(session, key, language) for key in keys]}
        for name, keys in groups.items()
    ]
    points = points_view(session, language)
    return {
        "name_field": _field(session, "name", language),
        "groups": [
            {**group, "count": sum(bool(f["value"]) for f in group["fields"])} for group in filled
        ],
        "count": sum(bool(f["value"]) for group in filled for f in group["fields"]) + len(points),
        "points": points,
        "prompts": prompts_view(session),
        "code": code_view(session, language),
        "prices": prices_view(language),
    }


def points_view(session: Session, language: str) -> list[dict[str, str]]:
    """The selling points of the sheet, in the page's language."""
    source = session.product.choices.source
    found = sheets.points_in(step.sheet_of(session), source)
    return [{"id": point.id, "text": words_of(point, language)} for point in found]


def points_for(words: str, source: str, language: str) -> list[dict[str, str]]:
    """The points of the catalogue that typed words may mean, to be taken."""
    found = search(words.strip(), source).values() if words.strip() else ()
    stated = [one for written in found if (one := Stated.of(written))]
    return [{"point": str(one), "text": stated_words(one, language)} for one in stated[:FOUND]]


def prompts_view(session: Session) -> list[str]:
    """What is to be said, a line each, in the language that he speaks: a value, or a question.

    Where he has notes of his own, nothing else is asked. A value that can hardly be right is left
    out until he confirms it.
    """
    chosen, known = session.product.choices, step.sheet_of(session)
    source = chosen.source
    words = texts(source if source in ("zh", "en") else "en")
    said = {key: sheets.text_of(known, key, source) for key in known if key not in _NO_FIELDS}
    sure = {fact.key for fact in session.brief.facts} if session.brief else set()
    lines = {
        key: f"{label_of(key, source, {})} {text}"
        for key, text in said.items()
        if text and (key in sure or not step.doubt_of(session, key, text))
    }
    asks = not chosen.points
    told = [words["prompt.greet"]] if asks else []
    told += filter(None, [sheets.text_of(known, "name", source)])
    for question, key in ASKED.items():
        told += [lines.pop(key)] if key in lines else [words[f"prompt.{question}"]] if asks else []
        if question == "what":
            points = sheets.points_in(known, source)
            told += [words_of(point, source) for point in points]
    reach = [lines.pop(key) for key in CONTACT if key in lines]
    told += lines.values()
    return told + (reach or ([words["prompt.reach"]] if asks else []))


def code_view(session: Session, language: str) -> str:
    """Where the code at the video's end leads, or why there is none; empty: no way is known."""
    known, source = step.sheet_of(session), session.product.choices.source
    typed = {key: sheets.text_of(known, key, source) for key in (*CONTACT, "website")}
    ways = {
        key: Fact(key=key, value=Code(codes=(text,)), must_say=True, source="sheet")
        for key, text in typed.items()
        if text
    }
    words = texts(language)
    if not ways:
        return ""
    for key, fact in ways.items():
        if contact_link([fact]) and contact_link([fact]) == contact_link(list(ways.values())):
            return words["sheet.code"].format(way=label_of(key, language, {}))
    if list(ways) == ["wechat"]:
        return words["sheet.no_code_wechat"].format(way=label_of("whatsapp", language, {}))
    return words["sheet.no_code"]


def unread_view(session: Session, language: str) -> list[str]:
    """Why each value that was typed into the sheet and cannot be used is not."""
    chosen = session.product.choices
    found = (step.doubt_of(session, key, text) for key, text in chosen.unread.items())
    return [tell(doubt.told, language) for doubt in found if doubt]


def asked_view(session: Session, language: str) -> list[str]:
    """What he has still to decide on in the second step, while he is in a later one."""
    words, brief = texts(language), session.brief
    told = [words["sheet.unread"].format(why=why) for why in unread_view(session, language)]
    asked = [f for f in brief.findings if f.check in TO_DECIDE] if brief else []
    for finding in asked:
        why = tell(finding.message, language)
        is_unsaid = finding.check == "value"
        told.append(words["sheet.unread"].format(why=why) if is_unsaid else why)
    keys = {finding.key for finding in asked}
    heard = [fact for fact in brief.unconfirmed if fact.key not in keys] if brief else []
    left_out = words["facts.left_out"].format(count=len(heard))
    return [*told, left_out] if heard else told


def doubt_view(doubt: Doubt | None, language: str) -> dict[str, Any]:
    """What may be wrong with a field, for the merchant."""
    told = tell(doubt.told, language) if doubt else ""
    return {"told": told, "offers": list(doubt.offers) if doubt else []}


def shop_view(shop: Shop, language: str) -> dict[str, Any]:
    """How to reach the merchant, his logo, and the languages of his last product."""
    contact, choices = shop.contact, shop.choices
    return {
        "fields": [
            {
                "key": key,
                "label": label_of(key, language, {}),
                "value": contact.get(key, ""),
                "hint": hint_of(key, language),
                **doubt_view(step.doubt_in(key, contact.get(key, ""), "zh"), language),
            }
            for key in CONTACT
        ],
        "has_logo": shop.logo is not None,
        "languages": choices.get("languages", []),
        "is_known": bool(contact or choices or shop.logo),
    }


def hint_of(key: str, language: str) -> str:
    """What a value of a field may look like."""
    return HINTS.get(key) or texts(language).get(f"sheet.hint_{key}", "")


def _field(session: Session, key: str, language: str) -> dict[str, Any]:
    value = step.value_of(session, key)
    words = texts(language)
    own = words.get(f"sheet.label_{key}")
    return {
        "key": key,
        "label": own or label_of(key, language, {}),
        "value": value,
        "hint": hint_of(key, language),
        "prices": SEVERAL.get(key, ""),
        "rows": _rows(session, key, value, language),
        **doubt_view(step.doubt_of(session, key, value), language),
    }


def _rows(session: Session, key: str, text: str, language: str) -> str:
    """The rows of several prices."""
    if key not in SEVERAL or not text:
        return ""
    source, sheet = session.product.choices.source, step.sheet_of(session)
    value = sheets.value_in(sheet, key, source) or check_typed(key, text, source).value
    return rows_view(key, value, source, language)
