"""The tables of engines by name: `kokoro` is the class `Kokoro` of `kokoro.py`, a speaker.

How to add an engine of your own, in a package of yours:

1. Write a class with what its role asks for (`interfaces.py`); it is made with `EngineOptions`.
2. Name it in your `pyproject.toml`: `[project.entry-points."merchant_studio.recognizers"]`,
   `my-ear = "my_package.ear:Ear"`; the other groups are `writers`, `speakers` and `translators`.
3. Install it: `--recognizer my-ear:MODEL` uses it, and `merchant-studio engines` lists it.
4. Let the contract of its role judge it, in a checkout of merchant_studio:
   `pytest tests/test_recognizers.py --engine my-ear:MODEL`.

An engine of merchant_studio itself is a file here and a line in its table. An adapter is imported
only when it is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, Literal, TypeVar

from ..errors import EngineFailedError, EngineUnavailableError, UnknownNameError
from ..messages import Notice, say
from .asking import Answer
from .interfaces import Recognizer, Speaker, Translator, Writer

Device = Literal["auto", "cpu", "cuda"]
Precision = Literal["auto", "float32", "float16", "bfloat16", "int8", "int4"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What an adapter needs to know to start."""

    model: str
    """A model card's id, a path to the model's file or folder, or a server's name for it."""
    seed: int
    threads: int
    """CPU threads; 0: as many as there are cores."""
    name: str = ""
    """The name in the registry by which the engine was chosen."""
    url: str = ""
    """A server's address; empty: the usual one of the service `name`."""
    key_file: Path | None = None
    """Lines such as `DEEPSEEK_API_KEY=...`; None: the environment."""
    timeout_s: int = 120
    """Seconds that a server may be silent."""
    tries: int = 4
    """How often a server is asked that is busy, failing or not there."""
    device: Device = "auto"
    precision: Precision = "auto"
    on_load: Callable[[Notice], None] = field(default=lambda what: None, compare=False, repr=False)
    """Told what is loaded, where and how precisely, before it is."""
    on_answer: Callable[[Answer], None] = field(
        default=lambda answer: None, compare=False, repr=False
    )
    """Told every answer that a model gives, also one that cannot be used: it took tokens, too."""


_EngineT = TypeVar("_EngineT", covariant=True)


@dataclass(frozen=True, slots=True)
class Adapter:
    """Where an engine's adapter is, and what it needs."""

    module: str
    factory: str
    default_model: str
    library: str = ""
    """The import that must be there; empty: none."""
    extra: str = ""
    """The extra that brings the library; empty: the project itself does."""
    companions: tuple[str, ...] = ()
    """Cards of models that it needs beside its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What an option such as `ollama:qwen3:4b-instruct` or `vllm:http://gpu:8000/v1` says."""

    name: str
    model: str
    url: str


class Registry(Generic[_EngineT]):
    """The engines of one role, by name: ours, and those of packages that are installed."""

    def __init__(self, role: str, adapters: dict[str, Adapter]) -> None:
        self.role = role
        self._ours = adapters

    @cached_property
    def adapters(self) -> Mapping[str, Adapter]:
        """All of them; ours go before others of the same name."""
        found = entry_points(group=f"merchant_studio.{self.role}s")
        return {point.name: Adapter(point.module, point.attr, "") for point in found} | self._ours

    def adapter(self, name: str) -> Adapter:
        """The table's line for `name`.

        Raises:
            UnknownNameError: no such engine.
        """
        adapter = self._ours.get(name) or self.adapters.get(name)
        if adapter is None:
            raise UnknownNameError(self.role, name, tuple(self.adapters))
        return adapter

    def choose(self, named: str, model: str = "") -> Choice:
        """The engine, model and address that `named` says: NAME, NAME:MODEL or NAME:URL.

        Raises:
            UnknownNameError: no such engine.
        """
        name, _, rest = named.partition(":")
        url = rest if "://" in rest else ""
        chosen = model or ("" if url else rest) or self.adapter(name).default_model
        return Choice(name, chosen, url)

    def load(self, name: str, options: EngineOptions) -> _EngineT:
        """The engine; its model is loaded when it is first used.

        Raises:
            UnknownNameError: no such engine.
            EngineUnavailableError: its library is not installed.
            ServiceError: it is a server, and its key is missing.
            EngineFailedError: it is another package's, which cannot be imported.
        """
        adapter = self.adapter(name)
        if adapter.library and find_spec(adapter.library) is None:
            raise EngineUnavailableError(name, adapter.extra)
        try:
            module = import_module(adapter.module, __package__)
            engine: _EngineT = getattr(module, adapter.factory)(replace(options, name=name))
        except (ImportError, AttributeError) as error:
            if name in self._ours:
                raise
            raise EngineFailedError(
                name, say("its package is broken ({why})", why=error)
            ) from error
        return engine


def _served(factory: str, model: str = "", module: str = ".openai_api") -> Adapter:
    """A line for a service of `services.py`."""
    return Adapter(module, factory, model, library="openai")


RECOGNIZERS: Registry[Recognizer] = Registry(
    "recognizer",
    {
        "faster-whisper": Adapter(
            ".faster_whisper", "FasterWhisper", "whisper-base", library="faster_whisper"
        ),
        "sherpa-onnx": Adapter(
            ".sherpa_onnx", "SherpaOnnx", "sense-voice-small", library="sherpa_onnx"
        ),
        "openai": _served("ApiRecognizer", "whisper-1", module=".openai_sound"),
        "vllm": _served("ApiRecognizer", module=".openai_sound"),
        "siliconflow": _served(
            "ApiRecognizer", "FunAudioLLM/SenseVoiceSmall", module=".openai_sound"
        ),
        "fake": Adapter(".fake", "FakeRecognizer", "fake"),
    },
)
WRITERS: Registry[Writer] = Registry(
    "writer",
    {
        "llama.cpp": Adapter(".llama_cpp", "LlamaCpp", "qwen2.5-coder-1.5b", library="xllamacpp"),
        "transformers": Adapter(".transformers", "Transformers", "", library="torch", extra="hf"),
        "deepseek": _served("ApiWriter", "deepseek-flash"),
        "siliconflow": _served("ApiWriter", "deepseek-ai/DeepSeek-V4-Flash"),
        "ollama": _served("ApiWriter"),
        "vllm": _served("ApiWriter"),
        "sglang": _served("ApiWriter"),
        "llama-server": _served("ApiWriter"),
        "openai": _served("ApiWriter"),
        "fake": Adapter(".fake", "FakeWriter", "fake"),
    },
)
SPEAKERS: Registry[Speaker] = Registry(
    "speaker",
    {
        "kokoro": Adapter(
            ".kokoro",
            "Kokoro",
            "kokoro-82m-int8",
            library="onnxruntime",
            extra="voice",
            companions=("kokoro-voices",),
        ),
        "espeak": Adapter(".espeak", "Espeak", "espeak-ng"),
        "fake": Adapter(".fake", "FakeSpeaker", "fake"),
        "openai": _served("ApiSpeaker", "tts-1", module=".openai_sound"),
        "vllm": _served("ApiSpeaker", module=".openai_sound"),
        "siliconflow": _served("ApiSpeaker", "FunAudioLLM/CosyVoice2-0.5B", module=".openai_sound"),
        "chatterbox": _served("ApiSpeaker", module=".openai_sound"),
    },
)
TRANSLATORS: Registry[Translator] = Registry(
    "translator",
    {
        "ctranslate2": Adapter(".ctranslate2", "CTranslate2", "", library="ctranslate2"),
        "llama.cpp": Adapter(".hy_mt", "HyMT2", "hy-mt2-1.8b-gguf", library="xllamacpp"),
        "fake": Adapter(".fake", "FakeTranslator", "fake"),
    },
)
