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
        raise RecordError(path, f"{where}: {problem}")


def check_places(transcript: Transcript, record: Brief | Script, path: Path) -> None:
    """Refuse a record that names a sentence which the transcript does not have.

    Raises:
        RecordError: names the file, the place in it, and what is accepted.
    """
    count = len(transcript.segments)
    if isinstance(record, Brief):
        named = [
            (f"the fact {fact.key}", where.segment)
            for fact in (*record.facts, *record.unconfirmed)
            for where in fact.heard_in
        ]
    else:
        named = [(f"line {n}", s) for n, line in enumerate(record.lines, 1) for s in line.says]
    for where, segment in named:
        if not 0 <= segment < count:
            raise RecordError(
                path, f"{where}: there is no sentence {segment}, only 0 to {count - 1}"
            )


def _of_transcript(transcript: Transcript) -> Iterator[tuple[str, str]]:
    if not transcript.segments:
        yield "segments", "there is no sentence; give at least one"
    yield from _numbered("segments", [segment.index for segment in transcript.segments])


def _of_brief(brief: Brief) -> Iterator[tuple[str, str]]:
    known: set[str] = set()
    for name, facts in (("facts", brief.facts), ("unconfirmed", brief.unconfirmed)):
        for n, fact in enumerate(facts):
            where = f"{name}.{n} ({fact.key})"
            if not TAG.fullmatch(f"<{fact.key}>"):
                yield where, f"{fact.key!r} is no key; write letters and digits, such as lead_time"
            if fact.key in known:
                yield where, "there is another fact of that key; keep one"
            known.add(fact.key)
            yield from ((where, problem) for problem in _of_value(fact))


def _of_value(fact: Fact) -> Iterator[str]:
    value = fact.value
    if problem := problem_with(value):
        yield f"it {problem}; write as product.yaml could"
    for amount in _amounts(value):
        if not _can_be_written(amount):
            yield f"{amount} is no amount; write a number such as 18.5"
    low, high = getattr(value, "amount", None), getattr(value, "high", None)
    if low is not None and high is not None and high <= low:
        yield f"{low} to {high} is no range; write the larger amount in high, or null"
    match value:
        case Money(amount=amount) if amount < 0:
            yield f"{amount} is no price; write a positive number"
        case Money(currency=currency) if currency not in list_currencies():
            yield f"{currency!r} is no currency; write a code such as CNY or USD"
        case Term(translations=names) if not names or not all(map(str.strip, names.values())):
            yield "a word is missing; write it at least in one language"
        case Variants(options=options):
            for key, own in ((k, each) for option in options for k, each in option.own.items()):
                yield from _of_value(replace(fact, key=key, value=own))
        case Code(codes=codes) if not codes or not all(map(str.strip, codes)):
            yield "a code is missing; write one, such as CE"
    for word in _words(value):
        if odd := odd_characters(word):
            yield f"it has characters that cannot be shown ({odd}); take them out"
    try:
        written(value, profile("en"))
    except (ValueError, LookupError, ArithmeticError) as error:
        unit = getattr(value, "unit", None) or getattr(value, "per", None) or error
        yield f"the unit {unit} is not known; write one that product.yaml could have"


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


def _of_script(script: Script) -> Iterator[tuple[str, str]]:
    try:
        profile(script.language)
    except UnknownNameError as error:
        yield "language", str(error)
    if not script.lines:
        yield "lines", "there is no line; delete the file to have it written again"
    yield from _numbered("lines", [line.index for line in script.lines])
    for n, line in enumerate(script.lines):
        yield from ((f"lines.{n}", problem) for problem in _of_line(line))


def _of_line(line: ScriptLine) -> Iterator[str]:
    """Only what was edited is asked: a sentence as it was heard may be long."""
    text = TAG.sub("", line.text) if line.seal != seal(line.text) else ""
    if len(text) > MAX_LINE_CHARS or len(TAG.findall(line.text)) > MAX_LINE_TAGS:
        yield f"a line has at most {MAX_LINE_CHARS} characters; make it shorter"
    if odd := odd_characters(text):
        yield f"it has characters that cannot be shown ({odd}); take them out"
    if line.budget.duration_ms > MAX_LINE_MS:
        yield f"no line takes {line.budget.duration_ms} ms; write at most {MAX_LINE_MS}"


def _numbered(name: str, indices: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for n, index in enumerate(indices):
        if index != n:
            yield f"{name}.{n}", f"its index is {index}; write {n}"
