"""The schedule: worker processes that are kept busy, replaced when they die, and stopped."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeAlias

from ..config import StudioConfig
from ..errors import StudioError
from .ledger import Ledger, outcome_of
from .mending import mend
from .products import Product
from .worker import Finished, Message, Ready, Stuck, Taken, Working, serve

AHEAD = 2
"""Products that a worker has: it renders one and prepares the next."""
CORES_PER_WORKER = 4
"""x264, Whisper and the LLM gain little from more."""
MAX_DEATHS = 2
"""A product at which this many workers died is given up."""
AGAIN_S = 0.5
"""How often products are asked for that another batch is working at."""
STOP_S = 5
"""Time for a worker to give back what the system lent its libraries."""

Serve: TypeAlias = Callable[[Connection, StudioConfig, tuple[str, ...]], None]


class WorkerError(StudioError):
    """A worker process could not start."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Hand:
    """A worker process, seen from here."""

    process: BaseProcess
    connection: Connection
    is_ready: bool = False
    products: dict[str, Product] = field(default_factory=dict)
    """What it has, oldest first, by slug."""


def usual_workers() -> int:
    """A worker for every four cores."""
    return max(1, (os.cpu_count() or 1) // CORES_PER_WORKER)


class Pool:
    """Worker processes; they start at the first product and keep their models until `close`."""

    def __init__(self, ledger: Ledger, workers: int, serve: Serve = serve) -> None:
        self._ledger, self._count, self._serve = ledger, workers or usual_workers(), serve
        self._hands: list[_Hand] = []
        self._queue: deque[Product] = deque()
        self._taken: list[Product] = []
        """Another batch is working at them."""
        self._deaths: Counter[str] = Counter()

    def make(self, products: Sequence[Product]) -> Iterator[Message]:
        """What is being done, and what becomes of the products, as it happens.

        Raises:
            StudioError: no product can be made.
        """
        self._queue.extend(products)
        while True:
            self._start_hands()
            self._hand_out()
            busy = any(hand.products for hand in self._hands)
            if not (busy or self._queue or self._taken):
                return
            pipes = [hand.connection for hand in self._hands]
            heard = wait(pipes, AGAIN_S if self._taken else None)
            if not heard:
                self._queue.extend(self._taken)
                self._taken.clear()
            for hand in [each for each in self._hands if each.connection in heard]:
                try:
                    message: Message = hand.connection.recv()
                except (EOFError, OSError):
                    yield from self._bury(hand)
                else:
                    yield from self._heard(hand, message)

    def close(self) -> None:
        """Stop the workers at once; what they were at is made again by the next batch."""
        for hand in self._hands:
            hand.process.terminate()
        for hand in self._hands:
            hand.process.join(STOP_S)
            hand.process.kill()
            hand.process.join()
            hand.connection.close()
            for product in hand.products.values():
                mend(self._ledger.run_folder(product))
        self._hands.clear()
        self._queue.clear()
        self._taken.clear()

    def _start_hands(self) -> None:
        """Start workers while there are products for them."""
        busy = sum(bool(hand.products) for hand in self._hands)
        wanted = min(self._count, busy + len(self._queue))
        while len(self._hands) < wanted:
            self._hands.append(self._start())

    def _start(self) -> _Hand:
        context = multiprocessing.get_context("spawn")  # threads and models do not survive a fork
        ours, theirs = context.Pipe()
        config = self._ledger.config
        if self._count > 1 and not config.threads:
            cores = os.cpu_count() or 1
            config = replace(config, threads=max(1, cores // self._count))
        process = context.Process(
            target=self._serve, args=(theirs, config, self._ledger.languages), daemon=True
        )
        process.start()
        theirs.close()
        return _Hand(process=process, connection=ours)

    def _hand_out(self) -> None:
        """Give the workers that have room their next products, the emptiest first."""
        for room in range(1, AHEAD + 1):
            for hand in self._hands:
                is_free = not any(self._deaths[slug] for slug in hand.products)
                if not self._queue or not hand.is_ready or len(hand.products) >= room:
                    continue
                # One at which a worker died goes to an idle worker and stays alone there.
                if is_free and not (hand.products and self._deaths[self._queue[0].slug]):
                    product = self._queue.popleft()
                    try:
                        hand.connection.send(product)
                    except OSError:  # it has died; its end is heard next
                        self._queue.appendleft(product)
                    else:
                        hand.products[product.slug] = product

    def _heard(self, hand: _Hand, message: Message) -> Iterator[Message]:
        match message:
            case Ready():
                hand.is_ready = True
            case Taken(slug=slug):
                self._taken.append(hand.products.pop(slug))
            case Stuck(error=error):
                raise error
            case Finished(outcome=outcome):
                del hand.products[outcome.slug]
                yield message
            case Working():
                yield message

    def _bury(self, hand: _Hand) -> Iterator[Message]:
        """Put a dead worker's products back; give up those at which workers keep dying."""
        self._hands.remove(hand)
        hand.process.join()
        hand.connection.close()
        if not hand.is_ready:
            code = hand.process.exitcode
            raise WorkerError(f"a worker could not start (exit code {code}); see what it printed")
        for slug, product in hand.products.items():
            self._deaths[slug] += 1
            if self._deaths[slug] < MAX_DEATHS:
                self._queue.append(product)
                continue
            mend(self._ledger.run_folder(product))
            reason = (
                f"the process that made it was killed {MAX_DEATHS} times, for want of memory "
                "perhaps; run again with --workers 1, or cut the recording"
            )
            outcome = outcome_of(product, "failed", reason=reason)
            self._ledger.write(outcome)
            yield Finished(outcome=outcome)
