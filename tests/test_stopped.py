"""The program is stopped early, or loses its terminal: one line, whole records, nobody left."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.batches import FAKE, add_product, make_pitch
from tests.waiting import LIMIT_S, held, run, until

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
    done = run(
        [sys.executable, "-c", STOPPED_WHILE, module],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MERCHANT_STUDIO_LANG": "en"},
    )
    told = "merchant-studio: stopped; run the same command again to go on\n"
    assert (done.stderr, done.stdout, done.returncode) == (told, "", 130)


def test_the_program_is_a_module() -> None:
    done = run([sys.executable, "-m", "merchant_studio", "--version"], cwd=ROOT)
    assert done.stdout.startswith("merchant-studio, version ")


IN_A_TERMINAL = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # closing it is told to this process and its workers
# Whoever started the tests may have told them to ignore it, as nohup does.
signal.signal(signal.SIGHUP, getattr(signal, sys.argv.pop(1)))
from merchant_studio.__main__ import main
main()
"""
ARGUMENTS = ("batch", "products", "--to", "en,ar", "--workers", "2", *FAKE)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
on_linux = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="asks Linux who still runs"
)


def in_session(session: int) -> set[int]:
    """The processes of a session that have not ended."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of = stat.read_text("utf-8").rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.add(int(stat.parent.name))
    return found


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Three products, of which the last is held while it is listened to."""
    pitch = make_pitch(tmp_path)
    for name in ("A1", "A2", "A3"):
        add_product(tmp_path / "products", name, pitch)
    return tmp_path


def videos(folder: Path) -> list[str]:
    return sorted(path.parts[-3] for path in (folder / "out").glob("*/*/video.mp4"))


@contextmanager
def batch_without_terminal(folder: Path, hangup: str) -> Iterator[subprocess.Popen[bytes]]:
    """A batch whose terminal was closed after its first video, while its last product is held."""
    ours, theirs = pty.openpty()
    with held(folder / "products" / "A3" / "pitch.txt"):
        process = subprocess.Popen(
            [sys.executable, "-c", IN_A_TERMINAL, hangup, *ARGUMENTS],
            cwd=folder,
            env=ENVIRONMENT,
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
        until("the batch's first video", lambda: videos(folder))
        seen.set()
        terminal.join()
        yield process
    assert process.poll() is not None, "it is to be waited for"
    until("the end of all its processes", lambda: not in_session(process.pid))


@on_linux
def test_a_batch_whose_terminal_is_closed_ends_and_is_gone_on_with(catalogue: Path) -> None:
    with batch_without_terminal(catalogue, "SIG_DFL") as process:
        assert process.wait(LIMIT_S) == 130
        assert set(videos(catalogue)) <= {"a1", "a2"}
    again = run(
        [sys.executable, "-m", "merchant_studio", *ARGUMENTS], cwd=catalogue, env=ENVIRONMENT
    )
    assert again.returncode == 0, again.stderr
    assert_is_whole(catalogue)


@on_linux
@pytest.mark.thorough
def test_under_nohup_a_batch_goes_on_without_its_terminal(catalogue: Path) -> None:
    with batch_without_terminal(catalogue, "SIG_IGN") as process:
        (catalogue / "products" / "A3" / "pitch.held").unlink()
        assert process.wait(LIMIT_S) == 0
    assert_is_whole(catalogue)


def assert_is_whole(folder: Path) -> None:
    assert videos(folder) == ["a1", "a1", "a2", "a2", "a3", "a3"]
    hidden = [path.name for path in (folder / "out").rglob(".*")]
    assert [name for name in hidden if name not in (".batch", ".writing")] == []
