"""Progress in the terminal (rich, on stderr)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from ..engines import weights
from ..pipeline import Step
from ..telling import teller
from ..write import ExamStep

_TEXT = "{task.description}"
DOING = {
    "ingest": "reading",
    "load": "loading",
    "transcribe": "listening to",
    "understand": "understanding",
    "script": "writing",
    "voice": "speaking",
    "check": "listening again to",
    "render": "rendering",
}
"""What is being done at a stage."""


def is_silent(console: Console) -> bool:
    """Whether bars cannot move: the output is a file or a pipe, and lines go there instead."""
    return not console.is_terminal


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A callback that shows the step at hand: a line with a bar, or in a log file just the line."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn(_TEXT), BarColumn(), TimeRemainingColumn())
    last: tuple[str, str] | None = None
    say = teller()
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)

        def on_step(step: Step) -> None:
            nonlocal last
            if step.writing:  # a script that is not finished is for who shows it
                return
            what = say(f"{DOING[step.stage]} {step.what}")
            if last != (step.stage, step.what):
                last = (step.stage, step.what)
                bars.reset(task)
                # What is loaded, where, and under which licence stays to be read.
                if is_silent(console) or step.stage == "load":
                    bars.console.print(what, highlight=False)
            bars.update(task, description=what, completed=step.done, total=step.total or None)

        yield on_step


@contextmanager
def downloads() -> Iterator[Callable[[weights.Progress], None]]:
    """A callback that shows a download or a verification as a line with a bar."""
    console = Console(stderr=True)
    columns = (TextColumn(_TEXT), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    say = teller()
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)
        last = ""

        def on_progress(now: weights.Progress) -> None:
            nonlocal last
            what = say(f"{now.model}: {now.what}")
            if what != last and is_silent(console):
                console.print(what, highlight=False)
            last = what
            bars.update(task, description=what, completed=now.done_bytes, total=now.total_bytes)

        yield on_progress


@contextmanager
def examining() -> Iterator[tuple[Callable[[str], None], Callable[[ExamStep], None]]]:
    """Callbacks that show what is loaded, and how far an exam is as a line with a bar."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn(_TEXT), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)
        last, say = "", teller()

        def on_load(what: str) -> None:
            bars.console.print(say(f"{DOING['load']} {what}"), highlight=False)

        def on_step(step: ExamStep) -> None:
            nonlocal last
            what = say(f"examining {step.part}")
            if step.part != last:
                last = step.part
                bars.reset(task)
                if is_silent(console):
                    console.print(what, highlight=False)
            bars.update(task, description=what, completed=step.done, total=step.total)

        yield on_load, on_step
