"""What each line tells a buyer, in the merchant's language, so that he can read what he sends out.

Sentences of the catalogue and the phrasebook have the same sentences in his language. What a model
or he himself wrote is translated back by a capable writer, or by a translator that is certified for
his language, once for each text (`LANG/back.json`). Where nobody can, nothing is invented. Facts
are tags in it, too, which code fills in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..engines import Answer, Authors, Form, Question
from ..engines.answers import NUMBER, TEXT, a_list, an_object, number, read_json, rows, text
from ..errors import EngineError
from ..facts import can_say, fill, with_parts
from ..languages import TAG, LanguageProfile, profile
from ..points import Stated, sentences
from ..prompts import prompt, system
from ..records import SCHEMA, BackTranslations, Brief, Script, ScriptLine, seal, to_json
from ..run import RunFolder
from .fallback import fact_sentence

ROW_TOKENS = 120
BY_MODEL = ("llm", "llm-retry", "translator", "merchant")
"""Authors whose lines somebody has to translate back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What a line says, in the merchant's language."""

    text: str
    """With its facts; empty: nobody can translate it back, or nobody has yet."""
    by: Literal["catalogue", "model", ""]
    """Whose words they are: of the catalogue and the phrasebook, or of a model."""


def backs(script: Script, brief: Brief, kept: BackTranslations | None) -> tuple[Back, ...]:
    """What each line says in the merchant's language; `kept` is what a model has said before.

    Of a silent line, and of a script in his own language, nothing is told.
    """
    target, own = profile(script.language), profile(brief.source_language)
    if target.code == own.code:
        return tuple(Back(text="", by="") for _ in script.lines)
    return tuple(_back(line, script, brief, target, own, kept) for line in script.lines)


def translate_back(
    languages: Sequence[str], brief: Brief, authors: Authors, folder: RunFolder
) -> None:
    """Ask for what lines say that no record tells yet, one question a script, and keep it.

    Where nobody may be asked, the record has nothing.

    Raises:
        StorageError: the folder cannot be written.
    """
    own = profile(brief.source_language)
    due: dict[str, dict[str, str]] = {}
    for tag in languages:
        script, before = folder.find(f"{tag}/script.json", Script), _kept(folder, tag)
        new = {
            seal(line.text): line.text
            for line in (script.lines if script else ())
            if line.author in BY_MODEL and line.text and seal(line.text) not in before
        }
        if new and profile(tag).code != own.code:
            due[tag] = new
    by_writer = {
        tag: new for tag, new in due.items() if authors.understands(profile(tag).code, own.code)
    }
    if authors.writer and by_writer:
        questions = [back_question(tuple(new.values()), own) for new in by_writer.values()]
        answers = authors.writer.ask(questions)
        for (tag, new), answer in zip(by_writer.items(), answers, strict=True):
            if isinstance(answer, EngineError):
                _keep(folder, tag, BackTranslations(lines={}, why=answer.message))
            else:
                told = read_back(answer, tuple(new.values()))
                _keep(folder, tag, BackTranslations(lines=told, made_by=authors.writer.stamp))
    for tag in [tag for tag in due if tag not in by_writer]:
        texts = tuple(due[tag].values())
        _keep(folder, tag, _translated(texts, tag, own, authors))


def back_question(texts: Sequence[str], own: LanguageProfile) -> Question:
    """The question what these lines say."""
    listed = "\n".join(f"{at}. {said}" for at, said in enumerate(texts, 1))
    row = an_object(line=NUMBER, text=TEXT)
    return Question(
        system=system(),
        parts=(prompt("back"), f"\n\nInto {own.name_for_market}.\nThe lines:\n{listed}"),
        form=Form(
            schema=an_object(lines=a_list(row, most=len(texts))),
            example='{"lines": [{"line": 1, "text": "..."}]}',
        ),
        max_tokens=ROW_TOKENS * (len(texts) + 1),
    )


def read_back(answer: Answer, texts: Sequence[str]) -> Mapping[str, str]:
    """What an answer says of each text, by its seal; empty where that cannot be used."""
    told = {
        number(row.get("line")): text(row.get("text"))
        for row in rows(read_json(answer.text), "lines")
    }
    return {seal(said): _usable(told.get(at, ""), said) for at, said in enumerate(texts, 1)}


def _usable(told: str, said: str) -> str:
    """The translation, if it has the line's tags and no number of its own; else nothing."""
    same_tags = sorted(TAG.findall(told)) == sorted(TAG.findall(said))
    digits = {c for c in TAG.sub("", told) if c.isdigit()}
    return told if told != said and same_tags and digits <= {*TAG.sub("", said)} else ""


def _translated(
    texts: Sequence[str], tag: str, own: LanguageProfile, authors: Authors
) -> BackTranslations:
    """What a translator says that is certified for the merchant's language; else nothing."""
    translator, code = authors.translator, profile(tag).code
    if translator is None or not authors.translates_into(own.code, code):
        return BackTranslations(lines={})
    try:
        told = translator.translate(texts, source=code, target=own.code)
    except EngineError as error:
        return BackTranslations(lines={}, why=error.message)
    lines = {seal(said): _usable(each, said) for said, each in zip(texts, told, strict=True)}
    return BackTranslations(lines=lines, made_by=translator.stamp)


def kept_backs(folder: RunFolder, tag: str) -> BackTranslations | None:
    """What a model has said of a script's lines; None: nobody was asked yet."""
    return folder.find(f"{tag}/back.json", BackTranslations)


def _kept(folder: RunFolder, tag: str) -> Mapping[str, str]:
    found = kept_backs(folder, tag)
    return found.lines if found else {}


def _keep(folder: RunFolder, tag: str, new: BackTranslations) -> None:
    lines = {**_kept(folder, tag), **new.lines}
    record = BackTranslations(lines=lines, made_by=new.made_by, why=new.why)
    folder.write_json(f"{tag}/back.json", {"schema": SCHEMA, "record": to_json(record)})


def _back(
    line: ScriptLine,
    script: Script,
    brief: Brief,
    target: LanguageProfile,
    own: LanguageProfile,
    kept: BackTranslations | None,
) -> Back:
    if not line.text:
        return Back(text="", by="")
    if line.author in BY_MODEL:
        told = kept.lines.get(seal(line.text), "") if kept else ""
        return Back(text=fill(told, brief.facts, own), by="model" if told else "")
    told = _space(own).join(_by_book(line, script, brief, target, own))
    return Back(text=fill(told, brief.facts, own), by="catalogue" if told else "")


def _by_book(
    line: ScriptLine, script: Script, brief: Brief, target: LanguageProfile, own: LanguageProfile
) -> Sequence[str]:
    """The sentences of a line in the merchant's language, in the order of the line."""
    points, facts = {p.id: p for p in script.points}, {f.key: f for f in with_parts(brief.facts)}
    placed = []
    for name in line.points:
        stated = Stated.of(points[name].catalogue) if name in points else None
        if stated is None:
            return ()  # nobody knows any more what it says
        theirs = (line.text.find(said) for said in sentences(stated, target))
        at = next((at for at in theirs if at >= 0), len(line.text))
        placed.append((at, _closed(sentences(stated, own)[0], own)))
    for found in TAG.finditer(line.text):
        fact = facts.get(found[1])
        told = fact and can_say(fact, brief, own)
        said = fact_sentence(found[1], line.index, brief, own) if told else _closed(found[0], own)
        placed.append((found.start(), said))
    return [said for _, said in sorted(placed, key=lambda each: each[0])]


def _closed(said: str, profile: LanguageProfile) -> str:
    ends = profile.text.sentence_end
    return said if said[-1] in ends else said + ends[0]


def _space(profile: LanguageProfile) -> str:
    return " " if " " in profile.text.punctuation else ""
