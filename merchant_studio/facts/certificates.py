"""The certificates that goods have: `CE FDA` is two of them, `ISO 9001` is one."""

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


def like(code: str) -> tuple[str, ...]:
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
