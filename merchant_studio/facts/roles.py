"""What a value that was heard is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ..records import Code, Count, Duration, Measure, Money, Size
from .cues import ASKS, COLOR, SAMPLE_PIECE, TOPIC
from .fits import FEATURES, fits
from .found import CLAUSE_END, Found, clause
from .keys import ROLE_BY_KIND, ROLE_BY_UNIT
from .line import NO_GOODS, Goods, Line
from .others import BRANDING, NOT_FOREIGN, ORDERS_TO_SOFTWARE, OTHER_ORDERS, OURS, PER_STYLE, VETO
from .words import Cue, cues_of, words_in

_SAMPLE = re.compile(f"打个?[样版板]|样[品板]|{SAMPLE_PIECE}|小样|拿样|开样|寄样|样机")
_NOT = re.compile("(?:不|不[用要带做]|无需)$")
"""不印标的五十只起: of orders without."""
_FREE = re.compile("免|不[收要用]|没有|送")
_ASKED_FOR = re.compile("[的呢啊吧了也就收要只您你个一等做能可以好有出]|费用|拿到|看到")
_MODE = re.compile("[强弱高低][光亮]|[高中低一二三]档|最亮|最暗|常亮|爆闪")
_CARTON = re.compile("[一每整外大纸装]箱|箱[子规长]")
_HEAVY_KG = 5
"""What one of several pieces in a carton hardly weighs."""
_MANY = 100
"""Pieces that are an order where nothing else is said of them: 五千条，我做四块八."""
_OF_A_PART = re.compile(
    r"(?:(?<![\d十百千万])[两二三四五六2-6][个只颗粒路组]|双)的?(?:喇叭|灯珠?|电机|马达)?的?#+"
    "|#+的?(?:乘|[x*×])?(?:[两二三四五六2-6][个只颗粒路组节]|一[颗粒节路])"
)
"""五瓦两只, 双十瓦: the power of one of several parts."""
_UNITS = {
    "x-revolution-per-minute": "speed",
    "speed-kilometer-per-hour": "speed",
    "x-gram-per-square-meter": "fabric_weight",
    "temperature-celsius": "temperature",
}
"""The key that a measure without a word has in Chinese speech."""
_ORDERS = re.compile("[拿要订定买上过满超走量起]|以上|的话|如果|假如|达到")
_NEEDS = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要|拿|订|满|够|是|一次|数量)+"
)
_NEEDS_AFTER_ALL = re.compile(
    "(?:但|不过|可|前提|那|就)*(?:要|得|必须|起码|至少|需要)(?:是|拿|订|满|够|要|一次)*"
)
"""The same after a comma: 十五块，不过要拿一千个, but 八十九块，拿一百个 begins another price."""
_ANNOUNCES = re.compile("的话|的时候|呢|嘛|要是|如果|卖|价|收|报|开|也有|还有|另一|费|量[到上过]")
_APART = re.compile("..(?:另外?[算收付计]|单独?算|自理|自付)")
"""镜盒另外算，一套两块: the price of the case; after 加两块，另外算 another one begins."""
_COLORS_NAMED = re.compile(f"{COLOR}[色的]*")
_BESIDE_COLORS = re.compile("[的色、，,和跟有是就么嘛呢啊\\s]|还有|颜色|一共|总共")
_KINDS = {"colors": "色", "styles": "款式|花型|图案|花样|造型", "sizes": "尺码|尺寸|规格|码"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a value is."""

    key: str | None
    implied: bool = False
    """No word names it; only its kind or its unit does."""


UNKNOWN = Role(None)


def assign_roles(
    text: str, taken: Sequence[Found], said_before: str = "", goods: Goods = NO_GOODS
) -> list[Role]:
    """The role of each value; none for one that nothing names. `taken` is in order.

    `said_before` is the clause before the text, which may announce its first value; `goods`
    tells what the product is called.
    """
    line = Line(text, taken, said_before, goods)
    roles = [_role(line, i, cues) for i, cues in enumerate(cues_of(line))]
    return [
        UNKNOWN if role.key and _is_tier(line, i, roles) else role for i, role in enumerate(roles)
    ]


def _role(line: Line, i: int, cues: Sequence[Cue]) -> Role:
    found, best = line.taken[i], cues[0] if cues else None
    value = found.value
    if value is None:
        return UNKNOWN
    if found.key is not None and value.kind in ("code", "measure"):
        return Role(found.key)
    of_parts = ("power-", "x-milliampere-hour")
    if isinstance(value, Measure) and value.unit.startswith(of_parts) and _is_of_a_part(line, i):
        return UNKNOWN
    if _is_foreign(line, i, best):
        each = best and best.key == "moq" and re.search(PER_STYLE, line.before(i))
        return Role("moq", implied=True) if each else UNKNOWN
    if found.key is not None and not (best and best.key == "" and best.distance == 0):
        return Role(found.key)
    if best:
        return _named(line, i, best)
    if isinstance(value, Count) and value.unit == "piece" and _sums_up_colors(line, i):
        return Role("colors")
    if isinstance(value, Count) and value.unit is None:
        return Role(_of_what_kinds(line, i) or _announced(line, i))
    if isinstance(value, Money) and _follows_sample_time(line, i):
        return Role("sample_fee")
    announced = _announced(line, i) or _named_after(line, i)
    if announced:
        return Role(announced)
    sample = _after_a_sample(line, i)
    if sample:
        return Role(sample)
    if isinstance(value, Size) and _follows_carton(line, i):
        return Role("carton_size")
    return Role(_by_unit(line, i), implied=True)


def _named(line: Line, i: int, best: Cue) -> Role:
    """The role that a word names, if it is said of the goods themselves."""
    if isinstance(line.taken[i].value, Duration) and _is_of_samples(line, i, best):
        return Role("sample_time" if best.key == "lead_time" else None)
    if not best.key and re.fullmatch("[要得]?[做等]个?", line.clause(i)[0]):
        return Role(_after_a_sample(line, i))  # 样竿两百块，做一个星期
    if best.key == "working_time" and _is_one_of_modes(line, i):
        return UNKNOWN
    if best.key == "stock" and _is_of_kinds(line, i):
        return UNKNOWN
    heavy = _in_kilograms(line, i) >= _HEAVY_KG
    if best.key == "gross_weight" and heavy and _CARTON.search(line.last_clause(i)):
        return Role("carton_weight")
    if best.key == "weight" and best.side == "weak" and _CARTON.search(line.clause(i)[0]):
        return Role("carton_weight" if heavy else None)
    if best.key == "weight" and _follows_carton(line, i):
        return Role(_weight_after_carton(line, i))
    # 空白的五十个起: of one variant, the least order where no other is named
    own = re.search(BRANDING, line.last_clause(i), re.I)
    variant = best.key == "moq" and (own or line.before(i).endswith("的"))
    return Role(best.key or None, implied=best.side == "weak" or bool(variant))


def _is_of_a_part(line: Line, i: int) -> bool:
    before, after = line.around_apart(i)
    return any(
        found.start() <= len(before) <= found.end()
        for found in _OF_A_PART.finditer(f"{before}#{after}")
    )


def _is_one_of_modes(line: Line, i: int) -> bool:
    """强光三小时，弱光十五小时: neither is how long it works."""
    if not _MODE.search(line.around(i)):
        return False
    return any(
        isinstance(line.taken[j].value, Duration) and _MODE.search(line.around(j))
        for j in (i - 1, i + 1)
        if 0 <= j < len(line.taken)
    )


# --- what a clause says of the next one ----------------------------------------------------


def _announced(line: Line, i: int) -> str | None:
    """The key that the clause before announces: 起订量呢，五百个. 几天交货？七天."""
    said = line.announcement(i)
    asks = re.search(ASKS, said)
    said = re.sub("多(?=[长高宽厚重])", "", said)
    carton = _CARTON.search(said)
    said = re.sub(f"(?:{ASKS})[个天块件钱]?", "", said) + "#"
    keys: dict[str, int] = {}
    for word in words_in(said):
        name, rest = said[word.start : word.end], said[: word.start] + said[word.end : -1]
        if word.kind or word.side in ("after", "weak") or not fits(line, i, word.key, name):
            continue
        if asks or not re.sub(TOPIC, "", rest).strip("\x00"):
            keys[word.key] = max(keys.get(word.key, 0), len(name))
    longest = [key for key, length in keys.items() if length == max(keys.values())]
    key = longest[0] if len(longest) == 1 else None
    return f"carton_{key}" if carton and key in ("weight", "size") else key


def _named_after(line: Line, i: int) -> str | None:
    """The key that the next clause is: 五百个，起订."""
    said = line.next_clause(i)
    for word in words_in(said):
        if not word.kind and word.side in ("near", "sure") and fits(line, i, word.key, said):
            bare = said[: word.start] + said[word.end :]
            if not re.sub("[啊呢哈的了吧就可以准时点保证肯定一]", "", bare):
                return word.key
    return None


def _of_what_kinds(line: Line, i: int) -> str | None:
    """Of what so many kinds are: 颜色有白的灰的，一共五种."""
    said = line.sentence_before(i).rpartition("#")[2]
    found = [key for key, words in _KINDS.items() if re.search(words, said)]
    return found[0] if len(found) == 1 else None


def _sums_up_colors(line: Line, i: int) -> bool:
    """黑的、白的、灰的，三个: so many as are named."""
    value, said = line.taken[i].value, line.sentence_before(i).rpartition("#")[2]
    named = len(_COLORS_NAMED.findall(said))
    bare = _BESIDE_COLORS.sub("", _COLORS_NAMED.sub("", said))
    exact = isinstance(value, Count) and named > 1 and value.amount == named
    return exact and not bare and not line.clause(i)[1].strip("的啊呢吧 ")


# --- samples and cartons -------------------------------------------------------------------


def _after_a_sample(line: Line, i: int) -> str | None:
    """The key of a value that is all that follows a clause about samples: 打样五十块，两天就有."""
    value, last = line.taken[i].value, line.last_clause(i)
    key = {"duration": "sample_time", "money": "sample_fee"}.get(value.kind if value else "")
    more = _ASKED_FOR.sub("", "".join(line.clause(i))).strip() or "大货" in line.around(i)
    # 样品费五十，十八块一个
    told = i and type(line.taken[i - 1].value) is type(value) and "#" in last
    free = key == "sample_fee" and _FREE.search(last)
    return None if more or told or free or not _SAMPLE.search(last) else key


def _is_of_samples(line: Line, i: int, cue: Cue) -> bool:
    """打样免费，三天出: not of the whole order."""
    if cue.key not in ("lead_time", "delivery_time") or not cue.after:
        return False
    said = line.masked[cue.start : cue.end] + line.clause(i)[1]
    if cue.key == "lead_time" and re.search("大货|交|发货|出货|生产|装柜|提货|货期|工期", said):
        return False
    before = line.sentence_before(i)
    samples = max((found.end() for found in _SAMPLE.finditer(before)), default=0)
    orders = (found.end() for found in re.finditer("大货|下单|交期|现货", before))
    return samples > max(orders, default=0)


def _follows_sample_time(line: Line, i: int) -> bool:
    """打样五天一百块: the time of a sample, and then its price."""
    before = line.taken[i - 1] if i else None
    if before is None or before.end != line.window(i)[0]:
        return False
    said = line.clause(i - 1)[0]
    return isinstance(before.value, Duration) and bool(_SAMPLE.search(said))


def _follows_carton(line: Line, i: int) -> bool:
    """箱子不大，四十三乘四十三乘二十五公分."""
    return not line.clause(i)[0].strip(" 重") and "箱" in line.last_clause(i)


def _in_kilograms(line: Line, i: int) -> Decimal:
    value = line.taken[i].value
    kilograms = isinstance(value, Measure) and value.unit == "mass-kilogram"
    return value.amount if isinstance(value, Measure) and kilograms else Decimal(0)


def _is_of_kinds(line: Line, i: int) -> bool:
    """花色三十多个，常备十二个: so many kinds, not pieces."""
    value = line.taken[i].value
    few = isinstance(value, Count) and value.unit == "piece" and value.amount < _MANY
    return few and bool(re.search("色|款|花型|图案|规格|尺码", line.last_clause(i)))


def _weight_after_carton(line: Line, i: int) -> str | None:
    """Whether a weight that follows a carton's size, or its pieces, is the carton's."""
    value, said = line.taken[i].value, line.last_clause(i)
    if not isinstance(value, Measure) or value.unit != "mass-kilogram":
        return "weight"
    sized = i > 0 and isinstance(line.taken[i - 1].value, Size)
    counted = "箱子" in said or re.search("[一每整]箱.{0,3}#|#.{0,2}[一每]箱", said)
    return "carton_weight" if sized or (counted and value.amount >= _HEAVY_KG) else None


def _weight_alone(line: Line, i: int) -> str | None:
    """The weight that a whole clause is: 八两, or after 一箱二十个 that of the box."""
    if not line.stands_alone(i):
        return None
    said = line.last_clause(i)
    if i and isinstance(line.taken[i - 1].value, Size):
        said += line.last_clause(i - 1)  # 一箱十二台，六十乘四十乘五十公分，十五公斤
    if _CARTON.search(said):
        key = _weight_after_carton(line, i)
        return key if key == "carton_weight" else None
    return None if re.search("箱|门幅|幅宽|面料|装|承|填|充|加|包裹|行李", said) else "weight"


def _by_unit(line: Line, i: int) -> str | None:
    match line.taken[i].value:
        case None:
            return None
        case Measure(unit=unit) if unit.startswith("mass-"):
            return _weight_alone(line, i)
        case Measure(unit="length-inch"):
            return "size" if line.goods.boxes or re.search("[箱包]", line.around(i)) else None
        case Count(unit=unit) | Measure(unit=unit):
            return ROLE_BY_UNIT.get(unit or "") or _UNITS.get(unit or "")
        case Code(codes=(code,)) if re.fullmatch(r"IP\d{2}", code):
            return "waterproof"
        case value:
            return ROLE_BY_KIND.get(value.kind)


# --- other people's, and other orders' -----------------------------------------------------


def _is_foreign(line: Line, i: int, best: Cue | None) -> bool:
    """Whether a value is said to be somebody else's, or of another time or order."""
    found = line.taken[i]
    pattern = _vetoes().get(found.value.kind if found.value else "")
    if pattern is None:
        return False
    said, announcement = line.before(i), line.announcement(i)
    if _ANNOUNCES.search(announcement) or _APART.search(line.last_clause(i)):
        said = announcement + said
    key = best.key if best else ROLE_BY_UNIT.get(getattr(found.value, "unit", None) or "")
    ends = (
        word.end()
        for word in pattern.finditer(said)
        if not _NOT.search(said[: word.start()])
        and not re.fullmatch(NOT_FOREIGN.get(key or "", "x"), word[0])
    )
    foreign = max(ends, default=0)
    ours = max((word.end() for word in re.finditer(OURS, said)), default=0)
    return foreign > ours or _is_of_another_order(line, i, best)


def _is_of_another_order(line: Line, i: int, best: Cue | None) -> bool:
    """Whether the sentence is about another kind of order, or talks to the software."""
    value, said = line.taken[i].value, line.sentence_before(i)
    if isinstance(value, Count | Duration | Money):
        # 印的话一千个起，三十天: of that order only
        kept = isinstance(value, Count) and best is not None and best.key != "moq"
        if re.search(OTHER_ORDERS, said) and not re.search(OURS, said) and not kept:
            return True
    return bool(re.search(ORDERS_TO_SOFTWARE, said))


def _is_tier(line: Line, i: int, roles: Sequence[Role]) -> bool:
    """Whether a price holds only from a quantity on: 拿1000个15块, 15块得拿1000个."""
    value = line.taken[i].value
    if not isinstance(value, Money) or roles[i].key not in ("price", "wholesale_price"):
        return False
    return _follows_quantity(line, i, roles) or _needs_quantity(line, i, roles)


def _follows_quantity(line: Line, i: int, roles: Sequence[Role]) -> bool:
    if not i or not (line.taken[i - 1].value is None or _is_bare_count(line, i - 1, roles)):
        return False
    before = line.taken[i - 1]
    ends = [c for c in line.text[before.end : line.taken[i].start] if c in CLAUSE_END]
    if not ends:
        return True
    said = clause(line.text, before.start, before.end)
    condition = _ORDERS.search(said[0][-4:] + "|" + said[1])
    many = (
        isinstance(before.value, Count)
        and before.value.unit != "sheet"
        and before.value.amount >= _MANY
        and not said[1].strip()
    )
    return ends in (["，"], [","], ["、"]) and (many or bool(condition))


def _needs_quantity(line: Line, i: int, roles: Sequence[Role]) -> bool:
    if i + 1 >= len(line.taken) or not _is_bare_count(line, i + 1, roles):
        return False
    after = line.taken[i + 1]
    if i + 2 < len(line.taken) and isinstance(line.taken[i + 2].value, Money):
        between = line.text[after.end : line.taken[i + 2].start]
        if not any(c in CLAUSE_END for c in between):
            return False  # 八十九块一顶，拿一百顶八十五
    between = line.text[line.taken[i].end : after.start]
    needs = _NEEDS_AFTER_ALL if any(c in CLAUSE_END for c in between) else _NEEDS
    return bool(needs.fullmatch(between.strip("，, ")))


def _is_bare_count(line: Line, i: int, roles: Sequence[Role]) -> bool:
    """Whether value `i` is a number of goods that has no role of its own."""
    value = line.taken[i].value
    return isinstance(value, Count) and roles[i].key is None and value.unit not in FEATURES


@cache
def _vetoes() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(words, re.I) for kind, words in VETO.items() if words}
