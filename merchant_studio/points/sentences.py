"""A point's sentences in a language: `folds-flat` is "Diseño plegable que ahorra espacio."

Read from `data/points/<code>.toml`: the sentences of every point, the best first, and the words of
every slot in the form that these sentences ask for. The catalogue itself has those of English and
Chinese.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from babel.lists import format_list

from ..languages import LanguageProfile
from .catalogue import FOLDER, SLOT, Point, Stated, catalogue, slots

_Texts: TypeAlias = tuple[Mapping[str, tuple[str, ...]], Mapping[str, Mapping[str, str]]]
"""The sentences of a language by point, and its words of each slot by value."""


def sentences(stated: Stated, profile: LanguageProfile) -> tuple[str, ...]:
    """What a language can say for a point, the best first; empty: it has no sentence for it."""
    texts, words = _sentences(profile.code)
    found = texts.get(stated.id, ())
    if not stated.values:
        return found
    return tuple(
        filled for text in found if (filled := _filled(text, stated.values, words, profile))
    )


def all_sentences(profile: LanguageProfile) -> tuple[str, ...]:
    """Every sentence of a language, slots unfilled."""
    return tuple(
        SLOT.sub("", text) for texts in _sentences(profile.code)[0].values() for text in texts
    )


def _filled(
    text: str,
    values: tuple[str, ...],
    words: Mapping[str, Mapping[str, str]],
    profile: LanguageProfile,
) -> str:
    """A sentence with the words of these values in its slot; empty if it lacks one of them."""
    slot = SLOT.search(text)
    own = words.get(slot[1], {}) if slot else {}
    if slot is None or any(value not in own for value in values):
        return ""
    listed = format_list([own[value] for value in values], locale=profile.locale)
    filled = text[: slot.start()] + listed + text[slot.end() :]
    return filled[:1].upper() + filled[1:]


@cache
def _sentences(code: str) -> _Texts:
    """The sentences of a language by point, and its words of each slot."""
    path = FOLDER / f"{code}.toml"
    if not path.exists():
        return _of_catalogue(code)
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    words = rows.pop("slots")
    return {point: tuple(texts) for point, texts in rows.items()}, words


def _of_catalogue(code: str) -> _Texts:
    """Those of a language in which the catalogue itself is written; of another one, none."""
    if code not in Point.model_fields:
        return {}, {}
    words = {
        slot: {value: row[code][0] for value, row in rows.items()} for slot, rows in slots().items()
    }
    return {name: (getattr(point, code),) for name, point in catalogue().items()}, words
