"""The sheet before filming in a browser: checked as it is typed, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsing import PHONE, READABLE, fact, is_narrow_enough, pass_by, upload
from tests.page import Page

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
TOLD_AT_ONCE = """() => new Promise((done) => {
  const field = document.querySelector("[data-sheet=price]"), later = window.setTimeout;
  const says = field.closest("[data-field]").querySelector(".field-told");
  says.textContent = "";
  new MutationObserver(() => { window.setTimeout = later; done(says.textContent); })
    .observe(says, { childList: true });
  window.setTimeout = () => 0;
  field.dispatchEvent(new Event("change", { bubbles: true }));
})"""
"""What a field says that is left, although no timer of the page ends."""


def field(tab: Tab, key: str) -> Any:
    return tab.locator(f"[data-sheet='{key}']")


def told(tab: Tab, key: str) -> Any:
    return tab.locator(f"#sheet-told-{key}")


def open_sheet(tab: Tab, *groups: str) -> None:
    for group in ("sheet", *groups):
        tab.locator(f"details[data-keep={group}] > summary").click()


def sheet_of(page: Page, tab: Tab) -> dict[str, Any]:
    product = tab.locator(".step").get_attribute("data-product")
    return dict(yaml.safe_load((page.out / str(product) / "product/product.yaml").read_text()))


def test_values_are_checked_as_they_are_typed(visit: Callable[..., Tab], page: Page) -> None:
    """Finding 13: 138000 and CE FDA were taken as they were, and nobody said a word."""
    tab = visit(size=PHONE)
    open_sheet(tab, "trade", "goods", "reach")
    field(tab, "whatsapp").fill("138000")
    field(tab, "wechat").focus()
    expect(told(tab, "whatsapp")).to_contain_text("是 6 位；带国家代码的号码有 8 到 15 位")
    expect(tab.locator("[data-code]")).to_contain_text("片尾没有二维码")
    expect(field(tab, "wechat")).to_be_focused()  # the step was not shown anew
    field(tab, "whatsapp").fill("13800138000")
    field(tab, "wechat").focus()
    tab.locator(".sheet [data-field=whatsapp] [data-offer]").click()
    expect(field(tab, "whatsapp")).to_have_value("+86 138 0013 8000")
    expect(told(tab, "whatsapp")).to_have_text("")
    expect(tab.locator("[data-code]")).to_have_text("片尾会有二维码，扫码打开WhatsApp。")
    field(tab, "certificates").fill("CE FDA")
    field(tab, "email").fill("lihua")
    field(tab, "price").fill("18.5")
    field(tab, "moq").focus()
    expect(told(tab, "price")).to_contain_text("没写货币")
    expect(told(tab, "email")).to_contain_text("不是邮箱地址")
    expect(told(tab, "certificates")).to_have_text("")
    tab.locator("[data-field=price] [data-offer='18.5元']").click()
    expect(told(tab, "price")).to_have_text("")
    known = {"whatsapp": "+86 138 0013 8000", "certificates": ["CE", "FDA"], "price": "18.5元"}
    expect(tab.locator("[data-count=trade]")).to_have_text("1")
    assert known.items() <= sheet_of(page, tab).items()
    field(tab, "price").fill("19.9")
    assert "没写货币" in tab.evaluate(TOLD_AT_ONCE)
    assert is_narrow_enough(tab)


def test_a_heard_price_is_held_against_the_typed_one(visit: Callable[..., Tab], made: Path) -> None:
    """Finding 13: 18块5 was heard, 19.9 was typed, and no warning came."""
    tab = visit()
    open_sheet(tab, "trade")
    field(tab, "name").fill("不锈钢保温杯")
    field(tab, "price").fill("19.9元")
    upload(tab, made / "pitch.mp4")
    tab.wait_for_selector(".takes li.used")
    expect(field(tab, "price")).to_have_value("19.9元")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")
    expect(fact(tab, "price")).to_have_class("differs")
    expect(fact(tab, "price").locator(".finding")).to_contain_text("听到“18块5”")
    expect(fact(tab, "price").get_by_text("用我填的 19.90元")).to_be_visible()
    fact(tab, "price").get_by_text("用听到的 18.50元").click()
    expect(fact(tab, "price")).to_have_class("sure")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("18.50元")
    expect(fact(tab, "price").locator(".otherwise")).to_have_count(0)
    # Typed beside what was heard, it is told as well.
    fact(tab, "price").locator("input[name=value]").fill("21元")
    fact(tab, "price").locator("input[name=value]").press("Enter")
    expect(fact(tab, "price").locator(".otherwise")).to_contain_text("听到的是 18.50元")
    expect(fact(tab, "price")).to_have_class("sure")


def test_a_name_that_cannot_be_used_stops_nobody(visit: Callable[..., Tab], made: Path) -> None:
    """Finding 8: with such a name the way onward did nothing, and the reason was off the screen."""
    tab = visit()
    upload(tab, made / "pitch.mp4")
    tab.wait_for_selector(".takes li.used")
    field(tab, "name").fill("<保温杯>")
    field(tab, "name").blur()
    expect(told(tab, "name")).to_contain_text("里不能有“<”；请去掉")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")
    expect(tab.locator(".unread")).to_contain_text("里不能有“<”")
    tab.click("[data-act=go][data-step='1']")
    tab.locator("[data-field=name] [data-offer='保温杯']").click()
    for name in ("保温杯" * 40, "🔥杯", "ترمس"):
        field(tab, "name").fill(name)
        field(tab, "name").blur()
        expect(field(tab, "name")).to_have_value(name)
    expect(told(tab, "name")).to_have_text("")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".step[data-step='2'] table.facts")
    expect(fact(tab, "name").locator("input[name=value]")).to_have_value("ترمس")
    assert is_narrow_enough(tab)


def test_nothing_that_is_typed_is_lost(visit: Callable[..., Tab], page: Page) -> None:
    """Finding 15: what was being typed was lost by a reload; here by a lost connection, too."""
    tab = visit(size=PHONE)
    open_sheet(tab, "trade")
    field(tab, "price").press_sequentially("19.9元")
    expect(field(tab, "price")).to_have_value("19.9元")
    tab.reload()
    tab.wait_for_selector(".step[data-step='1'] h1")
    open_sheet(tab, "trade")
    expect(field(tab, "price")).to_have_value("19.9元")
    tab.route("**/sheet/**", lambda route: route.abort())
    field(tab, "moq").fill("100个")
    field(tab, "price").focus()
    expect(tab.locator(".sheet.lost")).to_be_visible()
    tab.reload()
    tab.wait_for_selector(".step[data-step='1'] h1")
    open_sheet(tab, "trade")
    expect(field(tab, "moq")).to_have_value("100个")
    tab.unroute("**/sheet/**")
    expect(tab.locator(".sheet.lost")).to_have_count(0)
    tab.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('sheet '))")
    assert sheet_of(page, tab)["moq"] == "100个"


def test_what_he_types_is_not_told_as_another_windows_and_stays_in_the_prompter(
    visit: Callable[..., Tab],
) -> None:
    """The page took what it had kept itself for another one's, and emptied the prompter."""
    tab = visit(size=PHONE)
    tab.click("input[name=name]")
    for letters in ("不锈钢", "保温杯"):
        with tab.expect_response(lambda answer: "/sheet/" in answer.url):
            tab.keyboard.type(letters, delay=50)
    tab.click("textarea[name=points]")
    for letters in ("保温12小时\n倒过来", "不漏水\n", "送人合适"):
        # What was kept is shown by the next look, while he types on.
        with tab.expect_response(lambda answer: answer.url.endswith("/press")):
            tab.keyboard.type(letters, delay=50)
    expect(tab.locator("[data-told]")).to_have_count(0)
    tab.click("[data-camera-open]")
    tab.wait_for_selector(".stage.on")
    shown = tab.locator(".prompter p")
    expect(shown.filter(has_text="倒过来不漏水")).to_have_count(1)
    before = tab.evaluate("scrollY"), shown.count()
    with tab.expect_response(lambda answer: answer.url.endswith("/press")):
        pass
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert (tab.evaluate("scrollY"), shown.count()) == before
    expect(tab.locator("[data-told]")).to_have_count(0)
    assert tab.evaluate("document.activeElement.name") != "points"


def test_points_are_taken_by_typing_and_stand_in_the_prompter(
    visit: Callable[..., Tab], page: Page
) -> None:
    tab = visit(size=PHONE)
    field(tab, "name").fill("保温杯")
    open_sheet(tab, "trade", "points")
    field(tab, "price").fill("19.9元")
    search = tab.locator("[data-points-search]")
    search.fill("不掉色")
    expect(tab.locator("[data-take='does-not-fade']")).to_be_visible()
    with tab.expect_response(lambda one: one.url.endswith("/press") and "body" in one.json()):
        field(tab, "moq").fill("100个")  # the page is shown anew, under what was found
    pass_by(tab, 0)
    tab.locator("[data-take='does-not-fade']").click()
    expect(tab.locator("[data-strike]")).to_have_count(1)
    search.fill("杯底刻了字")
    search.press("Enter")
    expect(tab.locator("[data-strike]")).to_have_count(2)
    search.fill("杯底刻了字")
    tab.get_by_text("照我写的加：杯底刻了字").click()
    expect(told(tab, "point")).to_have_text("这条卖点已经有了。")
    tab.locator("[data-strike]").last.click()
    expect(tab.locator("[data-strike]")).to_have_count(1)
    assert sheet_of(page, tab)["points"] == ["does-not-fade"]
    assert tab.locator("[data-prompt]").all_text_contents()[:5] == [
        *("跟客户打招呼", "保温杯", "这是什么，什么材质？", "不掉色", "价格 19.9元"),
    ]
    tab.click("[data-camera-open]")
    expect(tab.locator(".prompter")).to_contain_text("不掉色")


def test_the_next_product_knows_the_shop_and_a_copy_its_original(
    visit: Callable[..., Tab], made: Path
) -> None:
    tab = visit(size=PHONE)
    tab.click("[data-opens=shop]")
    shop = tab.locator("#shop")
    shop.locator("[data-shop=email]").fill("lihua@example")
    shop.locator("[data-shop=wechat]").fill("lihua_88")
    shop.locator("[data-shop=wechat]").blur()
    expect(shop.locator("[data-field=email] .field-told")).to_contain_text("不是邮箱地址")
    shop.locator("[data-shop=email]").fill("lihua@example.com")
    shop.locator("[data-shop=email]").blur()
    expect(shop.locator("[data-field=email] .field-told")).to_have_text("")
    tab.click("[data-act=new]")
    open_sheet(tab, "trade", "reach")
    expect(field(tab, "wechat")).to_have_value("lihua_88")
    field(tab, "name").fill("保温杯")
    field(tab, "price").fill("19.9元")
    upload(tab, made / "photo.jpg")
    tab.wait_for_selector(".photos li")
    first = tab.locator(".step").get_attribute("data-product")
    tab.click("[data-opens=products]")
    tab.locator(f"[data-act=copy][data-id='{first}']").click()
    expect(tab.locator(".step")).not_to_have_attribute("data-product", str(first))
    expect(field(tab, "name")).to_have_value("保温杯")
    expect(field(tab, "price")).to_have_value("19.9元")
    expect(tab.locator(".photos li")).to_have_count(1)
    expect(tab.locator(".takes li")).to_have_count(0)
    tab.click("[data-opens=shop]")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.click("[data-shop-forget]")
    expect(tab.locator("[data-shop-forget]")).to_have_count(0)
    tab.click("[data-act=new]")
    expect(field(tab, "wechat")).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sheet_can_be_read_by_everybody(visit: Callable[..., Tab], scheme: str) -> None:
    tab = visit(size={**NARROW, "color_scheme": scheme})
    tab.click("[data-opens=shop]")
    open_sheet(tab, "trade", "goods", "reach", "points", "prompts")
    field(tab, "whatsapp").fill("13800138000")
    tab.locator("[data-points-search]").fill("不掉色")
    expect(tab.locator("[data-take]").first).to_be_visible()
    expect(tab.locator(".sheet [data-field=whatsapp] [data-offer]")).to_be_visible()
    assert tab.evaluate(READABLE) == []
    assert is_narrow_enough(tab)
