"""The judge: does each finished line say what the merchant means, and nothing else?

A capable model reads the lines in a fresh context. It sees the merchant's words, his facts and his
points, but not which point a line was written for. It answers in English what each line says, and
where the script breaks when it is read as a whole: its "it" has no noun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TypeAlias

from ..engines import Answer, Form, Question
from ..engines.answers import (
    NUMBER,
    TEXT,
    a_list,
    an_object,
    number,
    one_of,
    read_json,
    rows,
    text,
)
from ..messages import Notice, say

SYSTEM = "You are a strict reader of advertisements. You find what nobody said."
ROW_TOKENS = 140
Place: TypeAlias = tuple[str, int]
"""A line of a script: its language tag and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge found in one line."""

    says: str
    """What it tells a buyer, in English."""
    points: tuple[str, ...]
    """Ids of the selling points that it says."""
    added: str = ""
    """What nobody said."""
    reversed: str = ""
    """What is the opposite of what was said."""
    breaks: str = ""
    """What makes it no part of its script: it follows the farewell. It is true all the same."""

    @property
    def problems(self) -> tuple[Notice, ...]:
        """What is wrong with what the line says; empty if it is right."""
        return (
            *((say("nobody said: {added}", added=self.added),) if self.added else ()),
            *(
                (say("the opposite was said: {reversed}", reversed=self.reversed),)
                if self.reversed
                else ()
            ),
        )


def judgement(
    product: str, lines: Mapping[Place, str], others: Mapping[Place, str] | None = None
) -> Question:
    """The question about finished lines that still hold their tags.

    `others` are lines of the same scripts, which are to be read with them and not judged.
    """
    standing = resources.files("merchant_studio") / "data" / "prompts" / "judge.txt"
    languages = tuple(dict.fromkeys(tag for tag, _ in lines))
    row = an_object(
        language=one_of(*languages),
        line=NUMBER,
        says=TEXT,
        points=a_list(TEXT, most=12),
        added=TEXT,
        reversed=TEXT,
        breaks=TEXT,
    )
    around = f"\nOther lines of the scripts:\n{_listed(others)}\n" if others else ""
    return Question(
        system=SYSTEM,
        parts=(
            standing.read_text(encoding="utf-8").strip(),
            product,
            f"{around}\nThe lines to check:\n{_listed(lines)}",
        ),
        form=Form(
            schema=an_object(verdicts=a_list(row, most=len(lines))),
            example='{"verdicts": [{"language": "es", "line": 3, "says": "It folds flat.", '
            '"points": ["folds-flat"], "added": "", "reversed": "", "breaks": ""}]}',
        ),
        max_tokens=ROW_TOKENS * (len(lines) + 1),
    )


def in_turns(lines: Mapping[Place, str], at_once: int) -> Sequence[Mapping[Place, str]]:
    """The lines in as few groups as one question each can hold, `at_once` at most."""
    places = list(lines)
    groups = [places[at : at + at_once] for at in range(0, len(places), at_once)]
    return [{place: lines[place] for place in group} for group in groups]


def read_verdicts(answer: Answer, lines: Mapping[Place, str]) -> Mapping[Place, Verdict]:
    """What the judge found by line; a line of which it says nothing is missing."""
    found = {}
    for row in rows(read_json(answer.text), "verdicts"):
        place = (text(row.get("language")), number(row.get("line")))
        if place in lines and text(row.get("says")):
            said = row.get("points")
            found[place] = Verdict(
                says=text(row.get("says")),
                points=tuple(filter(None, map(text, said if isinstance(said, list) else ()))),
                added=_found(row.get("added")),
                reversed=_found(row.get("reversed")),
                breaks=_found(row.get("breaks")),
            )
    return found


def _listed(lines: Mapping[Place, str]) -> str:
    return "\n".join(f"{tag} {number}: {said}" for (tag, number), said in lines.items())


def _found(value: object) -> str:
    """What a judge names; models also write "none" where nothing is to be named."""
    said = text(value)
    return "" if said.strip(" .-").casefold() in ("", "none", "nothing", "no", "n/a") else said
