"""What becomes of a pitch that was misheard: a fact less, never another fact."""

from __future__ import annotations

from merchant_studio.facts import summary
from merchant_studio.hear import transcribe_pitch
from merchant_studio.languages import profile
from merchant_studio.read.brief import make_brief

from .test_transcribe import Hearing, pitch

WRONGLY_STATED = {
    "尺寸20曾12乘38公分。": ["size 12 x 38 centimeter"],
    "尺寸1密5乘2米。": ["size 5 x 2 meter"],
    "厚度零天艺五毫米。": ["thickness 5 millimeter"],
    "提架8块8，好卖。": ["price 8.8 CNY"],
    "出厂价86200台起订。": ["moq 200 machine", "price 86 CNY per machine"],
    "尴管直径16毫米。": ["diameter 16 millimeter"],
    "手兵直径32毫米。": ["diameter 32 millimeter"],
    "出厂价18瓦。": ["power 18 watt"],
    "外箱毛重30公斤左油。": ["carton_weight 30 kilogram"],
}
"""Misheard sentences that the learned weights still take for facts: to be taught, not added to."""


def facts(said: str) -> list[str]:
    """The facts of a pitch that was heard so, in talk about goods."""
    goods = pitch()
    hearing = Hearing(f"{said}|老板来看看。")
    transcript = transcribe_pitch(goods, hearing, profile("zh"), lambda ms: None)
    brief = make_brief(goods, transcript, accept_heard=True, strict=False)
    return sorted(f"{fact.key} {summary(fact.value)}" for fact in brief.facts)


MISHEARD = (
    # A number, or its unit, went into another word.
    "CPC台，好拿。",
    "尺寸20曾12乘38公分。",
    "尺寸1密5乘2米。",
    "厚度零天艺五毫米。",
    "六毫米一挑一斤七两。",
    "六寸的直径15.5公份。",
    # Two numbers ran together.
    "打样费1503天寄出。",
    "重量3公斤把，好拿。",
    "提架8块8，好卖。",
    "17块618,300把起批。",
    "出厂价86200台起订。",
    "拿火10860只起批。",
    "瓦数800220伏的电。",
    "一到980克，收纳袋里一装就走。",
    # A part, whose name was misheard.
    "灯壁展开48公分。",
    "尴管直径16毫米。",
    "手兵直径32毫米。",
    "帽演长7公分。",
    "合际来厚2公分。",
    # Somebody else's price, another fee, the price of nobody knows what.
    "隔毕喊您10块8块的。",
    "模聚费3000块。",
    "26块一倒。",
    "出厂价18瓦。",
    "净重8块。",
    # A share, an idiom, a limit.
    "折光九成五。",
    "小姑娘戴的，五眼六色好看得很。",
    "可以进烤箱250度宜泪。",
    "外箱毛重30公斤左油。",
    "每月除两款新的。",
    "防水IP76。",
    "厚3米。",
)


def test_what_was_misheard_states_nothing() -> None:
    stated = {said: found for said in MISHEARD if (found := facts(said))}
    assert stated == WRONGLY_STATED


NO_MISTAKES: tuple[tuple[str, list[str]], ...] = (
    ("起批10台，有CE证。", ["certificates CE", "moq 10 machine"]),
    ("18块8一起拿走。", ["price 18.8 CNY"]),
    ("9块9一口价。", ["price 9.9 CNY"]),
    ("8块4一串。", ["price 8.4 CNY"]),
    ("12块一码。", ["price 12 CNY per yard"]),
    ("毛巾6块5一条。", ["price 6.5 CNY"]),
    ("厂家8块8一个。", ["price 8.8 CNY"]),
    ("批发价1000个起批。", ["moq 1000 piece"]),
    ("高一米一，宽80公分。", ["height 1.1 meter", "width 80 centimeter"]),
    (
        "外箱60乘45乘40公分一箱20个。",
        ["carton_quantity 20 piece", "carton_size 60 x 45 x 40 centimeter"],
    ),
    ("灯笼直径30公分。", ["diameter 30 centimeter"]),
    ("罐子直径8公分。", ["diameter 8 centimeter"]),
    ("数据线66瓦，长1米。", ["length 1 meter", "power 66 watt"]),
    ("充电15瓦，续航5000毫安。", ["battery 5000 milliampere-hour", "power 15 watt"]),
    ("下单交定金2000块。", ["deposit 2000 CNY"]),
    ("一共18款，每月出两款新的。", ["styles 18 style"]),
    ("一碗装200毫升。", ["capacity 200 milliliter"]),
    ("现货12500件。", ["stock 12500 piece"]),
    ("定金三成，10天交货。", ["deposit 30 %", "lead_time 10 day"]),
    ("一起颜色挑7个，500个起。", ["moq 500 piece"]),
    ("一个月能用30支。", []),
    ("一个月能存3000件。", []),
    ("一套12。", []),
    ("一个300克，一个500克。", []),
)


def test_what_sounds_like_a_mistake_and_is_none() -> None:
    otherwise = {said: found for said, told in NO_MISTAKES if (found := facts(said)) != told}
    assert otherwise == {}
