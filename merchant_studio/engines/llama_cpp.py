"""Any GGUF model through llama.cpp, in this process (xllamacpp), held to the form of its answer.

`GgufModel` is what a writer and a translator (`hy_mt.py`) share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import EngineError, EngineFailedError
from ..messages import say
from . import Answer, EngineOptions, Question
from .asking import NO_THOUGHTS, as_schema, chat, read_usage
from .devices import physical_cores
from .models import Model, ModelEngine

NAME = "llama.cpp"
CONTEXT_TOKENS = 8192
"""Room for a question about a whole pitch and its answer. Of the recorded pitches the longest takes
2963 tokens. The judge takes 3500 for what he is told, and 185 for each line with its verdict."""
_SILENT = -1


class GgufModel(ModelEngine):
    """A GGUF file in this process, loaded when it is first asked."""

    name = NAME
    context_tokens = CONTEXT_TOKENS
    """Room for a question and its answer, or what the model was trained for, if that is less."""

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._server: Any = None

    def _chat(self, request: Mapping[str, object]) -> tuple[Mapping[str, Any], str]:
        """The answer to a request in OpenAI's protocol, and the text in it.

        Raises:
            EngineFailedError: it gave none.
        """
        try:
            answer = self._server.handle_chat_completions(request)
        except RuntimeError as error:  # what it says is not what a chat may end with
            raise EngineFailedError(NAME, say("gave no answer ({why})", why=error)) from error
        try:
            return answer, answer["choices"][0]["message"]["content"] or ""
        except (KeyError, IndexError, TypeError) as error:
            raise EngineFailedError(NAME, say("gave no answer ({why})", why=answer)) from error

    def _load(self) -> Any:
        if self._server is None:
            import xllamacpp

            on_gpu = self._options.device != "cpu" and has_gpu(xllamacpp)
            if self._options.device == "cuda" and not on_gpu:
                step = say("install a build of xllamacpp for your GPU (its README names them)")
                raise EngineFailedError(NAME, say("its build finds no GPU; {step}", step=step))
            self._tell(say("the GPU") if on_gpu else "cpu")
            threads = self._options.threads or physical_cores()
            params = parameters(
                xllamacpp,
                self._model,
                threads=threads,
                on_gpu=on_gpu,
                context_tokens=self.context_tokens,
            )
            try:
                self._server = xllamacpp.Server(params)
            except RuntimeError as error:
                raise EngineFailedError(
                    NAME, say("{model} cannot be loaded", model=params.model.path)
                ) from error
        return self._server


class LlamaCpp(GgufModel):
    """A chat model that answers in the form it is asked for; prompts that begin alike are
    evaluated once.
    """

    kind = "writer"
    at_once = 1
    judged_at_once = (CONTEXT_TOKENS - 3500) // 185

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._standing = self._shared = ""
        """The instructions, and what the questions shared, that are in the prompt cache."""

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """The answers, one after the other; see `engines.Writer`."""
        try:
            self._load()
        except EngineError as error:
            return tuple(error for _ in questions)
        return tuple(self._answer(question) for question in questions)

    def _answer(self, question: Question) -> Answer | EngineError:
        self._settle(question)
        try:
            answer, text = self._chat(
                {
                    "messages": question.messages(),
                    **as_schema(question.form),
                    "chat_template_kwargs": NO_THOUGHTS,
                    "temperature": 0,
                    "seed": self._options.seed,
                    "max_tokens": question.max_tokens,
                    "cache_prompt": True,
                }
            )
        except EngineFailedError as error:
            return error
        given = Answer(text=text, usage=read_usage(answer.get("usage")))
        self._options.on_answer(given)
        return given

    def _settle(self, question: Question) -> None:
        """Prepare the prompt cache so that the same question always gets the same answer.

        Numbers differ in their last digits with what is evaluated together, and a line may then get
        another word: a run that was killed and goes on would write other lines. So the instructions
        are evaluated by themselves, then what the questions about a product share, and each
        question follows that alone, not the one that was asked before it.
        """
        standing = question.parts[0]
        if question.shared != self._shared:
            # From the second pitch on, this cuts the cache back to the instructions.
            self._evaluate(chat(question.system, standing), keep=standing == self._standing)
            self._standing, self._shared = standing, question.shared
        self._evaluate(chat(question.system, question.shared), keep=True)

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


def parameters(
    library: Any,
    model: Model,
    *,
    threads: int,
    on_gpu: bool,
    context_tokens: int = CONTEXT_TOKENS,
) -> Any:
    """How llama.cpp loads a model, and works with it.

    The chat template is the file's, and flash attention is used wherever llama.cpp has it for
    the model. The cache of keys and values stays in 16 bits: in 8 it takes half the memory, and
    on a CPU long prompts take 1.7 times as long (benchmarks/README.md).
    """
    params = library.CommonParams()
    params.model.path = str(model.path("*.gguf"))
    params.n_ctx = context_tokens  # or what the model was trained for, if that is less
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


def has_gpu(library: Any) -> bool:
    """Whether this build of llama.cpp sees a GPU."""
    kinds = library.ggml_backend_dev_type
    gpus = (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU)
    return any(device["type"] in gpus for device in library.get_device_info())
