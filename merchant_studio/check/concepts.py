"""Does a line speak of what the merchant does not: another thing, the opposite, for ever?

A thing may be named if he speaks of it anywhere, an absolute word if he says one nearby. The
opposite of what he says is suspect, and so is a line that says nothing of it: "Come and look!"
Of right lines, freely told, one in ten is suspect too, so this refuses none: where no judge reads
the lines, one that is suspect is asked for again, and the suspicion stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from ..languages import TAG, LanguageProfile, concepts, profile
from ..messages import Notice, say
from .claims import claims_of, licensed
from .mentions import Mention, Said, mentions, spoken_of

TELLING = 4
"""A merchant's line that names so many concepts is lost in a line that names none of them."""


def check_strength(text: str, profile: LanguageProfile, near: Sequence[Said]) -> tuple[Notice, ...]:
    """A finding for each absolute word of a line where the merchant says none nearby: for ever."""
    said, absolutes = spoken_of(near), concepts().absolutes
    return tuple(
        say("nobody says so strongly: {concept}", concept=concept)
        for concept in _unsaid(mentions(text, profile), absolutes, said)
    )


def check_concepts(
    text: str,
    profile: LanguageProfile,
    *,
    own: Sequence[Said],
    near: Sequence[Said],
    anywhere: frozenset[str],
) -> tuple[Notice, ...]:
    """A suspicion for each concept of a line that the merchant's words rule out.

    `own` are his words for the line, `near` those beside it, too; `anywhere` is what he speaks
    of in the whole pitch.
    """
    found = mentions(text, profile)
    return (
        *(
            say("nobody speaks of {concept}", concept=concept)
            for concept in _unsaid(found, concepts().things, anywhere)
        ),
        *_reversed(found, own, near),
        *_lost(text, profile, own),
    )


def _unsaid(found: Sequence[Mention], kind: Sequence[str], said: frozenset[str]) -> Iterator[str]:
    """Each concept of a kind that nobody says, with its word: "lid (cap)"."""
    for each in found:
        if each.concept in kind and each.concept not in said and not _covered(each, found, said):
            yield f"{each.concept.replace('_', ' ')} ({each.word})"


def _covered(each: Mention, found: Sequence[Mention], said: frozenset[str]) -> bool:
    """Whether its word may also be one for something that is said: a cap is a lid."""
    return any(
        other.concept in said and other.start < each.end and each.start < other.end
        for other in found
    )


def _reversed(
    found: Sequence[Mention], own: Sequence[Said], near: Sequence[Said]
) -> Iterator[Notice]:
    meant, beside = _sides(own), _sides(near)
    line = {each.side for each in found}
    for each in found:
        against = _against(each.side)
        if (
            each.clear
            and each.concept not in _nouns()
            and against & meant
            and not against & line
            and not _agreeing(each.side) & beside
        ):
            yield say(
                "the merchant says the opposite of {side} ({word})", side=each.side, word=each.word
            )


def _lost(text: str, profile: LanguageProfile, own: Sequence[Said]) -> Iterator[Notice]:
    """A finding if a line without facts shares no concept and no claim with what he says."""
    named = {each.concept for text, code in own for each in _of(text, code)}
    if (
        TAG.search(text)
        or len(named) < TELLING
        or spoken_of([(text, profile.code)]) & spoken_of(own)
    ):
        return
    claimed = {family for text, code in own for family in licensed([text], code, ())}
    if not claimed & set(claims_of(text, profile)):
        yield say("it says nothing of what the merchant says here")


def _sides(said: Sequence[Said]) -> frozenset[str]:
    """What texts say to be true; of what is not clear, both."""
    found = [each for text, code in said for each in _of(text, code)]
    unclear = {
        side for each in found if not each.clear for side in (each.concept, f"not {each.concept}")
    }
    return frozenset({each.side for each in found} | unclear)


def _of(text: str, code: str) -> tuple[Mention, ...]:
    return mentions(text, profile(code))


def _against(side: str) -> frozenset[str]:
    """What cannot be true where a side is: of `soft` it is `hard` and `not soft`."""
    if side.startswith("not "):
        return frozenset([side.removeprefix("not ")])
    opposite = concepts().opposites.get(side)
    return frozenset([f"not {side}", *([opposite] if opposite else [])])


def _agreeing(side: str) -> frozenset[str]:
    """What he may have said instead: `hard` for `not soft`."""
    opposite = concepts().opposites.get(side.removeprefix("not "))
    if opposite is None:
        return frozenset([side])
    return frozenset([side, opposite if side.startswith("not ") else f"not {opposite}"])


@cache
def _nouns() -> frozenset[str]:
    """Concepts that have no opposite."""
    return frozenset((*concepts().things, *concepts().topics, *concepts().absolutes))
