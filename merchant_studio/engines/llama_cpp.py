"""Any GGUF model through llama.cpp, in this process (xllamacpp), held to the form of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import EngineError, EngineFailedError
from . import Answer, EngineOptions, Form, Question
from .asking import NO_THOUGHTS, chat, read_usage
from .devices import physical_cores
from .models import Model, ModelEngine

NAME = "llama.cpp"
PITCH_TOKENS = 8192
"""Room for a question about a whole pitch and its answer. Of the recorded pitches the longest takes
2963 tokens. The judge takes 3500 for what he is told, and 185 for each line with its verdict."""
LINES_TOKENS = 4096
"""The same for a model that writes single lines at most."""
_SILENT = -1


class LlamaCpp(ModelEngine):
    """A chat model that answers in the form it is asked for; prompts that begin alike are
    evaluated once.
    """

    kind, name = "writer", NAME
    at_once = 1
    judged_at_once = (PITCH_TOKENS - 3500) // 185

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._server: Any = None
        self._standing = self._shared = self._last = ""
        self._asked: set[str] = set()
        """What was particular to the questions since the shared part was evaluated."""

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """The answers, one after the other; see `engines.Writer`."""
        try:
            self._load()
        except EngineError as error:
            return tuple(error for _ in questions)
        return tuple(self._answer(question) for question in questions)

    def _answer(self, question: Question) -> Answer | EngineError:
        question.on_text("")
        self._settle(question)
        form, told = question.form, _Told(question)
        self._server.handle_chat_completions(
            {
                "messages": _begun(question, f"{question.begins}\n"),
                **({"grammar": form.grammar} if form.grammar else _as_schema(form)),
                "chat_template_kwargs": NO_THOUGHTS,
                "temperature": 0,
                "seed": self._options.seed,
                "max_tokens": question.max_tokens,
                "cache_prompt": True,
                "logprobs": True,
                "top_logprobs": 1,
                "stream": True,
                "stream_options": {"include_usage": True},
            },
            told.take,
        )
        if told.stopped:
            raise told.stopped
        if not told.tokens:
            return EngineFailedError(NAME, f"gave no answer ({told.last})")
        given = Answer(text=told.text, tokens=tuple(told.tokens), usage=read_usage(told.usage))
        self._options.on_answer(given)
        return given

    def _settle(self, question: Question) -> None:
        """Prepare the prompt cache so that the same question always gets the same answer.

        Numbers differ in their last digits with what is evaluated together, and a line may then get
        another word: a run that was killed and goes on would write other lines. So the instructions
        are evaluated by themselves, then what the languages share, before the first of them,
        and again before a language whose prompt would find more of itself in the cache. A second
        question about a language follows its first, as it always does. Where the language stands in
        the question, as that of a whole pitch, each one follows what they share: that takes
        a few tokens.
        """
        own = _first_words(question.particular)
        known = (
            question.particular in self._asked
            if own == self._last
            else (own in map(_first_words, self._asked))
        )
        if question.shared != self._shared or known:
            # From the second pitch on, this cuts the cache back to the instructions.
            standing = question.parts[0]
            self._evaluate(chat(question.system, standing), keep=standing == self._standing)
            if question.begins:
                self._evaluate(_begun(question, question.begins.split()[0]), keep=True)
            self._standing, self._shared, self._asked = standing, question.shared, set()
        if not question.begins:
            self._evaluate(chat(question.system, question.shared), keep=True)
        self._asked.add(question.particular)
        self._last = own

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

            on_gpu = self._options.device != "cpu" and has_gpu(xllamacpp)
            if self._options.device == "cuda" and not on_gpu:
                step = "install a build of xllamacpp for your GPU (its README names them)"
                raise EngineFailedError(NAME, f"its build finds no GPU; {step}")
            self._tell("the GPU" if on_gpu else "cpu")
            threads = self._options.threads or physical_cores()
            params = parameters(xllamacpp, self._model, threads=threads, on_gpu=on_gpu)
            try:
                self._server = xllamacpp.Server(params)
            except RuntimeError as error:
                raise EngineFailedError(NAME, f"{params.model.path} cannot be loaded") from error
        return self._server


class _Told:
    """The answer to one question, as it is written."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self.tokens: list[tuple[bytes, float]] = []
        self.usage: Any = None
        self.last: Any = None
        self.stopped: BaseException | None = None
        """What whoever is told has raised: the work was stopped."""

    @property
    def text(self) -> str:
        """The answer so far."""
        return b"".join(token for token, _ in self.tokens).decode("utf-8", "replace")

    def take(self, part: Any) -> bool:
        """Take the next part; True ends the answer, for nothing may be raised into the library."""
        try:
            self.last, self.usage = part, part.get("usage") or self.usage
            for choice in part.get("choices", ()):
                for token in (choice.get("logprobs") or {}).get("content", ()):
                    # A token may be half a letter.
                    self.tokens.append((bytes(token["bytes"]), float(token["logprob"])))
            self._question.on_text(self.text)
        except BaseException as error:
            self.stopped = error
        return self.stopped is not None


def parameters(library: Any, model: Model, *, threads: int, on_gpu: bool) -> Any:
    """How llama.cpp loads a model, and works with it.

    The chat template is the file's, and flash attention is used wherever llama.cpp has it for
    the model. The cache of keys and values stays in 16 bits: in 8 it takes half the memory, and
    on a CPU long prompts take 1.7 times as long (benchmarks/README.md).
    """
    params = library.CommonParams()
    params.model.path = str(model.path("*.gguf"))
    params.n_ctx = _context(model)  # or what the model was trained for, if that is less
    params.n_parallel = 1
    params.warmup = False
    params.cache_ram_mib = 0  # else older prompts would come back; see `_settle`
    params.swa_full = True  # else a model with a sliding window could not go back to what is shared
    params.verbosity = _SILENT
    if not on_gpu:  # else llama.cpp puts as many layers there as fit
        params.n_gpu_layers = 0
        # llama.cpp orders most weights anew for the CPU: else the file stays in memory, too.
        params.load_mode = library.llama_load_mode.LLAMA_LOAD_MODE_NONE
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    return params


def _context(model: Model) -> int:
    """Tokens of a question and its answer; fewer for a model that was measured, and whose card
    names no language for whole pitches.
    """
    exam = model.card.exam if model.card else None
    single_lines = model.skills.measured and not (exam and exam.pitch)
    return LINES_TOKENS if single_lines else PITCH_TOKENS


def _begun(question: Question, answer: str) -> list[dict[str, str]]:
    """A chat in which the user asks the question and the model goes on with its answer.

    What is particular to a language begins the answer: so the languages share the chat template's
    marks between question and answer, too.
    """
    if not question.begins:
        return question.messages(question.form.as_json)
    asked = chat(question.system, question.shared)
    return [*asked, {"role": "assistant", "content": answer}]


def _as_schema(form: Form) -> dict[str, Any]:
    """The field that holds an answer to a JSON schema."""
    schema = {"name": "answer", "strict": True, "schema": form.schema}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


def _first_words(text: str) -> str:
    """What tells the question of one language from that of another: In Spanish."""
    return " ".join(text.split(maxsplit=2)[:2])


def has_gpu(library: Any) -> bool:
    """Whether this build of llama.cpp sees a GPU."""
    kinds = library.ggml_backend_dev_type
    gpus = (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU)
    return any(device["type"] in gpus for device in library.get_device_info())
