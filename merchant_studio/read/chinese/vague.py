"""Numbers of Chinese speech that are not exact, and are no facts: 几百个, 一百多个, 七天左右."""

from __future__ import annotations

import re

_VAGUE_BEFORE = re.compile(
    "(?:[几约第近前]|(?<![大最中])小"
    "|(?:大概|大约|差不多|估计|可能|也许|顶多|最多|至多|撑死|将近|接近|最?快)"
    "(?:也|就|要|是|得|在|能|有|需要|用|重|长|到|都|会|装|收|卖|做|等|给|您|你)*"
    "|不到|超过|远超|多达|零下|[低高少多小大]于|不[足止下]|约莫|估摸着?有?|大概齐|差不离|毛估"
    "|(?<!不)怕[是有]?|不用|不需要|用不着|无需|不必|不是|没到|没有|少说"
    r"|[负\-−]|[\d一二三四五六七八九十]、|(?:^|[\s，。])\d+\s)$"
)
_VAGUE_AFTER = re.compile(
    "钱?(?:多(?!功能|层|种|色)|来(?![拿取提拉领])|余|几|左右|上下|出头|开外|不到|以下|好几|冒头"
    "|的样子|光景|上落|差不多(?=$|[，。！？,的了吧])|(?<=[天年月时克斤])样子)"
)
_TIME_GONE = re.compile("[天年月周次日]|星期|礼拜")


def is_vague(text: str, start: int, end: int) -> bool:
    """Whether the number in `text[start:end]` is not exact: 几百个, 一百多个, 七天左右."""
    before = text[max(0, start - 9) : start]
    return bool(
        _VAGUE_BEFORE.search(before)
        or (before[-1:] in ("这", "那") and _TIME_GONE.search(text, start, end + 1))
        or _VAGUE_AFTER.match(text, end)
    )
