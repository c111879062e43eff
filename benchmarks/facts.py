"""Do facts survive? All pitches through merchant_studio, and some through the plain recipe.

    python -m benchmarks.facts [--pitches 575] [--heard 24] [--unseen 108]
        [--languages en,es,...] [--plain 8] [--model NAME] [--texts FILE] [--json]

All pitches are read from perfect transcripts and, with their sheets, written in every language, as
are the sheets of benchmarks/data/own_words, whose keys are a merchant's own words. As many as
`--heard` says are also spoken, by Kokoro (benchmarks/speech.py), and heard by Whisper base; the
gold facts stand beside each pitch in benchmarks/data/facts. With `--unseen` so many pitches of
benchmarks/data/unseen are spoken in a quiet room and heard; what is missed in them is not told.

The plain recipe is what one writes by hand: the same Whisper, then the same model asked to
translate and to keep every number. A fact survives when the finished text states its value in its
unit, as the independent reader reads it; of the plain recipe only the numbers are asked, in any
unit, which flatters it; `--plain` pitches are asked of it. Our texts are the phrasebook's: what a
capable writer makes of a pitch is `benchmarks.pitch`. `--texts` keeps every finished text.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from benchmarks import speech
from benchmarks.frame import options, tell
from benchmarks.plain_recipe import amounts, numbers_survive, plain_recipe
from benchmarks.survival import (
    SOURCE,
    Survival,
    own_words,
    perfect_transcript,
    perfectly_heard,
    sheet_of,
    silent,
    write_language,
)
from merchant_studio.config import StudioConfig
from merchant_studio.engines import RECOGNIZERS, WRITERS, EngineOptions, Recognizer, Writer
from merchant_studio.facts import agree
from merchant_studio.facts.complete import with_units
from merchant_studio.facts.numbers.chinese import NUMERAL, digits_only, read_numeral
from merchant_studio.hear import silences, transcribe_pitch
from merchant_studio.languages import language_codes, profile
from merchant_studio.read import read_pitch
from merchant_studio.read.brief import make_brief
from merchant_studio.records import Code, Fact, FactValue, Pitch, Sheet, Transcript

DATA = Path(__file__).parent / "data" / "facts"
UNSEEN = Path(__file__).parent / "data" / "unseen"
"""Pitches read from perfect transcripts only; what they gave blind stands in their README."""
UNLABELLED = ("payment", "promotion")
"""Kinds of values that the labels do not have, for they are older; see `benchmarks.deals`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One pitch of the benchmark."""

    name: str
    number: int
    spoken: tuple[str, ...]
    written: tuple[str, ...]
    sheet: str
    gold: Sheet
    """What the pitch states."""

    @property
    def manner(self) -> speech.Manner:
        """How it is said."""
        return speech.manner(self.number)


@dataclass(slots=True)
class Score:
    """Facts read from speech, beside the gold."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unhearable: int = 0
    """Of the missing ones, those whose number is not in the transcript at all."""

    def table(self) -> dict[str, float]:
        """Precision and recall; `recall_heard` leaves out what the recognizer did not hear."""
        found, gold = self.right + len(self.wrong), self.right + len(self.missing)
        heard = max(1, gold - self.unhearable)
        return {
            "precision": round(self.right / max(1, found), 4),
            "recall": round(self.right / max(1, gold), 4),
            "recall_heard": round(self.right / heard, 4),
        }


def cases(count: int, folder: Path = DATA) -> list[Case]:
    """The first `count` pitches, one of every kind of product before the second of any."""
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (path.stem[-1], path.stem))
    return [_case(number, path) for number, path in enumerate(paths[:count])]


def _case(number: int, path: Path) -> Case:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Case(
        name=path.stem,
        number=number,
        spoken=tuple(raw["pitch"]),
        written=tuple(raw["written"]),
        sheet=yaml.safe_dump(raw["sheet"], allow_unicode=True),
        gold=sheet_of(yaml.safe_dump(raw["facts"], allow_unicode=True)),
    )


class Bench:
    """Engines and results of one run."""

    def __init__(self, writer_model: str) -> None:
        options = EngineOptions(model="whisper-base", seed=7, threads=0)
        self.recognizer: Recognizer = RECOGNIZERS.load("faster-whisper", options)
        self.writer: Writer = WRITERS.load("llama.cpp", replace(options, model=writer_model))
        self.corrections: Counter[str] = Counter()

    def pitch(self, case: Case, *, with_sheet: bool) -> Pitch:
        """The case as ingest reads it."""
        with tempfile.TemporaryDirectory() as folder:
            product = Path(folder) / case.name
            product.mkdir()
            (product / "pitch.wav").symlink_to(speech.recording(case.spoken, case.manner))
            if with_sheet:
                (product / "product.yaml").write_text(case.sheet, encoding="utf-8")
            found = read_pitch(product, StudioConfig())
        wav = speech.recording(case.spoken, case.manner)
        return replace(found, speech=replace(found.speech, path=wav))

    def transcript(self, pitch: Pitch) -> Transcript:
        """What Whisper hears, repaired."""
        heard = transcribe_pitch(
            pitch, self.recognizer, SOURCE, lambda ms: None, silences(pitch.speech.path)
        )
        self.corrections.update(f"{c.heard} -> {c.meant}" for c in heard.corrections)
        return heard


# --- facts read from speech ----------------------------------------------------------------


def score_reading(case: Case, pitch: Pitch, transcript: Transcript, score: Score) -> None:
    """Compare what is read from a transcript, without a sheet, with the gold."""
    bare = replace(pitch, sheet=Sheet(values={}))
    brief = make_brief(bare, transcript, accept_heard=True, strict=False)
    heard = {fact.key: fact.value for fact in brief.facts if fact.value.kind not in UNLABELLED}
    values = with_units(case.gold.values)
    labelled = (pair for pair in values.items() if pair[1].kind not in ("term", *UNLABELLED))
    gold = dict(labelled)
    text = "".join(segment.text for segment in transcript.segments)
    for key, value in gold.items():
        if key in heard and agree(heard[key], value):
            score.right += 1
        else:
            score.missing.append(f"{case.name}: {key} {value}")
            score.unhearable += not _is_in(value, case, text)
    for key, value in heard.items():
        if key not in gold or not agree(value, gold[key]):
            score.wrong.append(f"{case.name}: {key} {value}")


def _is_in(value: FactValue, case: Case, transcript: str) -> bool:
    """Whether a transcript holds what states a value: its numbers, its letters, or the sentence."""
    if isinstance(value, Code):
        return all(_bare(code) in _bare(digits_only(transcript)) for code in value.codes)
    if set(amounts(value)) <= _numbers(transcript):
        return True
    # Said otherwise (九五折 for 5 %, 半年 for 6 months): is there any sentence that came through?
    unusual = [s for s in case.written if not set(amounts(value)) <= _numbers(s)]
    return any(_bare(sentence) in _bare(transcript) for sentence in unusual)


def _numbers(text: str) -> set[Decimal | None]:
    return {read_numeral(found) for found in re.findall(NUMERAL, text)}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


# --- the run -------------------------------------------------------------------------------


def run(asked: argparse.Namespace, tell: Callable[[str], None]) -> dict[str, Any]:
    """All figures; see the options. The pitches of `--plain` are among those of `--heard`."""
    bench, languages = Bench(asked.model), asked.languages
    reading = {name: Score() for name in ("written", "spoken", "clean", "noisy")}
    unseen = {name: Score() for name in ("unseen", "unseen, heard")}
    for case in cases(asked.pitches, UNSEEN):
        pitch = silent(case.name)
        score_reading(case, pitch, perfect_transcript(case.written), unseen["unseen"])
    for case in cases(asked.unseen, UNSEEN):
        bare = bench.pitch(replace(case, number=2 * case.number), with_sheet=False)  # quiet
        score_reading(case, bare, bench.transcript(bare), unseen["unseen, heard"])
    with_sheet = {code: Survival() for code in languages}
    without = {code: Survival() for code in languages}
    by_hand = {code: Survival() for code in languages}
    texts: list[str] = []
    started = time.perf_counter()
    for case in cases(asked.pitches):
        perfect = perfect_transcript(case.written)
        score_reading(case, silent(case.name), perfect, reading["written"])
        score_reading(case, silent(case.name), perfect_transcript(case.spoken), reading["spoken"])
        if case.number >= asked.heard:
            sheet = sheet_of(case.sheet)
            sheeted, _, brief = perfectly_heard(case.name, sheet, case.written)
            for code in languages:
                write_language(
                    sheeted, perfect, brief, profile(code), brief.facts, with_sheet[code]
                )
            continue
        bare = bench.pitch(case, with_sheet=False)
        heard = bench.transcript(bare)
        quiet = "clean" if case.manner.noise_db is None else "noisy"
        score_reading(case, bare, heard, reading[quiet])
        sheeted = bench.pitch(case, with_sheet=True)
        told = bench.transcript(sheeted)
        brief = make_brief(sheeted, told, accept_heard=False, strict=False)
        heard_brief = make_brief(bare, heard, accept_heard=True, strict=False)
        gold = [
            Fact(key=key, value=value, must_say=True, source="speech")
            for key, value in case.gold.values.items()
            if value.kind != "term"
        ]
        for code in languages:
            language = profile(code)
            text = write_language(sheeted, told, brief, language, brief.facts, with_sheet[code])
            texts.append(f"== {case.name} {code}\n{text}\n")
            write_language(bare, heard, heard_brief, language, gold, without[code])
            if case.number < asked.plain:
                answer = plain_recipe(bench.writer, heard, language)
                by_hand[code].facts += len(gold)
                by_hand[code].stated += sum(numbers_survive(answer, f, language) for f in gold)
                texts.append(f"-- by hand {case.name} {code}\n{answer}\n")
        tell(f"{case.name}: {time.perf_counter() - started:.0f} s")
    own = own_words(languages)
    if asked.texts:
        asked.texts.write_text("\n".join(texts), encoding="utf-8")
    return {
        "pitches": asked.pitches,
        "heard": asked.heard,
        "reading": {name: score.table() for name, score in (reading | unseen).items()},
        "heard_precision": reading["clean"].table()["precision"],
        "heard_recall": reading["clean"].table()["recall_heard"],
        "with_sheet": {code: each.rate for code, each in with_sheet.items()},
        "own_words": {code: each.rate for code, each in own.items()},
        "untranslated": {code: each.untranslated for code, each in with_sheet.items()},
        "own_words_untranslated": {code: each.untranslated for code, each in own.items()},
        "lost": {
            name: {code: each.lost for code, each in some.items() if each.lost}
            for name, some in (("with_sheet", with_sheet), ("own_words", own))
        },
        "without_sheet": {code: each.rate for code, each in without.items() if each.facts},
        "plain_recipe": {code: each.rate for code, each in by_hand.items() if each.facts},
        "authors": {code: dict(each.authors.most_common()) for code, each in with_sheet.items()},
        "problems": [
            p
            for each in (*with_sheet.values(), *without.values(), *own.values())
            for p in each.problems
        ],
        "wrong": {name: score.wrong for name, score in reading.items()},
        "missing": {name: score.missing for name, score in reading.items()},
        "corrections": dict(bench.corrections.most_common()),
    }


def table(figures: Mapping[str, Any]) -> str:
    """The figures for reading."""
    rows = ["facts read from speech, without a sheet"]
    for name, each in figures["reading"].items():
        if not any(each.values()):
            continue
        rows.append("  {:13} {}".format(name, "  ".join(f"{k} {v:.1%}" for k, v in each.items())))
    rows.append("facts that the finished text states, and who wrote its lines")
    for code, rate in figures["with_sheet"].items():
        authors = ", ".join(f"{k} {v}" for k, v in figures["authors"][code].items())
        names = ("own_words", "without_sheet", "plain_recipe")
        others = (figures[name].get(code) for name in names)
        own, without, by_hand = ("-" if each is None else f"{each:.1%}" for each in others)
        rows.append(
            f"  {code}  with sheet {rate:.1%}  own words {own}  without {without}  "
            f"by hand {by_hand}  ({authors})"
        )
    for name, what in (("untranslated", "with sheet"), ("own_words_untranslated", "own words")):
        counts = "  ".join(f"{code} {n}" for code, n in figures[name].items() if n)
        rows.append(f"texts without a word in the language, {what}: {counts or 'none'}")
    return "\n".join([*rows, f"findings that block: {len(figures['problems'])}"])


OPTIONS = options(
    __doc__,
    pitches=len(list(DATA.glob("*.yaml"))),
    heard=24,
    unseen=0,
    languages=tuple(code for code in language_codes() if code != "zh"),
    plain=0,
    model="qwen2.5-coder-1.5b",
    texts=Path,
    json=False,
)


def main() -> None:
    """Run, print the table, and with `--json` the figures as the last line."""
    asked = OPTIONS.parse_args()
    figures = run(asked, lambda text: print(text, file=sys.stderr))
    tell(figures, table(figures), as_json=asked.json)


if __name__ == "__main__":
    main()
