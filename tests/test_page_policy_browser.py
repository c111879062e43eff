"""What a browser runs of the page: its own scripts, and none that was smuggled in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browsing import PATIENCE_MS, start_browser
from tests.page import page_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SMUGGLED = """() => {
  const image = document.createElement("img");
  image.setAttribute("onerror", "window.smuggled = 1");
  image.src = "/no-such-picture.png";
  const script = document.createElement("script");
  script.textContent = "window.smuggled = 2";
  document.body.append(image, script);
}"""


def test_the_page_runs_its_own_scripts_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    with page_server(tmp_path_factory.mktemp("policy")) as page, sync_playwright() as playwright:
        assert isinstance(playwright, Playwright)
        browser = start_browser(playwright)
        tab = browser.new_page()
        tab.set_default_timeout(PATIENCE_MS)
        refused: list[str] = []
        tab.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
        tab.goto(page.url)
        tab.wait_for_selector(".step[data-step] h1")
        assert refused == []
        with tab.expect_response("**/no-such-picture.png"):
            tab.evaluate(SMUGGLED)
        tab.wait_for_function("() => document.images.length === 0 || document.images[0].complete")
        assert tab.evaluate("window.smuggled") is None
        assert len([text for text in refused if "Content Security Policy" in text]) == 2
        browser.close()
