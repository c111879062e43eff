"""Whisper through faster-whisper (CTranslate2): int8 on the CPU, float16 in batches on a GPU."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from ..errors import EngineFailedError, UsageError
from ..media import sound_frames
from ..records import Segment, Span, Word
from . import EngineOptions, Recognition, Skills
from .devices import place
from .models import Model, ModelEngine
from .weights import Habits, card_of_hub, habits, revision_of

NAME = "faster-whisper"
LICENCE = "MIT"
"""Of OpenAI's Whisper models, and of their conversions."""
SAMPLE_RATE_HZ = 16_000
"""What Whisper was trained on."""
ECHO, UNHEARD = 3, 0.1
"""So many words at an end that take no time were not said, nor what is less probable before."""
WIDE_PAD_MS = 700
"""Around what the voice detector takes for speech, where the words at an end of it could not be
placed; it is 400 by default."""
GPU_BATCH = 8
"""Stretches of speech that a GPU takes together."""


class FasterWhisper(ModelEngine):
    """Any Whisper model in faster-whisper's format."""

    kind, name = "recognizer", NAME

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._whisper: Any = None

    @classmethod
    def _find(cls, option: str) -> Model:
        """The model by card, path or hub name, or by Whisper's own name: `large-v3-turbo`."""
        from faster_whisper import available_models, download_model

        if option not in available_models():
            return super()._find(option)
        try:
            folder = Path(download_model(option, local_files_only=True))
        except (OSError, ValueError) as error:
            fetch = f"import faster_whisper; faster_whisper.download_model('{option}')"
            problem = f'Whisper {option} is not here yet; run: python -c "{fetch}"'
            raise UsageError(problem) from error
        return Model(
            name=option,
            revision=revision_of(folder),
            skills=Skills(),
            own_path=folder,
            card=card_of_hub(f"Systran/faster-whisper-{option}"),
            licence=LICENCE,
        )

    def habits(self, language: str) -> Habits:
        """What the model's card says; see `engines.Recognizer`."""
        return habits(self._model.card, language)

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        prompt: str,
        on_progress: Callable[[int], None],
        pace: float = 1.0,
    ) -> Recognition:
        """What is said in `audio`, with word times; see `engines.Recognizer`."""
        import numpy as np

        whisper = self._load()
        frames = sound_frames(audio, rate_hz=round(SAMPLE_RATE_HZ / pace), layout="mono")
        samples = np.concatenate([frame.to_ndarray()[0] for frame in frames])
        said_before = " ".join([*hotwords, prompt]).strip()

        told_ms = 0

        def on_part(done_ms: int) -> None:  # never back, where it is heard once more
            nonlocal told_ms
            told_ms = max(told_ms, done_ms)
            on_progress(told_ms)

        def segments(detector: dict[str, int] | None) -> tuple[str, tuple[Segment, ...]]:
            parts, info = whisper(
                samples,
                language=language,
                beam_size=5,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                without_timestamps=False,  # else a batch gives one segment for half a minute
                vad_filter=True,
                vad_parameters=detector,
                hotwords=said_before or None,  # an initial prompt is told for 30 s only
                log_prob_threshold=None,
                no_speech_threshold=None,  # the voice detector has said where speech is
            )
            return info.language, tuple(_segments(parts, on_part, said_before))

        try:
            try:
                heard, found = segments(None)
            except IndexError:  # words that it heard in the last 10 ms have no times
                heard, found = segments({"speech_pad_ms": WIDE_PAD_MS})
        except (RuntimeError, ValueError, OSError, IndexError) as error:
            raise EngineFailedError(NAME, f"{audio.name} could not be transcribed ({error})") from (
                error
            )
        return Recognition(language=heard, segments=found)

    def _load(self) -> Callable[..., Any]:
        """Whisper's function that transcribes; on a GPU, many stretches of speech at once."""
        if self._whisper is None:
            from faster_whisper import BatchedInferencePipeline, WhisperModel

            device, precision = place(self._options.device, self._options.precision)
            self._tell(f"{device}, {precision}")
            try:
                whisper = WhisperModel(
                    str(self._model.path()),
                    device=device,
                    compute_type=precision,
                    cpu_threads=self._options.threads,
                    local_files_only=True,
                )
            except (RuntimeError, ValueError) as error:
                step = "choose another with --device or --recognizer-precision"
                problem = f"{self._model.name} cannot be loaded on {device}, {precision}; {step}"
                raise EngineFailedError(NAME, problem) from error
            if device == "cuda":
                batched = BatchedInferencePipeline(model=whisper)
                self._whisper = partial(batched.transcribe, batch_size=GPU_BATCH)
            else:
                self._whisper = whisper.transcribe
        transcribe: Callable[..., Any] = self._whisper
        return transcribe


def _segments(
    parts: Iterable[Any], on_progress: Callable[[int], None], expected: str
) -> Iterator[Segment]:
    """Whisper's segments that have words; it was told to expect some."""
    index = 0
    for part in parts:
        words = tuple(_without_echo(_words(part), expected))
        if words:
            span = Span(start_ms=words[0].span.start_ms, end_ms=words[-1].span.end_ms)
            text = "".join(word.text for word in words)
            yield Segment(index=index, span=span, text=text, words=words)
            index += 1
        on_progress(round(part.end * 1000))


def _words(part: Any) -> list[Word]:
    """The words of one of Whisper's segments; its times are seconds and may be of no length."""
    words = []
    for word in part.words or ():
        start_ms = max(0, round(word.start * 1000))
        end_ms = max(start_ms + 1, round(word.end * 1000))
        words.append(
            Word(
                text=word.word,
                span=Span(start_ms=start_ms, end_ms=end_ms),
                probability=round(float(word.probability), 4),
            )
        )
    return words


def _without_echo(words: list[Word], expected: str) -> list[Word]:
    """The words without those that Whisper only writes because it was told to expect them.

    At the end of a recording it may go on with the hotwords: nothing is heard there, so they take
    no time.
    """
    timeless = list(takewhile(lambda word: word.span.duration_ms <= 1, reversed(words)))
    letters = {letter for word in timeless for letter in word.text if letter.isalnum()}
    if len(timeless) < ECHO or not letters <= {*expected}:
        return words
    heard = words[: len(words) - len(timeless)]
    while heard and heard[-1].probability < UNHEARD:  # the first one may take all of the silence
        heard.pop()
    return heard
