"""Shorter words around the same facts, for a line that takes too long to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..check import check_facts, proofread
from ..facts import label, names_itself, sentence, spoken, written
from ..languages import LanguageProfile
from ..records import Brief, ScriptLine, seal

WHY = "shortened to be said in its time"
_COMMAS = "،，、,"
"""Commas of all scripts; a language uses the one that stands in its `punctuation`."""


def shorter_lines(
    line: ScriptLine, brief: Brief, profile: LanguageProfile
) -> tuple[ScriptLine, ...]:
    """Ever shorter wordings of a line's facts, from the phrasebook; none for a line that the
    merchant wrote, or that says more than facts.

    Each has passed the same checks as the lines of a script.
    """
    if line.author == "merchant" or line.points or not line.tags:
        return ()
    found: list[ScriptLine] = []
    shortest = len(line.text)
    texts = dict.fromkeys(_texts(line, brief, profile))
    for text in sorted(texts, key=len, reverse=True):
        if len(text) < shortest and _is_right(text, line, brief, profile):
            shortest = len(text)
            found.append(replace(line, text=text, made_by="phrasebook", why=WHY, seal=seal(text)))
    return tuple(found)


def _texts(line: ScriptLine, brief: Brief, profile: LanguageProfile) -> Iterator[str]:
    space = " " if " " in profile.text.punctuation else ""
    full = [_sentences(tag, brief, profile) for tag in line.tags]
    yield space.join(sentences[0] for sentences in full)
    yield space.join(min(sentences, key=len) for sentences in full)
    # One sentence: a voice pauses less at a comma.
    end = profile.text.sentence_end[0]
    comma = next(mark for mark in _COMMAS if mark in profile.text.punctuation) + space
    yield comma.join(min(sentences, key=len).removesuffix(end) for sentences in full) + end


def _sentences(tag: str, brief: Brief, profile: LanguageProfile) -> Sequence[str]:
    """The phrasebook's sentence for a fact, and its label and value: "Price: <price>"."""
    book = profile.phrases
    if tag == "name":
        return [min(book.introduction, key=len), book.short.introduction]
    named = label(tag, brief, profile)
    short = profile.patterns.label.format(label=named, value=f"<{tag}>")
    if any(fact.key == tag and names_itself(fact, profile) for fact in brief.facts):
        short = f"<{tag}>"
    short += profile.text.sentence_end[0]
    whole = sentence(tag, brief, profile)
    return [whole, short] if whole else [short]


def _is_right(text: str, line: ScriptLine, brief: Brief, profile: LanguageProfile) -> bool:
    facts = {fact.key: fact for fact in brief.facts}
    stated = [facts[tag] for tag in line.tags if tag in facts]
    values = {
        fact.key: f"{written(fact.value, profile)} {spoken(fact.value, profile)}" for fact in stated
    }
    problems = proofread.check_line(
        text, tags=line.tags, facts=facts, values=values, profile=profile, own_words=True
    )
    return not (problems or check_facts(text, stated, brief, profile))
