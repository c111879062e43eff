"""Carry the merchant's decisions over to a new brief: nothing that he settled is asked again.

A brief is made anew when the sheet, the transcript or an option changed. What he did to the one
before is seen by comparing it as it was made with it as it stands: he confirmed the price,
corrected the order, added a model, left out the weight, struck a point.

| he | the new brief says | then |
|---|---|---|
| confirmed, corrected or added a fact | the same, or nothing | it stays as he settled it |
| | another value | it stays, and a finding tells what is heard |
| confirmed what was heard | another value, in a sentence that he typed | the new one, unconfirmed |
| left a fact out | it again, or another value | it stays out |
| | another value, in a sentence that he typed | the new one, unconfirmed |
| confirmed what can hardly be right | the same | it stays confirmed |
| any of these | the sheet has a new value | the sheet's; the brief before is set aside |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..facts import agree, completed, summary
from ..messages import name_of, say
from ..read import placed
from ..records import Brief, Fact, Finding, Mention, SellingPoint, Term, Transcript, mention
from .retyped import at_the_time
from .revisions import doubted_open


def carried(new: Brief, made: Brief, edited: Brief, transcript: Transcript) -> Brief:
    """The new brief with what the merchant changed in the one before.

    `made` is that one as it was made, `edited` as it stands; `transcript` is what the new one was
    made from.
    """
    if edited == made:
        return new
    if edited == doubted_open(edited):  # as the page keeps it
        new, made = doubted_open(new), doubted_open(made)
    typed = {segment.index for segment in transcript.segments if segment.typed}
    settled = [
        _settled(key, new, made, edited, typed, transcript) for key in _keys(new, made, edited)
    ]
    facts = [one.fact for one in settled if one.fact and one.is_sure]
    decided = {one.key for one in settled if one.is_decided}
    left = (finding for finding in new.findings if finding.key not in decided)
    dismissed = [f for f in made.findings if f not in edited.findings and f.key is None]
    result = replace(
        new,
        facts=completed(facts, facts),
        unconfirmed=tuple(one.fact for one in settled if one.fact and not one.is_sure),
        labels=new.labels if edited.labels == made.labels else edited.labels,
        rates=new.rates if edited.rates == made.rates else edited.rates,
        speaker=new.speaker if edited.speaker == made.speaker else edited.speaker,
        points=_points(new.points, made.points, edited.points),
        findings=(
            *(finding for finding in left if finding not in dismissed),
            *(finding for one in settled for finding in one.findings),
        ),
    )
    return placed(result, transcript)


def is_overruled(new: Brief, made: Brief, edited: Brief) -> bool:
    """Whether the sheet has a new value for a fact that the merchant had settled otherwise."""
    for key in _keys(edited):
        (now, _), (old, _), (own, _) = (_of(brief, key) for brief in (new, made, edited))
        if now and own and own != old and _is_new_in_sheet(now, old) and not _same(own, now):
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What becomes of one fact."""

    key: str
    fact: Fact | None = None
    """None: no video says it."""
    is_sure: bool = False
    is_decided: bool = False
    """The merchant settled it, so that what is found about it is old."""
    findings: tuple[Finding, ...] = ()


def _settled(
    key: str, new: Brief, made: Brief, edited: Brief, typed: set[int], transcript: Transcript
) -> _Settled:
    (now, now_sure), (old, old_sure), (own, own_sure) = (
        _of(brief, key) for brief in (new, made, edited)
    )
    as_new = _Settled(key=key, fact=now, is_sure=now_sure)
    if (own, own_sure) == (old, old_sure) or _is_new_in_sheet(now, old):
        return _with_his_words(as_new, own)
    other = now and not (old and _same(now, old))
    if own is None:
        if other and _is_in(now, typed):
            return as_new
        return _Settled(key=key, is_decided=True)
    about_his = [
        finding
        for finding in edited.findings
        if finding.key == key and finding not in made.findings and finding.check != "disagreement"
    ]
    by_hand = own.source == "sheet" or old is None or not _same(own, old)
    if now is None:
        kept = replace(own, heard_in=tuple(_moved(own.heard_in, transcript)))
        found = [f for f in new.findings if f.key == key and f not in made.findings]
        unheard = not by_hand and not found and _unheard(own)
        told = (*about_his, *found, *([unheard] if unheard else []))
        return _Settled(key=key, fact=kept, is_sure=own_sure, is_decided=True, findings=told)
    if _same(own, now):
        value = own.value if by_hand else now.value
        fact = replace(now, value=value, source=own.source if by_hand else now.source)
        fact = replace(fact, must_say=_must_say(now, old, own))
        is_sure = own_sure or now_sure
        is_asked = any(f.key == key and f in edited.findings for f in made.findings)
        told = tuple(f for f in about_his if not is_asked or f not in new.findings)
        sure = _Settled(key=key, fact=fact, is_sure=is_sure, is_decided=not is_asked, findings=told)
        return _with_his_words(sure, own)
    if not by_hand and _is_in(now, typed):
        return as_new
    told_before = any(f.key == key and f not in made.findings for f in edited.findings)
    differs = [_differs(own, now)] if now.heard_in and (other or told_before) else []
    fact = replace(own, heard_in=now.heard_in, must_say=_must_say(now, old, own))
    return _Settled(
        key=key, fact=fact, is_sure=own_sure, is_decided=True, findings=(*about_his, *differs)
    )


def _keys(*briefs: Brief) -> list[str]:
    """The keys of all facts, those of the first brief first."""
    facts = (fact for brief in briefs for fact in (*brief.facts, *brief.unconfirmed))
    return list(dict.fromkeys(fact.key for fact in facts))


def _of(brief: Brief, key: str) -> tuple[Fact | None, bool]:
    """A brief's fact, and whether it is confirmed."""
    for fact in brief.facts:
        if fact.key == key:
            return fact, True
    return next((fact for fact in brief.unconfirmed if fact.key == key), None), False


def _is_new_in_sheet(now: Fact | None, old: Fact | None) -> bool:
    """Whether the sheet states what it did not state before."""
    if now is None or now.source != "sheet":
        return False
    return old is None or old.source != "sheet" or not _same(now, old)


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts state the same; of words, in a language that both have."""
    a, b = one.value, other.value
    if isinstance(a, Term) and isinstance(b, Term):
        common = a.translations.keys() & b.translations.keys()
        return any(a.translations[code] == b.translations[code] for code in common)
    return agree(a, b) and agree(b, a)


def _with_his_words(settled: _Settled, own: Fact | None) -> _Settled:
    """The fact with the merchant's translations, if it is still the same word."""
    fact = settled.fact
    if fact is None or own is None or not _same(fact, own):
        return settled
    value, his = fact.value, own.value
    if not (isinstance(value, Term) and isinstance(his, Term)):
        return settled
    words = {**value.translations, **his.translations}
    return replace(settled, fact=replace(fact, value=replace(value, translations=words)))


def _must_say(now: Fact, old: Fact | None, own: Fact) -> bool:
    is_his = old is None or own.must_say != old.must_say
    return own.must_say if is_his else now.must_say


def _is_in(fact: Fact | None, typed: set[int]) -> bool:
    """Whether a fact is said in a sentence that the merchant typed."""
    return fact is not None and any(where.segment in typed for where in fact.heard_in)


def _moved(mentions: Sequence[Mention], transcript: Transcript) -> Iterator[Mention]:
    """The same words where they stand now; none where they do not stand any more."""
    for each in mentions:
        segment = at_the_time(each.span, transcript.segments)
        at = segment.text.find(each.text) if segment else -1
        if segment and at >= 0:
            yield mention(segment, at, at + len(each.text))


def _points(
    new: Sequence[SellingPoint], made: Sequence[SellingPoint], edited: Sequence[SellingPoint]
) -> tuple[SellingPoint, ...]:
    """The points of the sheet without those that he struck, and with those that he added."""
    before, kept = {point.id for point in made}, {point.id for point in edited}
    there = [point for point in new if point.id in kept or point.id not in before]
    known = {point.id for point in there}
    added = (p for p in edited if p.id not in before and p.id not in known)
    return (*there, *added)


def _at(where: Mention) -> str:
    seconds = where.span.start_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def _differs(own: Fact, now: Fact) -> Finding:
    where = now.heard_in[0]
    return Finding(
        check="disagreement",
        severity="warn",
        where=_at(where),
        at_ms=where.span.start_ms,
        key=own.key,
        message=say(
            "at {at} {text!r} is heard, but you settled {key}: {value}; that is used",
            at=_at(where),
            text=where.text,
            key=name_of(own.key),
            value=summary(own.value),
        ),
    )


def _unheard(own: Fact) -> Finding:
    return Finding(
        check="disagreement",
        severity="warn",
        where=_at(own.heard_in[0]) if own.heard_in else "brief",
        at_ms=own.heard_in[0].span.start_ms if own.heard_in else None,
        key=own.key,
        message=say(
            "{key}: {value} is not heard any more; it stays, for you confirmed it",
            key=name_of(own.key),
            value=summary(own.value),
        ),
    )
