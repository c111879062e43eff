"""Recognizers of Chinese through sherpa-onnx: SenseVoice, Paraformer, FireRedASR2, Qwen3-ASR.

They run on the CPU, hear a recording in pieces of at most 20 s, and write about a third of the
wrong characters of Whisper base (their publishers' figures; see the cards in `models/`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..errors import EngineFailedError, UsageError
from ..languages import profile
from ..messages import name_of, say
from ..records import Segment, Span, Word
from . import EngineOptions, Recognition, Timing
from .devices import physical_cores
from .models import ModelEngine
from .sound import RATE_HZ, part, pieces, samples_of, segment_of, spread_words, timed_words

NAME = "sherpa-onnx"
_METADATA_BYTES = 1 << 18
"""The end of a model's file, in which its exporter says what it is."""
_LONGEST_MS = 300
"""A token is said for so long at most; the models only tell when it begins."""
_TOKENS_A_SECOND = 8
"""At which sherpa-onnx stops FireRedASR's decoder; a merchant in a hurry says more."""
_MARKS = re.compile(r"^.*<asr_text>|<\|[^|]*\|>", re.S)
"""What models write for themselves: `language Chinese<asr_text>`, `<|endoftext|>`."""
_UNTOLD = "und"
"""BCP-47 for a language that nobody told."""
_NEW_TOKENS = 256
"""More than anybody says in a piece; Qwen3-ASR's own limit, 128, may cut a piece off."""


@dataclass(frozen=True, slots=True)
class _Family:
    """One kind of model: which files it has, and how sherpa-onnx is told to read them."""

    name: str
    factory: str
    files: tuple[tuple[str, str], ...]
    """The factory's argument, and the file's pattern in the model's folder."""
    mark: bytes = b""
    """What stands in the metadata of the first file, and in no other family's."""
    timing: Timing = "exact"
    languages: tuple[str, ...] = ("zh", "en")
    """What it hears, as codes; empty: the card tells."""


_ONE_FILE = (("model", "model*.onnx"), ("tokens", "tokens.txt"))
_TWO_FILES = (("encoder", "encoder*.onnx"), ("decoder", "decoder*.onnx"))
_QWEN = _Family(
    "Qwen3-ASR",
    "from_qwen3_asr",
    (("conv_frontend", "conv_frontend*.onnx"), *_TWO_FILES, ("tokenizer", "tokenizer")),
    timing="rough",
    languages=(),
)
_FIRE_RED_AED = _Family(
    "FireRedASR AED",
    "from_fire_red_asr",
    (*_TWO_FILES, ("tokens", "tokens.txt")),
    b"cmvn_mean",
    timing="rough",
)
_FIRE_RED_CTC = _Family("FireRedASR2 CTC", "from_fire_red_asr_ctc", _ONE_FILE, b"asr-2-ctc")
_SENSE_VOICE = _Family(
    "SenseVoice",
    "from_sense_voice",
    _ONE_FILE,
    b"lang_yue",
    languages=("zh", "en", "ja", "ko", "yue"),
)
_PARAFORMER = _Family(
    "Paraformer",
    "from_paraformer",
    (("paraformer", "model*.onnx"), ("tokens", "tokens.txt")),
    b"lfr_window_size",
)
_FAMILIES = (_QWEN, _FIRE_RED_AED, _FIRE_RED_CTC, _SENSE_VOICE, _PARAFORMER)
"""Tried from the first to the last: what a later one has, an earlier one may have, too."""


class SherpaOnnx(ModelEngine):
    """Any model of the five families, in the form in which sherpa-onnx publishes it."""

    kind, name = "recognizer", NAME

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._loaded: tuple[str, Any] | None = None

    @property
    def timing(self) -> Timing:
        """Exact, or rough where the model gives no times."""
        return self._family.timing

    def hears(self, language: str) -> bool:
        """Whether the model knows a language (its code)."""
        card = self._model.card
        known = card.languages if card else self._family.languages
        return not known or language in known

    @cached_property
    def _family(self) -> _Family:
        """The family to which the files belong.

        A model of another one would not raise an error: sherpa-onnx would end this process.
        """
        folder = self._model.path()
        with suppress(OSError):  # then it is no folder of a model
            for family in _FAMILIES:
                found = [sorted(folder.glob(pattern)) for _, pattern in family.files]
                if all(found) and family.mark in _metadata(found[0][0]):
                    return family
        names = ", ".join(family.name for family in _FAMILIES)
        raise UsageError(
            say(
                "{folder} is none of the models that sherpa-onnx runs here ({names}); name the "
                "folder in which the model's .onnx files and tokens.txt lie",
                folder=folder,
                names=names,
            )
        )

    def recognize(
        self,
        audio: Path,
        *,
        language: str | None,
        hotwords: Sequence[str],
        on_progress: Callable[[int], None],
        stretch: Span | None = None,
    ) -> Recognition:
        """What is said in `audio`, piece by piece; see `engines.Recognizer`.

        Only Qwen3-ASR listens for the `hotwords`.
        """
        if language and not self.hears(language):
            problem = say(
                "{model} does not hear {language}",
                model=self._model.name,
                language=name_of(profile(language).name),
            )
            raise EngineFailedError(
                NAME, say("{problem}; choose another with --recognizer", problem=problem)
            )
        samples, begin_ms = samples_of(audio, stretch), stretch.start_ms if stretch else 0
        segments, spoken = list[Segment](), language or ""
        for piece in pieces(samples):
            heard = part(samples, piece)
            try:
                result = self._result(heard, language or "", hotwords)
            except (RuntimeError, OSError) as error:
                problem = say(
                    "{audio} could not be transcribed ({why})", audio=audio.name, why=error
                )
                raise EngineFailedError(NAME, problem) from error
            words = _words(result, heard, begin_ms + piece.start_ms)
            if words:
                segments.append(segment_of(len(segments), words))
            spoken = spoken or _language(result)
            on_progress(begin_ms + piece.end_ms)
        return Recognition(language=spoken or _UNTOLD, segments=tuple(segments))

    def _result(self, samples: Any, language: str, hotwords: Sequence[str]) -> Any:
        """What sherpa-onnx makes of a piece."""
        import numpy as np

        result = self._decoded(samples, language, hotwords)
        most = int(len(samples) / RATE_HZ * _TOKENS_A_SECOND)
        if self._family is _FIRE_RED_AED and len(result.tokens) >= most:
            silence = np.zeros(len(samples), np.float32)
            result = self._decoded(np.concatenate([samples, silence]), language, hotwords)
        return result

    def _decoded(self, samples: Any, language: str, hotwords: Sequence[str]) -> Any:
        recognizer = self._load(language)
        stream = recognizer.create_stream()
        if self._family is _QWEN:
            stream.set_option("hotwords", ",".join(hotwords))
            if language:
                stream.set_option("language", profile(language).name)
        stream.accept_waveform(RATE_HZ, samples)
        recognizer.decode_stream(stream)
        return stream.result

    def _load(self, language: str) -> Any:
        """sherpa-onnx's recognizer; SenseVoice is loaded for one language."""
        from sherpa_onnx import OfflineRecognizer

        family = self._family
        extra: dict[str, Any] = {}
        if family is _SENSE_VOICE:
            extra = {"language": language, "use_itn": True}
        if family is _QWEN:
            extra = {"max_new_tokens": _NEW_TOKENS, "seed": self._options.seed}
        key = str(extra)
        if self._loaded is None or self._loaded[0] != key:
            self._tell("cpu")
            folder = self._model.path()
            files = {name: str(sorted(folder.glob(glob))[0]) for name, glob in family.files}
            threads = self._options.threads or physical_cores()
            try:
                made = getattr(OfflineRecognizer, family.factory)(
                    **files, **extra, num_threads=threads
                )
            except RuntimeError as error:
                problem = say(
                    "{model} cannot be loaded ({why}); fetch its files again",
                    model=self._model.name,
                    why=error,
                )
                raise EngineFailedError(NAME, problem) from error
            self._loaded = key, made
        return self._loaded[1]


def _words(result: Any, samples: Any, at_ms: int) -> tuple[Word, ...]:
    """The words of a piece that begins at `at_ms`; where no times are known, about."""
    text = _MARKS.sub("", result.text).strip()
    if not any(map(str.isalnum, text)):
        return ()
    end_ms = at_ms + len(samples) * 1000 // RATE_HZ
    words = timed_words(text, _parts(result, at_ms, end_ms))
    return words or spread_words(text, samples, at_ms)


def _parts(result: Any, at_ms: int, end_ms: int) -> Iterator[tuple[str, Span, float]]:
    """The tokens of a piece with their times; none if the model gave no times."""
    begins = [at_ms + round(moment * 1000) for moment in result.timestamps]
    if len(begins) != len(result.tokens):
        return
    for token, (start_ms, next_ms) in zip(result.tokens, pairwise([*begins, end_ms]), strict=True):
        written = token.replace("▁", " ").removesuffix("@@").strip()
        if written and any(map(str.isalnum, written)):
            last_ms = max(start_ms + 1, min(next_ms, start_ms + _LONGEST_MS))
            yield written, Span(start_ms=start_ms, end_ms=last_ms), 1.0


def _metadata(file: Path) -> bytes:
    """The end of an ONNX file: what its exporter wrote about it. Empty for a folder."""
    if not file.is_file():
        return b""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _METADATA_BYTES))
        return opened.read()


def _language(result: Any) -> str:
    """The language that a model says it heard, as a code: `<|zh|>`; empty: it says none."""
    return str(result.lang).strip("<|>")
