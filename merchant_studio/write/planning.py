"""Plan the scripts of a run: which language a capable writer writes as a whole pitch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..engines import Authors
from ..errors import EngineError
from ..facts import around
from ..languages import REFERENCE, LanguageProfile
from ..records import Brief, Message, Names, SellingPoint, Transcript, to_json
from ..run import RunFolder, with_names
from .pitch import recognize_pitch, understand_pitch
from .source import SourceLine, plan_lines
from .writing import ScriptJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said, and what every language must say of it."""

    transcript: Transcript
    brief: Brief
    speech_ms: int
    """The recording's length."""
    voice: str = "original"
    """Whose voice is heard, as `StudioConfig.voice`."""
    script: str = "faithful"
    """What a dub says, as `StudioConfig.script`."""

    def lines(
        self, message: Message | None = None, points: Sequence[SellingPoint] = ()
    ) -> tuple[SourceLine, ...]:
        """The lines that every language must say; see `plan_lines`."""
        return plan_lines(
            self.transcript,
            self.brief,
            self.speech_ms,
            dubbed=self.voice != "original",
            message=message,
            points=points,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A language that is to be written, and how fast it will be spoken."""

    profile: LanguageProfile
    chars_per_second: float | None
    """None: it is only read."""


def plan_jobs(
    said: Said,
    wanted: Mapping[str, Wanted],
    tone: str,
    authors: Authors,
    folder: RunFolder,
    tell: Callable[[], None],
) -> dict[str, ScriptJob | EngineError]:
    """The job of each language by its tag, or why it cannot be written.

    A capable writer is asked first what the merchant means; `tell` is called before. Without one,
    his selling points are those that the catalogue knows.
    """
    source = said.brief.source_language
    whole = [
        tag for tag, one in wanted.items() if authors.role(one.profile.code, source) == "capable"
    ]
    meant: tuple[Message, Names] | EngineError | None = None
    if whole and authors.writer:
        tell()
        try:
            codes = {one.profile.code for one in wanted.values()}
            meant = understand_pitch(said.transcript, said.brief, authors.writer, folder, codes)
        except EngineError as error:
            meant = error
    recognized: Message | None = None
    if len(whole) < len(wanted):
        understood = meant[0] if isinstance(meant, tuple) else None
        recognized = understood or recognize_pitch(said.transcript, said.brief, folder)
    known = known_inputs(said.transcript, said.brief, said.voice, said.script, tone)
    jobs: dict[str, ScriptJob | EngineError] = {}
    for tag, one in wanted.items():
        if tag in whole and isinstance(meant, EngineError):
            jobs[tag] = meant
            continue
        message, names = meant if tag in whole and isinstance(meant, tuple) else (None, None)
        told = message.points if message else _sayable(recognized)
        jobs[tag] = ScriptJob(
            source=said.lines(message, told),
            # Words of other languages would make this script old when one of them is added.
            brief=with_names(said.brief, folder, (one.profile.code, REFERENCE)),
            profile=one.profile,
            tag=tag,
            tone=tone,
            chars_per_second=one.chars_per_second,
            message=message,
            name=names.names.get(one.profile.code) if names else None,
            free=said.script == "pitch" and message is not None,
            judged=authors.judge is not None,
            points=recognized.points if recognized and not message else (),
            known=known,
        )
    return jobs


def known_inputs(
    transcript: Transcript, brief: Brief, voice: str, script: str, tone: str
) -> dict[str, list[object]]:
    """What every script of a run is made from, as far as it is known without any engine.

    The amounts of facts are filled in, and do not count.
    """
    return {
        "transcript": [[to_json(line) for line in plan_lines(transcript, brief, 0)]],
        "facts": [around(brief)],
        "voice": [voice],
        "script": [script],
        "tone": [tone],
    }


def _sayable(message: Message | None) -> tuple[SellingPoint, ...]:
    """The points that the catalogue can say."""
    return tuple(point for point in message.points if point.catalogue) if message else ()
