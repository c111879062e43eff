"""English text as words, numbers in digits, and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# A comma or point belongs to a number only where one may stand: 1,000.50 but not 1,00 or 2.5.1.
_TOKEN = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
    r"|(?<![\w.])\.[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<sign>\S|\n)"
)
DASHES = frozenset("-‐‑–—−~～")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number in digits, or one other character."""

    start: int
    end: int
    raw: str
    text: str
    """`raw` in lower case, apostrophes straight."""
    kind: str
    """`digits`, `word` or `sign`."""
    glued: bool
    """No space stands before it."""

    @property
    def is_dash(self) -> bool:
        """Whether it is a hyphen, a dash or a tilde."""
        return self.text in DASHES


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        raw = found[0]
        tokens.append(
            Token(
                start=found.start(),
                end=found.end(),
                raw=raw,
                text=raw.lower().replace("’", "'"),
                kind=found.lastgroup or "sign",
                glued=bool(tokens) and tokens[-1].end == found.start() and tokens[-1].raw != "\n",
            )
        )
    return tokens


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The text of the token at `at`; empty where there is none."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def kind_at(tokens: Sequence[Token], at: int) -> str:
    """The kind of the token at `at`; empty where there is none."""
    return tokens[at].kind if 0 <= at < len(tokens) else ""


def glued_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands at `at` without a space before it."""
    return 0 < at < len(tokens) and tokens[at].glued


def words_match(tokens: Sequence[Token], at: int, *choices: str | Collection[str]) -> bool:
    """Whether the tokens from `at` on are these words, one choice of words for each."""
    return all(
        word_at(tokens, at + i) in ((choice,) if isinstance(choice, str) else choice)
        for i, choice in enumerate(choices)
    )


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())
