"""Whether a value holds as it is said: not denied, asked, of another thing or of a quantity."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...records import Discount, Money
from .cues import BREAKS, FILLERS, KEEPING, MAKING, OTHERS
from .names import price_unit_at
from .said import Line, Said
from .tokens import words

_NOT = re.compile(r"\b(?:not|cannot|no|never|without|neither|nor)\b|n't\b")
_DO_NOT_COUNT = re.compile(
    r"\bnot only\b|\bwhy not\b|\b(?:no|not) (?:less|fewer|later) than\b"
    r"|\bno (?:problem|doubt|matter)\b|\b(?:item|model|style|booth) no\b"
)
_CONDITION = re.compile(
    r"\b(?:if|when|once|as long as)\b.*\b(?:order|orders|buy|take|want|need|purchase|get|quantit\w+"
    r"|more|over|above|pieces|sets|pairs|cartons|[0-9]+)\b|\b(?:bulk|large|big|bigger|larger) "
    r"(?:orders?|quantit\w+)\b"
)
_TIER_BEFORE = re.compile(
    r"\b(?:for|if|when|once|order|take|buy|from|above|over|at|on|with|than|least|quantit\w+|of)\W*$"
)
_TIER_AFTER = re.compile(
    r"[\s,]*(?:each |apiece )?(?:for|if|when|once|from|at|with|on|over|above|starting|minimum)\b"
)
_CARTON = re.compile(r"\b(?:cartons?|ctns?)\b")
_NET_OR_GROSS = re.compile(r"\b(?:net|gross)\b")
_MADE = {"to make", "ready", "produce", "finish", "finished"}
"""Said of samples as well as of orders."""
_SAMPLE = re.compile(r"\bsamples?\b")
_CUSTOM = re.compile(r"\b(?:logos?|custom\w*|print\w*|oem|odm)\b")
_DISCOUNT_FOR = re.compile(rf"\b(?:{OTHERS['discount']})\b")
_ONE = words("a one each per the whole every by")
_INSIDE = words("in into inside with")
_OF_THE_GOODS = {"weight", "net_weight", "gross_weight", "size", "length", "width", "height"}


def is_denied(line: Line, said: Said) -> bool:
    """Whether a word of its clause denies a value: it is not 100 pieces; $5 isn't the price."""
    first, _ = line.part(said.lo, said.hi, BREAKS)
    if line.has(said.hi, {"isn't", "aren't"}) or line.has(said.hi, {"is", "are"}, "not"):
        return True
    before = line.text(first, said.lo)
    return bool(_NOT.search(_DO_NOT_COUNT.sub("", before)))


def is_asked(line: Line, said: Said) -> bool:
    """Whether the sentence is a question."""
    _, end = line.sentence(said.lo, said.hi)
    return line.word(end) == "?"


def belongs_elsewhere(line: Line, said: Said, key: str, *, cue: str, touched: bool) -> bool:
    """Whether the clause shows that a value is not the product's own `key`.

    `cue` is the word that names the key, empty if none does; `touched`: it stands right after the
    value.
    """
    clause = line.text(*line.part(said.lo, said.hi, BREAKS))
    sentence = line.text(*line.sentence(said.lo, said.hi))
    if key == "monthly_output":
        return not MAKING.search(clause)  # sold
    if key in ("keeps_hot", "keeps_cold"):
        return not touched and not KEEPING.search(sentence)  # hot in two hours
    if key == "moq":
        return bool(_CUSTOM.search(sentence))  # with the buyer's own logo
    if key == "lead_time" and cue in _MADE:
        return bool(_SAMPLE.search(sentence))
    if key == "carton_weight":
        return bool(_NET_OR_GROSS.search(clause))
    return key in _OF_THE_GOODS and bool(_CARTON.search(clause))


def is_conditional(line: Line, said: Sequence[Said], roles: Sequence[str | None], i: int) -> bool:
    """Whether a price or a discount holds only for some: 15 yuan if you take 1000; or whether a
    price is for more than one and nothing says for how many."""
    each = said[i]
    if isinstance(each.value, Discount):
        return each.value.threshold is None and _has_a_condition(line, said, roles, i)
    if not isinstance(each.value, Money):
        return False
    first, last = line.sentence(each.lo, each.hi)
    if i and said[i - 1].lo >= first and roles[i - 1]:
        first = max(first, said[i - 1].hi)  # MOQ 100 pieces, 18 yuan
    if any(_CONDITION.search(t) for t in (line.text(first, each.lo), line.text(each.hi, last))):
        return True
    before, after = said[i - 1] if i else None, said[i + 1] if i + 1 < len(said) else None
    if before and before.lo >= first and before.kind == "count" and roles[i - 1] is None:
        lead, between = line.text(first, before.lo), line.text(before.hi, each.lo)
        touches = not content_words(line, before.hi, each.lo)
        if (touches or _TIER_BEFORE.search(lead)) and not re.search("[.;]", between):
            return True
    tier = after and after.hi <= last and after.kind == "count" and roles[i + 1] is None
    if after and tier and _TIER_AFTER.match(line.text(each.hi, after.lo)):
        return True
    since = before.hi if before and roles[i - 1] != "pieces_per_set" else 0
    return each.value.per is None and _names_a_lot(line, each, since)


def _has_a_condition(line: Line, said: Sequence[Said], roles: Sequence[str | None], i: int) -> bool:
    """Whether a discount without a quantity stands beside one, or beside words that limit it."""
    first, last = line.sentence(said[i].lo, said[i].hi)
    for other, key in zip(said, roles, strict=True):
        unknown = key is None or not other.exact
        if unknown and other.kind in ("count", "money") and first <= other.lo < last:
            return True
    around = (line.text(first, said[i].lo), line.text(said[i].hi, last))
    return any(_CONDITION.search(text) or _DISCOUNT_FOR.search(text) for text in around)


def _names_a_lot(line: Line, said: Said, since: int) -> bool:
    """Whether a dozen, a set or a box is named beside a price that is per piece."""
    first = max(line.sentence(said.lo, said.hi)[0], since)
    _, last = line.part(said.lo, said.hi, BREAKS)
    for at in range(first, last):
        counted = at == since and since > 0  # 24 pieces per carton, $5
        if line.word(at) not in _ONE or line.word(at - 1) in _INSIDE or counted:
            continue
        found = price_unit_at(line.tokens, at + 1)
        if found and found[0] not in (None, "piece") and not said.lo <= at < said.hi:
            return True
    return False


def content_words(line: Line, lo: int, hi: int) -> int:
    """How many words stand between, without those that add no distance."""
    return sum(
        line.tokens[at].kind != "sign" and line.tokens[at].text not in FILLERS
        for at in range(lo, hi)
    )
