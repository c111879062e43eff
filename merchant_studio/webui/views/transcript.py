"""The values that the second step shows of the transcript: sentences, with what was put right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ...records import Brief, Correction, Finding, Segment, Transcript, digest
from .common import clock


def transcript_view(
    transcript: Transcript, brief: Brief, misheard: Sequence[Finding] = ()
) -> dict[str, Any]:
    """The sentences in order, each cut where a fact was heard or a word put right.

    What was said and not understood stands with the sentence before it, and what was perhaps
    misheard with its own.
    """
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for fact in (*brief.facts, *brief.unconfirmed):
        for where in fact.heard_in:
            marks.setdefault(where.segment, []).append((where.start, where.end, fact.key))
    fixes: dict[int, list[Correction]] = {}
    for each in transcript.corrections:
        fixes.setdefault(each.segment, []).append(each)
    sentences = [
        _sentence(segment, marks.get(segment.index, ()), fixes.get(segment.index, ()))
        for segment in transcript.segments
    ]
    told = {finding.at_ms for finding in brief.findings if finding.check == "unheard"}
    for span in transcript.unclear:
        if span.start_ms in told:
            before = [each for each in sentences if each["at_ms"] <= span.start_ms]
            moment = {"at_ms": span.start_ms, "at": clock(span.start_ms)}
            (before or sentences)[-1 if before else 0]["unheard"].append(moment)
    for one in sentences:
        at_ms = one["at_ms"]
        one["misheard"] = [finding.message for finding in misheard if finding.at_ms == at_ms]
    return {
        "version": digest([segment.text for segment in transcript.segments])[:16],
        "sentences": sentences,
    }


def _sentence(
    segment: Segment, marks: Sequence[tuple[int, int, str]], fixes: Sequence[Correction]
) -> dict[str, Any]:
    placed = list(_placed(segment.text, fixes))
    return {
        "index": segment.index,
        "at_ms": segment.span.start_ms,
        "end_ms": segment.span.end_ms,
        "at": clock(segment.span.start_ms),
        "text": segment.text,
        "pieces": _pieces(segment.text, marks, placed),
        "is_typed": segment.typed,
        "is_changed": segment.typed or segment.cut,
        "facts": [(key, segment.text[start:end]) for start, end, key in sorted(marks)],
        "fixes": [fix for _, fix in placed],
        "unheard": [],
    }


def _placed(text: str, fixes: Sequence[Correction]) -> Iterator[tuple[int, Correction]]:
    """Each correction at its place in the sentence, in order; no two at the same."""
    taken: set[int] = set()
    found = list[tuple[int, Correction]]()
    for fix in fixes:
        at = text.find(fix.meant)
        while at >= 0 and taken & set(range(at, at + len(fix.meant))):
            at = text.find(fix.meant, at + 1)
        if at >= 0 and fix.meant:
            taken |= set(range(at, at + len(fix.meant)))
            found.append((at, fix))
    yield from sorted(found, key=lambda each: each[0])


def _pieces(
    text: str, marks: Sequence[tuple[int, int, str]], fixes: Sequence[tuple[int, Correction]]
) -> list[dict[str, Any]]:
    """The sentence in pieces; each has one fact or none, and one correction or none."""
    keys, fixed = [""] * len(text), [-1] * len(text)
    for start, end, key in sorted(marks):
        if not any(keys[start:end]):
            keys[start:end] = [key] * (end - start)
    for number, (at, made) in enumerate(fixes):
        fixed[at : at + len(made.meant)] = [number] * len(made.meant)
    pieces, shown = [], set[int]()
    for (key, number), run in groupby(range(len(text)), lambda at: (keys[at], fixed[at])):
        places = list(run)
        fix = fixes[number][1] if number >= 0 else None
        pieces.append(
            {
                "key": key,
                "text": text[places[0] : places[-1] + 1],
                "fix": fix,
                "heard": fix.heard if fix and number not in shown else "",
            }
        )
        shown.add(number)
    return pieces
