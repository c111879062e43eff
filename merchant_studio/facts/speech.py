"""Facts read out of what was said: a number, its unit, and the word that names its role.

A wrong fact is worse than a missing one: what cannot be told for sure is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..records import Code, FactValue, Measure, Money, Segment, Size
from .amounts import read_amounts, read_refusals
from .bare import read_answer, read_bare
from .chinese import NUMERAL, NUMERAL_PARTS
from .clauses import with_commas
from .codes import read_codes, read_model_numbers
from .compounds import read_compounds
from .contacts import read_contacts
from .degrees import read_degrees
from .features import read_ages, read_bytes, read_layers, read_people, read_sets
from .found import CLAUSE_END, LONG_PAUSE_MS, Found, Reading, Run, clause, mention, pause_in
from .guesses import guesses
from .idioms import without_idioms
from .line import Goods, Line
from .money import read_dimes, read_money
from .others import BOXES, CASES, packed_by_case
from .parting import as_said, parted
from .patterns import SPOKEN_ALIASES, TO, patterns
from .plausible import is_plausible
from .roles import assign_roles
from .shares import read_discounts, read_percents
from .sizes import read_sides, read_sizes
from .whole import Heard, settled

_CARTONS = re.compile("[一每外]箱|箱规|箱子|纸箱|整箱|装箱|大箱|箱重")
_SOLD_BY_BOX = rf"(?:块|元|毛)钱?(?:[\d{NUMERAL_PARTS}半]{{1,2}})?一盒|盒起[订批发卖]"
"""Then 盒子 is the product itself."""
_NEAR_CARTON = 14
_CARTON_CM = range(10, 151)
_LARGE = re.compile(
    "[桌柜架椅凳床毯垫窝篷帘]|枕|[凉蚕棉羽空冬夏]被|被[子芯]|[礼首][品饰]盒|手提袋|帆布袋|购物袋|收纳袋|背包|挎包|手提包|毛巾|浴巾|被套|床单|花盆|花瓶|篮|筐|垃圾桶|水桶|地毯|挂画|海报"
)
"""Goods whose sides are said in centimeters: 展开一百二乘六十."""
_LARGE_CM = range(8, 301)
_SIDES = ("length", "width", "height", "thickness", "diameter")
_SHOWN_SIZE = re.compile(
    "(?:手[上里](?:这个?|拿的|的)|这个|这款|主[推打]|今天(?:说|讲|报|看)?|(?:先|只|就)?[说报讲](?:一下|的)?)"
    "(?:的?(?:就?是)?)?(?P<size>[大中小]号|[\u4e00-\u9fff]{2}[款版])"
)
_UMBRELLAS = "伞"
_CABLES = (
    "[鱼钓]竿|数据线|充电线|快充线|延长线|网线|音频线|耳机|接线板|拖线板|插[座排]|绳|链"
    "|水管|软管|灯[串带]|[铜铁]线|彩灯|线材|编织|毛线|鱼线|风筝|HDMI|麦克风|鼠标"
)
_GLUED = re.compile(
    rf"\s?[-~～—–][\d{NUMERAL_PARTS}]|\s?[×xX*乘](?![\d{NUMERAL_PARTS}])|[亿厘毫]|[十百千万](?=$|[，。！？；、,.!?;\s])"
)
"""135块1-10, 高1米亿, 高1米3厘，米: what follows belongs to the number, or to nobody knows what."""
_DOLLARS = re.compile("[\\d一二两三四五六七八九](?:美金|美元|欧元)")
_PRICE_GOES_ON = re.compile(
    rf"\s?[A-Za-z](?![A-Za-z]|[款级类货区组型号])|(?<=块)[，,\s]*{_DOLLARS.pattern}"
    r"|(?<=\d块)[，,\s]*1[个只条件套台把双](?=$|[，。！？])"
)
"""6美金5E权, 5块 C1打, 3块，2美金, 3块1个: what follows a price is of it, or misheard."""
_LEAST_AFTER_A_NUMBER, _FLAT = 10, 2
"""Of a size that a number stands before: 180，3×61厘米 is 183×61; 24，12×10 may have had three."""
_INTRODUCES = 3
"""Clauses that may name the product; what follows may name a part of it."""
_DIALECT = str.maketrans("冇唔嘅咗㗎嚟俾畀睇佢侬", "没不的了啊来给给看他你")
"""Characters that Cantonese and Wu have for common words."""
_CORRECTED = re.compile(
    "[^。！？]{0,3}[？?，,](?:不是|不对)[，,]?(?:我)?[说讲记搞报]错|[^。！？]{0,3}(?:不对|[，,]错了|说错|讲错|口误|记错|搞错|报错|说反)(?!.{0,3}(?:包|退|换|赔))"
)
_READERS = (
    read_contacts,
    read_refusals,
    read_codes,
    read_model_numbers,
    read_sizes,
    read_sides,
    read_discounts,
    read_percents,
    read_money,
    read_dimes,
    read_ages,
    read_degrees,
    read_people,
    read_layers,
    read_sets,
    read_bytes,
    read_compounds,
    read_bare,
    read_amounts,
)


def read_speech(segments: Sequence[Segment]) -> tuple[Reading, ...]:
    """Every value that the segments state, in order, each at most once per place."""
    apart = [parted(segment) for segment in segments]
    readings = _readings(settled(list(_heard(apart)), apart))
    return tuple(_as_said(reading, segments) for reading in readings)


def _as_said(reading: Reading, segments: Sequence[Segment]) -> Reading:
    """The reading of a parted segment at its place in the segment itself."""
    segment = next(each for each in segments if each.index == reading.mention.segment)
    return replace(reading, mention=as_said(reading.mention, segment))


def read_runs(segments: Sequence[Segment]) -> tuple[Run, ...]:
    """Places where numbers run into each other, with every way to part them."""
    runs = []
    apart = [parted(segment) for segment in segments]
    goods = _goods(apart)
    for said, (segment, before) in zip(segments, _with_what_was_said(apart), strict=True):
        taken = _taken(segment, goods, before)
        for i, found in enumerate(taken):
            if found.ways:
                ways = tuple(
                    tuple(
                        replace(reading, mention=as_said(reading.mention, said))
                        for reading in _as_parted(segment, before, goods, taken, i, way)
                    )
                    for way in found.ways
                )
                where = as_said(mention(segment, found.start, found.end), said)
                runs.append(Run(mention=where, ways=ways))
    return tuple(runs)


def states_number(text: str) -> bool:
    """Whether a source text states a number: one with a unit, exact or not, or any Arabic digit."""
    return bool(re.search(r"\d", text)) or any(
        not (found["n"] == "一" and found["unit"] in SPOKEN_ALIASES)
        for found in patterns().stated.finditer(text)
    )


def _heard(segments: Sequence[Segment]) -> Iterator[Heard]:
    following = [*(_said(segment) for segment in segments[1:]), ""][: len(segments)]
    for segment, line, then in zip(segments, lines(segments), following, strict=True):
        roles = assign_roles(line)
        read = [*zip(line.taken, roles, strict=True), *guesses(line)]
        heard = [Heard(f, r, segment) for f, r in sorted(read, key=lambda each: each[0].start)]
        yield from _corrected(line.text + then, heard)


def lines(segments: Sequence[Segment]) -> Iterator[Line]:
    """Each segment with its values and what the pitch tells about the goods."""
    goods = _goods(segments)
    for segment, before in _with_what_was_said(segments):
        yield Line(_said(segment), _taken(segment, goods, before), before, goods)


def _corrected(text: str, heard: list[Heard]) -> Iterator[Heard]:
    """Without what is taken back: 三百件，哎不对，两百件."""
    for i, each in enumerate(heard):
        if not _CORRECTED.match(text, each.found.end):
            yield each
            continue
        yield each.of_nothing()
        following = heard[i + 1] if i + 1 < len(heard) else None
        said, meant = each.found.value, following and following.found.value
        if following and said and meant and said.kind == meant.kind and not following.role.key:
            heard[i + 1] = replace(following, role=each.role)


def _said(segment: Segment) -> str:
    """The text in clauses, as long as it is, without what only sounds like a number."""
    return without_idioms(with_commas(segment.text.translate(_DIALECT)))


def _goods(segments: Sequence[Segment]) -> Goods:
    def named(words: str) -> bool:
        return any(re.search(words, segment.text) for segment in segments)

    return Goods(
        boxes=named(BOXES),
        cases=named(CASES) or named(_SOLD_BY_BOX),
        packed_by_case=packed_by_case("，".join(segment.text for segment in segments)),
        folds=named(_UMBRELLAS),
        chosen=_chosen(segments),
        introduced=_before_numbers(segments[0].text) if len(segments) > 1 else "",
        cables=named(_CABLES),
    )


def _chosen(segments: Sequence[Segment]) -> str:
    """The size that the merchant shows: 我手上这个是大号."""
    found = [found["size"] for segment in segments for found in _SHOWN_SIZE.finditer(segment.text)]
    return found[0] if len(set(found)) == 1 else ""


def _before_numbers(text: str) -> str:
    """What names the product, before anything is said of a part of it."""
    numbers = (found.start() for found in patterns().stated.finditer(text) if found["n"] != "一")
    clauses = re.split("(?<=[，、])", text[: next(numbers, len(text))])
    return "".join(clauses[:_INTRODUCES])


def _with_what_was_said(segments: Sequence[Segment]) -> Iterator[tuple[Segment, str]]:
    """Each segment with the last clause before it, and how that ends."""
    before = ""
    for segment in segments:
        yield segment, before
        said = _said(segment).rstrip(" ")
        first = max((said.rstrip(CLAUSE_END).rfind(c) for c in CLAUSE_END), default=-1) + 1
        before = "" if states_number(said[first:]) else said[first:]


def _taken(segment: Segment, goods: Goods, before: str) -> list[Found]:
    """The values of a segment in order."""
    text = _said(segment)
    taken: list[Found] = list(read_answer(text, before))
    for found in taken:
        text = _without(text, found)
    for read in _READERS:
        fresh = list(read(text, segment))
        for found in fresh:  # what is read is not read again: 18块5|100个 leaves 100个
            text = _without(text, found)
        taken += fresh
    taken = [_of_a_box(text, _unless_paused(segment, found), goods) for found in taken]
    taken.sort(key=lambda found: found.start)
    return [_unless_glued(segment.text, found) for found in _joined(segment.text, taken)]


def _without(text: str, found: Found) -> str:
    return text[: found.start] + "\x00" * (found.end - found.start) + text[found.end :]


def _unless_glued(text: str, found: Found) -> Found:
    """No value where half a number follows it, and no price or size that is half of one."""
    glued = bool(_GLUED.match(text, found.end)) and not isinstance(found.value, Code)
    said = text[: found.start]
    torn: object = None
    match found.value:
        case Money():
            cents = re.search(r"块[，,\s]*$", said) and _DOLLARS.match(text, found.start)
            torn = cents or _PRICE_GOES_ON.match(text, found.end)
        case Size(amounts=amounts) if amounts[0] < _LEAST_AFTER_A_NUMBER or len(amounts) == _FLAT:
            torn = re.search(rf"[\d{NUMERAL_PARTS}][，,\s]*[成程城]?$", said)
    return replace(found, value=None, ways=()) if glued or torn else found


def _unless_paused(segment: Segment, found: Found) -> Found:
    """No value where the speaker pauses inside a number: 86|200台."""
    for number in re.finditer(NUMERAL, segment.text[found.start : found.end]):
        start, end = found.start + number.start(), found.start + number.end()
        if pause_in(segment, start, end, LONG_PAUSE_MS) is not None:
            return replace(found, value=None, ways=())
    return found


def _of_a_box(text: str, found: Found, goods: Goods) -> Found:
    """The size of a carton or of large goods, which is in centimeters where no unit is said."""
    size = found.ways[0][0].value if found.ways else None
    named = clause(text, found.start, found.start)[0]  # 枕头是60×40的
    large = bool(_LARGE.search(goods.introduced) or _LARGE.search(named))
    if isinstance(size, Measure) and found.key in _SIDES and large:
        return replace(found, value=size, ways=()) if size.amount in _LARGE_CM else found
    if not isinstance(size, Size):
        return found
    if (
        found.key == "carton_size"
        or goods.boxes
        or _CARTONS.search(text[: found.start][-_NEAR_CARTON:])
    ):
        fits = len(size.amounts) == 3 and all(a in _CARTON_CM for a in size.amounts)
    else:
        fits = large and all(a in _LARGE_CM for a in size.amounts)
    return replace(found, value=size, ways=()) if fits else found


def _joined(text: str, taken: list[Found]) -> list[Found]:
    """Two values with 到 between them as one range: 三块五到四块, 一米二到一米五."""
    joined: list[Found] = []
    for found in taken:
        last = joined[-1] if joined else None
        if last and re.fullmatch(TO, text[last.end : found.start]):
            value = _range(last.value, found.value)
            if value is not None or type(last.value) is type(found.value):
                joined[-1] = replace(
                    found, start=last.start, value=value, key=last.key or found.key
                )
                continue
        joined.append(found)
    return joined


def _range(low: FactValue | None, high: FactValue | None) -> FactValue | None:
    wide: Money | Measure
    match low, high:
        case (Money(high=None), Money(high=None)) if _same_money(low, high):
            wide = replace(high, amount=low.amount, high=high.amount)
        case (Measure(high=None), Measure(high=None)) if low.unit == high.unit:
            wide = replace(high, amount=low.amount, high=high.amount)
        case _:
            return None
    return wide if low.amount < high.amount else None


def _same_money(low: Money, high: Money) -> bool:
    return low.currency == high.currency and low.per in (None, high.per)


def _readings(heard: Iterator[Heard]) -> Iterator[Reading]:
    for each in heard:
        found, value = each.found, each.found.value
        if value is not None:
            where = mention(each.segment, found.start, found.end)
            key = each.role.key if is_plausible(each.role.key, value) else None
            yield Reading(
                key=key,
                value=value,
                mention=where,
                implied=each.role.implied,
                guessed=each.role.guessed,
                likelihood=each.role.likelihood,
            )


def _as_parted(
    segment: Segment,
    before: str,
    goods: Goods,
    taken: Sequence[Found],
    i: int,
    way: tuple[Found, ...],
) -> tuple[Reading, ...]:
    """The readings of one way to part the numbers at `i`."""
    parted = [*taken[:i], *way, *taken[i + 1 :]]
    roles = assign_roles(Line(_said(segment), parted, before, goods))
    heard = [Heard(found, roles[i + n], segment) for n, found in enumerate(way)]
    return tuple(_readings(settled(heard, [segment])))
