"""A worker: holds the models, and prepares one product while another is rendered.

It lives in a process of its own, because a library that crashes on one product must not take the
others with it: `processes.py` on this machine, `cluster.py` on many.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TypeAlias

from filelock import FileLock, Timeout

from .. import __version__
from ..engines import Spending
from ..errors import (
    EngineUnavailableError,
    ExtraMissingError,
    StorageError,
    StoreError,
    StudioError,
    UnknownNameError,
    WeightsError,
)
from ..messages import Notice, plain
from ..pipeline import Prepared, Step, Studio
from ..run import RunFolder, mending
from .job import Job
from .ledger import SOURCE_FOLDER, Ledger, Outcome, language_outcome, outcome_of
from .products import Product
from .rows import lay_out
from .site import Site

STEP_S = 0.2
"""Least time between two messages about the same step."""
THUMBNAIL_PX = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The worker has started."""

    version: str = __version__
    """Of this package, where the worker is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """What is being done to a product."""

    slug: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexamined:
    """Nobody examined the writer that is about to write a product."""

    told: Notice
    """That, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of a product; it stands in the ledger."""

    outcome: Outcome
    spending: Spending | None = None
    """What a model was asked for it; in no file, for a batch that is killed and goes on asks less
    and still makes the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Another batch is working at the product."""

    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """No product can be made: no weights, no library, no disk."""

    error: StudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The worker has died; whoever listens for it says so."""

    how: str
    """What is known of its end."""


Message: TypeAlias = Ready | Working | Unexamined | Finished | Taken | Stuck | Gone
Send: TypeAlias = Callable[[Message], None]


@dataclass(slots=True, kw_only=True)
class _Task:
    """A product on its way through the worker, which holds its lock."""

    product: Product
    lock: FileLock
    outcome: Outcome
    """What is known so far."""
    sources: str = ""
    """Digest of the merchant's files when it began."""
    spending: Spending | None = None
    began_s: float = field(default_factory=time.monotonic)
    """When it began to be prepared, or to be rendered."""

    @property
    def spent_ms(self) -> int:
        """The time since it began."""
        return round((time.monotonic() - self.began_s) * 1000)


def start_worker(send: Send, job: Job, studio: type[Studio], scratch: Path) -> Queue[Product]:
    """The queue of a new worker, which makes every product that is put into it.

    `send` is told what becomes of them, and that it is ready, or why it cannot start.
    """
    try:
        worker = _Worker(send, job, studio, scratch)
    except StudioError as error:
        send(Stuck(error=error))
        return Queue()
    worker.start()
    return worker.arrived


class _Worker:
    """Two threads: one prepares a product while the other renders the one before."""

    def __init__(self, send: Send, job: Job, studio: type[Studio], scratch: Path) -> None:
        self.arrived: Queue[Product] = Queue()
        self._prepared: Queue[tuple[_Task, Prepared]] = Queue(maxsize=1)
        self._send, self._languages = send, job.languages
        self._site = Site(job, scratch)
        self._ledger = self._site.ledger
        self._ledger.open()
        self._studio = studio(self._site.job.config, self._on_step)
        self._preparing = self._rendering = ""
        self._told: dict[bool, tuple[str, str, float]] = {}
        """The last step of each thread, and when it was told."""

    def start(self) -> None:
        """Go to work."""
        for work in (self._prepare_all, self._render_all):
            Thread(target=work, daemon=True).start()
        self._send(Ready())

    def _prepare_all(self) -> None:
        while True:
            task = self._begin(self.arrived.get())
            if task:
                self._preparing = task.product.slug
                try:
                    prepared = self._prepare(task)
                except Exception as error:  # one of ours, too, must not stop the other products
                    self._fail(task, error)
                else:
                    self._prepared.put((task, prepared))

    def _render_all(self) -> None:
        while True:
            task, prepared = self._prepared.get()
            self._rendering, task.began_s = task.product.slug, time.monotonic()
            try:
                self._render(task, prepared)
            except Exception as error:
                self._fail(task, error)
            else:
                self._end(task)

    def _begin(self, product: Product) -> _Task | None:
        """Lock a product's folder; None, which is told, where that cannot be."""
        lock = self._ledger.lock(product)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            self._send(Taken(slug=product.slug))
            return None
        except OSError as error:
            out = self._ledger.store.path
            self._send(Stuck(error=StorageError.from_os_error(out, error)))
            return None
        return _Task(product=product, lock=lock, outcome=outcome_of(product, "failed"))

    def _prepare(self, task: _Task) -> Prepared:
        """Bring the product here, and write its scripts."""
        task.product = product = self._site.bring(task.product)
        folder = self._ledger.run_folder(product)
        mending.mend(folder)
        task.sources = self._ledger.sources(product)
        path = lay_out(product.row, folder / SOURCE_FOLDER) if product.row else product.path
        if told := self._studio.unexamined(self._languages):
            self._send(Unexamined(told=told))
        prepared = self._studio.prepare(path, self._languages, slug=product.slug)
        task.spending = prepared.spending
        self._site.keep(product)
        task.outcome = replace(task.outcome, prepare_ms=task.spent_ms)
        return prepared

    def _render(self, task: _Task, prepared: Prepared) -> None:
        """Render its videos, and store them before the note that they are there."""
        releases = self._studio.finish(replace(prepared, spending=None))
        mending.settle(prepared.folder.path)
        made = [each for each in releases if not each.blocked]
        thumbnail = self._ledger.thumbnail(task.product.slug)
        if made or thumbnail.exists():
            with self._ledger.writing():
                _save_thumbnail([each.folder / "cover.jpg" for each in made], thumbnail)
        outcome = replace(
            task.outcome,
            status="blocked" if len(made) < len(releases) else "made",
            languages={each.language: language_outcome(each) for each in releases},
            render_ms=task.spent_ms,
        )
        self._site.keep(task.product)
        if outcome.status == "made":
            inputs = self._ledger.inputs(task.product, task.sources)
            outcome = replace(outcome, inputs=inputs.digests)
        self._write(task, outcome)

    def _fail(self, task: _Task, error: Exception) -> None:
        """Store what there is of a product that failed, and tell why."""
        told = (
            error.message
            if isinstance(error, StudioError)
            else plain(f"{type(error).__name__}: {error}")
        )
        outcome = replace(task.outcome, reason=self._site.told(told, task.product.slug))
        if outcome.prepare_ms:
            outcome = replace(outcome, render_ms=task.spent_ms)
        else:
            outcome = replace(outcome, prepare_ms=task.spent_ms)
        stuck = _stuck(error, self._ledger)
        if not stuck:
            try:
                self._site.keep(task.product)
                self._write(task, outcome)
            except StudioError as second:
                stuck = second
        self._end(task, stuck)

    def _write(self, task: _Task, outcome: Outcome) -> None:
        """Note what became of a product."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        outcome = replace(outcome, finished_at=now)
        self._ledger.write(outcome)
        task.outcome = outcome

    def _end(self, task: _Task, stuck: StudioError | None = None) -> None:
        """Let others have the product's folder, and tell what became of it."""
        self._site.leave(task.product.slug)
        task.lock.release()
        if stuck:
            self._send(Stuck(error=stuck))
        else:
            self._send(Finished(outcome=task.outcome, spending=task.spending))

    def _on_step(self, step: Step) -> None:
        renders = step.stage == "render"
        stage, what, told_at = self._told.get(renders, ("", "", 0.0))
        now = time.monotonic()
        if (stage, what) != (step.stage, step.what) or now - told_at >= STEP_S:
            self._told[renders] = step.stage, step.what, now
            slug = self._rendering if renders else self._preparing
            self._send(Working(slug=slug, step=step))


def _stuck(error: Exception, ledger: Ledger) -> StudioError | None:
    """The error if every other product would meet it, too."""
    if isinstance(
        error,
        WeightsError | EngineUnavailableError | UnknownNameError | StoreError | ExtraMissingError,
    ):
        return error
    if isinstance(error, StorageError):
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return error
        try:
            ledger.open()
        except StorageError as wider:
            return wider
    return None


def _save_thumbnail(covers: Sequence[Path], target: Path) -> None:
    """A small picture for the report: the first cover there is."""
    from PIL import Image

    if not covers:
        target.unlink(missing_ok=True)
        return
    with Image.open(covers[0]) as picture, RunFolder(target.parent).replacing(target.name) as file:
        picture.draft("RGB", (2 * THUMBNAIL_PX, 2 * THUMBNAIL_PX))
        picture.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
        picture.save(file, format="JPEG", quality=70)
