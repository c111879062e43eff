"""Makes the pictures of the page for the README, and all others for whoever changed it.

    python docs/make_screenshots.py            # docs/page/*.png
    python docs/make_screenshots.py --all DIR  # every step in both languages, sizes and themes

It runs the page on the example with the phrasebook as its writer, so that it needs no models, in
Debian's Chromium with the fonts of the machine (apt-get install fonts-noto-core fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
RECORDING = HERE.parent / "examples" / "flask" / "pitch.mp4"
SPOKEN = """\
大家好，看看这款不锈钢保温杯，容量500毫升。
能保温12小时，有8种颜色可以选。
倒过来放也不会漏水，开口很大，里面很好清洗。
装了热水外面也不烫手，手感也很好。
可以放在车上的杯架里，出门携带很方便。
送人很合适，还可以印上你的商标。
单价18块5，100个起订，7天交货。"""
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "laptop": {"viewport": {"width": 1280, "height": 800}},
}
LOCALES = {"en": "en-US", "zh": "zh-CN"}
PORT = 7899
TAKEN = ("does-not-leak", "large-opening", "easy-to-clean", "does-not-burn-hands", "good-gift")
"""The selling points that are taken of those offered."""
README_STEPS = ("1-film", "2-facts", "2-points", "3-scripts", "4-videos")
WAIT_MS = 300_000


@contextmanager
def page_server(folder: Path) -> Iterator[str]:
    """The page on the example's words and the phrasebook, ended when the block is left."""
    spoken = folder / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    options = ["--recognizer", f"fake:{spoken}", "--writer", "none", "--out", str(folder / "out")]
    code = "from merchant_studio.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, "ui", "--port", str(PORT), "--preset", "ultrafast", *options]
    )
    url = f"http://127.0.0.1:{PORT}/"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}page.css").close()
                break
            except urllib.error.URLError:
                if server.poll() is not None:
                    raise
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def walk(
    browser: Browser, url: str, language: str, size: str, theme: Any
) -> Iterator[tuple[str, Page]]:
    """The page at every step of making the example's videos, with the step's name."""
    context = browser.new_context(
        locale=LOCALES[language], color_scheme=theme, device_scale_factor=1, **SIZES[size]
    )
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(f"{url}?product=new")
    page.wait_for_selector(".step[data-step='1'] h1")
    page.fill("input[name=name]", "不锈钢保温杯")
    page.locator("input[name=source][value=zh]").check(force=True)
    page.click("[data-camera-open]")
    page.wait_for_selector(".stage.on")
    page.wait_for_timeout(1500)
    page.locator("#film-h").evaluate("heading => heading.scrollIntoView()")
    yield "1-film", page
    page.click("[data-camera-close]")
    page.locator("[data-upload]").first.set_input_files(RECORDING)
    page.wait_for_selector(".takes li.used")
    page.wait_for_timeout(800)
    yield "1-take", page
    page.click("[data-act=listen]")
    page.wait_for_selector(".facts tr.heard")
    page.locator("tr[data-key=moq] [data-act=confirm]").click()
    page.wait_for_selector("tr[data-key=moq].sure")
    page.wait_for_timeout(800)
    page.locator(".transcript").evaluate("list => list.scrollIntoView()")
    yield "2-facts", page
    page.click(".headline [data-act=confirm]")
    page.wait_for_selector(".facts tr.heard", state="detached")
    for number, point in enumerate(TAKEN, 1):
        page.locator(f".offers [data-point='{point}']").first.click()
        page.wait_for_selector(f".points .point >> nth={number - 1}")
    page.wait_for_timeout(800)
    page.locator("#points-h").evaluate("heading => heading.scrollIntoView()")
    yield "2-points", page
    for code in ("en", "es", "ar"):
        page.locator(f"input[name=languages][value={code}]").check(force=True)
    page.click("[data-act=write]")
    page.wait_for_selector(".lines .line")
    page.wait_for_selector("[data-act=render]:enabled")
    line = page.locator(".line .text").nth(2)
    line.click()
    page.keyboard.press("End")
    page.keyboard.type(" Only 3 left!")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding.block")
    yield "3-scripts", page
    page.locator(".line").nth(2).locator("[data-act=phrase]").click()
    page.wait_for_selector(".finding.block", state="detached")
    page.click("[data-act=render]")
    page.wait_for_selector(".live .langs .now")
    yield "4-progress", page
    page.wait_for_selector(".card.made >> nth=2")
    page.wait_for_timeout(1500)
    yield "4-videos", page
    context.close()


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every step, size and theme")
    asked = parser.parse_args()
    wanted = (
        list(product(LOCALES, SIZES, ("light", "dark")))
        if asked.all
        else [("zh", "phone", "light")]
    )
    target = asked.all or HERE / "page"
    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        page_server(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        camera = Path(folder) / "camera.mjpeg"
        size = ("-t", "4", "-vf", "scale=540:-2", "-q:v", "4")
        program = imageio_ffmpeg.get_ffmpeg_exe()
        subprocess.run([program, "-loglevel", "error", "-i", RECORDING, *size, camera], check=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                *("--no-sandbox", "--disable-background-networking"),
                *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
                f"--use-file-for-fake-video-capture={camera}",
            ],
        )
        for language, size, theme in wanted:
            for step, page in walk(browser, url, language, size, theme):
                if step not in README_STEPS and not asked.all:
                    continue
                name = f"{step}-{language}-{size}" + (f"-{theme}" if asked.all else "")
                page.screenshot(path=target / f"{name}.png", full_page=bool(asked.all))
                print(target / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
