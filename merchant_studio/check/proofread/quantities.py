"""The numbers of a finished text with their units, read again without the writer's code.

A number in digits of any script is taken with what stands right beside it: a unit in any of its
forms, a currency, a percent sign. "7–10 days" and "30 × 45 cm" are one quantity each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from babel import Locale, numbers

from ...facts.numbers import OWN_SYMBOLS
from ...languages import (
    CurrencyForms,
    LanguageProfile,
    PluralForms,
    plain_letters,
    runs_on,
    script_of,
)
from .quantity import AGE, PERCENT, Quantity, currency, trade

REMEMBERED = 8192
"""Texts whose quantities are remembered."""
_LONGEST = 48
"""Characters within which the unit beside a number is looked for; the longest has fewer."""
_GAP = "\\s\u200e\u200f\u061c"
"""What may stand between a number and its unit: spaces, and marks of direction."""
_SIGN = re.compile("(?<![A-Za-z\\d])[-−][\u200e\u200f\u061c]*$")
_APOSTROPHES = "'’"
"""Either groups digits where one does: CLDR 48 changed the Swiss one, and people write both."""
_UNIT_LETTERS = 3
_ONE_LETTER_SCRIPTS = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
"""In which a unit may have one letter, and another word may follow it at once."""
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_LENGTHS = ("long", "short", "narrow")


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    amount: Decimal


@lru_cache(REMEMBERED)
def read_quantities(text: str, profile: LanguageProfile) -> tuple[Quantity, ...]:
    """Every number of a text with its unit, by the language's separators and unit words.

    A text is checked when it is written, when it is laid out and when it is shown, and read once.
    """
    reader = _reader(profile)
    return tuple(reader.quantities(reader.without_one(text)))


def read_numbers(text: str, profile: LanguageProfile) -> tuple[Decimal, ...]:
    """Every number in a text, in digits of any script, by the language's separators."""
    reader = _reader(profile)
    return tuple(number.amount for number in reader.numbers(reader.without_one(text)))


def counts_a_unit(rest: str, profile: LanguageProfile) -> bool:
    """Whether a text that follows a number begins with a unit: the litres of "neuf litres"."""
    return bool(_reader(profile).unit_first.match(rest))


@lru_cache(maxsize=64)
def _reader(profile: LanguageProfile) -> _Reader:
    return _Reader(profile)


class _Reader:
    """The unit words and number rules of one language in one market."""

    def __init__(self, profile: LanguageProfile) -> None:
        self.profile = profile
        self.locale = Locale.parse(profile.locale)
        self.point = numbers.get_decimal_symbol(self.locale, numbering_system="default")
        group = numbers.get_group_symbol(self.locale, numbering_system="default")
        self.groups = _APOSTROPHES if group in _APOSTROPHES else group
        """The characters that may group digits."""
        self.after: dict[str, set[str]] = {}
        """Unit words that follow a number -> the units that they mean."""
        self.before: dict[str, set[str]] = {}
        self.of_words: set[str] = set()
        """Unit words, without spaces, that are written with one: a "м и" is no "ми"."""
        self.around: dict[tuple[str, str], set[str]] = {}
        """Words before and after a number that mean a unit together: 섭씨 {0}도."""
        self.worded: dict[str, tuple[int, str]] = {}
        """Words that say how many of a unit without a number: سنتان are two years."""
        for unit, forms in self._forms():
            self.worded.update({plain_letters(words): (n, unit) for n, words in forms.worded()})
        for unit, pattern in self._patterns():
            # The period of an abbreviation may be the sentence's.
            parts = pattern.rstrip(".").partition("{0}")
            self.of_words |= {_plain(part) for part in parts if _is_several(part)}
            before, _, after = map(_plain, parts)
            if before and after:
                self.around.setdefault((before, after), set()).add(unit)
            elif before or after:
                table = self.after if after else self.before
                table.setdefault(after or before, set()).add(unit)

    def _patterns(self) -> Iterator[tuple[str, str]]:
        """Every unit with every way to write a number of it."""
        for unit, lengths in self.locale._data["unit_patterns"].items():
            # Narrow forms mean too much (m: meters, minutes, months), where others exist.
            known = [lengths[name] for name in _LENGTHS if name in lengths]
            for forms in known[:2] if len(known) > 1 else known:
                patterns = (forms.get(category) for category in _CATEGORIES)
                yield from ((unit, p) for p in patterns if isinstance(p, str) and "{0}" in p)
        yield from ((unit, "{0} " + symbol) for unit, symbol in OWN_SYMBOLS.items())
        for unit, own in self._forms():
            yield from ((unit, form) for form in own.forms() if "{0}" in form)
        for code, money in self.profile.currencies.items():
            yield from ((currency(code), p) for p in _currency_patterns(money) if "{0}" in p)
        for sign in "%٪％":
            yield from ((PERCENT, pattern) for pattern in ("{0}" + sign, sign + "{0}"))
        ages = self.profile.patterns
        for age in filter(lambda age: "{" in age, (*ages.age_from.forms(), ages.age_range)):
            words, last = age[: age.find("{")], age[age.rfind("}") + 1 :]
            yield AGE, "{0}" + last if last else words + "{0}"

    def _forms(self) -> Iterator[tuple[str, PluralForms]]:
        """The language file's own ways to write a number of each unit."""
        yield from self.profile.measures.items()
        yield from self.profile.spoken.measures.items()
        yield from ((trade(name), forms) for name, forms in self.profile.units.items())
        yield from ((currency(code), forms) for code, forms in self.profile.currencies.items())

    @cached_property
    def _run(self) -> re.Pattern[str]:
        return re.compile(rf"\d+(?:[{re.escape(self.groups + self.point)}]\d+)*")

    @cached_property
    def _joint(self) -> re.Pattern[str]:
        """What joins the numbers of one quantity: 7–10, 30 × 45."""
        pattern, spoken = self.profile.patterns, self.profile.spoken
        ages = pattern.age_range.replace("from", "low").replace("to}", "high}")
        across = filter(None, (pattern.across_zero, spoken.across_zero))
        said = spoken.range.forms() if spoken.range else ()
        between = [pattern.range, ages, *across, *said]
        words = {p.partition("{low}")[2].partition("{high}")[0] for p in between}
        words |= {spoken.times or "×", *"×x–-~～…"}
        parts = [plain_letters(joint).split() for joint in sorted(words, key=len, reverse=True)]
        joints = "|".join(f"[{_GAP}]*".join(map(re.escape, each)) for each in parts)
        names = sorted(self.after, key=len, reverse=True) if spoken.unit_twice else ()
        units = "|".join(f"[{_GAP}]*".join(map(re.escape, name)) for name in names)
        first = f"(?:{units})?" if units else ""
        return re.compile(rf"[{_GAP}]*{first}[{_GAP}]*(?:{joints})[{_GAP}]*")

    @cached_property
    def unit_first(self) -> re.Pattern[str]:
        """A unit's word at the beginning of a text; letters such as g or m say too little."""
        own = {name for name in self.after if script_of(name[0]) in _ONE_LETTER_SCRIPTS}
        words = {name for name in self.after if len(name) >= _UNIT_LETTERS and name[0].isalpha()}
        either = (
            "|".join(sorted(map(re.escape, own), key=len, reverse=True)) or "(?!)",
            "|".join(sorted(map(re.escape, words - own), key=len, reverse=True)) or "(?!)",
        )
        return re.compile(rf"[{_GAP}]*(?:(?:{either[0]})|(?:{either[1]})(?!\w))", re.I)

    def without_one(self, text: str) -> str:
        """The text, as long as before, without the one of "for 1 piece": 1個あたり."""
        return self._for_1.sub(lambda words: _undigited(words[0]), text)

    @cached_property
    def _for_1(self) -> re.Pattern[str]:
        names = [*(forms.per for forms in self.profile.units.values()), *self.profile.per.values()]
        wordings = filter(None, (self.profile.patterns.per, self.profile.spoken.per))
        said = [
            per.format(price="", unit=name).strip()
            for per in wordings
            for name in names
            if any(map(str.isdecimal, name))
        ]
        return re.compile("|".join(map(re.escape, said)) or "(?!)")

    def numbers(self, text: str) -> Iterator[_Number]:
        """The numbers of a text, signed; one whose groups are not well formed is several."""
        for run in self._run.finditer(text):
            whole, *decimals = run[0].split(self.point)
            groups = re.split(f"[{re.escape(self.groups)}]", whole)
            well_formed = len(decimals) <= 1 and all(2 <= len(g) <= 3 for g in groups[1:])
            if well_formed and not (decimals and set(self.groups) & set(decimals[0])):
                amount = Decimal("".join(groups) + "." + (decimals[0] if decimals else "0"))
                sign = _SIGN.search(text, 0, run.start())
                start = sign.start() if sign else run.start()
                yield _Number(start, run.end(), (-amount if sign else amount).normalize())
                continue
            for part in re.finditer(r"\d+", run[0]):
                start = run.start() + part.start()
                yield _Number(start, start + len(part[0]), Decimal(part[0]).normalize())

    def quantities(self, text: str) -> Iterator[Quantity]:
        """The quantities of a text, in order: in digits, and those that one word states."""
        found = [*self._in_digits(text), *self._in_words(text)]
        yield from sorted(found, key=lambda quantity: quantity.start)

    def _in_words(self, text: str) -> Iterator[Quantity]:
        """One or two of a unit, said by its word alone."""
        if not self.worded:
            return
        for match in self._worded.finditer(text):
            amount, unit = self.worded[" ".join(match[0].split())]
            per: frozenset[str] = frozenset()
            start, end = match.span()
            if unit.startswith(currency("")):
                per, start, end = self._per(text, 0, start, end)
            yield Quantity(
                amounts=(Decimal(amount),),
                units=frozenset({unit}),
                per=per,
                signed=False,
                approximate=_plain(text[max(0, start - _LONGEST) : start]).endswith("≈"),
                start=start,
                end=end,
            )

    @cached_property
    def _worded(self) -> re.Pattern[str]:
        words = sorted(self.worded, key=len, reverse=True)
        either = "|".join(r"\s".join(map(re.escape, each.split())) for each in words)
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)")

    def _in_digits(self, text: str) -> Iterator[Quantity]:
        """The numbers of a text, joined where they are one quantity, with their units."""
        chain: list[_Number] = []
        taken = 0
        for number in [*self.numbers(text), None]:
            if chain and number and self._joint.fullmatch(text, chain[-1].end, number.start):
                chain.append(number)
                continue
            if chain:
                quantity = self._quantity(text, chain, taken)
                taken = quantity.end
                yield quantity
            chain = [number] if number else []

    def _quantity(self, text: str, chain: list[_Number], taken: int) -> Quantity:
        start, end = chain[0].start, chain[-1].end
        before = self._words(text, _endings(text, max(taken, start - _LONGEST), start), start)
        after = self._words(text, _beginnings(text, end), end)
        found = [(_weight(w), w, "", self.before[w]) for w in before if w in self.before]
        found += [(len(w), "", w, self.after[w]) for w in after if w in self.after]
        found += [
            (len(first) + len(last), first, last, units)
            for (first, last), units in self.around.items()
            if first in before and last in after
        ]
        heaviest = max((weight for weight, *_ in found), default=0)
        best = [each for each in found if each[0] == heaviest]
        start = min([start, *(before[first] for _, first, _, _ in best if first)])
        end = max([end, *(after[last] for _, _, last, _ in best if last)])
        units = frozenset[str]().union(*(units for *_, units in best))
        per: frozenset[str] = frozenset()
        if any(unit.startswith(currency("")) for unit in units):
            per, start, end = self._per(text, taken, start, end)
        return Quantity(
            amounts=tuple(number.amount for number in chain),
            units=units,
            per=per,
            signed=start < chain[0].start and bool(_SIGN.search(text, 0, start)),
            approximate=_plain(text[max(0, start - _LONGEST) : start]).endswith("≈"),
            start=start,
            end=end,
        )

    def _words(self, text: str, found: dict[str, int], at: int) -> dict[str, int]:
        """The stretches beside `at` but those that run several words into one."""
        return {
            words: to
            for words, to in found.items()
            if words in self.of_words or not _is_several(text[min(at, to) : max(at, to)])
        }

    def _per(self, text: str, taken: int, start: int, end: int) -> tuple[frozenset[str], int, int]:
        """What a price is for, and the characters that it then takes."""
        for ahead, behind in self._for_one:
            after = behind.match(text, end)
            if after:
                return self._priced[_plain(after["unit"]).casefold()], start, after.end()
            before = [m for m in ahead.finditer(text, taken, start) if m.end() == start]
            if before:
                unit = self._priced[_plain(before[-1]["unit"]).casefold()]
                return unit, before[-1].start(), end
        return frozenset(), start, end

    @cached_property
    def _priced(self) -> dict[str, frozenset[str]]:
        """Names of what a price may be for -> the units that they mean."""
        names: dict[str, set[str]] = {}
        for unit, forms in self.profile.units.items():
            for name in _called(forms.per):
                names.setdefault(_plain(name).casefold(), set()).add(unit)
        for unit, own in self.profile.per.items():
            for name in _called(own):
                names.setdefault(_plain(name).casefold(), set()).add(unit)
        return {name: frozenset(units) for name, units in names.items()}

    @cached_property
    def _for_one(self) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
        """Patterns for "per dozen" as it is read and said, before and after a price."""
        gap = f"[{_GAP}]*"
        named = [*(forms.per for forms in self.profile.units.values()), *self.profile.per.values()]
        called = [plain_letters(each) for name in named for each in _called(name)]
        units = "|".join(
            gap.join(map(re.escape, name.split())) for name in sorted(called, key=len, reverse=True)
        )

        def pattern(side: str) -> re.Pattern[str]:
            words = gap.join(
                f"(?P<unit>{units})" if word == "{unit}" else re.escape(word)
                for word in re.findall(r"\{unit\}|[^\s{]+", side)
            )
            return re.compile(f"{gap}{words}(?![^\\W\\d_]){gap}" if words else "(?!)", re.I)

        read, said = self.profile.patterns.per, self.profile.spoken.per
        wordings = [plain_letters(per).partition("{price}") for per in (read, said) if per]
        return [(pattern(before), pattern(after)) for before, _, after in wordings]


def _currency_patterns(forms: CurrencyForms) -> Iterator[str]:
    """Every way to write an amount in a currency."""
    for name in filter(None, (forms.symbol, *forms.words)):
        yield from (name + "{0}", "{0}" + name)
    yield from forms.forms()


def _called(name: str) -> tuple[str, ...]:
    """The ways to write what a price is for: 1個, its digit hidden, and 一個."""
    bare = name.removeprefix("1")
    return (_undigited(name), f"一{bare}") if bare != name else (name,)


def _undigited(words: str) -> str:
    """The words with a letter of private use for each digit, which is no number."""
    return re.sub(r"\d", "\ue000", words)


def _weight(before: str) -> int:
    """How much a word before a number counts; where words run on it may be part of another one."""
    return 0 if runs_on(before[0]) else len(before)


def _plain(words: str) -> str:
    """Words without spaces, marks of direction and short vowels, which may stand there or not."""
    return re.sub(rf"[{_GAP}]", "", plain_letters(words))


def _is_several(words: str) -> bool:
    """Whether spaces stand inside the words."""
    return bool(re.search(rf"[^{_GAP}][{_GAP}]+[^{_GAP}]", words))


def _beginnings(text: str, start: int) -> dict[str, int]:
    """Every stretch of whole words that begins at `start`, without spaces -> where it ends."""
    found = {}
    for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
        if not _inside_word(text, end):
            found[_plain(text[start:end])] = end
    return {words: end for words, end in found.items() if words}


def _endings(text: str, first: int, end: int) -> dict[str, int]:
    """Every stretch of whole words that ends at `end`, without spaces -> where it starts."""
    found = {}
    for start in range(end - 1, first - 1, -1):
        if not _inside_word(text, start):
            found[_plain(text[start:end])] = start
    return {words: start for words, start in found.items() if words}


def _inside_word(text: str, at: int) -> bool:
    """Whether a word goes on over `at`; scripts whose words run on have no such place."""
    if not 0 < at < len(text):
        return False
    one, other = text[at - 1], text[at]
    return _is_letter(one) and _is_letter(other) and not (runs_on(one) or runs_on(other))


def _is_letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character) in ("Mn", "Mc")
