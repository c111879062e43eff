"""A value and where it stands in a text, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ..facts.chinese import NUMERAL_PARTS
from ..records import FactValue, Mention, Segment, Span

CLAUSE_END = "，。！？；、,!?;\n"
MIN_PAUSE_MS = 100
"""Words of one number follow each other without a pause; two numbers do not."""
SURE = 0.95
"""How likely a role must be to be sure."""
LONG_PAUSE_MS = 300
"""Nobody pauses for so long inside a number."""
_VAGUE_BEFORE = re.compile(
    "(?:[几约第近前]|(?<![大最中])小"
    "|(?:大概|大约|差不多|估计|可能|也许|顶多|最多|至多|撑死|将近|接近|最?快)"
    "(?:也|就|要|是|得|在|能|有|需要|用|重|长|到|都|会|装|收|卖|做|等|给|您|你)*"
    "|不到|超过|低于|高于|少于|多于|不足|不止|不下|多达|零下|小于|大于|远超"
    "|约莫|估摸着?有?|大概齐|差不离|毛估|(?<!不)怕[是有]?|不用|不需要|用不着|无需|不必|不是|没到|没有|少说"
    r"|[负\-−]|[\d一二三四五六七八九十]、|(?:^|[\s，。])\d+\s)$"
)
_VAGUE_AFTER = re.compile(
    "钱?(?:多(?!功能|层|种|色)|来(?![拿取提拉领])|余|几|左右|上下|出头|开外|不到|以下|好几|冒头"
    "|的样子|光景|上落|差不多(?=$|[，。！？,的了吧])|(?<=[天年月时克斤])样子)"
)
_TIME_GONE = re.compile("[天年月周次日]|星期|礼拜")
_CHAIN = re.compile(f"[几多来余][{NUMERAL_PARTS}]*[个天块年元只条]?[到至]$")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands in a segment's text."""

    start: int
    end: int
    value: FactValue | None
    """None: numbers stand here that nobody can tell apart; they are not read at all."""
    key: str | None = None
    """Its role, where its own form tells it: the certificate CE; or the word before a number
    without a unit: 起订五百."""
    ways: tuple[tuple[Found, ...], ...] = ()
    """What numbers that run into each other may be."""
    loose: bool = False
    """Its unit is often another word (两面, 五个点): it counts only if something names its role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value that was heard."""

    key: str | None
    """Its role; None if the words around it tell none."""
    value: FactValue
    mention: Mention
    likelihood: float = field(default=1.0, compare=False)
    """How likely its role is for the words around it."""

    @property
    def implied(self) -> bool:
        """Whether its role is likely, and not sure."""
        return self.likelihood < SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Numbers that run into each other: 18块5100个."""

    mention: Mention
    ways: tuple[tuple[Reading, ...], ...]
    """Every way to part them."""


def is_vague(text: str, start: int, end: int) -> bool:
    """Whether the number in `text[start:end]` is not exact: 几百个, 一百多个, 七天左右."""
    before = text[max(0, start - 9) : start]
    return bool(
        _VAGUE_BEFORE.search(before)
        or _VAGUE_BEFORE.search(before.rstrip(" "))
        or (before[-1:] in ("这", "那") and _TIME_GONE.search(text, start, end + 1))
        or (
            before[-1:] in ("数", "上")
            and re.match("[十百千万]+(?![一二三四五六七八九])", text[start:])
        )
        or _CHAIN.search(before)
        or _VAGUE_AFTER.match(text, end)
        or re.search("[多几来余]", text[start:end])
    )


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `text[start:end]` in its clause."""
    first = max((text.rfind(c, 0, start) for c in CLAUSE_END), default=-1) + 1
    ends = [at for c in CLAUSE_END if (at := text.find(c, end)) >= 0]
    return text[first:start], text[end : min(ends, default=len(text))]


def last_said(text: str, start: int) -> str:
    """The clause before that of `start`, if it asks or announces: 内存多少？256G."""
    before = clause(text, start, start)[0]
    earlier = re.split(f"[{CLAUSE_END}]", text[: start - len(before)].rstrip(CLAUSE_END))[-1]
    return earlier


def pause_in(segment: Segment, start: int, end: int, least_ms: int = MIN_PAUSE_MS) -> int | None:
    """Where the speaker pauses between the characters `start` and `end`: 5|100; None: nowhere."""
    at = 0
    for word, following in zip(segment.words, segment.words[1:], strict=False):
        at += len(word.text)
        pause_ms = following.span.start_ms - word.span.end_ms
        if start < at < end and pause_ms >= least_ms:
            return at
    return None


def mention(segment: Segment, start: int, end: int) -> Mention:
    """The characters `start` to `end` of a segment, with the time they are said."""
    at, words = 0, []
    for word in segment.words:
        if at < end and start < at + len(word.text):
            words.append(word)
        at += len(word.text)
    span = (
        Span(start_ms=words[0].span.start_ms, end_ms=words[-1].span.end_ms)
        if words
        else segment.span
    )
    return Mention(
        segment=segment.index, start=start, end=end, text=segment.text[start:end], span=span
    )


def moved(found: Found, by: int) -> Found:
    """The same, further on in the text."""
    return replace(found, start=found.start + by, end=found.end + by)
