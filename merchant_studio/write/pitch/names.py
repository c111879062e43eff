"""How a product is called in each language, and words for facts that its sheet has in a few only.

`carrito de compras plegable`, of which one goes on to speak as `carrito`; `material: {zh: 榉木}` is
"beech" in English. Both are asked for in one question and kept in `names.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from ...check import check_claims, check_negation, licensed, proofread
from ...engines import Answer, Form, Question
from ...engines.answers import TEXT, a_list, an_object, one_of, read_json, rows, text
from ...facts import describes, is_mark, parts_of
from ...languages import LanguageProfile, plain_letters, profile
from ...prompts import prompt, system
from ...records import Brief, Fact, Grammar, ProductName, Term, TermWords, Variants

NAME_TOKENS = 80
TERM_TOKENS = 40
LONGEST_NAME = 60
"""Characters."""
_GENDERS: tuple[Grammar, ...] = get_args(Grammar)
LONGEST_TERM = 60
"""Characters; longer ones are sentences, which a merchant writes himself."""
_SHORT = re.compile("[A-Za-z][a-z]*[A-Z][A-Za-z]*")
"""Letters that are no word, the same in every language: ABS, PVC."""
_MARKS = r"\d '’()·,،、/-"
"""Beside a language's letters: stainless steel (304)."""


def wanted_terms(brief: Brief, profiles: Mapping[str, LanguageProfile]) -> Mapping[str, Term]:
    """The facts and variants in words for which some language has none, by their keys."""
    terms = (pair for fact in brief.facts for pair in _terms_of(fact))
    return {
        key: term
        for key, term in terms
        if set(profiles) - set(term.translations)
        and max(map(len, term.translations.values())) <= LONGEST_TERM
    }


def _terms_of(fact: Fact) -> Iterator[tuple[str, Term]]:
    """A fact's word by its key, or those of its variants by their parts: `colors_2`; not XL."""
    match fact.value:
        case Term() if describes(fact):
            yield fact.key, fact.value
        case Variants(options=options):
            named = zip(parts_of(fact), options, strict=True)
            yield from (
                (part.key, Term(translations=option.name))
                for part, option in named
                if not is_mark(option.name)
            )


def names_question(
    known: Mapping[str, str],
    sheet: str,
    profiles: Mapping[str, LanguageProfile],
    terms: Mapping[str, Term],
) -> Question:
    """The question how the product is called in some languages.

    `known` are its names on the sheet; `terms` are facts such as its material, of which some of
    the languages have no word yet.
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
        fields["terms"] = a_list(_term_row(terms, profiles), most=most)
        example["terms"] = [{"language": "es", "tag": next(iter(terms)), "word": "..."}]
    return Question(
        system=system(),
        parts=(
            f"{sheet}\n",
            f"\n{prompt('names')}\nIts names so far: {named}\nThe languages: {languages}\n"
            + (f"\n{prompt('terms')}\n{_listed(terms, profiles)}\n" if terms else ""),
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


def _listed(terms: Mapping[str, Term], profiles: Mapping[str, LanguageProfile]) -> str:
    """What the sheet says of each, and the languages that have no word: <material> ...; in ar."""
    return "\n".join(
        f"<{key}> "
        + "; ".join(f"{code}: {word}" for code, word in term.translations.items())
        + "; wanted in "
        + ", ".join(code for code in profiles if code not in term.translations)
        for key, term in terms.items()
    )


def _term_row(
    terms: Mapping[str, Term], profiles: Mapping[str, LanguageProfile]
) -> Mapping[str, object]:
    """The schema of one word in the answer."""
    return an_object(language=one_of(*profiles), tag=one_of(*terms), word=TEXT)


def read_terms(
    answer: Answer,
    terms: Mapping[str, Term],
    brief: Brief,
    profiles: Mapping[str, LanguageProfile],
) -> Mapping[str, TermWords]:
    """The words of an answer by the facts' keys; one that fails the checks is missing."""
    found: dict[str, dict[str, str]] = {key: {} for key in terms}
    for row in rows(read_json(answer.text), "terms"):
        tag, word = text(row.get("tag")).strip("<>"), text(row.get("word"))
        own = profiles.get(text(row.get("language")))
        if own and tag in terms and _is_right(word, terms[tag], brief, own):
            found[tag][own.code] = word
    return {
        key: TermWords(of=term.translations, words=found[key])
        for key, term in terms.items()
        if found[key]
    }


def _is_right(word: str, term: Term, brief: Brief, own: LanguageProfile) -> bool:
    """Whether a word is one of the language, and claims nothing that the sheet does not.

    It is in the language's letters, but for ABS where the sheet says ABS, and has the numbers of
    the sheet: 304. Whether it means the same no code can tell.
    """
    said = {code: plain_letters(each) for code, each in term.translations.items()}
    known = set(_SHORT.findall(" ".join(said.values())))
    plain = plain_letters(word)
    bare = _SHORT.sub(lambda match: "" if match[0] in known else match[0], plain)
    source = brief.source_language
    return (
        own.code not in said
        and 0 < len(word) <= LONGEST_TERM
        and bool(re.fullmatch(f"[{own.text.letters}{_MARKS}]*", bare))
        and _numbers(plain) in [_numbers(each) for each in said.values()]
        and (not proofread.number_words_in(bare, own) or _counts(said))
        and not check_claims(word, own, licensed((), source, brief.facts))
        and not check_negation(word, own, [said.get(source, "")], source)
    )


def _numbers(plain: str) -> list[int]:
    return sorted(int(digits) for digits in re.findall(r"\d+", plain))


def _counts(said: Mapping[str, str]) -> bool:
    """Whether the sheet's own words hold a number: double wall."""
    return any(proofread.number_words_in(each, profile(code)) for code, each in said.items())
