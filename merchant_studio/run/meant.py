"""What the merchant is told of his pitch's meaning: `message.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..languages import LanguageProfile, profile
from ..messages import say
from ..points import Stated, sentences
from ..read import clock
from ..records import Brief, Finding, Message, SellingPoint, Transcript
from .folder import RunFolder

MESSAGE = "message.json"


def with_doubts(brief: Brief, transcript: Transcript, folder: RunFolder) -> Brief:
    """The brief with a `warn` for what the merchant perhaps says, and for what nobody can say."""
    message = folder.find(MESSAGE, Message)
    if message is None:
        return brief
    own = profile(brief.source_language)
    told = (*misheard(message, transcript), *_doubts(message, own))
    return replace(brief, findings=(*brief.findings, *told))


def misheard(message: Message, transcript: Transcript) -> Iterator[Finding]:
    """Words that were perhaps misheard, where nobody knows for certain what was meant.

    Of a sentence that is another one since the message was read nothing is told.
    """
    said = {(segment.index, segment.text): segment.span for segment in transcript.segments}
    for line in message.lines:
        span = said.get((line.segment, line.heard))
        if line.sure or span is None:
            continue
        for change in line.changes:
            if set("<…") & set(change.heard + change.meant):
                continue  # a fact, which stands as it is confirmed
            at = clock(span)
            told = (
                say(
                    "at {at} {heard!r} is taken for {meant!r}, which is not certain; type the "
                    "sentence if you said something else",
                    at=at,
                    heard=change.heard,
                    meant=change.meant,
                )
                if change.made
                else say(
                    "at {at} {heard!r} is perhaps {meant!r}; it stays as it was heard; type the "
                    "sentence if you said so",
                    at=at,
                    heard=change.heard,
                    meant=change.meant,
                )
            )
            yield Finding(
                check="misheard",
                severity="warn",
                where=at,
                at_ms=span.start_ms,
                message=told,
            )


def _doubts(message: Message, own: LanguageProfile) -> Iterator[Finding]:
    if message.unconfirmed:
        said = ", ".join(dict.fromkeys(point.quote for point in message.unconfirmed))
        meant = ", ".join(f'"{_in(point, own)}"' for point in message.unconfirmed)
        yield Finding(
            check="points",
            severity="warn",
            where="points",
            message=say(
                "you perhaps say more ({said}); no language says it until product.yaml has what is "
                "right of it: points: [{meant}]",
                said=said,
                meant=meant,
            ),
        )
    if message.unread:
        said = ", ".join(message.unread)
        yield Finding(
            check="points",
            severity="warn",
            where="points",
            message=say(
                "only a capable writer could say: {said}; choose one with --writer", said=said
            ),
        )


def _in(point: SellingPoint, own: LanguageProfile) -> str:
    """A point of the catalogue in the merchant's language, as his sheet may name it."""
    stated = Stated.of(point.catalogue)
    found = sentences(stated, own) if stated else ()
    return found[0] if found else point.catalogue
