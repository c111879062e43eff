"""`install.py` sets up .venv: what it asks of uv, when it begins again, and what it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from tests.waiting import run

SCRIPT = Path(__file__).parent.parent / "install.py"
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"

# A uv that makes virtual environments without pip, so that they are quick, and notes the rest.
FAKE_UV = """\
#!{python}
import os, subprocess, sys
words = sys.argv[1:]
if words == ["--version"]:
    print("uv 0.9.1 (fake)")
elif words[0] == "venv":
    base, place = words[-2:]
    sys.exit(subprocess.call([base, "-m", "venv", "--without-pip", place]))
else:
    with open({log!r}, "a") as log:
        log.write(" ".join(words) + "\\n")
    if words[1] == "compile":
        print("torch==2.9\\n" + "nvidia-cublas==13.4" * bool(os.environ.get("NO_CPU_TORCH")))
    elif os.environ.get("BREAKS") and os.environ["BREAKS"] in words[-1]:
        sys.exit("the connection was lost")
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with `install.py` and a project, and beside it a fake uv with its log."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    shutil.copy(SCRIPT, folder)
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    uv = tmp_path / "bin" / "uv"
    uv.parent.mkdir()
    text = FAKE_UV.format(
        python=getattr(sys, "_base_executable", sys.executable), log=str(log(folder))
    )
    uv.write_text(text, encoding="utf-8")
    uv.chmod(0o755)
    return folder


def log(clone: Path) -> Path:
    """Where the fake uv notes what it is asked."""
    return clone.parent / "uv.log"


def install(clone: Path, *words: str, **variables: str) -> tuple[int, list[str], list[str]]:
    """Run `install.py`: its exit code, what it says, and what it asks of uv."""
    log(clone).write_text("", encoding="utf-8")
    path = f"{clone.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = run(
        [sys.executable, clone / "install.py", *words],
        env={**os.environ, "PATH": path, **variables},
    )
    said = (done.stdout + done.stderr).replace(str(clone), "CLONE").splitlines()
    asked = log(clone).read_text(encoding="utf-8").replace(str(clone), "CLONE").splitlines()
    said = [line for line in said if not line.startswith("  ")]  # how long a step takes
    return done.returncode, said, asked


def ready(said: list[str]) -> bool:
    return said[-1].startswith(".venv is ready (")


ASKED = "pip install --python CLONE/.venv/bin/python"


def test_each_set_brings_its_extras_step_by_step(clone: Path) -> None:
    code, said, asked = install(clone)
    assert code == 0 and ready(said)
    assert said[:-1] == [f"making .venv with Python {THIS}", "installing merchant_studio"]
    assert asked == [f"{ASKED} --editable CLONE"]

    code, said, asked = install(clone, "tests")
    assert code == 0 and ready(said)
    assert said[:-1] == [
        "installing merchant_studio, its voices, linters and test tools",
        "installing torch, for the tests of transformers models",
        "installing Ray and scikit-learn, for the tests of clusters and of learning",
    ]
    cpu = "--torch-backend cpu" if sys.platform.startswith("linux") else ""
    assert [line for line in asked if " compile " not in line] == [
        f"{ASKED} --editable CLONE[voice,dev]",
        " ".join(f"{ASKED} {cpu} --editable CLONE[voice,dev,hf]".split()),
        " ".join(f"{ASKED} {cpu} --editable CLONE[voice,dev,hf,train,cluster]".split()),
    ]
    # What has the widest set needs nothing for a narrower one.
    for what in ("tests", "dev", "voice", "demo"):
        assert install(clone, what) == (0, [], [])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="torch has CUDA on Linux alone")
def test_three_gigabytes_of_cuda_are_announced(clone: Path) -> None:
    code, said, asked = install(clone, "tests", NO_CPU_TORCH="1")
    assert code == 0
    assert said[2:4] == [
        "no CPU build of torch (0.2 GB) can be had here: the usual one, with CUDA, is 3 GB",
        "installing torch, for the tests of transformers models",
    ]
    assert [line for line in asked if " compile " in line] == [
        "pip compile --python CLONE/.venv/bin/python - --torch-backend cpu",
        "pip compile --python CLONE/.venv/bin/python -",
    ]
    assert asked[-1] == f"{ASKED} --editable CLONE[voice,dev,hf,train,cluster]"


def test_a_changed_project_is_installed_again_into_the_same_environment(clone: Path) -> None:
    install(clone)
    kept = clone / ".venv" / "kept"
    kept.touch()
    (clone / "pyproject.toml").write_text("[project]\nname = 'y'\n", encoding="utf-8")
    code, said, asked = install(clone)
    assert code == 0 and said[:-1] == ["installing merchant_studio"] and len(asked) == 1
    assert kept.exists()


def break_off(clone: Path) -> Path:
    code, said, _ = install(clone, "dev", BREAKS="dev")
    assert code == 1 and said[-2:] == [
        "the connection was lost",
        "installing merchant_studio, its voices, linters and test tools failed (exit 1); "
        "when the cause is mended, run the same command again",
    ]
    return clone


def move(clone: Path) -> Path:
    return clone.rename(clone.with_name("moved"))


def lose_python(clone: Path) -> Path:
    (clone / ".venv" / "bin" / "python").unlink()
    return clone


def garble(clone: Path) -> Path:
    (clone / ".venv" / ".installed.json").write_text("[", encoding="utf-8")
    return clone


def age(clone: Path) -> Path:
    """As if .venv had been made with another Python than it has."""
    file = clone / ".venv" / ".installed.json"
    values = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**values, "python": "3.10"}), encoding="utf-8")
    return clone


@pytest.mark.parametrize("harm", [break_off, move, lose_python, age])
def test_what_was_broken_off_moved_or_of_another_python_is_made_again(
    clone: Path, harm: Callable[[Path], Path]
) -> None:
    install(clone)
    (clone / ".venv" / "old").touch()
    clone = harm(clone)
    code, said, asked = install(clone)
    assert code == 0 and ready(said)
    assert said[:-1] == [
        "making .venv again: it was broken off, moved, or of another Python",
        f"making .venv with Python {THIS}",
        "installing merchant_studio",
    ]
    assert asked == [f"{ASKED} --editable CLONE"]
    assert not (clone / ".venv" / "old").exists()
    assert install(clone) == (0, [], [])


def test_an_environment_of_the_users_own_is_filled_and_not_thrown_away(clone: Path) -> None:
    own = clone / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", own], check=True)
    (own / "theirs").touch()
    code, said, asked = install(clone)
    assert code == 0 and said[:-1] == ["installing merchant_studio"] and len(asked) == 1
    assert (own / "theirs").exists()
    assert install(clone) == (0, [], [])
    # With a stamp that cannot be read it is still not known to be ours.
    garble(clone)
    assert install(clone)[0] == 0 and (own / "theirs").exists()


def test_a_python_that_is_too_old_or_not_there_is_told(clone: Path, tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\necho 3.9\n", encoding="utf-8")
    old.chmod(0o755)
    code, said, asked = install(clone, "--python", str(old))
    assert (code, asked) == (1, [])
    assert said == [
        f"Python 3.11 or later is needed, and {old} is 3.9; "
        "install a newer one and run it: python3.11 install.py"
    ]
    code, said, _ = install(clone, "--python", "no-such-python")
    assert code == 1
    assert said == ["no-such-python cannot be run; name a Python of 3.11 or later"]
    assert not (clone / ".venv").exists()


@pytest.fixture
def script(clone: Path) -> ModuleType:
    """The script of the clone, imported."""
    spec = spec_from_file_location("install_of_a_clone", clone / "install.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_a_user_told_pip_is_told_to_uv(script: ModuleType) -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "https://a.example\nhttps://b.example",
        "find-links": "/wheels /more",
        "timeout": "60",
        "constraint": "/etc/constraints.txt",
    }
    assert script.uv_settings(pip, {"UV_CONSTRAINT": "/mine.txt"}) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://a.example https://b.example",
        "UV_FIND_LINKS": "/wheels,/more",
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="they are Debian's packages")
@pytest.mark.parametrize(
    ("what", "python", "missing"),
    [
        ("demo", "3.13", ["libegl1", "python3-venv"]),
        ("voice", "3.12", ["libegl1", "python3-venv"]),
        ("voice", "3.13", ["libegl1", "g++", "python3-dev", "python3-venv"]),
        ("tests", "3.11", ["libegl1", "chromium", "curl", "espeak-ng", "python3-venv"]),
    ],
)
def test_no_more_is_asked_of_the_system_than_the_set_needs(
    script: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    python: str,
    missing: list[str],
) -> None:
    monkeypatch.setattr(script, "can_load", lambda name: "EGL" not in name)
    monkeypatch.setattr(script, "version_of", lambda _: python)
    monkeypatch.setattr(script, "answers", lambda *_: "")
    monkeypatch.setattr(script, "installed_uv", lambda: "")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert script.missing_packages(what, "python", makes_venv=True) == missing


@pytest.mark.parametrize(
    ("apt", "message"),
    [
        (
            "/usr/bin/apt-get",
            "these packages are missing; run this, then what you ran again:\n"
            "  sudo apt-get install libegl1 curl",
        ),
        (
            None,
            "these are missing, by Debian's names: libegl1 curl; "
            "install them with this system's package manager, then run this again",
        ),
    ],
)
def test_a_user_who_is_not_root_reads_the_line_that_installs_them(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, apt: str | None, message: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: apt)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    script.ask_for_system_packages([])
    with pytest.raises(script.SetupError) as told:
        script.ask_for_system_packages(["libegl1", "curl"])
    assert str(told.value) == message


def test_a_library_that_is_there_is_found_without_sbin(script: ModuleType) -> None:
    assert script.can_load(None) and not script.can_load("libnobody.so.9")


def test_a_long_step_says_what_it_does(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "HEARTBEAT_S", 0.01)
    # The program waits for its standard output's reader to be told of, by a file.
    program = (
        "import os, sys, time\n"
        "print('Downloading torch', flush=True)\n"
        "while not os.path.exists(sys.argv[1]): time.sleep(0.01)\n"
    )
    seen = script.HERE / "seen"
    say = script.say

    def see(line: str) -> None:
        say(line)
        if line.endswith("Downloading torch"):
            seen.touch()

    monkeypatch.setattr(script, "say", see)
    command = [sys.executable, "-c", program, str(seen)]
    assert script.watch(command, dict(os.environ)) == (0, "Downloading torch\n")
    assert "  0 s Downloading torch" in capsys.readouterr().out.splitlines()
