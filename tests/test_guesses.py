"""Numbers that only the words around them give a unit and a role."""

from __future__ import annotations

import pytest

from merchant_studio.facts import read_speech
from merchant_studio.facts.guesses import candidates
from merchant_studio.facts.line import Line
from merchant_studio.facts.speech import lines
from merchant_studio.records import Count

from .speech import heard, shown


def readings(*said: str) -> list[str]:
    segments = [heard(text, index=i) for i, text in enumerate(said)]
    return [shown(each) for each in read_speech(segments, "zh") if each.key]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Money without its name, for what a word before or after it counts.
        (
            ("保温杯。", "批发四十八，店里您挂八十九。"),
            ["wholesale_price 48 CNY <四十八>", "retail_price 89 CNY <八十九>"],
        ),
        (("雨伞。", "今天三十八一把。"), ["price 38 CNY <三十八一把>"]),
        (
            ("面膜。", "一盒九十二，五十盒起。"),
            ["price 92 CNY/box <九十二>", "moq 50 box <五十盒>"],
        ),
        (("别人家卖一百二，我家八十五。",), ["price 85 CNY <八十五>"]),
        # One, and not only "a".
        (("小锅。", "一台也卖。"), ["moq 1 machine <一台>"]),
        (("小锅。", "一台小锅，好看。"), []),
        # A temperature, and no angle; what the goods bear, and not how cold it is.
        (("烤箱。", "最高能到230度。"), ["temperature 230 temperature-celsius <230度>"]),
        (("地垫。", "零下40度不开裂。"), ["temperature -40 temperature-celsius <零下40度>"]),
        (("风扇。", "左右转120度。"), []),
        (("冰箱零下十八度。",), []),
        # Days and a date, a memory and two of them.
        (("挂钩。", "大货10日交。"), ["lead_time 10 day <10日>"]),
        (("挂钩。", "展会在5月10日。"), []),
        (("内存条。", "单条16个G，频率3200兆赫。"), ["memory 16 digital-gigabyte <16个G>"]),
        (("手机。", "4G加128G。"), []),
        # Kinds of something that nobody listed, and a code that no word names.
        (("杯子。", "釉色有5种。"), ["colors 5 color <5种>"]),
        (("声卡。", "来F706找我。"), ["booth F706 <F706>"]),
        # What holds many cartons is none.
        (("一个集装箱装两万。",), []),
    ],
)
def test_a_number_is_what_its_words_make_likely(said: tuple[str, ...], expected: list[str]) -> None:
    assert readings(*said) == expected


@pytest.mark.parametrize(
    ("likelihood", "expected"), [(0.79, []), (0.81, ["price 38 CNY <三十八>"])]
)
def test_what_is_not_likely_enough_is_not_read(
    likelihood: float, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def weighed(line: Line, i: int) -> dict[str, float]:
        return {"price": likelihood, "-": 1 - likelihood}

    monkeypatch.setattr("merchant_studio.facts.guesses.likelihoods", weighed)
    assert readings("雨伞。", "我们家三十八。") == expected


def test_a_candidate_is_exact() -> None:
    (said,) = lines([heard("前后三十来个，大概八十，正好九十。", index=0)])
    counts = [each.value.amount for each in candidates(said) if isinstance(each.value, Count)]
    assert counts == [90]
