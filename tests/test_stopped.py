"""The program is stopped early, or loses its terminal: one line, whole records, nobody left."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.batches import FAKE, add_product, make_pitch

ROOT = Path(__file__).parents[1]
STOPPED_WHILE = """
import os, signal, sys

wanted = sys.argv[1]

class Stopper:
    \"\"\"Ctrl-C comes when a module is looked for.\"\"\"

    def find_spec(self, name, *_):
        if name == wanted:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Stopper())
from merchant_studio.__main__ import main
sys.argv[1:] = ["run", "pitch.mp4", "--to", "en"]
main()
"""


@pytest.mark.parametrize(
    "module",
    ["merchant_studio.cli", "click", "merchant_studio.config", "merchant_studio.probe",
     "merchant_studio.telling", "merchant_studio.pipeline"],
)  # fmt: skip
def test_ctrl_c_while_it_is_loaded_is_one_line(module: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE, module],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MERCHANT_STUDIO_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    told = "merchant-studio: stopped; run the same command again to go on\n"
    assert (done.stderr, done.stdout, done.returncode) == (told, "", 130)


def test_the_program_is_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "merchant_studio", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.startswith("merchant-studio, version ")


IN_A_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # closing it is told to this process and its workers
from merchant_studio.__main__ import main
main()
"""


def in_session(session: int) -> set[int]:
    """The processes of a session that have not ended."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of = stat.read_text("utf-8").rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.add(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux who still runs")
def test_a_batch_whose_terminal_is_closed_ends_and_is_gone_on_with(tmp_path: Path) -> None:
    pitch = make_pitch(tmp_path)
    for name in ("A1", "A2", "A3"):
        add_product(tmp_path / "products", name, pitch)
    arguments = ["batch", "products", "--to", "en,ar", "--workers", "2", *FAKE]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", IN_A_TERMINAL, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = threading.Event()

    def watch() -> None:
        with suppress(OSError):
            while not seen.is_set() and os.read(ours, 4096):
                pass
        os.close(ours)

    terminal = threading.Thread(target=watch)
    terminal.start()
    out, until = tmp_path / "out", time.monotonic() + 120
    while not list(out.glob("*/*/video.mp4")) and time.monotonic() < until:
        time.sleep(0.01)
    seen.set()
    terminal.join()
    process.wait(60)
    while in_session(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert in_session(process.pid) == set()
    assert len(list(out.glob("*/*/video.mp4"))) < 6
    command = [sys.executable, "-m", "merchant_studio", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    again = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert len(list(out.glob("*/*/video.mp4"))) == 6
    assert [p.name for p in out.rglob(".*") if p.name not in (".batch", ".writing")] == []
