"""What the merchant meant: ask a capable model, and believe only what can be checked.

One question for all languages. The model names words that were misheard, and selling points with
the words that they rest on. A repair must sound like what was heard and change no number, but to
one that the sheet has; a quote must stand in its line. What fails is left out and told, never
guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, get_args

from ..engines import Answer, Form, Question
from ..engines.answers import (
    NUMBER,
    TEXT,
    TRUTH,
    a_list,
    an_object,
    number,
    one_of,
    read_json,
    rows,
    text,
)
from ..errors import EngineFailedError
from ..facts import agree, in_sentences, parts_of, written
from ..facts.numbers import NUMERAL_PARTS
from ..languages import REFERENCE, TAG, profile
from ..messages import say
from ..prompts import prompt, system
from ..records import (
    Brief,
    Change,
    EngineStamp,
    Message,
    PointKind,
    SaidLine,
    Segment,
    SellingPoint,
    Span,
    Transcript,
)
from .readers import read_speech, states_number
from .tagged import GAP, NAME, tagged_lines

MAX_TOKENS = 3000
LEAST_ALIKE = 0.6
"""Of two sounds, by `difflib`: fan guang diao and fan guang tiao are 0.92 alike, cu xiao and
cu suan 0.67."""
LONGEST_REPAIR = 8
"""Characters that were misheard in a row; a repair that is longer is another sentence."""
LONGEST_POINT = 160
"""Characters of a point's English sentence."""
_KINDS: tuple[PointKind, ...] = tuple(k for k in get_args(PointKind) if k != "courtesy")
_ACCENTS = ((re.compile("([zcs])h"), r"\1"), (re.compile("l"), "n"), (re.compile("ng"), "n"))
"""Sounds that speakers of many regions do not tell apart."""
_NUMERALS = re.compile(rf"[\d{NUMERAL_PARTS}半两俩仨]")
_SCHEMA = an_object(
    repairs=a_list(an_object(line=NUMBER, heard=TEXT, meant=TEXT, sure=TRUTH), most=30),
    points=a_list(
        an_object(line=NUMBER, quote=TEXT, text=TEXT, kind=one_of(*_KINDS), negated=TRUTH), most=40
    ),
)
CHANGES_NUMBER = "changes a number"
"""Why a repair is not made: it would tell another number than he said."""
_FREE = re.compile(r"[\s，。！？；、,.!?;:：…]")
"""What a quote may leave out."""
_EXAMPLE = (
    '{"repairs": [{"line": 2, "heard": "...", "meant": "...", "sure": true}], "points": [{"line": '
    '2, "quote": "...", "text": "It folds flat.", "kind": "feature", "negated": false}]}'
)


def understanding(transcript: Transcript, brief: Brief) -> Question:
    """The question that asks what the merchant meant."""
    language = profile(brief.source_language).name
    lines = tagged_lines(transcript, brief)
    pitch = "\n".join(f"{line.segment + 1}. {line.meant}" for line in lines)
    return Question(
        system=system(),
        parts=(
            f"{sheet_of(brief)}\n\nThe pitch:\n{pitch}\n",
            f"\n{prompt('understand').format(language=language)}\n",
        ),
        form=Form(schema=_SCHEMA, example=_EXAMPLE),
        max_tokens=MAX_TOKENS,
    )


def sheet_of(brief: Brief) -> str:
    """The product, and each confirmed fact with its tag, as an English reader would read it."""
    english = profile(REFERENCE)
    facts = [*brief.facts, *(p for f in brief.facts if in_sentences(f) for p in parts_of(f))]
    values = {fact.key: written(fact.value, english) for fact in facts}
    named = [f"The product: {values.pop(NAME)}"] if NAME in values else []
    return "\n".join([*named, *(f"<{key}> = {value}" for key, value in values.items())])


def read_message(
    answer: Answer, transcript: Transcript, brief: Brief, made_by: EngineStamp
) -> Message:
    """What the merchant meant, by a model's answer; what cannot be checked is left out and told.

    Raises:
        EngineFailedError: the answer has no list of points.
    """
    values = read_json(answer.text)
    if not isinstance(values, dict) or not isinstance(values.get("points"), list):
        problem = say(
            "its answer about the pitch cannot be read; try again, or choose another writer"
        )
        raise EngineFailedError(made_by.name, problem)
    left_out: list[str] = []
    lines = {line.segment: line for line in tagged_lines(transcript, brief)}
    typed = {segment.index for segment in transcript.segments if segment.typed}
    for repair in rows(values, "repairs"):
        segment = number(repair.get("line")) - 1
        if segment in lines and segment not in typed:
            lines[segment] = _repaired(lines[segment], repair, brief)
    points: list[SellingPoint] = []
    for row in rows(values, "points"):
        point = _point(row, lines)
        if isinstance(point, str):
            left_out.append(point)
        else:
            points = _with_point(points, point)
    return Message(
        lines=tuple(lines.values()),
        points=tuple(points),
        left_out=tuple(left_out),
        made_by=made_by,
    )


def with_unchanged(new: Message, before: Message) -> Message:
    """A message that was read anew, with the sentences and points of before that are as they were.

    So a corrected sentence changes nothing but itself: not how another one is understood, and not
    what its point is called.
    """
    old = [line for line in before.lines]
    now = dict[int, int]()
    lines = []
    for line in new.lines:
        was = next((each for each in old if _is_same_sentence(each, line)), None)
        if was:
            old.remove(was)
            now[was.segment] = line.segment
            line = replace(was, segment=line.segment)
        lines.append(line)
    same = set(now.values())
    kept = [
        replace(point, segments=tuple(now[at] for at in point.segments), catalogue="")
        for point in before.points
        if point.source == "speech" and point.segments and set(point.segments) <= now.keys()
    ]
    points = kept
    for point in new.points:
        if not set(point.segments) <= same:
            points = _with_point(points, point)
    return replace(
        new, lines=tuple(lines), points=tuple(sorted(points, key=lambda each: each.segments))
    )


def _is_same_sentence(old: SaidLine, new: SaidLine) -> bool:
    """Whether a sentence was heard so before, with the same facts confirmed."""
    tags = [sorted(TAG.findall(line.meant)) + [GAP] * line.meant.count(GAP) for line in (old, new)]
    return old.heard == new.heard and tags[0] == tags[1]


# --- repairs --------------------------------------------------------------------------------


def _repaired(line: SaidLine, repair: Mapping[str, Any], brief: Brief) -> SaidLine:
    """The line with one repair made, or with the reason why it is not."""
    heard, meant = text(repair.get("heard")), text(repair.get("meant"))
    if not heard or not meant or heard == meant or heard not in line.meant:
        return line
    tagged = _with_fact(line, heard, meant, brief)
    why = _why_not(line, heard, meant, brief.source_language, tagged)
    sure = repair.get("sure") is True and tagged == meant
    change = Change(heard=heard, meant=meant, made=not why, why=why)
    return replace(
        line,
        meant=line.meant if why else line.meant.replace(heard, tagged, 1),
        changes=(*line.changes, change),
        sure=line.sure and sure and not why,
    )


def _with_fact(line: SaidLine, heard: str, meant: str, brief: Brief) -> str:
    """The words meant, with the sheet's fact in the place of the number that they state.

    Of 时间发货, meant as 十天发货, that is <lead_time>, if the sheet has it and the line does not.
    """
    if states_number(heard, brief.source_language):
        return meant
    start = line.meant.find(heard)
    said = line.meant.replace(heard, meant, 1)
    whole = Segment(index=0, span=Span(start_ms=0, end_ms=1), text=said, words=())
    for each in read_speech((whole,), brief.source_language).values:
        first, last = each.mention.start - start, each.mention.end - start
        keys = [
            fact.key
            for fact in brief.facts
            if fact.source == "sheet"
            and f"<{fact.key}>" not in line.meant
            and each.key in (None, fact.key)
            and agree(each.value, fact.value)
        ]
        if 0 <= first < last <= len(meant) and len(keys) == 1:
            return f"{meant[:first]}<{keys[0]}>{meant[last:]}"
    return meant


def _why_not(line: SaidLine, heard: str, meant: str, language: str, tagged: str) -> str:
    """Why a repair is not made; empty if it is. `tagged`: its words with a fact of the sheet."""
    if TAG.search(heard + meant) or any(c in "<>…" for c in heard + meant):
        return "touches a fact"
    own = TAG.sub("", tagged)
    differ = sorted(_NUMERALS.findall(heard)) != sorted(_NUMERALS.findall(own))
    if differ and any(states_number(said, language) for said in (heard, own)):
        return CHANGES_NUMBER  # 八手 for 把手 states none
    if max(len(heard), len(meant)) > LONGEST_REPAIR * _per_word(line.meant):
        return "changes too much"
    return "" if sound_alike(heard, meant) else "sounds different"


def _per_word(line: str) -> int:
    """Letters of a word; a Chinese character is one."""
    return 1 if re.search("[一-鿿]", line) else 5


def sound_alike(one: str, other: str) -> bool:
    """Whether two stretches of speech may be taken for one another: 题手 and 提手."""
    return SequenceMatcher(None, _sound(one), _sound(other), autojunk=False).ratio() >= LEAST_ALIKE


def _sound(said: str) -> str:
    """Chinese as pinyin without tones and accents, anything else in small letters."""
    from pypinyin import lazy_pinyin

    sound = "".join(lazy_pinyin(said)).casefold()
    for pattern, plain in _ACCENTS:
        sound = pattern.sub(plain, sound)
    return re.sub(r"\W", "", sound)


# --- points ---------------------------------------------------------------------------------


def _point(row: Mapping[str, Any], lines: Mapping[int, SaidLine]) -> SellingPoint | str:
    """A point that a model named, or the reason why it is none."""
    segment = number(row.get("line")) - 1
    quote, said = text(row.get("quote")), text(row.get("text"))
    told = f"{said or quote!r}: "
    if segment not in lines:
        return told + "its line is not there"
    if not said or len(said) > LONGEST_POINT:
        return told + "it is no short sentence"
    if re.search(r"[<>{}|\d]", said):
        return told + "it holds a tag or a number"
    bare = _FREE.sub("", quote)
    where = [s for s in _nearest(segment, lines) if bare and bare in _FREE.sub("", lines[s].meant)]
    if not where:
        return told + f"its quote is not in the pitch ({quote})"
    if not re.search(r"\w", TAG.sub("", quote)):
        return told + "it is a fact"
    kind = row.get("kind")
    return SellingPoint(
        id=_id(said),
        text=said,
        kind=kind if kind in _KINDS else "feature",
        negated=row.get("negated") is True,
        quote=quote,
        segments=(where[0],),
    )


def _nearest(segment: int, lines: Mapping[int, SaidLine]) -> list[int]:
    """The lines, the named one first: a model may count wrong."""
    return sorted(lines, key=lambda other: abs(other - segment))


def _with_point(points: Sequence[SellingPoint], point: SellingPoint) -> list[SellingPoint]:
    """The points with one more; one that is there already is said in two places."""
    for i, known in enumerate(points):
        if known.id == point.id and known.negated == point.negated:
            both = tuple(sorted({*known.segments, *point.segments}))
            return [*points[:i], replace(known, segments=both), *points[i + 1 :]]
    ids = {known.id for known in points}
    free = next(_numbered(point.id, ids))
    return [*points, replace(point, id=free)]


def _numbered(name: str, taken: set[str]) -> Iterator[str]:
    """The name, or with a number behind it, as long as it is taken."""
    tries = [name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))]
    yield from (each for each in tries if each not in taken)


_SMALL_WORDS = frozenset(
    "a an the it its is are be of for to and or in on with you your we".split()  # noqa: SIM905
)
"""Words that tell nothing in a point's name."""


def _id(sentence: str) -> str:
    """A short name out of a sentence: It folds flat. -> folds-flat."""
    words = re.findall(r"[a-z]+", sentence.casefold())
    return "-".join(
        [word for word in words if word not in _SMALL_WORDS][:5] or words[:5] or ["point"]
    )
