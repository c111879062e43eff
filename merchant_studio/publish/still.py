"""A still of a video that is not rendered: made from the run's records, in a fraction of a second.

It loads no model and waits for no work. Over the merchant's own voice it is the frame of the video;
a dub is not spoken for it, so its lines stand where they are planned.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ..config import StudioConfig
from ..errors import InputError
from ..languages import LanguageProfile, profile
from ..messages import say
from ..picture.render import Glimpse, base_frame, draw_still, frame_at, glimpse
from ..picture.typeset import Typesetter, style
from ..read import read_pitch
from ..records import Brief, Cue, Pitch, Script, Span, Timeline, Transcript
from ..run import RunFolder, with_names
from ..speak import Dub, keep_original
from .drafting import lay_timeline

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

    Stamp = tuple[tuple[str, int, int], ...]
    """Names, sizes and times of files: a file that was replaced has another one."""

KEPT_FRAMES = 12
"""A frame of 1080x1920 takes 3 MB."""
KEPT_PITCHES = 16
JPEG_QUALITY = 88
CLOSE_UP, CLOSE_UP_RATIO = 0.55, 1.6
"""What a close-up shows of the shorter side, and its width by its height."""
CLOSE_UP_ROOM = 1.2
"""How wide it is at least, by the width of its caption."""


class Stills:
    """Stills of any runs; what was read and decoded last is kept for the next one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pitch = lru_cache(KEPT_PITCHES)(_pitch)
        self._frame = lru_cache(KEPT_FRAMES)(_frame)

    def timeline(
        self, run: RunFolder, source: Path, language: str, config: StudioConfig
    ) -> Timeline:
        """What is seen in a language and when, by the records of a run as they stand.

        Raises:
            InputError: its script is not written yet.
            UnknownNameError: there is no such language or style.
            RecordingError: the recording cannot be used.
        """
        own = profile(language)
        brief, transcript = run.find("brief.json", Brief), run.find("transcript.json", Transcript)
        script = run.find(f"{language}/script.json", Script)
        if brief is None or transcript is None or script is None:
            raise InputError(say("this script is not written yet"))
        reading = StudioConfig(
            source=config.source,
            max_minutes=config.max_minutes,
            max_megabytes=config.max_megabytes,
            max_megapixels=config.max_megapixels,
        )
        with self._lock:
            pitch = self._pitch(source, _stamp(_files(source)), reading)
        narration = replace(keep_original(pitch, script), dubbed=config.voice != "original")
        return lay_timeline(
            pitch,
            transcript,
            with_names(brief, run),
            own.said_by(pitch.sheet.speaker),
            Dub(written=script, script=script, narration=narration),
            _second(run, language, config.bilingual),
            config,
        )

    def draw(self, timeline: Timeline, at_ms: int) -> NDArray[np.uint8]:
        """What is seen at that time, in RGB.

        Raises:
            RenderError: the recording cannot be read, or a character has no glyph.
        """
        with self._lock:  # two at a time would take twice as long each
            number = frame_at(timeline, at_ms)
            seen = glimpse(timeline, number)
            paths = [seen.shot.path, *seen.shot.photos]
            base = self._frame(seen, _stamp([path for path in paths if path]))
            return draw_still(timeline, number, base)


def moment_of(timeline: Timeline, line: int | None) -> int:
    """The time at which most of a line is seen: its caption, with a card if it has one.

    None: the end card, or the last picture where there is none. For a silent line it is what
    comes then.
    """
    if line is None:
        return _middle(timeline.end_card.span if timeline.end_card else _last(timeline))
    cues = [cue for cue in timeline.captions.cues if cue.line == line]
    beside = [
        Span(start_ms=start_ms, end_ms=end_ms)
        for cue in cues
        for card in timeline.cards
        if (start_ms := max(cue.span.start_ms, card.span.start_ms))
        < (end_ms := min(cue.span.end_ms, card.span.end_ms))
    ]
    if cues:
        return _middle(max(beside, key=lambda span: span.duration_ms) if beside else _main(cues))
    spoken = [each.span for each in timeline.narration.lines if each.line == line]
    if spoken:
        return _middle(spoken[0])
    later = [each.span for each in timeline.narration.lines if each.line > line]
    return _middle(later[0]) if later else moment_of(timeline, None)


def close_up(picture: NDArray[np.uint8], timeline: Timeline, at_ms: int) -> NDArray[np.uint8]:
    """The part of a still where its caption stands, so that its style is seen in a small picture.

    The whole caption is seen. Where there is none it is the middle.
    """
    tall, wide = picture.shape[:2]
    middle, across = tall // 2, round(CLOSE_UP * min(tall, wide))
    for cue in timeline.captions.cues:
        if cue.span.start_ms <= at_ms < cue.span.end_ms:
            look = style(timeline.style, timeline.captions_at)
            setter = Typesetter(look, timeline.width_px, timeline.height_px)
            blocks = setter.lay_out(cue.rows, profile(timeline.captions.language))
            middle = round(blocks[0].top_px + blocks[-1].bottom_px) // 2
            across = max(across, round(CLOSE_UP_ROOM * max(block.width_px for block in blocks)))
    across = min(across, wide)
    down = min(tall, round(across / CLOSE_UP_RATIO))
    left, top = (wide - across) // 2, max(0, min(middle - down // 2, tall - down))
    return picture[top : top + down, left : left + across]


def to_jpeg(picture: NDArray[np.uint8], longest_px: int) -> bytes:
    """A picture as JPEG, at most so large on its longer side."""
    from PIL import Image

    image = Image.fromarray(picture)
    image.thumbnail((longest_px, longest_px), Image.Resampling.BICUBIC, reducing_gap=2)
    file = io.BytesIO()
    image.save(file, format="JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def _main(cues: Sequence[Cue]) -> Span:
    return max((cue.span for cue in cues), key=lambda span: span.duration_ms)


def _last(timeline: Timeline) -> Span:
    return Span(start_ms=max(0, timeline.duration_ms - 1), end_ms=timeline.duration_ms)


def _middle(span: Span) -> int:
    return (span.start_ms + span.end_ms) // 2


def _second(run: RunFolder, first: str, tag: str) -> tuple[LanguageProfile, Script] | None:
    """The language under the captions, if there is one and it is written."""
    script = run.find(f"{tag}/script.json", Script) if tag and tag != first else None
    return (profile(tag), script) if script else None


def _pitch(source: Path, stamp: Stamp, config: StudioConfig) -> Pitch:
    return read_pitch(source, config)


def _frame(seen: Glimpse, stamp: Stamp) -> VideoFrame:
    return base_frame(seen)


def _files(source: Path) -> list[Path]:
    return sorted(source.iterdir()) if source.is_dir() else [source]


def _stamp(paths: Sequence[Path]) -> Stamp:
    found = [(path.name, path.stat()) for path in paths if path.exists()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)
