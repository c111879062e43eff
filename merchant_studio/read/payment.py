"""Terms of payment as they are typed and said: 30% deposit, balance before shipment, by T/T."""

from __future__ import annotations

import re
from decimal import Decimal

from ..facts.numbers import NUMERAL, read_numeral
from ..records import Payment, Percent, Rest

METHODS = {
    "T/T": r"T/T|TT(?![\d-])|电汇|银行转账|telegraphic transfer|bank transfer|wire transfer",
    "L/C": r"L/C(?: at sight)?|LC(?: at sight)?(?![\d-])|(?:即期|远期)?信用证|letters? of credit",
    "D/P": r"D/P|付款交单",
    "D/A": r"D/A|承兑交单",
    "PayPal": r"PayPal|贝宝",
    "Western Union": r"Western Union|西联(?:汇款)?",
    "MoneyGram": r"MoneyGram|速汇金",
    "Alipay": r"Alipay|支付宝",
    "WeChat Pay": r"WeChat(?: Pay)?|微信(?:支付|付款|转账|收款)?",
    "Payoneer": r"Payoneer|派安盈",
    "Wise": r"\bWise\b",
}
"""How a way of paying is written abroad -> what it is called."""
_METHOD = {
    name: re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.I)
    for name, words in METHODS.items()
}
_SHARE = (
    rf"(?:(?P<share>\d+(?:\.\d)?)\s*[%％]|百分之(?P<hundredth>{NUMERAL})"
    "|(?P<tenths>[一二三四五六七八九])成)"
)
_DEPOSIT_WORDS = (
    "deposit|down payment|in advance|advance(?: payment)?|prepaid|prepayment"
    "|定金|订金|预付定金|预付款?|首付款?"
)
_DEPOSIT = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_SHARE}\s*(?:的)?(?:{_DEPOSIT_WORDS})",
        rf"(?:{_DEPOSIT_WORDS})(?: of|是|付|为|：|:|\s)*{_SHARE}",
    )
)
_NAMED = (
    r"(?:(?:the )?(?:(?<!\d)\d+ ?% )?(?:balance|rest|remainder)"
    "|(?:剩[下余]?|余下|其余|余款|尾款)的?(?:[二三四五六七八九]成)?)"
)
_LEFT = rf"(?:{_NAMED}|(?<!\d)\d+ ?[%％]|[二三四五六七八九]成)"
_PAID = rf"(?:{_LEFT}|payment|cash|paid)(?: (?:is )?(?:due|paid|payable))?"
_BILL = "(?:a |the )?(?:copy of )?(?:the )?(?:b/?l|bill of lading)(?: copy)?"
_REST: tuple[tuple[Rest, str], ...] = (
    (
        "against_documents",
        rf"(?:{_PAID} )?against {_BILL}"
        rf"|(?:{_NAMED}[，,]?|{_LEFT})?[见凭]提单(?:复印件|副本)?(?:再?[付结给][清款]?)?(?:{_LEFT})?",
    ),
    (
        "before_shipment",
        rf"{_PAID} (?:before|prior to) (?:shipment|shipping|delivery|loading|dispatch)"
        rf"|{_LEFT}?(?:[发出]货|装[货柜车]|开船)[之以]?前(?:全部|要)?(?:[付结][清款]?|清)(?:{_LEFT})?"
        "|款到发货|先款后货",
    ),
    (
        "on_delivery",
        rf"{_PAID} (?:on|upon|at) (?:delivery|arrival|receipt)|\bCOD\b"
        rf"|{_LEFT}?(?:货到|到货|收货|收到货)(?:再|后|就)?[付结](?:款|清)?(?:{_LEFT})?",
    ),
)
"""When what is left is paid -> how it is said."""
_OF_ALL = re.compile("付款|款到|先款|payment|paid|cash|COD", re.I)
_BETWEEN = re.compile(
    r"(?:by|via|with|in|and|or|payment|payable|accept(?:ed|s)?|we|terms?|100 ?%|advance)\b"
    r"|付款|支付|方式|可以|支持|接受|都|行|做|走|用|或者?|和|跟|及|[\s,，;；、+./&：:。]",
    re.I,
)
"""What may stand between the parts of typed terms."""


def parse_payment(text: str) -> Payment | None:
    """Terms of payment as they are typed; None: a word of them is not understood."""
    methods, rest = methods_in(text), text
    for name in methods:
        rest = _METHOD[name].sub(" ", rest)
    rest = " ".join(rest.split())
    deposit = next((found for each in _DEPOSIT if (found := each.search(rest))), None)
    share = _share(deposit) if deposit else None
    rest = deposit.re.sub(" ", rest, count=1) if deposit else rest
    when, left, rest = _rest_of(" ".join(rest.split()))
    told = re.search(r"\d+(?= ?[%％])", left)
    fits = 0 < share < 100 if share is not None else True
    if told and (share is None or Decimal(told[0]) != 100 - share):
        return None
    if not fits or _BETWEEN.sub("", rest) or not (methods or share or when):
        return None
    percent = Percent(amount=share) if share else None
    is_all = share is None and bool(_OF_ALL.search(left))
    return Payment(methods=methods, deposit=percent, rest=when, is_all=is_all)


def terms_in(text: str) -> tuple[int, int] | None:
    """Where the first terms of payment of a talk stand: T/T、信用证; None: it has none."""
    patterns = [*_METHOD.values(), *(re.compile(words, re.I) for _, words in _REST)]
    spans = sorted(found.span() for each in patterns for found in each.finditer(text))
    if not spans:
        return None
    start, end = spans[0]
    for following, last in spans[1:]:
        if _BETWEEN.sub("", text[end:following]):
            break
        end = max(end, last)
    return start, end


def methods_in(text: str) -> tuple[str, ...]:
    """The ways of paying that a text names, in its order."""
    found = {name: at.start() for name, each in _METHOD.items() if (at := each.search(text))}
    return tuple(sorted(found, key=lambda name: found[name]))


def _rest_of(text: str) -> tuple[Rest | None, str, str]:
    """When what is left is paid, the words that tell it, and the text without them."""
    for when, pattern in _REST:
        if found := re.search(pattern, text, re.I):
            return when, found[0], f"{text[: found.start()]} {text[found.end() :]}"
    return None, "", text


def _share(found: re.Match[str]) -> Decimal | None:
    if found["share"]:
        return Decimal(found["share"])
    tenths = read_numeral(found["tenths"]) if found["tenths"] else None
    return tenths * 10 if tenths else read_numeral(found["hundredth"] or "")
