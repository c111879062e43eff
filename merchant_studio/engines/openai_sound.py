"""Any OpenAI-compatible server that transcribes or speaks; see `openai_api` for the connection."""

from __future__ import annotations

import base64
import hashlib
import io
import wave
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import openai

from ..errors import EngineFailedError
from ..media import sound_frames
from ..records import Segment, Span, Word
from . import EngineOptions, Recognition, Sound, Utterance, Voice
from .openai_api import ApiEngine

SPEECH_HZ = 16_000
"""What is sent to be transcribed; speech recognizers hear no more."""
VOICES = ("alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
"""The voices of OpenAI's own service; each speaks every language."""
CLONED = "merchant"
"""What a cloned voice is called at a server."""

_UNTOLD_BYTES = 0x7FFF0000
"""From so many on, a WAV file's header means that its length was not known when it was begun."""


class ApiRecognizer(ApiEngine):
    """Speech to text behind a server (`/v1/audio/transcriptions`)."""

    kind = "recognizer"

    timed = False

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
        sound = ("speech.flac", _flac(audio, stretch), "audio/flac")
        later_ms = stretch.start_ms if stretch else 0
        create: Any = self._server.client.audio.transcriptions.create
        asked: dict[str, Any] = {"language": language} if language else {}
        if hotwords:
            asked["prompt"] = " ".join(hotwords)

        def ask() -> Recognition:
            answer = create(
                file=sound,
                model=self._server.model,
                response_format="verbose_json",
                timestamp_granularities=["word", "segment"],
                temperature=0,
                **asked,
            )
            found = _segments(answer.segments or (), answer.words or (), later_ms)
            if not found and answer.text.strip():
                step = "choose a model that gives them, such as Whisper"
                raise EngineFailedError(self._server.name, f"its transcript has no times; {step}")
            return Recognition(language=language or answer.language, segments=found)

        heard = self._server.call(ask)
        if heard.segments:
            on_progress(heard.segments[-1].span.end_ms)
        return heard


def _flac(audio: Path, stretch: Span | None) -> bytes:
    """The sound of a recording, mono, or a stretch of it, as FLAC: a tenth of the video."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="flac") as out:
        stream = out.add_stream("flac", rate=SPEECH_HZ, layout="mono")
        filters: tuple[tuple[str, str], ...] = (
            ("aformat", "sample_fmts=s16:channel_layouts=mono"),
        )
        if stretch:
            part = f"start={stretch.start_ms}ms:end={stretch.end_ms}ms"
            filters = (*filters, ("atrim", part), ("asetpts", "PTS-STARTPTS"))
        for frame in sound_frames(audio, rate_hz=SPEECH_HZ, layout="mono", filters=filters):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def _segments(parts: Sequence[Any], words: Sequence[Any], later_ms: int = 0) -> tuple[Segment, ...]:
    """A server's segments with those of its words that begin in them, so much later."""
    segments: list[Segment] = []
    for part in parts:
        text = str(part.text).strip()
        if not text:
            continue
        start_ms, end_ms = _span_ms(part, later_ms)
        begun = [(word, later_ms + round(word.start * 1000)) for word in words]
        inside = [word for word, at_ms in begun if start_ms <= at_ms < end_ms]
        made = _words(text, inside, later_ms) or (
            Word(text=text, span=Span(start_ms=start_ms, end_ms=end_ms), probability=1.0),
        )
        span = Span(start_ms=made[0].span.start_ms, end_ms=max(end_ms, made[-1].span.end_ms))
        segments.append(Segment(index=len(segments), span=span, text=text, words=made))
    return tuple(segments)


def _words(text: str, words: Sequence[Any], later_ms: int) -> tuple[Word, ...]:
    """The words with the marks and spaces that follow them in the text; none if they differ."""
    starts, at = [], 0
    for word in words:
        found = text.find(word.word.strip(), at)
        if found < 0:
            return ()
        starts.append(found)
        at = found + len(word.word.strip())
    if not starts or len(set(starts)) < len(starts):
        return ()
    starts[0] = 0
    made = []
    for word, start, end in zip(words, starts, [*starts[1:], len(text)], strict=True):
        start_ms, end_ms = _span_ms(word, later_ms)
        span = Span(start_ms=start_ms, end_ms=end_ms)
        made.append(Word(text=text[start:end], span=span, probability=1.0))
    return tuple(made)


def _span_ms(part: Any, later_ms: int) -> tuple[int, int]:
    """Start and end in milliseconds of the recording, at least 1 ms apart."""
    start_ms = later_ms + max(0, round(part.start * 1000))
    return start_ms, max(start_ms + 1, later_ms + round(part.end * 1000))


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
                raise EngineFailedError(self._server.name, "it takes no voice to speak like")

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
        raise EngineFailedError(name, "what it spoke is no WAV file") from error
    frame_bytes = channels * width
    if len(frames) < whole * frame_bytes < _UNTOLD_BYTES:
        raise EngineFailedError(name, "what it spoke broke off; try again")
    mono = samples.reshape(-1, channels).mean(axis=1).astype("<i2") if width == 2 else samples[:0]
    if not mono.any():
        raise EngineFailedError(name, "what it spoke cannot be heard")
    return Sound(samples=mono.tobytes(), sample_rate_hz=rate_hz)
