"""Progress in the terminal (rich, on stderr), and the tables that commands print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from . import weights
from .engines import RECOGNIZERS, TRANSLATORS, WRITERS, Adapter, EngineOptions
from .engines.services import SERVICES
from .errors import EngineError, UsageError
from .pipeline import Step

LOOK_S = 3
"""How long a server may take to say which models it has."""
MODELS_SHOWN = 5
_TEXT = "{task.description}"
DOING = {
    "ingest": "reading",
    "load": "loading",
    "transcribe": "listening to",
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
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)

        def on_step(step: Step) -> None:
            nonlocal last
            what = f"{DOING[step.stage]} {step.what}"
            if last != (step.stage, step.what):
                last = (step.stage, step.what)
                bars.reset(task)
                if is_silent(console):
                    console.print(what, highlight=False)
            bars.update(task, description=what, completed=step.done, total=step.total or None)

        yield on_step


@contextmanager
def downloads() -> Iterator[Callable[[weights.Progress], None]]:
    """A callback that shows a download or a verification as a line with a bar."""
    console = Console(stderr=True)
    columns = (TextColumn(_TEXT), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        task = bars.add_task("", total=None)
        last = ""

        def on_progress(now: weights.Progress) -> None:
            nonlocal last
            what = f"{now.model}: {now.what}"
            if what != last and is_silent(console):
                console.print(what, highlight=False)
            last = what
            bars.update(task, description=what, completed=now.done_bytes, total=now.total_bytes)

        yield on_progress


def engine_rows() -> list[dict[str, Any]]:
    """Every engine with its default model, and `ready` or the one line that would make it so."""
    found = [
        (registry.role, name, adapter)
        for registry in (RECOGNIZERS, WRITERS, TRANSLATORS)
        for name, adapter in registry.adapters.items()
    ]
    with ThreadPoolExecutor(max_workers=len(SERVICES)) as threads:
        states = list(threads.map(lambda each: _state(*each), found))
    return [
        {"role": role, "name": name, "model": adapter.default_model, "state": state}
        for (role, name, adapter), state in zip(found, states, strict=True)
    ]


def _state(role: str, name: str, adapter: Adapter) -> str:
    """Whether an engine can be used here: what is missing, as a command or a setting."""
    if adapter.library and find_spec(adapter.library) is None:
        return f"pip install 'merchant-studio[{adapter.extra}]'"
    if name in SERVICES:
        from .engines.openai_api import Server

        options = EngineOptions(model="", seed=0, threads=0, name=name, timeout_s=LOOK_S, tries=1)
        try:
            served = Server(options).models()
        except (EngineError, UsageError) as error:
            return str(error)
        return f"ready at {Server(options).url}: {', '.join(served[:MODELS_SHOWN])}"
    model = adapter.default_model
    if not model:
        return f"ready with a model: --{role} {name}:FOLDER"
    if model in {card.id for card in weights.cards()} and not weights.is_present(model):
        return f"merchant-studio models pull {model}"
    return "ready"
