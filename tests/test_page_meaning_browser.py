"""What a script tells and what it leaves out, on the page, as a merchant sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browsing import (
    ENGLISH,
    LAPTOP,
    PHONE,
    READABLE,
    is_narrow_enough,
    line,
    listen,
    tab_of,
    type_over,
    write,
)
from tests.page import Page, page_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
BOX = """\
大家好，欢迎来到我们的展位。
盖子很结实，真的很结实。
我老婆每次去露营都拿它当小桌子用。
单价22块，60个起订，7天交货。
欢迎联系我们。"""
SIZES: tuple[dict[str, Any], ...] = (PHONE, LAPTOP)


def box(tab: Tab, page: Page, made: Path, *languages: str) -> None:
    """Step 1 to step 3 with a natural pitch about a box, and no sheet."""
    page.heard.write_text(BOX, encoding="utf-8")
    listen(tab, made / "pitch.mp4", "收纳箱")
    tab.click("[data-act=take][data-point=sturdy]")
    expect(tab.locator(".points .point")).to_have_count(1)
    write(tab, *languages)
    expect(tab.locator(".live[data-busy]")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=("phone", "laptop"))
def test_what_is_missing_stands_on_tab_line_and_card_with_what_would_bring_it(
    visit: Callable[..., Tab], page: Page, made: Path, size: dict[str, Any]
) -> None:
    """Finding 3: es and vi dropped nearly everything, silently."""
    tab = visit(size=size)
    box(tab, page, made, "es", "vi")
    expect(tab.locator(".tabs [data-tag=es] .points-said")).to_have_text(
        "卖点说了 1/1 · 您讲的有 2 处没有说2 处没有说"
    )
    missing = tab.locator("details.missing")
    expect(missing.locator("summary")).to_contain_text("处没有说")
    expect(missing).to_contain_text("这里的写作模型也没有通过西班牙语考试")
    expect(missing.locator("code")).to_have_text("merchant-studio setup")
    expect(line(tab, 3).locator(".unsaid")).to_contain_text("我老婆每次去露营都拿它当小桌子用")
    expect(line(tab, 3).locator(".author")).to_have_text("没有说")
    sturdy = line(tab, 2)
    expect(sturdy.locator(".back")).to_contain_text("很结实。")
    expect(sturdy.locator(".badge.assured")).to_have_text("现成句，意思不会变")
    expect(sturdy.locator(".says li")).to_have_text("很结实")
    expect(line(tab, 4).locator(".back")).to_contain_text("单价每件22元")
    expect(line(tab, 4).locator(".badge.assured")).to_have_text("只说您确认的信息")
    assert is_narrow_enough(tab)
    tab.set_viewport_size({"width": 320, "height": 700})
    assert is_narrow_enough(tab)
    tab.set_viewport_size(size["viewport"])
    assert tab.evaluate(READABLE) == []
    assert set(tab.evaluate(ENGLISH)) <= {"zip"}

    # What nobody says he writes himself: one press, and the line is ready to be typed in.
    missing.locator("[data-write='2']").click()
    expect(line(tab, 3).locator(".text")).to_be_focused()
    tab.keyboard.type("Sirve de mesita.")
    tab.keyboard.press("Enter")
    expect(line(tab, 3).locator(".author")).to_have_text("您写的")
    expect(line(tab, 3).locator(".badge.assured")).to_have_text("意思没有核对")
    expect(line(tab, 3).locator(".back")).to_contain_text("没有谁能把这句译回来")
    expect(line(tab, 3).locator(".unsaid")).to_have_count(0)

    tab.click("[data-act=render]")
    expect(tab.locator(".card.made")).to_have_count(2)
    card = tab.locator(".card[data-language=vi] details.missing")
    card.locator("summary").click()
    expect(card).to_contain_text("我老婆每次去露营都拿它当小桌子用")
    assert tab.evaluate(READABLE) == []
    assert is_narrow_enough(tab)
    card.locator("[data-act=tongue]").click()
    expect(tab.locator("h1")).to_have_text("核对文案")
    expect(tab.locator(".tabs [aria-pressed=true]")).to_contain_text("越南语")


def test_other_words_never_throw_meaning_away(
    visit: Callable[..., Tab], page: Page, made: Path
) -> None:
    """Finding 6: "another wording" and "standard sentence" lost what the line said."""
    tab = visit()
    box(tab, page, made, "en", "es")
    camping = line(tab, 3)
    expect(camping.locator(".text")).to_have_text("Literal line.")
    expect(camping.locator(".badge.assured")).to_have_text("意思没有核对")
    expect(camping.locator(".back")).to_contain_text("没有谁能把这句译回来")
    expect(camping.locator("[data-act=phrase]")).to_have_count(0)  # no standard one says it
    expect(camping.locator("[data-act=rewrite]")).to_have_count(0)  # a translator has no other
    price = line(tab, 4)
    type_over(price, "End", " Good.")
    expect(price.locator(".author")).to_have_text("您写的")
    price.locator("[data-act=phrase]").click()
    expect(price.locator(".author")).to_have_text("现成的通用句")
    assert price.locator(".chip[data-tag]").count() == 3
    tab.click("[data-act=tongue][data-tag=es]")
    expect(line(tab, 2).locator(".badge.assured")).to_have_text("现成句，意思不会变")
    expect(line(tab, 2).locator("[data-act=rewrite]")).to_have_count(0)


def test_a_writer_of_whole_pitches_says_a_line_in_other_words(
    browser: Browser, tmp_path: Path, made: Path
) -> None:
    with (
        page_server(tmp_path / "capable", engines="capable") as page,
        tab_of(browser, page.url, locale="zh-CN") as tab,
    ):
        box(tab, page, made, "en")
        expect(tab.locator(".unread")).to_contain_text("models exam --to en --writer fake:")
        welcome = line(tab, 1)
        expect(welcome.locator(".text")).to_have_text("First line.")
        expect(welcome.locator(".badge.assured")).to_have_text("意思没有核对")
        welcome.locator("[data-act=rewrite]").click()
        expect(welcome.locator(".text")).to_have_text("Fresh line.")
        welcome.locator("[data-act=rewrite]").click()
        expect(tab.locator(".studio [role=alert]")).to_contain_text("没有意思一样的别的说法")
        expect(welcome.locator(".text")).to_have_text("Fresh line.")


def test_a_finding_stands_at_its_line_or_above_all(
    visit: Callable[..., Tab], page: Page, made: Path
) -> None:
    """Finding 4: English was wrong without warning."""
    tab = visit()
    box(tab, page, made, "en")
    unchecked = tab.locator(".line .badge.unchecked")
    assert unchecked.count() >= 2
    expect(tab.locator(".tabs [data-tag=en] .points-said")).to_contain_text("意思没有核对")
    expect(tab.locator(".unread")).to_contain_text("行没有人核对过意思；请找懂英语的人看一下")
    expect(tab.locator(".unread")).to_contain_text("merchant-studio setup")
    (run,) = [each for each in page.products() if each.name in tab.url]
    (run / "findings.json").write_text(
        '{"en": [{"check": "engine", "severity": "block", "where": "en", "key": null,'
        ' "message": "en: the writer failed"}, {"check": "market", "severity": "warn", "key": null,'
        ' "where": "en, line 2", "line": 2, "message": "en, line 2: not allowed"}]}',
        encoding="utf-8",
    )
    tab.reload()
    expect(line(tab, 2).locator(".finding.warn")).to_contain_text("not allowed")
    expect(tab.locator("article > .finding.block")).to_contain_text("the writer failed")
