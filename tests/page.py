"""The page as its own process, on the fake engines, for tests that ask or drive it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from merchant_studio import StudioConfig
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.session import App
from tests.waiting import LIMIT_S, until

SPOKEN = """\
大家好，欢迎来到我们的展位。
这款不锈钢保温杯，容量500毫升。
单价18块5，100个起订，7天交货。
欢迎联系我们。"""
"""What the fake recognizer hears in every recording."""
FAST = ("--preset", "ultrafast", "--crf", "40")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that answers."""

    url: str
    out: Path
    pid: int = 0
    heard: Path = Path()
    """The text that the fake recognizer hears; while it is `held`, listening does not end."""
    written: Path = Path()
    """While it is `held`, the fake writer does not answer."""

    def products(self) -> list[Path]:
        """The run folders of all users."""
        return sorted(path.parent for path in self.out.rglob("page.json"))

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The process that makes the videos stands still until this block is left.

        It must have worked before. Linux only.
        """
        workers = [
            int(process.name)
            for process in Path("/proc").glob("[0-9]*")
            if _parent(process) == self.pid and "spawn_main" in _command(process)
        ]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        try:
            assert workers, "no process works for the page"
            yield
        finally:
            for worker in workers:
                with suppress(ProcessLookupError):  # the page may have ended it
                    os.kill(worker, signal.SIGCONT)


def _parent(process: Path) -> int:
    with suppress(OSError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _command(process: Path) -> str:
    with suppress(OSError):
        return (process / "cmdline").read_text()
    return ""


def spoken_config(folder: Path) -> StudioConfig:
    """The settings of a page for which a text says what is heard, and that renders fast."""
    return StudioConfig(
        out=folder / "out",
        recognizer="fake",
        writer="none",
        translator="fake",
        preset="ultrafast",
        crf=40,
    )


@contextmanager
def app_of(config: StudioConfig) -> Iterator[App]:
    """What the page's sessions share, and the process that works for them."""
    jobs = JobQueue(config)
    try:
        yield App(config=config, jobs=jobs, uploads=config.out)
    finally:
        jobs.close()


@contextmanager
def page_server(
    folder: Path, *options: str, engines: str = "fake", spoken: str = SPOKEN, port: int = 0
) -> Iterator[Page]:
    """`merchant-studio ui` at that port, or a free one; ended as Ctrl-C would."""
    folder.mkdir(parents=True, exist_ok=True)
    heard, written = folder / "heard.txt", folder / "written.txt"
    heard.write_text(spoken, encoding="utf-8")
    ear = ("--recognizer", f"fake:{heard}")
    pens = {
        "fake": ("--writer", "none", "--translator", f"fake:{written}"),
        "capable": ("--writer", f"fake:{written}", "--writer-languages", "en"),
    }
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    out = folder / "out"
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from merchant_studio.cli import main; main(prog_name='merchant-studio')"
    )
    arguments = ["ui", "--port", str(port), "--out", str(out), *FAST, *options]
    if engines in pens:
        arguments.extend([*ear, *pens[engines]])
    log = (folder / "server.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        until(f"an answer of {url}", lambda: _answers(url, process, folder / "server.log"))
        yield Page(url=url, out=out, pid=process.pid, heard=heard, written=written)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(LIMIT_S)
        finally:
            process.kill()
            log.close()


def _answers(url: str, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text(encoding="utf-8")
    with suppress(httpx.TransportError):
        httpx.get(f"{url}page.css", timeout=LIMIT_S)
        return True
    return False
