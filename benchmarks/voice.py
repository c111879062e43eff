"""Dubs of the benchmark's pitches: do they fit, do they say the right numbers, what do they cost?

    python -m benchmarks.voice [--languages en,es,fr,it,pt,hi,ja,zh] [--pitches 3] [--json]
    python -m benchmarks.voice --predict --pitches 24    the fit alone, nothing is spoken

Every pitch's facts and times are known: its recording is spoken by `benchmarks/speech.py` and heard
by Whisper; the lines are the phrasebook's, so that no writer stands in the figures. `overhead` is
the time of the whole voice stage beyond that of the speaker's own calls for the lines that were
taken at last. `in_budget` is the share of lines that are heard whole in their own time, at 1.0x to
1.2x: a line of the speech starts no more than 0.6 s after its picture and, if it is the last, ends
with it; a line after the speech needs no picture to be held longer than planned. `drift_ms` is how
much later the last line of the speech ends than its picture does, at worst. `numbers_heard` is the
share of spoken lines with numbers of which Whisper heard every number again.

With `--predict` a line takes as long as the voice's measured rate says, and is not listened to.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.facts import DATA, Bench, Case, cases
from merchant_studio import __version__
from merchant_studio.check.proofread import read_numbers
from merchant_studio.config import StudioConfig
from merchant_studio.engines import (
    WRITERS,
    Authors,
    Skills,
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
    digest,
)
from merchant_studio.run.folder import RunFolder
from merchant_studio.speak import Dub, LineVoice, SpeechRate, measured_rate
from merchant_studio.speak.fitting import MAX_LATE_MS, MAX_TEMPO
from merchant_studio.speak.narrator import Narrator
from merchant_studio.write import ScriptJob, plan_lines, write_scripts

HUM_HZ = 16_000
NEURAL = "en,es,fr,it,pt,hi,ja,zh"


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


class PredictedSpeaker(TimedSpeaker):
    """A speaker that only hums, as long as the real one is expected to speak."""

    def speak(self, utterance: Utterance) -> Sound:
        """A tone."""
        self.seconds[utterance.text] = 0.0
        time_ms = self._rate(utterance.language, utterance.voice).time_ms(utterance.text)
        at = np.arange(time_ms * HUM_HZ // 1000)
        samples = (8000 * np.sin(at * 0.1)).astype("<i2")
        return Sound(samples=samples.tobytes(), sample_rate_hz=HUM_HZ)

    @cache  # noqa: B019  (there is one for each pitch, and it lives as long as that)
    def _rate(self, language: str, voice: str) -> SpeechRate:
        chosen = next(each for each in self.voices(language) if each.name == voice)
        with tempfile.TemporaryDirectory() as place:
            real = LineVoice(self._speaker, chosen, language, RunFolder(Path(place)))
            known = profile(language)
            return measured_rate(known, digest(real.inputs, known.code), real.time_ms)


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
    inputs = digest(__version__, pitch.speech.sha256, bench.recognizer.stamp)
    name = f"{pitch.speech.sha256[:16]}.heard.json"
    return pitch, kept.record(name, Transcript, inputs, lambda: bench.transcript(pitch))


def measure(
    case: Case, bench: Bench, codes: Sequence[str], scores: dict[str, Score], *, predict: bool
) -> None:
    """Dub one pitch in every language and count."""
    pitch, transcript = hear(case, bench)
    brief = make_brief(pitch, transcript, accept_heard=False, strict=False)
    lines = plan_lines(transcript, brief, pitch.speech.duration_ms, dubbed=True)
    config = StudioConfig(voice="dub")
    real = ChosenEngines(config).speaker(config.speaker)
    speaker = PredictedSpeaker(real) if predict else TimedSpeaker(real)
    with tempfile.TemporaryDirectory() as place:
        narrator = Narrator(
            config,
            pitch,
            transcript,
            RunFolder(Path(place)),
            lambda name: speaker,
            bench.recognizer,
            lambda stage, what: None,
        )
        for code in codes:
            language, score = profile(code), scores[code]
            job = ScriptJob(
                source=lines,
                brief=brief,
                profile=language,
                tag=code,
                tone="plain",
                # A voice's rate is measured only once.
                chars_per_second=narrator.chars_per_second(code, language),
            )
            (script,) = write_scripts([job], Authors(writer=None, skills=Skills()))
            assert isinstance(script, Script)
            start = time.perf_counter()
            dub = narrator.narrate(script, brief, language)
            score.stage_s += time.perf_counter() - start
            findings = () if predict else narrator.listen(dub, brief, language)
            score.count(dub, brief, language, speaker.seconds, findings)


def figures(scores: dict[str, Score]) -> dict[str, Any]:
    """The document of all languages."""
    every = list(scores.values())
    tempos = sorted(tempo for score in every for tempo in score.tempos)
    return {
        "overhead": _share(sum(s.stage_s for s in every), sum(s.bare_s for s in every)) - 1,
        "in_budget": sum(s.in_budget for s in every) / sum(s.lines for s in every),
        "max_tempo": max(tempos),
        "tempo_quartiles": [tempos[len(tempos) * part // 4] for part in (1, 2, 3)],
        "drift_ms": max(drift for s in every for drift in s.drifts_ms),
        "numbers_heard": {c: s.heard / max(1, s.with_numbers) for c, s in scores.items()},
        "real_time_factor": {c: s.stage_s / s.spoken_s for c, s in scores.items()},
        "overheads": {c: _share(s.stage_s, s.bare_s) - 1 for c, s in scores.items()},
        "in_budgets": {c: s.in_budget / s.lines for c, s in scores.items()},
        "drifts_ms": {c: s.drifts_ms for c, s in scores.items()},
        "latest_ms": {c: max(s.late_ms) for c, s in scores.items()},
        "held_ms": {c: s.held_ms for c, s in scores.items()},
        "lines": sum(s.lines for s in every),
        "misheard": {c: s.misheard for c, s in scores.items()},
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def table(found: dict[str, Any]) -> str:
    """The figures for a reader."""
    rows = ["language  in budget  overhead  real time  numbers heard  drift ms  latest start ms"]
    for code, rate in found["numbers_heard"].items():
        drift = max(found["drifts_ms"][code])
        rows.append(
            f"{code:8} {found['in_budgets'][code]:9.0%} {found['overheads'][code]:9.1%} "
            f"{found['real_time_factor'][code]:10.2f} {rate:13.0%} {drift:10} "
            f"{found['latest_ms'][code]:15}"
        )
    rows.append(
        f"all      {found['in_budget']:9.0%} {found['overhead']:9.1%}; fastest line "
        f"{found['max_tempo']:.2f}x, quartiles {found['tempo_quartiles']}"
    )
    rows += [message for each in found["misheard"].values() for message in each]
    return "\n".join(rows)


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default=NEURAL)
    parser.add_argument("--pitches", type=int, default=3)
    parser.add_argument("--predict", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    """Measure, print the table, and with `--json` one document as the last line."""
    options = command_line().parse_args()
    codes = options.languages.split(",")
    bench = Bench(WRITERS.choose("llama.cpp").model)
    scores = {code: Score() for code in codes}
    for case in cases(options.pitches, DATA):
        measure(case, bench, codes, scores, predict=options.predict)
    found = figures(scores)
    print(table(found))
    if options.json:
        print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
