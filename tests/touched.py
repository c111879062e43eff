"""Which thorough tests a change asks for, by the table in `touched.toml`.

    python -m tests.touched          # of the last day's commits
    CHANGED_SINCE=v0.1 python -m tests.touched

It prints their files, for pytest; `.ci/run` runs them beside `make test`.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent
TABLE: dict[str, list[str]] = tomllib.loads((TESTS / "touched.toml").read_text(encoding="utf-8"))
THOROUGH = {
    path for path in TESTS.rglob("test_*.py") if "mark.thorough" in path.read_text(encoding="utf-8")
}


def touched(changed: Iterable[str]) -> list[str]:
    """The files with thorough tests, from the project's root, that changed files ask for."""
    found: set[Path] = set()
    for path in changed:
        fitting = [beginning for beginning in TABLE if path.startswith(beginning)]
        if path.startswith("tests/") and Path(path).name.startswith("test_"):
            found.add(ROOT / path)
        elif fitting:
            found.update(*(TESTS.glob(pattern) for pattern in TABLE[max(fitting, key=len)]))
        else:
            found |= THOROUGH
    return sorted(each.relative_to(ROOT).as_posix() for each in found & THOROUGH)


def changed(since: str) -> list[str]:
    """The files that changed since a commit, or in the day before the newest one."""
    if not since:
        newest = datetime.fromisoformat(_git("log", "-1", "--format=%cI"))
        day_before = (newest - timedelta(days=1)).isoformat()
        older = _git("rev-list", "-1", f"--before={day_before}", "HEAD")
        since = older or _git("rev-list", "--max-parents=0", "HEAD").split()[0]
    return _git("diff", "--name-only", "--no-renames", since, "HEAD").splitlines()


def _git(*words: str) -> str:
    command = ["git", "-C", str(ROOT), "-c", "core.quotePath=false", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print(" ".join(touched(changed(os.environ.get("CHANGED_SINCE", "")))))
