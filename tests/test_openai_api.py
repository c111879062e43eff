"""The OpenAI-compatible adapter against servers that misbehave: no fact changes, no key leaks."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import commands as cli
from merchant_studio.engines import WRITERS, Answer, EngineOptions, Usage, Writer
from merchant_studio.engines.asking import without_thoughts
from merchant_studio.engines.services import SERVICES, address, read_key
from merchant_studio.errors import EngineError, ServiceError, StudioError, UsageError
from tests.api_server import (
    KEY,
    Handler,
    Served,
    breaks_off,
    fails,
    patience_s,
    refuses,
    says,
    sends,
    serving,
    stays_silent,
    trickles,
)
from tests.asking import CALLS, ENGLISH, a_question, answered, pitch_answer
from tests.waiting import LIMIT_S

SERVICE_KEYS = [service.key for service in SERVICES.values()]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SERVICE_KEYS:
        monkeypatch.setenv(name, KEY)


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def config(tmp_path: Path, server: Served) -> StudioConfig:
    return StudioConfig(
        out=tmp_path / "out",
        recognizer="fake",
        writer=f"deepseek:{server.url}",
        writer_model="deepseek-flash",
        timeout=int(LIMIT_S),
        preset="ultrafast",
        crf=40,
    )


def a_writer(server: Served, service: str = "openai", model: str = "small") -> Writer:
    options = EngineOptions(
        model=model, seed=7, threads=0, url=server.url, timeout_s=patience_s(server)
    )
    return WRITERS.load(service, options)


# --- what is asked -------------------------------------------------------------------------


FORM = a_question().form
SCHEMA = {"name": "answer", "strict": True, "schema": FORM.schema}
AS_SCHEMA = {"type": "json_schema", "json_schema": SCHEMA}
TEMPLATE = {"chat_template_kwargs": {"enable_thinking": False}}


@pytest.mark.parametrize(
    ("service", "held"),
    [
        *(
            (name, {"response_format": AS_SCHEMA, **TEMPLATE})
            for name in ("llama-server", "vllm", "sglang")
        ),
        ("ollama", {"response_format": AS_SCHEMA, "reasoning_effort": "none"}),
        (
            "deepseek",
            {"response_format": {"type": "json_object"}, "thinking": {"type": "disabled"}},
        ),
        (
            "siliconflow",
            {"response_format": {"type": "json_object"}, "enable_thinking": False},
        ),
        ("openai", {}),
    ],
)
def test_each_service_is_held_to_the_form_and_told_not_to_think_in_its_own_way(
    server: Served, service: str, held: dict[str, Any]
) -> None:
    server.answer = says("{}")
    assert answered(a_writer(server, service), a_question()).text == "{}"
    assert server.asked == [
        {
            "path": "/v1/chat/completions",
            "model": "small",
            "messages": a_question().messages(),
            "temperature": 0,
            "seed": 7,
            "max_tokens": 8192,
            "stream": True,
            "stream_options": {"include_usage": True},
            **held,
        }
    ]
    assert a_question().messages()[1]["content"] == (
        "What is it?\n1. 你好。\nIn English.\n"
        'Answer with one JSON object and nothing else: {"kind": "feature", "negated": true}.'
    )
    assert server.keys == [f"Bearer {KEY}"]


def test_what_a_server_refuses_by_name_is_not_sent_again(server: Served) -> None:
    server.answer = refuses("stream_options", "chat_template_kwargs")
    writer = a_writer(server, "vllm")
    assert [answered(writer, a_question()).text for _ in range(2)] == ["1. Hello."] * 2
    sent = [{"stream_options", "chat_template_kwargs"} & set(asked) for asked in server.asked]
    assert sent == [
        {"stream_options", "chat_template_kwargs"},
        {"chat_template_kwargs"},
        set(),
        set(),
    ]


TOKENS = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        (TOKENS, Usage(prompt_tokens=900, answer_tokens=40)),
        (
            TOKENS | {"prompt_tokens_details": {"cached_tokens": 640}},
            Usage(prompt_tokens=900, cached_tokens=640, answer_tokens=40),
        ),
        (
            TOKENS | {"prompt_tokens_details": None, "prompt_cache_hit_tokens": 640},
            Usage(prompt_tokens=900, cached_tokens=640, answer_tokens=40),
        ),
        (
            TOKENS | {"prompt_tokens_details": {"cached_tokens": 0}},
            Usage(prompt_tokens=900, cached_tokens=0, answer_tokens=40),
        ),
        ({"prompt_tokens": None, "completion_tokens": 40}, None),
        ({"total_tokens": "many"}, None),
        ("940", None),
        (None, None),
    ],
)
def test_an_answer_says_how_many_tokens_it_took(
    server: Served, told: Any, usage: Usage | None
) -> None:
    server.answer = says("1. Hello.", usage=told)
    (answer,) = a_writer(server).ask([a_question()])
    assert isinstance(answer, Answer) and answer.text == "1. Hello."
    assert (answer.usage, answer.by) == (usage, "small-v1")


def test_an_unnamed_model_is_the_servers_first(server: Served) -> None:
    assert a_writer(server, "vllm", model="").stamp.model == "small"


def test_reasoning_is_no_answer(server: Served) -> None:
    server.answer = says("<think>1. The price is 5 yuan.\n</think>\n\n1. Hello.")
    assert answered(a_writer(server), a_question()).text == "1. Hello."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("1. Hello.", "1. Hello."),
        ("<think>1. No.</think>1. Hello.", "1. Hello."),
        ("1. No.</think>\n1. Hello.", "1. Hello."),
        ("<think>1. No.", ""),
        ("<think>a</think>b<think>c</think>1. Hello.", "b1. Hello."),
    ],
)
def test_thoughts_are_taken_out(answer: str, said: str) -> None:
    assert without_thoughts(answer) == said


# --- failures ------------------------------------------------------------------------------

NEVER_ENDS = says("<think>It costs", finish="length")
CUT = says("1. Hel", finish="length")
BLANK = says("    \n  ")
"""DeepSeek sends spaces where the model's answer was no JSON, and says that it is whole."""


@pytest.mark.parametrize(
    "first",
    [fails(429), fails(500), fails(503), breaks_off("1. Hel"), BLANK, CUT, NEVER_ENDS],
)
def test_what_passes_is_asked_again(server: Served, first: Any) -> None:
    server.in_turn(first, says("1. Hello."))
    assert answered(a_writer(server), a_question()).text == "1. Hello."
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (fails(401), "openai: the key is not accepted; check OPENAI_API_KEY"),
        (fails(402), "openai: the account has no credit; top it up, or choose another engine"),
        (
            fails(429, "insufficient_quota"),
            "openai: the account has no credit; top it up, or choose another engine",
        ),
        (
            fails(404),
            "openai: it has no model 'small' at {url}; name another: openai:MODEL "
            "(merchant-studio engines lists what it has)",
        ),
        (fails(429), "openai: too many requests; try again in a minute"),
        (fails(500), "openai: the server failed (500); try again in a minute"),
        (
            fails(400),
            "openai: it refused the request (400); choose another model, or update the server",
        ),
        (BLANK, "openai: its answer is blank; try again later, or choose another model"),
        (
            CUT,
            "openai: its answer was cut before it was whole; choose a model that thinks less, "
            "or give the server a larger context",
        ),
        (
            NEVER_ENDS,
            "openai: its answer was cut before it was whole; choose a model that thinks less, "
            "or give the server a larger context",
        ),
        (
            trickles,
            "openai: it gave no whole answer within 1 seconds of silence; "
            "try again later, or allow more with --timeout",
        ),
        (
            breaks_off("1. Hel"),
            "openai: {url} does not answer, or broke off; check the connection",
        ),
        (sends(b"{nope"), "openai: {url} does not answer, or broke off; check the connection"),
        (sends(b"<html>"), "openai: {url} does not answer, or broke off; check the connection"),
        (
            sends(b"data: {nope\n\n"),
            "openai: its answer is not one of an OpenAI-compatible server",
        ),
    ],
)
def test_a_failure_is_one_sentence_without_the_key(
    server: Served, answer: Any, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer = answer
    writer = a_writer(server)
    with pytest.raises(EngineError) as caught:
        answered(writer, a_question())
    assert str(caught.value) == message.format(url=server.url)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert KEY not in caplog.text and KEY not in repr(vars(caught.value))


PASSED = "The supported API model names are big, but you passed small."


@pytest.mark.parametrize(
    ("has", "said", "is_unknown"),
    [
        (["big"], PASSED, True),
        (["small"], PASSED, False),
        ([], PASSED, False),
        (["big"], "The prompt is too long.", False),
    ],
)
def test_an_unknown_model_is_named_whatever_the_status_of_the_refusal(
    server: Served, has: list[str], said: str, is_unknown: bool
) -> None:
    """DeepSeek answers 400 and not 404."""
    models = [{"id": name, "object": "model"} for name in has]
    server.lists["/v1/models"] = {"object": "list", "data": models}
    server.answer = fails(400, said=said)
    with pytest.raises(ServiceError) as caught:
        answered(a_writer(server), a_question())
    known = "it refused the request (400); choose another model, or update the server"
    unknown = (
        f"it has no model 'small' at {server.url}; name another: openai:MODEL "
        "(merchant-studio engines lists what it has)"
    )
    assert str(caught.value) == f"openai: {unknown if is_unknown else known}"


def test_a_silent_server_is_left_in_time(server: Served) -> None:
    server.answer = stays_silent
    with pytest.raises(ServiceError, match="no whole answer within 1 seconds"):
        answered(a_writer(server), a_question())


def test_an_answer_without_end_or_compressed_fills_no_memory(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """306 kB that are 969 MB once they are unpacked took all of the memory."""
    monkeypatch.setattr("merchant_studio.engines.openai_api.MAX_ANSWER_BYTES", 100_000)
    for data, headers in (
        (b" " * 100_001, {}),
        (gzip.compress(b" " * 100), {"content_encoding": "gzip"}),
    ):
        server.answer = sends(data, **headers)
        (answer,) = a_writer(server).ask([a_question()])
        assert isinstance(answer, ServiceError) and "does not answer, or broke off" in str(answer)


def test_a_server_that_is_not_there_is_named_with_the_command_that_starts_it() -> None:
    options = EngineOptions(model="", seed=7, threads=0, url="http://127.0.0.1:9/v1")
    with pytest.raises(ServiceError) as caught:
        _ = WRITERS.load("ollama", options).stamp
    assert str(caught.value) == (
        "ollama: http://127.0.0.1:9/v1 does not answer, or broke off; start it: ollama serve"
    )


def test_one_language_that_fails_does_not_stop_the_others(server: Served) -> None:
    def answer(handler: Handler, body: dict[str, Any]) -> None:
        wrong = "Spanish" in body["messages"][1]["content"]
        (fails(400) if wrong else says("1. Hello."))(handler, body)

    server.answer = answer
    writer: Any = a_writer(server)
    codes = ("en", "es", "de")
    first, second, third = writer.ask([a_question(code) for code in codes])
    assert first.text == third.text == "1. Hello."
    assert isinstance(second, ServiceError)


# --- keys and addresses --------------------------------------------------------------------


def test_a_missing_key_is_told_before_any_work(
    monkeypatch: pytest.MonkeyPatch, product: Path, config: StudioConfig
) -> None:
    monkeypatch.delenv("DEEPSEEK_API_KEY")
    with pytest.raises(ServiceError) as caught:
        Studio(config).run(product, ["en"])
    assert str(caught.value) == (
        "deepseek: its key is missing; set DEEPSEEK_API_KEY in the environment, "
        "or name a file of keys with --key-file"
    )
    assert not config.out.exists()


def test_a_file_of_keys_wins_over_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "keys.env"
    file.write_text('# mine\nexport DEEPSEEK_API_KEY="abc"\nOTHER=1\n', encoding="utf-8")
    url = SERVICES["deepseek"].url
    assert read_key("deepseek", url, file) == "abc"
    assert read_key("vllm", SERVICES["vllm"].url, file) == KEY
    with pytest.raises(UsageError, match="cannot be read; check --key-file"):
        read_key("deepseek", url, tmp_path / "none.env")


@pytest.mark.parametrize(
    "url", ["http://me:secret@host/v1", "http://host/v1?key=secret", "ftp://host", "http://"]
)
def test_an_address_holds_no_key(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        address("vllm", url)
    assert "secret" not in str(caught.value)


def test_an_address_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLAMA_SERVER_BASE_URL", "http://gpu:1/v1/")
    assert address("llama-server", "") == "http://gpu:1/v1"
    assert address("llama-server", "http://other/v1") == "http://other/v1"


# --- the whole pipeline --------------------------------------------------------------------


def report_of(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_good_lines_are_taken_and_the_report_names_model_and_revision(
    server: Served, config: StudioConfig, product: Path
) -> None:
    server.answer = says(json.dumps(pitch_answer(*ENGLISH)))
    (release,) = Studio(config).run(product, ["en"])
    report = report_of(release.folder)
    assert [
        (line["written_by"], line["template"], line["meaning"]) for line in report["lines"]
    ] == [("llm", text, "unchecked") for text in ENGLISH]
    assert [f.message for f in release.findings] == ["en: the meaning of 5 lines is not checked"]
    assert report["made_by"][1] == {
        "kind": "writer",
        "name": "deepseek",
        "model": "deepseek-flash",
        "revision": f"{server.url}: small-v1",
        "seed": 7,
        "licence": "LicenseRef-DeepSeek-Open-Platform-Terms",
        "commercial": True,
    }
    assert len(server.asked) == CALLS
    Studio(config).run(product, ["en"])
    assert len(server.asked) == CALLS


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Welcome, it costs ¥16.", "Only 5 pieces, call us."),
        ("Welcome, it costs eighteen yuan.", "Order at least fifty pieces."),
        ("The price is <price>.", "From <moq> on."),
        ("欢迎来到我们的展位。", "欢迎联系我们。"),
        ("¡Bienvenidos, señores!", "Póngase en contacto con nosotros."),
        ("Benvenuti al nostro stand.", "Contattateci per favore."),
        ("Our rabbit is waterproof.", "It is organic, and shipping is free."),
        ("", ""),
    ],
    ids=["digits", "words", "tags", "chinese", "spanish", "italian", "claims", "empty"],
)
def test_wrong_lines_are_not_said_and_their_facts_are_the_phrasebooks(
    server: Served, config: StudioConfig, product: Path, first: str, last: str
) -> None:
    """Of a writer that nobody examined, too."""
    wrong = (first, "It holds 2 litres.", "Only 5 yuan!", last, "")
    server.answer = says(json.dumps(pitch_answer(*wrong), ensure_ascii=False))
    (release,) = Studio(config).run(product, ["en"])
    report = report_of(release.folder)
    assert not release.blocked
    assert {line["written_by"] for line in report["lines"]} == {"phrasebook", "nobody"}
    texts = " ".join(line["text"] for line in report["lines"])
    stated = ("stainless steel vacuum flask", "500 mL", "CNY\u00a018.50", "100 pieces", "7 days")
    assert [value for value in (*stated, "A203") if value not in texts] == []
    assert not any(each and each in texts for each in wrong)


@pytest.mark.parametrize(
    "answer",
    [fails(401), fails(500), stays_silent, breaks_off('{"1": "The price is 1'), sends(b"{nope")],
    ids=["key", "500", "silent", "truncated", "invalid"],
)
def test_a_failing_server_blocks_the_language_and_no_file_holds_the_key(
    server: Served, config: StudioConfig, product: Path, answer: Any
) -> None:
    server.answer = answer
    blocked, own = Studio(replace(config, timeout=patience_s(server))).run(product, ["en", "zh"])
    assert (blocked.blocked, own.blocked) == (True, False)
    for file in config.out.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_the_command_line_never_shows_the_key(
    server: Served, product: Path, tmp_path: Path, debug: tuple[str, ...]
) -> None:
    server.answer = fails(401)
    result = CliRunner().invoke(
        cli.main,
        [
            *debug, "plan", str(product), "--to", "en", "--out", str(tmp_path / "out"),
            "--recognizer", "fake", "--writer", f"deepseek:{server.url}",
        ],
    )  # fmt: skip
    assert result.exit_code == 1
    assert "deepseek: the key is not accepted; check DEEPSEEK_API_KEY" in result.stdout
    assert KEY not in result.output + result.stderr


def test_an_untold_language_is_the_phrasebooks(
    server: Served, config: StudioConfig, product: Path
) -> None:
    server.answer = says(json.dumps(pitch_answer(*ENGLISH)))
    english, spanish = Studio(replace(config, writer_languages="en")).run(product, ["en", "es"])
    assert [stamp["name"] for stamp in report_of(english.folder)["made_by"]] == ["fake", "deepseek"]
    assert [stamp["name"] for stamp in report_of(spanish.folder)["made_by"]] == [
        "fake",
        "phrasebook",
    ]


def test_every_error_here_pickles(server: Served) -> None:
    import pickle

    error: StudioError = ServiceError("deepseek", "its key is missing", "set it")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and again.service == "deepseek"
