"""Does a text claim what the rules of its market restrict: the best, antibacterial, eco-friendly?

The rules stand in `data/markets` with their sources. They are facts to think of, no legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..languages import LanguageProfile, Market, Rule, market
from ..messages import Notice, say
from ..points import Stated, catalogue, sentences
from ..records import Brief, Finding, Script, SellingPoint
from .claims import claims_of


def check_markets(
    script: Script,
    texts: Sequence[str],
    brief: Brief,
    profile: LanguageProfile,
    markets: Sequence[str],
    *,
    strict: bool,
) -> tuple[Finding, ...]:
    """A `warn` for each rule of a market that a script touches; with `strict` it is a `block`.

    `texts` are its lines with their facts. Of a point in the catalogue's words the catalogue knows
    what it claims; other texts are looked at.
    """
    claims: dict[str, tuple[Notice, str]] = {}
    for family, where, words in _claims(script, texts, profile):
        claims.setdefault(family, (where, words))
    stated = {fact.key for fact in brief.facts}
    return tuple(
        Finding(
            check="market",
            severity="block" if strict else "warn",
            where=script.language,
            message=say(
                "{language}, {where}: {problem}",
                language=script.language,
                where=where,
                problem=_said(one, rule, words),
            ),
        )
        for code in markets
        for one in [market(code)]
        for rule in one.rules.values()
        if not stated & set(rule.unless)
        for where, words in [claims[each] for each in rule.claims if each in claims][:1]
    )


def _claims(
    script: Script, texts: Sequence[str], profile: LanguageProfile
) -> Iterator[tuple[str, Notice, str]]:
    """Each family that is claimed, where, and in which words."""
    for line, text in zip(script.lines, texts, strict=True):
        if line.author not in ("points", "phrasebook"):
            where = say("line {line}", line=line.index + 1)
            yield from ((each, where, words) for each, words in claims_of(text, profile).items())
    said = {point: line for line in script.lines for point in line.points}
    for point in script.points:
        where = (
            say("line {line}", line=said[point.id].index + 1)
            if point.id in said
            else say("the post")
        )
        yield from ((each, where, words) for each, words in _of_point(point, profile))


def _of_point(point: SellingPoint, profile: LanguageProfile) -> Iterator[tuple[str, str]]:
    """What the catalogue's sentence of a point claims, with what fills its slot."""
    stated = Stated.of(point.catalogue) if point.catalogue else None
    if stated is None:
        return
    for sentence in sentences(stated, profile)[:1]:
        yield from ((family, sentence) for family in catalogue()[stated.id].claims)
        if stated.values:
            yield from claims_of(sentence, profile).items()


def _said(one: Market, rule: Rule, words: str) -> Notice:
    facts = {
        "market": one.name,
        "words": words,
        "asks": rule.asks,
        "instead": rule.instead,
        "source": f"{rule.source}, {rule.since}",
    }
    if rule.forbids:
        return say(
            '{market}: "{words}" is not allowed in advertisements, {asks}; {instead} '
            "({source}; no legal advice)",
            **facts,
        )
    return say('{market}: "{words}" needs {asks}; {instead} ({source}; no legal advice)', **facts)
