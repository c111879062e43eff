"""Models of a few thousand random weights, in the forms in which publishers ship the real ones.

Each function fills a folder as `save_pretrained` does; `converted` makes what CTranslate2 reads of
it, with CTranslate2's own converter.
"""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WIDTH = 16
CLOSING = ('"', "]", "}", "<|end|>")
"""What a tiny chat model likes to say, so that it comes to the end of an answer in JSON."""
LIKING = 5.0
SENTENCES = "大家好 价格 QX1 QX2 起订 #1# [1]\nThe price is QX1.\n" * 20
SIZES = {
    "d_model": WIDTH,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": WIDTH,
    "decoder_ffn_dim": WIDTH,
    "max_position_embeddings": 512,
}


def causal(folder: Path) -> Path:
    """A chat model without a chat template, with a tokenizer of bytes."""
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
    model = Qwen2ForCausalLM(config)
    with torch.inference_mode():  # the first number of a state is that of every token
        model.model.embed_tokens.weight[:, 0] = LIKING
        model.lm_head.weight[[words[each] for each in CLOSING], 0] = LIKING
    model.save_pretrained(folder)
    return folder


def gguf(folder: Path, likes: Sequence[str] = CLOSING, liking: float = LIKING) -> Path:
    """A chat model of bytes for llama.cpp: the architecture of Qwen2, as a GGUF file.

    `likes` is what it likes to say, `liking` how much: from 100 on it says nothing else.
    """
    import numpy as np
    from gguf import GGUFWriter, LlamaFileType, TokenType
    from tokenizers import pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words, size, heads, groups, layers = [*letters, "<|end|>"], 32, 4, 2, 2
    random, keys = np.random.default_rng(7), size // heads * groups
    writer = GGUFWriter(str(folder / "tiny.gguf"), "qwen2")
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_context_length(8192)
    writer.add_embedding_length(size)
    writer.add_feed_forward_length(size)
    writer.add_block_count(layers)
    writer.add_head_count(heads)
    writer.add_head_count_kv(groups)
    writer.add_rope_freq_base(10_000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(words)
    writer.add_token_types([TokenType.NORMAL] * len(letters) + [TokenType.CONTROL])
    writer.add_token_merges([f"{letters[0]} {letters[0]}"])
    writer.add_eos_token_id(len(letters))
    writer.add_add_bos_token(False)
    writer.add_chat_template("{% for m in messages %}{{ m.content }}\n{% endfor %}")

    def add(name: str, *shape: int) -> None:
        values = np.ones(shape) if "norm" in name else random.normal(0, 0.5, size=shape)
        match name.removesuffix(".weight").split(".")[-1]:
            case "token_embd":
                values[:, 0] = LIKING  # the first number of a state is that of every token
            case "attn_output" | "ffn_down":
                values[0] = 0  # and no layer changes it
            case "output":
                values[[words.index(each) for each in likes], 0] = liking
        writer.add_tensor(name, values.astype(np.float32))

    add("token_embd.weight", len(words), size)
    add("output.weight", len(words), size)
    add("output_norm.weight", size)
    for layer in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            add(f"blk.{layer}.{name}.weight", size)
        for name, rows in (("attn_q", size), ("attn_k", keys), ("attn_v", keys)):
            add(f"blk.{layer}.{name}.weight", rows, size)
            add(f"blk.{layer}.{name}.bias", rows)
        for name in ("attn_output", "ffn_gate", "ffn_up", "ffn_down"):
            add(f"blk.{layer}.{name}.weight", size, size)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder / "tiny.gguf"


def nllb(folder: Path) -> Any:
    """NLLB-200: a language is a token such as `zho_Hans`."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    words = _words(["<s>", "<pad>", "</s>", "<unk>"], _pieces(folder / "sentencepiece.bpe.model"))
    tokenizer = NllbTokenizer(vocab=words, merges=[], src_lang="zho_Hans")
    config = M2M100Config(vocab_size=len(tokenizer), **SIZES)
    return _saved(folder, tokenizer, M2M100ForConditionalGeneration, config)


def m2m100(folder: Path) -> Any:
    """M2M100: a language is a token such as `__zh__`."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    spm, vocabulary = folder / "sentencepiece.bpe.model", folder / "vocab.json"
    words = _words(["<s>", "<pad>", "</s>", "<unk>"], _pieces(spm))
    vocabulary.write_text(json.dumps(words), encoding="utf-8")
    languages = list(M2M100Tokenizer(str(vocabulary), str(spm)).lang_token_to_id)
    tokenizer = M2M100Tokenizer(
        str(vocabulary), str(spm), src_lang="zh", additional_special_tokens=languages
    )
    config = M2M100Config(vocab_size=len(tokenizer) + tokenizer.num_madeup_words, **SIZES)
    return _saved(folder, tokenizer, M2M100ForConditionalGeneration, config)


def madlad(folder: Path) -> Any:
    """MADLAD-400: a T5 whose text begins with the target, such as `<2en>`."""
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    pieces = _pieces(folder / "spiece.model", "<2zh>", "<2en>")
    words = _words(["<unk>", "<pad>", "</s>"], pieces)
    tokenizer = T5Tokenizer(vocab=[(word, -1.0) for word in words], extra_ids=0)
    config = T5Config(
        vocab_size=len(tokenizer) + 3,
        d_model=WIDTH,
        d_kv=WIDTH // 2,
        d_ff=WIDTH,
        num_layers=1,
        num_heads=2,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
        decoder_start_token_id=1,
        pad_token_id=1,
        eos_token_id=2,
    )
    return _saved(folder, tokenizer, T5ForConditionalGeneration, config)


def opus_mt(folder: Path) -> Any:
    """OPUS-MT: one pair of languages, each with its own pieces."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    source, target, vocabulary = (
        folder / name for name in ("source.spm", "target.spm", "vocab.json")
    )
    pieces = [piece for piece in _pieces(source) if piece != "<s>"]
    words = {word: n for n, word in enumerate(dict.fromkeys(["</s>", "<unk>", *pieces, "<pad>"]))}
    shutil.copy(source, target)
    vocabulary.write_text(json.dumps(words), encoding="utf-8")
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # wants sacremoses
        tokenizer = MarianTokenizer(str(source), str(target), str(vocabulary))
    config = MarianConfig(
        vocab_size=len(words),
        pad_token_id=words["<pad>"],
        decoder_start_token_id=words["<pad>"],
        eos_token_id=words["</s>"],
        forced_eos_token_id=None,
        **SIZES,
    )
    return _saved(folder, tokenizer, MarianMTModel, config)


def converted(original: Path, folder: Path) -> Path:
    """A model for CTranslate2, with the original's sentencepiece files."""
    from ctranslate2.converters import TransformersConverter

    copied = [path.name for path in (*original.glob("*.model"), *original.glob("*.spm"))]
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        TransformersConverter(str(original), copy_files=copied).convert(str(folder))
    return folder


def _pieces(file: Path, *symbols: str) -> list[str]:
    """The pieces of a sentencepiece model of single letters, which is written to `file`."""
    import sentencepiece

    text, prefix = file.with_name("text.txt"), file.with_name("pieces")
    text.write_text(SENTENCES, encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(prefix),
        vocab_size=90,
        model_type="char",
        hard_vocab_limit=False,
        user_defined_symbols=list(symbols),
        minloglevel=2,
    )
    prefix.with_suffix(".model").replace(file)
    for rest in (text, prefix.with_suffix(".vocab")):
        rest.unlink()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(file))
    return [pieces.id_to_piece(n) for n in range(pieces.get_piece_size())]


def _words(first: list[str], pieces: list[str]) -> dict[str, int]:
    return {word: n for n, word in enumerate(dict.fromkeys([*first, *pieces]))}


def _saved(folder: Path, tokenizer: Any, model: Any, config: Any) -> Any:
    """The tokenizer; it and a model of random weights are in the folder."""
    import torch

    torch.manual_seed(7)
    tokenizer.save_pretrained(folder)
    model(config).save_pretrained(folder)
    return tokenizer
