"""Two listenings to one recording: a number is heard for sure if both of them heard it.

A recognizer that is told what to listen for hears more of the trade's words, and one that is told
nothing makes other mistakes. Where they differ about a number, neither is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from .facts.chinese import NUMERAL, read_numeral
from .homophones import distance
from .records import Segment, Word

DOUBTED = 0.0
"""The probability of a word of which another listening heard a different number."""
_NEAR = 3
"""Characters between a number and what may be its last part: 67公分半."""
_ALIKE = 0.3
"""How far two characters may sound apart that stand for one another: 四毫米, 丝毫米."""
_MARKS = re.compile("[，。！？；、,!?; ]")
_HAN = "零一二三四五六七八九"
_NUMBER_PARTS = frozenset("零一二三四五六七八九十百千万亿点半")
_COUNTED = "[个只件条把双套支台张盒包瓶卷片块根箱打米克升斤公厘毫瓦伏寸度天年]"
"""What follows a number that is no code: MOQ200个, but IP67防水."""
_TOKEN = re.compile(
    rf"(?P<code>(?<=[A-Za-z])\d+(?!\d|\.\d|{_COUNTED}))|(?P<rate>{NUMERAL})(?=折)"
    rf"|百分之(?P<of_hundred>{NUMERAL})|(?P<percent>{NUMERAL})\s*%|(?P<number>{NUMERAL})"
    r"|(?P<other>[半A-Za-z一-鿿]|(?<=[\d一-鿿])[-~～](?=[\d一-鿿]))"
)
_LATIN_UNITS = re.compile("(?<=[0-9])(?:[mMcC]m|kg|KG|Kg|ml|ML|mL)")
_UNITS = {"mm": "毫米", "cm": "厘米", "kg": "公斤", "ml": "毫升"}
_WHOLE = "[个只件条套把台支双对张盒包瓶卷片块根箱顶袋打]"
"""What is counted in whole numbers."""
_ONE_EACH = re.compile(r"(?<=\d\.\d)1(?=[个只件条套把台支双对张盒包瓶卷片块根])")
"""9.61套 is 9.6 一套."""

_PRICE_ENDS = re.compile(rf"(?<=[块.]\d)(?=[1-9]0+{_COUNTED})")
"""16块8200条 may be 16.8 and 200条, as 16.8200条 is."""
_TWO_NUMBERS = re.compile(
    rf"(?P<one>{NUMERAL})(?:[，, ]+|(?<=\d)(?=一{_COUNTED}))(?=(?P<other>{NUMERAL}))"
)
"""150，三天; 33一台."""
_ONE_HOLDS = re.compile(rf"一(?P<counter>{_WHOLE})(?P<held>{NUMERAL})")
"""一卷30米, which is no 1.30米; but 一箱25 may be 1.25."""
_IN_ONE = re.compile(rf"(?P<held>{NUMERAL})(?P<counter>{_WHOLE})一(?P<one>{_WHOLE})")
"""72把一箱, which is no 72.1箱."""
_TENS = re.compile(r"(?<!\d)(\d)-10(?!\d)")
"""Recognizers write 八十 as 8-10 now and then."""
_DIGIT_MARK = re.compile(r"(?<=块\d),(?=\d)|(?<=[Pp]\d)-(?=\d)")
"""11块2,300片 is 11块2 and 300片; IP6-7 is IP67."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A character as it is said: that of a number is the same in 85 and in 八十五."""

    text: str
    start: int
    end: int
    """Where the number, or the character, stands."""
    is_number: bool


def agreed(first: Sequence[Segment], second: Sequence[Segment]) -> tuple[Segment, ...]:
    """The first listening; words of numbers that the second one heard otherwise are `DOUBTED`.

    Both are in characters of one script.
    """
    spans = tuple(doubts(_text(first), _text(second)))
    result, at = [], 0
    for segment in first:
        words = with_doubts(segment.words, ((start - at, end - at) for start, end in spans))
        result.append(replace(segment, words=words))
        at += sum(len(word.text) for word in words)
    return tuple(result)


def with_doubts(words: Sequence[Word], spans: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
    """The words, `DOUBTED` where a span of their characters says so."""
    result, at, doubted = [], 0, tuple(spans)
    for word in words:
        end = at + len(word.text)
        here = any(start < end and at < stop for start, stop in doubted)
        result.append(replace(word, probability=DOUBTED) if here else word)
        at = end
    return tuple(result)


def is_doubted(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a word among the characters `start` to `end` of the words is `DOUBTED`."""
    at = 0
    for word in words:
        if word.probability == DOUBTED and at < end and start < at + len(word.text):
            return True
        at += len(word.text)
    return False


def doubts(first: str, second: str) -> Iterator[tuple[int, int]]:
    """Where `first` states a number of which `second` is not sure, as starts and ends."""
    second = parted_alike(first, _TENS.sub(r"\g<1>0", second))
    mine, others = list(said(first)), list(said(second))
    matcher = SequenceMatcher(
        None, [sound.text for sound in mine], [sound.text for sound in others], autojunk=False
    )
    doubted: set[int] = set()
    for how, start, end, other_start, other_end in matcher.get_opcodes():
        instead = others[other_start:other_end]
        if how == "equal" or _sound_alike(mine[start:end], instead):
            continue
        if _is_counter_for(mine[start - 1 : end], instead):
            continue
        if any(sound.is_number for sound in instead):
            doubted.update(i for i in range(start, end) if mine[i].text == "一")
            start, end = _widened(first, mine, start, end)
        elif start == end and 0 < start < len(mine) and _is_one_number(mine[start - 1 : start + 1]):
            end = start + 1  # 三十四, 三十-四
        doubted.update(i for i in range(start, end) if mine[i].is_number)
    yield from dict.fromkeys((mine[i].start, mine[i].end) for i in sorted(doubted))


def _is_counter_for(mine: Sequence[Sound], others: Sequence[Sound]) -> bool:
    """Whether a counter was heard where the other listening heard more of the number: 50把, 58.

    `mine` has the sound before it, too.
    """
    if len(mine) != 2 or len(others) != 1:
        return False
    before, counter = mine
    counts = before.is_number and before.text != "点"
    return counts and counter.text == "把" and others[0].text in "八百"


def parted_alike(first: str, second: str) -> str:
    """The second text with its digits parted as in the first: 1503天 as 150，三天."""
    for found in _TWO_NUMBERS.finditer(first):
        one, other = (read_numeral(found[name]) for name in ("one", "other"))
        if one is not None and other is not None:
            joined = rf"(?<![\d.]){one:f}{other:f}(?![\d.])"
            second = re.sub(joined, f"{one:f}，{other:f}", second)
    for found in _ONE_HOLDS.finditer(first):
        held = read_numeral(found["held"])
        if held is not None and held % 10 == 0:
            joined = rf"(?<![\d.])1\.{held:f}(?![\d.])"
            second = re.sub(joined, f"一{found['counter']}{held:f}", second)
    for found in _IN_ONE.finditer(first):
        held = read_numeral(found["held"])
        if held is not None:
            joined = rf"(?<![\d.]){held:f}\.1(?={found['one']})"
            second = re.sub(joined, f"{held:f}{found['counter']}一", second)
    return second


def _widened(text: str, mine: Sequence[Sound], start: int, end: int) -> tuple[int, int]:
    """A little more on both sides, as far as the clause goes."""
    least, most = max(0, start - _NEAR), min(len(mine), end + 1)
    while start > least and not _ends_between(text, mine, start - 1):
        start -= 1
    if end < most and (not end or not _ends_between(text, mine, end - 1)):
        end = most
    return start, end


def _ends_between(text: str, mine: Sequence[Sound], i: int) -> bool:
    """Whether a clause ends between a sound and the next."""
    after = mine[i + 1].start if i + 1 < len(mine) else len(text)
    return bool(_MARKS.search(text, mine[i].end, after))


def _is_one_number(sounds: Sequence[Sound]) -> bool:
    return all(s.is_number and s.start == sounds[0].start for s in sounds)


def _sound_alike(mine: Sequence[Sound], others: Sequence[Sound]) -> bool:
    """Whether two listenings only chose other characters for short numbers: 四毫米, 丝毫米.

    Of long ones only 零 counts: 零点一八, 领点一八.
    """
    return len(mine) == len(others) and all(
        not other.is_number
        and (
            not one.is_number
            or (
                (one.end - one.start == 1 or one.text == "零")
                and _apart(one.text, other.text) <= _ALIKE
            )
        )
        for one, other in zip(mine, others, strict=True)
        if one.text != other.text
    )


def _apart(digit: str, other: str) -> float:
    """How far a digit of a number sounds from another character."""
    return (
        min(distance(name, other) for name in ("二", "两"))
        if digit == "二"
        else distance(digit, other)
    )


def said(text: str) -> Iterator[Sound]:
    """What is said, character by character, numbers in words; without marks and spaces."""
    at = 0
    text = _LATIN_UNITS.sub(lambda unit: _UNITS[unit[0].lower()], _DIGIT_MARK.sub("，", text))
    text = _ONE_EACH.sub("一", text.replace("亿", "一"))
    for part in _PRICE_ENDS.split(text):
        yield from (_moved(sound, at) for sound in _said(part))
        at += len(part)


def _said(text: str) -> Iterator[Sound]:
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        value = None if kind in ("other", "rate", "code") else read_numeral(found[kind])
        share = "百分之" if kind in ("of_hundred", "percent") else ""
        words = found[0].upper() if value is None else share + _in_words(value)
        counts = kind != "other" and found[0] not in ("一", "1")
        for at, character in enumerate(words.replace("两", "二").replace("块", "点")):
            digit = _HAN[int(character)] if character.isdecimal() else character
            # A row of digits that is no number is taken digit by digit: 五块四|一打.
            apart = value is None and kind != "rate"
            start, end = (found.start() + at, found.start() + at + 1) if apart else found.span()
            is_number = counts or digit == "半"
            yield Sound(digit, start, end, is_number and digit in _NUMBER_PARTS)


def _moved(sound: Sound, by: int) -> Sound:
    return replace(sound, start=sound.start + by, end=sound.end + by)


def _in_words(value: Decimal) -> str:
    """A number as it is said: 85 is 八十五, 0.18 is 零点一八."""
    whole, _, part = f"{value.normalize():f}".partition(".")
    groups, rest = [], int(whole)
    while rest:
        groups.append(rest % 10_000)
        rest //= 10_000
    said = "".join(
        _group_in_words(group) + unit
        for group, unit in reversed(list(zip(groups, ("", "万", "一", "万一"), strict=False)))
        if group
    )
    said = said.removeprefix("一") if said.startswith("一十") else said
    return (said or "零") + ("点" + "".join(_HAN[int(d)] for d in part) if part else "")


def _group_in_words(number: int) -> str:
    """A number below 10,000."""
    said = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += _HAN[digit] + unit
        elif said and number % power and not said.endswith("零"):
            said += "零"
    return said


def _text(segments: Sequence[Segment]) -> str:
    return "".join(word.text for segment in segments for word in segment.words)
