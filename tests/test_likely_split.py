"""Of the ways in which numbers run into each other, the usual one."""

from __future__ import annotations

import pytest

from merchant_studio.read.readers import read_speech
from merchant_studio.read.votes import likely_split

from .speech import heard, shown, spoken


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("18块5100个起订", ["price 18.5 CNY <18块5>", "moq 100 piece <100个>"]),
        ("批发17块5,100个起", ["wholesale_price 17.5 CNY <17块5>", "moq 100 piece <100个>"]),
        # Orders that merchants do state, and any below a thousand.
        ("18块1500个起订", []),
        ("18块1200个起订", []),
        ("18块250个起订", []),
        # No order, and one way only.
        ("19块9360个一箱", []),
        ("十块三个", []),
    ],
)
def test_numbers_are_parted_as_orders_usually_are(said: str, way: list[str]) -> None:
    segments = (heard(said),)
    found = [likely_split(run, segments, ()) for run in read_speech(segments, "zh").runs]
    assert [shown(reading) for each in found for reading in each] == way


@pytest.mark.parametrize("known", ["price", "moq"])
def test_what_is_known_of_a_role_tells_how_they_part(known: str) -> None:
    segments = (heard("18块5100个起订"),)
    assert [likely_split(run, segments, [known]) for run in read_speech(segments, "zh").runs] == [
        ()
    ]


def test_a_pause_elsewhere_speaks_against_it() -> None:
    segments = (spoken("18", "块", "|", "5100", "个", "起订"),)
    assert [likely_split(run, segments, ()) for run in read_speech(segments, "zh").runs] == [()]
