"""What platforms cover and allow."""

from __future__ import annotations

import pytest

from merchant_studio.errors import UnknownNameError
from merchant_studio.languages.platforms import (
    PostLimits,
    Rect,
    platform,
    platform_names,
    safe_area,
)


def test_the_platforms() -> None:
    assert platform_names() == ("reels", "shorts", "tiktok", "wechat")
    for name in platform_names():
        assert platform(name).name == name
    with pytest.raises(UnknownNameError, match="there is no platform 'x'; choose one of: reels"):
        platform("x")


@pytest.mark.parametrize("frame", [(1080, 1920), (720, 1280), (405, 719), (1080, 1350)])
def test_no_platform_covers_the_safe_area(frame: tuple[int, int]) -> None:
    width, height = frame
    area = safe_area(*frame)
    for zone in (platform(name).safe for name in platform_names()):
        assert zone.left * width <= area.left + 1 and area.right - 1 <= width * (1 - zone.right)
        assert zone.top * height <= area.top + 1 and area.bottom - 1 <= height * (1 - zone.bottom)


def test_the_safe_area_of_the_shapes() -> None:
    assert safe_area(1080, 1920) == Rect(192, 288, 888, 1248)
    assert safe_area(1080, 1080) == Rect(54, 54, 1026, 1026)
    assert safe_area(1920, 1080) == Rect(96, 54, 1824, 1026)
    assert (safe_area(1080, 1920).width, safe_area(1080, 1920).height) == (696, 960)


@pytest.mark.parametrize(
    ("counted_in", "length"), [("characters", 4), ("utf-16", 5), ("utf-8", 11)]
)
def test_a_post_is_counted_as_the_platform_does(counted_in: str, length: int) -> None:
    limits = {"title_chars": 0, "text_chars": 9, "hashtags": 5, "counted_in": counted_in}
    assert PostLimits.model_validate(limits).length("a水杯😀") == length
