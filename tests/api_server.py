"""A local OpenAI-compatible server that does what a test tells it to, however badly."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from merchant_studio.engines import Sound, Speaker, Utterance
from tests.waiting import LIMIT_S

KEY = "sk-4f9a-secret-of-the-merchant-77"


class Served:
    """A running server: what it was asked, and how it answers next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.lists: dict[str, Any] = {
            "/v1/models": {"object": "list", "data": [{"id": "small", "object": "model"}]}
        }
        """What is answered to a GET, by path."""
        self.closing = Event()
        self.answer: Callable[[Handler, dict[str, Any]], None] = lambda handler, body: None

    def in_turn(self, *answers: Callable[[Handler, dict[str, Any]], None]) -> None:
        """Answer each request as its turn says, and all later ones as the last."""
        left = list(answers)

        def answer(handler: Handler, body: dict[str, Any]) -> None:
            (left.pop(0) if len(left) > 1 else left[0])(handler, body)

        self.answer = answer


class Handler(BaseHTTPRequestHandler):
    """One request; it goes to the test's answer."""

    served: Served
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        is_json = self.headers["Content-Type"] == "application/json"
        body = json.loads(raw) if is_json else form(self.headers["Content-Type"], raw)
        self.served.asked.append({"path": self.path, **body})
        self.served.keys.append(self.headers.get("Authorization", ""))
        self.served.answer(self, body)

    def do_GET(self) -> None:
        listed = self.served.lists.get(self.path)
        self.send(200 if listed else 404, listed or {"error": {"message": "no such list"}})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send(self, status: int, body: Any, **headers: str) -> None:
        """A whole answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", headers.get("content_type", "application/json"))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self) -> None:
        """The head of an answer that comes in parts."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def event(self, text: str, finish: str | None = None) -> None:
        """One part of a streamed chat answer."""
        self.chunk(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": finish}])

    def chunk(self, **fields: Any) -> None:
        """Any part of a streamed chat answer."""
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "small-v1"}
        self.wfile.write(f"data: {json.dumps({**chunk, **fields})}\n\n".encode())


def form(content_type: str, raw: bytes) -> dict[str, Any]:
    """The fields of a form, files as bytes."""
    message = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + raw)
    fields: dict[str, Any] = {}
    for part in message.walk():
        name = part.get_param("name", header="Content-Disposition")
        if name:
            content = part.get_payload(decode=True)
            fields[str(name)] = content if part.get_filename() else content.decode()
    return fields


def hears(whisper: Any) -> Callable[[Handler, dict[str, Any]], None]:
    """Transcribe what is sent with a faster-whisper model, as OpenAI's service would answer."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        parts, info = whisper.transcribe(
            io.BytesIO(body["file"]),
            language=body.get("language"),
            initial_prompt=body.get("prompt"),
            word_timestamps=True,
            condition_on_previous_text=False,
            vad_filter=True,
        )
        parts = list(parts)
        words = [
            {"word": word.word, "start": word.start, "end": word.end}
            for part in parts
            for word in part.words or ()
        ]
        segments = [{"id": p.id, "start": p.start, "end": p.end, "text": p.text} for p in parts]
        text = "".join(part.text for part in parts)
        transcript = {"task": "transcribe", "language": info.language, "duration": info.duration}
        handler.send(200, transcript | {"text": text, "segments": segments, "words": words})

    return answer


def speaks(speaker: Speaker) -> Callable[[Handler, dict[str, Any]], None]:
    """Speak what is sent, as OpenAI's service would answer; an unknown voice is a bad request."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        language = "en"
        if body["voice"] not in [voice.name for voice in speaker.voices(language)]:
            handler.send(400, {"error": {"message": "no such voice"}})
            return
        said = Utterance(
            text=body["input"], language=language, voice=body["voice"], pace=body["speed"]
        )
        handler.send(200, wav(speaker.speak(said)), content_type="audio/wav")

    return answer


def wav(sound: Sound) -> bytes:
    """A WAV file of the sound."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.sample_rate_hz)
        out.writeframes(sound.samples)
    return file.getvalue()


def says(
    text: str, *, finish: str = "stop", usage: Any = None
) -> Callable[[Handler, dict[str, Any]], None]:
    """Stream an answer to its end, and its usage after it if that is asked for."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin_stream()
        for at in range(0, len(text), 7):
            handler.event(text[at : at + 7])
        handler.event("", finish)
        if usage is not None and body.get("stream_options") == {"include_usage": True}:
            handler.chunk(choices=[], usage=usage)
        handler.wfile.write(b"data: [DONE]\n\n")

    return answer


def refuses(*fields: str) -> Callable[[Handler, dict[str, Any]], None]:
    """Refuse a request with one of the fields, by its name; else say one line."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        found = [name for name in fields if name in body]
        told = f"current model does not support parameter `{found[0]}`" if found else ""
        (fails(400, said=told) if found else says("1. Hello."))(handler, body)

    return answer


def breaks_off(text: str) -> Callable[[Handler, dict[str, Any]], None]:
    """Stream a part, and close the connection."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin_stream()
        handler.event(text)

    return answer


def fails(
    status: int, code: str = "", said: str = "wrong"
) -> Callable[[Handler, dict[str, Any]], None]:
    """An error that repeats the key, as some servers do."""

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        message = f"{said}: {handler.headers.get('Authorization')}"
        error = {"error": {"message": message, "code": code or None}}
        handler.send(status, error, retry_after_ms="1")

    return answer


def stays_silent(handler: Handler, body: dict[str, Any]) -> None:
    """Take the request and never answer."""
    handler.served.closing.wait()
    handler.close_connection = True


def trickles(handler: Handler, body: dict[str, Any]) -> None:
    """Send a comment now and then, as a sign of life, and nothing else."""
    handler.begin_stream()
    while not handler.served.closing.wait(0.05):
        try:
            handler.wfile.write(b": keep-alive\n\n")
        except OSError:
            return


def patience_s(server: Served) -> int:
    """How long a client is to wait for this server: not long where nothing will come."""
    return 1 if server.answer in (stays_silent, trickles) else int(LIMIT_S)


def sends(data: bytes, **headers: str) -> Callable[[Handler, dict[str, Any]], None]:
    """Send bytes that are no answer at all."""
    return lambda handler, body: handler.send(200, data, **headers)


@contextmanager
def serving() -> Iterator[Served]:
    """A server on a free port of this machine."""
    own = type("Own", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1")
    own.served = served  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
