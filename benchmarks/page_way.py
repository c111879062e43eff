"""A merchant's whole way over the page, from an empty shop to two shapes of his videos.

`STEPS` are what he does, in turn. Each looks first at what is there, and does what is missing, so
that he can go on in the middle of one: 不锈钢 stands in the field of the name, so he types 保温杯.
"""

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


# --- the steps

NAME, PRICE, NUMBER, NOTE = "不锈钢保温杯", "18.5元", "+86 138 0013 8000", "先说价格再说材质"
OWN, OTHER, SENTENCE = "杯底刻了字", "不掉色", "欢迎扫码联系我们。"
FIRST, LAST = "Welcome to our booth.", "Write to us today."


def fill_in(field: str, text: str, *groups: str) -> Callable[[Hands], None]:
    """Type a value into the sheet, and leave its field."""

    def step(hands: Hands) -> None:
        hands.go(1)
        hands.unfold(*groups)
        hands.type(f"[data-sheet={field}]", text, "Tab")
        wanted = {"page/name": text} if field == "name" else {f"sheet/{field}": text}
        if field == "points":
            wanted = {"page/points": text}
        hands.until(lambda: wanted.items() <= hands.state().items())

    return step


def own_point(hands: Hands) -> None:
    """Type a selling point that no catalogue has."""
    hands.go(1)
    hands.unfold("sheet", "points")
    if not hands.is_seen("[data-strike]"):
        hands.type("[data-points-search]", OWN, "Enter")
    hands.until_seen("[data-strike]")


def film(hands: Hands) -> None:
    """Film three seconds."""
    hands.go(1)
    tab = hands.tab
    take, there = "[data-take]", ".takes li"
    if hands.filmed_s >= FILM_PART_S:
        with suppress(Exception):
            tab.wait_for_selector(f"{take}, {there}", timeout=20_000)
    if hands.is_seen("[data-take-does=keep]"):
        hands.press("[data-take-does=keep]")
    elif not hands.is_seen(f"{take}, {there}"):
        if hands.filmed_s >= FILM_PART_S:
            hands.lost.append(f"{hands.filmed_s} s of film")
        hands.press("[data-camera-open]")
        hands.until_seen(".stage.on")
        if tab.get_attribute("[data-camera-count]", "aria-pressed") == "true":
            hands.press("[data-camera-count]")
        hands.press("[data-camera-start]")
        hands.filmed_s = 0

        def is_filmed() -> bool:
            hands.filmed_s = int(tab.inner_text(".clock").rpartition(":")[2] or 0)
            return hands.filmed_s >= 3

        hands.until(is_filmed)
        hands.press("[data-camera-stop]")
    hands.until_seen(there)
    length = tab.locator(f"{there} video").first.evaluate(
        "v => v.duration || new Promise(d => v.onloadedmetadata = () => d(v.duration))"
    )
    if length < hands.filmed_s - FILM_PART_S:
        hands.lost.append(f"{hands.filmed_s} s were filmed, {length} s are kept")


def upload(hands: Hands) -> None:
    """Choose a recording, which is used then."""
    hands.go(1)

    def choose() -> None:
        if not hands.is_seen("[data-take], .takes li:nth-child(2)"):
            hands.tab.locator("[data-upload]").first.set_input_files(hands.recording)
            hands.moment("pressed")

    choose()
    hands.until_seen(".takes li:nth-child(2)", choose)
    hands.until_seen(".takes li:first-child.used")


def listen(hands: Hands) -> None:
    """Have it transcribed."""
    heard = ".step[data-step='2'] .facts tr"

    def press() -> None:
        if not hands.is_seen(heard):
            hands.go(1)
            hands.press("[data-act=listen]")

    press()
    hands.until_seen(heard, press)


def correct(hands: Hands) -> None:
    """Type over a sentence of what was heard."""
    hands.go(2)
    row = ".transcript li[data-sentence='3']"
    if not hands.is_seen(f"{row}[data-text='{SENTENCE}']"):
        if not hands.is_seen(".corrector"):
            hands.press(f"{row} [data-corrects]")
        hands.type(".corrector textarea", SENTENCE, "Enter")
    hands.until_seen(f"{row}[data-text='{SENTENCE}']")


def revise(key: str, text: str, shown: str) -> Callable[[Hands], None]:
    """Type over a fact, which is `shown` as it was understood: 200个 as 200件."""

    def step(hands: Hands) -> None:
        hands.go(2)
        row = f"tr[data-key={key}]"
        done = f"{row}.sure input[name=value][value^='{shown}']"
        if not hands.is_seen(done):
            hands.type(f"{row} input[name=value]", text, "Enter")
        hands.until_seen(done)

    return step


def confirm(hands: Hands) -> None:
    """Take all facts as they were heard."""
    hands.go(2)
    hands.press_if_seen(".headline [data-act=confirm]")
    hands.until(lambda: not hands.is_seen(".facts tr.heard"))


def strike(hands: Hands) -> None:
    """Take his own selling point out."""
    hands.go(2)
    hands.press_if_seen(f"[data-act=strike][data-point='{OWN}']")
    hands.until(lambda: not hands.is_seen(f"[data-act=strike][data-point='{OWN}']"))


def add_point(hands: Hands) -> None:
    """Add one of the catalogue's."""
    hands.go(2)
    if not hands.is_seen("[data-act=strike]"):
        hands.type("[data-form=point] input[name=point]", OTHER, "Tab")
        hands.press("[data-act=take][data-with=point]")
    hands.until_seen("[data-act=strike]")


def choose(hands: Hands) -> None:
    """Choose languages and how they address the buyer."""
    hands.go(2)
    for tag in ("en", "es"):
        hands.tick(f"input[name=languages][value={tag}]")
    hands.tick("input[name=tone][value=lively]")
    hands.until(
        lambda: {"page/languages/1": "es", "page/tone": "lively"}.items() <= hands.state().items()
    )


def write(hands: Hands) -> None:
    """Have the scripts written."""
    done = ".step[data-step='3'] [data-act=render]:enabled"

    def press() -> None:
        if not hands.is_seen(f"{done}, .line"):
            hands.go(2)
        if not hands.is_seen(done):
            hands.press_if_seen("[data-act=write]")

    press()
    hands.until(lambda: hands.is_seen(done) and hands.is_seen(".line"), press)


def line(number: int, text: str) -> Callable[[Hands], None]:
    """Type over a line of the English script."""

    def step(hands: Hands) -> None:
        hands.go(3)
        at = f".lines .text[data-line='{number - 1}']"
        hands.until_seen(f"{at}[lang=en]")
        if not hands.is_seen(f"{at}[data-text='{text}']"):
            hands.type(at, text, "Enter")
        hands.until_seen(f"{at}[data-text='{text}']")

    return step


def style(hands: Hands) -> None:
    """Choose how the captions look."""
    hands.go(3)
    hands.tick("[data-form=show] input[name=style][value=box]")
    hands.tick("[data-form=show] input[name=captions][value=top]")
    hands.until(hands.has(page_style="box", page_captions="top"))


def move(act: str, price: str) -> Callable[[Hands], None]:
    """Take the changed price back, or do it again."""

    def step(hands: Hands) -> None:
        hands.go(2)
        there = f"tr[data-key=price] input[name=value][value^='{price}']"
        if not hands.is_seen(there):
            hands.press(f".history [data-act={act}]")
        hands.until_seen(there)

    return step


def render(hands: Hands) -> None:
    """Have the videos made."""
    done = ".card.made:not(:has(.old))"

    def press() -> None:
        if not hands.is_seen(".step[data-step='4']"):
            hands.go(3)
        hands.press_if_seen("[data-act=render]", "[data-act=write]")

    if not hands.is_seen(done, 2):
        press()
    hands.until(lambda: hands.is_seen(done, 2) and not hands.is_seen(".live[data-busy]"), press)


def square(hands: Hands) -> None:
    """Have them made in another shape, too."""
    hands.go(4)
    done = ".card.made[data-language$='-1:1']:not(:has(.old))"

    def press() -> None:
        hands.press_if_seen("[data-act=square]", "[data-act=shape]", "[data-act=again]")

    if not hands.is_seen(done, 2):
        press()
    hands.until(lambda: hands.is_seen(done, 2) and not hands.is_seen(".live[data-busy]"), press)


STEPS: Mapping[str, Callable[[Hands], None]] = {
    "name": fill_in("name", NAME),
    "price": fill_in("price", PRICE, "sheet", "trade"),
    "contact": fill_in("whatsapp", NUMBER, "sheet", "reach"),
    "own point": own_point,
    "notes": fill_in("points", NOTE),
    "film": film,
    "upload": upload,
    "listen": listen,
    "sentence": correct,
    "fact": revise("moq", "200个", "200"),
    "confirm": confirm,
    "strike": strike,
    "add point": add_point,
    "choose": choose,
    "write": write,
    "line": line(1, FIRST),
    "other line": line(4, LAST),
    "style": style,
    "new price": revise("price", "21元", "21"),
    "undo": move("undo", "18.5"),
    "redo": move("redo", "21"),
    "render": render,
    "square": square,
}
