"""Codes of Chinese speech: 型号A二零三, 展位C二杠一一八, IP六五, CE和FCC认证, FOB."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from ...facts import CERTIFICATES, TRADE_TERMS, place_in_latin
from ...facts.numbers import HAN_DIGITS, NUMERAL_PARTS, digits_only, read_numeral
from ...languages import lexicon
from ...records import Code, Segment
from ..found import Found
from .spoken_units import A_UNIT

_DIGITS = r"[\d零〇一二三四五六七八九幺]"
_DASH = r"(?:-|—|－|_|横?杠)"
_NUMBER = rf"(?:{_DIGITS}{{1,8}}|[二三四五六七八九]?十[一二三四五六七八九]?)"
_NAMED = (
    rf"(?P<code>[A-Za-z]{{0,5}}\s?{_DASH}?{_NUMBER}"
    rf"(?:{_DASH}[A-Za-z]{{0,3}}{_DIGITS}{{1,8}})*[A-Za-z]{{0,4}})"
)
_END = rf"(?![\dA-Za-z{NUMERAL_PARTS}]|[.-]\d)"
_IS = r"(?:在?哪[里儿]?[？?])?(?:就|都|呢|是|为|叫|在|：|:|\s)*"
_AND = re.compile(r"\s*(?:认证|证书|证)?\s*(?:、|，|,|/|和|跟|与|及|以及|还有|加上?|\+|也?有)?\s*")
_HELD = re.compile(
    "认证|证|检测|报告|[测检通]过|过了|都过|有|齐|符合|标准|达标|带|拿到|做了|做过|食品级"
    "|欧盟|欧标|美标|出口"
)
_NOT_YET = re.compile(
    r"\s*(?:的?(?:认证|证书|证|标准|报告))?(?:我们|目前|暂时|现在|这个|也|都|还|就|正)*"
    "(?:没(?!问题|话说|得说|毛病)|无|不|在办|在做|办理|(?:可以|能)[办做申过出]|要的话|需要"
    "|要?送检|[帮替给][您你]们?[做办]|代[办做]|快下来|马上|下个月|明年|要?另)"
)
_NOT_HELD = re.compile(
    "(?:没有?|没做|没过|无|不带|不做|不报|不走|不是|办|申请|可以做|能做|要是要|如果要"
    "|要是做|如果做|需要|要求|您要|你要)"
    "(?:过|的|有|个)*(?:认证|证书)?$"
)
_COUNTED = re.compile("[台只件条把箱盒包支张顶打吨米块公千](?![证标])")
"""CPC台: a misheard number."""
_GLUED_MARK = re.compile(r"\d(?:CE|FCC|UL|GS|CB|PSE|ROHS)$")
"""型号VC208CE、FCC: the mark is no part of the code."""
_SENTENCE_END = "。！？；!?;\n"
_A_UNIT = re.compile(rf"\s*(?:{A_UNIT})(?!邮)", re.I)
_SHORTEST = 3
"""A code without letters has at least so many digits."""
_SHORT = 2
"""A mark of so few letters, such as CE, counts only beside a word such as 认证 (certified)."""


def read_codes(text: str, _: Segment) -> Iterator[Found]:
    """Model and booth numbers, grades such as IP65, certificates and trade terms."""
    yield from _named(text)
    yield from _grades(text)
    yield from _marks(text, _certificates(), "certificates", _is_held)
    yield from _marks(text, _terms(), "trade_terms", _is_offered)


def read_model_numbers(text: str, _: Segment) -> Iterator[Found]:
    """Letters with digits, whatever they name: A二零三."""
    for found in _plain().finditer(text):
        code = found["letters"] + digits_only(found["digits"])
        place = re.search(r"[区楼馆层街门号排]$", text[: found.start()])
        yield Found(found.start(), found.end(), None if place else Code(codes=(code,)))


def _named(text: str) -> Iterator[Found]:
    read_to: list[tuple[int, int]] = []
    for key, pattern in _words():
        for found in pattern.finditer(text):
            span = found.span("code")
            if any(start < span[1] and span[0] < end for start, end in read_to):
                continue
            code = _written(found["code"])
            letters = re.match("[A-Za-z]", code)
            if not letters and (
                len(re.sub(r"\D", "", code)) < _SHORTEST or _unit_follows(text, found)
            ):
                continue
            read_to.append(span)
            if _unit_follows(text, found) or _GLUED_MARK.search(code):  # 型号ABS100个
                yield Found(found.start("code"), found.end("code"), None)
                continue
            yield Found(found.start("code"), found.end("code"), Code(codes=(code,)), key=key)


def _unit_follows(text: str, found: re.Match[str]) -> bool:
    return bool(_A_UNIT.match(text, found.end("code")))


def _written(said: str) -> str:
    """The code as it is written: A203 for A二零三, C2-118 for C二杠一一八, GS406 for G-S406."""
    code = re.sub(_DASH, "-", said.strip()).replace("幺", "一").replace("点", ".")
    code = re.sub(r"(?<![A-Za-z])([A-Za-z])-(?=[A-Za-z](?:-|\d))", r"\1", code)
    if not re.search(r"\s[A-Z][a-z]", code):
        code = re.sub(r"\s", "", code)
    tens = re.compile("[二三四五六七八九]?十[一二三四五六七八九]?")
    code = digits_only(tens.sub(lambda found: str(read_numeral(found[0])), code))
    return code.upper() if re.fullmatch(r"[a-z\d.-]+", code) else code


def _grades(text: str) -> Iterator[Found]:
    """How waterproof the goods are: IP65, IPX五, IP六十八, IP4-4."""
    pattern = (
        rf"(?<![A-Za-z])IP\s?-?(?P<x>[Xx叉])?\s?(?P<n>{_DIGITS}(?:-?{_DIGITS})?"
        rf"|六十[五六七八九])(?P<k>K)?{_END}"
    )
    for found in re.finditer(pattern, text, re.I):
        n = found["n"].replace("-", "")
        digits = str(read_numeral(n)) if "十" in n else digits_only(n.replace("幺", "一"))
        if len(digits) == (1 if found["x"] else 2):
            code = f"IP{'X' if found['x'] else ''}{digits}{'K' if found['k'] else ''}"
            yield Found(found.start(), found.end(), Code(codes=(code,)), key="waterproof")


def _marks(
    text: str, marks: re.Pattern[str], key: str, counts: Callable[[str, re.Match[str], bool], bool]
) -> Iterator[Found]:
    """Certificates or trade terms; those said in a row are one value: CE和FCC."""
    group: list[re.Match[str]] = []
    names: list[str] = []
    every = list(marks.finditer(text))
    for i, found in enumerate(every):
        name = _mark(found["mark"])
        place = found.groupdict().get("place")
        name += f" {place_in_latin(place)}" if place else ""
        beside = [every[j] for j in (i - 1, i + 1) if 0 <= j < len(every)]
        listed = any(
            _AND.fullmatch(text, min(found.end(), other.end()), max(found.start(), other.start()))
            for other in beside
        )
        if not counts(text, found, listed or len(name) > _SHORT):
            continue
        if group and not _AND.fullmatch(text, group[-1].end(), found.start()):
            yield Found(group[0].start(), group[-1].end(), Code(codes=tuple(names)), key=key)
            group, names = [], []
        group.append(found)
        if name not in names:
            names.append(name)
    if group:
        yield Found(group[0].start(), group[-1].end(), Code(codes=tuple(names)), key=key)


def _is_offered(text: str, found: re.Match[str], _: bool) -> bool:
    """Whether a trade term is one that the merchant works with."""
    asked = text[: found.start()].endswith("还是") or text.startswith("还是", found.end())
    refused = asked or re.search("[不没别](?:做|报|走|接|是|了)*$", text[: found.start()])
    return not refused and not re.match("(?:我们)?(?:不|没|做不)", text[found.end() :])


def _is_held(text: str, found: re.Match[str], clear: bool) -> bool:
    """Whether the goods have the certificate now: not CE在办 (CE is being applied for)."""
    before, after = text[: found.start()], text[found.end() :]
    if _NOT_YET.match(after) or _NOT_HELD.search(before[-12:]) or _COUNTED.match(after):
        return False
    if clear:
        return True
    first = max(before.rfind(c) for c in _SENTENCE_END) + 1
    ends = [at for c in _SENTENCE_END if (at := after.find(c)) >= 0]
    return bool(_HELD.search(before[first:] + "\x00" + after[: min(ends, default=len(after))]))


def _mark(said: str) -> str:
    bare = _bare(said)
    return next(mark for mark in (*CERTIFICATES, *TRADE_TERMS) if _bare(mark) == bare)


def _bare(mark: str) -> str:
    text = mark.replace("点", "").replace("七十一", "71").replace("三十八", "38")
    return re.sub(r"[\s.-]", "", digits_only(text)).casefold()


def _spelled(mark: str) -> str:
    """A mark as it is heard: C E, EN七十一, ISO九零零一."""
    spoken = {"EN71": "EN七十一", "UN38.3": "UN三十八点三"}
    parts = []
    for c in mark:
        if c.isdecimal():
            parts.append(f"[{c}{'零一二三四五六七八九'[int(c)]}{'〇' if c == '0' else ''}]")
        elif c in "-.":
            parts.append(r"[-.点\s]?")
        else:
            parts.append(re.escape(c))
    other = f"|{spoken[mark]}" if mark in spoken else ""
    return r"[\s.]?".join(parts) + other


def _any_of(marks: tuple[str, ...], after: str = "") -> re.Pattern[str]:
    spelled = "|".join(_spelled(mark) for mark in sorted(marks, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z\d])(?P<mark>{spelled})(?![A-Za-z\d]){after}", re.I)


@cache
def _certificates() -> re.Pattern[str]:
    return _any_of(CERTIFICATES)


@cache
def _terms() -> re.Pattern[str]:
    places = "|".join(word for id in lexicon.table("places") for word in lexicon.entries("zh")[id])
    return _any_of(TRADE_TERMS, rf"(?:\s*(?P<place>{places})(?:港口?)?)?")


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z])(?!(?:MOQ|FOB|EXW|CIF|DDP))(?P<letters>[A-Z]{{1,4}})-?"
        rf"(?P<digits>[\d零〇一二三四五六七八九]{{2,6}}){_END}"
    )


_MODEL = "(?:产品)?(?:型号|货号|款号|编号|产品号|代号|机型|条码号|(?<![A-Za-z])model)(?:号|牌|no)?"
_BOOTH = (
    "(?:展位|摊位|商位|铺位|档口|展台|店面|门面|门牌|[摊店铺展]号"
    "|(?<![A-Za-z])booth(?:\\s?(?:number|no))?)号?(?:码)?"
)
_GAP = r"[^A-Za-z\d。！；!;\x00]{0,8}?[，,？?：:]?[^A-Za-z\d。！；!;\x00，]{0,4}?"
"""Words between what a code is and the code: 货号在吊牌上，写的N330."""
_HALL = rf"(?:(?:\d{{1,2}}|[二三]?十?{_DIGITS})[.点]{_DIGITS})?"
_LETTERED = (
    rf"(?!IPX?\d)(?P<code>(?:{_HALL}(?:[A-Za-z]-){{0,3}}[A-Za-z]{{1,5}}{_DASH}?"
    rf"|{_DIGITS}{{1,3}}[A-Za-z]{_DASH}?){_NUMBER}"
    rf"(?:{_DASH}[A-Za-z]{{0,3}}{_DIGITS}{{1,8}}|[A-Za-z]{_DIGITS}{{1,4}})*"
    r"(?:\s(?:Pro|Max|Plus|Mini|Lite|Air|Ultra)|[A-Za-z]{0,4}))"
)
"""A code that has letters."""
_THIS = "[，,]?(?:这|那|它|就)(?:就|都|是|咱|我们?|家|的)*"


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns of words that say what a code is, the surest first: 型号A203, 展位C2."""
    return tuple(
        (key, re.compile(pattern, re.I))
        for key, pattern in (
            ("model", rf"{_MODEL}{_GAP}{_LETTERED}{_END}"),
            (
                "model",
                rf"(?:这[款个支台只把条双套盏顶]?|它|名字?)(?:就|是|也)*叫{_IS}{_LETTERED}{_END}",
            ),
            ("model", rf"(?:[认选买拿]准?|就选)(?:我们|咱们|咱家)(?:家|的)*{_LETTERED}{_END}"),
            ("model", rf"{_MODEL}(?:{_IS}|多少[？?]){_NAMED}{_END}"),
            (
                "model",
                rf"(?<![A-Za-z\d]){_LETTERED}(?:型(?!号|的?号)|(?:这个)?型号(?=$|[，。！？,]))",
            ),
            ("model", rf"(?<![A-Za-z\d]){_LETTERED}{_THIS}{_MODEL}"),
            ("booth", rf"{_BOOTH}{_GAP}{_LETTERED}(?:号|{_END})"),
            ("booth", rf"{_BOOTH}{_IS}{_NAMED}(?:号|{_END})"),
            ("booth", rf"找我们?(?:就|请)*[到来去]{_LETTERED}(?:号|{_END})"),
        )
    )


_DIGIT = f"[\\d{HAN_DIGITS}〇幺]"
_PART = r"[\s，,、-]?"
_MOBILE = rf"[1一幺]{_PART}[3-9三四五六七八九](?:{_PART}{_DIGIT}){{9}}"
_DIALLED = re.compile(
    rf"(?<![\dA-Za-z{HAN_DIGITS}〇幺@_.-])(?:(?P<country>(?:\+\s*|加\s*)?(?:86|八六){_PART})?"
    rf"(?P<mobile>{_MOBILE})"
    rf"|(?P<line>[0零〇]{_DIGIT}{{2,3}}{_PART}{_DIGIT}{{7,8}})|(?P<abroad>\+\d"
    rf"(?:[\s-]?\d){{7,14}}))(?![\d{HAN_DIGITS}A-Za-z@_])"
)
_WECHAT = "微信|V信|薇信|wechat|weixin"
_CHANNELS = {
    "whatsapp": "whats\\s?app|瓦茨",
    "wechat": f"{_WECHAT}|加V|加我V",
    "phone": "电话|手机|座机|热线|传真|号码|联系|(?<!微信)号|[打拨]",
}
_SAME = re.compile(
    rf"(?:{_WECHAT})号?(?:[跟和与同]?(?:电话|手机)号?)?(?:也?是?同一?个?号?码?|也是(?:这个|它)号?)"
    rf"(?![A-Za-z\d])",
    re.I,
)
"""微信同号: the phone number is that of WeChat, too."""
_GONE = re.compile(r"[^。！？]{0,6}(?:不用了|停机|作废|换了|打不通|没人接)")
_ID = re.compile(
    rf"(?:{_WECHAT})(?!小程序)[^A-Za-z\d。！；\x00]{{0,14}}(?P<id>(?!whats)[A-Za-z](?:[A-Za-z_-]"
    rf"|{_DIGIT}){{3,19}})(?![A-Za-z@.]|[\u4e00-\u9fff]{{1,3}}[A-Za-z])",
    re.I,
)
_DOT = r"\s?[.点]\s?"
_WORD = rf"(?:[A-Za-z_-]|{_DIGIT})+"
_EMAIL = re.compile(
    rf"(?<![A-Za-z\d@])(?P<user>{_WORD}(?:{_DOT}{_WORD})*)\s?(?:@|艾特|圈[aA])\s?(?P<host>{_WORD}"
    rf"(?:{_DOT}{_WORD})*{_DOT}(?:com|cn|net|org|hk|ru|de))",
    re.I,
)
_SITE = re.compile(
    rf"(?<![A-Za-z\d@])(?P<host>(?:(?:www|3w|三W){_DOT})?{_WORD}(?:{_DOT}{_WORD})*{_DOT}(?:com"
    rf"|cn|net|org)(?:{_DOT}cn)?)(?![A-Za-z@])",
    re.I,
)


def read_contacts(text: str, _: Segment) -> Iterator[Found]:
    """Every address and number in a text, each under its key: phone, wechat, email."""
    for key, pattern in (("email", _EMAIL), ("website", _SITE)):
        for found in pattern.finditer(text):
            host = _address(found["host"])
            value = f"{_address(found['user'])}@{host}" if key == "email" else host
            yield Found(found.start(), found.end(), Code(codes=(value,)), key=key)
        text = pattern.sub(lambda found: "\x00" * len(found[0]), text)
    for found in _ID.finditer(text):
        code = digits_only(found["id"].replace("幺", "一")).rstrip("-_")
        yield Found(found.start("id"), found.end("id"), Code(codes=(code,)), key="wechat")
    yield from _numbers(text)


def _numbers(text: str) -> Iterator[Found]:
    for found in _DIALLED.finditer(text):
        key = _channel(text, found)
        if key is None or _GONE.match(text, found.end()):
            continue
        number = Code(codes=(_dialled(found),))
        yield Found(found.start(), found.end(), number, key=key)
        same = _SAME.search(text)
        if key == "phone" and same:
            yield Found(same.start(), same.end(), number, key="wechat")


def _channel(text: str, found: re.Match[str]) -> str | None:
    """Whether a number is for phone, WeChat or WhatsApp: what is named nearest to it."""
    before = re.split("[。！；!;]", text[: found.start()])[-1][-16:]
    said = _SAME.sub("号", before)
    ends = {
        key: max((name.end() for name in re.finditer(words, said, re.I)), default=0)
        for key, words in _CHANNELS.items()
    }
    named = {key: end for key, end in ends.items() if end}
    if "whatsapp" in named or "wechat" in named:
        named.pop("phone", None)  # 微信号, 打我WhatsApp
    if named:
        return max(named, key=lambda key: named[key])
    after = re.split("[。！？；!?;]", text[found.end() :])[0][:12]
    return next((key for key, words in _CHANNELS.items() if re.search(words, after, re.I)), None)


def _dialled(found: re.Match[str]) -> str:
    said = re.sub(r"[\s，,、]", "", found[0].replace("加", "+"))
    return digits_only(said.replace("幺", "一").replace("〇", "零"))


def _address(said: str) -> str:
    return digits_only(re.sub(r"\s", "", said).replace("点", ".").replace("幺", "一")).lower()
