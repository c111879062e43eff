"""Any GGUF model through llama.cpp, in this process (xllamacpp), under a locked grammar."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from ..errors import EngineFailedError
from . import EngineOptions, WritingRequest, WrittenLine
from .answers import HEADING, NO_THOUGHTS, chat, heading
from .grammar import locked_lines
from .models import ModelEngine

NAME = "llama.cpp"
CONTEXT_TOKENS = 4096
_SILENT = -1


class LlamaCpp(ModelEngine):
    """A chat model that writes numbered lines; prompts that begin alike are evaluated once."""

    kind, name = "writer", NAME

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._server: Any = None
        self._standing = self._shared = self._asked_last = ""
        self._asked: set[str] = set()
        """First words of the languages that were asked for since the shared part was evaluated."""

    def write(self, request: WritingRequest) -> tuple[WrittenLine, ...]:
        """The lines, each holding its tags; see `engines.Writer`."""
        server = self._load()
        self._settle(request)
        answer = server.handle_chat_completions(
            {
                "messages": _begun(request.shared, f"{heading(request)}\n"),
                "grammar": locked_lines(request),
                "chat_template_kwargs": NO_THOUGHTS,
                "temperature": 0,
                "seed": self._options.seed,
                "max_tokens": CONTEXT_TOKENS // 2,
                "cache_prompt": True,
                "logprobs": True,
                "top_logprobs": 1,
            }
        )
        try:
            tokens = [
                (bytes(token["bytes"]), float(token["logprob"]))  # a token may be half a letter
                for token in answer["choices"][0]["logprobs"]["content"]
            ]
        except (KeyError, IndexError, TypeError) as error:
            raise EngineFailedError(NAME, f"gave no answer ({answer})") from error
        return split_lines(tokens, [line.number for line in request.lines])

    def _settle(self, request: WritingRequest) -> None:
        """Prepare the prompt cache so that the same request always gets the same answer.

        Numbers differ in their last digits with what is evaluated together, and a line may then get
        another word: a run that was killed and goes on would write other lines. So the instructions
        are evaluated by themselves, then what the languages share, before the first of them,
        and again before a language whose prompt would find more of itself in the cache. A second
        request with findings follows its first, as it always does.
        """
        word = request.language.split()[0]
        is_retry = any(line.finding for line in request.lines)
        settled = is_retry if word == self._asked_last else word not in self._asked
        if request.shared != self._shared or not settled:
            # From the second pitch on, this cuts the cache back to the instructions.
            self._evaluate(chat(request.standing), keep=request.standing == self._standing)
            self._evaluate(_begun(request.shared, HEADING), keep=True)
            self._standing, self._shared, self._asked = request.standing, request.shared, set()
        self._asked.add(word)
        self._asked_last = word

    def _evaluate(self, begun: list[dict[str, str]], *, keep: bool) -> None:
        """Evaluate this chat into the prompt cache; `keep`: use what is there already."""
        self._server.handle_chat_completions(
            {
                "messages": begun,
                "chat_template_kwargs": NO_THOUGHTS,
                "temperature": 0,
                "max_tokens": 1,
                "cache_prompt": keep,
            }
        )

    def _load(self) -> Any:
        if self._server is None:
            import xllamacpp

            params = xllamacpp.CommonParams()
            params.model.path = str(self._model.path("*.gguf"))
            params.n_ctx = CONTEXT_TOKENS
            params.n_parallel = 1
            params.warmup = False
            params.cache_ram_mib = 0  # else older prompts would come back; see `_settle`
            params.verbosity = _SILENT
            on_gpu = self._options.device != "cpu" and has_gpu(xllamacpp)
            if self._options.device == "cuda" and not on_gpu:
                step = "install a build of xllamacpp for your GPU (its README names them)"
                raise EngineFailedError(NAME, f"its build finds no GPU; {step}")
            if not on_gpu:  # else llama.cpp puts as many layers there as fit
                params.n_gpu_layers = 0
            self._tell("the GPU" if on_gpu else "cpu")
            threads = self._options.threads or os.cpu_count() or 1
            params.cpuparams.n_threads = threads
            params.cpuparams_batch.n_threads = threads
            try:
                self._server = xllamacpp.Server(params)
            except RuntimeError as error:
                raise EngineFailedError(NAME, f"{params.model.path} cannot be loaded") from error
        return self._server


def _begun(asked: str, answer: str) -> list[dict[str, str]]:
    """A chat in which the user says `asked` and the model goes on with its answer.

    What is particular to a language begins the answer: so the languages share the chat template's
    marks between question and answer, too.
    """
    return [*chat(asked), {"role": "assistant", "content": answer}]


def has_gpu(library: Any) -> bool:
    """Whether this build of llama.cpp sees a GPU."""
    kinds = library.ggml_backend_dev_type
    gpus = (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU)
    return any(device["type"] in gpus for device in library.get_device_info())


def split_lines(
    tokens: Sequence[tuple[bytes, float]], numbers: Sequence[int]
) -> tuple[WrittenLine, ...]:
    """The lines with these numbers, in order, from the tokens and their log probabilities.

    Raises:
        EngineFailedError: a line is missing.
    """
    answer = b"".join(token for token, _ in tokens)
    ends = list(accumulate(len(token) for token, _ in tokens))
    found = {}
    for line in re.finditer(rb"^[ \t]*(\d+)\.[ \t]*(\S.*?)[ \t]*$", answer, re.M):
        start, end = line.span(2)
        sure = [log for at, (_, log) in zip(ends, tokens, strict=True) if start < at <= end]
        confidence = sum(sure) / len(sure) if sure else None
        found[int(line[1])] = WrittenLine(
            text=line[2].decode("utf-8", "replace"), confidence=confidence
        )
    missing = [n for n in numbers if n not in found]
    if missing:
        raise EngineFailedError(NAME, f"line {missing[0]} is missing in its answer")
    return tuple(found[n] for n in numbers)
