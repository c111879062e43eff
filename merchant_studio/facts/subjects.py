"""Of what a length is said: of the goods, or of something else that has a name, such as a part.

Merchants name parts without end (餐盘, 跑带, 木托), and few words for the whole: the name by which
they introduced it, and 整, 机身, 展开 ... So a length of what neither names is nobody's.
"""

from __future__ import annotations

import re

from ..records import Measure
from .line import Line

SIDES = ("length", "width", "height", "thickness", "diameter")
_SIDE = "(?:[长宽高厚]度?|直径|口径)"
_IS = "(?:可以|[是有才只就做也都要能到呢嘛])*"
_SHORT = (
    "壁杯壶瓶碗锅盆桶筒箱盒袋包伞灯帽鞋靴拍球板底线绳链面口身体衣裙裤床桌椅柜架车笔表钟刀盘毯"
    "被布网帘绒料纸筐篮管"
)
"""Names of one syllable that are short for the goods: 杯高, 板厚; others are parts, or misheard."""
_PART_ENDS = "盘板带嘴壁杆盖圈网轮腿脚柄芯头托片"
"""How names of parts end."""
_PARTS_IN_ZI = "带盖架柄镜底链钩腿把壳铲片"
_GOODS_END = "瓶杯壶碗锅灯椅桌凳箱包伞帽鞋盒桶床车机器表钟刀琴"
"""How names of goods end."""
_WHOLE = re.compile(
    "[整全总通单每一净外带加展拉撑打摊铺立站坐躺放支收从连最手身机半双两这那我它拿]|个头|尺寸|规格"
    "|大小|长短|门幅|幅|[面口底]|安装|[杯瓶]壁"
    f"|[\u4e00-\u9fff]*(?:身|体|起来|开|口|[{_GOODS_END}]|子(?<![{_PARTS_IN_ZI}]子))$"
)
_NAMED = re.compile(f"(?P<name>[\u4e00-\u9fff]{{1,4}}?)儿?的?{_SIDE}?{_IS}$")
_A_SIDE = re.compile(f"{_SIDE}|[粗厚高]|[每单一].?")
_TOPIC = re.compile(
    "(?:底下|上面|里[面头])?(?:这个?|那个?|它的?)?(?P<name>[\u4e00-\u9fff]{2,4}?)(?:[啊呢嘛么]?$|#)"
)
_OF_IT = re.compile(f"(?:每[个只根颗片条])?{_SIDE}(?:是|有)?")
_ACCESSORIES = re.compile("[带配有送][^，。]*")


def is_of_a_part(line: Line, i: int) -> bool:
    """餐盘四十公分宽; 跑轮啊，静音的，直径二十一公分."""
    value, (said, after) = line.taken[i].value, line.clause(i)
    if not isinstance(value, Measure) or not value.unit.startswith("length-"):
        return False
    named = _NAMED.match(said)
    if named and not _A_SIDE.fullmatch(named["name"]) and not re.fullmatch(_IS, named["name"]):
        return not _is_whole(named["name"], line)
    aside = _OF_IT.fullmatch(said) or (not said and re.match(f"的?{_SIDE}", after))
    topic = _TOPIC.match(line.sentence_before(i).partition("，")[0]) if aside else None
    return bool(topic and topic["name"][-1] in _PART_ENDS and not _is_whole(topic["name"], line))


def _is_whole(name: str, line: Line) -> bool:
    introduced = _ACCESSORIES.sub("", line.goods.introduced)
    if not introduced or _WHOLE.match(name):
        return True
    if len(name) == 1:
        return name in _SHORT or name in introduced
    return any(c in introduced for c in name if c not in "子头面的")
