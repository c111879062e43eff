"""Progress in the terminal (rich, on stderr), and the tables that commands print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from . import weights
from .engines import RECOGNIZERS, WRITERS
from .pipeline import Step

_DOING = {
    "ingest": "reading",
    "transcribe": "listening to",
    "script": "writing",
    "render": "rendering",
}


@contextmanager
def progress() -> Iterator[Callable[[Step], None]]:
    """A callback that shows the step at hand as a line with a bar."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task: TaskID | None = None
        stage = ""

        def on_step(step: Step) -> None:
            nonlocal task, stage
            if task is None or step.stage != stage:
                if task is not None:
                    bars.remove_task(task)
                task, stage = bars.add_task("", total=None), step.stage
            bars.update(
                task,
                description=f"{_DOING[step.stage]} {step.what}",
                completed=step.done,
                total=step.total or None,
            )

        yield on_step


@contextmanager
def downloads() -> Iterator[Callable[[weights.Progress], None]]:
    """A callback that shows a download or a verification as a line with a bar."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def on_progress(now: weights.Progress) -> None:
            bars.update(
                task,
                description=f"{now.model}: {now.what}",
                completed=now.done_bytes,
                total=now.total_bytes,
            )

        yield on_progress


def engine_rows() -> list[dict[str, Any]]:
    """Every engine with its default model and whether it can be used here."""
    rows = []
    known = {card.id for card in weights.cards()}
    for registry in (RECOGNIZERS, WRITERS):
        for name, adapter in registry.adapters.items():
            model = adapter.default_model
            if adapter.library and find_spec(adapter.library) is None:
                state = f"pip install 'merchant-studio[{adapter.extra}]'"
            elif model in known and not weights.is_present(model):
                state = f"merchant-studio models pull {model}"
            else:
                state = "ready"
            rows.append({"role": registry.role, "name": name, "model": model, "state": state})
    return rows
