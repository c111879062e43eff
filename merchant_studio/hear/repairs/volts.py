"""Correct 伏 (volts) that a recognizer wrote as another character of its sound: 220幅.

Whisper hardly knows the word. It is meant beside a usual voltage in a pitch about electricity;
a seller of paintings may really have 220幅 (220 pictures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...facts.numbers import NUMERAL, read_numeral
from ...records import Segment
from .everyday import is_common
from .repair import Repair
from .sounds import sounds

EXPECTED_BY = "the voltage beside it"
_VOLTS = (
    "1.2 1.5 3 3.2 3.6 3.7 4.2 5 6 7.4 9 11.1 12 14.8 16.8 18 20 21 24 25 36 42 48 54 60 72"
    " 100 110 120 127 220 230 240 250 265 380 400 415"
)
_USUAL = frozenset(Decimal(volts) for volts in _VOLTS.split())
_ELECTRIC = re.compile("瓦|电|充|毫安|[Uu][Ss][Bb]|插[头座上]|马达|灯")
_FU = sounds("伏")
_HEARD = re.compile(rf"(?P<volts>{NUMERAL})(?P<heard>[一-鿿])")


def repairs(segments: Sequence[Segment]) -> Iterator[tuple[int, Repair]]:
    """The corrections, each after the index of its segment."""
    if not any(_ELECTRIC.search(segment.text) for segment in segments):
        return
    for place, segment in enumerate(segments):
        for found in _HEARD.finditer(segment.text):
            heard, at = found["heard"], found.start("heard")
            if heard == "伏" or sounds(heard) != _FU or is_common(segment.text[at : at + 2]):
                continue
            if read_numeral(found["volts"]) in _USUAL:
                yield place, Repair(at, at + 1, heard, "伏", EXPECTED_BY)
