"""Any OpenAI-compatible server that transcribes or speaks; see `openai_api` for the connection."""

from __future__ import annotations

import base64
import hashlib
import io
import wave
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openai

from ..errors import EngineFailedError
from ..messages import say
from ..records import Segment, Span
from . import EngineOptions, Recognition, Sound, Timing, Utterance, Voice
from .openai_api import ApiEngine
from .sound import RATE_HZ, part, pieces, samples_of, segment_of, spread_words, timed_words

if TYPE_CHECKING:
    from .sound import Samples

VOICES = ("alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
"""The voices of OpenAI's own service; each speaks every language."""
_DETAILED: dict[str, Any] = {
    "response_format": "verbose_json",
    "timestamp_granularities": ["word", "segment"],
}
_PLAIN: dict[str, Any] = {"response_format": "json"}
"""How a transcript is asked for, with times and without."""
CLONED = "merchant"
"""What a cloned voice is called at a server."""

_UNTOLD_BYTES = 0x7FFF0000
"""From so many on, a WAV file's header means that its length was not known when it was begun."""


class ApiRecognizer(ApiEngine):
    """Speech to text behind a server (`/v1/audio/transcriptions`).

    A server that gives a text without times is sent the recording in pieces of at most 20 s, and
    the words are placed where somebody speaks in a piece.
    """

    kind = "recognizer"
    timing: Timing = "rough"

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._times_words = True

    def hears(self, language: str) -> bool:
        """Every language: the server does not say which it knows."""
        return True

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None = None,
    ) -> Recognition:
        """What is said in `audio`; see `engines.Recognizer`.

        Raises:
            ServiceError: see `Server.call`.
            EngineFailedError: see `Server.call`.
        """
        samples, begin_ms = samples_of(audio, stretch), stretch.start_ms if stretch else 0
        asked: dict[str, Any] = {"language": language} if language else {}
        if hotwords:
            asked["prompt"] = " ".join(hotwords)
        heard: tuple[str, tuple[Segment, ...]] | None = None
        if self._times_words:
            heard = self._server.call(partial(self._timed, samples, begin_ms, asked))
        if heard is None:
            heard = self._in_pieces(samples, begin_ms, asked, on_progress)
            self._times_words = False
        spoken, segments = heard
        if segments:
            on_progress(segments[-1].span.end_ms)
        return Recognition(language=language or spoken, segments=segments)

    def _timed(
        self, samples: Samples, begin_ms: int, asked: dict[str, Any]
    ) -> tuple[str, tuple[Segment, ...]] | None:
        """The language and the segments, all at once; None: the server gives no times."""
        try:
            answer = self._transcript(samples, asked | _DETAILED)
        except (
            openai.BadRequestError
        ):  # it may know no such form; what is wrong beside, the next says
            return None
        parts = getattr(answer, "segments", None) or ()
        found = _segments(parts, getattr(answer, "words", None) or (), samples, begin_ms)
        if not found and answer.text.strip():
            return None
        return getattr(answer, "language", None) or "", found

    def _in_pieces(
        self,
        samples: Samples,
        begin_ms: int,
        asked: dict[str, Any],
        on_progress: Callable[[int], None],
    ) -> tuple[str, tuple[Segment, ...]]:
        """The segments, one for each piece, of a server that gives only texts."""
        segments = list[Segment]()
        for piece in pieces(samples):
            heard, at_ms = part(samples, piece), begin_ms + piece.start_ms
            text = self._server.call(partial(self._text, heard, asked))
            if any(map(str.isalnum, text)):
                segments.append(segment_of(len(segments), spread_words(text, heard, at_ms)))
            on_progress(begin_ms + piece.end_ms)
        return "", tuple(segments)

    def _text(self, samples: Samples, asked: dict[str, Any]) -> str:
        return str(self._transcript(samples, asked | _PLAIN).text).strip()

    def _transcript(self, samples: Samples, asked: dict[str, Any]) -> Any:
        create: Any = self._server.client.audio.transcriptions.create
        sound = ("speech.flac", _flac(samples), "audio/flac")
        return create(file=sound, model=self._server.model, temperature=0, **asked)


def _flac(samples: Samples) -> bytes:
    """A sound as FLAC: a tenth of a video, and not a bit is lost."""
    import av
    import numpy as np

    file = io.BytesIO()
    with av.open(file, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=RATE_HZ, layout="mono")
        whole = np.round(samples * 32_768).clip(-32_768, 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def _segments(
    parts: Sequence[Any], words: Sequence[Any], samples: Samples, begin_ms: int
) -> tuple[Segment, ...]:
    """A server's segments with those of its words that begin in them.

    `samples` begin at `begin_ms` of the recording. Where the words of a segment are not told, they
    are placed where somebody speaks in it.
    """
    segments: list[Segment] = []
    for each in parts:
        text = str(each.text).strip()
        if not text:
            continue
        span = _span(each)
        inside = [
            (word.word.strip(), _later(_span(word), begin_ms), 1.0)
            for word in words
            if span.start_ms <= _span(word).start_ms < span.end_ms
        ]
        at_ms = begin_ms + span.start_ms
        made = timed_words(text, inside) or spread_words(text, part(samples, span), at_ms)
        segments.append(segment_of(len(segments), made))
    return tuple(segments)


def _span(told: Any) -> Span:
    """Start and end of what a server tells in seconds, at least 1 ms apart."""
    start_ms = max(0, round(told.start * 1000))
    return Span(start_ms=start_ms, end_ms=max(start_ms + 1, round(told.end * 1000)))


def _later(span: Span, by_ms: int) -> Span:
    return Span(start_ms=span.start_ms + by_ms, end_ms=span.end_ms + by_ms)


class ApiSpeaker(ApiEngine):
    """Speech behind a server (`/v1/audio/speech`), in its own voices or in that of a reference.

    How a reference is passed: vLLM-Omni's speech API, SiliconFlow's "user-dynamic voices", the
    voice library of the Chatterbox TTS API.
    """

    kind = "speaker"

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._uploaded: set[str] = set()

    @property
    def clones(self) -> bool:
        """Whether the service is one that is known to take a reference."""
        return bool(self._server.service.cloning)

    def voices(self, language: str) -> tuple[Voice, ...]:
        """The voices that the server lists, else its usual ones; all speak everything."""
        usual = self._server.service.voices or VOICES

        def ask() -> tuple[str, ...]:
            try:
                listed: Any = self._server.client.get("/audio/voices", cast_to=object)
            except openai.NotFoundError:  # most servers have no list
                return usual
            return tuple(filter(None, map(_name, listed["voices"]))) or usual

        return tuple(
            Voice(name=name.replace("{model}", self._server.model), language=language)
            for name in self._server.call(ask)
        )

    def speak(self, utterance: Utterance) -> Sound:
        """The text, spoken; see `engines.Speaker`.

        Raises:
            ServiceError: see `Server.call`.
            EngineFailedError: see `Server.call`; or the answer is no sound, or the service is not
                known to take the utterance's reference.
        """

        def ask() -> bytes:
            spoken = self._server.client.audio.speech.create(
                model=self._server.model,
                input=utterance.text,
                response_format="wav",
                speed=utterance.pace,
                **self._voice(utterance),
            )
            return spoken.content

        return _sound(self._server.call(ask), self._server.name)

    def _voice(self, utterance: Utterance) -> dict[str, Any]:
        """The fields of a request that say in whose voice."""
        reference = utterance.reference
        if reference is None:
            return {"voice": utterance.voice}
        match self._server.service.cloning:
            case "ref_audio":
                like = {"ref_audio": _data_url(reference.sound), "ref_text": reference.text}
                return {"voice": CLONED, "extra_body": {"task_type": "Base", **like}}
            case "references":
                like = {"audio": _data_url(reference.sound), "text": reference.text}
                return {"voice": "", "extra_body": {"references": [like]}}
            case "library":
                return {"voice": self._in_library(reference.sound, utterance.language)}
            case _:
                raise EngineFailedError(self._server.name, say("it takes no voice to speak like"))

    def _in_library(self, sound: Sound, language: str) -> str:
        """The name under which the server has the voice; it is uploaded once."""
        code = language.partition("-")[0]
        file = _wav(sound)
        name = f"{CLONED}-{hashlib.sha256(file).hexdigest()[:16]}-{code}"
        if name not in self._uploaded:
            with suppress(openai.ConflictError):  # by an earlier run
                self._server.client.post(
                    "/voices",
                    cast_to=object,
                    body={"voice_name": name, "language": code},
                    files={"voice_file": (f"{name}.wav", file, "audio/wav")},
                    options={"headers": {"Content-Type": "multipart/form-data"}},
                )
            self._uploaded.add(name)
        return name


def _name(listed: Any) -> str:
    """What a server's list calls a voice: the entry itself, its `id` or its `name`."""
    name = listed.get("id") or listed.get("name") if isinstance(listed, dict) else listed
    return name if isinstance(name, str) else ""


def _data_url(sound: Sound) -> str:
    return f"data:audio/wav;base64,{base64.b64encode(_wav(sound)).decode()}"


def _wav(sound: Sound) -> bytes:
    """A sound as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.sample_rate_hz)
        out.writeframes(sound.samples)
    return file.getvalue()


def _sound(data: bytes, name: str) -> Sound:
    """A WAV file's samples, mono.

    Raises:
        EngineFailedError: it is none, or it is silent.
    """
    import numpy as np

    try:
        with wave.open(io.BytesIO(data)) as file:
            channels, rate_hz, width = file.getnchannels(), file.getframerate(), file.getsampwidth()
            frames, whole = file.readframes(file.getnframes()), file.getnframes()
            samples = np.frombuffer(frames, dtype="<i2")
    except (wave.Error, EOFError, ValueError) as error:
        raise EngineFailedError(name, say("what it spoke is no WAV file")) from error
    frame_bytes = channels * width
    if len(frames) < whole * frame_bytes < _UNTOLD_BYTES:
        raise EngineFailedError(name, say("what it spoke broke off; try again"))
    mono = samples.reshape(-1, channels).mean(axis=1).astype("<i2") if width == 2 else samples[:0]
    if not mono.any():
        raise EngineFailedError(name, say("what it spoke cannot be heard"))
    return Sound(samples=mono.tobytes(), sample_rate_hz=rate_hz)
