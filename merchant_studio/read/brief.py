"""The brief: the facts of sheet and speech, brought together before anything is translated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..config import StudioConfig
from ..facts import agree, begins_elsewhere, completed, parts_of, summary, translated
from ..intake import SHEET_NAME, permitted, take_in
from ..messages import name_of, say
from ..records import (
    Brief,
    Code,
    Count,
    Fact,
    FactValue,
    Finding,
    Ladder,
    Measure,
    Mention,
    Pitch,
    Sheet,
    Size,
    Span,
    Term,
    Transcript,
    Variants,
)
from .findings import (
    disagreement,
    heard_at,
    heard_finding,
    is_asked,
    no_product_talk,
    unconfirmed,
    unheard,
)
from .found import HeardValue, Run, overlapping
from .plausible import may_both_be
from .points import sheet_points
from .readers import read_speech
from .roles import is_product_talk
from .sheet import doubts, read_sheet
from .tagged import apart, said_places
from .votes import LISTS, Statement, equal, likely_split, statements

_ALIKE = (
    {"price", "wholesale_price"},
    {"lead_time", "delivery_time"},
    {"capacity", "battery"},
    {"weight", "net_weight"},
    {"size", "length", "width", "height", "diameter", "screen"},
    {"colors", "sizes", "styles", "variants"},
)
"""Keys that merchants use for one another; with the same value they are the same fact."""


def read_pitch(path: Path, config: StudioConfig) -> Pitch:
    """The pitch at `path`: a product folder with its sheet, or one recording without one.

    The sheet is read first, for that is quick.

    Raises:
        InputError: `path` does not exist, or a folder has no recording or several.
        RecordingError: the recording cannot be used; says why.
        SheetError: `product.yaml` cannot be read.
    """
    with permitted(path):
        sheet = read_sheet(path / SHEET_NAME, config.source)
    return take_in(path, config, sheet)


def make_brief(pitch: Pitch, transcript: Transcript, *, accept_heard: bool, strict: bool) -> Brief:
    """The facts of the sheet and of the speech, each with where it was heard.

    Where the two disagree the sheet wins and a finding says so: a `warn`, with `strict` a
    `block`. Facts that were only heard are confirmed by `accept_heard`, but for the merchant's
    contacts, and those of a recording that is no talk about goods; otherwise they are listed as
    unconfirmed and no language says them.
    """
    return brief_of(pitch.sheet, transcript, accept_heard=accept_heard, strict=strict)


def brief_of(given: Sheet, transcript: Transcript, *, accept_heard: bool, strict: bool) -> Brief:
    """The facts of a sheet and of the speech; see `make_brief`."""
    segments, language = transcript.segments, transcript.language
    reading = read_speech(segments, language)
    runs = {
        run: _as_in_the_sheet(run, given) or likely_split(run, segments, given.values)
        for run in reading.runs
    }
    readings = [*reading.values, *(value for way in runs.values() for value in way)]
    sheet, used, findings = _sheet_facts(given, transcript, readings, strict)
    findings += [each for fact in sheet for each in doubtful(fact.key, fact.value)]
    named = [where for fact in sheet if isinstance(fact.value, Term) for where in fact.heard_in]
    said = [
        each
        for each in statements(readings, transcript, given.values)
        if each.reading not in used
        and not _is_of_the_sheet(each.reading, given)
        and not any(_inside(each.reading, where) for where in named)
    ]
    apart = [each.reading for each in said if each.sure]
    unclear = [
        run
        for run, way in runs.items()
        if not way and not any(overlapping(run.mention, reading.mention) for reading in apart)
    ]
    findings += [
        heard_finding(
            run.mention,
            "unsure",
            say(
                "at {at} {text!r} is heard, but it can be read in more than one way; it is left "
                "out",
                **heard_at(run.mention),
            ),
        )
        for run in unclear
    ]
    heard, unsure = _heard_facts(said, language, reading.doubtful)
    heard, impossible = _possible(sheet, heard)
    findings += [*unsure, *impossible]
    heard = list(completed(heard, [*sheet, *heard]))
    talk = given.values or is_product_talk([segment.text for segment in segments], language)
    taken = [fact for fact in heard if accept_heard and talk and not is_asked(fact)]
    open_ones = [fact for fact in heard if fact not in taken]
    sheet = list(completed(sheet, [*sheet, *taken]))
    findings += _orders(sheet)
    findings += [unconfirmed(fact) for fact in open_ones]
    if heard and not talk:
        findings.append(no_product_talk())
    findings += [unheard(span) for span in transcript.unclear if not _is_typed(span, transcript)]
    return Brief(
        source_language=transcript.language,
        facts=(*sheet, *taken),
        unconfirmed=tuple(open_ones),
        labels=given.labels,
        rates=given.rates,
        speaker=given.speaker,
        points=sheet_points(given.points, transcript.language),
        findings=tuple(findings),
    )


def _orders(sheet: Sequence[Fact]) -> Iterator[Finding]:
    """Prices by quantity that begin at another quantity than the least order."""
    values = {fact.key: fact.value for fact in sheet}
    for key, value in values.items():
        if isinstance(value, Ladder) and "moq" in values:
            order = values["moq"]
            if begins_elsewhere(value, order):
                least, told = summary(value.steps[0].quantity), summary(order)
                yield Finding(
                    check="value",
                    severity="warn",
                    where="sheet",
                    key=key,
                    message=say(
                        "{key} begins at {least}, but the least order is {order}; make them agree",
                        key=name_of(key),
                        least=least,
                        order=told,
                    ),
                )


def doubtful(key: str, value: FactValue) -> tuple[Finding, ...]:
    """What may be wrong with a value that somebody typed, for him to look at."""
    return tuple(
        Finding(check="value", severity="warn", where="sheet", key=key, message=doubt.told)
        for doubt in doubts(key, value)
    )


def heard_otherwise(transcript: Transcript, brief: Brief) -> dict[str, HeardValue]:
    """By key, the first value that was heard where the merchant typed another: 18块5 for 19.9."""
    typed = {fact.key: fact for fact in brief.facts if fact.source == "sheet" and fact.heard_in}
    found: dict[str, HeardValue] = {}
    for heard in read_speech(transcript.segments, transcript.language).values if typed else ():
        fact = typed.get(heard.key or "")
        if fact and not agree(heard.value, fact.value):
            found.setdefault(fact.key, heard)
    return found


def _is_of_the_sheet(reading: HeardValue, given: Sheet) -> bool:
    """Whether the sheet has this key, or the same value under a similar key: weight, net_weight."""
    values = given.values
    return reading.key in values or any(
        agree(reading.value, value) and _may_mean(reading, key) for key, value in values.items()
    )


def _as_in_the_sheet(run: Run, given: Sheet) -> tuple[HeardValue, ...]:
    """Numbers that ran together, split so that the sheet has them all; empty if it cannot be."""
    values = given.values
    ways = [
        way
        for way in run.ways
        if all(
            any(r.key in (key, None) and agree(r.value, value) for key, value in values.items())
            for r in way
        )
    ]
    return ways[0] if len(ways) == 1 else ()


def _sheet_facts(
    given: Sheet, transcript: Transcript, readings: Sequence[HeardValue], strict: bool
) -> tuple[list[Fact], list[HeardValue], list[Finding]]:
    facts: list[Fact] = []
    used: list[HeardValue] = []
    findings: list[Finding] = []
    keys = given.values
    for key, value in keys.items():
        mentions = list(said_places(value, transcript))
        for reading in readings:
            if reading in used:
                continue
            same = agree(reading.value, value)
            if reading.key == key or (same and reading.key not in keys and _may_mean(reading, key)):
                used.append(reading)
                if not _is_one_of_several(reading, value, mentions):
                    mentions += reading.places
                if not same:
                    findings.append(disagreement(key, value, reading, strict))
        say = given.say
        facts.append(
            Fact(
                key=key,
                value=translated(value, transcript.language),
                must_say=say is None or key in say,
                source="sheet",
                heard_in=_in_order(value, mentions),
            )
        )
    return facts, used, findings


def _heard_facts(
    said: Sequence[Statement], language: str, doubtful: Sequence[Mention]
) -> tuple[list[Fact], list[Finding]]:
    """Facts that only the speech states; a role with two values, or none, is left out.

    So is a value of which the listenings are not sure (see `votes`). A number that is no fact, as
    the four of 四个角, stays a word, and is not told of. `doubtful` are those that may be facts.
    """
    facts: list[Fact] = []
    findings: list[Finding] = []
    by_key: dict[str, list[Statement]] = {}
    for each in said:
        if each.reading.key is None:
            where = each.reading.mention
            is_word = not any(overlapping(where, doubt) for doubt in doubtful)
            if is_word and isinstance(each.reading.value, Count):
                continue
            told = (
                say("at {at} {text!r} is heard, and taken for no fact", **heard_at(where))
                if is_word
                else say(
                    "at {at} {text!r} is heard, but not what it is; it is left out",
                    **heard_at(where),
                )
            )
            findings.append(heard_finding(where, "unsure", told))
        else:
            by_key.setdefault(each.reading.key, []).append(each)
    for key, stated in by_key.items():
        sure = [each.reading for each in stated if each.sure]
        found = sure if key in LISTS and sure else [each.reading for each in stated]
        if not sure:
            where = found[0].mention
            told = say(
                "at {at} {text!r} is heard, but not for certain; it is left out", **heard_at(where)
            )
            findings.append(heard_finding(where, "unsure", told, key))
            continue
        found = [_with_all_codes(found), *found[1:]] if key in LISTS else found
        found.sort(key=lambda each: not isinstance(each.value, Ladder | Variants))
        rest_of = [each for each in found[1:] if not agree(each.value, found[0].value)]
        more = () if key in LISTS else rest_of
        if not all(equal(found[0], other) for other in more):
            words = " and ".join(reading.mention.text for reading in found)
            where = found[0].mention
            told = say(
                "at {at} {text!r} is heard, but {key} has two values ({words}); it is left out",
                key=name_of(key),
                words=words,
                **heard_at(where),
            )
            findings.append(heard_finding(where, "unsure", told, key))
            continue
        facts.append(
            Fact(
                key=key,
                value=translated(found[0].value, language),
                must_say=True,
                source="speech",
                heard_in=_in_order(
                    found[0].value, [place for reading in found for place in reading.places]
                ),
            )
        )
    return facts, findings


def _in_order(value: FactValue, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Where a fact is said, in order of time; of several prices in their own order."""
    each = len(parts_of(Fact(key="", value=value, must_say=False, source="speech")))
    return tuple(mentions) if 1 < each == len(mentions) else tuple(apart(mentions))


def _is_one_of_several(reading: HeardValue, value: FactValue, mentions: Sequence[Mention]) -> bool:
    """Whether one price of a ladder is heard, which has its place already."""
    several = isinstance(value, Ladder | Variants)
    return several and not isinstance(reading.value, Ladder | Variants) and bool(mentions)


def _possible(sheet: Sequence[Fact], heard: Sequence[Fact]) -> tuple[list[Fact], list[Finding]]:
    """The heard facts without those that contradict another one: a retail price below the price."""
    kept: list[Fact] = []
    findings: list[Finding] = []
    for fact in heard:
        rivals = [
            other
            for other in (*sheet, *heard)
            if not may_both_be(fact.key, fact.value, other.key, other.value)
        ]
        if not rivals:
            kept.append(fact)
            continue
        where = fact.heard_in[0]
        told = say(
            "at {at} {text!r} is heard, but {key} cannot be so where {other} is {value}; it is "
            "left out",
            key=name_of(fact.key),
            other=name_of(rivals[0].key),
            value=summary(rivals[0].value),
            **heard_at(where),
        )
        findings.append(heard_finding(where, "unsure", told, fact.key))
    return kept, findings


def _with_all_codes(found: Sequence[HeardValue]) -> HeardValue:
    """One reading with the codes of all: CE is said here, and FCC there."""
    codes = [c for r in found if isinstance(r.value, Code) for c in r.value.codes]
    return replace(found[0], value=Code(codes=tuple(dict.fromkeys(codes))))


def _inside(reading: HeardValue, name: Mention) -> bool:
    """Whether a value is part of a name, as SUS304 of SUS304不锈钢."""
    where = reading.mention
    return where.segment == name.segment and name.start <= where.start and where.end <= name.end


def _may_mean(reading: HeardValue, key: str) -> bool:
    """Whether a value that was heard may be the sheet's fact `key`, though no word says so.

    45 cm without a word may be the sheet's `width`, and a `weight` its `net_weight`. A number, a
    time, a share or a price without a word may be of anything: seven days of delivery are no
    seven days to return the goods.
    """
    if reading.key is None:
        return isinstance(reading.value, Measure | Size)
    return any({reading.key, key} <= alike for alike in _ALIKE)


def _is_typed(span: Span, transcript: Transcript) -> bool:
    """Whether the merchant wrote down what is said there."""
    middle_ms = (span.start_ms + span.end_ms) // 2
    return any(
        s.typed and s.span.start_ms <= middle_ms < s.span.end_ms for s in transcript.segments
    )
