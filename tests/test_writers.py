"""One contract for every adapter that writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
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
from merchant_studio.engines.llama_cpp import LINES_TOKENS, PITCH_TOKENS, LlamaCpp, parameters
from merchant_studio.engines.models import find_model
from merchant_studio.languages import TAG, profile
from merchant_studio.write.lines import ask_for_lines, heading, question
from merchant_studio.write.request import LineRequest, WritingRequest

from . import tiny_models
from .asking import written
from .conftest import serve_llama

CHARS = 24
told: list[Answer] = []
"""What the writers of the contract told `on_answer`."""


def a_request(code: str, chars: int = CHARS) -> WritingRequest:
    rules = profile(code).text
    lines = (
        LineRequest(number=1, tags=(), max_chars=chars),
        LineRequest(number=3, tags=("price", "moq"), max_chars=chars),
    )
    return WritingRequest(
        standing="Rewrite each line. Keep the tags.",
        pitch="\n1. 大家好。\n3. 价格<price>，<moq>起订。",
        language=profile(code).name,
        instruction="",
        lines=lines,
        letters=rules.letters,
        punctuation=rules.punctuation,
        sentence_end=rules.sentence_end,
    )


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


def test_a_writer_gives_every_line_with_its_tags_and_nothing_of_another_alphabet(
    writer: Writer,
) -> None:
    request = a_request("en")
    # Twice: the second time the prompt may be in a cache, which may change the words, not the form.
    for lines in (written(writer, request), written(writer, request)):
        assert [sorted(TAG.findall(line.text)) for line in lines] == [[], ["moq", "price"]]
        for line in lines:
            bare = TAG.sub("", line.text)
            assert re.fullmatch(rf"[{request.letters} ,:;'\"()–—.!?-]+", bare), bare
            assert line.text[-1] in request.sentence_end


def test_a_writer_answers_in_json_where_no_other_form_is_named(writer: Writer) -> None:
    """An answer that its schema allows, and nothing beside it."""
    schema = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["feature", "offer"]},
            "negated": {"type": "boolean"},
        },
        "required": ["kind", "negated"],
        "additionalProperties": False,
    }
    asked = Question(
        system="You sort what merchants say.",
        parts=("What is it? ", "It does not fade."),
        form=Form(schema=schema, example='{"kind": "feature", "negated": true}'),
        max_tokens=60,
    )
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
    (answer,) = writer.ask([question(a_request("en"))])
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
    questions = [question(a_request(code)) for code in ("en", "de", "th")]
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
    lines = written(writer, a_request("en"))
    assert [sorted(TAG.findall(line.text)) for line in lines] == [[], ["moq", "price"]]
    if template == THINKS:  # freely, then cut, then the lines under the grammar
        assert [(held, limit) for _, held, limit in asked] == [(False, 12), (True, 2048)]
        assert asked[1][0].startswith(asked[0][0]) and asked[1][0].endswith("\n</think>\n\n")
    else:
        assert [held for _, held, _ in asked] == [True]
        assert asked[0][0].startswith("[user] You are a translator.")


# --- what the languages share ---------------------------------------------------------------


def wrong(code: str, **texts: Sequence[str]) -> WritingRequest:
    """A request whose lines have these findings or literal lines."""
    request = a_request(code)
    lines = list(request.lines)
    for field, said in texts.items():
        lines = [replace(line, **{field: text}) for line, text in zip(lines, said, strict=True)]
    return replace(request, instruction=profile(code).register_, lines=tuple(lines))


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (a_request("en"), "In English:"),
        (wrong("es"), "In Spanish (usted):"),
        (replace(wrong("es"), language="Spanish (Mexico)"), "In Spanish (Mexico) (usted):"),
        (
            wrong("de", finding=("too long", "")),
            "In German (Sie), avoiding 1: too long; in German:",
        ),
        (
            wrong("fr", literal=("Salut.", "Prix <price>."), finding=("too long", "not finished")),
            "In French (vous), more natural than 1. Salut. 3. Prix <price>.,"
            " avoiding 1: too long; 3: not finished; in French:",
        ),
    ],
)
def test_what_is_particular_to_a_language_comes_last(request_: WritingRequest, asked: str) -> None:
    assert heading(request_) == asked
    said = f"{request_.standing}{request_.pitch}\n\n{asked}"
    assert question(request_).messages()[1]["content"] == said


class Asked:
    """A llama.cpp that answers every question alike, and remembers what was asked."""

    def __init__(self) -> None:
        self.chats: list[str] = []

    def handle_chat_completions(
        self, request: Mapping[str, Any], tell: Callable[[Any], bool] = lambda part: False
    ) -> None:
        """Two lines, told in three parts."""
        self.chats.append("".join(said["content"] for said in request["messages"][1:]))
        for part in (b"1. Hi.\n3", b". <price> ", b"<moq>.\n"):
            tokens = [{"bytes": list(part), "logprob": -0.1}]
            if tell({"choices": [{"logprobs": {"content": tokens}}]}):
                return


def test_a_line_is_told_when_it_is_written_and_who_is_told_may_stop_the_answer() -> None:
    writer = LlamaCpp(EngineOptions(model="qwen2.5-coder-1.5b", seed=7, threads=1))
    writer._server = Asked()
    seen: list[Mapping[int, str]] = []
    ask_for_lines(writer, [wrong("es")], lambda request, lines: seen.append(lines))
    assert seen == [{}, {1: "Hi."}, {1: "Hi.", 3: "<price> <moq>."}]

    def stops(request: int, lines: Mapping[int, str]) -> None:
        if lines:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_for_lines(writer, [wrong("es")], stops)


def test_languages_and_pitches_share_the_beginning_of_what_llama_cpp_is_asked() -> None:
    server, writer = Asked(), LlamaCpp(EngineOptions(model="qwen2.5-coder-1.5b", seed=7, threads=1))
    writer._server = server
    other = "\n1. 好。\n3. <price>，<moq>。"
    for request in (
        wrong("es"),
        wrong("es", finding=("too long", "")),
        wrong("fr"),
        replace(wrong("es"), pitch=other),
    ):
        written(writer, request)
    standing = wrong("es").standing
    shared, other = f"{standing}{wrong('es').pitch}", f"{standing}{other}"
    assert server.chats == [
        standing,
        f"{shared}In",
        f"{shared}In Spanish (usted):\n",
        f"{shared}In Spanish (usted), avoiding 1: too long; in Spanish:\n",
        f"{shared}In French (vous):\n",
        standing,
        f"{other}In",
        f"{other}In Spanish (usted):\n",
    ]


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
    closing = f"\n{form.as_json}"
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


def test_a_model_has_room_for_whole_pitches_unless_it_writes_single_lines(tmp_path: Path) -> None:
    import xllamacpp

    own = tiny_models.gguf(tmp_path)
    for option, tokens in (("qwen2.5-coder-1.5b", LINES_TOKENS), (str(own), PITCH_TOKENS)):
        model = replace(find_model(option, "writer"), own_path=own)
        params = parameters(xllamacpp, model, threads=1, on_gpu=False)
        assert params.n_ctx == tokens
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
