"""Does a line turn the terms of a sale: what a price is for, the least order, the certificates?

"<price> a pair" where he sells by the piece, "at most <moq>", REACH that nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache

from babel import Locale

from ..facts import CERTIFICATES
from ..languages import TAG, LanguageProfile, is_spaced, plain_letters, words_pattern
from ..messages import Notice, name_of, say
from ..records import Code, Count, Fact, Money
from .proofread import clauses

_LEAST = ("moq", "age")
"""Facts that say the least: nobody may make it the most."""
_MOST = ("lead_time", "sample_time", "charging_time")
"""Facts that say the most."""
_OF_TRADE = ("pair", "dozen", "carton", "pallet", "container")
_PACKED = (*_OF_TRADE, "box", "case", "pack", "bundle", "barrel")
"""What holds several; a bottle, a bag or a vehicle may be the goods themselves."""
_OF_TIME = tuple(
    f"duration-{unit}" for unit in ("second", "minute", "hour", "day", "week", "month", "year")
)
_OF_MEASURE = (
    *("mass-gram", "mass-kilogram", "mass-tonne", "mass-metric-ton", "mass-pound", "mass-ounce"),
    *("length-meter", "length-foot", "length-yard", "length-kilometer", "area-square-meter"),
    *("volume-liter", "volume-cubic-meter"),
)
"""What a price can be for, and one piece of goods cannot be called."""
_LEAST_LETTERS, _MOST_ENDING = 3, 2
_CERTIFICATE = re.compile(
    rf"(?<![A-Za-z0-9-])(?:{'|'.join(map(re.escape, sorted(CERTIFICATES, key=len, reverse=True)))})"
    r"(?![A-Za-z0-9-])"
)


def check_sale(
    text: str,
    profile: LanguageProfile,
    facts: Mapping[str, Fact],
    *,
    near: Sequence[str],
    anywhere: Sequence[str],
    own: LanguageProfile,
) -> tuple[Notice, ...]:
    """A finding for each term of the sale that a line with its tags states otherwise than he does.

    `near` are the merchant's words beside the line, `anywhere` those of his pitch and his sheet,
    in his language `own`.
    """
    text = plain_letters(text)
    return (
        *_other_basis(text, profile, facts, near, own),
        *_other_time(text, profile, near, own),
        *_turned(text, profile, anywhere, own),
        *_certificates(text, facts, anywhere),
    )


def _other_basis(
    text: str,
    profile: LanguageProfile,
    facts: Mapping[str, Fact],
    said: Sequence[str],
    own: LanguageProfile,
) -> Iterator[Notice]:
    """Units beside a price that nobody names: "<price> a kilo"."""
    bases = {
        key: fact.value.per or "piece"
        for key, fact in facts.items()
        if isinstance(fact.value, Money)
    }
    counts = [fact.value for fact in facts.values() if isinstance(fact.value, Count)]
    sold = {count.unit for count in counts if count.unit}
    units = {*_OF_TRADE, *_OF_MEASURE, *_OF_TIME, "piece"} - set(bases.values()) - sold
    for clause, _ in clauses(text):
        if bases.keys() & set(TAG.findall(clause)):
            known = {unit for words in said for unit, _ in _units_in(words, own)}
            named = _units_in(TAG.sub(" \x00 ", clause), profile)
            others = [word for unit, word in named if unit in units - known]
            others += _per_words(clause, profile, {*bases.values(), *sold, *known})
            for word in sorted(set(others)):
                yield say("nobody said that the price is for that ({word})", word=word)


def _per_words(clause: str, profile: LanguageProfile, known: Set[str]) -> Iterator[str]:
    """Packages and measures of which a clause says "per": "<price> per box"."""
    packed = {unit: profile.units[unit].per for unit in _PACKED if unit in profile.units}
    names = {**packed, **profile.per}
    for unit, name in names.items():
        if unit not in known and name:
            for per in filter(None, (profile.patterns.per, profile.spoken.per)):
                words = per.format(price="", unit=name).strip()
                found = words_pattern((words,), profile.text.letters, is_spaced(profile))
                if found.search(clause):
                    yield name


def _other_time(
    text: str, profile: LanguageProfile, said: Sequence[str], own: LanguageProfile
) -> Iterator[Notice]:
    """Spans of time that nobody names: a decade, within a year."""
    if not any(_words_in(each, own, own.text.times) for each in said):
        for word in _words_in(TAG.sub("\x00", text), profile, profile.text.times)[:1]:
            yield say("nobody said: a time such as {word}", word=word[0])


def _turned(
    text: str, profile: LanguageProfile, said: Sequence[str], own: LanguageProfile
) -> Iterator[Notice]:
    """The least as the most, and the most as the least."""
    for keys, words, others, meant in (
        (_LEAST, "at_most", "at_least", say("it is the least, not the most")),
        (_MOST, "at_least", "at_most", say("it is the most, not the least")),
    ):
        if any(_words_in(each, own, getattr(own.text, words)) for each in said):
            continue
        for clause, _ in clauses(text):
            tags = list(TAG.finditer(clause))
            bare = TAG.sub(lambda tag: "\x00" * len(tag[0]), clause)
            inverse = _words_in(bare, profile, getattr(profile.text, others))
            for word in _words_in(bare, profile, getattr(profile.text, words)) if tags else ():
                near = min(tags, key=lambda tag: _apart(tag, word))
                is_part = any(_holds(other, word) for other in inverse)
                if near[1] in keys and not is_part:
                    yield say(
                        "<{key}>: {meant} ({word})",
                        key=name_of(near[1]),
                        meant=meant,
                        word=word[0],
                    )


def _holds(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a longer word has another one in it: "minimum" in "no minimum"."""
    longer = len(one[0]) > len(other[0])
    return longer and one.start() <= other.start() and other.end() <= one.end()


def _apart(one: re.Match[str], other: re.Match[str]) -> int:
    """Characters between two places; less than 0: they overlap."""
    return max(one.start() - other.end(), other.start() - one.end(), -1)


def _words_in(text: str, profile: LanguageProfile, words: tuple[str, ...]) -> list[re.Match[str]]:
    if not words:
        return []
    return list(words_pattern(words, profile.text.letters, is_spaced(profile)).finditer(text))


def _certificates(text: str, facts: Mapping[str, Fact], said: Iterable[str]) -> Iterator[Notice]:
    """Certificates that neither he nor his sheet names."""
    codes = [
        code for fact in facts.values() if isinstance(fact.value, Code) for code in fact.value.codes
    ]
    known = " ".join([*said, *codes]).upper()
    for code in dict.fromkeys(_CERTIFICATE.findall(TAG.sub(" ", text))):
        if code.upper() not in known:
            yield say("nobody said that there is a certificate {code}", code=code)


def _units_in(text: str, profile: LanguageProfile) -> Iterator[tuple[str, str]]:
    """The units that a text names, each with its word."""
    names = _unit_words(profile)
    if not is_spaced(profile):
        for name, units in names.items():
            if name in text:
                yield from ((unit, name) for unit in units)
        return
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        for name, units in names.items():
            if _is_form_of(word, name):
                yield from ((unit, word) for unit in units)


def _is_form_of(word: str, name: str) -> bool:
    """Whether a word is a unit's name in some form: kilo of kilogram, pairs of pair."""
    if min(len(word), len(name)) < _LEAST_LETTERS:
        return False
    if name.startswith(word):
        return len(word) > _LEAST_LETTERS or len(name) - len(word) < _MOST_ENDING
    return word.startswith(name) and len(word) - len(name) <= _MOST_ENDING


@cache
def _unit_words(profile: LanguageProfile) -> Mapping[str, frozenset[str]]:
    """Each word that names a unit that a price may be for, with the units."""
    found: dict[str, set[str]] = {}

    def add(unit: str, form: str) -> None:
        words = re.sub(r"\{0\}|\d", " ", plain_letters(form)).casefold().split()
        name = words[-1] if words and is_spaced(profile) else "".join(words)
        if name:
            found.setdefault(name, set()).add(unit)

    for unit in ("piece", *_OF_TRADE):
        if unit in profile.units:
            for form in (*profile.units[unit].forms(), profile.units[unit].per):
                add(unit, form)
    known = Locale.parse(profile.locale)._data["unit_patterns"]
    for unit in (*_OF_MEASURE, *_OF_TIME):
        for form in known.get(unit, {}).get("long", {}).values():
            if isinstance(form, str) and "{0}" in form:
                add(unit, form)
        if unit.partition("-")[2] in profile.per:
            add(unit, profile.per[unit.partition("-")[2]])
    return {name: frozenset(units) for name, units in found.items()}
