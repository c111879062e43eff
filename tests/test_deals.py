"""Prices by quantity, and those of colors and sizes: read from a sheet, written, checked, shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.check import check_script
from merchant_studio.check.proofread import check_filled
from merchant_studio.errors import SheetError
from merchant_studio.facts import (
    completed,
    fill,
    from_lowest,
    price_table,
    problem_with,
    sayable,
    spoken,
    summary,
    translated,
    written,
)
from merchant_studio.languages import language_codes, profile
from merchant_studio.read import read_sheet, read_value
from merchant_studio.read.brief import brief_of
from merchant_studio.read.chinese import read_chinese
from merchant_studio.read.tagged import tagged_lines
from merchant_studio.records import (
    Brief,
    Count,
    Fact,
    FactValue,
    Ladder,
    Money,
    Rates,
    Script,
    Sheet,
    Step,
    Transcript,
    Variant,
    Variants,
    from_json,
    to_json,
)
from merchant_studio.run.revisions import confirm, typed
from merchant_studio.write.source import plan_lines

from .speech import STAMP, heard

FOUR_STEPS = "100-499个 18.5元, 500-999个 17元, 1000-4999个 15.8元, 5000个以上 14.2元"
THREE_COLORS = "红色 18元, 蓝色 19元, 黑色 20.5元"


def plain(text: str) -> str:
    """The text with common spaces."""
    return text.replace("\u00a0", " ")


def fact(key: str, text: str) -> Fact:
    """A fact of the sheet as the brief has it."""
    value = translated(read_value(key, text, "zh"), "zh")
    own = Fact(key=key, value=value, must_say=True, source="sheet")
    return completed([own], [own])[0]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("100-499个 18.5元, 500个以上 17元", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
        ("100-499 pcs 18.5 CNY, 500 pcs and up 17 CNY", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
        ("100+: 18.5 CNY; 500+: 17", "100: 18.5 CNY, 500: 17 CNY"),
        ("100: 18.5 CNY, 500: 17 CNY", "100: 18.5 CNY, 500: 17 CNY"),
        ("满100个18.5元、满1,000个17元", "100 piece: 18.5 CNY, 1000 piece: 17 CNY"),
        ("100套起36元/套；1,000套起33元/套", "100 set: 36 CNY per set, 1000 set: 33 CNY per set"),
        ("18.5 CNY from 100 pcs, 17 CNY from 500 pcs", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
        ("18.5元（100个起）, 17元（500个起）", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
        ("1-99 pcs: $3.2, 100-5000 pcs: $2.5", "1 piece: 3.2 USD, 100-5000 piece: 2.5 USD"),
        ("100套以上18.5元，500套以上17元", "100 set: 18.5 CNY, 500 set: 17 CNY"),
        ("100米 8元/米, 500米 7元/米", "100 meter: 8 CNY per meter, 500 meter: 7 CNY per meter"),
        ("≥100 pcs: 18.5 CNY, ≥500: 17", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
    ],
)  # fmt: skip
def test_a_ladder_is_read_as_merchants_type_it(text: str, read: str) -> None:
    assert summary(read_value("price", text, "zh")) == read


@pytest.mark.parametrize(
    ("key", "text", "read"),
    [
        ("colors", THREE_COLORS, "红色 18 CNY, 蓝色 19 CNY, 黑色 20.5 CNY"),
        ("colors", "红色、蓝色", "红色, 蓝色"),
        ("colors", "red: 18 CNY, blue: 19", "red 18 CNY, blue 19 CNY"),
        ("colors", "8", "8 color"),
        ("sizes", "S, M, L, XL", "S, M, L, XL"),
        ("sizes", "S码18元，M码19元", "S 18 CNY, M 19 CNY"),
        ("sizes", "38, 39, 40.5", "38, 39, 40.5"),
        ("sizes", "大号25元, 中号20, 小号15", "大号 25 CNY, 中号 20 CNY, 小号 15 CNY"),
        ("variants", "带盖 20元; 不带盖 18元", "带盖 20 CNY, 不带盖 18 CNY"),
        ("variants", "A203: 18元, A205: 21元", "A203 18 CNY, A205 21 CNY"),
    ],
)
def test_variants_are_read_as_merchants_type_them(key: str, text: str, read: str) -> None:
    assert summary(read_value(key, text, "zh")) == read


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("price", "100个 18.5元, 500个 19元", "costs 19 from 500 and 18.5 from 100"),
        ("price", "100-499个 18.5元, 400个以上 17元", "overlap: 100 to 499, and from 400"),
        ("price", "100-200个 18.5元, 500个以上 17元", "no price between 200 and 500"),
        ("price", "500个 18.5元, 100个 17元", "has 100 after 500"),
        ("price", "100个 18.5元, 500个 2美元", "several currencies"),
        ("price", "100个 18.5元, 500套 17元", "counts in several units"),
        ("price", "100个: 18-19元, 500个: 17元", "a step with two prices"),
        ("price", "100个 18.5元, 还有 17元", "cannot be read"),
        ("colors", "红色 18元, 红色 19元", "has '红色' twice"),
        ("colors", "红色 18元, 蓝色", "no price for '蓝色'"),
        ("sizes", "S 18元, M 3美元", "several currencies"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_one_sentence(key: str, text: str, problem: str) -> None:
    with pytest.raises(SheetError, match=problem):
        read_value(key, text, "zh")


def test_a_sheet_may_have_tables(tmp_path: Path) -> None:
    sheet = tmp_path / "product.yaml"
    sheet.write_text(
        "阶梯价: {100: 18.5 CNY, 500: 17 CNY}\n"
        "wholesale_price: ['100-499 pcs: 18 CNY', '500+ pcs: 16 CNY']\n"
        "colors:\n"
        "  红色: {price: 18元, photo: red.jpg, en: crimson}\n"
        "  蓝色: {price: {100: 19元, 500: 18元}, model: A203-B}\n"
        "sizes: [S, M]\n",
        encoding="utf-8",
    )
    values = read_sheet(sheet, "zh").values
    red, blue = _variants(values["colors"])
    assert summary(values["price"]) == "100: 18.5 CNY, 500: 17 CNY"
    assert summary(values["wholesale_price"]) == "100 piece: 18 CNY, 500 piece: 16 CNY"
    assert (red.name, red.photo) == ({"zh": "红色", "en": "crimson"}, "red.jpg")
    assert red.price == Money(amount=Decimal(18), currency="CNY")
    assert (blue.code, blue.price) == (
        "A203-B",
        Ladder(steps=(_step(100, 19), _step(500, 18))),
    )
    assert summary(values["sizes"]) == "S, M"


def test_a_variant_may_have_its_own_weight_size_and_packing(tmp_path: Path) -> None:
    sheet = tmp_path / "product.yaml"
    sheet.write_text(
        "variants:\n"
        "  大号: {price: 25 CNY, weight: 1.2 kg, pack: 20 pcs/carton}\n"
        "  小号: {price: 18 CNY, 重量: 1斤, 装箱: 24个/箱, size: 10x20x30 cm}\n",
        encoding="utf-8",
    )
    large, small = _variants(read_sheet(sheet, "zh").values["variants"])
    assert {key: summary(value) for key, value in large.own.items()} == {
        "weight": "1.2 kilogram",
        "carton_quantity": "20 piece",
    }
    assert {key: summary(value) for key, value in small.own.items()} == {
        "weight": "500 gram",
        "carton_quantity": "24 piece",
        "size": "10 x 20 x 30 centimeter",
    }


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ("weight: 5 m", "weight cannot be read: '5 m'"),
        ("moq: 100", "has 'moq' of 大号, which cannot be read"),
        ("pack: 20 pcs/year", "pack may mean pieces_per_set or packing"),
    ],
)
def test_what_a_variant_has_of_its_own_is_read_by_the_rules_of_its_key(
    tmp_path: Path, own: str, problem: str
) -> None:
    text = f"variants: {{大号: {{price: 25 CNY, {own}}}, 小号: {{price: 18 CNY}}}}"
    (tmp_path / "product.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SheetError, match=problem):
        read_sheet(tmp_path / "product.yaml", "zh")


def test_one_color_may_have_prices_by_quantity_and_another_a_single_one() -> None:
    value = Variants(
        options=(
            Variant(name={"zh": "红色"}, price=Ladder(steps=(_step(100, 18), _step(500, 17)))),
            Variant(name={"zh": "蓝色"}, price=Money(amount=Decimal(19), currency="CNY")),
        )
    )
    colors = Fact(key="colors", value=value, must_say=True, source="sheet")
    (whole,) = completed([colors], [colors])
    assert problem_with(whole.value) == ""


def test_a_brief_that_knows_no_own_weights_can_be_read() -> None:
    brief = Brief(source_language="zh", facts=(fact("colors", THREE_COLORS),))
    kept = to_json(brief)
    for option in kept["facts"][0]["value"]["options"]:
        del option["own"]
    assert from_json(Brief, kept, Path("brief.json")) == brief


def _variants(value: FactValue) -> tuple[Variant, ...]:
    assert isinstance(value, Variants)
    return value.options


def _step(least: int, price: int) -> Step:
    money = Money(amount=Decimal(price), currency="CNY")
    return Step(quantity=Count(amount=Decimal(least)), price=money)


@pytest.mark.parametrize("text", ["colors: {红色: {prise: 18元}, 蓝色: {price: 19元}}"])
def test_a_field_that_nobody_knows_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "product.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SheetError, match="has 'prise' of 红色, which cannot be read"):
        read_sheet(tmp_path / "product.yaml", "zh")


def test_a_ladder_is_said_as_a_seller_says_it() -> None:
    ladder = fact("price", "100-499个 18.5元, 500个以上 17元").value
    assert {code: spoken(ladder, profile(code)) for code in language_codes()} == {
        "ar": "١٨٫٥٠ يوان لكمية ١٠٠ قطعة فأكثر، ١٧ يوانًا لكمية ٥٠٠ فأكثر",
        "de": "18,50 Yuan ab 100 Stück, 17 Yuan ab 500",
        "en": "18.50 yuan from 100 pieces, 17 yuan from 500",
        "es": "18,50 yuanes a partir de 100 unidades, 17 yuanes a partir de 500",
        "fr": "18,50 yuans à partir de 100 pièces, 17 yuans à partir de 500",
        "hi": "100 पीस या अधिक पर 18.50 युआन, 500 या अधिक पर 17 युआन",
        "id": "18,50 yuan mulai 100 pcs, 17 yuan mulai 500",
        "it": "18,50 yuan a partire da 100 pezzi, 17 yuan a partire da 500",
        "ja": "100個以上で18.5元、500個以上で17元",
        "ko": "100개 이상 18.5위안, 500개 이상 17위안",
        "pt": "18,50 yuans a partir de 100 peças, 17 yuans a partir de 500",
        "ru": "18,50 юаня от 100 штук, 17 юаней от 500",
        "th": "100 ชิ้นขึ้นไป 18.50 หยวน, 500 ชิ้นขึ้นไป 17 หยวน",
        "tr": "100 adet ve üzeri 18,50 yuan, 500 ve üzeri 17 yuan",
        "vi": "từ 100 chiếc giá 18,50 nhân dân tệ, từ 500 chiếc giá 17 nhân dân tệ",
        "zh": "100件起18.5元，500件起17元",
    }


@pytest.mark.parametrize(
    ("key", "text", "en"),
    [
        ("price", "2-9个 18.5元, 10个以上 17元", "CNY 18.50 from 2 pieces, CNY 17 from 10"),
        ("price", "1箱 7元, 9箱 6元", "CNY 7 per piece from 1 carton, CNY 6 per piece from 9"),
        ("price", "10打 36元/打, 50打 33元/打", "CNY 36 from 10 dozen, CNY 33 from 50"),
        ("price", "1-99个: 3美元, 100-999个: 2美元", "US$3 from 1 piece, US$2 for 100–999"),
        ("colors", THREE_COLORS, "red at CNY 18, blue at CNY 19, black at CNY 20.50"),
        ("sizes", "S, M, L", "S, M, L"),
    ],
)  # fmt: skip
def test_what_a_price_is_for_is_said_where_it_is_not_plain(key: str, text: str, en: str) -> None:
    assert plain(written(fact(key, text).value, profile("en"))) == en


def test_russian_counts_in_the_genitive_after_from() -> None:
    ladder = fact("price", "2个 20元, 21个 18元, 100个 17元").value
    steps = replace(ladder, steps=ladder.steps[:1]) if isinstance(ladder, Ladder) else ladder
    assert plain(written(steps, profile("ru"))) == "20 юаней от 2 штук"


def test_a_table_may_have_a_buyers_own_money() -> None:
    rates = Rates(date="2026-11-20", prices={"USD": Money(amount=Decimal("7.1"), currency="CNY")})
    rows = price_table(fact("colors", THREE_COLORS).value, profile("en-US"), rates)
    assert [plain(price) for _, price in rows] == [
        "CNY 18 (≈ US$2.54)",
        "CNY 19 (≈ US$2.68)",
        "CNY 20.50 (≈ US$2.89)",
    ]


def test_a_table_has_a_row_for_each_price() -> None:
    english = profile("en")
    rows = [
        *price_table(fact("price", FOUR_STEPS).value, english),
        *price_table(fact("colors", THREE_COLORS).value, english),
        *price_table(fact("sizes", "S, M").value, english),
    ]
    assert [(plain(bought), plain(price)) for bought, price in rows] == [
        ("100–499 pieces", "CNY 18.50"),
        ("500–999 pieces", "CNY 17"),
        ("1,000–4,999 pieces", "CNY 15.80"),
        ("≥ 5,000 pieces", "CNY 14.20"),
        ("Red", "CNY 18"),
        ("Blue", "CNY 19"),
        ("Black", "CNY 20.50"),
    ]
    assert plain(from_lowest(fact("price", FOUR_STEPS).value, english)) == "from CNY 14.20"


def _swapped(value: FactValue) -> Iterator[FactValue]:
    """The value with every two of its prices in each other's place."""
    match value:
        case Ladder(steps=steps):
            for i, j in combinations(range(len(steps)), 2):
                other = list(steps)
                other[i] = replace(steps[i], price=steps[j].price)
                other[j] = replace(steps[j], price=steps[i].price)
                yield replace(value, steps=tuple(other))
        case Variants(options=options):
            for i, j in combinations(range(len(options)), 2):
                own = list(options)
                own[i] = replace(options[i], price=options[j].price)
                own[j] = replace(options[j], price=options[i].price)
                yield replace(value, options=tuple(own))


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("price", FOUR_STEPS),
        ("colors", THREE_COLORS),
        ("sizes", "S 18元, M 19元, XL 20.5元"),
        ("price", "1箱 17元, 10箱 16元"),
    ],
)
def test_each_pair_is_checked_in_each_language(code: str, key: str, text: str) -> None:
    """Of 224 sentences with two prices in each other's place, none passes; the right ones do."""
    own, own_profile = fact(key, text), profile(code)
    sentence = own_profile.phrases.facts[key]
    for voice in (False, True):
        right = fill(sentence, [own], own_profile, voice=voice)
        assert check_filled(right, [own], own_profile) == ()
    for other in _swapped(own.value):
        wrong = fill(sentence, [replace(own, value=other)], own_profile)
        assert check_filled(wrong, [own], own_profile)


@pytest.mark.parametrize(
    "line",
    [
        "It is CNY 18.50 from 100 pieces.",
        "It is CNY 18.50 from 100 pieces, CNY 17 from 500, CNY 16 from 1,000.",
        "It is CNY 18.50 from 100 pieces, CNY 17 from 500 sets.",
        "It is CNY 18.50 from 100 pieces, US$17 from 500.",
        "It is CNY 17 from 100 pieces, CNY 18.50 from 500.",
    ],
)
def test_a_lost_a_new_or_another_step_is_found(line: str) -> None:
    ladder = fact("price", "100-499个 18.5元, 500个以上 17元")
    assert check_filled(line, [ladder], profile("en"))


def test_a_language_without_a_word_for_a_color_does_not_say_them() -> None:
    value = Variants(options=(Variant(name={"zh": "渐变红"}), Variant(name={"zh": "蓝色"})))
    colors = Fact(key="colors", value=translated(value, "zh"), must_say=True, source="sheet")
    assert not sayable(colors, profile("es"))
    assert sayable(colors, profile("zh"))
    assert sayable(fact("sizes", "S, M, 3XL"), profile("ar"))


@pytest.mark.parametrize(("key", "text"), [("price", FOUR_STEPS), ("colors", THREE_COLORS)])
def test_what_is_shown_to_type_over_can_be_read_again(key: str, text: str) -> None:
    own = fact(key, text)
    again = fact(key, typed(own, profile("zh"), "zh"))
    assert again.value == own.value


_PRICES = st.lists(st.integers(1, 99_999), min_size=2, max_size=6, unique=True)
_QUANTITIES = st.lists(st.integers(1, 99_999), min_size=6, max_size=6, unique=True)


@given(
    prices=_PRICES,
    quantities=_QUANTITIES,
    code=st.sampled_from(language_codes()),
    places=st.sampled_from([0, 1, 2]),
)
def test_any_ladder_is_written_so_that_the_reader_finds_each_pair(
    prices: list[int], quantities: list[int], code: str, places: int
) -> None:
    pairs = zip(sorted(quantities), sorted(prices, reverse=True), strict=False)
    steps = tuple(
        Step(
            quantity=Count(amount=Decimal(least), unit="piece"),
            price=Money(amount=Decimal(price).scaleb(-places), currency="CNY"),
        )
        for least, price in pairs
    )
    own, own_profile = profile(code), Ladder(steps=steps)
    ladder = Fact(key="price", value=own_profile, must_say=True, source="sheet")
    text = fill(own.phrases.facts["price"], [ladder], own)
    assert check_filled(text, [ladder], own) == ()
    for other in _swapped(own_profile):
        wrong = fill(own.phrases.facts["price"], [replace(ladder, value=other)], own)
        assert check_filled(wrong, [ladder], own)


def perfect(*sentences: str) -> Transcript:
    """What a perfect recognizer hears."""
    segments = tuple(heard(text, index=n) for n, text in enumerate(sentences))
    return Transcript(language="zh", segments=segments, made_by=STAMP)


@pytest.mark.parametrize(
    ("said", "key", "read"),
    [
        (
            ["一百个起订，单价十八块五，五百个以上十七块，一千个以上十五块八。"],
            "price",
            "100 piece: 18.5 CNY, 500 piece: 17 CNY, 1000 piece: 15.8 CNY",
        ),
        (["一百个起十八块五，五百个以上十七。"], "price", "100 piece: 18.5 CNY, 500 piece: 17 CNY"),
        (
            ["拿五百个十八块，拿一千个就算你十五块八。"],
            "price",
            "500 piece: 18 CNY, 1000 piece: 15.8 CNY",
        ),
        (["一箱以上十七块，十箱以上十六块五。"], "price", "1 carton: 17 CNY, 10 carton: 16.5 CNY"),
        (
            ["三百以内二十块，三百以上十八块，上千个十六块五。"],
            "price",
            "1 piece: 20 CNY, 300 piece: 18 CNY, 1000 piece: 16.5 CNY",
        ),
        (
            ["1000个以上3块6，500个以上3块9，100个起批4块2。"],
            "price",
            "100 piece: 4.2 CNY, 500 piece: 3.9 CNY, 1000 piece: 3.6 CNY",
        ),
        (
            ["一百到五百个十八块，五百到一千个十七块。"],
            "price",
            "100 piece: 18 CNY, 500-1000 piece: 17 CNY",
        ),
        (["单价18.5元。", "500个以上17元。"], "price", "1 piece: 18.5 CNY, 500 piece: 17 CNY"),
        (
            ["30斤起卖，每斤42元，100斤每斤39元。"],
            "price",
            "15 kilogram: 84 CNY per kilogram, 50 kilogram: 78 CNY per kilogram",
        ),
        (["大号二十五块，中号二十，小号十五。"], "sizes", "大号 25 CNY, 中号 20 CNY, 小号 15 CNY"),
        (["红色的十八，黑色的二十块。"], "colors", "红色 18 CNY, 黑色 20 CNY"),
        (["S码和M码都是22块，L码23块。"], "sizes", "S 22 CNY, M 22 CNY, L 23 CNY"),
        (["三十到三十五码的十六块，三十六到四十码的十八。"], "sizes", "30-35 16 CNY, 36-40 18 CNY"),
        (["我手上这个A203是25块，旁边这个A205是28块。"], "variants", "A203 25 CNY, A205 28 CNY"),
        (["平剪六十五，牙剪七十，整套九十。"], "variants", "平剪 65 CNY, 牙剪 70 CNY, 整套 90 CNY"),
    ],
)  # fmt: skip
def test_pairs_are_heard_as_pairs(said: list[str], key: str, read: str) -> None:
    values = read_chinese([heard(text, index=n) for n, text in enumerate(said)]).values
    assert [(v.key, summary(v.value)) for v in values if v.steps] == [(key, read)]


@pytest.mark.parametrize(
    "said",
    [
        "单价十八块五，一百个起订，七天交货。",
        "一千个以上打九五折，单价十八块。",
        "样品五十块，定金一百块。",
        "4卷一箱，箱子46乘40乘38，32块一卷，起订量40卷。",
        "他家35一套，我家41块5一套。",
        "100个18块，500个19块。",
        "50个一箱，18块一个，500个一托盘。",
        "一百到两百个十八块，五百个以上十七块。",
    ],
)
def test_what_is_no_chain_is_no_pair(said: str) -> None:
    assert [value for value in read_chinese([heard(said)]).values if value.steps] == []


def test_each_step_is_said_where_the_merchant_says_it() -> None:
    """Three sentences tell a ladder; each line says its own step, and the end none again."""
    transcript = perfect(
        "大家好，看看我们的保温杯。",
        "一百个起订，单价十八块五。",
        "五百个以上十七块。",
        "一千个以上十五块八。",
        "红色的十八，黑色的二十块。",
    )
    heard_brief = brief_of(Sheet(values={}), transcript, accept_heard=True, strict=False)
    assert [fact.key for fact in heard_brief.unconfirmed] == ["price", "colors"]
    brief = confirm(heard_brief, "price", "colors")
    tagged = [line.meant for line in tagged_lines(transcript, brief)]
    assert tagged == [
        "大家好，看看我们的保温杯。",
        "<moq>起订，<price_1>。",
        "<price_2>。",
        "<price_3>。",
        "<colors>。",
    ]
    english = profile("en")
    said = [plain(fill(text, brief.facts, english)) for text in tagged[1:]]
    assert said == [
        "100 pieces起订，CNY 18.50 from 100 pieces。",
        "CNY 17 from 500 pieces。",
        "CNY 15.80 from 1,000 pieces。",
        "red at CNY 18, black at CNY 20。",
    ]
    lines = plan_lines(transcript, brief, 60_000)
    tags = [line.tags for line in lines]
    assert tags == [(), ("moq", "price_1"), ("price_2",), ("price_3",), ("colors",)]


def test_a_sheet_that_says_one_price_goes_with_a_ladder_that_begins_with_it() -> None:
    transcript = perfect("这个杯子一百个起十八块五，五百个以上十七块。")
    values = {"price": read_value("price", "18.5元", "zh")}
    brief = brief_of(Sheet(values=values), transcript, accept_heard=True, strict=True)
    assert [found.check for found in brief.findings if found.severity == "block"] == []
    other = {"price": read_value("price", "21元", "zh")}
    brief = brief_of(Sheet(values=other), transcript, accept_heard=True, strict=True)
    assert [found.key for found in brief.findings if found.severity == "block"] == ["price"]


def test_prices_that_begin_at_another_order_are_asked_about() -> None:
    values = {
        "price": read_value("price", "200个 18.5元, 500个 17元", "zh"),
        "moq": read_value("moq", "100个", "zh"),
    }
    brief = brief_of(Sheet(values=values), perfect("大家好。"), accept_heard=True, strict=False)
    assert [found.message for found in brief.findings if found.key == "price"] == [
        "price begins at 200 piece, but the least order is 100 piece; make them agree"
    ]


def test_what_a_language_lacks_of_a_color_is_told_with_its_place() -> None:
    options = (Variant(name={"zh": "蓝色", "en": "blue"}), Variant(name={"zh": "渐变红"}))
    value = Variants(options=options)
    own = Fact(key="colors", value=value, must_say=True, source="sheet")
    brief = Brief(source_language="zh", facts=(own,))
    script = Script(language="en", lines=(), made_by=STAMP)
    (found,) = check_script(script, brief, profile("en"))
    assert found.message.endswith("add one to product.yaml (colors: {渐变红: {en: ...}})")
