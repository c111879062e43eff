"""The page as its own process, on the fake engines, for tests that ask or drive it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from merchant_studio import StudioConfig
from merchant_studio.webui.desk import Office
from merchant_studio.webui.workshop import Workshop

SPOKEN = """\
大家好，欢迎来到我们的展位。
这款不锈钢保温杯，容量500毫升。
单价18块5，100个起订，7天交货。
欢迎联系我们。"""
"""What the fake recognizer hears in every recording."""
FAST = ("--preset", "ultrafast", "--crf", "40")
START_S = 120


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that answers."""

    url: str
    out: Path
    pid: int = 0

    def products(self) -> list[Path]:
        """The run folders of all users."""
        return sorted(path.parent for path in self.out.rglob("page.json"))


@contextmanager
def office_of(config: StudioConfig) -> Iterator[Office]:
    """What the page's desks share, and the process that works for them."""
    workshop = Workshop(config)
    try:
        yield Office(config=config, workshop=workshop, uploads=config.out)
    finally:
        workshop.close()


@contextmanager
def page_server(
    folder: Path, *options: str, engines: str = "fake", spoken: str = SPOKEN, port: int = 0
) -> Iterator[Page]:
    """`merchant-studio ui` at that port, or a free one; ended as Ctrl-C would."""
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "spoken.txt"
    said.write_text(spoken, encoding="utf-8")
    fake = ("--recognizer", f"fake:{said}", "--writer", "fake") if engines == "fake" else ()
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    out = folder / "out"
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from merchant_studio.cli import main; main(prog_name='merchant-studio')"
    )
    arguments = ["ui", "--port", str(port), "--out", str(out), *fake, *FAST, *options]
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
        _wait_until_it_answers(url, process, folder / "server.log")
        yield Page(url=url, out=out, pid=process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            httpx.get(f"{url}page.css", timeout=5)
            return
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text(encoding="utf-8")) from None
            time.sleep(0.2)
