"""What a helper is asked about a file and what it answers; its answers are read strictly.

A helper has read a file that may be hostile, so nothing in its answer is believed before it is a
number within its bounds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

LONGEST_ANSWER = 4096
_MOST = 2**53


class Fault(Exception):
    """Why a file cannot be used: a word such as `silent`, and the numbers of its sentence."""

    def __init__(self, word: str, **values: int) -> None:
        super().__init__(word)
        self.word, self.values = word, values


class BadAnswerError(Exception):
    """A helper answered what no helper answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may be, by the options of the run."""

    max_minutes: int
    max_megapixels: int

    @property
    def max_ms(self) -> int:
        """The longest recording."""
        return self.max_minutes * 60_000

    @property
    def max_pixels(self) -> int:
        """The largest picture, of a photo or a video."""
        return self.max_megapixels * 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """The moving picture of a recording, upright and in square pixels."""

    width_px: int
    height_px: int
    duration_ms: int
    """As the file states it; 0: it does not."""
    frame_rate: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording whose sound was decoded from end to end, and the first frame of its picture."""

    rate_hz: int
    channels: int
    heard_ms: int
    video: Video | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo that was decoded, upright."""

    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """A sound file that was decoded, as far as a recording may be long."""

    rate_hz: int
    channels: int
    duration_ms: int


def recording_of(seen: Mapping[str, Any]) -> Recording:
    """The recording that an answer tells.

    Raises:
        BadAnswerError: it tells none.
    """
    own = dict(seen)
    video = own.pop("video", None)
    return Recording(**_numbers(own, "rate_hz", "channels", "heard_ms"), video=_video_of(video))


def _video_of(seen: Any) -> Video | None:
    if seen is None:
        return None
    names = ("width_px", "height_px", "duration_ms", "frames", "in_s")
    numbers = _numbers(seen, *names)
    frames, in_s = numbers.pop("frames"), numbers.pop("in_s")
    if not (frames and in_s and numbers["width_px"] and numbers["height_px"]):
        raise BadAnswerError("a picture without a size or a rate")
    return Video(**numbers, frame_rate=Fraction(frames, in_s))


def photo_of(seen: Mapping[str, Any]) -> Photo:
    """The photo that an answer tells; errors as in `recording_of`."""
    return Photo(**_numbers(seen, "width_px", "height_px"))


def music_of(seen: Mapping[str, Any]) -> Music:
    """The music that an answer tells; errors as in `recording_of`."""
    return Music(**_numbers(seen, "rate_hz", "channels", "duration_ms"))


def _numbers(seen: Any, *names: str) -> dict[str, int]:
    if not isinstance(seen, Mapping) or set(seen) != set(names):
        raise BadAnswerError("other fields than were asked for")
    if not all(type(value) is int and 0 <= value <= _MOST for value in seen.values()):
        raise BadAnswerError("a field that is no number")
    return dict(seen)


def read_answer(line: bytes) -> Mapping[str, Any]:
    """What a helper has seen, of the line that it answered.

    Raises:
        Fault: it says that the file cannot be used.
        BadAnswerError: it is no answer.
    """
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError("it is no JSON") from error
    match answer:
        case {"fault": str(word), "values": dict(values)} if word.isascii() and len(word) < 40:
            raise Fault(word, **_numbers(values, *map(str, values)))
        case {"seen": dict(seen)}:
            return seen
    raise BadAnswerError("it is no answer")
