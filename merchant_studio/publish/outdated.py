"""Does a finished video still say what its script and its facts say now?

A video keeps what it was made from beside it, in its `report.json`. A price that was changed, or a
line that was edited, makes it old until it is made again; so does another style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..facts import written
from ..languages import LanguageProfile
from ..messages import Notice, all_of, joined, plain, say
from ..records import Brief, Script
from ..run import RunFolder
from .report import kept_report

LOOKS = {
    "shape": say("its shape is {was}, not {now}"),
    "style": say("its style is {was}, not {now}"),
    "caption place": say("its caption place is {was}, not {now}"),
    "card per fact": say("its card per fact is {was}, not {now}"),
    "end card": say("its end card is {was}, not {now}"),
}
"""What is told where a choice of `look_of` has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """What a video says that its script and facts do not say any more."""

    says: tuple[Notice, ...] = ()
    """Values that have changed since, or are no facts any more: 19,90 CNY, not 21 CNY."""
    lacks: tuple[str, ...] = ()
    """Values of facts that have come since."""
    lines: tuple[int, ...] = ()
    """Numbers of lines that read otherwise now, from 1."""
    looks: tuple[tuple[str, str, str], ...] = ()
    """What is chosen otherwise now of how it looks: style, and that it was outline and is box."""

    @property
    def told(self) -> Notice:
        """`old: it says 19,90 CNY, not 21 CNY`."""
        told: list[Notice] = []
        if self.says:
            told.append(say("it says {says}", says=all_of(self.says)))
        if self.lacks:
            told.append(say("it does not say {lacks}", lacks=", ".join(self.lacks)))
        if self.lines and not told:
            told.append(
                say("line {lines} reads otherwise now", lines=", ".join(map(str, self.lines)))
            )
        if self.looks and not told:
            told += [say(LOOKS[name], was=was, now=now) for name, was, now in self.looks]
        return say("old: {told}", told=joined(told))


def outdated(
    place: str,
    run: RunFolder,
    brief: Brief,
    script: Script | None,
    profile: LanguageProfile,
    look: Mapping[str, str] | None = None,
) -> Outdated | None:
    """What is old in the video of a folder of the run, such as `es`; None: nothing, or no video.

    `look` is what is chosen now of how it looks; see `look_of`.

    Raises:
        RecordError: its report cannot be read.
    """
    report = kept_report(run, place)
    if not report.get("files"):
        return None
    was = {fact["key"]: fact["value"] for fact in report.get("facts", ())}
    now = {fact.key: written(fact.value, profile) for fact in brief.facts}
    before = [line.get("script", line["template"]) for line in report.get("lines", ())]
    after = [line.text for line in script.lines] if script else []
    most = max(len(before), len(after))
    lines = [
        number
        for number, (one, other) in enumerate(
            zip(_filled(before, most), _filled(after, most), strict=True), 1
        )
        if one != other
    ]
    found = Outdated(
        says=tuple(
            say("{was}, not {now}", was=value, now=now[key]) if key in now else plain(value)
            for key, value in was.items()
            if now.get(key) != value
        ),
        lacks=tuple(value for key, value in now.items() if key not in was),
        lines=tuple(lines),
        looks=tuple(
            (name, had, look[name])
            for name, had in (report.get("look") or {}).items()
            if look and look.get(name, had) != had
        ),
    )
    return found if found != Outdated() else None


def _filled(texts: list[str], length: int) -> list[str]:
    return [*texts, *[""] * (length - len(texts))]
