"""A line that still holds its tags: is it one sentence of the language, with every tag once?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from babel.numbers import list_currencies

from ...languages import (
    TAG,
    LanguageProfile,
    SpelledNumber,
    is_spaced,
    numbers_in_words,
    plain_letters,
    runs_on,
    script_of,
    value_of_word,
    words_pattern,
)
from ...messages import Notice, name_of, say
from ...records import Code, Count, Day, Duration, Fact, Measure, Money, Term, Variants
from .cues import last_clause, role_problems
from .language import other_language
from .quantities import counts_a_unit

_SIGNS: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CN", "JP"}),
    "￥": frozenset({"CN", "JP"}),
    "$": frozenset(),
    "＄": frozenset(),
}
"""A sign of several currencies -> the markets whose buyers know it as their own money's alone.

The dollar sign has none: a text in English for the US is read in Canada and Australia, too.
"""
_BARE_SIGN = r"(?<![^\W\d_])([¥￥$＄])(?![^\W\d_])"
_GAP = "[\\s\u200e\u200f\u061c]*"
_BARE = re.compile(rf"{_BARE_SIGN}(?={_GAP}[-−]?\d)|(?<=\d){_GAP}{_BARE_SIGN}")
"""Beside a number. Not US$, R$ or JP¥, whose letters tell whose it is."""


def ambiguous_signs(text: str, profile: LanguageProfile) -> Iterator[Notice]:
    """What is wrong with each sign of a finished text that may mean another currency."""
    for sign in dict.fromkeys(found[1] or found[2] for found in _BARE.finditer(text)):
        if profile.market not in _SIGNS[sign]:
            yield say("{sign} may be taken for another currency", sign=sign)


_LEAST_SURE = 20
"""The words of a larger number are in no language a part of another word: thirtysix."""
_MIN_STEM = 4
_LOOP = 3
_LOOPED_WORDS, _LOOPED_LETTERS = 2, 4
"""So many words, or letters where words have no spaces, that stand three times are a loop."""
_ECHO = 8
"""Characters in a row that a translation and its source share by chance at most."""
_SIGN = "[$¢-¥₠-⃀]"
_BESIDE_VALUE = re.compile(
    rf"\x00[\s\u200e\u200f]*([A-Z]{{3}}(?![A-Za-z])|{_SIGN})"
    rf"|((?<![A-Za-z])[A-Z]{{3}}|{_SIGN})\s*\x00"
)
"""Any currency's ISO code or sign, also of one that the language files do not list: CHF, ₪."""
_LEADS_ON = ",;:-–—،、，：；"
"""With these no sentence ends, though in Thai any letter may end one."""
_LATIN = "[A-Za-z\u00c0-\u024f]"
_TOUCHING = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff\u0900-\u0963\u0966-\u097f]")
"""Letters of scripts in which a space stands before and after a number."""
_NEAR_WORDS = 3
"""Words before a value among which its unit would stand twice."""


def check_line(
    text: str,
    *,
    tags: Sequence[str],
    facts: Mapping[str, Fact],
    values: Mapping[str, str],
    profile: LanguageProfile,
    source: str = "",
    max_chars: int | None = None,
    own_words: bool = False,
    spare: Sequence[str] = (),
    freely: bool = False,
) -> tuple[Notice, ...]:
    """What is wrong with a line that still holds its tags; empty when nothing is.

    `values` are the tags' texts in the language, in every wording, to see a unit that stands
    twice. `source` is the line that it was made of, to see an echo. `max_chars` bounds
    the text without its tags; None: any length. `own_words`: they are all of the language's file,
    so that a name beside its value is of the language, too: 価格：<price>, WhatsApp: <whatsapp>.
    `spare` are words that the merchant said and that state no fact: four (corners), Pantone.
    `freely`: a writer of whole pitches wrote it in its own words, so only its facts and its form
    are asked, and not whether it follows the source.
    """
    text = plain_letters(text)
    bare = TAG.sub("\x00", text)
    own = without_spare(bare, spare)
    problems = [
        *_tags(text, tags),
        *(() if own_words else _characters(own, profile)),
        *(() if own_words or freely else other_language(bare, profile)),
        *number_words(own, profile),
        *currency_words(bare, profile),
        *_doubled_units(text, facts, values, profile),
        *_touched(text, facts),
        *(() if freely else role_problems(text, tags, facts, profile)),
        *_shape(bare, profile, freely),
        *(() if freely else _echo(text, source)),
    ]
    if max_chars is not None and len(bare.replace("\x00", "")) > max_chars:
        problems.append(say("it is too long for its time"))
    if not freely:
        problems = problems or list(_lone_units(bare, profile))
    return tuple(dict.fromkeys(problems))


def _lone_units(bare: str, profile: LanguageProfile) -> Iterator[Notice]:
    """Units that stand alone: "you can return it within days" is a promise nobody made."""
    units = profile.text.bare_units
    if units:
        for found in words_pattern(units, profile.text.letters, is_spaced(profile)).findall(bare):
            yield say("it says {found} without a number", found=found)


def _tags(text: str, tags: Sequence[str]) -> Iterator[Notice]:
    found, wanted = Counter(TAG.findall(text)), Counter(tags)
    yield from (say("<{key}> is missing", key=name_of(tag)) for tag in (wanted - found).elements())
    yield from (
        say("<{key}> stands too often", key=name_of(tag)) for tag in (found - wanted).elements()
    )


def without_spare(text: str, spare: Sequence[str]) -> str:
    """The text without the words that a merchant said so and that state no fact: four, Pantone."""
    for word in sorted(spare, key=len, reverse=True):
        whole = word.isascii()  # the la of a name is no part of lados
        before, after = (f"(?<!{_LATIN})", f"(?!{_LATIN})") if whole else ("", "")
        text = re.sub(f"{before}{re.escape(word)}{after}", "", text)
    return text


def _characters(bare: str, profile: LanguageProfile) -> Iterator[Notice]:
    allowed = _allowed(profile.text.letters, profile.text.punctuation + profile.text.sentence_end)
    bare = unicodedata.normalize("NFC", profile.text.without_names(bare))
    odd = [c for c in bare if c != "\x00" and not allowed.match(c)]
    if any(c.isnumeric() for c in odd):
        yield say("it writes a number")
    foreign = "".join(dict.fromkeys(c for c in odd if not c.isnumeric()))
    if foreign:
        yield say(
            "it holds characters that are not {language}: {letters}",
            language=name_of(profile.name),
            letters=foreign,
        )


@lru_cache(maxsize=64)
def _allowed(letters: str, punctuation: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}{re.escape(punctuation)}]")


def foreign_letters(text: str, profile: LanguageProfile) -> Iterator[Notice]:
    """Letters that are not the language's own."""
    allowed, text = _allowed(profile.text.letters, ""), profile.text.without_names(text)
    foreign = "".join(dict.fromkeys(c for c in text if c.isalpha() and not allowed.match(c)))
    if foreign:
        yield say(
            "it holds characters that are not {language}: {letters}",
            language=name_of(profile.name),
            letters=foreign,
        )


@dataclass(frozen=True, slots=True)
class NumberWord:
    """Words of a text that state a number."""

    start: int
    end: int
    text: str
    values: frozenset[Decimal] | None
    """The number, or all of "four five"; None: nobody here knows it, as of "gratis"."""
    counts: bool = False
    """A unit follows it: two litres."""


def number_words(bare: str, profile: LanguageProfile) -> Iterator[Notice]:
    """Words that state a number."""
    for word in number_words_in(bare, profile)[:1]:
        yield say("it writes a number ({text})", text=word.text)


def number_words_in(bare: str, profile: LanguageProfile) -> tuple[NumberWord, ...]:
    """All words of a text that state a number, in order.

    They are those that the language's file lists and, wherever it stands, a number of many words
    or a Chinese numeral that is part of no word: 価格は百です.
    """
    words, text = profile.text.number_words, profile.text
    if not words:
        return ()
    if text.idioms:
        idioms = words_pattern(text.idioms, text.letters, is_spaced(profile))
        bare = idioms.sub(lambda idiom: "\x01" * len(idiom[0]), bare)
    pattern = words_pattern(words, text.letters, is_spaced(profile))
    listed = [found.span() for found in pattern.finditer(bare)]
    found = list[NumberWord]()
    for number in numbers_in_words(bare, profile):
        inside = [each for each in listed if each[0] < number.end and number.start < each[1]]
        if inside or _is_sure(number, bare, profile):
            start = min([number.start, *(first for first, _ in inside)])
            end = max([number.end, *(last for _, last in inside)])
            found.append(NumberWord(start, end, bare[start:end], frozenset({number.value})))
            listed = [each for each in listed if each not in inside]
    for start, end in listed:
        value = value_of_word(bare[start:end], profile)
        values = None if value is None else frozenset({value})
        found.append(NumberWord(start, end, bare[start:end], values))
    joined = _joined(sorted(found, key=lambda word: word.start), bare, profile)
    return tuple(replace(each, counts=_counts(each, bare, profile)) for each in joined)


def _counts(word: NumberWord, bare: str, profile: LanguageProfile) -> bool:
    """Whether a unit follows a number word, or is a part of it: "neuf pièces" is listed whole."""
    spaces = (at for at, letter in enumerate(word.text) if letter.isspace())
    ends = (*spaces, *(number.end for number in numbers_in_words(word.text, profile)))
    return any(counts_a_unit(bare[word.start + end :], profile) for end in (*ends, len(word.text)))


def _joined(
    words: Sequence[NumberWord], bare: str, profile: LanguageProfile
) -> Iterator[NumberWord]:
    """The words, those that stand together as one, with its value or the values of its parts."""
    last: NumberWord | None = None
    for word in words:
        if last and not bare[last.end : word.start].strip(" -\u00a0"):
            text = bare[last.start : word.end]
            found = numbers_in_words(text, profile)
            whole = frozenset(n.value for n in found if n.end - n.start == len(text))
            known = last.values | word.values if last.values and word.values else None
            last = NumberWord(last.start, word.end, text, whole or known)
            continue
        if last:
            yield last
        last = word
    if last:
        yield last


def _is_sure(number: SpelledNumber, bare: str, profile: LanguageProfile) -> bool:
    """Whether the words of a number are not a part of another word: "neuf" is new, or nine."""
    is_han = script_of(bare[number.start]) == "CJK"  # in 十分に 分 is no minute
    if not is_han and counts_a_unit(bare[number.end :], profile):
        return number.value > 1
    if is_spaced(profile):
        return number.value > _LEAST_SURE
    beside = bare[max(0, number.start - 1) : number.start] + bare[number.end : number.end + 1]
    is_part = any(script_of(letter) == "CJK" for letter in beside)
    return is_han and number.value > 1 and not is_part


def currency_words(bare: str, profile: LanguageProfile) -> Iterator[Notice]:
    """Words that name a currency, where no value brings them.

    Without spaces between words 元 also stands in 元素 and ドル in ハンドル: there one letter must
    stand beside a value, and more must not touch letters of their own kind.
    """
    for forms in profile.currencies.values():
        pattern = words_pattern(forms.words, profile.text.letters, is_spaced(profile))
        for found in pattern.finditer(bare):
            start, end = found.span()
            if found[0].islower() and found[0].upper() in forms.words:
                continue  # to rub is no RUB
            beside = bare[:start].rstrip().endswith("\x00") or bare[end:].lstrip().startswith(
                "\x00"
            )
            within = any(
                0 < at < len(bare) and script_of(bare[at - 1]) == script_of(bare[at]) != "CJK"
                for at in (start, end)
            )
            if is_spaced(profile) or beside or (len(found[0]) > 1 and not within):
                yield say("it names a currency ({code})", code=found[0])
    for found in _BESIDE_VALUE.finditer(bare):
        code = found[1] or found[2]
        if code in list_currencies() or not code.isalpha():
            yield say("it names a currency ({code})", code=code)


def _doubled_units(
    text: str, facts: Mapping[str, Fact], values: Mapping[str, str], profile: LanguageProfile
) -> Iterator[Notice]:
    """A value brings its unit: "<capacity> ml", "colors in <colors>" would say it twice."""
    for tag in TAG.finditer(text):
        if tag[1] in facts and isinstance(facts[tag[1]].value, Day | Variants):
            continue  # which have no unit
        value = re.sub(r"[\d.,٫٬\s\u00a0\u202f]+", " ", values.get(tag[1], "")).strip().casefold()
        units = [unit for unit in re.split(r"[\s×–%()~～-]+", value) if unit]
        units = [unit for unit in units if unit not in _linking_words(profile)]
        fact = facts.get(tag[1])
        after = text[tag.end() :].lstrip(" \u00a0").casefold()
        if fact and not isinstance(fact.value, Term | Code) and _begins_with_unit(after, profile):
            yield say("unit twice after <{key}>", key=name_of(tag[1]))
        if not is_spaced(profile):
            if any(after.startswith(unit) for unit in units):
                yield say("unit twice after <{key}>", key=name_of(tag[1]))
            continue
        following = re.match(r"[^\s<.,;:!?،。]+(?: [^\s<.,;:!?،。]+)?", after)
        money = isinstance(fact.value if fact else None, Money)  # whose words are told apart
        words = following[0].split()[: 1 if money else 2] if following else []
        if words and words[0] in profile.text.never_last:
            words = []  # <people> and ...
        if any(_same_stem(word, unit) for word in words for unit in units):
            yield say("unit twice after <{key}>", key=name_of(tag[1]))
        if isinstance(fact.value if fact else None, Count | Measure | Duration):
            clause = last_clause(text[: tag.start()]).casefold()
            before = re.split(r"[\s\u00a0:—]+|<[a-z_0-9]+>", clause)[-_NEAR_WORDS - 1 :]
            if fact and not isinstance(fact.value, Count):  # the voltage is 220 volts
                named = profile.labels.get(tag[1], "").casefold().split()
                before = [word for word in before if not any(_same_stem(word, n) for n in named)]
            if any(_same_stem(word, unit) for word in before for unit in units if len(word) > 1):
                yield say("unit twice before <{key}>", key=name_of(tag[1]))


def _touched(text: str, facts: Mapping[str, Fact]) -> Iterator[Notice]:
    """Letters that run into a value: l<moq> reads l100, <moq>OO reads 100OO."""
    for tag in TAG.finditer(text):
        fact = facts.get(tag[1])
        around = text[: tag.start()][-1:] + text[tag.end() :][:1]
        if fact and not isinstance(fact.value, Term | Code) and _TOUCHING.search(around):
            yield say("a letter touches <{key}>", key=name_of(tag[1]))


@lru_cache(maxsize=64)
def _linking_words(profile: LanguageProfile) -> frozenset[str]:
    """Words that put values together, such as "to", "from", "off": no units."""
    known = profile.patterns
    patterns = (known.range, known.per, known.minimum, known.discount, known.discount_from)
    text = re.sub(r"\{\w+\}", " ", " ".join(patterns))
    words = (word.strip(":：,").casefold() for word in text.split())
    return frozenset((*words, *profile.text.never_last))


def _begins_with_unit(text: str, profile: LanguageProfile) -> bool:
    words, letters = profile.text.unit_words, profile.text.letters
    return bool(words) and bool(words_pattern(words, letters, is_spaced(profile)).match(text))


def _same_stem(word: str, unit: str) -> bool:
    if runs_on(unit[-1]):
        return word.startswith(unit)
    stem = min(len(word), len(unit), max(_MIN_STEM, min(len(word), len(unit)) - 2))
    return word == unit or (stem >= _MIN_STEM and word[:stem] == unit[:stem])


def _shape(bare: str, profile: LanguageProfile, freely: bool) -> Iterator[Notice]:
    ends, spaced = profile.text.sentence_end, is_spaced(profile)
    last = bare.strip()[-1:]
    ended = last not in _LEADS_ON if freely else last in ends
    if not last or not ended or (not freely and _breaks_off(bare, profile)):
        yield say("it is not finished")
    if re.search(r"[ \u00a0]{2,}|[,،、，]\s*[,،、，.]", bare):
        yield say("it has a gap")
    units = bare.split() if spaced else [c for c in bare if c.isalpha()]
    length = _LOOPED_WORDS if spaced else _LOOPED_LETTERS
    runs = Counter(tuple(units[i : i + length]) for i in range(len(units) - length + 1))
    looped = any(n >= _LOOP and "\x00" not in "".join(run) for run, n in runs.items())
    if looped or re.search(r"(.{2,}?)\1{3,}", bare):
        yield say("it repeats itself")


def _breaks_off(bare: str, profile: LanguageProfile) -> bool:
    """Whether the last word is one with which no sentence ends.

    In some scripts letters end a sentence, too: there it is the last word with and without them.
    """
    if not profile.text.never_last:
        return False
    ends, marks = profile.text.sentence_end, profile.text.punctuation
    words = words_pattern(profile.text.never_last, profile.text.letters, is_spaced(profile))
    signs = "".join(c for c in ends if not c.isalpha())
    bodies = {bare.rstrip(ends + marks), bare.rstrip(signs + marks)}
    return any(found.end() == len(body) for body in bodies for found in words.finditer(body))


def _echo(text: str, source: str) -> Iterator[Notice]:
    """A long stretch of the source, letter by letter: it was not translated."""
    stretches = [part for part in TAG.split(source)[::2] if len(part) >= _ECHO]
    pieces = {part[i : i + _ECHO] for part in stretches for i in range(len(part) - _ECHO + 1)}
    if any(piece in text for piece in pieces):
        yield say("it repeats the source")
