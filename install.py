"""Set up .venv for merchant_studio: `python install.py`, then `.venv/bin/merchant-studio demo`.

    python install.py           what the demo, the page and captioned videos need
    python install.py voice     beside that the voices of dubbed videos
    python install.py dev       beside that linters and what the fast tests need
    python install.py tests     beside that torch, scikit-learn and Ray, for all tests

The packages are fetched by uv (the one on this machine, or one that pip puts into .venv). A second
call does nothing, unless `pyproject.toml`, the Python or the folder's place has changed, or the
call before was broken off. This file needs nothing but Python's own library.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import ctypes
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
OLDEST_UV = (0, 7)
"""The first that knows `--torch-backend` well."""
HEARTBEAT_S = 5.0
"""A step that says nothing by itself is reported this often."""
PROBE_S = 20.0
"""How long the search for a CPU build of torch may take."""

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / ".installed.json"
WINDOWS = os.name == "nt"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

STEPS = {
    "demo": ((),),
    "voice": (("voice",),),
    "dev": (("voice", "dev"),),
    "tests": (
        ("voice", "dev"),
        ("voice", "dev", "hf"),
        ("voice", "dev", "hf", "train", "cluster"),
    ),
}
"""What is installed for whom: the extras of `pyproject.toml`, step by step."""
STEP_NAMES = {
    "": "merchant_studio",
    "voice": "merchant_studio and its voices",
    "dev": "merchant_studio, its voices, linters and test tools",
    "hf": "torch, for the tests of transformers models",
    "cluster": "Ray and scikit-learn, for the tests of clusters and of learning",
}
"""What a step brings, by its last extra."""

FIRST_WITHOUT_MOJIMOJI = (3, 13)
"""From this Python on, misaki's mojimoji (Japanese voices) has no wheel: it is compiled."""
HAS_HEADERS = (
    "import os, sysconfig; "
    "print(os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')))"
)
"""A line of Python that says whether its headers are there."""

LIBRARIES = {"libEGL.so.1": "libegl1", "libGL.so.1": "libgl1"}
"""Shared libraries that skia-python links to, and the Debian packages that bring them."""
TEST_PROGRAMS = {"chromium": "chromium", "curl": "curl", "espeak-ng": "espeak-ng"}
"""Programs that only tests need, and their Debian packages."""

PIP_TO_UV = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "constraint": ("UV_CONSTRAINT", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
"""Settings of pip that uv does not read by itself: its variable, and what parts several values."""


class SetupError(Exception):
    """The set-up cannot go on; the text says why and what to do next."""


def main(arguments: list[str] | None = None) -> int:
    """Set up .venv; 0 when it is ready, 1 with one clear message when it is not."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", nargs="?", choices=sorted(STEPS), default="demo")
    parser.add_argument("--python", default="", help="the Python of .venv; else the one it has")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter that the console lacks is no error
            stream.reconfigure(errors="replace")
    try:
        set_up(options.what, options.python)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; the next call begins again", file=sys.stderr)
        return 130
    return 0


def set_up(what: str, asked: str = "") -> None:
    """Bring .venv to what `pyproject.toml` says now; `asked` is the Python that it shall have.

    Raises:
        SetupError: a Python, a library or a package cannot be had.
    """
    began = time.monotonic()
    stamp = read_stamp()
    python = choose_python(asked)
    keeps = is_sound(stamp, python)
    ask_for_system_packages(missing_packages(what, python, makes_venv=not keeps))
    made_from = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if keeps and made_from in digests_of(stamp, what):
        return
    if not keeps:
        stamp = {}
        make_venv(python)
    installed = stamp.get("installed", {})
    stamp = {"place": str(VENV), "python": version_of(VENV_PYTHON), "installed": installed}
    write_stamp({**stamp, "unfinished": True})
    uv = find_uv()
    environment = {**os.environ, **uv_settings(pip_settings(), os.environ)}
    torch: list[str] | None = None
    for extras in STEPS[what]:
        if "hf" in extras and torch is None:
            torch = torch_options(uv, environment)
        install = [uv, "pip", "install", "--python", str(VENV_PYTHON)]
        install += [*(torch or ()), "--editable"]
        named = f"[{','.join(extras)}]" if extras else ""
        brings = STEP_NAMES[extras[-1] if extras else ""]
        run(f"installing {brings}", [*install, f"{HERE}{named}"], environment)
    write_stamp({**stamp, "installed": {**installed, what: made_from}})
    say(f".venv is ready ({time.monotonic() - began:.0f} s)")


# What is there already


def read_stamp() -> dict:
    """What the call before wrote into .venv; empty where there is none that can be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    known = isinstance(stamp, dict) and isinstance(stamp.get("installed"), dict)
    return stamp if known else {}


def write_stamp(stamp: dict) -> None:
    """Keep what .venv was made from, or that it is being made."""
    beside = STAMP.with_suffix(".new")
    beside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    beside.replace(STAMP)


def is_sound(stamp: dict, python: str) -> bool:
    """Whether .venv can stay: it was made to its end, here, and has the version of `python`.

    One without a stamp is the user's own, and stays when its Python is the right one.
    """
    version = version_of(VENV_PYTHON)
    if not version or version != version_of(python):
        return False
    if not stamp:
        return True
    here = stamp.get("place") == str(VENV) and stamp.get("python") == version
    return here and "unfinished" not in stamp


def digests_of(stamp: dict, what: str) -> list[str]:
    """The digests of each `pyproject.toml` of which .venv has what `what` needs, or more."""
    order = list(STEPS)
    wider = order[order.index(what) :]
    return [digest for name, digest in stamp.get("installed", {}).items() if name in wider]


def version_of(python: str | Path) -> str:
    """`3.13` for a Python of that version; empty when it cannot be run."""
    return answers(python, "import sys; print('%d.%d' % sys.version_info[:2])")


def answers(python: str | Path, program: str) -> str:
    """What a Python prints when it runs a line; empty when it cannot."""
    try:
        told = subprocess.run(
            [str(python), "-c", program], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def choose_python(asked: str) -> str:
    """The Python for .venv: the one asked for, else the one it has, else the one that runs this.

    Raises:
        SetupError: it is older than 3.11, or is not there.
    """
    own = "" if asked else version_of(VENV_PYTHON)
    if own and number(own) >= OLDEST_PYTHON:
        return str(VENV_PYTHON)
    this = str(getattr(sys, "_base_executable", None) or sys.executable)
    python = (shutil.which(asked) or asked) if asked else this
    version = version_of(python)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    if not version:
        raise SetupError(f"{python} cannot be run; name a Python of {oldest} or later")
    if number(version) < OLDEST_PYTHON:
        raise SetupError(
            f"Python {oldest} or later is needed, and {python} is {version}; "
            f"install a newer one and run it: python{oldest} install.py"
        )
    return python


def number(version: str) -> tuple[int, ...]:
    """(3, 13) for `3.13`."""
    return tuple(int(part) for part in version.split(".")[:2])


# What the system has to bring


def ask_for_system_packages(missing: list[str]) -> None:
    """Install what is missing of the system's packages, or say which, where this user may not.

    Raises:
        SetupError: something is missing, with the line that installs it.
    """
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        raise SetupError(
            f"these are missing, by Debian's names: {names}; "
            "install them with this system's package manager, then run this again"
        )
    if os.geteuid() != 0:
        raise SetupError(
            "these packages are missing; run this, then what you ran again:\n"
            f"  sudo apt-get install {names}"
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("asking for the system's list of packages", ["apt-get", "update", "-qq"], quiet)
    run(f"installing {names}", ["apt-get", "install", "-y", "-qq", *missing], quiet)


def missing_packages(what: str, python: str, *, makes_venv: bool) -> list[str]:
    """Debian's names of what this Linux lacks for `what`; nothing elsewhere."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for name, package in LIBRARIES.items() if not can_load(name)]
    if what == "tests":
        missing += [package for name, package in TEST_PROGRAMS.items() if not shutil.which(name)]
    if what != "demo" and number(version_of(python)) >= FIRST_WITHOUT_MOJIMOJI:
        missing += [] if shutil.which("c++") else ["g++"]
        missing += [] if answers(python, HAS_HEADERS) == "True" else ["python3-dev"]
    if makes_venv and not installed_uv() and answers(python, "import ensurepip; print(1)") != "1":
        missing.append("python3-venv")
    return missing


def can_load(library: str) -> bool:
    """Whether the system finds a shared library: asked of the loader itself."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


# The virtual environment and uv


def make_venv(python: str) -> None:
    """Make .venv anew, with pip in it.

    Raises:
        SetupError: it cannot be made, or an older one cannot be removed.
    """
    if Path(python) == VENV_PYTHON:
        python = answers(python, "import sys; print(sys._base_executable)")
    if VENV.exists():
        say("making .venv again: it was broken off, moved, or of another Python")
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise SetupError(f"{VENV} cannot be removed ({error}); remove it yourself") from error
    uv = installed_uv()
    by_uv = [uv, "venv", "--quiet", "--seed", "--python", python, str(VENV)]
    by_itself = [python, "-m", "venv", str(VENV)]
    step = f"making .venv with Python {version_of(python)}"
    run(step, by_uv if uv else by_itself, dict(os.environ))


def installed_uv() -> str:
    """The path of the system's uv, if it is new enough for us; else empty."""
    uv = shutil.which("uv")
    if not uv:
        return ""
    told = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()
    with contextlib.suppress(IndexError, ValueError):
        if tuple(int(part) for part in told[1].split(".")[:2]) >= OLDEST_UV:
            return uv
    return ""


def find_uv() -> str:
    """The path of uv: the system's, else the one in .venv, which pip puts there if need be."""
    uv = installed_uv()
    if uv:
        return uv
    own = VENV_PYTHON.with_name("uv.exe" if WINDOWS else "uv")
    if not own.exists():
        pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        wanted = "uv>=" + ".".join(map(str, OLDEST_UV))
        run("putting uv into .venv", [*pip, "install", wanted], dict(os.environ))
    return str(own)


def pip_settings() -> dict[str, str]:
    """What the user has told pip (a mirror, a certificate ...), by the setting's name."""
    ask = [str(VENV_PYTHON), "-m", "pip", "config", "list"]
    rows = subprocess.run(ask, capture_output=True, text=True).stdout.splitlines()
    settings: dict[str, str] = {}
    for section in ("global.", "install.", ":env:."):  # what comes later wins, as in pip
        for name, _, value in (row.partition("=") for row in rows if row.startswith(section)):
            with contextlib.suppress(SyntaxError, ValueError):
                settings[name[len(section) :]] = str(ast.literal_eval(value))
    return settings


def uv_settings(pip: dict[str, str], environment: dict[str, str]) -> dict[str, str]:
    """The same for uv, as variables; one that the user has set himself stays as it is."""
    return {
        variable: parting.join(pip[name].split())
        for name, (variable, parting) in PIP_TO_UV.items()
        if pip.get(name) and variable not in environment
    }


def torch_options(uv: str, environment: dict[str, str]) -> list[str]:
    """The options of uv that bring torch as a CPU build (0.2 GB), wherever one can be had.

    Only on Linux is the usual build one with CUDA (3 GB). PyTorch's own index has CPU builds; so
    may have what the user has told pip. Where neither has, that is said.
    """
    if not sys.platform.startswith("linux"):
        return []
    bounded = {**environment, "UV_HTTP_TIMEOUT": "5", "UV_HTTP_RETRIES": "0"}
    # What would be chosen for an empty environment: this one may have a torch already.
    ask = [uv, "pip", "compile", "--python", str(VENV_PYTHON), "-"]
    cpu = ["--torch-backend", "cpu"]
    for options in (cpu, []):
        try:
            told = subprocess.run(
                [*ask, *options],
                env=bounded,
                input="torch",
                capture_output=True,
                text=True,
                timeout=PROBE_S,
            )
        except subprocess.TimeoutExpired:
            continue
        if told.returncode == 0 and "nvidia" not in told.stdout:
            return options
    say("no CPU build of torch (0.2 GB) can be had here: the usual one, with CUDA, is 3 GB")
    return []


# Steps


def run(step: str, command: list[str], environment: dict[str, str]) -> None:
    """Run a program as one step: a line when it begins, and one every few seconds while it works.

    At a terminal the program draws its own progress.

    Raises:
        SetupError: it failed; with what it said.
    """
    say(step)
    if sys.stderr.isatty():
        code, told = subprocess.run(command, env=environment).returncode, ""
    else:
        code, told = watch(command, environment)
    if code != 0:
        raise SetupError(
            f"{told.rstrip()}\n{step} failed (exit {code}); "
            "when the cause is mended, run the same command again"
        )


def watch(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run a program and repeat its newest line every few seconds; its exit code and its words."""
    began = time.monotonic()
    program = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    rows: list[str] = []
    with program:
        reader = threading.Thread(target=lambda: rows.extend(program.stdout), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(HEARTBEAT_S)
            if reader.is_alive():
                newest = rows[-1].strip() if rows else ""
                say(f"  {time.monotonic() - began:.0f} s {newest}".rstrip())
    return program.returncode, "".join(rows)


def say(line: str) -> None:
    """Tell what is being done."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
