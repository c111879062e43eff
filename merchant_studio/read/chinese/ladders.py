"""Prices by quantity as they are said: 一百个起十八块五，五百个以上十七.

A step is believed only in a chain of steps: quantities that rise while prices fall. What breaks
the chain is no step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from ...facts import continued, in_one_unit, problem_with
from ...records import Count, Ladder, Measure, Mention, Segment, Step, mention
from .deal_tokens import MARK, OTHER_ROLE, UP_TO, Deal, Token, between, by_weight

Pair = tuple[Token, Token]
"""A quantity and its price."""
LEAST = 2
"""Steps that a ladder has at least."""
STEEPEST = 2
"""No step costs so many times what the next one does."""
_LONGEST_GAP = 18
"""Characters between a quantity and its price, and between two steps."""
_NEAR = 6


def read_ladder(
    tokens: Sequence[Token], segments: Sequence[Segment], order: Count | Measure | None
) -> Deal | None:
    """The longest chain of quantities that rise with prices that fall, or the other way round."""
    chains = (_longest(tokens, at, segments) for at in range(len(tokens)))
    chain = max(chains, key=partial(_worth, segments=segments), default=[])
    if len(chain) >= LEAST and _rises(chain[1], chain[0]):
        chain = chain[::-1]
    elif chain:
        chain = _with_base(chain, tokens, segments, order)
    if len(chain) < LEAST or _is_discount(chain, segments):
        return None
    return _deal(chain, segments, order)


def _is_discount(chain: Sequence[Pair], segments: Sequence[Segment]) -> bool:
    """Whether a price and one discount say it all: 单价十八块，一千个打九五折."""
    last = chain[-1][1]
    said = segments[last.segment].text[: last.end]
    return len(chain) == LEAST and last.base is not None and said.endswith("折")


def _longest(tokens: Sequence[Token], at: int, segments: Sequence[Segment]) -> list[Pair]:
    """The best chain that begins with a token."""
    found: list[list[Pair]] = [[]]
    for first in (True, False):
        pair = _pair(tokens, at, segments, quantity_first=first)
        if pair is None:
            continue
        rest = _longest(tokens, at + 2, segments) if at + 3 < len(tokens) else []
        goes_on = bool(rest) and _may_follow(pair, rest, tokens[at + 1], segments)
        found.append([pair, *rest] if goes_on else [pair])
    return max(found, key=partial(_worth, segments=segments))


def _worth(chain: Sequence[Pair], segments: Sequence[Segment]) -> tuple[int, int]:
    """How much a chain explains, and how closely its numbers belong together."""
    gaps = (between(segments, *sorted(pair, key=_place)) for pair in chain)
    return len(chain), -sum(bool(re.search("[，,。；;]", gap)) for gap in gaps)


def _place(token: Token) -> tuple[int, int]:
    return token.segment, token.start


def _may_follow(pair: Pair, rest: Sequence[Pair], last: Token, segments: Sequence[Segment]) -> bool:
    """Whether a chain goes on behind a pair: more and cheaper, or less and dearer, all along."""
    gap = between(segments, last, min(rest[0], key=_place))
    if len(gap) > _LONGEST_GAP or OTHER_ROLE.search(gap):
        return False
    up, down = _rises(pair, rest[0]), _rises(rest[0], pair)
    if len(rest) > 1:
        up, down = up and _rises(rest[0], rest[1]), down and _rises(rest[1], rest[0])
    return up or down


def _rises(one: Pair, other: Pair) -> bool:
    """Whether more is bought of the other, and one costs less."""
    (many, money), (more, less) = one, other
    if not (many.quantity and more.quantity and money.price and less.price):
        return False
    units = {each.quantity.unit for each in (many, more) if each.quantity and each.quantity.unit}
    same = money.price.currency == less.price.currency and len(units) < len((many, more))
    rises = many.quantity.amount < more.quantity.amount
    falls = money.price.amount / STEEPEST < less.price.amount < money.price.amount
    return same and rises and falls


def _pair(
    tokens: Sequence[Token], at: int, segments: Sequence[Segment], *, quantity_first: bool
) -> Pair | None:
    """A token and the next one as a quantity and its price, in that order or the other."""
    if at + 1 >= len(tokens):
        return None
    one, other = tokens[at], tokens[at + 1]
    many, money = (one, other) if quantity_first else (other, one)
    if many.quantity is None or money.price is None or (many.bare and money.bare and many is other):
        return None
    if money.named or (money.base and not quantity_first):
        return None
    gap = between(segments, one, other)
    if len(gap) > _LONGEST_GAP or OTHER_ROLE.search(gap):
        return None
    if not quantity_first and one.segment != other.segment:
        return None
    if segments[money.segment].text[money.end : money.end + 2].strip().startswith("折"):
        return None
    marked = MARK.search(_around(many, segments))
    if (many.bare or not quantity_first or "。" in gap) and not marked:
        return None
    return many, money


def _around(token: Token, segments: Sequence[Segment]) -> str:
    """The words right before and after a quantity."""
    text = segments[token.segment].text
    before, after = text[max(0, token.start - _NEAR) : token.start], text[token.end :][:_NEAR]
    first, last = re.split("[，。；、！]", before)[-1], re.split("[，。；、！]", after)[0]
    return f"{first} {text[token.start : token.end]} {last}"


def _with_base(
    chain: list[Pair],
    tokens: Sequence[Token],
    segments: Sequence[Segment],
    order: Count | Measure | None,
) -> list[Pair]:
    """The chain behind a price that is named without a quantity: 单价十八块五，五百个以上十七."""
    many, money = chain[0]
    at = tokens.index(min(chain[0], key=_place))
    base = tokens[at - 1] if at else None
    if base is None or base.price is None or base.bare or not many.quantity or not money.price:
        return chain
    before = segments[base.segment].text[max(0, base.start - 2 * _NEAR) : base.start]
    if OTHER_ROLE.search(re.split("[，。；！]", before)[-1]):
        return chain
    gap = between(segments, base, tokens[at])
    cheaper = base.price.amount / STEEPEST < money.price.amount < base.price.amount
    same = money.price.currency == base.price.currency
    if not cheaper or not same or len(gap) > _LONGEST_GAP or OTHER_ROLE.search(gap):
        return chain
    if not money.base and not MARK.search(_around(many, segments)):
        return chain
    known = order if order and order.unit in (many.quantity.unit, None) else None
    least = known.amount if known and known.amount < many.quantity.amount else Decimal(1)
    first = replace(many.quantity, amount=least, high=None)
    return [(replace(base, quantity=first), base), *chain]


def _deal(
    chain: Sequence[Pair], segments: Sequence[Segment], order: Count | Measure | None
) -> Deal | None:
    """The ladder of a chain, in one unit; None: it cannot be meant."""
    steps, places = [], []
    prices = by_weight([money for _, money in chain], segments, [many for many, _ in chain])
    pers = {price.per for price in prices if price.per}
    for (many, money), price in zip(chain, prices, strict=True):
        if many.quantity is None:
            return None
        quantity = many.quantity
        if UP_TO.search(segments[many.segment].text[many.start : many.end]) and order:
            quantity = replace(quantity, amount=order.amount)  # up to 1000, and 500 at least
        per = pers.copy().pop() if len(pers) == 1 else price.per
        steps.append(Step(quantity=quantity, price=replace(price, per=per)))
        places.append(_mention(many, money, segments))
    ladder = Ladder(steps=tuple(_before_the_next(in_one_unit(steps))))
    return None if problem_with(ladder) else Deal("price", continued(ladder), tuple(places))


def _before_the_next(steps: Sequence[Step]) -> Iterator[Step]:
    """Steps that end where the next one begins end before it: 一百到五百, 五百以上."""
    for step, following in pairwise([*steps, None]):
        if step is None:
            return
        meets = following and step.quantity.high == following.quantity.amount
        yield replace(step, quantity=replace(step.quantity, high=None)) if meets else step


def _mention(one: Token, other: Token, segments: Sequence[Segment]) -> Mention:
    """Where a pair is said; of one over two sentences its price."""
    first, last = sorted((one, other), key=lambda token: (token.segment, token.start))
    start = first.start if first.segment == last.segment else last.start
    return mention(segments[last.segment], start, last.end)
