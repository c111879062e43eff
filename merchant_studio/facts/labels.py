"""What a fact is called in a language, if it has a name there."""

from __future__ import annotations

import re
import unicodedata

from ..languages import (
    REFERENCE,
    LanguageProfile,
    OtherName,
    is_spaced,
    language_codes,
    lexicon,
    words_pattern,
)
from ..records import Brief, Count, Discount, Fact, Measure, Term
from .keys import KEYS, brands
from .parts import whole_key

STEM = 3
"""Letters that two forms of a noun share: Strati, strato."""
LONGEST_JOINT = 3
"""Letters of a word that joins two others: de, of, per."""
_LABEL = re.compile(r"([^.!?:<>–—]*\S)\s?[:–—]\s?$")
"""The end of a text that is a label: `Port of loading: `."""


def label(key: str, brief: Brief, profile: LanguageProfile) -> str:
    """The name of a fact's key in the language; empty: it has none there.

    The sheet's own label comes first. A key of the merchant's own has its own words for who reads
    their language, and for others the lexicon's: `ribs` are Спицы in Russian.
    """
    key = whole_key(key, brief.facts)
    given = brief.labels.get(key, {}).get(profile.code)
    other = _by_unit(key, brief, profile)
    if given or other or key in profile.labels:
        return given or (other.label if other else profile.labels[key])
    for named in (_own_words(key, brief, profile), _of_lexicon(key, brief, profile)):
        if named and not _seems_a_fact(named, profile):
            return capitalized(named, profile)
    return brands().get(key, "")


def sentence(key: str, brief: Brief, profile: LanguageProfile) -> str:
    """The phrasebook's sentence for a fact of the brief; empty: it has none for such a key."""
    whole, other = whole_key(key, brief.facts), _by_unit(key, brief, profile)
    known = other.sentence if other else profile.phrases.facts.get(whole, "")
    return known.replace(f"<{whole}>", f"<{key}>")


def _by_unit(key: str, brief: Brief, profile: LanguageProfile) -> OtherName | None:
    """The name of a key whose value has a special unit: a `speed` in rpm is a Drehzahl."""
    names = profile.by_unit.get(key, {})
    values = (fact.value for fact in brief.facts if fact.key == key)
    units = (value.unit for value in values if isinstance(value, Measure))
    return next((names[unit] for unit in units if unit in names), None)


PROPER_NAMES = ("brand", "address", "contact")
"""Keys whose words are names of their own, the same in every language."""
_NAMES = ("name", *PROPER_NAMES)
_NAMING_UNITS = ("color", "style", "size", "layer")
"""Units that say what is counted: 8 colors."""


def names_itself(fact: Fact, profile: LanguageProfile) -> bool:
    """Whether a value says what it is, so that a list needs no label: 8 colors, 5% off."""
    if isinstance(fact.value, Discount):
        return True
    known = KEYS.get(fact.key)
    own = known.unit if known else None
    if not isinstance(fact.value, Count) or fact.value.unit != own or own not in _NAMING_UNITS:
        return False
    name, article = profile.labels[fact.key].casefold(), profile.patterns.article
    nouns = [form.replace("{0}", "").strip().casefold() for form in profile.units[own].forms()]
    if not is_spaced(profile):
        return any(noun in name or name in noun for noun in nouns)
    words = [word for noun in nouns for word in noun.split()]
    stems = {word.removeprefix(article)[:STEM] for word in words}
    return any(word.removeprefix(article)[:STEM] in stems for word in name.split())


def labelled(name: str, value: str, profile: LanguageProfile) -> str:
    """A fact as a list has it: `Price: CNY 18.50`, `Prix : 18,50 CNY`, `价格：18.50元`."""
    pattern = profile.patterns.label
    return pattern.format(label=name, value=value)


def describes(fact: Fact) -> bool:
    """Whether a fact's value is common words, and no name or code, which is said as it is."""
    return isinstance(fact.value, Term) and fact.key not in _NAMES


def once(before: str, value: str, profile: LanguageProfile) -> str:
    """The value without a noun that stands in its label already: "Envío: gratuito".

    The value there is "envío gratuito". Where nouns come last, the second word is left out:
    "Packaging: vacuum". If a short word follows the noun, as in "puerto de Ningbo", it stays.
    """
    label = _LABEL.search(before)
    if not label:
        return value
    said, first = _first_word(label[1], profile), _first_word(value, profile)
    rest = value[len(first) :].lstrip()
    article = profile.patterns.article
    alike = first.casefold().removeprefix(article) == said.casefold().removeprefix(article)
    if alike and len(rest.partition(" ")[0]) > LONGEST_JOINT:
        return rest
    is_last = profile.patterns.noun_last and rest.casefold() == label[1].casefold()
    return first if is_last else value


def _first_word(text: str, profile: LanguageProfile) -> str:
    """The first word, with all its parts where a language writes them apart: thanh toán."""
    small = text.casefold() + " "
    whole = (word for word in profile.captions.words if small.startswith(word.casefold() + " "))
    return text[: len(max(whole, key=len, default=text.partition(" ")[0]))]


def in_letters(text: str, profile: LanguageProfile) -> bool:
    """Whether a text has only letters that the language's readers read."""
    allowed = re.compile(f"[{profile.text.letters}]")
    return all(allowed.match(c) for c in unicodedata.normalize("NFC", text) if c.isalpha())


def _of_lexicon(key: str, brief: Brief, profile: LanguageProfile) -> str:
    """The lexicon's word for the key's words, or for a label in another language."""
    codes = dict.fromkeys((REFERENCE, brief.source_language, *language_codes()))
    wanted = [(code, key.replace("_", " ")) for code in codes]
    wanted += brief.labels.get(key, {}).items()
    found = (lexicon.translate(words, code, profile.code) for code, words in wanted)
    return next(filter(None, found), "")


def _own_words(key: str, brief: Brief, profile: LanguageProfile) -> str:
    """The key's words, English or the merchant's, for who reads that language."""
    told_in = REFERENCE if key.isascii() else brief.source_language
    words = key.replace("_", " ")
    return words if profile.code == told_in and in_letters(words, profile) else ""


def _seems_a_fact(words: str, profile: LanguageProfile) -> bool:
    """Whether words state a number or a currency, which no label may: Double wall, Price eur."""
    money = (word for forms in profile.currencies.values() for word in forms.words if word[1:])
    stated = (*profile.text.number_words, *money)
    pattern = words_pattern(stated, profile.text.letters, is_spaced(profile))
    return any(map(str.isnumeric, words)) or bool(pattern.search(words))


def capitalized(name: str, profile: LanguageProfile) -> str:
    """The name as a title or a label begins: İğne; one that has its capitals elsewhere stays: iPad.

    Where a language has an İ, it is the capital of i.
    """
    if any(c.isupper() for c in name.partition(" ")[0]):
        return name
    first = "İ" if name[:1] == "i" and "İ" in profile.text.letters else name[:1].upper()
    return first + name[1:]
