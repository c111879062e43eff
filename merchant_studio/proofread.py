"""The independent reader: is a text what a buyer may read? It shares no code with the writer.

`check_line` reads a line while its tags still stand; `check_filled` reads the finished text and
finds every number in it again. Both give findings as short English clauses, or nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, numbers

from .languages import TAG, LanguageProfile
from .records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    Fact,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
    Term,
)

SELF_DESCRIBING = ("term", "code")
"""Kinds whose value says what it is: a material, a model number."""
_SELF_DESCRIBING_UNITS = ("color", "style", "size", "layer", "person")
_CLAUSE = re.compile(r"[,;.!?،؛؟।、，。；！？…]")
"""Ends of clauses; not the colon and the dash, which stand between a name and its value."""
_MIN_STEM = 4
_LOOP = 3
_NAMED_BY_ADJECTIVES = ("length", "width", "height", "diameter", "thickness")
"""Keys that an adjective may name ("<length> long"), which elsewhere would mean other things."""
_NEAR_WORDS = 3
"""Words before a value among which its unit would stand twice."""


def check_line(
    text: str,
    *,
    tags: Sequence[str],
    facts: Mapping[str, Fact],
    values: Mapping[str, str],
    profile: LanguageProfile,
    max_chars: int | None = None,
) -> tuple[str, ...]:
    """What is wrong with a line that still holds its tags; empty when nothing is.

    `values` are the tags' texts in the language, in every wording, to see a unit that stands
    twice. `max_chars` bounds the text without its tags; None: any length.
    """
    bare = TAG.sub("\x00", text)
    problems = [
        *_tags(text, tags),
        *_characters(bare, profile),
        *_number_words(bare, profile),
        *_currency_words(bare, profile),
        *_doubled_units(text, facts, values, profile),
        *_roles(text, tags, facts, profile),
        *_shape(bare, profile),
    ]
    if max_chars is not None and len(bare.replace("\x00", "")) > max_chars:
        problems.append(f"it is longer than {max_chars} characters")
    return tuple(dict.fromkeys(problems))


def check_filled(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> tuple[str, ...]:
    """What is wrong with a finished text that must state exactly `facts`."""
    rest = unicodedata.normalize("NFC", text)
    problems = []
    for verbatim in sorted(_verbatims(facts, profile), key=len, reverse=True):
        if verbatim not in rest:
            problems.append(f"{verbatim!r} is missing")
        rest = rest.replace(verbatim, " ", 1)
    expected = Counter(n for fact in facts for n in _amounts(fact.value))
    found = Counter(read_numbers(rest, profile))
    problems += [f"{number:f} is missing" for number in (expected - found).elements()]
    problems += [f"{number:f} is not a fact" for number in (found - expected).elements()]
    problems += [f"{c} is not a fact" for c in rest if _is_odd_number(c)]
    wanted = {fact.value.currency for fact in facts if isinstance(fact.value, Money)}
    seen = _currencies(rest, profile)
    problems += [f"the currency {code} is missing" for code in sorted(wanted - seen)]
    problems += [f"the currency {code} is wrong" for code in sorted(seen - wanted)]
    return tuple(problems)


def _is_odd_number(character: str) -> bool:
    """½, ④, Ⅷ: a number that is no digit; not the ² of m²."""
    return unicodedata.category(character) in ("No", "Nl") and character not in "¹²³〇"


def read_numbers(text: str, profile: LanguageProfile) -> tuple[Decimal, ...]:
    """Every number in a text, in digits of any script, by the language's separators."""
    system = Locale.parse(profile.locale)
    point = numbers.get_decimal_symbol(system, numbering_system="default")
    group = numbers.get_group_symbol(system, numbering_system="default")
    found = []
    for run in re.finditer(rf"\d+(?:[{re.escape(group + point)}]\d+)*", text):
        whole, *decimals = run[0].split(point)
        groups = whole.split(group)
        well_formed = len(decimals) <= 1 and all(2 <= len(g) <= 3 for g in groups[1:])
        if not well_formed or (decimals and group in decimals[0]):
            found += [Decimal(part) for part in re.findall(r"\d+", run[0])]
            continue
        found.append(Decimal("".join(groups) + "." + (decimals[0] if decimals else "0")))
    return tuple(number.normalize() for number in found)


def _amounts(value: FactValue) -> Iterator[Decimal]:
    """The numbers that a value states in digits."""
    match value:
        case Money() | Measure() | Count() | Duration() | Percent() | Age():
            yield value.amount.normalize()
            if value.high is not None:
                yield value.high.normalize()
        case Size():
            yield from (amount.normalize() for amount in value.amounts)
        case Discount():
            yield value.percent.normalize()
            if value.threshold is not None:
                yield value.threshold.amount.normalize()
        case Term() | Code():
            return


def _verbatims(facts: Sequence[Fact], profile: LanguageProfile) -> Iterator[str]:
    for fact in facts:
        if isinstance(fact.value, Code):
            yield from fact.value.codes
        elif isinstance(fact.value, Term):
            names = fact.value.translations
            name = names.get(profile.code) or names.get("en") or next(iter(names.values()))
            yield unicodedata.normalize("NFC", name)


def _tags(text: str, tags: Sequence[str]) -> Iterator[str]:
    found, wanted = Counter(TAG.findall(text)), Counter(tags)
    yield from (f"<{tag}> is missing" for tag in (wanted - found).elements())
    yield from (f"<{tag}> stands too often" for tag in (found - wanted).elements())


def _characters(bare: str, profile: LanguageProfile) -> Iterator[str]:
    allowed = _allowed(profile.text.letters, profile.text.punctuation + profile.text.sentence_end)
    odd = [c for c in unicodedata.normalize("NFC", bare) if c != "\x00" and not allowed.match(c)]
    if any(c.isnumeric() for c in odd):
        yield "it writes a number"
    foreign = "".join(dict.fromkeys(c for c in odd if not c.isnumeric()))
    if foreign:
        yield f"it holds characters that are not {profile.name}: {foreign}"


@lru_cache(maxsize=64)
def _allowed(letters: str, punctuation: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}{re.escape(punctuation)}]")


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the words, whole where the script puts spaces between words.

    Not `\\b`: in Hindi it takes vowel signs for the end of a word.
    """
    parts = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    edge = f"[{letters}]"
    whole = rf"(?<!{edge})(?:{parts})(?!{edge})" if spaced else f"(?:{parts})"
    return re.compile(whole, re.I)


def _spaced(profile: LanguageProfile) -> bool:
    return " " in profile.text.punctuation and not profile.captions.phrase_breaks


def _number_words(bare: str, profile: LanguageProfile) -> Iterator[str]:
    words, text = profile.text.number_words, profile.text
    found = _words(words, text.letters, _spaced(profile)).search(bare) if words else None
    if found:
        yield f"it writes a number ({found[0]})"


def _currency_words(bare: str, profile: LanguageProfile) -> Iterator[str]:
    for forms in profile.currencies.values():
        pattern = _words(forms.words, profile.text.letters, _spaced(profile))
        for found in pattern.finditer(bare):
            # Without spaces between words 元 also stands in 元素: only beside a value it is money.
            before, after = bare[: found.start()].rstrip(), bare[found.end() :].lstrip()
            beside = before.endswith("\x00") or after.startswith("\x00")
            if _spaced(profile) or beside:
                yield f"it names a currency ({found[0]})"


def _currencies(text: str, profile: LanguageProfile) -> set[str]:
    """The currencies that stand beside a number."""
    names = {
        name.casefold(): code
        for code, forms in profile.currencies.items()
        for name in (*forms.words, forms.symbol, *_spoken_names(forms.model_dump()))
    }
    before, after = _currency_patterns(tuple(names), profile.text.letters, _spaced(profile))
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
    marks = _any_of(name for name in names if not name[0].isalpha())
    words = _any_of(name for name in names if name[0].isalpha() and not _runs_on(name[0]))
    run_on = _any_of(name for name in names if _runs_on(name[0]))
    before = rf"((?<!{edge})(?:{words})|(?<![{letters}])(?:{run_on})|{marks}){gap}(?=\d)"
    words = _any_of(name for name in names if name[-1].isalpha() and not _runs_on(name[-1]))
    rest = _any_of(name for name in names if not name[-1].isalpha() or _runs_on(name[-1]))
    after = rf"(?<=\d){gap}((?:{words})(?!{edge})|{rest})"
    return re.compile(before, re.I), re.compile(after, re.I)


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; for none it matches nothing."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or r"(?!)"


def _runs_on(letter: str) -> bool:
    """Whether the letter is of a script whose words other letters may follow at once."""
    return unicodedata.name(letter, "?").split()[0] in (
        "CJK",
        "HANGUL",
        "HIRAGANA",
        "KATAKANA",
        "THAI",
    )


def _spoken_names(forms: Mapping[str, object]) -> Iterator[str]:
    for pattern in forms.values():
        if isinstance(pattern, str) and "{0}" in pattern:
            yield pattern.replace("{0}", "").strip()


def _doubled_units(
    text: str, facts: Mapping[str, Fact], values: Mapping[str, str], profile: LanguageProfile
) -> Iterator[str]:
    """A value brings its unit: "<capacity> ml", "colors in <colors>" would say it twice."""
    for tag in TAG.finditer(text):
        value = re.sub(r"[\d.,٫٬\s\u00a0\u202f]+", " ", values.get(tag[1], "")).strip().casefold()
        units = [unit for unit in re.split(r"[\s×–%()~～-]+", value) if unit]
        after = text[tag.end() :].lstrip(" \u00a0").casefold()
        if not _spaced(profile):
            if any(after.startswith(unit) for unit in units):
                yield f"a unit stands twice after <{tag[1]}>"
            continue
        word = re.match(r"[^\s<.,;:!?،。]+", after)
        if word and any(_same_stem(word[0], unit) for unit in units):
            yield f"a unit stands twice after <{tag[1]}>"
        fact = facts.get(tag[1])
        if isinstance(fact.value if fact else None, Count | Measure | Duration):
            clause = _CLAUSE.split(text[: tag.start()])[-1].casefold()
            before = re.split(r"[\s\u00a0:—]+|<[a-z_0-9]+>", clause)[-_NEAR_WORDS - 1 :]
            if fact and not isinstance(fact.value, Count):  # the voltage is 220 volts
                named = profile.labels.get(tag[1], "").casefold().split()
                before = [word for word in before if not any(_same_stem(word, n) for n in named)]
            if any(_same_stem(word, unit) for word in before for unit in units if len(word) > 1):
                yield f"a unit stands twice before <{tag[1]}>"


def _same_stem(word: str, unit: str) -> bool:
    if _runs_on(unit[-1]):
        return word.startswith(unit)
    stem = min(len(word), len(unit), max(_MIN_STEM, min(len(word), len(unit)) - 2))
    return word == unit or (stem >= _MIN_STEM and word[:stem] == unit[:stem])


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    keys: frozenset[str]


def _roles(
    text: str, tags: Sequence[str], facts: Mapping[str, Fact], profile: LanguageProfile
) -> Iterator[str]:
    """The nearest cue in a tag's clause must be the fact's own.

    A cue that stands nearer to another tag, and names that, is passed over: in "it holds
    <capacity> and weighs <weight>" both are well named.
    """
    for clause in _clauses(text):
        found = tuple(TAG.finditer(clause))
        named = [tag for tag in found if tag[1] in tags and tag[1] in profile.cues]
        cues = tuple(_cues(clause, profile)) if named else ()
        for tag in named:
            key = tag[1]
            free = [cue for cue in cues if not _is_taken(cue, tag, found)]
            if any(_nearest_is_own(tag, near) for near in (cues, free)):
                continue
            if cues:
                yield f"<{key}> stands where something else is meant"
            elif key not in _NAMED_BY_ADJECTIVES and not _says_what_it_is(facts[key].value):
                yield f"it does not say what <{key}> is"


def _distance(cue: _Cue, tag: re.Match[str]) -> int:
    return max(cue.start - tag.end(), tag.start() - cue.end)


def _nearest_is_own(tag: re.Match[str], cues: Sequence[_Cue]) -> bool:
    least = min((_distance(cue, tag) for cue in cues), default=0)
    return any(tag[1] in cue.keys for cue in cues if _distance(cue, tag) == least)


def _is_taken(cue: _Cue, tag: re.Match[str], tags: Sequence[re.Match[str]]) -> bool:
    return any(
        other[1] in cue.keys and _distance(cue, other) <= _distance(cue, tag)
        for other in tags
        if other is not tag
    )


def _says_what_it_is(value: FactValue) -> bool:
    if isinstance(value, Count):
        return value.unit in _SELF_DESCRIBING_UNITS
    return value.kind in SELF_DESCRIBING or isinstance(value, Discount | Age)


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for end in _CLAUSE.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _cues(clause: str, profile: LanguageProfile) -> Iterator[_Cue]:
    """The cues in a clause; a longer one hides a shorter one inside it."""
    bare = TAG.sub(lambda tag: "\x00" * len(tag[0]), clause)
    found: dict[tuple[int, int], set[str]] = {}
    for key, cues in profile.cues.items():
        for at in _cue_pattern(cues, profile.text.letters, _spaced(profile)).finditer(bare):
            found.setdefault(at.span(1), set()).add(key)
    for (start, end), keys in found.items():
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in found):
            yield _Cue(start, end, frozenset(keys))


@lru_cache(maxsize=1024)
def _cue_pattern(cues: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the cues at each place, the longest; `*` is the rest of a word."""
    edge = f"[{letters}]"
    words = "|".join(
        f"{edge}*".join(map(re.escape, cue.split("*")))
        for cue in sorted(cues, key=len, reverse=True)
    )
    # Lookaheads, so that places may overlap.
    whole = rf"(?<!{edge})(?=((?:{words})(?!{edge})))" if spaced else f"(?=({words}))"
    return re.compile(whole, re.I)


def _shape(bare: str, profile: LanguageProfile) -> Iterator[str]:
    if not bare.strip() or bare.strip()[-1] not in profile.text.sentence_end:
        yield "it is not finished"
    if re.search(r"[ \u00a0]{2,}|[,،、，]\s*[,،、，.]", bare):
        yield "it has a gap"
    units = bare.split() if _spaced(profile) else [c for c in bare if c.isalpha()]
    runs = Counter(tuple(units[i : i + 2]) for i in range(len(units) - 1))
    looped = max(runs.values(), default=0) >= _LOOP
    if looped or re.search(r"(.{2,}?)\1{3,}", bare):
        yield "it repeats itself"
