"""What the program tells a merchant, in his language: `data/messages/<code>.toml`.

The program makes whole English sentences: "pitch.mp4 is silent; record it again with the microphone
on". The file has a pattern for each, and how its language says it:

    "{=} is silent; record it again with the microphone on" = "{0} 没有声音；请打开麦克风重新录"

| hole | what stands there |
|---|---|
| `{}` | a word, or several in quotes; names of facts and languages are translated: price is 价格 |
| `{=}` | anything without ": " and "; ", kept as it is: a path, a key of the sheet |
| `{*}` | anything, kept as it is: what the system says of an error |
| `{!}` | what has a pattern of its own |

Where several patterns fit, the one with the most letters is taken, or of equals the first. A
sentence without a pattern stays English. To add a language, add a file; nothing else names it.
"""

from __future__ import annotations

import locale
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .languages import language_codes, profile

FOLDER = Path(__file__).parent / "data" / "messages"
ENGLISH = "en"
"""The language in which the program makes its sentences."""
MOST_KEPT = 10_000
"""Sentences whose translations are remembered: progress says the same ones again and again."""
_LIST = re.compile(r", | and | or ")
_HOLE = re.compile(r"\{([=*!]?)\}")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An English sentence with holes, and how the language says it: "正在听 {0}"."""

    literals: tuple[str, ...]
    """The text around the holes; one more than there are holes."""
    holes: tuple[str, ...]
    """The kind of each hole: nothing, `=`, `*` or `!`."""
    form: str

    @classmethod
    def of(cls, english: str, form: str) -> _Pattern:
        """The pattern of one line of a file."""
        literals, holes = _HOLE.split(english)[::2], _HOLE.split(english)[1::2]
        return cls(tuple(literals), tuple(holes), form)


class Catalogue:
    """The patterns of one language, and its names of facts and languages."""

    def __init__(
        self, patterns: Mapping[str, str], names: Mapping[str, str], comma: str = ", "
    ) -> None:
        made = [_Pattern.of(english, form) for english, form in patterns.items()]
        self._patterns = sorted(made, key=lambda one: -sum(map(len, one.literals)))
        self._names, self._comma = names, comma
        self._found = lru_cache(MOST_KEPT)(self._find)

    def say(self, sentence: str) -> str:
        """The sentence in the language; as it is, where that has no pattern for it."""
        found = self._found(sentence)
        return sentence if found is None else found

    def knows(self, sentence: str) -> bool:
        """Whether a pattern fits the sentence."""
        return self._found(sentence) is not None

    def _find(self, sentence: str) -> str | None:
        tried = (self._said(pattern, sentence) for pattern in self._patterns)
        return next((said for said in tried if said is not None), None)

    def _said(self, pattern: _Pattern, sentence: str) -> str | None:
        """The sentence as one pattern says it; None: it does not fit."""
        if all(literal in sentence for literal in pattern.literals):
            for parts in _parted(sentence, pattern.literals):
                told = list(zip(pattern.holes, parts, strict=True))
                if all(self._fits(hole, part) for hole, part in told):
                    return pattern.form.format(*(self._part(hole, part) for hole, part in told))
        return None

    def _fits(self, hole: str, text: str) -> bool:
        """Whether a text may stand in a hole."""
        match hole:
            case "!":
                return self.knows(text)
            case "=":
                return not re.search("[:;] ", text)
            case "*":
                return True
        is_named = all(part in self._names for part in _LIST.split(text))
        return is_named or _is_quoted(text) or not re.search(r"\s", text)

    def _part(self, hole: str, text: str) -> str:
        """What stands in a hole, as the language says it."""
        if hole:
            return self.say(text) if hole == "!" else text
        if _is_quoted(text):
            return text[1:-1]
        listed = _LIST.split(text)
        if all(part in self._names for part in listed):
            return self._comma.join(self._names[part] for part in listed)
        return text


@cache
def catalogue(language: str) -> Catalogue:
    """The patterns of a language's file; none in English."""
    file = _file(language)
    return Catalogue(patterns(language), names(language), file.get("comma", {}).get("list", ", "))


def patterns(language: str) -> dict[str, str]:
    """Each English sentence with holes of a language's file, and how the language says it."""
    tables = (table for name, table in _file(language).items() if name not in ("names", "comma"))
    return {english: form for table in tables for english, form in table.items()}


@cache
def names(language: str) -> Mapping[str, str]:
    """Words by which the program names facts and languages, as the language says them."""
    known = dict(profile(language).labels) if language in language_codes() else {}
    known |= {f"<{key}>": label for key, label in known.items()}
    known |= {profile(code).name: language_name(code, language) for code in language_codes()}
    return known | _file(language).get("names", {})


@cache
def message_languages() -> tuple[str, ...]:
    """The codes of the languages in which the program can speak, English first."""
    return (ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.toml")))


def system_language() -> str:
    """The language of the system among those of the program; English if it is none of them."""
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not told and sys.platform == "win32":
        told = locale.getlocale()[0] or ""  # "zh_CN", or by its name: "Chinese (Simplified)_China"
    beginnings = {c: (c, language_name(c, ENGLISH).lower()) for c in message_languages()}
    return next((c for c, one in beginnings.items() if told.lower().startswith(one)), ENGLISH)


def language_name(tag: str, language: str) -> str:
    """A language's name in another one: 西班牙语, Spanish (Mexico)."""
    from babel import Locale

    parsed = Locale.parse(tag.replace("-", "_"))
    return parsed.get_display_name(language) or tag


@cache
def _file(language: str) -> dict[str, dict[str, str]]:
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] and text[0] in "'\""


def _parted(text: str, literals: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every way in which a text is the literals with something between them."""
    if not text.startswith(literals[0]):
        return
    text = text[len(literals[0]) :]
    if len(literals) == 1:
        if not text:
            yield ()
        return
    following = re.escape(literals[1]) or "$"
    for found in re.finditer(f"(?={following})", text):
        if found.start():
            for rest in _parted(text[found.start() :], literals[1:]):
                yield text[: found.start()], *rest
