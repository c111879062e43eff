"""What it costs that a helper looks at files: `python -m benchmarks.probe`.

The same products are read with the helper and, as a baseline, with its looks in this process; in
turns, so that both meet the same load. Ratios are of the fastest of each.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from merchant_studio import probe
from merchant_studio.config import StudioConfig
from merchant_studio.hear import read_pitch
from merchant_studio.probe import answers, helpers
from merchant_studio.probe.looks import look_at
from tests.batches import make_pitch

EXAMPLE = Path(__file__).parents[1] / "examples" / "flask"
CONFIG = StudioConfig()
SMALL = 32
THREADS = 2


@contextmanager
def _without_helper() -> Iterator[None]:
    """Let this process look at files itself, as before there were helpers."""

    def looked(kind: str, read: Callable[..., object]) -> Callable[..., object]:
        return lambda path, limits: read(look_at(kind, path, limits))

    with (
        patch.object(probe, "probe_recording", looked("recording", answers.recording_of)),
        patch.object(probe, "probe_photo", looked("photo", answers.photo_of)),
    ):
        yield


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading some products took."""

    wall_ms: float
    work_ms: float
    """Of all processors, here and in the helpers; it does not grow on a busy machine."""


def _read(folders: Sequence[Path]) -> Cost:
    started, worked = time.perf_counter(), _work_ms()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda folder: read_pitch(folder, CONFIG), folders))
    return Cost((time.perf_counter() - started) * 1000, _work_ms() - worked)


def _work_ms() -> float:
    """The work of this process and its helpers so far, by the system's clock of 10 ms."""
    ticks = 0
    for helper in helpers._helpers(os.getpid())._idle:
        fields = Path(f"/proc/{helper._process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return (time.process_time() + ticks / os.sysconf("SC_CLK_TCK")) * 1000


def measured(folders: Sequence[Path], repeat: int) -> tuple[Cost, Cost]:
    """The least cost of several times, with helpers and without."""
    _read(folders)
    with _without_helper():
        _read(folders)
    with_helper, without = [], []
    for _ in range(repeat):
        with_helper.append(_read(folders))
        with _without_helper():
            without.append(_read(folders))
    return _least(with_helper), _least(without)


def _least(costs: Sequence[Cost]) -> Cost:
    return Cost(min(cost.wall_ms for cost in costs), min(cost.work_ms for cost in costs))


def started_ms() -> tuple[float, float]:
    """Until a helper is ready when it is waited for; what starting one takes of this process."""
    started = time.perf_counter()
    helper = helpers._Helper()
    own = time.perf_counter() - started
    helper._wait_until_ready()
    ready = time.perf_counter() - started
    helper.end()
    return ready * 1000, own * 1000


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=15)
    return parser


def main() -> None:
    """Print the times and their ratios."""
    repeat = command_line().parse_args().repeat
    with tempfile.TemporaryDirectory() as place:
        pitch = make_pitch(Path(place))
        small = [Path(place) / f"p{number:02}" for number in range(SMALL)]
        for folder in small:
            folder.mkdir()
            shutil.copy(pitch, folder)
        for name, folders in (("the example", [EXAMPLE]), (f"{SMALL} small products", small)):
            ours, baseline = measured(folders, repeat)
            wall, work = ours.wall_ms / baseline.wall_ms, ours.work_ms / baseline.work_ms
            print(f"{name}: {ours.wall_ms:.0f} ms, {baseline.wall_ms:.0f} without: {wall:.3f}")
            print(f"  work: {ours.work_ms:.0f} ms, {baseline.work_ms:.0f} without: {work:.3f}")
    starts = [started_ms() for _ in range(5)]
    ready, own = min(start[0] for start in starts), min(start[1] for start in starts)
    print(f"a helper is ready after {ready:.0f} ms, of which this process works {own:.1f} ms")


if __name__ == "__main__":
    main()
