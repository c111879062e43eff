"""One file over HTTP: resumed where it broke off, never longer than it should be."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import httpx2

BLOCK_BYTES = 1 << 20
TIMEOUT_S = 30
"""For connecting, and for each wait for more bytes."""
WAIT_S = (1.0, 3.0)
"""Before trying again after the first and second failure in a row that brought nothing."""

# 408 and 429 ask to come again later; 416 means that what has arrived does not fit any more.
RETRIED_STATUSES = frozenset({408, 416, 429})


class SourceError(Exception):
    """A source cannot give a file; the message is one clause, without addresses."""


class _PassingError(SourceError):
    """An error that may be gone at the next try: HTTP 503, a connection that broke off."""


def append(out: BinaryIO, block: bytes) -> None:
    """Write a block; every byte that is downloaded passes here."""
    out.write(block)


def size_of(path: Path) -> int:
    """Bytes that are there; 0 if there is no such file."""
    return path.stat().st_size if path.exists() else 0


def get(
    url: str, target: Path, *, expected_bytes: int | None, arrived: Callable[[int], None]
) -> None:
    """Bring `target` to its full length, asking only for what is missing.

    `expected_bytes` is None where only the server knows the length. `arrived` is told the
    bytes of `target` after each block.

    Raises:
        SourceError: refused, of another length, or broken off too often; what came is kept.
        OSError: `target` cannot be written.
    """
    if not url.startswith(("https://", "http://")):
        raise SourceError("its address does not begin with https:// or http://")
    furthest, failures = size_of(target), 0
    while True:
        try:
            return _attempt(url, target, expected_bytes, arrived)
        except _PassingError as problem:
            if str(problem) == "HTTP 416":
                target.unlink(missing_ok=True)
            # A server that ignores Range and always breaks off at one place brings nothing new.
            if size_of(target) > furthest:
                furthest, failures = size_of(target), 0
                continue
            if failures == len(WAIT_S):
                raise
        time.sleep(WAIT_S[failures])
        failures += 1


def text(url: str) -> str:
    """The small text (at most 1 MiB) at an address.

    Raises:
        SourceError: it cannot be had.
    """
    with _answer(url, {}) as answer:
        return next(answer.iter_raw(BLOCK_BYTES), b"").decode("utf-8", errors="replace")


def _attempt(
    url: str, target: Path, expected_bytes: int | None, arrived: Callable[[int], None]
) -> None:
    """Ask once for what is missing, and append what comes."""
    etag = target.with_name(target.name + ".etag")
    have = size_of(target)
    if have == expected_bytes:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    if have and etag.exists():
        headers["If-Range"] = etag.read_text(encoding="ascii")
    with _answer(url, headers) as answer:
        start = _start_of(answer)
        if start != have:
            # The whole file comes: the server ignores Range, or the file has changed there.
            if start != 0:
                raise SourceError(f"{target.name} came from the wrong place")
            have = 0
        length = answer.headers.get("Content-Length")
        total = expected_bytes if length is None else have + int(length)
        if expected_bytes is not None and total != expected_bytes:
            raise SourceError(f"{target.name} has {total} bytes there, not {expected_bytes}")
        _remember_etag(answer, etag)
        with target.open("r+b" if have else "wb") as out:
            out.truncate(have)
            out.seek(have)
            for block in answer.iter_raw():
                if total is not None and out.tell() + len(block) > total:
                    raise SourceError("it is longer than announced")
                append(out, block)
                arrived(out.tell())
    if total is not None and size_of(target) < total:
        raise _PassingError("the connection broke off")


@contextmanager
def _answer(url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
    """A server's answer, which holds a file or a part of it.

    Raises:
        SourceError: there is none, in words that name no host.
    """
    import httpx2

    # "identity": a range of a compressed answer would be a range of other bytes.
    headers = {"User-Agent": "merchant-studio", "Accept-Encoding": "identity", **headers}
    try:
        with httpx2.stream(
            "GET", url, headers=headers, timeout=TIMEOUT_S, follow_redirects=True
        ) as answer:
            status = answer.status_code
            if status in RETRIED_STATUSES or status >= 500:
                raise _PassingError(f"HTTP {status}")
            if status not in (200, 206):
                raise SourceError(f"HTTP {status}")
            yield answer
    except httpx2.TimeoutException as error:
        raise _PassingError(f"no answer for {TIMEOUT_S} s") from error
    except (httpx2.ReadError, httpx2.WriteError, httpx2.ProtocolError) as error:
        raise _PassingError("the connection broke off") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        refused = "refused" in str(error)
        problem = "the connection was refused" if refused else "the server cannot be reached"
        raise _PassingError(problem) from error


def _start_of(answer: httpx2.Response) -> int:
    if answer.status_code != 206:
        return 0
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _remember_etag(answer: httpx2.Response, etag: Path) -> None:
    tag = answer.headers.get("ETag", "")
    # A weak tag does not promise equal bytes and must not stand in If-Range: RFC 9110, 13.1.5.
    if tag.startswith('"') and tag.isascii():
        etag.write_text(tag, encoding="ascii")
    else:
        etag.unlink(missing_ok=True)
