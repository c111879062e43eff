"""What is laid over the picture of one language: a card for each fact said, and the end card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...facts import (
    CONTACTS,
    can_say,
    contact_link,
    from_lowest,
    is_contact,
    label,
    price_table,
    rows_of,
    sayable,
    with_parts,
    written,
)
from ...facts import shown as in_full
from ...languages import TAG, LanguageProfile
from ...records import (
    Brief,
    Card,
    Code,
    EndCard,
    Fact,
    Narration,
    Script,
    ScriptLine,
    Span,
    SpokenLine,
    Term,
    Variants,
)

MIN_CARD_MS = 1200
"""For less than this no card is read."""
CARD_MS = 2500
"""How long a card stands at least where there is time."""
MAX_CLOSING_CARDS = 2
"""Beside a line after the speech; the script has two facts in it."""
MAX_WORD_CHARS = 28
"""Longer words and codes are read in the caption."""
END_FACTS = ("price", "moq", "lead_time")
"""What buyers ask for first; the sheet's other facts come after."""
MAX_END_FACTS = 4
MAX_TABLE_ROWS = 6
"""Of prices on a card; of more only the lowest is shown."""
MAX_END_CHARS = 48
"""A longer value is no key fact."""
MAX_CONTACTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which cards the merchant wants."""

    cards: bool = True
    """Those of facts, while they are said."""
    ending: bool = True
    """The one at the end."""


EVERY_CARD = Shown()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A fact and the moment when its card comes."""

    fact: Fact
    at_ms: int
    is_only_here: bool = False
    """Whether the language has no name for it, so that only the card tells it."""


def lay_cards(
    script: Script,
    narration: Narration,
    brief: Brief,
    profile: LanguageProfile,
    *,
    end_ms: int,
    shown: Shown = EVERY_CARD,
) -> tuple[Card, ...]:
    """A card for every fact while it is said, in order, none overlapping another.

    No card stands beside another line than the one that says its fact. Where no cards are wanted,
    a fact that only a card tells has one all the same, unless it stands on the end card.
    """
    return tuple(
        _card(fact, span, brief, profile)
        for _, fact, span in _cards(script, narration, brief, profile, end_ms, shown)
    )


def _card(fact: Fact, span: Span, brief: Brief, profile: LanguageProfile) -> Card:
    rows = price_table(fact.value, profile)
    is_price = f"_{fact.key}".endswith("_price") or bool(rows)
    fits = 0 < len(rows) <= MAX_TABLE_ROWS
    return Card(
        span=span,
        kind="table" if fits else "price" if is_price else "fact",
        label=label(fact.key, brief, profile),
        value=from_lowest(fact.value, profile)
        if rows
        else in_full(fact.value, profile, brief.rates),
        rows=rows if fits else (),
    )


def keys_on_cards(
    script: Script,
    narration: Narration,
    brief: Brief,
    profile: LanguageProfile,
    *,
    end_ms: int,
    shown: Shown = EVERY_CARD,
) -> Mapping[int, tuple[str, ...]]:
    """The facts of each line that a card shows, what buyers ask for first at the end.

    A card stands while the line is said, that of the contacts at the end of the video. What is
    shown there may be left out of a caption that has no time for it.
    """
    shown_last = {fact.key for fact in _contacts(brief, profile) if shown.ending}
    facts: dict[int, list[Fact]] = {line.index: [] for line in script.lines}
    for line, fact, _ in _cards(script, narration, brief, profile, end_ms, shown):
        facts[line.index].append(fact)
    for line in script.lines:
        facts[line.index] += [f for f in brief.facts if f.key in shown_last & {*line.tags}]
    return {
        index: tuple(fact.key for fact in sorted(own, key=_fact_rank, reverse=True))
        for index, own in facts.items()
    }


def _cards(
    script: Script,
    narration: Narration,
    brief: Brief,
    profile: LanguageProfile,
    end_ms: int,
    shown: Shown,
) -> Iterator[tuple[ScriptLine, Fact, Span]]:
    """Each fact that has a card, the line that says it, and when the card stands."""
    if not shown.cards and shown.ending:
        return
    facts = {
        fact.key: fact
        for fact in with_parts(brief.facts)
        if shown.cards and _is_product_fact(fact) and _fits(fact, brief, profile, MAX_WORD_CHARS)
    }
    unnamed = _unnamed_by_line(script, brief, profile)
    for spoken, until_ms in _until_next(narration.lines, end_ms):
        line = script.lines[spoken.line]
        told = list(_told(line, spoken, narration.dubbed, facts, unnamed.get(line.index, ())))
        placed = _placed(told, spoken.span.start_ms, until_ms)
        starts_ms = [*(each.at_ms for each in placed), until_ms]
        for each, (_, next_ms) in zip(placed, pairwise(starts_ms), strict=True):
            last_ms = min(next_ms, max(each.at_ms + CARD_MS, spoken.span.end_ms))
            yield line, each.fact, Span(start_ms=each.at_ms, end_ms=last_ms)


def _unnamed(brief: Brief, profile: LanguageProfile) -> list[Fact]:
    """Facts whose key has no name in the language, such as `ribs`: a card shows the value alone."""
    return [
        fact
        for fact in brief.facts
        if (fact.must_say or fact.heard_in)
        and sayable(fact, profile)
        and not label(fact.key, brief, profile)
    ]


def _unnamed_by_line(
    script: Script, brief: Brief, profile: LanguageProfile
) -> Mapping[int, Sequence[Fact]]:
    """Facts without a name, by the line in which they are heard; else by a line after the speech.

    There they have the places of the facts that the line cannot say.
    """
    closing = (
        line.index
        for line in script.lines
        for _ in range(MAX_CLOSING_CARDS - len(line.tags))
        if not line.says
    )
    found: dict[int, list[Fact]] = {}
    for fact in _unnamed(brief, profile):
        heard = {mention.segment for mention in fact.heard_in}
        said = (line.index for line in script.lines if heard.intersection(line.says))
        at = next(said, None)
        at = next(closing, None) if at is None else at
        if at is not None:
            found.setdefault(at, []).append(fact)
    return found


def _is_product_fact(fact: Fact) -> bool:
    """Whether a card may show it while it is said: not the name, not a contact."""
    return fact.key != "name" and not is_contact(fact)


def _fits(fact: Fact, brief: Brief, profile: LanguageProfile, max_chars: int) -> bool:
    """Whether the language can say it, and words or codes are not too long for a card."""
    words = isinstance(fact.value, Term | Code) or (
        isinstance(fact.value, Variants) and not price_table(fact.value, profile)
    )
    short = not words or len(written(fact.value, profile)) <= max_chars
    return short and can_say(fact, brief, profile)


def _until_next(lines: Sequence[SpokenLine], end_ms: int) -> Iterator[tuple[SpokenLine, int]]:
    """Every line with the moment when the next one begins, or everything ends."""
    starts_ms = [*(spoken.span.start_ms for spoken in lines), end_ms]
    return zip(lines, (min(start_ms, end_ms) for start_ms in starts_ms[1:]), strict=True)


def _told(
    line: ScriptLine,
    spoken: SpokenLine,
    dubbed: bool,
    facts: Mapping[str, Fact],
    unnamed: Sequence[Fact],
) -> Iterator[_Placed]:
    """The facts of a line: when the merchant says them, or each for its share of the line.

    Three prices take three shares.
    """
    said = [facts[key] for key in dict.fromkeys(TAG.findall(line.text)) if key in facts]
    told = (*said, *unnamed)
    parts = [max(1, len(rows_of(fact.value))) for fact in told]
    for n, fact in enumerate(told):
        heard = [] if dubbed else [m for m in fact.heard_in if m.segment in line.says]
        share_ms = spoken.span.duration_ms * sum(parts[:n]) // sum(parts)
        at_ms = heard[0].span.start_ms if heard else spoken.span.start_ms + share_ms
        yield _Placed(fact=fact, at_ms=at_ms, is_only_here=fact in unnamed)


def _placed(told: Sequence[_Placed], start_ms: int, end_ms: int) -> list[_Placed]:
    """As many cards as can be read between the two moments; those that matter most are kept.

    First come facts that only a card tells, then price, order and delivery. Each card appears when
    its fact is said, or a little earlier or later if others need the time.
    """
    room = max(0, (end_ms - start_ms) // MIN_CARD_MS)
    kept = sorted(told, key=lambda each: (not each.is_only_here, _fact_rank(each.fact), each.at_ms))
    kept = kept[:room]
    placed: list[_Placed] = []
    free_ms = start_ms
    for n, each in enumerate(sorted(kept, key=lambda each: each.at_ms)):
        latest_ms = end_ms - (len(kept) - n) * MIN_CARD_MS
        at_ms = min(max(each.at_ms, free_ms), latest_ms)
        placed.append(replace(each, at_ms=at_ms))
        free_ms = at_ms + MIN_CARD_MS
    return placed


# --- the end card --------------------------------------------------------------------------


def end_card(
    brief: Brief,
    profile: LanguageProfile,
    cards: Iterable[Card],
    *,
    title: str,
    points: tuple[str, ...],
    span: Span,
) -> EndCard | None:
    """What the video ends with; None where there is nothing to show.

    What has no name in the language, and had no room among the `cards`, stands there, too.
    """
    there = [card.value for card in cards if not card.label]
    last: list[Fact] = []
    for fact in _unnamed(brief, profile):
        value = in_full(fact.value, profile, brief.rates)
        if value in there:
            there.remove(value)
        else:
            last.append(fact)
    known = [fact for fact in brief.facts if _fits(fact, brief, profile, MAX_END_CHARS)]
    named = sorted(filter(_is_product_fact, known), key=_fact_rank)
    facts = [*named[: max(0, MAX_END_FACTS - len(last))], *last]
    rows = [row for fact in facts for row in _end_rows(fact, facts, brief, profile)]
    contacts = _contacts(brief, profile)
    if not (title or contacts or facts or points):
        return None
    link = contact_link(contacts)
    return EndCard(
        span=span,
        title=title,
        facts=tuple(rows),
        contacts=tuple(
            (label(fact.key, brief, profile), written(fact.value, profile)) for fact in contacts
        ),
        invitation=profile.cards.scan if link else "",
        link=link,
        points=points,
    )


def _end_rows(
    fact: Fact, facts: Sequence[Fact], brief: Brief, profile: LanguageProfile
) -> Iterator[tuple[str, str]]:
    """The rows of a fact: label and value; of the first that has several prices, each price."""
    rows = price_table(fact.value, profile)
    name = label(fact.key, brief, profile)
    if not rows:
        yield name, in_full(fact.value, profile, brief.rates)
    elif fact is next(f for f in facts if price_table(f.value, profile)) and (
        len(rows) <= MAX_TABLE_ROWS
    ):
        yield from rows
    else:
        yield name, from_lowest(fact.value, profile)


def _contacts(brief: Brief, profile: LanguageProfile) -> list[Fact]:
    """The ways to reach the merchant that the end card shows."""
    reachable = [fact for fact in brief.facts if is_contact(fact) and sayable(fact, profile)]
    return sorted(reachable, key=lambda fact: _fact_rank(fact, CONTACTS))[:MAX_CONTACTS]


def _fact_rank(fact: Fact, order: Sequence[str] = END_FACTS) -> int:
    return order.index(fact.key) if fact.key in order else len(order)
