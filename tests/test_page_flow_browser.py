"""The page never leaves its user stuck: messages, Back, two tabs, no network, long recordings."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

from tests.browsing import (
    PATIENCE_MS,
    PHONE,
    at,
    copy_of,
    fact,
    line,
    listen,
    tab_of,
    type_over,
    until_in,
)
from tests.conftest import ffmpeg
from tests.page import Page, page_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SEEN = """e => { const { top, bottom } = e.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight; }"""
SMALL = """() => [...document.querySelectorAll(".studio button, .studio a, .studio select")]
  .filter((e) => e.checkVisibility())
  .filter((e) => Math.min(e.offsetWidth, e.offsetHeight) < 44)
  .map((e) => e.outerHTML.slice(0, 100))"""
"""Controls that a finger misses."""
Begun = Callable[..., str]


@pytest.fixture
def begun(page: Page, pattern: Path) -> Begun:
    """Makes a product of which the scripts are written; gives its id."""
    return lambda **choices: copy_of(pattern, page, **choices)


def is_at(tab: Tab, step: int) -> None:
    expect(tab.locator(f".step[data-step='{step}']")).to_be_visible()
    expect(tab).to_have_url(re.compile(rf"[?&]step={step}(&|$)"))


def test_back_and_forward_move_between_the_steps(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding 12."""
    product = begun()
    tab = visit("en-US", path=at(page, product, 2))
    is_at(tab, 2)
    tab.click("[data-act=go][data-step='3']")
    is_at(tab, 3)
    tab.click("[data-act=tongue][data-tag=es]")
    expect(tab).to_have_url(at(page, product, 3, "es"))
    tab.go_back()
    is_at(tab, 2)
    tab.go_forward()
    is_at(tab, 3)
    expect(tab.locator("[data-act=tongue][data-tag=es]")).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(tab.locator("[data-act=tongue][data-tag=es]")).to_have_attribute("aria-pressed", "true")
    tab.click("[data-act=new]")
    is_at(tab, 1)
    tab.go_back()
    is_at(tab, 3)
    assert product in tab.url


def test_a_press_right_after_another_stays_where_that_one_led(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    tab = visit("en-US", path=at(page, begun(), 2))
    is_at(tab, 2)
    tab.evaluate("""() => {
      document.querySelector("[data-act=go][data-step='3']").click();
      window.studio.press("shown");  // before the first is answered
    }""")
    is_at(tab, 3)


def test_a_bare_address_opens_the_last_product(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding 12."""
    product = begun(step=3)
    tab = visit("en-US", path=page.url)
    is_at(tab, 3)
    assert product in tab.url
    tab.click("[data-opens=products]")
    expect(tab.locator(f".products [data-id='{product}'][aria-current=true]")).to_be_visible()
    tab.goto(f"{page.url}?product=nothing")
    expect(tab.locator("[role=alert]")).to_contain_text("There is no such product")


def test_two_tabs_do_not_pull_each_other(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding 11."""
    product = begun()
    one, other = (
        visit("en-US", path=at(page, product, 2)),
        visit("en-US", path=at(page, product, 3)),
    )
    other.click("[data-act=tongue][data-tag=es]")
    expect(other).to_have_url(at(page, product, 3, "es"))
    fact(one, "price").locator("input[name=value]").fill("21 CNY")
    fact(one, "price").locator("input[name=value]").press("Enter")
    expect(fact(one, "price").locator("input[name=value]")).to_have_value(re.compile("CNY.21"))
    is_at(one, 2)
    # What was changed is seen in the other tab, where it stands.
    expect(line(other, 3).locator(".chip").first).to_contain_text("21")
    is_at(other, 3)
    expect(other.locator("[data-act=tongue][data-tag=es]")).to_have_attribute(
        "aria-pressed", "true"
    )
    type_over(line(other, 1), "Control+a", "Hola.")
    expect(line(other, 1).locator(".author")).to_have_text("by you")
    assert "Hola." in (page.out / product / "es" / "script.json").read_text(encoding="utf-8")


def test_what_is_being_typed_stays_while_another_tab_changes_something(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding 11."""
    product = begun()
    one, other = (
        visit("en-US", path=at(page, product, 2)),
        visit("en-US", path=at(page, product, 2)),
    )
    field = fact(one, "moq").locator("input[name=value]")
    field.fill("20")
    fact(other, "price").locator("input[name=value]").fill("21 CNY")
    fact(other, "price").locator("input[name=value]").press("Enter")
    expect(fact(one, "price").locator("input[name=value]")).to_have_value(re.compile("CNY.21"))
    expect(field).to_be_focused()
    expect(field).to_have_value("20")
    one.keyboard.type("0 pcs")
    # Its row goes: the tab says so, and what is typed is not thrown away.
    fact(other, "moq").locator("[data-act=remove]").click()
    expect(fact(other, "moq")).to_have_count(0)
    expect(one.locator("#told")).to_contain_text("changed in another window")
    expect(field).to_have_value("200 pcs")


def test_a_message_stands_at_what_was_pressed(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding 8."""
    tab = visit(size=PHONE, path=at(page, begun(languages=[]), 2))
    button = tab.locator("[data-act=write]")
    button.click()
    told = tab.locator("[role=alert]")
    expect(told).to_have_text(re.compile("请至少选一种语言。"))
    until_in(tab, "the message in view", lambda: told.evaluate(SEEN))
    assert tab.evaluate(
        """() => document.querySelector("#told").getBoundingClientRect().top
        - document.querySelector("[data-act=write]").getBoundingClientRect().bottom"""
    ) < 100  # fmt: skip
    expect(button).to_have_attribute("aria-describedby", "told")
    expect(tab.locator("[aria-busy=true]")).to_have_count(0)
    # A value that cannot be read: at its field, which keeps what was typed.
    price = fact(tab, "price").locator("input[name=value]")
    price.fill("很便宜")
    price.press("Enter")
    expect(tab.locator("tr[data-key=price] + tr.told [role=alert]")).to_contain_text("看不懂")
    expect(price).to_have_value("很便宜")
    expect(price).to_have_attribute("aria-invalid", "true")
    tab.locator("[data-act=hush]").click()
    expect(told).to_have_count(0)


def test_every_press_shows_at_once_that_it_was_felt(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Issue 25: no press without an answer within 200 ms, however slow the server is."""
    tab = visit("en-US", path=at(page, begun(), 2))
    unanswered: list[Route] = []
    is_held = True
    tab.route("**/press", lambda one: unanswered.append(one) if is_held else one.continue_())
    button = tab.locator("[data-act=go][data-step='3']")
    assert button.evaluate("e => { e.click(); return e.ariaBusy; }") == "true"
    expect(tab.locator("html")).to_have_class(re.compile("is-asking"))
    until_in(tab, "the press on its way", lambda: unanswered)
    expect(tab.locator(".step")).to_have_attribute("data-step", "2")
    is_held = False
    for route in unanswered:
        route.continue_()
    is_at(tab, 3)
    expect(tab.locator("html")).not_to_have_class(re.compile("is-asking"))


def test_without_a_network_nothing_is_lost(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Issue 25: offline says so in the page's language, and sends again."""
    product = begun()
    tab = visit(path=at(page, product, 2))
    tab.context.set_offline(True)
    banner = tab.locator(".offline")
    price, moq = (fact(tab, key).locator("input[name=value]") for key in ("price", "moq"))
    price.fill("21元")
    price.press("Enter")
    expect(banner).to_contain_text("网络断开了")
    moq.fill("300个")
    moq.press("Enter")
    expect(banner).to_contain_text("2 步操作已记下")
    expect(price).to_have_value("21元")
    expect(tab.locator(".toast-body")).to_have_count(0)
    tab.context.set_offline(False)
    expect(banner).to_be_empty()
    expect(price).to_have_value(re.compile("^21元"))
    expect(moq).to_have_value(re.compile("^300"))
    # The tab is closed before the network is back: the next one sends what is left.
    tab.context.set_offline(True)
    price.fill("22元")
    price.press("Enter")
    expect(banner).to_contain_text("1 步操作已记下")
    other = tab.context.new_page()
    tab.close()
    other.context.set_offline(False)
    other.goto(at(page, product, 2))
    expect(fact(other, "price").locator("input[name=value]")).to_have_value(re.compile("^22元"))


def test_twelve_minutes_make_a_short_page(browser: Browser, page: Page, tmp_path: Path) -> None:
    """Ugly: 39 moments a fact made a page of 8,800 px."""
    recording = tmp_path / "long.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=size=90x160:rate=1:duration=720"),
        *("-f", "lavfi", "-i", "sine=frequency=330:sample_rate=16000:duration=720"),
        *("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", recording),
    )
    sentences = ["单价18块5，100个起订。", "7天交货，容量500毫升。"]
    sentences += [f"第{number}句说的是这款不锈钢保温杯很好用。" for number in range(1, 4)]
    spoken = page.heard.read_text(encoding="utf-8")
    page.heard.write_text("\n".join(sentences * 40), encoding="utf-8")
    look: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce"}
    with tab_of(browser, f"{page.url}?product=new", **look) as tab:
        listen(tab, recording)
        page.heard.write_text(spoken, encoding="utf-8")
        assert tab.locator(".transcript li").count() > 150
        assert tab.evaluate("document.documentElement.scrollHeight") < 3000
        expect(fact(tab, "price").locator("td > .moment")).to_have_count(3)
        rest = fact(tab, "price").locator(".rest")
        expect(rest.locator("summary")).to_have_text("37 more")
        rest.locator("summary").click()
        tab.locator("[data-player]").evaluate("v => { v.play = async () => {}; }")  # or it plays on
        rest.locator(".moment").last.click()
        # The list of sentences follows the player, and the page stays where it is.
        said = tab.locator(".transcript li.speaking")
        expect(said).to_contain_text("18块5")
        assert said.evaluate(
            """li => { const row = li.getBoundingClientRect();
            const list = li.closest(".transcript").getBoundingClientRect();
            return row.top >= list.top && row.bottom <= list.bottom; }"""
        )


def test_a_server_that_comes_back_gets_what_was_pressed_without_it(
    browser: Browser, pattern: Path, tmp_path: Path
) -> None:
    """Issue 25: nothing typed is lost, and the page is not loaded anew over what is being typed."""
    product = "20261101-0123456789ab"
    shutil.copytree(pattern, tmp_path / "out" / product)
    with page_server(tmp_path) as page:
        context = browser.new_context(locale="en-US")
        context.set_default_timeout(PATIENCE_MS)
        tab = context.new_page()
        tab.goto(at(page, product, 3, "en"))
        type_over(line(tab, 1), "Control+a", "Welcome to our booth.")
        expect(line(tab, 1).locator(".author")).to_have_text("by you")
    type_over(line(tab, 4), "Control+a", "Ask us.")
    expect(tab.locator("div.offline")).to_contain_text("is kept here")
    type_over(line(tab, 1), "Control+a", "Come in.")
    expect(tab.locator("div.offline")).to_contain_text("(2)")
    line(tab, 4).locator(".text").click()
    tab.keyboard.press("End")
    tab.keyboard.type(" Not yet sent.")
    port = int(page.url.rstrip("/").rpartition(":")[2])
    with page_server(tmp_path, port=port):
        expect(line(tab, 1).locator(".author")).to_have_text("by you")
        expect(tab.locator("div.offline")).to_be_empty()
        expect(line(tab, 4).locator(".text")).to_contain_text("Not yet sent.")
        expect(line(tab, 4).locator(".text")).to_be_focused()
        script = tmp_path / "out" / product / "en" / "script.json"

        def kept() -> str:
            return script.read_text(encoding="utf-8")

        # The first answer empties the banner.
        until_in(tab, "the last of the two lines", lambda: "Come in." in kept())
        assert "Ask us." in kept()
    context.close()


def test_nothing_is_too_small_for_a_finger_or_off_the_screen(
    browser: Browser, page: Page, begun: Begun
) -> None:
    """Ugly: seek buttons of 32 px, a header that wraps, times in UTC, a name that is cut."""
    product = begun()
    context = browser.new_context(locale="en-US", timezone_id="Asia/Shanghai", **PHONE)
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()
    for step in (1, 2, 3, 4):
        tab.goto(at(page, product, step))
        is_at(tab, step)
        assert tab.evaluate(SMALL) == []
        header = tab.locator(".bar").bounding_box()
        assert header and header["height"] < 64
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if step == 2:
            english = fact(tab, "name").locator("input[name=english]")
            assert english.evaluate("e => e.scrollWidth <= e.clientWidth")
    times = tab.locator(".products time")
    created = str(times.first.get_attribute("datetime"))
    told = times.first.evaluate("e => e.textContent")
    hour = (int(created[11:13]) + 8) % 24
    assert f"{hour % 12 or 12}:{created[14:16]}" in str(told)
    expect(tab.locator("progress")).to_have_count(0)
    expect(tab.locator(".card.missing .empty").first).to_be_visible()
    box = tab.locator(".card.missing").first.bounding_box()
    assert box and box["height"] < 200
    context.close()
