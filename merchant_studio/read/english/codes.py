"""Model numbers, protection grades and certificates in English speech."""

from __future__ import annotations

import re

from ...records import Code
from .numerals import NUMBER
from .said import Line, Said
from .words import UNIT, pattern

_CERTIFICATES = (
    "CE|FCC|R[oO]HS|FDA|UL|ETL|LFGB|REACH|EN ?71|ASTM|CPC|CPSIA|UKCA|PSE|KC|BIS|SGS|SAA|GS|FSC|GRS"
    "|GOTS|MSDS|CCC|BSCI|ISO ?9001|ISO ?14001|ISO ?13485|ISO ?22000|EN ?14682|EN ?166|OEKO-T(?:EX"
    "|ex)"
)
_LIST = re.compile(
    rf"(?:{_CERTIFICATES})\b(?:(?:, ?(?:and )?| and | & |/| )(?:{_CERTIFICATES})\b)*"
    r"(?!-(?!certified|approved|marked|compliant))"
)
_PROTECTION = re.compile(r"IP(?:X\d|[ -]?\d\d)\b")
_NO_LETTERS = "MOQ|M[AI][NX]|US[BD]?|HK|NO|[AP]M|X|MP|AAA?|FOB|EXW|CIF|RMB|CNY|EUR|GBP|IPX?"
_MODEL = re.compile(rf"(?!(?:{_NO_LETTERS})(?![A-Z]))[A-Z]{{1,4}}-?\d{{2,6}}(?![\w]|[.,]\d)")
_NAME = pattern(
    r"\b(?P<name>model|item|article|style(?= n)|booth)(?P<number> (?:number|no\.?|code|num|#))?"
    r"(?: (?:is|are)|:)? ?$"
)
_NAMED = re.compile(r"[A-Z]{1,4} \d{2,}\b|(?=[\w/-]*\d)[A-Z\d]\w*(?:[-/]\w+)*")
_MORE = pattern(
    rf"{UNIT}|[ -]?{NUMBER}| ?%| (?:pro|plus|max|mini|ultra|lite|air|se|xl|s)\b|[-./]\w"
)


def read_code(line: Line, at: int) -> Said | None:
    """The code that begins at `at`: A203, IP65, CE and FCC, 203 after "model number"."""
    if grade := _PROTECTION.match(line.text, at):
        return _code(grade, re.sub("[ -]", "", grade[0]), "waterproof")
    name = line.before(_NAME, at)
    if name and (found := _NAMED.match(line.text, at)):
        key = "booth" if name["name"].lower() == "booth" else "model"
        code, more = found[0].replace(" ", ""), line.match(_MORE, found.end())
        numbered = code.isdigit() and len(code) > 1 and (key == "booth" or name["number"])
        if not code[0].isdigit() or (numbered and not more):  # this model 18 yuan, model 3-in-1
            return _code(found, "" if more or len(code) > 20 else code, key)
    if (found := _MODEL.match(line.text, at)) and not re.match(_CERTIFICATES, found[0]):
        return _code(found, "" if line.match(_MORE, found.end()) else found[0])
    if found := _LIST.match(line.text, at):
        names = re.findall(_CERTIFICATES, found[0].replace("OH", "oH").replace("ex", "EX"))
        value = Code(codes=tuple(dict.fromkeys(name.replace(" ", "") for name in names)))
        return Said(start=at, end=found.end(), kind="code", value=value)
    return None


def _code(found: re.Match[str], code: str, key: str | None = None) -> Said:
    plain = re.sub(r"^([A-Za-z]{1,4})-(\d{2,6})$", r"\1\2", code)
    value = Code(codes=(plain,)) if code else None
    return Said(start=found.start(), end=found.end(), kind="code", value=value, key=key)
