"""Many videos at a time, and what a killed run left: it is swept."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from merchant_studio.picture.render import RenderJob, render_videos
from merchant_studio.picture.render.videos import FILMS_AT_ONCE
from merchant_studio.run import RunFolder
from tests.media import cue, make_sound, make_video, quarters, shot, timeline, tone


def jobs(folder: Path, *languages: str) -> list[RenderJob]:
    """A video each, with the language's name as its caption."""
    sound = make_sound(folder / "tone.wav", tone(400))
    video = make_video(folder / "quarters.mp4", [quarters()] * 10)
    base = timeline(sound, shot("recording", 0, 400, video))
    made = []
    for language in languages:
        track = replace(base.captions, language="en", cues=(cue(0, 400, language),))
        target = folder / "out" / language / "video.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        made.append(RenderJob(timeline=replace(base, captions=track), target=target))
    return made


def render(wanted: list[RenderJob], seen: list[tuple[int, int]] | None = None) -> list[bytes]:
    progress = [] if seen is None else seen
    render_videos(
        wanted,
        encoder="x264",
        crf=20,
        preset="veryfast",
        threads=2,
        on_progress=lambda done, total: progress.append((done, total)),
    )
    return [job.target.read_bytes() for job in wanted]


def test_many_languages_take_several_passes(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    names = [chr(ord("a") + n) for n in range(FILMS_AT_ONCE + 1)]
    assert all(render(jobs(tmp_path, *names), seen))
    total = 10 * len(names)
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    (job,) = jobs(tmp_path, "a")
    folder = job.target.parent
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **CAPTURED)
    left, kept = int(dead.stdout), os.getppid()
    for process in (left, kept):
        (folder / f".video.mp4.{process}.part").write_bytes(b"half")
        (folder / f".sound-{process}-x1").mkdir()
        (folder / f".sound-{process}-x1" / "0.m4a").write_bytes(b"half")
    for other in (".video.mp4.part", ".notes.1x.part", "sound-1-x", f"{left}.part"):
        (folder / other).write_bytes(b"the merchant's")
    render([job])
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [
            ".notes.1x.part",
            ".video.mp4.part",
            f".video.mp4.{kept}.part",
            f".sound-{kept}-x1",
            "sound-1-x",
            f"{left}.part",
            "video.mp4",
        ]
    )


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from merchant_studio.run import RunFolder
with RunFolder(Path(sys.argv[1])).replacing(sys.argv[2]) as temporary:
    temporary.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_was_writing_is_removed_by_the_next(tmp_path: Path) -> None:
    folder, names = tmp_path / "flask", ("en/cover.jpg", "brief.json", "history/000001.json")
    for name in names:
        command = [sys.executable, "-c", KILLED_WHILE_WRITING, str(folder), name]
        subprocess.run(command, check=False, cwd=Path(__file__).parents[1])
    left = [path for path in folder.rglob("*") if path.is_file()]
    assert len(left) == len(names) and all(path.name.startswith(".") for path in left)
    written = folder / f".page-{os.getppid()}-x1y2z3a4.json"  # by one that is not killed
    own = folder / "product" / ".photo-of-my-cat.jpg"
    own.parent.mkdir()
    for path in (written, own):
        path.write_bytes(b"whole")
    with RunFolder(folder).alone():
        assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted([written, own])


CAPTURED = {"check": True, "capture_output": True, "text": True}
