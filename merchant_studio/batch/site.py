"""Where a worker makes products: in OUT itself, or in scratch when products or OUT are in a store.

A product's files are fetched, and what was made of it before, so that a resumed batch uses the
records that are there. What is made is uploaded when it is whole: the files of each language
before the report that names them, and last the ledger's entry.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..config import StudioConfig
from ..errors import InputError, StorageError
from ..run import RUN_FILE, RunFolder
from .ledger import SOURCE_FOLDER, Ledger
from .products import Product
from .report import REPORT
from .scratch import Scratch
from .storeledger import StoreLedger
from .stores import Store, StoredFile

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every worker of a batch is told; it can be pickled."""

    config: StudioConfig
    languages: tuple[str, ...]
    place: Path = Path()
    """The folder of products, or the table, if it is on this machine."""
    options: str = ""
    """The batch's own digest of its options, so that all machines have the same."""
    catalogue: str = ""
    """URL of the folder that the products are in; empty: their paths are on this machine."""
    outline: Path = Path()
    """Where the batch has the outline of that folder: products' paths are below it."""
    out: str = ""
    """URL of OUT; empty: it is `config.out`."""


class Site:
    """Where one process makes products, several at a time."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._catalogue = Store(job.catalogue) if job.catalogue else None
        self._out = Store(job.out) if job.out else None
        self._scratch = Scratch() if job.catalogue or job.out else None
        scratch = self._scratch.path if self._scratch else Path()
        self._inputs = scratch / "in"
        self._results = scratch / "out" if job.out else job.config.out
        config = replace(job.config, out=self._results)
        if self._out:
            self.ledger: Ledger = StoreLedger(config, job.languages, self._out, job.options)
            self.ledger.open()
        else:
            self.ledger = Ledger(config, job.languages, job.options)
        self._known: dict[str, dict[str, tuple[int, int]]] = {}
        """Of each product, size and time of the files that are in the store as they are here."""

    def close(self) -> None:
        """Remove the temporary folder."""
        if self._scratch:
            self._scratch.close()

    def bring(self, product: Product) -> Product:
        """The product with its files here, and what was made of it before.

        Raises:
            StoreError: a store does not answer.
            InputError: its row names a file elsewhere.
        """
        if self._out:
            folder = self._results / product.slug
            shutil.rmtree(folder, ignore_errors=True)
            _fetch(self._out, product.slug, folder)
            self._known[product.slug] = _facts(folder)
        if not self._catalogue:
            return product
        own = self._inputs / product.slug
        shutil.rmtree(own, ignore_errors=True)
        limit = self._job.config.max_megabytes * MEGABYTE
        row, photos = product.row, product.row.photos if product.row else ()
        for path in (product.path, *photos):
            name = self._name(path, product)
            _fetch(self._catalogue, name, own / name, limit, is_flat=True)
        if (own / self._name(product.path, product)).is_file():  # what the fake engine hears
            text = self._name(product.path.with_suffix(".txt"), product)
            _fetch(self._catalogue, text, own / text, limit)
        row = row and replace(
            row,
            media=self._here(row.media, product),
            photos=tuple(self._here(photo, product) for photo in row.photos),
        )
        return replace(product, path=self._here(product.path, product), row=row)

    def keep(self, product: Product) -> None:
        """Upload what is new or changed of a product's results, and remove what is gone.

        Raises:
            StoreError: the store does not take it.
        """
        folder = self._results / product.slug
        self._sign(product)
        if not self._out:
            return
        known, facts = self._known.get(product.slug, {}), _facts(folder)
        self._out.remove([f"{product.slug}/{name}" for name in known if name not in facts])
        changed = [name for name in facts if known.get(name) != facts[name]]
        for names in _in_order(changed):
            self._out.put({f"{product.slug}/{name}": folder / name for name in names})
        self._known[product.slug] = facts

    def leave(self, slug: str) -> None:
        """Remove the local copies of a product that lies in a store."""
        if self._catalogue:
            shutil.rmtree(self._inputs / slug, ignore_errors=True)
            for link in (self._results / slug / SOURCE_FOLDER).glob("*"):
                if link.is_symlink():  # to what was fetched for its row
                    link.unlink()
        if self._out:
            self._known.pop(slug, None)
            shutil.rmtree(self._results / slug, ignore_errors=True)

    def told(self, message: str) -> str:
        """A message with the merchant's URLs instead of the temporary folders: s3://bucket/out."""
        if self._catalogue:
            own = rf"{re.escape(str(self._inputs))}/[a-z0-9-]+"  # and the product's slug
            message = re.sub(own, self._catalogue.url, message)
            message = message.replace(str(self._job.outline), self._catalogue.url)
        if self._out:
            message = message.replace(str(self._results), self._out.url)
        return message

    def _sign(self, product: Product) -> None:
        """Say in the run's own record where its product and its results are."""
        folder = RunFolder(self._results / product.slug)
        run = folder.read_json(RUN_FILE)
        if not run:
            return
        if self._out:
            run["config"]["out"] = self._out.url
        if self._out and product.row:
            run["source"] = f"{self._out.url}/{product.slug}/{SOURCE_FOLDER}"
        elif product.url:
            run["source"] = product.url
        folder.write_json(RUN_FILE, run)

    def _name(self, path: Path, product: Product) -> str:
        """The name in the catalogue of a path in its outline.

        Raises:
            InputError: it is not in it.
        """
        if not path.is_relative_to(self._job.outline) or ".." in path.parts:
            where = product.row.where if product.row else product.name
            raise InputError(f"{where} names a file outside of {self._job.catalogue}")
        return path.relative_to(self._job.outline).as_posix()

    def _here(self, path: Path, product: Product) -> Path:
        return self._inputs / product.slug / self._name(path, product)


def _fetch(
    store: Store, name: str, target: Path, limit: int | None = None, *, is_flat: bool = False
) -> None:
    """Fetch a folder or file; of files larger than the limit only the outline."""
    facts: dict[str, StoredFile] = {}
    for inner, fact in store.files(name).items():
        if not (is_flat and "/" in inner) and not any(p.startswith(".") for p in inner.split("/")):
            facts[inner] = fact
    small = {inner: fact for inner, fact in facts.items() if not limit or fact.size <= limit}
    paths = {inner: target / inner if inner else target for inner in facts}
    try:
        outline({paths[inner]: fact for inner, fact in facts.items() if inner not in small})
        full = {inner: f"{name}/{inner}" if inner else name for inner in small}
        store.get(
            {full[inner]: paths[inner] for inner in small},
            {full[inner]: fact for inner, fact in small.items()},
        )
    except OSError as error:
        raise StorageError.from_os_error(target, error) from error


def outline(files: dict[Path, StoredFile]) -> None:
    """Files with nothing in them that have the size and time of those in a store.

    Raises:
        OSError: they cannot be made.
    """
    for path, fact in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(fact.size)
        os.utime(path, ns=(fact.modified_ns, fact.modified_ns))


def _facts(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of the files of a run that are not hidden and not links."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not re.search(r"(?:^|/)\.", name):
            stat = path.stat()
            found[name] = stat.st_size, stat.st_mtime_ns
    return found


def _in_order(names: Sequence[str]) -> list[list[str]]:
    """Names in groups, of which each may be there only when those before it are."""
    last = [name for name in names if name == REPORT]
    reports = [name for name in names if name.endswith(f"/{REPORT}")]
    return [[n for n in names if n not in (*reports, *last)], reports, last]
