"""Speech for the tests of the readers, and what they read in one line."""

from __future__ import annotations

from decimal import Decimal

from merchant_studio.read.found import Reading
from merchant_studio.records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Segment,
    Size,
    Span,
    Word,
)


def heard(text: str, *, index: int = 0) -> Segment:
    """A segment without word times, as from a recognizer that gives none."""
    return Segment(index=index, span=Span(start_ms=1000, end_ms=4000), text=text, words=())


def spoken(*words: str, pause_ms: int = 300) -> Segment:
    """A segment of words of 200 ms each; a word that is `|` is a pause."""
    at_ms, made = 0, []
    for word in words:
        if word == "|":
            at_ms += pause_ms
            continue
        span = Span(start_ms=at_ms, end_ms=at_ms + 200)
        made.append(Word(text=word, span=span, probability=0.9))
        at_ms += 200
    text = "".join(word.text for word in made)
    return Segment(index=0, span=Span(start_ms=0, end_ms=at_ms), text=text, words=tuple(made))


def shown(reading: Reading) -> str:
    """A reading in one line: `price 18.5 CNY <18块5>`; `?` for a value whose role is unknown."""
    return f"{reading.key or '?'} {_shown(reading.value)} <{reading.mention.text}>"


def _shown(value: FactValue) -> str:
    match value:
        case Money():
            per = f"/{value.per}" if value.per else ""
            return f"{_range(value.amount, value.high)} {value.currency}{per}"
        case Measure() | Count() | Duration():
            return f"{_range(value.amount, value.high)} {value.unit}"
        case Percent():
            return f"{_range(value.amount, value.high)} %"
        case Age():
            return _range(value.amount, value.high) if value.high else f"{value.amount}+"
        case Size():
            return " x ".join(map(str, value.amounts)) + f" {value.unit}"
        case Discount():
            least = f" from {_shown(value.threshold)}" if value.threshold else ""
            return f"-{value.percent} %{least}"
        case Code():
            return ",".join(value.codes)
    raise AssertionError(value)


def _range(low: Decimal, high: Decimal | None) -> str:
    return str(low) if high is None else f"{low}-{high}"
