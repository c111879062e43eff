"""Dubs of the benchmark's pitches: do they fit, do they say the right numbers, what do they cost?

    python -m benchmarks.voice [--languages en,es,fr,it,pt,hi,ja,zh] [--pitches 3] [--json]

Every pitch's facts and times are known: its recording is spoken by `benchmarks/speech.py` and heard
by Whisper; the lines are the phrasebook's, so that no writer stands in the figures. `overhead` is
the time of the whole voice stage beyond that of the speaker's own calls for the lines that were
taken at last. `in_budget` is the share of lines that are heard whole in their own time, at 1.0x to
1.2x: a line of the speech starts no more than 0.6 s after its picture and, if it is the last, ends
with it; a line after the speech needs no picture to be held longer than planned. `drift_ms` is how
much later the last line of the speech ends than its picture does, at worst. `numbers_heard` is the
share of spoken lines with numbers of which Whisper heard every number again.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.facts import DATA, Bench, Case, cases
from benchmarks.frame import options, table, tell
from merchant_studio import __version__
from merchant_studio.check.proofread import read_numbers
from merchant_studio.config import StudioConfig
from merchant_studio.engines import (
    WRITERS,
    Authors,
    Sound,
    Speaker,
    Utterance,
    Voice,
    weights,
)
from merchant_studio.engines.chosen import ChosenEngines
from merchant_studio.facts import fill, pronounced
from merchant_studio.languages import LanguageProfile, profile
from merchant_studio.read.brief import make_brief
from merchant_studio.records import (
    Brief,
    EngineStamp,
    Finding,
    Pitch,
    Script,
    ScriptLine,
    SpokenLine,
    Transcript,
)
from merchant_studio.run import PROGRAM, MadeFrom, RunFolder
from merchant_studio.speak import Dub
from merchant_studio.speak.fitting import MAX_LATE_MS, MAX_TEMPO
from merchant_studio.speak.narrator import Narrator
from merchant_studio.write import ScriptJob, plan_lines, write_lines

NEURAL = ("en", "es", "fr", "it", "pt", "hi", "ja", "zh")


class TimedSpeaker:
    """A speaker that remembers how long each text took."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self.clones = speaker.clones
        self.seconds: dict[str, float] = {}

    @property
    def stamp(self) -> EngineStamp:
        """The speaker's own."""
        return self._speaker.stamp

    def voices(self, language: str) -> tuple[Voice, ...]:
        """The speaker's own."""
        return self._speaker.voices(language)

    def speak(self, utterance: Utterance) -> Sound:
        """The speaker's own."""
        start = time.perf_counter()
        sound = self._speaker.speak(utterance)
        self.seconds[utterance.text] = time.perf_counter() - start
        return sound


@dataclass(slots=True)
class Score:
    """What was counted in one language."""

    lines: int = 0
    in_budget: int = 0
    tempos: list[float] = field(default_factory=list)
    drifts_ms: list[int] = field(default_factory=list)
    with_numbers: int = 0
    heard: int = 0
    stage_s: float = 0.0
    bare_s: float = 0.0
    spoken_s: float = 0.0
    late_ms: list[int] = field(default_factory=list)
    held_ms: list[int] = field(default_factory=list)
    misheard: list[str] = field(default_factory=list)

    @property
    def row(self) -> dict[str, float]:
        """The figures of the language; times at worst."""
        return {
            "lines": self.lines,
            "in budget": self.in_budget / self.lines,
            "fastest": max(self.tempos),
            "overhead": _share(self.stage_s, self.bare_s) - 1,
            "of real time": self.stage_s / self.spoken_s,
            "numbers heard": self.heard / max(1, self.with_numbers),
            "drift ms": max(self.drifts_ms),
            "late ms": max(self.late_ms),
            "held ms": max(self.held_ms),
        }

    def count(
        self,
        dub: Dub,
        brief: Brief,
        language: LanguageProfile,
        seconds: Mapping[str, float],
        findings: Sequence[Finding],
    ) -> None:
        """Add a dub.

        `seconds` is what the speaker took for each text, `findings` what was found by listening.
        """
        said = [line for line in dub.script.lines if line.text]  # the others are silent
        texts = [
            fill(line.text, brief.facts, language, rates=brief.rates, voice=True) for line in said
        ]
        aloud = [pronounced(text, brief.facts, language) for text in texts]
        self.bare_s += sum(seconds[text] for text in dict.fromkeys(aloud))
        self.spoken_s += sum(s.span.duration_ms for s in dub.narration.lines) / 1000
        planned_ms = max(line.budget.end_ms for line in said)
        self.held_ms.append(max(0, dub.narration.lines[-1].span.end_ms - planned_ms))
        bad = {finding.where: finding.message for finding in findings}
        last = max(n for n, line in enumerate(said) if line.says)
        for n, (line, spoken, text) in enumerate(
            zip(said, dub.narration.lines, texts, strict=True)
        ):
            self._count_times(line, spoken, planned_ms, is_last=n == last)
            if read_numbers(text, language):
                self.with_numbers += 1
                message = bad.get(f"{dub.script.language}, line {line.index + 1}", "")
                self.heard += "was not heard" not in message
                self.misheard += [message] if "was not heard" in message else []

    def _count_times(
        self, line: ScriptLine, spoken: SpokenLine, planned_ms: int, *, is_last: bool
    ) -> None:
        """Whether a line is in its budget; `is_last`: no other line of the speech comes after."""
        self.lines += 1
        self.tempos.append(spoken.tempo)
        late_ms = max(0, spoken.span.start_ms - line.budget.start_ms)
        over_ms = max(0, spoken.span.end_ms - line.budget.end_ms)
        if line.says:
            self.late_ms.append(late_ms)
            fits = late_ms <= MAX_LATE_MS and not (is_last and over_ms)
        else:
            fits = spoken.span.end_ms <= planned_ms
        if is_last:
            self.drifts_ms.append(over_ms)
        self.in_budget += fits and spoken.tempo <= MAX_TEMPO


def hear(case: Case, bench: Bench) -> tuple[Pitch, Transcript]:
    """The pitch and what Whisper hears of it; kept between runs, for it is not what is measured."""
    pitch = bench.pitch(case, with_sheet=True)
    kept = RunFolder(weights.cache_dir() / "benchmarks")
    values = {"recording": [pitch.speech.sha256], "recognizer": [bench.recognizer.stamp]}
    inputs = MadeFrom({PROGRAM: [__version__], **values})
    name = f"{pitch.speech.sha256[:16]}.heard.json"
    return pitch, kept.record(name, Transcript, inputs, lambda: bench.transcript(pitch))


def measure(case: Case, bench: Bench, scores: Mapping[str, Score]) -> None:
    """Dub one pitch in the language of every score, and count."""
    pitch, transcript = hear(case, bench)
    brief = make_brief(pitch, transcript, accept_heard=False, strict=False)
    lines = plan_lines(transcript, brief, pitch.speech.duration_ms, dubbed=True)
    config = StudioConfig(voice="dub")
    speaker = TimedSpeaker(ChosenEngines(config).speaker(config.speaker))
    with tempfile.TemporaryDirectory() as place:
        narrator = Narrator(
            config,
            pitch,
            transcript,
            RunFolder(Path(place)),
            lambda name: speaker,
            lambda code: bench.recognizer,
            lambda stage, what: None,
        )
        for code, score in scores.items():
            language = profile(code)
            job = ScriptJob(
                source=lines,
                brief=brief,
                profile=language,
                tag=code,
                tone="plain",
                # A voice's rate is measured only once.
                chars_per_second=narrator.chars_per_second(code, language),
            )
            script = write_lines(job, Authors())
            assert isinstance(script, Script)
            start = time.perf_counter()
            dub = narrator.narrate(script, brief, language)
            score.stage_s += time.perf_counter() - start
            findings = narrator.listen(dub, brief, language)
            score.count(dub, brief, language, speaker.seconds, findings)


def figures(scores: Mapping[str, Score]) -> dict[str, Any]:
    """The document of all languages."""
    every = list(scores.values())
    return {
        "overhead": _share(sum(s.stage_s for s in every), sum(s.bare_s for s in every)) - 1,
        "in_budget": sum(s.in_budget for s in every) / sum(s.lines for s in every),
        "max_tempo": max(tempo for s in every for tempo in s.tempos),
        "drift_ms": max(drift for s in every for drift in s.drifts_ms),
        "numbers_heard": {code: s.row["numbers heard"] for code, s in scores.items()},
        "by_language": {code: s.row for code, s in scores.items()},
        "misheard": [message for s in every for message in s.misheard],
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


OPTIONS = options(__doc__, languages=NEURAL, pitches=3, json=False)


def main() -> None:
    """Measure, print the table, and with `--json` one document as the last line."""
    asked = OPTIONS.parse_args()
    bench = Bench(WRITERS.choose("llama.cpp").model)
    scores = {code: Score() for code in asked.languages}
    for case in cases(asked.pitches, DATA):
        measure(case, bench, scores)
    found = figures(scores)
    rows = [{"language": code, **row} for code, row in found["by_language"].items()]
    totals = [f"{name} {found[name]:.3f}" for name in ("overhead", "in_budget", "max_tempo")]
    tell(found, "\n".join([table(rows), *totals, *found["misheard"]]), as_json=asked.json)


if __name__ == "__main__":
    main()
