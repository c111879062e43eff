"""What the merchant is told of his pitch's meaning: `message.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..records import Brief, Finding, Message
from .folder import RunFolder

MESSAGE = "message.json"


def with_doubts(brief: Brief, folder: RunFolder) -> Brief:
    """The brief with a `warn` for what the merchant perhaps says, and for what nobody can say."""
    message = folder.find(MESSAGE, Message)
    if message is None:
        return brief
    return replace(brief, findings=(*brief.findings, *_doubts(message)))


def _doubts(message: Message) -> Iterator[Finding]:
    if message.unconfirmed:
        said = ", ".join(f"{p.quote} ({p.text})" for p in message.unconfirmed)
        ids = ", ".join(f'"{p.catalogue}"' for p in message.unconfirmed)
        yield Finding(
            check="points",
            severity="warn",
            where="points",
            message=f"you perhaps say: {said}; no language says it until product.yaml has it: "
            f"points: [{ids}]",
        )
    if message.unread:
        said = ", ".join(message.unread)
        yield Finding(
            check="points",
            severity="warn",
            where="points",
            message=f"only a capable writer could say: {said}; choose one with --writer",
        )
