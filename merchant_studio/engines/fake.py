"""Engines that need no model: for tests, dry runs and for trying the page.

The recognizer reads what is said from a text file (`fake:FILE`), without one from that beside
the recording (`pitch.mp4` -> `pitch.txt`, one sentence a line); writer and translator answer in
English, the speaker hums. While a file `FILE.held` lies beside that text (`pitch.held`), all but
the speaker wait: so a test looks at work in the middle.
"""

from __future__ import annotations

import json
import math
import re
import time
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from ..errors import EngineError, EngineFailedError
from ..messages import plain, say
from ..records import EngineKind, EngineStamp, Segment, Span, Word
from . import (
    Answer,
    EngineOptions,
    Languages,
    Question,
    Recognition,
    Sound,
    Timing,
    Utterance,
    Voice,
)
from .sound import segment_of

_MS_PER_CHARACTER = 200
_HUM_MS_PER_CHARACTER = 60
_HUM_RATE_HZ = 16_000
_HUM_HZ = {"low": 120, "high": 210}
_LOOK_S = 0.02
_MUTE_IN = "th"
"""The language that the fake speaker does not have."""
_SAID = re.compile(r"^(\d+)\. (.*(?:\n   p\d+ .*)*)$", re.M)
"""A line that a writer is told of, `3. 单价<price>。`, with its points below: `p2 It is cheap.`"""
_POINT = re.compile(r"(?:^   | )(p\d+)\b", re.M)
_ASKED_AGAIN = re.compile(r"^(\S+) \(.*?\), line (\d+): (.*)$", re.M)
"""A line that failed: `es (Spanish, usted), line 3: '...'. Wrong: ... It must hold: <price>.`."""
_MUST_HOLD = "It must hold:"


class _Fake:
    """The options and the stamp that all fake engines have."""

    kind: ClassVar[EngineKind]

    def __init__(self, options: EngineOptions) -> None:
        self._seed = options.seed
        self._script = None if options.model == "fake" else Path(options.model)

    @property
    def stamp(self) -> EngineStamp:
        """A stamp that says fake."""
        return EngineStamp(kind=self.kind, name="fake", model="fake", revision="1", seed=self._seed)


def _wait_while_held(script: Path) -> None:
    while script.with_suffix(".held").exists():
        time.sleep(_LOOK_S)


class FakeRecognizer(_Fake):
    """Hears the text file beside the recording."""

    kind = "recognizer"
    timing: Timing = "none"

    def hears(self, language: str) -> bool:
        """Every language."""
        return True

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None = None,
    ) -> Recognition:
        """One segment per line of the text file, 200 ms a character; of those in the stretch."""
        script = self._script or audio.with_suffix(".txt")
        _wait_while_held(script)
        if not script.exists():
            raise EngineFailedError(
                "fake", plain(f"{script.name} is missing; write what is said into it")
            )
        at_ms = 0
        segments: list[Segment] = []
        for line in script.read_text(encoding="utf-8").split("\n"):
            words = []
            for character in line:
                span = Span(start_ms=at_ms, end_ms=at_ms + _MS_PER_CHARACTER)
                if stretch is None or stretch.start_ms <= at_ms < stretch.end_ms:
                    words.append(Word(text=character, span=span, probability=1.0))
                at_ms = span.end_ms
            if words:
                segments.append(segment_of(len(segments), words))
            on_progress(at_ms)
        return Recognition(language=language or "zh", segments=tuple(segments))


class FakeWriter(_Fake):
    """Writes whole pitches of short English sentences that hold their tags."""

    kind = "writer"
    at_once = 1
    judged_at_once = 100
    fingerprint = ""

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """`First line <tag>.` for each line of a script, `Fresh line <tag>.` for one that is asked
        again; else the first value that the JSON schema allows.
        """
        if self._script:
            _wait_while_held(self._script)
        return tuple(Answer(text=json.dumps(_fake_answer(question))) for question in questions)


def _fake_answer(question: Question) -> Any:
    """Lines where a script or lines of it are asked for, else the first value that is allowed."""
    schema = question.form.schema
    fields: Mapping[str, Any] = schema["properties"]
    row = fields["lines"]["items"]["properties"] if "lines" in fields else {}
    if "points" not in row:
        return _fake_value(schema)
    if "language" in row:
        asked = [
            (language, number, failed.partition(_MUST_HOLD)[2])
            for language, number, failed in _ASKED_AGAIN.findall(question.parts[-1])
        ]
        words = "Fresh line"
    else:
        asked = [("", number, said) for number, said in _SAID.findall(question.parts[0])]
        words = "First line"
    return {
        "lines": [
            {
                "language": language,
                "line": int(number),
                "near": int(number),
                "text": " ".join([words, *re.findall(r"<\w+>", said)]) + ".",
                "points": _POINT.findall(said),
            }
            for language, number, said in asked
        ]
    }


def _fake_value(schema: Mapping[str, Any]) -> Any:
    """The first value that a schema allows; lists are empty."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema["type"]:
        case "object":
            return {name: _fake_value(of) for name, of in schema["properties"].items()}
        case "array":
            return []
        case "boolean":
            return False
        case "integer":
            return 1
        case _:
            return "Fake text."


class FakeTranslator(_Fake):
    """Answers in English, tags in place."""

    kind = "translator"
    writes: Languages = frozenset({"en"})

    def knows(self, source: str, target: str) -> bool:
        """English only."""
        return target == "en"

    def translate(self, lines: Sequence[str], *, source: str, target: str) -> tuple[str, ...]:
        """`Literal line <tag>.` for each line."""
        if self._script:
            _wait_while_held(self._script)
        return tuple(
            " ".join(["Literal line", *re.findall(r"<\w+>", line)]) + "." for line in lines
        )


class FakeSpeaker(_Fake):
    """Hums 60 ms for each character, with silence around it, in every language but Thai."""

    kind = "speaker"
    clones = True

    def voices(self, language: str) -> tuple[Voice, ...]:
        """A high one and a low one."""
        code = language.partition("-")[0]
        if code == _MUTE_IN:
            return ()
        return (
            Voice(name="high", language=code, gender="female", pitch_hz=_HUM_HZ["high"]),
            Voice(name="low", language=code, gender="male", pitch_hz=_HUM_HZ["low"]),
        )

    def speak(self, utterance: Utterance) -> Sound:
        """A hum at the voice's pitch."""
        if utterance.voice not in _HUM_HZ:
            raise EngineFailedError(
                "fake", say("there is no voice {voice!r}", voice=utterance.voice)
            )
        time_s = len(utterance.text) * _HUM_MS_PER_CHARACTER / 1000 / utterance.pace
        waves = 2 * math.pi * _HUM_HZ[utterance.voice]
        hum = (
            round(12_000 * math.sin(waves * n / _HUM_RATE_HZ))
            for n in range(round(time_s * _HUM_RATE_HZ))
        )
        silence = b"\0\0" * (_HUM_RATE_HZ // 10)
        return Sound(
            samples=silence + array("h", hum).tobytes() + silence, sample_rate_hz=_HUM_RATE_HZ
        )
