"""In a browser: the video is seen, and its look chosen, before it is made; no letter is a box."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Playwright, expect
from playwright.sync_api import Page as Tab

from merchant_studio.picture.typeset import path_of
from tests.browsing import (
    LAPTOP,
    PHONE,
    at,
    copy_of,
    is_narrow_enough,
    line,
    listen,
    start_browser,
    tab_of,
    type_over,
    wait_for_letters,
    write,
)
from tests.page import Page

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
DRAWN = """address => {
  const image = document.querySelector("[data-still-picture]");
  const still = document.querySelector("[data-still]");
  return image?.naturalWidth && image.src !== address && !still.classList.contains("drawing");
}"""


def picture(tab: Tab) -> Locator:
    return tab.locator("[data-still-picture]")


def drawn_by(tab: Tab, change: Callable[[], object]) -> tuple[int, int]:
    """The size of the still after a change, which must draw it anew."""
    before = picture(tab).get_attribute("src")
    change()
    tab.wait_for_function(DRAWN, arg=before)
    width, height = tab.evaluate(
        "() => { const i = document.querySelector('[data-still-picture]');"
        " return [i.naturalWidth, i.naturalHeight]; }"
    )
    return int(width), int(height)


def choose(tab: Tab, name: str, value: str) -> Callable[[], object]:
    return lambda: tab.locator(f".still input[name={name}][value='{value}']").check(force=True)


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_video_is_seen_before_it_is_made(
    visit: Callable[..., Tab], page: Page, made: Path, size: dict[str, Any]
) -> None:
    tab = visit(size=size)
    listen(tab, made / "pitch.mp4")
    write(tab, "en", "ar")
    expect(picture(tab)).to_be_visible()
    assert is_narrow_enough(tab)
    expect(picture(tab)).to_have_attribute("alt", re.compile("画面预览：第 \\d 行"))
    # The line at hand is the one that is seen, and what is typed is seen, too.
    drawn_by(tab, line(tab, 1).locator(".text").click)
    expect(picture(tab)).to_have_attribute("alt", "画面预览：第 1 行")
    drawn_by(tab, lambda: type_over(line(tab, 1), "Control+a", "Welcome to our booth."))
    # How it looks is chosen there.
    drawn_by(tab, choose(tab, "style", "box"))
    drawn_by(tab, choose(tab, "captions", "top"))
    assert drawn_by(tab, choose(tab, "shape", "1:1")) == (960, 960)
    assert drawn_by(tab, choose(tab, "shape", "9:16")) == (540, 960)
    slide = tab.locator("[data-still-slide]")
    drawn_by(tab, lambda: slide.press("End"))
    expect(picture(tab)).to_have_attribute("alt", "画面预览：片尾")
    before = slide.get_attribute("max")
    drawn_by(tab, tab.locator(".still input[name=end_card]").uncheck)
    assert int(slide.get_attribute("max") or 0) == int(before or 0) - 1
    # Another language has its own still; a style is shown by a picture of it.
    drawn_by(tab, tab.locator("[data-act=tongue][data-tag=ar]").click)
    for small in tab.locator(".still .looks img").all():
        expect(small).to_have_js_property("complete", True)
        assert small.evaluate("image => image.naturalWidth") > 100
    # The video is made so, and a look that is changed afterwards makes it old.
    tab.click("[data-act=render]")
    expect(tab.locator(".card img.empty, .card video")).to_have_count(2)
    expect(tab.locator(".card.made")).to_have_count(2)
    tab.click("[data-act=go][data-step='3']")
    expect(picture(tab)).to_be_visible()
    choose(tab, "style", "shadow")()
    expect(tab.locator(".still input[name=style][value=shadow]")).to_be_checked()
    tab.click("[data-act=go][data-step='4']")
    expect(tab.locator(".card .old").first).to_contain_text("字幕样式换过了")


def test_letters_are_no_boxes_on_a_device_without_fonts(
    playwright: Playwright, page: Page, pattern: Path, tmp_path: Path
) -> None:
    # Without any font Chromium ends; this device has one for Latin letters.
    (tmp_path / "fonts").mkdir()
    shutil.copy(path_of("latin"), tmp_path / "fonts" / "latin.ttf")
    only = tmp_path / "fonts.conf"
    only.write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    address = at(page, copy_of(pattern, page), 3)
    fonts = {**os.environ, "FONTCONFIG_FILE": str(only)}
    program = start_browser(playwright, env=fonts)
    with tab_of(program, address, "zh-CN", **LAPTOP) as tab:
        tab.wait_for_selector(".step[data-step='3'] h1")
        expect(picture(tab)).to_be_visible()
        wait_for_letters(tab)
        for tag, text in {
            "zh": "核对文案",
            "ar": "السعر",
            "th": "ราคา",
            "ja": "価格です",
            "ko": "가격은",
            "hi": "कीमत",
        }.items():
            shapes = [letters(tab, tag, letter) for letter in dict.fromkeys(text)]
            assert all(shape.any() for shape in shapes), tag
            # A box is the same for every letter.
            assert len({shape.tobytes() for shape in shapes}) == len(shapes), tag
    program.close()


def letters(tab: Tab, tag: str, text: str) -> Any:
    """How the page draws a text, as pixels."""
    tab.evaluate(
        """([tag, text]) => {
          document.querySelector("#letters")?.remove();
          const sample = Object.assign(document.createElement("p"), { id: "letters", lang: tag });
          sample.textContent = text;
          sample.style = "position:fixed;inset:0 auto auto 0;z-index:9;background:#fff;color:#000;"
            + "width:90px;height:90px;font-size:48px;margin:0";
          document.querySelector(".studio-body").append(sample);
        }""",
        [tag, text],
    )
    tab.evaluate(  # the letters are laid out, and their font is asked for
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    wait_for_letters(tab)
    with Image.open(io.BytesIO(tab.locator("#letters").screenshot())) as shot:
        return np.asarray(shot.convert("L")) < 128
