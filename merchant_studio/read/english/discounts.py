"""Discounts in English speech: a share that is taken off, perhaps from a quantity on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...records import Count, Discount, Percent
from .said import Line, Said
from .words import pattern

_OFF = pattern(r" (?:off|discounts?|rebate)\b")
_DISCOUNT_IS = pattern(r"\bdiscounts?(?: (?:of|is|a|at)|:)* $")
_ORDER = "(?:order|orders|buy|take|purchase|get|reach)"
_LEAD = (
    rf"(?:(?:if|when|once) (?:you|your) (?:can )?{_ORDER}|{_ORDER}|(?:for|from|at|on|with|over"
    rf"|above)"
    r"(?: (?:any|all|an?|the|every))?(?: (?:orders?|quantity|quantities|purchases?))?|starting)"
    r"(?: (?:from|at|with|an?|of))?(?: (?:at least|a minimum of|over|above|more than))?"
)
_AFTER = pattern(rf"(?: (?:for|to) (?:you|everyone))?,? {_LEAD} ")
"""Between a discount and the quantity that it needs: 5% off *if you order* 500 pieces."""
_OR_MORE = pattern("(?: (?:or|and) (?:more|above|over|up|upwards))?")


def join_discounts(line: Line, said: Sequence[Said]) -> list[Said]:
    """The same values, shares that are taken off as discounts with their quantities."""
    joined: list[Said] = []
    waiting = list(said)
    while waiting:
        share = waiting.pop(0)
        off = line.match(_OFF, share.end)
        if share.kind != "percent" or not (off or line.before(_DISCOUNT_IS, share.start)):
            joined.append(share)
            continue
        end = off.end() if off else share.end
        least = waiting[0] if waiting and waiting[0].kind in ("count", "money") else None
        if least and _AFTER.fullmatch(line.text, end, least.start):
            more = line.match(_OR_MORE, waiting.pop(0).end)
            end = more.end() if more else end
            joined.append(_discount(share, share.start, end, least))
        else:
            joined.append(_discount(share, share.start, end, None))
    return joined


def _discount(share: Said, start: int, end: int, least: Said | None) -> Said:
    percent, count = share.value, least.value if least else None
    clear = isinstance(percent, Percent) and not percent.high and percent.amount < 100
    if least:
        enough = isinstance(count, Count) and not count.high and count.amount > 1
        clear = clear and enough and (least.exact or least.least)
    value = None
    if share.exact and clear and isinstance(percent, Percent) and isinstance(count, Count | None):
        value = Discount(percent=percent.amount, threshold=count)
    return replace(share, start=start, end=end, kind="discount", value=value)
