"""A line that still holds its tags: is it one sentence of the language, with every tag once?"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from babel.numbers import list_currencies

from ...languages import (
    TAG,
    LanguageProfile,
    is_spaced,
    plain_letters,
    runs_on,
    script_of,
    words_pattern,
)
from ...records import Code, Count, Duration, Fact, Measure, Money, Term
from .cues import last_clause, role_problems
from .language import other_language

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
) -> tuple[str, ...]:
    """What is wrong with a line that still holds its tags; empty when nothing is.

    `values` are the tags' texts in the language, in every wording, to see a unit that stands
    twice. `source` is the line that it was made of, to see an echo. `max_chars` bounds
    the text without its tags; None: any length. `own_words`: they are all of the language's file,
    so that a name beside its value is of the language, too: 価格：<price>, WhatsApp: <whatsapp>.
    `spare` are words that the merchant said and that state no fact: four (corners), Pantone.
    `freely`: a capable writer wrote it and a judge will read it, so only its facts and its form
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
        *(() if freely else role_problems(text, tags, facts, profile)),
        *_shape(bare, profile, freely),
        *(() if freely else _echo(text, source)),
    ]
    if max_chars is not None and len(bare.replace("\x00", "")) > max_chars:
        problems.append("it is too long for its time")
    if not freely:
        problems = problems or list(_lone_units(bare, profile))
    return tuple(dict.fromkeys(problems))


def _lone_units(bare: str, profile: LanguageProfile) -> Iterator[str]:
    """Units that stand alone: "you can return it within days" is a promise nobody made."""
    units = profile.text.bare_units
    if units:
        for found in words_pattern(units, profile.text.letters, is_spaced(profile)).findall(bare):
            yield f"it says {found} without a number"


def _tags(text: str, tags: Sequence[str]) -> Iterator[str]:
    found, wanted = Counter(TAG.findall(text)), Counter(tags)
    yield from (f"<{tag}> is missing" for tag in (wanted - found).elements())
    yield from (f"<{tag}> stands too often" for tag in (found - wanted).elements())


def without_spare(text: str, spare: Sequence[str]) -> str:
    """The text without the words that a merchant said so and that state no fact: four, Pantone."""
    for word in sorted(spare, key=len, reverse=True):
        whole = word.isascii()  # the la of a name is no part of lados
        before, after = (f"(?<!{_LATIN})", f"(?!{_LATIN})") if whole else ("", "")
        text = re.sub(f"{before}{re.escape(word)}{after}", "", text)
    return text


def _characters(bare: str, profile: LanguageProfile) -> Iterator[str]:
    allowed = _allowed(profile.text.letters, profile.text.punctuation + profile.text.sentence_end)
    bare = unicodedata.normalize("NFC", profile.text.without_names(bare))
    odd = [c for c in bare if c != "\x00" and not allowed.match(c)]
    if any(c.isnumeric() for c in odd):
        yield "it writes a number"
    foreign = "".join(dict.fromkeys(c for c in odd if not c.isnumeric()))
    if foreign:
        yield f"it holds characters that are not {profile.name}: {foreign}"


@lru_cache(maxsize=64)
def _allowed(letters: str, punctuation: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}{re.escape(punctuation)}]")


def foreign_letters(text: str, profile: LanguageProfile) -> Iterator[str]:
    """Letters that are not the language's own."""
    allowed, text = _allowed(profile.text.letters, ""), profile.text.without_names(text)
    foreign = "".join(dict.fromkeys(c for c in text if c.isalpha() and not allowed.match(c)))
    if foreign:
        yield f"it holds characters that are not {profile.name}: {foreign}"


def number_words(bare: str, profile: LanguageProfile) -> Iterator[str]:
    """Words that state a number."""
    for word in number_words_in(bare, profile)[:1]:
        yield f"it writes a number ({word})"


def number_words_in(bare: str, profile: LanguageProfile) -> tuple[str, ...]:
    """All words of a text that state a number."""
    words, text = profile.text.number_words, profile.text
    if not words:
        return ()
    pattern = words_pattern(words, text.letters, is_spaced(profile))
    return tuple(found[0] for found in pattern.finditer(bare))


def currency_words(bare: str, profile: LanguageProfile) -> Iterator[str]:
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
                yield f"it names a currency ({found[0]})"
    for found in _BESIDE_VALUE.finditer(bare):
        code = found[1] or found[2]
        if code in list_currencies() or not code.isalpha():
            yield f"it names a currency ({code})"


def _doubled_units(
    text: str, facts: Mapping[str, Fact], values: Mapping[str, str], profile: LanguageProfile
) -> Iterator[str]:
    """A value brings its unit: "<capacity> ml", "colors in <colors>" would say it twice."""
    for tag in TAG.finditer(text):
        value = re.sub(r"[\d.,٫٬\s\u00a0\u202f]+", " ", values.get(tag[1], "")).strip().casefold()
        units = [unit for unit in re.split(r"[\s×–%()~～-]+", value) if unit]
        units = [unit for unit in units if unit not in _linking_words(profile)]
        fact = facts.get(tag[1])
        after = text[tag.end() :].lstrip(" \u00a0").casefold()
        if fact and not isinstance(fact.value, Term | Code) and _begins_with_unit(after, profile):
            yield f"unit twice after <{tag[1]}>"
        if not is_spaced(profile):
            if any(after.startswith(unit) for unit in units):
                yield f"unit twice after <{tag[1]}>"
            continue
        following = re.match(r"[^\s<.,;:!?،。]+(?: [^\s<.,;:!?،。]+)?", after)
        money = isinstance(fact.value if fact else None, Money)  # whose words are told apart
        words = following[0].split()[: 1 if money else 2] if following else []
        if words and words[0] in profile.text.never_last:
            words = []  # <people> and ...
        if any(_same_stem(word, unit) for word in words for unit in units):
            yield f"unit twice after <{tag[1]}>"
        if isinstance(fact.value if fact else None, Count | Measure | Duration):
            clause = last_clause(text[: tag.start()]).casefold()
            before = re.split(r"[\s\u00a0:—]+|<[a-z_0-9]+>", clause)[-_NEAR_WORDS - 1 :]
            if fact and not isinstance(fact.value, Count):  # the voltage is 220 volts
                named = profile.labels.get(tag[1], "").casefold().split()
                before = [word for word in before if not any(_same_stem(word, n) for n in named)]
            if any(_same_stem(word, unit) for word in before for unit in units if len(word) > 1):
                yield f"unit twice before <{tag[1]}>"


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


def _shape(bare: str, profile: LanguageProfile, freely: bool) -> Iterator[str]:
    ends, spaced = profile.text.sentence_end, is_spaced(profile)
    last = bare.strip()[-1:]
    ended = last not in _LEADS_ON if freely else last in ends
    if not last or not ended or (not freely and _breaks_off(bare, profile)):
        yield "it is not finished"
    if re.search(r"[ \u00a0]{2,}|[,،、，]\s*[,،、，.]", bare):
        yield "it has a gap"
    units = bare.split() if spaced else [c for c in bare if c.isalpha()]
    length = _LOOPED_WORDS if spaced else _LOOPED_LETTERS
    runs = Counter(tuple(units[i : i + length]) for i in range(len(units) - length + 1))
    looped = any(n >= _LOOP and "\x00" not in "".join(run) for run, n in runs.items())
    if looped or re.search(r"(.{2,}?)\1{3,}", bare):
        yield "it repeats itself"


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


def _echo(text: str, source: str) -> Iterator[str]:
    """A long stretch of the source, letter by letter: it was not translated."""
    stretches = [part for part in TAG.split(source)[::2] if len(part) >= _ECHO]
    pieces = {part[i : i + _ECHO] for part in stretches for i in range(len(part) - _ECHO + 1)}
    if any(piece in text for piece in pieces):
        yield "it repeats the source"
