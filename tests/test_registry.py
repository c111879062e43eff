"""Engines of other packages: found by their entry points, judged by the contracts of this one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from merchant_studio.engines import EngineOptions, Recognizer, Registry
from merchant_studio.engines.registry import RECOGNIZERS
from merchant_studio.errors import EngineFailedError, UnknownNameError

from .waiting import run

ROOT = Path(__file__).parents[1]
EAR = '''\
from merchant_studio.engines.fake import FakeRecognizer


class Ear(FakeRecognizer):
    """An ear of somebody else."""
'''
POINTS = """\
[merchant_studio.recognizers]
my-ear = my_ears:Ear
broken-ear = my_ears:Lost
fake = my_ears:Ear
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with two ears, one of which is not there."""
    (tmp_path / "my_ears.py").write_text(EAR, encoding="utf-8")
    about = tmp_path / "my_ears-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-ears\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.fixture
def recognizers(installed: Path) -> Registry[Recognizer]:
    """A table that was not looked at before the package was there."""
    return Registry("recognizer", dict(RECOGNIZERS._ours))


def test_an_engine_of_another_package_is_found_and_made(recognizers: Registry[Recognizer]) -> None:
    choice = recognizers.choose("my-ear:some-model")
    assert (choice.name, choice.model) == ("my-ear", "some-model")
    made = recognizers.load("my-ear", EngineOptions(model="fake", seed=7, threads=1))
    assert (type(made).__module__, made.stamp.name) == ("my_ears", "fake")
    assert {"my-ear", "faster-whisper"} < {*recognizers.adapters}


def test_ours_go_before_others_of_the_same_name(recognizers: Registry[Recognizer]) -> None:
    made = recognizers.load("fake", EngineOptions(model="fake", seed=7, threads=1))
    assert type(made).__module__ == "merchant_studio.engines.fake"


def test_a_package_that_is_broken_is_told_in_one_sentence(
    recognizers: Registry[Recognizer],
) -> None:
    with pytest.raises(EngineFailedError, match="broken-ear: its package is broken"):
        recognizers.load("broken-ear", EngineOptions(model="fake", seed=7, threads=1))
    with pytest.raises(UnknownNameError, match="my-ear"):
        recognizers.adapter("no-ear")


def test_the_contract_judges_it(installed: Path) -> None:
    command = (*("-m", "pytest", "-q", "-p", "no:cacheprovider"), "--engine", "my-ear:fake")
    path = {"PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    ended = run(
        [sys.executable, *command, "tests/test_recognizers.py"], cwd=ROOT, env=os.environ | path
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "7 passed" in ended.stdout
