"""A value and its place in what was said: 18.5 CNY is the characters 2 to 6 of 单价十八块五.

`Found` stands in one text, `HeardValue` in the recording; a `Reading` is all that a speech states.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import FactValue, Mention, Segment

CLAUSE_END = "，。！？；、,!?;\n"
MIN_PAUSE_MS = 100
"""Words of one number follow each other without a pause; two numbers do not."""
SURE = 0.95
"""How likely a role must be to be sure."""
LONG_PAUSE_MS = 300
"""Nobody pauses for so long inside a number."""


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
    """If numbers run into each other, every way to part them."""
    loose: bool = False
    """Its unit is often another word (两面, 五个点): it counts only if something names its role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardValue:
    """A value that was heard."""

    key: str | None
    """Its role; None if the words around it tell none."""
    value: FactValue
    mention: Mention
    likelihood: float = field(default=1.0, compare=False)
    """How likely its role is for the words around it."""
    steps: tuple[Mention, ...] = field(default=(), compare=False)
    """Where each price of a ladder, or of variants, is said."""

    @property
    def places(self) -> tuple[Mention, ...]:
        """Where it is said: of a ladder over several sentences each price."""
        return self.steps if len({each.segment for each in self.steps}) > 1 else (self.mention,)

    @property
    def implied(self) -> bool:
        """Whether its role is likely, and not sure."""
        return self.likelihood < SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Numbers that run into each other: 18块5100个."""

    mention: Mention
    ways: tuple[tuple[HeardValue, ...], ...]
    """Every way to part them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one listening to a speech states, in order."""

    values: tuple[HeardValue, ...] = ()
    """Each at most once per place."""
    runs: tuple[Run, ...] = ()
    """Places where numbers run into each other."""
    doubtful: tuple[Mention, ...] = ()
    """Numbers that nobody can read, or that are more likely a fact than none: 打包一百二."""

    @property
    def perhaps_facts(self) -> tuple[Mention, ...]:
        """Every number that may be a fact of the goods: a price, but not the three of 三秒收好."""
        return (*(value.mention for value in self.values if value.key), *self.doubtful)


def overlapping(one: Mention, other: Mention) -> bool:
    """Whether two places of a speech share a character."""
    return one.segment == other.segment and one.start < other.end and other.start < one.end


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after `text[start:end]` in its clause."""
    first = max((text.rfind(c, 0, start) for c in CLAUSE_END), default=-1) + 1
    ends = [at for c in CLAUSE_END if (at := text.find(c, end)) >= 0]
    return text[first:start], text[end : min(ends, default=len(text))]


def pause_in(segment: Segment, start: int, end: int, least_ms: int = MIN_PAUSE_MS) -> int | None:
    """Where the speaker pauses between the characters `start` and `end`: 5|100; None: nowhere."""
    at = 0
    for word, following in zip(segment.words, segment.words[1:], strict=False):
        at += len(word.text)
        pause_ms = following.span.start_ms - word.span.end_ms
        if start < at < end and pause_ms >= least_ms:
            return at
    return None
