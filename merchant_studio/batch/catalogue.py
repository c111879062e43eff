"""Where the products of a batch are: on this machine, or in a store.

Of a store the batch has an outline: every file with its name, size and time and nothing in it. So
products are found, told apart and known to be unchanged as they are on a disk; what is in the
files is fetched where it is needed.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ..errors import InputError, StorageError
from ..hear import SHEET_NAME
from .products import Product, find_products
from .rows import TABLE_SUFFIXES
from .scratch import Scratch
from .site import outline
from .stores import Store, is_url, local_path


class Catalogue:
    """A folder of products, or a table, by its path or URL."""

    def __init__(self, place: str) -> None:
        """Nothing is looked at yet.

        Raises:
            UsageError: the URL cannot be used.
        """
        self.url = ""
        """Of the folder; empty when it is on this machine."""
        self.outline = Path()
        self.path = local_path(place)
        """The folder or table, or its outline."""
        self._table = ""
        self._scratch: Scratch | None = None
        if is_url(place):
            if Path(place).suffix.lower() in TABLE_SUFFIXES:
                place, _, self._table = place.rpartition("/")
            self._store = Store(place)
            self._scratch = Scratch()
            self.url, self.outline = self._store.url, self._scratch.path / "products"
            self.path = self.outline / self._table

    def close(self) -> None:
        """Remove the outline."""
        if self._scratch:
            self._scratch.close()

    def find(self, out: str, *, is_growing: bool = False) -> list[Product]:
        """The products there are now; nothing in `out`, a path or URL, is one.

        Raises:
            InputError: nothing is there, or no product, or one product alone.
            StudioError: it cannot be read.
        """
        if not self.url:
            return find_products(self.path, Path(out), is_growing=is_growing)
        self._draw(out)
        try:
            found = find_products(self.path, self.outline.parent / "none")
        except InputError as error:
            raise InputError(str(error).replace(str(self.outline), self.url)) from error
        return [
            product
            if product.row
            else replace(
                product, url=f"{self.url}/{product.path.relative_to(self.outline).as_posix()}"
            )
            for product in found
        ]

    def _draw(self, out: str) -> None:
        """Make the outline anew from what the store lists now."""
        facts = self._store.files()
        if SHEET_NAME in facts and not self._table:
            raise InputError(f"{self.url} is one product; give the folder that it is in")
        inner = out.removeprefix(f"{self.url}/") if out.startswith(f"{self.url}/") else ""
        shutil.rmtree(self.outline, ignore_errors=True)
        try:
            self.outline.mkdir()
            outline(
                {
                    self.outline / name: fact
                    for name, fact in facts.items()
                    if not (inner and name.startswith(f"{inner}/"))
                }
            )
            if self._table in facts:
                self._store.get({self._table: self.path}, facts)
        except OSError as error:
            raise StorageError.from_os_error(self.outline, error) from error
