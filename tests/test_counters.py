"""Counters and numbers that were heard as other words, and words that were heard as numbers."""

from __future__ import annotations

import pytest

from merchant_studio.hear.repairs import Repair, counters, numerals


def with_repairs(text: str, found: list[Repair]) -> str:
    for repair in sorted(found, key=lambda repair: -repair.start):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    return text


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # What is ordered, or packed.
        ("十定起订", "十顶起订"),
        ("500霜起", "500双起"),
        ("48霜一箱", "48双一箱"),
        ("30跟起订", "30根起订"),
        ("50顿起订", "50吨起订"),
        ("一箱装24骗", "一箱装24片"),
        ("最少100霜", "最少100双"),
        ("现货80讨", "现货80套"),
        # What a price is for.
        ("16块5一负", "16块5一副"),
        ("一战138块", "一盏138块"),
        # How many colors.
        ("做9纸色", "做9只色"),
        ("做 9 纸色", "做 9 只色"),
        ("12重颜色", "12种颜色"),
        # Units, and words that stand there as they are.
        ("3层起", "3层起"),
        ("二百八起", "二百八起"),
        ("10起", "10起"),
        ("5位起", "5位起"),
        ("100家起订", "100家起订"),
        ("最少10家", "最少10家"),
        ("四十八棵起订", "四十八棵起订"),
        ("一定30块", "一定30块"),
        ("一直30块", "一直30块"),
        ("一共38块", "一共38块"),
        ("3白色", "3白色"),
        # Several sound so, or nothing is said of the number.
        ("20着起", "20着起"),
        ("200剑", "200剑"),
        ("三代保", "三代保"),
    ],
)
def test_a_counter_is_known_by_its_sound(heard: str, meant: str) -> None:
    assert with_repairs(heard, list(counters.repairs(heard))) == meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # Inside a number, before its unit.
        ("三十乘四时五乘十五厘米", "三十乘四十五乘十五厘米"),
        ("四千舞百转", "四千五百转"),
        ("二十思色一盒", "二十四色一盒"),
        ("百分之八时", "百分之八十"),
        ("领点一八毫米厚", "零点一八毫米厚"),
        ("一百石头", "一百石头"),
        ("两前台", "两前台"),
        ("铺五百石块", "铺五百石块"),
        ("二十旗袍", "二十旗袍"),
        ("三百时装套", "三百时装套"),
        ("另点两个菜", "另点两个菜"),
        # A number and its counter.
        ("食品起批，整箱60瓶", "十瓶起批，整箱60瓶"),
        ("一共霸建", "一共八件"),
        ("实定起订颜色十二个", "十顶起订颜色十二个"),
        ("食品起批100块", "食品起批100块"),
        ("食品起批量大", "食品起批量大"),
        ("总共时间", "总共时间"),
        ("做食品批发", "做食品批发"),
        # How many colors, where it is said that they are colors.
        ("颜色黑、银、玫瑰金，散色", "颜色黑、银、玫瑰金，三色"),
        ("花生散色装", "花生散色装"),
        ("颜色鲜，不散色", "颜色鲜，不散色"),
        # The last syllable of a word.
        ("或725日", "货期25日"),
        ("交7四十五天", "交期四十五天"),
        ("保质75年", "保质期5年"),
        ("保质7年", "保质7年"),
        ("保质七年", "保质七年"),
        ("500串7订", "500串起订"),
        ("100卷七批，", "100卷起批，"),
        ("20台企，", "20台起，"),
        ("一百台7五百台", "一百台7五百台"),
        ("充3次气，", "充3次气，"),
        ("两块7，", "两块7，"),
        ("三打七折", "三打七折"),
        ("100面旗", "100面旗"),
        ("生活725天", "生活725天"),
    ],
)
def test_a_number_is_known_by_what_stands_beside_it(heard: str, meant: str) -> None:
    assert with_repairs(heard, list(numerals.repairs(heard))) == meant
