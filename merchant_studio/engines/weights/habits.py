"""How to ask a recognizer, and which words it mishears: data files that its card names."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from .catalogue import Card, _Strict, card_folder

Phrase = Annotated[str, Field(min_length=1)]


class Listening(_Strict):
    """One way to ask a recognizer for a recording."""

    hotwords: bool = True
    """Whether it is told the words to listen for: those of the sheet and of the trade."""
    pace: float = Field(default=1.0, gt=0)
    """How fast the recording is played to it: 0.9 is slower, and deeper, as a tape."""


class Slot(_Strict):
    """A word that is recognized by the words beside it; # is any number, @ a counter (个, 件)."""

    meant: Phrase
    before: str = ""
    """What stands right before it."""
    after: str = ""
    """What stands right after it."""
    said: str = ""
    """What the clause has said before."""
    heard: str = ""
    """A regular expression of what is heard, where its sound does not tell."""
    within: float = Field(default=0.0, ge=0, le=1)
    """How far what is heard may sound from it; see `hear.repairs.sounds.distance`."""


class Habits(_Strict):
    """How one recognizer hears one language. `Habits()`: ask it once, correct nothing."""

    listenings: tuple[Listening, ...] = Field(default=(Listening(),), min_length=1)
    """The ways in which it is asked, in turn; the merchant reads the first transcript."""
    homophones: Literal["", "pinyin"] = ""
    """By what sounds misheard words are found; empty: its words are kept as they are."""
    pauses: bool = False
    """Whether a clause also ends where the speaker is silent: it sets too few marks."""
    cues: tuple[Phrase, ...] = ()
    """Words that name a fact; misheard ones are known again by their sound."""
    measured: dict[Phrase, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Words before a value, by what it looks like: a regular expression as in `Slot`."""
    followed: dict[Phrase, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Words after a value."""
    slots: tuple[Slot, ...] = ()
    """Words between two others."""
    spelled: tuple[Phrase, ...] = ()
    """Abbreviations of the trade in Latin letters."""
    spelled_beside: str = ""
    """What stands in a sentence with one of two letters: a regular expression."""
    letters: dict[Phrase, tuple[Phrase, ...]] = Field(default_factory=dict)
    """How it writes Latin letters that it takes for words of the language."""
    unclear: tuple[Phrase, ...] = ()
    """Numbers that were not heard for sure: regular expressions with # and @ as in `Slot`."""


def habits(card: Card | None, language: str) -> Habits:
    """What the card's file for a language says; `Habits()` where there is no card or no file."""
    path = card.habits.get(language) if card else None
    return _read(path) if path else Habits()


@cache
def _read(path: str) -> Habits:
    text = (card_folder() / path).read_text(encoding="utf-8")
    return Habits.model_validate(tomllib.loads(text))
