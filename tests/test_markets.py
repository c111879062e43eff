"""Claims that a market's rules restrict are told, with a wording that passes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.check import check_markets
from merchant_studio.errors import UnknownNameError
from merchant_studio.facts import KEYS
from merchant_studio.languages import (
    families,
    language_codes,
    market,
    market_codes,
    markets_for,
    markets_in,
    profile,
)
from merchant_studio.records import (
    Brief,
    Code,
    EngineStamp,
    Fact,
    Finding,
    Script,
    ScriptLine,
    Span,
    seal,
)

BRIEF = Brief(facts=(), source_language="zh")
STAMP = EngineStamp(kind="writer", name="fake", model="fake", revision="", seed=0)
FOOD = Fact(key="certificates", value=Code(codes=("FDA",)), must_say=True, source="sheet")


@pytest.mark.parametrize("code", market_codes())
def test_a_market_is_well_formed(code: str) -> None:
    one = market(code)
    assert set(one.languages) <= {*language_codes(), "en-US"}
    assert set(one.also) <= set(market_codes())
    for name, rule in one.own.items():
        assert set(rule.claims) <= set(families()), name
        assert set(rule.unless) <= set(KEYS), name
        assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", rule.since), name
        assert re.fullmatch(r"2026-\d{2}, (page|memory)", rule.checked), name
        assert rule.asks.startswith("because ") is rule.forbids, name
    claimed = [family for rule in one.rules.values() for family in rule.claims]
    assert "best" in claimed or "first" in claimed


def test_an_option_chooses_markets_or_the_language_does() -> None:
    assert markets_for("en", "") == ("uk", "us")
    assert markets_for("es-MX", "") == ()
    assert markets_for("en", "de, eu") == ("de", "eu")
    assert markets_for("en", "none") == ()
    with pytest.raises(UnknownNameError, match="there is no market 'mars'; choose one of: br, cn"):
        markets_in("mars")


def test_a_rule_of_the_same_name_takes_the_place_of_the_inherited_one() -> None:
    rules, european = market("de").rules, market("eu").rules
    assert rules["medical"] is market("de").own["medical"]
    assert rules["food-contact"] is european["food-contact"]


def test_a_claim_is_told_with_what_it_needs_and_a_wording_that_passes() -> None:
    texts = ("Very light.", "An antibacterial effect.", "Germ-free.")
    (found,) = checked(texts, "eu")
    rule = market("eu").own["antibacterial"]
    assert found == Finding(
        check="market",
        severity="warn",
        where="en",
        message=f'en, line 2: European Union: "antibacterial" needs {rule.asks}; '
        f"{rule.instead} ({rule.source}, {rule.since}; no legal advice)",
    )
    assert checked(texts, "eu", strict=True) == (replace(found, severity="block"),)


def test_what_is_forbidden_says_why() -> None:
    (found,) = checked(("It cures neck pain.",), "eu")
    assert "is not allowed in advertisements, because goods that are no medicine" in found.message


def test_a_fact_of_the_sheet_gives_what_is_asked() -> None:
    assert len(checked(("Food-grade steel.",), "eu")) == 1
    assert checked(("Food-grade steel.",), "eu", replace(BRIEF, facts=(FOOD,))) == ()


def test_what_is_denied_claims_nothing() -> None:
    said = ("This is not waterproof, and it is not the cheapest.",)
    assert (*checked(said, "us"), *checked(said, "eu")) == ()


def checked(
    texts: tuple[str, ...], code: str, brief: Brief = BRIEF, *, strict: bool = False
) -> tuple[Finding, ...]:
    """What a market says of these lines of a model, in English."""
    budget = Span(start_ms=0, end_ms=1)
    lines = tuple(
        ScriptLine(
            index=n, text=text, tags=(), says=(), budget=budget, made_by="llm", seal=seal(text)
        )
        for n, text in enumerate(texts)
    )
    script = Script(language="en", lines=lines, made_by=STAMP)
    return check_markets(script, texts, brief, profile("en"), (code,), strict=strict)


def test_a_point_of_the_sheet_is_held_against_the_market(tmp_path: Path, product: Path) -> None:
    sheet = product / "product.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(f"{text}\npoints: [antibacterial]\n", encoding="utf-8")
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")
    _, _, findings = Studio(config).plan(product, ["de", "es"])
    told = [each.message.split(": ")[1] for each in findings if each.check == "market"]
    assert told == ["Germany", "European Union"]
    _, _, findings = Studio(replace(config, market="none")).plan(product, ["de", "es"])
    assert not [each for each in findings if each.check == "market"]
