"""What several steps show alike: a moment, the take, the languages to choose from."""

from __future__ import annotations

from typing import Any

from ...languages import REFERENCE, LanguageProfile, language_codes, profile
from ...points import Stated, sentences
from ...records import SellingPoint
from ..recordings import SOURCE, TAKES, recording_name
from ..session import Session


def offered_languages() -> tuple[str, ...]:
    """All languages, the one that most buyers read first."""
    return (REFERENCE, *(code for code in language_codes() if code != REFERENCE))


def media_of(session: Session) -> dict[str, Any] | None:
    """What is used of the chosen take, for the player; None: there is none."""
    chosen = session.product.choices
    take = chosen.take
    if not take:
        return None
    from ...intake import AUDIO_SUFFIXES

    part = f"{SOURCE}/{recording_name(take, chosen.cuts.get(take))}"
    is_cut = take in chosen.cuts and (session.product.folder / part).is_file()
    return {
        "path": part if is_cut else f"{TAKES}/{take}",
        "is_sound": take.endswith(tuple(AUDIO_SUFFIXES)),
    }


def clock(at_ms: int) -> str:
    """A moment in milliseconds, as `1:05`."""
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"


def shown_in(language: str) -> LanguageProfile:
    """How values are written on the page: in its language, or as most buyers read them."""
    return profile(language if language in language_codes() else REFERENCE)


def words_of(point: SellingPoint, language: str) -> str:
    """A selling point in the page's language; his own words as they are."""
    stated = Stated.of(point.catalogue)
    return stated_words(stated, language) if stated else point.text


def stated_words(stated: Stated, language: str) -> str:
    """The first sentence of a point of the catalogue, without its stop."""
    shown = shown_in(language)
    return sentences(stated, shown)[0].rstrip(shown.text.sentence_end)
