"""How likely a value is of a key, and what the reader makes of it."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.facts.keys import KEYS
from merchant_studio.read.chinese import read_chinese
from merchant_studio.read.chinese.reading import lines
from merchant_studio.read.roles import LEAST, NOTHING, WEIGHTS, Line, Weights, clues, likelihoods

from .speech import heard


def line(*said: str) -> Line:
    *_, last = lines([heard(text, index=i) for i, text in enumerate(said)])
    return last


def roles(*said: str) -> list[str | None]:
    segments = [heard(text, index=i) for i, text in enumerate(said)]
    return [each.key for each in read_chinese(segments).values]


def test_a_value_is_known_by_what_stands_beside_it() -> None:
    assert clues(line("付三成。", "五天走货。"), 0) == {
        "kind duration",
        "unit duration:day",
        *(
            f"duration|{each}"
            for each in (
                "read None",
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
    unclear = line("大概三百个起订。")
    with pytest.raises(ValueError, match="no role"):
        clues(unclear, [found.value for found in unclear.taken].index(None))


@given(st.text(alphabet="一二三五十百个箱块天公斤长宽起订发货颜色，。的我们隔壁", max_size=30))
def test_likelihoods_are_shares(said: str) -> None:
    for each in lines([heard(said, index=0)]):
        for i, found in enumerate(each.taken):
            if found.value is not None:
                shares = likelihoods(each, i)
                assert sum(shares.values()) == pytest.approx(1)
                assert min(shares.values()) >= 0


def test_the_weights_name_keys_by_their_clues() -> None:
    with (files("merchant_studio") / "data" / WEIGHTS).open("rb") as file:
        stored = Weights.load(file)
    assert set(stored.keys) <= {*KEYS, NOTHING}
    assert all(one < other for one, other in pairwise(stored.clues))
    alone, beside = stored.likelihoods([]), stored.likelihoods(clues(line("五百个起订。"), 0))
    assert beside["moq"] > 0.95 > alone["moq"]


def test_weights_are_kept() -> None:
    weights = Weights.of({"price": 0.0, "moq": 0.5}, {"L c 价": {"price": 3.0}, "R c 起": {}})
    file = BytesIO()
    weights.save(file)
    file.seek(0)
    kept = Weights.load(file)
    assert kept.likelihoods(["L c 价"]) == weights.likelihoods(["L c 价"])
    assert kept.likelihoods(["L c 价"])["price"] == pytest.approx(1 / (1 + exp(0.5 - 3)))
    assert kept.likelihoods(["R c 起", "unknown"])["moq"] == pytest.approx(1 / (1 + exp(-0.5)))


@pytest.mark.parametrize(
    ("likelihood", "expected"), [(LEAST - 0.01, [None]), (LEAST + 0.01, ["weight"])]
)
def test_a_role_must_be_likely(
    likelihood: float, expected: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "merchant_studio.read.roles.likelihoods",
        lambda line, i: {"weight": likelihood, NOTHING: 1 - likelihood},
    )
    assert roles("杯子120克。") == expected


@pytest.mark.parametrize("likely", ["price", "voltage"])
def test_a_role_must_suit_its_value(likely: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "merchant_studio.read.roles.likelihoods", lambda line, i: {likely: 0.9, NOTHING: 0.1}
    )
    assert roles("杯子120克。") == [None]


@pytest.mark.parametrize(("likelihood", "expected"), [(0.7, None), (0.85, "price")])
def test_beside_a_sure_value_a_much_less_likely_one_is_none(
    likelihood: float, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def weighed(line: Line, i: int) -> dict[str, float]:
        return {"price": likelihood if "加" in line.text else 0.95}

    monkeypatch.setattr("merchant_studio.read.roles.likelihoods", weighed)
    assert roles("宝宝门栏。", "56块一套。", "再宽加一片，12块。") == ["price", expected]
