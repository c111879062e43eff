"""Does a finished video still say what its script and facts say now?

Its `report.json` keeps in plain words what a buyer sees of all that it was made from. A price that
was changed, or a line that was edited, makes it old until it is made again; so does another style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..config import StudioConfig
from ..facts import written
from ..languages import LanguageProfile
from ..messages import Notice, all_of, joined, plain, say
from ..records import Brief, Script, Transcript
from ..run import RunFolder, differing
from .drafting import look_of
from .report import kept_report

LOOKS = {
    "shape": say("its shape is {was}, not {now}"),
    "style": say("its style is {was}, not {now}"),
    "caption place": say("its caption place is {was}, not {now}"),
    "card per fact": say("its card per fact is {was}, not {now}"),
    "end card": say("its end card is {was}, not {now}"),
}
"""What is told where a choice of `look_of` has changed."""
_Changes = Mapping[str, tuple[str, str]]
"""What changed, and what it was and is; empty: it has come, or is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """What a video says that its script and facts do not say any more."""

    facts: _Changes
    """{"price": ("19,90 CNY", "21 CNY")}."""
    lines: tuple[int, ...]
    """Numbers of lines that read otherwise now, from 1."""
    looks: _Changes
    """What is chosen otherwise now of how it looks: {"style": ("outline", "box")}."""
    is_heard_otherwise: bool
    """It has another voice than is chosen now."""
    is_filmed_anew: bool
    """It shows another recording than the one that was listened to last."""

    @property
    def told(self) -> Notice:
        """`old: it says 19,90 CNY, not 21 CNY`."""
        changes = self.facts.values()
        says = [
            say("{was}, not {now}", was=was, now=now) if now else plain(was)
            for was, now in changes
            if was
        ]
        lacks = [now for was, now in changes if not was]
        told: list[Notice] = []
        if says:
            told.append(say("it says {says}", says=all_of(says)))
        if lacks:
            told.append(say("it does not say {lacks}", lacks=", ".join(lacks)))
        if self.lines and not told:
            told.append(
                say("line {lines} reads otherwise now", lines=", ".join(map(str, self.lines)))
            )
        if self.looks and not told:
            told += [say(LOOKS[name], was=w, now=now) for name, (w, now) in self.looks.items()]
        if self.is_heard_otherwise and not told:
            told.append(say("it has another voice than you chose"))
        if self.is_filmed_anew and not told:
            told.append(say("it shows another recording"))
        return say("old: {told}", told=joined(told))


def outdated(
    place: str,
    run: RunFolder,
    transcript: Transcript | None,
    brief: Brief,
    script: Script | None,
    profile: LanguageProfile,
    config: StudioConfig,
) -> Outdated | None:
    """What is old in the video of a folder of the run, such as `es`; None: nothing, or no video.

    What would come out otherwise now is old; another choice of the same size, say, is not.

    Raises:
        RecordError: its report cannot be read.
    """
    report = kept_report(run, place)
    if not report.get("files"):
        return None
    facts = {fact["key"]: fact["value"] for fact in report.get("facts", ())}
    before = [line.get("script", line["template"]) for line in report.get("lines", ())]
    after = [line.text for line in script.lines] if script else []
    had, look, frames = report.get("look") or {}, look_of(config), report.get("frames") or {}
    if frames.get(had.get("shape"), 0) == frames.get(look["shape"]):
        look["shape"] = had["shape"]
    is_dubbed = config.voice != "original"
    recording = transcript.recording if transcript else ""
    found = Outdated(
        facts=_changes(facts, {fact.key: written(fact.value, profile) for fact in brief.facts}),
        lines=differing(_numbered(before), _numbered(after)),
        looks=_changes(had, {name: look.get(name, was) for name, was in had.items()}),
        is_heard_otherwise=report.get("dubbed", is_dubbed) != is_dubbed,
        is_filmed_anew=recording != (report.get("recording") or recording),
    )
    return found if any(getattr(found, name) for name in Outdated.__slots__) else None


def _changes(was: Mapping[str, str], now: Mapping[str, str]) -> _Changes:
    return {name: (was.get(name, ""), now.get(name, "")) for name in differing(was, now)}


def _numbered(texts: list[str]) -> dict[int, str]:
    """The lines that say something, by their numbers."""
    return {number: text for number, text in enumerate(texts, 1) if text}
