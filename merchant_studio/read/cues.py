"""Which words of trade a recording has: 起订 before a minimum order, 这款 of a product at all.

Numbers of every kind are said in news and in small talk, too. A value is a fact of the goods only
if a word that its key has in `data/speech-zh.toml` is in reach, and only in talk about goods.
Chinese words are compared by their sound: 起定 is as good as 起订.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from ..languages import is_spaced, profile
from .clues import Line, sound
from .found import CLAUSE_END

_OWN_LETTERS = 0xF0000
"""From here on letters mean nothing; each sound that is met takes the next one."""
_sounds: dict[str, int] = {}
_numbering = threading.Lock()
ENOUGH = 4
"""So many different words of those who sell are enough for any pitch."""
_CLAUSES = re.compile(f"[{CLAUSE_END} ]")


def is_product_talk(texts: Sequence[str], language: str) -> bool:
    """Whether sentences are those of somebody who sells; yes in a language nobody knows that of.

    They have a word of trade, and, with those that goods are described by, about one a sentence.
    """
    trade, goods = (_words(language).get(name) for name in ("talk", "goods"))
    if trade is None:
        return True
    said = " ".join(texts)
    found = set(trade.findall(said))
    if goods:
        found |= set(goods.findall(said)) if found else set()
        return len(found) >= min(ENOUGH, len(texts))
    return bool(found)


def names_role(line: Line, i: int, key: str) -> bool:
    """Whether a word of the key stands in value `i` of a line, its clause, or one beside it."""
    cue = _words("zh").get(f"keys.{key}")
    return cue is None or bool(cue.search(_by_sound(_reach(line, i))))


def _reach(line: Line, i: int) -> str:
    """The clause of a value, with the one before it and the one after it."""
    found = line.taken[i]
    before = _CLAUSES.split(line.text[: found.start])[-2:]
    if len(before) == 1:
        before = [*_CLAUSES.split(line.said_before.rstrip(f"{CLAUSE_END} "))[-1:], *before]
    after = _CLAUSES.split(line.text[found.end :])[:2]
    own = before[-1] + line.text[found.start : found.end] + after[0]
    return "，".join((*before[:-1], own, *after[1:]))


def _by_sound(text: str) -> str:
    """The text with one letter for all characters of a sound."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    said = sound(character)
    if said == character:
        return character
    with _numbering:
        return chr(_OWN_LETTERS + _sounds.setdefault(said, len(_sounds)))


@cache
def _words(language: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a language: `talk`, and one a key, `keys.moq`."""
    path = resources.files("merchant_studio") / "data" / f"speech-{language}.toml"
    if not path.is_file():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    edge = r"\b" if is_spaced(profile(language)) else ""
    named = {f"keys.{key}": _by_sound("|".join(words)) for key, words in rows["keys"].items()}
    named |= {name: "|".join(rows[name]) for name in ("talk", "goods") if name in rows}
    return {name: re.compile(f"{edge}(?:{words}){edge}", re.I) for name, words in named.items()}
