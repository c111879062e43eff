"""Whisper through faster-whisper (CTranslate2): int8 on the CPU, float16 in batches on a GPU."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from ..errors import EngineFailedError, UsageError
from ..messages import say
from ..records import Segment, Span, Word
from . import EngineOptions, Recognition, Timing
from .devices import place
from .models import Model, ModelEngine, revision_of
from .sound import samples_of, segment_of
from .weights import card_of_hub

NAME = "faster-whisper"
LICENCE = "MIT"
"""Of OpenAI's Whisper models, and of their conversions."""
GPU_BATCH = 8
"""Stretches of speech that a GPU takes together."""
MARKS_BEFORE, MARKS_AFTER = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the next word, and to the one before; the library's own."""


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
            problem = say(
                'Whisper {option} is not here yet; run: python -c "{fetch}"',
                option=option,
                fetch=fetch,
            )
            raise UsageError(problem) from error
        return Model(
            name=option,
            revision=revision_of(folder),
            own_path=folder,
            card=card_of_hub(f"Systran/faster-whisper-{option}"),
            licence=LICENCE,
        )

    timing: Timing = "exact"

    def hears(self, language: str) -> bool:
        """Every language that there is a profile of."""
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
        """What is said in `audio`, as the plain library hears it; see `engines.Recognizer`."""
        import ctranslate2

        transcribe, samples = self._load(), samples_of(audio, stretch)
        later_ms = stretch.start_ms if stretch else 0
        ctranslate2.set_random_seed(self._options.seed)
        try:
            spoken, parts = transcribe(samples, language=language, hotwords=" ".join(hotwords))
            found = tuple(_segments(parts, later_ms, on_progress))
        except (RuntimeError, ValueError, OSError, IndexError) as error:
            raise EngineFailedError(
                NAME, say("{audio} could not be transcribed ({why})", audio=audio.name, why=error)
            ) from (error)
        return Recognition(language=spoken, segments=found)

    def _load(self) -> Callable[..., tuple[str, Iterable[Any]]]:
        """Whisper's function that transcribes; on a GPU, many stretches of speech at once."""
        if self._whisper is None:
            from faster_whisper import WhisperModel

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
                step = say("choose another with --device or --recognizer-precision")
                problem = say(
                    "{model} cannot be loaded on {device}, {precision}; {step}",
                    model=self._model.name,
                    device=device,
                    precision=precision,
                    step=step,
                )
                raise EngineFailedError(NAME, problem) from error
            on_gpu = device == "cuda"
            self._whisper = _in_batches(whisper) if on_gpu else _Placing(whisper).listen
        transcribe: Callable[..., tuple[str, Iterable[Any]]] = self._whisper
        return transcribe


class _Placing:
    """Whisper that also tells when each word is said, and hears the same as without it.

    With `word_timestamps` the library goes on where the last word ends, and hears other words than
    as its README shows it. Here the words are placed afterwards, in what it has encoded already.
    """

    def __init__(self, whisper: Any) -> None:
        self._whisper, self._encode, self._encoded = whisper, whisper.encode, None
        whisper.encode = self._kept

    def _kept(self, features: Any) -> Any:
        self._encoded = self._encode(features)
        return self._encoded

    def listen(
        self, samples: Any, *, language: str | None, hotwords: str
    ) -> tuple[str, Iterator[Any]]:
        """The language, and the segments with their words, as dictionaries."""
        parts, info = self._whisper.transcribe(
            samples, language=language, hotwords=hotwords or None
        )
        frames = len(samples) // self._whisper.feature_extractor.hop_length
        return info.language, self._placed(parts, info.language, frames)

    def _placed(self, parts: Iterable[Any], language: str, frames: int) -> Iterator[Any]:
        """The segments with their words; those of one window of half a minute together."""
        from faster_whisper.tokenizer import Tokenizer

        whisper, ended_s = self._whisper, 0.0
        known = Tokenizer(
            whisper.hf_tokenizer,
            whisper.model.is_multilingual,
            task="transcribe",
            language=language,
        )
        for seek, window in groupby(parts, key=lambda part: part.seek):
            encoded = self._encoded  # of this window, before the next one is asked for
            rows = [vars(part) | {"words": []} for part in window]
            size = min(whisper.feature_extractor.nb_max_frames, frames - seek)
            ended_s = whisper.add_word_timestamps(
                [rows], known, encoded, size, MARKS_BEFORE, MARKS_AFTER, ended_s
            )
            yield from rows


def _in_batches(whisper: Any) -> Callable[..., tuple[str, Iterable[Any]]]:
    from faster_whisper import BatchedInferencePipeline

    batched = BatchedInferencePipeline(model=whisper)

    def listen(samples: Any, *, language: str | None, hotwords: str) -> tuple[str, Iterable[Any]]:
        parts, info = batched.transcribe(
            samples,
            language=language,
            hotwords=hotwords or None,
            batch_size=GPU_BATCH,
            word_timestamps=True,
            without_timestamps=False,  # else a batch gives one segment for half a minute
        )
        rows = (vars(part) | {"words": [vars(word) for word in part.words]} for part in parts)
        return info.language, rows

    return listen


def _segments(
    parts: Iterable[Any], later_ms: int, on_progress: Callable[[int], None]
) -> Iterator[Segment]:
    """Whisper's segments that have words, with times so much later."""
    index = 0
    for part in parts:
        words = tuple(_words(part, later_ms))
        if words:
            yield segment_of(index, words)
            index += 1
        on_progress(later_ms + round(part["end"] * 1000))


def _words(part: Any, later_ms: int) -> Iterator[Word]:
    """The words of one of Whisper's segments; its times are seconds and may be of no length."""
    for word in part["words"]:
        start_ms = later_ms + max(0, round(word["start"] * 1000))
        end_ms = max(start_ms + 1, later_ms + round(word["end"] * 1000))
        yield Word(
            text=word["word"],
            span=Span(start_ms=start_ms, end_ms=end_ms),
            probability=round(float(word["probability"]), 4),
        )
