"""Misheard words around a number: what it counts or measures tells which word was meant.

Nobody says 公立66瓦 (a public 66 watts): it is 功率, the power. Only the names of what has such a
unit are looked for there, so they may even sound a little different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .repair import Repair
from .sounds import nearly_alike

EXPECTED_BY = "what is measured"
_HAN = "一二两三四五六七八九十百千万半"
_NUMBER = rf"(?:百分之)?(?:\d[\d,.]*[百千万]?|[{_HAN}零点]+)"
_LENGTH = "(?:[厘毫]?米|公分)"
_COUNTER = "[个只件条把盏双套支台顶块包袋瓶盒本张对副]"
_CARTON = "[枪销相像象向项乡香]"
_TIMES = "[成程城诚]"
_IS = "[是有为在：:，, ]?"
_WORD = re.compile(f"(?:(?![{_HAN}])[一-鿿])+")
_CLAUSE_END = re.compile("[，。！？；,!?;]")
_CHARACTERS: tuple[tuple[str, str, str], ...] = (
    (rf"(?<=[\d{_HAN}斤米个块])[幅服福符浮]", "伏", "电压|输入"),
    (rf"(?<=[\d{_HAN}斤米个块])[圣生声胜]", "升", "装|容"),
    (rf"(?<=[\d{_HAN}斤米个块])[娃挖袜晚]", "瓦", "功率"),
    (rf"(?<=[\d{_HAN}]个)[季级机鸡纪寄]", "G", "内存|存储|储存"),
    (r"(?<=公斤)[版板办]|(?<=[斤米个块])[版板办](?=$|[，。,.; ])", "半", rf"[\d{_HAN}]..?$"),
    (rf"(?<=[\d{_HAN}]){_TIMES}(?={_NUMBER}(?:(?:{_TIMES}|[乘×x*]){_NUMBER})?{_LENGTH})", "乘", ""),
    (rf"(?<=打)[酒久旧](?=[{_HAN}\d]?折)", "九", ""),
    (r"(?<=一)大(?=(?:十二|12)[双只条个支件块副])", "打", ""),
    ("(?<=克)[美没妹](?=平)", "每", ""),
    (rf"(?:十|10)(?=速{_IS}{_NUMBER})", "时", ""),
    (rf"(?<=\d\.\d)亿(?={_COUNTER})|(?<=块)亿(?={_COUNTER})|(?<=[\d{_HAN}]米)亿", "一", ""),
    (rf"[一以]{_CARTON}(?={_NUMBER}{_COUNTER})", "一箱", ""),
    (rf"(?<=[\d{_HAN}]){_CARTON}(?=起)", "箱", ""),
    (rf"(?<=[\d{_HAN}])[格各](?=$|[，。 \d{_HAN}])", "个", rf"箱{_NUMBER}$"),
    (rf"(?<=先)[负富副附](?={_NUMBER})", "付", ""),
    (rf"大(?=样[费，]?{_NUMBER})", "打", ""),
    (rf"(?<=[\d{_HAN}]个)[骂麻]", "码", ""),
    (rf"(?<=美[金元])加(?={_NUMBER}块)", "价", ""),
    ("(?<=块)标(?=起)", "表", ""),
    (rf"(?<=[交货工])七(?=[ {_HAN}\d]+天)", "期", ""),
)
"""Characters that are heard, what they stand for, and what the clause must say before them."""


def repairs(
    text: str, measured: Mapping[str, Sequence[str]], counted: Sequence[str]
) -> Iterator[Repair]:
    """What to put right beside the numbers of a text.

    `measured`: words by what follows them, a regular expression in which # is a number; `counted`:
    words that follow a number and 个 or 种.
    """
    for pattern, meant, said in _CHARACTERS:
        for found in re.finditer(pattern, text):
            clause = _CLAUSE_END.split(text[: found.start()])[-1]
            if re.search(said, clause):
                yield Repair(*found.span(), found[0], meant, EXPECTED_BY)
    known = {word for words in measured.values() for word in words}
    for value, words in measured.items():
        for found in re.finditer(f"{_IS}(?:{value.replace('#', _NUMBER)})", text):
            yield from _one(text, found.start(), words, known, before=True)
    for found in re.finditer(rf"[\d{_HAN}][个种]", text):
        yield from _one(text, found.end(), counted, set(counted), before=False)


def _one(
    text: str, at: int, words: Sequence[str], known: set[str], *, before: bool
) -> Iterator[Repair]:
    """The word beside position `at`, if just one of the words sounds like it."""
    beside = [text[max(0, at - size) : at] if before else text[at : at + size] for size in (2, 3)]
    if known.intersection(beside):
        return
    meant = {
        (heard, word)
        for word in words
        for heard in beside
        if len(heard) == len(word) and _WORD.fullmatch(heard) and nearly_alike(heard, word)
    }
    if len(meant) == 1:
        heard, word = meant.pop()
        start = at - len(heard) if before else at
        yield Repair(start, start + len(heard), heard, word, EXPECTED_BY)
