"""The transcript on the page, in a browser: sentences corrected, split and joined.

Findings 5 and 6 of the page's review: misheard words could not be corrected.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from tests.browsing import (
    PHONE,
    READABLE,
    at,
    copy_of,
    fact,
    is_narrow_enough,
    line,
    listen,
    product_of,
    tab_of,
    type_over,
)
from tests.page import SPOKEN, Page

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SMALL = """() => [...document.querySelectorAll(".transcript button")]
  .filter((e) => e.checkVisibility() && Math.min(...["width", "height"].map(
    (side) => e.getBoundingClientRect()[side])) < 43.9).map((e) => e.outerHTML.slice(0, 80))"""
"""Buttons of the transcript that a thumb misses."""


def sentence(tab: Tab, number: int) -> Locator:
    return tab.locator(f".transcript li[data-sentence='{number - 1}']")


def texts(tab: Tab) -> list[str | None]:
    return [row.get_attribute("data-text") for row in tab.locator(".transcript li").all()]


def test_a_misheard_sentence_is_corrected_on_the_phone(
    visit: Callable[..., Tab], made: Path
) -> None:
    tab = visit(size=PHONE)
    listen(tab, made / "pitch.mp4")
    fact(tab, "moq").locator("[data-act=confirm]").click()
    expect(fact(tab, "moq")).to_have_class("sure")
    sentence(tab, 3).locator(".words").tap()
    field = tab.locator(".corrector textarea")
    expect(field).to_have_value("单价18块5，100个起订，7天交货。")
    expect(field).to_be_focused()
    assert is_narrow_enough(tab) and tab.evaluate(SMALL) == [] and tab.evaluate(READABLE) == []
    field.fill("单价19块5，100个起订，10天交货。")
    field.press("Enter")
    expect(sentence(tab, 3).locator(".badge")).to_have_text("您改的")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("19.50元/件")
    expect(fact(tab, "lead_time").locator("input[name=value]")).to_have_value("10天")
    expect(fact(tab, "price")).to_have_class("heard")
    expect(fact(tab, "moq")).to_have_class("sure")
    assert tab.evaluate(SMALL) == []

    # A new listening, for the product has another name, keeps it; one press takes it back.
    tab.click(".steps button >> nth=0")
    tab.fill("input[name=name]", "真空保温杯")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")
    expect(sentence(tab, 3).locator(".badge")).to_have_text("您改的")
    expect(fact(tab, "moq")).to_have_class("sure")
    sentence(tab, 3).locator("[data-corrects]").tap()
    tab.locator(".corrector [data-restores]").tap()
    expect(sentence(tab, 3).locator(".badge")).to_have_count(0)
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("18.50元/件")


def test_a_sentence_is_split_and_joined_with_the_keyboard(
    visit: Callable[..., Tab], made: Path
) -> None:
    tab = visit("en-US")
    listen(tab, made / "pitch.mp4")
    sentence(tab, 2).locator("[data-corrects]").press("Enter")
    field = tab.locator(".corrector textarea")
    expect(field).to_be_focused()
    field.press("End")
    field.press("x")
    field.press("Escape")
    expect(field).to_have_count(0)
    expect(sentence(tab, 2).locator("[data-corrects]")).to_be_focused()
    assert texts(tab) == SPOKEN.splitlines()

    sentence(tab, 2).locator("[data-corrects]").press("Enter")
    field.press("Home")
    for _ in range(len("这款不锈钢保温杯，")):
        field.press("ArrowRight")
    tab.locator(".corrector [data-act=split]").press("Enter")
    expect(sentence(tab, 3)).to_have_attribute("data-text", "容量500毫升。")
    expect(sentence(tab, 2)).to_have_attribute("data-text", "这款不锈钢保温杯，")
    expect(sentence(tab, 2).locator("[data-corrects]")).to_be_focused()
    sentence(tab, 2).locator("[data-corrects]").press("Enter")
    tab.locator(".corrector [data-merges]").press("Enter")
    expect(sentence(tab, 3)).to_have_attribute("data-text", SPOKEN.splitlines()[2])
    assert texts(tab) == SPOKEN.splitlines()

    # What is typed is there again after a reload, and kept when he goes on.
    sentence(tab, 4).locator(".words").click()
    field.fill("欢迎扫码联系我们。")
    tab.reload()
    tab.wait_for_selector(".corrector")
    expect(field).to_have_value("欢迎扫码联系我们。")
    tab.locator(".headline [data-act=confirm]").click()
    expect(sentence(tab, 4).locator(".badge")).to_have_text("typed by you")
    expect(tab.locator(".facts tr.heard")).to_have_count(0)


def test_a_fact_is_one_press_from_its_sentence(visit: Callable[..., Tab], made: Path) -> None:
    tab = visit(size={"viewport": {"width": 320, "height": 640}})
    listen(tab, made / "pitch.mp4")
    sentence(tab, 3).locator(".words").click()
    assert is_narrow_enough(tab)
    tab.locator(".transcript .open [data-fact=moq]").click()
    expect(fact(tab, "moq").locator("input[name=value]")).to_be_focused()


def test_only_the_line_of_a_corrected_sentence_changes(
    visit: Callable[..., Tab], page: Page, pattern: Path
) -> None:
    tab = visit(path=at(page, copy_of(pattern, page), 3))
    type_over(line(tab, 1), "Control+a", "Welcome to our booth.")
    expect(line(tab, 1).locator(".author")).to_have_text("您写的")
    tab.click(".steps button >> nth=1")
    sentence(tab, 4).locator(".words").click()
    tab.locator(".corrector textarea").fill("欢迎扫码联系我们。")
    tab.locator(".corrector [data-act=retype]").click()
    expect(sentence(tab, 4).locator(".badge")).to_have_text("您改的")
    tab.click("[data-act=write]")
    expect(line(tab, 4).locator(".said")).to_contain_text("欢迎扫码联系我们。")
    expect(line(tab, 1).locator(".text")).to_have_text("Welcome to our booth.")
    expect(line(tab, 1).locator(".author")).to_have_text("您写的")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_difference_can_be_read(browser: Browser, page: Page, made: Path, scheme: Any) -> None:
    look = {"color_scheme": scheme, **PHONE}
    with tab_of(browser, f"{page.url}?product=new", "zh-CN", **look) as tab:
        tab.wait_for_selector(".step[data-step] h1")
        listen(tab, made / "pitch.mp4")
        run = page.out / product_of(tab)
        file = run / "transcript.json"
        values = json.loads(file.read_text(encoding="utf-8"))
        why = "it sounds like what the sheet says"
        values["record"]["corrections"] = [
            {"segment": 2, "heard": "起定", "meant": "起订", "why": why}
        ]
        file.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        tab.reload()
        tab.wait_for_selector(".transcript del")
        expect(sentence(tab, 3).locator("del")).to_have_text("起定")
        expect(sentence(tab, 3).locator("ins")).to_have_attribute("title", "和您表里的词读音相近")
        sentence(tab, 3).locator(".words").tap()
        expect(sentence(tab, 3).locator(".told")).to_contain_text(
            "“起定”改成了“起订”：和您表里的词读音相近"
        )
        assert tab.evaluate(READABLE) == []
