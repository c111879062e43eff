"""What a capable writer is asked for a whole pitch, and how its answers are read.

Three questions: how the product is called in every language, the script of one language, and lines
that failed their checks, of all languages together. What they share stands first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import get_args

from ...engines import Answer, Form, Question
from ...engines.answers import (
    NUMBER,
    TEXT,
    a_list,
    an_object,
    number,
    one_of,
    read_json,
    rows,
    text,
)
from ...languages import TAG, LanguageProfile
from ...messages import Notice
from ...points import Stated, sentences
from ...records import Grammar, Message, ProductName, SellingPoint, Term
from .terms import listed, term_row

SYSTEM = "You are an export copywriter. You say what the merchant means, and you add nothing."
_GENDERS: tuple[Grammar, ...] = get_args(Grammar)
LINE_TOKENS = 120
"""Room for one line in JSON, in a script that takes many tokens a letter."""
NAME_TOKENS = 80
TERM_TOKENS = 40
LONGEST_NAME = 60
"""Characters."""
TONES: Mapping[str, str] = {
    "plain": "plain and clear",
    "lively": "lively",
    "formal": "formal and polite, without exclamation marks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """A line of a script as the writer is told of it."""

    number: int
    said: str
    """What the merchant means there, with tags; empty: a line after his speech."""
    tags: tuple[str, ...]
    points: tuple[str, ...]
    """Ids of the selling points that he says there."""
    max_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """A line as a writer wrote it, unchecked."""

    text: str
    """Empty: nothing is said there."""
    points: tuple[str, ...] = ()
    """What it claims to say."""
    near: int = 0
    """Of a free pitch: the sentence whose picture shows it; 0: it names none."""


def product_part(message: Message, sheet: str, lines: Sequence[AskedLine]) -> str:
    """What every language is told: the sheet, the points, and what was said line by line."""
    points = "\n".join(
        f"[{point.id}] {point.text} ({point.kind}) {point.quote!r}" for point in message.points
    )
    said = "\n".join(
        f"{line.number}. {line.said or 'after the speech: ' + ' '.join(map(_tag, line.tags))}"
        + "".join(f" [{point}]" for point in line.points)
        for line in lines
    )
    return (
        f"\n\nThe product's facts:\n{sheet}\n\nThe selling points:\n{points or 'none'}\n\n"
        f"What he says:\n{said}\n"
    )


def script_question(
    product: str,
    lines: Sequence[AskedLine],
    *,
    profile: LanguageProfile,
    name: ProductName | None,
    values: Mapping[str, str],
    points: Sequence[SellingPoint],
    tone: str,
    spoken: bool,
) -> Question:
    """The question that asks for one language's whole script."""
    numbers = [line.number for line in lines]
    own = language_part(
        lines,
        profile=profile,
        name=name,
        values=values,
        points=points,
        tone=tone,
        spoken=spoken,
    )
    chars = ", ".join(f"line {line.number}: {line.max_chars}" for line in lines)
    return Question(
        system=SYSTEM,
        parts=(prompt("copywrite"), product, f"{own}\nCharacters: {chars}"),
        form=_lines_form(profile, numbers),
        max_tokens=LINE_TOKENS * len(lines),
    )


def language_part(
    lines: Sequence[AskedLine],
    *,
    profile: LanguageProfile,
    name: ProductName | None,
    values: Mapping[str, str],
    points: Sequence[SellingPoint],
    tone: str,
    spoken: bool,
) -> str:
    """What a writer is told of one language: its buyers, the product's name, the facts' values,
    and the catalogue's sentences of the points.
    """
    own = [
        f"\nWrite it in {profile.name_for_market}. How to address the buyer: {profile.register_}. "
        f"Tone: {TONES[tone]}. The lines are "
        + ("spoken by a voice." if spoken else "captions over the merchant's own voice."),
        _called(name),
        "The buyer reads: " + "; ".join(f"{_tag(key)} = {said}" for key, said in values.items()),
        _helped(points, profile),
        _left_out({tag for line in lines for tag in TAG.findall(line.said)} - {*values}),
    ]
    return "\n".join(filter(None, own))


def _helped(points: Sequence[SellingPoint], profile: LanguageProfile) -> str:
    """The catalogue's sentences, as a help to the writer: [folds-flat] Diseño plegable."""
    stated = [(point.id, Stated.of(point.catalogue)) for point in points if point.catalogue]
    found = [(name, sentences(each, profile)[:1]) for name, each in stated if each]
    told = " ".join(f"[{name}] {texts[0]}" for name, texts in found if texts)
    return (
        f"Sellers there put some points like this, take it or say it better: {told}" if told else ""
    )


def read_script(answer: Answer, numbers: Sequence[int]) -> Mapping[int, CopyLine]:
    """The lines of a script by their numbers; one that did not come is missing."""
    values = read_json(answer.text)
    return {
        number(row.get("line")): copy_of(row)
        for row in rows(values, "lines")
        if number(row.get("line")) in numbers
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A line that failed its checks."""

    tag: str
    """The script's language tag."""
    line: AskedLine
    text: str
    why: Notice
    missing: tuple[str, ...] = ()
    """Ids of points that it must say."""

    @property
    def is_due(self) -> bool:
        """Whether a fact or a point is not said if this line is not."""
        return bool(self.line.tags or self.missing)


def correction_question(
    product: str, failed: Sequence[Failed], profiles: Mapping[str, LanguageProfile]
) -> Question:
    """The question that asks for the lines that failed, of all languages at once."""
    asked = []
    for each in failed:
        line, profile = each.line, profiles[each.tag]
        must = "".join(f" {_tag(tag)}" for tag in line.tags)
        must += "".join(f" [{point}]" for point in each.missing)
        asked.append(
            f"{each.tag} ({profile.name_for_market}, {profile.register_}), line {line.number}: "
            f"{each.text!r}. Wrong: {each.why}. At most {line.max_chars} characters."
            + (f" It must hold:{must}." if must else "")
        )
    languages = tuple(dict.fromkeys(each.tag for each in failed))
    row = an_object(
        language=one_of(*languages), line=NUMBER, text=TEXT, points=a_list(TEXT, most=12)
    )
    return Question(
        system=SYSTEM,
        parts=(prompt("copywrite"), product, f"\n{prompt('correct')}\n" + "\n".join(asked)),
        form=Form(
            schema=an_object(lines=a_list(row, most=len(failed))),
            example='{"lines": [{"language": "es", "line": 3, "text": "...", "points": ["..."]}]}',
        ),
        max_tokens=LINE_TOKENS * (len(failed) + 1),
    )


def read_corrections(
    answer: Answer, failed: Sequence[Failed]
) -> Mapping[tuple[str, int], CopyLine]:
    """The corrected lines by language tag and number; one that did not come is missing."""
    asked = {(each.tag, each.line.number) for each in failed}
    found = {
        (text(row.get("language")), number(row.get("line"))): copy_of(row)
        for row in rows(read_json(answer.text), "lines")
    }
    return {place: line for place, line in found.items() if place in asked}


def names_question(
    known: Mapping[str, str],
    sheet: str,
    profiles: Mapping[str, LanguageProfile],
    terms: Mapping[str, Term],
) -> Question:
    """The question how the product is called, for all languages at once.

    `known` are its names on the sheet; `terms` are facts such as its material, of which some
    languages have no word yet.
    """
    row = an_object(
        language=one_of(*profiles),
        name=TEXT,
        noun=TEXT,
        gender=one_of(*_GENDERS),
        number=one_of("singular", "plural"),
    )
    languages = ", ".join(f"{tag} ({each.name_for_market})" for tag, each in profiles.items())
    named = "; ".join(f"{code}: {name}" for code, name in known.items())
    most = len(profiles) * len(terms)
    fields = {"names": a_list(row, most=len(profiles))}
    told = {"name": "...", "noun": "...", "gender": "masculine", "number": "singular"}
    example = {"names": [{"language": "es", **told}]}
    if terms:
        fields["terms"] = a_list(term_row(terms, profiles), most=most)
        example["terms"] = [{"language": "es", "tag": next(iter(terms)), "word": "..."}]
    return Question(
        system=SYSTEM,
        parts=(
            prompt("names"),
            f"\n\nThe product: {named}\nIts facts:\n{sheet}\n",
            f"\nThe languages: {languages}",
            f"\n\n{prompt('terms')}\n{listed(terms, profiles)}\n" if terms else "",
        ),
        form=Form(schema=an_object(**fields), example=json.dumps(example)),
        max_tokens=NAME_TOKENS * (len(profiles) + 1) + TERM_TOKENS * most,
    )


def read_names(
    answer: Answer, profiles: Mapping[str, LanguageProfile]
) -> Mapping[str, ProductName]:
    """The names by language tag; one that is not written in its language is missing."""
    found = {}
    for row in rows(read_json(answer.text), "names"):
        tag, name, noun = (text(row.get(field)) for field in ("language", "name", "noun"))
        if tag in profiles and all(_is_name(said, profiles[tag]) for said in (name, noun)):
            gender: Grammar = next((g for g in _GENDERS if g == row.get("gender")), "none")
            found[tag] = ProductName(
                name=name,
                noun=noun,
                gender=gender,
                plural=row.get("number") == "plural",
            )
    return found


def _is_name(said: str, profile: LanguageProfile) -> bool:
    allowed = f"[{profile.text.letters} '’·-]+"
    return bool(said) and len(said) <= LONGEST_NAME and bool(re.fullmatch(allowed, said))


def _called(name: ProductName | None) -> str:
    if name is None:
        return ""
    number = "plural" if name.plural else "singular"
    gender = "" if name.gender == "none" else f"{name.gender}, "
    return f"The product is called {name.name!r}; one speaks of {name.noun!r} ({gender}{number})."


def _left_out(tags: set[str]) -> str:
    if not tags:
        return ""
    named = " ".join(_tag(tag) for tag in sorted(tags))
    return f"No word is known here for {named}: leave it out, or say it without the tag."


def copy_of(row: Mapping[str, object]) -> CopyLine:
    """A line out of an answer's row."""
    said = row.get("points")
    points = said if isinstance(said, list) else []
    return CopyLine(
        text=text(row.get("text")),
        points=tuple(point for point in points if text(point)),
        near=number(row.get("near")),
    )


def _lines_form(profile: LanguageProfile, numbers: Sequence[int]) -> Form:
    row = an_object(line=NUMBER, text=TEXT, points=a_list(TEXT, most=12))
    return Form(
        schema=an_object(lines=a_list(row, most=len(numbers))),
        example='{"lines": [{"line": 1, "text": "...", "points": ["..."]}]}',
    )


def _tag(key: str) -> str:
    return f"<{key}>"


def prompt(name: str) -> str:
    """A text of `data/prompts`."""
    file = resources.files("merchant_studio") / "data" / "prompts" / f"{name}.txt"
    return file.read_text(encoding="utf-8").strip()
