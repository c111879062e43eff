"""How fast the page is there and answers a press, idle and while a video is rendered.

    python -m benchmarks.page [--languages en,es,ar,fr,de,ru,it,vi] [--products 1000] [--json]

Times are milliseconds in Debian's Chromium on this machine: `load` from the request to the first
step's heading; `feedback` from a press to the first change that is seen (the button shows that it
was pressed); `answer` from a press to the other step. The baseline is the idle page.

`with_products` is what a press costs the server of a merchant with so many products, in
milliseconds of CPU and bytes of its answer, beside one who has a single product; the first press
reads all of them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.frame import options
from merchant_studio import StudioConfig
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.page import press_button
from merchant_studio.webui.session import App
from tests.page import page_server
from tests.waiting import LIMIT_S

RECORDING = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
LOADS, PRESSES = 5, 10
PATIENCE_MS = LIMIT_S * 1000
LANGUAGES = ("en", "es", "ar", "fr", "de", "ru", "it", "vi")
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


def presses_with(count: int) -> dict[str, float]:
    """What the first press and the median of others cost with so many products."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for number in range(count):
            product = out / f"20261101-{number:012x}"
            for tag in ("en", "es"):
                (product / tag).mkdir(parents=True)
                (product / tag / "video.mp4").touch()
            chosen = {"created": f"2026-11-01T{number:012}", "name": f"杯{number}", "heard": "yes"}
            chosen |= {"languages": ["en", "es"], "take": "take-1.webm", "step": 2}
            (product / "page.json").write_text(json.dumps(chosen), encoding="utf-8")
        config = StudioConfig(out=out, recognizer="fake", writer="none", translator="fake")
        jobs = JobQueue(config, lambda *_: None)
        app, spent, sent, has = App(config=config, jobs=jobs, uploads=out), [], 0, ""
        for number in range(1 + PRESSES):
            values = {"product": product.name, "act": "go", "step": str(1 + number % 2), "has": has}
            began = time.process_time()
            shown = press_button(app, values, "", "zh")
            spent.append(1000 * (time.process_time() - began))
            has, sent = shown["has"], sum(len(text.encode()) for text in shown.values())
        jobs.close()
    return {
        "first_ms": round(spent[0], 1),
        "press_ms": round(median(spent[1:]), 1),
        "bytes": sent,
    }


OPTIONS = options(__doc__, languages=LANGUAGES, products=1000, json=False)


def main() -> None:
    """Print a table, and with `--json` one document as the last line."""
    asked = OPTIONS.parse_args()
    found: dict[str, Any] = {
        "with_products": {count: presses_with(count) for count in (1, asked.products)}
    }
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
        to_scripts(page, server.url, asked.languages)
        url = page.url
        found["idle"] = measure(browser, url)
        page.click("[data-act=render]")
        page.wait_for_selector(".live .langs .now")
        found["rendering"] = measure(browser, url)
        found["was_rendering"] = bool(page.locator(".live[data-busy]").count())
        browser.close()
    for state in ("idle", "rendering"):
        print(f"{state:10}", "  ".join(f"{name} {value}" for name, value in found[state].items()))
    for count, cost in found["with_products"].items():
        told = "  ".join(f"{name} {value}" for name, value in cost.items())
        print(f"with {count} products  {told}")
    found["load_vs_idle"] = round(found["rendering"]["load_ms"] / found["idle"]["load_ms"], 2)
    print(f"a render was under way to the end: {found['was_rendering']}")
    if asked.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
