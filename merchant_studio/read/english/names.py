"""How units and currencies are called in English speech and by recognizers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...facts.units import DURATION_ALIASES, PER_UNITS, TRADE_ALIASES
from .tokens import Token, glued_at, kind_at, tokenize, word_at


@dataclass(frozen=True, slots=True)
class Unit:
    """What a name stands for."""

    kind: str
    """`count`, `duration`, `measure` or `money`."""
    name: str
    """Trade unit, duration unit, CLDR unit or currency; empty: one that is not read."""
    singular: bool = False
    """Its form for one: "100 piece" may be the start of a "100 piece puzzle"."""
    symbol: bool = False
    """Letters that are a unit only right after digits: 12h, 1.5L."""


_MEASURES: dict[str, str] = {
    "volume-milliliter": "milliliter,milliliters,millilitre,millilitres",
    "volume-liter": "liter,liters,litre,litres",
    "volume-fluid-ounce": "fluid ounce,fluid ounces,fl oz,fl. oz.",
    "volume-cubic-meter": "cubic meter,cubic meters,cubic metre,cubic metres",
    "length-millimeter": "millimeter,millimeters,millimetre,millimetres",
    "length-centimeter": "centimeter,centimeters,centimetre,centimetres",
    "length-meter": "meter,meters,metre,metres",
    "length-kilometer": "kilometer,kilometers,kilometre,kilometres",
    "length-inch": "inch,inches",
    "length-foot": "foot,feet",
    "length-yard": "yard,yards",
    "area-square-meter": "square meter,square meters,square metre,square metres",
    "area-square-centimeter": "square centimeter,square centimeters,square centimetres",
    "area-square-foot": "square foot,square feet",
    "mass-milligram": "milligram,milligrams",
    "mass-gram": "gram,grams",
    "mass-kilogram": "kilogram,kilograms,kilo,kilos",
    "mass-tonne": "ton,tons,tonne,tonnes,metric ton,metric tons",
    "mass-pound": "pound,pounds,lb,lbs",
    "mass-ounce": "ounce,ounces,oz",
    "power-watt": "watt,watts",
    "power-kilowatt": "kilowatt,kilowatts",
    "electric-volt": "volt,volts",
    "electric-ampere": "amp,amps,ampere,amperes",
    "electric-milliampere": "milliamp,milliamps,milliampere,milliamperes",
    "x-milliampere-hour": "milliamp hour,milliamp hours,milliamps hour,milliamps hours,"
    "milliampere hour,milliampere hours,milliamperes hours,milli amp hour,milli amp hours",
    "energy-kilowatt-hour": "kilowatt hour,kilowatt hours",
    "frequency-hertz": "hertz",
    "light-lumen": "lumen,lumens",
    "temperature-celsius": "degrees celsius,degree celsius,degrees centigrade,degrees c,celsius,"
    "° celsius,° c",
    "temperature-fahrenheit": "degrees fahrenheit,degree fahrenheit,degrees f,fahrenheit,° f",
    "digital-gigabyte": "gigabyte,gigabytes,gig,gigs,g memory,g of memory,g storage,g of storage",
    "digital-terabyte": "terabyte,terabytes",
    "digital-megabyte": "megabyte,megabytes",
    "graphics-megapixel": "megapixel,megapixels",
    "speed-kilometer-per-hour": "kilometers per hour,kilometres per hour,kilometers an hour,"
    "kilometer per hour",
    "speed-mile-per-hour": "miles per hour,miles an hour,mph",
    "x-revolution-per-minute": "revolutions per minute,rotations per minute",
    "x-gram-per-square-meter": "grams per square meter,gram per square meter,"
    "grams a square meter,grams per square metre,g per square meter",
    "x-denier": "denier",
    # Numbers of these are taken as a whole, and not read.
    "": "watt hour,watt hours,amp hour,amp hours,working day,working days,business day,"
    "business days,working hours,work days,workdays,weekdays,percentage point,percentage points,"
    "cubic foot,cubic feet,cubic centimeters,cubic inches,square inches,square yards,horsepower,"
    "milliwatt,milliwatts,time,times,psi,pounds per square inch,grams per meter,pixels,dpi,"
    "foot container,foot containers,feet container,feet containers,ft container,ft containers,"
    "meters per second,liters per minute",
}
_SYMBOLS: dict[str, str] = {
    "volume-milliliter": "ml",
    "volume-liter": "l",
    "volume-cubic-meter": "m3,m³,cbm",
    "length-millimeter": "mm",
    "length-centimeter": "cm",
    "length-kilometer": "km",
    "length-foot": "ft",
    "length-yard": "yd,yds",
    "area-square-meter": "m2,m²,sqm",
    "area-square-centimeter": "cm2,cm²",
    "mass-milligram": "mg",
    "mass-gram": "g",
    "mass-kilogram": "kg,kgs",
    "power-watt": "w",
    "power-kilowatt": "kw",
    "electric-volt": "v",
    "electric-milliampere": "ma",
    "x-milliampere-hour": "mah",
    "": "wh,ah",
    "energy-kilowatt-hour": "kwh",
    "frequency-hertz": "hz",
    "light-lumen": "lm",
    "temperature-celsius": "℃",
    "digital-gigabyte": "gb",
    "digital-terabyte": "tb",
    "digital-megabyte": "mb",
    "graphics-megapixel": "mp",
    "speed-kilometer-per-hour": "km/h,kph",
    "x-revolution-per-minute": "rpm",
    "x-gram-per-square-meter": "gsm,g/m2,g/m²",
}
_CAPITALS_DIFFER = {"g": "g", "ma": "mA", "mp": "MP", "mb": "MB", "mg": "mg"}
"""5G is no weight, 5 MA and 5 Mg are nothing that is sold."""
_NOT_COUNTED = {"time", "times", "unit", "units", "pk", "case"}
_DURATION_SYMBOLS = {"h", "hr", "hrs", "min", "mins", "sec", "yr", "yrs", "wk"}
_OWNED = {f"{n}{s}": n for n in ("day", "week", "month", "year", "hour") for s in ("'s", "s'")}

_CURRENCIES: dict[str, str] = {
    "CNY": "yuan,rmb,renminbi,cny,kuai,chinese yuan",
    "USD": "dollar,dollars,usd,us dollar,us dollars,u.s. dollar,u.s. dollars,american dollars,"
    "buck,bucks,us$",
    "EUR": "euro,euros,eur",
    "GBP": "gbp,pounds sterling,british pounds",
    "JPY": "yen,jpy,japanese yen",
    "KRW": "krw,korean won",
    "INR": "rupee,rupees,inr,indian rupees",
    "RUB": "ruble,rubles,rouble,roubles,rub",
    "VND": "dong,vnd,vietnamese dong",
    "THB": "baht,thb,thai baht",
    "IDR": "rupiah,idr",
    "BRL": "reais,brl",
    "TRY": "lira,liras,turkish lira",
    "SAR": "riyal,riyals,saudi riyals,sar",
    "AED": "dirham,dirhams,aed",
    "MXN": "mexican pesos,mexican peso,mxn",
    "": "hong kong dollars,hk dollars,hkd,australian dollars,aussie dollars,aud,canadian dollars,"
    "cad,singapore dollars,sgd,taiwan dollars,new zealand dollars,peso,pesos,swiss francs,francs,"
    "pakistani rupees,qatari riyals,omani riyals,naira,rand,ringgit,taka,cedis,shillings",
}
CODES_BEFORE = {"usd": "USD", "rmb": "CNY", "cny": "CNY", "eur": "EUR", "gbp": "GBP"}
"""Currencies that are also written before the amount."""
SIGNS = {"$": "USD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR",
         "₽": "RUB", "₫": "VND", "฿": "THB", "₺": "TRY"}  # fmt: skip
SIGN_PREFIXES = {"us": "USD", "r": "BRL", "mx": "MXN"}
"""Letters before a dollar sign; others are another country's dollar."""

_Table = Mapping[str, Sequence[tuple[tuple[str, ...], Unit]]]


def _table(rows: Iterable[tuple[str, Unit]]) -> _Table:
    """Names by their first token, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for name, unit in rows:
        texts = tuple(token.text for token in tokenize(name))
        table.setdefault(texts[0], []).append((texts, unit))
    return {
        first: sorted(found, key=lambda row: len(row[0]), reverse=True)
        for first, found in table.items()
    }


def _unit_rows() -> Iterable[tuple[str, Unit]]:
    for name, unit in TRADE_ALIASES.items():
        if name.isascii() and name not in _NOT_COUNTED:
            singular = f"{name}s" in TRADE_ALIASES or f"{name}es" in TRADE_ALIASES
            yield name, Unit("count", unit, singular=singular and name != "dozen")
    yield from (("unit", Unit("count", "piece", True)), ("units", Unit("count", "piece")))
    for name in ("design", "pattern"):
        yield name, Unit("count", "style", True)
        yield f"{name}s", Unit("count", "style")
    yield "case", Unit("count", "case", singular=True)
    for name, unit in DURATION_ALIASES.items():
        if name.isascii() and len(name) > 1:
            yield name, Unit("duration", unit, symbol=name in _DURATION_SYMBOLS)
    yield "h", Unit("duration", "hour", symbol=True)
    for owned, name in _OWNED.items():
        yield owned, Unit("duration", DURATION_ALIASES[name])
    for unit, names in _MEASURES.items():
        for name in names.split(","):
            yield name, Unit("measure", unit)
    for unit, names in _SYMBOLS.items():
        for name in names.split(","):
            yield name, Unit("measure", unit, symbol=True)


_UNITS = _table(_unit_rows())
_MONEY = _table(
    (name, Unit("money", code)) for code, names in _CURRENCIES.items() for name in names.split(",")
)
_SIDES = _table(
    [
        *((n, u) for n, u in _unit_rows() if u.name.startswith("length-")),
        ("m", Unit("measure", "length-meter", symbol=True)),
        ("in", Unit("measure", "length-inch", symbol=True)),
        ('"', Unit("measure", "length-inch", symbol=True)),
    ]
)
"""Lengths beside a multiplication sign: there a letter says enough."""


def _match(
    table: _Table, tokens: Sequence[Token], at: int, digits: bool
) -> tuple[Unit, int] | None:
    at += at < len(tokens) and tokens[at].is_dash and glued_at(tokens, at)
    for texts, unit in table.get(word_at(tokens, at), ()):
        here = at
        for i, text in enumerate(texts):
            here += bool(i) and here < len(tokens) and tokens[here].is_dash and tokens[here].glued
            if word_at(tokens, here) != text:
                break
            here += 1
        else:
            ends = not glued_at(tokens, here) or kind_at(tokens, here) == "sign"
            raw = tokens[here - 1].raw if len(texts) == 1 else ""
            if ends and (digits or not unit.symbol) and _CAPITALS_DIFFER.get(texts[0], raw) == raw:
                return unit, here
    return None


def unit_at(tokens: Sequence[Token], at: int, *, digits: bool) -> tuple[Unit, int] | None:
    """The unit whose name stands at `at`, perhaps after a hyphen, and where the name ends.

    `digits`: it follows digits, so that letters may be a unit.
    """
    return _match(_UNITS, tokens, at, digits)


def side_unit_at(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The same for the unit of one side of a size."""
    return _match(_SIDES, tokens, at, True)


def currency_at(tokens: Sequence[Token], at: int) -> tuple[Unit, int] | None:
    """The same for a currency."""
    return _match(_MONEY, tokens, at, True)


_PER_COUNTS = {"color", "style", "size", "layer", "person", "time", "order"}


def price_unit_at(tokens: Sequence[Token], at: int) -> tuple[str | None, int] | None:
    """What a price is for, by the name at `at`: None is a unit that no price is written for."""
    found = unit_at(tokens, at, digits=True)
    if not found or (found[0].symbol and found[0].name not in {"mass-kilogram", "length-meter"}):
        return None
    unit, end = found
    if unit.kind == "count":
        return None if unit.name in _PER_COUNTS else unit.name, end
    name = f"duration-{unit.name}" if unit.kind == "duration" else unit.name
    return name if name in PER_UNITS else None, end
