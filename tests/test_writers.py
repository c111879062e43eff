"""One contract for every adapter that writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.engines import (
    WRITERS,
    Answer,
    EngineOptions,
    Form,
    Question,
    Writer,
)
from merchant_studio.engines import transformers as adapter
from merchant_studio.engines.answers import read_json
from merchant_studio.engines.devices import physical_cores
from merchant_studio.engines.llama_cpp import CONTEXT_TOKENS, LlamaCpp, parameters
from merchant_studio.engines.models import find_model

from . import tiny_models
from .asking import a_question, answered
from .conftest import engine_of, serve_llama

told: list[Answer] = []
"""What the writers of the contract told `on_answer`."""


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        "llama.cpp, random",
        "llama-server, random",
        pytest.param("transformers, random", marks=pytest.mark.torch),
        pytest.param("llama.cpp", marks=pytest.mark.weights),
        pytest.param("llama-server", marks=[pytest.mark.weights, pytest.mark.thorough]),
        pytest.param(
            "transformers", marks=[pytest.mark.weights, pytest.mark.torch, pytest.mark.thorough]
        ),
    ],
)
def writer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Writer]:
    """The adapter with the 0.5B weights, or with a model of random ones that is made here."""
    if request.config.getoption("--engine"):
        yield engine_of(WRITERS, request.param)
        return
    name, _, random = request.param.partition(", ")
    model, url, server = "qwen2.5-coder-0.5b", "", None
    if random:
        make = tiny_models.causal if name == "transformers" else tiny_models.gguf
        model = str(make(tmp_path_factory.mktemp("random")))
    if name == "llama-server" and random:
        url, server = serve_llama(Path(model))
    elif name == "llama-server":
        url = request.getfixturevalue("llama_server")
    model = "" if url else model
    options = EngineOptions(model=model, seed=7, threads=2, url=url, on_answer=told.append)
    yield WRITERS.load(name, options)
    del server


def test_a_writer_answers_in_the_form_that_is_named(writer: Writer) -> None:
    """An answer that its schema allows, and nothing beside it."""
    asked = a_question()
    for answer in (*writer.ask([asked]), *writer.ask([asked])):
        assert isinstance(answer, Answer)
        values = read_json(answer.text)
        assert set(values) == {"kind", "negated"}
        assert values["kind"] in ("feature", "offer") and isinstance(values["negated"], bool)


def test_a_writer_says_what_it_is(writer: Writer) -> None:
    stamp = writer.stamp
    assert stamp.kind == "writer" and stamp.name and stamp.model and stamp.revision
    assert json.dumps(stamp.revision) and writer.stamp == stamp


def test_a_writer_tells_what_an_answer_took_and_the_fake_one_nothing(writer: Writer) -> None:
    told.clear()
    (answer,) = writer.ask([a_question("en")])
    assert isinstance(answer, Answer)
    if writer.stamp.name == "fake":
        assert answer.usage is None and told == []
        return
    assert told == [answer] and told[0].usage == answer.usage
    assert answer.usage and answer.usage.answer_tokens > 0
    assert answer.usage.prompt_tokens > (answer.usage.cached_tokens or 0)


@pytest.mark.torch
def test_languages_together_are_those_alone(tmp_path: Path) -> None:
    folder = tiny_models.causal(tmp_path)
    together: Any = WRITERS.load(
        "transformers", EngineOptions(model=str(folder), seed=7, threads=2)
    )
    questions = [a_question(code) for code in ("en", "de", "th")]
    assert together.ask(questions) == tuple(together.ask([each])[0] for each in questions)


THINKS = "{% for m in messages %}{{ m.content }}\n{% endfor %}<think>\n"
NO_SYSTEM = (
    "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}"
    "{% endif %}[user] {{ m.content }}\n{% endfor %}"
)


def with_template(folder: Path, template: str) -> Path:
    """The model, with a chat template."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.torch
@pytest.mark.parametrize("template", [THINKS, NO_SYSTEM], ids=["thinks", "no system"])
def test_every_chat_template_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    asked: list[tuple[str, bool, int]] = []
    generate = adapter._Loaded._generate

    def spy(loaded: Any, prompts: Any, grammars: Any, limit: int) -> Any:
        asked.append((loaded.tokenizer.decode(prompts[0]), grammars is not None, limit))
        return generate(loaded, prompts, grammars, limit)

    monkeypatch.setattr(adapter._Loaded, "_generate", spy)
    monkeypatch.setattr(adapter, "MAX_THOUGHT_TOKENS", 12)
    folder = with_template(tiny_models.causal(tmp_path), template)
    writer = WRITERS.load("transformers", EngineOptions(model=str(folder), seed=7, threads=2))
    assert set(read_json(answered(writer, a_question()).text)) == {"kind", "negated"}
    if template == THINKS:  # freely, then cut, then the answer in its form
        assert [(held, limit) for _, held, limit in asked] == [(False, 12), (True, 60)]
        assert asked[1][0].startswith(asked[0][0]) and asked[1][0].endswith("\n</think>\n\n")
    else:
        assert [held for _, held, _ in asked] == [True]
        assert asked[0][0].startswith("[user] You sort what merchants say.")


# --- what the languages share ---------------------------------------------------------------


class Asked:
    """A llama.cpp that answers every question alike, and remembers what was asked."""

    def __init__(self) -> None:
        self.chats: list[str] = []

    def handle_chat_completions(self, request: Mapping[str, Any]) -> Any:
        """An empty object."""
        self.chats.append("".join(said["content"] for said in request["messages"][1:]))
        return {"choices": [{"message": {"content": "{}"}}]}


def test_whole_pitches_follow_what_they_share_and_nothing_of_each_other() -> None:
    """Else the answer in French would depend on whether Spanish was asked for before it."""
    server, writer = Asked(), LlamaCpp(EngineOptions(model="qwen2.5-coder-1.5b", seed=7, threads=1))
    writer._server = server
    form = Form(schema={"type": "object"}, example="{}")

    def ask(*parts: str) -> None:
        writer.ask([Question(system="You write.", parts=parts, form=form, max_tokens=9)])

    ask("Rules.", " A cup.", " In Spanish.")
    ask("Rules.", " A cup.", " In French.")
    ask("Rules.", " A hat.", " In French.")
    closing = f"\n{form.in_words}"
    assert server.chats == [
        "Rules.",
        "Rules. A cup.",
        f"Rules. A cup. In Spanish.{closing}",
        "Rules. A cup.",
        f"Rules. A cup. In French.{closing}",
        "Rules.",
        "Rules. A hat.",
        f"Rules. A hat. In French.{closing}",
    ]


def test_a_model_has_room_for_whole_pitches(tmp_path: Path) -> None:
    import xllamacpp

    model = find_model(str(tiny_models.gguf(tmp_path)), "writer")
    params = parameters(xllamacpp, model, threads=1, on_gpu=False)
    assert params.n_ctx == CONTEXT_TOKENS
    assert (params.n_gpu_layers, params.swa_full, params.use_jinja) == (0, True, True)
    assert parameters(xllamacpp, model, threads=1, on_gpu=True).n_gpu_layers == -1  # what fits


def test_two_threads_of_a_core_are_one_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {0, 1, 2, 3}, raising=False)
    assert physical_cores(tmp_path) == 4  # this system does not tell
    for thread in range(4):
        topology = tmp_path / f"cpu{thread}" / "topology"
        topology.mkdir(parents=True)
        core = thread % 2
        (topology / "thread_siblings_list").write_text(f"{core},{core + 2}\n", encoding="ascii")
    assert physical_cores(tmp_path) == 2
