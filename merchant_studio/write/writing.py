"""What a script is written from, and the scripts that no capable writer writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..engines import Authors
from ..errors import EngineError
from ..languages import LanguageProfile
from ..messages import Notice, name_of, say
from ..records import (
    Brief,
    EngineStamp,
    Message,
    ProductName,
    Script,
    ScriptLine,
    SellingPoint,
    digest,
)
from .fallback import FallbackChain
from .source import SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptJob:
    """What is needed to write one language's script."""

    source: Sequence[SourceLine]
    brief: Brief
    profile: LanguageProfile
    tag: str
    """The language as it was asked for (`es-MX`)."""
    tone: str
    chars_per_second: float | None = None
    """How fast a voice will say the lines; None: they are only read."""
    message: Message | None = None
    """What the merchant means, for a capable writer; None: nobody writes a whole pitch."""
    name: ProductName | None = None
    """What the product is called in the language."""
    free: bool = False
    """The writer of a whole pitch may merge, split and order its lines as a seller would."""
    judged: bool = True
    """A judge will read the lines of a whole pitch; else code refuses what it only suspects."""
    points: tuple[SellingPoint, ...] = ()
    """What the script should say; that of a whole pitch has its message's."""
    kept: Mapping[int, ScriptLine] = field(default_factory=dict)
    """Lines of the script before that stay: see `keeping.py`."""
    known: Mapping[str, Sequence[object]] = field(default_factory=dict)
    """What of all that it is written from is known without an engine: see `known_inputs`."""


def write_lines(job: ScriptJob, authors: Authors) -> Script | EngineError:
    """The script of a job that no capable writer writes, or why the translator failed.

    In his own language it is what the merchant says.
    """
    profile, source = job.profile, job.brief.source_language
    chain = FallbackChain(job.source, job.brief, profile, job.chars_per_second, points=job.points)
    if profile.code == source:
        own = EngineStamp(kind="writer", name="merchant", model="", revision="", seed=0)
        return Script(language=job.tag, lines=chain.merchants_own(), made_by=own)
    translator = authors.translator
    is_translated = authors.role(profile.code, source) == "translator"
    if translator is None or not is_translated or not chain.for_translator:
        lines, made_by = chain.all_phrases(_why_nobody(authors, profile)), _phrasebook(profile)
        return Script(language=job.tag, lines=lines, made_by=made_by, points=job.points)
    kept = chain.standing(job.kept)
    due = [i for i in chain.for_translator if i not in kept]
    said = [chain.source[i].text for i in due]
    try:
        meant = translator.translate(said, source=source, target=profile.code) if due else ()
    except EngineError as error:
        return error
    lines = chain.translated(dict(zip(due, meant, strict=True)), kept)
    return Script(language=job.tag, lines=lines, made_by=translator.stamp, points=job.points)


def _why_nobody(authors: Authors, profile: LanguageProfile) -> Notice:
    if authors.writer is None:
        return say(
            "no writer is chosen, and no translator is certified for {language}",
            language=name_of(profile.name),
        )
    return say("the writer may not write {language}", language=name_of(profile.name))


def _phrasebook(profile: LanguageProfile) -> EngineStamp:
    return EngineStamp(
        kind="writer",
        name="phrasebook",
        model=profile.code,
        revision=digest(profile.model_dump(mode="json"))[:16],
        seed=0,
    )
