"""Values as buyers read and hear them, in every language and market."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.facts import fill, label, spoken, written
from merchant_studio.facts.numbers.units import CURRENCIES, MEASURES, PER_UNITS, TRADE_UNITS
from merchant_studio.languages import language_codes, profile
from merchant_studio.languages.tables import SpokenWords
from merchant_studio.records import (
    Brief,
    FactValue,
    Money,
    Term,
)

from .values import age, codes, count, discount, lasting, measure, money, percent, sheet_fact, size


def shown(text: str) -> str:
    """The text with its unseen characters: ␣ does not break, ␢ neither and is narrow, ⟩ is RLM."""
    return text.replace("\u00a0", "␣").replace("\u202f", "␢").replace("\u200f", "⟩")


# --- whole texts in every language ---------------------------------------------------------

VALUES: list[FactValue] = [
    money("18.5"),
    money("12", high="15.5"),
    money("1234", "USD", "dozen"),
    money("2.75", "EUR", "mass-kilogram"),
    money("10000", "AED"),
    count("1", "carton"),
    count("2", "pair"),
    count("1234567"),
    count("10", "box", high="20000"),
    count("8", "color"),
    lasting("10", "day", high="15"),
    lasting("2.5", "hour"),
    lasting("1", "year"),
    measure("500", "volume-milliliter"),
    measure("20000", "x-milliampere-hour"),
    measure("0", "temperature-celsius", high="60"),
    measure("6.7", "length-inch"),
    size(30, 45, "7.5"),
    percent("12.5"),
    discount(5),
    discount(5, count("10000")),
    age(3),
    age(3, high=6),
    age(6, "month"),
    age(12, "month", high=36),
    discount(3, measure("500", "length-meter")),
]
TEXTS = tomllib.loads((Path(__file__).parent / "data" / "written.toml").read_text("utf-8"))
"""One line a value: as it is written, and after the bar as it is spoken where that differs."""


def test_every_language_has_its_texts() -> None:
    assert sorted(TEXTS) == list(language_codes())


@pytest.mark.parametrize("code", TEXTS)
def test_a_value_of_every_kind(code: str) -> None:
    own = profile(code)
    lines = []
    for value in VALUES:
        read, heard = written(value, own), spoken(value, own)
        lines.append(shown(read if read == heard else f"{read} | {heard}"))
    assert "\n".join(lines) == TEXTS[code].strip()


# --- plurals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("en", ["0 pieces", "1 piece", "1.5 pieces", "2 pieces", "5 pieces"]),
        ("fr", ["0 pièce", "1 pièce", "1,5 pièce", "2 pièces", "5 pièces"]),
        ("pt", ["0 peça", "1 peça", "1,5 peça", "2 peças", "5 peças"]),
        ("ru", ["0 штук", "1 штука", "1,5 штуки", "2 штуки", "5 штук"]),
        ("ar", ["٠ قطعة", "قطعة واحدة", "١٫٥ قطعة", "قطعتان", "٥ قطع"]),
        ("de", ["0 Stück", "1 Stück", "1,5 Stück", "2 Stück", "5 Stück"]),
        ("id", ["0 pcs", "1 pcs", "1,5 pcs", "2 pcs", "5 pcs"]),
        ("tr", ["0 adet", "1 adet", "1,5 adet", "2 adet", "5 adet"]),
    ],
)
def test_a_trade_unit_by_cldr_plural(code: str, texts: list[str]) -> None:
    amounts = ["0", "1", "1.5", "2", "5"]
    assert [written(count(amount), profile(code)) for amount in amounts] == texts


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1", "1 набор"), ("2", "2 набора"), ("5", "5 наборов"), ("11", "11 наборов"),
        ("21", "21 набор"), ("22", "22 набора"), ("101", "101 набор"), ("111", "111 наборов"),
    ],
)  # fmt: skip
def test_russian_counts_by_the_last_digits(amount: str, text: str) -> None:
    assert written(count(amount, "set"), profile("ru")) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("3", "٣ أيام"), ("10", "١٠ أيام"), ("11", "١١ يومًا"), ("99", "٩٩ يومًا"),
        ("100", "١٠٠ يوم"), ("103", "١٠٣ أيام"),
    ],
)  # fmt: skip
def test_arabic_counts_by_the_last_digits(amount: str, text: str) -> None:
    assert written(lasting(amount, "day"), profile("ar")) == text


def test_arabic_weeks_agree_with_their_number() -> None:
    texts = ["أسبوع واحد", "أسبوعان", "٣ أسابيع", "١١ أسبوعًا", "١٠٠ أسبوع"]
    amounts = ["1", "2", "3", "11", "100"]
    assert [written(lasting(amount, "week"), profile("ar")) for amount in amounts] == texts


@pytest.mark.parametrize("code", language_codes())
def test_a_unit_that_cldr_calls_otherwise_is_written(code: str) -> None:
    value = measure("5", "pressure-gasoline-energy-density")
    assert written(value, profile(code)) and spoken(value, profile(code))


def test_a_range_takes_the_plural_of_its_end() -> None:
    assert written(lasting("1", "day", high="2"), profile("ru")) == "1–2 дня"
    assert written(count("2", "box", high="5"), profile("ru")) == "2–5 коробок"


def test_arabic_says_one_and_two_by_the_noun() -> None:
    own = profile("ar")
    assert [written(lasting(n, "hour"), own) for n in ("1", "2", "3", "1.5")] == [
        *("ساعة واحدة", "ساعتان", "٣ ساعات", "١٫٥ ساعة"),
    ]
    assert spoken(money("2", "USD"), own) == "دولاران أمريكيان"
    assert spoken(money("1", "USD", high="2"), own) == "من ١ إلى ٢ دولار أمريكي"


# --- prices --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (money("18"), ["CNY␣18", "18 yuan"]),
        (money("18.00"), ["CNY␣18", "18 yuan"]),
        (money("18.5"), ["CNY␣18.50", "18.50 yuan"]),
        (money("18.55"), ["CNY␣18.55", "18.55 yuan"]),
        (money("0.355"), ["CNY␣0.355", "0.355 yuan"]),
        (money("0.3550"), ["CNY␣0.355", "0.355 yuan"]),
        (money("1200.5"), ["CNY␣1,200.50", "1,200.50 yuan"]),
        (money("99.5", "JPY"), ["JPY␣99.5", "99.5 yen"]),
        (money("1", "USD"), ["US$1", "1 US dollar"]),
        (money("1", "SAR"), ["SAR␣1", "1 riyal"]),
        (money("12", high="15"), ["CNY␣12–15", "12 to 15 yuan"]),
        (money("12", high="15.5"), ["CNY␣12.00–15.50", "12 to 15.50 yuan"]),
        (money("36", per="set"), ["CNY␣36 per set", "36 yuan per set"]),
        (money("3", "USD", "length-yard"), ["US$3 per yard", "3 US dollars per yard"]),
        (money("300", per="mass-tonne"), ["CNY␣300 per metric ton", "300 yuan per metric ton"]),
    ],
)
def test_a_price(value: Money, texts: list[str]) -> None:
    own = profile("en")
    assert [shown(written(value, own)), shown(spoken(value, own))] == texts


@pytest.mark.parametrize("code", language_codes())
def test_a_price_may_be_for_any_trade_unit(code: str) -> None:
    own = profile(code)
    for per in (*TRADE_UNITS, *PER_UNITS):
        text = written(money("36", per=per), own)
        assert written(money("36"), own) in text
        assert "{" not in text


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_currency_is_told_apart(code: str, currency: str) -> None:
    own = profile(code)
    prices = {c: (written(money("7", c), own), spoken(money("7", c), own)) for c in CURRENCIES}
    read, heard = prices.pop(currency)
    assert all(read != other[0] and heard != other[1] for other in prices.values())


# --- markets -------------------------------------------------------------------------------

MARKET_VALUES = [
    money("1234.5"),
    money("12000000", "USD"),
    count("1234567"),
    percent("12.5"),
    measure("1500.5", "volume-milliliter"),
]


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("es", ["1234,50␣CNY", "12.000.000␣US$", "1.234.567 unidades", "12,5␣%", "1500,5 ml"]),
        ("es-MX", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 unidades", "12.5%", "1,500.5 ml"]),
        ("es-AR", ["CNY␣1.234,50", "US$12.000.000", "1.234.567 unidades", "12,5%", "1.500,5 ml"]),
        ("pt", ["CNY␣1.234,50", "US$␣12.000.000", "1.234.567 peças", "12,5%", "1.500,5 ml"]),
        ("pt-PT", ["1234,50␣CNY", "12␣000␣000␣US$", "1␣234␣567 peças", "12,5%", "1500,5 ml"]),
        ("en", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 pieces", "12.5%", "1,500.5 mL"]),
        ("en-GB", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 pieces", "12.5%", "1,500.5 ml"]),
        ("en-IN", ["CNY␣1,234.50", "US$1,20,00,000", "12,34,567 pieces", "12.5%", "1,500.5 ml"]),
        ("en-ZA", ["CNY␣1␣234,50", "US$12␣000␣000", "1␣234␣567 pieces", "12,5%", "1␣500,5 ml"]),
        ("ar", ["١٬٢٣٤٫٥٠␣يوان", "١٢٬٠٠٠٬٠٠٠␣دولار␣أمريكي",
         "١٬٢٣٤٬٥٦٧ قطعة", "١٢٫٥٪", "١٬٥٠٠٫٥ مل"]),
        ("ar-AE", ["1,234.50␣يوان", "12,000,000␣دولار␣أمريكي",
         "1,234,567 قطعة", "12.5%", "1,500.5 مل"]),
        ("de", ["1.234,50␣CNY", "12.000.000␣USD", "1.234.567 Stück", "12,5␣%", "1.500,5␣ml"]),
        ("de-CH", ["CNY␣1’234.50", "USD␣12’000’000", "1’234’567 Stück", "12.5%", "1’500.5␣ml"]),
        ("fr-CA", ["1␣234,50␣CNY", "12␣000␣000␣USD", "1␣234␣567 pièces", "12,5␣%", "1␣500,5 ml"]),
        ("hi", ["1,234.50␣युआन", "US$1,20,00,000", "12,34,567 पीस", "12.5%", "1,500.5 ml"]),
    ],
)  # fmt: skip
def test_a_market_has_its_own_numbers(tag: str, texts: list[str]) -> None:
    assert [shown(written(value, profile(tag))) for value in MARKET_VALUES] == texts


def test_a_voice_groups_digits_like_its_market() -> None:
    assert spoken(money("1234567.5"), profile("hi")) == "12,34,567.50 युआन"
    assert spoken(money("1234567.5"), profile("en-IN")) == "12,34,567.50 yuan"
    assert spoken(money("1234.5"), profile("es")) == "1234,50 yuanes"


# --- units ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("unit", MEASURES)
def test_every_unit_has_a_name_beside_its_number(code: str, unit: str) -> None:
    own = profile(code)
    for write in (written, spoken):
        text = write(measure("7", unit), own)
        name = text.replace("7", "").replace("٧", "").strip(" \u00a0\u202f")
        assert name and "{" not in text and not name.startswith("x-") and unit not in text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ja", "摂氏0から60度"),
        ("ko", "섭씨 0에서 60도"),
        ("ru", "0–60 градусов Цельсия"),
        ("fr", "0 à 60\u00a0degrés Celsius"),
    ],
)
def test_a_unit_may_stand_on_both_sides_of_a_range(code: str, text: str) -> None:
    assert spoken(measure("0", "temperature-celsius", high="60"), profile(code)) == text


# --- words, codes, labels, lines -----------------------------------------------------------


@pytest.mark.parametrize(
    ("translations", "text"),
    [
        ({"zh": "不锈钢", "en": "steel", "es": "acero"}, "acero"),
        ({"zh": "不锈钢", "en": "steel"}, "steel"),
        ({"zh": "不锈钢", "fr": "acier"}, "不锈钢"),
    ],
)
def test_a_word_in_the_language_else_in_english_else_as_it_is(
    translations: dict[str, str], text: str
) -> None:
    assert written(Term(translations=translations), profile("es")) == text


def test_codes_are_the_same_everywhere() -> None:
    several = codes("A203", "304", "+86 138 0000 0000")
    texts = {write(several, profile(c)) for c in language_codes() for write in (written, spoken)}
    assert texts == {f"A203{mark}304{mark}+86 138 0000 0000" for mark in (", ", "、", "، ")}


@pytest.mark.parametrize(
    ("key", "labels", "text"),
    [
        ("price", {}, "Precio"),
        ("price", {"price": {"es": "Tarifa"}}, "Tarifa"),
        ("tines", {"tines": {"es": "Púas", "en": "Tines"}}, "Púas"),
        ("tines", {"tines": {"en": "Tines"}}, ""),
        ("tines", {}, ""),
        ("tines", {"tines": {"en": "Teeth"}}, "Dientes"),
        ("max_load", {}, "Carga máxima"),
        ("承重", {}, "Carga máxima"),
        ("telegram", {}, "Telegram"),
    ],
)
def test_a_label(key: str, labels: dict[str, dict[str, str]], text: str) -> None:
    brief = Brief(source_language="zh", facts=(), labels=labels)
    assert label(key, brief, profile("es")) == text


@pytest.mark.parametrize(
    ("key", "code", "text"),
    [
        ("glow_rings", "en", "Glow rings"),
        ("glow_rings", "zh", ""),
        ("发光圈", "zh", "发光圈"),
        ("发光圈", "en", ""),
        ("glow_2", "en", ""),
        ("double_glow", "en", ""),
        ("glow_dollars", "en", ""),
        ("一圈", "zh", ""),
        ("双层光圈", "zh", ""),
        ("万向轮", "zh", "轮子"),
        ("needles", "tr", "İğneler"),
        ("legs", "tr", "Ayaklar"),
        ("wheels", "de", "Räder"),
    ],
)
def test_a_key_of_ones_own_is_named_for_who_reads_its_words(key: str, code: str, text: str) -> None:
    assert label(key, Brief(source_language="zh", facts=()), profile(code)) == text


FACTS = [
    sheet_fact("price", money("18.5")),
    sheet_fact("screen", measure("500", "mass-pound")),
    sheet_fact("company", codes("Flask Co., Ltd.")),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The price is <price>.", "The price is CNY\u00a018.50."),
        ("<price>, <price>!", "CNY\u00a018.50, CNY\u00a018.50!"),
        ("<moq> stays, and so does <b>.", "<moq> stays, and so does <b>."),
        ("We are <company>.", "We are Flask Co., Ltd."),
        ("We are <company>!", "We are Flask Co., Ltd.!"),
    ],
)
def test_a_line_is_filled(text: str, expected: str) -> None:
    assert fill(text, FACTS, profile("en")) == expected


def test_a_line_is_filled_for_a_voice() -> None:
    assert fill("It costs <price>.", FACTS, profile("en"), voice=True) == "It costs 18.50 yuan."


# --- what a voice says for symbols ---------------------------------------------------------

SPOKEN = SpokenWords.model_validate(
    {
        "measures": {
            "x-milliampere-hour": {"one": "{0} milliamp hour", "other": "{0} milliamp hours"},
            "x-revolution-per-minute": "{0} revolutions per minute",
            "x-gram-per-square-meter": {"other": "{0} grams per square meter"},
            "x-denier": {"other": "{0} denier"},
        },
        "range": "{low} to {high}",
        "times": " by ",
    }
)


@pytest.mark.parametrize(
    ("value", "read", "without", "said"),
    [
        (measure("20000", "x-milliampere-hour"), "20,000␣mAh", "20,000␣mAh",
         "20,000 milliamp hours"),
        (measure("1", "x-milliampere-hour"), "1␣mAh", "1␣mAh", "1 milliamp hour"),
        (measure("4500", "x-revolution-per-minute"), "4,500␣rpm", "4,500␣rpm",
         "4,500 revolutions per minute"),
        (measure("180", "x-gram-per-square-meter"), "180␣g/m²", "180␣g/m²",
         "180 grams per square meter"),
        (measure("600", "x-denier"), "600␣D", "600␣D", "600 denier"),
        (measure("110", "electric-volt", high="240"), "110–240 V", "110–240 volts",
         "110 to 240 volts"),
        (measure("300", "x-milliampere-hour", high="500"), "300–500␣mAh", "300–500␣mAh",
         "300 to 500 milliamp hours"),
        (money("12", high="15.5"), "CNY␣12.00–15.50", "12–15.50 yuan", "12 to 15.50 yuan"),
        (percent(80, high=85), "80–85%", "80–85%", "80 to 85%"),
        (size(30, 45, 10),
         "30 × 45 × 10 cm", "30 × 45 × 10 centimeters", "30 by 45 by 10 centimeters"),
    ],
)  # fmt: skip
def test_a_voice_says_names_where_the_language_has_them(
    value: FactValue, read: str, without: str, said: str
) -> None:
    bare = profile("en").model_copy(update={"spoken": SpokenWords.model_validate({})})
    own = bare.model_copy(update={"spoken": SPOKEN})
    assert [shown(written(value, own)), shown(written(value, bare))] == [read, read]
    assert [shown(spoken(value, bare)), shown(spoken(value, own))] == [without, said]


@pytest.mark.parametrize(
    "table",
    [
        {"measures": {"x-milliampere-hour": {"one": "{0} milliamp hour"}}},
        {"milliampere-hour": {"other": "{0} milliamp hours"}},
        {"range": "{low} to"},
        {"range": "{high} down to {low}"},
        {"times": ""},
    ],
)
def test_a_table_for_the_voice_is_checked(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="SpokenWords"):
        SpokenWords.model_validate(table)


# --- below zero ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "read", "said"),
    [
        ("en", "−20 °C", "-20 degrees Celsius"),
        ("de", "−20 °C", "-20 Grad Celsius"),
        ("ja", "−20°C", "摂氏-20度"),
        ("zh", "−20°C", "-20摄氏度"),
    ],
)
def test_a_temperature_below_zero(code: str, read: str, said: str) -> None:
    value = measure("-20", "temperature-celsius")
    assert [shown(written(value, profile(code))), spoken(value, profile(code))] == [read, said]


# No dash beside a minus: words, or the signs that the language's typography has for a range.
BELOW_ZERO = {
    "ar": ["من −٢٠ إلى −١٠ درجات مئوية", "من -٢٠ إلى -١٠ درجات مئوية"],
    "de": ["−20 bis −10 °C", "-20 bis -10 Grad Celsius"],
    "en": ["−20 to −10 °C", "-20 to -10 degrees Celsius"],
    "es": ["−20 a −10 °C", "-20 a -10 grados Celsius"],
    "fr": ["−20 à −10␢°C", "-20 à -10␣degrés Celsius"],
    "hi": ["−20 से −10 °C", "-20 से -10 डिग्री सेल्सियस"],
    "id": ["−20 sampai −10 °C", "-20 sampai -10 derajat Celsius"],
    "it": ["da −20 a −10 °C", "da -20 a -10 gradi Celsius"],
    "ja": ["−20～−10°C", "摂氏-20から-10度"],
    "ko": ["−20~−10°C", "섭씨 -20에서 -10도"],
    "pt": ["−20 a −10 °C", "-20 a -10 graus Celsius"],
    "ru": ["−20…−10 °C", "-20…-10 градусов Цельсия"],
    "th": ["−20 ถึง −10 °C", "-20 ถึง -10 องศาเซลเซียส"],
    "tr": ["−20 ila −10 °C", "-20 ila -10 santigrat derece"],
    "vi": ["−20 đến −10 °C", "-20 đến -10 độ C"],
    "zh": ["−20～−10°C", "-20到-10摄氏度"],
}


def test_every_language_has_its_range_below_zero() -> None:
    assert set(BELOW_ZERO) == set(language_codes())


@pytest.mark.parametrize(("code", "texts"), BELOW_ZERO.items())
def test_a_range_of_temperatures_below_zero(code: str, texts: list[str]) -> None:
    value = measure("-20", "temperature-celsius", high="-10")
    own = profile(code)
    assert [shown(written(value, own)).replace("⟩", ""), shown(spoken(value, own))] == texts


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("voice", [False, True])
@pytest.mark.parametrize("ends", [("-20", "-10"), ("-20", "60"), ("-5.5", "0")])
def test_a_range_from_below_zero_on_is_read_again(
    code: str, voice: bool, ends: tuple[str, str]
) -> None:
    own = profile(code)
    value = measure(ends[0], "temperature-celsius", high=ends[1])
    fact = sheet_fact("temperature", value)
    text = fill(own.phrases.facts["temperature"], [fact], own, voice=voice)
    assert not re.search("[-–—] ?[-−]", text)
    assert check_filled(text, [fact], own) == ()
    without = re.sub("[-−]", "", text, count=1)
    assert check_filled(without, [fact], own) != (), without


def test_a_temperature_from_below_zero_on() -> None:
    value = measure("-20", "temperature-celsius", high="120")
    assert [written(value, profile(code)) for code in ("en", "zh", "hi", "ru")] == [
        "−20 to 120 °C",
        "−20～120°C",
        "−20 से 120 °C",
        "−20…+120 °C",
    ]


@pytest.mark.parametrize("code", language_codes())
def test_every_language_writes_a_minus(code: str) -> None:
    own = profile(code)
    below = written(measure("-20", "temperature-celsius"), own)
    assert below != written(measure("20", "temperature-celsius"), own)
    assert any(c in below for c in "-\u2212")
