"""What a script does not say of a pitch, sentence by sentence: why, and what would bring it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..languages import TAG, LanguageProfile
from ..messages import Notice, name_of, say
from ..points import Stated, sentences
from ..records import Brief, Message, Script, ScriptLine, SellingPoint

Help: TypeAlias = Literal["confirm", "choose", "setup", "rewrite", "write"]
"""What the merchant can do: confirm what he meant, or choose what comes nearest in the catalogue
(both where he checks his selling points), get a better writer (`merchant-studio setup`), ask for
other words, write the line himself."""
BY_BOOK = ("points", "phrasebook", "nobody")
"""Authors who say nothing but points and facts; the others say a whole sentence."""
_GAP = "…"
"""Stands where a fact is said, or a number that may be one, and for words between two clauses."""
_CHOOSE: tuple[Help, ...] = ("choose", "setup", "write")
_CONFIRM: tuple[Help, ...] = ("confirm", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """Something that the merchant says and a language does not."""

    words: str
    """In the merchant's words."""
    line: int | None
    """Index of the line where he says it; None: he only wrote it down."""
    why: Notice
    helps: tuple[Help, ...]
    point: str = ""
    """Id of the selling point that it is; empty: it is no point of the script."""


def unsaid(
    script: Script, message: Message | None, brief: Brief, profile: LanguageProfile
) -> tuple[Unsaid, ...]:
    """All that a script does not say, in the order of its lines; nothing of his own language."""
    if profile.code == brief.source_language:
        return ()
    found = [
        *(_missing(point, script, profile) for point in script.missing),
        *(each for line in script.lines for each in _beside(line, message, profile)),
    ]
    last = len(script.lines)
    return tuple(sorted(found, key=lambda each: last if each.line is None else each.line))


def beside_points(message: Message | None, says: Sequence[int]) -> tuple[str, ...]:
    """What he says in these sentences beside facts and points that he has confirmed."""
    if message is None:
        return ()
    own = [line.meant for line in message.lines if line.segment in says]
    unread = [quote for quote in message.unread if any(quote in meant for meant in own)]
    perhaps = [p.quote for p in message.unconfirmed if set(p.segments) & set(says)]
    return tuple(each for each in dict.fromkeys([*unread, *perhaps]) if TAG.sub("", each))


def _missing(point: SellingPoint, script: Script, profile: LanguageProfile) -> Unsaid:
    """A selling point that no line says."""
    line = next((line for line in script.lines if set(line.says) & set(point.segments)), None)
    stated = Stated.of(point.catalogue) if point.catalogue else None
    helps: tuple[Help, ...]
    if line and line.author == "merchant":
        why = say("you wrote its line yourself, and nobody has read whether it says it")
        helps = ("write",)
    elif script.whole:
        why, helps = say("what the writer wrote for it was refused"), ("rewrite", "write")
    elif stated is None:
        why = say("it is in your own words, and only a writer that has passed the exam says those")
        helps = _CHOOSE
    elif not sentences(stated, profile):
        why = say(
            "the catalogue has no sentence for it in {language}", language=name_of(profile.name)
        )
        helps = ("setup", "write")
    else:
        why, helps = say("its sentence does not fit into the time of the line"), ("write",)
    return Unsaid(
        words=point.quote,
        line=line.index if line else None,
        why=why,
        helps=helps if line else tuple(each for each in helps if each in ("choose", "setup")),
        point=point.id,
    )


def _beside(
    line: ScriptLine, message: Message | None, profile: LanguageProfile
) -> Iterator[Unsaid]:
    """What a line by the book leaves out, for nobody knows a sentence for it."""
    if line.author not in BY_BOOK or message is None:
        return
    perhaps = {point.quote for point in message.unconfirmed}
    beside = beside_points(message, line.says)
    for words, why, helps in (
        (
            [each for each in beside if each not in perhaps],
            say(
                "none of your selling points says it, and no writer here has passed the exam for "
                "{language}",
                language=name_of(profile.name),
            ),
            _CHOOSE,
        ),
        (
            [each for each in beside if each in perhaps],
            say("you have not confirmed yet what you mean by it"),
            _CONFIRM,
        ),
    ):
        if words:
            yield Unsaid(words=_quoted(words), line=line.index, why=why, helps=helps)
    meant = "".join(said.meant for said in message.lines if said.segment in line.says)
    if not line.text and not beside and _GAP in meant:
        why = say("it states a number that you have not confirmed")
        yield Unsaid(words=_quoted([meant]), line=line.index, why=why, helps=_CONFIRM)


def _quoted(clauses: Sequence[str]) -> str:
    """Clauses of one line, with a sign for each fact: 盖子很结实 … 不塌."""
    return f" {_GAP} ".join(TAG.sub(_GAP, each) for each in clauses)
