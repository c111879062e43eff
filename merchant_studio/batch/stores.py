"""Object stores (S3, OSS and others) by their URLs, through fsspec.

Credentials and endpoints are what the store's own library finds in the environment; they are never
asked for, stored or shown. Names in a store come from outside: one that could leave the folder it
is fetched into is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import (
    ExtraMissingError,
    InputError,
    StorageError,
    StoreError,
    UsageError,
)

_URL = re.compile(r"([a-z][a-z0-9+]*)://(.*)", re.I | re.S)
_BAD_PART = re.compile(r"\.{1,2}|.*[\x00-\x1f\\:].*|", re.S)
EXTRAS = {"oss": "oss"}
"""The extra that brings a store's library; `cluster` where nothing is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What a store tells of a file."""

    size: int
    modified_ns: int
    """Since 1970, UTC; 0 where the store does not say."""
    tag: str
    """Changes with the content: the store's ETag, or size and time where it has none."""


def is_url(place: str) -> bool:
    """Whether a place is in a store; `file://` is on this machine."""
    found = _URL.fullmatch(place)
    return found is not None and found[1].lower() != "file"


def local_path(place: str) -> Path:
    """The path of a place on this machine, which may be written `file://`."""
    return Path(re.sub(r"^file://(?:localhost(?=/))?", "", place, flags=re.I))


class Store:
    """One folder of a store, by its URL; made anew in each process."""

    def __init__(self, url: str) -> None:
        """Nothing is asked of the store yet.

        Raises:
            UsageError: the URL holds a password, or names no bucket.
        """
        found = _URL.fullmatch(url)
        self.url = url.rstrip("/")
        if not found or not found[2].strip("/"):
            raise UsageError(f"{url} names no bucket; write it as in s3://bucket/products")
        self.scheme = found[1].lower()
        if "@" in found[2].partition("/")[0]:
            raise UsageError(
                f"the address of a store in {self.scheme}:// holds a password; "
                "give it in the environment, never in the address"
            )

    @cached_property
    def _place(self) -> tuple[Any, str]:
        """The file system, and the folder's path in it."""
        missing = ExtraMissingError(
            f"{self.scheme}:// addresses", EXTRAS.get(self.scheme, "cluster")
        )
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise missing from error
        with self._asked("opened"):
            try:
                system, root = url_to_fs(self.url, use_listings_cache=False)
            except ImportError as error:
                raise missing from error
            except ValueError as error:
                raise UsageError(f"{self.url}: there is no store {self.scheme}://") from error
        return system, str(root).rstrip("/")

    def files(self, folder: str = "") -> dict[str, StoredFile]:
        """The files at and below a folder of the store, by their names in it, sorted.

        A file of that very name is there under the name "".

        Raises:
            StoreError: the store does not answer as it should.
            InputError: a name could not be a file's here.
        """
        system, root = self._place
        top = f"{root}/{folder}" if folder else root
        with self._asked("read"):
            try:
                found = system.find(top, detail=True)
            except FileNotFoundError:
                found = {}
        named = {}
        for path, facts in sorted(found.items()):
            name = str(path).removeprefix(top).removeprefix("/")
            if facts.get("type") != "directory" and not name.endswith("/"):
                if name and any(_BAD_PART.fullmatch(part) for part in name.split("/")):
                    raise InputError(f"{self.url} has a file called {name!r}; rename it")
                named[name] = _stored(facts)
        return named

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None when it is not there."""
        system, root = self._place
        with self._asked("read"):
            try:
                return bytes(system.cat_file(f"{root}/{name}"))
            except FileNotFoundError:
                return None

    def get(self, files: Mapping[str, Path], facts: Mapping[str, StoredFile]) -> None:
        """Fetch files to paths, all at once, and give each the time that it has in the store.

        Raises:
            StoreError: one could not be fetched whole.
            StorageError: the disk is full.
        """
        if not files:
            return
        system, root = self._place
        for path in files.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._asked("read"):
            system.get([f"{root}/{name}" for name in files], [str(p) for p in files.values()])
        for name, path in files.items():
            fact = facts[name]
            if path.stat().st_size != fact.size:
                raise StoreError(self.url, f"{name} changed while it was read", "run again")
            os.utime(path, ns=(fact.modified_ns, fact.modified_ns))

    def put(self, files: Mapping[str, Path]) -> None:
        """Store files under names, all at once; each is there whole or not at all.

        Raises:
            StoreError: the store does not take them.
        """
        if not files:
            return
        system, root = self._place
        with self._asked("written"):
            system.put([str(p) for p in files.values()], [f"{root}/{name}" for name in files])

    def create(self, name: str, data: bytes) -> bool:
        """Whether a file was made that was not there; of two who try, one is told True.

        A store without conditional writes (S3's `If-None-Match`) is asked first whether the file
        is there, which two may do in the same moment.
        """
        system, root = self._place
        path = f"{root}/{name}"
        with self._asked("written"):
            try:
                system.pipe_file(path, data, mode="create")
            except FileExistsError:
                return False
            except (TypeError, NotImplementedError):
                if system.exists(path):
                    return False
                system.pipe_file(path, data)
            except OSError as error:
                if "PreconditionFailed" in repr(error) or "pre-condition" in str(error).lower():
                    return False
                raise
        return True

    def write(self, name: str, data: bytes) -> None:
        """Store a small file."""
        system, root = self._place
        with self._asked("written"):
            system.pipe_file(f"{root}/{name}", data)

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, also those that are not there."""
        system, root = self._place
        with self._asked("written"):
            for name in names:
                try:
                    system.rm_file(f"{root}/{name}")
                except FileNotFoundError:
                    continue

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        """Turn errors of a store's library into ours, which name the store and the next step."""
        try:
            yield
        except (StoreError, UsageError, ExtraMissingError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.filename and Path(error.filename).is_absolute():
                raise StorageError.from_os_error(Path(error.filename), error) from error
            told = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(
                self.url,
                f"cannot be {what} ({told})",
                "check the address, the network, and the credentials in the environment",
            ) from error


def _stored(facts: Mapping[str, Any]) -> StoredFile:
    """A store's own words for size, time and tag, as `StoredFile`."""
    size = int(facts.get("size") or 0)
    times = (facts.get(key) for key in ("LastModified", "last_modified", "mtime", "updated"))
    changed = next((each for each in times if each), 0)
    if isinstance(changed, str):
        changed = datetime.fromisoformat(changed)
    seconds = changed.timestamp() if isinstance(changed, datetime) else float(changed)
    modified_ns = round(seconds * 1_000_000) * 1000
    tags = (facts.get(key) for key in ("ETag", "etag", "md5Hash"))
    tag = next((str(each) for each in tags if each), f"{size}-{modified_ns}")
    return StoredFile(size=size, modified_ns=modified_ns, tag=tag)
