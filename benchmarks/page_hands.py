"""What a merchant does with the page in a browser, and what is kept of it; for `page_way`."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator
from playwright.sync_api import Page as Tab

PATIENCE_S = 120
TICK_MS = 50
IDLE_TICKS = 100
"""After so much nothing he presses again: 5 s."""
KEPT_MS = 500
"""The page's own saving interval: what was typed longer ago is kept, whatever is killed."""
FILM_PART_S = 2
"""Of a take that is being filmed the last second, which is not written yet, and its rounding."""
BUSY = """() => Boolean(document.querySelector(".live[data-busy]"))
  || document.documentElement.matches(".is-asking, .is-offline")"""
TEXT_OF = "field => field.isContentEditable ? field.textContent : field.value"
Moment = Callable[[str], None]
State = dict[str, str]
"""What is kept of the product, leaf by leaf: `{"sheet/price": "18.5元"}`."""


class StuckError(Exception):
    """He can do nothing more."""


class Hands:
    """What a merchant does with a page: he looks, presses and types; `lost` is what he misses."""

    def __init__(self, out: Path, recording: Path, moment: Moment) -> None:
        """`moment` is called with `typing`, `pressed` or `waiting`: there he might be cut off."""
        self.out, self.recording, self.moment = out, recording, moment
        self.lost: list[str] = []
        self.filmed_s = 0
        """What the clock beside the camera showed."""
        self.tab: Tab
        self._typed: list[tuple[float, str]] = []
        self._field, self._due = "", ""

    def come_back(self, tab: Tab, killed_at: float) -> None:
        """The browser is another one; what he had typed by `killed_at` must stand in its field."""
        self.tab = tab
        old = [text for at, text in self._typed if at < killed_at - KEPT_MS / 1000]
        self._due = old[-1] if old else ""
        self._typed.clear()

    def is_seen(self, selector: str, count: int = 1) -> bool:
        """Whether so many of them, or more, are there."""
        return self.tab.locator(selector).count() >= count

    def until(self, done: Callable[[], object], again: Callable[[], object] | None = None) -> None:
        """Wait; when nothing has happened for a while, he does it `again`."""
        until, idle = time.monotonic() + PATIENCE_S, 0
        while not done():
            self.moment("waiting")
            self.tab.wait_for_timeout(TICK_MS)
            idle = 0 if self.tab.evaluate(BUSY) else idle + 1
            if again and idle >= IDLE_TICKS:
                again()
                idle = 0
            if time.monotonic() > until:
                raise StuckError(self.tab.locator("#told, .live, .offline, h1").all_inner_texts())

    def until_seen(self, selector: str, again: Callable[[], object] | None = None) -> None:
        """Wait until something is there; errors as in `until`."""
        self.until(lambda: self.is_seen(selector), again)

    def press(self, selector: str) -> None:
        """Press a button that is there, or will be."""
        self.until_seen(f"{selector}:visible:enabled")
        self.tab.locator(f"{selector}:visible:enabled").first.click()
        self.moment("pressed")

    def press_if_seen(self, *selectors: str) -> None:
        """Press the first of these buttons that can be pressed, if one can."""
        for selector in selectors:
            if self.is_seen(f"{selector}:visible:enabled"):
                self.press(selector)
                return

    def tick(self, selector: str) -> None:
        """Tick a box or choose one of several."""
        self.until_seen(selector)
        if not self.tab.locator(selector).first.is_checked():
            self.tab.locator(selector).first.check(force=True)
            self.moment("pressed")

    def go(self, step: int) -> None:
        """Look at another step."""
        here = f".step[data-step='{step}']"
        if not self.is_seen(here):
            self.press(f"[data-act=go][data-step='{step}']")
            self.until_seen(here, lambda: self.press_if_seen(f"[data-act=go][data-step='{step}']"))

    def unfold(self, *groups: str) -> None:
        """Open parts of the sheet."""
        for group in groups:
            part = self.tab.locator(f"details[data-keep={group}]")
            if part.get_attribute("open") is None:
                part.locator("> summary").click()

    def type(self, selector: str, text: str, end: str) -> None:
        """Type a text into a field, letter by letter, and leave it by the key `end`.

        He goes on where he was; a part of it that he typed and that is gone, is lost.
        """
        self.until_seen(selector)
        field = self.tab.locator(selector).first
        if self._due and self._field == selector:
            self._look_for_due(field)
        self._field, self._due = selector, ""
        seen = self.text_of(field)
        if seen != text:
            goes_on = bool(seen) and text.startswith(seen)
            field.click()
            self.tab.keyboard.press("End" if goes_on else "Control+a")
            for number in range(len(seen) if goes_on else 0, len(text)):
                self.tab.keyboard.insert_text(text[number])
                self._typed.append((time.monotonic(), text[: number + 1]))
                self.moment("typing")
            if (now := self.text_of(field)) != text:
                self.lost.append(f"typed {text!r}, there stands {now!r}")
        else:
            field.focus()
        self.tab.keyboard.press(end)
        self.moment("pressed")
        self._typed.clear()

    def text_of(self, field: Locator) -> str:
        """What stands in a field."""
        return str(field.evaluate(TEXT_OF))

    def _look_for_due(self, field: Locator) -> None:
        until = time.monotonic() + 10
        while not self.text_of(field).startswith(self._due):
            self.tab.wait_for_timeout(TICK_MS)
            if time.monotonic() > until:
                self.lost.append(f"typed {self._due!r}, {self.text_of(field)!r} came back")
                return

    # --- what is kept, on the disk of the server

    @property
    def folder(self) -> Path | None:
        """The product's folder; None: nothing was kept yet."""
        return next(iter(sorted(path.parent for path in self.out.glob("*/page.json"))), None)

    def state(self) -> State:
        """All that is kept of the product."""
        if self.folder is None:
            return {}
        return {"products": str(len([*self.out.glob("*/page.json")]))} | state_of(self.folder)

    def has(self, **wanted: str) -> Callable[[], bool]:
        """A function: whether these values are kept, such as `page_tone="warm"`."""

        def look() -> bool:
            state = self.state()
            return all(state.get(k.replace("_", "/", 1)) == text for k, text in wanted.items())

        return look


RECORDS = {
    "page": "page.json",
    "said": "transcript.json",
    "facts": "brief.json",
    "points": "message.json",
    "en": "en/script.json",
    "es": "es/script.json",
}
FOLLOWS = ("created", "step", "tongue", "heard", "written")
"""Where he looks, when it began, and what follows from other records."""
MADE_AGAIN = ("listen", "write", "use")
"""What he may have to press again, because the work was cut off."""


def state_of(product: Path) -> State:
    """What a product's folder keeps: words, choices, takes, videos, and what can be taken back."""
    state: State = {}
    for name, file in RECORDS.items():
        values = _read(product / file)
        state |= dict(_leaves(name, values.get("record", values)))
    state = {key: each for key, each in state.items() if key.partition("/")[2] not in FOLLOWS}
    with suppress(OSError):
        sheet = (product / "product" / "product.yaml").read_text(encoding="utf-8")
        state |= dict(_leaves("sheet", yaml.safe_load(sheet)))
    for path in [*product.glob("takes/take-*"), *product.rglob("video.mp4")]:
        name = path.relative_to(product).as_posix()
        state[name] = "filmed" if path.suffix == ".webm" else _digest(path)
    at = _read(product / "history" / "at.json").get("at", 0)
    for path in sorted(product.glob("history/0*.json")):
        what = _read(path).get("what", {})
        if what.get("act") not in MADE_AGAIN:
            is_past = int(path.stem) <= at
            of = f"history/{'undo' if is_past else 'redo'}/{json.dumps(what, sort_keys=True)}"
            state[of] = "kept"
    return state


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        values = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(values, dict):
            return values
    return {}


def _leaves(name: str, values: object) -> Iterator[tuple[str, str]]:
    if isinstance(values, Mapping):
        for key in values.keys() - {"words"}:  # the moments of each character
            yield from _leaves(f"{name}/{key}", values[key])
    elif isinstance(values, list):
        for number, each in enumerate(values):
            yield from _leaves(f"{name}/{number}", each)
    else:
        yield name, str(values)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
