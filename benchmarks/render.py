"""Captioned videos in several languages: ours beside ffmpeg with libass and beside moviepy.

    python -m benchmarks.render [--sizes 1080x1920,720x1280] [--counts 1,3,6] [--repeat 1]
                                [--memory-rate 5] [--memory-languages 1] [--json]

Every way is given the same clip, the same captions (`sidecars.to_ass`), the same fonts, the same
x264 preset and crf, and makes H.264 with AAC and faststart; x264 chooses its threads itself. Each
runs as a process of its own and is timed from its start to its end. The clip is the example's
pitch in a loop, scaled, under a camera's noise, because without noise it would be easier than a
recording: 15 s, 30 frames a second, about as many bits as a phone writes. Of several runs the
fastest counts. Whether memory grows is measured at `--memory-rate` frames a second, for
`--memory-languages` languages; the peaks of the timed runs are in `peak_mb`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.frame import options
from benchmarks.render_captions import LANGUAGES, font_folder, timeline

PITCH = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
SECONDS, RATE = 15, 30
CRF, PRESET = 23, "veryfast"
NOISE = 5
"""Of FFmpeg's filter: a standard deviation of about 3 levels, a phone in the light of a hall."""
CLIP_BITS_PER_SECOND = "16M"
CODECS = ("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-pix_fmt", "yuv420p")
SOUND = ("-c:a", "aac", "-b:a", "128k", "-ar", "48000")
FAST_START = ("-movflags", "+faststart")
COMPOSITE_AT = ("1080x1920", 1)
"""moviepy is asked for one case: it is slow, and its time grows with the languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a way took, all its processes together."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    """Of its largest process."""

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(
            seconds=self.seconds + other.seconds,
            cpu_seconds=self.cpu_seconds + other.cpu_seconds,
            peak_mb=max(self.peak_mb, other.peak_mb),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One clip in so many languages."""

    clip: Path
    width_px: int
    height_px: int
    seconds: int
    rate: int
    languages: tuple[str, ...]
    folder: Path
    """Where its files go."""

    def files(self, way: str) -> list[Path]:
        """The video of each language."""
        return [self.folder / f"{way}-{language}.mp4" for language in self.languages]

    def subtitles(self) -> list[Path]:
        """The ASS file of each language."""
        return [self.folder / f"{language}.ass" for language in self.languages]


# --- the ways ------------------------------------------------------------------------------


def ours(case: Case) -> Cost:
    """One process of ours for all languages."""
    return measured([sys.executable, "-m", "benchmarks.render_captions", "ours", _job(case)])


def libass(case: Case) -> Cost:
    """A process of ffmpeg for each language."""
    costs = [
        measured(
            [
                *("ffmpeg", "-loglevel", "error", "-y", "-i", case.clip),
                *("-vf", _burn(subtitles, case), *CODECS, *SOUND, *FAST_START, target),
            ]
        )
        for subtitles, target in zip(case.subtitles(), case.files("libass"), strict=True)
    ]
    return sum(costs[1:], costs[0])


def split(case: Case) -> Cost:
    """One process of ffmpeg with an output for each language."""
    names = range(len(case.languages))
    graph = f"[0:v]split={len(names)}" + "".join(f"[s{n}]" for n in names)
    for n, subtitles in zip(names, case.subtitles(), strict=True):
        graph += f";[s{n}]{_burn(subtitles, case)}[v{n}]"
    outputs: list[str | Path] = []
    for n, target in zip(names, case.files("split"), strict=True):
        outputs += ["-map", f"[v{n}]", "-map", "0:a", *CODECS, *SOUND, *FAST_START, target]
    command = ["ffmpeg", "-loglevel", "error", "-y", "-i", case.clip]
    return measured([*command, "-filter_complex", graph, *outputs])


def composite(case: Case) -> Cost:
    """moviepy's CompositeVideoClip, a process for each language."""
    program = [sys.executable, "-m", "benchmarks.render_captions", "composite"]
    costs = [measured([*program, _job(case, [language])]) for language in case.languages]
    return sum(costs[1:], costs[0])


WAYS: Mapping[str, Callable[[Case], Cost]] = {
    "ours": ours,
    "libass": libass,
    "split": split,
    "composite": composite,
}


def _burn(subtitles: Path, case: Case) -> str:
    return f"ass={subtitles}:fontsdir={case.folder / 'fonts'}"


def _job(case: Case, languages: Sequence[str] = ()) -> str:
    """The case for a process of ours."""
    job = asdict(replace(case, languages=tuple(languages) or case.languages))
    return json.dumps(job | {"crf": CRF, "preset": PRESET}, default=str)


def measured(command: Sequence[str | Path]) -> Cost:
    """A process's cost, from its start to its end.

    Raises:
        CalledProcessError: it failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Cost(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024),
    )


# --- what they are given -------------------------------------------------------------------


def make_case(folder: Path, size: str, count: int, *, seconds: int, rate: int) -> Case:
    """A case with its clip, its subtitles and its fonts."""
    width_px, height_px = map(int, size.split("x"))
    clip = folder / f"clip-{size}-{seconds}s-{rate}.mp4"
    if not clip.exists():
        make_clip(clip, width_px, height_px, seconds, rate)
    case = Case(
        clip=clip,
        width_px=width_px,
        height_px=height_px,
        seconds=seconds,
        rate=rate,
        languages=LANGUAGES[:count],
        folder=folder,
    )
    font_folder(folder / "fonts")
    for language, path in zip(case.languages, case.subtitles(), strict=True):
        path.write_text(_ass(case, language), encoding="utf-8")
    return case


def _ass(case: Case, language: str) -> str:
    from merchant_studio.picture.typeset import style
    from merchant_studio.publish.sidecars import to_ass

    made = timeline(json.loads(_job(case)), language)
    return to_ass(made.captions, case.width_px, case.height_px, style(made.style))


def make_clip(target: Path, width_px: int, height_px: int, seconds: int, rate: int) -> None:
    """The example's pitch, looped, scaled, noisy, as a phone would have recorded it."""
    filters = (
        f"fps={rate},scale={width_px}:{height_px}:flags=bicubic,"
        f"noise=alls={NOISE}:allf=t:all_seed=7,format=yuv420p"
    )
    command = [
        *("ffmpeg", "-loglevel", "error", "-y", "-stream_loop", "-1", "-i", PITCH),
        *("-t", seconds, "-vf", filters, "-c:v", "libx264", "-preset", "superfast"),
        *("-b:v", CLIP_BITS_PER_SECOND, "-g", rate, "-bf", 0, *SOUND, target),
    ]
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL)


def likeness(case: Case) -> float:
    """Mean SSIM between ours and libass's video of the first language."""
    command = [
        *("ffmpeg", "-i", case.files("ours")[0], "-i", case.files("libass")[0]),
        *("-lavfi", "ssim", "-f", "null", "-"),
    ]
    done = subprocess.run(
        [str(part) for part in command],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    found = re.search(r"SSIM.*All:([\d.]+)", done.stderr)
    if not found:
        raise ValueError(f"ffmpeg told no SSIM:\n{done.stderr}")
    return round(float(found[1]), 4)


# --- all of it -----------------------------------------------------------------------------


def run(folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """All figures; prints a row for each case and way."""
    sizes, counts, rate = asked.sizes, asked.counts, asked.memory_rate
    figures: dict[str, Any] = {}
    print(f"{'case':14} {'way':9} {'seconds':>8} {'CPU s':>8} {'peak MB':>8}")
    for size in sizes:
        for count in counts:
            case = make_case(folder, size, count, seconds=SECONDS, rate=RATE)
            ways = [way for way in WAYS if way != "composite" or (size, count) == COMPOSITE_AT]
            _add(figures, size, _name(count), _compared(case, ways, asked.repeat))
            if (size, count) == (sizes[0], counts[0]):
                figures["ssim_vs_libass"] = likeness(case)
    for minutes in (1, 10) if rate else ():
        languages = asked.memory_languages
        case = make_case(folder, sizes[0], languages, seconds=60 * minutes, rate=rate)
        cost = ours(case)
        _print(f"{minutes} min x{languages}", "ours", cost)
        figures[f"peak_mb_{minutes}min"] = round(cost.peak_mb)
    return figures


def _compared(case: Case, ways: Sequence[str], repeat: int) -> dict[str, Cost]:
    """The cheapest run of every way, taken in turns."""
    costs: dict[str, Cost] = {}
    for _ in range(repeat):
        for way in ways:
            cost = WAYS[way](case)
            costs[way] = min(costs.get(way, cost), cost, key=lambda c: c.seconds)
    for way, cost in costs.items():
        _print(f"{case.width_px}x{case.height_px} x{len(case.languages)}", way, cost)
    return costs


def _add(figures: dict[str, Any], size: str, name: str, costs: Mapping[str, Cost]) -> None:
    """Ours by every other way; the contract's keys are those of the first size."""
    mine = costs["ours"]
    peaks = figures.setdefault("peak_mb", {}).setdefault(size, {})
    peaks[name] = {way: round(cost.peak_mb) for way, cost in costs.items()}
    for way, cost in costs.items():
        if way != "ours":
            key, ratio = f"{name}_vs_{way}", round(mine.seconds / cost.seconds, 3)
            figures.setdefault(key, ratio)
            figures.setdefault("ratios", {}).setdefault(size, {})[key] = ratio
            cpu = round(mine.cpu_seconds / cost.cpu_seconds, 3)
            figures.setdefault("cpu_ratios", {}).setdefault(size, {})[key] = cpu


def _name(count: int) -> str:
    return {1: "one", 3: "three", 6: "six"}.get(count, str(count))


def _print(case: str, way: str, cost: Cost) -> None:
    figures = f"{cost.seconds:8.2f} {cost.cpu_seconds:8.2f} {cost.peak_mb:8.0f}"
    print(f"{case:14} {way:9} {figures}", flush=True)


OPTIONS = options(
    __doc__,
    sizes=("1080x1920", "720x1280"),
    counts=(1, 3, 6),
    repeat=1,
    memory_rate=5,
    memory_languages=1,
    json=False,
)


def main() -> None:
    """Run, print, and with `--json` the figures as the last line."""
    asked = OPTIONS.parse_args()
    if not shutil.which("ffmpeg"):
        OPTIONS.exit(2, "ffmpeg is missing; install it: apt-get install -y ffmpeg\n")
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        figures = run(Path(folder), asked)
    if asked.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
