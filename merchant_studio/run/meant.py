"""What the merchant is told of his pitch's meaning: `message.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..languages import LanguageProfile, profile
from ..messages import say
from ..points import Stated, sentences
from ..records import Brief, Finding, Message, SellingPoint
from .folder import RunFolder

MESSAGE = "message.json"


def with_doubts(brief: Brief, folder: RunFolder) -> Brief:
    """The brief with a `warn` for what the merchant perhaps says, and for what nobody can say."""
    message = folder.find(MESSAGE, Message)
    if message is None:
        return brief
    own = profile(brief.source_language)
    return replace(brief, findings=(*brief.findings, *_doubts(message, own)))


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
