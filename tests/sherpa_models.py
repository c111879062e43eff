"""Small models with the inputs and outputs of those that sherpa-onnx runs: they hear tones.

Each of the tones of `CHARACTERS` is written as its character, silence as nothing. The graphs have
the names, shapes and metadata that sherpa-onnx reads in the real exports, and its own code does
the rest: features, decoding, times. What they cannot show is how well a real model hears.
"""

from __future__ import annotations

import json
import math
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CHARACTERS = "大家好看这款杯"
TONES_HZ = {character: 300 * 1.35**n for n, character in enumerate(CHARACTERS)}
RATE_HZ = 16_000
BEGIN_MS, SPACE_MS = 200, 1000
_MELS = 80
_LOUD = 10.0
"""The logarithm of a mel band's energy above which a tone is heard (16-bit samples)."""
_BLANK, _FIRST = 0, 8
"""The token of silence, and that of the first character; between them the marks of a family."""
_TOKENS = _FIRST + len(CHARACTERS) + 1
_END = _TOKENS - 1
_TEXT = 7
"""With it the prompt of Qwen3-ASR ends."""
_FLOAT, _INT32, _INT64 = TensorProto.FLOAT, TensorProto.INT32, TensorProto.INT64


def say(file: Path, text: str, *, tone_ms: int = 240, pause_ms: int = 60) -> Path:
    """Write the tones of a text as a WAV file, each with a pause after it.

    They begin after `BEGIN_MS`; a space is a pause of `SPACE_MS`.
    """
    parts = [_silence(BEGIN_MS)]
    for character in text:
        if character == " ":
            parts.append(_silence(SPACE_MS))
            continue
        at = np.arange(RATE_HZ * tone_ms // 1000) / RATE_HZ
        parts += [0.3 * np.sin(2 * math.pi * TONES_HZ[character] * at), _silence(pause_ms)]
    samples = (np.concatenate([*parts, _silence(BEGIN_MS)]) * 32_767).astype("<i2")
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(samples.tobytes())
    return file


def _silence(lasts_ms: int) -> Any:
    return np.zeros(RATE_HZ * lasts_ms // 1000)


def sense_voice(folder: Path) -> Path:
    """One pass: the language, a mood, an event and a norm, then a token or silence every 60 ms."""
    graph = _Graph()
    features = graph.take("x", ["N", "T", 7 * _MELS])
    graph.take("x_length", ["N"], _INT32)
    language = graph.take("language", ["N"], _INT32)
    graph.take("text_norm", ["N"], _INT32)
    chosen = graph.add("Max", graph.add("Cast", language, to=_INT64), graph.array([1]))
    first = graph.add("OneHot", chosen, graph.array(_TOKENS), graph.array([0.0, 99.0]))
    marks = graph.array(np.eye(_TOKENS, dtype=np.float32)[None, [5, 6, 7]] * 99)
    first = graph.add("Unsqueeze", first, graph.array([1]))
    heard = graph.tokens(graph.part(features, 2, 0, _MELS))
    graph.give(graph.add("Concat", first, marks, heard, axis=1), "logits", ["N", "L", _TOKENS])
    norms = {f"lang_{name}": 1 + n for n, name in enumerate(("zh", "en", "ja", "ko"))}
    metadata = {"lang_auto": 0, "lang_yue": 1, **norms, "with_itn": 1, "without_itn": 2}
    graph.save(folder / "model.int8.onnx", metadata | _stacked(normalized=True))
    marks_of = ["<|zh|>", "<|en|>", "<|ja|>", "<|ko|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>"]
    return _with_tokens(folder, ["<unk>", *marks_of])


def paraformer(folder: Path) -> Path:
    """One pass: a token for each tone that begins, and its peak at a third of 60 ms."""
    graph = _Graph()
    features = graph.take("speech", ["N", "T", 7 * _MELS])
    graph.take("speech_lengths", ["N"], _INT32)
    heard = graph.tokens(graph.part(features, 2, 0, _MELS))
    begun, rows = graph.begun(heard)
    graph.give(graph.add("Unsqueeze", rows, graph.array([0])), "logits", ["N", "L", _TOKENS])
    count = graph.add("Cast", graph.add("Shape", rows, end=1), to=_INT32)
    graph.give(count, "token_num", ["N"], _INT32)
    peaks = graph.add("Unsqueeze", begun, graph.array([1]))
    peaks = graph.add("Pad", peaks, graph.array([0, 0, 0, 2]))
    peaks = graph.add("Reshape", peaks, graph.array([1, -1]))
    peaks = graph.add("Concat", peaks, graph.array(np.ones((1, 1), np.float32)), axis=1)
    graph.give(graph.add("Identity", peaks), "us_alphas", ["N", "P"])
    graph.give(peaks, "us_cif_peak", ["N", "P"])
    graph.save(folder / "model.int8.onnx", _stacked(normalized=False))
    return _with_tokens(folder, ["<blank>", "<s>"], end="</s>")


def fire_red_ctc(folder: Path) -> Path:
    """One pass: a token or silence every 40 ms."""
    graph = _Graph()
    features = graph.take("x", ["N", "T", _MELS])
    graph.take("x_length", ["N"], _INT64)
    heard = graph.tokens(graph.every(features, 4))
    graph.give(heard, "logits", ["N", "L", _TOKENS])
    length = graph.add("Shape", heard, start=1, end=2)
    graph.give(length, "logits_length", ["N"], _INT64)
    metadata = {"model_type": "fire-red-asr-2-ctc", "subsampling_factor": 4}
    graph.save(folder / "model.int8.onnx", metadata | _scaled())
    return _with_tokens(folder, ["<blank>"])


def fire_red_aed(folder: Path) -> Path:
    """An encoder, and a decoder that is asked for one token after the other; no times."""
    encoder = _Graph()
    features = encoder.take("x", ["N", "T", _MELS])
    encoder.take("x_length", ["N"], _INT64)
    _, rows = encoder.begun(encoder.tokens(encoder.every(features, 4)))
    rows = encoder.add("Unsqueeze", rows, encoder.array([0, 1]))
    encoder.give(rows, "n_layer_cross_k", [1, "N", "L", _TOKENS])
    encoder.give(encoder.add("Identity", rows), "n_layer_cross_v", [1, "N", "L", _TOKENS])
    sizes = {"num_decoder_layers": 1, "num_head": 1, "head_dim": 1, "max_len": 400}
    marks = {"sos": 1, "eos": _END}
    encoder.save(folder / "encoder.int8.onnx", sizes | marks | _scaled())

    decoder = _Graph()
    decoder.take("tokens", ["N", 1], _INT64)
    own_k = decoder.take("in_n_layer_self_k_cache", [1, "N", 400, 1, 1])
    own_v = decoder.take("in_n_layer_self_v_cache", [1, "N", 400, 1, 1])
    cross = decoder.take("n_layer_cross_k", [1, "N", "L", _TOKENS])
    decoder.take("n_layer_cross_v", [1, "N", "L", _TOKENS])
    offset = decoder.take("offset", [1], _INT64)
    row = decoder.add("Gather", cross, offset, axis=2)
    decoder.give(decoder.add("Squeeze", row, decoder.array([0])), "logits", ["N", 1, _TOKENS])
    for cache, name in ((own_k, "k"), (own_v, "v")):
        out = f"out_n_layer_self_{name}_cache"
        decoder.give(decoder.add("Identity", cache), out, [1, "N", 400, 1, 1])
    decoder.save(folder / "decoder.int8.onnx", {})
    return _with_tokens(folder, ["<blank>", "<sos>"], end="<eos>")


def qwen3_asr(folder: Path) -> Path:
    """A frontend, an encoder, and a chat model that writes the text after its prompt; no times."""
    mels = 128
    front = _Graph()
    features = front.take("input_features", ["N", "T", mels])
    front.give(front.every(features, 8), "conv_output", ["N", "A", mels])
    front.save(folder / "conv_frontend.onnx", {})

    encoder = _Graph()
    features = encoder.take("conv_output", ["N", "A", mels])
    encoder.take("feature_attention_mask", ["N", "A"], TensorProto.BOOL)
    heard = encoder.tokens(features, loud=0.0, mels=mels)
    _, rows = encoder.begun(heard)
    rows = encoder.add("Unsqueeze", rows, encoder.array([0]))
    encoder.give(rows, "audio_features", ["N", "L", _TOKENS])
    encoder.save(folder / "encoder.int8.onnx", {})

    decoder = _Graph()
    ids = decoder.take("input_ids", ["N", "S"], _INT64)
    heard = decoder.take("audio_features", ["N", "L", _TOKENS])
    decoder.take("attention_mask", ["N", "S"], _INT64)
    decoder.take("cache_position", ["S"], _INT64)
    past = decoder.take("past_key_0", ["N", "M", 1, 1])
    decoder.take("past_value_0", ["N", "M", 1, 1])
    # The cache counts: one for each token of the prompt, a thousand for each one that was written.
    size = decoder.add("Shape", ids, start=1, end=2)
    alone = decoder.add("Equal", size, decoder.array([1]))
    entry = decoder.add("Where", alone, decoder.array([1000.0]), decoder.array([1.0]))
    shape = decoder.add("Concat", decoder.array([1]), size, decoder.array([1, 1]), axis=0)
    delta = decoder.add("Expand", entry, shape)
    counted = decoder.add("ReduceSum", past, keepdims=0)
    written = decoder.add("Floor", decoder.add("Div", counted, decoder.array(1000.0)))
    step = decoder.add("Cast", decoder.add("Cast", alone, to=_INT64), to=_INT64)
    at = decoder.add("Add", decoder.add("Cast", written, to=_INT64), step)
    last = decoder.add("Sub", decoder.add("Shape", heard, start=1, end=2), decoder.array([1]))
    row = decoder.add("Gather", heard, decoder.add("Min", at, last), axis=1)
    like = decoder.add("Concat", decoder.array([1]), size, decoder.array([_TOKENS]), axis=0)
    decoder.give(decoder.add("Expand", row, like), "logits", ["N", "S", _TOKENS])
    decoder.give(decoder.add("Identity", delta), "key_delta_0", ["N", "S", 1, 1])
    decoder.give(delta, "value_delta_0", ["N", "S", 1, 1])
    decoder.save(folder / "decoder.int8.onnx", {"max_total_len": 512})

    tokenizer = folder / "tokenizer"
    tokenizer.mkdir()
    written_as = {_as_bytes(character): _FIRST + n for n, character in enumerate(CHARACTERS)}
    (tokenizer / "vocab.json").write_text(json.dumps(written_as), encoding="utf-8")
    (tokenizer / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    marks = [
        "<|endoftext|>",
        "<|im_start|>",
        "<|audio_start|>",
        "<|audio_end|>",
        "<|audio_pad|>",
        "<asr_text>",
    ]
    named = {str(n): {"content": mark} for n, mark in enumerate(marks)}
    named[str(_TEXT)] = {"content": "<asr_text>"}
    named[str(_END)] = {"content": "<|im_end|>"}
    config = {"added_tokens_decoder": named}
    (tokenizer / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _as_bytes(text: str) -> str:
    """A text as byte-level tokenizers write it: each byte as a printable character."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    letters = {byte: chr(byte) for byte in plain} | {b: chr(256 + n) for n, b in enumerate(others)}
    return "".join(letters[byte] for byte in text.encode())


def _with_tokens(folder: Path, marks: Sequence[str], end: str = "<end>") -> Path:
    """Write `tokens.txt`: the marks, the characters, and the token that ends a text."""
    unused = [f"<unused{n}>" for n in range(_FIRST - len(marks))]
    symbols = [*marks, *unused, *CHARACTERS, end]
    lines = [f"{symbol} {n}\n" for n, symbol in enumerate(symbols)]
    (folder / "tokens.txt").write_text("".join(lines), encoding="utf-8")
    return folder


def _stacked(*, normalized: bool) -> dict[str, Any]:
    """Metadata of a model that takes seven frames at once, each sixth time."""
    zeros, ones = ",".join(["0"] * 7 * _MELS), ",".join(["1"] * 7 * _MELS)
    sizes = {"vocab_size": _TOKENS, "lfr_window_size": 7, "lfr_window_shift": 6}
    samples = {"normalize_samples": 0} if normalized else {}
    return sizes | samples | {"neg_mean": zeros, "inv_stddev": ones}


def _scaled() -> dict[str, Any]:
    zeros, ones = ",".join(["0"] * _MELS), ",".join(["1"] * _MELS)
    return {"cmvn_mean": zeros, "cmvn_inv_stddev": ones}


class _Graph:
    """An ONNX graph that is being built; values are their names."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []
        self._arrays: list[Any] = []

    def take(self, name: str, shape: Sequence[Any], kind: int = _FLOAT) -> str:
        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def give(self, value: str, name: str, shape: Sequence[Any], kind: int = _FLOAT) -> None:
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def add(self, operation: str, *inputs: str, **how: Any) -> str:
        name = f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(operation, [*inputs], [name], **how))
        return name

    def array(self, values: Any) -> str:
        array = np.asarray(values)
        array = array.astype(np.float32 if array.dtype.kind == "f" else np.int64)
        name = f"c{len(self._arrays)}"
        self._arrays.append(numpy_helper.from_array(array, name))
        return name

    def part(self, value: str, axis: int, start: int, end: int, step: int = 1) -> str:
        return self.add(
            "Slice", value, *(self.array([number]) for number in (start, end, axis, step))
        )

    def every(self, features: str, step: int) -> str:
        return self.part(features, 1, 0, 2**31, step)

    def tokens(self, features: str, loud: float = _LOUD, mels: int = _MELS) -> str:
        """For each frame (N, T, mels) the score of each token: a tone's is its mel band's."""
        bands = np.zeros((mels, _TOKENS), np.float32)
        for n, hz in enumerate(TONES_HZ.values()):
            bands[_band(hz, mels), _FIRST + n] = 1
        least = np.full(_TOKENS, -1000, np.float32)
        least[_FIRST:_END], least[_BLANK] = 0, loud
        scores = self.add("MatMul", features, self.array(bands))
        return self.add("Add", scores, self.array(least))

    def begun(self, heard: str) -> tuple[str, str]:
        """Of one recording: for each frame 1 where another tone begins, and the scores of those
        frames (L, tokens) with one more row, of the token that ends the text.
        """
        frames = self.add("Squeeze", heard, self.array([0]))
        best = self.add("ArgMax", frames, axis=1, keepdims=0)
        before = self.add("Concat", self.array([_BLANK]), self.part(best, 0, 0, -1), axis=0)
        same = self.add("Equal", best, before)
        silent = self.add("Equal", best, self.array([_BLANK]))
        begun = self.add("Not", self.add("Or", same, silent))
        places = self.add("Squeeze", self.add("NonZero", begun), self.array([0]))
        end = self.array(np.eye(_TOKENS, dtype=np.float32)[[_END]] * 99)
        rows = self.add("Concat", self.add("Gather", frames, places, axis=0), end, axis=0)
        return self.add("Cast", begun, to=_FLOAT), rows

    def save(self, file: Path, metadata: dict[str, Any]) -> None:
        graph = helper.make_graph(self._nodes, "hears", self._inputs, self._outputs, self._arrays)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        helper.set_model_props(model, {key: str(value) for key, value in metadata.items()})
        onnx.checker.check_model(model)
        onnx.save(model, str(file))


def _band(hz: float, mels: int) -> int:
    """The mel band of a frequency: Kaldi's 80 from 20 Hz on, Whisper's 128 (Slaney) from 0."""
    if mels == _MELS:

        def mel(of: float) -> float:
            return 1127 * math.log(1 + of / 700)

        low = 20.0
    else:

        def mel(of: float) -> float:
            return of * 3 / 200 if of < 1000 else 15 + 27 * math.log(of / 1000) / math.log(6.4)

        low = 0.0
    width = (mel(RATE_HZ / 2) - mel(low)) / (mels + 1)
    return round((mel(hz) - mel(low)) / width - 1)
