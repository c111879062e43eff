"""What a line says that no capable writer wrote, and the checks that every line passes.

The chain: a translator's literal line, then the catalogue of selling points with the phrasebook's
sentences for facts. What neither can say is not said. A translator never sees a fact but its tag
(`<price>`), and lines with a trade term (price, order quantity ...) are the phrasebook's. Each line
records who wrote it, and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property

from ..check import check_facts, proofread
from ..facts import KEYS, can_say, label, sentence, spoken, with_parts, written
from ..languages import TAG, LanguageProfile
from ..messages import NOTHING, Notice, joined, name_of, say
from ..records import Author, Brief, Fact, ScriptLine, SellingPoint, seal
from .catalogued import Sentence, points_of_line, sentences_by_line
from .source import SourceLine

_LATIN = re.compile("[A-Za-z]+")
MIN_CHARS = 24
"""Even the shortest line may have this many characters."""
PATIENCE = 1.5
"""A translator's line may exceed its reading time by this factor before it is refused."""


def _sayable(line: SourceLine, facts: Mapping[str, Fact]) -> SourceLine:
    """The line without facts that the language cannot say; if it had any, without its text, too."""
    tags = tuple(tag for tag in line.tags if tag in facts)
    return line if tags == line.tags else replace(line, text="", tags=tags)


class FallbackChain:
    """Finds an author for every line of one language."""

    def __init__(
        self,
        source: Sequence[SourceLine],
        brief: Brief,
        profile: LanguageProfile,
        chars_per_second: float | None,
        *,
        patience: float = PATIENCE,
        points: Sequence[SellingPoint] = (),
    ) -> None:
        said = (fact for fact in with_parts(brief.facts) if can_say(fact, brief, profile))
        facts = {fact.key: fact for fact in said}
        self.said = source
        self.source = [_sayable(line, facts) for line in source]
        self.brief, self.facts, self.profile = brief, facts, profile
        self.points = points
        self.taken: Set[int] = set()
        """Lines that somebody else has written: the catalogue says nothing there."""
        self.before = ""
        """A text whose sentences the catalogue says in other words, where it has others."""
        reading = profile.captions.max_chars_per_second * patience
        self.chars_per_second = min(reading, chars_per_second or reading)
        self.values = {key: written(fact.value, profile) for key, fact in facts.items()}
        self.readings = {
            key: f"{self.values[key]} {spoken(fact.value, profile)}" for key, fact in facts.items()
        }
        """Each value as it is read and as it is spoken, so that its unit is known in both forms."""
        self.for_translator = [
            i for i, line in enumerate(source) if self._why_phrases(line) is None
        ]

    def translated(
        self, literal: Mapping[int, str], kept: Mapping[int, ScriptLine]
    ) -> tuple[ScriptLine, ...]:
        """All lines: those that are kept, a translator's `literal` ones, else the phrasebook's."""
        return tuple(
            kept[i]
            if i in kept
            else self._literal(i, literal[i])
            if i in literal
            else self.phrase(i, self._why_phrases(source) or NOTHING)
            for i, source in enumerate(self.source)
        )

    def standing(self, before: Mapping[int, ScriptLine]) -> dict[int, ScriptLine]:
        """The lines of the script before that stay: a translator's that pass the checks as they are
        now.

        Where he had none that did, the phrasebook speaks again, and nobody is asked.
        """
        kept = {}
        for i in self.for_translator:
            line = before.get(i)
            if line is None:
                continue
            if line.author == "translator":
                if not self.check(i, line.text):
                    kept[i] = line
            else:
                kept[i] = line if line.author == "merchant" else self.phrase(i, line.why)
        return kept

    def _literal(self, i: int, text: str) -> ScriptLine:
        """A translator's line if it passes the checks, else the phrasebook's."""
        text = self.profile.said(" ".join(text.split()))
        problems = self.check(i, text) if text else (say("its tags were lost"),)
        if problems:
            why = say("the literal translation: {problem}", problem=joined(problems))
            return self.phrase(i, why)
        return self.line(i, text, "translator", points=self._said(i))

    def all_phrases(self, why: Notice) -> tuple[ScriptLine, ...]:
        """Every line from the phrasebook."""
        return tuple(
            self.phrase(i, self._why_phrases(line) or why) for i, line in enumerate(self.source)
        )

    def merchants_own(self) -> tuple[ScriptLine, ...]:
        """The merchant's own words, with the facts as the brief has them."""
        return tuple(
            self.line(i, self._closed(line.text), "merchant")
            if line.text
            else self.phrase(i, self._why_phrases(line) or NOTHING)
            for i, line in enumerate(self.source)
        )

    def _closed(self, text: str) -> str:
        ends = self.profile.text.sentence_end
        return text if text[-1] in ends else text + ends[0]

    def _why_phrases(self, line: SourceLine) -> Notice | None:
        """Why the phrasebook must give this line; None if a translator may write it."""
        if not line.says:
            return say("not said in the recording")
        if not line.text:
            return say("it states something that is not a confirmed fact or has no word here")
        trade = [tag for tag in line.tags if tag not in KEYS or KEYS[tag].trade]
        return say("trade term: {keys}", keys=name_of(*trade)) if trade else None

    def max_chars(self, i: int) -> int:
        """Characters that the line's time allows, tags not counted."""
        allowed = self.source[i].budget.duration_ms * self.chars_per_second / 1000
        facts = sum(len(self.values[tag]) for tag in self.source[i].tags)
        return max(MIN_CHARS, round(allowed) - facts)

    def check(
        self, i: int, text: str, spare: Sequence[str] = (), *, freely: bool = False
    ) -> tuple[Notice, ...]:
        """What is wrong with a text for line `i`: its form, and its facts filled in.

        `spare` are words that the merchant said and that state no fact; for `freely` see
        `check_line`.
        """
        line = self.source[i]
        problems = proofread.check_line(
            text,
            tags=line.tags,
            facts=self.facts,
            values=self.readings,
            profile=self.profile,
            source=line.text,
            max_chars=self.max_chars(i),
            spare=spare,
            freely=freely,
        )
        facts = [self.facts[tag] for tag in line.tags]
        return problems or check_facts(
            text, facts, self.brief, self.profile, spare=spare, freely=freely
        )

    def line(
        self,
        i: int,
        text: str,
        author: Author,
        why: Notice = NOTHING,
        *,
        points: tuple[str, ...] = (),
        spare: tuple[str, ...] = (),
        judged: bool = False,
    ) -> ScriptLine:
        """Line `i` of the script with this text; one without a text has no facts either."""
        line = self.source[i]
        return ScriptLine(
            index=i,
            text=text,
            tags=line.tags if text else (),
            says=line.says,
            budget=self.source[i].budget,
            made_by=author,
            why=why,
            points=points,
            spare=spare,
            meaning="checked" if judged else "unchecked",
            seal=seal(text),
        )

    def phrase(self, i: int, why: Notice) -> ScriptLine:
        """The catalogue's sentences for the line's points, and the phrasebook's for its facts.

        A line that has neither is silent.
        """
        source, points = self.source[i], self._sentences.get(i, ())
        facts = [(self.said[i].text.find(f"<{tag}>"), tag) for tag in source.tags]
        said = [(each.at, each.text) for each in points]
        said += [(at, self._fact_phrase(tag, i)) for at, tag in facts]
        text = self._space.join(text for _, text in sorted(said, key=lambda each: each[0]))
        author: Author = "points" if points else "phrasebook" if text else "nobody"
        return self.line(
            i,
            text,
            author,
            why,
            points=tuple(each.point.id for each in points),
            spare=spare_words([each.text for each in points], self.profile),
        )

    @cached_property
    def _sentences(self) -> Mapping[int, Sequence[Sentence]]:
        """The catalogue's sentences of each line, as far as its time goes."""
        room = {
            i: self._room(i) - sum(len(self._filled_phrase(tag, i)) for tag in line.tags)
            for i, line in enumerate(self.source)
            if i not in self.taken
        }
        return sentences_by_line(self.said, self.points, self.profile, room, self.before)

    def _room(self, i: int) -> int:
        """Characters that viewers can read, or a voice can say, in the time of line `i`."""
        pace = min(self.profile.captions.max_chars_per_second, self.chars_per_second)
        return round(self.source[i].budget.duration_ms * pace / 1000)

    def fits(self, i: int, text: str) -> bool:
        """Whether a text can be read, or said, with its values in the time of line `i`."""
        values = sum(len(self.values.get(tag, "")) for tag in TAG.findall(text))
        return len(TAG.sub("", text)) + values <= self._room(i)

    @property
    def _space(self) -> str:
        return " " if " " in self.profile.text.punctuation else ""

    def _said(self, i: int) -> tuple[str, ...]:
        """The points that a translation of line `i` says."""
        return tuple(point.id for point in points_of_line(i, self.source, self.points))

    def _filled_phrase(self, tag: str, i: int) -> str:
        return self._fact_phrase(tag, i).replace(f"<{tag}>", self.values[tag])

    def _fact_phrase(self, tag: str, i: int) -> str:
        return fact_sentence(tag, i, self.brief, self.profile)


def fact_sentence(tag: str, i: int, brief: Brief, profile: LanguageProfile) -> str:
    """The phrasebook's sentence for a fact in line `i`: "The price is <price>."."""
    book = profile.phrases
    if tag == "name":
        return book.introduction[i % len(book.introduction)]
    if whole := sentence(tag, brief, profile):
        return whole
    named = profile.patterns.label.format(label=label(tag, brief, profile), value=f"<{tag}>")
    return named + profile.text.sentence_end[0]


def spare_words(sentences: Sequence[str], profile: LanguageProfile) -> tuple[str, ...]:
    """The words of the catalogue's sentences that state no fact: USB, free of charge."""
    words = (
        word
        for text in sentences
        for word in (
            *_LATIN.findall(text),
            *(number.text for number in proofread.number_words_in(text, profile)),
        )
    )
    return tuple(dict.fromkeys(words))
