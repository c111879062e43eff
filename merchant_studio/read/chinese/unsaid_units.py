"""Sizes whose unit nobody says: 外箱六十乘四十乘四十 is in centimeters, as is that of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...records import Measure, Segment, Size
from ..found import Found, clause
from ..later import later

_BOXES = later(
    "(?:收纳|行李|拉杆|工具|整理|登机|旅行|铝框|储物|化妆|密码|保温|保鲜|医药|药|鞋|周转|尾"
    "|车顶|后备|书|玩具|钓鱼|音|冷藏|合金|万向轮)箱|皮箱|登机|箱包|布箱"
)
"""Goods that are boxes themselves."""
_CARTONS = later("[一每外]箱|箱规|箱子|纸箱|整箱|装箱|大箱|箱重")
_NEAR_CARTON = 14
"""Characters before a size in which its carton is named."""
_CARTON_CM = range(10, 151)
_LARGE = later(
    "[桌柜架椅凳床毯垫窝篷帘]|枕|[凉蚕棉羽空冬夏]被|被[子芯]|[礼首][品饰]盒|手提袋|帆布袋"
    "|购物袋|收纳袋|背包|挎包|手提包|毛巾|浴巾|被套|床单|花盆|花瓶|篮|筐|垃圾桶|水桶|地毯"
    "|挂画|海报"
)
"""Goods whose sides are said in centimeters: 展开一百二乘六十."""
_LARGE_CM = range(8, 301)
_SIDES = ("length", "width", "height", "thickness", "diameter")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a pitch tells about the goods whose sizes it states."""

    boxes: bool
    """The goods are boxes themselves, so that 箱子 is not their carton."""
    introduced: str
    """The first sentence, which names the goods."""


def goods_of(segments: Sequence[Segment]) -> Goods:
    """The goods of a pitch."""
    boxes = any(_BOXES.search(segment.text) for segment in segments)
    return Goods(boxes, segments[0].text if len(segments) > 1 else "")


def with_unsaid_unit(text: str, found: Found, goods: Goods) -> Found:
    """The size of a carton or of large goods in centimeters; any other value as it is."""
    size = found.ways[0][0].value if found.ways else None
    named = clause(text, found.start, found.start)[0]  # 枕头是60×40的
    large = bool(_LARGE.search(goods.introduced) or _LARGE.search(named))
    if isinstance(size, Measure) and found.key in _SIDES and large:
        return replace(found, value=size, ways=()) if size.amount in _LARGE_CM else found
    if not isinstance(size, Size):
        return found
    near = _CARTONS.search(text[: found.start][-_NEAR_CARTON:])
    if found.key == "carton_size" or goods.boxes or near:
        fits = len(size.amounts) == 3 and all(a in _CARTON_CM for a in size.amounts)
    else:
        fits = large and all(a in _LARGE_CM for a in size.amounts)
    return replace(found, value=size, ways=()) if fits else found
