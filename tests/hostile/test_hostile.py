"""Every hostile case: its exit code, one sentence, no traceback, in time, in bounds, in OUT."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.cases import ALL
from tests.hostile.fuzz import finds
from tests.hostile.running import Case, run_case


@pytest.mark.thorough
@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_hostile_case(case: Case, tmp_path: Path) -> None:
    run_case(case, tmp_path)


def test_the_table_is_large_and_names_each_case_once() -> None:
    assert len({case.name for case in ALL}) == len(ALL) >= 300
    assert sum(case.is_whole or case.is_measured for case in ALL) >= 100


@pytest.mark.thorough
def test_files_changed_at_random_are_no_find() -> None:
    minutes = float(os.environ.get("FUZZ_MINUTES", "0.2"))
    seed = int(os.environ.get("FUZZ_SEED", "26"))
    assert list(finds(seed, minutes)) == []
