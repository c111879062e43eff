"""Lines that would mislead a buyer, made by a grammar from each language's own words.

Every one states a number, a basis, a time, a limit, a promise or a certificate that the merchant of
`benchmarks/data/pitches/bath-mat` never named, in the plainest wording of its language. The
floors are shares that the checks refuse by themselves, before any judge; they may only rise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.meaning import Row, refused
from merchant_studio.facts import CERTIFICATES
from merchant_studio.languages import claim_words, language_codes, profile
from merchant_studio.languages.spelled import spelled_numbers

PITCH, LINE = "bath-mat", 2
NUMBERS = (*range(2, 21), 25, 36, 48, 60, 99, 110, 500, 2000)
UNITS = ("pair", "dozen", "carton", "box", "pack")
PROMISES = ("free", "free_shipping", "refund", "discount")
FLOORS = {
    "number": 0.9,
    "basis": 0.9,
    "time": 1.0,
    "limit": 0.9,
    "promise": 0.9,
    "certificate": 1.0,
}


def spelled(code: str, number: int) -> str:
    """A number in the words of its language; Koreans count things in words of their own."""
    own = {value: word for word, value in profile(code).text.numerals.items()}
    if code == "ko" and number in own:
        return own[number] + " "
    from icu4py.messageformat import MessageFormat

    return MessageFormat("{n, spellout}", code).format({"n": number})


def lines(code: str, kind: str) -> Iterator[str]:
    """The lines of one kind."""
    own = profile(code)
    end = "" if own.text.sentence_end[0].isalpha() else own.text.sentence_end[0]  # Thai has none
    match kind:
        case "number":
            piece = own.units["piece"].other
            yield from (piece.format(spelled(code, n)) + end for n in NUMBERS)
        case "basis":
            units = [own.units[name].per for name in UNITS if name in own.units]
            per = own.patterns.per
            yield from (per.format(price="<price>", unit=unit) + end for unit in units)
        case "time":
            yield from (f"{time}{end}" for time in own.text.times)
        case "limit":
            yield from (f"{word} <moq>{end}" for word in own.text.at_most)
        case "promise":
            known = claim_words(code)
            words = (word for family in PROMISES for word in known.claims.get(family, ()))
            yield from (f"{word}{end}" for word in words if "*" not in word)
        case "certificate":
            yield from (f"{certificate}{end}" for certificate in sorted(CERTIFICATES))


@pytest.mark.parametrize("kind", FLOORS)
@pytest.mark.parametrize("code", [code for code in language_codes() if code != "zh"])
def test_the_checks_refuse_plain_lies(code: str, kind: str) -> None:
    found = list(lines(code, kind))
    assert found and len(spelled_numbers(code)) > 1000
    passed = [
        line for line in found if not refused(Row(PITCH, code, LINE, line, right=False, kind=kind))
    ]
    share = 1 - len(passed) / len(found)
    assert share >= FLOORS[kind], f"{share:.3f} of {len(found)}: {passed}"
