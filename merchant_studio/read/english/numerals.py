"""English numerals as exact decimals: eighteen, a hundred and twenty, two and a half, 10k."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .tokens import Token, glued_at, kind_at, word_at, words_match

_ONES = dict(
    zero=0, one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9
)  # fmt: skip
_TEENS = dict(
    ten=10, eleven=11, twelve=12, thirteen=13, fourteen=14, fifteen=15, sixteen=16,
    seventeen=17, eighteen=18, nineteen=19,
)  # fmt: skip
_TENS = dict(
    twenty=20, thirty=30, forty=40, fourty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90
)  # fmt: skip
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9}
_PLURALS = {"hundreds": "hundred", "thousands": "thousand", "millions": "million"}
_OH = {"oh", "o"}
_FRACTION_SIGNS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_DENOMINATORS = {"2", "4", "8"}
"""Of fractions that are exact decimals and that are said of goods."""
_LONGEST = 15
"""Characters of a number in digits, or words of one; a longer one is noise."""
NUMBER_WORDS = frozenset([*_ONES, *_TEENS, *_TENS, *_SCALES, *_PLURALS, "hundred"])


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral and the tokens that it takes."""

    lo: int
    hi: int
    value: Decimal | None
    """None: numbers stand here that cannot be told apart, or that are no quantity."""
    one: bool = False
    """It is the single word "one", "a" or "1", which often counts nothing."""
    digits: bool = False
    """It ends in digits: a unit may be a letter."""
    scale: int = 1
    """The largest power that is named: two to three hundred is 200 to 300."""


def plain(value: Decimal) -> Decimal:
    """A whole number without decimals: 5.00 as 5."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def read_number(tokens: Sequence[Token], at: int, stop: int | None = None) -> Number | None:
    """The whole numeral that begins at `at` and ends before `stop`; None if none begins there."""
    end = len(tokens) if stop is None else stop
    if kind_at(tokens, at) == "digits":
        written = _written(tokens, at, end)
        if written:
            return written
    elif word_at(tokens, at) in _FRACTION_SIGNS:
        return Number(at, at + 1, Decimal(_FRACTION_SIGNS[word_at(tokens, at)]), digits=True)
    elif word_at(tokens, at) == "point" and _is_digit(tokens, at + 1):
        return Number(at, _run(tokens, at + 1, end), None)  # at this point two of them
    hi = _run(tokens, at, end)
    if hi == at:
        return None
    run = [token for token in tokens[at:hi] if not token.is_dash]
    parts = [_PLURALS.get(t.text, t.text) if i else t.text for i, t in enumerate(run)]
    value = _value(parts) if len(parts) <= _LONGEST else None
    named = [_SCALES.get(part, 100) for part in parts if part in _SCALES or part == "hundred"]
    return Number(
        at,
        hi,
        value if value is None else plain(value),
        one=len(parts) == 1 and value == 1,
        digits=run[-1].kind == "digits",
        scale=max([*named, 1000 if "k" in parts else 1]),
    )


def _written(tokens: Sequence[Token], at: int, end: int) -> Number | None:
    """What digits with signs among them are: 1/2, 2½; dates, times and lists are no numbers."""
    chain = at + 1
    while (
        word_at(tokens, chain) in {",", ".", ":", "/", "-"}
        and glued_at(tokens, chain)
        and kind_at(tokens, chain + 1) == "digits"
        and glued_at(tokens, chain + 1)
    ):
        chain += 2
    signs = [word_at(tokens, i) for i in range(at + 1, chain, 2)]
    if signs == ["/"] or (not signs and _is_fraction(tokens, at + 1) and at + 4 <= end):
        first = at if signs else at + 1
        part = _fraction(tokens, first) if _is_fraction(tokens, first) else None
        whole = Decimal(0) if signs else _digits(tokens[at].text)
        unclear = part is None or whole is None or whole % 1
        return Number(at, first + 3, None if unclear else whole + part, digits=True)  # type: ignore[operator]
    if len(signs) > 1 or (signs and signs != ["-"]):
        return Number(at, chain, None)
    sign = _FRACTION_SIGNS.get(word_at(tokens, at + 1))
    if sign:
        whole = _digits(tokens[at].text)
        fraction = None if whole is None or whole % 1 else whole + Decimal(sign)
        return Number(at, at + 2, fraction, digits=True)
    return None


def _is_fraction(tokens: Sequence[Token], at: int) -> bool:
    return (
        kind_at(tokens, at) == "digits"
        and word_at(tokens, at + 1) == "/"
        and kind_at(tokens, at + 2) == "digits"
        and glued_at(tokens, at + 1)
        and glued_at(tokens, at + 2)
    )


def _fraction(tokens: Sequence[Token], at: int) -> Decimal | None:
    over, under = word_at(tokens, at), word_at(tokens, at + 2)
    if under not in _DENOMINATORS or not over.isdecimal() or not 0 < int(over[:3]) < int(under):
        return None
    return Decimal(over) / int(under)


def _is_digit(tokens: Sequence[Token], at: int) -> bool:
    return word_at(tokens, at) in _ONES or word_at(tokens, at) in _OH


def _is_numeric(tokens: Sequence[Token], at: int) -> bool:
    return kind_at(tokens, at) == "digits" or word_at(tokens, at) in NUMBER_WORDS


def _run(tokens: Sequence[Token], at: int, end: int) -> int:
    """Where the tokens end, from `at` on, that may belong to one numeral."""
    here = at
    if word_at(tokens, at) in {"a", "an"} and word_at(tokens, at + 1) in {"hundred", *_SCALES}:
        here += 1
    decimals = False
    while here < end:
        token = tokens[here]
        if (
            _is_numeric(tokens, here)
            or (decimals and token.text in _OH)
            or (here == at and token.text in _OH and words_match(tokens, at + 1, "point"))
        ):
            here += 1
        elif here == at:
            return at
        elif token.text == "k" and kind_at(tokens, here - 1) == "digits":
            here += 1
        elif token.text == "point" and (
            _is_digit(tokens, here + 1) or kind_at(tokens, here + 1) == "digits"
        ):
            decimals = True
            here += 1
        elif token.text == "and" and _half_words(tokens, here):
            here += _half_words(tokens, here)
        elif (
            token.text == "and"
            and word_at(tokens, here - 1) in {"hundred", *_SCALES}
            and _is_numeric(tokens, here + 1)
        ) or (
            token.is_dash
            and token.glued
            and glued_at(tokens, here + 1)
            and word_at(tokens, here - 1) in NUMBER_WORDS
            and word_at(tokens, here + 1) in NUMBER_WORDS
        ):
            here += 1
        else:
            break
    return min(here, end)


def _half_words(tokens: Sequence[Token], at: int) -> int:
    """How many tokens "and a half" or "and a quarter" takes here; 0 if it does not stand here."""
    if words_match(tokens, at, "and", {"a", "one"}, {"half", "quarter"}):
        return 3
    if words_match(tokens, at, "and", "half") and not words_match(tokens, at + 2, {"a", "an"}):
        return 2
    return 0


def half_after(tokens: Sequence[Token], at: int) -> int:
    """How many tokens "and a half" takes at `at`; 0 if it does not stand here."""
    size = _half_words(tokens, at)
    return size if size and word_at(tokens, at + size - 1) == "half" else 0


def _digits(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if len(text) <= _LONGEST else None


def _value(parts: list[str]) -> Decimal | None:
    """The value of the words and digits of a run; None if they are not one well formed number."""
    scale = 1
    if len(parts) > 1 and parts[-1] in {*_SCALES, "k"} and ("and" in parts or "point" in parts):
        fractional = "point" in parts or parts[-2] in {"half", "quarter"}
        if fractional:  # two and a half million
            scale, parts = _SCALES.get(parts[-1], 1000), parts[:-1]
    fraction = Decimal(0)
    if parts[-1] in {"half", "quarter"}:
        fraction = Decimal("0.5") if parts[-1] == "half" else Decimal("0.25")
        parts = parts[: -2 if parts[-2] == "and" else -3]
    if "point" in parts:
        at = parts.index("point")
        decimals = _decimals(parts[at + 1 :])
        zero = parts[:at] in (["zero"], ["oh"], ["o"])
        whole = 0 if zero else _whole(parts[:at])
        if fraction or decimals is None or whole is None:
            return None
        return Decimal(f"{whole}.{decimals}") * scale
    value = _plain_value(parts)
    if value is None or (fraction and (value % 1 or value >= 1000)):
        return None
    return (value + fraction) * scale


def _decimals(parts: list[str]) -> str | None:
    if len(parts) == 1 and parts[0].isdecimal():
        return parts[0]
    digits = [_ONES.get(part, 0 if part in _OH else None) for part in parts]
    return None if not digits or None in digits else "".join(map(str, digits))


def _plain_value(parts: list[str]) -> Decimal | None:
    if not parts:
        return None
    if parts[0][-1].isdigit():
        number = _digits(parts[0])
        if number is None or len(parts) == 1:
            return number
        scale = {**_SCALES, "k": 1000}.get(parts[1])
        if scale and len(parts) == 2 and number < 1000 and "," not in parts[0]:
            return number * scale
    whole = 0 if parts == ["zero"] else _whole(parts)
    return None if whole is None else Decimal(whole)


def _whole(parts: list[str]) -> int | None:
    """An integer above zero: groups below a thousand with their scales, from the largest down."""
    total, last, at = 0, 10**12, 0
    while at < len(parts):
        joined = parts[at] == "and"
        group, at = _group(parts, at + joined)
        if not group:
            return None
        scale = 1
        if at < len(parts) and parts[at] in _SCALES:
            scale, at = _SCALES[parts[at]], at + 1
        if scale >= last or (joined and (scale > 1 or group >= 100 or not total)):
            return None
        if group >= 1000 and (total or scale > 1):
            return None  # twelve hundred thousand
        total, last = total + group * scale, scale
    return total or None


def _group(parts: list[str], at: int) -> tuple[int, int]:
    """A number below a thousand, or twelve hundred, and where it ends; 0: none is here."""
    if at >= len(parts):
        return 0, at
    if parts[at] in {"a", "an"}:
        n, at = 1, at + 1
    elif parts[at] == "hundred" or parts[at] in _SCALES:
        n = 1 if at == 0 else 0  # hundred pieces
    else:
        n, at = _below_hundred(parts, at)
        if n >= 100:
            return n, at
    if not n or at >= len(parts) or parts[at] != "hundred":
        return n, at
    if n > 9 and n % 10 == 0:
        return 0, at
    n, at = n * 100, at + 1
    rest = at + (at < len(parts) and parts[at] == "and")
    if rest < len(parts) and parts[rest] not in {"hundred", *_SCALES}:
        last, end = _below_hundred(parts, rest)
        if not 0 < last < 100:
            return 0, end
        return n + last, end
    return (0, at) if rest > at else (n, at)


def _below_hundred(parts: list[str], at: int) -> tuple[int, int]:
    """A number below a hundred in words, or below a thousand in digits, and where it ends."""
    part = parts[at]
    if part.isdecimal() and len(part) <= 3 and part[0] != "0":
        return int(part), at + 1
    if part in _TENS:
        ones = _ONES.get(parts[at + 1], 0) if at + 1 < len(parts) else 0
        return _TENS[part] + ones, at + (2 if ones else 1)
    return _TEENS.get(part) or _ONES.get(part, 0), at + 1


def read_digits(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Digits that are said one by one, "two oh three", and where they end."""
    said = ""
    while at < len(tokens) and len(said) < _LONGEST:
        text = tokens[at].text
        if text in _ONES:
            said += str(_ONES[text])
        elif text in _OH:
            said += "0"
        elif tokens[at].is_dash and said and glued_at(tokens, at) and glued_at(tokens, at + 1):
            if not _is_digit(tokens, at + 1):
                break
        else:
            break
        at += 1
    return said, at
