"""Words that make a number vague: about 100, 100 or so, up to 12 hours, at least 50."""

from __future__ import annotations

from .said import Line
from .tokens import words

_VAGUE_BEFORE = words(
    "about around approximately approx roughly nearly almost some over above under below"
    " beyond few several couple many near circa maybe probably perhaps like first next"
    " last past another extra additional other every these those maximum max minus"
    " negative exceeding exceeds exceed average say between number per each second third"
    " half number no not never or plus underneath towards toward"
) | frozenset("~≈<>≤≥±+#−")
_SKIPPED = words("the of only just a an even exactly")
_START = words("start starts started starting begin begins beginning")
_MORE = words("more above over longer higher up upwards upward greater beyond")
_OR_VAGUE = words("so less under below fewer lower thereabouts even")
_VAGUE_AFTER = words(
    "+ ish odd something maximum max tops approximately approx roughly ~ around or ago"
)
_MIDDLE = ("+", "plus", "odd", "some", "something", "ish")


def middle_hedge(line: Line, at: int) -> int:
    """How many tokens make the number before `at` vague, before its unit: 100+ pieces."""
    dash = at < len(line.tokens) and line.tokens[at].is_dash
    if line.word(at + dash) in _MIDDLE:
        return 1 + dash
    return 2 if line.has(at, "or", {"so", "more", "less"}) else 0


def before(line: Line, lo: int, kind: str, is_range: bool) -> str:
    """What the words before `lo` make of the number there.

    `vague`, `least` or `within`, or nothing for an exact one.
    """
    tokens, at = line.tokens, lo - 1
    if at >= 0 and tokens[at].is_dash and lo < len(tokens) and tokens[lo].glued:
        return "" if tokens[at].glued and tokens[at - 1].kind == "word" else "vague"
    for _ in range(3):
        dotted = line.word(at) == "." and line.word(at - 1) in {"approx", "max", "no"}
        if not dotted and line.word(at) not in _SKIPPED:
            break
        at -= 1
    word, earlier = line.word(at), line.word(at - 1)
    if at < 0:
        return ""
    if kind == "money" and word in {"each", "per", "or"}:
        return "" if word == "each" else "vague"
    if word == "between" and is_range:
        return before(line, at, kind, False)
    if word in _VAGUE_BEFORE:
        return "vague"
    if word == "than":
        negated = line.word(at - 2) in {"no", "not"}  # no less than 100
        return "least" if negated and earlier in {"less", "fewer"} else "vague"
    if word == "to" and earlier in {"up", "close", "down", "near", "next"}:
        return "vague"
    if word == "as" and line.word(at - 2) == "as":
        return "vague"
    if word == "most" and earlier == "at":
        return "vague"
    if word == "least" and earlier == "at":
        return "least"
    if (word == "from" and not is_range) or (word in {"at", "with"} and earlier in _START):
        return "least"
    return "within" if word == "within" else ""


def after(line: Line, hi: int, kind: str) -> str:
    """The same for the words that follow a value, which ends at `hi`."""
    word, then = line.word(hi), line.word(hi + 1)
    dash = hi < len(line.tokens) and line.tokens[hi].is_dash and line.tokens[hi].glued
    if dash and then in {"ish", "odd", "plus"}:
        return "vague"
    if word in {"or", "and", "&"} and then in _MORE:
        return "least"
    if word == "or" and (then in _OR_VAGUE or line.number(hi + 1) or then == "$"):
        return "vague"
    if word == "or" or (word == "around" and not line.stops(hi + 1)):
        return ""
    if word == "plus":
        return "vague" if line.stops(hi + 1) else ""
    if line.has(hi, "give", "or") or line.has(hi, "more", "or") or line.has(hi, "at", "most"):
        return "vague"
    if line.has(hi, "at", "least"):
        return "least"
    if kind != "count" and word in {"minimum", "up"}:
        return "vague"
    return "vague" if word in _VAGUE_AFTER else ""
