"""Write one language's script: a line that fails its checks falls back on the next author.

The chain: the writer, the writer again, the translator's literal line, the catalogue of selling
points with the phrasebook's sentences for facts. What none of them can say is not said. A model
never writes a fact but its tag (`<price>`), under a grammar if its engine knows one, and every line
is checked by `proofread`. Lines with a trade term (price, order quantity ...) come from the
phrasebook. The writer rewrites the translator's literal line; that line itself is taken if it
passes the checks and the writer has none that does. Each line records who wrote it, and why.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from ..check import check_facts, proofread
from ..engines import Skills
from ..facts import KEYS, can_say, label, sentence, spoken, written
from ..languages import REFERENCE, TAG, LanguageProfile, lexicon
from ..records import Author, Brief, Fact, ScriptLine, SellingPoint, seal
from .catalogued import Sentence, points_of_line, sentences_by_line
from .request import LineRequest, WritingRequest, WrittenLine
from .source import SourceLine

PROMPT_FILE = Path(__file__).parents[1] / "data" / "prompts" / "rewrite.txt"
TONES: Mapping[str, str] = {
    "plain": "Keep it plain and clear.",
    "lively": "Make it lively: open with what the buyer gains, end with an invitation.",
    "formal": "Keep it formal and polite, without exclamation marks.",
}
_LATIN = re.compile("[A-Za-z]+")
MIN_CHARS = 24
"""Even the shortest line may have this many characters."""
MAX_GLOSSARY = 2
"""The prompt explains at most so many lexicon words, the longest: each costs about 8 tokens."""
PATIENCE = 1.5
"""A line of the model may exceed its reading time by this factor before it is sent back."""
NOT_FOR_WRITER = ("not said in the recording", "it states something", "trade term")
"""How the reason begins for which nobody was asked for a line."""
Steps: TypeAlias = Generator[WritingRequest, tuple[WrittenLine, ...], tuple[ScriptLine, ...]]
"""A generator that yields requests, is sent the written lines, and returns all lines."""


def _in_short(finding: str) -> str:
    """The first finding, shortened for the prompt: "it is too long for its time" is "too long"."""
    first = finding.partition(";")[0].removeprefix("it is ")
    return first.removesuffix(" for its time").replace("> is ", "> ")


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
        tone: str,
        skills: Skills,
        chars_per_second: float | None,
        patience: float = PATIENCE,
        points: Sequence[SellingPoint] = (),
    ) -> None:
        facts = {fact.key: fact for fact in brief.facts if can_say(fact, brief, profile)}
        self.said = source
        self.source = [_sayable(line, facts) for line in source]
        self.brief, self.facts, self.profile = brief, facts, profile
        self.tone, self.trade_terms = tone, profile.code in skills.trade_terms
        self.points = points
        self.taken: Set[int] = set()
        """Lines that somebody else has written: the catalogue says nothing there."""
        self.before = ""
        """A text whose sentences the catalogue says in other words, where it has others."""
        reading = profile.captions.max_chars_per_second * patience
        self.chars_per_second = min(reading, chars_per_second or reading)
        self.least_confidence = skills.least_confidence
        self.values = {key: written(fact.value, profile) for key, fact in facts.items()}
        self.readings = {
            key: f"{self.values[key]} {spoken(fact.value, profile)}" for key, fact in facts.items()
        }
        """Each value as it is read and as it is spoken, so that its unit is known in both forms."""
        self.kept: dict[int, ScriptLine] = {}
        """Lines of the script before that stay as they are; nobody is asked for them."""
        self.for_writer = [i for i, line in enumerate(source) if self._why_phrases(line) is None]

    def keep(self, lines: Mapping[int, ScriptLine]) -> None:
        """Let lines of the script before stay: a model's that pass the checks as they are now.

        Where he had none that did, the phrasebook speaks again, and nobody is asked.
        """
        by_model = ("llm", "llm-retry", "translator")
        for i in self.for_writer:
            line = lines.get(i)
            if line is None or line.why.startswith(NOT_FOR_WRITER):
                continue
            if line.author not in by_model:
                self.kept[i] = line if line.author == "merchant" else self.phrase(i, line.why)
            elif not self.check(i, line.text):
                self.kept[i] = line

    def write_lines(
        self,
        literal: Mapping[int, str],
        *,
        writes: bool,
        translates: bool,
        wishes: Mapping[int, str] = MappingProxyType({}),
    ) -> Steps:
        """All lines, each by the first author of the chain whose line passes the checks.

        `literal` has the translator's lines; `writes` and `translates` say whether the writer's and
        the translator's may be taken; `wishes` says what a line must avoid at the first try.
        """
        done: dict[int, ScriptLine] = dict(self.kept)
        due = [i for i in self.for_writer if writes and i not in done]
        findings: dict[int, str] = {i: wishes.get(i, "") for i in due}
        unsure: dict[int, str] = {}
        authors: tuple[Author, ...] = ("llm", "llm-retry")
        for author in authors:
            if not findings:
                break
            written_lines = yield self._request(findings, literal)
            asked, findings = tuple(findings), {}
            for i, line in zip(asked, written_lines, strict=True):
                text = self.profile.said(" ".join(line.text.split()))
                problems = self.check(i, text) if text else ("it did not come",)
                if problems:
                    findings[i] = "; ".join(problems)
                elif line.confidence is not None and line.confidence < self.least_confidence:
                    unsure[i] = f"the writer was not sure of its line ({text})"
                else:
                    done[i] = self.line(i, text, author, points=self._said(i))
        for i, source in enumerate(self.source):
            if i not in done:
                why = unsure.get(i) or findings.get(i) or self._why_phrases(source) or ""
                done[i] = self._literal(i, literal, why) if translates else self.phrase(i, why)
        return tuple(done[i] for i in range(len(self.source)))

    def _literal(self, i: int, literal: Mapping[int, str], why: str) -> ScriptLine:
        """The translator's line if it passes the checks, else the phrasebook's."""
        if i not in literal:
            return self.phrase(i, why)
        text = self.profile.said(" ".join(literal[i].split()))
        problems = self.check(i, text) if text else ("its tags were lost",)
        if problems:
            found = f"the literal translation: {'; '.join(problems)}"
            return self.phrase(i, f"{why}; {found}" if why else found)
        return self.line(i, text, "translator", why, points=self._said(i))

    def all_phrases(self, why: str) -> tuple[ScriptLine, ...]:
        """Every line from the phrasebook."""
        return tuple(
            self.phrase(i, self._why_phrases(line) or why) for i, line in enumerate(self.source)
        )

    def merchants_own(self) -> tuple[ScriptLine, ...]:
        """The merchant's own words, with the facts as the brief has them."""
        return tuple(
            self.line(i, self._closed(line.text), "merchant")
            if line.text
            else self.phrase(i, self._why_phrases(line) or "")
            for i, line in enumerate(self.source)
        )

    def _closed(self, text: str) -> str:
        ends = self.profile.text.sentence_end
        return text if text[-1] in ends else text + ends[0]

    def _why_phrases(self, line: SourceLine) -> str | None:
        """Why the phrasebook must give this line; None if the writer may write it."""
        if not line.says:
            return "not said in the recording"
        if not line.text:
            return "it states something that is not a confirmed fact or has no word here"
        if self.trade_terms:
            return None
        trade = [tag for tag in line.tags if tag not in KEYS or KEYS[tag].trade]
        return f"trade term: {', '.join(trade)}" if trade else None

    def max_chars(self, i: int) -> int:
        """Characters that the line's time allows, tags not counted."""
        allowed = self.source[i].budget.duration_ms * self.chars_per_second / 1000
        facts = sum(len(self.values[tag]) for tag in self.source[i].tags)
        return max(MIN_CHARS, round(allowed) - facts)

    def _request(self, findings: Mapping[int, str], literal: Mapping[int, str]) -> WritingRequest:
        profile = self.profile
        standing, pitch = _shared_prompt(
            {i: self.said[i] for i in self.for_writer}, self.brief.source_language, self.tone
        )
        return WritingRequest(
            standing=standing,
            pitch=pitch,
            language=profile.name_for_market,
            instruction=profile.register_,
            lines=tuple(
                LineRequest(
                    number=i + 1,
                    tags=self.source[i].tags,
                    max_chars=self.max_chars(i),
                    finding=_in_short(finding),
                    literal=literal.get(i, ""),
                )
                for i, finding in findings.items()
            ),
            letters=profile.text.letters,
            punctuation=profile.text.punctuation,
            sentence_end=profile.text.sentence_end,
        )

    def check(
        self, i: int, text: str, spare: Sequence[str] = (), *, freely: bool = False
    ) -> tuple[str, ...]:
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
        problems = problems or check_facts(
            *(text, facts, self.brief, self.profile), spare=spare, freely=freely
        )
        return problems

    def line(
        self,
        i: int,
        text: str,
        author: Author,
        why: str = "",
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

    def phrase(self, i: int, why: str) -> ScriptLine:
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
            *(i, text, author, why),
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
        for word in (*_LATIN.findall(text), *proofread.number_words_in(text, profile))
    )
    return tuple(dict.fromkeys(words))


def _shared_prompt(lines: Mapping[int, SourceLine], language: str, tone: str) -> tuple[str, str]:
    """The part of the prompt that all pitches share, and that which all languages of this one do:
    the numbered lines that the writer may write.
    """
    pitch = "\n".join(f"{i + 1}. {line.text}" for i, line in lines.items())
    found = sorted(lexicon.found_in(TAG.sub("\n", pitch), language), key=len, reverse=True)
    words = [
        f"{word} = {translation}"
        for word in found
        if (translation := lexicon.translate(word, language, REFERENCE))
    ]
    glossary = "; ".join(words[:MAX_GLOSSARY])
    standing = PROMPT_FILE.read_text(encoding="utf-8").strip().format(tone=TONES[tone])
    return standing, "\n".join(["", *filter(None, [glossary]), "", pitch])
