"""A worker: holds the models, and prepares one product while another is rendered.

It lives in a process of its own, because a library that crashes on one product must not take the
others with it: `processes.py` on this machine, `cluster.py` on many.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from ..files import shown
from ..pipeline import Prepared, Step, Studio
from ..records import Release
from ..run import RunFolder, mending
from .ledger import (
    SOURCE_FOLDER,
    Ledger,
    Outcome,
    language_outcome,
    outcome_of,
)
from .products import Product
from .rows import lay_out
from .site import Job, Site

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
class Finished:
    """What became of a product; it stands in the ledger."""

    outcome: Outcome
    spending: Spending | None = None
    """What a model was asked for it; in no file, for a batch that is killed and goes on asks less
    and still makes the same bytes."""
    unexamined: str = ""
    """That its writer was not examined and wrote single lines, and what to do; or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Another batch is working at the product."""

    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """No product can be made: no weights, no library, no disk."""

    slug: str
    error: StudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The worker has died; whoever listens for it says so."""

    how: str
    """What is known of its end."""


Message: TypeAlias = Ready | Working | Finished | Taken | Stuck | Gone
Send: TypeAlias = Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """A product whose scripts and sound are ready; only the render is missing."""

    product: Product
    lock: FileLock
    prepared: Prepared
    sources: str
    """Digest of the merchant's files when it began."""
    outcome: Outcome
    """What is known so far."""
    unexamined: str
    """See `Finished`."""


def start_worker(send: Send, job: Job, studio: type[Studio]) -> Queue[Product]:
    """The queue of a new worker, which makes every product that is put into it.

    `send` is told what becomes of them, and that it is ready, or why it cannot start.
    """
    try:
        worker = _Worker(send, job, studio)
    except StudioError as error:
        send(Stuck(slug="", error=error))
        return Queue()
    worker.start()
    return worker.arrived


class _Worker:
    """Two threads: one prepares a product while the other renders the one before."""

    def __init__(self, send: Send, job: Job, studio: type[Studio]) -> None:
        self.arrived: Queue[Product] = Queue()
        self._halves: Queue[_Half] = Queue(maxsize=1)
        self._send, self._languages = send, job.languages
        self._site = Site(job)
        self._ledger = self._site.ledger
        self._studio = studio(self._site.ledger.config, self._on_step)
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
            product = self.arrived.get()
            lock = self._ledger.lock(product)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                self._send(Taken(slug=product.slug))
                continue
            except OSError as error:
                stuck = StorageError.from_os_error(self._ledger.config.out, error)
                self._send(Stuck(slug=product.slug, error=stuck))
                continue
            self._preparing = product.slug
            started = time.monotonic()
            outcome = outcome_of(product, "failed")
            try:
                half = self._prepare(product, lock, outcome)
            except Exception as error:
                self._fail(product, outcome, started, error, lock)
            else:
                prepare_ms = round((time.monotonic() - started) * 1000)
                self._halves.put(replace(half, outcome=replace(outcome, prepare_ms=prepare_ms)))

    def _render_all(self) -> None:
        while True:
            half = self._halves.get()
            self._rendering = half.product.slug
            started = time.monotonic()
            try:
                releases = self._studio.finish(replace(half.prepared, spending=None))
                mending.settle(half.prepared.folder.path)
                outcome = self._whole(half, releases, started)
                self._site.keep(half.product)
                if outcome.status == "made":
                    inputs = self._ledger.inputs(half.product, half.sources)
                    outcome = replace(outcome, inputs=inputs)
                self._ledger.write(outcome)
            except Exception as error:
                spending = half.prepared.spending
                self._fail(half.product, half.outcome, started, error, half.lock, spending)
            else:
                self._site.leave(half.product.slug)
                half.lock.release()
                spending, said = half.prepared.spending, half.unexamined
                self._send(Finished(outcome=outcome, spending=spending, unexamined=said))

    def _prepare(self, product: Product, lock: FileLock, outcome: Outcome) -> _Half:
        product = self._site.bring(product)
        folder = self._ledger.run_folder(product)
        mending.mend(folder)
        sources = self._ledger.sources(product)
        path = lay_out(product.row, folder / SOURCE_FOLDER) if product.row else product.path
        prepared = self._studio.prepare(path, self._languages, slug=product.slug)
        self._site.keep(product)
        return _Half(
            product=product,
            lock=lock,
            prepared=prepared,
            sources=sources,
            outcome=outcome,
            unexamined=self._studio.unexamined,
        )

    def _whole(self, half: _Half, releases: Sequence[Release], started: float) -> Outcome:
        blocked = any(release.blocked for release in releases)
        covers = [each.folder / "cover.jpg" for each in releases if not each.blocked]
        thumbnail = self._ledger.thumbnail(half.product.slug)
        if covers or thumbnail.exists():
            with self._ledger.writing():
                _save_thumbnail(covers, thumbnail)
        return replace(
            half.outcome,
            status="blocked" if blocked else "made",
            languages={release.language: language_outcome(release) for release in releases},
            render_ms=round((time.monotonic() - started) * 1000),
            finished_at=_now(),
        )

    def _fail(
        self,
        product: Product,
        outcome: Outcome,
        started: float,
        error: Exception,
        lock: FileLock,
        spending: Spending | None = None,
    ) -> None:
        """Tell what went wrong; an error of ours, too, must not stop the other products."""
        stuck = _stuck(error, self._ledger)
        told = str(error)
        if not isinstance(error, StudioError):
            told = shown(f"{type(error).__name__}: {error}")
        spent_ms = round((time.monotonic() - started) * 1000)
        outcome = replace(
            outcome,
            reason=self._site.told(told),
            prepare_ms=outcome.prepare_ms or spent_ms,
            render_ms=spent_ms if outcome.prepare_ms else 0,
            finished_at=_now(),
        )
        if not stuck:
            try:
                self._site.keep(product)
                self._ledger.write(outcome)
            except StudioError as second:
                stuck = second
        self._site.leave(product.slug)
        lock.release()
        if stuck:
            self._send(Stuck(slug=outcome.slug, error=stuck))
        else:
            self._send(Finished(outcome=outcome, spending=spending))

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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


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
