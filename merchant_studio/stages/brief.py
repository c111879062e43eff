"""Sheet and speech, reconciled: what every language must say, settled before any translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..facts import Reading, read_speech
from ..facts.chinese import HAN_DIGITS
from ..facts.speech import mention
from ..records import (
    Brief,
    Code,
    Fact,
    FactValue,
    Finding,
    Mention,
    Pitch,
    Segment,
    Term,
    Transcript,
    to_json,
)


def settle_brief(
    pitch: Pitch, transcript: Transcript, *, accept_heard: bool, strict: bool
) -> Brief:
    """The facts of the sheet and of the speech, each with where it was heard.

    Where the two disagree the sheet wins and a finding says so: a `warn`, with `strict` a
    `block`. Facts that were only heard are confirmed by `accept_heard`; otherwise they are
    listed as unconfirmed and no language says them.
    """
    readings = read_speech(transcript.segments)
    sheet, used, findings = _sheet_facts(pitch, transcript, readings, strict)
    heard, unsure = _heard_facts([r for r in readings if r not in used])
    findings += unsure
    facts = [*sheet, *heard] if accept_heard else sheet
    if heard and not accept_heard:
        findings += [_unconfirmed(fact) for fact in heard]
    return Brief(
        source_language=transcript.language,
        facts=tuple(facts),
        unconfirmed=() if accept_heard else tuple(heard),
        labels=pitch.sheet.labels,
        findings=tuple(findings),
    )


def _sheet_facts(
    pitch: Pitch, transcript: Transcript, readings: Sequence[Reading], strict: bool
) -> tuple[list[Fact], list[Reading], list[Finding]]:
    facts: list[Fact] = []
    used: list[Reading] = []
    findings: list[Finding] = []
    keys = pitch.sheet.values
    for key, value in keys.items():
        mentions = list(_verbatim_mentions(value, transcript))
        for reading in readings:
            if reading in used:
                continue
            same = _same(reading.value, value)
            if reading.key == key or (same and reading.key not in keys):
                used.append(reading)
                mentions.append(reading.mention)
                if not same:
                    findings.append(_disagreement(key, value, reading, strict))
        say = pitch.sheet.say
        facts.append(
            Fact(
                key=key,
                value=value,
                must_say=say is None or key in say,
                source="sheet",
                heard_in=tuple(_apart(mentions)),
            )
        )
    return facts, used, findings


def _heard_facts(readings: Sequence[Reading]) -> tuple[list[Fact], list[Finding]]:
    """Facts that only the speech states; a role with two values, or none, is left out."""
    facts: list[Fact] = []
    findings: list[Finding] = []
    by_key: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.key is None:
            findings.append(_finding(reading, "unsure", "but not what it is; it is left out"))
        else:
            by_key.setdefault(reading.key, []).append(reading)
    for key, found in by_key.items():
        if any(not _same(found[0].value, other.value) for other in found[1:]):
            said = " and ".join(reading.mention.text for reading in found)
            findings.append(
                _finding(found[0], "unsure", f"but {key} has two values ({said}); it is left out")
            )
            continue
        facts.append(
            Fact(
                key=key,
                value=found[0].value,
                must_say=True,
                source="speech",
                heard_in=tuple(_apart([reading.mention for reading in found])),
            )
        )
    return facts, findings


def _verbatim_mentions(value: FactValue, transcript: Transcript) -> Iterator[Mention]:
    """Where the words of a term or the characters of a code are said."""
    match value:
        case Term(translations=names):
            wanted = [names[transcript.language]] if transcript.language in names else []
        case Code(codes=codes):
            wanted = list(codes)
        case _:
            wanted = []
    for text in wanted:
        pattern = _verbatim(text)
        for segment in transcript.segments:
            yield from _find(pattern, segment)


def _verbatim(text: str) -> re.Pattern[str]:
    """The text as it may be transcribed: any case and spacing, digits in Han too."""
    parts = [
        f"[{c}{HAN_DIGITS[int(c)]}]" if c.isdecimal() and c.isascii() else re.escape(c)
        for c in text
        if not c.isspace() and c != "-"
    ]
    return re.compile(r"[\s-]*".join(parts), re.I)


def _find(pattern: re.Pattern[str], segment: Segment) -> Iterator[Mention]:
    for found in pattern.finditer(segment.text):
        yield mention(segment, found.start(), found.end())


def _apart(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions in order; of two that overlap the longer one."""
    kept: list[Mention] = []
    for each in sorted(mentions, key=lambda m: m.start - m.end):
        if all(
            each.segment != other.segment or each.end <= other.start or other.end <= each.start
            for other in kept
        ):
            kept.append(each)
    yield from sorted(kept, key=lambda m: (m.segment, m.start))


def _same(one: FactValue, other: FactValue) -> bool:
    """Whether two values state the same: 18.50 is 18.5, and a price is per piece by default."""

    def plain(value: FactValue) -> Any:
        fields = dict(to_json(value))
        for name in ("amount", "high", "percent"):
            if fields.get(name) is not None:
                fields[name] = str(Decimal(fields[name]).normalize())
        if "amounts" in fields:
            fields["amounts"] = [str(Decimal(n).normalize()) for n in fields["amounts"]]
        if fields.get("per") == "piece":
            fields["per"] = None
        if fields.get("threshold"):
            fields["threshold"] = None
        return fields

    return bool(plain(one) == plain(other))


def _at(where: Mention) -> str:
    seconds = where.span.start_ms // 1000
    return f"{seconds // 60}:{seconds % 60:02d}"


def _finding(reading: Reading, check: str, rest: str) -> Finding:
    where = reading.mention
    return Finding(
        check=check,
        severity="warn",
        where=_at(where),
        message=f"at {_at(where)} {where.text!r} is heard, {rest}",
    )


def _disagreement(key: str, value: FactValue, reading: Reading, strict: bool) -> Finding:
    found = _finding(
        reading,
        "disagreement",
        f"but the sheet says {key}: {summary(value)}; the sheet is used",
    )
    return replace(found, severity="block") if strict else found


def _unconfirmed(fact: Fact) -> Finding:
    where = fact.heard_in[0]
    return Finding(
        check="unconfirmed",
        severity="warn",
        where=_at(where),
        message=f"{fact.key}: {summary(fact.value)} is only heard (at {_at(where)}), so no video "
        "says it; confirm it in product.yaml, in brief.json or with --accept-heard",
    )


def summary(value: FactValue) -> str:
    """A value in one short line, for messages: `18.5 CNY`, `100 piece`."""
    fields = dict(to_json(value))
    fields.pop("kind")
    if "translations" in fields:
        return str(next(iter(fields["translations"].values())))
    if fields.get("threshold"):
        fields["threshold"] = f"from {fields['threshold']['amount']}"
    flat = [
        " x ".join(part) if isinstance(part, list) else str(part)
        for part in fields.values()
        if part is not None
    ]
    if fields.get("high") is not None:
        flat[:2] = [f"{fields['amount']}-{fields['high']}"]
    # Of a CLDR identifier such as volume-milliliter only the unit is shown.
    return " ".join(re.sub(r"^[a-z]+-(?=[a-z-]+$)", "", part) for part in flat)
