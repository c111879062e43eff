"""`merchant-studio setup --yes` in a fresh home, killed at one moment after the other, goes on."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.batches import add_product
from tests.hub_server import Hub, serving
from tests.small_install import BODIES, COUNTED, FILES, KILL_AT, lay_out, variables

SEED = 24
STAGES = (
    "append .*/ear/",  # a model arrives, block after block
    ".*/partial/pen/",  # the other one, until it is in its place
    ".*/(?:product|made)/",  # the trial: the short example, what is heard, its facts ...
    ".*/flask/en/",  # ... its script, video, cover, captions and report
    r".*/\.?config\.toml",
    ".*/exams/",
)
"""It is killed once among these changes of files each; they come in this order."""


class Home:
    """A fresh home directory with what is installed beside it."""

    def __init__(self, place: Path, hub: Hub) -> None:
        self.place, self.hub, self.counted = lay_out(place), hub, place / "changes.txt"

    def run(self, *arguments: str | Path, kill_at: str = "") -> subprocess.CompletedProcess[str]:
        """`merchant-studio ...`, as a process."""
        given = {COUNTED: str(self.counted), KILL_AT: kill_at}
        return subprocess.run(
            [sys.executable, "-m", "tests.small_install", *map(str, arguments)],
            cwd=self.place,
            env={**variables(self.place, self.hub.address), **given},
            capture_output=True,
            text=True,
        )

    def changes(self) -> list[str]:
        """What was changed in it, a line each: `rename /.../home/.config/...`."""
        return self.counted.read_text(encoding="utf-8").splitlines()

    def tree(self) -> dict[str, bytes]:
        """All files in it and in the system's temporary folder; a lock file is no result."""
        return {
            path.relative_to(self.place).as_posix(): re.sub(
                rb'("time_ns": )\d+', rb"\1", path.read_bytes()
            )
            for folder in ("home", "tmp")
            for path in sorted((self.place / folder).rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }

    def clear(self) -> None:
        """Make it a fresh one again."""
        for folder in ("home", "tmp"):
            shutil.rmtree(self.place / folder)
            (self.place / folder).mkdir()


@pytest.mark.thorough
def test_killed_at_any_moment_setup_goes_on(tmp_path: Path) -> None:
    chance = Random(SEED)
    with serving(Hub(FILES)) as hub:
        home = Home(tmp_path, hub)
        assert home.run("setup", "--yes").returncode == 0
        undisturbed, changes = home.tree(), home.changes()
        home.clear()
        for stage in STAGES:
            count = sum(bool(re.match(stage, line)) for line in changes)
            moment = f"{stage} {chance.randint(2, count)}"
            killed = home.run("setup", "--yes", kill_at=moment)
            assert (killed.returncode, "is set up" in killed.stdout) == (-9, False), moment
        done = home.run("setup", "--yes")
        assert done.returncode == 0, done.stderr
        assert home.tree() == undisturbed

        product = add_product(tmp_path, "flask", tmp_path / "pitch.mp4")
        made = home.run("run", product, "--to", "en", "--preset", "ultrafast")
    assert made.returncode == 0, made.stderr
    report = json.loads(next((tmp_path / "out").glob("*/report.json")).read_text("utf-8"))
    assert report["chosen_by"]["recognizer"] == report["chosen_by"]["writer"] == "config.toml"
    models = tmp_path / "home" / ".cache" / "merchant_studio" / "models"
    assert {each: (models / each / "model.bin").read_bytes() for each in BODIES} == BODIES
