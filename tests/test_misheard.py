"""What becomes of a pitch that both listenings misheard: a fact less, never another fact."""

from __future__ import annotations

import pytest

from merchant_studio.facts import summary
from merchant_studio.hear import transcribe_pitch
from merchant_studio.languages import profile
from merchant_studio.read.brief import make_brief

from .test_transcribe import Hearing, pitch

WRONGLY_STATED = {
    "六寸的直径15.5公份。": ["diameter 15.5 centimeter"],
    "尴管直径16毫米。": ["diameter 16 millimeter"],
    "出厂价18瓦。": ["power 18 watt"],
}
"""Misheard sentences that the learned weights still take for facts: to be taught, not added to."""


def facts(first: str, second: str | None = None) -> list[str]:
    """The facts of a pitch that was heard so."""
    goods = pitch()
    transcript = transcribe_pitch(goods, Hearing(first, second), profile("zh"), lambda ms: None)
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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("起批实台。", ["moq 10 machine"]),
        ("价钱嘛，68亿台。", ["price 68 CNY per machine"]),
        ("功率66万，手机都能充。", ["power 66 watt"]),
        ("续航5道8小时。", ["working_time 5-8 hour"]),
        ("工作温度付20道70摄氏度。", ["temperature -20 to 70 celsius"]),
        ("净重1金4两。", ["net_weight 700 gram"]),
        ("月产量300碗支。", ["monthly_output 3000000 piece"]),
        ("质保一年办。", ["warranty 1.5 year"]),
        ("3猫5一个。", ["price 0.35 CNY"]),
        ("6块3仪公斤。", ["price 6.3 CNY per kilogram"]),
        ("煤公斤20块。", ["price 20 CNY per kilogram"]),
        ("零手价69。", ["retail_price 69 CNY"]),
        ("出口价3块2美进一顶。", ["price 3.2 USD"]),
        ("打阳80块，3天出样。", ["sample_fee 80 CNY", "sample_time 3 day"]),
        ("厨厂42块。", ["price 42 CNY"]),
        ("整限称下来15公斤半。", ["carton_weight 15.5 kilogram"]),
        ("花形150款颜色可以混。", ["styles 150 style"]),
        ("厚6毫米一挑1斤7两。", ["thickness 6 millimeter"]),
        ("型号是VC208CE、FCC认证都有。", ["certificates FCC"]),
        ("500个起颜色7个。", ["colors 7 color", "moq 500 piece"]),
        ("500个起订单价3块。", ["moq 500 piece", "price 3 CNY per piece"]),
        ("300件起发货3天。", ["lead_time 3 day", "moq 300 piece"]),
        ("一个月能支90万双。", ["monthly_output 900000 pair"]),
        ("单个1350克。爷家只有800克。", ["weight 1350 gram"]),
    ],
)
def test_what_was_misheard_is_known_again(said: str, expected: list[str]) -> None:
    assert facts(said) == expected


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


def test_a_number_of_which_each_listening_states_another_role_is_none() -> None:
    assert facts("净重120克，好拿。", "起订120个，好拿。") == []
