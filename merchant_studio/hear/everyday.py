"""Common Chinese words, which are not corrected: 交代, 手势."""

from __future__ import annotations

import re
from functools import lru_cache

_EVERYDAY = re.compile(
    "一幅|一架|不料|义军|五斤|交代|交待|佩剑|倾倒|全州|全洲|内核|内河|剥离|参合"
    "|发家|发誓|吴县|圆木|墓志|外乡|外貌|奠基|娇妻|婉拒|守势|守宫|定单|工场"
    "|幽会|待发|怠工|慈溪|成色|手势|把守|担架|拉练|指代|文句|断代|断面|无畏"
    "|无谓|无限|木香|树枝|梓潼|沙县|浠水|清亮|清官|溪水|灯市|现今|电击|皮袋"
    "|真知|私仇|笼头|纸带|线或|羽衣|至宝|辈子|铁制|铅灰色|门店|面筋|鼓词"
    "|最长|外形|磁钉|铁皮|香包|才重|微信"
)
"""Words that sound like one of the lexicon's and are missing in pypinyin's dictionary; each stands
20 times or more in the corpus of jieba's dictionary."""


def splits_a_word(text: str, start: int, end: int, meant: str) -> bool:
    """Whether a correction would break a word of the text: 充电时间 must not become 充电式间.

    It breaks one if a changed character and the one beside it are a word, such as 时间 or 一般.
    """
    first = text[start] != meant[:1] and is_common(text[max(0, start - 1) : start + 1])
    last = text[end - 1] != meant[-1:] and is_common(text[end - 1 : end + 1])
    return (start > 0 and first) or last


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Whether this is a common word, which the merchant may have meant: 手势."""
    from pypinyin.phrases_dict import phrases_dict

    return bool(_EVERYDAY.fullmatch(word)) or word in phrases_dict
