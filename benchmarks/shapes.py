"""A chat model of random weights in the shape of a real one, and how fast llama.cpp runs it.

Speed depends on a model's sizes and number formats, not on what it has learnt: so a file made here
in seconds runs as fast as Qwen3 4B (Q4_K_M, 2.5 GB), which cannot be fetched everywhere.

Each setting has a process of its own, with one thread, and seconds are those that the processor
worked for it: so other work on the machine changes them little.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from merchant_studio.engines.llama_cpp import parameters
from merchant_studio.engines.models import find_model

if TYPE_CHECKING:
    from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The sizes of a model of the Qwen3 family."""

    layers: int
    width: int
    inner: int
    """Width of the feed-forward part."""
    heads: int
    kv_heads: int
    head: int
    """Width of one head."""
    context: int = 40960
    """Tokens that the model was trained for."""


SETTINGS = ("as it is", "8-bit cache", "no flash attention", "file mapped")
"""What is changed in the engine's parameters: keys and values in 8 bits; attention in steps; the
file mapped into memory, from which llama.cpp then copies most weights."""
_WORDS = "Five hundred pieces. "
QWEN3_4B = Shape(layers=36, width=2560, inner=9728, heads=32, kv_heads=8, head=128)
"""As its publisher's config.json says."""


def make(shape: Shape, words: Path, file: Path) -> None:
    """Write a model with random weights; its tokens and chat template are those of `words`."""
    from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, LlamaFileType

    writer = GGUFWriter(str(file), "qwen3")
    writer.add_file_type(LlamaFileType.MOSTLY_Q4_K_M)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_feed_forward_length(shape.inner)
    writer.add_block_count(shape.layers)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head)
    writer.add_value_length(shape.head)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    vocabulary = _copy_words(GGUFReader(words), writer)
    random = np.random.default_rng(7)
    q4, q6 = GGMLQuantizationType.Q4_K, GGMLQuantizationType.Q6_K
    keys, queries = shape.kv_heads * shape.head, shape.heads * shape.head
    _add(writer, random, "token_embd", q6, vocabulary, shape.width)
    _add_norm(writer, "output_norm", shape.width)
    for layer in range(shape.layers):
        block, finer = f"blk.{layer}", q6 if _is_finer(layer, shape.layers) else q4
        _add_norm(writer, f"{block}.attn_norm", shape.width)
        _add_norm(writer, f"{block}.ffn_norm", shape.width)
        _add_norm(writer, f"{block}.attn_q_norm", shape.head)
        _add_norm(writer, f"{block}.attn_k_norm", shape.head)
        _add(writer, random, f"{block}.attn_q", q4, queries, shape.width)
        _add(writer, random, f"{block}.attn_k", q4, keys, shape.width)
        _add(writer, random, f"{block}.attn_v", finer, keys, shape.width)
        _add(writer, random, f"{block}.attn_output", q4, shape.width, queries)
        _add(writer, random, f"{block}.ffn_gate", q4, shape.inner, shape.width)
        _add(writer, random, f"{block}.ffn_up", q4, shape.inner, shape.width)
        _add(writer, random, f"{block}.ffn_down", finer, shape.width, shape.inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _is_finer(layer: int, layers: int) -> bool:
    """Whether Q4_K_M keeps two tensors of this layer in six bits: the first and last eighth of the
    layers, and every third between.
    """
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2


def _copy_words(read: GGUFReader, writer: GGUFWriter) -> int:
    """Give the model the tokens and the chat template of another; how many tokens there are."""

    def told(key: str) -> list[str]:
        field = read.fields[f"tokenizer.{key}"]
        return [bytes(field.parts[at]).decode("utf-8", "surrogateescape") for at in field.data]

    def value(key: str) -> int:
        field = read.fields[f"tokenizer.{key}"]
        return int(field.parts[field.data[0]][0])

    kinds = read.fields["tokenizer.ggml.token_type"]
    tokens = told("ggml.tokens")
    writer.add_tokenizer_model(told("ggml.model")[0])
    writer.add_tokenizer_pre(told("ggml.pre")[0])
    writer.add_token_list(tokens)
    writer.add_token_types([int(kinds.parts[at][0]) for at in kinds.data])
    writer.add_token_merges(told("ggml.merges"))
    writer.add_eos_token_id(value("ggml.eos_token_id"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(told("chat_template")[0])
    return len(tokens)


def _add_norm(writer: GGUFWriter, name: str, width: int) -> None:
    writer.add_tensor(f"{name}.weight", np.ones(width, dtype=np.float32))


def _add(
    writer: GGUFWriter,
    random: np.random.Generator,
    name: str,
    kind: GGMLQuantizationType,
    rows: int,
    columns: int,
) -> None:
    """A matrix of random bits; only the scale of each block is chosen, so that no number grows."""
    from gguf import GGML_QUANT_SIZES

    numbers, size = GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, size=(rows * columns // numbers, size), dtype=np.uint8)
    if kind.name == "Q4_K":  # scale, and the least value, which is taken off
        blocks[:, :4] = np.array([1e-4, 7.5e-4], dtype=np.float16).view(np.uint8)
    else:
        blocks[:, -2:] = np.array([1.5e-5], dtype=np.float16).view(np.uint8)
    writer.add_tensor(f"{name}.weight", blocks.reshape(rows, -1), raw_dtype=kind)


def measure(file: Path, setting: str, prompt: int, answer: int) -> dict[str, float]:
    """Tokens a second of a prompt and of an answer after it, and the most memory, in a process."""
    command = [sys.executable, "-m", "benchmarks.shapes", str(file), setting]
    command += [str(prompt), str(answer)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(told.splitlines()[-1])
    return figures


def _run(file: str, setting: str, prompt: int, answer: int) -> dict[str, float]:
    import xllamacpp

    params = parameters(xllamacpp, find_model(file, "writer"), threads=1, on_gpu=False)
    match setting:
        case "8-bit cache":
            params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_Q8_0
        case "no flash attention":
            kinds = xllamacpp.llama_flash_attn_type
            params.flash_attn_type = kinds.LLAMA_FLASH_ATTN_TYPE_DISABLED
        case "file mapped":
            params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_MMAP
    server = xllamacpp.Server(params)
    _timed(server, 16, 1)  # the first tokens find the weights cold
    tokens, prompt_s = _timed(server, prompt, 1)
    _, answer_s = _timed(server, prompt, answer)
    status = Path("/proc/self/status").read_text("ascii")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return {
        "prompt_tokens_per_s": round(tokens / prompt_s, 2),
        "answer_tokens_per_s": round(answer / answer_s, 2),
        "peak_mb": int(peak[1]) * 1024 // 1_000_000 if peak else 0,
    }


def _timed(server: Any, prompt: int, answer: int) -> tuple[int, float]:
    """How many tokens of a prompt were evaluated, and the processor's seconds with the answer."""
    began = time.process_time()
    told = server.handle_completions(
        {
            "prompt": _WORDS * (prompt // 4),
            "n_predict": answer,
            "ignore_eos": True,
            "temperature": 0,
            "cache_prompt": True,
        }
    )
    return told["timings"]["prompt_n"], time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(_run(*sys.argv[1:3], *map(int, sys.argv[3:]))))
