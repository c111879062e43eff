"""What several steps show alike: a moment, the take, the languages to choose from."""

from __future__ import annotations

from typing import Any

from ...languages import REFERENCE, language_codes
from ..desk import Desk
from ..recordings import SOURCE, TAKES, recording_name


def offered_languages() -> tuple[str, ...]:
    """All languages, the one that most buyers read first."""
    return (REFERENCE, *(code for code in language_codes() if code != REFERENCE))


def media_of(desk: Desk) -> dict[str, Any] | None:
    """What is used of the chosen take, for the player; None: there is none."""
    chosen = desk.product.choices
    take = chosen.take
    if not take:
        return None
    from ...hear import AUDIO_SUFFIXES

    part = f"{SOURCE}/{recording_name(take, chosen.cuts.get(take))}"
    is_cut = take in chosen.cuts and (desk.product.folder / part).is_file()
    return {
        "path": part if is_cut else f"{TAKES}/{take}",
        "is_sound": take.endswith(tuple(AUDIO_SUFFIXES)),
    }


def clock(at_ms: int) -> str:
    """A moment in milliseconds, as `1:05`."""
    return f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"
