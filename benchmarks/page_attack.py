"""Does a user of the page notice that others send it what should fill its memory?

    python -m benchmarks.page_attack [--seconds 60] [--json]

Somebody without a log-in sends forms of 300 MB; Bob, who has one, sends JSON of 57 MB, lines of
10,000 tags, addresses in the place of files, uploads that say less than they bring, names of 60 kB,
and 40 recordings at once. All of them go on at once, until the time is over. Meanwhile Anna logs
in, looks and presses; her milliseconds stand beside those of the quiet page. `memory_mb` is the
most that the page's process ever had, and `refused` how often each kind was turned away.
"""

from __future__ import annotations

import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from benchmarks.frame import options, table, tell
from merchant_studio.webui.users import add_user
from tests.page import page_server
from tests.waiting import LIMIT_S, until

RECORDING = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
ANNA, BOB = "127.0.0.2", "127.0.0.3"
"""They sit at different addresses: nobody waits for another's wrong passwords."""
FORM = {"content-type": "application/x-www-form-urlencoded"}
JOBS, QUIET_S, PAUSE_S = 40, 10, 0.05


def parts(megabytes: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    block = b"x" * 1_000_000
    yield from (block for _ in range(megabytes))


def at(url: str, address: str, name: str = "") -> httpx.Client:
    """A browser at an address, logged in if it has a name."""
    transport = httpx.HTTPTransport(local_address=address)
    client = httpx.Client(base_url=url, timeout=LIMIT_S, transport=transport)
    if name:
        client.post("/login", data={"username": name, "password": f"password of {name}"})
    return client


def product_of(client: httpx.Client) -> str:
    """A new product with a recording, which is being listened to."""
    product = f"20261201-{secrets.token_hex(6)}"
    where = f"/files/{product}/{secrets.token_hex(16)}"
    asked = f"name=pitch.mp4&size={RECORDING.stat().st_size}&at=0"
    client.put(f"{where}?{asked}", content=RECORDING.read_bytes())
    client.post("/press", json={"act": "listen", "product": product})
    return product


def written(client: httpx.Client, product: str, out: Path) -> None:
    """Have the product's script written, which has lines that can be edited then."""
    asked = {"act": "write", "product": product, "on_step": "2", "languages": ["en"]}
    asked["tone"] = "plain"

    def is_there() -> bool:
        client.post("/press", json=asked)  # refused while it is being listened to
        return any(out.rglob(f"{product}/en/script.json"))

    until(f"a script of {product}", is_there)


def attacks(url: str, bob: httpx.Client, product: str) -> dict[str, Callable[[], httpx.Response]]:
    """Each request of the attack, by its kind."""
    stranger = at(url, "127.0.0.1")
    json_57 = b'{"text": "' + b'", "a": "'.join(b"x" for _ in range(6_300_000)) + b'"}'
    tags = {"act": "edit", "product": product, "on_step": "3", "line": "1"}
    tags["on_language"] = "en"
    named = {"path": f"{url}page.css", "meta": {"_type": "gradio.FileData"}}
    return {
        "form of 300 MB": lambda: stranger.post("/login", content=parts(300), headers=FORM),
        "JSON to a field": lambda: bob.post(f"/sheet/{product}", content=json_57),
        "JSON to the queue": lambda: bob.post("/gradio_api/queue/join", content=json_57),
        "line of tags": lambda: bob.post("/press", json={**tags, "text": "<price>" * 10_000}),
        "address": lambda: bob.post("/gradio_api/call/add_take", json={"data": [named, product]}),
        "upload without size": lambda: bob.post("/gradio_api/upload", content=parts(20)),
        "name of 60 kB": lambda: bob.get(f"/zip/{'x' * 60_000}"),
    }


def attack(one: Callable[[], httpx.Response], kind: str, ended: threading.Event, seen: Any) -> None:
    """Send the same again and again; `seen` counts how it was answered."""
    while not ended.is_set():
        is_taken = False
        with suppress(httpx.TransportError):  # it is ended before all is sent
            answer = one()
            is_taken = answer.status_code < 400 and "make it shorter" not in answer.text
        seen[kind, not is_taken] += 1


def work_of(url: str, product: str, seconds: float) -> dict[str, list[float]]:
    """How many milliseconds each of Anna's steps takes, over and over."""
    took: dict[str, list[float]] = {"log in": [], "look": [], "press": []}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        anna = at(url, ANNA, "anna")
        took["log in"].append(1000 * (time.perf_counter() - began))
        for name, values in (("look", {"act": "look"}), ("press", {"act": "go", "step": "2"})):
            began = time.perf_counter()
            answer = anna.post("/press", json={**values, "product": product})
            took[name].append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
        anna.close()
        time.sleep(PAUSE_S)
    return took


def memory_mb(pid: int) -> int:
    """The most memory that a process has had so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


def measure(seconds: float) -> dict[str, Any]:
    """Anna's milliseconds on the quiet page and under attack, and the page's memory."""
    with tempfile.TemporaryDirectory() as place:
        users = Path(place) / "users.txt"
        for name in ("anna", "bob"):
            add_user(users, name, f"password of {name}")
        with page_server(Path(place), "--auth", str(users)) as page:
            anna, bob = at(page.url, ANNA, "anna"), at(page.url, BOB, "bob")
            own, his = product_of(anna), product_of(bob)
            written(bob, his, page.out)
            quiet, at_rest = work_of(page.url, own, QUIET_S), memory_mb(page.pid)
            for _ in range(JOBS):
                product_of(bob)
            ended, seen = threading.Event(), Counter[tuple[str, bool]]()
            threads = [
                threading.Thread(target=attack, args=(one, kind, ended, seen))
                for kind, one in attacks(page.url, bob, his).items()
            ]
            for thread in threads:
                thread.start()
            try:
                busy = work_of(page.url, own, seconds)
            finally:
                ended.set()
                for thread in threads:
                    thread.join()
            return {
                "quiet_memory_mb": at_rest,
                "memory_mb": memory_mb(page.pid),
                "refused": {kind: seen[kind, True] for kind, _ in sorted(seen)},
                "taken": {kind: seen[kind, False] for kind, _ in sorted(seen)},
                "steps": [
                    {
                        "step": step,
                        "quiet_ms": round(median(quiet[step])),
                        "median_ms": round(median(times)),
                        "slowest_ms": round(max(times)),
                        "times": len(times),
                    }
                    for step, times in busy.items()
                ],
            }


OPTIONS = options(__doc__, seconds=60, json=False)


def main() -> None:
    """Print a table, and with `--json` one document as the last line."""
    asked = OPTIONS.parse_args()
    found = measure(asked.seconds)
    print(f"memory {found['quiet_memory_mb']} MB before, {found['memory_mb']} MB at most")
    print(f"refused {found['refused']}, taken {found['taken']}")
    tell(found, table(found["steps"]), as_json=asked.json)


if __name__ == "__main__":
    main()
