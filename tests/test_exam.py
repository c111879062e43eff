"""The exam of writers: a strong model passes, a confused one stops early, and both are kept.

A language model wrote the answers, for these tests.
"""

from __future__ import annotations

import json
import math
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import ValidationError

from merchant_studio import cli
from merchant_studio.cli.doctor import engine_rows
from merchant_studio.config import StudioConfig
from merchant_studio.engines import (
    WRITERS,
    Answer,
    ChosenEngines,
    EngineOptions,
    Exam,
    Writer,
    exam_of,
    keep_exam,
    weights,
)
from merchant_studio.engines.exams import EDITION
from merchant_studio.errors import ServiceError
from merchant_studio.languages import language_codes, profile
from merchant_studio.write import take_exam
from merchant_studio.write.pitch import tasks
from merchant_studio.write.pitch.draft import Draft
from merchant_studio.write.pitch.exam import TRIALS, Tally
from merchant_studio.write.pitch.trial import Trial
from tests.api_server import Handler, Served, fails, says, serving
from tests.asking import ENGLISH, as_judgement, pitch_answer
from tests.test_pitch import SAID, SHEET, step_of

DATA = Path(tasks.__file__).parents[2] / "data" / "exam"
PITCH = json.dumps(pitch_answer(*ENGLISH))
PITCHES, PRODUCTS, LINES, NAMES = (
    tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    for name in ("understanding", "products", "judge", "names")
)
GOOD: dict[str, dict[str, list[str]]] = {
    "mat": {
        "en": [
            "Look at this picnic mat: water does not soak through, so you can sit on wet grass.",
            "It is <price>, from <moq>.",
            "Roll it up, snap the strap and go; it can be machine-washed.",
        ],
        "es": [
            "Mire esta manta: por debajo no cala, puede sentarse en hierba mojada.",
            "Cuesta <price>, desde <moq>.",
            "Enróllela, cierre la correa y listo; se lava a máquina.",
        ],
    },
    "hat": {
        "en": [
            "This sun hat folds into your bag and keeps its shape.",
            "It weighs <weight> and is not stuffy to wear.",
            "Just <price>, and we can print your logo.",
        ],
        "es": [
            "Este sombrero se pliega en el bolso y no se deforma.",
            "Pesa <weight> y no resulta sofocante.",
            "Cuesta <price>, y podemos imprimir su logo.",
        ],
    },
}
POINTS = {
    "mat": [
        ["p1"],
        [],
        ["p2", "p3"],
    ],
    "hat": [["p1"], ["p2"], ["p3"]],
}
"""By line, what its points are called in questions."""
Body = Mapping[str, Any]
Answers = Callable[[Body], Any]


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def writer(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))
    options = EngineOptions(model="small", seed=7, threads=0, url=server.url, tries=1)
    return WRITERS.load("vllm", options)


def asked(body: Body) -> str:
    return str(body["messages"][1]["content"])


def product_of(body: Body) -> str:
    return "mat" if "野餐垫" in asked(body) else "hat"


def language_of(body: Body) -> str:
    names = {profile(code).name_for_market: code for code in language_codes()}
    named = asked(body).partition("Write it in ")[2]
    return next(code for name, code in names.items() if named.startswith(f"{name}."))


def understood(body: Body) -> Any:
    pitch = next(each for each in PITCHES["pitch"] if each["lines"][0] in asked(body))
    heard, meant = pitch["repair"]
    line = next(n for n, said in enumerate(pitch["lines"], start=1) if heard in said)
    told = {"kind": "feature", "negated": False}
    return {
        "repairs": [{"line": line, "heard": heard, "meant": meant, "sure": True}],
        "points": [
            {**told, "text": f"It is good in line {'abcd'[n]}.", "line": n, "quote": quote}
            for n, quote in pitch["points"]
        ],
    }


def named(body: Body) -> Any:
    """The first noun that is right of each language; a plural without a gender is feminine."""
    product = next(each for each in NAMES["product"] if each["name"]["zh"] in asked(body))
    rows = []
    for code, nouns in product["nouns"].items():
        noun, gender, number = nouns[0].replace("any", "feminine").split()
        row = {"language": code, "name": noun, "noun": noun}
        rows.append({**row, "gender": gender, "number": number})
    return {"names": rows}


def script(body: Body) -> Any:
    """Good English and Spanish; English in any other language, too."""
    name = product_of(body)
    texts = GOOD[name].get(language_of(body), GOOD[name]["en"])
    rows = zip(texts, POINTS[name], strict=True)
    return {
        "lines": [{"line": n, "text": t, "points": p} for n, (t, p) in enumerate(rows, start=1)]
    }


def verdicts(body: Body) -> Any:
    """A judge who knows all answers."""
    listed = asked(body).partition("The lines to check:\n")[2]
    wrong = {row["text"]: row.get("wrong", "") for row in LINES["line"]}
    found = []
    for row in listed.partition("\nAnswer with")[0].strip().split("\n"):
        place, text = row.split(": ", 1)
        code, number = place.split(" ")
        told = {"language": code, "line": int(number), "says": text, "points": []}
        found.append({**told, "added": "", "reversed": "", wrong[text] or "added": ""})
        if wrong[text]:
            found[-1][wrong[text]] = "something"
    return {"verdicts": found}


def answering(**other: Answers) -> Callable[[Handler, Any], None]:
    """A strong model; `other` answers some steps otherwise."""
    usual: dict[str, Answers] = {
        "points": understood,
        "names": named,
        "lines": script,
        "corrections": lambda body: {"lines": []},
        "verdicts": verdicts,
    }

    def answer(handler: Handler, body: Body) -> None:
        said = {**usual, **other}[step_of(body)](body)
        if step_of(body) == "verdicts":
            said = as_judgement(said["verdicts"], asked(body), {}, {})
        says(json.dumps(said, ensure_ascii=False))(handler, dict(body))

    return answer


def steps_of(server: Served) -> Counter[str]:
    return Counter(step_of(body) for body in server.asked)


def test_a_strong_model_may_write_where_its_scripts_are_right(
    writer: Writer, server: Served
) -> None:
    server.answer = answering()
    result = take_exam(writer, ["en", "es", "fr"])
    assert result.tally("understanding") == Tally(right=8, asked=8)
    assert result.tally("naming") == Tally(right=8, asked=8)
    assert result.tally("wrong line") == Tally(right=12, asked=12)
    assert result.tally("right line") == Tally(right=20, asked=20)
    assert result.tally("script", "en") == result.tally("script", "es") == Tally(2, 2)
    assert result.tally("script", "fr") == Tally(0, 1)  # English in any other language
    assert exam_of(writer) == result.exam()
    assert replace(result.exam(), taken="") == Exam(
        taken="", understands=True, pitch=("en", "es"), failed=("fr",), judge=True
    )


def test_a_clear_model_is_sure_after_few_requests_in_the_languages_that_are_wanted(
    writer: Writer, server: Served
) -> None:
    server.answer = answering()
    take_exam(writer, ["es"])
    assert steps_of(server) == {"points": 4, "names": 2, "lines": 2, "verdicts": 4}
    assert {language_of(body) for body in server.asked if step_of(body) == "lines"} == {"es"}
    first = next(asked(body) for body in server.asked if step_of(body) == "verdicts")
    listed = first.partition("The lines to check:\n")[2]
    assert listed.startswith("es ")  # those of other languages only where its own are too few
    assert " es (" in next(asked(body) for body in server.asked if step_of(body) == "names")


def test_another_language_is_added_and_nothing_is_asked_twice(
    writer: Writer, server: Served
) -> None:
    server.answer = answering()
    take_exam(writer, ["es"])
    server.asked.clear()
    result = take_exam(writer, ["es", "en"])
    assert steps_of(server) == {"lines": 2}
    assert result.exam().pitch == ("en", "es")
    server.asked.clear()
    assert take_exam(writer, ["en"]).asked == 0
    assert server.asked == []


@pytest.mark.parametrize("stopped_at", range(12))
def test_an_exam_that_is_broken_off_goes_on_where_it_was(
    writer: Writer, server: Served, stopped_at: int
) -> None:
    """Each answer is in the file before the next is asked for, so that a kill loses one at most."""
    writer.at_once = 1
    real, asked_before = writer.ask, list[int]()

    def ask(questions: Any) -> Any:
        if len(server.asked) == stopped_at:
            raise KeyboardInterrupt
        return real(questions)

    server.answer = answering()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writer, "ask", ask)
        with pytest.raises(KeyboardInterrupt):
            take_exam(writer, ["es"])
    asked_before.append(len(server.asked))
    again = WRITERS.load("vllm", EngineOptions(model="small", seed=7, threads=0, url=server.url))
    again.at_once = 1
    result = take_exam(again, ["es"])
    assert (asked_before, len(server.asked)) == ([stopped_at], 12)
    assert (result.exam().pitch, result.exam().judge) == (("es",), True)


def test_an_unclear_model_is_asked_for_all_that_there_is(writer: Writer, server: Served) -> None:
    """Five of six answers are right: neither clearly enough nor clearly not."""

    def points(body: Body) -> Any:
        number = next(n for n, p in enumerate(PITCHES["pitch"]) if p["lines"][0] in asked(body))
        return {**understood(body), **({"repairs": []} if number % 3 == 1 else {})}

    server.answer = answering(points=points)
    writer.at_once = 1
    result = take_exam(writer, ["es"])
    assert result.tally("understanding").asked > 14
    assert result.exam().understands is False


def test_one_round_of_corrections_counts(
    writer: Writer, server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(body: Body) -> Any:
        said = script(body)
        said["lines"][1]["text"] = "It costs 99 yuan, and shipping is free."
        return said

    def correct(body: Body) -> Any:
        name = product_of(body)
        return {
            "lines": [
                {"language": code, "line": 2, "text": texts[1], "points": POINTS[name][1]}
                for code, texts in GOOD[name].items()
            ]
        }

    server.answer = answering(lines=write, corrections=correct)
    assert take_exam(writer, ["en", "es"]).exam().pitch == ("en", "es")
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "empty"))
    server.answer = answering(lines=write)
    assert take_exam(writer, ["en", "es"]).exam().failed == ("en", "es")


def test_a_point_that_is_claimed_by_a_silent_line_is_not_said(
    writer: Writer, server: Served
) -> None:
    def write(body: Body) -> Any:
        said = script(body)
        if product_of(body) == "hat":
            said["lines"][0]["text"] = ""
        return said

    server.answer = answering(lines=write)
    assert take_exam(writer, ["en"]).tally("script", "en") == Tally(right=1, asked=2)


def joke(body: Body) -> Any:
    """Every pitch understood, and its trap taken for a point, too."""
    pitch = next(each for each in PITCHES["pitch"] if each["lines"][0] in asked(body))
    told = {"text": "It is fun.", "kind": "feature", "negated": False}
    more = [{**told, "line": n, "quote": words} for n, words in pitch["traps"]]
    right = understood(body)
    return {**right, "points": [*right["points"], *more]}


def changed_number(body: Body) -> Any:
    told = understood(body)
    told["repairs"].append({"line": 3, "heard": "一次", "meant": "七次", "sure": True})
    return told


@pytest.mark.parametrize(
    "answer",
    [joke, changed_number, lambda body: {"repairs": [], "points": []}, lambda body: {"no": 1}],
)
def test_who_does_not_understand_is_not_asked_for_scripts(
    writer: Writer, server: Served, answer: Answers
) -> None:
    server.answer = answering(points=answer)
    result = take_exam(writer, ["en"])
    assert "lines" not in steps_of(server) and result.scripts == []
    assert (result.exam().understands, result.exam().judge) == (False, True)


@pytest.mark.parametrize(
    "wrong",
    [{"gender": "neuter"}, {"number": "plural"}, {"noun": "no"}],
    ids=["gender", "number", "noun"],
)
def test_who_gets_the_gender_wrong_is_not_asked_for_scripts(
    writer: Writer, server: Served, wrong: dict[str, str]
) -> None:
    def name(body: Body) -> Any:
        rows = named(body)["names"]
        return {"names": [{**row, **wrong} if row["language"] < "fr" else row for row in rows]}

    server.answer = answering(names=name)
    result = take_exam(writer, ["en"])
    assert result.is_passed("naming") is False
    assert result.scripts == []
    assert (result.exam().understands, result.exam().judge) == (False, True)


@pytest.mark.parametrize("word", ["", "never said"])
def test_a_judge_that_finds_nothing_or_all_stops_early(
    writer: Writer, server: Served, word: str
) -> None:
    def judge(body: Body) -> Any:
        return {
            "verdicts": [
                {**row, "added": word, "reversed": ""} for row in verdicts(body)["verdicts"]
            ]
        }

    server.answer = answering(points=lambda body: {}, verdicts=judge)
    writer.at_once = 1
    result = take_exam(writer, ["en"])
    assert steps_of(server) == {"points": 2, "verdicts": 1}
    assert (result.exam().understands, result.exam().judge) == (False, False)


def test_a_server_that_fails_is_not_examined(writer: Writer, server: Served) -> None:
    server.answer = fails(401)
    with pytest.raises(ServiceError, match="key is not accepted"):
        take_exam(writer, ["en"])
    assert exam_of(writer) is None


def examine(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["models", "exam", "--to", "en,es", *arguments])


def test_the_command_prints_what_it_may_do_and_keeps_it(writer: Writer, server: Served) -> None:
    server.answer = answering()
    named = ("--writer", f"vllm:{server.url}", "--writer-model", "small")
    result = examine(*named)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:-2] == [
        "understanding: 8 of 8 right, passed",
        "naming: 8 of 8 right, passed",
        "scripts in en: 2 of 2 right, passed",
        "scripts in es: 2 of 2 right, passed",
        "wrong lines found: 12 of 12 right, passed",
        "right lines accepted: 20 of 20 right, passed",
    ]
    assert "whole pitches in en, es; may judge" in result.stdout
    parts = ("understanding", "naming", "whole pitches", "judging")
    assert "\n".join(f"examining {part}" for part in parts) in result.stderr
    exam = exam_of(writer)
    assert exam is not None and exam.pitch == ("en", "es")
    told = json.loads(examine(*named, "--json").stdout)
    assert told["exam"]["judge"] is True and Path(told["kept"]).exists()


def test_an_exam_that_is_failed_is_a_finding_and_no_error(writer: Writer, server: Served) -> None:
    server.answer = answering(points=lambda body: {}, verdicts=lambda body: {"verdicts": []})
    result = examine("--writer", f"vllm:{server.url}", "--writer-model", "small")
    assert result.exit_code == 0
    assert "understanding: 0 of 8 right, failed" in result.stdout
    assert "no whole pitches; may not judge" in result.stdout
    assert examine("--writer", "none").exit_code == 2
    assert examine("--writer", "gpt").exit_code == 2


def test_an_exam_of_another_edition_does_not_count(writer: Writer) -> None:
    exam = Exam(taken="2026-11-28", pitch=("en",), judge=True)
    keep_exam(writer, exam)
    assert exam_of(writer) == exam
    keep_exam(writer, replace(exam, edition=EDITION + 1))
    assert exam_of(writer) is None


def test_a_cards_exam_counts_where_the_cache_has_none(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"edition": EDITION, "taken": "2026-11-28", "by": "Ming", "understands": True}
    told |= {"pitch": ["en"], "judge": True}
    card = weights.card("qwen2.5-coder-1.5b").model_dump() | {"exam": told}
    read = weights.Card.model_validate(card)
    monkeypatch.setattr(weights, "cards", lambda: (read,))
    embedded = WRITERS.load("llama.cpp", EngineOptions(model=read.id, seed=7, threads=0))
    exam = exam_of(embedded)
    assert exam and exam.told == "examined 2026-11-28 by Ming: whole pitches in en; may judge"
    listed = CliRunner().invoke(cli.main, ["models", "list"]).stdout
    assert exam.told in listed
    assert exam_of(writer) is None  # other weights
    keep_exam(embedded, Exam(taken="2026-11-30"))
    assert exam_of(embedded) == Exam(taken="2026-11-30")
    speaker = weights.Card.model_dump(read) | {"role": "speaker", "writes": ()}
    with pytest.raises(ValidationError, match="only a writer is examined"):
        weights.Card.model_validate(speaker)


def test_doctor_and_engines_say_whether_the_writer_was_examined(
    writer: Writer, server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = f"vllm:{server.url}"
    arguments = ["doctor", "--recognizer", "fake", "--writer", named, "--writer-model", "small"]
    command = [*arguments, "--out", str(tmp_path)]
    before = CliRunner().invoke(cli.main, command).stdout
    step = f"merchant-studio models exam --to LANGUAGES --writer {named} --writer-model small"
    assert f"exam        not examined; run: {step}\n" in before
    keep_exam(writer, Exam(taken="2026-11-28", pitch=("en", "es"), judge=True))
    line = "exam        examined 2026-11-28: whole pitches in en, es; may judge\n"
    assert line in CliRunner().invoke(cli.main, command).stdout
    monkeypatch.setattr(
        "merchant_studio.cli.doctor.StudioConfig", lambda: StudioConfig(writer="fake")
    )
    (row,) = (each for each in engine_rows() if (each.role, each.name) == ("writer", "fake"))
    step = "merchant-studio models exam --to LANGUAGES --writer fake"
    assert row.state == f"ready: fake; not examined; run: {step}"


def test_a_run_tells_that_its_writer_was_not_examined(
    writer: Writer, server: Served, product: Path, tmp_path: Path
) -> None:
    (product / "pitch.txt").write_text(SAID, encoding="utf-8")
    (product / "product.yaml").write_text(SHEET, encoding="utf-8")
    server.answer = lambda handler, body: says(PITCH)(handler, body)
    named = ["--writer", f"vllm:{server.url}", "--recognizer", "fake", "--out", str(tmp_path)]
    plan = ["plan", str(product), "--to", "en", *named]
    told = (
        "vllm was not examined, so no line of it is checked for meaning; "
        f"run: merchant-studio models exam --to en --writer vllm:{server.url}\n"
    )
    result = CliRunner().invoke(cli.main, plan)
    assert result.stderr.startswith(told)  # before anything is written
    assert " 4 [llm, meaning unchecked] " in result.stdout
    keep_exam(writer, Exam(taken="2026-11-28", pitch=("es",), judge=False))
    told = told.replace("examined, so", "examined in en, so")
    assert told in CliRunner().invoke(cli.main, plan).stderr
    keep_exam(writer, Exam(taken="2026-11-28", understands=False, judge=False))
    (tmp_path / "elsewhere").mkdir()
    again = [*plan[:-1], str(tmp_path / "elsewhere")]
    assert "not examined" not in CliRunner().invoke(cli.main, again).stderr


def test_a_batch_tells_it_once_and_not_for_each_product(
    writer: Writer, server: Served, product: Path, tmp_path: Path
) -> None:
    for name in ("A1", "A2"):
        shutil.copytree(product, tmp_path / "products" / name)
    server.answer = lambda handler, body: says(PITCH)(handler, body)
    named = ["--writer", f"vllm:{server.url}", "--recognizer", "fake", "--out", str(tmp_path / "o")]
    fast = ["--workers", "1", "--preset", "ultrafast", "--crf", "40"]
    command = ["batch", str(tmp_path / "products"), "--to", "en", *named, *fast]
    result = CliRunner().invoke(cli.main, command)
    told = "vllm was not examined, so no line of it is checked for meaning; run: "
    before, _, after = result.stderr.partition(told)
    assert "made in" not in before and "made in" in after
    assert result.stderr.count(told) == 1
    assert "2 made" in result.stdout


def test_a_writer_that_was_not_asked_is_not_spoken_of() -> None:
    engines = ChosenEngines(StudioConfig(writer="fake"))
    assert engines.unexamined(["zh"]) == ""
    assert ChosenEngines(StudioConfig(writer="none")).examined == ""


def test_an_exam_is_kept_by_its_model_and_not_by_its_address(
    writer: Writer, server: Served
) -> None:
    """Another port finds it, other weights of the same name do not, a server that is off does."""
    meta = {"n_params": 4_000_000_000, "size": 2_500_000_000}
    (listed,) = server.lists["/v1/models"]["data"]
    listed |= {"created": 1, "meta": meta}
    exam = Exam(taken="2026-12-02", understands=True, pitch=("en",), judge=True)
    keep_exam(writer, exam)
    named = EngineOptions(model="small", seed=7, threads=0, tries=1)
    with serving() as moved:
        moved.lists["/v1/models"] = {"data": [{**listed, "created": 2}]}
        assert exam_of(WRITERS.load("vllm", replace(named, url=moved.url))) == exam
        url = moved.url
    assert exam_of(WRITERS.load("vllm", replace(named, url=url))) == exam
    with serving() as other:
        smaller = {**listed, "meta": {**meta, "size": 1_300_000_000}}
        other.lists["/v1/models"] = {"data": [smaller]}
        assert exam_of(WRITERS.load("vllm", replace(named, url=other.url))) is None


@pytest.mark.parametrize(
    ("kind", "rate", "before", "now"),
    [
        ("understanding", 0.65, 0.042, 0.045),
        ("understanding", 0.75, 0.247, 0.167),
        ("naming", 0.65, 0.078, 0.042),
        ("script", 0.22, 0.048, 0.048),
        ("wrong line", 0.75, 0.037, 0.037),
        ("wrong line", 0.8, 0.123, 0.086),
        ("right line", 0.85, 0.048, 0.046),
        ("right line", 0.9, 0.184, 0.173),
    ],
)
def test_a_writer_that_failed_the_exam_of_2026_11_passes_no_oftener(
    kind: str, rate: float, before: float, now: float
) -> None:
    """`before`: how often it passed, of 24 answers 20 right, of 18 nouns 15, of 30 lines 27 and 29.

    Summed over all ways through the test, not drawn by chance.
    """
    asked, needed = {
        "understanding": (24, 20),
        "naming": (18, 15),
        "script": (2, 2),
        "wrong line": (30, 27),
        "right line": (30, 29),
    }[kind]
    ways = (math.comb(asked, n) * rate**n * (1 - rate) ** (asked - n) for n in range(needed, 99))
    assert sum(ways) == pytest.approx(before, abs=0.001)
    assert passing(TRIALS[kind], rate, 60 if kind == "right line" else asked) == pytest.approx(
        now, abs=0.001
    )


def passing(trial: Trial, rate: float, there_are: int) -> float:
    """How probably a writer passes that answers rightly at this rate."""
    passed, unsure = 0.0, {0: 1.0}
    for asked in range(1, there_are + 1):
        before, unsure = unsure, {}
        for right, chance in before.items():
            for now, of_it in ((right + 1, chance * rate), (right, chance * (1 - rate))):
                sure = trial.is_passed(now, asked - now, there_are - asked)
                passed += of_it if sure else 0
                if sure is None:
                    unsure[now] = unsure.get(now, 0) + of_it
    return passed


def test_every_language_has_four_right_and_two_wrong_lines() -> None:
    lines = tasks.finished_lines()
    counted = Counter((line.place[0], line.is_wrong) for line in lines)
    foreign = [code for code in language_codes() if code != "zh"]
    assert counted == {(code, wrong): n for code in foreign for wrong, n in ((False, 4), (True, 2))}
    assert {line.product for line in lines} == set(tasks.products())
    assert len({(line.product, line.place) for line in lines}) == len(lines)
    assert {row.get("wrong", "added") for row in LINES["line"]} == {"added", "reversed"}


def test_a_right_line_passes_every_check_but_the_judges() -> None:
    told = tasks.products()
    for line in tasks.finished_lines():
        code, number = line.place
        if not line.is_wrong:
            assert Draft(told[line.product].job(code)).checks.problems(number - 1, line.text) == ()


def test_a_longer_noun_is_named_by_its_last_part() -> None:
    told = {"language": "de", "name": "faltbare Sonnenbrille", "noun": "Sonnenbrille"}
    rows = [{**told, "gender": "feminine", "number": "singular"}]
    answer = Answer(text=json.dumps({"names": rows}))
    marks = [task.mark(answer, ["de"])["de"] for task in tasks.namings()]
    assert marks == [False, True, False]


def test_a_good_japanese_line_is_not_too_long() -> None:
    """Japanese takes more characters than Chinese, and its readers fewer a second."""
    good = {
        "mat": "見てください、このピクニックマット。下から水が染みず、濡れた草の上でも座れます。",
        "hat": "この日よけ帽子は折りたためて、バッグに入れても型崩れしません。",
    }
    for name, text in good.items():
        assert Draft(tasks.products()[name].job("ja")).checks.problems(0, text) == ()
    paces = {code: tasks.ms_per_character(profile(code)) for code in language_codes()}
    assert {code for code, ms in paces.items() if ms != tasks.MS_PER_CHARACTER} == {"ja"}


def test_the_right_answers_pass_the_products_own_checks() -> None:
    for product in tasks.products().values():
        assert not product.message.left_out
    for listening in tasks.listenings():
        heard = [segment.text for segment in listening.said.transcript.segments]
        quotes = [*listening.points, *listening.traps]
        assert all(listening.meant[segment].find(words) >= 0 for segment, words in quotes)
        assert len(heard) == len(listening.meant)
