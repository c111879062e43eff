"""How much of a merchant's pitch is said in each language, and who says it?

    python -m benchmarks.pitch                         a strong model's recorded answers
    python -m benchmarks.pitch --writer llama.cpp      the embedded model, single lines
    python -m benchmarks.pitch --folder DIR            other product folders, with a pitch.toml
    python -m benchmarks.pitch --asked DIR             keep the questions that have no answer yet
    python -m benchmarks.pitch --wait 2                as a service that takes two seconds a call

The pitches of `data/pitches` are read as a weak recognizer hears them (`heard`). Of each language:
the share of the selling points that its script says, facts that it keeps, lines by author, fillers
(lines that say nothing of the merchant's); of all: calls, tokens and seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.answering import ANSWERS, MODEL, Recorded, answering
from benchmarks.survival import perfect_transcript, sheet_of, silent
from merchant_studio.check import check_script
from merchant_studio.config import StudioConfig
from merchant_studio.engines import ChosenEngines, Exam, keep_exam
from merchant_studio.errors import EngineError
from merchant_studio.facts import sayable
from merchant_studio.languages import language_codes, profile
from merchant_studio.read import make_brief
from merchant_studio.records import Script, SellingPoint
from merchant_studio.run import RunFolder
from merchant_studio.write import Said, Wanted, make_scripts, plan_jobs

PITCHES = Path(__file__).parent / "data" / "pitches"
LANGUAGES = ("en", "es", "vi", "ru", "ar", "id", "pt", "th", "ja", "hi")
_PAUSE_MS = 400


@dataclass(frozen=True, slots=True)
class Given:
    """A pitch of the benchmark, and the selling points in it."""

    name: str
    sheet: str
    language: str
    heard: tuple[str, ...]
    points: tuple[tuple[int, str, str], ...]
    """Segment, the merchant's words, and the point in English."""


def pitches(folder: Path) -> list[Given]:
    """Every product folder that holds a pitch.toml."""
    found = []
    for path in sorted(folder.glob("*/pitch.toml")):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        points = tuple((p["line"] - 1, p["quote"], p["text"]) for p in values["points"])
        sheet = (path.parent / "product.yaml").read_text(encoding="utf-8")
        heard = tuple(values.get("heard") or values["said"])
        found.append(Given(path.parent.name, sheet, values.get("language", "zh"), heard, points))
    return found


@dataclass(slots=True)
class Tally:
    """What the scripts of one language say."""

    points: int = 0
    said: int = 0
    facts: int = 0
    kept: int = 0
    fillers: int = 0
    failed: int = 0


def write(
    given: Given, languages: Sequence[str], engines: ChosenEngines, place: Path
) -> dict[str, Script | EngineError]:
    """The scripts of one pitch."""
    transcript = replace(perfect_transcript(given.heard), language=given.language)
    pitch = silent(given.name, sheet_of(given.sheet))
    brief = make_brief(pitch, transcript, accept_heard=False, strict=False)
    end_ms = transcript.segments[-1].span.end_ms + _PAUSE_MS
    said = Said(transcript=transcript, brief=brief, speech_ms=end_ms, dubbed=False)
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
    transcript = replace(perfect_transcript(given.heard), language=given.language)
    pitch = silent(given.name, sheet_of(given.sheet))
    brief = make_brief(pitch, transcript, accept_heard=False, strict=False)
    blocked = any(f.severity == "block" for f in check_script(script, brief, profile(code)))
    tags = {tag for line in script.lines for tag in line.tags}
    for fact in brief.facts:
        # A writer of whole pitches says the name in the form that grammar asks for.
        if sayable(fact, profile(code)) and not (script.whole and fact.key == "name"):
            told.facts += 1
            told.kept += fact.key in tags and not blocked


def _same(point: tuple[int, str, str], other: SellingPoint) -> bool:
    """Whether two points rest on the same words: half of the shorter quote is in both."""
    segment, quote, _ = point
    if segment not in other.segments:
        return False
    one, two = (set(_pairs(text)) for text in (quote, other.quote))
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
) -> dict[str, Any]:
    """The figures of all pitches."""
    told = {code: Tally() for code in languages}
    authors: Counter[str] = Counter()
    calls = prompt = answer = 0
    began = time.monotonic()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        recorded = Recorded(ANSWERS, asked, wait_s)
        if not writer:
            url = stack.enter_context(answering(recorded))
            writer = f"vllm:{url}"
        engines = ChosenEngines(StudioConfig(writer=writer, out=place))
        stamp = engines.writer.stamp if engines.writer else None
        if stamp and stamp.model == MODEL:  # whoever wrote its answers can
            os.environ["MERCHANT_STUDIO_CACHE"] = str(place / "cache")
            keep_exam(stamp, Exam(taken="2026-11-28", pitch=language_codes(), judge=True))
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


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=PITCHES, metavar="DIR")
    parser.add_argument("--only", default="", metavar="NAMES", help="pitches, by commas")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--writer", default="", help="an engine instead of recorded answers")
    parser.add_argument("--asked", type=Path, metavar="DIR")
    parser.add_argument("--wait", type=float, default=0, help="seconds before each answer")
    return parser


def main() -> None:
    """Print the figures as one JSON document."""
    asked = command_line().parse_args()
    given = pitches(asked.folder)
    if asked.only:
        given = [each for each in given if each.name in asked.only.split(",")]
    elif not asked.writer and not asked.asked:
        given = [each for each in given if any((ANSWERS / each.name).glob("lines-*.json"))]
    figures = run(given, asked.languages.split(","), asked.writer, asked.asked, asked.wait)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
