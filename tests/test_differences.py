"""Prices that are told by what they differ from another one: 带盖的贵两块, 再便宜五毛, 打九五折."""

from __future__ import annotations

import pytest

from merchant_studio.facts import summary
from merchant_studio.read.brief import brief_of
from merchant_studio.read.chinese import read_chinese
from merchant_studio.read.tagged import tagged_lines
from merchant_studio.records import Sheet, Transcript
from merchant_studio.run.revisions import confirm

from .speech import STAMP, heard

NOTHING: list[tuple[str, str, list[str]]] = []


def several(said: str) -> list[tuple[str, str, list[str]]]:
    """The values with several prices of sentences, and the words of each price."""
    segments = [heard(text, index=n) for n, text in enumerate(said.split("|"))]
    return [
        (str(value.key), summary(value.value), [place.text for place in value.steps])
        for value in read_chinese(segments).values
        if value.steps
    ]


@pytest.mark.parametrize(
    ("said", "key", "read", "quotes"),
    [
        (
            "小号十五块，中号比小号贵三块，大号再加五块。",
            "sizes",
            "小号 15 CNY, 中号 18 CNY, 大号 23 CNY",
            ["小号十五块", "中号比小号贵三块", "大号再加五块"],
        ),
        (
            "小号十五，中号比小号贵三块，大号再比中号贵三块。",
            "sizes",
            "小号 15 CNY, 中号 18 CNY, 大号 21 CNY",
            ["小号十五", "中号比小号贵三块", "大号再比中号贵三块"],
        ),
        (
            "小号十五，中号贵三块，大号贵五块。",
            "sizes",
            "小号 15 CNY, 中号 18 CNY, 大号 20 CNY",
            ["小号十五", "中号贵三块", "大号贵五块"],
        ),
        (
            "小号十五块，中号二十块，大号比小号贵八块。",
            "sizes",
            "小号 15 CNY, 中号 20 CNY, 大号 23 CNY",
            ["小号十五块", "中号二十块", "大号比小号贵八块"],
        ),
        (
            "大号二十五，小号便宜五块。",
            "sizes",
            "大号 25 CNY, 小号 20 CNY",
            ["大号二十五", "小号便宜五块"],
        ),
        (
            "红色十八块，黑色的要贵两块，金色再贵一块。",
            "colors",
            "红色 18 CNY, 黑色 20 CNY, 金色 21 CNY",
            ["红色十八块", "黑色的要贵两块", "金色再贵一块"],
        ),
        (
            "普通的十二块，不锈钢的就贵八块。",
            "variants",
            "普通 12 CNY, 不锈钢 20 CNY",
            ["普通的十二块", "不锈钢的就贵八块"],
        ),
        (
            "这个杯子十八块五。|三百毫升，双层的。|带盖的贵两块。",
            "variants",
            "不带盖 18.5 CNY, 带盖 20.5 CNY",
            ["带盖的贵两块", "带盖的贵两块"],
        ),
        (
            "这款灯一盏四十八块，不带灯罩的便宜三块。",
            "variants",
            "带灯罩 48 CNY, 不带灯罩 45 CNY",
            ["不带灯罩的便宜三块", "不带灯罩的便宜三块"],
        ),
        (
            "一百个起十八块五，拿五百个再便宜五毛。",
            "price",
            "100 piece: 18.5 CNY, 500 piece: 18 CNY",
            ["十八块五", "五百个再便宜五毛"],
        ),
        (
            "五百个十块整，一千个便宜五毛，两千个呢再便宜五毛。",
            "price",
            "500 piece: 10 CNY, 1000 piece: 9.5 CNY, 2000 piece: 9 CNY",
            ["五百个十块", "一千个便宜五毛", "两千个呢再便宜五毛"],
        ),
        (
            "单价二十块，五百个以上减一块，一千个以上减两块。",
            "price",
            "1 piece: 20 CNY, 500 piece: 19 CNY, 1000 piece: 18 CNY",
            ["二十块", "五百个以上减一块", "一千个以上减两块"],
        ),
        (
            "三十六一套，一百套起，拿五百套每套再便宜一块。",
            "price",
            "100 set: 36 CNY per set, 500 set: 35 CNY per set",
            ["三十六一套", "五百套每套再便宜一块"],
        ),
        (
            "单价十八块，两百个以上打九折，一千个打八五折。",
            "price",
            "1 piece: 18 CNY, 200 piece: 16.2 CNY, 1000 piece: 15.3 CNY",
            ["十八块", "两百个以上打九折", "一千个打八五折"],
        ),
        (
            "一个碗八块钱，你拿两百个我打九五折，就是七块六，五百个打九折，七块二。",
            "price",
            "1 piece: 8 CNY, 200 piece: 7.6 CNY, 500 piece: 7.2 CNY",
            ["八块钱", "两百个我打九五折，就是七块六", "五百个打九折，七块二"],
        ),
    ],
)
def test_a_difference_is_worked_out_of_the_price_that_it_is_told_of(
    said: str, key: str, read: str, quotes: list[str]
) -> None:
    assert several(said) == [(key, read, quotes)]


@pytest.mark.parametrize(
    "said",
    [
        "中号比小号贵三块。",  # of a price that nobody told
        "单价十五块，中号比小号贵三块。",
        "单价十五块，大号贵三块。",  # the one name alone makes no list
        "单价二十块，比去年贵两块。",  # of another time
        "单价二十块，比去年贵了两块，材料涨价。",
        "单价二十块，现在便宜三块钱优惠给你。",
        "单价二十块，今天下单便宜两块。",
        "单价二十块，比别家便宜五块。",  # of another seller
        "单价二十块，比市场价便宜五块。",
        "二十块，贵是贵了点，但是质量好。",  # of nothing
        "单价二十块，量大的话还能便宜两块。",
        "最便宜的十八块，最贵的二十五块。",
        "单价十八块，零售价二十块，一千个再便宜一块。",  # of two prices
        "单价十八块，批发价十六块，带盖的贵两块。",
        "单价十八块。|另外一款壶，带盖的贵两块。",  # of another product
        "单价十八块，带盖的贵两美金。",  # of another money
        "单价十八块，拿五箱每箱便宜五块。",  # of another unit
        "四十二块一斤，一百斤便宜两块。",
        "单价十八块，带盖的贵个两三块。",  # not exact
        "单价十八块，老客户拿五百个再便宜五毛。",  # not for everybody
        "单价二十块，一千个能便宜两块吗？",  # not promised
        "五百个十七块，拿一千个便宜五块的话我就亏本了。",
        "单价二十块，印字加五毛，绣花加一块。",  # of a service
        "一百个十八块，五百个打九五折，就是十七块。",  # the price told is another one
        "单价十八块五，两百个以上九五折，五百个以上九折。",  # nobody pays 17.575
        "单价十八块，第二件打八折。",
        "单价十八块，一千个打九五折。",  # a price and a discount say it all
    ],
)
def test_where_the_other_price_is_not_certain_there_is_none(said: str) -> None:
    assert several(said) == NOTHING


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("红色的十八块，蓝色的十九块，黑色的贵两块。", "红色 18 CNY, 蓝色 19 CNY"),
        ("小号十五，中号贵三块，大号贵三块。", "小号 15 CNY, 中号 18 CNY"),
    ],
)
def test_a_difference_that_may_be_of_two_prices_is_left_out(said: str, read: str) -> None:
    assert [each[1] for each in several(said)] == [read]


def test_a_difference_never_is_a_price_itself() -> None:
    values = read_chinese([heard("单价十五块，中号比小号贵三块，带盖的贵两美金。")]).values
    assert [(value.key, summary(value.value)) for value in values] == [
        ("price", "15 CNY"),
        (None, "3 CNY"),
        (None, "2 USD"),
    ]


def test_a_price_that_is_worked_out_waits_to_be_confirmed_and_leaves_the_products_own() -> None:
    segments = tuple(
        heard(text, index=n)
        for n, text in enumerate(["这个杯子一百个起订。", "单价十八块五。", "带盖的贵两块。"])
    )
    transcript = Transcript(language="zh", segments=segments, made_by=STAMP)
    brief = brief_of(Sheet(values={}), transcript, accept_heard=True, strict=False)
    assert [(fact.key, summary(fact.value)) for fact in brief.facts] == [
        ("moq", "100 piece"),
        ("price", "18.5 CNY per piece"),
    ]
    (variants,) = brief.unconfirmed
    assert [where.text for where in variants.heard_in] == ["带盖的贵两块"]
    tagged = [line.meant for line in tagged_lines(transcript, confirm(brief, "variants"))]
    assert tagged == ["这个杯子<moq>起订。", "单价<price>。", "<variants>。"]
