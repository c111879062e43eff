"""One contract per role, for every adapter that plays it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import weights
from merchant_studio.engines import (
    TRANSLATORS,
    WRITERS,
    EngineOptions,
    LineRequest,
    Translator,
    Writer,
    WritingRequest,
)
from merchant_studio.engines.ctranslate2 import CODES, _hide, _show
from merchant_studio.languages import TAG, profile

CHARS = 24


def a_request(code: str, chars: int = CHARS) -> WritingRequest:
    rules = profile(code).text
    lines = (
        LineRequest(number=1, source="大家好。", tags=(), max_chars=chars),
        LineRequest(
            number=3, source="价格<price>，<moq>起订。", tags=("price", "moq"), max_chars=chars
        ),
    )
    return WritingRequest(
        shared="Rewrite each line. Keep the tags.\n1. 大家好。\n3. 价格<price>，<moq>起订。",
        language=profile(code).name,
        instruction="",
        lines=lines,
        letters=rules.letters,
        punctuation=rules.punctuation,
        sentence_end=rules.sentence_end,
    )


def make_random_model(folder: Path) -> Path:
    """A causal model of a few thousand random weights, with a tokenizer of bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {letter: n for n, letter in enumerate([*letters, "<|end|>"])}
    tokenizer = Tokenizer(models.BPE(vocab=words, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>").save_pretrained(folder)
    torch.manual_seed(7)
    config = Qwen2Config(
        vocab_size=len(words),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        eos_token_id=words["<|end|>"],
        bos_token_id=None,
    )
    Qwen2ForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def llama_server() -> Iterator[str]:
    """A real llama.cpp server on a port of this machine."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(next(weights.locate("qwen2.5-coder-0.5b").glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.warmup, params.verbosity = 2048, 1, False, -1
    params.port = 0
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        "random",
        pytest.param("llama.cpp", marks=pytest.mark.weights),
        pytest.param("llama-server", marks=pytest.mark.weights),
        pytest.param("transformers", marks=pytest.mark.weights),
    ],
)
def writer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Writer:
    name, model, url = request.param, "qwen2.5-coder-0.5b", ""
    if name == "random":
        name, model = "transformers", str(make_random_model(tmp_path_factory.mktemp("random")))
    elif name == "llama-server":
        model, url = "", request.getfixturevalue("llama_server")
    return WRITERS.load(name, EngineOptions(model=model, seed=7, threads=2, url=url))


def test_a_writer_gives_every_line_with_its_tags_and_nothing_of_another_alphabet(
    writer: Writer,
) -> None:
    request = a_request("en")
    # Twice: the second time the prompt may be in a cache, which may change the words, not the form.
    for lines in (writer.write(request), writer.write(request)):
        assert [sorted(TAG.findall(line.text)) for line in lines] == [[], ["moq", "price"]]
        for line in lines:
            bare = TAG.sub("", line.text)
            assert re.fullmatch(rf"[{request.letters} ,:;'\"()–—.!?-]+", bare), bare
            assert line.text[-1] in request.sentence_end


def test_a_writer_says_what_it_is(writer: Writer) -> None:
    stamp = writer.stamp
    assert stamp.kind == "writer" and stamp.name and stamp.model and stamp.revision
    assert json.dumps(stamp.revision) and writer.stamp == stamp


def test_languages_together_are_those_alone(tmp_path: Path) -> None:
    folder = make_random_model(tmp_path)
    together: Any = WRITERS.load(
        "transformers", EngineOptions(model=str(folder), seed=7, threads=2)
    )
    requests = [a_request(code) for code in ("en", "de", "th")]
    assert together.write_together(requests) == tuple(together.write(r) for r in requests)


def test_a_translator_keeps_lines_and_tags() -> None:
    translator: Translator = TRANSLATORS.load(
        "fake", EngineOptions(model="fake", seed=7, threads=0)
    )
    assert translator.knows("zh", "en") and not translator.knows("zh", "xx")
    lines = translator.translate(["你好。", "价格<price>。"], source="zh", target="en")
    assert lines == ("Literal line.", "Literal line <price>.")


@pytest.mark.parametrize("code", CODES)
def test_tags_go_through_as_codes_and_come_back(code: str) -> None:
    line = "这款<name>，容量<capacity>。"
    hidden = _hide(line, code)
    assert "<" not in hidden
    first, second = code.format(1), code.format(2)
    assert _show(f"It holds {second}: {first}.", line, code) == "It holds <capacity>: <name>."


@pytest.mark.parametrize(
    "answer", ["It holds QX1.", "QX1 QX1 QX2", "QX1 QX2 QX3", "QX12", "", "QX1 and QX21"]
)
def test_a_line_that_lost_or_doubled_a_tag_is_given_up(answer: str) -> None:
    assert _show(answer, "这款<name>，容量<capacity>。", "QX{}") is None
