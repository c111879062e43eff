"""Is a record that somebody edited by hand still one that can be used?

The form of a record is checked where it is read (`records.from_json`); here is what a form cannot
say: an amount is a number that can be written, a line belongs to a sentence that was heard.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.numbers import list_currencies

from ..errors import RecordError, UnknownNameError
from ..facts import problem_with, rows_of, written
from ..languages import TAG, profile
from ..messages import Notice, say
from ..records import (
    Brief,
    Code,
    Fact,
    FactValue,
    Ladder,
    Money,
    Script,
    ScriptLine,
    Term,
    Transcript,
    Variants,
    seal,
)

LARGEST = Decimal(10) ** 12
"""No amount of a product is larger, nor has it more digits after the point than this has zeros."""
MAX_LINE_CHARS = 500
"""No caption is that long."""
MAX_LINE_TAGS = 50
"""No line has so many facts; each is read again with its text."""
MAX_LINE_MS = 10 * 60_000
"""No sentence takes that long."""
_INVISIBLE = ("Cc", "Cs", "Co", "Cn")
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn what stands after them around."""


def odd_characters(text: str) -> str:
    """The characters of a text that no caption may have, by number: U+0000, U+202E; or empty."""
    odd = [c for c in text if unicodedata.category(c) in _INVISIBLE or c in _DIRECTIONS]
    return ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(odd))


def check_record(record: object, path: Path) -> None:
    """Refuse a record of a kind that is known here, if something in it cannot be used.

    Raises:
        RecordError: names the file, the place in it, and what is accepted.
    """
    match record:
        case Brief():
            problems = _of_brief(record)
        case Transcript():
            problems = _of_transcript(record)
        case Script():
            problems = _of_script(record)
        case _:
            return
    for where, problem in problems:
        raise RecordError(path, say("{where}: {problem}", where=where, problem=problem))


def check_places(transcript: Transcript, record: Brief | Script, path: Path) -> None:
    """Refuse a record that names a sentence which the transcript does not have.

    Raises:
        RecordError: names the file, the place in it, and what is accepted.
    """
    count = len(transcript.segments)
    if isinstance(record, Brief):
        named = [
            (say("the fact {key}", key=fact.key), where.segment)
            for fact in (*record.facts, *record.unconfirmed)
            for where in fact.heard_in
        ]
    else:
        named = [
            (say("line {line}", line=n), s)
            for n, line in enumerate(record.lines, 1)
            for s in line.says
        ]
    for where, segment in named:
        if not 0 <= segment < count:
            raise RecordError(
                path,
                say(
                    "{where}: there is no sentence {segment}, only 0 to {last}",
                    where=where,
                    segment=segment,
                    last=count - 1,
                ),
            )


def _of_transcript(transcript: Transcript) -> Iterator[tuple[str, Notice]]:
    if not transcript.segments:
        yield "segments", say("there is no sentence; give at least one")
    yield from _numbered("segments", [segment.index for segment in transcript.segments])


def _of_brief(brief: Brief) -> Iterator[tuple[str, Notice]]:
    known: set[str] = set()
    for name, facts in (("facts", brief.facts), ("unconfirmed", brief.unconfirmed)):
        for n, fact in enumerate(facts):
            where = f"{name}.{n} ({fact.key})"
            if not TAG.fullmatch(f"<{fact.key}>"):
                yield (
                    where,
                    say(
                        "{key!r} is no key; write letters and digits, such as lead_time",
                        key=fact.key,
                    ),
                )
            if fact.key in known:
                yield where, say("there is another fact of that key; keep one")
            known.add(fact.key)
            yield from ((where, problem) for problem in _of_value(fact))


def _of_value(fact: Fact) -> Iterator[Notice]:
    value = fact.value
    if problem := problem_with(value):
        yield say("it {problem}; write as product.yaml could", problem=problem)
    for amount in _amounts(value):
        if not _can_be_written(amount):
            yield say("{amount} is no amount; write a number such as 18.5", amount=amount)
    low, high = getattr(value, "amount", None), getattr(value, "high", None)
    if low is not None and high is not None and high <= low:
        yield say(
            "{low} to {high} is no range; write the larger amount in high, or null",
            low=low,
            high=high,
        )
    match value:
        case Money(amount=amount) if amount < 0:
            yield say("{amount} is no price; write a positive number", amount=amount)
        case Money(currency=currency) if currency not in list_currencies():
            yield say(
                "{currency!r} is no currency; write a code such as CNY or USD", currency=currency
            )
        case Term(translations=names) if not names or not all(map(str.strip, names.values())):
            yield say("a word is missing; write it at least in one language")
        case Variants(options=options):
            for key, own in ((k, each) for option in options for k, each in option.own.items()):
                yield from _of_value(replace(fact, key=key, value=own))
        case Code(codes=codes) if not codes or not all(map(str.strip, codes)):
            yield say("a code is missing; write one, such as CE")
    for word in _words(value):
        if odd := odd_characters(word):
            yield say(
                "it has characters that cannot be shown ({letters}); take them out", letters=odd
            )
    try:
        written(value, profile("en"))
    except (ValueError, LookupError, ArithmeticError) as error:
        unit = getattr(value, "unit", None) or getattr(value, "per", None) or error
        yield say("the unit {unit} is not known; write one that product.yaml could have", unit=unit)


def _amounts(value: FactValue) -> Iterator[Decimal]:
    names = ("amount", "high", "percent")
    yield from (each for name in names if isinstance(each := getattr(value, name, None), Decimal))
    yield from getattr(value, "amounts", ())
    for row in rows_of(value) if isinstance(value, Ladder | Variants) else ():
        yield from _amounts(row.quantity) if row.quantity else ()
        yield from _amounts(row.price) if row.price else ()


def _can_be_written(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -12 and abs(amount) <= LARGEST


def _words(value: FactValue) -> Sequence[str]:
    match value:
        case Term(translations=names):
            return tuple(names.values())
        case Code(codes=codes):
            return codes
        case Variants(options=options):
            return tuple(word for each in options for word in (*each.name.values(), each.code))
        case _:
            return ()


def _of_script(script: Script) -> Iterator[tuple[str, Notice]]:
    try:
        profile(script.language)
    except UnknownNameError as error:
        yield "language", error.message
    if not script.lines:
        yield "lines", say("there is no line; delete the file to have it written again")
    yield from _numbered("lines", [line.index for line in script.lines])
    for n, line in enumerate(script.lines):
        yield from ((f"lines.{n}", problem) for problem in _of_line(line))


def _of_line(line: ScriptLine) -> Iterator[Notice]:
    """Only what was edited is asked: a sentence as it was heard may be long."""
    text = TAG.sub("", line.text) if line.seal != seal(line.text) else ""
    if len(text) > MAX_LINE_CHARS or len(TAG.findall(line.text)) > MAX_LINE_TAGS:
        yield say("a line has at most {most} characters; make it shorter", most=MAX_LINE_CHARS)
    if odd := odd_characters(text):
        yield say("it has characters that cannot be shown ({letters}); take them out", letters=odd)
    if line.budget.duration_ms > MAX_LINE_MS:
        yield say(
            "no line takes {duration_ms} ms; write at most {most}",
            duration_ms=line.budget.duration_ms,
            most=MAX_LINE_MS,
        )


def _numbered(name: str, indices: Sequence[Any]) -> Iterator[tuple[str, Notice]]:
    for n, index in enumerate(indices):
        if index != n:
            yield f"{name}.{n}", say("its index is {index}; write {count}", index=index, count=n)
