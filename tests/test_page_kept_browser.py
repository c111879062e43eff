"""What is typed and pressed outlives a browser and a server that are killed, in a real browser.

Issue 25: kill the server, the network and the browser at random moments, and nothing is lost; the
random moments are in `benchmarks/page_kills.py`, and here what they or we have found.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page as Tab
from playwright.sync_api import Playwright, Route, expect

from tests.browsing import (
    LAPTOP,
    at,
    copy_of,
    fact,
    kill_browser,
    person,
    product_of,
    until_in,
    upload,
)
from tests.page import Page, page_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
KEPT = """(words) => new Promise((done, fail) => {
  const request = indexedDB.open("merchant-studio-kept", 1);
  request.onerror = fail;
  request.onsuccess = () => {
    const rows = request.result.transaction("kept").objectStore("kept").getAll();
    rows.onsuccess = () => {
      request.result.close();
      done(rows.result.some((row) => row.text?.includes(words)));
    };
  };
})"""
"""Whether the browser would have these words after it was killed."""
PRESS = "**/press"


def open_page(context: Any, address: str) -> Tab:
    tab: Tab = context.new_page()
    tab.goto(address)
    tab.wait_for_selector(".step[data-step] h1")
    return tab


def go(tab: Tab, step: int) -> None:
    tab.click(f"[data-act=go][data-step='{step}']")
    tab.wait_for_selector(f".step[data-step='{step}']")


def open_points(tab: Tab) -> None:
    for group in ("sheet", "points"):
        tab.locator(f"details[data-keep={group}] > summary").click()


def keeps(tab: Tab, words: str) -> None:
    until_in(tab, f"{words!r} in the browser", lambda: tab.evaluate(KEPT, words))


def swallow(route: Route) -> None:
    """The request arrives, its answer does not."""
    route.fetch()
    route.abort()


def price_of(text: str) -> str:
    """The price in its field, as the server has it."""
    return f"tr[data-key=price] input[name=value][value^='{text}']"


def port_of(page: Page) -> int:
    return int(page.url.rstrip("/").rpartition(":")[2])


def open_sentence(tab: Tab) -> None:
    tab.locator(".transcript li[data-sentence='3'] .words").click()


PLACES: dict[str, tuple[int, str, Callable[[Tab], object] | None]] = {
    "own point": (1, "[data-points-search]", open_points),
    "sentence": (2, ".corrector textarea", open_sentence),
    "fact": (2, "tr[data-key=moq] input[name=value]", None),
    "new point": (2, "[data-form=point] input[name=point]", None),
    "line": (3, ".lines .text[data-line='0']", None),
}


def test_what_was_being_typed_outlives_the_browser(
    playwright: Playwright, page: Page, pattern: Path, tmp_path: Path
) -> None:
    """A browser writes its localStorage up to a minute later; five fields lost their words."""
    phone = tmp_path / "phone"
    address = at(page, copy_of(pattern, page), 3)
    for number, (name, (step, selector, opens)) in enumerate(PLACES.items()):
        words = f"{name} {number} is being typed"
        with person(playwright, phone, size=LAPTOP) as context:
            tab = open_page(context, address)
            go(tab, step)
            if opens:
                opens(tab)
            tab.locator(selector).click()
            tab.keyboard.press("Control+a")
            tab.keyboard.insert_text(words)
            keeps(tab, words)
            kill_browser(phone)
        with person(playwright, phone, size=LAPTOP) as context:
            tab = open_page(context, address.replace("step=3", f"step={step}"))
            field = tab.locator(selector)
            if step == 1:
                open_points(tab)
            if step == 3:
                expect(field).to_have_text(words)
            else:
                expect(field).to_have_value(words)
            if step == 2 and name == "sentence":
                tab.locator("[data-cancels]").click()
            else:
                tab.locator(".typed-hint button").last.click()


def test_undo_is_done_once_though_the_server_dies_before_it_answers(
    playwright: Playwright, pattern: Path, tmp_path: Path
) -> None:
    """The page sent it again to the next server, which took one more change back."""
    with person(playwright, tmp_path / "phone", size=LAPTOP) as context:
        with page_server(tmp_path / "server") as page:
            tab = open_page(context, at(page, copy_of(pattern, page), 2))
            for text in ("21元", "22元"):
                fact(tab, "price").locator("input[name=value]").fill(text)
                fact(tab, "price").locator("input[name=value]").press("Enter")
                expect(tab.locator(price_of(text))).to_be_visible()
            tab.route(PRESS, swallow)
            tab.click(".history [data-act=undo]")
            expect(tab.locator("div.offline")).to_contain_text("1 步操作已记下")
            os.kill(page.pid, signal.SIGKILL)
        tab.unroute(PRESS)
        with page_server(tmp_path / "server", port=port_of(page)):
            expect(tab.locator("div.offline")).to_be_empty()
            expect(tab.locator(price_of("21元"))).to_be_visible()
            tab.reload()
            expect(tab.locator(price_of("21元"))).to_be_visible()


def test_a_point_and_a_contact_without_a_network_are_sent_later(
    playwright: Playwright, page: Page, tmp_path: Path
) -> None:
    """The page told that it was kept, and forgot it; here its browser is killed, too."""
    phone = tmp_path / "phone"
    with person(playwright, phone, size=LAPTOP) as context:
        tab = open_page(context, f"{page.url}?product=new")
        tab.fill("[data-sheet=name]", "保温杯")
        tab.press("[data-sheet=name]", "Tab")
        expect(tab.locator(".bar .name")).to_have_text("保温杯")
        open_points(tab)
        context.set_offline(True)
        tab.fill("[data-points-search]", "杯底刻了字")
        tab.press("[data-points-search]", "Enter")
        expect(tab.locator(".sheet.lost")).to_be_visible()
        tab.click("[data-opens=shop]")
        tab.fill("[data-shop=wechat]", "lihua_88")
        tab.fill("[data-shop=phone]", "138 0013")  # he is not done with it
        for words in ("杯底刻了字", "lihua_88", "138 0013"):
            keeps(tab, words)
        kill_browser(phone)
    with person(playwright, phone, size=LAPTOP) as context:
        tab = open_page(context, page.url)
        open_points(tab)
        expect(tab.locator("[data-strike]")).to_have_count(1)
        expect(tab.locator("[data-points-search]")).to_have_value("")
        product = page.out / product_of(tab)
        sheet = (product / "product/product.yaml").read_text(encoding="utf-8")
        assert yaml.safe_load(sheet)["points"] == ["杯底刻了字"]
        shop = json.loads((page.out / "shop.json").read_text(encoding="utf-8"))
        assert shop["contact"] == {"wechat": "lihua_88"}
        tab.click("[data-opens=shop]")
        expect(tab.locator("[data-shop=phone]")).to_have_value("138 0013")


def test_a_take_is_not_doubled_by_a_kill_while_it_is_noted(
    playwright: Playwright, made: Path, tmp_path: Path
) -> None:
    """The server is killed when the take has its name and nobody has the answer."""
    is_sent = False

    def until_sent(route: Route) -> None:
        nonlocal is_sent
        if route.request.method == "PUT":
            swallow(route)
            is_sent = True
        elif is_sent:
            route.abort()
        else:
            route.continue_()

    with person(playwright, tmp_path / "phone", size=LAPTOP) as context:
        with page_server(tmp_path / "server") as page:
            tab = open_page(context, f"{page.url}?product=new")
            tab.route("**/files/**", until_sent)
            upload(tab, made / "pitch.mp4")
            product = page.out / product_of(tab)
            tab.wait_for_selector("[data-take][data-state=waiting] [data-take-does=again]")
            until_in(tab, "the take at the server", lambda: is_sent)
            assert (product / "page.json").exists()
            os.kill(page.pid, signal.SIGKILL)
        (memo,) = (product / "takes").glob(".kept-*")
        noted = json.loads(memo.read_text(encoding="utf-8"))
        part = memo.name.replace(".kept-", ".incoming-") + ".mp4"
        memo.write_text(json.dumps({**noted, "from": part}), encoding="utf-8")
        (product / "page.json").unlink()
        tab.unroute("**/files/**")
        with page_server(tmp_path / "server", port=port_of(page)):
            expect(tab.locator("[data-take]")).to_have_count(0)
            expect(tab.locator(".takes li.used")).to_be_visible()
    assert [path.name for path in (product / "takes").glob("take-*")] == ["take-1.mp4"]
    assert json.loads(memo.read_text(encoding="utf-8")) == noted
