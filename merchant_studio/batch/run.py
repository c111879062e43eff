"""A batch from the folder to the report; the place to read first.

    find -> look at each -> make -> report

Products and OUT are folders or in buckets, behind one interface (`store.py`); workers are processes
or Ray actors, behind another (`pool.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ..config import StudioConfig
from ..engines import Spending, check_weights, choices
from ..errors import InputError, StudioError, UsageError
from ..intake import SHEET_NAME
from ..languages import canonical_tag, profile
from ..messages import Notice, say
from ..pipeline import Step
from ..publish import write_catalogues
from .bucket import is_url
from .job import Job
from .ledger import Ledger, Outcome, outcome_of
from .pool import Pool, Workers
from .preflight import Looked, look_at
from .processes import Processes
from .products import Product, find_products, select
from .report import PAGE, counts, write_reports
from .scratch import scratch_folder
from .site import Site
from .store import told
from .watch import changes_below
from .worker import Finished, Unexamined, Working

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

    def tell(self, message: Notice) -> None:
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
    """One catalogue and its OUT; a context manager that holds the workers."""

    config: StudioConfig
    place: str | Path
    """A folder of products, or a CSV or XLSX; or the URL of one."""
    languages: tuple[str, ...]
    watcher: Watcher
    out: str = ""
    """URL of OUT; empty: it is `config.out`."""
    workers: Workers = field(default_factory=lambda: Processes(0))
    outside: bool = False
    """Whether a table or a link may name files elsewhere."""
    only: str = ""
    """Names or patterns of products, divided by commas; empty: all."""
    ledger: Ledger = field(init=False)
    _job: Job = field(init=False)
    _site: Site = field(init=False)
    """Where products are looked at."""
    _pool: Pool = field(init=False)
    _held: ExitStack = field(init=False, default_factory=ExitStack)
    _products: list[Product] = field(init=False, default_factory=list)
    """All that there are."""
    _statuses: dict[str, str] = field(init=False, default_factory=dict)
    _told_unexamined: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Refuse names that do not exist before anything is looked at.

        Raises:
            UsageError: an unknown language, engine or style; a URL that cannot be used.
        """
        if not self.languages:
            raise UsageError(say("no language is asked for; name at least one, such as --to en,es"))
        self.languages = tuple(dict.fromkeys(map(canonical_tag, self.languages)))
        for tag in (self.config.source, self.config.bilingual or "en"):
            profile(tag)
        choices(self.config)
        self._job = Job.of(self.config, self.languages, str(self.place), self.out)

    def __enter__(self) -> Batch:
        """Itself; the workers start when there is something to make."""
        scratch = self._held.enter_context(scratch_folder())
        outline = self._job.products.at(scratch / "products")
        self._site = Site(replace(self._job, products=outline), scratch)
        self._job, self.ledger = self._site.job, self._site.ledger
        self._pool = Pool(self.ledger, self.workers)
        self._held.callback(self._pool.close)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the workers, and leave nothing in temporary folders."""
        self._held.close()

    def plan(self) -> BatchResult:
        """What `run` would make and what it would refuse; nothing is written.

        Raises:
            InputError: there are no products.
        """
        chosen = self._find()
        self.ledger.recall()
        looked = list(self._look_at(chosen))
        bad = tuple(_refused(each) for each in looked if each.problem)
        self._statuses = {each.slug: "failed" for each in bad}
        self._statuses |= {each.product.slug: "made" for each in looked if each.is_done}
        ready = tuple(each.product.name for each in looked if not (each.problem or each.is_done))
        return BatchResult(counts=counts(chosen, self._statuses), bad=bad, report="", ready=ready)

    def run(self, *, retry_failed: bool = False) -> BatchResult:
        """Make what is not made yet; products that failed are told and never stop the others.

        Raises:
            InputError: there are no products.
            UsageError: `only` means none; no batch was made here yet; another one is at work.
            StudioError: no product can be made: no weights, no disk.
        """
        chosen = self._find()
        self.ledger.recall()
        if retry_failed:
            known = {product.slug: self.ledger.read(product.slug) for product in chosen}
            if not any(known.values()):
                raise UsageError(
                    say(
                        "no batch has been made in {url} yet; run it without --retry-failed first",
                        url=self._job.out.url,
                    )
                )
            failed = {slug for slug, each in known.items() if each and each.status != "made"}
            chosen = [product for product in chosen if product.slug in failed]
        self.ledger.open()
        with self._job.out.claim():
            result = self._make(chosen)
            if not is_url(self._job.out.url):
                write_catalogues(self._job.out.path, self._job.languages, self.watcher.tell)
            return result

    def watch(self) -> Iterator[BatchResult]:
        """Make the batch, then what comes or changes, and yield each result; never ends.

        Raises:
            StudioError: no product can be made.
        """
        products, out = self._job.products, self._job.out
        if is_url(products.url) or is_url(out.url):
            raise UsageError(
                say("--watch needs folders on this machine; run the batch again and again")
            )
        self.ledger.open()
        changes = changes_below(products.path, out.path)
        yield self._make(self._find(is_growing=True))
        for changed in changes:
            try:
                found = self._find(is_growing=True)
            except InputError as error:  # a table that is being edited, say
                self.watcher.tell(error.message)
            else:
                yield self._make([each for each in found if _is_touched(changed, each)])

    def counts(self) -> dict[str, int]:
        """How many products of the catalogue have each status now."""
        return counts(self._products, self._statuses)

    def _find(self, *, is_growing: bool = False) -> list[Product]:
        """The products there are now and that `only` means.

        Raises:
            InputError: nothing is there, or no product, or one product alone.
            StudioError: the place cannot be read.
        """
        products, out = self._job.products, self._job.out
        products.outline(without=out)
        if self._job.table:
            products.pull_file(self._job.table)
        elif is_url(products.url) and (products.path / SHEET_NAME).exists():
            raise InputError(
                say("{url} is one product; give the folder that it is in", url=products.url)
            )
        place = products.path / self._job.table
        try:
            found = find_products(place, out.path, is_growing=is_growing, outside=self.outside)
        except InputError as error:
            raise InputError(told(error.message, products)) from error
        self._products = [
            each if each.row else replace(each, url=products.address(each.path)) for each in found
        ]
        return select(self._products, self.only)

    def _look_at(self, chosen: Sequence[Product]) -> Iterator[Looked]:
        for done, looked in enumerate(look_at(chosen, self._site), start=1):
            yield looked
            self.watcher.looked(done, len(chosen))

    def _make(self, chosen: Sequence[Product]) -> BatchResult:
        """Look at the products, make what can be made, and report.

        There is a report also when the batch is stopped; the disk may be what stopped it.
        """
        self._recall(chosen)
        try:
            spendings = self._make_all(self._ready(chosen), len(chosen))
        except BaseException:
            self._pool.close()
            with suppress(StudioError):
                self._report()
            raise
        bad = [p.slug for p in chosen if self._statuses.get(p.slug) in ("failed", "blocked")]
        outcomes = [self.ledger.read(slug) for slug in bad]
        return BatchResult(
            counts=counts(chosen, self._statuses),
            bad=tuple(each for each in outcomes if each),
            report=self._report(),
            spending=Spending.total(spendings),
        )

    def _ready(self, chosen: Sequence[Product]) -> list[Looked]:
        """The products that are to be made; of the others it is noted why not."""
        ready: list[Looked] = []
        for looked in self._look_at(chosen):
            if looked.problem:
                outcome = _refused(looked)
                self.ledger.write(outcome)
                self._note(outcome)
            elif looked.is_done:
                self._statuses[looked.product.slug] = "made"
            else:
                ready.append(looked)
        return ready

    def _make_all(self, ready: Sequence[Looked], total: int) -> list[Spending]:
        """Make them, and tell of each; what models were asked for them."""
        self.watcher.start(ready, total - len(ready), total)
        if ready and isinstance(self.workers, Processes):
            check_weights(self.config)
        next_report = time.monotonic() + REPORT_EVERY_S
        names = {each.product.slug: each.product.name for each in ready}
        spendings: list[Spending] = []
        for message in self._pool.make([each.product for each in ready]):
            if isinstance(message, Working):
                self.watcher.step(names[message.slug], message.step)
            elif isinstance(message, Finished):
                self.ledger.learn(message.outcome.slug)
                self._note(message.outcome)
                spendings += [message.spending] if message.spending else []
            elif isinstance(message, Unexamined):
                self._tell_unexamined(message.told)
            started = time.monotonic()
            if started > next_report:
                self._report()
                took = time.monotonic() - started
                next_report = started + max(REPORT_EVERY_S, took * REPORT_SHARE)
        return spendings

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

    def _tell_unexamined(self, unexamined: Notice) -> None:
        """Tell once, not for each product, that nobody checks what the writer writes."""
        if not self._told_unexamined:
            self._told_unexamined = True
            self.watcher.tell(unexamined)

    def _report(self) -> str:
        write_reports(self._products, self._statuses, self.ledger)
        return f"{self._job.out.url}/{PAGE}"


def _is_touched(changed: set[Path], product: Product) -> bool:
    """Whether one of the changed paths is the product's."""
    own = [product.path, *(product.row.photos if product.row else ())]
    places = [path.resolve() for path in own]
    if product.row:
        places.append(product.row.table.resolve())
    return any(path.is_relative_to(place) for path in changed for place in places)


def _refused(looked: Looked) -> Outcome:
    return outcome_of(looked.product, "failed", reason=looked.problem)
