"""The catalogue of selling points: `folds-flat` means 可以折叠, and contradicts `does-not-fold`.

Read from `data/points/catalogue/*.toml`, a file a part of the trade; the words that go into slots
from `data/points/slots.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from babel.lists import format_list

from ..languages import LanguageProfile, StrictTable
from ..records import PointKind

FOLDER = Path(__file__).parents[1] / "data" / "points"
COURTESY = "courtesy"
"""The kind of what is no selling point: a greeting, thanks, a farewell."""
SLOT = re.compile(r"\{(\w+)\}")


class Point(StrictTable):
    """One thing that merchants say of their goods."""

    zh: str
    """What it means, as it is said at a booth."""
    en: str
    """The same in English, with its slot in braces."""
    kind: PointKind | Literal["courtesy"]
    claims: tuple[str, ...] = ()
    """Families of claims (`data/claims/families.toml`) that it makes."""
    against: tuple[str, ...] = ()
    """Points that cannot be true with it."""

    @property
    def slot(self) -> str:
        """The name of its slot; empty if it has none."""
        found = SLOT.search(self.zh)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, order=True)
class Stated:
    """A point of the catalogue that somebody states, with what fills its slot.

    Written `suits-audience: children, seniors`.
    """

    id: str
    values: tuple[str, ...] = ()
    """Ids of `slots.toml`, as they are said; empty for a point without a slot."""

    @classmethod
    def of(cls, written: str) -> Stated | None:
        """The point of a written form; None: the catalogue has no such point or value."""
        name, _, values = written.partition(":")
        stated = cls(name.strip(), tuple(each.strip() for each in values.split(",") if each))
        point = catalogue().get(stated.id)
        if point is None or bool(point.slot) != bool(stated.values):
            return None
        known = slots().get(point.slot, {})
        return stated if all(value in known for value in stated.values) else None

    def __str__(self) -> str:
        """`suits-audience: children, seniors`."""
        return f"{self.id}: {', '.join(self.values)}" if self.values else self.id


@cache
def catalogue() -> Mapping[str, Point]:
    """Every point by its id."""
    return {
        name: Point.model_validate(_tuples(row))
        for path in sorted((FOLDER / "catalogue").glob("*.toml"))
        for name, row in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


@cache
def slots() -> Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]:
    """What may fill each slot: slot -> id -> language -> words, the citation form first."""
    text = (FOLDER / "slots.toml").read_text(encoding="utf-8")
    return {
        slot: {
            value: {language: tuple(words) for language, words in row.items()}
            for value, row in rows.items()
        }
        for slot, rows in tomllib.loads(text).items()
    }


def _tuples(row: Mapping[str, object]) -> dict[str, object]:
    return {key: tuple(each) if isinstance(each, list) else each for key, each in row.items()}


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


POINT = "point"
"""The table of points; the others are named after slots."""


def hashtags_of(stated: Stated, profile: LanguageProfile) -> tuple[str, ...]:
    """The hashtags of a point in a language, without `#`; it must be praise, not denial."""
    slot = catalogue()[stated.id].slot
    names = stated.values if slot else (stated.id,)
    words = _hashtags().get(slot or POINT, {})
    return tuple(words[name][profile.code] for name in names if name in words)


@cache
def _hashtags() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Table -> id of a value or point -> language -> hashtag."""
    return tomllib.loads((FOLDER / "hashtags.toml").read_text(encoding="utf-8"))
