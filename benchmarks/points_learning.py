"""Learn the network of `merchant_studio.points.network` from sayings; see `benchmarks.points`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import gguf
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from merchant_studio.engines import weights
from merchant_studio.points.catalogue import FOLDER
from merchant_studio.points.network import (
    SOUND_WINDOWS,
    WORD_WINDOWS,
    Network,
    plain,
    syllables_of,
    words_of,
)

from .points import Saying

MODEL = "qwen2.5-coder-1.5b"
"""Whose word vectors are taken."""
SIZE, SOUND_SIZE = 128, 48
"""Numbers of a word's and of a syllable's row."""
FINDERS, SOUND_FINDERS = 128, 64
"""Filters of each size of window."""
EPOCHS, BATCH, RATE, DROPPED = 9, 128, 4e-3, 0.4
SEED = 1
_ALIKE = 32
"""Batches whose clauses are sorted by length together."""
_STEPS = 127
"""A number of a word's row is kept as one of so many steps on either side of 0."""


def word_vectors() -> tuple[list[str], NDArray[np.float32]]:
    """The Chinese words of the model's vocabulary, and their vectors made smaller by PCA."""
    reader = gguf.GGUFReader(next(weights.locate(MODEL).glob("*.gguf")))
    tensor = next(each for each in reader.tensors if each.name == "token_embd.weight")
    rows = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    field = reader.fields["tokenizer.ggml.tokens"]
    words = {}
    for number, at in enumerate(field.data):
        word = _decoded(bytes(field.parts[at]).decode())
        if re.fullmatch("[一-鿿]{1,6}", word):
            words[word] = number
    own = rows[list(words.values())].astype(np.float32)
    own -= own.mean(0)
    _, axes = np.linalg.eigh(own.T @ own)
    small = own @ axes[:, ::-1][:, :SIZE]
    return list(words), small / small.std()


def _decoded(token: str) -> str:
    """A token of byte-level BPE as text; empty if it is no whole text."""
    try:
        return bytes(_BYTES[letter] for letter in token).decode()
    except (KeyError, UnicodeDecodeError):
        return ""


def _byte_letters() -> dict[str, int]:
    """The letter by which GPT-2's byte-level BPE writes each byte."""
    plain_bytes = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain_bytes]
    return {chr(b): b for b in plain_bytes} | {chr(256 + n): b for n, b in enumerate(others)}


_BYTES = _byte_letters()


class _Net(nn.Module):
    """The network as torch learns it; each table begins with a row for padding, one for unknown."""

    def __init__(self, vectors: NDArray[np.float32], syllables: int, labels: int) -> None:
        super().__init__()
        table = torch.tensor(np.concatenate([np.zeros((2, SIZE), np.float32), vectors]))
        self.words = nn.Embedding.from_pretrained(table, freeze=True, padding_idx=0)
        self.sounds = nn.Embedding(syllables + 2, SOUND_SIZE, padding_idx=0)
        self.word = nn.ModuleList(nn.Conv1d(SIZE, FINDERS, k, padding=k // 2) for k in WORD_WINDOWS)
        self.sound = nn.ModuleList(
            nn.Conv1d(SOUND_SIZE, SOUND_FINDERS, k, padding=k // 2) for k in SOUND_WINDOWS
        )
        self.mean = nn.Linear(SIZE, FINDERS)
        found = FINDERS * (len(WORD_WINDOWS) + 1) + SOUND_FINDERS * len(SOUND_WINDOWS)
        self.out = nn.Linear(found, labels)
        nn.init.constant_(self.out.bias, -5.0)
        self.drop, self.drop_words = nn.Dropout(DROPPED), nn.Dropout(0.1)

    def forward(self, words: torch.Tensor, sounds: torch.Tensor) -> torch.Tensor:
        """The logarithm of each label's odds for a batch of padded clauses."""
        rows = self.words(words)
        seen = self.drop_words(rows).transpose(1, 2)
        found = [torch.relu(look(seen)).amax(2) for look in self.word]
        there = (words > 0).float()[..., None]
        found.append(torch.relu(self.mean((rows * there).sum(1) / there.sum(1))))
        heard = self.sounds(sounds).transpose(1, 2)
        found += [torch.relu(look(heard)).amax(2) for look in self.sound]
        scores: torch.Tensor = self.out(self.drop(torch.cat(found, 1)))
        return scores


def learn(known: Sequence[Saying], language: str) -> None:
    """Learn the network of a language and write its file."""
    torch.manual_seed(SEED)
    words, vectors = word_vectors()
    scale = np.abs(vectors).max(0) / _STEPS
    steps = np.round(vectors / scale).astype(np.int8)
    rows = {word: row for row, word in enumerate(words, 1)}
    texts = [plain(each.text) for each in known]
    told = [[row + 1 for row in words_of(text, rows)] for text in texts]
    heard = [syllables_of(text) for text in texts]
    syllables = sorted({each for clause in heard for each in clause if each})
    number = {each: row for row, each in enumerate(syllables, 2)}
    sounds = [[number.get(each, 1) for each in clause] for clause in heard]
    labels = sorted({label for each in known for label in each.points})
    column = {label: n for n, label in enumerate(labels)}
    right = [[column[label] for label in each.points] for each in known]
    net = _Net(steps * scale, len(syllables), len(labels))
    _fit(net, told, sounds, right, len(labels))
    network = Network(
        labels=np.array(labels),
        words=np.array(words),
        vectors=np.concatenate([np.zeros((1, SIZE), np.int8), steps]),
        scale=scale.astype(np.float32),
        syllables=np.array(syllables),
        sounds=net.sounds.weight.detach().numpy()[1:].astype(np.float16),
        filters=_filters(net),
    )
    with (FOLDER / f"{language}.npz").open("wb") as file:
        network.save(file)


def _fit(
    net: _Net,
    told: Sequence[list[int]],
    sounds: Sequence[list[int]],
    right: Sequence[list[int]],
    labels: int,
) -> None:
    own = [each for each in net.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(own, lr=RATE / 2, weight_decay=1e-4)
    batches = len(list(_batches(np.arange(len(told)), sounds)))
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches)
    random = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        lost = 0.0
        for chosen in _batches(random.permutation(len(told)), sounds):
            wanted = torch.zeros(len(chosen), labels)
            for row, each in enumerate(chosen):
                wanted[row, right[each]] = 1
            scores = net(_padded(told, chosen), _padded(sounds, chosen))
            loss = nn.functional.binary_cross_entropy_with_logits(
                scores, wanted, reduction="sum"
            ) / len(chosen)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rate.step()
            lost += loss.item()
        print(f"epoch {epoch + 1} of {EPOCHS}: {lost / batches:.3f}", flush=True)
    net.eval()


def _batches(order: NDArray[Any], clauses: Sequence[list[int]]) -> Iterator[NDArray[Any]]:
    """Clauses in batches of about one length."""
    for at in range(0, len(order), BATCH * _ALIKE):
        alike = sorted(order[at : at + BATCH * _ALIKE], key=lambda each: len(clauses[each]))
        yield from (np.array(alike[n : n + BATCH]) for n in range(0, len(alike), BATCH))


def _padded(clauses: Sequence[list[int]], chosen: NDArray[Any]) -> torch.Tensor:
    """Clauses of one length, with a window of nothing behind each."""
    own = [clauses[each] for each in chosen]
    longest = max(map(len, own)) + max(*WORD_WINDOWS, *SOUND_WINDOWS)
    return torch.tensor([each + [0] * (longest - len(each)) for each in own])


def _filters(net: _Net) -> dict[str, NDArray[np.float16]]:
    found: dict[str, torch.Tensor] = {}
    for name, looks in (("word", net.word), ("sound", net.sound)):
        for size, look in zip(
            WORD_WINDOWS if name == "word" else SOUND_WINDOWS, looks, strict=True
        ):
            weight = look.weight.detach()  # filters x numbers x window
            found[f"{name}{size}"] = weight.permute(2, 1, 0).reshape(-1, weight.shape[0])
            found[f"{name}{size}_bias"] = look.bias.detach()
    for name, layer in (("mean", net.mean), ("out", net.out)):
        found[name] = layer.weight.detach().T
        found[f"{name}_bias"] = layer.bias.detach()
    return {name: each.numpy().astype(np.float16) for name, each in found.items()}
