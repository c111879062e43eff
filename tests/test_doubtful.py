"""What can hardly have been said as it was heard is found: loops, and speech without words."""

from __future__ import annotations

import pytest

from merchant_studio.hear.doubtful import is_garbled, loop, without_loop
from merchant_studio.records import Segment

from .speech import by_letter


def segment(text: str, lasts_ms: int) -> Segment:
    """A segment whose characters are said one after the other."""
    return by_letter(text, each_ms=max(1, lasts_ms // max(1, len(text))))


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("电话333-351-351-351-351-251", "-351"),
        ("请您您您您您您您看", "您"),
        ("质保 现货 质保 现货 质保 现货 质保 现货", "质保 现货"),
        # What people say often, and round numbers.
        ("对对对对，看看看", None),
        ("一共1000000000块", None),
        ("哈哈哈哈哈", None),
        ("一个一个一个说", None),
        ("", None),
    ],
)
def test_a_loop_is_a_run_that_stands_four_times_or_more(text: str, run: str | None) -> None:
    found = loop(text)
    assert (found[1] if found else None) == run


def test_more_than_anybody_says_in_its_time_is_garbled() -> None:
    said = "这款保温杯采用不锈钢容量五百毫升"
    assert not is_garbled(segment(said, 3000), spaced=False)
    assert is_garbled(segment(said + "能保温十二个小时有八种颜色可以选", 2000), spaced=False)
    assert not is_garbled(segment("好的谢谢大家", 10), spaced=False)
    words = "a stainless steel flask that keeps tea hot"
    assert not is_garbled(segment(words, 2000), spaced=True)
    assert is_garbled(segment(words, 1000), spaced=True)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("电话351-351-351-351-251，谢谢", "电话351-251，谢谢"),
        ("问问问问问问问问今天有很多人", "问今天有很多人"),
        ("好好好好好好好吃吃吃吃吃吃吃", "好吃"),
        ("没有毛病", "没有毛病"),
    ],
)
def test_of_a_loop_one_run_is_kept(text: str, rest: str) -> None:
    words = without_loop(segment(text, 5000).words)
    assert "".join(word.text for word in words) == rest
