"""What a double click starts: `start.sh`, `start.command`, `start.cmd`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import LIMIT_S, run, until

ROOT = Path(__file__).parent.parent
NO_PYTHON = "Python 3.11, 3.12 or 3.13 is needed; install it from"

# Each notes what it is asked; the studio serves the real page at the test's port.
FAKE_INSTALL = """\
import os, pathlib, shutil
bin = pathlib.Path(".venv/bin")
bin.mkdir(parents=True, exist_ok=True)
shutil.copy(os.environ["STUDIO"], bin / "merchant-studio")
"""
FAKE_STUDIO = """\
#!{python}
import os, sys
words = sys.argv[1:]
with open(os.environ["LOG"], "a") as log:
    log.write(" ".join(words) + "\\n")
if words[0] == "ui" and "PORT" in os.environ:
    from merchant_studio.cli import main
    main([*words, "--port", os.environ["PORT"]])
sys.exit(int(os.environ.get("_".join(words).replace("-", ""), 0)))
"""
FAKE_BROWSER = """\
#!{python}
import os, sys, urllib.request
ask = urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open
with ask(sys.argv[1], timeout={limit}) as answer, open(os.environ["SEEN"], "a") as seen:
    seen.write(f"{{sys.argv[1]}} {{answer.status}} {{b'gradio' in answer.read()}}\\n")
"""


class Clone:
    """A folder with the start files, a fake set-up, and what was asked of its programs."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "a clone's 文件夹"
        self.folder.mkdir()
        for name in ("start.sh", "start.command"):
            shutil.copy(ROOT / name, self.folder)
        (self.folder / "install.py").write_text(FAKE_INSTALL, encoding="utf-8")
        self.log, self.seen = place / "log", place / "seen"
        self.bin = place / "bin"
        self.bin.mkdir()
        programs = {
            "python3.12": '#!/bin/sh\nexec "{python}" "$@"\n',
            "studio": FAKE_STUDIO,
            "browser": FAKE_BROWSER,
        }
        for name, text in programs.items():
            (self.bin / name).write_text(
                text.format(python=sys.executable, limit=LIMIT_S), encoding="utf-8"
            )
            (self.bin / name).chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "PYTHONPATH": str(ROOT),
            "BROWSER": str(self.bin / "browser"),
            "STUDIO": str(self.bin / "studio"),
            "LOG": str(self.log),
            "SEEN": str(self.seen),
        }

    def start(self, name: str = "start.sh", **variables: str) -> subprocess.CompletedProcess[str]:
        """Start it from another folder, until it ends by itself."""
        return run(
            ["/bin/sh", self.folder / name],
            cwd="/",
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
        )

    @contextmanager
    def started(self, port: int) -> Iterator[None]:
        """Start it and let it serve the page until the block ends."""
        process = subprocess.Popen(
            ["/bin/sh", self.folder / "start.sh"],
            cwd="/",
            env={**self.environment, "PORT": str(port)},
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(LIMIT_S)

    def asked(self) -> list[str]:
        """What the studio was asked since the last time."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines

    def _has_seen(self) -> str:
        text = self.seen.read_text(encoding="utf-8") if self.seen.exists() else ""
        return text if text.endswith("\n") else ""

    def visited(self) -> str:
        """What the browser has seen since the last time, once it has seen something."""
        text = until("a browser that is opened", self._has_seen)
        self.seen.unlink()
        return text


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    if os.name == "nt":
        pytest.skip("start.cmd is for Windows")
    return Clone(tmp_path)


@pytest.mark.thorough
def test_the_page_is_open_after_each_start(clone: Clone) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = f"http://127.0.0.1:{port} 200 True\n"
    with clone.started(port):
        assert clone.visited() == page
        assert clone.asked() == ["setup --help", "setup", "ui --open"]
    with clone.started(port):
        assert clone.visited() == page
        # While it is there, another start opens the browser at it.
        again = clone.start(PORT=str(port))
        assert (again.returncode, again.stderr) == (
            0,
            f"the page is at http://127.0.0.1:{port} already\n",
        )
        assert clone.visited() == page
        assert clone.asked() == ["ui --open", "ui --open"]


def test_better_models_are_offered_until_some_are_there(clone: Clone) -> None:
    # Neither is `setup` taken, nor can the small models be fetched: both are tried again.
    assert clone.start(setup="1", models_pull="1").returncode == 0
    assert clone.asked() == ["setup --help", "setup", "models pull", "ui --open"]
    assert clone.start(setup="1").returncode == 0
    assert clone.asked() == ["setup --help", "setup", "models pull", "ui --open"]
    assert clone.start("start.command").returncode == 0
    assert clone.asked() == ["ui --open"]


def test_without_the_command_setup_the_small_models_are_fetched(clone: Clone) -> None:
    assert clone.start(setup_help="2").returncode == 0
    assert clone.asked() == ["setup --help", "models pull", "ui --open"]


def test_where_there_is_no_python_its_page_is_named(clone: Clone) -> None:
    for name in ("python3.13", "python3.12", "python3.11"):
        (clone.bin / name).write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
        (clone.bin / name).chmod(0o755)
    done = clone.start()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{NO_PYTHON} https://www.python.org/downloads/ ")
    assert clone.asked() == []


def test_a_set_up_that_fails_opens_nothing(clone: Clone) -> None:
    (clone.folder / "install.py").write_text("raise SystemExit('no network')\n", encoding="utf-8")
    done = clone.start()
    assert (done.returncode, done.stderr) == (1, "no network\n")
    assert clone.asked() == []


@pytest.mark.parametrize("name", ["start.sh", "start.command"])
def test_the_shell_reads_them(name: str) -> None:
    text = (ROOT / name).read_bytes()
    assert text.startswith(b"#!/bin/sh\n") and b"\r" not in text
    assert subprocess.run(["/bin/sh", "-n", ROOT / name]).returncode == 0
    assert os.access(ROOT / name, os.X_OK)


# --- start.cmd: what can be said of it without Windows ----------------------------------------


@pytest.fixture
def cmd() -> list[str]:
    """Its lines."""
    raw = (ROOT / "start.cmd").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r"), "cmd.exe wants CRLF"
    assert not raw.startswith(b"\xef\xbb\xbf"), "cmd.exe takes a BOM for a command"
    return raw.decode("utf-8").splitlines()


def test_cmd_has_the_line_ends_that_windows_wants_in_every_clone() -> None:
    told = subprocess.run(
        ["git", "check-attr", "eol", "start.cmd", "start.sh", "start.command"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    if told:  # not in an archive without git
        assert [line.rpartition(" ")[2] for line in told] == ["crlf", "lf", "lf"]


def test_cmd_quotes_every_path(cmd: list[str]) -> None:
    text = "\n".join(cmd)
    assert 'cd /d "%~dp0"' in text
    for path in ("%~dp0", "%studio%", "%ready%"):
        assert text.count(path) == text.count(f'"{path}"') > 0
    for name in re.findall(r"(?m)^set (\S+)", text):
        assert name.startswith('"'), "a space after a value would belong to it"


def test_cmd_says_chinese_in_utf8_and_only_where_nothing_comes_after_it(cmd: list[str]) -> None:
    chinese = [number for number, line in enumerate(cmd) if not line.isascii()]
    assert chinese and min(chinese) > cmd.index(":no_python") > cmd.index("chcp 65001 >nul")
    # Should the code page stay another one, the line still ends where it ends.
    assert all(cmd[number].endswith("%downloads%") for number in chinese)


def test_cmd_goes_to_labels_that_are_there_and_speaks_no_shell(cmd: list[str]) -> None:
    text = "\n".join(cmd)
    labels = {line[1:] for line in cmd if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", text)) <= labels
    assert not re.search(r"\$|/dev/null|`|\bfi\b|\bthen\b|#|'", text)
    assert text.count('"') % 2 == 0 and all(line.count('"') % 2 == 0 for line in cmd)
    assert cmd[0] == "@echo off" and cmd[-2:] == ["pause", "exit /b 1"]


def test_all_start_files_do_the_same_steps(cmd: list[str]) -> None:
    shell = (ROOT / "start.sh").read_text(encoding="utf-8")
    for text in (shell, "\n".join(cmd)):
        steps = ("install.py", "setup --help", "setup", "models pull", "ui --open")
        places = [text.rindex(step) for step in steps]
        assert places[0] < places[1] and places[3] < places[4]
        assert NO_PYTHON in text and "需要 Python" in text
        for version in ("3.13", "3.12", "3.11"):
            assert f"python{version}" in text
