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
from ..messages import NOTHING, Notice, say
from ..pipeline import Step
from ..telling import in_this_command
from ..write import ExamStep

_TEXT = "{task.description}"
DOING = {
    "ingest": say("reading {what}"),
    "load": say("loading {what}"),
    "transcribe": say("listening to {what}"),
    "understand": say("understanding {what}"),
    "script": say("writing {what}"),
    "voice": say("speaking {what}"),
    "check": say("listening again to {what}"),
    "render": say("rendering {what}"),
}
"""What is being done at a stage."""


def doing(step: Step) -> Notice:
    """What is being done: "listening to pitch.mp4"."""
    return say(DOING.get(step.stage, "{what}"), what=step.what)


def is_silent(console: Console) -> bool:
    """Whether bars cannot move: the output is a file or a pipe, and lines go there instead."""
    return not console.is_terminal


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A callback that shows the step at hand: a line with a bar, or in a log file just the line."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn(_TEXT), BarColumn(), TimeRemainingColumn())
    last: tuple[str, str] | None = None
    tell = in_this_command()
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)

        def on_step(step: Step) -> None:
            nonlocal last
            if step.writing:  # a script that is not finished is for who shows it
                return
            what = tell(doing(step))
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
    tell = in_this_command()
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)
        last = ""

        def on_progress(now: weights.Progress) -> None:
            nonlocal last
            what = tell(say("{model}: {what}", model=now.model, what=now.what))
            if what != last and is_silent(console):
                console.print(what, highlight=False)
            last = what
            bars.update(task, description=what, completed=now.done_bytes, total=now.total_bytes)

        yield on_progress


@contextmanager
def examining() -> Iterator[tuple[Callable[[Notice], None], Callable[[ExamStep], None]]]:
    """Callbacks that show what is loaded, and how far an exam is as a line with a bar."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn(_TEXT), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)
        last, tell = NOTHING, in_this_command()

        def on_load(what: Notice) -> None:
            bars.console.print(tell(say(DOING["load"], what=what)), highlight=False)

        def on_step(step: ExamStep) -> None:
            nonlocal last
            what = tell(say("examining {part}", part=step.part))
            if step.part != last:
                last = step.part
                bars.reset(task)
                if is_silent(console):
                    console.print(what, highlight=False)
            bars.update(task, description=what, completed=step.done, total=step.total)

        yield on_load, on_step
