"""A folder of an object store (S3, OSS and others) by its URL, through fsspec.

Credentials and endpoints are what the store's own library finds in the environment; they are never
asked for, stored or shown. Names in a store come from outside: one that could leave the folder it
is fetched into is refused.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import ExtraMissingError, InputError, StorageError, StoreError, UsageError
from ..messages import Notice, say
from .claim import claimed
from .store import REPORT, Store, visible_files

_URL = re.compile(r"([a-z][a-z0-9+]*)://(.*)", re.I | re.S)
_BAD_PART = re.compile(r"\.{1,2}|.*[\x00-\x1f\\:].*|", re.S)
EXTRAS = {"oss": "oss"}
"""The extra that brings a store's library; `cluster` where nothing is named."""
IS_TAKEN = ("preconditionfailed", "pre-condition")
"""What S3 and its like answer to a conditional write of a file that is there."""


def is_url(place: str) -> bool:
    """Whether a place is in a bucket; `file://` is on this machine."""
    found = _URL.fullmatch(place)
    return found is not None and found[1].lower() != "file"


def open_store(place: str) -> Store:
    """The store of a place that is written as a path, as `file://`, or as another URL.

    Raises:
        UsageError: the URL holds a password, or names no bucket.
    """
    if is_url(place):
        return Bucket(place)
    return Store(Path(re.sub(r"^file://(?:localhost(?=/))?", "", place, flags=re.I)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """What a bucket tells of a file."""

    size: int
    modified_ns: int
    """Since 1970, UTC; 0 where the bucket does not say."""
    tag: str
    """Changes with the content: the bucket's ETag, or size and time where it has none."""


class Bucket(Store):
    """A folder of a bucket; below the operations of a `Store` stand those that they need."""

    def __init__(self, url: str, path: Path = Path()) -> None:
        """Nothing is asked of the bucket yet.

        Raises:
            UsageError: the URL holds a password, or names no bucket.
        """
        found = _URL.fullmatch(url)
        if not found or not found[2].strip("/"):
            raise UsageError(
                say("{url} names no bucket; write it as in s3://bucket/products", url=url)
            )
        super().__init__(path, url.rstrip("/"))
        self._scheme = found[1].lower()
        self._known: dict[str, dict[str, tuple[int, int]]] = {}
        """Of what was pulled, size and time of each file that is stored as it is here."""
        if "@" in found[2].partition("/")[0]:
            raise UsageError(
                say(
                    "the address of a store in {scheme}:// holds a password; give it in the "
                    "environment, never in the address",
                    scheme=self._scheme,
                )
            )

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without the connection: each process finds its own credentials."""
        return Bucket, (self.url, self.path)

    def at(self, path: Path) -> Bucket:
        """The same, with its working copy in another folder."""
        return Bucket(self.url, path)

    def address(self, path: Path) -> str:
        """The URL."""
        return f"{self.url}/{path.relative_to(self.path).as_posix()}"

    def outline(self, without: Store) -> None:
        """See `Store`."""
        files = self.files()
        if without.url != self.url:
            files = {
                name: fact
                for name, fact in files.items()
                if not f"{self.url}/{name}".startswith(f"{without.url}/")
            }
        shutil.rmtree(self.path, ignore_errors=True)
        with self._asked(say("read")):
            self.path.mkdir(parents=True)
            _draw(self.path, files)

    def fetch(self, path: Path, into: Path, most_bytes: int) -> Path:
        """See `Store`."""
        if ".." in path.parts:
            raise ValueError(f"{path} leads out of {self.url}")
        name = path.relative_to(self.path).as_posix()
        files = {each: fact for each, fact in self._visible(name).items() if "/" not in each}
        large = {each: fact for each, fact in files.items() if fact.size > most_bytes}
        with self._asked(say("read")):
            _draw(into / name, large)
        self._get(name, into / name, {each: files[each] for each in files.keys() - large})
        return into / name

    def pull(self, folder: str) -> None:
        """See `Store`."""
        self.drop(folder)
        self._known[folder] = {}
        self._get(folder, self.path / folder, self._visible(folder))
        self._known[folder] = _facts(self.path / folder)

    def pull_file(self, name: str) -> None:
        """See `Store`."""
        data, file = self.read(name), self.path / name
        with self._asked(say("read")):
            if data is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)

    def push(self, name: str) -> None:
        """See `Store`."""
        here = _facts(self.path / name)
        known = self._known.get(name, {"": (0, 0)})  # not pulled: it may be a file there
        self.remove([_joined(name, each) for each in known if each not in here])
        for group in _in_order([each for each in here if known.get(each) != here[each]]):
            self._put({_joined(name, each): self.path / name / each for each in group})
        if name in self._known:
            self._known[name] = here

    def drop(self, folder: str) -> None:
        """See `Store`."""
        self._known.pop(folder, None)
        shutil.rmtree(self.path / folder, ignore_errors=True)

    def tags(self, folder: str) -> dict[str, str]:
        """The bucket's ETags."""
        return {name: fact.tag for name, fact in self._visible(folder).items()}

    def claim(self) -> AbstractContextManager[None]:
        """A bucket has no locks: it is claimed as a whole."""
        return claimed(self)

    def files(self, name: str = "") -> dict[str, StoredFile]:
        """The files at and below a name, by their names in it, sorted.

        A file of that very name is there under the name "".

        Raises:
            StoreError: the bucket does not answer as it should.
            InputError: a name could not be a file's here.
        """
        system, root = self._opened
        top = _joined(root, name)
        with self._asked(say("read")):
            try:
                found = system.find(top, detail=True)
            except FileNotFoundError:
                found = {}
        named = {}
        for path, facts in sorted(found.items()):
            inner = str(path).removeprefix(top).removeprefix("/")
            if facts.get("type") != "directory" and not inner.endswith("/"):
                if inner and any(_BAD_PART.fullmatch(part) for part in inner.split("/")):
                    raise InputError(
                        say(
                            "{url} has a file called {inner!r}; rename it",
                            url=self.url,
                            inner=inner,
                        )
                    )
                named[inner] = _stored(facts)
        return named

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None when it is not there."""
        system, root = self._opened
        with self._asked(say("read")):
            try:
                return bytes(system.cat_file(f"{root}/{name}"))
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        """Store a small file."""
        system, root = self._opened
        with self._asked(say("written")):
            system.pipe_file(f"{root}/{name}", data)

    def create(self, name: str, data: bytes) -> bool:
        """Whether a file was made that was not there; of two who try, one is told True.

        A bucket without conditional writes (S3's `If-None-Match`) is asked first whether the file
        is there, which two may do in the same moment.
        """
        system, root = self._opened
        path = f"{root}/{name}"
        with self._asked(say("written")):
            try:
                system.pipe_file(path, data, mode="create")
            except FileExistsError:
                return False
            except (TypeError, NotImplementedError):
                if system.exists(path):
                    return False
                system.pipe_file(path, data)
            except OSError as error:
                if any(said in repr(error).lower() for said in IS_TAKEN):
                    return False
                raise
        return True

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, also those that are not there."""
        system, root = self._opened
        with self._asked(say("written")):
            for name in names:
                with suppress(FileNotFoundError):
                    system.rm_file(f"{root}/{name}")

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The file system, and the folder's path in it."""
        extra = EXTRAS.get(self._scheme, "cluster")
        missing = ExtraMissingError(f"{self._scheme}:// addresses", extra)
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise missing from error
        with self._asked(say("opened")):
            try:
                system, root = url_to_fs(self.url, use_listings_cache=False)
            except ImportError as error:
                raise missing from error
            except ValueError as error:
                raise UsageError(
                    say("{url}: there is no store {scheme}://", url=self.url, scheme=self._scheme)
                ) from error
        return system, str(root).rstrip("/")

    def _visible(self, name: str) -> dict[str, StoredFile]:
        """The files at and below a name that are not hidden in it."""
        files = self.files(name).items()
        return {inner: fact for inner, fact in files if not re.search(r"(?:^|/)\.", inner)}

    def _get(self, name: str, target: Path, files: Mapping[str, StoredFile]) -> None:
        """Fetch files below a name, all at once, each with the time that it has in the bucket.

        Raises:
            StoreError: one could not be fetched whole.
            StorageError: the disk is full.
        """
        system, root = self._opened
        paths = {inner: target / inner for inner in files}
        with self._asked(say("read")):
            for path in paths.values():
                path.parent.mkdir(parents=True, exist_ok=True)
            if files:
                names = [_joined(root, name, inner) for inner in files]
                system.get(names, [str(path) for path in paths.values()])
            for inner, fact in files.items():
                if paths[inner].stat().st_size != fact.size:
                    changed = say("{file} changed while it was read", file=_joined(name, inner))
                    raise StoreError(self.url, changed, say("run again"))
                os.utime(paths[inner], ns=(fact.modified_ns, fact.modified_ns))

    def _put(self, files: Mapping[str, Path]) -> None:
        """Store files under names, all at once; each is there whole or not at all."""
        system, root = self._opened
        with self._asked(say("written")):
            if files:
                system.put([str(path) for path in files.values()], [f"{root}/{n}" for n in files])

    @contextmanager
    def _asked(self, what: Notice) -> Iterator[None]:
        """Turn errors of the library into ours, which name the bucket and the next step."""
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
                say("cannot be {what} ({told})", what=what, told=told),
                say("check the address, the network, and the credentials in the environment"),
            ) from error


def _joined(*parts: str) -> str:
    """Names joined to one; empty ones do not count."""
    return "/".join(part for part in parts if part)


def _draw(folder: Path, files: Mapping[str, StoredFile]) -> None:
    """Make files with nothing in them that have the size and time of those in a bucket."""
    for name, fact in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(fact.size)
        os.utime(path, ns=(fact.modified_ns, fact.modified_ns))


def _facts(path: Path) -> dict[str, tuple[int, int]]:
    """Size and time of the files at and below a path that are to be stored."""
    stats = ((name, file.stat()) for name, file in visible_files(path))
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats}


def _in_order(names: Sequence[str]) -> tuple[list[str], ...]:
    """Names in groups, of which each may be there only when those before it are."""
    reports = [name for name in names if name.endswith(f"/{REPORT}")]
    last = [name for name in names if name == REPORT]
    return [name for name in names if name not in (*reports, *last)], reports, last


def _stored(facts: Mapping[str, Any]) -> StoredFile:
    """A library's own words for size, time and tag, as `StoredFile`."""
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
