"""Every command of both READMEs runs as it is written, one after the other, as a process.

Models, example and hub are the small ones of `small_install`; the sheet is the README's own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import httpx
import pytest

from tests import api_server
from tests.certificates import make_certificate
from tests.conftest import SPOKEN
from tests.hub_server import Hub, serving
from tests.small_install import FILES, PORT, lay_out, variables
from tests.test_readmes import COMMANDS, ROOT
from tests.waiting import LIMIT_S

ELSEWHERE = {
    "make demo": (".ci/run", "make demo PYTHON="),
    "make test": (".ci/run", "make test PYTHON="),
    "make test-all": (".ci/run", "make test-all PYTHON="),
    "python install.py": ("Makefile", "install.py $(if"),
    "sh start.sh": ("tests/test_start.py", 'name: str = "start.sh"'),
    r".venv\Scripts\merchant-studio demo": ("start.cmd", r".venv\Scripts\merchant-studio"),
}
"""What sets the program up, or starts it on Windows; for each, the file that runs it, and how."""
NOT_RUN = {
    ".venv/bin/pip install .": "it fetches again, without uv, all packages that are here already",
}
"""What nobody runs, and why."""
INSTALLED = re.compile(r"(?:\.venv/bin/)?merchant-studio |python app\.py$")
"""How the commands begin that are run here: all others."""
TYPED = {
    "merchant-studio setup": "y\n",
    "merchant-studio users add users.txt anna": "a long password\n" * 2,
    "merchant-studio users passwd users.txt anna": "a longer password\n" * 2,
}
"""What a merchant answers to a command that asks."""
SERVES = "(Ctrl-C ends it)"
"""What a server says as soon as browsers may come."""


class Desk:
    """A folder with what the READMEs name, and a terminal in it."""

    def __init__(self, place: Path, readme: str, pitch: Path, hub: str, service: str) -> None:
        self.folder = lay_out(place)
        (place / "ear").write_text(SPOKEN, encoding="utf-8")
        sheet = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / readme).read_text("utf-8"), re.M | re.S)
        for product in (place / "flask", place / "products" / "flask"):
            product.mkdir(parents=True)
            shutil.copy(pitch, product)
            (product / "product.yaml").write_text(sheet[0], encoding="utf-8")
        shutil.copy(pitch, place)
        shutil.copy(ROOT / "app.py", place)
        shutil.copy(make_certificate(place / "page.pem"), place / "page.key")
        self._install("bin/merchant-studio", f'exec "{sys.executable}" -m tests.small_install "$@"')
        self._install("bin/python", 'exec merchant-studio "$@"')
        self._install("bin/browser", "exit 0")
        self._install(".venv/bin/merchant-studio", 'exec merchant-studio "$@"')
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        given = variables(place, hub)
        self.variables = {
            **given,
            "PATH": f"{place / 'bin'}:{given['PATH']}",
            "BROWSER": str(place / "bin" / "browser"),
            "DEEPSEEK_BASE_URL": service,
            "DEEPSEEK_API_KEY": api_server.KEY,
            "MERCHANT_STUDIO_RECOGNIZER": "fake:ear",
            "MERCHANT_STUDIO_WRITER": "fake:pen",
            "MERCHANT_STUDIO_SPEAKER": "fake",
            "MERCHANT_STUDIO_PRESET": "ultrafast",
            PORT: str(self.port),
        }

    def _install(self, name: str, script: str) -> None:
        program = self.folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    @contextmanager
    def started(self, command: str) -> Iterator[subprocess.Popen[str]]:
        """The command as a shell runs it, `<product>` and `...` filled in, until the block ends."""
        written = command.replace("...", "fake:pen")
        if "<product>" in command:
            written = written.replace("<product>", self.run_of("flask"))
        process = subprocess.Popen(
            written,
            shell=True,
            cwd=self.folder,
            env=self.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.communicate()

    def run_of(self, product: str) -> str:
        """The name of the folder in `out` that was made from a product's folder."""
        for run in sorted((self.folder / "out").glob("*/run.json")):
            if Path(json.loads(run.read_text("utf-8"))["source"]).name == product:
                return run.parent.name
        raise AssertionError(f"nothing was made of {product}")

    def run(self, command: str) -> tuple[int, str]:
        """The exit code of a command, and what it said."""
        with self.started(command) as process:
            said, _ = process.communicate(TYPED.get(command, ""), LIMIT_S)
        return process.returncode, said

    def serve(self, command: str) -> tuple[int, str]:
        """0 if a server answers, which is then ended; and what it said."""
        said = ""
        with self.started(command) as process:
            assert process.stdout is not None
            while SERVES not in said and (line := process.stdout.readline()):
                said += line
            if SERVES not in said:
                return process.wait(LIMIT_S), said
            url = f"http{'s' if '--cert' in command else ''}://127.0.0.1:{self.port}/page.css"
            # Its port is open; the answer comes when the page is built.
            answer = httpx.get(url, timeout=LIMIT_S, verify=False, trust_env=False)
        return int(answer.is_error), said


def is_server(command: str) -> bool:
    """Whether it runs until it is ended."""
    return command == "python app.py" or command.startswith("merchant-studio ui ")


@pytest.mark.thorough
@pytest.mark.parametrize("readme", COMMANDS)
def test_every_command_runs_as_it_is_written(readme: str, made: Path, tmp_path: Path) -> None:
    with serving(Hub(FILES)) as hub, api_server.serving() as service:
        service.lists["/v1/models"]["data"].append({"id": "deepseek-flash", "object": "model"})
        desk = Desk(tmp_path, readme, made / "pitch.mp4", hub.address, service.url)
        for command in filter(INSTALLED.match, COMMANDS[readme]):
            code, said = desk.serve(command) if is_server(command) else desk.run(command)
            assert (code, bool(said.strip())) == (0, True), f"{command}\n{said}"


def test_all_others_are_run_elsewhere() -> None:
    every = {*chain(*COMMANDS.values())}
    assert {*ELSEWHERE, *NOT_RUN} == {command for command in every if not INSTALLED.match(command)}
    assert {*TYPED} <= every
    for file, how in ELSEWHERE.values():
        assert how in (ROOT / file).read_text(encoding="utf-8")
