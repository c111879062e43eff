"""Whether the facts of a sheet come through into a language's finished text, or its cards.

Every fact counts. One that is neither said in a line nor shown on a card is lost; a text, such as
a name, that nobody has translated is told to the merchant and counted by itself.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from merchant_studio.check import check_script, proofread
from merchant_studio.config import StudioConfig
from merchant_studio.engines import RECOGNIZERS, Authors, EngineOptions
from merchant_studio.errors import EngineError, SheetError
from merchant_studio.facts import fill, label, sayable, shown
from merchant_studio.languages import LanguageProfile, profile
from merchant_studio.publish.drafting import make_draft
from merchant_studio.read import read_sheet
from merchant_studio.read.brief import make_brief
from merchant_studio.records import (
    AudioFile,
    Brief,
    Fact,
    Pitch,
    Script,
    Segment,
    Sheet,
    Span,
    Transcript,
    Word,
)
from merchant_studio.speak import Dub, keep_original
from merchant_studio.write import ScriptJob, plan_lines, write_lines

OWN_WORDS = Path(__file__).parent / "data" / "own_words"
SOURCE = profile("zh")
GREETING = ("大家好，欢迎来看我们的新品。", "感兴趣的话，请随时联系我们。")
"""What is said to a sheet of `OWN_WORDS`: none of its facts."""
_MS_PER_CHARACTER = 200
_PAUSE_MS = 400
_SILENT_MS = 20_000
"""How long a pitch lasts that nobody speaks."""


@dataclass(slots=True)
class Survival:
    """Facts of a language that came through."""

    stated: int = 0
    facts: int = 0
    untranslated: int = 0
    """Texts beside these facts that have no word in the language."""
    lost: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    authors: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """The share of facts that the finished texts state as they are."""
        return round(self.stated / max(1, self.facts), 4)

    def count(self, fact: str, *, is_kept: bool) -> None:
        """Count one fact."""
        self.facts += 1
        self.stated += is_kept
        if not is_kept:
            self.lost.append(fact)


def sheet_of(text: str) -> Sheet:
    """The values of a sheet's text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "product.yaml"
        path.write_text(text, encoding="utf-8")
        return read_sheet(path, SOURCE.code)


def perfect_transcript(sentences: Sequence[str], language: str = SOURCE.code) -> Transcript:
    """What a perfect recognizer would hear."""
    segments, at_ms = [], 0
    for index, text in enumerate(sentences):
        words = []
        for character in text:
            span = Span(start_ms=at_ms, end_ms=at_ms + _MS_PER_CHARACTER)
            words.append(Word(text=character, span=span, probability=1.0))
            at_ms = span.end_ms
        whole = Span(start_ms=words[0].span.start_ms, end_ms=at_ms)
        segments.append(Segment(index=index, span=whole, text=text, words=tuple(words)))
        at_ms += _PAUSE_MS
    stamp = RECOGNIZERS.load("fake", EngineOptions(model="fake", seed=0, threads=0)).stamp
    return Transcript(language=language, segments=tuple(segments), made_by=stamp)


def silent(name: str, sheet: Sheet | None = None) -> Pitch:
    """A pitch without a recording."""
    nothing = AudioFile(
        path=Path(name), duration_ms=_SILENT_MS, sample_rate_hz=1, channels=1, sha256=""
    )
    return Pitch(slug=name, speech=nothing, footage=(), sheet=sheet or Sheet(values={}))


def perfectly_heard(
    name: str, sheet: Sheet, sentences: Sequence[str], language: str = SOURCE.code
) -> tuple[Pitch, Transcript, Brief]:
    """A pitch without a recording, what a perfect recognizer hears of it, and its facts."""
    pitch, transcript = silent(name, sheet), perfect_transcript(sentences, language)
    return pitch, transcript, make_brief(pitch, transcript, accept_heard=False, strict=False)


def write_language(
    pitch: Pitch,
    transcript: Transcript,
    brief: Brief,
    language: LanguageProfile,
    wanted: Iterable[Fact],
    survival: Survival,
) -> str:
    """One language by merchant_studio without a writer; counts which of the wanted facts its text
    states.
    """
    lines = plan_lines(transcript, brief, pitch.speech.duration_ms)
    job = ScriptJob(source=lines, brief=brief, profile=language, tag=language.code, tone="plain")
    script = write_lines(job, Authors())
    if isinstance(script, EngineError):
        raise script
    text = "\n".join(fill(line.text, brief.facts, language) for line in script.lines)
    survival.authors.update(line.author for line in script.lines)
    blocks = [f for f in check_script(script, brief, language) if f.severity == "block"]
    survival.problems += [finding.message for finding in blocks]
    bare = _bare_values(pitch, transcript, brief, language, script)
    for fact in wanted:
        if not sayable(fact, language):
            survival.untranslated += 1
            continue
        on_card = not label(fact.key, brief, language) and _taken(
            bare, shown(fact.value, language, brief.rates)
        )
        is_kept = on_card or proofread.states(text, fact, language)
        survival.count(f"{pitch.slug}: {fact.key}", is_kept=is_kept)
    return text


def own_words(languages: Sequence[str]) -> dict[str, Survival]:
    """What comes through of the sheets whose keys are a merchant's own words."""
    found = {code: Survival() for code in languages}
    for path in sorted(OWN_WORDS.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            sheet = sheet_of(text)
        except SheetError as error:
            for survival in found.values():
                survival.problems.append(f"{path.stem}: {error}")
                for key in yaml.safe_load(text):
                    survival.count(f"{path.stem}: {key}", is_kept=False)
            continue
        pitch, transcript, brief = perfectly_heard(path.stem, sheet, GREETING)
        for code, survival in found.items():
            write_language(pitch, transcript, brief, profile(code), brief.facts, survival)
    return found


def _bare_values(
    pitch: Pitch, transcript: Transcript, brief: Brief, language: LanguageProfile, script: Script
) -> list[str]:
    """The values that the draft's cards and end card show without a name."""
    if all(label(fact.key, brief, language) for fact in brief.facts):
        return []
    dub = Dub(written=script, script=script, narration=keep_original(pitch, script))
    draft = make_draft(pitch, transcript, brief, language, dub, None, StudioConfig())
    ending = draft.timeline.end_card
    rows = [(card.label, card.value) for card in draft.timeline.cards]
    rows += ending.facts if ending else ()
    return [value for name, value in rows if not name]


def _taken(values: list[str], value: str) -> bool:
    """Whether the value is there; each stands for one fact."""
    if value not in values:
        return False
    values.remove(value)
    return True
