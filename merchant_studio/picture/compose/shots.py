"""The base picture of a run as shots: the same for every language, so that it is decoded once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from ...facts import KEYS, whole_key, with_parts
from ...languages import lexicon, profile
from ...records import (
    Brief,
    Footage,
    Script,
    ScriptLine,
    Shot,
    Span,
    Term,
    Transcript,
    Variants,
    mention,
)

PHOTO_ZOOM = 1.08
MAX_CUT_IN_MS = 3500
MIN_CUT_IN_MS = 1000
"""A photo that is seen for less is a flicker."""
MAX_GALLERY = 4
"""Photos that stand side by side at the end."""
NAMED_IN = "en"
"""Beside their own language, merchants name files in this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """When something is said that a photo may show."""

    names: tuple[str, ...]
    """What a file that shows it may be called."""
    starts_ms: int
    line: ScriptLine


def lay_shots(
    footage: Sequence[Footage],
    cuts: Sequence[Shot],
    *,
    speech_ms: int,
    closing_ms: int,
    end_ms: int,
) -> tuple[Shot, ...]:
    """The shots, one after the other, from 0 to `end_ms`.

    The recording with its cut-ins until `speech_ms`, the photos not cut in (all, if none is
    left) until `closing_ms`, then a gallery, or a plain picture if there is no photo.
    """
    videos = [item for item in footage if item.kind == "video"]
    photos = [item for item in footage if item.kind == "photo"]
    shots: list[Shot] = []
    if videos:
        seen = {cut.path for cut in cuts}
        others = [photo for photo in photos if photo.path not in seen]
        recorded_ms = speech_ms if photos else closing_ms
        shots += _with_cut_ins(videos[0], cuts, recorded_ms)
        shots += _photo_shots(others or photos, recorded_ms, closing_ms)
    elif photos:
        shots += _photo_shots(photos, 0, closing_ms)
    else:
        shots.append(Shot(span=Span(start_ms=0, end_ms=closing_ms), kind="plain", path=None))
    if closing_ms < end_ms:
        span = Span(start_ms=closing_ms, end_ms=end_ms)
        shown = tuple(photo.path for photo in photos[:MAX_GALLERY])
        kind: Literal["gallery", "plain"] = "gallery" if shown else "plain"
        shots.append(Shot(span=span, kind=kind, path=None, photos=shown))
    return tuple(shots)


def _photo_shots(photos: Sequence[Footage], start_ms: int, end_ms: int) -> Iterator[Shot]:
    """The photos, each with the same share of the time; as many as can be looked at."""
    seen = photos[: max(1, (end_ms - start_ms) // MIN_CUT_IN_MS)]
    share = Fraction(end_ms - start_ms, max(1, len(seen)))
    edges = [start_ms + int(share * n) for n in range(len(seen) + 1)]
    for photo, first_ms, last_ms in zip(seen, edges[:-1], edges[1:], strict=True):
        if first_ms < last_ms:
            yield _photo_shot(photo, Span(start_ms=first_ms, end_ms=last_ms))


def _photo_shot(photo: Footage, span: Span) -> Shot:
    return Shot(span=span, kind="photo", path=photo.path, zoom_end=PHOTO_ZOOM)


# --- photos whose moment comes -------------------------------------------------------------


def _with_cut_ins(video: Footage, cuts: Sequence[Shot], end_ms: int) -> Iterator[Shot]:
    """The recording with the cut-ins laid over it; its sound goes on, and so does its time."""
    at_ms = 0
    for cut in (*cuts, None):
        until_ms = cut.span.start_ms if cut else end_ms
        if at_ms < until_ms:
            yield Shot(
                span=Span(start_ms=at_ms, end_ms=until_ms),
                kind="recording",
                path=video.path,
                source_start_ms=at_ms,
            )
        if cut:
            yield cut
            at_ms = cut.span.end_ms


def cut_ins(
    footage: Sequence[Footage],
    script: Script,
    brief: Brief,
    transcript: Transcript,
    *,
    speech_ms: int,
) -> tuple[Shot, ...]:
    """Photos over the recording when that is said which their files are named for, in order.

    A photo comes at the first moment that fits its name best and has room for it.
    """
    if not any(item.kind == "video" for item in footage):
        return ()
    moments, usual = _moments(script, brief, transcript), _usual_names(brief)
    cuts: list[Shot] = []
    for photo in (item for item in footage if item.kind == "photo"):
        for moment in _shown_by(photo.path.stem, moments, usual):
            span = _cut_in_span(moment, [cut.span for cut in cuts], speech_ms)
            if span:
                cuts.append(_photo_shot(photo, span))
                break
    return tuple(sorted(cuts, key=lambda cut: cut.span.start_ms))


def _cut_in_span(moment: _Moment, taken: Sequence[Span], end_ms: int) -> Span | None:
    """When a photo is shown for that moment, within its line; None if there is no room."""
    budget = moment.line.budget
    latest_ms = min(budget.end_ms, end_ms)
    is_heard = budget.start_ms <= moment.starts_ms < budget.end_ms  # else its line was moved
    start_ms = min(moment.starts_ms, latest_ms - MIN_CUT_IN_MS) if is_heard else 0
    start_ms = max(budget.start_ms, start_ms)
    before = [span.end_ms for span in taken if span.start_ms <= start_ms]
    after = [span.start_ms for span in taken if span.start_ms > start_ms]
    start_ms = max([start_ms, *before])
    until_ms = min([start_ms + MAX_CUT_IN_MS, latest_ms, *after])
    if until_ms - start_ms < MIN_CUT_IN_MS:
        return None
    return Span(start_ms=start_ms, end_ms=until_ms)


def _shown_by(stem: str, moments: Sequence[_Moment], usual: Sequence[str]) -> list[_Moment]:
    """The moments that a photo's file name fits best: `carton_size` fits no size of the product."""
    fits = [(_fit(stem, moment.names), moment) for moment in moments]
    best = max([_fit(stem, usual), *(fit for fit, _ in fits)])
    return [moment for fit, moment in fits if fit == best > 0]


def _fit(stem: str, names: Sequence[str]) -> int:
    """How long the longest of the names is that stand in a file's name; 0: none does.

    They stand there as whole words, or anywhere if their script has no spaces.
    """
    words = _plain(stem)

    def stands(name: str) -> bool:
        is_unspaced = all(unicodedata.category(character) == "Lo" for character in name)
        return f" {name} " in f" {words} " or (is_unspaced and name in words)

    return max((len(name) for name in map(_plain, names) if stands(name)), default=0)


def _plain(name: str) -> str:
    """Words apart by single spaces, in small letters: `02-Carton_Size` is `carton size`."""
    composed = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W\d_]+", " ", composed).strip()


def _usual_names(brief: Brief) -> tuple[str, ...]:
    """Names of all usual keys, such as `size` and 尺寸, whether they are said or not."""
    labels = [profile(code).labels for code in _languages(brief)]
    return (*KEYS, *(each[key] for each in labels for key in KEYS))


def _languages(brief: Brief) -> tuple[str, ...]:
    """The languages in which photos may be named: the merchant's, and English."""
    return tuple(dict.fromkeys((brief.source_language, NAMED_IN)))


def _moments(script: Script, brief: Brief, transcript: Transcript) -> list[_Moment]:
    """Everything that is said during the speech and that a photo may show, in order."""
    words = _word_moments(script, transcript, _languages(brief))
    moments = [*_fact_moments(script, brief), *words]
    return sorted(moments, key=lambda moment: moment.starts_ms)


def _fact_moments(script: Script, brief: Brief) -> Iterator[_Moment]:
    for fact in with_parts(brief.facts):
        whole = whole_key(fact.key, brief.facts)
        labels = brief.labels.get(whole, {})
        names = [whole]
        if isinstance(fact.value, Variants) and len(fact.value.options) == 1:
            (option,) = fact.value.options
            names = [*option.name.values(), *filter(None, [Path(option.photo).stem])]
        for code in _languages(brief):
            names += filter(None, (labels.get(code), profile(code).labels.get(whole)))
            if isinstance(fact.value, Term) and code in fact.value.translations:
                names.append(fact.value.translations[code])
        for heard in fact.heard_in:
            telling = [line for line in script.lines if heard.segment in line.says]
            stating = [line for line in telling if fact.key in line.tags]
            for line in stating or telling:
                yield _Moment(names=tuple(names), starts_ms=heard.span.start_ms, line=line)


def _word_moments(
    script: Script, transcript: Transcript, languages: Sequence[str]
) -> Iterator[_Moment]:
    """The lexicon's words in the speech; a file may have any of their forms as its name."""
    known = lexicon.words(transcript.language)
    for line in script.lines:
        for segment in (s for s in transcript.segments if s.index in line.says):
            text = segment.text.casefold()
            for word in lexicon.found_in(segment.text, transcript.language):
                at = text.find(word)
                forms = [lexicon.entries(code).get(known[word], ()) for code in languages]
                yield _Moment(
                    names=(known[word], *(form for each in forms for form in each)),
                    starts_ms=mention(segment, at, at + len(word)).span.start_ms,
                    line=line,
                )
