"""Learned weights: how much each clue to something speaks for each label.

A logistic regression is learned in `benchmarks/` and kept as a small file of `data/`; here it is
read and asked. The clue "L! c 发" (批发 stands before a number) speaks for `wholesale_price`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each clue speaks for or against each label."""

    labels: NDArray[np.str_]
    start: NDArray[np.float32]
    """What each label starts from."""
    clues: NDArray[np.uint64]
    """The digest of every clue, in order."""
    ends: NDArray[np.uint32]
    """Where the weights of each clue end; they begin where those of the clue before it end."""
    columns: NDArray[np.unsignedinteger[Any]]
    """The label of each weight, by its number."""
    amounts: NDArray[np.float16]

    @classmethod
    def of(cls, start: Mapping[str, float], known: Mapping[str, Mapping[str, float]]) -> Weights:
        """The weights of labels by clue: `{"L! c 发": {"wholesale_price": 1.5}}`."""
        labels = sorted(start)
        at = {label: number for number, label in enumerate(labels)}
        rows = sorted((_digest(clue), pairs) for clue, pairs in known.items())
        pairs = [(at[label], amount) for _, row in rows for label, amount in row.items()]
        number: type[np.unsignedinteger[Any]] = np.uint8 if len(labels) <= 256 else np.uint16
        return cls(
            labels=np.array(labels),
            start=np.array([start[label] for label in labels], np.float32),
            clues=np.array([digest for digest, _ in rows], np.uint64),
            ends=np.cumsum([len(row) for _, row in rows], dtype=np.uint32),
            columns=np.array([column for column, _ in pairs], number),
            amounts=np.array([amount for _, amount in pairs], np.float16),
        )

    @classmethod
    def load(cls, file: BinaryIO) -> Weights:
        """The weights that `save` wrote."""
        with np.load(file) as stored:
            return cls(**stored)

    def save(self, file: BinaryIO) -> None:
        """Write the weights in numpy's format."""
        np.savez(file, **{name: getattr(self, name) for name in self.__slots__})

    def likelihoods(self, said: Collection[str]) -> dict[str, float]:
        """How likely each label is for something with these clues, if one is right; they add up
        to 1.
        """
        scores = self._scores(said)
        odds = np.exp(scores - np.max(scores))
        return dict(zip(self.labels.tolist(), (odds / odds.sum()).tolist(), strict=True))

    def likely(self, said: Collection[str], least: float) -> dict[str, float]:
        """The labels that are at least so likely, each judged alone: several may be right."""
        chances = 1 / (1 + np.exp(-self._scores(said)))
        chosen = np.flatnonzero(chances >= least)
        return {str(self.labels[label]): float(chances[label]) for label in chosen}

    def _scores(self, said: Collection[str]) -> NDArray[np.float64]:
        """What speaks for each label, by all these clues together: the logarithm of its odds."""
        wanted = np.array([_digest(clue) for clue in said], np.uint64)
        rows = np.searchsorted(self.clues, wanted).clip(max=len(self.clues) - 1)
        scores = self.start.astype(np.float64)
        for row in rows[self.clues[rows] == wanted]:
            its = slice(self.ends[row - 1] if row else 0, self.ends[row])
            scores[self.columns[its]] += self.amounts[its]
        return scores


def _digest(clue: str) -> int:
    return int.from_bytes(hashlib.blake2b(clue.encode(), digest_size=8).digest(), "little")
