"""A batch from the folder to the report; the place to read first.

find -> select -> look at each -> make -> report
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from ..config import StudioConfig
from ..engines import Spending, check_weights, choices
from ..errors import InputError, StudioError, UsageError
from ..languages import profile
from ..pipeline import Step
from .catalogue import Catalogue
from .ledger import Ledger, Outcome, outcome_of
from .pool import Pool, Workers
from .preflight import Looked, look_at
from .processes import Processes
from .products import Product, select
from .report import PAGE, counts, write_reports
from .scratch import Scratch
from .site import Job, Site
from .storeledger import StoreLedger
from .stores import Store, is_url, local_path
from .watch import changes_below
from .worker import Finished, Working

REPORT_EVERY_S = 60
"""How often the reports are written while the batch runs."""
REPORT_SHARE = 100
"""Writing them takes at most one part in so many of the time."""


class Watcher(Protocol):
    """Is told how a batch proceeds: the display in the terminal, or a test."""

    def looked(self, done: int, total: int) -> None:
        """So many products have been looked at."""

    def start(self, products: Sequence[Looked], done: int, total: int) -> None:
        """These are going to be made; `done` of `total` need not be."""

    def step(self, product: str, step: Step) -> None:
        """This is being done to a product."""

    def finish(self, outcome: Outcome) -> None:
        """This became of a product, also of one that could not be started."""

    def tell(self, message: str) -> None:
        """The merchant should know this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What became of a batch."""

    counts: dict[str, int]
    """Products by status: made, blocked, failed, waiting."""
    bad: tuple[Outcome, ...]
    """Those that are blocked or failed, in order."""
    report: str
    """The page, its path or URL; empty after a dry run."""
    ready: tuple[str, ...] = ()
    """Names of the products that a dry run would make."""
    spending: Spending | None = None
    """What a model was asked in this batch; None: none was."""


@dataclass(slots=True, kw_only=True)
class Batch:
    """One catalogue and its OUT folder; a context manager that holds the workers."""

    config: StudioConfig
    place: str | Path
    """A folder of products, or a CSV or XLSX; or the URL of one."""
    languages: tuple[str, ...]
    watcher: Watcher
    out: str = ""
    """URL of OUT; empty: it is `config.out`."""
    workers: Workers = field(default_factory=lambda: Processes(0))
    only: str = ""
    """Names or patterns of products, divided by commas; empty: all."""
    ledger: Ledger = field(init=False)
    _catalogue: Catalogue = field(init=False)
    _site: Site = field(init=False)
    """Where products are looked at."""
    _scratch: Scratch | None = field(init=False, default=None)
    _pool: Pool = field(init=False)
    _statuses: dict[str, str] = field(init=False, default_factory=dict)
    _products: list[Product] = field(init=False, default_factory=list)
    _told_unexamined: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Refuse names that do not exist before anything is looked at.

        Raises:
            UsageError: an unknown language, engine or style; a URL that cannot be used.
        """
        if not self.languages:
            raise UsageError("no language is asked for; name at least one, such as --to en,es")
        for tag in (*self.languages, self.config.source, self.config.bilingual or "en"):
            profile(tag)
        choices(self.config)
        self._catalogue = Catalogue(str(self.place))
        if is_url(self.out):
            self._scratch = Scratch()
            copy = replace(self.config, out=self._scratch.path / "out")
            self.ledger = StoreLedger(copy, self.languages, Store(self.out))
        else:
            self.config = replace(self.config, out=local_path(self.out or str(self.config.out)))
            self.ledger = Ledger(self.config, self.languages)
        job = Job(
            config=self.config,
            languages=self.languages,
            place=self._catalogue.path,
            options=self.ledger.options,
            catalogue=self._catalogue.url,
            outline=self._catalogue.outline,
            out=self.ledger.where if self._scratch else "",
        )
        self._site = Site(replace(job, out=""))
        self._pool = Pool(self.ledger, self.workers, job)

    def __enter__(self) -> Batch:
        """Itself; the workers start when there is something to make."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the workers, let other batches in, and leave nothing in temporary folders."""
        self._pool.close()
        self.ledger.release()
        self._catalogue.close()
        self._site.close()
        if self._scratch:
            self._scratch.close()

    def plan(self) -> BatchResult:
        """What `run` would make and what it would refuse; nothing is written.

        Raises:
            InputError: there are no products.
        """
        self._products = self._catalogue.find(self.ledger.where)
        chosen = select(self._products, self.only)
        self.ledger.recall()
        looked = list(look_at(chosen, self.ledger, self._site, self._looked(len(chosen))))
        bad = tuple(_refused(each) for each in looked if each.problem)
        self._statuses = {each.slug: "failed" for each in bad}
        self._statuses |= {each.product.slug: "made" for each in looked if each.is_done}
        ready = tuple(each.product.name for each in looked if not (each.problem or each.is_done))
        return BatchResult(counts=counts(chosen, self._statuses), bad=bad, report="", ready=ready)

    def run(self, *, retry_failed: bool = False) -> BatchResult:
        """Make what is not made yet; products that failed are told and never stop the others.

        Raises:
            InputError: there are no products.
            UsageError: `only` means none; no batch was made here yet.
            StudioError: no product can be made: no weights, no disk.
        """
        self._products = self._catalogue.find(self.ledger.where)
        chosen = select(self._products, self.only)
        self.ledger.recall()
        if retry_failed:
            known = {p.slug: self.ledger.read(p.slug) for p in chosen}
            if not any(known.values()):
                problem = f"no batch has been made in {self.ledger.where} yet"
                raise UsageError(f"{problem}; run it without --retry-failed first")
            failed = {slug for slug, each in known.items() if each and each.status != "made"}
            chosen = [product for product in chosen if product.slug in failed]
        self._recall(chosen)
        self.ledger.open()
        self.ledger.claim()
        with self._reported():
            return self._make(chosen)

    def _make(self, chosen: Sequence[Product]) -> BatchResult:
        ready: list[Looked] = []
        seen = look_at(chosen, self.ledger, self._site, self._looked(len(chosen)))
        for looked in seen:
            if looked.problem:
                outcome = _refused(looked)
                self.ledger.write(outcome)
                self._note(outcome)
            elif looked.is_done:
                self._statuses[looked.product.slug] = "made"
            else:
                ready.append(looked)
        self.watcher.start(ready, len(chosen) - len(ready), len(chosen))
        if ready and isinstance(self.workers, Processes):
            check_weights(self.config)
        next_report = time.monotonic() + REPORT_EVERY_S
        names = {each.product.slug: each.product.name for each in ready}
        spendings: list[Spending] = []
        for message in self._pool.make([each.product for each in ready]):
            if isinstance(message, Working):
                self.watcher.step(names[message.slug], message.step)
            elif isinstance(message, Finished):
                self.ledger.learn(message.outcome)
                self._note(message.outcome)
                spendings += [message.spending] if message.spending else []
                self._tell_unexamined(message.unexamined)
            started = time.monotonic()
            if started > next_report:
                self._report()
                took = time.monotonic() - started
                next_report = started + max(REPORT_EVERY_S, took * REPORT_SHARE)
        bad = [p.slug for p in chosen if self._statuses.get(p.slug) in ("failed", "blocked")]
        outcomes = [self.ledger.read(slug) for slug in bad]
        return BatchResult(
            counts=counts(chosen, self._statuses),
            bad=tuple(each for each in outcomes if each),
            report=self._report(),
            spending=Spending.total(spendings),
        )

    def watch(self) -> Iterator[BatchResult]:
        """Make the batch, then what comes or changes, and yield each result; never ends.

        Raises:
            StudioError: no product can be made.
        """
        if self._catalogue.url or self._scratch:
            raise UsageError("--watch needs folders on this machine; run the batch again and again")
        place = self._catalogue.path
        folder = place if place.is_dir() else place.parent
        self.ledger.open()
        changes = changes_below(folder, self.config.out)
        yield self._pass(lambda product: True)
        for changed in changes:
            try:
                yield self._pass(partial(_is_touched, changed))
            except InputError as error:  # a table that is being edited, say
                self.watcher.tell(str(error))

    def _pass(self, is_meant: Callable[[Product], bool]) -> BatchResult:
        """Make the products that are there now and that `is_meant` chooses."""
        self._products = self._catalogue.find(self.ledger.where, is_growing=True)
        chosen = [each for each in select(self._products, self.only) if is_meant(each)]
        self._recall(chosen)
        with self._reported():
            return self._make(chosen)

    def counts(self) -> dict[str, int]:
        """How many products of the catalogue have each status now."""
        return counts(self._products, self._statuses)

    def _recall(self, chosen: Sequence[Product]) -> None:
        """Remember what became of the products that this batch does not make."""
        now = {product.slug for product in chosen}
        for product in self._products:
            outcome = None if product.slug in now else self.ledger.read(product.slug)
            if outcome:
                self._statuses[product.slug] = outcome.status

    def _note(self, outcome: Outcome) -> None:
        self._statuses[outcome.slug] = outcome.status
        self.watcher.finish(outcome)

    def _tell_unexamined(self, unexamined: str) -> None:
        """Tell once, not for each product, that the writer can perhaps do more."""
        if unexamined and not self._told_unexamined:
            self._told_unexamined = True
            self.watcher.tell(unexamined)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Leave a report also when the batch is stopped; the disk may be what stopped it."""
        try:
            yield
        except BaseException:
            self._pool.close()
            with suppress(StudioError):
                self._report()
            raise

    def _report(self) -> str:
        write_reports(self._products, self._statuses, self.ledger)
        self.ledger.publish_reports()
        return f"{self.ledger.where}/{PAGE}"

    def _looked(self, total: int) -> Callable[[int], None]:
        return lambda done: self.watcher.looked(done, total)


def _is_touched(changed: set[Path], product: Product) -> bool:
    """Whether one of the changed paths is the product's."""
    own = [product.path, *(product.row.photos if product.row else ())]
    places = [path.resolve() for path in own]
    if product.row:
        places.append(product.row.table.resolve())
    return any(path.is_relative_to(place) for path in changed for place in places)


def _refused(looked: Looked) -> Outcome:
    return outcome_of(looked.product, "failed", reason=looked.problem)
