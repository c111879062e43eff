"""How to reach the merchant: 电话幺三九…, 微信加我 abc六八, WhatsApp加八六…, 邮箱, 网址."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...facts.numbers import HAN_DIGITS, digits_only
from ...records import Code, Segment
from ..found import Found
from ..later import later

_DIGIT = f"[\\d{HAN_DIGITS}〇幺]"
_PART = r"[\s，,、-]?"
_MOBILE = rf"[1一幺]{_PART}[3-9三四五六七八九](?:{_PART}{_DIGIT}){{9}}"
_NUMBER = later(
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
_SAME = later(
    rf"(?:{_WECHAT})号?(?:[跟和与同]?(?:电话|手机)号?)?(?:也?是?同一?个?号?码?|也是(?:这个|它)号?)"
    rf"(?![A-Za-z\d])",
    re.I,
)
"""微信同号: the phone number is that of WeChat, too."""
_GONE = later(r"[^。！？]{0,6}(?:不用了|停机|作废|换了|打不通|没人接)")
_ID = later(
    rf"(?:{_WECHAT})(?!小程序)[^A-Za-z\d。！；\x00]{{0,14}}(?P<id>(?!whats)[A-Za-z](?:[A-Za-z_-]"
    rf"|{_DIGIT}){{3,19}})(?![A-Za-z@.]|[\u4e00-\u9fff]{{1,3}}[A-Za-z])",
    re.I,
)
_DOT = r"\s?[.点]\s?"
_WORD = rf"(?:[A-Za-z_-]|{_DIGIT})+"
_EMAIL = later(
    rf"(?<![A-Za-z\d@])(?P<user>{_WORD}(?:{_DOT}{_WORD})*)\s?(?:@|艾特|圈[aA])\s?(?P<host>{_WORD}"
    rf"(?:{_DOT}{_WORD})*{_DOT}(?:com|cn|net|org|hk|ru|de))",
    re.I,
)
_SITE = later(
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
    for found in _NUMBER.finditer(text):
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
