"""Gives products to workers, and replaces a worker whose process died."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .. import __version__
from ..errors import StudioError
from ..messages import say
from ..run import mending
from .job import Job
from .ledger import Ledger, outcome_of
from .products import Product
from .worker import Finished, Gone, Message, Ready, Stuck, Taken, Unexamined, Working

AHEAD = 2
"""Products that a worker has: it renders one and prepares the next."""
MAX_DEATHS = 2
"""A product at which this many workers died is given up."""
MAX_FAILED_STARTS = 3
"""So many workers in a row that died before they were ready end the batch."""
AGAIN_S = 0.5
"""How often products are asked for that another batch is working at."""


class WorkerError(StudioError):
    """A worker could not start."""


class Link(Protocol):
    """The batch's connection to one worker."""

    def send(self, product: Product) -> bool:
        """Whether the product went off; False: the worker has died, which is heard next."""


class Workers(Protocol):
    """Starts, hears and stops workers: processes of this machine, or actors of a Ray cluster."""

    count: int
    """The most that there may be."""

    def start(self, job: Job) -> Any:
        """Start one and return the connection to it; it sends `Ready` when it is."""

    def hear(self, links: Sequence[Any], timeout_s: float | None) -> Iterator[tuple[Link, Message]]:
        """What they say, as soon as one does; the last of each that died is `Gone`."""

    def stop(self, links: Sequence[Any]) -> None:
        """End them at once."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Hand:
    """A worker and the products that it was given."""

    link: Link
    is_ready: bool = False
    products: dict[str, Product] = field(default_factory=dict)
    """What it has, oldest first, by slug."""


class Pool:
    """Workers; they start at the first product and keep their models until `close`."""

    def __init__(self, ledger: Ledger, workers: Workers) -> None:
        self._ledger, self._workers = ledger, workers
        self._hands: dict[Link, _Hand] = {}
        self._queue: deque[Product] = deque()
        self._taken: list[Product] = []
        """Another batch is working at them."""
        self._deaths: Counter[str] = Counter()
        self._failed_starts = 0

    def make(self, products: Sequence[Product]) -> Iterator[Message]:
        """What is being done, and what becomes of the products, as it happens.

        Raises:
            StudioError: no product can be made.
        """
        self._queue.extend(products)
        while True:
            self._start_hands()
            self._hand_out()
            busy = any(hand.products for hand in self._hands.values())
            if not (busy or self._queue or self._taken):
                return
            heard = False
            for link, message in self._workers.hear(
                list(self._hands), AGAIN_S if self._taken else None
            ):
                heard = True
                yield from self._heard(self._hands[link], message)
            if not heard:
                self._queue.extend(self._taken)
                self._taken.clear()

    def close(self) -> None:
        """Stop the workers at once; what they were at is made again by the next batch."""
        self._workers.stop(list(self._hands))
        for hand in self._hands.values():
            for product in hand.products.values():
                mending.mend(self._ledger.run_folder(product))
        self._hands.clear()
        self._queue.clear()
        self._taken.clear()

    def _start_hands(self) -> None:
        """Start workers while there are products for them."""
        busy = sum(bool(hand.products) for hand in self._hands.values())
        wanted = min(self._workers.count, busy + len(self._queue))
        while len(self._hands) < wanted:
            link = self._workers.start(self._ledger.job)
            self._hands[link] = _Hand(link=link)

    def _hand_out(self) -> None:
        """Give the workers that have room their next products, the emptiest first."""
        for room in range(1, AHEAD + 1):
            for hand in self._hands.values():
                is_free = not any(self._deaths[slug] for slug in hand.products)
                if not self._queue or not hand.is_ready or len(hand.products) >= room:
                    continue
                # One at which a worker died goes to an idle worker and stays alone there.
                if is_free and not (hand.products and self._deaths[self._queue[0].slug]):
                    product = self._queue.popleft()
                    if hand.link.send(product):
                        hand.products[product.slug] = product
                    else:
                        self._queue.appendleft(product)

    def _heard(self, hand: _Hand, message: Message) -> Iterator[Message]:
        match message:
            case Ready(version=version):
                if version != __version__:
                    raise WorkerError(
                        say(
                            "a worker has merchant-studio {version} and this is {own}; install the "
                            "same on all machines",
                            version=version,
                            own=__version__,
                        )
                    )
                hand.is_ready = True
                self._failed_starts = 0
            case Taken(slug=slug):
                self._taken.append(hand.products.pop(slug))
            case Stuck(error=error):
                raise error
            case Finished(outcome=outcome):
                del hand.products[outcome.slug]
                yield message
            case Working() | Unexamined():
                yield message
            case Gone(how=how):
                yield from self._replace_dead(hand, how)

    def _replace_dead(self, hand: _Hand, how: str) -> Iterator[Message]:
        """Put a dead worker's products back; give up those at which workers keep dying."""
        del self._hands[hand.link]
        self._failed_starts += not hand.is_ready
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise WorkerError(say("a worker could not start ({how}); see what it printed", how=how))
        for slug, product in hand.products.items():
            self._deaths[slug] += 1
            if self._deaths[slug] < MAX_DEATHS:
                self._queue.append(product)
                continue
            mending.mend(self._ledger.run_folder(product))
            reason = say(
                "the process that made it was killed {most} times, perhaps because memory ran out; "
                "run again with --workers 1, or cut the recording",
                most=MAX_DEATHS,
            )
            outcome = outcome_of(product, "failed", reason=reason)
            self._ledger.write(outcome)
            yield Finished(outcome=outcome)
