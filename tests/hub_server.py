"""A local server that behaves as model hubs do, with their faults on request.

    with serving(Hub({"maker/tiny": {"model.bin": body}})) as hub:
        os.environ["HF_ENDPOINT"] = hub.address
        hub.faults = [Fault(status=429), Fault(cut=1000)]

Hugging Face has `/OWNER/NAME/resolve/REVISION/FILE`, ModelScope the same below `/models`. A large
file is a redirect to a signed address of another server (`hub.files_server`), which is good for
one request; a small one comes at once. One fault is used up by each request for a file.
"""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL_CARD = """\
id = "{name}"
role = "{role}"
engine = "fake"
title = "{name}"
licence = "MIT"
commercial = true
languages = ["en"]
ram_mb = 1
files = [{{ path = "model.bin", bytes = {size}, sha256 = "{sha256}" }}]

[[sources]]
kind = "{kind}"
repo = "maker/{name}"
revision = "main"
"""
"""The card of a model that a hub has, of one file."""
LARGE_BYTES = 100_000
"""From here on a file is kept on the other server."""
FILE_PATH = re.compile(r"/(models/)?([\w.-]+/[\w.-]+)/resolve/([\w.-]+)/(.+)")


@dataclass(frozen=True)
class Fault:
    """What one answer does otherwise than a hub in health."""

    status: int = 0
    """Refuse with this status."""
    code: str = ""
    """X-Error-Code of a refusal."""
    redirect: str = ""
    """Send the client there."""
    body: bytes | None = None
    """Bytes in place of the file."""
    media_type: str = "application/octet-stream"
    length: int | None = None
    """Content-Length in place of the true one; 0: none at all."""
    cut: int | None = None
    """Break off after so many bytes."""
    stall: int | None = None
    """Fall silent after so many bytes; -1: before the first word."""
    pause: int | None = None
    """Wait after so many bytes until `Hub.go_on` is set."""
    drip_s: float = 0.0
    """Send single bytes, and wait so long after each."""
    ranges: bool = True
    """False: send the whole file whatever part is asked for."""


@dataclass
class Asked:
    """One request, and how many bytes of a file were sent for it."""

    path: str
    range: str | None
    token: str | None
    of_hub: bool
    """False: of the server of large files."""
    sent_bytes: int = 0


class Hub:
    """Files by repository and name, what was asked for, and the faults to come."""

    def __init__(self, files: Mapping[str, Mapping[str, bytes]]) -> None:
        self.files = {repo: dict(each) for repo, each in files.items()}
        self.packages: dict[str, bytes] = {}
        """Archives of a registry, by path; they come at once, with the faults of files."""
        self.renamed: dict[str, str] = {}
        """Old names of repositories, and their new ones."""
        self.upstream = ""
        """The address of the hub to which this mirror sends everybody; empty: it is no mirror."""
        self.faults: list[Fault] = []
        self.status = 200
        """Of pages other than files."""
        self.is_silent = False
        """Whether those pages are never answered."""
        self.asked: list[Asked] = []
        self.address = self.files_server = ""
        self.signed: dict[str, tuple[bytes, Fault]] = {}
        """Addresses of large files that have been given out and not been used."""
        self.go_on = threading.Event()
        self.closing = threading.Event()

    @property
    def sent_bytes(self) -> int:
        """Bytes of files that were sent for all requests in `asked`."""
        return sum(each.sent_bytes for each in self.asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: Hub, is_hub: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub, self.is_hub = hub, is_hub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no fault of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub, range_, token = self.server.hub, self.headers["Range"], self.headers["Authorization"]
        self.asked = Asked(self.path, range_, token, self.server.is_hub)
        hub.asked.append(self.asked)
        self.close_connection = True
        found = FILE_PATH.fullmatch(self.path)
        if not self.server.is_hub:
            if self.path in hub.signed:
                self.send_file(*hub.signed.pop(self.path))
            else:
                self.answer(403)
        elif hub.upstream:
            self.answer(308, {"Location": hub.upstream + self.path})
        elif self.path in hub.packages:
            fault = hub.faults.pop(0) if hub.faults else Fault()
            self.send_file(hub.packages[self.path], fault)
        elif found is None:
            self.answer_page()
        elif found[2] in hub.renamed:
            self.answer(307, {"Location": self.path.replace(found[2], hub.renamed[found[2]])})
        else:
            self.answer_for(found[2], found[4], is_modelscope=bool(found[1]))

    def answer_page(self) -> None:
        """The page by which pip sees that somebody is there, and all others."""
        if self.server.hub.is_silent:
            self.server.hub.closing.wait()
        link = b'<a href="pip-99.0-py3-none-any.whl">pip-99.0-py3-none-any.whl</a>'
        page = link if self.path == "/simple/pip/" else b"<p>A hub</p>"
        self.answer(self.server.hub.status, {"Content-Type": "text/html"}, page)

    def answer_for(self, repo: str, path: str, is_modelscope: bool) -> None:
        hub = self.server.hub
        fault = hub.faults.pop(0) if hub.faults else Fault()
        body = hub.files.get(repo, {}).get(path)
        if fault.stall == -1:
            hub.closing.wait()
        elif fault.status:
            code = {"X-Error-Code": fault.code} if fault.code else {}
            self.answer(fault.status, code, b"No.")
        elif fault.redirect:
            self.answer(302, {"Location": fault.redirect})
        elif body is None and is_modelscope:
            told = json.dumps({"Code": 404, "Success": False, "Message": "no such file"})
            self.answer(200, {"Content-Type": "application/json"}, told.encode())
        elif body is None:
            code = "EntryNotFound" if repo in hub.files else "RepoNotFound"
            self.answer(404, {"X-Error-Code": code})
        elif len(body) < LARGE_BYTES:
            self.send_file(body, fault)
        else:
            sha256 = hashlib.sha256(body).hexdigest()
            place = f"/lfs/{sha256}?signature={len(hub.asked)}"
            hub.signed[place] = body, fault
            self.answer(302, {"Location": hub.files_server + place})

    def answer(self, status: int, headers: Mapping[str, str] = {}, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_file(self, true_body: bytes, fault: Fault) -> None:
        body = true_body if fault.body is None else fault.body
        start, asked = 0, self.headers["Range"]
        if asked and fault.ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self.answer(416, {"Content-Range": f"bytes */{len(body)}"})
                return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        length = len(body) - start if fault.length is None else fault.length
        if length:
            self.send_header("Content-Length", str(length))
        self.send_header("Content-Type", fault.media_type)
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.send_bytes(body[start:], fault)

    def send_bytes(self, body: bytes, fault: Fault) -> None:
        hub = self.server.hub
        step = 1 if fault.drip_s else fault.pause or len(body)
        ends = [each for each in (fault.cut, fault.stall) if each is not None]
        end = min([len(body), *ends])
        for place in range(0, end, step):
            block = body[place : min(place + step, end)]
            self.wfile.write(block)
            self.asked.sent_bytes += len(block)
            if fault.drip_s and hub.closing.wait(fault.drip_s):
                return
            if fault.pause:
                hub.go_on.wait()
        if fault.stall is not None:
            hub.closing.wait()


@contextmanager
def serving(hub: Hub, tls: ssl.SSLContext | None = None) -> Iterator[Hub]:
    """The hub at work, on two ports of this machine; with `tls`, the hub itself speaks https."""
    servers = [_Server(hub, is_hub=True), _Server(hub, is_hub=False)]
    if tls is not None:
        servers[0].socket = tls.wrap_socket(servers[0].socket, server_side=True)
    hub.address = f"http{'s' if tls else ''}://127.0.0.1:{servers[0].server_port}"
    hub.files_server = f"http://127.0.0.1:{servers[1].server_port}"
    threads = [
        threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.01})
        for each in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield hub
    finally:
        hub.closing.set()
        hub.go_on.set()
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()
