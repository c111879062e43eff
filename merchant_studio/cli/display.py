"""A batch in the terminal: progress on stderr, what became of it on stdout."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from ..batch import REPORT, Batch, BatchResult, Looked, Outcome, Workers
from ..config import StudioConfig
from ..errors import UsageError
from ..messages import Notice, listed, say
from ..pipeline import Step
from ..run import RunFolder
from ..telling import in_this_command, told
from .console import doing, is_silent

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
COUNTED = {
    "made": say("{count} made"),
    "blocked": say("{count} blocked"),
    "failed": say("{count} failed"),
    "waiting": say("{count} waiting"),
}
"""How many products have a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The options of a batch that concern no single product."""

    only: str
    outside: bool
    retry_failed: bool
    dry_run: bool
    watch: bool

    def __post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            UsageError: names the options.
        """
        if self.retry_failed + self.dry_run + self.watch > 1:
            raise UsageError(say("give only one of --retry-failed, --dry-run and --watch"))


def show_batch(
    config: StudioConfig,
    place: str,
    languages: tuple[str, ...],
    way: Way,
    workers: Workers,
    *,
    out: str,
    as_json: bool,
) -> int:
    """The exit code of a batch that was made, planned or watched, and shown.

    `place` and `out` are paths or URLs.

    Raises:
        UsageError: what is asked for cannot be done.
        StudioError: no product can be made.
    """
    if way.watch and as_json:
        raise UsageError(say("--json does not go with --watch; it would never end"))
    results = sys.stdout
    with redirect_stdout(sys.stderr), batch_progress() as watcher:  # libraries print, too
        batch = Batch(
            config=config,
            place=place,
            languages=languages,
            watcher=watcher,
            out=out,
            workers=workers,
            outside=way.outside,
            only=way.only,
        )
        with batch:
            try:
                if way.watch:
                    for seen in batch.watch():
                        _print_result(seen, results, is_watched=True)
                        watcher.tell(say("watching {place}; Ctrl-C ends it", place=place))
                result = batch.plan() if way.dry_run else batch.run(retry_failed=way.retry_failed)
            except KeyboardInterrupt:
                made, total = batch.counts()["made"], sum(batch.counts().values())
                watcher.tell(
                    say(
                        "merchant-studio: stopped; {made} of {total} products are made; run the "
                        "same command again to go on",
                        made=made,
                        total=total,
                    )
                )
                return STOPPED
            is_made = as_json and not way.dry_run
            report = RunFolder(batch.ledger.store.path).read_json(REPORT) if is_made else None
    if as_json and way.dry_run:
        bad = [{"product": each.product, "reason": each.reason} for each in result.bad]
        _print_json(
            {"make": list(result.ready), "made": result.counts["made"], "bad": bad}, results
        )
    elif as_json:
        _print_json(report, results)
    elif way.dry_run:
        _print_plan(result, results)
    else:
        _print_result(result, results)
    return 1 if result.bad else 0


@contextmanager
def batch_progress() -> Iterator[_Display]:
    """The display of a batch's progress: bars, or in a log file a line per product."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, transient=True, disable=is_silent(console)) as bars:
        yield _Display(console, bars)


class _Display:
    """The batch's own bar, and one for each product at hand."""

    def __init__(self, console: Console, bars: Progress) -> None:
        self._console, self._bars, self._told = console, bars, in_this_command()
        self._whole = bars.add_task("", total=None, left="")
        self._tasks: dict[str, TaskID] = {}
        self._speech_ms: dict[str, int] = {}
        self._made_ms = self._done = self._total = 0
        self._started_s = 0.0

    def looked(self, done: int, total: int) -> None:
        looking = self._told(say("looking at the products"))
        self._bars.update(self._whole, description=looking, completed=done, total=total)

    def start(self, products: Sequence[Looked], done: int, total: int) -> None:
        self._speech_ms = {each.product.name: each.speech_ms for each in products}
        self._made_ms, self._done, self._total = 0, done, total
        self._started_s = time.monotonic()
        if products:
            minutes = sum(self._speech_ms.values()) / 60_000
            self.tell(
                say(
                    "{count} of {total} products to make, {minutes} min of speech",
                    count=len(products),
                    total=total,
                    minutes=f"{minutes:.1f}",
                )
            )
        self._show()

    def step(self, product: str, step: Step) -> None:
        what = escape(f"  {product}: {self._told(doing(step))}")
        task = self._tasks.get(product)
        if task is None:
            task = self._tasks[product] = self._bars.add_task(what, total=None, left="")
        self._bars.update(
            task, description=what, completed=step.done, total=step.total or None, left=""
        )

    def finish(self, outcome: Outcome) -> None:
        task = self._tasks.pop(outcome.product, None)
        if task is not None:
            self._bars.remove_task(task)
        if outcome.product not in self._speech_ms:  # refused before anything was made
            self.tell(_line(outcome))
            return
        self._made_ms += self._speech_ms.pop(outcome.product)
        self._done += 1
        left = self._left()
        made = self._told(_line(outcome))
        self._say(f"[{self._done}/{self._total}] {made}{left and f' ({left})'}")
        self._show()

    def tell(self, message: Notice) -> None:
        self._say(self._told(message))

    def _show(self) -> None:
        self._bars.update(
            self._whole,
            description=self._told(
                say("{done} of {total} products", done=self._done, total=self._total)
            ),
            completed=self._done,
            total=self._total,
            left=self._left(),
        )

    def _left(self) -> str:
        """The time that is left, by the speech that is left; nothing while nobody knows."""
        left_ms = sum(self._speech_ms.values())
        if not (self._made_ms and left_ms):
            return ""
        seconds = (time.monotonic() - self._started_s) * left_ms / self._made_ms
        return self._told(say("about {duration} left", duration=duration(seconds)))

    def _say(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)


def duration(seconds: float) -> str:
    """A time that is read at a glance: 40 s, 12 min, 3 h 20 min."""
    if seconds < 60:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _print_plan(result: BatchResult, results: TextIO) -> None:
    for name in result.ready:
        click.echo(told(say("{name}: to make", name=name)), results)
    for outcome in result.bad:
        click.echo(told(_line(outcome)), results)
    made = result.counts["made"]
    planned = say(
        "{count} to make, {made} made already, {bad} bad",
        count=len(result.ready),
        made=made,
        bad=len(result.bad),
    )
    click.echo(told(planned), results)


def _print_result(result: BatchResult, results: TextIO, *, is_watched: bool = False) -> None:
    for outcome in result.bad:
        click.echo(told(_line(outcome)), results)
    counted = [say(COUNTED[status], count=n) for status, n in result.counts.items() if n]
    made = listed(counted) if counted else say("nothing to make")
    click.echo(f"{told(made)}; {result.report}", results)
    if result.bad and not is_watched:
        click.echo(told(say("after the repair, run the same command with --retry-failed")), results)
    if result.spending:
        click.echo(told(result.spending.told), results)


def _line(outcome: Outcome) -> Notice:
    """One product in a line."""
    if outcome.status == "failed":
        return say("{product}: failed: {reason}", product=outcome.product, reason=outcome.reason)
    blocked = [tag for tag, each in outcome.languages.items() if each.status == "blocked"]
    seconds = (outcome.prepare_ms + outcome.render_ms) / 1000
    if blocked:
        why = next(
            message
            for tag in blocked
            for severity, message in outcome.languages[tag].findings
            if severity == "block"
        )
        return say(
            "{product}: blocked in {blocked}: {why}",
            product=outcome.product,
            blocked=", ".join(blocked),
            why=why,
        )
    return say(
        "{product}: made in {count} languages, {duration}",
        product=outcome.product,
        count=len(outcome.languages),
        duration=duration(seconds),
    )


def _print_json(values: object, results: TextIO) -> None:
    click.echo(json.dumps(values, ensure_ascii=False, indent=2), results)
