"""`OUT/.batch/`: what became of each product, and who is working at it.

One small JSON file per product, written when it is finished, so a killed batch loses nothing that
was done, memory does not grow with the catalogue, and two batches on one OUT see each other's
work. A lock per product (filelock) is the system's own and ends with its process; so is the one
under which what belongs to all products is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from ..errors import RecordError, StorageError
from ..files import sweep
from ..messages import NOTHING, Notice, shown
from ..records import Release, digest, from_json, to_json
from ..run import RUN_FILE, SHARED, MadeFrom, RunFolder, changed
from .bucket import is_url
from .job import Job, file_facts
from .products import Product
from .store import ABOUT, REPORT

FOLDER = SHARED
SOURCE_FOLDER = "product"
"""In a product's folder in OUT: the product folder that was made from its row."""

Status = Literal["made", "blocked", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOutcome:
    """What became of one language."""

    status: Literal["made", "blocked"]
    facts: int = 0
    """Kept in the finished text, each of them checked."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """How many lines each author wrote."""
    findings: tuple[tuple[Literal["block", "warn"], Notice], ...] = ()
    """Severity and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one product."""

    product: str
    slug: str
    source: str
    """Where it comes from: its folder, its recording, or table and row."""
    status: Status
    reason: Notice = NOTHING
    """Why it failed, with the next step."""
    languages: Mapping[str, LanguageOutcome] = field(default_factory=dict)
    prepare_ms: int = 0
    """Listening, writing and checking."""
    render_ms: int = 0
    """Rendering and publishing."""
    finished_at: str = ""
    """ISO 8601, UTC."""
    inputs: Mapping[str, str] | str = ""
    """What it was made from, see `MadeFrom`; empty when it is not whole."""


class Ledger:
    """The outcomes and locks in a batch's OUT, by its working copy; making one writes nothing."""

    def __init__(self, job: Job) -> None:
        self.job, self.store = job, job.out
        self._folder = RunFolder(self.store.path / FOLDER)

    def recall(self) -> None:
        """Fetch what earlier batches remembered.

        Raises:
            StoreError: the store does not answer.
        """
        self.store.pull(FOLDER)

    def open(self) -> None:
        """Make the folder.

        Raises:
            StorageError: OUT cannot be written.
        """
        try:
            self._folder.path.mkdir(parents=True, exist_ok=True)
            with self.writing():  # or another batch sweeps away what is half written here
                self._folder.write_text("README.txt", ABOUT)
                (self._folder.path / "README.txt").open("r+").close()
                self.sweep()
        except OSError as error:
            raise StorageError.from_os_error(self.store.path, error) from error

    @contextmanager
    def writing(self) -> Iterator[RunFolder]:
        """The ledger's folder, while nobody else writes there or writes the reports in OUT.

        Raises:
            StorageError: OUT cannot be written.
        """
        lock = FileLock(self._folder.path / ".writing")
        try:
            lock.acquire()
        except OSError as error:
            raise StorageError.from_os_error(self.store.path, error) from error
        try:
            yield self._folder
        finally:
            lock.release()

    def sweep(self) -> None:
        """Remove what a kill left half written among the ledger and the reports."""
        sweep((self._folder.path, self.store.path))

    def run_folder(self, product: Product) -> Path:
        """Where the product's results go."""
        return self.store.path / product.slug

    def thumbnail(self, slug: str) -> Path:
        """Where the small picture of a product is."""
        return self._folder.path / f"{slug}.jpg"

    def lock(self, product: Product) -> FileLock:
        """The lock that whoever makes the product holds, in any of its threads."""
        return RunFolder(self.run_folder(product)).lock()

    def source_of(self, product: Product) -> str:
        """The source that the run of a product names: its own, or what its row is laid out in."""
        path, url = product.path, product.url
        if product.row:
            path = self.run_folder(product) / SOURCE_FOLDER
            url = self.store.address(path)
        return url or str(path.resolve())

    def other_source(self, product: Product) -> str:
        """Where the results of another product come from that would be overwritten; or empty.

        One that is no longer there has been moved or renamed: its results are gone on with. What
        lies in a bucket is taken to be there.
        """
        self.store.pull_file(f"{product.slug}/{RUN_FILE}")
        try:
            run = RunFolder(self.run_folder(product)).read_json(RUN_FILE) or {}
        except RecordError:
            return ""
        source = str(run.get("source", ""))
        is_there = source and (is_url(source) or Path(source).exists())
        return source if is_there and source != self.source_of(product) else ""

    def read(self, slug: str) -> Outcome | None:
        """What became of a product; None when nobody knows, also after a power cut."""
        name = f"{slug}.json"
        try:
            values = self._folder.read_json(name)
            return from_json(Outcome, values, self._folder.path / name) if values else None
        except RecordError:
            return None

    def write(self, outcome: Outcome) -> None:
        """Remember what became of a product; its picture is stored first.

        Raises:
            StudioError: OUT cannot be written.
        """
        with self.writing() as folder:
            folder.write_json(f"{outcome.slug}.json", to_json(outcome))
        for name in _names(outcome.slug):
            self.store.push(name)

    def learn(self, slug: str) -> None:
        """Have here what a worker has written of a product."""
        for name in _names(slug):
            self.store.pull_file(name)

    def is_done(self, product: Product) -> bool:
        """Whether all is whole that was made, and made from what is there now."""
        outcome = self.read(product.slug)
        if not outcome or not outcome.inputs:
            return False
        return not changed(outcome.inputs, self.inputs(product, self.sources(product)))

    def sources(self, product: Product) -> str:
        """Digest of the merchant's files, by size and time, and of the row.

        It is taken before the product is made: what changes meanwhile is made again next time.
        """
        sheet = product.row and dict(product.row.sheet)
        return digest([file_facts(path) for path in _source_files(product)], sheet)

    def inputs(self, product: Product, sources: str) -> MadeFrom:
        """The batch's options, the product's sources, and what is in its folder.

        A merchant may edit its records, and files may be lost; run.json and report.json only say
        what was asked for and made.
        """
        tags = self.store.tags(product.slug)
        made = {name: tag for name, tag in tags.items() if name not in (RUN_FILE, REPORT)}
        return MadeFrom(
            {
                "options": [self.job.options],
                "languages": [sorted(self.job.languages)],
                "sources": [sources],
                "folder": [made],
            }
        )


def outcome_of(product: Product, status: Status, **more: Any) -> Outcome:
    """What became of a product."""
    source = product.row.where if product.row else product.url or str(product.path)
    return Outcome(
        product=product.name, slug=product.slug, source=shown(source), status=status, **more
    )


def language_outcome(release: Release) -> LanguageOutcome:
    """What became of one language, from its release and report."""
    report = RunFolder(release.folder).read_json("report.json") if not release.blocked else None
    authors = [line["written_by"] for line in (report or {}).get("lines", ())]
    return LanguageOutcome(
        status="blocked" if release.blocked else "made",
        facts=len((report or {}).get("facts", ())),
        lines={author: authors.count(author) for author in sorted(set(authors))},
        findings=tuple(dict.fromkeys((f.severity, f.message) for f in release.findings)),
    )


def _names(slug: str) -> tuple[str, str]:
    """In OUT, the picture of a product, and what became of it."""
    return f"{FOLDER}/{slug}.jpg", f"{FOLDER}/{slug}.json"


def _source_files(product: Product) -> list[Path]:
    row_files = [*product.row.photos] if product.row else []
    if not product.path.is_dir():
        return [product.path, *row_files]
    return [
        p for p in sorted(product.path.iterdir()) if p.name[0] != "." and p.is_file()
    ] + row_files
