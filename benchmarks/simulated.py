"""A batch on many workers that exist in name only, by a clock that only the batch makes run.

The schedule, the ledger and the reports are the real ones and cost what they cost; the workers'
times are those that were measured of a real one, and the store's link carries one byte after the
other. So what limits first is seen: the workers, the batch's own process, or the link.
"""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from merchant_studio import StudioConfig
from merchant_studio.batch.ledger import Ledger, outcome_of
from merchant_studio.batch.pool import Pool
from merchant_studio.batch.products import Product
from merchant_studio.batch.report import write_reports
from merchant_studio.batch.site import Job
from merchant_studio.batch.worker import Finished, Message, Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What one product takes."""

    prepare_s: float
    render_s: float
    fetched_mb: float
    uploaded_mb: float
    message_s: float
    """What the cluster itself costs the batch's process for each product: Ray's own work."""


@dataclass(slots=True, kw_only=True, eq=False)
class Worker:
    """A worker in name: one product is prepared while another is rendered."""

    send: Callable[[Product], bool]
    waiting: deque[Product] = field(default_factory=deque)
    prepared: deque[Product] = field(default_factory=deque)
    prepares: bool = False
    renders: bool = False


class Simulated:
    """See `batch.pool.Workers`; `now_s` is the clock."""

    def __init__(self, count: int, times: Times, link_mb_s: float, ledger: Ledger) -> None:
        self.count, self._times, self._link_mb_s, self._ledger = count, times, link_mb_s, ledger
        self.now_s = self.batch_s = self.link_s = self.worker_s = 0.0
        """The time, and how much of it the batch, the link and all workers were busy."""
        self._link_free_s = 0.0
        self._left = time.perf_counter()
        self._events: list[tuple[float, int, Callable[[], Iterator[Any]]]] = []
        self._number = 0

    def start(self, job: Job) -> Worker:
        """One that is ready at once."""
        worker = Worker(send=lambda product: self._arrive(worker, product))
        self._at(0.0, lambda: iter([(worker, Ready())]))
        return worker

    def hear(
        self, links: Sequence[Worker], timeout_s: float | None
    ) -> Iterator[tuple[Worker, Message]]:
        """The next thing that is said; what the batch did since the last one took its time."""
        self._spend(time.perf_counter() - self._left)
        said = False
        while not said and self._events:
            at, _, happens = heapq.heappop(self._events)
            self.now_s = max(self.now_s, at)
            for worker, message in happens():
                said = True
                if isinstance(message, Finished):
                    self._spend(self._times.message_s)
                self._left = time.perf_counter()
                yield worker, message
        if not said:
            self._left = time.perf_counter()

    def stop(self, links: Sequence[Worker]) -> None:
        """Nothing runs."""

    def _spend(self, seconds: float) -> None:
        self.now_s += seconds
        self.batch_s += seconds

    def _at(self, after_s: float, happens: Callable[[], Iterator[Any]]) -> None:
        self._number += 1
        heapq.heappush(self._events, (self.now_s + after_s, self._number, happens))

    def _carry(self, megabytes: float, then: Callable[[], Iterator[Any]]) -> None:
        """Over the store's link, behind what is on its way already."""
        takes = megabytes / self._link_mb_s
        self._link_free_s = max(self._link_free_s, self.now_s) + takes
        self.link_s += takes
        self._at(self._link_free_s - self.now_s, then)

    def _arrive(self, worker: Worker, product: Product) -> bool:
        worker.waiting.append(product)
        self._go_on(worker)
        return True

    def _go_on(self, worker: Worker) -> None:
        times = self._times
        if worker.prepared and not worker.renders:
            worker.renders = True
            rendered = worker.prepared.popleft()
            self.worker_s += times.render_s
            self._at(times.render_s, lambda: self._rendered(worker, rendered))
        if worker.waiting and not worker.prepares and not worker.prepared:
            worker.prepares = True
            product = worker.waiting.popleft()
            self._carry(times.fetched_mb, lambda: self._fetched(worker, product))

    def _fetched(self, worker: Worker, product: Product) -> Iterator[Any]:
        self._at(self._times.prepare_s, lambda: self._prepared(worker, product))
        return iter(())

    def _prepared(self, worker: Worker, product: Product) -> Iterator[Any]:
        worker.prepares = False
        worker.prepared.append(product)
        self._go_on(worker)
        return iter(())

    def _rendered(self, worker: Worker, product: Product) -> Iterator[Any]:
        self._carry(self._times.uploaded_mb, lambda: self._uploaded(worker, product))
        return iter(())

    def _uploaded(self, worker: Worker, product: Product) -> Iterator[Any]:
        worker.renders = False
        self._go_on(worker)
        outcome = outcome_of(product, "made")
        self._ledger.write(outcome)  # a worker's work, or the store's; what it costs counts here
        yield worker, Finished(outcome=outcome)


def simulate(
    place: Path, *, workers: int, products: int, times: Times, link_mb_s: float
) -> dict[str, float]:
    """Products per hour, and how busy everybody was."""
    config = StudioConfig(out=place / f"simulated-{workers}", writer="fake", recognizer="fake")
    ledger = Ledger(config, ["en"])
    ledger.open()
    named = [
        Product(name=f"{number:06}", slug=f"{number:06}", path=place) for number in range(products)
    ]
    many = Simulated(workers, times, link_mb_s, ledger)
    pool = Pool(ledger, many, Job(config=config, languages=("en",)))
    statuses = {
        message.outcome.slug: message.outcome.status
        for message in pool.make(named)
        if isinstance(message, Finished)
    }
    started = time.perf_counter()
    write_reports(named, statuses, ledger)
    many.now_s += time.perf_counter() - started
    assert len(statuses) == products
    slowest_s = max(times.prepare_s, times.render_s)
    return {
        "products_per_hour": products * 3600 / many.now_s,
        "of_ideal": products * slowest_s / workers / many.now_s,
        "batch_busy": many.batch_s / many.now_s,
        "link_busy": many.link_s / many.now_s,
        "workers_render": many.worker_s / many.now_s / workers,
    }
