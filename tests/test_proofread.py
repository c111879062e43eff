"""The independent reader: right sentences pass in every language, spoilt ones are caught."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest

from merchant_studio.check.proofread import check_filled, check_line, read_numbers
from merchant_studio.facts import fill, spoken, written
from merchant_studio.facts.numbers.units import MEASURES
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.records import (
    Day,
    FactValue,
    Payment,
    Promotion,
    Term,
    Variant,
    Variants,
)

from .values import age, codes, count, discount, lasting, measure, money, percent, sheet_fact, size

STEEL = Term(
    translations={
        "ar": "فولاذ مقاوم للصدأ",
        "de": "Edelstahl",
        "en": "stainless steel",
        "es": "acero inoxidable",
        "fr": "acier inoxydable",
        "hi": "स्टेनलेस स्टील",
        "id": "baja tahan karat",
        "it": "acciaio inox",
        "ja": "ステンレス",
        "ko": "스테인리스",
        "pt": "aço inoxidável",
        "ru": "нержавеющая сталь",
        "th": "สแตนเลส",
        "tr": "paslanmaz çelik",
        "vi": "thép không gỉ",
        "zh": "不锈钢",
    }
)


VALUES: dict[str, FactValue] = {
    "name": STEEL,
    "price": money("18.55"),
    "wholesale_price": money("12", per="dozen"),
    "retail_price": money("39.9"),
    "sample_fee": money("50"),
    "sample_time": lasting(3),
    "moq": count(100),
    "lead_time": lasting(7, high=10),
    "delivery_time": lasting(30),
    "discount": discount(5, count(10000)),
    "valid_until": Day(day=datetime.date(2026, 12, 31)),
    "variants": Variants(options=(Variant(name={"zh": "S"}), Variant(name={"zh": "XL"}))),
    "promotion": Promotion(threshold=count(10), gift=count(1)),
    "payment": Payment(methods=("T/T",), deposit=percent(30)),
    "deposit": percent(30),
    "trade_terms": codes("FOB"),
    "port": STEEL,
    "shipping": STEEL,
    "stock": count(5000),
    "monthly_output": count(300000),
    "packing": STEEL,
    "carton_quantity": count(24),
    "carton_size": size("60", "40", "35.5"),
    "carton_weight": measure("12", "mass-kilogram"),
    "pieces_per_set": count(6),
    "size": size("30", "45"),
    "length": measure("1.8", "length-meter"),
    "width": measure("20", "length-centimeter"),
    "height": measure("26", "length-centimeter"),
    "diameter": measure("8", "length-centimeter"),
    "thickness": measure("0.5", "length-millimeter"),
    "weight": measure("350", "mass-gram"),
    "net_weight": measure("2.5", "mass-kilogram"),
    "gross_weight": measure("3", "mass-kilogram"),
    "fabric_weight": measure("180", "x-gram-per-square-meter"),
    "capacity": measure("500", "volume-milliliter"),
    "material": STEEL,
    "lining": STEEL,
    "cotton": percent(85),
    "colors": count(8, "color"),
    "styles": count(3, "style"),
    "sizes": count(5, "size"),
    "model": codes("A203"),
    "brand": codes("Moonlight"),
    "origin": STEEL,
    "certificates": codes("CE", "FCC"),
    "warranty": lasting(2, "year"),
    "age": age(3),
    "power": measure("22.5", "power-watt"),
    "voltage": measure("110", "electric-volt", high="240"),
    "battery": measure("20000", "x-milliampere-hour"),
    "charging_time": lasting("1.5", "hour"),
    "working_time": lasting("8", "hour"),
    "lifespan": lasting("50000", "hour"),
    "temperature": measure("60", "temperature-celsius"),
    "keeps_hot": lasting("12", "hour"),
    "keeps_cold": lasting("24", "hour"),
    "waterproof": codes("IP65"),
    "screen": measure("6.7", "length-inch"),
    "memory": measure("64", "digital-gigabyte"),
    "range": measure("10", "length-meter"),
    "speed": measure("25", "speed-kilometer-per-hour"),
    "layers": count(2, "layer"),
    "people": count(4, "person"),
    "customization": STEEL,
    "contact": codes("wx-1"),
    "whatsapp": codes("+86 138 0000 0000"),
    "wechat": codes("flask8"),
    "email": codes("sales@flask.example"),
    "phone": codes("+86 579 8500 0000"),
    "website": codes("flask.example"),
    "booth": codes("F3-21056"),
    "address": STEEL,
}
FACTS = {key: sheet_fact(key, value) for key, value in VALUES.items()}
LANGUAGES = language_codes()


@cache
def readings(code: str) -> dict[str, str]:
    """Every value in both wordings, as the script stage gives them."""
    own = profile(code)
    return {key: f"{written(v, own)} {spoken(v, own)}" for key, v in VALUES.items()}


def line(code: str, text: str, *tags: str, max_chars: int | None = None) -> tuple[str, ...]:
    """What the reader says of a line with these tags."""
    return check_line(
        text,
        tags=tags,
        facts=FACTS,
        values=readings(code),
        profile=profile(code),
        max_chars=max_chars,
    )


def filled(code: str, text: str, *keys: str) -> tuple[str, ...]:
    """What the reader says of a finished text that must state these facts."""
    return check_filled(text, [FACTS[key] for key in keys], profile(code))


def is_spaced(own: LanguageProfile) -> bool:
    return " " in own.text.punctuation


# --- what is right passes ------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_of_a_fact_passes(code: str) -> None:
    own = profile(code)
    assert set(own.phrases.facts) == set(VALUES)
    refused = {}
    for key, phrase in own.phrases.facts.items():
        problems = line(code, phrase, key)
        for voice in (False, True):
            problems += filled(code, fill(phrase, [FACTS[key]], own, voice=voice), key)
        if problems:
            refused[phrase] = problems
    assert refused == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_other_phrase_passes(code: str) -> None:
    book = profile(code).phrases
    refused = {phrase: line(code, phrase) + filled(code, phrase) for phrase in book.greeting}
    refused |= {phrase: line(code, phrase, "name") for phrase in book.introduction}
    assert {phrase: problems for phrase, problems in refused.items() if problems} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_unit_is_taken_for_a_currency(code: str) -> None:
    own, refused = profile(code), {}
    for unit in MEASURES:
        fact = sheet_fact("capacity", measure("1234.5", unit))
        for voice in (False, True):
            text = fill(own.phrases.facts["capacity"], [fact], own, voice=voice)
            if problems := check_filled(text, [fact], own):
                refused[text] = problems
    assert refused == {}


@pytest.mark.parametrize(
    ("code", "text", "tags"),
    [
        ("en", "With a capacity of <capacity>, it weighs only <weight>.", ("capacity", "weight")),
        ("en", "It keeps drinks hot for <keeps_hot> and cold for <keeps_cold>.",
         ("keeps_hot", "keeps_cold")),
        ("en", "Choose from <colors> in <sizes>!", ("colors", "sizes")),
        ("en", "Made of <material>, it has passed <certificates>.", ("material", "certificates")),
        ("es", "Tiene una capacidad de <capacity> y pesa <weight>.", ("capacity", "weight")),
        ("de", "Die Wärme hält <keeps_hot>, die Kälte <keeps_cold>.", ("keeps_hot", "keeps_cold")),
        ("ru", "Объём <capacity>, вес <weight>.", ("capacity", "weight")),
        ("ja", "容量は<capacity>、重さは<weight>です。", ("capacity", "weight")),
        ("ko", "용량은 <capacity>, 무게는 <weight>입니다.", ("capacity", "weight")),
        ("ar", "السعة <capacity>، والوزن <weight>.", ("capacity", "weight")),
    ],
)  # fmt: skip
def test_free_lines_with_two_facts_pass(code: str, text: str, tags: tuple[str, ...]) -> None:
    assert line(code, text, *tags) == ()


# --- what is wrong is named: whole findings ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tags", "problems"),
    [
        ("The price is right.", ("price",), ("<price> is missing",)),
        ("The price is <price>, the price <price>.", ("price",), ("<price> stands too often",)),
        ("The price is <price>.", (), ("<price> stands too often",)),
        ("The price is <price> for 100 of them.", ("price",), ("it writes a number",)),
        ("The price is <price> for a dozen.", ("price",), ("it writes a number (dozen)",)),
        ("It has three colors.", (), ("it writes a number (three)",)),
        ("The price is <price> in yuan.", ("price",), ("it names a currency (yuan)",)),
        ("It costs a few dollars.", (), ("it names a currency (dollars)",)),
        ("It holds <capacity> ml.", ("capacity",), ("unit twice after <capacity>",)),
        (
            "It holds <capacity> milliliters.",
            ("capacity",),
            ("unit twice after <capacity>",),
        ),
        ("The lead time is <lead_time> days.", ("lead_time",),
         ("unit twice after <lead_time>",)),
        ("You may choose colors in <colors>.", ("colors",),
         ("unit twice before <colors>",)),
        ("The price is <moq>.", ("moq",), ("<moq> is misplaced",)),
        ("The price for each <price> is <moq>.", ("price", "moq"),
         ("<moq> is misplaced",)),
        ("You only need <moq>.", ("moq",), ("it is unclear what <moq> is",)),
        ("It is very good", (), ("it is not finished",)),
        ("It is very good,", (), ("it is not finished",)),
        ("", (), ("it is not finished",)),
        ("It is  very good.", (), ("it has a gap",)),
        ("It is good, , very good.", (), ("it has a gap",)),
        ("Good good good good good.", (), ("it repeats itself",)),
        ("So good, so good, so good, so good.", (), ("it repeats itself",)),
        ("这 is very good.", (), ("it holds characters that are not English: 这",)),
        (
            "Café, naïve.",
            (),
            ("it holds characters that are not English: éï", "no word of it is English"),
        ),
        ("Half-price, only ½!", (), ("it writes a number", "it writes a number (Half)")),
        (
            "价格 is <moq> yuan,",
            ("price",),
            (
                "<price> is missing",
                "<moq> stands too often",
                "it holds characters that are not English: 价格",
                "it names a currency (yuan)",
                "it is not finished",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line(
    text: str, tags: tuple[str, ...], problems: tuple[str, ...]
) -> None:
    assert line("en", text, *tags) == problems


def test_a_line_may_be_too_long() -> None:
    text = "It holds <capacity>, which is a lot."
    assert line("en", text, "capacity", max_chars=26) == ()
    assert line("en", text, "capacity", max_chars=25) == ("it is too long for its time",)


@pytest.mark.parametrize(
    ("text", "keys", "problems"),
    [
        ("The price is CNY 18.55 and the minimum order is 100 pieces.", ("price", "moq"), ()),
        ("The price is CNY 18.55.", ("price", "moq"), ("100 is missing",)),
        ("The price is CNY 18.56.", ("price",), ("18.55 is missing", "18.56 is not a fact")),
        ("The price is 18.55.", ("price",),
         ("18.55 has another unit", "the currency CNY is missing")),
        ("The price is US$18.55.", ("price",),
         ("18.55 has another unit", "the currency CNY is missing", "the currency USD is wrong")),
        ("The price is $18.55.", ("price",),
         ("18.55 has another unit", "$ may be taken for another currency",
          "the currency CNY is missing", "it names a currency ($)")),
        ("The price is ¥18.55.", ("price",),
         ("18.55 has another unit", "¥ may be taken for another currency",
          "the currency CNY is missing", "it names a currency (¥)")),
        ("The price is CNY 18.55, or US$2.", ("price",),
         ("2 is not a fact", "the currency USD is wrong")),
        ("The price is CNY 18.55, today only ④!", ("price",), ("④ is not a fact",)),
        ("The price is CNY ١٨.55.", ("price",), ()),
        ("The model number is A204.", ("model",), ("'A203' is missing", "204 is not a fact")),
        ("The model number is A203, booth 3.", ("model",), ("3 is not a fact",)),
        ("It measures 30 × 45 cm.", ("size",), ()),
        ("It measures 30 × 54 cm.", ("size",), ("45 is missing", "54 is not a fact")),
        ("It is made of steel.", ("material",), ("'stainless steel' is missing",)),
        ("It comes in 8 colors, 8 of them new.", ("colors",), ("8 is not a fact",)),
        ("The fabric weight is 180 g/m².", ("fabric_weight",), ()),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_finished_text(
    text: str, keys: tuple[str, ...], problems: tuple[str, ...]
) -> None:
    assert filled("en", text, *keys) == problems


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("en", "1,234.50 and 7", ("1234.5", "7")),
        ("en", "1,2345 or 12.34.56", ("1", "2345", "12", "34", "56")),
        ("en-IN", "12,34,567", ("1234567",)),
        ("de", "1.234,50", ("1234.5",)),
        ("de-CH", "1’234.50", ("1234.5",)),
        ("de-CH", "1'234.50", ("1234.5",)),
        ("de-CH", "1’23’4.5", ("1", "23", "4", "5")),
        ("es", "1234,5 y 12.345", ("1234.5", "12345")),
        ("es-MX", "1,234.5", ("1234.5",)),
        ("fr", "1\u202f234,5", ("1234.5",)),
        ("pt-PT", "12\u00a0345,6", ("12345.6",)),
        ("ru", "1\u00a0234", ("1234",)),
        ("ar", "١٬٢٣٤٫٥٠", ("1234.5",)),
        ("ar-AE", "1,234.50", ("1234.5",)),
        ("hi", "१,२३,४५६.७ है", ("123456.7",)),
        ("th", "๑๒ ชิ้น", ("12",)),
        ("zh", "１２个和3件", ("12", "3")),
    ],
)
def test_numbers_are_read_by_the_market(tag: str, text: str, numbers: tuple[str, ...]) -> None:
    assert read_numbers(text, profile(tag)) == tuple(map(Decimal, numbers))


# --- every phrase, spoilt in every way -----------------------------------------------------

Spoilt = Iterator[str]
SPOILT_KEYS = (
    "name", "price", "wholesale_price", "sample_fee", "moq", "lead_time", "discount", "deposit",
    "stock", "carton_quantity", "carton_size", "size", "weight", "capacity", "material", "cotton",
    "colors", "model", "certificates", "warranty", "age", "voltage", "battery", "keeps_hot",
)  # fmt: skip


def _units(key: str, own: LanguageProfile) -> list[str]:
    """The unit words of a value, in both wordings."""
    words = re.sub(r"[\d.,٫٬×–~～-]+", " ", readings(own.code)[key]).split()
    return [word for word in words if len(word) > 1 and word.isalpha()]


def _with(phrase: str, own: LanguageProfile, words: str) -> str:
    """The phrase with words more before its end."""
    return f"{phrase[:-1]}{' ' if is_spaced(own) else ''}{words}{phrase[-1]}"


def without_tag(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    yield phrase.replace(f"<{key}>", "")


FREE_SHIPPING = {
    "ar": "شحن مجاني",
    "de": "kostenloser Versand",
    "en": "free shipping",
    "es": "envío gratuito",
    "fr": "livraison gratuite",
    "hi": "मुफ़्त शिपिंग",
    "id": "gratis ongkos kirim",
    "it": "spedizione gratuita",
    "ja": "送料無料",
    "ko": "무료 배송",
    "pt": "frete grátis",
    "ru": "бесплатная доставка",
    "th": "จัดส่งฟรี",
    "tr": "ücretsiz kargo",
    "vi": "miễn phí vận chuyển",
    "zh": "免费送货",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_only_the_merchant_may_promise_something_free(code: str) -> None:
    """A sheet may state it as a term: then its words are said as they are, and once."""
    own, words = profile(code), FREE_SHIPPING[code]
    offer = Term(translations=FREE_SHIPPING)
    fact = sheet_fact("shipping", offer)
    text = fill(own.phrases.facts["shipping"], [fact], own)
    assert line(code, own.phrases.facts["shipping"], "shipping") == ()
    assert check_filled(text, [fact], own) == ()
    twice = check_filled(f"{text} {text}", [fact], own)
    assert [problem.split(" (")[0] for problem in twice] == ["it writes a number"]
    invented = own.phrases.facts["shipping"].replace("<shipping>", words)
    assert any(problem.startswith("it writes a number") for problem in line(code, invented))


def tag_twice(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    yield phrase.replace(f"<{key}>", f"<{key}> <{key}>")


def unit_twice(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    if VALUES[key].kind in ("count", "measure", "duration"):
        for unit in _units(key, own):
            yield phrase.replace(f"<{key}>", f"<{key}>{' ' if is_spaced(own) else ''}{unit}")


def number_word(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    for word in (*own.text.number_words[:2], own.text.number_words[-1]):
        yield _with(phrase, own, word)


def digit(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    for numeral in ("7", "٧", "½"):
        yield _with(phrase, own, numeral)


def foreign_word(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    words = {"Latn": "quality", "Cyrl": "качество", "Arab": "جودة", "Hang": "품질", "Hira": "もの"}
    own_scripts = {"Jpan": ("Hira",), "Kore": ("Hang",)}.get(own.script, (own.script,))
    for script, word in words.items():
        if script not in own_scripts:
            yield _with(phrase, own, word)


def unfinished(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    body = phrase.rstrip(own.text.sentence_end)
    yield body
    yield body + ("," if is_spaced(own) else "，")


def looped(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    word = own.labels["price"]
    yield _with(phrase, own, (" " if is_spaced(own) else "").join([word] * 4))


def currency_word(key: str, phrase: str, own: LanguageProfile) -> Spoilt:
    if VALUES[key].kind == "money":
        for word in own.currencies["CNY"].words[:1]:
            yield phrase.replace(f"<{key}>", f"<{key}>{' ' if is_spaced(own) else ''}{word}")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "spoil",
    [
        without_tag,
        tag_twice,
        unit_twice,
        number_word,
        digit,
        foreign_word,
        unfinished,
        looped,
        currency_word,
    ],
)
def test_a_spoilt_line_is_caught(
    spoil: Callable[[str, str, LanguageProfile], Spoilt], code: str
) -> None:
    own = profile(code)
    missed = [
        text
        for key in SPOILT_KEYS
        for text in spoil(key, own.phrases.facts[key], own)
        if not line(code, text, key)
    ]
    assert missed == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_another_currency_is_caught(code: str) -> None:
    own = profile(code)
    others = [c for c in own.currencies if c != "CNY"]
    missed = []
    for key in ("price", "sample_fee", "retail_price"):
        for other in others:
            value = money(str(VALUES[key].amount), other)  # type: ignore[union-attr]
            fact = sheet_fact(key, value)
            for voice in (False, True):
                text = fill(own.phrases.facts[key], [fact], own, voice=voice)
                if not filled(code, text, key):
                    missed.append(text)
    assert missed == []


SWAPPED = [
    ("price", "moq"), ("price", "sample_fee"), ("price", "deposit"), ("price", "capacity"),
    ("moq", "lead_time"), ("moq", "carton_quantity"), ("moq", "stock"), ("moq", "colors"),
    ("stock", "monthly_output"), ("lead_time", "warranty"), ("lead_time", "keeps_hot"),
    ("capacity", "weight"), ("size", "weight"), ("power", "voltage"), ("battery", "capacity"),
    ("keeps_hot", "keeps_cold"), ("charging_time", "working_time"), ("deposit", "discount"),
    ("age", "warranty"), ("net_weight", "gross_weight"), ("length", "width"), ("width", "height"),
    ("diameter", "thickness"), ("wholesale_price", "retail_price"),
]  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_facts_in_each_others_phrases_are_caught(code: str) -> None:
    phrases = profile(code).phrases.facts
    missed = [
        (there, phrases[here])
        for pair in SWAPPED
        for here, there in (pair, pair[::-1])
        if not line(code, phrases[here].replace(f"<{here}>", f"<{there}>"), there)
    ]
    assert missed == []


# --- numbers that a word states alone ------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("الحد الأدنى للطلب قطعتان.", ()),
        ("الحد الأدنى للطلب ٢ قطعة.", ()),
        ("الحد الأدنى للطلب قطعة واحدة.", ("2 is missing", "1 is not a fact")),
        ("الحد الأدنى للطلب طقمان.", ("2 has another unit",)),
        ("الحد الأدنى للطلب قطعتان قطعتان.", ("2 is not a fact",)),
        ("الحد الأدنى للطلب كبير.", ("2 is missing",)),
    ],
)
def test_arabic_says_two_of_a_unit_by_its_noun(text: str, problems: tuple[str, ...]) -> None:
    assert check_filled(text, [sheet_fact("moq", count(2))], profile("ar")) == problems
