"""Can captions be read? The example and four pitches, by the phrasebook, in every language.

    python -m benchmarks.captions [--languages en,ja,...] [--json]

Nothing is rendered and no model runs: the pitches are timed as they are said (the example) or at
five characters a second, and every line is the phrasebook's, which nobody made fit its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, reduce
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import yaml

from benchmarks.facts import DATA, perfect_transcript, sheet_of
from benchmarks.frame import options, table, tell
from merchant_studio.config import StudioConfig
from merchant_studio.engines import Authors
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.picture.caption import MIN_CUE_MS
from merchant_studio.picture.typeset import reading_length
from merchant_studio.picture.typeset.openings import Tie, openings
from merchant_studio.points import catalogue
from merchant_studio.publish import Draft
from merchant_studio.publish.drafting import make_draft
from merchant_studio.read.brief import make_brief
from merchant_studio.records import AudioFile, Cue, Pitch, Script, Segment, Span, Transcript
from merchant_studio.setup import example_folder
from merchant_studio.speak import Dub, keep_original
from merchant_studio.write import ScriptJob, plan_lines, write_lines

PITCHES = ("airfryer-3", "powerbank-1", "socks-1", "umbrella-1")
EXAMPLE = (
    ("大家好，看看这款不锈钢保温杯，采用三零四不锈钢，容量五百毫升。", 400, 6490),
    ("能保温十二小时，有八种颜色可以选。", 6990, 10_280),
    ("倒过来放也不会漏水。", 10_780, 12_640),
    ("开口很大，里面很好清洗。", 13_140, 15_500),
    ("装了热水外面也不烫手。", 16_000, 18_110),
    ("握着很舒服，手感也很好。", 18_610, 20_940),
    ("可以放在车上的杯架里，出门携带很方便。", 21_440, 25_200),
    ("送人很合适，还可以印上你的商标。", 25_700, 28_800),
    ("单价只要十八块五，起订量一百个，七天交货。", 29_300, 33_260),
    ("欢迎联系我们！", 33_760, 35_000),
)
"""What is said in examples/flask, and when; it lasts 35.5 s."""
EXAMPLE_MS = 35_500
POINTS = 12
"""Selling points in each sheet."""
TOLERANCE = 1.02
"""Of the reading speed: times are whole milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the captions of one language read."""

    cues: int = 0
    too_fast: int = 0
    """Above the language's reading speed."""
    untold: int = 0
    """Of these, those of a line without a finding."""
    too_short: int = 0
    """Seen for less than 833 ms."""
    torn: int = 0
    """Rows that end within a word."""
    straddling: int = 0
    """Captions that hold the end of a sentence and the start of another."""
    fastest: float = 0.0
    """Characters a second, of the language's limit."""

    def plus(self, other: Reading) -> Reading:
        """Both together."""
        return Reading(
            cues=self.cues + other.cues,
            too_fast=self.too_fast + other.too_fast,
            untold=self.untold + other.untold,
            too_short=self.too_short + other.too_short,
            torn=self.torn + other.torn,
            straddling=self.straddling + other.straddling,
            fastest=max(self.fastest, other.fastest),
        )


def products() -> tuple[tuple[Pitch, Transcript], ...]:
    """The example and the four pitches, with their sheets."""
    return (_example(), *map(_from_benchmark, PITCHES))


def _example() -> tuple[Pitch, Transcript]:
    sheet = (example_folder() / "product.yaml").read_text(encoding="utf-8")
    plain = perfect_transcript([text for text, *_ in EXAMPLE])
    segments = tuple(
        _moved(segment, start_ms, end_ms)
        for segment, (_, start_ms, end_ms) in zip(plain.segments, EXAMPLE, strict=True)
    )
    return _pitch("flask", sheet, EXAMPLE_MS), replace(plain, segments=segments)


def _moved(segment: Segment, start_ms: int, end_ms: int) -> Segment:
    """The segment between two moments, its words evenly."""
    step = (end_ms - start_ms) / len(segment.words)
    words = tuple(
        replace(
            word,
            span=Span(start_ms=start_ms + round(n * step), end_ms=start_ms + round((n + 1) * step)),
        )
        for n, word in enumerate(segment.words)
    )
    return replace(segment, span=Span(start_ms=start_ms, end_ms=end_ms), words=words)


def _from_benchmark(name: str) -> tuple[Pitch, Transcript]:
    raw = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    transcript = perfect_transcript(raw["written"])
    sheet = yaml.safe_dump(raw["sheet"], allow_unicode=True)
    return _pitch(name, sheet, transcript.segments[-1].span.end_ms + 500), transcript


def _pitch(name: str, sheet: str, total_ms: int) -> Pitch:
    speech = AudioFile(
        path=Path(name), duration_ms=total_ms, sample_rate_hz=1, channels=1, sha256=""
    )
    return Pitch(slug=name, speech=speech, footage=(), sheet=sheet_of(sheet))


@cache
def drafts(tag: str) -> tuple[Draft, ...]:
    """Every product in one language, by phrasebook and catalogue, before it is rendered.

    Each has other points of the catalogue in its sheet.
    """
    made = []
    points = cycle(name for name, point in catalogue().items() if not point.slot)
    for pitch, transcript in products():
        sheet = replace(pitch.sheet, points=tuple(islice(points, POINTS)))
        made.append(_draft(replace(pitch, sheet=sheet), transcript, tag))
    return tuple(made)


def _draft(pitch: Pitch, transcript: Transcript, tag: str) -> Draft:
    brief = make_brief(pitch, transcript, accept_heard=True, strict=False)
    points = brief.points
    lines = plan_lines(transcript, brief, pitch.speech.duration_ms, points=points)
    job = ScriptJob(
        source=lines, brief=brief, profile=profile(tag), tag=tag, tone="plain", points=points
    )
    script = write_lines(job, Authors())
    assert isinstance(script, Script)
    dub = Dub(written=script, script=script, narration=keep_original(pitch, script))
    return make_draft(pitch, transcript, brief, profile(tag), dub, None, StudioConfig())


def reading(draft: Draft) -> Reading:
    """How one draft reads."""
    told = {found.where for found in draft.findings if found.check == "pace"}
    cues = draft.timeline.captions.cues
    of_cues = _total(
        _of_cue(cue, draft.profile, f"{draft.tag}, line {cue.line + 1}" in told) for cue in cues
    )
    lines = [[row for cue in cues if cue.line == n for row in cue.rows] for n in range(len(cues))]
    torn = sum(
        _is_torn(row, following, draft.profile)
        for line in lines
        for row, following in pairwise(line)
    )
    return replace(of_cues, torn=torn)


def _of_cue(cue: Cue, language: LanguageProfile, is_told: bool) -> Reading:
    limit = language.captions.max_chars_per_second
    speed = reading_length(cue.rows, language) * 1000 / cue.span.duration_ms
    is_fast = speed > TOLERANCE * limit
    return Reading(
        cues=1,
        too_fast=is_fast,
        untold=is_fast and not is_told,
        too_short=cue.span.duration_ms < MIN_CUE_MS,
        straddling=bool(_sentence_end(language).search("\n".join(cue.rows))),
        fastest=round(speed / limit, 2),
    )


@cache
def _sentence_end(language: LanguageProfile) -> re.Pattern[str]:
    """Where a sentence ends and another one follows."""
    words = "|".join(map(re.escape, language.captions.sentence_words))
    return re.compile(r"[.!?؟।][ \n]\S|[。！？]\s?\S" + (rf"|(?:{words})[ \n]\S" if words else ""))


def _is_torn(row: str, following: str, language: LanguageProfile) -> bool:
    """Whether a row ends within a word, or beside a mark that no row may end beside."""
    rules = language.captions
    spaced = not rules.phrase_breaks or row.endswith(",")  # a space stands behind a Thai comma
    text = row + (" " if spaced else "") + following
    ties = {at.end: at.tie for at in openings(text, rules, rules.phrase_breaks)}
    return ties.get(len(row), Tie.WORD) >= Tie.WORD


def _total(each: Iterable[Reading]) -> Reading:
    return reduce(Reading.plus, each, Reading())


def run(languages: Sequence[str]) -> dict[str, Reading]:
    """How all drafts of each language read."""
    return {tag: _total(map(reading, drafts(tag))) for tag in languages}


def rows(languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every caption, for a closer look."""
    for tag in languages:
        for draft in drafts(tag):
            for cue in draft.timeline.captions.cues:
                yield {"language": tag, "product": draft.timeline.title, **asdict(cue)}


OPTIONS = options(__doc__, languages=language_codes(), json=False)


def main() -> None:
    """Print the table, and with `--json` every caption."""
    asked = OPTIONS.parse_args()
    found = run(asked.languages)
    shown = [{"language": tag, **asdict(each)} for tag, each in found.items()]
    tell(list(rows(asked.languages)), table(shown), as_json=asked.json)


if __name__ == "__main__":
    main()
