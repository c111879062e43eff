"""Words with the sound of an expected one are put right; everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio import lexicon
from merchant_studio.homophones import Repair, repairs
from merchant_studio.languages import Hearing, profile

NOTHING, HEARING = Hearing(), profile("zh").hearing
SHEET = ("不锈钢保温杯", "304不锈钢", "陶瓷")


def repaired(text: str, sheet: tuple[str, ...] = SHEET) -> list[tuple[str, str]]:
    return [(r.heard, r.meant) for r in repairs(text, sheet, lexicon.words("zh"), NOTHING)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这款不秀钢宝温杯", [("不秀钢宝温杯", "不锈钢保温杯")]),
        ("步秀刚的杯子", [("步秀刚", "不锈钢")]),
        ("是淘瓷的", [("淘瓷", "陶瓷")]),
        ("不锈钢保温杯", []),
        ("龟胶手机壳", [("龟胶手机壳", "硅胶手机壳")]),
        ("彩合包装，出场价", [("彩合包装", "彩盒包装"), ("出场价", "出厂价")]),
        # A word that may be meant as it stands is left alone.
        ("我们义务送货", []),
        ("水平很高，口碑好", []),
        ("红色的被子", []),
        ("跟您交代清楚", []),
        # Numbers are never touched, whatever they sound like.
        ("四斤三百二十克", []),
        ("三四十块，五颜六色", []),
        ("", []),
        ("ABC 123", []),
    ],
)
def test_what_is_repaired(text: str, expected: list[tuple[str, str]]) -> None:
    assert repaired(text) == expected


def test_a_repair_says_where_and_by_what() -> None:
    assert repairs("这款不秀钢杯", SHEET, (), NOTHING) == (
        Repair(start=2, end=5, heard="不秀钢", meant="不锈钢", expected_by="the sheet"),
    )
    assert repairs("出场价18块", (), lexicon.words("zh"), NOTHING) == (
        Repair(start=0, end=3, heard="出场价", meant="出厂价", expected_by="the trade lexicon"),
    )


def test_sounds_that_many_speakers_do_not_tell_apart_are_one_for_the_sheet_only() -> None:
    assert repaired("我们的蓝牙音箱", ("南牙音箱",)) == []
    assert repaired("森皮手套", ("真皮手套",)) == []
    assert repaired("整皮手套", ("真皮手套",)) == [("整皮手套", "真皮手套")]
    assert repairs("整皮手套", (), ("真皮手套",), NOTHING) == ()


NUMERALS = "零一二两三四五六七八九十百千万亿点半"


@given(st.text(alphabet=NUMERALS + "刚秀不温宝杯钢锈保淘瓷块个", max_size=24))
def test_no_numeral_is_ever_changed(text: str) -> None:
    for repair in repairs(text, SHEET, lexicon.words("zh"), NOTHING):
        assert len(repair.heard) == len(repair.meant) == repair.end - repair.start
        assert text[repair.start : repair.end] == repair.heard
        assert not set(repair.heard) & set(NUMERALS)


@given(st.text(alphabet="刚秀不温宝杯钢锈保淘瓷的我们", max_size=24))
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    for repair in repairs(text, SHEET, (), NOTHING):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert repairs(text, SHEET, (), NOTHING) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电压220幅", "电压220伏"),
        ("能装20圣", "能装20升"),
        ("功率五娃", "功率五瓦"),
        ("一箱17公斤板", "一箱17公斤半"),
        ("乡重16公斤", "箱重16公斤"),
        ("两百个起座", "两百个起做"),
        ("供率66瓦", "功率66瓦"),
        # Where nothing says what is measured, or no number stands before, it stays.
        ("画了220幅", "画了220幅"),
        ("一生一世", "一生一世"),
        ("20圣", "20圣"),
        ("公斤板", "公斤板"),
    ],
)
def test_units_and_roles_are_known_by_their_sound(text: str, expected: str) -> None:
    expected_words = (*lexicon.words("zh"), *HEARING.cues)
    for repair in repairs(text, (), expected_words, HEARING):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert text == expected


def beside_numbers(text: str) -> str:
    for repair in repairs(text, (), (), HEARING):
        assert text[repair.start : repair.end] == repair.heard
        text = text[: repair.start] + repair.meant + text[repair.end :]
    return text


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # The name of what has this unit, when it sounds like it or nearly so.
        ("公立66瓦", "功率66瓦"),
        ("现场1米2", "线长1米2"),
        ("寒年百分之八十五", "含棉百分之八十五"),
        ("客中180克美平方米", "克重180克每平方米"),
        ("行后T808", "型号T808"),
        ("转位A203", "展位A203"),
        ("十速二十五公里", "时速二十五公里"),
        ("交七二十五天", "交期二十五天"),
        ("五个驰马十二个颜色", "五个尺码十二个颜色"),
        # Units, counters and the words between two numbers.
        ("尺寸二十一成十四成十六公分", "尺寸二十一乘十四乘十六公分"),
        ("500盒以上打酒八折", "500盒以上打九八折"),
        ("一大十二双", "一打十二双"),
        ("12.6亿盏", "12.6一盏"),
        ("内存四个季", "内存四个G"),
        ("美金加两块七", "美金价两块七"),
        ("89块亿顶，高1米亿", "89块一顶，高1米一"),
        ("一枪30个，三枪起订", "一箱30个，三箱起订"),
        ("以相六百双，一箱24格两箱起", "一箱六百双，一箱24个两箱起"),
        ("先负百分之三十定金", "先付百分之三十定金"),
        ("大样一百五", "打样一百五"),
        ("七个骂", "七个码"),
        # What is right, and what no such number follows, stays.
        ("功率66瓦，线长1米2", "功率66瓦，线长1米2"),
        ("公立医院", "公立医院"),
        ("现场看货", "现场看货"),
        ("一个向导，一相情愿", "一个向导，一相情愿"),
        ("收纳盒4格", "收纳盒4格"),
        ("一共500克", "一共500克"),
        ("优惠三成五百个起", "优惠三成五百个起"),
        ("一大箱十二双", "一大箱十二双"),
        ("出口美平方米", "出口美平方米"),
        ("有一亿个", "有一亿个"),
        ("下午七点二十五天黑", "下午七点二十五天黑"),
    ],
)
def test_words_beside_a_number_are_known_by_it(heard: str, meant: str) -> None:
    assert beside_numbers(heard) == meant


@given(
    st.text(
        alphabet="0123456789一十百亿七成大箱枪米厘克块个速样起先负折打，电压瓦娃公立转位A",
        max_size=30,
    )
)
def test_repairs_beside_numbers_never_overlap(text: str) -> None:
    found = repairs(text, SHEET, lexicon.words("zh"), HEARING)
    assert all(text[repair.start : repair.end] == repair.heard for repair in found)
    ends = [0, *(repair.end for repair in found)]
    assert all(end <= repair.start for end, repair in zip(ends, found, strict=False))
