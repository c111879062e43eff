"""Prices of colors, sizes and models as they are said: 大号二十五，中号二十，小号十五.

A name with its price is believed only in a chain of names of one kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ...facts import problem_with
from ...facts.numbers import NUMERAL, read_numeral
from ...languages import lexicon
from ...records import Count, Mention, Segment, Variant, Variants, mention
from ..found import overlapping
from .deal_tokens import Deal, Token, between, by_weight

MOST_OFTEN = 20
"""No variant costs so many times what another one does."""
_SIDE = rf"(?:{NUMERAL}|半)"
_NAME = re.compile(
    rf"(?P<sizes>(?:特大|加大|超大|最大|大|中|小|特小|迷你|最小)(?:号|码|款|个(?=的|，|是))"
    rf"|(?<![A-Za-z\d])\d?X{{0,4}}[SML]码?(?![A-Za-z\d])"
    rf"|(?<!\d){_SIDE}(?:到|至|-){_SIDE}(?:码|号)|(?<!\d){_SIDE}(?:码|号|寸|公分|厘米|米|毫升|升|ml|cm)(?=的))"
    r"|(?P<variants>(?<![A-Za-z\d])[A-Z]{1,4}-?\d{1,5}[A-Z]?(?![A-Za-z\d])"
    r"|(?<!\w)[一-鿿]{1,5}?(?=的|款)|(?:^|(?<=[和跟与，。、；的]))[一-鿿]{1,2}色)",
    re.I,
)
"""大号, S码, 36到40码, 20寸的; A203, BT10; 红色的, 带盖的."""
_TO_PRICE = 14
"""Characters between a name and its price."""
_TO_NAME = 14
_OF_A_PRICE = re.compile(r"价|块|元|卖|批发|拿货|钱|[￥¥$]")
_NO_PRICE = re.compile(
    "厘米|公分|毫米|毫升|升|克|斤|直径|口径|容量|重|尺寸|瓦|岁|样品|打样|定金|运费|一箱|装箱|交期|起订|起批|以上"
)
_CONTEXT = 40
"""Characters before a name within which a word of price tells that a bare number is one."""
_OPPOSITE = {"不带": "带", "没有": "有", "没": "有", "无": "有", "带": "不带", "有": "无"}
"""Words of what a variant has, or lacks, and of what the other one does."""
_HAS = re.compile("|".join(_OPPOSITE))
LEAST = 2
"""Names that a list has at least."""
_SHORT = 4
_FIRST = "还有|然后|那个?|这个|我们|要是|另外|至于|再|要|就是"
_CLAUSE = re.compile(
    rf"(?:{_FIRST})*(?P<name>[^的]{{1,9}}?)(?:的|呢|就|是|都是|要|卖|做|算|报|单价|价格|给您?|只要|[:：]|\s)*"
)
"""A name, and what may stand between it and its price."""
_AFTER = r"(?:块|元|钱|一[个件套双条把只台支盒米张瓶顶副]|每?[个件套双条]|了|的|吧|啊|呢|左右)*"
_COUNTED = ("颜色", "款式", "尺码", "花型", "一共", "总共")
_OF_SALE = (
    "价|费|定金|订金|押金|钱|数量|起|以上|以内|满|超过|拿|订|批发|零售|出厂|样品|打样|运费|一箱|装箱|交期|天"
    "|MOQ|大货|看样|保修|质保|库存|产量|便宜|优惠|比|贵"
)
_OF_OTHERS = "这|那|要|我|他家|人家|别家|外面|原来"
_OF_MEASURE = "毛重|净重|容量|直径|口径|^(?:高|长|宽|厚|重)度?(?:是|有)?$"
_NO_NAME = re.compile(f"{_OF_SALE}|{_OF_OTHERS}|{_OF_MEASURE}")
"""What no color, size or model is called: a term of the sale, somebody else's goods, a measure."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the price that is said of it."""

    called: str
    kind: str
    """The key that such names have: sizes, or variants."""
    start: int
    end: int
    token: Token
    in_clause: bool = False
    """It is all that its clause says."""


def read_variants(
    tokens: Sequence[Token], segments: Sequence[Segment], prices: Sequence[Mention]
) -> Deal | None:
    """The longest list of names, each with its price; `prices` are the product's own."""
    tokens = [each for each in tokens if each.named or not each.base]
    ways = [list(_named(tokens, segments)), list(_in_clauses(tokens, segments))]
    chains = [_longest(found, segments) for found in ways]
    chains = [*sorted(chains, key=len, reverse=True), *_with_or_without(ways[0], segments, prices)]
    return next(filter(None, (_deal(chain, segments) for chain in chains)), None)


def _with_or_without(
    named: Sequence[Named], segments: Sequence[Segment], prices: Sequence[Mention]
) -> Iterator[list[Named]]:
    """A name that tells what the product's own price is without: 带盖的贵两块."""
    for each in named:
        base, has = each.token.base, _HAS.match(each.called)
        if base is None or has is None:
            continue
        own = mention(segments[base.segment], base.start, base.end)
        if any(overlapping(own, price) for price in prices):
            other = _OPPOSITE[has[0]] + each.called[has.end() :]
            plain = replace(each, called=other, token=replace(each.token, price=base.price))
            yield [plain, each]


def _longest(named: Sequence[Named], segments: Sequence[Segment]) -> list[Named]:
    best: list[Named] = []
    chain: list[Named] = []
    for each in named:
        chain = [*chain, each] if _follows(chain, each, segments) else [each]
        best = chain if len(chain) > len(best) else best
    return best


def _deal(chain: Sequence[Named], segments: Sequence[Segment]) -> Deal | None:
    if len(chain) < LEAST or not _are_prices(chain, segments):
        return None
    named = [each.called for each in chain]
    is_color = all(map(_is_color, named))
    kinds = {each.kind for each in chain}
    key = "colors" if is_color else kinds.pop() if len(kinds) == 1 else "variants"
    called = [f"{n}色" if is_color and not lexicon.translate(n, "zh", "en") else n for n in named]
    prices = by_weight([each.token for each in chain], segments)
    told, times = Counter(price.per for price in prices).most_common(1)[0]
    per = told if 2 * times > len(prices) else None  # 32块一米, and so are the others
    options = tuple(
        Variant(name={"zh": each}, price=replace(price, per=per))
        for each, price in zip(called, prices, strict=True)
    )
    value = Variants(options=options)
    amounts = [price.amount for price in prices]
    if problem_with(value) or max(amounts) > MOST_OFTEN * min(amounts):
        return None
    places = (_place(segments[each.token.segment], each) for each in chain)
    return Deal(key, value, tuple(places))


def _place(segment: Segment, named: Named) -> Mention:
    return mention(segment, min(named.start, named.token.start), named.token.end)


def _named(tokens: Sequence[Token], segments: Sequence[Segment]) -> Iterator[Named]:
    """Each known kind of name with the price behind it: 银色的贵一点，一块五; S码和M码都是22."""
    for number, segment in enumerate(segments):
        text, own = segment.text, [each for each in tokens if each.segment == number]
        names = [n for n in _NAME.finditer(text) if not any(_is_within(n, each) for each in own)]
        for name, following in pairwise([*names, None]):
            if name is None:
                return
            last = name
            joint = text[name.end() : following.start()] if following else ""
            if following and re.fullmatch("码?(?:和|跟|与|、)?", joint):
                last = following
            token = next((each for each in own if each.start >= last.end()), None)
            if token is None or token.price is None:
                continue
            gap = text[last.end() : token.start]
            beyond = re.search(r"[。！？；]", gap) or _NO_PRICE.search(gap)
            others = any(last.end() <= other.start() < token.start for other in names)
            generic = name.lastgroup == "variants" and not name[0].isascii()
            if generic and (_NO_NAME.search(name[0]) or name[0] in _COUNTED):
                continue
            if len(gap) <= (1 if token.base else _TO_PRICE) and not beyond and not others:
                kind = name.lastgroup or "variants"
                yield Named(_called(name[0]), kind, name.start(), name.end(), token)


def _is_within(name: re.Match[str], token: Token) -> bool:
    """Whether a name is one that a difference is told of: 小号 of 比小号贵三块."""
    return bool(token.base) and token.start <= name.start() < token.end


def _in_clauses(tokens: Sequence[Token], segments: Sequence[Segment]) -> Iterator[Named]:
    """Each clause that is a name and its price, and nothing else: 平剪六十五，牙剪七十."""
    for number, segment in enumerate(segments):
        own = [each for each in tokens if each.segment == number]
        for clause in re.finditer(r"[^，。！？；、,;]+", segment.text):
            inside = [each for each in own if clause.start() <= each.start < clause.end()]
            token = inside[-1] if inside else None
            if token is None or token.price is None:
                continue
            after = segment.text[token.end : clause.end()]
            before = segment.text[clause.start() : token.start]
            name = re.fullmatch(_CLAUSE, before)
            if not name or not re.fullmatch(_AFTER, after) or _NO_NAME.search(before):
                continue
            if name["name"] in _COUNTED:
                continue
            if any(_counts_goods(each, name["name"]) for each in inside[:-1]):
                continue
            start = clause.start() + name.start("name")
            kind = "sizes" if re.search(rf"{_SIDE}(?:寸|米|码|号|公分|厘米)", name["name"]) else ""
            yield Named(
                _called(name["name"]), kind or "variants", start, token.start, token, in_clause=True
            )


def _counts_goods(token: Token, name: str) -> bool:
    """Whether a number in a name is how many are bought: 500个2块2; not the two of 2人的."""
    many = token.quantity
    if isinstance(many, Count) and not token.bare:
        return many.unit not in ("person", "size", "layer", None)
    return many is not None and token.end - token.start == len(name)


def _is_color(word: str) -> bool:
    return any(lexicon.translate(each, "zh", "en") in _colors() for each in (word, f"{word}色"))


@cache
def _colors() -> frozenset[str | None]:
    """The English words of all colors that the lexicon knows."""
    return frozenset(lexicon.entries("en")[each][0] for each in lexicon.table("colors"))


def _called(said: str) -> str:
    """A variant's name in the words of a sheet: S of S码, 36-40 of 三十六到四十码."""
    word = said.removesuffix("码") if said not in ("大码", "中码", "小码") else said
    ends = re.fullmatch(rf"({_SIDE})(?:到|至|-)({_SIDE})号?", word)
    numbers = [read_numeral(end) for end in ends.groups()] if ends else []
    return "-".join(f"{each:f}" for each in numbers if each is not None) if numbers else word


def _follows(chain: Sequence[Named], each: Named, segments: Sequence[Segment]) -> bool:
    """Whether a name goes on with a chain: of its kind, soon after the last price."""
    if not chain:
        return False
    last = chain[-1]
    if each.called in [one.called for one in chain]:
        return False
    if last.kind != each.kind and not each.in_clause:
        return False
    if last.token == each.token:  # S码和M码都是22
        return True
    here = Token(each.token.segment, each.start, each.end)
    gap = between(segments, last.token, here)
    if each.in_clause:
        return bool(re.fullmatch(rf"{_AFTER}[，、；,;]?(?:{_FIRST})*", gap))
    return len(gap) <= _TO_NAME and not _NO_PRICE.search(gap)


def _are_prices(chain: Sequence[Named], segments: Sequence[Segment]) -> bool:
    """Whether the numbers behind the names are prices: money, or a word of price is near."""
    bare = [each for each in chain if each.token.bare]
    known = all(each.kind == "sizes" or _is_color(each.called) for each in chain)
    if chain[0].in_clause and not known and not _are_alike([each.called for each in chain]):
        return False
    if len(bare) < len(chain):
        return known or len(chain) > LEAST or not bare
    first, last = chain[0], chain[-1].token
    text = "".join(s.text for s in segments[max(0, first.token.segment - 1) : first.token.segment])
    before = (text + segments[first.token.segment].text[: first.start])[-_CONTEXT:]
    after = segments[last.segment].text[last.end : last.end + _CONTEXT // 4]
    whole = segments[first.token.segment].text[first.start : last.end]
    named = bool(_OF_A_PRICE.search(before + after)) or len(chain) > LEAST
    return named and not _NO_PRICE.search(whole)


def _are_alike(names: Sequence[str]) -> bool:
    """Whether names look like those of one list: 平剪, 牙剪; 室内款, 室外款; three short ones."""
    plain = [re.sub(NUMERAL, "0", name) for name in names]
    shared = {name[0] for name in plain}, {name[-1] for name in plain}
    short = len(names) > LEAST and max(map(len, plain)) <= _SHORT
    return any(len(ends) < len(plain) for ends in shared) or short
