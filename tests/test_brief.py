"""Sheet and speech, brought together: what every language says, and what the merchant is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio.facts import summary
from merchant_studio.read import read_sheet
from merchant_studio.read.readers import states_number
from merchant_studio.records import Brief, FactValue, Finding, Span

from .speech import by_letter, heard, pitch_of, understood
from .values import age, codes, count, discount, measure, money, percent, size, term

SECOND_MS = 1000


def brief_of(
    folder: Path,
    sheet: str,
    *said: str,
    accept_heard: bool = False,
    strict: bool = False,
    language: str = "zh",
) -> Brief:
    """The brief of a sheet and of segments; the first is said at 1:05, each takes 2 s."""
    path = folder / "product.yaml"
    path.write_text(sheet, encoding="utf-8")
    segments = (
        replace(
            heard(text, index=i), span=Span(start_ms=65_000 + 2000 * i, end_ms=67_000 + 2000 * i)
        )
        for i, text in enumerate(said)
    )
    pitch = replace(pitch_of(), sheet=read_sheet(path, "zh"))
    return understood(segments, pitch, accept_heard=accept_heard, strict=strict, language=language)


def facts(brief: Brief) -> dict[str, tuple[str, str, list[str]]]:
    """Each fact's value, where it comes from and the words in which it was heard."""
    return {
        fact.key: (summary(fact.value), fact.source, [m.text for m in fact.heard_in])
        for fact in brief.facts
    }


def told(brief: Brief) -> list[str]:
    return [f"{finding.severity}: {finding.message}" for finding in brief.findings]


# --- the two agree -------------------------------------------------------------------------


def test_what_sheet_and_speech_both_say(tmp_path: Path) -> None:
    brief = brief_of(
        tmp_path,
        "price: 18.5 CNY\nmoq: 100 pcs\nmaterial: {zh: 304不锈钢, en: 304 steel}\nsay: [price]",
        "这款杯子用304不锈钢，单价十八块五",
        "一百个起订，十八块五一个",
    )
    assert facts(brief) == {
        "price": ("18.5 CNY per piece", "sheet", ["十八块五", "十八块五一个"]),
        "moq": ("100 piece", "sheet", ["一百个"]),
        "material": ("304不锈钢", "sheet", ["304不锈钢"]),
    }
    assert [fact.must_say for fact in brief.facts] == [True, False, False]
    assert (brief.source_language, brief.unconfirmed, brief.findings) == ("zh", (), ())


def test_without_a_list_everything_must_be_said(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "price: 18.5 CNY\nmoq: 100 pcs", "欢迎联系我们")
    assert [fact.must_say for fact in brief.facts] == [True, True]


def test_labels_of_the_sheet_are_kept(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "shelf: 3 kg\nlabels: {shelf: {en: Shelf}}", "你好")
    assert brief.labels == {"shelf": {"en": "Shelf"}}


@pytest.mark.parametrize(
    ("sheet", "said", "mention"),
    [
        ("price: 18.50 CNY", "单价18块5", "18块5"),
        ("price: 18.5 CNY per piece", "单价18块5", "18块5"),
        ("price: 50 CNY per kg", "25块一斤", "25块一斤"),
        ("price: 12-15 CNY", "12到15块", "12到15块"),
        ("price: 18 CNY", "批发价18块", "18块"),
        ("capacity: 0.5 l", "容量500毫升", "500毫升"),
        ("capacity: 20000 mAh", "两万毫安时", "两万毫安时"),
        ("weight: 0.35 kg", "重三百五十克", "三百五十克"),
        ("weight: 350 g", "一共三百五十克", "三百五十克"),
        ("net_weight: 1.25 kg", "净重两斤半", "两斤半"),
        ("length: 180 cm", "长度一米八", "一米八"),
        ("size: 1.2 x 2 m", "120乘200厘米", "120乘200厘米"),
        ("power: 2000 W", "功率2千瓦", "2千瓦"),
        ("moq: 100 pcs", "100台起订", "100台"),
        ("lead_time: 7 days", "一周交货", "一周"),
        ("warranty: 1 year", "质保12个月", "12个月"),
        ("warranty: 6 months", "坏了半年包换", "半年"),
        ("price: 58 CNY", "五十八块一台", "五十八块一台"),
        ("weight: 1.6 kg", "重三斤二两", "三斤二两"),
        ("temperature: -20 to 120 C", "耐温零下二十度到一百二十度", "零下二十度到一百二十度"),
        ("deposit: 30 %", "先付三成定金", "三成"),
        ("colors: 10", "颜色有十种", "十种"),
        ("size: 30 x 20 cm", "规格三十乘二十", "三十乘二十"),
        ("size: 30 x 20 mm", "规格三十乘二十", "三十乘二十"),
        ("delivery_time: 7 days", "交货期七天", "七天"),
        ("keeps_hot: 1440 min", "保温24小时", "24小时"),
        ("cotton: 85.0 %", "含棉百分之八十五", "百分之八十五"),
        ("age: 3+", "三岁以上", "三岁以上"),
        ("discount: 5 % off from 1000 pcs", "打九五折", "九五折"),
        ("discount: 5 % off from 1000 pcs", "满一千个九五折", "满一千个九五折"),
        ("discount: 5 % off", "优惠5%", "5%"),
        ("model: A-203", "型号A二零三", "A二零三"),
        ("waterproof: IP65", "IP六五防水", "IP六五"),
        ("certificates: [CE, ISO9001]", "通过ISO9001认证", "ISO9001"),
    ],
)
def test_the_same_in_another_spelling(tmp_path: Path, sheet: str, said: str, mention: str) -> None:
    brief = brief_of(tmp_path, sheet, said)
    (fact,) = brief.facts
    assert ([m.text for m in fact.heard_in], told(brief), brief.unconfirmed) == ([mention], [], ())


@pytest.mark.parametrize(
    ("sheet", "said", "mention"),
    [
        ("material: 304不锈钢", "采用三零四不锈钢", "三零四不锈钢"),
        ("material: 304不锈钢", "采用 304 不锈钢", "304 不锈钢"),
        ("model: A203", "A二零三这一款", "A二零三"),
        ("model: A203", "a-203这一款", "a-203"),
        ("booth: F3-21056", "我们在F三二一零五六", "F三二一零五六"),
    ],
)
def test_words_and_codes_as_they_are_transcribed(
    tmp_path: Path, sheet: str, said: str, mention: str
) -> None:
    (fact,) = brief_of(tmp_path, sheet, said).facts
    assert [m.text for m in fact.heard_in] == [mention]


def test_a_word_is_looked_for_in_the_language_of_the_speech(tmp_path: Path) -> None:
    (fact,) = brief_of(tmp_path, "name: {en: flask}", "这是我们的flask").facts
    assert fact.heard_in == ()


def test_a_code_inside_a_name_is_no_other_fact(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "material: SUS304不锈钢", "采用SUS304不锈钢")
    assert facts(brief) == {"material": ("SUS304不锈钢", "sheet", ["SUS304不锈钢"])}
    assert told(brief) == []


# --- the two disagree ----------------------------------------------------------------------


@pytest.mark.parametrize("strict", [False, True])
def test_the_sheet_wins_and_the_merchant_is_told_where_to_listen(
    tmp_path: Path, strict: bool
) -> None:
    brief = brief_of(
        tmp_path, "price: 18.5 CNY", "大家好", "单价19块5", strict=strict, accept_heard=True
    )
    assert facts(brief) == {"price": ("18.5 CNY", "sheet", ["19块5"])}
    assert brief.findings == (
        Finding(
            check="disagreement",
            severity="block" if strict else "warn",
            where="1:07",
            at_ms=67_000,
            key="price",
            message="at 1:07 '19块5' is heard, but the sheet says price: 18.5 CNY; "
            "the sheet is used",
        ),
    )


@pytest.mark.parametrize(
    ("sheet", "said", "told_"),
    [
        ("price: 18 USD", "单价18块", "price: 18 USD"),
        ("price: 18 CNY per dozen", "单价18块", "price: 18 CNY per dozen"),
        ("moq: 100 pcs", "100套起订", "moq: 100 piece"),
        ("lead_time: 7-10 days", "七天交货", "lead_time: 7-10 day"),
        ("capacity: 500 ml", "容量500升", "capacity: 500 milliliter"),
        ("discount: 5 % off from 1000 pcs", "满一百个九五折", "5 % off from 1000 piece"),
        ("discount: 5 % off", "满一百个九五折", "discount: 5 % off"),
        ("age: 3+", "3到6岁", "age: 3+"),
        ("model: A203", "型号A230", "model: A203"),
        ("certificates: [CE, FCC]", "通过ISO9001认证", "certificates: CE, FCC"),
    ],
)
def test_what_is_another_value(tmp_path: Path, sheet: str, said: str, told_: str) -> None:
    (message,) = told(brief_of(tmp_path, sheet, said))
    assert message.startswith("warn: at 1:05 ")
    assert message.endswith(f"{told_}; the sheet is used")


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        # The same number is not the same fact.
        ("moq: 100 pcs", "一箱100个"),
        ("moq: 100 pcs", "每天卖出100个"),
        ("lead_time: 7 days", "七天无理由退货"),
        ("lead_time: 7 days", "打样七天"),
        ("cotton: 85 %", "85%的客户满意"),
        ("price: 18 CNY", "比别人便宜18块"),
    ],
)
def test_the_same_number_of_something_else_is_left_alone(
    tmp_path: Path, sheet: str, said: str
) -> None:
    (fact,) = brief_of(tmp_path, sheet, said).facts
    assert fact.heard_in == ()


# --- numbers that run into each other ------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "said", "heard"),
    [
        ("price: 18.5 CNY\nmoq: 100 pcs", "18块5100个起订", {"price": "18块5", "moq": "100个"}),
        ("price: 18 CNY\nmoq: 5100 pcs", "18块5100个起订", {"price": "18块", "moq": "5100个"}),
        ("price: 18.5 CNY\nmoq: 100 pcs", "18块5,100个起订", {"price": "18块5", "moq": "100个"}),
        ("price: 10.5 CNY\nmoq: 100 pairs", "十块五一百双起订",
         {"price": "十块五", "moq": "一百双"}),
    ],
)  # fmt: skip
def test_the_sheet_tells_numbers_apart(
    tmp_path: Path, sheet: str, said: str, heard: dict[str, str]
) -> None:
    brief = brief_of(tmp_path, sheet, said)
    assert {f.key: [m.text for m in f.heard_in] for f in brief.facts} == {
        key: [text] for key, text in heard.items()
    }
    assert (brief.unconfirmed, brief.findings) == ((), ())


@pytest.mark.parametrize(
    ("sheet", "said", "run"),
    [
        ("price: 18.5 CNY\nmoq: 200 pcs", "18块5100个起订", "18块5100个"),
        ("price: 18.5 CNY", "18块5100个起订", "18块5100个"),
        ("moq: 100 pcs", "18块5100个起订", "18块5100个"),
        ("", "18块1500个起订", "18块1500个"),
        ("size: 30 x 20 cm", "规格三十乘四十", "三十乘四十"),
    ],
)
def test_what_the_sheet_cannot_tell_apart_is_left_out(
    tmp_path: Path, sheet: str, said: str, run: str
) -> None:
    brief = brief_of(tmp_path, sheet, "大家好", said, accept_heard=True)
    assert [fact.heard_in for fact in brief.facts] == [() for _ in brief.facts]
    assert brief.findings == (
        Finding(
            check="unsure",
            severity="warn",
            where="1:07",
            at_ms=67_000,
            message=f"at 1:07 {run!r} is heard, but it can be read in more than one way; "
            "it is left out",
        ),
    )


# --- only heard ----------------------------------------------------------------------------


def test_what_is_only_heard_waits_for_the_merchant(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "moq: 100 pcs", "单价十八块五，100个起订", "现货5000个")
    assert list(facts(brief)) == ["moq"]
    assert {f.key: (summary(f.value), f.source, f.must_say) for f in brief.unconfirmed} == {
        "price": ("18.5 CNY per piece", "speech", True),
        "stock": ("5000 piece", "speech", True),
    }
    assert brief.findings == (
        Finding(
            check="unconfirmed",
            severity="warn",
            where="1:05",
            at_ms=65_000,
            key="price",
            message="price: 18.5 CNY per piece is only heard (at 1:05), so no video says it; "
            "confirm it in product.yaml, in brief.json or with --accept-heard",
        ),
        Finding(
            check="unconfirmed",
            severity="warn",
            where="1:07",
            at_ms=67_000,
            key="stock",
            message="stock: 5000 piece is only heard (at 1:07), so no video says it; confirm it "
            "in product.yaml, in brief.json or with --accept-heard",
        ),
    )


def test_accepted_as_heard(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "", "单价十八块五，100个起订", "100个起订", accept_heard=True)
    assert facts(brief) == {
        "price": ("18.5 CNY per piece", "speech", ["十八块五"]),
        "moq": ("100 piece", "speech", ["100个", "100个"]),
    }
    assert (brief.unconfirmed, brief.findings) == ((), ())


@pytest.mark.parametrize("accept_heard", [False, True])
def test_two_values_for_one_thing_are_left_out(tmp_path: Path, accept_heard: bool) -> None:
    brief = brief_of(tmp_path, "", "单价十八块", "单价十六块", accept_heard=accept_heard)
    assert (brief.facts, brief.unconfirmed) == ((), ())
    assert [finding.key for finding in brief.findings] == ["price"]
    assert told(brief) == [
        "warn: at 1:05 '十八块' is heard, but price has two values (十八块 and 十六块); "
        "it is left out"
    ]


@pytest.mark.parametrize(
    "said",
    [
        "新工厂将提供至少十五万个就业机会",
        "记者二十八日从丽江市旅发委获悉",
        "酒店停业整顿一个月",
        "免征期限由五年缩减为两年",
        "清点出三百多斤硬币总共一点二万余元",
        "一周签约套数为五万套",
    ],
)
def test_news_states_no_fact(tmp_path: Path, said: str) -> None:
    assert brief_of(tmp_path, "", said, accept_heard=True).facts == ()


def test_what_is_heard_in_no_talk_about_goods_is_asked_for(tmp_path: Path) -> None:
    said = ("昨天搬家累得不行", "师傅说好六百块一趟", "书装了三十七箱", "最重的四十斤")
    for sheet, accept in (("", True), ("", False), ("name: 书架", True)):
        brief = brief_of(tmp_path, sheet, *said, accept_heard=accept)
        asked = [finding.message for finding in brief.findings if finding.check == "talk"]
        heard = {fact.key for fact in (*brief.facts, *brief.unconfirmed) if fact.key != "name"}
        assert bool(asked) is bool(heard and not sheet)
        assert sheet or not brief.facts


def test_a_telephone_number_that_is_only_heard_waits_for_the_merchant(tmp_path: Path) -> None:
    said = ("单价18块5", "电话一三八零零零零六六二一")
    brief = brief_of(tmp_path, "", *said, accept_heard=True)
    assert list(facts(brief)) == ["price"]
    assert [fact.key for fact in brief.unconfirmed] == ["phone"]
    assert told(brief) == [
        "warn: phone: 13800006621 is only heard (at 1:07), so no video says it; confirm it in "
        "product.yaml or in brief.json, for digits are often misheard"
    ]


def test_where_nobody_understood_a_word_is_told_until_it_is_typed() -> None:
    segment = replace(heard("单价18块5"), span=Span(start_ms=24_000, end_ms=27_000))
    message = (
        "warn: at 0:24 something is said that could not be understood; listen to it, and "
        "write down what is said"
    )
    for typed in (False, True):
        brief = understood([replace(segment, typed=typed)], unclear=(segment.span,))
        assert told(brief) == ([] if typed else [message])


def test_codes_that_are_heard_apart_are_one_list(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "", "CE认证有的", "FCC证书也有，CE都齐", accept_heard=True)
    assert facts(brief) == {"certificates": ("CE, FCC", "speech", ["CE", "FCC", "CE"])}
    assert brief.findings == ()


def test_a_condition_heard_once_is_no_second_value_without_it(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "", "打九五折", "满一千个九五折", accept_heard=True)
    assert brief.facts == ()
    assert told(brief) == [
        "warn: at 1:05 '九五折' is heard, but discount has two values (九五折 and "
        "满一千个九五折); it is left out"
    ]


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        (
            "刀刃十五度，切得很薄",
            ["warn: at 1:05 '十五度' is heard, but not what it is; it is left out"],
        ),
        ("市场价36块", ["warn: at 1:05 '36块' is heard, and taken for no fact"]),
        ("四个角都包了边", []),
        ("第一次合作，第三层是棉的", []),
        ("里面零件很多", []),
    ],
)
def test_of_a_value_of_nobody_knows_what_is_told_what_comes_of_it(
    tmp_path: Path, said: str, finding: list[str]
) -> None:
    brief = brief_of(tmp_path, "", said, accept_heard=True)
    assert brief.facts == ()
    assert told(brief) == finding


# --- values in one line --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (money("18.50"), "18.5 CNY"),
        (money(12, "USD", high=15), "12-15 USD"),
        (money(2, "USD", "mass-kilogram"), "2 USD per kilogram"),
        (money(2000, per="set"), "2000 CNY per set"),
        (count(100000), "100000 piece"),
        (count(8, None), "8"),
        (measure("0.5", "volume-liter"), "0.5 liter"),
        (measure(20000, "x-milliampere-hour"), "20000 milliampere-hour"),
        (size(30, 45, unit="length-inch"), "30 x 45 inch"),
        (measure(-20, "temperature-celsius", high=120), "-20 to 120 celsius"),
        (percent(85), "85 %"),
        (discount(5), "5 % off"),
        (discount(3, measure(9, "length-meter")), "3 % off from 9 meter"),
        (age(3), "3+"),
        (age(3, high=6), "3-6"),
        (age(6, "month"), "6+ months"),
        (age(6, "month", high=18), "6-18 months"),
        (term(zh="钢", en="steel"), "钢"),
        (codes("CE", "FCC"), "CE, FCC"),
    ],
)
def test_a_value_in_one_line(value: FactValue, line: str) -> None:
    assert summary(value) == line


def test_an_english_pitch_is_read_too(tmp_path: Path) -> None:
    said = ("Our steel flask holds 500 milliliters.", "The price is 18.5 yuan each.")
    brief = brief_of(tmp_path, "", *said, accept_heard=True, language="en")
    assert {fact.key: summary(fact.value) for fact in brief.facts} == {
        "capacity": "500 milliliter",
        "price": "18.5 CNY",
    }


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("de", "Der Preis ist gut.", False),
        ("de", "Eine zweijährige Garantie.", True),
        ("ru", "Гарантия два года.", True),
        ("vi", "Giá 18 tệ.", True),
    ],
)
def test_numbers_are_seen_in_any_language(language: str, text: str, states: bool) -> None:
    assert states_number(text, language) == states


def test_a_language_that_nobody_reads_yet_has_no_facts_of_its_own(tmp_path: Path) -> None:
    brief = brief_of(tmp_path, "", "Giá 18,5 tệ một chiếc.", accept_heard=True, language="vi")
    assert brief.facts == ()


# --- numbers that were not heard for sure --------------------------------------------------


def heard_with_doubt(*said: str, doubt: str) -> Brief:
    """The brief of sentences in which a number is doubted, wherever it stands alone."""
    segments = []
    for i, text in enumerate(said):
        segment, at = by_letter(text, index=i, at_ms=i * SECOND_MS), text.find(doubt)
        shaky = range(at, at + len(doubt)) if at >= 0 else range(0)
        words = (replace(word, doubted=n in shaky) for n, word in enumerate(segment.words))
        segments.append(replace(segment, words=tuple(words)))
    return understood(segments)


def test_a_doubted_number_is_no_fact_and_the_merchant_is_told() -> None:
    brief = heard_with_doubt("单价18块5，100个起订", doubt="18")
    assert list(facts(brief)) == ["moq"]
    assert told(brief) == ["warn: at 0:00 '18块5' is heard, but not for certain; it is left out"]


def test_a_doubted_number_that_is_said_once_more_is_a_fact() -> None:
    brief = heard_with_doubt("单价18块5", "单价十八块五", doubt="18")
    assert list(facts(brief)) == ["price"]
    assert told(brief) == []


def test_a_doubted_number_still_contradicts_another_one() -> None:
    brief = heard_with_doubt("单价18块", "单价16块", doubt="18")
    assert facts(brief) == {}
