"""How much of a merchant's pitch is said in each language, and who says it?

    python -m benchmarks.pitch                         a strong model's recorded answers
    python -m benchmarks.pitch --writer llama.cpp      another writer, as its exam allows
    python -m benchmarks.pitch --folder DIR            other product folders, with a pitch.toml
    python -m benchmarks.pitch --answers DIR           other recorded answers
    python -m benchmarks.pitch --asked DIR             keep the questions that have no answer yet
    python -m benchmarks.pitch --wait 2                as a service that takes two seconds a call

The pitches of `data/pitches` are read as a weak recognizer hears them (`heard`). Of each language:
the share of the selling points that its script says, facts that it keeps, lines by author, fillers
(lines that say nothing of the merchant's); of all: calls, tokens and seconds.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.answering import ANSWERS, MODEL, Recorded, answering
from benchmarks.frame import options
from benchmarks.survival import perfectly_heard, sheet_of
from merchant_studio.check import check_script
from merchant_studio.config import StudioConfig
from merchant_studio.engines import ChosenEngines, Exam, keep_exam
from merchant_studio.errors import EngineError
from merchant_studio.facts import sayable
from merchant_studio.languages import language_codes, profile
from merchant_studio.records import Brief, Pitch, Script, SellingPoint, Transcript
from merchant_studio.run import RunFolder
from merchant_studio.write import Said, Wanted, make_scripts, plan_jobs

PITCHES = Path(__file__).parent / "data" / "pitches"
LANGUAGES = ("en", "es", "vi", "ru", "ar", "id", "pt", "th", "ja", "hi")
_PAUSE_MS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A pitch of the benchmark, and the selling points in it."""

    name: str
    sheet: str
    language: str
    said: tuple[str, ...]
    heard: tuple[str, ...]
    """As a weak recognizer hears it."""
    points: tuple[SellingPoint, ...]


def pitch_of(folder: Path) -> Given:
    """A product folder with a pitch.toml."""
    values = tomllib.loads((folder / "pitch.toml").read_text(encoding="utf-8"))
    return Given(
        name=folder.name,
        sheet=(folder / "product.yaml").read_text(encoding="utf-8"),
        language=values.get("language", "zh"),
        said=tuple(values["said"]),
        heard=tuple(values.get("heard") or values["said"]),
        points=tuple(
            SellingPoint(
                id=each["id"],
                text=each["text"],
                kind=each["kind"],
                negated=each["negated"],
                quote=each["quote"],
                segments=(each["line"] - 1,),
            )
            for each in values["points"]
        ),
    )


def pitches(folder: Path) -> list[Given]:
    """Every product folder that holds a pitch.toml."""
    return [pitch_of(path.parent) for path in sorted(folder.glob("*/pitch.toml"))]


@dataclass(slots=True)
class Tally:
    """What the scripts of one language say."""

    points: int = 0
    said: int = 0
    facts: int = 0
    kept: int = 0
    fillers: int = 0
    failed: int = 0


def heard(given: Given) -> tuple[Pitch, Transcript, Brief]:
    """The pitch, its transcript and its facts, as a weak recognizer hears it."""
    return perfectly_heard(given.name, sheet_of(given.sheet), given.heard, given.language)


def write(
    given: Given, languages: Sequence[str], engines: ChosenEngines, place: Path
) -> dict[str, Script | EngineError]:
    """The scripts of one pitch."""
    _, transcript, brief = heard(given)
    end_ms = transcript.segments[-1].span.end_ms + _PAUSE_MS
    said = Said(transcript=transcript, brief=brief, speech_ms=end_ms)
    wanted = {
        code: Wanted(profile=profile(code), chars_per_second=None)
        for code in languages
        if code != given.language
    }
    folder = RunFolder(place / given.name)
    jobs = plan_jobs(said, wanted, "plain", engines.authors, folder, tell=lambda: None)
    ready = [job for job in jobs.values() if not isinstance(job, EngineError)]
    failed = {tag: job for tag, job in jobs.items() if isinstance(job, EngineError)}
    scripts = make_scripts(ready, engines.authors, folder, lambda *told: None)
    return {**failed, **scripts}


def tally(given: Given, code: str, script: Script | EngineError, told: Tally) -> None:
    """Count what a script says of the pitch."""
    told.points += len(given.points)
    if isinstance(script, EngineError):
        told.failed += 1
        return
    said = {point for line in script.lines for point in line.points}
    meant = [point for point in script.points if point.id in said]
    told.said += sum(any(_same(point, one) for one in meant) for point in given.points)
    told.fillers += sum(
        bool(line.text) and not line.tags and line.author == "phrasebook" for line in script.lines
    )
    _, _, brief = heard(given)
    blocked = any(f.severity == "block" for f in check_script(script, brief, profile(code)))
    tags = {tag for line in script.lines for tag in line.tags}
    for fact in brief.facts:
        # A writer of whole pitches says the name in the form that grammar asks for.
        if sayable(fact, profile(code)) and not (script.whole and fact.key == "name"):
            told.facts += 1
            told.kept += fact.key in tags and not blocked


def _same(point: SellingPoint, other: SellingPoint) -> bool:
    """Whether two points rest on the same words: half of the shorter quote is in both."""
    if not set(point.segments) <= set(other.segments):
        return False
    one, two = (set(_pairs(each.quote)) for each in (point, other))
    return len(one & two) * 2 >= min(len(one), len(two)) > 0


def _pairs(text: str) -> list[str]:
    letters = re.sub(r"\W", "", text.casefold())
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def run(
    given: Sequence[Given],
    languages: Sequence[str],
    writer: str = "",
    asked: Path | None = None,
    wait_s: float = 0,
    answers: Path = ANSWERS,
) -> dict[str, Any]:
    """The figures of all pitches."""
    told = {code: Tally() for code in languages}
    authors: Counter[str] = Counter()
    calls = prompt = answer = 0
    began = time.monotonic()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        recorded = Recorded(answers, asked, wait_s)
        if not writer:
            url = stack.enter_context(answering(recorded))
            writer = f"vllm:{url}"
        engines = ChosenEngines(StudioConfig(writer=writer, out=place))
        if engines.writer and engines.writer.stamp.model == MODEL:  # whoever wrote its answers can
            os.environ["MERCHANT_STUDIO_CACHE"] = str(place / "cache")
            passed = Exam(taken="2026-11-28", pitch=language_codes(), judge=True)
            keep_exam(engines.writer, passed)
        for each in given:
            recorded.begin(each.name)
            engines.count_anew()
            scripts = write(each, languages, engines, place)
            spent = engines.spending
            calls += len(spent.usages) if spent else 0
            prompt += (spent.prompt_tokens or 0) if spent else 0
            answer += (spent.answer_tokens or 0) if spent else 0
            for code, script in scripts.items():
                tally(each, code, script, told[code])
                if isinstance(script, Script):
                    authors.update(line.author for line in script.lines)
    return {
        "pitches": len(given),
        "points": sum(len(each.points) for each in given),
        "points_said": {code: _share(t.said, t.points) for code, t in told.items()},
        "facts_kept": {code: _share(t.kept, t.facts) for code, t in told.items()},
        "fillers": sum(tally.fillers for tally in told.values()),
        "failed": sum(tally.failed for tally in told.values()),
        "authors": dict(authors.most_common()),
        "calls": calls,
        "tokens": {"prompt": prompt, "answer": answer},
        "seconds": round(time.monotonic() - began, 1),
    }


def _share(part: int, whole: int) -> float:
    return round(part / max(1, whole), 4)


OPTIONS = options(
    __doc__,
    folder=PITCHES,
    only=(),
    languages=LANGUAGES,
    writer="",
    answers=ANSWERS,
    asked=Path,
    wait=0.0,
)


def main() -> None:
    """Print the figures as one JSON document."""
    asked = OPTIONS.parse_args()
    given = pitches(asked.folder)
    if asked.only:
        given = [each for each in given if each.name in asked.only]
    elif not asked.writer and not asked.asked:
        given = [each for each in given if any((asked.answers / each.name).glob("lines-*.json"))]
    figures = run(
        given, asked.languages, asked.writer, asked.asked, asked.wait, answers=asked.answers
    )
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
