"""In a browser: what he needs is in view and whole, and nothing moves away from his finger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.browsing import LAPTOP, PHONE, at, copy_of, fact, wait_for_letters
from tests.page import Page

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
NARROW: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 640}}
CUT = """() => [...document.querySelectorAll(".facts input")]
  .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.value)"""
"""Values of which only a part is seen."""
PLACES = """() => ["[data-act=undo]", "[data-act=redo]", "h1"]
  .map((each) => Math.round(document.querySelector(each).getBoundingClientRect().left) + " "
    + Math.round(document.querySelector(each).getBoundingClientRect().top))"""
SMALL = """() => [...document.querySelectorAll(".studio button, .studio a, .studio summary")]
  .filter((e) => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < 44)
  .map((e) => e.outerHTML.slice(0, 100))"""
"""Controls that a finger misses."""
SCROLLS = """() => [...document.querySelectorAll(".transcript, .offers, .still, pre")]
  .filter((e) => e.scrollHeight > e.clientHeight + 1).map((e) => e.className)"""
"""Boxes of which only a part is seen."""
Begun = Callable[[int], str]


@pytest.fixture
def begun(page: Page, pattern: Path) -> Begun:
    """Makes the address of a step of a new product whose scripts are written."""
    return lambda step: at(page, copy_of(pattern, page), step)


def test_undo_stays_in_view_and_under_the_finger(visit: Callable[..., Tab], begun: Begun) -> None:
    """Findings B15 and B16: it was far above, and a press put other things in its place."""
    tab = visit("en-US", size=PHONE, path=begun(2))
    price = fact(tab, "price").locator("input[name=value]")
    price.fill("21 CNY")
    price.press("Enter")
    undo = tab.locator("[data-act=undo]")
    expect(undo).to_contain_text("Price changed to CNY\u00a021 per piece")
    # As far down as it goes, it is there, and all that it says can be read.
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(undo).to_be_in_viewport(ratio=1)
    what = undo.locator(".what")
    assert what.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    tab.evaluate("scrollTo(0, 0)")
    before = tab.evaluate(PLACES)
    undo.click()
    told = tab.locator(".history .notice")
    expect(told).to_contain_text("Undone: Price is CNY\u00a018.50 per piece again")
    assert tab.evaluate(PLACES) == before
    tab.locator("[data-act=redo]").click()
    expect(told).to_contain_text("Done again: Price changed to CNY\u00a021 per piece")
    assert tab.evaluate(PLACES) == before
    # Pressed from the middle of the page, it leaves him there.
    tab.evaluate("scrollTo(0, 500)")
    tab.mouse.click(100, 22)
    expect(told).to_contain_text("Undone:")
    assert tab.evaluate("scrollY") == 500


@pytest.mark.parametrize("size", [NARROW, PHONE, LAPTOP], ids=["narrow", "phone", "laptop"])
def test_values_lists_and_choices_are_seen_whole(
    visit: Callable[..., Tab], begun: Begun, size: dict[str, Any]
) -> None:
    """Findings B18, B19 and B21."""
    tab = visit("en-US", size=size, path=begun(2))
    expect(fact(tab, "price").locator("input")).to_have_value("CNY\u00a018.50 per piece")
    wait_for_letters(tab)
    assert tab.evaluate(CUT) == []
    assert tab.evaluate(SCROLLS) == []
    # The field of a sentence is seen whole, with its frame.
    tab.locator(".transcript [data-corrects]").last.click()
    expect(tab.locator(".transcript li.open")).to_be_in_viewport(ratio=1)
    tab.goto(tab.url.replace("step=2", "step=3"))
    tab.wait_for_selector(".still")
    wait_for_letters(tab)
    assert tab.evaluate(SCROLLS) == []
    for chip in tab.locator(".chip[data-tag]:not(.long)").all():
        assert chip.evaluate("e => e.getClientRects().length") == 1


def test_what_is_open_closes_as_one_expects(visit: Callable[..., Tab], begun: Begun) -> None:
    """Finding B27: Escape did nothing, and the page was pushed down."""
    tab = visit("en-US", size=PHONE, path=begun(1))
    top = tab.locator("h1").bounding_box()
    products, shop = tab.locator("#products"), tab.locator("#shop")
    opens = {name: tab.locator(f"[data-opens={name}]") for name in ("products", "shop")}
    opens["products"].click()
    expect(products.locator("[aria-current=true] .state")).to_have_text("Scripts written")
    expect(products.locator("[aria-current=true] video.seen")).to_be_visible()
    assert tab.locator("h1").bounding_box() == top
    opens["shop"].click()
    expect(products).to_be_hidden()
    tab.keyboard.press("Escape")
    expect(shop).to_be_hidden()
    expect(opens["shop"]).to_be_focused()
    expect(opens["shop"]).to_have_attribute("aria-expanded", "false")
    opens["shop"].click()
    assert tab.evaluate(SMALL) == []
    shop.locator("[data-closes]").click()
    expect(shop).to_be_hidden()
    opens["shop"].click()
    tab.mouse.click(10, 800)
    expect(shop).to_be_hidden()


def test_every_target_is_large_enough_for_a_finger(visit: Callable[..., Tab], begun: Begun) -> None:
    """Finding B23: the cross of a message, the cross of a point, what folds out."""
    tab = visit("en-US", size=PHONE, path=begun(2))
    tab.locator("[data-form=point] input").fill("a nice handle")
    tab.locator("[data-form=point] [data-act=take]").click()
    expect(tab.locator("[data-act=strike]")).to_have_count(1)
    price = fact(tab, "price").locator("input[name=value]")
    price.fill("cheap")
    price.press("Enter")
    expect(tab.locator("[data-act=hush]")).to_be_visible()
    assert tab.evaluate(SMALL) == []


def test_stop_says_at_once_that_it_stops(
    visit: Callable[..., Tab], page: Page, begun: Begun
) -> None:
    """Finding B24: for seconds it read as before."""
    tab = visit("en-US", path=begun(3))
    with page.frozen():
        tab.click("[data-act=render]")
        stop = tab.locator("[data-act=stop]")
        expect(stop).to_have_text("Stop")
        seen = stop.evaluate("""e => { e.click();
          return [getComputedStyle(e, "::before").content, e.innerText.trim()]; }""")
    assert seen == ['"Stopping…"', ""]


def test_the_notes_show_all_their_lines(visit: Callable[..., Tab]) -> None:
    """Finding B26: the third line hid the first."""
    tab = visit("en-US", size=PHONE)
    notes = tab.locator("textarea[name=points]")
    notes.fill("\n".join(f"line {number}" for number in range(1, 8)))
    assert notes.evaluate("e => e.scrollHeight <= e.clientHeight + 1")


def test_the_letters_of_the_prompter_are_named_as_they_read(visit: Callable[..., Tab]) -> None:
    """axe-core: label-content-name-mismatch."""
    tab = visit("en-US", size=PHONE)
    tab.click("[data-camera-open]")
    for name in ("A− Smaller letters", "A+ Larger letters"):
        expect(tab.get_by_role("button", name=name, exact=True)).to_have_count(1)
