"""Discounts in English speech: a share that is taken off, perhaps from a quantity on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...records import Count, Discount, Percent
from .said import Line, Said

_OFF = frozenset({"off", "discount", "discounts", "rebate"})
_ORDER = r"(?:order|orders|buy|take|purchase|get|reach)"
_AFTER = re.compile(
    r"(?:for you|to you|for everyone)?,?\s*"
    rf"(?:(?:if|when|once|as long as)\s+(?:you|your)\s+(?:can\s+)?{_ORDER}"
    r"|(?:for|on|with)\s+(?:(?:any|all|an?|the|every)\s+)?(?:orders?|quantity|quantities|"
    r"purchases?)(?:\s+(?:of|from|starting|start))?|for|from|starting|on|at|with|over|above)\s*"
    r"(?:from|at|with|at least|an?|a minimum of|of|over|above|more than)?\s*(?:at least\s*)?",
)
"""Between a discount and the quantity that it needs."""
_LEADS = re.compile(
    rf"(?:(?:if|when|once) (?:you|your) (?:can )?{_ORDER}|{_ORDER}|(?:for|on|with)"
    r"(?: (?:any|all|an?|the|every))? orders? (?:of|from)|for|from|at|on|with|starting (?:from|at))"
    r"(?: (?:a minimum of|at least|from|over|above|more than))?$"
)
"""Before a quantity that a discount follows."""
_BEFORE = re.compile(
    r"(?:\s*(?:or|and) (?:more|above|up|over|upwards))?,?\s*(?:(?:and|then|so) )?"
    r"(?:(?:you|we)(?:'ll| will| can)? (?:get|have|give|offer|enjoy)(?: you)?|it's|it is|"
    r"there's|there is|get|enjoy|the discount is|with|at)?(?: ?(?:an?|the))?\s*"
)


def join_discounts(line: Line, said: Sequence[Said]) -> list[Said]:
    """The same values, shares that are taken off as discounts with their quantities."""
    joined: list[Said] = []
    waiting = list(said)
    while waiting:
        share = waiting.pop(0)
        end = _taken_off(line, share)
        if not end:
            joined.append(share)
            continue
        first = line.text(end, waiting[0].lo).strip() if waiting else ""
        before = joined[-1] if joined else None
        if waiting and _AFTER.fullmatch(first) and waiting[0].kind in ("count", "money"):
            least = waiting.pop(0)
            hi = least.hi + 2 if line.has(least.hi, {"or", "and"}, _UP) else least.hi
            joined.append(_discount(share, lo=share.lo, hi=hi, least=least))
        elif before and before.kind == "count" and _needs(line, before, share):
            joined[-1] = _discount(share, lo=before.lo, hi=end, least=before)
        else:
            joined.append(_discount(share, lo=share.lo, hi=end, least=None))
    return joined


_UP = frozenset(["more", "above", "over", "up", "upwards"])


def _taken_off(line: Line, said: Said) -> int:
    """Where the discount ends that a share is; 0 if it is none."""
    if said.kind != "percent":
        return 0
    if line.word(said.hi) in _OFF:
        return said.hi + 1
    for size in (1, 2, 3):
        if line.word(said.lo - size) in {"discount", "discounts"}:
            between = {line.word(i) for i in range(said.lo - size + 1, said.lo)}
            return said.hi if between <= {"of", "is", ":", "a", "at"} else 0
    return 0


def _needs(line: Line, count: Said, share: Said) -> bool:
    """Whether a quantity before a discount is what it needs: 1,000 pieces or more get 5% off."""
    if not _BEFORE.fullmatch(line.text(count.hi, share.lo)):
        return False
    lead = line.text(line.clause(count.lo, count.hi)[0], count.lo).strip()
    return not lead or bool(_LEADS.search(lead))


def _discount(share: Said, *, lo: int, hi: int, least: Said | None) -> Said:
    said = replace(share, lo=lo, hi=hi, kind="discount", value=None)
    percent, count = share.value, least.value if least else None
    if not isinstance(percent, Percent) or percent.high is not None or not share.exact:
        return said
    if not 0 < percent.amount < 100:
        return said
    if least is not None:
        one = isinstance(count, Count) and (count.high is not None or count.amount == 1)
        if not isinstance(count, Count) or one or not (least.exact or least.least):
            return said
    return replace(said, value=Discount(percent=percent.amount, threshold=count))  # type: ignore[arg-type]
