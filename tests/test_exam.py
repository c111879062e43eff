"""The exam of writers: a strong model passes, a confused one stops early, and both are kept.

A language model wrote the answers, for these tests.
"""

from __future__ import annotations

import json
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
from merchant_studio.records import EngineStamp
from merchant_studio.write import take_exam
from merchant_studio.write.pitch import tasks
from merchant_studio.write.pitch.draft import Draft
from tests.api_server import Handler, Served, fails, says, serving
from tests.asking import ENGLISH, pitch_answer
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
        ["water-does-not-soak-through"],
        [],
        ["after-use-rolled-up-strap", "can-machine-washed"],
    ],
    "hat": [["sun-hat-folds-keeps-shape"], ["not-stuffy-wear"], ["can-print-buyer-s-logo"]],
}
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
        says(json.dumps(said, ensure_ascii=False))(handler, dict(body))

    return answer


def test_a_strong_model_may_write_where_its_scripts_are_right(
    writer: Writer, server: Served
) -> None:
    server.answer = answering()
    result = take_exam(writer)
    assert (result.understood.right, result.understood.asked) == (24, 24)
    told = result.judged_in_all
    assert (told.found, told.wrong, told.refused, told.right) == (30, 30, 0, 30)
    assert {code: right for code, right in result.scripts.items() if right} == {"en": 2, "es": 2}
    assert len(result.scripts) == 15  # English in any other language is not right
    assert result.exam("2026-11-28") == Exam(
        taken="2026-11-28", pitch=("en", "es"), judge=True, edition=EDITION
    )


def test_one_round_of_corrections_counts(writer: Writer, server: Served) -> None:
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
    assert take_exam(writer).exam("2026-11-28").pitch == ("en", "es")
    server.answer = answering(lines=write)
    assert take_exam(writer).exam("2026-11-28").pitch == ()


def test_a_point_that_is_claimed_by_a_silent_line_is_not_said(
    writer: Writer, server: Served
) -> None:
    def write(body: Body) -> Any:
        said = script(body)
        if product_of(body) == "mat":
            said["lines"][0]["text"] = ""
        return said

    server.answer = answering(lines=write)
    assert take_exam(writer).scripts["en"] == 1


def joke(body: Body) -> Any:
    """Every pitch understood, and its trap taken for a point, too."""
    pitch = next(each for each in PITCHES["pitch"] if each["lines"][0] in asked(body))
    told = {"text": "It is fun.", "kind": "feature", "negated": False}
    more = [{**told, "line": n, "quote": words} for n, words in pitch["traps"]]
    right = understood(body)
    return {**right, "points": [*right["points"], *more]}


def changed_number(body: Body) -> Any:
    told = understood(body)
    told["repairs"].append({"line": 4, "heard": "别人家", "meant": "八人家", "sure": True})
    told["repairs"] += [{**told["repairs"][1], "line": n} for n in (1, 2, 3)]
    return told


@pytest.mark.parametrize(
    "answer",
    [joke, changed_number, lambda body: {"repairs": [], "points": []}, lambda body: {"no": 1}],
)
def test_who_does_not_understand_is_not_asked_for_scripts(
    writer: Writer, server: Served, answer: Answers
) -> None:
    server.answer = answering(points=answer)
    result = take_exam(writer)
    steps = Counter(step_of(body) for body in server.asked)
    assert "lines" not in steps and result.scripts == {}
    assert result.exam("2026-11-28") == Exam(taken="2026-11-28", judge=True)


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
    result = take_exam(writer)
    assert (result.named.asked, result.named.of) == (18, 18) and result.named.right < 14
    assert result.scripts == {}
    assert result.exam("2026-11-28") == Exam(taken="2026-11-28", judge=True)


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
    result = take_exam(writer)
    told = result.judged_in_all
    assert (told.found, told.refused) == ((4, 4) if word else (0, 0))
    assert (told.wrong, told.right) == (4, 4)
    assert result.understood.asked == 6
    assert result.exam("2026-11-28") == Exam(taken="2026-11-28")


def test_a_server_that_fails_is_not_examined(writer: Writer, server: Served) -> None:
    server.answer = fails(401)
    with pytest.raises(ServiceError, match="key is not accepted"):
        take_exam(writer)


def examine(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["models", "exam", *arguments])


def test_the_command_prints_what_it_may_do_and_keeps_it(writer: Writer, server: Served) -> None:
    server.answer = answering()
    named = ("--writer", f"vllm:{server.url}", "--writer-model", "small")
    result = examine(*named)
    assert result.exit_code == 0
    rows = result.stdout.splitlines()
    assert rows[0] == "language  whole pitches  wrong lines found  right lines refused"
    assert rows[3] == "en        2 of 2         2 of 2             0 of 2"
    assert rows[-5:-2] == [
        "understanding: 24 of 24 answers right",
        "naming: 18 of 18 nouns right, with gender and number",
        "judging: 30 of 30 wrong lines found, 0 of 30 right ones refused",
    ]
    assert "whole pitches in en, es; may judge" in rows[-2]
    parts = ("understanding", "naming", "whole pitches", "judging")
    assert "\n".join(f"examining {part}" for part in parts) in result.stderr
    exam = exam_of(writer.stamp)
    assert exam is not None and exam.pitch == ("en", "es")
    told = json.loads(examine(*named, "--json").stdout)
    assert told["exam"]["judge"] is True and Path(told["kept"]).exists()


def test_an_exam_that_is_failed_is_a_finding_and_no_error(writer: Writer, server: Served) -> None:
    server.answer = answering(points=lambda body: {}, verdicts=lambda body: {"verdicts": []})
    result = examine("--writer", f"vllm:{server.url}", "--writer-model", "small")
    assert result.exit_code == 0
    assert "stopped, for it could not pass any more" in result.stdout
    assert "no whole pitches; may not judge" in result.stdout
    assert examine("--writer", "none").exit_code == 2
    assert examine("--writer", "gpt").exit_code == 2


def test_an_exam_of_another_edition_does_not_count(writer: Writer) -> None:
    exam = Exam(taken="2026-11-28", pitch=("en",), judge=True)
    keep_exam(writer.stamp, exam)
    assert exam_of(writer.stamp) == exam
    keep_exam(writer.stamp, replace(exam, edition=EDITION + 1))
    assert exam_of(writer.stamp) is None


def test_a_cards_exam_counts_where_the_cache_has_none(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"edition": EDITION, "taken": "2026-11-28", "pitch": ["en"], "judge": True}
    card = weights.card("qwen2.5-coder-1.5b").model_dump() | {"exam": told}
    read = weights.Card.model_validate(card)
    monkeypatch.setattr(weights, "cards", lambda: (read,))
    stamp = EngineStamp(
        kind="writer", name="llama.cpp", model=read.id, revision=read.revision, seed=7
    )
    assert exam_of(stamp) == Exam(taken="2026-11-28", pitch=("en",), judge=True)
    assert exam_of(replace(stamp, revision="other weights")) is None
    keep_exam(stamp, Exam(taken="2026-11-30"))
    assert exam_of(stamp) == Exam(taken="2026-11-30")
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
    step = f"merchant-studio models exam --writer {named} --writer-model small"
    assert f"exam        not examined; run: {step}\n" in before
    keep_exam(writer.stamp, Exam(taken="2026-11-28", pitch=("en", "es"), judge=True))
    line = "exam        examined 2026-11-28: whole pitches in en, es; may judge\n"
    assert line in CliRunner().invoke(cli.main, command).stdout
    monkeypatch.setattr(
        "merchant_studio.cli.doctor.StudioConfig", lambda: StudioConfig(writer="fake")
    )
    (row,) = (each for each in engine_rows() if (each.role, each.name) == ("writer", "fake"))
    assert row.state == "ready: fake; not examined; run: merchant-studio models exam --writer fake"


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
        f"run: merchant-studio models exam --writer vllm:{server.url}\n"
    )
    assert told in CliRunner().invoke(cli.main, plan).stderr
    assert "not examined" not in CliRunner().invoke(cli.main, plan).stderr  # nothing was asked
    keep_exam(writer.stamp, Exam(taken="2026-11-28"))
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
    assert (
        result.stderr.count("vllm was not examined, so no line of it is checked for meaning; run: ")
        == 1
    )
    assert "2 made" in result.stdout


def test_a_writer_that_was_not_asked_is_not_spoken_of() -> None:
    engines = ChosenEngines(StudioConfig(writer="fake"))
    assert engines.unexamined == ""
    assert ChosenEngines(StudioConfig(writer="none")).examined == ""


def test_every_language_has_two_right_and_two_wrong_lines() -> None:
    lines = tasks.finished_lines()
    counted = Counter((line.place[0], line.is_wrong) for line in lines)
    foreign = [code for code in language_codes() if code != "zh"]
    assert counted == {(code, wrong): 2 for code in foreign for wrong in (False, True)}
    assert {line.product for line in lines} == set(tasks.products())
    assert len({(line.product, line.place) for line in lines}) == len(lines)
    assert {row.get("wrong", "added") for row in LINES["line"]} == {"added", "reversed"}


def test_a_right_line_passes_every_check_but_the_judges() -> None:
    told = tasks.products()
    for line in tasks.finished_lines():
        code, number = line.place
        if not line.is_wrong:
            assert Draft(told[line.product].job(code)).problems(number - 1, line.text) == ()


def test_a_longer_noun_is_named_by_its_last_part() -> None:
    told = {"language": "de", "name": "faltbare Sonnenbrille", "noun": "Sonnenbrille"}
    rows = [{**told, "gender": "feminine", "number": "singular"}]
    answer = Answer(text=json.dumps({"names": rows}))
    assert [task.right(answer) for task in tasks.namings()] == [0, 1, 0]


def test_the_right_answers_pass_the_products_own_checks() -> None:
    for product in tasks.products().values():
        assert not product.message.left_out
    for listening in tasks.listenings():
        heard = [segment.text for segment in listening.said.transcript.segments]
        quotes = [*listening.points, *listening.traps]
        assert all(listening.meant[segment].find(words) >= 0 for segment, words in quotes)
        assert len(heard) == len(listening.meant)
