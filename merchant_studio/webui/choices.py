"""What a merchant chose for a product, kept as its `page.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from .recordings import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the merchant chose for a product."""

    created: str
    """When, ISO 8601 in UTC."""
    name: str = ""
    """The product's name in the language of the recording."""
    english: str = ""
    points: str = ""
    """What is to be said, a line each."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """What he typed into the sheet and cannot be used yet, or is still being typed."""
    source: str = "zh"
    """Language of the recording."""
    take: str = ""
    """File name of the take that is used."""
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    """Of which take only a part is used: {"take-1.webm": (1200, 0)}."""
    heard: Mapping[str, str] | str = ""
    """What was listened to, see `MadeFrom`; empty: nothing."""
    step: int = 1
    languages: tuple[str, ...] = ()
    tongue: str = ""
    """The language whose script is looked at."""
    voice: str = "original"
    script: str = "faithful"
    shape: str = "source"
    tone: str = "plain"
    style: str = "outline"
    captions: str = "bottom"
    cards: bool = True
    end_card: bool = True


def known_choices(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Those that a product has; older versions kept others, too."""
    names = {each.name for each in fields(Choices)}
    return {key: value for key, value in choices.items() if key in names}


OPTIONS = (
    *("source", "voice", "script", "shape", "tone"),
    *("style", "captions", "cards", "end_card"),
)
"""The choices that are options of a run, by the same name."""


def usual_choices(config: StudioConfig, created: str, languages: tuple[str, ...]) -> Choices:
    """What is chosen for a product of which the merchant has chosen nothing yet."""
    usual = {name: getattr(config, name) for name in OPTIONS}
    return Choices(created=created, languages=languages, **usual)


def with_options(config: StudioConfig, out: Path, chosen: Choices) -> StudioConfig:
    """The configuration of a product's run; over his own voice a script stays faithful."""
    options = {name: getattr(chosen, name) for name in OPTIONS}
    if chosen.voice == "original":
        options["script"] = "faithful"
    return config.changed(out=out, **options)
