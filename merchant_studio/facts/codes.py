"""Codes that others have given: certificates, and telephone numbers.

`CE FDA` is two certificates, `ISO 9001` is one. A number is told as a buyer abroad dials it:
+86 138 0013 8000 (ITU-T E.164).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

CERTIFICATES = (
    "EMC", "LVD", "CSA", "NRTL", "3C", "CE", "FCC", "RoHS", "UL", "cUL", "ETL", "CCC", "PSE",
    "KC", "KCC", "UKCA", "EAC", "SAA", "CB", "GS", "TUV", "BIS", "RCM", "C-Tick", "NOM", "SASO",
    "INMETRO", "TISI", "BQB", "ERP", "REACH", "FDA", "LFGB", "SGS", "BSCI", "SEDEX", "WRAP",
    "FSC", "GRS", "GOTS", "OEKO-TEX", "ASTM", "CPC", "CPSIA", "CPSC", "MSDS", "UN38.3", "CPNP",
    "ISO22716", "SIRIM", "GMPC", "CA65", "PAHs", "GMP", "HACCP", "BRC", "NSF", "DOT", "ECE",
    "CUPC", "WRAS", "WaterMark", "RED", "VDE", "CQC", "DEKRA", "BIFMA", "CARB", "TSCA", "MFi",
    "Halal", "Kosher", "PEFC", "BCI", "OCS", "SMETA", "ANSI", "JIS", "SABER", "SONCAP",
    "IATF16949", "EPA", "E-Mark", "CCS", "UL2272", "UL94", "IEC62133", "EN388", "EN166",
    "EN14682", "EN12520", "EN581", "EN13209", "ISO9001", "ISO14001", "ISO13485", "ISO22000",
    "ISO45001", "EN71", "EN62115", "EN1888",
)  # fmt: skip
"""Marks that may be named as certificates; other letters are not taken for one."""
_STANDARD = re.compile(
    r"(?:ISO|EN|IEC|UL|ASTM|ANSI|DIN|BS|NF|AS|NZS|JIS|KS|IS|GB|GBT|QB|FZ|CNS|NOM|SNI|GOST)"
    r"[a-z]?\d[\da-z]*"
)
"""A standard by its number, written without blanks: EN71, GB4806."""


def parted(codes: Sequence[str]) -> tuple[str, ...]:
    """The certificates one by one, as they are typed: `CE FDA`, `CE、FDA` and `CE/FDA` are two."""
    found: list[str] = []
    for code in codes:
        for part in filter(None, re.split(r"\s*[,，、;；+]\s*|\s+/\s*|/(?!T\b)", code.strip())):
            words = part.split()
            start = 0
            for i in range(1, len(words) + 1):
                if i == len(words) or _ends(" ".join(words[start:i]), words[i : i + 2]):
                    found.append(" ".join(words[start:i]))
                    start = i
    return tuple(dict.fromkeys(filter(None, found)))


def is_certificate(code: str) -> bool:
    """Whether it is one that is known: a mark such as CE, a standard such as EN 71."""
    return _bare(code) in _KNOWN or bool(_STANDARD.fullmatch(_bare(code).upper()))


def certificates_like(code: str) -> tuple[str, ...]:
    """The known certificates that may be meant: FDQ may be FDA."""
    near = get_close_matches(_bare(code), _KNOWN, n=2, cutoff=0.66) if len(_bare(code)) > 2 else []
    return tuple(_KNOWN[one] for one in near)


def _ends(code: str, following: Sequence[str]) -> bool:
    """Whether a certificate ends before these words: one begins, as CE or ISO before 9001.

    After one that is known, capital letters are another one: `CE FDQ`.
    """
    first = following[0]
    if is_certificate(first) or (is_certificate(code) and re.fullmatch("[A-Z]{2,8}", first)):
        return True
    return first.isalpha() and is_certificate(" ".join(following))


def _bare(code: str) -> str:
    return re.sub(r"[\s./-]", "", code).casefold()


_KNOWN = {_bare(mark): mark for mark in CERTIFICATES}


SHORTEST_NUMBER, LONGEST_NUMBER = 8, 15
"""Digits of a number with its country's code."""
CHINA = "86"
_MOBILE = re.compile(r"1[3-9]\d{9}")
"""A Chinese mobile number as it is dialled in China."""
_COUNTRY = re.compile(
    r"1|7|2(?:0|1[1-368]|2\d|3\d|4\d|5[0-8]|6\d|7|9[017-9])|3(?:[0-4]|5\d|6|7[0-9]|8[0-35-79]|9)"
    r"|4(?:[013-9]|2[013])|5(?:0\d|[1-8]|9\d)|6(?:[0-6]|7[02-9]|8[0-35-9]|9[0-2])"
    r"|8(?:[1246]|0[08]|5[02356]|7[08]|8[0-368])|9(?:[0-58]|6[0-8]|7[0-79]|9[2-68])"
)
"""The country codes that are given out; none is the beginning of another one."""
_NATIONAL = {"1": 10, "7": 10}
"""How many digits follow a country's code, where that is the same for all of its numbers."""


def international(number: str) -> str:
    """The digits of a number with its country's code; empty if it may be one without.

    Such a number would lead to a stranger in another country.
    """
    digits = digits_of(number)
    if re.match(r"\s*\+", number):
        known = digits
    elif digits.startswith("00"):
        known = digits[2:]
    else:
        at_home = digits.startswith("0") or _MOBILE.fullmatch(digits)
        known = "" if at_home else digits
    return known if SHORTEST_NUMBER <= len(known) <= LONGEST_NUMBER else ""


def digits_of(number: str) -> str:
    """All digits of what was typed."""
    return "".join(re.findall(r"[0-9]", number))


def is_whole(digits: str) -> bool:
    """Whether digits with a country's code are a number that can be: 86 and 11 of a mobile."""
    country = _COUNTRY.match(digits)
    if country is None:
        return False
    own = digits[country.end() :]
    if country[0] == CHINA and re.match("1[3-9]", own):
        return bool(_MOBILE.fullmatch(own))
    return len(own) == _NATIONAL.get(country[0], len(own))


def as_of_china(number: str) -> str:
    """A number dialled in China, with the country's code: +86 138 0013 8000; empty: it is none."""
    digits = digits_of(number)
    if _MOBILE.fullmatch(digits):
        return f"+{CHINA} {digits[:3]} {digits[3:7]} {digits[7:]}"
    if re.fullmatch(r"0[1-9]\d{1,2}\d{7,8}", digits):
        return f"+{CHINA} {digits[1:]}"
    return ""
