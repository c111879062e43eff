"""What is read out of speech, and what is not: a wrong fact is worse than a missing one."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merchant_studio.facts import KEYS
from merchant_studio.facts.numbers.chinese import NUMERAL_PARTS, digits_only, read_numeral
from merchant_studio.read.chinese.reading import (
    mention,
    read_chinese,
    states_number_chinese,
)
from merchant_studio.records import Measure, Mention, Money, Span

from .speech import heard, shown, spoken


def readings(text: str) -> list[str]:
    return [shown(reading) for reading in read_chinese([heard(text)]).values]


def test_a_whole_pitch() -> None:
    segments = [
        heard("大家好，欢迎来到我们的展位。", index=0),
        heard("这款保温杯用304不锈钢，容量500毫升，保温12小时，保冷24小时。", index=1),
        heard("有八种颜色可选，一箱二十四个，外箱60乘40乘35厘米。", index=2),
        heard("出厂价十八块五一个，一百个起订，一万个以上打九五折。", index=3),
        heard("现货24小时发货，大货7到10天交货，质保一年，型号A二零三。", index=4),
        heard("我们做了二十年，欢迎联系我们！", index=5),
    ]
    assert [(r.mention.segment, shown(r)) for r in read_chinese(segments).values] == [
        (1, "capacity 500 volume-milliliter <500毫升>"),
        (1, "keeps_hot 12 hour <12小时>"),
        (1, "keeps_cold 24 hour <24小时>"),
        (2, "colors 8 color <八种颜色>"),
        (2, "carton_quantity 24 piece <二十四个>"),
        (2, "carton_size 60 x 40 x 35 length-centimeter <60乘40乘35厘米>"),
        (3, "price 18.5 CNY <十八块五一个>"),
        (3, "moq 100 piece <一百个>"),
        (3, "discount -5 % from 10000 piece <一万个以上打九五折>"),
        (4, "lead_time 24 hour <24小时>"),
        (4, "lead_time 7-10 day <7到10天>"),
        (4, "warranty 1 year <一年>"),
        (4, "model A203 <A二零三>"),
        (5, "? 20 year <二十年>"),
    ]


# --- where and when it was said ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["18块", "5", "|", "100个", "起订"], ["price 18.5 CNY <18块5>", "moq 100 piece <100个>"]),
        (["18块", "5,", "|", "100个", "起订"], ["price 18.5 CNY <18块5>", "moq 100 piece <100个>"]),
        (["十块", "五", "|", "一百", "双", "起订"],
         ["price 10.5 CNY <十块五>", "moq 100 pair <一百双>"]),
        # The pause stands elsewhere, or nowhere.
        (["18", "块", "|", "5100", "个", "起订"], []),
        (["18", "块", "51", "|", "00", "个", "起订"], []),
        (["18", "块", "5100", "个", "起订"], []),
        (["18块5100个起订"], []),
        (["十", "块", "|", "三", "个"], []),
        # Three for ten is no unit price.
        (["三个", "十块"], ["? 3 piece <三个>"]),
        (["三个", "|", "十块"], ["? 3 piece <三个>", "? 10 CNY <十块>"]),
    ],
)  # fmt: skip
def test_a_pause_tells_numbers_apart(words: list[str], expected: list[str]) -> None:
    assert [shown(reading) for reading in read_chinese([spoken(*words)]).values] == expected


@pytest.mark.parametrize(("pause_ms", "read"), [(99, 0), (100, 2)])
def test_a_pause_is_a_tenth_of_a_second(pause_ms: int, read: int) -> None:
    segment = spoken("18", "块", "5", "|", "100", "个", "起订", pause_ms=pause_ms)
    assert len(read_chinese([segment]).values) == read


def test_a_mention_has_the_time_of_its_words() -> None:
    segment = spoken("价格", "十八", "块", "五", "一个", "，", "|", "一百", "个", "起订")
    assert [reading.mention for reading in read_chinese([segment]).values] == [
        Mention(
            segment=0, start=2, end=8, text="十八块五一个", span=Span(start_ms=200, end_ms=1000)
        ),
        Mention(
            segment=0, start=9, end=12, text="一百个", span=Span(start_ms=1500, end_ms=1900)
        ),
    ]  # fmt: skip


def test_a_mention_inside_a_word_has_the_words_time() -> None:
    segment = spoken("价格十八块五", "起")
    assert mention(segment, 2, 6).span == Span(start_ms=0, end_ms=200)


def test_without_word_times_a_mention_has_the_segments_time() -> None:
    segment = heard("七天交货", index=3)
    assert mention(segment, 0, 2) == Mention(
        segment=3, start=0, end=2, text="七天", span=segment.span
    )


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        ("18块5100个起订",
         [["price 18 CNY <18块>", "moq 5100 piece <5100个>"],
          ["price 18.5 CNY <18块5>", "moq 100 piece <100个>"]]),
        ("18块5,100个起订",
         [["price 18 CNY <18块>", "moq 5100 piece <5,100个>"],
          ["price 18.5 CNY <18块5>", "moq 100 piece <100个>"]]),
        ("十八块五一百双起订", []),  # there is one way only: it is read
        ("十块三个", [["price 10 CNY <十块>", "? 3 piece <三个>"]]),
        ("尺寸30乘45",
         [["size 30 x 45 length-centimeter <30乘45>"], ["size 30 x 45 length-millimeter <30乘45>"],
          ["size 30 x 45 length-meter <30乘45>"], ["size 30 x 45 length-inch <30乘45>"]]),
        ("18块5一个100个起订", []),
        ("ABS100个起订", []),
    ],
)  # fmt: skip
def test_every_way_to_part_numbers_that_run_into_each_other(
    said: str, ways: list[list[str]]
) -> None:
    runs = read_chinese([heard(said)]).runs
    assert [[shown(reading) for reading in way] for run in runs for way in run.ways] == ways


def test_nobody_pauses_long_inside_a_number() -> None:
    assert read_chinese([spoken("月产", "86", "|", "200", "台")]).values == ()
    assert len(read_chinese([spoken("86", "|", "200", "台", "起订", pause_ms=200)]).values) == 1


# --- clauses that nobody vouches for -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("价格十八块", True),
        ("打九五折", True),
        ("百分之八十五", True),
        ("几百个起订", True),
        ("一百多个客户", True),
        ("三毛钱", True),
        ("三岁以上", True),
        ("A203", True),
        ("给您介绍一款保温杯", False),
        ("我们一起看一下", False),
        ("这是一个好产品", False),
        ("欢迎联系我们", False),
    ],
)
def test_a_clause_that_states_a_number(text: str, stated: bool) -> None:
    assert states_number_chinese(text) == stated


# --- numerals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105),
        ("一百十五", 115), ("两百五", 250), ("一千五", 1500), ("一千零五", 1005),
        ("一千零五十", 1050), ("一万二", 12000), ("一万零二", 10002), ("一万二千五", 12500),
        ("十五万六", 156000), ("一百万", 1_000_000), ("一亿两千万", 120_000_000),
        ("二十二点五", "22.5"), ("零点五", "0.5"), ("三点一四", "3.14"), ("5,000", 5000),
        ("１２", 12), ("2万", 20000), ("1.2万", 12000), ("2百", 200), ("1万2千", 12000),
        ("2万5", 25000), ("1万500", 10500), ("1万05", 10005), ("1,200万", 12_000_000),
        ("1千零50", 1050),
    ],
)  # fmt: skip
def test_numerals(numeral: str, value: int | str) -> None:
    assert read_numeral(numeral) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "百", "万", "万一", "三零四", "七八", "三五百", "十十", "二十三十", "一百二百",
        "一千两千", "一万两万", "一百二万", "百八十", "一百零", "2.5万3千", "一" * 31,
    ],
)  # fmt: skip
def test_what_is_no_numeral(text: str) -> None:
    assert read_numeral(text) is None


def written_out(number: int) -> str:
    """A number below a hundred million in Chinese, in full: 一万零五十."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return written_out(high) + "万" + gap + (written_out(low) if low else "")
    text, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
        zero = not digit
    return text or "零"


@settings(max_examples=400, deadline=None)
@given(number=st.integers(0, 99_999_999), data=st.data())
def test_every_number_is_read_in_each_of_its_forms(number: int, data: st.DataObject) -> None:
    full = written_out(number)
    forms = [full, f"{number}", f"{number:,}", full.replace("二千", "两千").replace("二百", "两百")]
    if full.startswith("一十"):
        forms.append(full[1:])  # 十五
    for power, name, shorter in ((10_000, "万", "千"), (1000, "千", "百"), (100, "百", "十")):
        if number >= power and number % power and number % (power // 10) == 0:
            if full.endswith(shorter) and name in full and "零" not in full[full.rindex(name) :]:
                forms.append(full[:-1])  # 一万二
            break
    if number >= 10_000 and number % 1000 == 0:
        forms.append(f"{Decimal(number) / 10_000}万")  # 1648.1万
        if number % 10_000:
            forms.append(f"{number // 10_000}万{number // 1000 % 10}千")
    form = data.draw(st.sampled_from(forms))
    assert read_numeral(form) == number, form


def test_digits_of_a_code() -> None:
    assert [digits_only(text) for text in ("三零四", "IP六五", "A二〇三", "B7")] == [
        "304",
        "IP65",
        "A203",
        "B7",
    ]


# --- amounts in two parts ------------------------------------------------------------------


@given(jin=st.integers(1, 40), liang=st.integers(1, 9), half=st.booleans())
def test_every_weight_in_jin_and_liang(jin: int, liang: int, half: bool) -> None:
    said = f"净重{written_out(jin)}斤{written_out(liang)}两{'半' if half else ''}"
    grams = 500 * jin + 50 * liang + (25 if half else 0)
    assert [r.value for r in read_chinese([heard(said)]).values] == [
        Measure(amount=Decimal(grams), unit="mass-gram")
    ]


@given(low=st.integers(-60, 90), width=st.integers(1, 300))
def test_every_range_of_temperatures(low: int, width: int) -> None:
    def said(degrees: int) -> str:
        return ("零下" if degrees < 0 else "") + written_out(abs(degrees))

    text = f"耐温{said(low)}度到{said(low + width)}度"
    assert readings(text) == [f"temperature {low}-{low + width} temperature-celsius <{text[2:]}>"]


@given(yuan=st.integers(1, 999), tenth=st.integers(1, 9), bare=st.booleans())
def test_every_price_for_one(yuan: int, tenth: int, bare: bool) -> None:
    digit = written_out(tenth)
    said = f"{written_out(yuan)}块{digit}" + ("一个" if not bare else "")
    assert [r.value for r in read_chinese([heard(said)]).values] == [
        Money(amount=yuan + Decimal(tenth) / 10, currency="CNY")
    ]


# --- whatever is said ----------------------------------------------------------------------

_SAID = st.text(
    st.sampled_from(
        NUMERAL_PARTS
        + "块元毛角分个只件套打箱盒款色层码折半钱每/之%到至-~乘×米厘克斤升毫瓦伏安时天年月日岁"
        "以上起订价格批发样品颜几多来约第左右，。、, .0123456789AIPx$¥gmlVC和的我们\x00#“"
        "公斤两半成折度零下负转吨寸层款种码套箱装重长宽高充满保冷热电压功率现货库存展位型号杠幺"
    ),
    max_size=24,
)


@settings(max_examples=500, deadline=None)
@given(said=_SAID)
@example(said="$4元")
@example(said="一斤一斤一斤")
def test_any_text_is_read_without_an_error(said: str) -> None:
    states_number_chinese(said)
    for run in read_chinese([heard(said)]).runs:
        assert run.mention.text == said[run.mention.start : run.mention.end]
    end = 0
    for reading in read_chinese([heard(said)]).values:
        place = reading.mention
        assert end <= place.start < place.end <= len(said)
        assert said[place.start : place.end] == place.text
        assert reading.key is None or reading.value.kind in KEYS[reading.key].kinds
        end = place.end


@pytest.mark.parametrize(
    "said",
    [
        *("1" * 3000 + "个", "十" * 3000, "1,1" * 1000, "18块5" * 500),
        "高度呢，" + "就是" * 500 + "甲乙丙二十公分",  # what a recognizer writes in a loop
        "杆" + "只有做到" * 250 + "甲二十公分",
    ],
)
def test_a_long_text_takes_no_long_time(said: str) -> None:
    start = process_time()
    read_chinese([heard(said)])
    assert process_time() - start < 2  # of the CPU: other work must not fail it
