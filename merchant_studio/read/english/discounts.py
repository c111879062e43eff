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
_LEADS = pattern(rf"(?:.*\s)?{_LEAD}\s*|\s*")
_OR_MORE = pattern("(?: (?:or|and) (?:more|above|over|up|upwards))?")
_BEFORE = pattern(
    rf"{_OR_MORE.pattern},?(?: (?:and|then|so))?(?: (?:you|we)(?:'ll| will| can)?)?"
    r"(?: (?:get|have|give|offer|enjoy)(?: you)?| it's| it is| there's| there is| the discount is"
    r"| with| at)?(?: (?:an?|the))? "
)
"""Between a quantity and the discount that it earns: order 500 pieces *and get* 5% off."""


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
        before = joined[-1] if joined and joined[-1].kind == "count" else None
        if least and _AFTER.fullmatch(line.text, end, least.start):
            more = line.match(_OR_MORE, waiting.pop(0).end)
            end = more.end() if more else end
            joined.append(_discount(share, share.start, end, least))
        elif (
            before
            and _BEFORE.fullmatch(line.text, before.end, share.start)
            and _LEADS.fullmatch(line.text, line.part(before)[0], before.start)
        ):
            joined[-1] = _discount(share, before.start, end, before)
        else:
            joined.append(_discount(share, share.start, end, None))
    return joined


def _discount(share: Said, start: int, end: int, least: Said | None) -> Said:
    said = replace(share, start=start, end=end, kind="discount", value=None)
    percent, count = share.value, least.value if least else None
    if not isinstance(percent, Percent) or percent.high or not share.exact or percent.amount >= 100:
        return said
    if least is None:
        return replace(said, value=Discount(percent=percent.amount, threshold=None))
    clear = isinstance(count, Count) and not count.high and count.amount > 1
    if not isinstance(count, Count) or not clear or not (least.exact or least.least):
        return said
    return replace(said, value=Discount(percent=percent.amount, threshold=count))
