"""How fast the page is there and answers a press, idle and while a video is rendered.

    python -m benchmarks.page [--languages en,es,ar,fr,de,ru,it,vi] [--json]

Times are milliseconds in Debian's Chromium on this machine: `load` from the request to the first
step's heading; `feedback` from a press to the first change that is seen (the button shows that it
was pressed); `answer` from a press to the other step. The baseline is the idle page.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.page import page_server
from tests.waiting import LIMIT_S

RECORDING = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
LOADS, PRESSES = 5, 10
PATIENCE_MS = LIMIT_S * 1000
LANGUAGES = "en,es,ar,fr,de,ru,it,vi"
PRESS = """(number) => new Promise((done) => {
  const began = performance.now();
  let feedback = 0;
  const look = () => {
    const busy = document.querySelector("[aria-busy=true]");
    if (busy && !feedback) feedback = performance.now() - began;
    if (document.querySelector(`.step[data-step='${number}']`)) {
      observer.disconnect();
      done([feedback, performance.now() - began]);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, {subtree: true, childList: true, attributes: true});
  document.querySelector(`[data-act=go][data-step='${number}']`).click();
})"""


def measure(browser: Browser, url: str) -> dict[str, float]:
    """The medians of loads and presses."""
    loads: list[float] = []
    for _ in range(LOADS):
        page = browser.new_context().new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url)
        page.wait_for_selector(".step[data-step] h1")
        loads.append(page.evaluate("performance.now()"))
        last = page
        if len(loads) < LOADS:
            page.context.close()
    presses = [last.evaluate(PRESS, 2 + n % 2) for n in range(PRESSES)]
    last.context.close()
    return {
        "load_ms": round(median(loads)),
        "feedback_ms": round(max(first for first, _ in presses)),
        "answer_ms": round(median(answer for _, answer in presses)),
        "slowest_answer_ms": round(max(answer for _, answer in presses)),
    }


def to_scripts(page: Page, url: str, languages: Sequence[str]) -> None:
    """A product at step 3, ready to be rendered."""
    page.goto(url)
    page.wait_for_selector(".step[data-step='1'] h1")
    page.locator("[data-upload]").first.set_input_files(RECORDING)
    page.wait_for_selector(".takes li.used")
    page.click("[data-act=listen]")
    page.wait_for_selector(".facts tr.heard")
    page.click(".headline [data-act=confirm]")
    page.wait_for_selector(".facts tr.heard", state="detached")
    for code in languages:
        page.locator(f"input[name=languages][value={code}]").check(force=True)
    page.click("[data-act=write]")
    page.wait_for_selector(".lines .line")


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", default=LANGUAGES)
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    """Print a table, and with `--json` one document as the last line."""
    asked = command_line().parse_args()
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        page_server(Path(folder), "--preset", "veryfast", "--crf", "23") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_context(locale="en-US").new_page()
        page.set_default_timeout(PATIENCE_MS)
        to_scripts(page, server.url, asked.languages.split(","))
        url = page.url
        found["idle"] = measure(browser, url)
        page.click("[data-act=render]")
        page.wait_for_selector(".live .langs .now")
        found["rendering"] = measure(browser, url)
        found["was_rendering"] = bool(page.locator(".live[data-busy]").count())
        browser.close()
    for state in ("idle", "rendering"):
        print(f"{state:10}", "  ".join(f"{name} {value}" for name, value in found[state].items()))
    found["load_vs_idle"] = round(found["rendering"]["load_ms"] / found["idle"]["load_ms"], 2)
    print(f"a render was under way to the end: {found['was_rendering']}")
    if asked.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
