"""How likely a value is of a key, and what the reader makes of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.facts import likely, read_speech
from merchant_studio.facts.keys import KEYS
from merchant_studio.facts.line import Line
from merchant_studio.facts.speech import lines

from .speech import heard


def line(*said: str) -> Line:
    *_, last = lines([heard(text, index=i) for i, text in enumerate(said)])
    return last


def roles(*said: str) -> list[tuple[str | None, bool]]:
    segments = [heard(text, index=i) for i, text in enumerate(said)]
    return [(each.key, each.guessed) for each in read_speech(segments, "zh")]


def test_a_value_is_known_by_what_stands_beside_it() -> None:
    assert likely.features(line("付三成。", "五天走货。"), 0) == {
        "kind duration",
        "unit duration:day",
        *(
            f"duration|{each}"
            for each in (
                "end 天",
                "ends 五天",
                "L 0",
                "L! c ^",
                "L! s ^",
                "R 2",
                *("R c 走", "R c 货", "R c 走 货", "R s zou", "R s huo", "R s zou huo"),
                *("R! c 走", "R! c 走 货", "R! c 走 货 $", "R! s zou", "R! s zou huo"),
                *("R! s zou huo $", "R! c 走 货 $"),
                "P 1",
                *("P c <", "P s <", "P! c <", "P! c ^ <", "P! s <", "P! s ^ <"),
                *("N 0", "N! c $", "N! s $"),
                "between  走",
                "around  天 走",
                "size 1",
                "after ",
                "before ",
            )
        ),
    }


def test_what_could_not_be_read_has_no_role() -> None:
    unclear = line("八十六乘亿厘米。")
    with pytest.raises(ValueError, match="no role"):
        likely.features(unclear, [found.value for found in unclear.taken].index(None))


@given(st.text(alphabet="一二三五十百个箱块天公斤长宽起订发货颜色，。的我们隔壁", max_size=30))
def test_likelihoods_are_shares(said: str) -> None:
    for each in lines([heard(said, index=0)]):
        for i, found in enumerate(each.taken):
            if found.value is not None:
                shares = likely.likelihoods(each, i)
                assert sum(shares.values()) == pytest.approx(1)
                assert min(shares.values()) >= 0


def test_the_weights_are_of_keys_and_of_the_features_that_are_looked_for() -> None:
    weights = likely._weights()
    assert {key for pairs in weights.values() for key in pairs} <= {*KEYS, likely.NOTHING}
    assert all(one < other for one, other in pairwise(weights))
    known = [feature in weights for feature in likely.features(line("五百个起订。"), 0)]
    assert sum(known) > len(known) / 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # No rule knows these words, or one says that the value is another's.
        (("平板电脑。", "待机我自己测的，整300个小时。"), ("working_time", True)),
        (("颈枕，记忆棉。", "要绣自己的标，打样3天。"), ("sample_time", True)),
        # The rules take these for a working time and for the size of the goods.
        (("真空封口机。", "你看啊，8秒一个袋，嗖嗖的。"), (None, False)),
        (("劳保鞋，钢包头。", "铁块1米高往下砸，没瘪。"), (None, False)),
        # Both agree.
        (("保温杯。", "五百个起订。"), ("moq", False)),
    ],
)
def test_a_role_is_what_the_words_make_likely(
    said: tuple[str, ...], expected: tuple[str | None, bool]
) -> None:
    assert roles(*said) == [expected]


@pytest.mark.parametrize(("likelihood", "expected"), [(0.7, None), (0.85, "price")])
def test_beside_a_sure_value_a_much_less_likely_one_is_none(
    likelihood: float, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def weighed(line: Line, i: int) -> dict[str, float]:
        return {"price": likelihood if "加" in line.text else 0.95}

    monkeypatch.setattr("merchant_studio.facts.roles.likelihoods", weighed)
    read = roles("宝宝门栏。", "56块一套。", "再宽加一片，12块。")
    assert read == [("price", False), (expected, False)]
