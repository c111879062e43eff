"""What advertisements may claim in a market, from `data/markets`: facts with their sources.

To add a market, add a file; nothing else names it. Every key is checked. This is no legal advice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import UnknownNameError
from .tables import Phrase, StrictTable

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


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
