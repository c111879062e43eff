"""A finished text: does it state exactly its facts, each number with its unit?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates

from ...languages import LanguageProfile, any_of, is_spaced, plain_letters, runs_on
from ...messages import Notice, say
from ...records import (
    Code,
    Day,
    Fact,
    FactValue,
    Measure,
    Money,
    Payment,
    Rates,
    Size,
    Term,
)
from .cues import role_problems, swapped_roles
from .expected import Expected, currencies_of, expected_of
from .line import ambiguous_signs, currency_words, foreign_letters, number_words, without_spare
from .pairs import missing_names, without_names, wrong_pairs
from .promotions import without_promotions, wrong_promotions
from .quantities import read_quantities
from .quantity import Quantity, currency

_ZEROS = {"arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "thai": 0xE50}
"""The first digit of numbering systems that do not have the Latin ones."""
_TOLERANCE = Decimal("0.02")
"""Three significant digits are within half a percent, whole cents of a small price within two."""
_IN_OWN_UNIT: dict[str, dict[str, Decimal]] = {
    "length-millimeter": {"length-inch": Decimal("25.4")},
    "length-centimeter": {"length-inch": Decimal("2.54")},
    "length-meter": {"length-foot": Decimal("0.3048")},
    "length-kilometer": {"length-mile": Decimal("1.609344")},
    "volume-milliliter": {"volume-fluid-ounce": Decimal("29.57353")},
    "volume-liter": {"volume-fluid-ounce": Decimal("0.02957353")},
    "mass-gram": {"mass-ounce": Decimal("28.34952")},
    "mass-kilogram": {"mass-pound": Decimal("0.4535924")},
}
"""What one of the other unit is in the unit of a fact."""


def wrong_asides(
    found: Sequence[Quantity], facts: Sequence[Fact], rates: Rates | None
) -> tuple[Notice, ...]:
    """A finding for each approximate quantity that is no conversion of a fact."""
    return tuple(
        say("{number} is not a fact", number="-".join(f"{amount:f}" for amount in quantity.amounts))
        for quantity in found
        if not any(_is_about(quantity, fact, rates) for fact in facts)
    )


def _is_about(found: Quantity, fact: Fact, rates: Rates | None) -> bool:
    value = fact.value
    match value:
        case Money() if rates:
            exact = [end for end in (value.amount, value.high) if end is not None]
            one = {
                currency(code): price.amount
                for code, price in rates.prices.items()
                if price.currency == value.currency
            }
        case Measure():
            exact = [end for end in (value.amount, value.high) if end is not None]
            one = _IN_OWN_UNIT.get(value.unit, {})
        case Size():
            exact, one = list(value.amounts), _IN_OWN_UNIT.get(value.unit, {})
        case _:
            return False
    return any(
        len(exact) == len(found.amounts)
        and all(
            abs(other * one[unit] - own) <= own * _TOLERANCE
            for own, other in zip(exact, found.amounts, strict=True)
        )
        for unit in found.units & set(one)
    )


def check_filled(
    text: str,
    facts: Sequence[Fact],
    profile: LanguageProfile,
    *,
    rates: Rates | None = None,
    merchants_own: bool = False,
    spare: Sequence[str] = (),
    freely: bool = False,
) -> tuple[Notice, ...]:
    """What is wrong with a finished text that must state exactly `facts`.

    Of the merchant's own words only the quantities are asked: they may hold a brand's letters or
    a saying with a number in it. After a "≈" it may say a price again by the merchant's `rates`,
    or a measure in other units. `spare` are words
    that the merchant said and that state no fact: four (corners), Pantone. `freely` is as in
    `check_line`.
    """
    plain = plain_letters(text)
    rest = without_promotions(without_names(plain, facts, profile), facts, profile)
    problems = [*missing_names(plain, facts, profile), *wrong_promotions(plain, facts, profile)]
    described = {
        words for fact in facts if _describes(fact) for words in _verbatims([fact], profile)
    }
    for verbatim in sorted(_verbatims(facts, profile), key=len, reverse=True):
        if verbatim not in rest and verbatim in described:
            verbatim = _after_label(verbatim, rest, profile) or verbatim
        if verbatim not in rest:
            verbatim = _as_title(verbatim, rest) or verbatim
        if verbatim not in rest:
            problems.append(say("{text!r} is missing", text=verbatim))
        rest = rest.replace(verbatim, " ", 1)
    found = [q for q in read_quantities(rest, profile) if rest[q.start : q.end] not in spare]
    exact = [quantity for quantity in found if not quantity.approximate]
    about = [quantity for quantity in found if quantity.approximate]
    wrong = list(_wrong_quantities(exact, [e for fact in facts for e in expected_of(fact.value)]))
    problems += wrong or wrong_pairs(plain, facts, profile)
    problems += wrong_asides(about, facts, rates)
    problems += _swapped(rest, exact, facts, profile, freely)
    problems += ambiguous_signs(rest, profile)
    problems += [say("{number} is not a fact", number=c) for c in rest if _is_odd_number(c)]
    wanted = {code for fact in facts for code in currencies_of(fact.value)}
    seen = _currencies(_without(rest, about), profile)
    named = frozenset[str]().union(*(quantity.units for quantity in exact))
    seen |= {code for code in wanted if currency(code) in named}
    problems += [say("the currency {code} is missing", code=code) for code in sorted(wanted - seen)]
    problems += [say("the currency {code} is wrong", code=code) for code in sorted(seen - wanted)]
    if not merchants_own:
        rest = without_spare(_without(rest, found), spare)
        problems += [
            *number_words(rest, profile),
            *currency_words(rest, profile),
            *foreign_letters(rest, profile),
        ]
    return tuple(problems)


def _as_title(verbatim: str, text: str) -> str | None:
    """The words with a capital first letter, where the text begins with them like a title."""
    begins = text[: len(verbatim)]
    same = begins[1:] == verbatim[1:] and begins[:1].isupper() and verbatim[:1].islower()
    return begins if same else None


def _describes(fact: Fact) -> bool:
    """Whether its words describe, so that a label may have said the first; names stay whole."""
    return isinstance(fact.value, Term) and fact.key not in {"name", "brand", "address", "contact"}


def _after_label(verbatim: str, text: str, profile: LanguageProfile) -> str | None:
    """The words without those that a label has said: "gratuito" of Envío: gratuito.

    They are the first or the last: "free" of Shipping: free.
    """
    words, article = verbatim.split(" "), profile.patterns.article
    parts = [(words[:at], words[at:]) for at in range(1, len(words))]
    for said, rest in [*parts, *((last, first) for first, last in parts)]:
        noun, more = " ".join(said).removeprefix(article), " ".join(rest)
        label = rf"(?<!\w)(?:{article})?{re.escape(noun)}(?: [^.!?]*)?\s?[:–—]\s?"
        if re.search(label + re.escape(more), text, re.I):
            return more
    return None


def _without(text: str, quantities: Sequence[Quantity]) -> str:
    """The text with each of its quantities as one mark, which is no letter."""
    for quantity in reversed(quantities):
        text = f"{text[: quantity.start]} \x00 {text[quantity.end :]}"
    return text


def _swapped(
    text: str,
    found: Sequence[Quantity],
    facts: Sequence[Fact],
    profile: LanguageProfile,
    freely: bool,
) -> Iterator[Notice]:
    """Facts of one unit that stand in each other's place: all their numbers are there."""
    alike = [
        fact
        for fact in facts
        if sum(_unit_of(fact.value) == _unit_of(other.value) for other in facts) > 1
        and _unit_of(fact.value)
    ]
    tagged, tags = text, []
    for quantity in reversed(found):
        meant = [
            f
            for f in alike
            if any(
                e.is_stated_by(quantity) and e.amounts == quantity.amounts
                for e in expected_of(f.value)
            )
        ]
        if len(meant) == 1:
            tags.append(meant[0].key)
            tagged = f"{tagged[: quantity.start]}<{meant[0].key}>{tagged[quantity.end :]}"
    if len(tags) > 1 and freely:
        yield from swapped_roles(tagged, tags, profile)
    elif len(tags) > 1:
        yield from role_problems(tagged, tags, {fact.key: fact for fact in facts}, profile)


def _unit_of(value: FactValue) -> frozenset[str]:
    """The units of a value with one quantity; empty for the others."""
    expected = list(expected_of(value))
    return expected[0].units if len(expected) == 1 else frozenset()


def states(text: str, fact: Fact, profile: LanguageProfile) -> bool:
    """Whether a finished text states a fact, whatever else it states."""
    text = plain_letters(text)
    verbatims = list(_verbatims([fact], profile))
    short = _describes(fact)
    if not all(w in text or (short and _after_label(w, text, profile)) for w in verbatims):
        return False
    found = read_quantities(text, profile)
    return all(
        any(each.amounts == quantity.amounts and each.is_stated_by(quantity) for quantity in found)
        for each in expected_of(fact.value)
    )


def _wrong_quantities(found: Sequence[Quantity], expected: Sequence[Expected]) -> Iterator[Notice]:
    """What is missing, changed or invented; first the numbers, then what they are of."""
    there = Counter(amount for quantity in found for amount in quantity.amounts)
    wanted = Counter(amount for each in expected for amount in each.amounts)
    if there != wanted:
        yield from (
            say("{number} is missing", number=f"{amount:f}")
            for amount in (wanted - there).elements()
        )
        yield from (
            say("{number} is not a fact", number=f"{amount:f}")
            for amount in (there - wanted).elements()
        )
        return
    left = list(found)
    for each in expected:
        alike = [quantity for quantity in left if quantity.amounts == each.amounts]
        stated = [quantity for quantity in alike if each.is_stated_by(quantity)]
        if stated:
            left.remove(stated[0])
            continue
        amounts = "-".join(f"{amount:f}" for amount in each.amounts)
        signed = any(quantity.signed for quantity in alike)
        yield (
            say("{amounts} has a minus", amounts=amounts)
            if signed
            else say("{amounts} has another unit", amounts=amounts)
        )


def _is_odd_number(character: str) -> bool:
    """½, ④, Ⅷ: a number that is no digit; not the ² of m²."""
    return unicodedata.category(character) in ("No", "Nl") and character not in "¹²³〇"


def _verbatims(facts: Sequence[Fact], profile: LanguageProfile) -> Iterator[str]:
    for fact in facts:
        if isinstance(fact.value, Code):
            yield from fact.value.codes
        elif isinstance(fact.value, Payment):
            yield from _of_payment(fact.value, profile)
        elif isinstance(fact.value, Day):
            yield from _as_dates(fact.value, profile)
        elif isinstance(fact.value, Term):
            names = fact.value.translations
            name = names.get(profile.code) or names.get("en") or next(iter(names.values()))
            yield plain_letters(name)


def _of_payment(value: Payment, profile: LanguageProfile) -> Iterator[str]:
    """The words of terms of payment, without their percentage."""
    yield from value.methods
    words = profile.patterns.payment
    if value.rest:
        yield plain_letters((words.all if value.is_all else words.rest)[value.rest])
    if value.deposit:
        parts = plain_letters(words.deposit).split("{percent}")
        yield from filter(None, map(str.strip, parts))


def _as_dates(value: Day, profile: LanguageProfile) -> Iterator[str]:
    """The day as a calendar of the language has it, in the digits of its market."""
    locale = Locale.parse(profile.locale)
    text = dates.format_date(value.day, "long", locale)
    zero = _ZEROS.get(locale.default_numbering_system, ord("0"))
    yield plain_letters(text.translate({ord(str(n)): chr(zero + n) for n in range(10)}))


def _currencies(text: str, profile: LanguageProfile) -> set[str]:
    """The currencies that stand beside a number."""
    names = {
        plain_letters(name).casefold(): code
        for code, forms in profile.currencies.items()
        for name in forms.names()
    }
    before, after = _currency_patterns(tuple(names), profile.text.letters, is_spaced(profile))
    text = text.replace("\u00a0", " ")
    found = [*before.finditer(text), *after.finditer(text)]
    return {names[match[1].casefold()] for match in found}


@lru_cache(maxsize=64)
def _currency_patterns(
    names: tuple[str, ...], letters: str, spaced: bool
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for a currency before and after a number: a whole word, so that no rpm is Rp.

    After a number a particle may follow the name where words run on: 18위안입니다.
    """

    edge = f"[{letters}A-Za-z]" if spaced else "[A-Za-z]"
    gap = "[\\s\u200f\u200e]*"
    marks = any_of(name for name in names if not name[0].isalpha())
    words = any_of(name for name in names if name[0].isalpha() and not runs_on(name[0]))
    run_on = any_of(name for name in names if runs_on(name[0]))
    before = rf"((?<!{edge})(?:{words})|(?<![{letters}])(?:{run_on})|{marks}){gap}(?=\d)"
    words = any_of(name for name in names if name[-1].isalpha() and not runs_on(name[-1]))
    rest = any_of(name for name in names if not name[-1].isalpha() or runs_on(name[-1]))
    after = rf"(?<=\d){gap}((?:{words})(?!{edge})|{rest})"
    return re.compile(before, re.I), re.compile(after, re.I)
