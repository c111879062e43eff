"""Every benchmark runs, in its smallest size and with every option that benchmarks/README.md names.

A run so small tells nothing about the program: only that the figures are told is looked at, never
what they are, and nothing is timed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import tiny_models
from tests.conftest import ffmpeg
from tests.waiting import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
WEIGHTS, BROWSER, CLUSTER = pytest.mark.weights, pytest.mark.browser, pytest.mark.cluster
PITCH = """\
# mug | 马克杯 | mug
大家好{o greeting-customers}，这个杯子厚厚的{p thick-build}，摔不坏{p}，一个卖你四块二{f}。
"""
"""One of `benchmarks/data/points`, shorter than all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """A smallest run: its options, and what it tells."""

    options: str
    """`PLACE` is the folder with what `place` makes."""
    says: str = ""
    """A pattern of what it prints."""
    keys: tuple[str, ...] = ()
    """Of the JSON document that it prints; of each of its rows, if it is a list."""
    needs: tuple[pytest.MarkDecorator, ...] = ()


SMALL = {
    "batch": (
        Small(
            options="--products 0 --ray-products 0 --many 10 --json",
            keys=("ms_per_product_scheduling", "memory_growth_mb"),
        ),
        Small(
            options="--products 0 --ray-products 1 --many 60 --recording PLACE/short.mp4",
            says="ray_two_vs_one .*\nray_waits_two_vs_one ",
            needs=(CLUSTER,),
        ),
        Small(
            options="--products 1 --ray-products 0 --many 10 --recording PLACE/short.mp4"
            " --languages zh --json",
            keys=("ms_per_product_looking", "pipelined_vs_one_after_other"),
            needs=(WEIGHTS,),
        ),
    ),
    "captions": (
        Small(
            options="--languages ja --json",
            says=r"\| ja \| [1-9]\d* \|",
            keys=("language", "rows", "span"),
        ),
    ),
    "facts": (
        Small(
            options="--pitches 1 --heard 0 --plain 0 --languages es --json",
            keys=("reading", "with_sheet", "own_words", "untranslated"),
            needs=(WEIGHTS,),
        ),
        Small(
            options="--pitches 1 --heard 1 --unseen 1 --plain 1 --languages es"
            " --model PLACE/tiny.gguf",
            says="unseen, heard +precision",
            needs=(WEIGHTS,),
        ),
    ),
    "catalogue": (Small(options="--products 2 --json", keys=("rows",)),),
    "deals": (
        Small(options="--show --json", keys=("rows",)),
        Small(options="--heard 1", says="heard", needs=(WEIGHTS,)),
    ),
    "hearing": (
        Small(
            options="--folder PLACE/people --spliced 8 --noise 10 --telephone --files 2 --json",
            keys=("errors", "plain_errors", "lost_silently", "loops", "asserted", "cpu_vs_plain"),
            needs=(WEIGHTS,),
        ),
        Small(
            options="--folder PLACE/people --recognizer faster-whisper --model whisper-base",
            says="^numbers_said +4$",
            needs=(WEIGHTS,),
        ),
    ),
    "kills": (
        Small(
            options="--kills 4 --seed 12 --only run,batch,page,pull --json",
            says=r"^run +1 kills .* \[\]\nbatch +1 kills .* \[\]\npage +1 kills .* \[\]\npull +1 ",
            keys=("way", "kills", "different"),
        ),
    ),
    "meaning": (
        Small(
            options="--lines benchmarks/data/meaning/second/en.jsonl --json",
            keys=("rows", "right_refused", "wrong_refused", "losses"),
        ),
        Small(
            options="--lines benchmarks/data/meaning/en.jsonl --alone --show",
            says='"wrong_refused_by_kind"',
        ),
        Small(
            options="--lines benchmarks/data/meaning/second/en.jsonl --judge recorded"
            " --verdicts benchmarks/data/verdicts-second",
            keys=("right_refused_with_judge", "unjudged"),
        ),
    ),
    "page": (
        Small(
            options="--languages en --products 3 --json",
            keys=("with_products", "idle", "rendering", "was_rendering", "load_vs_idle"),
            needs=(BROWSER,),
        ),
    ),
    "page_attack": (
        Small(
            options="--seconds 1 --json",
            keys=("quiet_memory_mb", "memory_mb", "refused", "taken", "steps"),
        ),
    ),
    "page_kills": (
        Small(
            options="--kills 1 --seed 1 --steps 3 --json",
            keys=("kind", "step", "lost"),
            needs=(BROWSER,),
        ),
    ),
    "pitch": (
        Small(
            options="--only cotton-socks --languages en --wait 0.01",
            keys=("points_said", "facts_kept", "fillers", "calls", "tokens"),
        ),
        Small(
            options="--folder benchmarks/data/sellers --answers benchmarks/data/sellers/answers "
            "--only wall-hooks --languages es-MX,en",
            keys=("points_said", "facts_kept"),
        ),
        Small(
            options="--writer llama.cpp:PLACE/tiny.gguf --only bath-mat --languages en",
            keys=("points_said", "facts_kept", "fillers"),
        ),
    ),
    "points": (
        Small(options="--pitches PLACE", keys=("clauses", "in_the_catalogue", "by_bound")),
        Small(options="--pitches PLACE --show", says='"right_in_three_offered"'),
    ),
    "render": (
        Small(
            options="--sizes 90x160 --counts 1 --repeat 1 --memory-rate 0 --json",
            keys=("one_vs_libass", "one_vs_split", "ssim_vs_libass", "peak_mb"),
        ),
    ),
    "roles": (Small(options="--pitches 1 --steps 3", keys=("pitches", "0.5")),),
    "script": (
        Small(
            options="--pitches 1 --languages en --model PLACE/tiny.gguf --json",
            keys=("six_languages_vs_decode", "six_languages_vs_bare_decode", "decoded_tokens"),
        ),
    ),
    "voice": (
        Small(
            options="--pitches 1 --languages en --json",
            says=r"^\| en \| [1-9]",
            keys=("overhead", "in_budget", "max_tempo", "numbers_heard"),
            needs=(WEIGHTS,),
        ),
    ),
}
AS_FAST_AS_OTHERS = {"RAY_worker_niceness": "0"}
"""Ray's workers give way to all others, and on a busy machine they would hardly move."""
OTHERS = {
    'python -X importtime -c "import merchant_studio"': "",
    "python -m tests.hostile.fuzz --seed 3 --minutes 30": "--minutes 0.001",
}
"""What is no benchmark's, and the option that makes it small."""
TESTS = {
    "KILLS=50 python -m pytest tests/test_batch.py -k kills",
    "KILLS=5 python -m pytest tests/test_real_repeats.py -k kills",
}
"""Tests, which run with fewer kills."""
COMMANDS = list(dict.fromkeys(re.findall(r"`((?:[A-Z_]+=\d+ )*python [^`]+)`", README)))
OF_BENCHMARKS = [c for c in COMMANDS if c.startswith("python -m benchmarks.")]
MODULES = sorted(
    path.stem
    for path in (ROOT / "benchmarks").glob("*.py")
    if "\ndef main(" in path.read_text(encoding="utf-8")
)


def parser_of(module: str) -> argparse.ArgumentParser:
    """A benchmark's own."""
    parser: argparse.ArgumentParser = importlib.import_module(f"benchmarks.{module}").OPTIONS
    return parser


def options_of(text: str) -> set[str]:
    """The names among the words of a command."""
    return {word for word in shlex.split(text) if word.startswith("--")}


def document(said: str) -> Any:
    """What was printed last as JSON, in one line or in many."""
    last = said.rstrip().splitlines()[-1]
    return json.loads(said if last in ("]", "}") else last)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny writer, one short pitch, short recordings with their texts, and
    moviepy's FFmpeg, which has libass.
    """
    from imageio_ffmpeg import get_ffmpeg_exe

    folder = tmp_path_factory.mktemp("benchmarks")
    tiny_models.gguf(folder)
    (folder / "pitch.txt").write_text(PITCH, encoding="utf-8")
    (folder / "ffmpeg").symlink_to(get_ffmpeg_exe())
    small = ("-t", "5", "-vf", "scale=90:160", "-preset", "ultrafast")
    pitch = ROOT / "examples" / "flask" / "pitch.mp4"
    ffmpeg("-i", pitch, *small, folder / "short.mp4")
    people = folder / "people"
    people.mkdir()
    for name, start in (("a.wav", "0"), ("b.wav", "29")):
        ffmpeg("-ss", start, "-i", pitch, "-t", "6", people / name)
    rows = ("file\ttext", "a.wav\t大家好，采用三零四不锈钢", "b.wav\t单价只要十八块五，起订一百个")
    (people / "transcripts.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


RUNS = [
    pytest.param(module, small, marks=small.needs, id=f"{module} {small.options}")
    for module, runs in SMALL.items()
    for small in runs
]


def test_every_benchmark_has_a_smallest_run() -> None:
    assert sorted(SMALL) == MODULES


@pytest.mark.parametrize("command", OF_BENCHMARKS)
def test_a_command_of_the_readme_has_only_options_that_the_benchmark_has(command: str) -> None:
    module, _, options = command.removeprefix("python -m benchmarks.").partition(" ")
    parser_of(module).parse_args(shlex.split(options))
    assert options_of(options) <= set().union(*(options_of(run.options) for run in SMALL[module]))


def test_every_other_command_of_the_readme_is_run_somewhere() -> None:
    assert {*COMMANDS} - {*OF_BENCHMARKS} == {*OTHERS} | TESTS
    for command in TESTS:
        variables, _, words = command.partition("python -m pytest ")
        text = (ROOT / words.split()[0]).read_text(encoding="utf-8")
        assert all(f'"{each.partition("=")[0]}"' in text for each in variables.split())


@pytest.mark.thorough
@pytest.mark.parametrize(("module", "small"), RUNS)
def test_a_benchmark_tells_its_figures(module: str, small: Small, place: Path) -> None:
    options = shlex.split(small.options.replace("PLACE", str(place)))
    path = {"PATH": f"{place}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", f"benchmarks.{module}", *options]
    ended = run(command, cwd=ROOT, env=os.environ | path | AS_FAST_AS_OTHERS)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(small.says, ended.stdout, re.M), ended.stdout
    found = document(ended.stdout) if small.keys else []
    for row in found if isinstance(found, list) else [found]:
        assert {*small.keys} <= {*row}


@pytest.mark.thorough
@pytest.mark.parametrize("command", OTHERS)
def test_another_command_runs(command: str) -> None:
    _, *words = shlex.split(f"{command} {OTHERS[command]}")
    ended = run([sys.executable, *words], cwd=ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr
