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
from merchant_studio.facts import KEYS
from merchant_studio.facts.numbers.units import (
    CURRENCIES,
    DURATIONS,
    MEASURES,
    TRADE_UNITS,
    measure_aliases,
)
from merchant_studio.read import read_sheet
from merchant_studio.read.sheet.reading import MAX_CODE_CHARS, MAX_TERM_CHARS
from merchant_studio.read.sheet.structure import MAX_SHEET_BYTES
from merchant_studio.read.sheet.values import ACCEPTED, ACCEPTED_ANY, parse_value
from merchant_studio.records import Money, Sheet

from .values import (
    codes,
    count,
    discount,
    lasting,
    measure,
    money,
    plain,
    refusal_of,
    sheet_of,
    size,
    term,
    value_of,
)

AS_IN_EXAMPLES = "write key: value lines as in the examples"
MONEY, COUNT, MEASURE = ACCEPTED["money"], ACCEPTED["count"], ACCEPTED["measure"]


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
    assert sheet_of(tmp_path, sheet) == Sheet(
        values={
            "name": term(zh="不锈钢保温杯", en="stainless steel vacuum flask"),
            "price": money("18.5"),
            "moq": count("100"),
            "capacity": measure("500", "volume-milliliter"),
            "keeps_hot": lasting("12", "hour"),
            "material": term(zh="304不锈钢"),
            "colors": count("8", "color"),
            "lead_time": lasting("7", high="10"),
            "discount": discount("5", count("10000")),
            "model": codes("A203"),
            "certificates": codes("CE", "FCC"),
            "lid_angle": size(30, 45, unit="length-millimeter"),
            "whatsapp": codes("+86 138 0000 0000"),
            "booth": codes("F3-21056"),
            "telegram": codes("@flask8"),
        },
        say=("price", "moq"),
        labels={"lid_angle": {"zh": "盖子", "en": "Lid"}},
    )


def test_no_sheet_is_an_empty_sheet(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "product.yaml", "zh") == Sheet(values={})


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "\ufeff"])
def test_an_empty_file_is_an_empty_sheet(tmp_path: Path, text: str) -> None:
    assert sheet_of(tmp_path, text) == Sheet(values={})


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert value_of(tmp_path, "\ufeffprice: 3 CNY") == money("3")


def test_words_without_a_language_are_in_the_merchants_language(tmp_path: Path) -> None:
    path = tmp_path / "product.yaml"
    path.write_text("name: cup", encoding="utf-8")
    assert read_sheet(path, "en").values == {"name": term(en="cup")}


# --- values in their usual spellings -------------------------------------------------------

ROWS = (Path(__file__).parent / "data" / "sheet.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith("#")])
def test_a_value_is_read_as_it_is_written(tmp_path: Path, row: str) -> None:
    line, _, expected = row.rpartition(" | ")
    assert plain(value_of(tmp_path, line)) == expected


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
        "variants": "S, M, L",
        "day": "2030-12-31",
        "promotion": "buy 10 get 1 free",
        "payment": "T/T",
    }
    known = KEYS[key]
    sample = samples[known.kinds[0]]
    if known.kinds[0] == "measure":
        unit = known.units[0]
        sample += " " + next(n for n, u in measure_aliases().items() if u.startswith(unit))
    assert value_of(tmp_path, f"{key}: {sample}").kind == known.kinds[0]


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
    assert {parse_value("duration", f"3 {name}") for name in names} == {lasting("3", unit)}


@pytest.mark.parametrize("name", ["mw", "MW", "pt", "cal", "kb", "m³/d"])
def test_a_name_of_two_units_means_none(name: str) -> None:
    assert parse_value("measure", f"5 {name}") is None


# --- what is refused: the whole message ----------------------------------------------------


UNREADABLE = [
    # Only a temperature is below zero, and the lower end of a range comes first.
    (
        "price",
        "money",
        [
            "18.5",
            "18.5 CNX",
            "¥18 CNY",
            "-3 CNY",
            "15-12 CNY",
            "12,34 CNY",
            "1e5 CNY",
            "nan CNY",
            "18 CNY each",
            "3 CNY per hour",
            "18 <moq> CNY",
        ],
    ),
    ("moq", "count measure", ["100 pices", "a hundred", "5 W", "-100 pcs", "100 pcs-20 boxes"]),
    ("capacity", "measure count", ["500 mm"]),
    ("power", "measure", ["5 MW"]),
    ("weight", "measure", ["500 ml", "-350 g"]),
    ("memory", "measure", ["4", "4 kg", "4 x"]),
    ("size", "size measure", ["30 x 45 kg", "1 x 2 x 3 x 4 cm", "30cm x 45mm", "30 x 45"]),
    ("lead_time", "duration", ["-7 days", "7"]),
    ("cotton", "percent", ["-85 %", "85%%", "85"]),
    ("temperature", "measure", ["-20", "120 to -20 C", "-20 C to 120 kg"]),
    ("stock", "count measure", ["5000 pcs/month"]),
    ("keeps_hot", "duration", ["1:30"]),
    (
        "discount",
        "discount percent",
        ["100 % off", "5 % off from many", "5 % off from 5 W", "5 % off from 7 days"],
    ),
    ("age", "age", ["3 years to 6 months", "6 days", "3", "6-3"]),
    ("material", "term", ["<price>"]),
    ("model", "code", ["A<price>"]),
    ("noise", "any", ["35 decibels"]),
    ("shelf", "any", ["oak 3"]),
]


@pytest.mark.parametrize(("key", "kinds", "written"), UNREADABLE)
def test_what_cannot_be_read_is_told_with_what_is_accepted(
    tmp_path: Path, key: str, kinds: str, written: list[str]
) -> None:
    known = {"any": ACCEPTED_ANY, **ACCEPTED}
    accepted = " or ".join(known[kind] for kind in kinds.split())
    for each in written:
        assert refusal_of(tmp_path, f"{key}: {each}") == (
            f"product.yaml: {key} cannot be read: {each!r}; write {accepted}"
        )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("price: {zh: 18}", f"price cannot be read: a table; write {MONEY}"),
        ("price: [18 CNY]", f"price cannot be read: a list; write {MONEY}"),
        ("price:", f"price has no value; write {MONEY}"),
        ("colors: 8 pcs", "colors cannot be read: '8 pcs'; write a number such as 8 or 8 colors"),
        ("colors: red", "colors cannot be read: 'red'; write a number such as 8 or 8 colors"),
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
        (
            "certificates: [CE, <moq>]",
            f"certificates has a code that cannot be used: '<moq>'; write {ACCEPTED['code']}",
        ),
        ("certificates: []", f"certificates has no value; write {ACCEPTED['code']}"),
        (
            "certificates: [CE, [FCC]]",
            "certificates is a table or list where a value belongs; write one value",
        ),
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
    assert refusal_of(tmp_path, line) == (
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
    assert refusal_of(tmp_path, text) == f"product.yaml {message}"


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
    assert refusal_of(tmp_path, line.format(f'"{text}"')).startswith(
        f"product.yaml: {line.partition(':')[0]} "
    )


@pytest.mark.parametrize(
    ("line", "longest"), [("name: {}", MAX_TERM_CHARS), ("model: {}", MAX_CODE_CHARS)]
)
def test_a_word_has_a_longest_length(tmp_path: Path, line: str, longest: int) -> None:
    value_of(tmp_path, line.format("x" * longest))
    shown = "x" * 60
    assert f"cannot be read: '{shown}'; " in refusal_of(tmp_path, line.format("x" * (longest + 1)))


@pytest.mark.parametrize("written", ["9" * 13 + " CNY", "1.23456 CNY", "9" * 100_000 + " CNY"])
def test_a_number_has_a_largest_size(tmp_path: Path, written: str) -> None:
    assert refusal_of(tmp_path, f"price: {written}") == (
        f"product.yaml: price cannot be read: {written[:60]!r}; write {MONEY}"
    )


def test_the_error_keeps_its_facts_on_its_way_home(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        sheet_of(tmp_path, "moq: lots")
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
        sheet = sheet_of(tmp_path, f"{key}: {typed}")
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
    assert sheet_of(tmp_path, line) == Sheet(values={}, speaker=speaker)


def test_a_speaker_with_watts_is_a_loudspeaker(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, "speaker: 5 W") == Sheet(
        values={"speaker": measure("5", "power-watt")}
    )
