"""Speak one line: its sound is cached, trimmed of silence and brought to a tempo."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

from ..engines import Reference, Sound, Speaker, Utterance, Voice
from ..errors import EngineFailedError
from ..media import Filters, sound_frames
from ..messages import say
from ..records import digest
from ..run import FIRST, RunFolder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 48_000
"""Samples per second of a dub, the same as in the video."""
SILENT_DB = -45
"""Sound this far below a line's loudest moment is silence, and is trimmed at both ends."""
WINDOW_MS = 10
MARGIN_MS = 30
"""Sound kept before and after the speech; it is faded so that nothing clicks."""


class LineVoice:
    """A voice that says lines; each is made once and kept in a folder of the run."""

    def __init__(
        self,
        speaker: Speaker,
        voice: Voice,
        language: str,
        folder: RunFolder,
        reference: Reference | None = None,
    ) -> None:
        """`language` is a BCP-47 tag; the lines are kept in `<language>/lines/`."""
        self._speaker, self._voice, self._folder = speaker, voice, folder
        self.language, self._reference = language, reference
        self._used: set[str] = set()
        self._plain: dict[str, NDArray[np.float32]] = {}
        """Sounds by text, at the voice's own pace: wordings are timed before one is chosen."""

    @property
    def inputs(self) -> str:
        """A digest of all that the sound of a text depends on; a newer version does not speak it
        again, which may cost money.
        """
        reference = self._reference and digest(
            self._reference.text, self._reference.sound.samples.hex()
        )
        return digest(FIRST, self._speaker.stamp, self.language, self._voice.name, reference)

    def time_ms(self, text: str) -> int:
        """How long the text takes at the voice's own pace."""
        return round(len(self.say(text, 1.0)) * 1000 / RATE_HZ)

    def say(self, text: str, tempo: float) -> NDArray[np.float32]:
        """The text at 48 kHz, mono, from -1 to 1; its pitch stays, whatever the tempo.

        Raises:
            EngineError: the speaker cannot say it, or gave only silence.
            StorageError: the folder cannot be written.
        """
        if tempo != 1.0:
            return self._said(text, (("atempo", f"{tempo:.3f}"),))
        if text not in self._plain:
            self._plain[text] = self._said(text, ())
        return self._plain[text]

    def _said(self, text: str, filters: Filters) -> NDArray[np.float32]:
        import numpy as np

        name = f"{self.language}/lines/{digest(self.inputs, text)[:24]}.wav"
        file = self._folder.path / name
        self._used.add(file.name)
        if not file.exists():
            sound = self._speaker.speak(
                Utterance(
                    text=text,
                    language=self.language,
                    voice=self._voice.name,
                    reference=self._reference,
                )
            )
            with self._folder.replacing(name) as temporary:
                write_wav(sound, temporary)
        frames = sound_frames(file, rate_hz=RATE_HZ, layout="mono", filters=filters)
        samples = _trimmed(np.concatenate([frame.to_ndarray()[0] for frame in frames]))
        if not len(samples):
            raise EngineFailedError(
                self._speaker.stamp.name, say("it gave only silence for {text!r}", text=text)
            )
        return samples

    def forget_others(self) -> None:
        """Delete the sound files of lines that this object has not said."""
        for file in (self._folder.path / self.language / "lines").glob("*.wav"):
            if file.name not in self._used:
                file.unlink(missing_ok=True)
        self._plain.clear()


def write_wav(sound: Sound, path: Path) -> None:
    """Store a sound as WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.sample_rate_hz)
        file.writeframes(sound.samples)


def _trimmed(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The samples without the silence before and after the speech, faded in and out."""
    import numpy as np

    window = RATE_HZ * WINDOW_MS // 1000
    whole = len(samples) // window * window
    peaks = np.abs(samples[:whole]).reshape(-1, window).max(axis=1)
    loud = np.flatnonzero(peaks > peaks.max(initial=0) * 10 ** (SILENT_DB / 20))
    if not len(loud):
        return samples[:0]
    margin = RATE_HZ * MARGIN_MS // 1000
    first = max(0, loud[0] * window - margin)
    kept = samples[first : (loud[-1] + 1) * window + margin].copy()
    ramp = np.linspace(0, 1, min(margin, len(kept) // 2), dtype=np.float32)
    kept[: len(ramp)] *= ramp
    kept[len(kept) - len(ramp) :] *= ramp[::-1]
    return kept
