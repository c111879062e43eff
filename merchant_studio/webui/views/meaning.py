"""What each line tells a buyer, who vouches for it, and what of the pitch a language leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...check import Unsaid, unsaid
from ...errors import InputError
from ...languages import LanguageProfile, profile
from ...points import COURTESY, Stated, sentences
from ...records import Brief, Message, Script, ScriptLine, SellingPoint
from ...write import Back, ScriptJob, backs, kept_backs, standard_line
from ..session import Session
from ..stale_scripts import script_job
from .common import shown_in

BY_A_MODEL = ("llm", "llm-retry")


@dataclass(frozen=True, slots=True)
class Told:
    """One script, with what it says in the merchant's language and what it leaves out."""

    script: Script
    backs: tuple[Back, ...]
    unsaid: tuple[Unsaid, ...]
    is_own: bool
    """It is in the merchant's own language."""
    is_asked: bool
    """Whether somebody can be asked to translate back what is not told yet."""

    @property
    def unread(self) -> int:
        """How many lines say what nobody has checked and nobody can translate back."""
        return 0 if self.is_own else sum(line.assured == "unchecked" for line in self._untold)

    @property
    def untold(self) -> bool:
        """Whether a line has no translation back."""
        return not self.is_own and bool(self._untold)

    @property
    def _untold(self) -> Sequence[ScriptLine]:
        lines = zip(self.script.lines, self.backs, strict=True)
        return [line for line, back in lines if line.text and not back.text]


def told_by(session: Session, brief: Brief, script: Script) -> Told:
    """What a script tells buyers, and what it leaves out."""
    named, kept = session.named(brief), kept_backs(session.run, script.language)
    missing = unsaid(script, session.message, named, profile(script.language))
    asked = bool(kept and (kept.made_by or kept.why))
    is_own = profile(script.language).code == brief.source_language
    return Told(script, backs(script, named, kept), missing, is_own, asked)


def missing_view(
    session: Session, brief: Brief | None, script: Script | None
) -> dict[str, Any] | None:
    """How many points a language says, and all that it leaves out; None: there is no script."""
    if brief is None or script is None:
        return None
    told = told_by(session, brief, script)
    wanted = len(script.wanted)
    return {
        "tag": script.language,
        "said": wanted - len(script.missing),
        "of": wanted,
        "count": len(told.unsaid),
        "unread": told.unread,
        "groups": [
            {"why": why, "ones": [one for one in told.unsaid if one.why == why]}
            for why in dict.fromkeys(one.why for one in told.unsaid)
        ],
        "helps": {each for one in told.unsaid for each in one.helps},
    }


def lines_view(session: Session, told: Told, language: str) -> list[dict[str, Any]]:
    """Beside each line: what it says, who vouches for it, its points, and what can be done."""
    script, message = told.script, session.message
    points = {point.id: point for point in script.points}
    shown = shown_in(language)
    own = told.is_own
    job: ScriptJob | None = None
    with suppress(InputError):  # else it is old: nothing fits its lines until it is written again
        job = script_job(session, script, message)
    return [
        {
            "back": back.text,
            "back_by": back.by,
            "is_own": own,
            "assured": "" if own else line.assured,
            "model": _short(script.made_by.model) if line.author in BY_A_MODEL else "",
            "points": _chips(line, points, shown),
            "unsaid": [each for each in told.unsaid if each.line == line.index],
            "can_phrase": not own and job is not None and _by_book(job, line, script, message),
            "can_rewrite": not own and job is not None and _again(job, line, script, message),
        }
        for line, back in zip(script.lines, told.backs, strict=True)
    ]


def _short(model: str) -> str:
    """A model's name without the folder or the house that it comes from."""
    return model.replace("\\", "/").rpartition("/")[2]


def _chips(
    line: ScriptLine, points: Mapping[str, SellingPoint], shown: LanguageProfile
) -> Sequence[str]:
    """The selling points that a line says, in the page's language."""
    said = [points[name] for name in line.points if name in points]
    return [_named(point, shown) for point in said if point.kind != COURTESY]


def _named(point: SellingPoint, shown: LanguageProfile) -> str:
    stated = Stated.of(point.catalogue) if point.catalogue else None
    words = sentences(stated, shown)[0] if stated else point.quote
    return words.rstrip(shown.text.sentence_end)


def _by_book(job: ScriptJob, line: ScriptLine, script: Script, message: Message | None) -> bool:
    """Whether the standard sentences say all that a line says, which has others."""
    return line.author not in ("points", "phrasebook") and _stands(job, line, script, message)


def _again(job: ScriptJob, line: ScriptLine, script: Script, message: Message | None) -> bool:
    """Whether somebody may know other words for a line that say no less."""
    if script.whole:
        return True
    return line.author == "points" and _stands(job, line, script, message, other=True)


def _stands(
    job: ScriptJob, line: ScriptLine, script: Script, message: Message | None, other: bool = False
) -> bool:
    try:
        standard_line(job, script, line.index, message, other=other)
    except InputError:
        return False
    return True
