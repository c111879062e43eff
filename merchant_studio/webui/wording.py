"""Translates errors and findings, which the program makes in English, for the page.

They are whole sentences, such as "product.yaml has no value". A language file of the page lists
them with `{}` for what varies; what stands there is translated too, if the file has it, else kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ..languages import language_codes, profile
from .texts import core_sentences, texts

_GAP = re.compile(r"\{(\w*)\}")


def say(sentence: str, language: str) -> str:
    """The sentence in the page's language; as it is, where that has no words for it."""
    told = _said(sentence, language)
    first = told.partition(" ")[0]
    return told[:1].upper() + told[1:] if first.isalpha() else told  # no file's name


def _said(sentence: str, language: str) -> str:
    for pattern, form in _patterns(language):
        found = pattern.fullmatch(sentence)
        if found:
            return form.format(*(_part(part, language) for part in found.groups()))
    return sentence


def is_known(sentence: str, language: str) -> bool:
    """Whether the language has words for a sentence."""
    return any(pattern.fullmatch(sentence) for pattern, _ in _patterns(language))


def _part(text: str, language: str) -> str:
    """What varies: a list of problems, a key, a language, or a value."""
    names = _names(language)
    if text in names:
        return names[text]
    if is_known(text, language):
        return _said(text, language)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    for english, form in core_sentences(language):  # one accepted kind of value, or another
        if text.startswith(f"{english} or "):
            rest = _part(text.removeprefix(f"{english} or "), language)
            return f"{form}{texts(language)['page.or']}{rest}"
    if "; " in text:
        return "; ".join(_part(part, language) for part in text.split("; "))
    listed = re.split(r", | and ", text)
    if len(listed) > 1 and all(part in names for part in listed):
        return texts(language)["page.comma"].join(names[part] for part in listed)
    return text


@cache
def _names(language: str) -> Mapping[str, str]:
    """Words of the core by which it names facts and languages."""
    known = dict(profile(language).labels) if language in language_codes() else {}
    known |= {f"<{key}>": label for key, label in known.items()}
    known |= {profile(code).name: language_name(code, language) for code in language_codes()}
    return known


def language_name(tag: str, language: str) -> str:
    """A language's name in the page's language: 西班牙语, Spanish (Mexico)."""
    from babel import Locale

    parsed = Locale.parse(tag.replace("-", "_"))
    return parsed.get_display_name(language) or tag


def label_of(key: str, language: str, own: Mapping[str, Mapping[str, str]]) -> str:
    """A fact's key in the page's language."""
    if key in own and language in own[key]:
        return own[key][language]
    text = texts(language).get(f"keys.{key}")
    if text:
        return text
    known = profile(language).labels if language in language_codes() else {}
    return known.get(key, key.replace("_", " "))


@cache
def _patterns(language: str) -> Sequence[tuple[re.Pattern[str], str]]:
    made = []
    for english, form in core_sentences(language):
        parts = _GAP.split(english)[::2]
        made.append((re.compile("(.+?)".join(map(re.escape, parts)), re.S), form))
    return made
