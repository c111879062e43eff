"""The page in Debian's Chromium: the browser, a server on the fake engines, and a merchant's steps.

The fixtures `playwright`, `browser`, `page`, `visit` and `pattern` are for all tests: `conftest.py`
has them.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Playwright,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page as Tab

from tests.page import Page, page_server
from tests.waiting import LIMIT_S, until

Seen = TypeVar("Seen")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
QUIET = (
    *("--no-sandbox", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update"),
)
FAKE_CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
PATIENCE_MS = LIMIT_S * 1000
READABLE = (Path(__file__).parent / "data" / "readable.js").read_text(encoding="utf-8")
ENGLISH = """() => [...document.querySelectorAll(".studio *:not(option)")]
  .filter((e) => (e.closest("[lang]")?.lang ?? "zh") === "zh" && e.checkVisibility())
  .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE))
  .flatMap((n) => n.textContent.match(/[A-Za-z]{2,}/g) ?? [])"""
"""Words in Latin letters that are not marked as being of another language."""
FILMED = """(wanted) => {
  const [minutes, seconds] = document.querySelector(".clock").textContent.split(":").map(Number);
  return 60 * minutes + seconds >= wanted;
}"""
LETTERS_ARE_THERE = """() => {
  document.body.getBoundingClientRect(); // what is laid out asks for its fonts
  const isLent = [...document.fonts].some(
    (font) => font.family.includes("Studio") && font.status === "loaded");
  return document.fonts.status === "loaded"
    && isLent === document.documentElement.classList.contains("lent");
}"""
expect.set_options(timeout=PATIENCE_MS)


def chromium() -> str:
    program = shutil.which("chromium")
    assert program, "the tests drive Debian's Chromium; run: apt-get install chromium"
    return program


def start_browser(playwright: Playwright, *arguments: str, **options: Any) -> Browser:
    browser: Browser = playwright.chromium.launch(
        executable_path=chromium(),
        args=[*QUIET, *FAKE_CAMERA, *arguments],
        timeout=PATIENCE_MS,
        **options,
    )
    return browser


@contextmanager
def tab_of(browser: Browser, address: str, locale: str = "en-US", **options: Any) -> Iterator[Tab]:
    """A tab of somebody who is here for the first time."""
    context = browser.new_context(locale=locale, **options)
    context.set_default_timeout(PATIENCE_MS)
    try:
        tab = context.new_page()
        tab.goto(address)
        yield tab
    finally:
        context.close()


@contextmanager
def person(
    playwright: Playwright, folder: Path, camera: tuple[str, ...] = (), size: Any = PHONE
) -> Iterator[BrowserContext]:
    """A browser that keeps what it has in a folder, as on his phone."""
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=chromium(),
        args=[*QUIET, *FAKE_CAMERA, *camera],
        timeout=PATIENCE_MS,
        locale="zh-CN",
        **size,
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        with suppress(BrowserError):  # a test may have closed or killed it
            context.close()


def kill_browser(folder: Path) -> None:
    """Kill the browser of a `person`, all its processes, as a system short of memory does."""
    groups = set[int]()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(folder).encode() in (process / "cmdline").read_bytes():
                groups.add(os.getpgid(int(process.name)))
    for group in groups - {os.getpgid(0)}:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = start_browser(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page_server(tmp_path_factory.mktemp("page")) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, page: Page) -> Iterator[Callable[..., Tab]]:
    """Opens the page; whatever the browser complains about fails the test."""
    opened: list[Any] = []
    complaints: list[str] = []

    def open_tab(language: str = "zh-CN", size: dict[str, Any] = LAPTOP, path: str = "") -> Tab:
        context = browser.new_context(locale=language, accept_downloads=True, **size)
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        tab: Tab = context.new_page()
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", lambda r: r.url.startswith(("http", "ws")) and r.url.find("127.0.0.1") < 0
               and complaints.append(f"asked {r.url}"))  # fmt: skip
        tab.goto(path or f"{page.url}?product=new")
        tab.wait_for_selector(".step[data-step] h1")
        return tab

    yield open_tab
    for context in opened:
        context.close()
    assert complaints == []


def upload(tab: Tab, *paths: Path) -> None:
    tab.locator("[data-upload]").first.set_input_files(list(paths))


def listen(tab: Tab, recording: Path, name: str = "不锈钢保温杯") -> None:
    """Step 1 to step 2."""
    tab.fill("input[name=name]", name)
    upload(tab, recording)
    tab.wait_for_selector(".takes li.used")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")


def begin_to_write(tab: Tab, *languages: str) -> None:
    """Step 2 to step 3, all facts confirmed; the first lines are seen."""
    tab.click(".headline [data-act=confirm]")
    tab.wait_for_selector(".facts tr.heard", state="detached")
    for box in tab.locator("input[name=languages]").all():  # those of the last product are ticked
        box.set_checked(box.get_attribute("value") in languages, force=True)
    tab.click("[data-act=write]")
    tab.wait_for_selector(".lines .line")


def write(tab: Tab, *languages: str) -> None:
    """Step 2 to step 3, all facts confirmed, all lines written."""
    begin_to_write(tab, *languages)
    tab.wait_for_selector("[data-act=render]:enabled")


def product_of(tab: Tab) -> str:
    return str(tab.locator(".step").get_attribute("data-product"))


def wait_for_letters(tab: Tab) -> None:
    """Until all fonts have come and are used, what is shown has not its size."""
    tab.wait_for_function(LETTERS_ARE_THERE)


def until_in(tab: Tab, event: str, seen: Callable[[], Seen]) -> Seen:
    """`until`, while this thread answers what the tab asks, be it by a `route`."""

    def look() -> Seen:
        tab.wait_for_timeout(0)
        return seen()

    return until(event, look)


def pass_by(tab: Tab, ms: int) -> None:
    """Until all timers of the page that are due by then have had their turn, in their order.

    However slow the machine is: a timer that is due earlier is served earlier.
    """
    tab.evaluate("ms => new Promise((done) => setTimeout(done, ms))", ms)


def film_on(tab: Tab, until_s: int) -> None:
    """Until the clock of the recording shows at least so many seconds."""
    tab.wait_for_function(FILMED, arg=until_s)


def copy_of(pattern: Path, page: Page, **choices: Any) -> str:
    """The id of a new product of the page, as the pattern is but for these choices."""
    product = f"20261101-{secrets.token_hex(6)}"
    shutil.copytree(pattern, page.out / product)
    file = page.out / product / "page.json"
    values = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**values, **choices}), encoding="utf-8")
    return product


def at(page: Page, product: str, step: int, language: str = "") -> str:
    """The address of a step of a product."""
    return f"{page.url}?product={product}&step={step}" + (language and f"&language={language}")


def fact(tab: Tab, key: str) -> Locator:
    return tab.locator(f"tr[data-key={key}]")


def line(tab: Tab, number: int) -> Locator:
    return tab.locator(f".line:has([data-line='{number - 1}'])")


def type_over(line: Locator, keys: str, text: str) -> None:
    line.locator(".text").click()
    line.page.keyboard.press(keys)
    line.page.keyboard.type(text)
    line.page.keyboard.press("Enter")


def is_narrow_enough(tab: Tab) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.fixture(scope="module")
def pattern(
    page: Page, browser: Browser, made: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a product whose scripts are written, to be copied for a test."""
    with tab_of(browser, f"{page.url}?product=new") as tab:
        listen(tab, made / "pitch.mp4")
        write(tab, "en", "es")
        product = product_of(tab)
    kept = tmp_path_factory.mktemp("pattern") / "product"
    shutil.move(page.out / product, kept)
    return kept
