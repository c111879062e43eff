"""Prices as they are said: 十八块五, 三毛五, 一块二毛五一个, 每打36块, 12到15块, $3.5.

Numbers run on in speech: "18块5100个" may be 18.5 yuan and 100 pieces, or 18 yuan for 5100.
Where a pause does not tell, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..facts.chinese import (
    HAN_DIGITS,
    NUMERAL,
    NUMERAL_PARTS,
    digits_only,
    plain,
    read_numeral,
)
from ..facts.units import CURRENCY_ALIASES, measure_aliases
from ..records import Count, Money, Segment
from .found import CLAUSE_END, Found, clause, is_vague, pause_in
from .patterns import DIGIT, ER, SPOKEN_ALIASES, START, patterns

_COLLOQUIAL = "块元毛角"
"""Also counting words and parts of words: 三块布, 三元锂电池, 三角形, 八角."""
_NAMES_A_PRICE = re.compile(
    "价|卖|批发|零售|样品|费|只要|仅|才|成本|到手|定金|订金|付|交|押|收|一[个件双套只台]"
)
_ENDS_A_PRICE = re.compile(
    r"$"
    r"|[\s，。！？；、,.!?;/一每起到至的吧呀啊嘛呢了就可含不您你我都也还给拿哈哦喔咯啦得卖批能走出\x00]"
    r"|是(?:我们?|咱们?)?的?(?:批发|零售|出厂|拿货|底价|实价|样品|定金|含税)|包邮|定金|订金|打样|样品|开样|现金|开票|净价|到手|打底|实价|全包|随便|走货"
)
_FROM_ON = re.compile(r"钱?起(?:步价?|价|卖)?(?:$|[，。！？；、,.!?;的吧啊])")
"""十八块起: at least."""
_NOUNS = (
    "(?:手?表|腕表|布|瓷?砖|香皂|肥皂|皂|毛巾|方巾|抹布|地毯|地?垫子?|玻璃|电池"
    "|橡皮|积木|拼图|面料|木?板|砧板"
    "|菜板|画板|滑板|镜子|镜片|海绵|蛋糕|巧克力|硬盘|屏)"
)
"""What is counted by 块."""
_PIECES = re.compile(
    f"(?P<noun>{_NOUNS})?(?:起[订定批拿卖做售]"
    "|就[批做发])"
    rf"(?![价\d{NUMERAL_PARTS}])"
)
"""五十块表起订: what is counted by 块; 五十块起订 may be that."""
_HELD = re.compile(
    "(?:起[订定批]|最[少小低]|至少|现货|库存|[一每]箱|箱装|装箱|月产|产|订|拿|剩|装|打)(?:量|数|就|是|拿|要|订|还|装|放|打|能|有|了)*$"
)
_NOUN_ENDS = re.compile(f"{_NOUNS}(?=$|[一外纸整大每]箱|[，。！？；、,.!?;])")
"""起订一百块板: pieces."""
_OF_PIECES = re.compile(
    "(?:电池|面板|镜片|硬盘|毛巾|方巾|抹布|海绵|板子|布|玻璃|砧板|滤棉|磁铁)(?:有|带|配|送|用|是|共|一共)*$"
)
"""电池两块: no price."""
_FRACTION = re.compile(
    rf"(?P<half>半)|[零0](?P<cents>{DIGIT})分?(?!毛|角)"
    rf"|零?(?P<tenths>{DIGIT}|两)(?:毛|角)(?:(?P<rest>{DIGIT})分?)?"
)
_MEASURE = re.compile(
    rf"(?:就|才|是|有|重|大概)*(?P<n>{NUMERAL})(?:公斤|千克|克|斤|两|厘米|公分|毫米|米|kg|g|cm|mm)",
    re.I,
)
_CENTS = re.compile(rf"{START}(?P<n>{DIGIT})分(?P<rest>{DIGIT}(?=一))?钱?(?=一)")
_US_CENTS = re.compile(rf"(?:[一每](?P<before>[个只件双套支条把]))?{START}(?P<n>{NUMERAL})美分")
_DIGITS = re.compile(rf"[1-9{HAN_DIGITS[1:]}](?:[\d{HAN_DIGITS[1:]}]|零(?!售))*")
_OTHER_CURRENCY = re.compile(
    "(?P<known>"
    + "|".join(n for n, c in CURRENCY_ALIASES.items() if c != "CNY" and n[0] > "一")
    + ")|港币|港元|台币|新币|新元|澳元|加元|日币|马币"
)
"""三块二美金: 块 is what any currency is counted in."""
_BETWEEN = re.compile(
    "(?:(?:价格?|报价|报|的|是|卖|给您?|算|离岸|单价|呢|嘛|的话|就|要|结算|计价)*)(?P<apart>[，,]?)(?:价格?|是|就|单价|卖|给您?"
    "|一[个台件只条双套])*"
)
_EACH_BEFORE = re.compile(
    rf"(?:^|[{CLAUSE_END}])(?:这|我们?的?|咱们?|就|[连带][\u4e00-\u9fff]{{1,2}})?(?:一|每一?)(?P<per>对|双|套"
    rf"|打|盒|组|副){ER}"
    rf"[^{CLAUSE_END}箱\d{NUMERAL_PARTS}]{{0,8}}(?:[带配含送][^{CLAUSE_END}]{{0,10}})?[，,](?:就|才|只要"
    rf"|只|我们?|卖|要|给|算|您|你)*$"
)
"""一对儿带拍包，七十六块: the price of a pair."""
_RUNS_ON = re.compile(rf",\d|\.\d|(?!零[售下])[{NUMERAL_PARTS}]")
_LEAST_ORDER = re.compile(rf"{NUMERAL}[\u4e00-\u9fff]起[订定批做发拿]")
_SOLD_BY_PIECE = re.compile(rf"[块毛{HAN_DIGITS}\d]一块(?!钱)[，、 ]")
"""九块五一块，五十块起批."""
_NUMBER_HERE = re.compile(rf"[\d,{NUMERAL_PARTS}]*")


def read_money(text: str, segment: Segment) -> Iterator[Found]:
    """The prices of a text; a `Found` without a value where numbers cannot be told apart."""
    read_to = 0
    while head := _next_head(text, read_to):
        read_to = head.end()
        for found in _price(text, segment, head):
            read_to = found.end
            yield found


def _next_head(text: str, at: int) -> re.Match[str] | None:
    """The next number with a currency."""
    heads = (patterns().money.search(text, at), patterns().symbol_money.search(text, at))
    return min((head for head in heads if head), key=lambda head: head.start(), default=None)


def read_dimes(text: str, _: Segment) -> Iterator[Found]:
    """Prices below one yuan: 三毛, 八角钱一个; and those in cents of a dollar."""
    for head in _US_CENTS.finditer(text):
        amount, per = read_numeral(head["n"]), patterns().per.match(text, head.end())
        if amount and not is_vague(text, *head.span()):
            each = per["per"] if per else head["before"]
            value = priced(plain(amount / 100), "USD", each, None)
            yield Found(head.start(), per.end() if per else head.end(), value)
    for head in _CENTS.finditer(text):
        hundredths, per = read_numeral(head["n"]), patterns().per.match(text, head.end())
        if hundredths and hundredths < 10 and per and not is_vague(text, *head.span()):
            hundredths += Decimal(digits_only(head["rest"] or "0")) / 10
            value = priced(plain(hundredths / 100), "CNY", per["per"], None)
            yield Found(head.start(), per.end(), value)
    for head in patterns().dimes.finditer(text):
        tenths, end, cents = read_numeral(head["n"]), head.end(), head["cents"]
        if tenths is None or not 0 < tenths < 10 or tenths % 1 or is_vague(text, *head.span()):
            continue
        per = patterns().per.match(text, end)
        if cents == "一" and not per and patterns().per.match(text, end - 1):
            end, cents = end - 1, None  # 三毛一个
        elif cents and not per and (_DIGITS.match(text, end) or _unit_at(text, end)):
            yield Found(head.start(), end, None)  # 三毛五个: who knows
            continue
        end += text.startswith("钱", end)
        per = patterns().per.match(text, end)
        each = head["before"] or head["called_by"]
        start = head.start("n") if head["called"] or head["called_by"] else head.start()
        named = (each and head["unit"] == "毛") or _is_price(text, head.start(), end, head["unit"])
        if not (named or cents or per or text.startswith("钱", end - 1)):
            continue
        price = tenths / 10 + Decimal(digits_only(cents or "0")) / 100
        if per and head["before"] and _unit(per["per"]) != _unit(head["before"]):
            per = None  # 每个八毛五|一包五十个
        said = _EACH_BEFORE.search(text[:start])
        each = per["per"] if per else each or (said["per"] if said else None)
        yield Found(start, per.end() if per else end, priced(price, "CNY", each, None))


def _price(text: str, segment: Segment, head: re.Match[str]) -> Iterator[Found]:
    """The price that begins with `head`: a number and its currency, in either order."""
    start, unit = head.start(), head["unit"].lower()
    groups = head.groupdict()
    low, before = groups.get("low"), groups.get("before") or groups.get("called_by")
    if groups.get("called") or groups.get("called_by"):
        start = head.start("low" if low else "n")
    amount, least = read_numeral(head["n"]), read_numeral(low) if low else None
    if not amount or (low and (least is None or least >= amount)):
        return
    if head["n"] == "一" and unit == "块" and _is_a_piece(text, head):
        return
    tail = _Tail(text, segment, head.end())
    if unit == "块" and not low and not tail.unclear and tail.end == head.end():
        if _HELD.search(text[: head.start("n")]) and _NOUN_ENDS.match(text, tail.end):
            yield Found(head.start("n"), tail.end, Count(amount=amount, unit="piece"))
            return
        pieces = _PIECES.match(text, tail.end)
        if pieces:
            sold = pieces["noun"] or _SOLD_BY_PIECE.search(text[:start])
            count = Count(amount=amount, unit="piece") if sold else None
            yield Found(start, tail.end, count)
            return
    if (
        tail.unclear
        and head["n"] == "一"
        and not _NAMES_A_PRICE.search(clause(text, start, start)[0])
    ):
        return  # 带一块3.5寸的屏
    whole = not (tail.fraction or tail.cash or tail.per or before)
    held = unit == "块" and whole and re.search("[配带含送]$", text[: head.start("n")])
    if held and re.match(_NOUNS, text[tail.end :]):
        return  # 一套配四块布
    unclear = tail.unclear or (tail.fraction and (low or amount % 1))
    vague = is_vague(text, head.start("low" if low else "n"), tail.end)
    from_on = _FROM_ON.match(text, tail.end)
    if not unclear and (vague or from_on or text.startswith("以内", tail.end)):
        yield Found(start, tail.end, None)
        return
    named = tail.fraction or tail.cash or tail.per or before or unit not in _COLLOQUIAL
    if not unclear and not named:
        if not _is_price(text, start, tail.end, unit):
            return
        if amount == 1 and not _NAMES_A_PRICE.search(clause(text, start, tail.end)[0]):
            return  # 放在一块: together
    if groups.get("before") and before and tail.per and _unit(before) != _unit(tail.per):
        tail.per, tail.end = None, tail.each  # 一个六块二|一盒一个
    per = tail.per or before
    if per and SPOKEN_ALIASES.get(per) in ("color", "style"):
        yield Found(start, tail.end, None)  # 单价七块八一个颜色最少一箱
        return
    if unit == "块" and not named and _OF_PIECES.search(text[:start]):
        return
    if unclear or (not per and _for_a_quantity(text, segment, start, tail.end)):
        ways = (
            () if low or before else _ways(text, start, head.end(), amount, CURRENCY_ALIASES[unit])
        )
        end = max((way[-1].end for way in ways), default=tail.end)
        yield Found(start, end, None, ways=ways)
        return
    yield _with_currency(text, start, tail, unit, amount, per, least)


def _with_currency(
    text: str,
    start: int,
    tail: _Tail,
    unit: str,
    amount: Decimal,
    per: str | None,
    least: Decimal | None,
) -> Found:
    """A clear price, with another currency and what it is for that may follow: 三块二美金一套."""
    currency, end = CURRENCY_ALIASES[unit], tail.end
    other = _other_currency(text, start, end) if unit in _COLLOQUIAL else None
    if other:
        start, end = min(start, other.start()), max(end, other.end())
        currency = CURRENCY_ALIASES.get(other["known"] or "", "")
        later = patterns().per.match(text, end)
        if later and not per:
            per, end = later["per"], later.end()
    if not per and not clause(text, start, end)[1].strip("的啊呢吧") and not least:
        each = _EACH_BEFORE.search(text[:start])
        per = each["per"] if each else None
    value = priced(amount + tail.fraction, currency, per, least) if currency else None
    return Found(start, end, value)


def _is_a_piece(text: str, head: re.Match[str]) -> bool:
    """一块1公斤1: what one weighs, and no price."""
    measure = _MEASURE.match(text, head.end())
    named = _NAMES_A_PRICE.search(clause(text, head.start(), head.start())[0])
    return bool(measure and read_numeral(measure["n"]) is not None and not named)


def _ways(
    text: str, start: int, end: int, amount: Decimal, currency: str
) -> tuple[tuple[Found, ...], ...]:
    """How a price and the number of pieces that touches it may part: 18块5|100个, 18块|5100个."""
    if amount % 1:
        return ()
    ways = []
    for digits in range(3):
        at = end + digits
        tenths = text[end:at]
        if len(tenths) < digits or not re.fullmatch(f"{DIGIT}*", tenths):
            break
        skip = at + text.startswith(",", at) * bool(digits)
        rest = patterns().count.match(text, skip)
        many = read_numeral(rest["n"]) if rest else None
        if not rest or not many or rest["n"][0] in "0零":
            continue
        unit = SPOKEN_ALIASES[rest["unit"].lower()]
        price = amount + Decimal("0." + (digits_only(tenths) or "0"))
        money = Found(start, at, priced(plain(price), currency, None, None))
        ways.append((money, Found(rest.start("n"), rest.end(), Count(amount=many, unit=unit))))
    return tuple(ways)


def _other_currency(text: str, start: int, end: int) -> re.Match[str] | None:
    """The name of another currency right before or after a price in 块."""
    before = [
        found
        for found in _OTHER_CURRENCY.finditer(text, max(0, start - 12), start)
        if (between := _BETWEEN.fullmatch(text, found.end(), start))
        and not (between["apart"] and re.search("[块毛元半\x00]$|\\d$", text[: found.start()]))
        and not (between["apart"] and re.search(f"[{NUMERAL_PARTS}]$", text[: found.start()]))
    ]
    return before[-1] if before else _OTHER_CURRENCY.match(text, end)


def priced(amount: Decimal, currency: str, per: str | None, least: Decimal | None) -> Money:
    """An amount, or the range from `least` to it, for one of what `per` names."""
    if per == "斤":
        per, amount = "公斤", plain(amount * 2)
        least = None if least is None else plain(least * 2)
    elif per == "码":
        per = "yard"  # cloth; a price for a size would say 每个码
    unit = None
    if per is not None:
        unit = SPOKEN_ALIASES.get(per.lower()) or measure_aliases()[per.lower()]
    return Money(
        amount=amount if least is None else least,
        high=None if least is None else amount,
        currency=currency,
        per=None if unit == "piece" else unit,
    )


class _Tail:
    """What follows a currency: tenths and hundredths, 钱, and what the price is for."""

    def __init__(self, text: str, segment: Segment, start: int) -> None:
        self.end, self.fraction, self.unclear = start, Decimal(0), False
        self.cash = text.startswith("钱", start - 1)
        if not self.cash:
            self._read_fraction(text, segment)
            self.cash = text.startswith("钱", self.end)
            self.end += self.cash
        self.each = self.end
        """Where the name begins of what the price is for."""
        per = None if self.unclear else patterns().per.match(text, self.end)
        self.per = per["per"] if per else None
        self.end = per.end() if per else self.end

    def _read_fraction(self, text: str, segment: Segment) -> None:
        named = _FRACTION.match(text, self.end)
        if named:
            tenths = "5" if named["half"] else named["tenths"] or "0"
            rest, end = named["rest"] or "", named.end()
            if rest and rest in "一1" and _unit_at(text, end):
                rest, end = "", end - 1  # 6元4角1支
            self._take(tenths + (named["cents"] or rest), end)
            return
        if text.startswith("元", self.end - 1) and _LEAST_ORDER.match(text, self.end):
            return  # 78元48颗起订: nobody says tenths after 元
        run = _DIGITS.match(text, self.end)
        if not run or patterns().per.match(text, self.end):
            return
        digits, end = run[0], run.end()
        if digits[-1] == "一" and (patterns().per.match(text, end - 1) or _unit_at(text, end)):
            digits, end = digits[:-1], end - 1  # 十八块八一个, 29块一箱30个
            if not digits:
                return
        elif _RUNS_ON.match(text, end) or patterns().any_unit.match(text, end):
            digits = ""
        elif digits[-1] == "一" and digits[:-1].isdecimal():
            digits, end = digits[:-1], end - 1  # 18块8一起
        elif digits[-1] == "一" and not _ENDS_A_PRICE.match(text, end):
            digits = ""  # 十八块一般
        if 1 <= len(digits) <= 2:
            self._take(digits, end)
            return
        # 18块5100个起订, 18块5,100个, 十八块五个: the digits run into the next number. A pause
        # after the first of them tells that it is tenths; else nobody can tell.
        number = _NUMBER_HERE.match(text, self.end)
        last = number.end() if number else end
        last = _unit_at(text, last) or last
        pause = pause_in(segment, self.end, last)
        if pause is not None and text[self.end + 1 : pause].strip(",") == "":
            self._take(text[self.end], self.end + 1)
        else:
            self.unclear, self.end = True, last

    def _take(self, digits: str, end: int) -> None:
        self.fraction, self.end = Decimal("0." + digits_only(digits)), end


def _unit(name: str) -> str:
    return SPOKEN_ALIASES.get(name.lower(), name)


def _is_price(text: str, start: int, end: int, unit: str) -> bool:
    """Whether a word that is not only money is money: 价格八角, but not 三角形 or 三块布."""
    named = _NAMES_A_PRICE.search(clause(text, start, end)[0])
    ended = _ENDS_A_PRICE.match(text, end)
    return bool(named and ended if unit == "角" else named or ended)


def _for_a_quantity(text: str, segment: Segment, start: int, end: int) -> bool:
    """Whether a number of pieces touches the price: 十个三十块 and 十块三个 are no unit prices."""
    after = patterns().quantity.match(text, end)
    one = text.startswith("一", end)  # 29块一箱30个
    if after and not one and pause_in(segment, end - 1, after.end()) is None:
        return True
    touches = any(found.end() == start for found in patterns().quantity.finditer(text, 0, start))
    return touches and pause_in(segment, start - 1, start + 1) is None


def _unit_at(text: str, at: int) -> int | None:
    """Where the trade unit ends that stands at `at`."""
    unit = patterns().trade_unit.match(text, at)
    return unit.end() if unit else None
