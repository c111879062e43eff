"""Records of what the merchant meant: his lines put right, and his selling points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .heard import EngineStamp

PointKind: TypeAlias = Literal[
    "feature", "use", "proof", "service", "offer", "invitation", "courtesy"
]
"""What a selling point tells: what the product is or does, what it is for, why one may believe it,
what the merchant does for buyers, on which terms, or what they should do now. A courtesy (hello,
thank you) is said like a point, and is none that could be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words of a line that were probably misheard: 题手 for 提手."""

    heard: str
    meant: str
    made: bool
    """Whether the line has them changed; else they stay as heard, and the merchant is asked."""
    why: str = ""
    """Why they stay: `sounds different`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """A sentence of the recording: as it was heard, and as it was meant."""

    segment: int
    """Index of the transcript's segment."""
    heard: str
    meant: str
    """With a tag for each confirmed fact, and `…` for a number that may be a fact and is not
    confirmed."""
    changes: tuple[Change, ...] = ()
    sure: bool = True
    """False: a word of it may be misheard, and nobody knows for certain what was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellingPoint:
    """One thing that the merchant says for his product beside its facts: it folds flat."""

    id: str
    """Unique in the message, made of the text: `folds-flat`."""
    text: str
    """A short English sentence."""
    kind: PointKind
    negated: bool
    """Whether it denies something: it does not fade."""
    quote: str
    """The merchant's own words for it, out of `meant`."""
    segments: tuple[int, ...]
    """Indices of the segments that say it, in order; empty for one that only the sheet has."""
    source: Literal["sheet", "speech"] = "speech"
    """Where it comes from; the sheet's is said where it was heard, or after the speech."""
    catalogue: str = ""
    """The point of `data/points` that it is, with what fills its slot: `suits-audience: children`;
    empty: the catalogue has none, so only a writer of whole pitches can say it."""


Grammar: TypeAlias = Literal["masculine", "feminine", "common", "neuter", "none"]
"""The grammatical gender of a noun; none where its language has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductName:
    """What a product is called in one language."""

    name: str
    """As a listing has it: carrito de compras plegable."""
    noun: str
    """What one goes on to call it: carrito."""
    gender: Grammar
    plural: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermWords:
    """A model's words for a fact in languages of which the sheet has none, by language code."""

    of: Mapping[str, str]
    """The words that the sheet says, for which the others were asked."""
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a product is called, by language code; a language that is missing has no name."""

    of: Mapping[str, str]
    """The names that the sheet says, for which the others were asked."""
    names: Mapping[str, ProductName]
    terms: Mapping[str, TermWords] = field(default_factory=dict)
    """By the fact's key: material."""
    asked: tuple[str, ...] = ()
    """Codes of the languages that were asked for, whatever came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the merchant wants to say, before a word of it is translated."""

    lines: tuple[SaidLine, ...]
    points: tuple[SellingPoint, ...]
    unconfirmed: tuple[SellingPoint, ...] = ()
    """What he probably says, too; no language says it, but move one to `points` to confirm it."""
    unread: tuple[str, ...] = ()
    """Clauses in the merchant's words that no point of the catalogue says; empty where a model has
    read the pitch."""
    left_out: tuple[str, ...] = ()
    """What a model took for a point or a repair and the checks refused, each with the reason."""
    made_by: EngineStamp | None = None
    """The model that read it; None: nobody did, and the lines stand as heard."""
