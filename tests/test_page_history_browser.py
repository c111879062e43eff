"""In a browser: a changed price is filled in, changes are taken back, typed words come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Response, expect

from tests.browsing import (
    PHONE,
    READABLE,
    at,
    begin_to_write,
    copy_of,
    fact,
    is_narrow_enough,
    line,
    listen,
    pass_by,
    product_of,
    type_over,
    write,
)
from tests.page import Page
from tests.waiting import held

pytestmark = [pytest.mark.browser, pytest.mark.thorough]


def value(tab: Tab, key: str, text: str) -> None:
    field = fact(tab, key).locator("input[name=value]")
    field.fill(text)
    field.press("Enter")
    expect(fact(tab, key).locator("input[name=value]")).to_have_value(f"{text}/件")


def asks(act: str, answered: str = "") -> Callable[[Response], bool]:
    """Whether a request was such a press, and its answer has that part."""

    def is_it(one: Response) -> bool:
        values = one.request.post_data_json if one.url.endswith("/press") else {}
        return bool(values) and values["act"] == act and (not answered or answered in one.json())

    return is_it


def go(tab: Tab, step: int) -> None:
    tab.click(f"[data-act=go][data-step='{step}']")
    tab.wait_for_selector(f".step[data-step='{step}']")


def test_a_changed_price_is_in_the_scripts_at_once(
    visit: Callable[..., Tab], page: Page, pattern: Path
) -> None:
    """Finding 10: only a price changed, and everything was written again."""
    tab = visit(path=at(page, copy_of(pattern, page), 3))
    expect(line(tab, 3).locator(".chip").first).to_have_text("CNY\u00a018.50 per piece")
    expect(tab.locator(".live")).to_have_count(0)
    go(tab, 2)
    value(tab, "price", "21元")
    with held(page.written):  # nothing is written for it
        tab.click("[data-act=go][data-step='3']")
        expect(line(tab, 3).locator(".chip").first).to_have_text("CNY\u00a021 per piece")
        expect(tab.locator(".notice.warn [data-act=write]")).to_have_count(0)
        expect(line(tab, 1).locator(".text")).to_have_text("Literal line.")


def test_lines_are_seen_while_the_others_are_written(
    visit: Callable[..., Tab], page: Page, made: Path
) -> None:
    """Finding 10: nothing was seen for minutes but 0 %."""
    tab = visit(size=PHONE)
    listen(tab, made / "pitch.mp4")
    with held(page.written):
        begin_to_write(tab, "en", "es")
        expect(line(tab, 3).locator(".chip").first).to_have_text("CNY\u00a018.50 per piece")
        expect(tab.locator(".due").first).to_have_text("正在写……")
        expect(tab.locator(".langs li").first).to_contain_text("已写")
        assert tab.evaluate(READABLE) == [] and is_narrow_enough(tab)
        tab.locator("[data-act=tongue][data-tag=es]").click()
        expect(line(tab, 3).locator(".chip").first).to_contain_text("18,50")
    expect(tab.locator(".live")).to_have_count(0)
    tab.locator("[data-act=tongue][data-tag=en]").click()
    expect(line(tab, 1).locator(".text")).to_have_text("Literal line.")
    expect(tab.locator(".due")).to_have_count(0)


def test_changes_are_undone_and_redone(
    visit: Callable[..., Tab], page: Page, pattern: Path
) -> None:
    """Finding 6: there was no way back."""
    tab = visit(size=PHONE, path=at(page, copy_of(pattern, page), 3))
    expect(tab.locator(".live")).to_have_count(0)
    type_over(line(tab, 1), "Control+a", "Welcome to our booth.")
    expect(line(tab, 1).locator(".author")).to_have_text("您写的")
    undo, redo = tab.locator("[data-act=undo]"), tab.locator("[data-act=redo]")
    expect(undo).to_contain_text("英语第1句")
    undo.click()
    expect(line(tab, 1).locator(".text")).to_have_text("Literal line.")
    expect(tab.locator(".notice[data-told]")).to_contain_text("已撤销：英语第1句")
    redo.click()
    expect(line(tab, 1).locator(".text")).to_have_text("Welcome to our booth.")
    assert is_narrow_enough(tab)

    go(tab, 2)
    value(tab, "price", "21元")
    expect(undo).to_contain_text("价格改成21元/件")
    tab.reload()
    tab.wait_for_selector(".facts")
    tab.locator("h1").click()
    tab.keyboard.press("Control+z")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("18.50元/件")
    tab.keyboard.press("Control+Shift+z")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("21元/件")
    # Within a field the browser itself takes back what was typed.
    field = fact(tab, "price").locator("input[name=value]")
    field.click()
    tab.keyboard.type("9")
    tab.keyboard.press("Control+z")
    expect(field).to_have_value("21元/件")
    expect(undo).to_contain_text("价格改成21元/件")
    for theme in ("light", "dark"):
        tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        tab.evaluate("t => document.body.classList.toggle('dark', t === 'dark')", theme)
        assert tab.evaluate(READABLE) == []
    run = page.out / product_of(tab)
    assert (run / "history" / "at.json").exists()


def test_a_reload_while_typing_loses_nothing(visit: Callable[..., Tab], made: Path) -> None:
    """Finding 15: a line that was typed and not sent was gone after a reload."""
    tab = visit()
    tab.fill("input[name=name]", "不锈钢保")
    tab.reload()
    expect(tab.locator("input[name=name]")).to_have_value("不锈钢保")
    listen(tab, made / "pitch.mp4")
    price = fact(tab, "price").locator("input[name=value]")
    price.fill("2")
    # The last changes are not yet in the database of the browser when the page is loaded anew.
    tab.evaluate("IDBObjectStore.prototype.put = () => {}")
    tab.route("**/press", lambda route: route.abort())  # 2 is sent by the next page
    tab.locator("[data-form=add] input").fill("A203")
    expect(tab.locator("div.offline")).to_contain_text("1 步操作已记下")
    tab.unroute("**/press")
    with tab.expect_response(asks("revise")), tab.expect_response(asks("look", "has")):
        tab.reload()
    with tab.expect_response(asks("look")):  # so the one before is shown
        pass
    expect(price).to_have_value("2")
    expect(tab.locator("[data-form=add] input")).to_have_value("A203")
    hint = fact(tab, "price").locator(".typed-hint")
    expect(hint).to_contain_text("没写完的内容找回来了")
    hint.get_by_text("不要了").click()
    expect(price).to_have_value("18.50元/件")
    expect(fact(tab, "price")).to_have_class("heard")
    tab.locator("[data-form=add] select").select_option("model")
    tab.click("[data-form=add] [data-act=add]")
    expect(fact(tab, "model")).to_have_class("sure")
    # What was confirmed is the old value, not what was being typed.
    confirmed = fact(tab, "model").locator(".badge.sure")
    expect(confirmed).to_be_visible()
    fact(tab, "model").locator("input[name=value]").fill("A20")
    tab.reload()
    expect(confirmed).to_be_hidden()
    fact(tab, "model").get_by_text("不要了").click()
    expect(confirmed).to_be_visible()

    write(tab, "en", "es")
    expect(tab.locator(".live")).to_have_count(0)
    text = line(tab, 3).locator(".text")
    text.click()
    tab.keyboard.press("Home")
    tab.keyboard.type("Look here: ")
    tab.reload()
    expect(text).to_contain_text("Look here:")
    expect(text.locator(".chip")).to_have_count(3)
    tab.locator("[data-act=tongue][data-tag=es]").click()
    expect(line(tab, 3).locator(".text")).to_have_attribute("lang", "es")
    expect(line(tab, 3).locator(".text")).not_to_contain_text("Look here:")
    tab.locator("[data-act=tongue][data-tag=en]").click()
    expect(text).to_contain_text("Look here:")
    line(tab, 3).get_by_text("保存", exact=True).click()
    expect(line(tab, 3).locator(".author")).to_have_text("您写的")
    tab.reload()
    expect(text).to_contain_text("Look here:")
    expect(tab.locator(".typed-hint")).to_have_count(0)


def test_another_tab_keeps_its_own_words(visit: Callable[..., Tab], made: Path) -> None:
    tab = visit()
    listen(tab, made / "pitch.mp4")
    fact(tab, "price").locator("input[name=value]").fill("2")
    other = tab.context.new_page()
    other.goto(tab.url)
    other.wait_for_selector(".facts")
    expect(fact(other, "price").locator("input[name=value]")).to_have_value("18.50元/件")
    pass_by(other, 5000)  # a tab puts words back every four seconds
    expect(fact(other, "price").locator("input[name=value]")).to_have_value("18.50元/件")
