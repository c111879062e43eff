"""Promotions in a finished text: are they whole, and is each number in its own place?

"Buy 1, get 10 free" has the numbers of "buy 10, get 1 free".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ...languages import LanguageProfile, plain_letters
from ...messages import Notice, name_of, say
from ...records import Count, Fact, Money, Percent, Promotion
from .expected import expected_of
from .quantities import read_quantities

_LONGEST = 40
"""Characters of a quantity or a sum."""
_GIFTS = ("gift", "percent", "off")
"""Places of what the buyer gets; the others are of what he buys."""
_BETWEEN = " \x00 "
"""Stands for words; no letter."""


def wrong_promotions(
    text: str, facts: Sequence[Fact], profile: LanguageProfile
) -> Iterator[Notice]:
    """A finding for each promotion that does not stand in the text as the language says it."""
    for fact in facts:
        if isinstance(fact.value, Promotion):
            found = _pattern(fact.value, profile).search(text)
            if not found:
                yield say("a part of <{key}> is missing", key=name_of(fact.key))
            elif not _is_right(found, fact.value, profile):
                yield say(
                    "a number of <{key}> stands in the place of another one", key=name_of(fact.key)
                )


def without_promotions(text: str, facts: Sequence[Fact], profile: LanguageProfile) -> str:
    """The text with only the numbers of its promotions: "free" and "second" are a fact's there."""
    for fact in facts:
        if isinstance(fact.value, Promotion):
            pattern = _pattern(fact.value, profile)
            text = pattern.sub(lambda found: _BETWEEN.join(("", *found.groups(), "")), text, 1)
    return text


def _pattern(value: Promotion, profile: LanguageProfile) -> re.Pattern[str]:
    words = profile.patterns.promotions
    match value.gift:
        case Count():
            told = words.free
        case Percent():
            told = words.second
        case Money():
            told = words.off
        case None:
            told = words.shipping
    parts = re.split(r"\{(\w+)\}", plain_letters(told))
    between, names = [re.escape(part) for part in parts[::2]], parts[1::2]
    places = [f"(?P<{name}>.{{1,{_LONGEST}}}?)" for name in names]
    if not between[-1]:  # nothing tells where it ends
        places[-1] = places[-1].replace("}?", "}")
    return re.compile("".join(chain(*zip(between, [*places, ""], strict=True))), re.I)


def _is_right(found: re.Match[str], value: Promotion, profile: LanguageProfile) -> bool:
    """Whether each number is the one that belongs there; what follows the last is another fact."""
    least, gift = value.threshold, value.gift
    wanted = {name: gift if name in _GIFTS else least for name in found.groupdict()}
    for at, (name, text) in enumerate(found.groupdict().items()):
        begins = at == 0 and found.start(name) == found.start()
        expected = next(expected_of(wanted[name] or least))
        quantities = read_quantities(text, profile)
        own = quantities[-1 if begins else 0] if quantities else None
        if own is None or own.amounts != expected.amounts or not expected.is_stated_by(own):
            return False
    return True
