"""`merchant-studio` as it would be installed with tiny models and a tiny example; it can be killed.

    place = lay_out(tmp_path)               # cards, the set `embedded`, an example, a fresh home
    python -m tests.small_install setup --yes   # with the variables of `variables(place, hub)`

All else is the program's own: it asks the hub of the tests, fetches the models over HTTP, tries
them on the fake engines, examines, and keeps its choice. `COUNTED` names a file that gets a line
before each change of a file in the home directory, and `KILL_AT="rename .*/exams/ 2"` kills the
process (SIGKILL) before the second one that fits. `PORT` is where the page is.
"""

from __future__ import annotations

import hashlib
import os
import re
import runpy
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.hub_server import MODEL_CARD

INSTALLED, PORT, COUNTED, KILL_AT = "SMALL_INSTALL", "PORT", "COUNTED", "KILL_AT"
ROOT = Path(__file__).parents[1]
BODIES = {name: hashlib.sha256(name.encode()).digest() * 12_000 for name in ("ear", "pen")}
"""The file of each model: 384 kB, six pieces of a download."""
HEARD = "单价18块5，100个起订。"
"""What the ear hears: it is the text file `ear` where the program is started."""
FILES = {f"maker/{name}": {"model.bin": body} for name, body in BODIES.items()}
"""What a hub of the tests serves."""
SETS = """
[embedded]
says = "Says your facts."
recognizer = "fake:ear"
writer = "fake:pen"
memory_gb = 0.1
models = ["ear", "pen"]
"""
PIECE_BYTES = 1 << 16
"""Of a download: each is a change, in however many blocks the bytes come."""
FOLDERS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir")
"""Audit events of what changes a folder."""


def lay_out(place: Path) -> Path:
    """The same folder, with all that is installed in it, and a home directory that is empty."""
    from tests.batches import add_product, make_pitch

    add_product(place, "example", make_pitch(place))
    (place / "ear").write_text(HEARD, encoding="utf-8")
    cards = place / "cards"
    for folder in (cards, place / "home", place / "tmp"):
        folder.mkdir()
    (cards / "sets.toml").write_text(SETS, encoding="utf-8")
    for name, body in BODIES.items():
        role, kind = ("recognizer", "modelscope") if name == "ear" else ("writer", "hf")
        sha256 = hashlib.sha256(body).hexdigest()
        card = MODEL_CARD.format(name=name, role=role, kind=kind, size=len(body), sha256=sha256)
        (cards / f"{name}.toml").write_text(card, encoding="utf-8")
    return place


def variables(place: Path, hub: str) -> dict[str, str]:
    """The environment of somebody whose home is `place/home`, and whose hubs are all at `hub`."""
    ours = ("MERCHANT_STUDIO_", "XDG_", "HF_", "MODELSCOPE_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        **dict.fromkeys(("HF_ENDPOINT", "MODELSCOPE_ENDPOINT"), hub),
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "PYTHONPATH": str(ROOT),
        "MERCHANT_STUDIO_LANG": "en",
        INSTALLED: str(place),
    }


def stand_in(place: Path) -> None:
    """Put the tiny models in the place of the real ones; no package index is asked, no speed."""
    from merchant_studio import setup
    from merchant_studio.engines import weights
    from merchant_studio.engines.weights import catalogue, fetching
    from merchant_studio.setup import Speed, example

    for each in (catalogue, weights):
        each.card_folder = lambda: place / "cards"  # type: ignore[attr-defined]
    fetching.KINDS = tuple(fetching.HUBS)
    for each in (example, setup):
        each.example_folder = lambda: place / "example"  # type: ignore[attr-defined]
    setup.measure = lambda: Speed(gflop_s=1000, read_gb_s=100)


def count_changes(place: Path, counted: Path, kill_at: str) -> None:
    """Note every change below home and temporary folder; kill the process at the one asked for."""
    from merchant_studio.engines.weights import store

    pattern, _, number = kill_at.rpartition(" ")
    inside = re.compile(rf"{re.escape(str(place))}/(?:home|tmp)/")
    out, lock, tell = counted.open("a", encoding="utf-8"), threading.Lock(), store._tell
    left, pieces = [int(number or 0)], dict[str, int]()

    def changes(what: str, path: object) -> None:
        line = f"{what} {path}"
        with lock:
            print(line, file=out, flush=True)
            if pattern and re.match(pattern, line):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, given: tuple[Any, ...]) -> None:
        writes = event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if (writes or event in FOLDERS) and inside.match(str(given[0])):
            changes(event.removeprefix("os."), given[0])

    def tell_counted(progress: Any, model: Any, what: str, done_bytes: int) -> None:
        tell(progress, model, what, done_bytes)
        if not what.startswith("checking"):
            for piece in range(pieces.get(model.id, 0), done_bytes // PIECE_BYTES):
                changes("append", f"{place}/home/{model.id}/{piece}")
            pieces[model.id] = done_bytes // PIECE_BYTES

    store._tell = tell_counted
    sys.addaudithook(hear)


def move_page(port: int) -> None:
    """Let the page be at that port where none is named."""
    from merchant_studio.cli import main
    from merchant_studio.webui import serving

    serving.serve.__kwdefaults__["port"] = port
    (option,) = (each for each in main.commands["ui"].params if each.name == "port")
    option.default = port


def main(variables: Mapping[str, str]) -> None:
    """The command line, as the environment says; or `app.py`, which opens the page."""
    from merchant_studio.cli import main

    place = Path(variables[INSTALLED])
    stand_in(place)
    if COUNTED in variables:
        count_changes(place, Path(variables[COUNTED]), variables.get(KILL_AT, ""))
    if {"ui", "app.py"} & {*sys.argv}:
        move_page(int(variables[PORT]))
    if sys.argv[1:] == ["app.py"]:
        runpy.run_path("app.py", run_name="__main__")
    else:
        main(prog_name="merchant-studio")


if __name__ == "__main__":
    main(os.environ)
