"""What advertisements may claim in a market, from `data/markets`: facts with their sources.

To add a market, add a file; nothing else names it. Every key is checked. This is no legal advice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import UnknownNameError
from .tables import Phrase, StrictTable, Table

CLAIMS_FOLDER = Path(__file__).parents[1] / "data" / "claims"


class Family(Table):
    """Claims that mean the same: it is waterproof."""

    says: Phrase
    """What they say, in English."""
    keys: tuple[Phrase, ...] = ()
    """Facts that allow it."""
    includes: tuple[Phrase, ...] = ()
    """Weaker families, which whoever claims it claims, too."""


class Denials(Table):
    """How a language denies; `*` in a word is the rest of it."""

    before: tuple[Phrase, ...]
    """Words that stand before what they deny: not, without."""
    after: tuple[Phrase, ...]
    """Words that stand after what they deny: değil."""
    within: tuple[Phrase, ...] = ()
    """Words that deny themselves, by their endings: *maz."""
    everyday: tuple[Phrase, ...]
    """Phrases that hold such a word and deny nothing: not only, do not hesitate."""
    soft: tuple[Phrase, ...] = ()
    """Words of a merchant's that another language may say with a denial: 难, 免, only."""


class ClaimWords(Table):
    """The words of one language; `*` in a word is the rest of it."""

    claims: Mapping[str, tuple[Phrase, ...]]
    """Family -> what an advertisement says."""
    speech: Mapping[str, tuple[Phrase, ...]] = {}
    """Family -> looser words with which a merchant has said as much: 淋雨 is water-repellent."""
    everyday: tuple[Phrase, ...] = ()
    """Phrases that hold a claim's word and claim nothing: feel free."""
    prefixes: tuple[Phrase, ...] = ()
    """What may be written before any of the words at once: the article ال, و for and."""
    denial: Denials


@cache
def families() -> Mapping[str, Family]:
    """Every family by its name."""
    return {name: Family.model_validate(table) for name, table in _read("families").items()}


@cache
def claim_words(code: str) -> ClaimWords:
    """The words of a language, by its code."""
    return ClaimWords.model_validate(_read(code))


def _read(name: str) -> dict[str, object]:
    with (CLAIMS_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


MARKETS_FOLDER = Path(__file__).parents[1] / "data" / "markets"
_HEAD = ("name", "languages", "also")


class Rule(StrictTable):
    """What a market asks of some claims."""

    claims: tuple[Phrase, ...]
    """Families of `data/claims`: best, first."""
    asks: Phrase
    """What such a claim needs there; of one that is forbidden, why."""
    forbids: bool
    unless: tuple[Phrase, ...] = ()
    """Keys of the sheet of which any one gives what is asked."""
    instead: Phrase
    """A wording that passes."""
    source: Phrase
    """The act or guide by name and number."""
    since: Phrase
    """Its date, or that of the version that matters: YYYY, YYYY-MM or YYYY-MM-DD."""
    checked: Phrase
    """When, and whether on a page or by memory."""


class Market(StrictTable):
    """The rules of one market."""

    name: Phrase
    languages: tuple[Phrase, ...]
    """Languages whose videos are shown there, if nobody says otherwise."""
    also: tuple[Phrase, ...]
    """Markets whose rules hold there, too; a rule of the same name takes the place of theirs."""
    own: Mapping[str, Rule]

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules that hold there, by name."""
        inherited = {name: rule for code in self.also for name, rule in market(code).rules.items()}
        return {**inherited, **self.own}


@cache
def market(code: str) -> Market:
    """The market of a code such as `us`.

    Raises:
        UnknownNameError: there is no such market.
    """
    if code not in market_codes():
        raise UnknownNameError("market", code, market_codes())
    table = tomllib.loads((MARKETS_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    head = {key: _tuple(table.pop(key)) for key in _HEAD}
    own = {name: {key: _tuple(each) for key, each in rule.items()} for name, rule in table.items()}
    return Market.model_validate({**head, "own": own})


@cache
def market_codes() -> tuple[str, ...]:
    """Every market that has a file, in order."""
    return tuple(sorted(path.stem for path in MARKETS_FOLDER.glob("*.toml")))


def markets_for(tag: str, chosen: str) -> tuple[str, ...]:
    """The markets that an option chooses, or those where a language is spoken: `en` in us and uk.

    Raises:
        UnknownNameError: the option names no market.
    """
    if chosen:
        return markets_in(chosen)
    return tuple(code for code in market_codes() if tag in market(code).languages)


def markets_in(chosen: str) -> tuple[str, ...]:
    """The markets of an option such as `us,eu`; those of `none` are none. Errors as in `market`."""
    codes = dict.fromkeys(filter(None, (code.strip() for code in chosen.split(","))))
    return () if chosen == "none" else tuple(code for code in codes if market(code))


@cache
def ruled_families() -> frozenset[str]:
    """The families of claims that the law of any market asks about."""
    rules = (rule for code in market_codes() for rule in market(code).rules.values())
    return frozenset(family for rule in rules for family in rule.claims)


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
