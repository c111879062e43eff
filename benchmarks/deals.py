"""Several prices and conditions of a sale, read in talks: how many, how many wrong.

    python -m benchmarks.deals [--talks FILE] [--heard 12] [--show]

A pair is a quantity, or a name, with its price. It is read if the brief has both; it is wrong if
the brief has it and nobody said it. The same is counted of promotions, deposits, ways and times of
payment, terms of trade, and last days with their year, in talks whose labels have them.
Transcripts are perfect; so many talks as `--heard` says are also spoken, by Kokoro, and heard by
Whisper base. The talks were written by a language model that had seen nothing of this project;
`pairs` and `terms` tell what each says. `known.jsonl` taught the reader.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.facts import Bench, Case
from benchmarks.frame import options, table, tell
from benchmarks.survival import perfect_transcript, silent
from merchant_studio.facts import place_in_latin, rows_of
from merchant_studio.facts.numbers import read_numeral
from merchant_studio.read.brief import make_brief
from merchant_studio.read.payment import methods_in
from merchant_studio.records import (
    Code,
    Count,
    Day,
    FactValue,
    Ladder,
    Money,
    Payment,
    Percent,
    Promotion,
    Sheet,
    Transcript,
    Variants,
)

TALKS = Path(__file__).parent / "data" / "deals" / "known.jsonl"
OPTIONS = options(__doc__, talks=str(TALKS), heard=0, show=False, json=False)
Pair = tuple[float | str, ...]
"""From how many, or the name; the price; its currency. Of a condition its kind and its numbers."""


def main() -> None:
    """Print what is read of each kind of talk."""
    asked = OPTIONS.parse_args()
    lines = Path(asked.talks).read_text(encoding="utf-8").splitlines()
    talks = [json.loads(line) for line in lines]
    rows = _rows([(talk, perfect_transcript(talk["sentences"])) for talk in talks], asked.show)
    spoken = talks[: asked.heard]
    heard = list(zip(spoken, _heard(spoken), strict=True)) if spoken else []
    rows += [{**row, "talks of": f"{row['talks of']}, heard"} for row in _rows(heard, asked.show)]
    tell({"rows": rows}, table(rows), as_json=asked.json)


def _rows(
    talks: list[tuple[dict[str, Any], Transcript]], show: bool
) -> list[dict[str, str | int | float]]:
    counts: dict[str, list[int]] = {}
    for talk, transcript in talks:
        told, read = {*_told(talk)}, {*_read(transcript, conditions="terms" in talk)}
        for kind in (talk["kind"], "all"):
            row = counts.setdefault(kind, [0, 0, 0, 0])
            for n, more in enumerate((1, len(told), len(told & read), len(read - told))):
                row[n] += more
        if show and told != read:
            lost, wrong = sorted(told - read, key=str), sorted(read - told, key=str)
            print(talk["id"], *talk["sentences"], f"lost {lost}, wrong {wrong}", file=sys.stderr)
    return [
        {
            "talks of": kind,
            "talks": talks_,
            "pairs": pairs,
            "read": right,
            "wrong": wrong,
            "read %": round(100 * right / max(1, pairs), 1),
            "wrong %": round(100 * wrong / max(1, right + wrong), 1),
        }
        for kind, (talks_, pairs, right, wrong) in counts.items()
    ]


def _heard(talks: list[dict[str, Any]]) -> Iterator[Transcript]:
    """What Whisper base hears of talks that a voice says."""
    bench = Bench("qwen2.5-coder-1.5b")
    for number, talk in enumerate(talks):
        spoken = tuple(talk["sentences"])
        nothing = Sheet(values={})
        case = Case(
            name=talk["id"], number=number, spoken=spoken, written=spoken, sheet="", gold=nothing
        )
        yield bench.transcript(bench.pitch(case, with_sheet=False))


def _told(talk: dict[str, Any]) -> Iterator[Pair]:
    for pair in talk["pairs"]:
        name = float(pair["from"]) if "from" in pair else _plain(pair["name"])
        price = float(pair["price"])
        if pair.get("unit") == "斤" and isinstance(name, float):  # told by the kilo
            name, price = name / 2, 2 * price
        yield name, price, pair["currency"]
    for term in talk.get("terms", ()):
        yield from _condition_told(term)


def _condition_told(term: dict[str, Any]) -> Iterator[Pair]:
    match term:
        case {"form": "get_free", "buy": buy, "free": free}:
            yield "free", float(buy), float(free)
        case {"form": "second_off", "percent_off": percent}:
            yield "second", float(percent)
        case {"form": "money_off", "from_money": least, "off": off}:
            yield "off", float(least), float(off)
        case {"form": "free_shipping"}:
            yield "shipping", float(term.get("from_money") or term["from"])
        case {"type": "deposit"}:
            yield "deposit", float(term.get("percent") or term["money"])
        case {"type": "payment", "methods": methods, "balance": balance}:
            yield from (
                ("by", name) for method in methods for name in methods_in(method) or [method]
            )
            yield from [("when", balance)] if balance else []
        case {"type": "incoterm", "rule": rule, "place": place}:
            yield "rule", rule
            yield from [("place", place_in_latin(place))] if place else []
        case {"type": "valid", "day": str(day)} if day.count("-") == len("md"):
            yield "valid", day


def _condition_read(value: FactValue, key: str) -> Iterator[Pair]:
    match value:
        case Promotion(threshold=least, gift=Count(amount=free)):
            yield "free", float(least.amount), float(free)
        case Promotion(gift=Percent(amount=percent)):
            yield "second", float(percent)
        case Promotion(threshold=least, gift=Money(amount=off)):
            yield "off", float(least.amount), float(off)
        case Promotion(threshold=least):
            yield "shipping", float(least.amount)
        case Percent(amount=amount) | Money(amount=amount) if key == "deposit":
            yield "deposit", float(amount)
        case Payment(methods=methods, rest=rest):
            yield from (("by", method) for method in methods)
            yield from [("when", rest)] if rest else []
        case Code(codes=codes) if key == "trade_terms":
            for rule, _, place in (code.partition(" ") for code in codes):
                yield "rule", rule
                yield from [("place", place)] if place else []
        case Day(day=day):
            yield "valid", day.isoformat()


def _read(transcript: Transcript, *, conditions: bool) -> Iterator[Pair]:
    """The pairs that the merchant is asked to confirm, no language says them before; conditions."""
    brief = make_brief(silent("talk"), transcript, accept_heard=True, strict=False)
    for fact in brief.unconfirmed:
        for row in rows_of(fact.value) if isinstance(fact.value, Ladder | Variants) else ():
            if row.price:
                own = float(row.quantity.amount) if row.quantity else _plain(row.option.name["zh"])
                yield own, float(row.price.amount), row.price.currency
    for fact in (*brief.facts, *brief.unconfirmed) if conditions else ():
        yield from _condition_read(fact.value, fact.key)


def _plain(name: str) -> str:
    """A name without what does not matter in it: 36-40 of 三十六到四十码, 红 of 红色的."""

    def digits(numeral: re.Match[str]) -> str:
        return str(read_numeral(numeral[0]) or numeral[0])

    name = re.sub("[零一二三四五六七八九十百两]+", digits, name)
    return re.sub("[的款号色码 ]", "", re.sub("[到至]", "-", name))


if __name__ == "__main__":
    main()
