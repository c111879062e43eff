"""What a value that was heard is: the key whose word stands nearest to it in its clause."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..records import Code, Count, Discount, Duration, Measure, Money, Size
from .beside import (
    CARTON,
    HEAVY_KG,
    after_a_sample,
    after_carton,
    announced,
    follows_carton,
    follows_sample_time,
    in_a_set,
    in_kilograms,
    is_of_kinds,
    is_of_samples,
    named_after,
    of_what_kinds,
    sums_up_colors,
    weight_after_carton,
    weight_alone,
)
from .fits import fits, suits
from .foreign import is_foreign, is_one_of_variants
from .found import Found
from .keys import ROLE_BY_KIND, ROLE_BY_UNIT
from .likely import NOTHING, likelihoods
from .line import Line
from .others import IN_A_CASE
from .subjects import SIDES, is_of_a_part
from .tiers import is_tier
from .vetoes import BRANDING, CUSTOMIZED, PER_STYLE
from .words import Cue, cues_of, words_in

_SOLD_BY_INCH = "自行车|单车|童车|山地车|[风吊]扇|气球|平底锅|炒锅|煎锅|披萨盘|相框|画框|挂钟|灯笼"
_MODE = re.compile("[强弱高低][光亮]|[高中低一二三]档|最亮|最暗|常亮|爆闪")
_OF_A_PART = re.compile(
    r"(?:(?<![\d十百千万])[两二三四五六2-6][个只颗粒路组]|双)的?(?:喇叭|灯珠?|电机|马达)?的?#+"
    "|#+的?(?:乘|[x*×])?(?:[两二三四五六2-6](?:[个只颗粒路组节]|(?=$|[，。！？]))|一[颗粒节路])"
)
"""五瓦两只, 双十瓦: the power of one of several parts."""
_CHEAPER = re.compile(
    "(?:[一每][个只条件套双台把箱盒支])?(?:就|再|都|给[您你]|我)*(?:(?<!再)少(?!了)|少(?=[您你])|便宜|减|降|让|返|优惠)"
)
"""拿够一百台，一台少您二十块: no least order."""
_AT_A_PRICE = re.compile("(?:的话|就|都|我|给[您你]|算|按|是)*(?:出厂|批发)?价?#")
_AND = re.compile("(?:的)?(?:、|[，]?(?:还有|以及|和|跟|或者?是?|与))(?:有|是)?")
_LEAST = re.compile("最[短小低矮窄薄轻](?:的|是|有)*$")
_MOST = re.compile("最[长大高宽厚重](?:的|是|有)*$")
_FLOWS = re.compile(
    "每(?:一?分钟?|小时|秒钟?)$|(?:[一每]天|一晚上?|一夜)能?[抽吸排除喷出][^，。]{0,2}$"
)
"""排水每分钟四十五升: no capacity."""
_EACH_HOLDS = re.compile("[，,、]?(?:每个?)?[\u4e00-\u9fff]?[杯壶碗盘碟罐瓶锅]子?(?:是|有)?")
_WARM = re.compile("保温|杯|壶|饭盒|焖烧|汤[桶罐]")
_OF_ONE = re.compile("[一单每][个只条把件顶台盏支根双套床瓶副]重?")
"""All that is said before a weight of one piece: 单个1350克, not 爷家只有800克."""
_NAMES_A_MEASURE = re.compile(
    "(?:[净毛]重|[长宽高厚径]度?|[一每整]箱|起[订批]|库存|价)[是有为装]*$"
)
_NAMES_A_WEIGHT = re.compile("[净毛]重[是有为]*$")
"""Words right before a measure, or a price, that leave it no other role."""
_UNITS = {
    "x-revolution-per-minute": "speed",
    "speed-kilometer-per-hour": "speed",
    "speed-meter-per-second": "speed",
    "x-gram-per-square-meter": "fabric_weight",
    "temperature-celsius": "temperature",
}
"""The key that a measure without a word has in Chinese speech."""


LIKELY, SURE, CERTAIN = 0.7, 0.95, 0.97
"""How likely a role must be where the rules give none or imply another, where a word names another
or says that the value is another's, and where the rules know that it is no fact; what is right and
wrong by likelihood stands in benchmarks/README.md."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a value is."""

    key: str | None
    implied: bool = False
    """No word names it; only its kind or its unit does."""
    guessed: bool = False
    """Only the words around it do, by their weights; see `likely`."""
    likelihood: float = field(default=1.0, compare=False)
    """How likely the key is for the words around the value."""
    doubted: str | None = field(default=None, compare=False)
    """The key that the rules gave, if that is not likely."""
    least: float = field(default=LIKELY, compare=False)
    """Of no key: how likely one must be to be taken."""


CODES = ("model", "booth")
"""Keys of which a code may be any; the words around it tell."""
OF_CARTONS = ("carton_size", "carton_weight")
"""Where a box is sold the rules know better what is the box's and what its carton's."""
UNKNOWN = Role(None)
DENIED = Role(None, least=SURE)
"""A word says that it is no fact of the goods."""
NO_FACT = Role(None, least=CERTAIN)
TORN = Role(None, least=math.inf)
"""Its number may be another one."""
_SINGLE = frozenset("顶双把台盏套条只打支瓶")
_CUSTOMIZED = re.compile(CUSTOMIZED)
_CONTRASTS = re.compile("(?:我们?|咱们?|俺们?|这[款个版台种]?|现在|今年|今天)(?!.*[不没])")
"""How a clause begins that sets the merchant's own value against another."""


def assign_roles(line: Line) -> list[Role]:
    """The role of each value of a line; none for one that nothing names."""
    roles = list(by_rules(line))
    weighed = (i for i, found in enumerate(line.taken) if is_weighed(found))
    for i in weighed:
        roles[i] = _second_opinion(line, i, roles[i])
    return roles


def is_weighed(found: Found) -> bool:
    """Whether the words around a value tell its role.

    Not that of an ounce, which is of the weight or of what a cup holds: the whole pitch tells; nor
    that of a code which is known by its letters, as CE and FOB are.
    """
    match found.value:
        case None | Measure(unit="mass-ounce"):
            return False
        case Code():
            return found.key in (None, *CODES)
        case _:
            return True


def _second_opinion(line: Line, i: int, role: Role) -> Role:
    """The role that the rules gave, unless another one, or none, is likely."""
    likely, value = likelihoods(line, i), line.taken[i].value
    key = max(likely, key=lambda key: likely[key])
    boxed = (line.goods.boxes or line.goods.cases) and f"carton_{role.key}" in OF_CARTONS
    sure = boxed or isinstance(value, Code)
    least = LIKELY if role.implied else SURE
    if role.key and (sure or key == role.key or likely[key] < least):
        return replace(role, likelihood=likely.get(role.key, 0))
    refused = replace(UNKNOWN, doubted=role.key) if role.key else role
    if value is None or key == NOTHING or likely[key] < refused.least:
        return refused
    timed = isinstance(value, Duration)  # 充电五分钟能用三小时 is no working time
    if not (fits(line, i, key, "") if timed else suits(value, key)):
        return refused
    of_a_part = key in SIDES and likely[key] < CERTAIN and is_of_a_part(line, i)
    if of_a_part or (line.goods.boxes and key in OF_CARTONS):
        return refused
    return Role(key, implied=True, guessed=True, likelihood=likely[key])


def by_rules(line: Line) -> Iterator[Role]:
    """What words say of each value, whether it is likely or not."""
    cues = cues_of(line)
    roles = [_role(line, i, cues[i]) for i in range(len(line.taken))]
    for i in range(1, len(line.taken)):
        if roles[i].key is None or roles[i].implied:
            roles[i] = _in_contrast(line, i, cues) or roles[i]
    for i in _enumerated(line):
        roles[i] = NO_FACT
    for i, role in enumerate(roles):
        if role.key in SIDES and is_of_a_part(line, i):
            roles[i] = NO_FACT
    keys = [role.key for role in roles]
    for i, role in enumerate(roles):
        yield NO_FACT if role.key and is_tier(line, i, keys) else role


def _enumerated(line: Line) -> set[int]:
    """Measures of one kind after another, of which none is that of the goods: 七瓦、十二瓦."""
    several: set[int] = set()
    for i in range(1, len(line.taken)):
        before, found = line.taken[i - 1], line.taken[i]
        one, other = before.value, found.value
        same = isinstance(one, Measure) and isinstance(other, Measure) and one.unit == other.unit
        volumes = same and isinstance(one, Measure) and one.unit.startswith("volume-")
        if volumes and one != other and _EACH_HOLDS.fullmatch(line.text[before.end : found.start]):
            several |= {i - 1, i}  # 壶二百毫升，杯子五十毫升
        watts = same and isinstance(one, Measure) and one.unit == "power-watt"
        touches = watts and before.end == found.start  # 七瓦十二瓦二十瓦
        listed = touches or _AND.fullmatch(line.text[before.end : found.start])
        if same and _LEAST.search(line.before(i - 1)) and _MOST.search(line.before(i)):
            several |= {i - 1, i}  # 最短十四寸，最长二十八寸
        if same and one != other and listed:
            several |= {i - 1, i}
    return several


def _role(line: Line, i: int, cues: Sequence[Cue]) -> Role:
    found, best = line.taken[i], cues[0] if cues else None
    value = found.value
    if value is None:
        return UNKNOWN
    if _runs_on(line, i):
        return TORN
    sure = found.key is not None and value.kind in ("code", "measure")
    asked = isinstance(value, Money) and not best and line.is_asked(i)
    if asked or (not sure and is_one_of_variants(line, i)):
        return NO_FACT
    if not is_foreign(line, i, None if sure else best):
        role = _own_role(line, i, best)
        custom = role.key == "moq" and _CUSTOMIZED.search(line.last_clause(i))
        return Role("moq", implied=True) if custom and line.goes_on(i) else role
    each = best and best.key == "moq" and re.search(PER_STYLE, line.before(i))
    if each:
        return Role("moq", implied=True)
    return NO_FACT if isinstance(value, Discount) else DENIED  # 首单打九折 is sure


def _runs_on(line: Line, i: int) -> bool:
    """样品费三十|四天, 一顶六百二|十顶: what stands right before the number had one of its own."""
    value, before = line.taken[i].value, line.before(i)
    if isinstance(value, Duration):
        return bool(re.search(r"费用?[是就]*\s*$", before))
    counter = line.text[line.taken[i].end - 1]
    return isinstance(value, Count) and counter in _SINGLE and before.endswith("一" + counter)


def _in_contrast(line: Line, i: int, cues: Sequence[Sequence[Cue]]) -> Role | None:
    """The role that another's value before has: 同行要交五十个点的定金，我只收二十个点."""
    value, other = line.taken[i].value, line.taken[i - 1].value
    if value is None or other is None or value.kind != other.kind or cues[i]:
        return None
    if not is_foreign(line, i - 1, cues[i - 1][0] if cues[i - 1] else None):
        return None
    if is_foreign(line, i, None) or not _CONTRASTS.match(line.clause(i)[0]):
        return None
    role = _own_role(line, i - 1, cues[i - 1][0] if cues[i - 1] else None)
    return Role(role.key) if role.key and fits(line, i, role.key, "") else None


def _own_role(line: Line, i: int, best: Cue | None) -> Role:
    """The role of a value of the goods themselves."""
    found = line.taken[i]
    value = found.value
    if value is None:
        return UNKNOWN
    if found.key is not None and value.kind in ("code", "measure"):
        return Role(found.key)
    of_parts = ("power-", "x-milliampere-hour")
    if isinstance(value, Measure) and value.unit.startswith(of_parts) and _is_of_a_part(line, i):
        return NO_FACT
    if found.key is not None and not (best and best.key == "" and best.distance == 0):
        return Role(found.key)
    if best:
        return _named(line, i, best)
    if isinstance(value, Count) and value.unit == "piece" and sums_up_colors(line, i):
        return Role("colors")
    if isinstance(value, Count) and value.unit is None:
        return Role(of_what_kinds(line, i) or announced(line, i))
    if isinstance(value, Money) and follows_sample_time(line, i):
        return Role("sample_fee")
    beside = announced(line, i) or named_after(line, i) or after_a_sample(line, i)
    if beside:
        return Role(beside)
    if isinstance(value, Size) and follows_carton(line, i):
        return Role("carton_size")
    if isinstance(value, Count) and in_a_set(line, i):
        return Role("pieces_per_set")
    if _is_misheard(line, i):
        return TORN
    key = _by_unit(line, i)
    return Role(key, implied=True) if key and fits(line, i, key, "") else UNKNOWN


def _named(line: Line, i: int, best: Cue) -> Role:
    """The role that a word names, if it is said of the goods themselves."""
    if isinstance(line.taken[i].value, Duration) and is_of_samples(line, i, best):
        return Role("sample_time" if best.key == "lead_time" else None)
    if not best.key and re.fullmatch("[要得]?[做等]个?", line.clause(i)[0]):
        return Role(after_a_sample(line, i))  # 样竿两百块，做一个星期
    if (
        best.key == "moq"
        and best.side == "before"
        and (
            _CHEAPER.match(line.next_clause(i))
            or (isinstance(line.taken[i].value, Measure) and _AT_A_PRICE.match(line.clause(i)[1]))
        )
    ):
        return NO_FACT
    heats = line.masked[best.start : best.end] == "热" and best.key == "working_time"
    if heats and _WARM.search(line.goods.introduced + line.text):
        return Role("keeps_hot")
    if best.key == "working_time" and _is_one_of_modes(line, i):
        return NO_FACT
    if best.key == "stock" and is_of_kinds(line, i):
        return Role(announced(line, i))
    if best.key in ("size", "length", "width", "height") and after_carton(line, i):
        return Role("carton_size") if best.key == "size" else UNKNOWN
    heavy = in_kilograms(line, i) >= HEAVY_KG
    if best.key == "weight" and best.side == "weak" and CARTON.search(line.clause(i)[0]):
        return Role("carton_weight" if heavy else None)
    if (
        best.key == "weight"
        and heavy
        and (
            CARTON.search(line.around_apart(i)[0])
            or (best.side == "weak" and re.search(IN_A_CASE, line.text))
        )
    ):
        return NO_FACT  # 四十套装一箱一箱的重量是二十公斤
    if best.key == "weight" and follows_carton(line, i):
        return Role(weight_after_carton(line, i))
    # 空白的五十个起: of one variant, the least order where no other is named
    own = re.search(BRANDING, line.last_clause(i), re.I)
    marked = re.search("起[印绣刻烫]", line.masked[best.start : best.end])
    variant = best.key == "moq" and (own or marked or line.before(i).endswith("的"))
    standby = best.key == "working_time" and "待机" in line.masked[best.start : best.end]
    weak = best.side == "weak" and not _OF_ONE.fullmatch(line.clause(i)[0])
    if not best.key:
        return NO_FACT if best.start < 0 else DENIED
    return Role(best.key, implied=weak or bool(variant) or standby)


def _is_misheard(line: Line, i: int) -> bool:
    """一箱120瓦, 净重8块: the word right before a value names what the value cannot be."""
    found = line.taken[i]
    before = line.masked[: found.end]
    names = _NAMES_A_MEASURE if isinstance(found.value, Measure) else _NAMES_A_WEIGHT
    if not isinstance(found.value, Measure | Money) or not names.search(before, 0, found.start):
        return False
    return any(
        not fits(line, i, word.key, before[word.start : word.end])
        for word in words_in(before)
        if word.end == found.start and word.key and names.search(before[word.start : word.end])
    )


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


def _sold_by_inch(line: Line, i: int) -> bool:
    """折叠自行车，二十寸的: sold by the size of their wheels, or by their diameter."""
    said = line.goods.introduced + line.sentence_before(i) + line.clause(i)[1]
    return bool(re.search(_SOLD_BY_INCH, said))


def _by_unit(line: Line, i: int) -> str | None:
    match line.taken[i].value:
        case None:
            return None
        case Measure(unit=unit) if unit.startswith("mass-"):
            return weight_alone(line, i)
        case Measure(unit=unit) if unit.startswith("volume-") and _FLOWS.search(line.before(i)):
            return None
        case Measure(unit="length-meter"):
            return "length" if line.goods.cables and line.stands_alone(i) else None
        case Measure(unit="length-inch"):
            return (
                "size"
                if line.goods.boxes or re.search("[箱包]", line.around(i)) or _sold_by_inch(line, i)
                else None
            )
        case Count(unit=unit) | Measure(unit=unit):
            return ROLE_BY_UNIT.get(unit or "") or _UNITS.get(unit or "")
        case Code(codes=(code,)) if re.fullmatch(r"IP\d{2}", code):
            return "waterproof"
        case value:
            return ROLE_BY_KIND.get(value.kind)
