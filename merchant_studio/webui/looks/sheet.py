"""The values that the sheet shows: fields with their doubts, points, lines for the prompter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...facts import Doubt
from ...languages import language_codes, profile
from ...picture.compose import link_to
from ...points import Stated, search, sentences
from ...records import Code, Fact, SellingPoint
from ...run import sheets
from ..desk import Desk
from ..shop import CONTACT
from ..steps import sheet as step
from ..steps.facts import TO_DECIDE
from ..texts import texts
from ..wording import label_of, say

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


def sheet_look(desk: Desk, language: str) -> dict[str, Any]:
    """The sheet of a product."""
    known = step.sheet_of(desk)
    usual = {key for keys in GROUPS.values() for key in keys}
    more = tuple(key for key in known if key not in usual and key not in _NO_FIELDS)
    groups = {**GROUPS, "more": more} if more else GROUPS
    filled: list[dict[str, Any]] = [
        {"name": name, "fields": [_field(desk, key, language) for key in keys]}
        for name, keys in groups.items()
    ]
    points = points_look(desk, language)
    return {
        "name_field": _field(desk, "name", language),
        "groups": [
            {**group, "count": sum(bool(f["value"]) for f in group["fields"])} for group in filled
        ],
        "count": sum(bool(f["value"]) for group in filled for f in group["fields"]) + len(points),
        "points": points,
        "prompts": prompts_look(desk),
        "code": code_look(desk, language),
    }


def points_look(desk: Desk, language: str) -> list[dict[str, str]]:
    """The selling points of the sheet, in the page's language."""
    source = desk.product.choices.source
    found = sheets.points_in(step.sheet_of(desk), source)
    return [{"id": point.id, "text": _text(point, language)} for point in found]


def points_for(words: str, source: str, language: str) -> list[dict[str, str]]:
    """The points of the catalogue that typed words may mean, to be taken."""
    found = search(words.strip(), source).values() if words.strip() else ()
    stated = [one for written in found if (one := Stated.of(written))]
    return [{"point": str(one), "text": _said(one, language)} for one in stated[:FOUND]]


def prompts_look(desk: Desk) -> list[str]:
    """What is to be said, a line each, in the language that he speaks: a value, or a question.

    Where he has notes of his own, nothing else is asked. A value that can hardly be right is left
    out until he confirms it.
    """
    chosen, known = desk.product.choices, step.sheet_of(desk)
    source = chosen.source
    words = texts(source if source in ("zh", "en") else "en")
    said = {key: sheets.text_of(known, key, source) for key in known if key not in _NO_FIELDS}
    sure = {fact.key for fact in desk.brief.facts} if desk.brief else set()
    lines = {
        key: f"{label_of(key, source, {})} {text}"
        for key, text in said.items()
        if text and (key in sure or not step.doubt_of(desk, key, text))
    }
    asks = not chosen.points
    told = [words["prompt.greet"]] if asks else []
    told += filter(None, [sheets.text_of(known, "name", source)])
    for question, key in ASKED.items():
        told += [lines.pop(key)] if key in lines else [words[f"prompt.{question}"]] if asks else []
        if question == "what":
            points = sheets.points_in(known, source)
            told += [_text(point, source) for point in points]
    reach = [lines.pop(key) for key in CONTACT if key in lines]
    told += lines.values()
    return told + (reach or ([words["prompt.reach"]] if asks else []))


def code_look(desk: Desk, language: str) -> str:
    """Where the code at the video's end leads, or why there is none; empty: no way is known."""
    known, source = step.sheet_of(desk), desk.product.choices.source
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
        if link_to([fact]) and link_to([fact]) == link_to(list(ways.values())):
            return words["sheet.code"].format(way=label_of(key, language, {}))
    if list(ways) == ["wechat"]:
        return words["sheet.no_code_wechat"].format(way=label_of("whatsapp", language, {}))
    return words["sheet.no_code"]


def unread_look(desk: Desk, language: str) -> list[str]:
    """Why each value that was typed into the sheet and cannot be used is not."""
    chosen = desk.product.choices
    found = (step.doubt_of(desk, key, text) for key, text in chosen.unread.items())
    return [say(doubt.told, language) for doubt in found if doubt]


def asked_look(desk: Desk, language: str) -> list[str]:
    """What he has still to decide on in the second step, while he is in a later one."""
    words, brief = texts(language), desk.brief
    told = [words["sheet.unread"].format(why=why) for why in unread_look(desk, language)]
    asked = [f for f in brief.findings if f.check in TO_DECIDE] if brief else []
    for finding in asked:
        why = say(finding.message, language)
        is_unsaid = finding.check == "value"
        told.append(words["sheet.unread"].format(why=why) if is_unsaid else why)
    keys = {finding.key for finding in asked}
    heard = [fact for fact in brief.unconfirmed if fact.key not in keys] if brief else []
    left_out = words["facts.left_out"].format(count=len(heard))
    return [*told, left_out] if heard else told


def doubt_look(doubt: Doubt | None, language: str) -> dict[str, Any]:
    """What may be wrong with a field, for the merchant."""
    told = say(doubt.told, language) if doubt else ""
    return {"told": told, "offers": list(doubt.offers) if doubt else []}


def hint_of(key: str, language: str) -> str:
    """What a value of a field may look like."""
    return HINTS.get(key) or texts(language).get(f"sheet.hint_{key}", "")


def _field(desk: Desk, key: str, language: str) -> dict[str, Any]:
    value = step.value_of(desk, key)
    words = texts(language)
    own = words.get(f"sheet.label_{key}")
    return {
        "key": key,
        "label": own or label_of(key, language, {}),
        "value": value,
        "hint": hint_of(key, language),
        **doubt_look(step.doubt_of(desk, key, value), language),
    }


def _text(point: SellingPoint, language: str) -> str:
    stated = Stated.of(point.catalogue)
    return _said(stated, language) if stated else point.text


def _said(stated: Stated, language: str) -> str:
    shown = profile(language if language in language_codes() else "en")
    return sentences(stated, shown)[0].rstrip(shown.text.sentence_end)
