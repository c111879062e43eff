"""Sheets: what may be written in `product.yaml`, and what each slip is answered with."""

from __future__ import annotations

import os
import pickle
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_studio.errors import SheetError
from merchant_studio.facts import KEYS, read_sheet
from merchant_studio.facts.numbers.units import (
    CURRENCIES,
    DURATIONS,
    MEASURES,
    TRADE_UNITS,
    measure_aliases,
)
from merchant_studio.facts.sheet import MAX_CODE_CHARS, MAX_TERM_CHARS
from merchant_studio.facts.structure import MAX_SHEET_BYTES
from merchant_studio.facts.values import ACCEPTED, ACCEPTED_ANY, parse_value
from merchant_studio.records import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Sheet,
    Size,
    Term,
)

AS_IN_EXAMPLES = "write key: value lines as in the examples"
MONEY, COUNT, MEASURE = ACCEPTED["money"], ACCEPTED["count"], ACCEPTED["measure"]


def read(folder: Path, text: str | bytes) -> Sheet:
    path = folder / "product.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sheet(path, "zh")


def value(folder: Path, line: str) -> FactValue:
    (only,) = read(folder, line).values.values()
    return only


def refused(folder: Path, text: str | bytes) -> str:
    with pytest.raises(SheetError) as caught:
        read(folder, text)
    return caught.value.message


def money(amount: str, currency: str = "CNY", per: str | None = None, *, high: str = "") -> Money:
    top = Decimal(high) if high else None
    return Money(amount=Decimal(amount), high=top, currency=currency, per=per)


def count(amount: str, unit: str | None = "piece", *, high: str = "") -> Count:
    return Count(amount=Decimal(amount), high=Decimal(high) if high else None, unit=unit)


def measure(amount: str, unit: str, *, high: str = "") -> Measure:
    return Measure(amount=Decimal(amount), high=Decimal(high) if high else None, unit=unit)


def days(amount: str, unit: str = "day", *, high: str = "") -> FactValue:
    top = Decimal(high) if high else None
    return Duration(amount=Decimal(amount), high=top, unit=unit)  # type: ignore[arg-type]


def months(amount: str, *, high: str = "") -> Age:
    return Age(amount=Decimal(amount), high=Decimal(high) if high else None, unit="month")


def size(unit: str, *amounts: str) -> Size:
    return Size(amounts=tuple(map(Decimal, amounts)), unit=unit)


# --- a whole sheet -------------------------------------------------------------------------


def test_a_whole_sheet(tmp_path: Path) -> None:
    sheet = dedent("""\
        # 我们的保温杯
        name: {zh: 不锈钢保温杯, en: stainless steel vacuum flask}
        price: 18.5 CNY
        moq: 100 pcs
        capacity: 500 ml
        keeps_hot: 12 h
        material: 304不锈钢
        colors: 8
        lead_time: 7-10 days
        discount: 5 % off from 10,000 pcs
        model: A203
        certificates: [CE, FCC]
        lid_angle: 30 x 45 mm
        contact: {whatsapp: "+86 138 0000 0000", booth: F3-21056, telegram: "@flask8"}
        say: [price, moq]
        labels: {lid_angle: {zh: 盖子, en: Lid}}
        """)
    assert read(tmp_path, sheet) == Sheet(
        values={
            "name": Term(translations={"zh": "不锈钢保温杯", "en": "stainless steel vacuum flask"}),
            "price": money("18.5"),
            "moq": count("100"),
            "capacity": measure("500", "volume-milliliter"),
            "keeps_hot": days("12", "hour"),
            "material": Term(translations={"zh": "304不锈钢"}),
            "colors": count("8", "color"),
            "lead_time": days("7", high="10"),
            "discount": Discount(percent=Decimal(5), threshold=count("10000")),
            "model": Code(codes=("A203",)),
            "certificates": Code(codes=("CE", "FCC")),
            "lid_angle": size("length-millimeter", "30", "45"),
            "whatsapp": Code(codes=("+86 138 0000 0000",)),
            "booth": Code(codes=("F3-21056",)),
            "telegram": Code(codes=("@flask8",)),
        },
        say=("price", "moq"),
        labels={"lid_angle": {"zh": "盖子", "en": "Lid"}},
    )


def test_no_sheet_is_an_empty_sheet(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "product.yaml", "zh") == Sheet(values={})


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff"])
def test_an_empty_file_is_an_empty_sheet(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Sheet(values={})


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert value(tmp_path, "\ufeffprice: 3 CNY") == money("3")


def test_words_without_a_language_are_in_the_merchants_language(tmp_path: Path) -> None:
    path = tmp_path / "product.yaml"
    path.write_text("name: cup", encoding="utf-8")
    assert read_sheet(path, "en").values == {"name": Term(translations={"en": "cup"})}


# --- values in their usual spellings -------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("18.5 CNY", money("18.5")),
        ("18.50 cny", money("18.50")),
        ("CNY 18.5", money("18.5")),
        ("¥18.5", money("18.5")),
        ("￥ 18.5", money("18.5")),
        ("18.5元", money("18.5")),
        ("36块钱", money("36")),
        ("18 RMB", money("18")),
        ("18 yuan", money("18")),
        ("１８ 元", money("18")),
        ("$3", money("3", "USD")),
        ("US$ 3", money("3", "USD")),
        ("3 $", money("3", "USD")),
        ("3美金", money("3", "USD")),
        ("2.75 €", money("2.75", "EUR")),
        ("£4", money("4", "GBP")),
        ("1,234.50 CNY", money("1234.50")),
        ("12,000,000 IDR", money("12000000", "IDR")),
        ("0 CNY", money("0")),
        ("12-15 CNY", money("12", high="15")),
        ("12 – 15 CNY", money("12", high="15")),
        ("¥12~15.5", money("12", high="15.5")),
        ("36 CNY per dozen", money("36", per="dozen")),
        ("36 CNY / dozen", money("36", per="dozen")),
        ("36元/打", money("36", per="dozen")),
        ("36元每打", money("36", per="dozen")),
        ("36元一打", money("36", per="dozen")),
        ("12 to 15 CNY", money("12", high="15")),
        ("2 USD per kg", money("2", "USD", "mass-kilogram")),
        ("3000 CNY per ton", money("3000", per="mass-tonne")),
        ("12 CNY per yard", money("12", per="length-yard")),
        ("12元/平方米", money("12", per="area-square-meter")),
        ("18 CNY per piece", money("18", per="piece")),
    ],
)
def test_money(tmp_path: Path, written: str, expected: Money) -> None:
    assert value(tmp_path, f"price: {written}") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("100", count("100")),
        ("100 pcs", count("100")),
        ("1,000 Pieces", count("1000")),
        ("100个", count("100")),
        ("１００个", count("100")),
        ("50 pairs", count("50", "pair")),
        ("2 dozen", count("2", "dozen")),
        ("20 cartons", count("20", "carton")),
        ("5台", count("5", "machine")),
        ("1 container", count("1", "container")),
        ("10-20 boxes", count("10", "box", high="20")),
        ("10 to 20 boxes", count("10", "box", high="20")),
        ("10箱到20箱", count("10", "carton", high="20")),
        ("100 machines", count("100", "machine")),
        ("60盏", count("60")),
        ("50 kg", measure("50", "mass-kilogram")),
        ("100 m", measure("100", "length-meter")),
        ("1.5 t", measure("1.5", "mass-tonne")),
    ],
)
def test_quantities(tmp_path: Path, written: str, expected: FactValue) -> None:
    assert value(tmp_path, f"moq: {written}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("capacity: 500 ml", measure("500", "volume-milliliter")),
        ("capacity: 500ML", measure("500", "volume-milliliter")),
        ("capacity: 0.5 L", measure("0.5", "volume-liter")),
        ("capacity: 12 fl oz", measure("12", "volume-fluid-ounce")),
        ("capacity: 20,000 mAh", measure("20000", "x-milliampere-hour")),
        ("power: 22.5 W", measure("22.5", "power-watt")),
        ("power: 2千瓦", measure("2", "power-kilowatt")),
        ("voltage: 110-240 V", measure("110", "electric-volt", high="240")),
        ("battery: 20000 mAh", measure("20000", "x-milliampere-hour")),
        ("temperature: 0-60 °C", measure("0", "temperature-celsius", high="60")),
        ("weight: 350 g", measure("350", "mass-gram")),
        ("weight: 12 lb", measure("12", "mass-pound")),
        ("fabric_weight: 180 gsm", measure("180", "x-gram-per-square-meter")),
        ("length: 1.8 meters", measure("1.8", "length-meter")),
        ("thickness: 0.35 mm", measure("0.35", "length-millimeter")),
        ("screen: 6.7 inches", measure("6.7", "length-inch")),
        ("memory: 64 GB", measure("64", "digital-gigabyte")),
        ("memory: 4G", measure("4", "digital-gigabyte")),
        ("memory: 4 g", measure("4", "digital-gigabyte")),
        ("memory: 64G-256G", measure("64", "digital-gigabyte", high="256")),
        ("memory: 128G存储", measure("128", "digital-gigabyte")),
        ("memory: 512M", measure("512", "digital-megabyte")),
        ("memory: 1 T", measure("1", "digital-terabyte")),
        ("weight: 4 G", measure("4", "mass-gram")),
        ("range: 10 M", measure("10", "length-meter")),
        ("speed: 25 km/h", measure("25", "speed-kilometer-per-hour")),
        ("speed: 3000 rpm", measure("3000", "x-revolution-per-minute")),
        ("size: 30 cm", measure("30", "length-centimeter")),
        ("light: 800 lumens", measure("800", "light-lumen")),
        # Below zero.
        ("temperature: -20 C", measure("-20", "temperature-celsius")),
        ("temperature: −20°C", measure("-20", "temperature-celsius")),
        ("temperature: 零下20度", measure("-20", "temperature-celsius")),
        ("temperature: -20 to 120 C", measure("-20", "temperature-celsius", high="120")),
        ("temperature: -20~120 °C", measure("-20", "temperature-celsius", high="120")),
        ("temperature: -20-120°C", measure("-20", "temperature-celsius", high="120")),
        ("temperature: -20 °C to +60 °C", measure("-20", "temperature-celsius", high="60")),
        ("temperature: -40 – -10 °C", measure("-40", "temperature-celsius", high="-10")),
        ("temperature: 零下20到120度", measure("-20", "temperature-celsius", high="120")),
        ("storage: -4 °F", measure("-4", "temperature-fahrenheit")),
        # Chinese weights.
        ("weight: 3斤", measure("1500", "mass-gram")),
        ("weight: 1.5 斤", measure("750", "mass-gram")),
        ("weight: 8两", measure("400", "mass-gram")),
        ("weight: 3-4斤", measure("1500", "mass-gram", high="2000")),
        ("moq: 50 斤", measure("25000", "mass-gram")),
        # Ranges, with the unit once or twice.
        ("length: 1.2 to 1.5 m", measure("1.2", "length-meter", high="1.5")),
        ("length: 1.2 m - 1.5 m", measure("1.2", "length-meter", high="1.5")),
        ("voltage: 110V~240V", measure("110", "electric-volt", high="240")),
        ("speed: 4500 转/分", measure("4500", "x-revolution-per-minute")),
        ("fabric_weight: 180 克/平方米", measure("180", "x-gram-per-square-meter")),
    ],
)
def test_measures(tmp_path: Path, line: str, expected: Measure) -> None:
    assert value(tmp_path, line) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("30 x 45 cm", size("length-centimeter", "30", "45")),
        ("30x45x10cm", size("length-centimeter", "30", "45", "10")),
        ("30 × 45.5 × 10 mm", size("length-millimeter", "30", "45.5", "10")),
        ("30*45 厘米", size("length-centimeter", "30", "45")),
        ("34 X 75 inches", size("length-inch", "34", "75")),
        ("30cm x 45cm", size("length-centimeter", "30", "45")),
        ("30 cm * 45 cm * 10 cm", size("length-centimeter", "30", "45", "10")),
        ("L30 x W45 x H10 cm", size("length-centimeter", "30", "45", "10")),
        ("长30×宽45厘米", size("length-centimeter", "30", "45")),
    ],
)
def test_sizes(tmp_path: Path, written: str, expected: Size) -> None:
    assert value(tmp_path, f"size: {written}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lead_time: 7 days", days("7")),
        ("lead_time: 7-10 days", days("7", high="10")),
        ("lead_time: 7 – 10天", days("7", high="10")),
        ("lead_time: 2 weeks", days("2", "week")),
        ("lead_time: 1个月", days("1", "month")),
        ("keeps_hot: 12 h", days("12", "hour")),
        ("keeps_hot: 12小时", days("12", "hour")),
        ("charging_time: 1.5 hours", days("1.5", "hour")),
        ("charging_time: 90 min", days("90", "minute")),
        ("warranty: 2 yrs", days("2", "year")),
        ("cotton: 85 %", Percent(amount=Decimal(85))),
        ("cotton: 85％", Percent(amount=Decimal(85))),
        ("cotton: 80-85%", Percent(amount=Decimal(80), high=Decimal(85))),
        ("deposit: 30 %", Percent(amount=Decimal(30))),
        ("deposit: 500 CNY", money("500")),
        ("discount: 5 % off", Discount(percent=Decimal(5))),
        ("discount: 5%", Discount(percent=Decimal(5))),
        (
            "discount: 2.5% off from 100 cartons",
            Discount(percent=Decimal("2.5"), threshold=count("100", "carton")),
        ),
        ("discount: 5 % off from 1000", Discount(percent=Decimal(5), threshold=count("1000"))),
        ("age: 3+", Age(amount=Decimal(3))),
        ("age: 3+ years", Age(amount=Decimal(3))),
        ("age: 3-6", Age(amount=Decimal(3), high=Decimal(6))),
        ("age: 3-6岁", Age(amount=Decimal(3), high=Decimal(6))),
        ("colors: 8 colours", count("8", "color")),
        ("pieces_per_set: 6", count("6")),
        ("lead_time: 7 to 10 days", days("7", high="10")),
        ("lead_time: 7天到10天", days("7", high="10")),
        ("cotton: 80 % - 85 %", Percent(amount=Decimal(80), high=Decimal(85))),
        ("cotton: 80 to 85 %", Percent(amount=Decimal(80), high=Decimal(85))),
        ("discount: 9.5折", Discount(percent=Decimal(5))),
        ("discount: 95折", Discount(percent=Decimal(5))),
        ("discount: 9折", Discount(percent=Decimal(10))),
        (
            "discount: 1000个以上9.5折",
            Discount(percent=Decimal(5), threshold=count("1000")),
        ),
        ("discount: 5% off for 1000 pcs", Discount(percent=Decimal(5), threshold=count("1000"))),
        ("age: 3岁以上", Age(amount=Decimal(3))),
        ("age: 3 years and up", Age(amount=Decimal(3))),
        ("age: 3 to 6 years old", Age(amount=Decimal(3), high=Decimal(6))),
        ("age: 3 years old and up", Age(amount=Decimal(3))),
        ("age: 3-6 years", Age(amount=Decimal(3), high=Decimal(6))),
        ("age: 12-36 months", months("12", high="36")),
        ("age: 12-36个月", months("12", high="36")),
        ("age: 6 months - 18 months", months("6", high="18")),
        ("age: 6 months to 3 years", months("6", high="36")),
        ("age: 6个月-3岁", months("6", high="36")),
        ("age: 6+ months", months("6")),
        ("age: 6M+", months("6")),
        ("age: 6个月以上", months("6")),
        (
            "discount: 3 % off from 1000 m",
            Discount(percent=Decimal(3), threshold=measure("1000", "length-meter")),
        ),
        (
            "discount: 3% off over 500 kg",
            Discount(percent=Decimal(3), threshold=measure("500", "mass-kilogram")),
        ),
        (
            "discount: 1000米以上97折",
            Discount(percent=Decimal(3), threshold=measure("1000", "length-meter")),
        ),
        ("people: 3-4人", count("3", "person", high="4")),
        ("colors: 8种", count("8", "color")),
        ("colors: 8种颜色", count("8", "color")),
        ("styles: 20 designs", count("20", "style")),
        ("sizes: 5个尺码", count("5", "size")),
        ("layers: 3", count("3", "layer")),
    ],
)
def test_times_shares_and_numbers(tmp_path: Path, line: str, expected: FactValue) -> None:
    assert value(tmp_path, line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("material: 304不锈钢", Term(translations={"zh": "304不锈钢"})),
        ("material: {en: PU leather}", Term(translations={"en": "PU leather"})),
        ("payment: 30 % deposit", Term(translations={"zh": "30 % deposit"})),
        ("model: A203", Code(codes=("A203",))),
        ("model: [A203, B7]", Code(codes=("A203", "B7"))),
        ("certificates: CE", Code(codes=("CE",))),
        ("brand: Moonlight", Code(codes=("Moonlight",))),
        ("contact: wx-flask", Code(codes=("wx-flask",))),
        ("email: a@b.example", Code(codes=("a@b.example",))),
    ],
)
def test_words_and_codes(tmp_path: Path, line: str, expected: FactValue) -> None:
    assert value(tmp_path, line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # What YAML 1.1 would take for a boolean, a date, base 60, octal, hexadecimal or nothing.
        ("brand: NO", Code(codes=("NO",))),
        ("brand: yes", Code(codes=("yes",))),
        ("model: 2024-01-01", Code(codes=("2024-01-01",))),
        ("model: 1:30", Code(codes=("1:30",))),
        ("model: 0123", Code(codes=("0123",))),
        ("model: 0x1F", Code(codes=("0x1F",))),
        ("model: 1_000", Code(codes=("1_000",))),
        ("model: 1e3", Code(codes=("1e3",))),
        ("name: null", Term(translations={"zh": "null"})),
        ("name: {no: kopp}", Term(translations={"no": "kopp"})),
    ],
)
def test_yaml_gives_text_only(tmp_path: Path, line: str, expected: FactValue) -> None:
    assert value(tmp_path, line) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 CNY", money("12")),
        ("8", count("8", None)),
        ("8 pcs", count("8")),
        ("3 kg", measure("3", "mass-kilogram")),
        ("30 x 45 cm", size("length-centimeter", "30", "45")),
        ("5 %", Percent(amount=Decimal(5))),
        ("5 % off", Discount(percent=Decimal(5))),
        ("7 days", days("7")),
        ("solid oak", Term(translations={"zh": "solid oak"})),
        ("{en: solid oak}", Term(translations={"en": "solid oak"})),
        ("[A1, A2]", Code(codes=("A1", "A2"))),
    ],
)
def test_an_unusual_key_takes_any_kind(tmp_path: Path, written: str, expected: FactValue) -> None:
    assert value(tmp_path, f"shelf: {written}") == expected


@pytest.mark.parametrize("key", KEYS)
def test_every_usual_key_has_a_value_that_it_accepts(tmp_path: Path, key: str) -> None:
    samples = {
        "money": "18.5 CNY",
        "count": "8",
        "measure": "8",
        "duration": "7 days",
        "percent": "85 %",
        "size": "30 x 45 cm",
        "discount": "5 % off",
        "age": "3+",
        "term": "wood",
        "code": "A203",
    }
    known = KEYS[key]
    sample = samples[known.kinds[0]]
    if known.kinds[0] == "measure":
        unit = known.units[0]
        sample += " " + next(n for n, u in measure_aliases().items() if u.startswith(unit))
    assert value(tmp_path, f"{key}: {sample}").kind == known.kinds[0]


# --- names of units ------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "names"), TRADE_UNITS.items())
def test_every_name_of_a_trade_unit(unit: str, names: tuple[str, ...]) -> None:
    assert {parse_value("count", f"12 {name.upper()}") for name in names} == {count("12", unit)}


@pytest.mark.parametrize(("unit", "names"), MEASURES.items())
def test_every_name_of_a_measure(unit: str, names: tuple[str, ...]) -> None:
    assert {parse_value("measure", f"1.5{name}") for name in names} == {measure("1.5", unit)}


@pytest.mark.parametrize(("currency", "names"), CURRENCIES.items())
def test_every_name_of_a_currency(currency: str, names: tuple[str, ...]) -> None:
    read = {parse_value("money", f"3 {name}") for name in names}
    read |= {parse_value("money", f"{name} 3") for name in names}
    assert read == {money("3", currency)}


@pytest.mark.parametrize(("unit", "names"), DURATIONS.items())
def test_every_name_of_a_time(unit: str, names: tuple[str, ...]) -> None:
    assert {parse_value("duration", f"3 {name}") for name in names} == {days("3", unit)}


@pytest.mark.parametrize("name", ["mw", "MW", "pt", "cal", "kb", "m³/d"])
def test_a_name_of_two_units_means_none(name: str) -> None:
    assert parse_value("measure", f"5 {name}") is None


# --- what is refused: the whole message ----------------------------------------------------


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("price: 18.5", f"price cannot be read: '18.5'; write {MONEY}"),
        ("price: 18.5 CNX", f"price cannot be read: '18.5 CNX'; write {MONEY}"),
        ("price: ¥18 CNY", f"price cannot be read: '¥18 CNY'; write {MONEY}"),
        ("price: -3 CNY", f"price cannot be read: '-3 CNY'; write {MONEY}"),
        ("price: 15-12 CNY", f"price cannot be read: '15-12 CNY'; write {MONEY}"),
        ("price: 12,34 CNY", f"price cannot be read: '12,34 CNY'; write {MONEY}"),
        ("price: 1e5 CNY", f"price cannot be read: '1e5 CNY'; write {MONEY}"),
        ("price: nan CNY", f"price cannot be read: 'nan CNY'; write {MONEY}"),
        ("price: 18 CNY each", f"price cannot be read: '18 CNY each'; write {MONEY}"),
        ("price: 3 CNY per hour", f"price cannot be read: '3 CNY per hour'; write {MONEY}"),
        ("price: {zh: 18}", f"price cannot be read: a table; write {MONEY}"),
        ("price: [18 CNY]", f"price cannot be read: a list; write {MONEY}"),
        ("price: 18 <moq> CNY", f"price cannot be read: '18 <moq> CNY'; write {MONEY}"),
        ("price:", f"price has no value; write {MONEY}"),
        ("moq: 100 pices", f"moq cannot be read: '100 pices'; write {COUNT} or {MEASURE}"),
        ("moq: a hundred", f"moq cannot be read: 'a hundred'; write {COUNT} or {MEASURE}"),
        ("moq: 5 W", f"moq cannot be read: '5 W'; write {COUNT} or {MEASURE}"),
        ("capacity: 500 mm", f"capacity cannot be read: '500 mm'; write {MEASURE} or {COUNT}"),
        ("power: 5 MW", f"power cannot be read: '5 MW'; write {MEASURE}"),
        ("weight: 500 ml", f"weight cannot be read: '500 ml'; write {MEASURE}"),
        ("memory: 4", f"memory cannot be read: '4'; write {MEASURE}"),
        ("memory: 4 kg", f"memory cannot be read: '4 kg'; write {MEASURE}"),
        ("memory: 4 x", f"memory cannot be read: '4 x'; write {MEASURE}"),
        ("colors: 8 pcs", "colors cannot be read: '8 pcs'; write a number such as 8 or 8 colors"),
        ("colors: red", "colors cannot be read: 'red'; write a number such as 8 or 8 colors"),
        (
            "size: 30 x 45 kg",
            f"size cannot be read: '30 x 45 kg'; write {ACCEPTED['size']} or {MEASURE}",
        ),
        (
            "size: 1 x 2 x 3 x 4 cm",
            f"size cannot be read: '1 x 2 x 3 x 4 cm'; write {ACCEPTED['size']} or {MEASURE}",
        ),
        # Only a temperature is below zero, and the lower end of a range comes first.
        ("moq: -100 pcs", f"moq cannot be read: '-100 pcs'; write {COUNT} or {MEASURE}"),
        ("weight: -350 g", f"weight cannot be read: '-350 g'; write {MEASURE}"),
        (
            "lead_time: -7 days",
            f"lead_time cannot be read: '-7 days'; write {ACCEPTED['duration']}",
        ),
        ("cotton: -85 %", f"cotton cannot be read: '-85 %'; write {ACCEPTED['percent']}"),
        ("temperature: -20", f"temperature cannot be read: '-20'; write {MEASURE}"),
        (
            "temperature: 120 to -20 C",
            f"temperature cannot be read: '120 to -20 C'; write {MEASURE}",
        ),
        (
            "temperature: -20 C to 120 kg",
            f"temperature cannot be read: '-20 C to 120 kg'; write {MEASURE}",
        ),
        (
            "size: 30cm x 45mm",
            f"size cannot be read: '30cm x 45mm'; write {ACCEPTED['size']} or {MEASURE}",
        ),
        ("size: 30 x 45", f"size cannot be read: '30 x 45'; write {ACCEPTED['size']} or {MEASURE}"),
        (
            "moq: 100 pcs-20 boxes",
            f"moq cannot be read: '100 pcs-20 boxes'; write {COUNT} or {MEASURE}",
        ),
        (
            "stock: 5000 pcs/month",
            f"stock cannot be read: '5000 pcs/month'; write {COUNT} or {MEASURE}",
        ),
        ("cotton: 85%%", f"cotton cannot be read: '85%%'; write {ACCEPTED['percent']}"),
        ("lead_time: 7", f"lead_time cannot be read: '7'; write {ACCEPTED['duration']}"),
        ("keeps_hot: 1:30", f"keeps_hot cannot be read: '1:30'; write {ACCEPTED['duration']}"),
        ("cotton: 85", f"cotton cannot be read: '85'; write {ACCEPTED['percent']}"),
        (
            "discount: 100 % off",
            "discount cannot be read: '100 % off'; "
            f"write {ACCEPTED['discount']} or {ACCEPTED['percent']}",
        ),
        (
            "discount: 5 % off from many",
            "discount cannot be read: '5 % off from many'; "
            f"write {ACCEPTED['discount']} or {ACCEPTED['percent']}",
        ),
        (
            "discount: 5 % off from 5 W",
            "discount cannot be read: '5 % off from 5 W'; "
            f"write {ACCEPTED['discount']} or {ACCEPTED['percent']}",
        ),
        (
            "discount: 5 % off from 7 days",
            "discount cannot be read: '5 % off from 7 days'; "
            f"write {ACCEPTED['discount']} or {ACCEPTED['percent']}",
        ),
        (
            "age: 3 years to 6 months",
            f"age cannot be read: '3 years to 6 months'; write {ACCEPTED['age']}",
        ),
        ("age: 6 days", f"age cannot be read: '6 days'; write {ACCEPTED['age']}"),
        ("age: 3", f"age cannot be read: '3'; write {ACCEPTED['age']}"),
        ("age: 6-3", f"age cannot be read: '6-3'; write {ACCEPTED['age']}"),
        ("material: <price>", f"material cannot be read: '<price>'; write {ACCEPTED['term']}"),
        ("material: {}", f"material has no value; write {ACCEPTED['term']}"),
        ("material: {zh: <b>}", f"material has no usable word for zh; write {ACCEPTED['term']}"),
        ("material: {zh: }", f"material has no usable word for zh; write {ACCEPTED['term']}"),
        (
            "material: {english: steel}",
            f"material has 'english', which is no language code; write {ACCEPTED['term']}",
        ),
        (
            "name: {zh-CN: 杯}",
            f"name has 'zh-CN', which is no language code; write {ACCEPTED['term']}",
        ),
        ("model: {zh: x}", f"model cannot be read: a table; write {ACCEPTED['code']}"),
        ("model: A<price>", f"model cannot be read: 'A<price>'; write {ACCEPTED['code']}"),
        (
            "certificates: [CE, <moq>]",
            f"certificates has a code that cannot be used: '<moq>'; write {ACCEPTED['code']}",
        ),
        ("certificates: []", f"certificates has no value; write {ACCEPTED['code']}"),
        (
            "certificates: [CE, [FCC]]",
            "certificates is a table or list where a value belongs; write one value",
        ),
        ("noise: 35 decibels", f"noise cannot be read: '35 decibels'; write {ACCEPTED_ANY}"),
        ("shelf: oak 3", f"shelf cannot be read: 'oak 3'; write {ACCEPTED_ANY}"),
        (
            "../price: 3 CNY",
            "../price is not a valid key; write letters, digits and _ such as lead_time",
        ),
        (
            "3 price: 3 CNY",
            "3 price is not a valid key; write letters, digits and _ such as lead_time",
        ),
        ("? [a]\n: b", " is a table or list where a value belongs; write one value"),
        (
            "contact: {price: 3 CNY}",
            "contact has 'price', which is no way to reach you; "
            "write whatsapp, email, booth and the like",
        ),
        (
            "contact: {telegram: ''}",
            f"telegram has a code that cannot be used: ''; write {ACCEPTED['code']}",
        ),
        ("say: price", "say is not a list; write a list such as [price, moq]"),
        (
            "price: 3 CNY\nmoq: 5\nsay: [price, colour]",
            "say names 'colour', which the sheet does not have; "
            "write keys of the sheet: price, moq",
        ),
        (
            "say: [price]",
            "say names 'price', which the sheet does not have; write keys of the sheet: none yet",
        ),
        (
            "shelf: 3 kg\nlabels: {shelv: {en: Shelf}}",
            "labels names 'shelv', which the sheet does not have; write keys of the sheet: shelf",
        ),
        (
            "shelf: 3 kg\nlabels: {shelf: Shelf}",
            f"labels.shelf has no languages; write {ACCEPTED['term']}",
        ),
        (
            "shelf: 3 kg\nlabels: {shelf: {en: Shelf 2}}",
            "labels.shelf states a number: 'Shelf 2'; write words only",
        ),
        ("labels: shelf", "labels is not a table; write key: value lines"),
        (
            "price: 3 CNY\nmoq: 100\nprice: 4 CNY",
            "price stands twice (again in line 3); write it once",
        ),
        ("name: {zh: 杯, zh: 碗}", "name.zh stands twice (again in line 1); write it once"),
        (
            "booth: A1\ncontact:\n  whatsapp: x\n  booth: B2",
            "booth stands twice (again in line 4); write it once",
        ),
        (
            "<<: {price: 3 CNY}",
            "<< is not a valid key; write letters, digits and _ such as lead_time",
        ),
    ],
)
def test_a_slip_is_named_with_its_key_and_what_is_accepted(
    tmp_path: Path, line: str, message: str
) -> None:
    assert refused(tmp_path, line) == (
        f"product.yaml{message}" if message[0] == " " else f"product.yaml: {message}"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- price", "is not a table; write key: value lines"),
        ("18.5 CNY", "is not a table; write key: value lines"),
        ("contact:\n\tphone: 123", f"has a mistake in line 2; {AS_IN_EXAMPLES}"),
        ("name: [cup", f"has a mistake in line 1; {AS_IN_EXAMPLES}"),
        ("a: 1 kg\n---\na: 2 kg", f"has a mistake in line 2; {AS_IN_EXAMPLES}"),
        (b"name: a\x00b", f"is not YAML; {AS_IN_EXAMPLES}"),
        ("name: 杯".encode("gbk"), "is not UTF-8 text; write it with an editor as UTF-8"),
        ("name: x".encode("utf-16"), "is not UTF-8 text; write it with an editor as UTF-8"),
        (
            "price: !!python/object:os.system 3 CNY",
            "uses a tag (!); write values with ! in quotes",
        ),
        ("price: !my 3 CNY", "uses a tag (!); write values with ! in quotes"),
        ("a: &x wood", "uses an anchor (&); write values with & in quotes"),
        ("a: &x wood\nb: *x", "uses an alias (*); write each value out in full"),
        (
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]",
            "uses an alias (*); write each value out in full",
        ),
        ("a: " + "[" * 100_000, "is nested too deeply; write key: value lines"),
        ("a: {b: {c: {d: {e: f}}}}", "is nested too deeply; write key: value lines"),
        (
            b"# " + b"x" * MAX_SHEET_BYTES,
            "is larger than 256 KB; write only the product's facts in it",
        ),
    ],
)
def test_a_file_that_is_no_sheet(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert refused(tmp_path, text) == f"product.yaml {message}"


@pytest.mark.skipif(os.name == "nt", reason="POSIX says 'Is a directory'")
def test_a_folder_named_like_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").mkdir()
    with pytest.raises(SheetError) as caught:
        read_sheet(tmp_path / "product.yaml", "zh")
    assert caught.value.message == (
        "product.yaml cannot be opened (Is a directory); write it as a plain text file"
    )


@pytest.mark.parametrize(
    "character",
    [*"\n\x07\x1b\x7f\x85\u200b\u200f\u202e\u2028\u2066\ufeff"],
)
@pytest.mark.parametrize("line", ["name: {}", "model: {}", "name: {{zh: {}}}", "model: [{}]"])
def test_no_control_character_reaches_a_text(tmp_path: Path, line: str, character: str) -> None:
    text = "".join(f"\\u{ord(c):04x}" for c in f"a{character}b")
    assert refused(tmp_path, line.format(f'"{text}"')).startswith(
        f"product.yaml: {line.partition(':')[0]} "
    )


@pytest.mark.parametrize(
    ("line", "longest"), [("name: {}", MAX_TERM_CHARS), ("model: {}", MAX_CODE_CHARS)]
)
def test_a_word_has_a_longest_length(tmp_path: Path, line: str, longest: int) -> None:
    value(tmp_path, line.format("x" * longest))
    shown = "x" * 60
    assert f"cannot be read: '{shown}'; " in refused(tmp_path, line.format("x" * (longest + 1)))


@pytest.mark.parametrize("written", ["9" * 13 + " CNY", "1.23456 CNY", "9" * 100_000 + " CNY"])
def test_a_number_has_a_largest_size(tmp_path: Path, written: str) -> None:
    assert refused(tmp_path, f"price: {written}") == (
        f"product.yaml: price cannot be read: {written[:60]!r}; write {MONEY}"
    )


def test_the_error_keeps_its_facts_on_its_way_home(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read(tmp_path, "moq: lots")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.path, error.key, error.problem, error.accepted, error.exit_code) == (
        tmp_path / "product.yaml",
        "moq",
        "cannot be read: 'lots'",
        f"{COUNT} or {MEASURE}",
        2,
    )


# --- whatever is typed ---------------------------------------------------------------------

_TYPED = st.text(
    st.sampled_from("0123456789.,-~x×+%/ \n:[]{}&*!#'\"<>|kgmlCNY¥元个每岁天折斤两度零下到to°F"),
    max_size=40,
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(key=st.sampled_from([*KEYS, "shelf", "say", "labels"]), typed=_TYPED)
def test_anything_typed_is_read_or_refused_in_one_sentence(
    tmp_path: Path, key: str, typed: str
) -> None:
    try:
        sheet = read(tmp_path, f"{key}: {typed}")
    except SheetError as error:
        assert error.message.startswith("product.yaml")
        assert len(error.message) < 400
    else:
        assert not any("<" in str(v) or ">" in str(v) for v in sheet.values.values())


@given(
    low=st.integers(-80, 300), width=st.integers(1, 300), unit=st.sampled_from(["C", "°C", "度"])
)
def test_a_range_of_temperatures(low: int, width: int, unit: str) -> None:
    for text in (f"{low} to {low + width} {unit}", f"{low}~{low + width}{unit}"):
        expected = measure(str(low), "temperature-celsius", high=str(low + width))
        assert parse_value("measure", text) == expected
    assert parse_value("measure", f"{low + width} to {low} {unit}") is None


@settings(max_examples=200, deadline=None)
@given(
    amount=st.decimals(min_value=0, max_value=10**11, places=2),
    currency=st.sampled_from(sorted(CURRENCIES)),
    thousands=st.booleans(),
)
def test_money_is_read_to_the_last_digit(amount: Decimal, currency: str, thousands: bool) -> None:
    text = f"{amount:,} {currency}" if thousands else f"{amount} {currency}"
    assert parse_value("money", text) == Money(amount=amount, currency=currency)


# --- who films the pitch -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("speaker: male", "male"),
        ("speaker: Female", "female"),
        ("speaker: 男", "male"),
        ("说话人: 女声", "female"),
    ],
)
def test_the_sheet_tells_who_speaks(tmp_path: Path, line: str, speaker: str) -> None:
    assert read(tmp_path, line) == Sheet(values={}, speaker=speaker)


def test_a_speaker_with_watts_is_a_loudspeaker(tmp_path: Path) -> None:
    assert read(tmp_path, "speaker: 5 W") == Sheet(values={"speaker": measure("5", "power-watt")})
