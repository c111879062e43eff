"""Where a worker makes products: in OUT itself, or in its scratch folder what is in a bucket.

A product's files are fetched, and what was made of it before, so that a resumed batch uses the
records that are there. What is made is stored when it is whole.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ..errors import InputError
from ..messages import Notice, reworded, say
from ..run import RUN_FILE, RunFolder
from .job import Job
from .ledger import SOURCE_FOLDER, Ledger
from .products import Product
from .store import told

MEGABYTE = 1_000_000


class Site:
    """Where one process makes products, several at a time; `scratch` is a folder of its own."""

    def __init__(self, job: Job, scratch: Path) -> None:
        self.job = job.at(scratch)
        self.ledger = Ledger(self.job)
        self._fetched = scratch / "in"

    def bring(self, product: Product) -> Product:
        """The product with its files here, and what was made of it before.

        Raises:
            StoreError: a store does not answer.
            InputError: its row names a file elsewhere.
        """
        self.job.out.pull(product.slug)
        return self.fetch(product)

    def fetch(self, product: Product) -> Product:
        """The product with its files here; errors as in `bring`."""
        path, row = self._here(product.path, product), product.row
        if path.is_file():  # what the fake engine hears
            self._here(product.path.with_suffix(".txt"), product)
        if row:
            photos = tuple(self._here(photo, product) for photo in row.photos)
            row = replace(row, media=path, photos=photos)
        return replace(product, path=path, row=row)

    def keep(self, product: Product) -> None:
        """Store what is new or changed of a product's results, and remove what is gone.

        Raises:
            StoreError: the store does not take it.
        """
        folder = RunFolder(self.ledger.run_folder(product))
        run = folder.read_json(RUN_FILE)
        if run:  # in which all places are those that everybody finds
            run["source"], run["config"]["out"] = self.ledger.source_of(product), self.job.out.url
            folder.write_json(RUN_FILE, run)
        self.job.out.push(product.slug)

    def forget(self, slug: str) -> None:
        """Remove what was fetched of a product."""
        shutil.rmtree(self._fetched / slug, ignore_errors=True)

    def leave(self, slug: str) -> None:
        """Remove what was fetched of a product, and the working copy of its results."""
        self.forget(slug)
        for entry in (self.job.out.path / slug / SOURCE_FOLDER).glob("*"):
            if not entry.exists():  # a link to what was fetched
                entry.unlink(missing_ok=True)
        self.job.out.drop(slug)

    def told(self, message: Notice, slug: str) -> Notice:
        """A message with the merchant's own addresses: s3://bucket/out."""
        fetched, url = str(self._fetched / slug), self.job.products.url
        message = reworded(message, lambda text: text.replace(fetched, url))
        return told(message, self.job.products, self.job.out)

    def _here(self, path: Path, product: Product) -> Path:
        most_bytes = self.job.config.max_megabytes * MEGABYTE
        try:
            return self.job.products.fetch(path, self._fetched / product.slug, most_bytes)
        except ValueError as error:
            where = product.row.where if product.row else product.name
            raise InputError(
                say("{where} names a file outside of {url}", where=where, url=self.job.products.url)
            ) from error
