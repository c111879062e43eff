"""Is a line in its language? Models fall back to English, or answer in a neighbour of it.

What is written in other letters is seen by its letters. Among languages that share a script, a line
is the one's of whose words it holds more, each counted where the other does not have it. The words
are those of the language files (phrases, cues, labels), of the catalogue of selling points and, of
the line's own language, the lexicon: nothing has to be kept up to date beside them. A line without
any such word, or one that begins like it, is in a language that nobody here knows, or in none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ...languages import (
    TAG,
    LanguageProfile,
    is_spaced,
    language_codes,
    lexicon,
    profile,
    script_of,
)
from ...messages import Notice, name_of, say
from ...points import all_sentences

STEM = 5
"""Letters with which a word may begin like a known one, whatever its ending."""
_WORD = re.compile(r"[^\W\d_]+")


def other_language(bare: str, own: LanguageProfile) -> Iterator[Notice]:
    """Says which other language a line is in; nothing when it is in its own, or nobody can tell."""
    scripts = {script_of(letter) for letter in bare if letter.isalpha()}
    if own.script == "Jpan" and scripts == {"CJK"}:  # no sentence of it lacks kana
        yield say("it is Chinese")
    neighbours = [code for code in _neighbours(own.script) if code != own.code]
    if not is_spaced(own) or not neighbours:
        return
    said = _words(bare)
    known = _known(own.code) | _traded(own.code)
    for code in neighbours:
        theirs = sum(word in _known(code) and word not in known for word in said)
        ours = sum(word in known and word not in _known(code) for word in said)
        if theirs > ours:
            yield say("it is {language}", language=name_of(profile(code).name))
            return
    stems = _stems(own.code)
    if said and not any(word[:STEM] in stems for word in said):
        yield say("no word of it is {language}", language=name_of(own.name))


def _words(text: str) -> list[str]:
    """The words of a text without its tags, in small letters."""
    return _WORD.findall(unicodedata.normalize("NFC", TAG.sub(" ", text)).casefold())


@cache
def _neighbours(script: str) -> tuple[str, ...]:
    """The codes of the languages with this script."""
    return tuple(code for code in language_codes() if profile(code).script == script)


@cache
def _known(code: str) -> frozenset[str]:
    """The words of a language's file; stems (`forma*`) are left out."""
    read = profile(code)
    cues = (cue for cues in read.cues.values() for cue in cues if "*" not in cue)
    texts = (
        *read.sentences(),
        *all_sentences(read),
        *cues,
        *read.text.never_last,
        *read.labels.values(),
    )
    return frozenset(word for text in texts for word in _words(text))


@cache
def _stems(code: str) -> frozenset[str]:
    """How the words that a language is known by begin."""
    return frozenset(word[:STEM] for word in _known(code) | _traded(code))


@cache
def _traded(code: str) -> frozenset[str]:
    """The words of what is traded, in a language."""
    return frozenset(word for text in lexicon.words(code) for word in _words(text))
