"""Words that are none beside a number, known by all that may stand there."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from merchant_studio.homophones import Repair, nearest, repairs
from merchant_studio.languages import profile
from merchant_studio.merging import unsettled

PROFILE = profile("zh")


def with_repairs(text: str, found: Iterable[Repair]) -> str:
    for repair in sorted(found, key=lambda repair: -repair.start):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    return text


def put_right(text: str) -> str:
    for _ in range(2):  # as transcribe_pitch does
        text = with_repairs(text, repairs(text, (), (), PROFILE.hearing, PROFILE.cues))
    return text


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # What the clause measures says which units it may have.
        ("电池12000毫万", "电池12000毫安"),
        ("能装20声", "能装20升"),
        ("库存80顿，随时发", "库存80吨，随时发"),
        # A number with a point is a measure, unless the clause says that it is money.
        ("尘杯0.5上", "尘杯0.5升"),
        ("单价0.5上", "单价0.5上"),
        # What may follow a number stays as it is.
        ("保温一夜", "保温一夜"),
        ("保温三夜", "保温三夜"),
        ("电池5号", "电池5号"),
        ("电池3节", "电池3节"),
        ("亮度是2.5倍", "亮度是2.5倍"),
        ("重量3斤半", "重量3斤半"),
        ("能装3壶", "能装3壶"),
        ("容量3斗", "容量3斗"),
        ("时速100迈", "时速100迈"),
        # A counter after so odd a number of 100 millions: what one costs.
        ("价钱68亿台", "价钱68一台"),
        ("265亿台，50台起订", "265一台，50台起订"),
        ("全世界有68亿台", "全世界有68亿台"),
        ("年产25亿只", "年产25亿只"),
        ("一共卖了3亿双", "一共卖了3亿双"),
        # Between what is counted and its carton.
        ("量台中一箱", "两台装一箱"),
        ("20把放一箱", "20把放一箱"),
        ("24个亿项", "24个一箱"),
        ("量体裁衣", "量体裁衣"),
        # Particles and verbs that stand before a number stay.
        ("样机收100块", "样机收100块"),
        ("库里头码着5万双", "库里头码着5万双"),
        ("价钱马68一台", "价钱嘛，68一台"),
        ("尺码5个", "尺码5个"),
        # So many are enough.
        ("实件就可以做", "十件就可以做"),
        ("这件就可以", "这件就可以"),
        ("时间就可以做", "时间就可以做"),
        # Roles that run on.
        ("500个起颜色7个", "500个起，颜色7个"),
        # Letters, also those that sound like numerals.
        ("防水艾批艾克斯奇", "防水IPX7"),
        ("吸一艾福西西都有", "CE、FCC都有"),
        ("唯一爱福西西", "唯一FCC"),
    ],
)
def test_words_are_known_by_what_may_stand_there(heard: str, meant: str) -> None:
    assert put_right(heard) == meant


@pytest.mark.parametrize(
    ("heard", "other", "meant"),
    [
        ("外向96×22×22公分", "外箱96×22×22公分", "外箱96×22×22公分"),
        ("受命3万个小时", "售命3万个小时", "寿命3万个小时"),
        ("客众400克", "可重400克", "克重400克"),
        # Both heard the same word: it may be one that stands in no list.
        ("科众400克", "科众400克", "科众400克"),
        ("壳重50克", "壳重50克", "壳重50克"),
        # A part of the goods, what costs money.
        ("枪重1.2公斤", "腔重1.2公斤", "枪重1.2公斤"),
        ("钳长20公分", "前长20公分", "钳长20公分"),
        ("柱径16毫米", "住径16毫米", "柱径16毫米"),
        ("门垫30块", "门电30块", "门垫30块"),
    ],
)
def test_words_that_were_heard_in_several_ways_were_not_understood(
    heard: str, other: str, meant: str
) -> None:
    places = unsettled(heard, [other])
    assert with_repairs(heard, nearest.words(heard, PROFILE.cues, places)) == meant
