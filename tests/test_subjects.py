"""Of what a length is said: of the goods as they were introduced, or of something else."""

from __future__ import annotations

import pytest

from merchant_studio.facts.speech import read_speech

from .speech import heard


@pytest.mark.parametrize(
    ("introduced", "said"),
    [
        ("老板，走步机，家用的。", "跑带宽四十二公分。"),
        ("宝妈看过来，儿童餐椅。", "托盘三十公分宽。"),
        ("铝合金人字梯，轻。", "管壁一毫米二。"),
        ("各位老板，首饰盒，皮面的，带镜子。", "镜子高十五公分。"),
        ("拉链找我就对了。", "牙宽六毫米，拉起来很顺。"),
        ("盐灯，真石头。", "底下那木头托，十二公分宽，稳当着呢。"),
        ("仓鼠笼子，双层的。", "这个跑轮啊，静音的，直径二十一公分。"),
        ("沥水碗架，不锈钢的。", "吸盘，六只，每只直径四公分。"),
        ("拉链找我就对了。", "压宽六毫米，拉起来很顺。"),
        ("浇花壶，自家厂里吹的。", "随着长二十六公分。"),
    ],
)
def test_a_length_of_something_that_nobody_introduced_is_nobodys(
    introduced: str, said: str
) -> None:
    assert lengths(introduced, said) == []


@pytest.mark.parametrize(
    ("introduced", "said", "key"),
    [
        ("老板，走步机，家用的。", "机身长一米二。", "length"),
        ("老板，走步机，家用的。", "走步机宽六十公分。", "width"),
        ("老板，走步机，家用的。", "收起来高十五公分，展开长一米二。", "length"),
        ("宝妈看过来，儿童餐椅。", "椅子高一米。", "height"),
        ("宝妈看过来，儿童餐椅。", "整个高一米。", "height"),
        ("玻璃的，您弹一下。", "杯子高十二公分。", "height"),
        ("玻璃的，您弹一下。", "杯高十二公分。", "height"),
        ("玻璃的，您弹一下。", "杯口直径八公分。", "diameter"),
        ("玻璃的，您弹一下。", "高十二公分。", "height"),
        ("砧板，竹子的，厚实。", "板子三公分厚。", "thickness"),
        ("做五金的，先讲数。", "板厚两毫米。", "thickness"),
    ],
)
def test_a_length_of_the_goods_is_theirs(introduced: str, said: str, key: str) -> None:
    assert lengths(introduced, said) == [key]


def test_where_nothing_was_introduced_a_name_may_be_the_goods() -> None:
    assert lengths("果盘直径三十三公分。") == ["diameter"]


def lengths(*sentences: str) -> list[str | None]:
    """The keys of the lengths of the sentences that have one."""
    segments = [heard(text, index=index) for index, text in enumerate(sentences)]
    units = ((r.key, getattr(r.value, "unit", "")) for r in read_speech(segments))
    return [key for key, unit in units if key and str(unit).startswith("length-")]
