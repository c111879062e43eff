"""Whole pitches by a capable writer: a server answers as a strong model would, or worse.

A language model wrote the answers, for these tests.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from merchant_studio import Release, Studio, StudioConfig
from merchant_studio.engines import WRITERS, EngineOptions
from merchant_studio.engines.exams import Exam, keep_exam
from merchant_studio.languages import profile
from merchant_studio.points import Stated, sentences
from merchant_studio.publish.checking import check_run
from merchant_studio.records import Message, Names, Script
from merchant_studio.run import change_transcript, retyped
from merchant_studio.run.folder import RunFolder
from merchant_studio.webui import actions
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.session import App
from tests.api_server import Handler, Served, fails, says, serving
from tests.asking import as_judgement, with_names
from tests.waiting import done

SAID = """\
老板你好，来看看我们的折叠推车。
一折就平了，放后备箱不占地方。
四个轮子都是橡胶的，推起来没声音。
这个题手不会掉色。
价格五十八块，五十台起订。
喜欢的话扫码加我微信。"""
SHEET = """\
name: {zh: 折叠推车, en: folding cart, es: carrito plegable}
price: 58 CNY
moq: 50 pcs
"""
MEANT: dict[str, Any] = {
    "repairs": [{"line": 4, "heard": "题手", "meant": "提手", "sure": True}],
    "points": [
        _point
        for _point in (
            {
                "line": 2,
                "quote": "一折就平了",
                "text": "It folds flat.",
                "kind": "feature",
                "negated": False,
            },
            {
                "line": 3,
                "quote": "四个轮子都是橡胶的",
                "text": "All four wheels are rubber.",
                "kind": "feature",
                "negated": False,
            },
            {
                "line": 4,
                "quote": "这个提手不会掉色",
                "text": "The handle does not fade.",
                "kind": "feature",
                "negated": True,
            },
            {
                "line": 6,
                "quote": "扫码加我微信",
                "text": "Scan the code to reach us on WeChat.",
                "kind": "invitation",
                "negated": False,
            },
        )
    ],
}
FLAT, WHEELS, HANDLE, SCAN = (
    "folds-flat",
    "all-four-wheels-rubber",
    "handle-does-not-fade",
    "scan-code-reach-us-wechat",
)
NAMED = {
    "names": [
        {
            "language": "es",
            "name": "carrito plegable",
            "noun": "carrito",
            "gender": "masculine",
            "number": "singular",
        }
    ]
}
GOOD: dict[str, Any] = {
    "en": [
        ("Hello, have a look at our folding cart.", []),
        ("Fold it flat, and it takes no space in your car.", [FLAT]),
        ("All four wheels are rubber, so it rolls without a sound.", [WHEELS]),
        ("The handle never loses its color.", [HANDLE]),
        ("Just <price>, from <moq>.", []),
        ("Like it? Scan the code and add us on WeChat.", [SCAN]),
    ],
    "es": [
        ("Hola, vea nuestro carrito plegable.", []),
        ("Se pliega y queda plano: en el maletero no ocupa sitio.", [FLAT]),
        ("Las cuatro ruedas son de goma y no hacen ruido.", [WHEELS]),
        ("El asa no pierde el color.", [HANDLE]),
        ("Cuesta <price>, desde <moq>.", []),
        ("Escanee el código y agréguenos en WeChat.", [SCAN]),
    ],
}
NAMES = {FLAT: "p1", WHEELS: "p2", HANDLE: "p3", SCAN: "p4"}
"""What the points are called in questions and answers."""
KNOWN = {text: points for rows in GOOD.values() for text, points in rows}
LANGUAGE = {"Write it in English": "en", "Write it in Spanish": "es"}


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
def cart(product: Path) -> Path:
    (product / "pitch.txt").write_text(SAID, encoding="utf-8")
    (product / "product.yaml").write_text(SHEET, encoding="utf-8")
    return product


@pytest.fixture
def config(tmp_path: Path, server: Served, monkeypatch: pytest.MonkeyPatch) -> StudioConfig:
    """A studio whose writer has passed its exam."""
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))
    writer = WRITERS.load("vllm", EngineOptions(model="small", seed=7, threads=0, url=server.url))
    keep_exam(writer, Exam(taken="2026-11-28", pitch=("en", "es"), judge=True))
    return StudioConfig(
        out=tmp_path / "out",
        recognizer="fake",
        writer=f"vllm:{server.url}",
        writer_model="small",
        preset="ultrafast",
        crf=40,
    )


Row = Mapping[str, Any]


def lines(code: str) -> list[dict[str, Any]]:
    return [{"line": n, "text": t, "points": p} for n, (t, p) in enumerate(GOOD[code], start=1)]


def verdicts(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A judge who finds nothing wrong: each good line says its points."""
    asked = body["messages"][1]["content"].partition("The lines to check:\n")[2]
    found = []
    for row in filter(None, asked.partition("\nAnswer with")[0].split("\n")):
        place, text = row.split(": ", 1)
        code, number = place.split(" ")
        points = next((p for t, p in GOOD[code] if t == text), [])
        found.append({"language": code, "line": int(number), "says": text, "points": points})
    return found


def fields_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = body["response_format"]["json_schema"]["schema"]["properties"]
    return fields


def step_of(body: Mapping[str, Any]) -> str:
    """What is asked, by the schema of the answer."""
    schema = fields_of(body)
    name: str = next(each for each in schema if each != "repairs")
    if "wrong" in schema[name].get("properties", {}):
        return "verdicts"
    row = schema[name]["items"]["properties"]
    if set(row) == {"line", "text"}:
        return "back"
    return "corrections" if name == "lines" and "language" in row else name


def strong(
    known: Mapping[str, list[str]] = MappingProxyType({}),
    **other: Callable[[Mapping[str, Any]], Any],
) -> Callable[[Handler, Any], None]:
    """Answers of a strong model; `other` answers some steps otherwise.

    `known`: what lines say that are not in GOOD.
    """
    usual: dict[str, Callable[[Mapping[str, Any]], Any]] = {
        "points": lambda body: MEANT,
        "names": lambda body: NAMED,
        "lines": lambda body: {"lines": lines(language_of(body))},
        "verdicts": lambda body: {"verdicts": verdicts(body)},
        "back": lambda body: {"lines": []},
    }

    def answer(handler: Handler, body: Mapping[str, Any]) -> None:
        answers, step = {**usual, **other}, step_of(body)
        say = answers[step](body)
        if step == "verdicts":
            asked = body["messages"][1]["content"]
            say = as_judgement(say["verdicts"], asked, NAMES, KNOWN | known)
        elif step in ("lines", "corrections"):
            say = with_names(say, NAMES)
        elif step == "points" and "names" in fields_of(body):
            say = {**say, **answers["names"](body)}
        says(json.dumps(say, ensure_ascii=False))(handler, dict(body))

    return answer


def language_of(body: Mapping[str, Any]) -> str:
    asked = body["messages"][1]["content"]
    return next(code for words, code in LANGUAGE.items() if words in asked)


def scripts(releases: tuple[Release, ...]) -> dict[str, Script]:
    folder = RunFolder(releases[0].folder.parent)
    return {r.language: folder.stored(f"{r.language}/script.json", Script) for r in releases}


def test_every_line_is_the_writers_and_every_point_is_said(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    releases = Studio(config).run(cart, ["en", "es"])
    for code, script in scripts(releases).items():
        assert [line.text for line in script.lines] == [text for text, _ in GOOD[code]]
        assert {line.made_by for line in script.lines} == {"llm"}
        assert {line.meaning for line in script.lines} == {"checked"}
        assert [line.points for line in script.lines] == [tuple(p) for _, p in GOOD[code]]
    assert not any(release.blocked for release in releases)
    asked = [step_of(body) for body in server.asked]
    assert asked == ["points", "lines", "lines", "verdicts"]
    assert "names" in fields_of(server.asked[0])  # asked for with the points
    Studio(config).run(cart, ["en", "es"])
    assert len(server.asked) == 4  # all of it is kept


def test_what_he_meant_is_kept_and_a_misheard_word_is_put_right(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    release, _ = Studio(config).run(cart, ["en", "es"])
    folder = RunFolder(release.folder.parent)
    message = folder.stored("message.json", Message)
    assert [point.id for point in message.points] == [FLAT, WHEELS, HANDLE, SCAN]
    assert (message.lines[3].heard, message.lines[3].meant) == (
        "这个题手不会掉色。",
        "这个提手不会掉色。",
    )
    assert message.lines[4].meant == "价格<price>，<moq>起订。"
    assert folder.stored("names.json", Names).names["es"].noun == "carrito"
    asked = next(body for body in server.asked if step_of(body) == "lines")
    assert "这个提手不会掉色" in asked["messages"][1]["content"]


def test_a_line_that_a_judge_refuses_is_asked_for_again(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    wrong = "Fold it flat: it fits on any bicycle."
    told: list[str] = []

    def judge(body: Mapping[str, Any]) -> Any:
        found = verdicts(body)
        for row in found:
            if row["says"] == wrong:
                row["added"] = "fits on bicycles"
        return {"verdicts": found}

    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[1]["text"] = wrong
        return {"lines": rows}

    def correct(body: Mapping[str, Any]) -> Any:
        told.append(body["messages"][1]["content"])
        return {"lines": [{**lines("en")[1], "line": 2, "language": "en"}]}

    server.answer = strong(verdicts=judge, lines=write, corrections=correct)
    (release,) = Studio(config).run(cart, ["en"])
    line = scripts((release,))["en"].lines[1]
    assert (line.text, line.made_by, line.meaning) == (GOOD["en"][1][0], "llm-retry", "checked")
    assert "nobody said: fits on bicycles" in told[0] and repr(wrong) in told[0]


def test_what_fails_twice_is_silent_and_its_facts_are_said(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[1]["text"], rows[4]["text"] = "It weighs only 3 kg.", "Only 58 yuan!"
        return {"lines": rows}

    server.answer = strong(lines=write, corrections=lambda body: {"lines": []})
    (release,) = Studio(config).run(cart, ["en"])
    assert not release.blocked
    script = scripts((release,))["en"]
    assert [(line.made_by, line.text) for line in script.lines if line.made_by != "llm"] == [
        ("nobody", ""),
        ("phrasebook", script.lines[4].text),
    ]
    assert script.lines[4].tags == ("price", "moq")
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "CNY\u00a058" in captions and "3 kg" not in captions
    post = json.loads((release.folder / "post.json").read_text(encoding="utf-8"))
    assert "" not in post["text"].split("\n")


def test_a_line_that_must_be_said_is_asked_for_twice_and_judged_once_after(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    told: list[str] = []
    wrong = {1: "Hello, it weighs 3 kg.", 4: "The handle never loses its 2 colors.", 5: "58 yuan!"}

    def row(number: int, text: str) -> dict[str, Any]:
        return {**lines("en")[number - 1], "text": text, "language": "en"}

    def write(body: Mapping[str, Any]) -> Any:
        rows = lines(language_of(body))
        if language_of(body) == "en":
            rows = [{**each, "text": wrong.get(each["line"], each["text"])} for each in rows]
        return {"lines": rows}

    def correct(body: Mapping[str, Any]) -> Any:
        told.append(body["messages"][1]["content"].rpartition('has the text "".\n')[2])
        if len(told) == 1:
            return {"lines": [row(n, f"Really: {text}") for n, text in wrong.items()]}
        return {"lines": [{**line, "language": "en"} for line in lines("en")]}

    server.answer = strong(lines=write, corrections=correct)
    releases = Studio(config).run(cart, ["en", "es"])
    assert "line 1: " in told[0] and "line 1: " not in told[1]  # a greeting may be left out
    assert "line 4: 'Really: The handle never loses its 2 colors.'. Wrong: " in told[1]
    assert "line 5: 'Really: 58 yuan!'. Wrong: " in told[1]
    script = scripts(releases)["en"]
    assert [(line.made_by, line.meaning) for line in script.lines] == [
        ("nobody", "unchecked"),
        *[("llm", "checked")] * 2,
        *[("llm-retry", "checked")] * 2,
        ("llm", "checked"),
    ]
    assert not script.missing
    asked = Counter(step_of(body) for body in server.asked)
    assert asked == {
        "points": 1,
        **dict.fromkeys(("lines", "verdicts", "corrections"), 2),
    }  # for six languages, with six scripts, eleven


def test_a_judge_that_says_nothing_leaves_the_meaning_unchecked(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong(verdicts=lambda body: {"verdicts": []})
    (release,) = Studio(config).run(cart, ["en"])
    assert {line.meaning for line in scripts((release,))["en"].lines} == {"unchecked"}
    assert [f.message for f in release.findings if f.check == "meaning"] == [
        "en: the meaning of 6 lines is not checked"
    ]


@pytest.mark.parametrize("is_mended", [True, False])
def test_a_line_that_breaks_its_script_is_asked_for_again_and_stands_all_the_same(
    config: StudioConfig, cart: Path, server: Served, is_mended: bool
) -> None:
    told: list[str] = []
    judged: list[str] = []
    loose, good = "They are rubber, so it rolls without a sound.", GOOD["en"][2][0]

    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[2]["text"] = loose
        return {"lines": [*rows[:5], {**rows[5], "text": "It is 3 kg."}]}

    def judge(body: Mapping[str, Any]) -> Any:
        judged.append(body["messages"][1]["content"])
        found = verdicts(body)
        for row in found:
            if row["says"] == loose:
                row.update(points=[WHEELS], breaks='"they" has no noun')
        return {"verdicts": found}

    def correct(body: Mapping[str, Any]) -> Any:
        told.append(body["messages"][1]["content"])
        rows = [lines("en")[2] if is_mended else {"line": 3, "text": ""}, lines("en")[5]]
        return {"lines": [{**row, "language": "en"} for row in rows]}

    known = {loose: [WHEELS]}
    server.answer = strong(known, lines=write, corrections=correct, verdicts=judge)
    (release,) = Studio(config).run(cart, ["en"])
    assert f'line 3: {loose!r}. Wrong: read in its script: "they" has no noun.' in told[0]
    others, _, asked = judged[1].partition("Other lines, only to be read:\n")[2].partition("\n\n")
    listed = [line.partition(":")[0] for line in asked.splitlines() if line.startswith("en ")]
    assert listed == (["en 3", "en 6"] if is_mended else ["en 6"])
    assert "en 4: The handle never loses its color." in others.splitlines()
    line = scripts((release,))["en"].lines[2]
    assert (line.text, line.points) == (good if is_mended else loose, (WHEELS,))
    message = 'en, line 3: read in its script: "they" has no noun'
    assert [f.message for f in release.findings if f.check == "meaning"] == (
        [] if is_mended else [message]
    )


def test_what_breaks_the_script_and_holds_nothing_is_not_said(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    def judge(body: Mapping[str, Any]) -> Any:
        found = verdicts(body)
        for row in found:
            row["breaks"] = "" if row["line"] > 1 else "it follows the farewell"
        return {"verdicts": found}

    server.answer = strong(verdicts=judge, corrections=lambda body: {"lines": []})
    (release,) = Studio(config).run(cart, ["es"])
    first, *others = scripts((release,))["es"].lines
    assert first.why == "read in its script: it follows the farewell"
    # In its place the phrasebook names the product, which no other line does.
    assert (first.author, first.tags) == ("phrasebook", ("name",))
    assert [line.text for line in others] == [text for text, _ in GOOD["es"][1:]]


def test_a_writer_without_an_exam_writes_whole_pitches_that_nobody_judges(
    config: StudioConfig, cart: Path, server: Served, tmp_path: Path
) -> None:
    (tmp_path / "cache" / "exams").rename(tmp_path / "elsewhere")

    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[3]["text"] = "A rabbit is on the handle."  # what a judge would have refused
        return {"lines": rows}

    server.answer = strong(lines=write, corrections=lambda body: {"lines": []})
    (release,) = Studio(config).run(cart, ["en"])
    assert not release.blocked
    assert "verdicts" not in [step_of(body) for body in server.asked]
    script = scripts((release,))["en"]
    assert [line.author for line in script.lines] == ["llm"] * 6
    assert {line.meaning for line in script.lines} == {"unchecked"}
    hint = "nobody speaks of rabbit (rabbit)"
    assert [line.why for line in script.lines] == ["", "", "", hint, "", ""]
    (asked,) = [body for body in server.asked if step_of(body) == "corrections"]
    assert hint in asked["messages"][1]["content"]
    assert [f.message for f in release.findings if f.check == "meaning"] == [
        "en: the meaning of 6 lines is not checked",
        f"en, line 4: {hint}",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The waterproof handle does not fade.", "nobody said that it is waterproof (waterproof)"),
        ("The two of them do not fade.", "it writes a number (two)"),
    ],
)
def test_without_a_judge_what_is_suspect_is_refused(
    config: StudioConfig, cart: Path, server: Served, tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "cache" / "exams").rename(tmp_path / "elsewhere")
    rows = lines("en")
    rows[3]["text"] = text
    server.answer = strong(
        lines=lambda body: {"lines": rows}, corrections=lambda body: {"lines": []}
    )
    line = scripts(Studio(config).run(cart, ["en"]))["en"].lines[3]
    assert (line.author, line.why) == ("nobody", why)


def test_a_writer_is_told_who_buys_and_how_a_seller_there_talks(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    Studio(config).run(cart, ["es"])
    (body,) = [body for body in server.asked if step_of(body) == "lines"]
    told = body["messages"][1]["content"].partition("\nWrite it in Spanish. ")[2].splitlines()
    assert told[:3] == [
        "Address: usted, to one person throughout: mire, escríbame. Tone: plain and clear. "
        "Captions over his own voice.",
        "Buyers: importers and shop owners, Spain.",
        "So a seller there talks, of other goods: Si tiene el escritorio lleno de cables, solo "
        "presione aquí y se recogen solos. / Sale a <price>, pedido mínimo de <moq>.",
    ]
    (lengths,) = [line for line in told if line.startswith("Good lengths by line")]
    assert re.search(r": 1: (\d+)-(\d+), 2: ", lengths)


@pytest.mark.parametrize("step", ["points", "lines"])
def test_a_server_that_fails_blocks_its_languages_and_no_other(
    config: StudioConfig, cart: Path, server: Served, step: str
) -> None:
    good = strong()

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        (fails(401) if step_of(body) == step else good)(handler, body)

    server.answer = answer
    english, own = Studio(config).run(cart, ["en", "zh"])
    assert (english.blocked, own.blocked) == (True, False)


def test_where_the_judge_fails_what_is_suspect_is_refused(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    rows = lines("en")
    rows[3]["text"] = "The waterproof handle does not fade."
    good = strong(lines=lambda body: {"lines": rows}, corrections=lambda body: {"lines": []})

    def answer(handler: Handler, body: dict[str, Any]) -> None:
        (fails(401) if step_of(body) == "verdicts" else good)(handler, body)

    server.answer = answer
    script = scripts(Studio(config).run(cart, ["en"]))["en"]
    assert [line.author for line in script.lines] == ["llm"] * 3 + ["nobody"] + ["llm"] * 2
    assert script.lines[3].why == "nobody said that it is waterproof (waterproof)"
    assert {line.meaning for line in script.lines} == {"unchecked"}


def test_points_that_nobody_says_are_named_in_the_merchants_words(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[3] = {"line": 4, "text": "", "points": []}
        return {"lines": rows}

    server.answer = strong(lines=write, corrections=lambda body: {"lines": []})
    (release,) = Studio(config).run(cart, ["en"])
    assert [f.message for f in release.findings if f.check == "points"] == [
        "en: 3 of 4 selling points are said; missing: 这个提手不会掉色 (The handle does not fade.)"
    ]
    (strict,) = Studio(replace(config, strict=True)).run(cart, ["en"])
    assert strict.blocked


def test_a_line_is_said_in_other_words_with_its_points(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    studio = Studio(config)
    studio.run(cart, ["en"])
    other = "It folds flat and leaves room in your car."

    def correct(body: Mapping[str, Any]) -> Any:
        assert "the merchant asks for other words" in body["messages"][1]["content"]
        return {"lines": [{"language": "en", "line": 2, "text": other, "points": [FLAT]}]}

    def judge(body: Mapping[str, Any]) -> Any:
        row = {"language": "en", "line": 2, "says": other, "points": [FLAT]}
        return {"verdicts": [row]}

    server.answer = strong(corrections=correct, verdicts=judge)
    line = studio.rewrite_line(cart, "en", 1)
    assert (line.text, line.points, line.meaning) == (other, (FLAT,), "checked")
    server.answer = strong(corrections=lambda body: {"lines": []})
    assert studio.rewrite_line(cart, "en", 1).text == GOOD["en"][1][0]


def test_a_product_is_called_in_its_buyers_words_where_the_sheet_has_none(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    sheet = SHEET.replace(", es: carrito plegable", "")
    (cart / "product.yaml").write_text(sheet, encoding="utf-8")
    server.answer = strong()
    (release,) = Studio(config).run(cart, ["es"])
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "carrito plegable" in captions and "folding cart" not in captions
    assert not [f for f in release.findings if "no word for Spanish" in f.message]
    assert check_run(release.folder.parent) == ()


def test_a_writer_that_failed_its_exam_is_asked_nothing(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    writer = WRITERS.load("vllm", EngineOptions(model="small", seed=7, threads=0, url=server.url))
    keep_exam(writer, Exam(taken="2026-11-28", understands=False, judge=False))
    server.answer = lambda handler, body: says("1. Hello.")(handler, body)
    (release,) = Studio(config).run(cart, ["en"])
    script = RunFolder(release.folder.parent).stored("en/script.json", Script)
    assert {line.made_by for line in script.lines} <= {"phrasebook", "points", "nobody"}
    assert server.asked == []


def test_a_language_that_the_writer_may_not_write_says_the_name_too(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    (cart / "product.yaml").write_text(SHEET.replace(", es: carrito plegable", ""), "utf-8")
    writer = WRITERS.load("vllm", EngineOptions(model="small", seed=7, threads=0, url=server.url))
    keep_exam(writer, Exam(taken="2026-11-28", pitch=("en",), judge=True))
    named = {**NAMED["names"][0], "language": "ru", "name": "складная тележка", "noun": "тележка"}
    server.answer = strong(names=lambda body: {"names": [named]})
    studio = Studio(replace(config, writer_languages="en"))
    assert not any(release.blocked for release in studio.run(cart, ["en", "ru"]))
    (release,) = studio.run(cart, ["ru"])
    assert not release.blocked
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "складная тележка" in captions.casefold()


def test_a_script_that_never_names_the_product_is_asked_to(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    told: list[str] = []

    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("es")
        rows[0]["text"] = "Hola, véalo."
        return {"lines": rows}

    def correct(body: Mapping[str, Any]) -> Any:
        told.append(body["messages"][1]["content"])
        return {"lines": [{**lines("es")[0], "language": "es"}]}

    server.answer = strong(lines=write, corrections=correct)
    (release,) = Studio(config).run(cart, ["es"])
    assert scripts((release,))["es"].lines[0].text == GOOD["es"][0][0]
    assert "no line names the product: carrito" in told[0]
    server.answer = strong(lines=write, corrections=lambda body: {"lines": []})
    (unnamed,) = Studio(replace(config, out=config.out / "again")).run(cart, ["es"])
    assert [f.message for f in unnamed.findings if f.check == "name"] == [
        "es: no line names the product (carrito plegable); write its name into one"
    ]


@pytest.mark.parametrize(
    "again",
    [
        {"text": "", "points": []},
        {"text": "Fold it flat: it fits on any bicycle.", "points": [FLAT, WHEELS]},
    ],
    ids=["silent", "refused by the judge"],
)
def test_a_right_line_that_lacks_a_point_is_not_lost_by_its_correction(
    config: StudioConfig, cart: Path, server: Served, again: dict[str, Any]
) -> None:
    def write(body: Mapping[str, Any]) -> Any:
        rows = lines("en")
        rows[2] = {"line": 3, "text": "", "points": []}
        return {"lines": rows}

    def judge(body: Mapping[str, Any]) -> Any:
        found = verdicts(body)
        for row in found:
            if row["says"] == again["text"]:
                row["added"] = "fits on bicycles"
        return {"verdicts": found}

    def correct(body: Mapping[str, Any]) -> Any:
        return {"lines": [{"language": "en", "line": 2, **again}]}

    meant = {**MEANT, "points": [dict(each) for each in MEANT["points"]]}
    meant["points"][1].update(line=2, quote="一折就平了", text="All four wheels are rubber.")
    server.answer = strong(
        points=lambda body: meant, lines=write, verdicts=judge, corrections=correct
    )
    (release,) = Studio(config).run(cart, ["en"])
    line = scripts((release,))["en"].lines[1]
    assert (line.text, line.points, line.meaning) == (GOOD["en"][1][0], (FLAT,), "checked")


def test_another_shape_on_the_page_has_the_same_texts_and_asks_nothing(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    jobs = JobQueue(config)
    try:
        session = App(config=config, jobs=jobs, uploads=config.out).new_session("")
        session.product.choose(take="pitch.mp4", languages=("en",))
        shutil.copytree(cart, session.product.source)
        for work in (
            actions.scripts.write,
            lambda session: actions.videos.render(session, shape="1:1"),
        ):
            done(work(session))
    finally:
        jobs.close()
    assert (session.product.folder / "also" / "1x1" / "en" / "video.mp4").exists()
    assert [step_of(body) for body in server.asked].count("points") == 1
    assert [step_of(body) for body in server.asked].count("back") == 1
    assert len(server.asked) == 4


def test_a_writer_gets_the_catalogues_sentence_as_a_help(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    sheet = cart / "product.yaml"
    sheet.write_text(f"{sheet.read_text('utf-8')}\npoints: [soft-touch]\n", encoding="utf-8")
    server.answer = strong()
    Studio(config).plan(cart, ["es"])
    (asked,) = [body for body in server.asked if step_of(body) == "lines"]
    (soft, *_) = sentences(Stated("soft-touch"), profile("es"))
    told = asked["messages"][1]["content"]
    assert f"take it or say it better: p5 {soft}" in told


def test_a_corrected_sentence_is_understood_and_written_alone(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    (release,) = Studio(config).run(cart, ["en"])
    folder = RunFolder(release.folder.parent)
    before = folder.stored("en/script.json", Script)
    change_transcript(folder, lambda said: retyped.retype(said, 2, "四个轮子都是静音轮。"))
    wheels = {
        "line": 3, "quote": "四个轮子都是静音轮", "text": "The wheels are quiet.",
        "kind": "feature", "negated": False,
    }  # fmt: skip
    others = [{**row, "text": f"Indeed, {row['text']}"} for row in MEANT["points"]]
    new = {
        "language": "en",
        "line": 3,
        "text": "Its wheels run quietly.",
        "points": [WHEELS],
    }
    server.answer = strong(
        points=lambda body: {"repairs": MEANT["repairs"], "points": [wheels, *others]},
        corrections=lambda body: {"lines": [new]},
        verdicts=lambda body: {"verdicts": [
            {**new, "says": new["text"]}
        ]},
    )  # fmt: skip
    asked = len(server.asked)
    (release,) = Studio(config).run(cart, ["en"])
    assert [step_of(body) for body in server.asked[asked:]] == ["points", "corrections", "verdicts"]
    after = folder.stored("en/script.json", Script)
    texts = [line.text for line in before.lines]
    assert [line.text for line in after.lines] == [*texts[:2], new["text"], *texts[3:]]
    message = folder.stored("message.json", Message)
    assert [p.id for p in message.points] == [FLAT, "wheels-quiet", HANDLE, SCAN]
    assert message.lines[3].meant == "这个提手不会掉色。"
    assert {line.meaning for line in after.lines} == {"checked"}
    assert after.made_by == before.made_by
    asked = len(server.asked)
    Studio(config).run(cart, ["en"])
    assert len(server.asked) == asked
