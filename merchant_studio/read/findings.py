"""What the merchant is told of what was heard: it differs from his sheet, or waits for him."""

from __future__ import annotations

from dataclasses import replace

from ..facts import summary
from ..messages import Notice, name_of, say
from ..records import Fact, FactValue, Finding, Ladder, Mention, Span, Variants
from .found import HeardValue

CONTACTS = ("phone", "wechat", "whatsapp", "email", "website")
"""Keys whose digits and letters nobody believes who only heard them: a wrong one reaches nobody."""


def is_asked(fact: Fact) -> bool:
    """Whether nobody believes it who only heard it: of several prices one is soon misheard."""
    return fact.key in CONTACTS or isinstance(fact.value, Ladder | Variants)


def _at(where: Mention) -> str:
    return clock(where.span)


def clock(span: Span) -> str:
    """When it begins, as the merchant is told: 1:07."""
    seconds = span.start_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def heard_at(where: Mention) -> dict[str, str]:
    """When something is heard, and what."""
    return {"at": _at(where), "text": where.text}


def heard_finding(where: Mention, check: str, told: Notice, key: str | None = None) -> Finding:
    """A `warn` about something that is heard."""
    return Finding(
        check=check,
        severity="warn",
        where=_at(where),
        at_ms=where.span.start_ms,
        key=key,
        message=told,
    )


def disagreement(key: str, value: FactValue, reading: HeardValue, strict: bool) -> Finding:
    """The sheet says another value than is heard; with `strict` a `block`."""
    told = say(
        "at {at} {text!r} is heard, but the sheet says {key}: {value}; the sheet is used",
        key=name_of(key),
        value=summary(value),
        **heard_at(reading.mention),
    )
    found = heard_finding(reading.mention, "disagreement", told, key)
    return replace(found, severity="block") if strict else found


def unconfirmed(fact: Fact) -> Finding:
    """A fact that is only heard waits for the merchant."""
    where = fact.heard_in[0]
    step = (
        say("confirm it in product.yaml or in brief.json, for digits are often misheard")
        if is_asked(fact)
        else say("confirm it in product.yaml, in brief.json or with --accept-heard")
    )
    return Finding(
        check="unconfirmed",
        severity="warn",
        where=_at(where),
        at_ms=where.span.start_ms,
        key=fact.key,
        message=say(
            "{key}: {value} is only heard (at {at}), so no video says it; {step}",
            key=name_of(fact.key),
            value=summary(fact.value),
            at=_at(where),
            step=step,
        ),
    )


def no_product_talk() -> Finding:
    """The recording has values, but perhaps is no talk about a product."""
    return Finding(
        check="talk",
        severity="warn",
        where="recording",
        message=say(
            "no word about goods or their sale is heard: is this a product talk? its numbers are "
            "no facts before you confirm them"
        ),
    )


def unheard(span: Span) -> Finding:
    """Something is said there that nobody understood."""
    at = clock(span)
    return Finding(
        check="unheard",
        severity="warn",
        where=at,
        at_ms=span.start_ms,
        message=say(
            "at {at} something is said that could not be understood; listen to it, and write down "
            "what is said",
            at=at,
        ),
    )
