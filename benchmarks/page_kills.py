"""Kill server, network and browser while a merchant is at work on the page, and see what is lost.

    python -m benchmarks.page_kills [--kills 30] [--seed 1] [--steps 23] [--json]

One merchant goes the whole way (`page_way.py`) undisturbed. Others go it on the fake engines, each
cut off up to six times, at random moments of random steps: between two letters, right after a
press, while a take is sent, while something is made. The server is killed (SIGKILL) and started
again; the network is away for some seconds; or the whole browser is killed and opened anew at the
page's bare address. He goes on and does only what he sees to be missing. What he had done before
must be there at once, and at the end all must be as it is without a kill, nothing twice.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, Route, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.frame import options
from tests.browsing import LAPTOP, kill_browser, person
from tests.conftest import ffmpeg
from tests.page import Page, page_server

from .page_hands import Hands, State, StuckError
from .page_way import STEPS

KINDS = ("server", "network", "browser")
AWAY_S = (0.5, 5.0)
"""How long the network is away."""
WITHIN_S = 0.1
"""A kill comes up to so much later than its moment, so that it falls between two moments."""


class BrowserKilledError(Exception):
    """What the merchant was doing ended with his browser."""


@dataclass(slots=True, kw_only=True)
class Kill:
    """One kill, and what came of it."""

    kind: str
    step: str
    share: float
    """At which part of the step's moments, 0 to 1."""
    moment: str = ""
    seconds: float = 0
    """Until all that was there before was there again."""
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undisturbed:
    """The way without a kill: what was kept after each step, and how many moments it had."""

    states: Mapping[str, State] = field(default_factory=dict)
    moments: Mapping[str, int] = field(default_factory=dict)

    def settled(self, step: str) -> State:
        """What was done before a step and what the step does not change."""
        names = list(STEPS)
        at = names.index(step)
        before = self.states[names[at - 1]] if at else {}
        after = self.states[step]
        return {key: text for key, text in before.items() if after.get(key) == text}


class World:
    """A server, a network and a browser that can be killed, and the merchant who uses them."""

    def __init__(
        self, playwright: Playwright, folder: Path, chance: random.Random, steps: Sequence[str]
    ) -> None:
        self._playwright, self._folder, self._chance = playwright, folder, chance
        self._steps = steps
        self._server, self._browser = ExitStack(), ExitStack()
        self._starting: threading.Thread | None = None
        self._page: Page
        self._context: BrowserContext
        self._kills: list[Kill] = []
        self._usual = Undisturbed()
        self._step, self._count, self._back_at, self._killed_at = "", 0, 0.0, 0.0
        self._unlooked: Kill | None = None
        folder.mkdir(parents=True)
        recording = make_recording(folder / "pitch.mp4")
        self.hands = Hands(folder / "server" / "out", recording, self._moment)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server answers and the browser shows the page."""
        self._start_server(0)
        self._open_browser()
        try:
            yield
        finally:
            if self._starting:
                self._starting.join()
            self._browser.close()
            self._server.close()

    def go(self, kills: Sequence[Kill] = (), usual: Undisturbed | None = None) -> Undisturbed:
        """The merchant goes all the steps, and is cut off by these kills, which are in order."""
        self._kills, self._usual = list(kills), usual or Undisturbed()
        states, moments = dict[str, State](), dict[str, int]()
        for name in self._steps:
            self._step, self._count = name, 0
            self._do(name)
            states[name], moments[name] = self.hands.state(), self._count
        return Undisturbed(states=states, moments=moments)

    def _do(self, name: str) -> None:
        mine = self._kills[0] if self._kills and self._kills[0].step == name else None
        is_done = False
        while not is_done:
            try:
                STEPS[name](self.hands)
                if self._is_due(at_least=0):
                    self._kill("done")
                is_done = True
            except BrowserKilledError:
                self._come_back()
        self._look()
        if mine:
            mine.seconds = time.monotonic() - self._killed_at
            mine.lost += self.hands.lost
            self.hands.lost.clear()

    # --- the kills

    def _moment(self, what: str) -> None:
        self._count += 1
        if self._back_at and time.monotonic() > self._back_at:
            self._end_network_kill()
        self._look()
        usual = self._usual.moments.get(self._step, 0)
        if self._kills and self._is_due(at_least=self._kills[0].share * usual):
            time.sleep(self._chance.uniform(0, WITHIN_S))
            self._kill(what)

    def _is_due(self, at_least: float) -> bool:
        return bool(self._kills and self._kills[0].step == self._step and self._count >= at_least)

    def _kill(self, moment: str) -> None:
        kill = self._unlooked = self._kills.pop(0)
        kill.moment, self._killed_at = moment, time.monotonic()
        if kill.kind == "server":
            os.kill(self._page.pid, signal.SIGKILL)
            port = int(self._page.url.rstrip("/").rpartition(":")[2])
            self._starting = threading.Thread(target=self._start_server, args=(port,))
            self._starting.start()
        elif kill.kind == "network":
            self._begin_network_kill()
        else:
            if self._starting:
                self._starting.join()
            kill_browser(self._profile)
            raise BrowserKilledError

    def _begin_network_kill(self) -> None:
        """No network is there, or requests do not arrive, or their answers do not."""
        self._back_at = time.monotonic() + self._chance.uniform(*AWAY_S)
        how = self._chance.choice((None, _drop, _swallow))
        if how is None:
            self._context.set_offline(True)
        else:
            self._context.route("**/*", how)

    def _end_network_kill(self) -> None:
        self._back_at = 0.0
        self._context.set_offline(False)
        self._context.unroute_all(behavior="ignoreErrors")

    def _look(self) -> None:
        """Once all is up again: see whether what was done before is still there."""
        kill = self._unlooked
        if kill is None or self._back_at or (self._starting and self._starting.is_alive()):
            return
        self._unlooked, now = None, self.hands.state()
        for key, text in self._usual.settled(self._step).items():
            if now.get(key) != text:
                kill.lost.append(f"{key}: {text}, now {now.get(key)}")

    # --- what is killed

    @property
    def _profile(self) -> Path:
        return self._folder / "profile"

    def _start_server(self, port: int) -> None:
        self._server.close()
        server = ExitStack()
        self._page = server.enter_context(page_server(self._folder / "server", port=port))
        self._server = server

    def _open_browser(self) -> None:
        self._browser = ExitStack()
        context = person(self._playwright, self._profile, size=LAPTOP)
        self._context = self._browser.enter_context(context)
        tab = self._context.new_page()
        tab.on("pageerror", lambda error: self.hands.lost.append(f"the page fails: {error}"))
        tab.goto(self._page.url)
        tab.wait_for_selector(".step[data-step] h1")
        self.hands.come_back(tab, self._killed_at)

    def _come_back(self) -> None:
        self._browser.close()
        self._back_at = 0.0
        self._open_browser()
        shown = self.hands.tab.locator(".step").get_attribute("data-product")
        kept = self.hands.folder
        if kept and kept.name != shown:
            self.hands.lost.append(f"the page opens {shown} and not his product")


def _drop(route: Route) -> None:
    """The request does not arrive."""
    with suppress(BrowserError):
        route.abort()


def _swallow(route: Route) -> None:
    """The request arrives, its answer does not."""
    with suppress(BrowserError):
        route.fetch()
        route.abort()


def make_recording(path: Path) -> Path:
    """Nine seconds that are sent in several parts."""
    noise = "nullsrc=size=160x240:rate=10:duration=9,geq=random(1)*255:128:128"
    tone = "sine=frequency=330:duration=9"
    ffmpeg("-f", "lavfi", "-i", noise, "-f", "lavfi", "-i", tone, "-pix_fmt", "yuv420p",
           "-preset", "ultrafast", "-shortest", path)  # fmt: skip
    return path


def draw(kills: int, moments: Mapping[str, int], chance: random.Random) -> list[list[Kill]]:
    """The kills of each way, in order: at most two of each kind, each at a step of its own."""
    ways, names = list[list[Kill]](), list(moments)
    while left := kills - sum(map(len, ways)):
        kinds = chance.sample((*KINDS, *KINDS), min(left, 2 * len(KINDS), len(names)))
        steps = sorted(chance.sample(names, len(kinds)), key=names.index)
        ways.append(
            [Kill(kind=k, step=s, share=chance.random()) for k, s in zip(kinds, steps, strict=True)]
        )
    return ways


def differences(usual: State, found: State) -> list[str]:
    """What is not at the end as it is without a kill."""
    return [
        f"{key}: {usual.get(key)}, now {found.get(key)}"
        for key in sorted({*usual, *found})
        if usual.get(key) != found.get(key)
    ]


def kill_ways(
    kills: int, seed: int, steps: Sequence[str], folder: Path, tell: Callable[[Kill], None]
) -> list[Kill]:
    """Do them all, on a way of these steps; each with what was lost by it."""
    chance, done = random.Random(seed), list[Kill]()
    with sync_playwright() as playwright:
        world = World(playwright, folder / "undisturbed", chance, steps)
        with world.running():
            usual = world.go()
        for number, way in enumerate(draw(kills, usual.moments, chance)):
            world = World(playwright, folder / f"way-{number}", chance, steps)
            with world.running():
                try:
                    end = list(world.go(way, usual).states.values())[-1]
                    way[-1].lost += differences(list(usual.states.values())[-1], end)
                except StuckError as error:
                    way[-1].lost.append(f"he is stuck: {error}")
            for kill in way:
                tell(kill)
            done += way
            shutil.rmtree(folder / f"way-{number}", ignore_errors=True)
    return done


OPTIONS = options(__doc__, kills=30, seed=1, steps=len(STEPS), json=False)


def main() -> None:
    """Kill, and print what was found; exit 1 if anything was lost."""
    options = OPTIONS.parse_args()

    def tell(kill: Kill) -> None:
        if not options.json:
            lost = "; ".join(kill.lost) or "nothing"
            print(f"{kill.kind:8} {kill.step:10} {kill.moment:8} {kill.seconds:6.1f} s  {lost}")
            sys.stdout.flush()

    steps = list(STEPS)[: options.steps]
    with tempfile.TemporaryDirectory() as place:
        done = kill_ways(options.kills, options.seed, steps, Path(place), tell)
    if options.json:
        print(json.dumps([asdict(kill) for kill in done], indent=2, ensure_ascii=False))
    sys.exit(any(kill.lost for kill in done))


if __name__ == "__main__":
    main()
