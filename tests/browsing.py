"""The page in Debian's Chromium: the browser, a server on the fake engines, and a merchant's steps.

The fixtures `playwright`, `browser`, `page`, `visit` and `pattern` are for all tests: `conftest.py`
has them.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

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
PATIENCE_MS = 120_000
"""The machine may be busy."""
READABLE = (Path(__file__).parent / "data" / "readable.js").read_text(encoding="utf-8")
ENGLISH = """() => [...document.querySelectorAll(".studio *:not(option)")]
  .filter((e) => (e.closest("[lang]")?.lang ?? "zh") === "zh" && e.checkVisibility())
  .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE))
  .flatMap((n) => n.textContent.match(/[A-Za-z]{2,}/g) ?? [])"""
"""Words in Latin letters that are not marked as being of another language."""
expect.set_options(timeout=PATIENCE_MS)


def start_browser(playwright: Playwright, *arguments: str) -> Browser:
    program = shutil.which("chromium")
    assert program, "Debian's chromium is needed; run: make system"
    browser: Browser = playwright.chromium.launch(
        executable_path=program, args=[*QUIET, *FAKE_CAMERA, *arguments]
    )
    return browser


@contextmanager
def person(
    playwright: Playwright, folder: Path, camera: tuple[str, ...] = (), size: Any = PHONE
) -> Iterator[BrowserContext]:
    """A browser that keeps what it has in a folder, as on his phone."""
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium"),
        args=[*QUIET, *FAKE_CAMERA, *camera],
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
    context = browser.new_context(locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()
    tab.goto(f"{page.url}?product=new")
    listen(tab, made / "pitch.mp4")
    write(tab, "en", "es")
    product = str(tab.locator(".step").get_attribute("data-product"))
    context.close()
    kept = tmp_path_factory.mktemp("pattern") / "product"
    shutil.move(page.out / product, kept)
    return kept
