"""Is it old? What something was made from, by name, against what is there now.

Whatever is made names a digest of each thing that it was made from, as a brief does:

    "inputs": {"program": "9c1f...", "sheet": "51a0...", "transcript": "b7e2...", ...}

It is old when one of these is another one now, and the names say what has changed. Nobody but
`changed` and `differing` answers that question, for run, batch, page, check and archive alike.
What an old video says otherwise than the records do now, `publish/outdated.py` tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from ..messages import Notice, all_of, name_of
from ..records import digest

_Name = TypeVar("_Name")
PROGRAM = "program"
"""The input that is the version of merchant-studio."""
FIRST = "0.1.0"
"""The version whose records have one digest of all their inputs together, and no names."""
UNKNOWN = "inputs"
"""Stands for the names of inputs that nobody knows."""
LETTERS = 16


class MadeFrom:
    """What something is made from: {"sheet": [...], "transcript": [...]}."""

    def __init__(
        self,
        values: Mapping[str, Sequence[object]],
        *,
        since: Mapping[str, Sequence[object]] | None = None,
        lasts: bool = False,
    ) -> None:
        """`since` are inputs that the first version did not count.

        `lasts`: an engine or a render made it, which takes money or minutes; another version of the
        program is no reason to make it anew.
        """
        self._values, self._since, self.lasts = values, since or {}, lasts

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """A digest of each input by its name, as it is kept."""
        every = {**self._values, **self._since}
        return {name: digest(*values)[:LETTERS] for name, values in every.items()}

    def named(self, was: object) -> Mapping[str, str]:
        """The digests that were kept; empty: nobody knows what it was made from.

        Where the one digest of the first version is that of the inputs of now, these are known.
        """
        if isinstance(was, Mapping):
            return was
        program = {PROGRAM: [FIRST]} if PROGRAM in self._values else {}
        values = {**self._values, **program}
        if was != digest(*(value for several in values.values() for value in several)):
            return {}
        return {**self.digests, **MadeFrom(program).digests}


def changed(was: object, now: MadeFrom) -> tuple[str, ...]:
    """Which inputs are others now than those that were kept: ("transcript",); none: it is not old.

    `now` may name only some of them: the others are not asked about.
    """
    before, after = now.named(was), now.digests
    if not before:
        return (UNKNOWN,)
    names = differing({name: of for name, of in before.items() if name in after}, after)
    return () if now.lasts and names == (PROGRAM,) else names


def told(names: Sequence[str]) -> Notice:
    """What has changed, in a sentence: `the sheet and the transcript`."""
    return all_of(name_of(f"the {name}") for name in names)


def differing(was: Mapping[_Name, object], now: Mapping[_Name, object]) -> tuple[_Name, ...]:
    """What is another one now, has come or is gone: {"price": 18}, {"price": 21} -> ("price",)."""
    names = dict.fromkeys((*was, *now))
    return tuple(name for name in names if was.get(name) != now.get(name))
