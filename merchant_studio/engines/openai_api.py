"""Any OpenAI-compatible server, over the official client: the connection, and the writer.

Answers are streamed, so that a long one is no silence, and bounded twice: by the seconds that a
server may be silent and by the seconds of the whole answer. What a server says about a failure is
not repeated: some repeat the key in it.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import PurePath
from typing import Any, ClassVar, TypeVar

import httpx2
import openai

from ..errors import EngineError, EngineFailedError, ServiceError
from ..messages import joined, say
from ..records import EngineKind, EngineStamp, digest
from . import Answer, EngineOptions, Form, Question, weights
from .asking import as_schema, read_usage, without_thoughts
from .services import SERVICES, address, read_key

CONNECT_S = 10
ANSWER_PER_SILENCE = 5
"""A whole answer may take so many times as long as a silence."""
MAX_TOKENS = 8192
"""Room for a reasoning model's thoughts; a schema ends an answer long before."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024
"""Minutes of speech as sound; a script has some thousand bytes."""
TRIES = 2
"""Of an answer that broke off, was cut or is blank, which the client does not ask for again."""
CUT = "length"
"""Why an answer ended that had no more room."""
_NO_KEY = "none"

_Answer = TypeVar("_Answer")


class Server:
    """A connection to one service; `name` is its name in `SERVICES`."""

    def __init__(self, options: EngineOptions) -> None:
        self.name = options.name
        self.service = SERVICES[options.name]
        self.url = address(options.name, options.url)
        self._asked_model, self._model = options.model, ""
        self._timeout_s = options.timeout_s
        self.client = openai.OpenAI(
            base_url=self.url,
            api_key=read_key(options.name, self.url, options.key_file) or _NO_KEY,
            max_retries=options.tries - 1,
            timeout=httpx2.Timeout(options.timeout_s, connect=CONNECT_S),
            http_client=httpx2.Client(
                transport=_Bounded(options.timeout_s * ANSWER_PER_SILENCE), follow_redirects=False
            ),
        )

        weakref.finalize(self, self.client.close)

    @property
    def model(self) -> str:
        """The model's name: the one that was asked for, or the first that the server has.

        Raises:
            ServiceError: the server has none, or cannot be asked.
        """
        if not self._model:
            self._model = self._asked_model or next(iter(self.models()), "")
        if not self._model:
            raise ServiceError(
                self.name,
                say("it serves no model"),
                say("name one: {engine}:MODEL", engine=self.name),
            )
        return self._model

    def models(self) -> tuple[str, ...]:
        """The names of all models that the server has.

        Raises:
            ServiceError: it cannot be asked.
        """
        return self.call(lambda: tuple(model.id for model in self.client.models.list().data))

    def told_of_model(self) -> str | None:
        """What the list of a server that somebody starts himself tells of the model's weights.

        llama-server tells how many there are and how many bytes, vLLM and SGLang their folder. A
        service's models have but their names: empty. None: it does not answer, or has no list.
        """
        if self.url == self.service.url and not self.service.start:
            return ""
        client = self.client.with_options(max_retries=0)
        try:
            listed = self.call(lambda: client.models.list().data)
        except EngineError:
            return None
        told = next((each.to_dict() for each in listed if each.id == self.model), {})
        root, meta = str(told.get("root") or ""), told.get("meta")
        return digest(PurePath(root).name, meta) if root or meta else ""

    def call(self, ask: Callable[[], _Answer]) -> _Answer:
        """The result of `ask`; errors of the client library become errors of this program.

        Raises:
            ServiceError: key, credit, model or server are not there.
            EngineFailedError: the server failed, or its answer cannot be read.
        """
        try:
            return ask()
        except openai.APIStatusError as error:
            raise self._refused(error) from None
        except (openai.APITimeoutError, httpx2.TimeoutException):
            problem = say(
                "it gave no whole answer within {seconds} seconds of silence",
                seconds=self._timeout_s,
            )
            step = say("try again later, or allow more with --timeout")
            raise ServiceError(self.name, problem, step) from None
        except (openai.APIConnectionError, httpx2.TransportError):
            raise self._not_there() from None
        except (openai.APIError, ValueError, TypeError, AttributeError, LookupError):
            problem = say("its answer is not one of an OpenAI-compatible server")
            raise EngineFailedError(self.name, problem) from None

    @property
    def _named(self) -> str:
        """The model's name as far as it is known."""
        return self._model or self._asked_model

    def _is_unknown(self, model: str, told: str) -> bool:
        """Whether a refusal names the model, and the server has a list, in which it is not."""
        if model not in told:
            return False
        try:
            listed = self.client.with_options(max_retries=0).models.list().data
            return bool(listed) and model not in [each.id for each in listed]
        except (openai.OpenAIError, httpx2.TransportError, ValueError, TypeError, AttributeError):
            return False

    def _not_there(self) -> ServiceError:
        start = (
            say("start it: {command}", command=self.service.start)
            if self.service.start
            else say("check the connection")
        )
        return ServiceError(
            self.name, say("{url} does not answer, or broke off", url=self.url), start
        )

    def _refused(self, error: openai.APIStatusError) -> EngineError:
        status, code = error.status_code, error.code
        if status in (401, 403):
            problem, step = say("the key is not accepted"), say("check {key}", key=self.service.key)
        elif status == 402 or code == "insufficient_quota":
            problem, step = (
                say("the account has no credit"),
                say("top it up, or choose another engine"),
            )
        elif status == 404 or (status == 400 and self._is_unknown(self._named, str(error))):
            problem = say("it has no model {model!r} at {url}", model=self._named, url=self.url)
            step = say(
                "name another: {engine}:MODEL (merchant-studio engines lists what it has)",
                engine=self.name,
            )
        elif status == 429:
            problem, step = say("too many requests"), say("try again in a minute")
        elif status >= 500:
            problem, step = (
                say("the server failed ({status})", status=status),
                say("try again in a minute"),
            )
        else:
            problem = say("it refused the request ({status})", status=status)
            step = say("choose another model, or update the server")
        return ServiceError(self.name, problem, step)


class _Bounded(httpx2.HTTPTransport):
    """A transport that ends every answer in time and bytes, also one that comes byte by byte."""

    def __init__(self, answer_s: float) -> None:
        super().__init__()
        self._answer_s = answer_s

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, its body bounded; it may not be compressed, for then bytes say nothing."""
        end = time.monotonic() + self._answer_s
        request.headers["accept-encoding"] = "identity"
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise httpx2.RemoteProtocolError("it sends what was not asked for", request=request)
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Until(response.stream, end, request)
        return response


class _Until(httpx2.SyncByteStream):
    """A body that raises when its time is up, or more comes than any answer has."""

    def __init__(self, body: httpx2.SyncByteStream, end: float, request: httpx2.Request) -> None:
        self._body, self._end, self._request = body, end, request

    def __iter__(self) -> Iterator[bytes]:
        """The parts of the body, until `end`."""
        size = 0
        for part in self._body:
            size += len(part)
            if size > MAX_ANSWER_BYTES:
                raise httpx2.ReadError("the answer is too long", request=self._request)
            if time.monotonic() > self._end:
                raise httpx2.ReadTimeout("the answer took too long", request=self._request)
            yield part

    def close(self) -> None:
        """Give the connection back."""
        self._body.close()


class ApiEngine:
    """An engine behind a server."""

    kind: ClassVar[EngineKind]

    def __init__(self, options: EngineOptions) -> None:
        self._server = Server(options)
        self._seed = options.seed

    @property
    def stamp(self) -> EngineStamp:
        """Service and model; for want of a published revision, where the model was served."""
        server, model = self._server, self._server.model
        card = weights.card_of_service(server.name, model) or weights.card_of_hub(model)
        return EngineStamp(
            kind=self.kind,
            name=server.name,
            model=PurePath(model).name if PurePath(model).is_absolute() else model,
            revision=server.url,
            seed=self._seed,
            licence=card.licence if card else "",
            commercial=card.commercial if card else True,
        )


class ApiWriter(ApiEngine):
    """A chat model behind a server; held to the form of its answer as far as the server can."""

    kind = "writer"
    judged_at_once = 100

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        service = self._server.service
        self._decoding, self.at_once = service.decoding, service.at_once
        self._on_answer = options.on_answer
        self._wishes = {"stream_options": {"include_usage": True}, **service.no_thoughts}
        """Fields that help, but without which an answer can be had, too."""

    @cached_property
    def fingerprint(self) -> str | None:
        """What its list tells of its model, not where it is; see `engines.Writer`."""
        return self._server.told_of_model()

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """All answers, asked for at the same time; see `engines.Writer`.

        A question that fails gives its ServiceError or EngineFailedError; see `Server.call`.
        """

        def one(question: Question) -> Answer | EngineError:
            try:
                return self._server.call(lambda: self._answer(question))
            except EngineError as error:
                return error

        with ThreadPoolExecutor(max_workers=self.at_once) as threads:
            return tuple(threads.map(one, questions))

    def _answer(self, question: Question) -> Answer:
        """A whole answer, at the second try at the latest.

        Raises:
            EngineFailedError: it was blank or cut both times.
        """
        for _ in range(TRIES):
            answer, end = self._chat(question)
            if end:
                self._on_answer(answer)
            if answer.text and end not in ("", CUT):
                return answer
        if not end:
            raise httpx2.RemoteProtocolError("the stream broke off")
        if end == CUT:
            problem = say("its answer was cut before it was whole")
            step = say("choose a model that thinks less, or give the server a larger context")
        else:
            problem, step = (
                say("its answer is blank"),
                say("try again later, or choose another model"),
            )
        raise EngineFailedError(self._server.name, joined([problem, step])) from None

    def _chat(self, question: Question) -> tuple[Answer, str]:
        """One answer without thoughts, and why it ended: `stop`; empty: the stream broke off."""
        said, by, end, usage = "", "", "", None
        with self._stream(question) as stream:
            for chunk in stream:
                for choice in chunk.choices or ():
                    fingerprint = getattr(chunk, "system_fingerprint", None)
                    by = " ".join(filter(None, [PurePath(chunk.model).name, fingerprint]))
                    said += choice.delta.content or ""
                    end = choice.finish_reason or end
                if chunk.usage:  # of the answer so far; some servers tell it with every part
                    usage = read_usage(chunk.to_dict(warnings=False)["usage"])
        return Answer(text=without_thoughts(said), by=by, usage=usage), end

    def _stream(self, question: Question) -> Any:
        """The answer as it comes. What the server refuses by name is not wished for any more."""
        held = self._held_to(question.form)
        # The types of the client describe one vendor's parameters; these go to many.
        create: Any = self._server.client.chat.completions.create
        while True:
            wishes = self._wishes
            try:
                return create(
                    model=self._server.model,
                    messages=question.messages(),
                    temperature=0,
                    seed=self._seed,
                    max_tokens=max(MAX_TOKENS, question.max_tokens),
                    stream=True,
                    extra_body=held | wishes,
                )
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                left = {name: wish for name, wish in wishes.items() if name not in str(error)}
                if left == wishes:
                    raise
                self._wishes = left

    def _held_to(self, form: Form) -> dict[str, Any]:
        """The fields of a request that hold the server to the form of an answer."""
        match self._decoding:
            case "schema":
                return as_schema(form)
            case "json":
                return {"response_format": {"type": "json_object"}}
            case "text":
                return {}
