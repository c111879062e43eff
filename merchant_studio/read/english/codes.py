"""Model numbers, protection grades and certificates in English speech."""

from __future__ import annotations

import re

from ...records import Code
from .names import CODES_BEFORE, currency_at, unit_at
from .numerals import NUMBER_WORDS, read_digits, read_number
from .said import Line, Said
from .tokens import glued_at, kind_at, words

_CERTIFICATES = {
    name.upper(): name
    for name in [
        "CE",
        "FCC",
        "RoHS",
        "FDA",
        "UL",
        "ETL",
        "LFGB",
        "REACH",
        "EN71",
        "ASTM",
        "CPC",
        "CPSIA",
        "UKCA",
        "PSE",
        "KC",
        "BIS",
        "SGS",
        "SAA",
        "GS",
        "FSC",
        "GRS",
        "GOTS",
        "MSDS",
        "CCC",
        "BSCI",
        "ISO9001",
        "ISO14001",
        "ISO13485",
        "EN14682",
        "EN166",
        "ISO22000",
        "OEKO-TEX",
    ]
}
_NO_LETTERS = frozenset({*CODES_BEFORE, "moq", "min", "max", "us", "hk", "no", "vol", "pm", "am",
                         "covid", "x", "usb", "mp", "aa", "aaa", "fob", "exw", "cif"})  # fmt: skip
_NAMES = frozenset(["model", "item", "article", "style", "booth"])
_NUMBER = frozenset(["number", "no", "code", "#", "num"])
_ARE = frozenset({"is", ":", "are"})
_TRAILERS = words("pro plus max mini ultra lite air se xl s")
_MAX_LETTERS, _MAX_DIGITS = 4, 6
_PLAIN = re.compile(r"([A-Za-z]{1,4})-?(\d{2,6})")


def read_code(line: Line, at: int) -> Said | None:
    """The code that begins at `at`: A203, "A two oh three", IP65, 203 after "model number"."""
    return _protection(line, at) or _named(line, at) or _model(line, at) or _certificates(line, at)


def _protection(line: Line, at: int) -> Said | None:
    """IP65, IP sixty-five, IPX7."""
    name = line.word(at)
    if name not in {"ip", "ipx"} or line.tokens[at].raw[:2] != "IP":
        return None
    here = at + 1 + (_is_hyphen(line, at + 1))
    digits, end = read_digits(line.tokens, here)
    if not digits:
        number = read_number(line.tokens, here)
        if number is None:
            return None
        digits, end = "" if number.value is None else str(number.value), number.hi
    if len(digits) != (2 if name == "ip" else 1) or not digits.isdecimal():
        return Said(lo=at, hi=end, kind="code", value=None)
    if kind_at(line.tokens, end) == "word" and glued_at(line.tokens, end):
        return Said(lo=at, hi=end + 1, kind="code", value=None)  # IP69K
    code = Code(codes=(f"{name.upper()}{digits}",))
    return Said(lo=at, hi=end, kind="code", value=code, key="waterproof")


def _is_hyphen(line: Line, at: int) -> bool:
    """Whether a hyphen stands at `at` without spaces around it."""
    dash = at < len(line.tokens) and line.tokens[at].is_dash
    return dash and line.tokens[at].glued and glued_at(line.tokens, at + 1)


def _name_before(line: Line, at: int) -> str:
    """The word before `at` that says that a code follows: model, item number, booth."""
    here = at - 1
    if line.word(here) in _ARE:
        here -= 1
    if line.word(here) == "." and line.word(here - 1) in _NUMBER:
        here -= 1
    if line.word(here) in _NUMBER:
        here -= 1
    name = line.word(here)
    if name not in _NAMES or (name == "style" and here == at - 1):
        return ""
    return "booth" if name == "booth" else "model"


def _chain(line: Line, at: int) -> tuple[str, int]:
    """Letters, digits and hyphens without a space among them, and where they end."""
    here = at
    while here < len(line.tokens) and (here == at or line.tokens[here].glued):
        token = line.tokens[here]
        joins = token.text in "-/" and glued_at(line.tokens, here + 1)
        if (token.kind == "sign" and not joins) or not token.raw.isascii():
            break
        here += 1
    start = line.tokens[at].start
    return line.segment.text[start : line.tokens[here - 1].end if here > at else start], here


def _named(line: Line, at: int) -> Said | None:
    """A code right after its name: model A203B, item number 2031, booth F3-21056."""
    key = _name_before(line, at)
    if not key or glued_at(line.tokens, at):
        return None
    code, end = _chain(line, at)
    if not line.tokens[at].glued and line.word(at - 1) in _NUMBER | _ARE:
        digits, last = read_digits(line.tokens, at)
        if len(digits) > 1:
            code, end = digits, last  # model number two oh three
    if line.tokens[at].raw.isascii() and line.tokens[at].raw.isupper() and end == at + 1:
        digits, last = read_digits(line.tokens, end)
        number = kind_at(line.tokens, end) == "digits" and line.word(end).isdecimal()
        if number and len(line.word(end)) > 1:
            code, end = code + line.word(end), end + 1
        elif len(digits) > 1:
            code, end = code + digits, last
    if not any(c.isdigit() for c in code) or not code.replace("-", "").replace("/", "").isalnum():
        return None
    numbered = key == "booth" or any(line.word(i) in _NUMBER for i in range(at - 3, at))
    if code.isdigit() and not (numbered and len(code) > 1 and _stands_alone(line, end)):
        return None  # this model 18 yuan
    if code[0].isdigit() and not code.isdigit():
        return None  # model 3-in-1
    plain = _PLAIN.fullmatch(code)
    unclear = (
        unit_at(line.tokens, end, digits=True)
        or line.word(end) in _TRAILERS
        or read_number(line.tokens, end)
        or len(code) > 20
    )
    value = None if unclear else Code(codes=("".join(plain.groups()) if plain else code,))
    return Said(lo=at, hi=end, kind="code", value=value, key=key)


def _stands_alone(line: Line, end: int) -> bool:
    """Whether no unit follows the digits that end here."""
    unit = unit_at(line.tokens, end, digits=True) or currency_at(line.tokens, end)
    return not unit and line.word(end) not in {"%", "percent"}


def _model(line: Line, at: int) -> Said | None:
    """Capitals and digits, written or said one by one: A203, A-203, "A two oh three"."""
    token = line.tokens[at]
    capitals = token.raw.isascii() and token.raw.isalpha() and token.raw.isupper()
    if not capitals or len(token.raw) > _MAX_LETTERS or glued_at(line.tokens, at):
        return None
    if token.text in _NO_LETTERS or f"{token.raw}{line.word(at + 1)}" in _CERTIFICATES:
        return None
    here = at + 1 + _is_hyphen(line, at + 1)
    digits, end = line.word(here), here + 1
    if kind_at(line.tokens, here) == "digits" and glued_at(line.tokens, here):
        if not digits.isdecimal() or not 1 < len(digits) <= _MAX_DIGITS:
            return None
        if glued_at(line.tokens, end) and (
            kind_at(line.tokens, end) != "sign"
            or (line.word(end) in "-./" and glued_at(line.tokens, end + 1))
        ):
            return Said(lo=at, hi=end, kind="code", value=None)  # A203B, A203-5
        said = False
    else:
        digits, end = read_digits(line.tokens, at + 1)
        words = end - at - 1
        article = token.text in {"a", "i"} and len(digits) < 3
        if len(digits) < 2 or len(digits) > _MAX_DIGITS or words != len(digits) or article:
            return None
        said = True
    follows = unit_at(line.tokens, end, digits=True)
    if said and (line.word(end) in {*NUMBER_WORDS, "point", "and"} or follows):
        return Said(lo=at, hi=end, kind="code", value=None)
    # ABS100 pieces: the material and a number, or a code?
    unclear = (follows and follows[0].kind == "count") or line.word(end) in _TRAILERS
    code = Code(codes=(token.raw + digits,))
    return Said(lo=at, hi=end, kind="code", value=None if unclear else code)


def _certificates(line: Line, at: int) -> Said | None:
    """CE, FCC and RoHS: names of a list, as one value."""
    names: list[str] = []
    here = hi = at
    while True:
        found = _certificate(line, here)
        if found is None:
            break
        names.append(found[0])
        hi = here = found[1]
        while line.word(here) in {",", "and", "&", "/"}:
            here += 1
    if not names:
        return None
    codes = Code(codes=tuple(dict.fromkeys(names)))
    return Said(lo=at, hi=hi, kind="code", value=codes, needs=("certificates",))


def _certificate(line: Line, at: int) -> tuple[str, int] | None:
    if kind_at(line.tokens, at) != "word" or (
        glued_at(line.tokens, at) and line.word(at - 1) not in {"/", ","}
    ):
        return None
    raw = line.tokens[at].raw
    if raw != raw.upper() and raw != _CERTIFICATES.get(raw.upper()):
        return None
    name = raw.upper()
    if name == "OEKO" and _is_hyphen(line, at + 1) and line.word(at + 2) == "tex":
        return "OEKO-TEX", at + 3
    if kind_at(line.tokens, at + 1) == "digits":
        joined = f"{name}{line.word(at + 1)}"
        glued = glued_at(line.tokens, at + 2) and kind_at(line.tokens, at + 2) != "sign"
        if joined in _CERTIFICATES and not glued:
            return _CERTIFICATES[joined], at + 2
        if glued_at(line.tokens, at + 1):
            return None
    hyphen = glued_at(line.tokens, at + 1) and line.tokens[at + 1].is_dash
    if hyphen and line.word(at + 2) not in {"certified", "approved", "marked", "compliant"}:
        return None
    return (_CERTIFICATES[name], at + 1) if name in _CERTIFICATES else None
