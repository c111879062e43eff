"""A merchant's whole way over the page, from an empty shop to two shapes of his videos.

`STEPS` are what he does, in turn. Each looks first at what is there, and does what is missing, so
that he can go on in the middle of one: 不锈钢 stands in the field of the name, so he types 保温杯.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from .page_hands import FILM_PART_S, Hands

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
        hands.press_if_seen("[data-square]", "[data-act=shape]", "[data-act=again]")

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
