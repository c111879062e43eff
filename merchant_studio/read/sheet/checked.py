"""Values looked at as they are typed: what cannot be, why, and what may be meant.

`138000` under `whatsapp` is no number that a buyer can call; `18.5` under `price` has no currency.
A doubt never refuses a value: who knows better keeps it as it is.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import SheetError
from ...facts import (
    KEYS,
    LONGEST_NUMBER,
    SHORTEST_NUMBER,
    as_of_china,
    certificates_like,
    digits_of,
    international,
    is_certificate,
    is_whole,
    problem_with_term,
    summary,
)
from ...messages import Notice, name_of, say
from ...records import Code, Count, Day, FactValue, Money, Percent, Term
from .reading import MAX_TERM_CHARS
from .typed import read_value
from .values import UNUSABLE, parse_value

EXAMPLE = "+86 138 0013 8000"
_CURRENCIES = {"zh": ("{}元", "{}美元"), "en": ("{} CNY", "{} USD")}
"""What a price without a currency may be, by the language of the sheet."""
_MOST_MONEY = 10_000_000
_MOST_GOODS = 100_000_000
_BY_HALVES = ("dozen", "pallet", "container")
_DRAWN = frozenset("©®™°℃℉№℗")
"""Signs that every font has, of those which Unicode calls symbols."""
_MAIL = re.compile(r"[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}", re.I | re.A)
_PAGE = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/\S*)?", re.I)
_WECHAT = re.compile(r"[a-z][\w-]{5,19}", re.I | re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What may be wrong with a value, as a sentence, and what may be meant instead."""

    told: Notice
    offers: tuple[str, ...] = ()
    """Values as they are typed, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A text that was typed for a key, read."""

    value: FactValue | None
    """None: it cannot be read."""
    doubt: Doubt | None = None


def check_typed(key: str, text: str, source_language: str) -> Checked:
    """What a typed text is as a value of a key, and what may be wrong with it."""
    text = text.strip()
    try:
        value = read_value(key, text, source_language)
    except SheetError as error:
        return Checked(value=None, doubt=_why_not(key, text, source_language, error))
    return Checked(value=value, doubt=next(iter(doubts(key, value)), None))


def doubts(key: str, value: FactValue) -> tuple[Doubt, ...]:
    """What may be wrong with a value that was read."""
    return tuple(_doubts(key, value))


def _doubts(key: str, value: FactValue) -> Iterator[Doubt]:
    match value:
        case Code(codes=codes):
            for code in codes:
                yield from _of_code(key, code, codes)
        case Term(translations=words):
            yield from (doubt for word in words.values() for doubt in _of_words(key, word))
        case Money(amount=amount, high=high) if not 0 < amount <= (high or amount) <= _MOST_MONEY:
            yield _unlikely(key, value)
        case Count(amount=amount, unit=unit) if (
            amount <= 0 or amount > _MOST_GOODS or (amount % 1 and unit not in _BY_HALVES)
        ):
            yield _unlikely(key, value)
        case Day(day=day) if day < datetime.date.today():
            yield Doubt(
                told=say(
                    "{key} {text!r} is over; write a later day",
                    key=name_of(key),
                    text=summary(value),
                )
            )
        case Percent(amount=amount, high=high) if not 0 < amount <= (high or amount) <= 100:
            yield _unlikely(key, value)


def _unlikely(key: str, value: FactValue) -> Doubt:
    return Doubt(
        told=say(
            "{key} {text!r} is hardly right; look at it again",
            key=name_of(key),
            text=summary(value),
        )
    )


def _of_code(key: str, code: str, codes: tuple[str, ...]) -> Iterator[Doubt]:
    typed = {"key": name_of(key), "text": code}
    if key in ("whatsapp", "phone"):
        yield from _of_number(key, code)
    elif key == "email" and not _MAIL.fullmatch(code):
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", code)).replace("。", ".")
        offers = (plain,) if _MAIL.fullmatch(plain) else ()
        told = say(
            "{key} {text!r} is no mail address; write one such as sales@example.com", **typed
        )
        yield Doubt(told=told, offers=offers)
    elif key == "website" and not _PAGE.fullmatch(code):
        told = say(
            "{key} {text!r} is no address of a page; write one such as www.example.com", **typed
        )
        yield Doubt(told=told)
    elif key == "wechat" and not (_WECHAT.fullmatch(code) or re.fullmatch(r"\+?[\d ]{5,18}", code)):
        told = say(
            "{key} {text!r} is no WeChat ID; it has 6 to 20 letters and digits, or is a phone "
            "number",
            **typed,
        )
        yield Doubt(told=told)
    elif key == "trade_terms" and (problem := problem_with_term(code)):
        yield Doubt(told=say("{key} {text!r} {problem}", problem=problem, **typed))
    elif key == "certificates" and not is_certificate(code):
        near = certificates_like(code)
        lists = (", ".join(one if each == code else each for each in codes) for one in near)
        told = say("{key} {text!r} is no certificate that is known; is it right?", **typed)
        yield Doubt(told=told, offers=tuple(lists))
    else:
        yield from _of_words(key, code)


def _of_number(key: str, number: str) -> Iterator[Doubt]:
    digits = digits_of(number)
    typed = {"key": name_of(key), "text": number, "example": EXAMPLE}
    home = as_of_china(number)
    if home:
        told = say(
            "{key} {text!r} has no country's code, so nobody abroad can call it; write {example}",
            **typed,
        )
        yield Doubt(told=told, offers=(home,))
    elif re.search(r"[^\d\s()+./-]", number) or not digits:
        yield Doubt(
            told=say("{key} {text!r} is no telephone number; write one such as {example}", **typed)
        )
    elif not international(number):
        told = say(
            "{key} {text!r} has {count} digits, but with its country's code a number has "
            "{shortest} to {longest}; write {example}",
            count=len(digits),
            shortest=SHORTEST_NUMBER,
            longest=LONGEST_NUMBER,
            **typed,
        )
        yield Doubt(told=told)
    elif not is_whole(international(number)):
        told = say(
            "{key} {text!r} cannot be called: its country's code or a digit is wrong; write "
            "{example}",
            **typed,
        )
        yield Doubt(told=told)


def _of_words(key: str, words: str) -> Iterator[Doubt]:
    """Signs that no font of the videos has: 🔥."""
    bad = next((c for c in words if not _is_drawn(c)), "")
    if bad:
        left = " ".join("".join(filter(_is_drawn, words)).split())
        told = say(
            "{key} {text!r} has {bad!r}, which no video can show; leave it out",
            key=name_of(key),
            text=words,
            bad=bad,
        )
        yield Doubt(told=told, offers=(left,) if left else ())


def _is_drawn(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return letter in _DRAWN or not (kind in ("So", "Cn", "Co", "Cs") or letter in "\u200d\ufe0f")


def _why_not(key: str, text: str, source_language: str, error: SheetError) -> Doubt:
    """Why a text is no value of its key."""
    kinds = KEYS[key].kinds if key in KEYS else ()
    bad = UNUSABLE.search(text)
    if bad:
        left = " ".join(UNUSABLE.sub("", text).split())
        typed = {"key": name_of(key), "text": left[:60]}
        told = (
            say(
                "{key} {text!r} has {bad!r}, which cannot stand in it; leave it out",
                bad=bad[0],
                **typed,
            )
            if bad[0].isprintable()
            else say(
                "{key} {text!r} has an invisible sign, which cannot stand in it; leave it out",
                **typed,
            )
        )
        return Doubt(told=told, offers=(left,) if left else ())
    if len(text) > MAX_TERM_CHARS and not {"ladder", "variants"} & set(kinds):
        told = say(
            "{key} has {count} letters, and {most} at most; make it shorter",
            key=name_of(key),
            count=len(text),
            most=MAX_TERM_CHARS,
        )
        return Doubt(told=told)
    if "money" in kinds:
        forms = _CURRENCIES.get(source_language, _CURRENCIES["en"])
        offers = [form.format(text) for form in forms]
        if all(parse_value("money", offer) for offer in offers):
            told = say(
                "{key} {text!r} has no currency; write {offer}",
                key=name_of(key),
                text=text,
                offer=offers[0],
            )
            return Doubt(told=told, offers=tuple(offers))
    return Doubt(told=error.message)
