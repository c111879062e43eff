"""The ledger of an OUT in an object store, with a copy on this machine.

A store has no locks that end with their holder. So a batch claims the whole OUT by a file that
only one can make (S3's conditional write), renews it, and takes over one that nobody renews, or
that a killed batch of this machine left.
"""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Thread

from filelock import Timeout

from ..config import StudioConfig
from ..errors import StudioError, UsageError
from ..records import digest
from ..run import RUN_FILE
from .ledger import FOLDER, Ledger, Outcome
from .products import Product
from .report import PAGE, REPORT
from .scratch import own_lock
from .stores import Store

CLAIM = f"{FOLDER}/claim.json"
RENEW_S = 60
"""How often a claim is renewed."""
EXPIRED_S = 300
"""The age of a claim that nobody renews any more."""


class StoreLedger(Ledger):
    """Outcomes in a store; `config.out` is the folder of their copy here."""

    def __init__(
        self, config: StudioConfig, languages: Iterable[str], store: Store, options: str = ""
    ) -> None:
        super().__init__(config, languages, options)
        self._store = store
        self._claim: _Claim | None = None

    @property
    def where(self) -> str:
        """The store's URL."""
        return self._store.url

    def recall(self) -> None:
        """Fetch what is remembered of all products.

        Raises:
            StoreError: the store does not answer.
        """
        facts = {
            name: fact
            for name, fact in self._store.files(FOLDER).items()
            if name.endswith((".json", ".jpg")) and f"{FOLDER}/{name}" != CLAIM
        }
        self._store.get(
            {f"{FOLDER}/{name}": self._folder.path / name for name in facts},
            {f"{FOLDER}/{name}": fact for name, fact in facts.items()},
        )

    def claim(self) -> None:
        """Keep other batches from OUT.

        Raises:
            UsageError: another batch is working there.
            StoreError: OUT cannot be written.
        """
        if not self._claim:
            self._claim = _Claim(self._store)

    def release(self) -> None:
        """Let other batches in."""
        if self._claim:
            self._claim.end()
            self._claim = None

    def write(self, outcome: Outcome) -> None:
        """Remember what became of a product, here and in the store; its picture first.

        Raises:
            StudioError: it cannot be written.
        """
        super().write(outcome)
        for path in (self.thumbnail(outcome.slug), self._folder.path / f"{outcome.slug}.json"):
            name = f"{FOLDER}/{path.name}"
            if path.exists():
                self._store.put({name: path})
            else:
                self._store.remove([name])

    def learn(self, outcome: Outcome) -> None:
        """Keep here what a worker has written into the store."""
        super().write(outcome)
        if outcome.languages:
            picture = self._store.read(f"{FOLDER}/{outcome.slug}.jpg")
            with self.writing() as folder:
                if picture is None:
                    self.thumbnail(outcome.slug).unlink(missing_ok=True)
                else:
                    with folder.replacing(f"{outcome.slug}.jpg") as file:
                        file.write_bytes(picture)

    def publish_reports(self) -> None:
        """Upload `report.json` and `report.html`."""
        self._store.put({name: self.config.out / name for name in (REPORT, PAGE)})

    def source_of(self, product: Product) -> str:
        """From where the results in the product's folder were made; empty when there are none."""
        try:
            known = json.loads(self._store.read(f"{product.slug}/{RUN_FILE}") or b"{}")
            return str(known.get("source", ""))
        except (ValueError, AttributeError):
            return ""

    def is_done(self, product: Product) -> bool:
        """Whether all was whole when it was uploaded, from what is there now, and is unchanged."""
        outcome = self.read(product.slug)
        if not outcome or not outcome.inputs:
            return False
        return outcome.inputs == self.inputs(product, self.sources(product))

    def _records(self, product: Product) -> dict[str, str]:
        """The store's tag of every file; those that only say what was asked for do not count."""
        return {
            name: fact.tag
            for name, fact in self._store.files(product.slug).items()
            if name not in (RUN_FILE, REPORT)
        }


class _Claim:
    """This process's claim on an OUT, renewed until it ends."""

    def __init__(self, store: Store) -> None:
        """Claim it.

        Raises:
            UsageError: another batch is working there.
            StoreError: OUT cannot be written.
        """
        self._store = store
        self._here = own_lock(digest(store.url)[:16])
        self._text = json.dumps({"machine": _machine(), "batch": uuid.uuid4().hex}).encode()
        try:
            self._here.acquire(blocking=False)
        except Timeout as error:
            raise self._taken("this machine") from error
        try:
            self._take()
        except BaseException:
            self._here.release()
            raise
        self._ended = Event()
        self._thread = Thread(target=self._renew, daemon=True)
        self._thread.start()

    def _take(self) -> None:
        for _ in range(2):
            if self._store.create(CLAIM, self._text):
                return
            other = json.loads(self._store.read(CLAIM) or b"{}")
            # Its lock on this machine was free, so a batch of this machine has ended.
            if other.get("machine") != _machine() and self._age_s() < EXPIRED_S:
                raise self._taken(str(other.get("machine", "another machine")))
            self._store.remove([CLAIM])
        raise self._taken("another machine")

    def _age_s(self) -> float:
        """The claim's age by the store's own clock."""
        probe = f"{FOLDER}/README.txt"
        self._store.write(probe, b"What batches remember of each product.\n")
        facts = self._store.files(FOLDER)
        now, then = facts.get("README.txt"), facts.get("claim.json")
        return (now.modified_ns - then.modified_ns) / 1e9 if now and then else EXPIRED_S

    def _renew(self) -> None:
        while not self._ended.wait(RENEW_S):
            with suppress(StudioError):  # the next one may come through
                self._store.write(CLAIM, self._text)

    def _taken(self, machine: str) -> UsageError:
        return UsageError(
            f"a batch on {machine} is working at {self._store.url}; wait until it has ended, or, "
            f"if it was switched off, {EXPIRED_S // 60} minutes"
        )

    def end(self) -> None:
        """Give it back."""
        self._ended.set()
        self._thread.join()
        with suppress(StudioError):  # it expires
            self._store.remove([CLAIM])
        self._here.release()


def _machine() -> str:
    """This machine's name, told apart from others of that name."""
    return f"{socket.gethostname()}-{uuid.getnode():012x}"
