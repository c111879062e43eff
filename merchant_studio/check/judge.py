"""The judge: does each finished line say what the merchant means, and nothing else?

A capable model reads whole scripts in a fresh context. It sees the merchant's words, his facts and
his points, but not which point a line was written for. It answers only what is wrong: points that a
script does not say, and lines with a fault, such as an "it" that has no noun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

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
from ..prompts import prompt, system

FAULT_TOKENS = 60
"""Room for one faulty line in an answer."""
MOST_POINTS = 40
Place: TypeAlias = tuple[str, int]
"""A line of a script: its language tag and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge found in one line."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a judge found in one script."""

    unsaid: frozenset[str]
    """Names of the points, such as p3, that no line says."""
    lines: Mapping[Place, Verdict]
    """Of each line that it was to check."""


def judgement(
    product: str,
    lines: Mapping[Place, str],
    others: Mapping[Place, str] | None = None,
    doubts: Mapping[Place, Notice] | None = None,
) -> Question:
    """The question about finished lines that still hold their tags.

    `others` are lines of the same scripts, which are to be read with them and not judged. `doubts`
    are what code suspects of a line and the judge can tell.
    """
    fault = an_object(line=NUMBER, kind=one_of("added", "reversed", "breaks"), what=TEXT)
    languages = dict.fromkeys(tag for tag, _ in lines)
    first = next(iter(languages), "")
    of_one = an_object(unsaid=a_list(TEXT, MOST_POINTS), wrong=a_list(fault, 2 * len(lines)))
    around = f"\nOther lines, only to be read:\n{_listed(others)}\n" if others else ""
    asked = f"{around}\nThe lines to check:\n{_listed(lines, doubts)}"
    return Question(
        system=system(),
        parts=(product, f"\n{prompt('judge')}\n", asked),
        form=Form(
            schema=an_object(**dict.fromkeys(languages, of_one)),
            example=f'{{"{first}": {{"unsaid": ["p2"], "wrong": [{{"line": 3, "kind": "added", '
            '"what": "safe for dishwashers"}]}, ...}, every language asked for',
        ),
        max_tokens=FAULT_TOKENS * (len(lines) + 2 * len(languages)),
    )


def in_turns(lines: Mapping[Place, str], at_once: int) -> Sequence[Mapping[Place, str]]:
    """The lines in as few groups of whole scripts as one question each can hold.

    A group has `at_once` lines at most, if no script alone has more.
    """
    groups: list[dict[Place, str]] = []
    for tag in dict.fromkeys(tag for tag, _ in lines):
        own = {place: said for place, said in lines.items() if place[0] == tag}
        if groups and len(groups[-1]) + len(own) <= at_once:
            groups[-1] |= own
        else:
            groups.append(own)
    return groups


def read_judgements(answer: Answer, lines: Mapping[Place, str]) -> Mapping[str, Judgement]:
    """What the judge found by language tag; a script of which it says nothing is missing."""
    values = read_json(answer.text)
    found = {}
    for tag in dict.fromkeys(tag for tag, _ in lines):
        told = values.get(tag) if isinstance(values, dict) else None
        if isinstance(told, dict) and isinstance(told.get("wrong"), list):
            found[tag] = Judgement(
                unsaid=frozenset(_names(told.get("unsaid"))),
                lines={place: _verdict(told, place[1]) for place in lines if place[0] == tag},
            )
    return found


def _verdict(told: Mapping[str, Any], line: int) -> Verdict:
    """What is wrong with one line; nothing if no row names it."""
    faults = [row for row in rows(told, "wrong") if number(row.get("line")) == line]
    of_kind = {
        kind: "; ".join(text(row.get("what")) or kind for row in faults if row.get("kind") == kind)
        for kind in ("added", "reversed", "breaks")
    }
    return Verdict(**of_kind)


def _names(values: object) -> Sequence[str]:
    return [text(value) for value in values] if isinstance(values, list) else []


def _listed(lines: Mapping[Place, str], doubts: Mapping[Place, Notice] | None = None) -> str:
    asked = {place: f" [{why.english}?]" for place, why in (doubts or {}).items()}
    return "\n".join(
        f"{tag} {number}: {said}{asked.get((tag, number), '')}"
        for (tag, number), said in lines.items()
    )
