"""The tasks of the exam, read from `data/exam`: what is said, and the answers that are right."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from ...check import Place, Verdict
from ...engines import Answer, Question
from ...errors import EngineError, EngineFailedError
from ...languages import TAG, LanguageProfile, profile
from ...read import (
    CHANGES_NUMBER,
    make_brief,
    read_message,
    read_value,
    tagged_lines,
    understanding,
)
from ...records import (
    AudioFile,
    Brief,
    EngineStamp,
    Message,
    Pitch,
    ProductName,
    Segment,
    SellingPoint,
    Sheet,
    Span,
    Transcript,
    Word,
)
from ..source import plan_lines
from ..writing import ScriptJob
from .draft import PATIENCE
from .names import names_question, read_names

LANGUAGE = "zh"
"""What is spoken in every task."""
MS_PER_CHARACTER = 200
"""How fast he speaks where the language allows it; see `ms_per_character`."""
PAUSE_MS = 400
TOKENS_PER_LINE = 200
"""Room for what is to be told of one line: a weak model that goes on and on is cut there."""
_RECORDED = EngineStamp(kind="recognizer", name="exam", model="", revision="", seed=0)
_FREE = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A pitch of the exam: what was heard, and what is known of its facts."""

    transcript: Transcript
    brief: Brief

    @property
    def end_ms(self) -> int:
        """When the speech ends."""
        return self.transcript.segments[-1].span.end_ms


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether one pitch was understood."""

    repaired: bool
    """Every line reads as it was meant."""
    points: bool
    """Every point was named, and no trap."""
    changed_number: bool
    """A repair would have changed a number; the checks refused it."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A pitch with a misheard word."""

    said: Spoken
    meant: tuple[str, ...]
    """Its lines as they should read, with tags."""
    points: tuple[tuple[int, str], ...]
    """Segment and quote of each point."""
    traps: tuple[tuple[int, str], ...]
    """Segment and words of what is no point: a joke, other people's goods."""

    @property
    def question(self) -> Question:
        """What a run would ask about the pitch."""
        asked = understanding(self.said.transcript, self.said.brief)
        return replace(asked, max_tokens=TOKENS_PER_LINE * len(self.meant))

    def mark(self, answer: Answer | EngineError, made_by: EngineStamp) -> Reading:
        """Whether an answer understands the pitch."""
        if isinstance(answer, EngineError):
            return Reading(False, False, False)
        try:
            message = read_message(answer, self.said.transcript, self.said.brief, made_by)
        except EngineFailedError:
            return Reading(False, False, False)
        whys = [change.why for line in message.lines for change in line.changes]
        return Reading(
            repaired=tuple(line.meant for line in message.lines) == self.meant,
            points=all(_named(point, message.points) for point in self.points)
            and not any(_named(trap, message.points) for trap in self.traps),
            changed_number=CHANGES_NUMBER in whys,
        )


@dataclass(frozen=True, slots=True)
class Naming:
    """A product that is to be named."""

    name: Mapping[str, str]
    nouns: Mapping[str, tuple[tuple[str, str, str], ...]]
    """By language code, each noun that is right, its gender and its number; any: it has none."""

    def question(self, codes: Sequence[str]) -> Question:
        """What a run would ask about the product in these languages."""
        return names_question(self.name, "", {code: profile(code) for code in codes}, {})

    def mark(self, answer: Answer | EngineError, codes: Sequence[str]) -> Mapping[str, bool]:
        """By language, whether an answer has a right noun, its gender and its number."""
        if isinstance(answer, EngineError):
            return dict.fromkeys(codes, False)
        names = read_names(answer, {code: profile(code) for code in codes})
        return {
            code: code in names and any(_is_called(names[code], *n) for n in self.nouns[code])
            for code in codes
        }


@dataclass(frozen=True, slots=True)
class Product:
    """A pitch that is understood already; scripts are written of it."""

    row: Mapping[str, Any]
    """What is said, and the sheet, as `products.toml` has them."""
    message: Message

    def job(self, code: str) -> ScriptJob:
        """The job of one language, as captions over the merchant's own voice."""
        said = _spoken(self.row, ms_per_character(profile(code)))
        lines = plan_lines(said.transcript, said.brief, said.end_ms, message=self.message)
        return ScriptJob(
            source=lines,
            brief=said.brief,
            profile=profile(code),
            tag=code,
            tone="plain",
            message=self.message,
        )


@dataclass(frozen=True, slots=True)
class FinishedLine:
    """A line for the judge."""

    product: str
    place: Place
    text: str
    is_wrong: bool

    def is_refused(self, verdicts: Mapping[Place, Verdict]) -> bool:
        """Whether the judge found something wrong; one that says nothing has found nothing."""
        return self.place in verdicts and bool(verdicts[self.place].problems)


def listenings() -> tuple[Listening, ...]:
    """The pitches that are to be understood."""
    return tuple(map(_listening, _read("understanding")["pitch"]))


def namings() -> tuple[Naming, ...]:
    """The products that are to be named."""
    return tuple(
        Naming(
            row["name"],
            {code: tuple(map(_noun, nouns)) for code, nouns in row["nouns"].items()},
        )
        for row in _read("names")["product"]
    )


def products() -> Mapping[str, Product]:
    """The pitches that scripts are written of, by name."""
    return {name: _product(row) for name, row in _read("products").items()}


def finished_lines() -> tuple[FinishedLine, ...]:
    """The lines that are to be judged: of each language two right ones and two wrong ones."""
    return tuple(
        FinishedLine(
            row["product"], (row["language"], row["number"]), row["text"], bool(row.get("wrong"))
        )
        for row in _read("judge")["line"]
    )


def _read(name: str) -> dict[str, Any]:
    file = resources.files("merchant_studio") / "data" / "exam" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _listening(row: Mapping[str, Any]) -> Listening:
    said = _spoken(row)
    heard, meant = row["repair"]
    lines = tagged_lines(said.transcript, said.brief)
    return Listening(
        said=said,
        meant=tuple(line.meant.replace(heard, meant) for line in lines),
        points=tuple((line - 1, quote) for line, quote in row["points"]),
        traps=tuple((line - 1, words) for line, words in row["traps"]),
    )


def _product(row: Mapping[str, Any]) -> Product:
    said = _spoken(row)
    answer = Answer(text=json.dumps({"repairs": [], "points": row["points"]}))
    return Product(row, read_message(answer, said.transcript, said.brief, _RECORDED))


def ms_per_character(language: LanguageProfile) -> int:
    """How fast the merchant speaks, so that his buyers have the time to read what he says: 200.

    Japanese takes 1.55 characters for one of Chinese, as the phrasebook shows, and viewers read 4
    of them a second: 387 ms for what he says in 200. So he speaks slowly where it is to be written.
    A language that needs little more than the usual time, as a line may, gets no more.
    """
    own, spoken = language.phrases.facts, profile(LANGUAGE).phrases.facts
    both = own.keys() & spoken.keys()
    longer = sum(len(TAG.sub("", own[key])) for key in both) / sum(
        len(TAG.sub("", spoken[key])) for key in both
    )
    needed = round(1000 * longer / language.captions.max_chars_per_second)
    return needed if needed > PATIENCE * MS_PER_CHARACTER else MS_PER_CHARACTER


def _spoken(row: Mapping[str, Any], ms_each: int = MS_PER_CHARACTER) -> Spoken:
    """The transcript of a perfect recognizer, and the brief that a run would make of it."""
    segments, at_ms = [], 0
    for index, text in enumerate(row["lines"]):
        words = []
        for character in text:
            span = Span(start_ms=at_ms, end_ms=at_ms + ms_each)
            words.append(Word(text=character, span=span, probability=1.0))
            at_ms = span.end_ms
        whole = Span(start_ms=words[0].span.start_ms, end_ms=at_ms)
        segments.append(Segment(index=index, span=whole, text=text, words=tuple(words)))
        at_ms += PAUSE_MS
    transcript = Transcript(language=LANGUAGE, segments=tuple(segments), made_by=_RECORDED)
    sheet = {key: read_value(key, value, LANGUAGE) for key, value in row.get("sheet", {}).items()}
    speech = AudioFile(
        path=Path("exam"), duration_ms=at_ms, sample_rate_hz=1, channels=1, sha256=""
    )
    pitch = Pitch(slug="exam", speech=speech, footage=(), sheet=Sheet(values=sheet))
    return Spoken(transcript, make_brief(pitch, transcript, accept_heard=False, strict=False))


def _noun(row: str) -> tuple[str, str, str]:
    """A noun, its gender and its number: `gafas feminine plural`."""
    noun, gender, number = row.split(" ")
    return noun, gender, number


def _is_called(name: ProductName, noun: str, gender: str, number: str) -> bool:
    """Whether a name has this noun, also at the end of a longer one: Sonnenbrille."""
    return (
        any(word.endswith(noun) for word in name.noun.casefold().split())
        and gender in ("any", name.gender)
        and (number == "plural") == name.plural
    )


def _named(wanted: tuple[int, str], points: Sequence[SellingPoint]) -> bool:
    """Whether a point rests on these words: half of the pairs of the shorter are in both."""
    segment, words = wanted
    own = _pairs(words)
    return any(
        segment in point.segments
        and 2 * len(own & _pairs(point.quote)) >= min(len(own), len(_pairs(point.quote))) > 0
        for point in points
    )


def _pairs(text: str) -> set[str]:
    letters = _FREE.sub("", text)
    return {letters[i : i + 2] for i in range(len(letters) - 1)}
