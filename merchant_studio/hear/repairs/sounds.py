"""How Chinese characters sound, and how far two sounds are from each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
)
"""Sounds that speakers of many regions do not tell apart: zh and z, l and n, ang and an."""

# Initials as phonology describes them: where they are made, how, and whether with a breath.
_PLACES = ("b p m f", "z c s", "d t n l", "zh ch sh r", "j q x", "g k h")
_MANNERS = {
    "stop": "b p d t g k",
    "affricate": "z c zh ch j q",
    "fricative": "f s sh x h",
    "nasal": "m n",
    "liquid": "l r",
}
_BREATHED = frozenset(("p", "t", "k", "c", "ch", "q"))
_NEAR_PLACES = ({"z c s", "zh ch sh r"}, {"z c s", "j q x"}, {"zh ch sh r", "j q x"})
_NEAR_MANNERS = ({"stop", "affricate"}, {"affricate", "fricative"}, {"nasal", "liquid"})
_OWN = {"f h": 0.3, "l r": 0.3}
"""Pairs that are confused more often than their places and manners suggest."""
_LACKS_INITIAL = 0.6

_NEAR_MEDIALS = ({"i", "v"}, {"u", ""}, {"u", "v"})
_NEAR_NUCLEI = ({"a", "e"}, {"o", "e"}, {"a", "o"})
_NEAR_CODAS = ({"n", "ng"}, {"i", ""}, {"u", ""}, {"n", ""})
_HISSED = frozenset(("z", "c", "s", "zh", "ch", "sh", "r"))
"""After these the vowel written i sounds near e: 子 (zi) is near 则 (ze)."""
_APICAL = 0.25
_VOWEL = re.compile("(?P<medial>[iuv]?)(?P<nucleus>[aoeê]?)(?P<coda>ng|n|r|i|u|o)?$")
_WHOLE = {
    **{"in": "ien", "ing": "ieng", "vn": "ven", "ong": "ueng", "iong": "veng"},
    **{"iou": "ieu", "ou": "eu", "o": "uo"},
}
"""Finals in full, where pinyin omits a vowel or writes another one: iou is ieu."""


_POLYPHONES = frozenset("长重行种量传弹调乘盛角数处当好空")
"""Characters with two common readings, such as 长; of others only the first one counts."""


@dataclass(frozen=True, slots=True)
class _Syllable:
    initial: str
    medial: str
    nucleus: str
    coda: str


@lru_cache(maxsize=4096)
def sounds(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(text))


@lru_cache(maxsize=4096)
def tones(text: str) -> tuple[str, ...]:
    """The pinyin of each character with its tone."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(text, style=Style.TONE3))


def blurred(sound: tuple[str, ...]) -> tuple[str, ...]:
    """A sound without the differences that many accents drop: zhang -> zan."""
    result = list(sound)
    for pattern, other in _ALIKE:
        result = [pattern.sub(other, syllable) for syllable in result]
    return tuple(result)


def distance(heard: str, meant: str) -> float:
    """How far two words of one length sound apart: 0 for the same sounds, about 1 a syllable.

    Tones are left out: recognizers choose the character by its neighbours, not by its tone.
    """
    return sum(_between(one, other) for one, other in zip(heard, meant, strict=True))


@lru_cache(maxsize=65536)
def _between(one: str, other: str) -> float:
    """The distance of two characters by their nearest readings: 长 is chang and zhang."""
    if one == other:
        return 0.0
    pairs = [(a, b) for a in _readings(one) for b in _readings(other)]
    return min((_initials(a, b) + _finals(a, b) for a, b in pairs), default=1.0)


@lru_cache(maxsize=8192)
def _readings(character: str) -> frozenset[_Syllable]:
    """The usual sounds of a character, without tones."""
    from pypinyin import Style, pinyin
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    found = set()
    for sound in pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")[:1]:
        for syllable in sound[: 2 if character in _POLYPHONES else 1]:
            final = to_finals(syllable, strict=True, v_to_u=False)
            vowel = _VOWEL.match(_WHOLE.get(final, final))
            if vowel:
                coda = {"o": "u"}.get(vowel["coda"] or "", vowel["coda"] or "")
                initial = to_initials(syllable, strict=True)
                found.add(_Syllable(initial, vowel["medial"], vowel["nucleus"], coda))
    return frozenset(found)


def _initials(one: _Syllable, other: _Syllable) -> float:
    a, b = one.initial, other.initial
    if a == b:
        return 0.0
    if not a or not b:
        return _LACKS_INITIAL
    own = _OWN.get(" ".join(sorted((a, b))))
    if own is not None:
        return own
    places = {place for place in _PLACES if {a, b} & set(place.split())}
    manners = {name for name, each in _MANNERS.items() if {a, b} & set(each.split())}
    cost = 0.0
    if len(places) > 1:
        cost += 0.15 if places in _NEAR_PLACES else 0.4
    if len(manners) > 1:
        cost += 0.2 if manners in _NEAR_MANNERS else 0.5
    if (a in _BREATHED) != (b in _BREATHED) and manners != {"fricative", "affricate"}:
        cost += 0.2
    return cost


def _finals(one: _Syllable, other: _Syllable) -> float:
    if _is_apical(one) and other.nucleus == "e" and not other.medial and not other.coda:
        return _APICAL
    if _is_apical(other) and one.nucleus == "e" and not one.medial and not one.coda:
        return _APICAL
    cost = 0.0
    for a, b, near, low, high in (
        (one.medial, other.medial, _NEAR_MEDIALS, 0.2, 0.35),
        (one.nucleus, other.nucleus, _NEAR_NUCLEI, 0.25, 0.4),
        (one.coda, other.coda, _NEAR_CODAS, 0.15, 0.35),
    ):
        if a != b:
            cost += low if {a, b} in near else high
    return cost


def _is_apical(syllable: _Syllable) -> bool:
    hissed = syllable.initial in _HISSED and syllable.medial == "i"
    return hissed and not syllable.nucleus and not syllable.coda
