"""One file over HTTP: resumed where it broke off, never longer than it should be."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

BLOCK_BYTES = 1 << 20
TIMEOUT_S = 30
"""For connecting, and for each wait for more bytes."""
WAIT_S = (1.0, 3.0)
"""Before trying again after the first and second failure in a row that brought nothing."""

# 408 and 429 ask to come again later; 416 means that what has arrived does not fit any more.
RETRIED_STATUSES = frozenset({408, 416, 429})


class SourceError(Exception):
    """A source cannot give a file; the message is one clause, without addresses."""


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
        problem = _attempt(url, target, expected_bytes, arrived)
        if problem is None:
            return
        # A server that ignores Range and breaks off at the same place each time brings nothing new.
        if size_of(target) > furthest:
            furthest, failures = size_of(target), 0
            continue
        if failures == len(WAIT_S):
            raise SourceError(problem)
        time.sleep(WAIT_S[failures])
        failures += 1


def text(url: str) -> str:
    """The small text (at most 1 MiB) at an address.

    Raises:
        SourceError: it cannot be had.
    """
    answer = _open(urllib.request.Request(url, headers=_headers()))
    if isinstance(answer, str):
        raise SourceError(answer)
    with answer:
        try:
            return answer.read(BLOCK_BYTES).decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(_reason(error)) from error


def _attempt(
    url: str, target: Path, expected_bytes: int | None, arrived: Callable[[int], None]
) -> str | None:
    """None when the file is whole, else why it is not; raises where trying again is useless."""
    etag = target.with_name(target.name + ".etag")
    have = size_of(target)
    if have == expected_bytes:
        return None
    headers = _headers()
    if have:
        headers["Range"] = f"bytes={have}-"
        if etag.exists():
            headers["If-Range"] = etag.read_text(encoding="ascii")
    answer = _open(urllib.request.Request(url, headers=headers))
    if isinstance(answer, str):
        if answer == "HTTP 416":
            target.unlink(missing_ok=True)
        return answer
    with answer:
        start = _start_of(answer)
        if start != have:
            # The whole file comes: the server ignores Range, or the file has changed there.
            if start != 0:
                raise SourceError(f"{target.name} came from the wrong place")
            have = 0
        total = expected_bytes if answer.length is None else have + answer.length
        if expected_bytes is not None and total != expected_bytes:
            raise SourceError(f"{target.name} has {total} bytes there, not {expected_bytes}")
        _remember_etag(answer, etag)
        with target.open("r+b" if have else "wb") as out:
            out.truncate(have)
            out.seek(have)
            problem = _copy(answer, out, total, arrived)
    if problem is None and total is not None and size_of(target) < total:
        return "the connection broke off"
    return problem


def _copy(
    answer: http.client.HTTPResponse,
    out: BinaryIO,
    total: int | None,
    arrived: Callable[[int], None],
) -> str | None:
    while True:
        # Only the read is guarded: a full disk is an OSError too, and no reason to ask again.
        try:
            block = answer.read1(BLOCK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            return _reason(error)
        if not block:
            return None
        if total is not None and out.tell() + len(block) > total:
            raise SourceError("it is longer than announced")
        append(out, block)
        arrived(out.tell())


def _open(request: urllib.request.Request) -> http.client.HTTPResponse | str:
    """The open answer, or why there is none yet."""
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT_S)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in RETRIED_STATUSES or error.code >= 500:
            return f"HTTP {error.code}"
        raise SourceError(f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _reason(error)
    return answer


def _headers() -> dict[str, str]:
    # "identity": a range of a compressed answer would be a range of other bytes.
    return {"User-Agent": "merchant-studio", "Accept-Encoding": "identity"}


def _start_of(answer: http.client.HTTPResponse) -> int:
    if answer.status != 206:
        return 0
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _remember_etag(answer: http.client.HTTPResponse, etag: Path) -> None:
    tag = answer.headers.get("ETag", "")
    # A weak tag does not promise equal bytes and must not stand in If-Range: RFC 9110, 13.1.5.
    if tag.startswith('"') and tag.isascii():
        etag.write_text(tag, encoding="ascii")
    else:
        etag.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    """Why the network failed, in words that name no host."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return f"no answer for {TIMEOUT_S} s"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(cause, ConnectionError | http.client.HTTPException):
        return "the connection broke off"
    return "the server cannot be reached"
