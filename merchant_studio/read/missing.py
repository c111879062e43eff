"""What a buyer would miss: price, least order, lead time, a way to reach the merchant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..facts import names_of
from ..messages import Notice, name_of, say
from ..records import Brief, Ladder, Mention, Segment, Transcript, mention
from .findings import clock
from .roles import by_sound

ASKED: Mapping[str, tuple[str, ...]] = {
    "price": ("price", "wholesale_price"),
    "moq": ("moq",),
    "lead_time": ("lead_time", "delivery_time"),
    "contact": ("whatsapp", "wechat", "phone", "email", "website"),
}
"""What every buyer asks for, and the keys that answer it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that neither the sheet nor the speech tells."""

    name: str
    """One of `ASKED`."""
    keys: tuple[str, ...]
    """The keys of facts that would answer it, first the one that is half heard or usual."""
    half_heard: Mention | None
    """The first sentence in which it is named, though no value was understood; None: it is not."""

    def __str__(self) -> Notice:
        """`buyers will ask for moq; ...; at 0:12 it is perhaps said: '起订量'`."""
        is_contact = self.name == "contact"
        key = say("whatsapp, wechat, phone or email") if is_contact else name_of(self.keys[0])
        if self.half_heard is None:
            return say("buyers will ask for {key}; add it to product.yaml", key=key)
        return say(
            "buyers will ask for {key}; add it to product.yaml; at {at} it is perhaps said: "
            "{text!r}",
            key=key,
            at=clock(self.half_heard.span),
            text=self.half_heard.text,
        )


def missing(brief: Brief, transcript: Transcript) -> tuple[Missing, ...]:
    """What buyers will ask for; what was heard, and only has to be confirmed, is not missing."""
    facts = (*brief.facts, *brief.unconfirmed)
    known = {fact.key for fact in facts}
    if any(isinstance(fact.value, Ladder) for fact in facts):
        known.add("moq")  # its prices begin at a quantity
    return tuple(
        _missing(name, keys, transcript) for name, keys in ASKED.items() if not known & {*keys}
    )


def _missing(name: str, keys: tuple[str, ...], transcript: Transcript) -> Missing:
    for key in keys:
        if heard := next(_named(key, transcript), None):
            others = tuple(other for other in keys if other != key)
            return Missing(name=name, keys=(key, *others), half_heard=heard)
    return Missing(name=name, keys=keys, half_heard=None)


def _named(key: str, transcript: Transcript) -> Iterator[Mention]:
    """The sentences in which a key is named, Chinese words by their sound."""
    pattern = _names(key)
    for segment in transcript.segments:
        if pattern.search(by_sound(segment.text)):
            yield _whole(segment)


@cache
def _names(key: str) -> re.Pattern[str]:
    words = names_of(key)
    han = [by_sound(word) for word in words if len(word) > 1 and not word.isascii()]
    plain = [re.escape(word.replace("_", " ")) for word in words if word.isascii()]
    return re.compile("|".join((*han, rf"\b(?:{'|'.join(plain)})\b")), re.I)


def _whole(segment: Segment) -> Mention:
    text = segment.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return mention(segment, start, end)
