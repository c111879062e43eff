"""Records of the facts that must be said, and of what each language says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import model_serializer, model_validator

from ..messages import NOTHING, Notice, say, stored
from .forms import seal
from .given import Gender, Rates, Span
from .heard import EngineStamp, Segment
from .message import SellingPoint
from .values import FactValue

Author: TypeAlias = Literal[
    "llm", "llm-retry", "points", "translator", "phrasebook", "merchant", "nobody"
]
"""Who wrote a line; points: the catalogue of selling points, perhaps with the phrasebook's
sentences of facts; nobody: it is silent, for a language that cannot say it."""

Assured: TypeAlias = Literal["checked", "catalogue", "facts", "unchecked", ""]
"""What vouches for a line's meaning: a judge has read it; it is the catalogue's sentence, of which
the meaning is known; it says facts and nothing else; nobody has read it. Empty: it is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where a fact was heard: characters of a segment's text."""

    segment: int
    start: int
    end: int
    text: str
    span: Span


def mention(segment: Segment, start: int, end: int) -> Mention:
    """The characters `start` to `end` of a segment, with the time they are said."""
    at, words = 0, []
    for word in segment.words:
        if at < end and start < at + len(word.text):
            words.append(word)
        at += len(word.text)
    span = (
        Span(start_ms=words[0].span.start_ms, end_ms=words[-1].span.end_ms)
        if words
        else segment.span
    )
    return Mention(
        segment=segment.index, start=start, end=end, text=segment.text[start:end], span=span
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value that buyers act on, and where it came from."""

    key: str
    """Also its tag: `price` is `<price>`."""
    value: FactValue
    must_say: bool
    source: Literal["sheet", "speech"]
    heard_in: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something the merchant should know."""

    check: str
    severity: Literal["block", "warn"]
    where: str
    """Language, line or file."""
    message: Notice
    key: str | None = None
    """The fact that it is about, such as `price`; None: it is about no single fact."""
    line: int = 0
    """The number of the script's line that it is about, from 1; 0: it is about no single line."""
    at_ms: int | None = None
    """The moment of the recording that it is about; None: it is about none."""

    @classmethod
    def of_line(
        cls,
        check: str,
        severity: Literal["block", "warn"],
        language: str,
        line: int,
        problem: Notice,
    ) -> Finding:
        """What is wrong with line `line`, from 1, of a language's script."""
        message = say(
            "{language}, line {line}: {problem}", language=language, line=line, problem=problem
        )
        where = f"{language}, line {line}"
        return cls(check=check, severity=severity, where=where, message=message, line=line)

    @model_serializer(mode="wrap")
    def _as_json(self, form: Callable[[Finding], dict[str, Any]]) -> dict[str, Any]:
        """In JSON the message is English, with its template and values beside it."""
        values = form(self)
        told = stored(self.message)
        return {
            **values,
            "message": self.message.english,
            **(told if isinstance(told, dict) else {}),
        }

    @model_validator(mode="before")
    @classmethod
    def _of_json(cls, values: Any) -> Any:
        """The message as `_as_json` wrote it; of older records a plain text."""
        if not isinstance(values, dict) or "template" not in values:
            return values
        told = {name: values[name] for name in ("template", "values") if name in values}
        return {**{k: v for k, v in values.items() if k not in told}, "message": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that every language must say, settled before a word is translated."""

    source_language: str
    facts: tuple[Fact, ...]
    unconfirmed: tuple[Fact, ...] = ()
    """Heard, but not yet confirmed by the merchant; move one to `facts` to confirm it."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rates: Rates | None = None
    speaker: Gender = ""
    """Whether a woman or a man speaks, by the sheet; empty: unknown."""
    points: tuple[SellingPoint, ...] = ()
    """The selling points of the sheet."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """One line of a language's script, with tags where facts stand."""

    index: int
    text: str
    tags: tuple[str, ...]
    """The tags that the line must hold, each once."""
    says: tuple[int, ...]
    """Indices of the transcript's segments that it tells; empty: said after the speech."""
    budget: Span
    """The time that the line has."""
    made_by: Author
    why: Notice = NOTHING
    """Why a line is the phrasebook's or had to be asked for twice; of a whole pitch's own line,
    what a judge stumbles over there."""
    points: tuple[str, ...] = ()
    """Ids of the selling points that it says."""
    spare: tuple[str, ...] = ()
    """Its words that the merchant said so and that state no fact: four (corners), Pantone."""
    meaning: Literal["checked", "unchecked"] = "unchecked"
    """Whether a judge has found that it says what the merchant means."""
    of: str = ""
    """Digest of what it was written from: it stays while its sentence is as it was."""
    seal: str
    """Digest of the text as `made_by` wrote it: a text edited since is the merchant's."""

    @property
    def author(self) -> Author:
        """Who wrote the text as it stands."""
        return self.made_by if self.seal == seal(self.text) else "merchant"

    @property
    def assured(self) -> Assured:
        """What vouches for its meaning as it stands."""
        if not self.text:
            return ""
        match self.author:
            case "points":
                return "catalogue"
            case "phrasebook":
                return "facts"
            case "merchant":
                return "unchecked"
        return self.meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What one language says; `facts.fill` turns the tags into values."""

    language: str
    """BCP-47 tag as it was asked for."""
    lines: tuple[ScriptLine, ...]
    made_by: EngineStamp
    helped_by: tuple[EngineStamp, ...] = ()
    """Other engines of whose lines some stand, such as those of an earlier script."""
    whole: bool = False
    """A capable writer wrote it as a whole pitch, free to say a line's meaning in its own words."""
    free: bool = False
    """Its lines are the writer's own: he merged, split and ordered as a seller would."""
    points: tuple[SellingPoint, ...] = ()
    """The selling points that it should say; empty where nobody has read the pitch for them."""

    @property
    def wanted(self) -> tuple[SellingPoint, ...]:
        """The points that buyers would miss: all but courtesies."""
        return tuple(point for point in self.points if point.kind != "courtesy")

    @property
    def missing(self) -> tuple[SellingPoint, ...]:
        """The selling points that no line says."""
        said = {point for line in self.lines for point in line.points}
        return tuple(point for point in self.wanted if point.id not in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTranslations:
    """What a model says that the lines of a script tell, in the merchant's language."""

    lines: Mapping[str, str]
    """By the seal of a line's text, with its tags; empty: what came of it could not be used."""
    made_by: EngineStamp | None = None
    """None: nobody can translate the script back."""
    why: Notice = NOTHING
    """Why lines are missing: the model failed."""
