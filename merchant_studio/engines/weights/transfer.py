"""One file over HTTP: continued where it broke off, no longer than it should be, left in time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from ...messages import Notice, say

if TYPE_CHECKING:
    import httpx2

CONNECT_S, ANSWER_S = 10.0, 30.0
"""The longest waits for one address of a server, and for more bytes."""
TRIES, PAUSE_S = 3, 2.0
"""How often in a row a server may bring nothing new, and the time before it is asked again."""
NEW_BYTES = 1 << 16
"""What is less is nothing new: a line that breaks off at each byte is given up."""
PATIENCE_S, LEAST_BYTES = 60.0, 600_000
"""A server that brings less than this in that time is given up: 10 kB a second."""

NEWER = say("install a newer merchant-studio")
"""The next step where a server no longer has what a card names."""
CLOSED = say("there is no such repository, or it is closed")
REFUSALS = {
    "EntryNotFound": say("the repository has no such file"),
    "RevisionNotFound": say("the repository has no such revision"),
    "RepoNotFound": CLOSED,
    "401": CLOSED,
    "404": say("there is no such file"),
}
"""By what a hub says in X-Error-Code, or else by the status of an answer."""


class SourceError(Exception):
    """A source cannot give a file: one clause without a host's name, and the next step.

    `passes`: it may be gone at the next try.
    """

    def __init__(
        self,
        problem: Notice,
        step: Notice = say("check the connection"),
        code: str = "",
        passes: bool = False,
    ) -> None:
        super().__init__(problem)
        self.step, self.code, self.passes = step, code, passes


def size_of(path: Path) -> int:
    """Bytes that are there; 0 if there is no such file."""
    return path.stat().st_size if path.exists() else 0


def get(
    address: str, target: Path, size: int, tell: Callable[[int], None], token: str = ""
) -> None:
    """Bring `target` to its `size` in bytes, asking only for what is missing.

    `tell` hears the bytes of `target` after each block. The token is sent to that server alone.

    Raises:
        SourceError: refused, another file, too slow, or broken off too often; what came is kept.
        OSError: `target` cannot be written.
    """
    tries = 0
    if size_of(target) > size:  # of an older card
        target.unlink()
    while (had := size_of(target)) < size:
        try:
            _ask(address, target, size, tell, token)
        except SourceError as error:
            tries = 0 if size_of(target) - had >= NEW_BYTES else tries + 1
            if not error.passes or tries == TRIES:
                raise
            sleep(PAUSE_S)


def _ask(address: str, target: Path, size: int, tell: Callable[[int], None], token: str) -> None:
    """Ask once for what is missing, and append what comes."""
    import httpx2

    # "identity": a range of a compressed answer would be a range of other bytes.
    headers = {"User-Agent": "merchant-studio", "Accept-Encoding": "identity"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if have := size_of(target):
        headers["Range"] = f"bytes={have}-"
    try:
        with _client() as client, client.stream("GET", address, headers=headers) as answer:
            _require_file(answer, address, target.name, size)
            is_part = answer.status_code == 206
            with target.open("r+b" if is_part else "wb") as out:
                out.seek(have if is_part else 0)
                came, since = 0, monotonic()
                for block in answer.iter_raw():
                    if out.tell() + len(block) > size:
                        raise SourceError(
                            say("{target} is longer than the published file", target=target.name)
                        )
                    out.write(block)
                    tell(out.tell())
                    came += len(block)
                    if monotonic() - since >= PATIENCE_S:
                        if came < LEAST_BYTES:
                            raise SourceError(
                                say(
                                    "it is too slow, {came} kB came in {seconds} s",
                                    came=came // 1000,
                                    seconds=f"{PATIENCE_S:g}",
                                )
                            )
                        came, since = 0, monotonic()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise _trouble(error) from error
    if size_of(target) < size:
        raise SourceError(say("the connection broke off"), passes=True)


def _client() -> httpx2.Client:
    """A client that goes where it is sent; it tells the token to no other server."""
    import httpx2

    timeout = httpx2.Timeout(ANSWER_S, connect=CONNECT_S)
    try:
        return httpx2.Client(timeout=timeout, follow_redirects=True)
    except (ImportError, ValueError) as error:
        # A SOCKS proxy without the package for it, or no address of a proxy.
        problem = say("the proxy that HTTPS_PROXY or ALL_PROXY names cannot be used")
        step = say("name an HTTP proxy there, run: pip install 'httpx2[socks]',")
        raise SourceError(problem, step) from error


def _require_file(answer: httpx2.Response, address: str, name: str, size: int) -> None:
    """Raise SourceError if an answer holds no part of the file: why, as far as the server says."""
    status = answer.status_code
    if address.startswith("https:") and answer.url.scheme != "https":
        raise SourceError(say("it sends the download to an address that is not safe"))
    if status == 429:
        raise SourceError(say("too many requests"), say("wait some minutes"), passes=True)
    if status not in (200, 206):
        # What the place of the files says is no word about the repository.
        code = answer.headers.get("X-Error-Code") or ("" if answer.history else str(status))
        if code in REFUSALS:
            raise SourceError(REFUSALS[code], NEWER, code)
        raise SourceError(
            say("HTTP {status}", status=status), code=code, passes=status == 408 or status >= 500
        )
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        step = say("look in a browser whether this network asks you to log in")
        raise SourceError(say("a web page came in place of {file}", file=name), step)
    length = int(answer.headers.get("Content-Length", size))
    if status == 200 and length != size:
        raise SourceError(
            say("{file} has {length} bytes there, not {size}", file=name, length=length, size=size),
            NEWER,
        )


def _trouble(error: Exception) -> SourceError:
    """What went wrong on the way to a server, in words that name no host."""
    import httpx2

    match error:
        case httpx2.ConnectTimeout():
            problem = say("no connection within {seconds} s", seconds=f"{CONNECT_S:g}")
        case httpx2.TimeoutException():
            problem = say("no answer for {seconds} s", seconds=f"{ANSWER_S:g}")
        case httpx2.UnsupportedProtocol() | httpx2.InvalidURL():
            return SourceError(say("its address does not begin with https:// or http://"))
        case httpx2.TooManyRedirects():
            return SourceError(say("it sends the download in circles"))
        case httpx2.ReadError() | httpx2.WriteError() | httpx2.ProtocolError():
            problem = say("the connection broke off")
        case _:
            refused = "refused" in str(error)
            problem = (
                say("the connection was refused")
                if refused
                else say("the server cannot be reached")
            )
    return SourceError(problem, passes=True)
