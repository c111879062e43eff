"""How much one user may keep on the page: products, bytes, and files on their way.

    Quota(Path("out"), Limits(products=2)).begin(Path("out/20261125-1f2e3d4c5b6a"))

What lies on the disk is counted, so nothing is missed that came another way. A file on its way
counts with the size that was announced: two that arrive at once never get the same last room.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError, StorageError
from ..messages import say

PRODUCT = re.compile(r"\d{8}-[0-9a-f]{12}")
"""The name of a product's folder."""
GIGABYTE = 1_000_000_000
COMING_S = 120
"""A file of which nothing has arrived for so long is not on its way any more: a browser asks again
twice in that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What each user may keep; far more than a merchant with a few hundred products needs."""

    products: int = 1000
    bytes: int = 200 * GIGABYTE
    uploads: int = 20
    """Files on their way at once."""


class Quota:
    """What one user keeps, and whether there is room for more."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        self._coming: dict[Path, int] = {}
        """The announced size of each file on its way."""
        self._waiting: set[Path] = set()
        """What was sent to the API and waits for its product."""
        self._lock = threading.Lock()

    def begin(self, product: Path) -> None:
        """Make the folder of a product, if there is none.

        Raises:
            InputError: the user has as many products as are allowed.
            StorageError: the folder cannot be made.
        """
        with self._lock:
            self._begin(product)

    def check_place(self) -> None:
        """Refuse one more product before anything of it is typed.

        Raises:
            InputError: the user has as many products as are allowed.
        """
        if len(list(self._products())) >= self._limits.products:
            raise InputError(
                say(
                    "you have {products} products, and no more are kept; delete a product that you "
                    "do not need any more",
                    products=self._limits.products,
                )
            )

    def check_room(self) -> None:
        """Refuse more videos before their making starts.

        Raises:
            InputError: what the user keeps fills all that is allowed.
        """
        with self._lock:
            kept = self._kept(())
        if kept >= self._limits.bytes:
            raise InputError(
                say(
                    "all your {gigabytes} GB are full, so no more videos are made; delete a "
                    "product that you do not need any more",
                    gigabytes=self._gigabytes,
                )
            )

    def take_in(self, part: Path, size: int) -> None:
        """Make room for a file that arrives as `part` in the takes folder of a product.

        Raises:
            InputError: it would be too many products, files on their way, or bytes.
            StorageError: the folder cannot be made.
        """
        with self._lock:
            self._begin(part.parent.parent)
            self._hold(part, size)

    def hold(self, part: Path, size: int) -> None:
        """Make room for a file that arrives as `part`, or of which `part` is the mark.

        Raises:
            InputError: it would be too many files on their way, or bytes.
            StorageError: the file cannot be made.
        """
        with self._lock:
            self._hold(part, size)

    def wait_for_product(self, paths: Iterable[Path]) -> None:
        """Count files that lie elsewhere, until they are gone or a product takes them."""
        with self._lock:
            self._waiting.update(paths)

    def has_sent(self, paths: Iterable[Path]) -> bool:
        """Whether all of these are files that he has sent and no product has taken."""
        with self._lock:
            return {path.resolve() for path in paths} <= self._waiting

    def give(self, path: Path) -> None:
        """Count such a file no more: a product takes it."""
        with self._lock:
            self._waiting.discard(path)

    def _hold(self, part: Path, size: int) -> None:
        self._coming = {path: of for path, of in self._coming.items() if _is_coming(path)}
        others = {path: of for path, of in self._coming.items() if path != part}
        if self._coming.get(part, -1) < size:
            self._check_coming(part, size, others)
        try:
            part.parent.mkdir(exist_ok=True)
            part.touch()
        except OSError as error:
            raise StorageError.from_os_error(part, error) from error
        self._coming[part] = max(size, self._coming.get(part, 0))

    def _check_coming(self, part: Path, size: int, others: dict[Path, int]) -> None:
        if len(others) >= self._limits.uploads:
            raise InputError(
                say(
                    "{uploads} files are on their way already; wait until one of them has arrived",
                    uploads=self._limits.uploads,
                )
            )
        if self._kept({*others, part}) + sum(others.values()) + size > self._limits.bytes:
            raise InputError(
                say(
                    "with this file you would keep more than {gigabytes} GB; delete a product that "
                    "you do not need any more",
                    gigabytes=self._gigabytes,
                )
            )

    def _begin(self, product: Path) -> None:
        if product.is_dir():
            return
        self.check_place()
        try:
            product.mkdir(parents=True)
        except OSError as error:
            raise StorageError.from_os_error(product, error) from error

    def _products(self) -> Iterator[Path]:
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                if PRODUCT.fullmatch(path.name):
                    yield path

    def _kept(self, apart: Collection[Path]) -> int:
        """The bytes of all files but for some; a file of two names counts once."""
        sizes: dict[tuple[int, int], int] = {}
        self._waiting = {path for path in self._waiting if path.exists()}
        for path in (*self._waiting, *self._files()):
            if path not in apart:
                with suppress(FileNotFoundError):
                    known = path.lstat()
                    sizes[known.st_dev, known.st_ino] = known.st_size
        return sum(sizes.values())

    def _files(self) -> Iterator[Path]:
        for product in self._products():
            for place, _, names in os.walk(product):
                yield from (Path(place, name) for name in names)

    @property
    def _gigabytes(self) -> str:
        return f"{self._limits.bytes / GIGABYTE:g}"


class Quotas:
    """The quota of each user: one for each folder of products, for it knows what is on its way."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._of: dict[Path, Quota] = {}
        self._lock = threading.Lock()

    def of(self, folder: Path) -> Quota:
        """The quota of whoever has his products in a folder."""
        with self._lock:
            return self._of.setdefault(folder, Quota(folder, self._limits))


def _is_coming(part: Path) -> bool:
    """Whether a part is there, and something of it has arrived lately."""
    with suppress(FileNotFoundError):
        return time.time() - part.stat().st_mtime < COMING_S
    return False
