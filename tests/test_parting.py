"""Clauses that a recognizer ran together are parted before facts are read."""

from __future__ import annotations

import pytest

from merchant_studio.read.chinese import read_chinese
from merchant_studio.read.chinese.parting import parted

from .speech import heard


@pytest.mark.parametrize(
    ("said", "apart"),
    [
        ("出厂价168,20台起", "出厂价168，20台起"),
        ("45块50条起批", "45块，50条起批"),
        ("出厂三十六块五百顶起", "出厂三十六块，五百顶起"),
        ("十八块五一百双起订", "十八块五，一百双起订"),
        ("一个四块五一百个起", "一个四块五，一百个起"),
        ("长1米8.65公分", "长1米8，65公分"),
        ("12片一箱一箱29斤", "12片一箱，一箱29斤"),
        ("起订500个一箱60个", "起订500个，一箱60个"),
        ("6盏一箱20盏起", "6盏一箱，20盏起"),
        ("30顶就给做12天交货", "30顶就给做，12天交货"),
        ("500打起做3000打以上", "500打起做，3000打以上"),
        ("样品费200下了单就退", "样品费200，下了单就退"),
        ("1000只起批30只一箱一箱12公斤", "1000只起批，30只一箱，一箱12公斤"),
        ("单价32200把起订", "单价32，200把起订"),
        ("出厂价是12850个起", "出厂价是128，50个起"),
        ("净重14公斤半毛重16公斤箱子50乘40乘30", "净重14公斤半毛重16公斤，箱子50乘40乘30"),
    ],
)
def test_a_clause_ends_where_no_other_can_be_meant(said: str, apart: str) -> None:
    assert parted(heard(said)).text == apart


@pytest.mark.parametrize(
    "said",
    [
        "18块5100个起",  # 18.5 and 100, or 18 and 5100
        "18块5,100个起订",
        "三块五五块",
        "批发12000个起",
        "出厂价1500个起",
        "十大十六十八块钱一台",  # 六十八, misheard
        "一百二百个",
        "一千两千个",
        "一箱二十四个起订五箱",
        "九块九十顶起",  # 9.9 and 10, or 9 and 90
        "三十一块五一套",
        "十八块五一个",
        "九块五一块",
        "电池2,000毫安",
        "每分钟12,000转",
        "大概三四十个",
        "五六百人",
        "十七八十个人",
        "样品费三十四天打好",  # 30 and 4 days, or 34 days
        "批发价十八五",
        "一百五一个",
        "长1米8宽65公分",
        "一米八乘两米",
        "1米2乘90公分",
        "一千两百克",
        "29块一箱30个",
        "24毛净重18公斤",
        "一箱毛重22公斤",
        "100只起批价62",
        "一件一件检查",
        "FOB宁波",
        "ACEC认证",
        "一斤六两",
        "12小时30分钟",
    ],
)
def test_what_may_be_one_stays_one(said: str) -> None:
    assert parted(heard(said)).text == said


def test_a_place_is_that_of_what_was_said() -> None:
    said = heard("一个6块2,1000只起批30只一箱一箱12公斤")
    found = [(each.key, each.mention.text) for each in read_chinese([said]).values]
    assert found == [
        ("price", "一个6块2"),
        ("moq", "1000只"),
        ("carton_quantity", "30只"),
        ("carton_weight", "12公斤"),
    ]
    assert all(
        said.text[each.mention.start : each.mention.end] == each.mention.text
        for each in read_chinese([said]).values
    )


def test_what_is_taken_back_in_the_next_sentence_is_no_fact() -> None:
    said = [heard("起订量嘛，三百件，", index=0), heard("哎不对，今年改成两百件了", index=1)]
    found = [(each.key, each.mention.text) for each in read_chinese(said).values if each.key]
    assert ("moq", "三百件") not in found


def test_a_sample_is_told_by_the_sentence_before() -> None:
    said = [heard("样品不收钱啦，", index=0), heard("3天做好寄给你看，", index=1)]
    found = [(each.key, each.mention.text) for each in read_chinese(said).values]
    assert found == [("sample_time", "3天")]
