"""Prices that hold only from a quantity on: 拿一千个十五块."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Count, Measure, Money
from .fits import FEATURES
from .found import CLAUSE_END, clause
from .line import Line

MANY = 100
"""Pieces that are an order where nothing else is said of them: 五千条，我做四块八."""
_SOLD_BY = ("area-square-meter", "length-meter", "length-yard", "mass-kilogram", "mass-tonne")
_ORDERED = re.compile("[够满过拿订要买]$")
_ORDERS = re.compile("[拿要订定买上过满超走量起]|以上|的话|如果|假如|达到")
_NEEDS = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要|拿|订|满|够|是|一次|数量)+"
)
_NEEDS_AFTER_ALL = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要)(?:是|拿|订|满|够|要|一次)*"
)
"""The same after a comma: 十五块，不过要拿一千个, but 八十九块，拿一百个 begins another price."""


def is_tier(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    """Whether a price holds only from a quantity on: 拿1000个15块, 15块得拿1000个."""
    value = line.taken[i].value
    if not isinstance(value, Money) or keys[i] not in ("price", "wholesale_price"):
        return False
    return _follows_quantity(line, i, keys) or _needs_quantity(line, i, keys)


def _follows_quantity(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    if not i or not (line.taken[i - 1].value is None or _is_bare_count(line, i - 1, keys)):
        return False
    before = line.taken[i - 1]
    between = line.text[before.end : line.taken[i].start].replace(" ", "")
    ends = [c for c in between if c in CLAUSE_END]
    if not ends:
        return True
    said = clause(line.text, before.start, before.end)
    condition = _ORDERS.search(said[0][-4:] + "|" + said[1])
    many = (
        isinstance(before.value, Count)
        and before.value.unit != "sheet"
        and before.value.amount >= MANY
        and not said[1].strip()
    )
    return ends in (["，"], [","], ["、"]) and (many or bool(condition))


def _needs_quantity(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    if i + 1 >= len(line.taken) or not _is_bare_count(line, i + 1, keys):
        return False
    after = line.taken[i + 1]
    if i + 2 < len(line.taken) and isinstance(line.taken[i + 2].value, Money):
        between = line.text[after.end : line.taken[i + 2].start]
        if not any(c in CLAUSE_END for c in between):
            return False  # 八十九块一顶，拿一百顶八十五
    between = line.text[line.taken[i].end : after.start]
    needs = _NEEDS_AFTER_ALL if any(c in CLAUSE_END for c in between) else _NEEDS
    return bool(needs.fullmatch(between.strip("，, ")))


def _is_bare_count(line: Line, i: int, keys: Sequence[str | None]) -> bool:
    """Whether value `i` is a number of goods that has no role of its own."""
    value = line.taken[i].value
    if isinstance(value, Measure) and value.unit in _SOLD_BY:
        return keys[i] is None and bool(_ORDERED.search(line.before(i)))
    return isinstance(value, Count) and keys[i] is None and value.unit not in FEATURES
