"""Captions can be read: the example and four pitches, by the phrasebook, in every language."""

from __future__ import annotations

import re

import pytest

from benchmarks.captions import Reading, drafts, run
from merchant_studio.facts import price_table, written
from merchant_studio.languages import language_codes


@pytest.mark.parametrize("tag", language_codes())
def test_captions_can_be_read(tag: str) -> None:
    found = run([tag])[tag]
    assert found.cues >= 40
    assert found == Reading(cues=found.cues, too_fast=found.too_fast, fastest=found.fastest)
    # What no words make readable is told.
    assert found.too_fast <= found.cues // 20


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("tag", ["ja", "pt"])
def test_a_fact_that_a_caption_leaves_out_stands_on_a_card(tag: str) -> None:
    left_out = 0
    for draft in drafts(tag):
        facts = {fact.key: fact for fact in draft.brief.facts}
        timeline = draft.timeline
        contacts = timeline.end_card.contacts if timeline.end_card else ()
        cards = [*(card.value for card in timeline.cards), *(value for _, value in contacts)]
        tables = [card.rows for card in timeline.cards]
        for line in draft.script.lines:
            rows = [
                row for cue in timeline.captions.cues if cue.line == line.index for row in cue.rows
            ]
            values = {key: written(facts[key].value, draft.profile) for key in line.tags}
            unread = {k: v for k, v in values.items() if _letters(v) not in _letters("".join(rows))}
            assert bool(rows) == bool(line.text)
            for key, value in unread.items():
                assert value in cards or price_table(facts[key].value, draft.profile) in tables
            left_out += len(unread)
    assert left_out
