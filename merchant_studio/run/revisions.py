"""Apply the merchant's changes to a run: facts confirmed, corrected or added, lines edited.

Every function returns a new record, which `RunFolder.edit` stores. A changed fact is read as if it
stood in the sheet, and a changed line is checked like any other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..errors import InputError, SheetError
from ..facts import agree, completed, in_rows, summary, translated, written
from ..languages import TAG, LanguageProfile
from ..messages import name_of, say
from ..read import doubtful, key_of, read_value, sheet_points
from ..records import (
    Brief,
    Code,
    Fact,
    FactValue,
    Finding,
    Ladder,
    Money,
    Script,
    ScriptLine,
    SellingPoint,
    Term,
    Variant,
    Variants,
    seal,
)
from .valid import MAX_LINE_CHARS, MAX_LINE_TAGS

MAX_POINT_CHARS, MAX_POINTS = 120, 60
_SAME_TIME = 0.7
"""A sentence that shares so much of its time with another one is the same, heard again."""


def typed(fact: Fact, profile: LanguageProfile, source_language: str) -> str:
    """The value as one could type it in a sheet: 36元/打; in the language's words if possible.

    Several prices are rows, as a table of the page has them: `100件: 18.5元; 500件: 17元`.
    """
    rows = in_rows(fact.value, profile, source_language)
    if rows and _reads_as(fact, rows, source_language):
        return rows
    match fact.value:
        case Term(translations=names):
            return names.get(source_language) or next(iter(names.values()))
        case Code(codes=codes):
            return ", ".join(codes)
        case Variants(options=options):
            between = "; " if any(isinstance(each.price, Ladder) for each in options) else ", "
            return between.join(_variant(each, profile, source_language) for each in options)
    text = written(fact.value, profile)
    forms = (text, *_with_slash(fact.value, profile), summary(fact.value))
    return next((form for form in forms if _reads_as(fact, form, source_language)), text)


def _variant(option: Variant, profile: LanguageProfile, source_language: str) -> str:
    name = option.name.get(source_language) or next(iter(option.name.values()))
    return f"{name} {written(option.price, profile)}" if option.price else name


def confirm(brief: Brief, *keys: str) -> Brief:
    """The brief with these facts confirmed: those only heard, those that contradict the sheet.

    One that was only heard and can hardly be right is asked about once more.
    """
    known = {fact.key for fact in brief.facts}
    asked = _doubted(brief)
    heard = [fact for fact in brief.unconfirmed if fact.key in keys and fact.key not in known]
    return replace(
        brief,
        facts=_completed([*brief.facts, *heard]),
        unconfirmed=tuple(fact for fact in brief.unconfirmed if fact.key not in keys),
        findings=(
            *_findings_left(brief, *keys),
            *(
                each
                for fact in heard
                if fact.key not in asked
                for each in doubtful(fact.key, fact.value)
            ),
        ),
    )


def doubted_open(brief: Brief) -> Brief:
    """The brief with each value that can hardly be right unconfirmed, until he confirms it.

    A WhatsApp number of six digits that he typed is said by no video till then.
    """
    doubted = _doubted(brief)
    moved = [fact for fact in brief.facts if fact.key in doubted]
    if not moved:
        return brief
    facts = tuple(fact for fact in brief.facts if fact.key not in doubted)
    return replace(brief, facts=facts, unconfirmed=(*brief.unconfirmed, *moved))


def revise(brief: Brief, key: str, new_key: str, text: str) -> Brief:
    """The brief with a fact as the merchant typed it; typing it confirms it.

    Raises:
        SheetError: the text is no value of that kind; says what is accepted.
        InputError: there is no such fact, or the new kind has one already.
    """
    old = _fact(brief, key)
    if new_key != key and _has(brief, new_key):
        raise _twice(new_key)
    value = _value(new_key, text, brief, old.value)
    if isinstance(value, Term) and isinstance(old.value, Term):
        source = brief.source_language
        if value.translations.get(source) == old.value.translations.get(source):
            value = old.value  # its words in other languages stay
    fact = replace(old, key=new_key, value=value, source="sheet")
    there = [fact if each.key == key else each for each in brief.facts]
    return replace(
        brief,
        facts=_completed(there if fact in there else [*there, fact]),
        unconfirmed=tuple(each for each in brief.unconfirmed if each.key != key),
        findings=(*_findings_left(brief, key, new_key), *doubtful(new_key, value)),
    )


def name_in(brief: Brief, key: str, language: str, word: str) -> Brief:
    """The brief with a term's translation into one language: `name` in `es` is "termo".

    Raises:
        SheetError: the word cannot be used.
        InputError: there is no such fact.
    """
    old = _fact(brief, key)
    value = read_value(key, word, language)
    if not isinstance(value, Term) or not isinstance(old.value, Term):
        return brief
    named = Term(translations={**old.value.translations, **value.translations})

    def new(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(replace(f, value=named) if f.key == key else f for f in facts)

    return replace(brief, facts=new(brief.facts), unconfirmed=new(brief.unconfirmed))


def check_name(names: Mapping[str, str]) -> None:
    """Refuse a product's name that could not stand in a sheet.

    Raises:
        SheetError: a word cannot be used.
    """
    for language, word in names.items():
        _ = read_value("name", word, language)


def add(brief: Brief, key: str, text: str) -> Brief:
    """The brief with a fact that the merchant adds; `key` may be any word for it, such as 单价.

    Raises:
        SheetError: the text is no value of that kind; says what is accepted.
        InputError: there is one of that kind already.
    """
    key = key_of(key, text.strip(), brief.source_language)
    if _has(brief, key):
        raise _twice(key)
    fact = Fact(key=key, value=_value(key, text, brief), must_say=True, source="sheet")
    return replace(
        brief,
        facts=_completed([*brief.facts, fact]),
        findings=(*_findings_left(brief, key), *doubtful(key, fact.value)),
    )


def put(brief: Brief, key: str, text: str) -> Brief:
    """The brief with a fact as it was typed into the sheet: added, put right, or taken out.

    Raises:
        SheetError: the text is no value of that kind; says what is accepted.
    """
    if not text.strip():
        return remove(brief, key)
    return revise(brief, key, key, text) if _has(brief, key) else add(brief, key, text)


def remove(brief: Brief, key: str) -> Brief:
    """The brief without the fact `key`: no video will say it, even if the recording does."""
    return replace(
        brief,
        facts=tuple(fact for fact in brief.facts if fact.key != key),
        unconfirmed=tuple(fact for fact in brief.unconfirmed if fact.key != key),
        findings=_findings_left(brief, key),
    )


def add_point(brief: Brief, words: str) -> Brief:
    """The brief with one more selling point, as a sheet names it: an id, or words.

    Words that the catalogue does not know stay the merchant's own, for a capable writer to say.

    Raises:
        InputError: there are no words, or the point is there already.
    """
    new = new_points(words, brief.points, brief.source_language)
    return replace(brief, points=(*brief.points, *new))


def new_points(
    words: str, known: Sequence[SellingPoint], source_language: str
) -> tuple[SellingPoint, ...]:
    """The points that words name and that are not known yet; errors as in `add_point`."""
    if not words.strip() or len(words) > MAX_POINT_CHARS:
        raise InputError(
            say(
                "write a selling point in a few words, {most} letters at most", most=MAX_POINT_CHARS
            )
        )
    if len(known) >= MAX_POINTS:
        raise InputError(
            say("a product has at most {most} selling points; take one out first", most=MAX_POINTS)
        )
    ids = {point.id for point in known}
    new = [p for p in sheet_points([words.strip()], source_language) if p.id not in ids]
    if not new:
        raise InputError(say("this selling point is there already"))
    return tuple(new)


def strike_point(brief: Brief, name: str) -> Brief:
    """The brief without a selling point.

    Raises:
        InputError: there is no such point.
    """
    left = tuple(point for point in brief.points if point.id != name)
    if left == brief.points:
        raise InputError(say("there is no such selling point; load the page again"))
    return replace(brief, points=left)


def edit_line(script: Script, index: int, text: str) -> Script:
    """The script with a line as the merchant wrote it; the facts that it must say do not change.

    One that was silent says now, by his word, the selling points of its sentences.

    Raises:
        InputError: nothing is left of the line, or it is too long.
    """
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    clean = unicodedata.normalize("NFC", clean)
    if not clean:
        raise InputError(
            say("a line cannot be empty; write something, or take the phrasebook's words")
        )
    if len(TAG.sub("", clean)) > MAX_LINE_CHARS or len(TAG.findall(clean)) > MAX_LINE_TAGS:
        raise InputError(
            say("a line has at most {most} characters; make it shorter", most=MAX_LINE_CHARS)
        )
    line = _line(script, index)
    here = tuple(p.id for p in script.points if set(p.segments) & set(line.says))
    points = line.points if line.text else here
    return put_line(script, replace(line, text=clean, points=points))


def put_line(script: Script, line: ScriptLine) -> Script:
    """The script with `line` in place of the line of the same index."""
    lines = (
        replace(line, of=each.of) if each.index == line.index else each for each in script.lines
    )
    return replace(script, lines=tuple(lines))


def with_edits(script: Script, before: Script) -> Script:
    """A new script with the lines that the merchant edited in the one before, where they fit.

    A line fits if it says the same sentences with the same facts; the facts' values are new.
    Sentences are known by their time, for their numbers change when one before them is split.
    """
    before = before if script.free else _renumbered(before, script)
    old = {place: line for place, line in _places(before).items() if line.seal != seal(line.text)}
    lines = (
        replace(line, text=old[place].text, points=line.points or _known(old[place], script))
        if place in old
        else line
        for place, line in _places(script).items()
    )
    return replace(script, lines=tuple(lines))


def _known(line: ScriptLine, script: Script) -> tuple[str, ...]:
    """The points that a line of the script before says and the new one still has."""
    return tuple(name for name in line.points if name in {p.id for p in script.points})


def _renumbered(before: Script, script: Script) -> Script:
    """The script before with the numbers that its sentences have now; (-1,): it is none of them."""
    said = [line for line in script.lines if line.says]

    def now(line: ScriptLine) -> ScriptLine:
        own = line.budget
        for other in said if line.says else ():
            there = other.budget
            shared = min(own.end_ms, there.end_ms) - max(own.start_ms, there.start_ms)
            if shared > _SAME_TIME * max(own.duration_ms, there.duration_ms):
                return replace(line, says=other.says)
        return replace(line, says=(-1,)) if line.says else line

    return replace(before, lines=tuple(map(now, before.lines)))


def _places(script: Script) -> dict[tuple[object, ...], ScriptLine]:
    """Each line by what it says, and by how many lines before it say the same."""
    places: dict[tuple[object, ...], ScriptLine] = {}
    for line in script.lines:
        same = sum(place[:2] == (line.says, line.tags) for place in places)
        places[line.says, line.tags, same] = line
    return places


def _with_slash(value: FactValue, profile: LanguageProfile) -> tuple[str, ...]:
    """A price per unit with a slash, as people type it: 36元/打; empty for other values."""
    if not isinstance(value, Money) or value.per is None:
        return ()
    unit = value.per.partition("-")[2]
    name = profile.units[value.per].per if value.per in profile.units else profile.per.get(unit)
    return (f"{written(replace(value, per=None), profile)}/{name}",) if name else ()


def _value(key: str, text: str, brief: Brief, known: FactValue | None = None) -> FactValue:
    value = read_value(key, text.strip(), brief.source_language, known=known)
    return translated(value, brief.source_language)


def _reads_as(fact: Fact, text: str, source_language: str) -> bool:
    try:
        read = read_value(fact.key, text, source_language)
        several = isinstance(read, Ladder | Variants)
        return read == fact.value or (several and agree(read, fact.value))
    except SheetError:
        return False


def _completed(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts; a price without a unit gets the minimum order's: 36元 with 100打 is 36元/打."""
    return completed(facts, facts)


def _has(brief: Brief, key: str) -> bool:
    return any(fact.key == key for fact in (*brief.facts, *brief.unconfirmed))


def _fact(brief: Brief, key: str) -> Fact:
    for fact in (*brief.facts, *brief.unconfirmed):
        if fact.key == key:
            return fact
    raise InputError(say("there is no fact {key!r}; load the page again", key=name_of(key)))


def _line(script: Script, index: int) -> ScriptLine:
    for line in script.lines:
        if line.index == index:
            return line
    raise InputError(say("there is no line {index}; load the page again", index=index + 1))


def _twice(key: str) -> InputError:
    return InputError(say("{key} is there already; change it where it stands", key=key))


def _doubted(brief: Brief) -> set[str | None]:
    """The keys of the values that can hardly be right and that he has not decided on."""
    return {finding.key for finding in brief.findings if finding.check == "value"}


def _findings_left(brief: Brief, *keys: str) -> tuple[Finding, ...]:
    """The findings without those about `keys`: the merchant has decided on these facts."""
    return tuple(finding for finding in brief.findings if finding.key not in keys)
