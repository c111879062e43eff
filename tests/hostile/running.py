"""Runs a case and measures it: exit code, words, time, memory, and what it left behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from merchant_studio.cli import main
from merchant_studio.config import StudioConfig
from merchant_studio.errors import StudioError
from merchant_studio.intake import probe_music
from merchant_studio.picture.typeset import style
from merchant_studio.read import read_pitch
from tests import conftest
from tests.hostile.making import SHEET, SPOKEN, make_product, make_recording, recording
from tests.waiting import LIMIT_S

FAKE = (*conftest.FAKE[:-1], "--crf=45")
ROOT = Path(__file__).parents[2]
OUT, SCRATCH = "out", "scratch"
MOST_S = 20
"""Of work, which does not grow on a busy machine."""
MOST_MB = 600
LOOKED_EVERY_S = 0.02

Make = Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that a merchant, or somebody who means him ill, may give."""

    name: str
    make: Make
    """Makes the files in an empty folder and returns the command line."""
    codes: tuple[int, ...]
    """The exit codes that are right."""
    words: str = ""
    """Words of the sentence; empty where nothing is refused or it may be any."""
    is_whole: bool = False
    """Whether the whole command is run; else only what it does first: it reads the files."""
    is_measured: bool = False
    """Whether it is run in a process of its own, whose memory is looked at."""


def given(
    kind: str,
    name: str,
    file: str,
    raw: bytes | str | Callable[[], bytes] | None,
    words: str = "",
    *,
    codes: tuple[int, ...] = (),
    special: Callable[[Path], object] | None = None,
    is_whole: bool = False,
    is_measured: bool = False,
) -> Case:
    """The case of one file that is given to a command, by what it is given as.

    Without `codes` it must be refused if there are words, else it may be. `special` makes what is
    no plain file, such as a pipe.
    """

    def make(folder: Path) -> list[str | Path]:
        where = folder / ("flask" if kind in IN_PRODUCT else "") / file
        if kind == "table":
            make_recording(folder / "pitch.mp4", recording())
        elif kind != "recording":
            make_product(folder / "flask", sheet="" if kind == "sheet" else SHEET)
        if special:
            special(where)
        else:
            made = raw() if callable(raw) else raw
            where.write_bytes(made.encode() if isinstance(made, str) else made or b"")
        if kind == "recording":
            where.with_suffix(".txt").write_text(SPOKEN, encoding="utf-8")
        command = (part.replace("FILE", where.name) for part in COMMANDS[kind])
        return [*command, "--to", "en", "--out", OUT, *FAKE]

    return Case(
        name=f"{kind}: {name}",
        make=make,
        codes=codes or ((2,) if words else (0, 2)),
        words=words,
        is_whole=is_whole or kind == "table",
        is_measured=is_measured,
    )


COMMANDS = {
    "recording": ("run", "FILE"),
    "photo": ("run", "flask"),
    "music": ("run", "flask", "--music", "FILE"),
    "sheet": ("plan", "flask"),
    "style": ("plan", "flask", "--style", "FILE"),
    "table": ("batch", "FILE", "--dry-run"),
}
"""The command that reads each kind of file."""
IN_PRODUCT = ("photo", "sheet")
"""Kinds of files that lie in the product's folder."""


def linked(target: str) -> Callable[[Path], object]:
    """Makes a link."""
    return lambda path: path.symlink_to(target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of a case."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float = 0.0


def run_here(arguments: Sequence[str | Path], folder: Path) -> Ran:
    """The command in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(tempfile, "tempdir", str(folder / SCRATCH))
        started = time.process_time()
        result = CliRunner().invoke(main, [os.fspath(each) for each in arguments])
        seconds = time.process_time() - started
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(code=result.exit_code, stdout=result.stdout, stderr=result.stderr, seconds=seconds)


def run_looked(arguments: Sequence[str | Path], folder: Path) -> Ran:
    """What the command does first, in this process: it reads what it is given."""
    words = [os.fspath(each) for each in arguments]
    options = {name: value for name, value in pairwise(words) if name.startswith("--")}
    started = time.process_time()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(tempfile, "tempdir", str(folder / SCRATCH))
            if music := options.get("--music"):
                probe_music(Path(music), StudioConfig())
            if look := options.get("--style"):
                style(look)
            read_pitch(Path(words[1]), StudioConfig())
    except StudioError as error:
        code, stderr = 2, f"merchant-studio: {error}\n"
    else:
        code, stderr = 0, ""
    return Ran(code=code, stdout="", stderr=stderr, seconds=time.process_time() - started)


def run_apart(arguments: Sequence[str | Path], folder: Path) -> Ran:
    """The command in a process of its own; the memory of it and its helpers is looked at."""
    code = "from merchant_studio.cli import main; main(prog_name='merchant-studio')"
    scratch = str(folder / SCRATCH)
    started, peak = time.monotonic(), 0.0
    worked = _children_s()
    with (folder / SCRATCH / "told").open("w+b") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(os.fspath, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": scratch},
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        while process.poll() is None:
            peak = max(peak, sum(map(_resident_mb, tree_of(process.pid))))
            time.sleep(LOOKED_EVERY_S)
            if time.monotonic() - started > LIMIT_S:
                process.kill()
        told.seek(0)
        stderr = told.read().decode("utf-8", "replace")
    (folder / SCRATCH / "told").unlink()
    seconds = _children_s() - worked
    return Ran(code=process.returncode, stdout="", stderr=stderr, seconds=seconds, megabytes=peak)


def _children_s() -> float:
    """The time of work of all processes that have ended below this one."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def tree_of(process: int) -> list[int]:
    """A process and all those below it."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        below = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except OSError:
        return []
    return [process, *(each for child in below for each in tree_of(child))]


def _resident_mb(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def run_case(case: Case, folder: Path) -> Ran:
    """Run a case in an empty folder, and hold what every case must hold."""
    (folder / SCRATCH).mkdir()
    arguments = case.make(folder)
    before = outside_of_out(folder)
    whole = run_here if case.is_whole else run_looked
    ran = (run_apart if case.is_measured else whole)(arguments, folder)
    said = ran.stdout + ran.stderr
    assert "Traceback" not in said, said
    sentences = [line for line in ran.stderr.splitlines() if line.startswith("merchant-studio: ")]
    assert ran.code in case.codes, (ran.code, said)
    assert (ran.code == 2) <= len(sentences) <= (ran.code != 0), said
    assert case.words in said, said
    assert not {letter for letter in said if letter < " " or letter == "\x7f"} - {"\n"}, said
    assert ran.seconds < MOST_S, f"it took {ran.seconds:.0f} s"
    assert ran.megabytes < MOST_MB, f"it took {ran.megabytes:.0f} MB"
    assert outside_of_out(folder) == before, "something was written outside of OUT"
    return ran


def outside_of_out(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of everything in a folder that is not in its OUT."""
    found = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        if place == os.fsencode(folder) and os.fsencode(OUT) in folders:
            folders.remove(os.fsencode(OUT))
        for name in files:
            stat = os.lstat(os.path.join(place, name))
            found[os.fsdecode(os.path.join(place, name))] = stat.st_size, stat.st_mtime_ns
    return found
