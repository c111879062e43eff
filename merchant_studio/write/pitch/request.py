"""What a capable writer is asked for a whole pitch, and how its answers are read.

Two questions: the script of one language, and lines that failed their checks, of all languages
together. What they share stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

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
from ...prompts import prompt, system
from ...records import ProductName, SellingPoint

LENGTHS = "Good lengths by line, in characters; never more than the second"
LINE_TOKENS = 120
"""Room for one line in JSON, in a script that takes many tokens a letter."""
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
    points: Mapping[str, str]
    """The selling points that he says there: their names in questions, and what they claim."""
    max_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """A line as a writer wrote it, unchecked."""

    text: str
    """Empty: nothing is said there."""
    points: tuple[str, ...] = ()
    """Names of the points that it claims to say: p3."""
    near: int = 0
    """Of a free pitch: the sentence whose picture shows it; 0: it names none."""


def names_of(points: Sequence[SellingPoint]) -> Mapping[str, SellingPoint]:
    """The points by the short names that they have in questions and answers: p1, p2 ..."""
    return {f"p{n}": point for n, point in enumerate(points, start=1)}


def product_part(sheet: str, lines: Sequence[AskedLine]) -> str:
    """What every question about a product begins with: its sheet, and what he says, line by line,
    each with the points in it.
    """
    said = "\n".join(
        f"{line.number}. {line.said or 'after the speech: ' + ' '.join(map(_tag, line.tags))}"
        + "".join(f"\n   {name} {claim}" for name, claim in line.points.items())
        for line in lines
    )
    return f"{sheet}\n\nWhat he says, line by line, and the points in it:\n{said}\n"


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
    chars = ", ".join(f"{line.number}: {_length(line)}" for line in lines)
    return Question(
        system=system(),
        parts=(product, f"\n{prompt('copywrite')}\n", f"{own}\n{LENGTHS}: {chars}"),
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
        f"\nWrite it in {profile.name_for_market}. Address: {profile.register_}. "
        f"Tone: {TONES[tone]}. "
        + ("A voice speaks it." if spoken else "Captions over his own voice."),
        _buyers(values, profile),
        "So a seller there talks, of other goods: " + " / ".join(profile.sellers_say),
        _called(name),
        "Read there: " + "; ".join(f"{_tag(key)} {said}" for key, said in values.items()),
        _helped(points, profile),
        _left_out({tag for line in lines for tag in TAG.findall(line.said)} - {*values}),
    ]
    return "\n".join(filter(None, own))


def _helped(points: Sequence[SellingPoint], profile: LanguageProfile) -> str:
    """The catalogue's sentences, as a help to the writer: p2 Diseño plegable."""
    stated = {
        name: Stated.of(point.catalogue)
        for name, point in names_of(points).items()
        if point.catalogue
    }
    found = [(name, sentences(each, profile)[:1]) for name, each in stated.items() if each]
    told = " ".join(f"{name} {texts[0]}" for name, texts in found if texts)
    return f"Sellers there say, take it or say it better: {told}" if told else ""


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
    """Names of the points that it must say."""
    before: str = ""
    """The line before it, and the line behind it, as they stand."""
    behind: str = ""

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
        must = " ".join([*map(_tag, line.tags), *each.missing])
        asked.append(
            f"{each.tag} ({profile.name_for_market}, {profile.register_}), line {line.number}: "
            f"{each.text!r}. Wrong: {each.why}. Characters: {_length(line)}."
            + (f" It must hold: {must}." if must else "")
            + (f" Before it: {each.before!r}." if each.before else "")
            + (f" Behind it: {each.behind!r}." if each.behind else "")
        )
    languages = tuple(dict.fromkeys(each.tag for each in failed))
    row = an_object(
        language=one_of(*languages), line=NUMBER, text=TEXT, points=a_list(TEXT, most=12)
    )
    return Question(
        system=system(),
        parts=(product, f"\n{prompt('copywrite')}\n\n{prompt('correct')}\n", "\n".join(asked)),
        form=Form(
            schema=an_object(lines=a_list(row, most=len(failed))),
            example='{"lines": [{"language": "es", "line": 3, "text": "...", "points": ["p2"]}]}',
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


def _length(line: AskedLine) -> str:
    """How many characters are good for a line: 30-60."""
    return f"{line.max_chars // 2}-{line.max_chars}"


def _buyers(keys: Iterable[str], profile: LanguageProfile) -> str:
    """Who buys, by what the pitch says of its price, and where."""
    wholesale = {"moq", "wholesale_price"} & set(keys)
    who = "importers and shop owners" if wholesale else "shoppers"
    return f"Buyers: {who}, {Locale('en').territories[profile.market]}."


def _called(name: ProductName | None) -> str:
    if name is None:
        return ""
    number = "plural" if name.plural else "singular"
    gender = "" if name.gender == "none" else f"{name.gender}, "
    return f"The product is called {name.name!r}, then {name.noun!r} ({gender}{number})."


def _left_out(tags: set[str]) -> str:
    if not tags:
        return ""
    named = " ".join(_tag(tag) for tag in sorted(tags))
    return f"No word is known for {named}: leave it out, or say it without the tag."


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
        example='{"lines": [{"line": 1, "text": "...", "points": ["p1"]}]}',
    )


def _tag(key: str) -> str:
    return f"<{key}>"
