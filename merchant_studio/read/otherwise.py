"""What was heard for a fact that the merchant typed otherwise: 18块5, where he typed 19.9."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..facts import agree
from ..records import Brief, FactValue, Mention, Segment, Transcript
from .found import Reading
from .readers import read_speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """A value that was heard, and where."""

    value: FactValue
    mention: Mention


def heard_otherwise(transcript: Transcript, brief: Brief) -> dict[str, Otherwise]:
    """By key, the first value that was heard for a typed fact and does not agree with it."""
    typed = {fact.key: fact for fact in brief.facts if fact.source == "sheet" and fact.heard_in}
    found: dict[str, Otherwise] = {}
    for reading in _readings(transcript.segments, transcript.language) if typed else ():
        fact = typed.get(reading.key or "")
        if fact and fact.key not in found and not agree(reading.value, fact.value):
            found[fact.key] = Otherwise(value=reading.value, mention=reading.mention)
    return found


@lru_cache(16)
def _readings(segments: tuple[Segment, ...], language: str) -> tuple[Reading, ...]:
    """The same speech is asked for again whenever its facts are shown."""
    return tuple(read_speech(segments, language))
