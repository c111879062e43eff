"""Several prices as a table in a browser: filled in with a thumb or a keyboard, never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.browsing import PHONE, READABLE, fact, is_narrow_enough, listen, product_of
from tests.page import Page, page_server
from tests.test_page_deals import SAID

pytestmark = pytest.mark.browser
SMALL = """(box) => [...box.querySelectorAll("input, select, button")]
  .filter((e) => e.checkVisibility())
  .map((e) => e.getBoundingClientRect())
  .filter(({ width, height }) => width < 44 || height < 44).length"""
"""Controls that a thumb misses."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page_server(tmp_path_factory.mktemp("page"), spoken=SAID) as server:
        yield server


def cells(box: Locator) -> list[str]:
    """What stands in the table, field by field."""
    found: list[str] = box.locator("[data-row] input").evaluate_all(
        "(all) => all.map((e) => e.value)"
    )
    return found


def cell(box: Locator, row: int, column: int) -> Locator:
    return box.locator("[data-row]").nth(row - 1).locator("input").nth(column - 1)


def type_rows(tab: Tab, *texts: str) -> None:
    """Fill in field by field; Enter leads to the next one, and after the last one to a new row."""
    for n, text in enumerate(texts):
        if n:
            tab.keyboard.press("Enter")
        tab.keyboard.type(text)


def open_sheet(tab: Tab, *groups: str) -> None:
    for group in ("sheet", *groups):
        tab.locator(f"details[data-keep={group}] > summary").click()


def sheet_of(page: Page, tab: Tab) -> dict[str, Any]:
    file = page.out / product_of(tab) / "product/product.yaml"
    return dict(yaml.safe_load(file.read_text("utf-8")))


def is_kept(tab: Tab) -> None:
    """Wait until the server has all that was typed into the sheet."""
    tab.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('sheet '))")


def test_three_prices_are_filled_in_with_the_keyboard(
    visit: Callable[..., Tab], page: Page
) -> None:
    tab = visit(size=PHONE)
    open_sheet(tab, "trade")
    box = tab.locator("[data-field=price]")
    told = tab.locator("#sheet-told-price")
    box.locator("[data-several]").click()
    expect(cell(box, 1, 1)).to_be_focused()
    assert [cell(box, 1, n).get_attribute("inputmode") for n in (1, 2)] == ["decimal"] * 2
    type_rows(tab, "100", "18.5", "500", "17", "1000", "15.8")
    expect(box.locator("[data-sheet=price]")).to_be_hidden()
    assert box.evaluate(SMALL) == 0
    assert tab.evaluate(READABLE) == [] and is_narrow_enough(tab)
    tab.locator("[data-sheet=moq]").focus()
    is_kept(tab)
    assert sheet_of(page, tab) == {"price": "100件: 18.5元; 500件: 17元; 1000件: 15.8元"}
    expect(tab.locator("[data-prompt]").filter(has_text="1000件: 15.8元")).to_have_count(1)

    # One is corrected, the unit is told once for all, and one is taken out by one press.
    cell(box, 2, 2).fill("16.9")
    box.locator("[data-unit]").select_option("套")
    box.locator("[data-less]").nth(0).click()
    labels = box.locator("[data-row] input").evaluate_all("(all) => all.map((e) => e.ariaLabel)")
    assert labels == ["从多少起 1", "价格 1", "从多少起 2", "价格 2"]
    is_kept(tab)
    assert sheet_of(page, tab) == {"price": "500套: 16.9元; 1000套: 15.8元"}
    expect(told).to_have_text("")

    # A price that rises is told, and loses nothing; it waits, as other typed values do.
    box.locator("[data-more]").click()
    tab.keyboard.type("2000")
    tab.keyboard.press("Tab")
    tab.keyboard.type("19")
    expect(told).to_have_text("")
    tab.locator("[data-sheet=moq]").focus()
    expect(told).to_have_text(
        "价格：2000 起是 19，1000 起是 15.8；买得多应该更便宜；请写每档的数量和价格。"
    )
    rows = ["500", "16.9", "1000", "15.8", "2000", "19"]
    assert cells(box) == rows
    is_kept(tab)
    tab.reload()
    tab.wait_for_selector(".step[data-step='1'] h1")
    open_sheet(tab, "trade")
    expect(told).to_contain_text("买得多应该更便宜")
    expect(box.locator("[data-unit]")).to_have_value("套")
    assert cells(box) == rows
    cell(box, 3, 2).fill("15")
    tab.locator("[data-sheet=moq]").focus()
    expect(told).to_have_text("")
    is_kept(tab)
    assert sheet_of(page, tab) == {"price": "500套: 16.9元; 1000套: 15.8元; 2000套: 15元"}

    # He may write it in one line, too, or a single price.
    box.locator("[data-plain]").click()
    expect(box.locator("[data-sheet=price]")).to_be_focused()
    box.locator("[data-sheet=price]").fill("18.5元")
    tab.locator("[data-sheet=moq]").focus()
    is_kept(tab)
    assert sheet_of(page, tab) == {"price": "18.5元"}
    box.locator("[data-several]").click()
    assert cells(box) == ["", "18.5", "", ""]


@pytest.mark.thorough
def test_a_table_that_is_typed_into_outlives_a_lost_connection_and_a_reload(
    visit: Callable[..., Tab], page: Page
) -> None:
    tab = visit(size=PHONE)
    open_sheet(tab, "goods")
    box = tab.locator("[data-field=colors]")
    tab.locator("[data-sheet=colors]").fill("红色、蓝色")
    box.locator("[data-several]").click()
    assert cells(box) == ["红色", "", "蓝色", ""]
    expect(cell(box, 1, 2)).to_be_focused()
    tab.route("**/sheet/**", lambda route: route.abort())
    tab.keyboard.type("18")
    cell(box, 2, 1).fill("深蓝，亮面")  # a comma would part it in two
    tab.locator("[data-sheet=size]").focus()
    expect(tab.locator(".sheet.lost")).to_be_visible()
    tab.reload()
    tab.wait_for_selector(".step[data-step='1'] h1")
    open_sheet(tab, "goods")
    expect(cell(box, 2, 1)).to_have_value("深蓝 亮面")
    assert cells(box) == ["红色", "18", "深蓝 亮面", ""]
    tab.unroute("**/sheet/**")
    expect(tab.locator("#sheet-told-colors")).to_have_text(
        "颜色：缺“深蓝 亮面”的价格，别的都有；请写每款的名称和价格。"
    )
    cell(box, 2, 2).fill("19,5")  # as a phone of another country has it
    tab.locator("[data-sheet=size]").focus()
    is_kept(tab)
    assert sheet_of(page, tab) == {"colors": "红色: 18元; 深蓝 亮面: 19.5元"}


def test_heard_prices_are_put_right_step_by_step_and_confirmed_as_one(
    visit: Callable[..., Tab], made: Any
) -> None:
    tab = visit(size=PHONE)
    listen(tab, made / "pitch.mp4")
    price, colors = fact(tab, "price"), fact(tab, "colors")
    expect(price).to_have_class("heard")
    rows = ["100", "18.5", "500", "17", "1000", "15.8"]
    assert cells(price) == rows
    assert price.evaluate(SMALL) == 0
    assert tab.evaluate(READABLE) == [] and is_narrow_enough(tab)

    # What he corrects is not overwritten while another fact is confirmed, nor sent by itself.
    cell(price, 2, 2).fill("19")
    fact(tab, "moq").locator("[data-act=confirm]").click()
    expect(fact(tab, "moq")).to_have_class("sure")
    assert cells(price) == [*rows[:3], "19", *rows[4:]]
    expect(price).to_have_class("heard")
    price.locator("[data-act=confirm]").click()
    expect(tab.locator("[role=alert] span")).to_have_text(
        "价格：500 起是 19，100 起是 18.5；买得多应该更便宜；请写每档的数量和价格。"
    )
    expect(price).to_have_class("heard")
    assert cells(price) == [*rows[:3], "19", *rows[4:]]
    cell(price, 2, 2).fill("16.5")
    price.locator("[data-act=confirm]").click()
    expect(price).to_have_class("sure")
    assert cells(price) == [*rows[:3], "16.5", *rows[4:]]
    expect(tab.locator("[data-told]")).to_have_count(0)
    expect(colors).to_have_class("heard")
    colors.locator("[data-act=confirm]").click()
    expect(colors).to_have_class("sure")

    # A confirmed one is changed as any other value: once the row is whole, and he may type on.
    price.locator("[data-more]").click()
    type_rows(tab, "5000", "15", "10000")
    expect(price.locator("input[name=value]")).to_have_attribute(
        "value", "100件: 18.5元; 500件: 16.5元; 1000件: 15.8元; 5000件: 15元"
    )
    expect(cell(price, 5, 1)).to_be_focused()
    expect(cell(price, 5, 1)).to_have_value("10000")
    type_rows(tab, "", "14")
    tab.locator("[data-form=point] input").focus()
    expect(price.locator("input[name=value]")).to_have_attribute(
        "value",
        "100件: 18.5元; 500件: 16.5元; 1000件: 15.8元; 5000件: 15元; 10000件: 14元",
    )
    # A fact that is added may have several prices, where its kind has.
    form = tab.locator("[data-form=add]")
    form.locator("select[name=kind]").select_option("model")
    expect(form.locator("[data-several]")).to_have_count(0)
    form.locator("select[name=kind]").select_option("variants")
    form.locator("[data-several]").click()
    type_rows(tab, "带盖", "20", "不带盖", "18")
    form.locator("[data-act=add]").click()
    expect(fact(tab, "variants")).to_have_class("sure")
    assert cells(fact(tab, "variants")) == ["带盖", "20", "不带盖", "18"]
    expect(form.locator(".price-table")).to_have_count(0)
    tab.click("[data-act=undo]")
    expect(fact(tab, "variants")).to_have_count(0)
    tab.click("[data-act=undo]")
    expect(price.locator("[data-row]")).to_have_count(4)
    assert is_narrow_enough(tab)
