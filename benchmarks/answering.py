"""A server whose answers a strong model wrote beforehand: JSON files by pitch, step and language.

    data/answers/folding-cart/points.json         what he means, and his selling points
    data/answers/folding-cart/names.json          how the product is called
    data/answers/folding-cart/lines-es.json       the script in Spanish
    data/answers/folding-cart/verdicts-en-1.json  the judge, of all lines from this one on
    data/answers/folding-cart/corrections-hi-8.json  the lines that failed, from this one on

A question that has no answer yet is kept in the folder `asked`, for whoever writes it; the server
says that it is not there.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from merchant_studio.languages import language_codes, profile

ANSWERS = Path(__file__).parent / "data" / "answers"
MODEL = "recorded"
_BYTES_PER_TOKEN = 4
"""About so many: the answers were written without a tokenizer."""


class Recorded:
    """The answers of a folder, each given in its turn."""

    def __init__(self, answers: Path, asked: Path | None, wait_s: float = 0) -> None:
        """`asked`: where questions are kept that have no answer; `wait_s`: before each answer."""
        self.answers, self.asked, self.wait_s = answers, asked, wait_s
        self.pitch = ""
        """Whose questions come next."""
        self._rounds: Counter[str] = Counter()
        self._lock = Lock()

    def begin(self, pitch: str) -> None:
        """Answer for another pitch from now on, from its first round."""
        self.pitch = pitch
        self._rounds.clear()

    def answer(self, body: Mapping[str, Any]) -> str | None:
        """The recorded answer to a question, or None; the question is kept then."""
        text = body["messages"][-1]["content"]
        with self._lock:
            name = self._name(step_of(body), text)
        file = self.answers / self.pitch / f"{name}.json"
        if file.exists():
            return self._with_names(file.read_text(encoding="utf-8"), body)
        if self.asked:
            place = self.asked / self.pitch / f"{name}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            system = body["messages"][0]["content"]
            place.write_text(f"{system}\n\n{text}\n", encoding="utf-8")
        return None

    def _with_names(self, said: str, body: Mapping[str, Any]) -> str:
        """The answer, with that to the question for names where both were asked as one."""
        file = self.answers / self.pitch / "names.json"
        if step_of(body) == "names" or "names" not in _fields(body) or not file.exists():
            return said
        return json.dumps(json.loads(said) | json.loads(file.read_text(encoding="utf-8")))

    def _name(self, step: str, text: str) -> str:
        if step == "lines":
            named = re.search(r"^Write it in ([^.(]+?)[.(]", text, re.M)
            codes = {profile(code).name: code for code in language_codes()}
            return f"lines-{codes[named[1].strip()] if named else 'unknown'}"
        if step in ("verdicts", "corrections"):
            place = re.search(
                r"^(\w+)(?: \([^)]*\), line)? (\d+): ", text.rpartition("\n\n")[2], re.M
            )
            name = f"{step}-{place[1]}-{place[2]}" if place else step
            self._rounds[name] += 1
            return name + "-again" * (self._rounds[name] - 1)
        return step


def step_of(body: Mapping[str, Any]) -> str:
    """What is asked, by the schema of the answer."""
    schema = _fields(body)
    name: str = next(each for each in schema if each != "repairs")
    if "wrong" in schema[name].get("properties", {}):
        return "verdicts"
    row = schema[name]["items"]["properties"]
    return "corrections" if name == "lines" and "language" in row else name


def _fields(body: Mapping[str, Any]) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = body["response_format"]["json_schema"]["schema"]["properties"]
    return fields


@contextmanager
def answering(recorded: Recorded) -> Iterator[str]:
    """The address of a server that gives these answers, as vLLM would."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(200, "application/json", json.dumps({"data": [{"id": MODEL}]}).encode())

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(recorded.wait_s)
            said = recorded.answer(body)
            if said is None:
                error = {"error": {"message": "nobody has written this answer yet"}}
                self._send(404, "application/json", json.dumps(error).encode())
                return
            self._send(200, "text/event-stream", b"".join(events(said, body)))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _send(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def events(said: str, body: Mapping[str, Any]) -> Iterator[bytes]:
    """A streamed answer: its text, its end, and about how many tokens it took."""
    base = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
    asked = sum(len(each["content"].encode()) for each in body["messages"]) // _BYTES_PER_TOKEN
    usage = {
        "prompt_tokens": asked,
        "completion_tokens": len(said.encode()) // _BYTES_PER_TOKEN,
        "total_tokens": asked + len(said.encode()) // _BYTES_PER_TOKEN,
    }
    for delta, end in (({"content": said}, None), ({}, "stop")):
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n".encode()
    yield f"data: {json.dumps({**base, 'choices': [], 'usage': usage})}\n\n".encode()
    yield b"data: [DONE]\n\n"
