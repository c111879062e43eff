"""Any causal language model in Hugging Face's form, or a GGUF file, held to the form of its answer.

Questions are answered together: what their prompts share is evaluated once and copied, the rest
goes through in one batch. xgrammar holds the answers to their schema; a reasoning model thinks
freely first, and its thoughts are not read.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

from ..errors import EngineError, EngineFailedError
from ..messages import say
from . import Answer, EngineOptions, Form, Question
from .asking import NO_THOUGHTS, Usage
from .models import Model, ModelEngine

NAME = "transformers"
MAX_THOUGHT_TOKENS = 2048
"""A thought that is longer is cut, and the answer is asked for."""
END_OF_THOUGHT = "</think>"
START_OF_THOUGHT = "<think>"


class Transformers(ModelEngine):
    """A chat model on a GPU, or a small one on the CPU.

    It decodes greedily, so that the same request gets the same answer.
    """

    kind, name = "writer", NAME
    at_once = 8
    judged_at_once = 100

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        self._loaded: _Loaded | None = None

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """All answers, made in one batch; see `engines.Writer`."""
        try:
            if self._loaded is None:
                self._loaded = _Loaded(self._model, self._options, self._tell)
            answers = self._loaded.answers(questions)
        except EngineError as error:
            return tuple(error for _ in questions)
        for answer in answers:
            self._options.on_answer(answer)
        return answers


class _Loaded:
    """A model in memory, with its tokenizer and the grammars for it."""

    def __init__(self, model: Model, options: EngineOptions, tell: Callable[[str], None]) -> None:
        import torch
        import xgrammar
        from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

        where, named = _files(model.path())
        device, loading = _loading(options)
        tell(f"{device}, {loading['what']}")
        offline = {"local_files_only": True, "trust_remote_code": False}
        try:
            self.tokenizer: Any = AutoTokenizer.from_pretrained(where, **named, **offline)
            self.model: Any = AutoModelForCausalLM.from_pretrained(
                where, **named, **loading["options"], **offline
            )
            vocabulary = AutoConfig.from_pretrained(where, **named, **offline).vocab_size
        except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
            raise EngineFailedError(
                NAME, say("{model} cannot be loaded ({why})", model=model.name, why=error)
            ) from error
        network: Any = self.model
        if not loading["placed"]:
            network.to(device)
        network.eval()
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        self._arguments = frozenset(signature(self.model.forward).parameters)
        self._known: tuple[list[int], Any] | None = None
        self.torch: Any = torch
        self.xgrammar: Any = xgrammar
        stops = self.model.generation_config.eos_token_id
        stops = stops if isinstance(stops, list) else [stops]
        self.stops = [s for s in stops if s is not None] or [self.tokenizer.eos_token_id]
        self.vocabulary = int(vocabulary)
        info = xgrammar.TokenizerInfo.from_huggingface(
            self.tokenizer, vocab_size=vocabulary, stop_token_ids=self.stops
        )
        self.compiler: Any = xgrammar.GrammarCompiler(info, max_threads=options.threads or 4)

    def answers(self, questions: Sequence[Question]) -> tuple[Answer, ...]:
        """What the model answers to each question, without thoughts."""
        prompts = [self._prompt(question) for question in questions]
        thinks = [text.rstrip().endswith(START_OF_THOUGHT) for text in prompts]
        tokens = [self.tokenizer.encode(text, add_special_tokens=False) for text in prompts]
        asked = [len(each) for each in tokens]
        thoughts: list[list[int]] = [[] for _ in tokens]
        if any(thinks):
            end = self.tokenizer.encode(f"\n{END_OF_THOUGHT}\n\n", add_special_tokens=False)
            thoughts = self._generate(tokens, None, MAX_THOUGHT_TOKENS)
            for own, thought in zip(tokens, thoughts, strict=True):
                text = self.tokenizer.decode(thought).partition(END_OF_THOUGHT)[0]
                own += self.tokenizer.encode(text, add_special_tokens=False) + end
        grammars = [self._held_to(question.form) for question in questions]
        longest = max(question.max_tokens for question in questions)
        written = self._generate(tokens, grammars, longest)
        return tuple(
            Answer(
                text=self.tokenizer.decode(text, skip_special_tokens=True),
                usage=Usage(prompt_tokens=prompt, answer_tokens=len(thought) + len(text)),
            )
            for prompt, thought, text in zip(asked, thoughts, written, strict=True)
        )

    def _held_to(self, form: Form) -> Any:
        """The grammar of a form's JSON schema, compiled."""
        schema = json.dumps(form.schema)
        return self.compiler.compile_json_schema(schema, any_whitespace=False)

    def _prompt(self, question: Question) -> str:
        chat = question.messages()
        template = self.tokenizer.apply_chat_template
        if self.tokenizer.chat_template is None:
            return "\n\n".join(each["content"] for each in chat) + "\n"
        try:
            text = template(chat, tokenize=False, add_generation_prompt=True, **NO_THOUGHTS)
        except Exception:  # a template raises what it likes: some take no system message
            text = template(
                [{"role": "user", "content": "\n\n".join(each["content"] for each in chat)}],
                tokenize=False,
                add_generation_prompt=True,
            )
        return str(text)

    def _generate(
        self, prompts: Sequence[list[int]], grammars: Sequence[Any] | None, limit: int
    ) -> list[list[int]]:
        """The tokens that follow each prompt: greedy, until a stop token or `limit`."""
        torch = self.torch
        shared = _shared(prompts)
        cache, rest = self._evaluate(prompts[0][:shared]), [p[shared:] for p in prompts]
        width = max(len(each) for each in rest)
        # The padding stands between the shared part and the rest, hidden by the mask.
        padding = [[0] * (width - len(each)) for each in rest]
        ids = torch.tensor([p + r for p, r in zip(padding, rest, strict=True)])
        mask = torch.tensor(
            [[1] * shared + p + [1] * len(r) for p, r in zip(padding, rest, strict=True)]
        )
        if shared:
            cache.batch_repeat_interleave(len(prompts))
        limits = self.xgrammar.GrammarMatcher
        matchers = [limits(each, terminate_without_stop_token=True) for each in grammars or ()]
        made: list[list[int]] = [[] for _ in prompts]
        going = [True] * len(prompts)
        device = self.model.device
        ids, mask = ids.to(device), mask.to(device)
        allowed = self.xgrammar.allocate_token_bitmask(len(prompts), self.vocabulary)
        with torch.inference_mode():
            for _ in range(limit):
                places = (mask.cumsum(-1) - 1).clamp(min=0)[:, -ids.shape[1] :]
                out = self._forward(cache, input_ids=ids, attention_mask=mask, position_ids=places)
                scores = out.logits[:, -1].float()
                if matchers:
                    for i, matcher in enumerate(matchers):
                        if going[i]:
                            matcher.fill_next_token_bitmask(allowed, i)
                    scores = scores[:, : self.vocabulary]
                    rows = [i for i, goes in enumerate(going) if goes]
                    self.xgrammar.apply_token_bitmask_inplace(
                        scores, allowed.to(device), indices=rows
                    )
                best = scores.argmax(-1).tolist()
                for i, token in enumerate(best):
                    if not going[i]:
                        continue
                    if token in self.stops:
                        going[i] = False
                        continue
                    made[i].append(token)
                    if matchers:
                        matchers[i].accept_token(token)
                        going[i] = not matchers[i].is_terminated()
                if not any(going):
                    break
                ids = torch.tensor([[token] for token in best], device=device)
                mask = torch.cat([mask, torch.ones_like(mask[:, :1])], dim=-1)
        return made

    def _forward(self, cache: Any, **inputs: Any) -> Any:
        """One step of the model; the cache grows in place. Its name changed in transformers 5."""
        named = "cache" if "cache" in self._arguments else "past_key_values"
        return self.model(**inputs, **{named: cache}, use_cache=True)

    def _evaluate(self, tokens: list[int]) -> Any:
        """The keys and values of what all prompts begin with."""
        from transformers import DynamicCache

        if not tokens:
            return DynamicCache()
        if self._known is None or self._known[0] != tokens:
            with self.torch.inference_mode():
                ids = self.torch.tensor([tokens], device=self.model.device)
                cache = DynamicCache()
                self._forward(cache, input_ids=ids)
            self._known = (tokens, cache)
        return copy.deepcopy(self._known[1])


def _shared(prompts: Sequence[list[int]]) -> int:
    """How many tokens all prompts begin with, leaving at least one of each."""
    first, last = min(prompts), max(prompts)
    shortest = min(len(each) for each in prompts)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), shortest)
    return min(same, shortest - 1)


def _files(path: Path) -> tuple[str, dict[str, str]]:
    """The folder, and the GGUF file in it if that is what the model is."""
    file = path if path.is_file() else next(iter(sorted(path.glob("*.gguf"))), None)
    if file is not None and not (file.parent / "config.json").exists():
        return str(file.parent), {"gguf_file": file.name}
    return str(path), {}


def sees_gpu() -> bool:
    """Whether torch is installed and sees a GPU."""
    from importlib.util import find_spec

    if find_spec("torch") is None:
        return False
    import torch

    return bool(torch.cuda.is_available())


def _loading(options: EngineOptions) -> tuple[str, dict[str, Any]]:
    """The device, and how the model is loaded onto it.

    Raises:
        EngineFailedError: the GPU, or what makes a model small, is not there.
    """
    from importlib.util import find_spec

    import torch

    has_gpu = torch.cuda.is_available()
    if options.device == "cuda" and not has_gpu:
        raise EngineFailedError(NAME, say("there is no GPU here; choose --device cpu"))
    device = "cuda" if has_gpu and options.device != "cpu" else "cpu"
    chosen = options.precision
    if chosen == "auto":
        chosen = "bfloat16" if device == "cuda" else "float32"
    if chosen in ("int8", "int4"):
        if find_spec("bitsandbytes") is None:
            step = say("run: pip install bitsandbytes, or choose another --writer-precision")
            raise EngineFailedError(
                NAME,
                say("{chosen} needs a library that is not here; {step}", chosen=chosen, step=step),
            )
        import transformers

        configure: Any = transformers.BitsAndBytesConfig
        small = configure(
            load_in_8bit=chosen == "int8",
            load_in_4bit=chosen == "int4",
            bnb_4bit_compute_dtype=torch.bfloat16,
            bnb_4bit_quant_type="nf4",  # QLoRA (Dettmers et al. 2023): nearer to the weights
        )
        quantized = {"quantization_config": small, "device_map": device}
        return device, {"what": chosen, "placed": True, "options": quantized}
    return device, {
        "what": chosen,
        "placed": False,
        "options": {"dtype": getattr(torch, chosen)},
    }
