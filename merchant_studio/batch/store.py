"""Where products come from and results go: a folder of this machine, or a bucket.

Decoders and encoders need files, so all work is done on a working copy, as in a version control
system: it is pulled, changed and pushed. A folder is its own working copy.

To add another kind of store:

1. If fsspec has a library for it, nothing: `Bucket` speaks to all of them by their URLs.
2. Else write a subclass of `Store` that can be pickled, with all its operations.
3. Make it in `open_store` (`bucket.py`), by how its places are written.
4. Let `tests/test_stores.py` run over it: add it to the fixture `store`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from ..files import sha256
from ..messages import Notice, reworded

REPORT = "report.json"
"""Of a batch, a run and a language; it names the files beside it."""
ABOUT = "What batches remember of each product.\n"
"""The text of `.batch/README.txt`."""


class Store:
    """A folder of products or results, here one that all who work on the batch see.

    Names in it are divided by `/`. Every operation may raise StoreError: the store does not answer
    as it should; and StorageError: the working copy cannot be written.
    """

    def __init__(self, path: Path, url: str = "") -> None:
        self.path = path
        """Where its working copy is."""
        self.url = url or str(path)
        """Where it is, as the merchant wrote it: `products`, `s3://bucket/products`."""

    def at(self, path: Path) -> Store:
        """The same store with its working copy in another folder; a folder stays where it is."""
        return self

    def address(self, path: Path) -> str:
        """The URL of what a path of the working copy stands for; empty: the path says it."""
        return ""

    def outline(self, without: Store) -> None:
        """Make the working copy anew, of files that have size and time but no content.

        What is in the store `without` is left out. Products are found in an outline, told apart
        and known to be unchanged.
        """

    def fetch(self, path: Path, into: Path, most_bytes: int) -> Path:
        """Where the file at `path`, or the files in the folder, can be read: fetched into `into`.

        Of larger files than `most_bytes` only the outline is. Nothing in folders inside the folder
        is fetched, and nothing where there is nothing.

        Raises:
            ValueError: the path leads out of the store.
        """
        return path

    def pull(self, folder: str) -> None:
        """Make the working copy of a folder like the store's, without hidden files."""

    def pull_file(self, name: str) -> None:
        """Make the working copy of a small file like the store's; of none, none."""

    def push(self, name: str) -> None:
        """Store what is new or changed in a file or a pulled folder, and remove what is gone.

        Each file is there whole or not at all; a report comes after the files that it names.
        """

    def drop(self, folder: str) -> None:
        """Remove the working copy of a folder, which is in the store."""

    def tags(self, folder: str) -> dict[str, str]:
        """Of each file below a folder, hidden ones aside, what changes with its content."""
        found = {}
        for name, path in visible_files(self.path / folder):
            with suppress(FileNotFoundError):  # another batch has removed it just now
                found[name] = sha256(path)
        return found

    def claim(self) -> AbstractContextManager[None]:
        """Keep out other batches until the block ends; those on one folder share the work.

        Raises:
            UsageError: another batch is working there.
        """
        return nullcontext()


def visible_files(path: Path) -> Iterator[tuple[str, Path]]:
    """The names and paths of the files at and below a path that are not hidden and no links."""
    for file in sorted((path, *path.rglob("*"))):
        inner = file.relative_to(path)
        is_hidden = any(part.startswith(".") for part in inner.parts)
        if file.is_file() and not file.is_symlink() and not is_hidden:
            yield inner.as_posix().removeprefix("."), file


def told(message: Notice, *stores: Store) -> Notice:
    """A message with the addresses of stores in the place of their working copies."""

    def addressed(text: str) -> str:
        for store in stores:
            text = text.replace(str(store.path), store.url)
        return text

    return reworded(message, addressed)
