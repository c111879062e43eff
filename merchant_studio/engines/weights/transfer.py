"""One file over HTTP: resumed where it broke off, never longer than it should be, given up in time.

A server that hangs, or sends one byte now and then, is left after PATIENCE_S; one that asks to
come again later is obeyed up to LONGEST_WAIT_S. Then the next source is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import monotonic, sleep, time
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import httpx2

    from .catalogue import File

BLOCK_BYTES = 1 << 20
CONNECT_S = 10.0
"""For connecting to one address of a server."""
TIMEOUT_S = 30.0
"""For each wait for more bytes."""
WAIT_S = (1.0, 3.0)
"""Before trying again after the first and second failure in a row that brought nothing."""
LONGEST_WAIT_S = 60.0
"""The longest wait that a server may ask for (Retry-After)."""
PATIENCE_S = 60.0
LEAST_BYTES = 600_000
"""A server that brings less than this in PATIENCE_S is given up: 10 kB a second."""
MAX_REDIRECTS = 5
"""A renamed repository, its mirror and the place of its files are three."""

# 408 and 429 ask to come again later; 416 means that what has arrived does not fit any more.
RETRIED_STATUSES = frozenset({408, 416, 429})

CLOSED = "there is no such repository, or it is closed"
REFUSALS = {
    # What a hub says in X-Error-Code, or else the status of its answer.
    "EntryNotFound": "the repository has no such file",
    "RevisionNotFound": "the repository has no such revision",
    "RepoNotFound": CLOSED,
    "401": CLOSED,
    "404": "there is no such file",
}
NEWER = "install a newer merchant-studio"
"""The next step where a hub no longer has what a card names."""


class SourceError(Exception):
    """A source cannot give a file: one clause without a host's name, and the next step."""

    def __init__(self, problem: str, *, step: str = "check the connection", code: str = "") -> None:
        super().__init__(problem)
        self.step, self.code = step, code


class _PassingError(SourceError):
    """An error that may be gone at the next try: HTTP 503, a connection that broke off."""

    def __init__(
        self,
        problem: str,
        *,
        step: str = "check the connection",
        wait_s: float | None = None,
        fits: bool = True,
    ) -> None:
        super().__init__(problem, step=step)
        self.wait_s = wait_s
        """How long the server asks to wait; None: it does not say."""
        self.fits = fits
        """Whether what has arrived may be continued; False: ask for the whole file."""


class _Pace:
    """Whether a server brings enough: LEAST_BYTES in each PATIENCE_S."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Count from now on, as after a wait that the server asked for."""
        self._since, self._bytes = monotonic(), 0

    def came(self, count: int) -> None:
        """Count bytes that have arrived."""
        self._bytes += count
        if self._bytes >= LEAST_BYTES:
            self.restart()

    @property
    def is_too_slow(self) -> bool:
        """Whether PATIENCE_S are over and too little has come in them."""
        return monotonic() - self._since >= PATIENCE_S

    def require(self) -> None:
        """Raise SourceError if it is too slow."""
        if self.is_too_slow:
            kilobytes = self._bytes // 1000
            raise SourceError(f"it is too slow, {kilobytes} kB came in {PATIENCE_S:g} s")


def append(out: BinaryIO, block: bytes) -> None:
    """Write a block; every byte that is downloaded passes here."""
    out.write(block)


def size_of(path: Path) -> int:
    """Bytes that are there; 0 if there is no such file."""
    return path.stat().st_size if path.exists() else 0


def get(
    url: str,
    target: Path,
    *,
    published: File | None,
    arrived: Callable[[int], None],
    token: str = "",
) -> None:
    """Bring `target` to its full length, asking only for what is missing.

    `published` is None where only the server knows the length. `arrived` is told the bytes of
    `target` after each block. The token is sent to the server of `url` alone.

    Raises:
        SourceError: refused, another file, too slow, or broken off too often; what came is kept.
        OSError: `target` cannot be written.
    """
    if not url.startswith(("https://", "http://")):
        raise SourceError("its address does not begin with https:// or http://")
    furthest, failures, whole, pace = size_of(target), 0, False, _Pace()
    while True:
        headers = _headers(target, token, whole)
        try:
            return _attempt(url, headers, target, published, pace, arrived)
        except _PassingError as problem:
            whole = not problem.fits
            # A server that ignores Range and always breaks off at one place brings nothing new.
            came = size_of(target) > furthest
            furthest, failures = max(furthest, size_of(target)), 0 if came else failures + 1
            if came:
                pace.require()
            if failures > len(WAIT_S) or pace.is_too_slow:
                raise
            if problem.wait_s is not None:
                sleep(problem.wait_s)
                pace.restart()
            elif not came:
                sleep(WAIT_S[failures - 1])


def text(url: str) -> str:
    """The small text (at most 1 MiB) at an address.

    Raises:
        SourceError: it cannot be had.
    """
    with _answer(url, {}) as answer:
        return next(answer.iter_raw(BLOCK_BYTES), b"").decode("utf-8", errors="replace")


def answers(url: str, within_s: float) -> bool:
    """Whether a server is there and at work; a redirect or a refusal is an answer, too."""
    import httpx2

    try:
        with _client(within_s) as client, client.stream("HEAD", url) as answer:
            return answer.status_code < 500
    except (SourceError, httpx2.HTTPError, httpx2.InvalidURL):
        return False


def _headers(target: Path, token: str, whole: bool) -> dict[str, str]:
    """What a request for the rest of `target` says; for all of it, if there is nothing yet."""
    # "identity": a range of a compressed answer would be a range of other bytes.
    headers = {"User-Agent": "merchant-studio", "Accept-Encoding": "identity"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    have, etag = size_of(target), _etag_of(target)
    if have and not whole:
        headers["Range"] = f"bytes={have}-"
        if etag.exists():
            headers["If-Range"] = etag.read_text(encoding="ascii")
    return headers


def _attempt(
    url: str,
    headers: dict[str, str],
    target: Path,
    published: File | None,
    pace: _Pace,
    arrived: Callable[[int], None],
) -> None:
    """Ask once for what is missing, and append what comes."""
    if published and size_of(target) == published.bytes:
        return
    with _answer(url, headers) as answer:
        if published:
            _require_same_file(answer, published)
        start, total = _extent(answer, published, size_of(target) if "Range" in headers else 0)
        _remember_etag(answer, _etag_of(target))
        with target.open("r+b" if start else "wb") as out:
            out.truncate(start)
            out.seek(start)
            for block in answer.iter_raw():
                if total is not None and out.tell() + len(block) > total:
                    raise SourceError("it is longer than announced")
                append(out, block)
                arrived(out.tell())
                pace.came(len(block))
                if out.tell() != total:
                    pace.require()
    if total is not None and size_of(target) < total:
        raise _PassingError("the connection broke off")


def _require_same_file(answer: httpx2.Response, published: File) -> None:
    """Raise SourceError if the hub says that it has another file: X-Linked-Etag is its sha256."""
    for each in (*answer.history, answer):
        sha256 = each.headers.get("X-Linked-Etag", "").strip('"')
        size = each.headers.get("X-Linked-Size", str(published.bytes))
        is_other = len(sha256) == 64 and sha256 != published.sha256
        if is_other or size != str(published.bytes):
            raise SourceError(f"{published.path} is another file there", step=NEWER)


def _extent(answer: httpx2.Response, published: File | None, have: int) -> tuple[int, int | None]:
    """Where the bytes of an answer belong, and how long the file is with them.

    They begin at `have`, or at 0 if the server ignores Range or the file has changed there.

    Raises:
        SourceError: it is not the published length.
        _PassingError: the same, of a part of it: some servers give a wrong length for those.
    """
    length, start = answer.headers.get("Content-Length"), 0
    if answer.status_code == 206:
        found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
        start = int(found[1]) if found else -1
    total = start + int(length) if length else None
    if published and total is None:
        total = published.bytes
    if start in (0, have) and (not published or total == published.bytes):
        return start, total
    if have:
        raise _PassingError("a part of it came from the wrong place", fits=False)
    name = published.path if published else "it"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        step = "look in a browser whether this network asks you to log in"
        raise SourceError(f"a web page came in place of {name}", step=step)
    wanted = f", not {published.bytes}" if published else ""
    raise SourceError(f"{name} has {total} bytes there{wanted}", step=NEWER)


@contextmanager
def _answer(url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
    """A server's answer, which holds a file or a part of it.

    Raises:
        SourceError: there is none, in words that name no host.
    """
    import httpx2

    try:
        with _client(TIMEOUT_S) as client:
            answer = _followed(client, client.build_request("GET", url, headers=headers))
            try:
                if answer.status_code not in (200, 206):
                    raise _refusal(answer)
                yield answer
            finally:
                answer.close()
    except httpx2.ConnectTimeout as error:
        raise _PassingError(f"no connection within {CONNECT_S:g} s") from error
    except httpx2.TimeoutException as error:
        raise _PassingError(f"no answer for {TIMEOUT_S:g} s") from error
    except (httpx2.ReadError, httpx2.WriteError, httpx2.ProtocolError) as error:
        raise _PassingError("the connection broke off") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        refused = "refused" in str(error)
        problem = "the connection was refused" if refused else "the server cannot be reached"
        raise _PassingError(problem) from error


def _client(timeout_s: float) -> httpx2.Client:
    import httpx2

    timeout = httpx2.Timeout(timeout_s, connect=min(timeout_s, CONNECT_S))
    try:
        return httpx2.Client(timeout=timeout)
    except (ImportError, ValueError) as error:
        # A SOCKS proxy without the package for it, or no address of a proxy.
        problem = "the proxy that HTTPS_PROXY or ALL_PROXY names cannot be used"
        step = "name an HTTP proxy there, run: pip install 'httpx2[socks]',"
        raise SourceError(problem, step=step) from error


def _followed(client: httpx2.Client, request: httpx2.Request) -> httpx2.Response:
    """The answer at the end of all redirects; no other server is told the token.

    Raises:
        SourceError: they lead from https to http, elsewhere than to the web, or in circles.
    """
    is_secret = request.url.scheme == "https"
    passed: list[httpx2.Response] = []
    while len(passed) <= MAX_REDIRECTS:
        answer = client.send(request, stream=True)
        if answer.next_request is None:
            answer.history = passed
            return answer
        answer.close()
        passed.append(answer)
        request = answer.next_request
        if request.url.scheme not in (("https",) if is_secret else ("https", "http")):
            raise SourceError("it sends the download to an address that is not safe")
    raise SourceError("it sends the download in circles")


def _refusal(answer: httpx2.Response) -> SourceError:
    """Why there is no file, as far as the hub says so."""
    status = answer.status_code
    if status in RETRIED_STATUSES or status >= 500:
        wait_s = _asked_wait_s(answer)
        asked = "" if wait_s is None else f", to be asked again in {wait_s:.0f} s"
        problem, step = f"HTTP {status}{asked}", "check the connection"
        if status == 429:
            problem, step = f"too many requests{asked}", "wait some minutes"
        if wait_s is not None and wait_s > LONGEST_WAIT_S:
            return SourceError(problem, step=step)
        return _PassingError(problem, step=step, wait_s=wait_s, fits=status != 416)
    # What the place of the files says is no word about the repository.
    code = answer.headers.get("X-Error-Code") or ("" if answer.history else str(status))
    if code in REFUSALS:
        return SourceError(REFUSALS[code], step=NEWER, code=code)
    return SourceError(f"HTTP {status}", code=code)


def _asked_wait_s(answer: httpx2.Response) -> float | None:
    """The seconds after which the server wants to be asked again; None: it does not say."""
    limit = re.search(r"\br=0\b.*\bt=(\d{1,9})\b", answer.headers.get("RateLimit", ""))
    after = answer.headers.get("Retry-After", "").strip()
    if limit or re.fullmatch(r"\d{1,9}", after):
        return float(limit[1] if limit else after)
    try:
        return max(0.0, parsedate_to_datetime(after).timestamp() - time())
    except (ValueError, OverflowError, OSError):
        return None


def _etag_of(target: Path) -> Path:
    return target.with_name(target.name + ".etag")


def _remember_etag(answer: httpx2.Response, etag: Path) -> None:
    tag = answer.headers.get("ETag", "")
    # A weak tag does not promise equal bytes and must not stand in If-Range: RFC 9110, 13.1.5.
    if tag.startswith('"') and tag.isascii():
        etag.write_text(tag, encoding="ascii")
    else:
        etag.unlink(missing_ok=True)
