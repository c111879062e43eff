"""The dub of a script: lines that fit their picture, as one sound file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..engines import Sound
from ..records import AudioFile, Brief, Narration, Pitch, Script, ScriptLine, SpokenLine
from ..run import RunFolder
from .fitting import Place, place_lines, shorter_lines
from .lines import RATE_HZ, LineVoice, write_wav
from .voices import SpeechRate


def keep_original(pitch: Pitch, script: Script) -> Narration:
    """The merchant's own voice; each line that is not silent is heard in its budget."""
    return Narration(
        language=script.language,
        audio=pitch.speech,
        lines=tuple(
            SpokenLine(line=line.index, span=line.budget, tempo=1.0)
            for line in script.lines
            if line.text
        ),
        dubbed=False,
    )


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..languages import LanguageProfile

DUB = "dub.wav"
EASY_TEMPO = 1.1
"""A line that would have to be spoken faster than this is shortened first, if possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dub:
    """What was spoken, and how it sounds."""

    written: Script
    """As it was written."""
    script: Script
    """With the wordings that were chosen."""
    narration: Narration


def dub_script(
    script: Script,
    brief: Brief,
    profile: LanguageProfile,
    *,
    voice: LineVoice,
    rate: SpeechRate,
    spoken: Callable[[str], str],
    folder: RunFolder,
) -> Dub:
    """The script as it is spoken, each line fitted to its time; the sound is `<language>/dub.wav`.

    `spoken` fills a line's tags as a voice reads them aloud. Wordings are chosen first by the
    voice's average rate, then by the time that each line really takes.

    Raises:
        EngineError: the voice failed.
        StorageError: the folder cannot be written.
    """
    wordings = [(line, *shorter_lines(line, brief, profile)) for line in script.lines if line.text]
    chosen = _fitting(wordings, lambda line: rate.time_ms(spoken(line.text)))
    rest = [options[options.index(line) :] for options, line in zip(wordings, chosen, strict=True)]
    chosen = _fitting(rest, lambda line: voice.time_ms(spoken(line.text)))
    texts = [spoken(line.text) for line in chosen]
    places = _places(chosen, [voice.time_ms(text) for text in texts])
    sounds = [voice.say(text, at.tempo) for text, at in zip(texts, places, strict=True)]
    audio = _write(_track(sounds, places), f"{script.language}/{DUB}", folder)
    voice.forget_others()
    return Dub(
        written=script,
        script=_with(script, chosen),
        narration=Narration(
            language=script.language,
            audio=audio,
            lines=tuple(
                SpokenLine(line=line.index, span=at.span, tempo=at.tempo)
                for line, at in zip(chosen, places, strict=True)
            ),
            dubbed=True,
        ),
    )


def _with(script: Script, chosen: Sequence[ScriptLine]) -> Script:
    """The script with the lines as they are spoken; the silent ones stay."""
    spoken = {line.index: line for line in chosen}
    return replace(script, lines=tuple(spoken.get(line.index, line) for line in script.lines))


def _fitting(
    wordings: Sequence[Sequence[ScriptLine]], time_ms: Callable[[ScriptLine], int]
) -> list[ScriptLine]:
    """For each line the first wording that fits its time at an easy pace, or the shortest one."""
    at = [0] * len(wordings)
    while True:
        lines = [options[n] for options, n in zip(wordings, at, strict=True)]
        times_ms = [time_ms(line) for line in lines]
        places = _places(lines, times_ms)
        may = [n for n, options in enumerate(wordings) if at[n] + 1 < len(options)]
        hurried = [n for n in may if places[n].tempo > EASY_TEMPO or not places[n].fits]
        # Where a line has no shorter words, those beside it can give it time.
        late = [n for n, place in enumerate(places) if not place.fits]
        shortened = hurried or [n for n in may if n - 1 in late or n + 1 in late]
        if not shortened:
            return lines
        # One at a time: a shorter line also gives time to its neighbours.
        at[max(shortened, key=lambda n: times_ms[n] / lines[n].budget.duration_ms)] += 1


def _places(lines: Sequence[ScriptLine], times_ms: Sequence[int]) -> tuple[Place, ...]:
    follow = next((n for n, line in enumerate(lines) if not line.says), None)
    return place_lines([line.budget for line in lines], times_ms, follow)


def _track(sounds: Sequence[NDArray[np.float32]], places: Sequence[Place]) -> NDArray[np.float32]:
    """All lines in one sound, each at its place."""
    import numpy as np

    starts = [place.span.start_ms * RATE_HZ // 1000 for place in places]
    ends = [start + len(sound) for start, sound in zip(starts, sounds, strict=True)]
    track = np.zeros(max(ends, default=0), np.float32)
    for start, end, sound in zip(starts, ends, sounds, strict=True):
        track[start:end] += sound
    return track


def _write(track: NDArray[np.float32], name: str, folder: RunFolder) -> AudioFile:
    import numpy as np

    samples = (np.clip(track, -1, 1) * 32767).astype("<i2").tobytes()
    path = folder.path / name
    with folder.replacing(name) as temporary:
        write_wav(Sound(samples=samples, sample_rate_hz=RATE_HZ), temporary)
    return AudioFile(
        path=path,
        duration_ms=len(track) * 1000 // RATE_HZ,
        sample_rate_hz=RATE_HZ,
        channels=1,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
