"""What a value that was heard is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..records import Code, Count, Duration, FactValue, Measure, Money
from .found import CLAUSE_END, Found, clause
from .keys import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT, Key

# Words that hold a cue and mean something else: 高档 is no height, 价值 no price, 承重 no weight.
_COMPOUNDS = re.compile(
    "性价比|(?<!耐)高[级档端品质温清密效科性达]|提高|最高|长[期久效年途]|特长|加长|增长|厂长|专长|宽[松敞带]|厚[实道]"
    "|[承载起限]重|重[要点新庆视]|多重|双重|贵重|特色|出色|角色|红色文化|供[应货参]|提供|样品[间册]"
)
# Other things that have such a value, by kind: what they name is no fact that anybody asked for.
_OTHERS: dict[str, str] = {
    "money": "便宜 减 省 优惠 贵 赚 加收 多收 另加 运费 邮费 邮资 快递 运输 价值 市场价 原价"
    " 原来 以前 之前 别人 人家 外面 同行 淘宝 网上 专柜 成本 模具 开模 版费 税 满"
    " 押金 补 红包 返 总共 一共 总价 货款 加 额 罚 投资 资金 产值",
    "count": "日产 日产能 每天 一天 年产 年产能 每年 一年 每周 每小时 每分钟 每个颜色 每色"
    " 每款 每个款 员工 工人 机器 卖了 卖出 销量 送 客户 已经 最多 加单",
    "measure": "相当于 承重 载重 限重 起重 每箱 一箱 包装 厂房 面积 占地 每箱毛重 一箱毛重 整箱毛重"
    " 每箱净重 一箱净重 整箱净重",
    "size": "包装 包装尺寸 彩盒 彩盒尺寸 盒子尺寸 内盒 盒子 袋子 展位 标签",
    "duration": "成立 做了 经验 专注 从事 老厂 开厂 有效 在线 服务 展会 客服 回复 包退 退换"
    " 无理由 账期",
    "discount": "之前 前 名 老客户 新客 会员 首单 第二件 第二个 现金 全款 返单 今天 展会 如果",
    "percent": "利润 客户 好评 合格率 回头 税 尾款 余款 佣金 增长",
    "code": "标准",
}


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word that names a role, and how far from the value it stands."""

    distance: int
    start: int
    end: int
    key: str
    """Empty: another thing, which has no key."""

    after: bool
    """It stands after the value."""

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """The nearest first; of two as near the one before the value, then the longer one."""
        return self.distance, self.after, self.start - self.end, self.key

    def shares(self, other: _Cue) -> bool:
        """Whether the two are the same word in the text."""
        return self.start < other.end and other.start < self.end


def assign_roles(text: str, taken: Sequence[Found]) -> list[str | None]:
    """The key of each value; None for one that nothing names. `taken` is in order.

    A word names one value, the nearest. Where two are as near and no other word names one of
    them, it is not known which is meant: neither gets it.
    """
    masked = _COMPOUNDS.sub(lambda found: "\x00" * len(found[0]), text)
    cues = [sorted(_cues(masked, taken, i), key=lambda cue: cue.rank) for i in range(len(taken))]
    for left, right in pairwise(cues):
        while left and right and left[0].key and left[0].shares(right[0]):
            _settle(left, right)
    roles: list[str | None] = []
    for i, (found, best) in enumerate(zip(taken, cues, strict=True)):
        if found.value is None or (best and not best[0].key) or _is_tier(text, taken, roles, i):
            roles.append(None)
        else:
            roles.append(best[0].key if best else _role_by_unit(found.value))
    return roles


def _is_tier(text: str, taken: Sequence[Found], roles: Sequence[str | None], i: int) -> bool:
    """Whether a price holds only from a quantity on, which stands before it: 拿1000个15块."""
    if i == 0 or not isinstance(taken[i].value, Money):
        return False
    before = taken[i - 1]
    between = text[before.end : taken[i].start]
    same_clause = not any(c in CLAUSE_END for c in between)
    return same_clause and isinstance(before.value, Count) and roles[i - 1] is None


def _settle(left: list[_Cue], right: list[_Cue]) -> None:
    """Leave the word that both begin with to the value that has the better claim to it."""
    word = left[0]

    def others(cues: list[_Cue]) -> list[_Cue]:
        return [cue for cue in cues if not cue.shares(word)]

    def has_another(cues: list[_Cue]) -> bool:
        return any(cue.distance == cues[0].distance for cue in others(cues))

    if left[0].distance != right[0].distance:
        loser = left if left[0].distance > right[0].distance else right
        loser[:] = others(loser)
    elif has_another(left) or has_another(right):
        loser = right if has_another(right) else left
        loser[:] = others(loser)
    else:
        unknown = replace(word, key="", start=-1, end=-1)
        left[:] = right[:] = [unknown]


def _cues(text: str, taken: Sequence[Found], i: int) -> Iterator[_Cue]:
    """The words in the clause, between the neighbouring values, that may name value `i`."""
    found = taken[i]
    if found.value is None:
        return
    before, after = clause(text, found.start, found.end)
    start = max([found.start - len(before), *(other.end for other in taken[:i])])
    end = min([found.end + len(after), *(other.start for other in taken[i + 1 :])])
    places: dict[tuple[int, int], str] = {}
    for word, key in _words(found.value):
        if word == "重" and text[found.end - 1 : found.end + 1] == "克重":
            continue  # 180克重 is said of cloth, per square meter
        for at in re.finditer(re.escape(word), text[start:end]):
            first, last = start + at.start(), start + at.end()
            if last <= found.start or found.end <= first:  # not the 折 of 九折 itself
                places.setdefault((first, last), key)
    for (first, last), key in places.items():
        inside = any(f <= first and last <= e and (f, e) != (first, last) for f, e in places)
        if not inside:
            distance = max(found.start - last, first - found.end, 0)
            yield _Cue(distance=distance, start=first, end=last, key=key, after=first >= found.end)


def _words(value: FactValue) -> Iterator[tuple[str, str]]:
    """The words that may name such a value, each with its key; the empty key is another thing."""
    for word in _OTHERS.get(value.kind, "").split():
        yield word, ""
    for key, known in KEYS.items():
        if value.kind in known.kinds and _unit_fits(known, value):
            for word in known.cues:
                yield word, key


def _unit_fits(known: Key, value: FactValue) -> bool:
    match value:
        case Measure():
            return not known.units or value.unit.startswith(known.units)
        case Count():
            return value.unit is None or known.unit in (None, "piece", value.unit)
        case Duration(unit="minute"):
            return known is not KEYS["charging_time"]  # 充电5分钟可用3小时 fills no battery
        case _:
            return True


def _role_by_unit(value: FactValue) -> str | None:
    match value:
        case Count(unit=unit) | Measure(unit=unit):
            return ROLE_BY_UNIT.get(unit or "")
        case Code(codes=(code,)) if re.fullmatch(r"IP\d{2}", code):
            return "waterproof"
        case _:
            return ROLE_BY_KIND.get(value.kind)
