"""A value and where it stands in a text, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..records import FactValue, Segment

CLAUSE_END = "，。！？；、,!?;\n"
MIN_PAUSE_MS = 100
"""Words of one number follow each other without a pause; two numbers do not."""
_VAGUE_BEFORE = re.compile(
    "(?:[几数上好约第近这那前]|大概|差不多|将近|接近|不到|超过|低于|高于|少于|多于|不足|至多|最多|零下"
    r"|[负\-−]|[\d一二三四五六七八九十]、)$"
)
_VAGUE_AFTER = re.compile("钱?(?:多|来|余|几|左右|上下|出头|不到|以下)")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands in a segment's text."""

    start: int
    end: int
    value: FactValue | None
    """None: numbers stand here that nobody can tell apart; they are not read at all."""


def is_vague(text: str, start: int, end: int) -> bool:
    """Whether the number in `text[start:end]` is not exact: 几百个, 一百多个, 七天左右."""
    return bool(
        _VAGUE_BEFORE.search(text[max(0, start - 6) : start])
        or _VAGUE_AFTER.match(text, end)
        or re.search("[多几来余]", text[start:end])
    )


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `text[start:end]` in its clause."""
    first = max((text.rfind(c, 0, start) for c in CLAUSE_END), default=-1) + 1
    ends = [at for c in CLAUSE_END if (at := text.find(c, end)) >= 0]
    return text[first:start], text[end : min(ends, default=len(text))]


def pause_in(segment: Segment, start: int, end: int) -> int | None:
    """Where the speaker pauses between the characters `start` and `end`: 5|100; None: nowhere."""
    at = 0
    for word, following in zip(segment.words, segment.words[1:], strict=False):
        at += len(word.text)
        pause_ms = following.span.start_ms - word.span.end_ms
        if start < at < end and pause_ms >= MIN_PAUSE_MS:
            return at
    return None
