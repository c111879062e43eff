"""What a script tells buyers, in the merchant's language; what it leaves out; other words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.engines import Answer, Authors, Exam, Question
from merchant_studio.engines.fake import FakeTranslator
from merchant_studio.errors import EngineError, EngineFailedError, InputError
from merchant_studio.records import EngineStamp, Script
from merchant_studio.run import put_line, revisions
from merchant_studio.webui import actions, templates
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.views.scripts import script_told, scripts_view
from merchant_studio.write import translate_back
from merchant_studio.write.again import NO_OTHER

SPOKEN = """\
大家好，欢迎来到我们的展位。
这款收纳箱可以折叠。
盖子很结实，真的很结实。
上面还可以坐人。
我老婆每次去露营都拿它当小桌子用。
单价22块，60个起订，7天交货。
别的，欢迎联系我们。"""
SHEET = """\
name: {zh: 收纳箱, en: storage box, es: caja}
price: 22 CNY
moq: 60 pcs
lead_time: 7 days
points: [foldable, sturdy, 我老婆拿它当小桌子用]
"""


class Idle:
    """A jobs in which nobody works."""

    def job(self, *place: str) -> None:
        """None."""


@pytest.fixture
def session(tmp_path: Path, made: Path) -> Callable[..., Session]:
    """A session with a product whose scripts are written."""

    def make(*languages: str, sheet: str = SHEET, **engines: str) -> Session:
        usual = {"recognizer": "fake", "writer": "none"}
        config = StudioConfig(out=tmp_path / "out", **(usual | engines))
        jobs: Any = Idle()
        app = App(config=config, jobs=jobs, uploads=config.out)
        one = app.new_session("")
        one.product.choose(take="pitch.mp4", languages=languages, tongue=languages[0], step=3)
        source = one.product.source
        source.mkdir(parents=True)
        shutil.copy(made / "pitch.mp4", source / "recording.mp4")
        (source / "recording.txt").write_text(SPOKEN, encoding="utf-8")
        (source / "product.yaml").write_text(sheet, encoding="utf-8")
        studio = Studio(config)
        studio.prepare(source, languages, slug=one.product.id)
        studio.translate_back(one.run, languages)
        return one

    return make


def lines(session: Session, tag: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = script_told(session, tag)["lines"]
    return rows


def test_a_line_of_the_catalogue_says_what_it_says_in_the_merchants_words(
    session: Callable[..., Session], real_points: None
) -> None:
    spanish = lines(session("es"), "es")
    told = {(row["written_by"], row["back"], row["meaning"]) for row in spanish if row["text"]}
    assert ("points", "大家好。可以折叠。", "catalogue") in told
    assert ("phrasebook", "单价每件22元。起订量60件。交货期是7天。", "facts") in told
    assert all(row["back"] for row in spanish if row["text"])
    assert spanish[2]["said"] == "盖子很结实，真的很结实。"
    assert spanish[2]["points"] == ["sturdy"]


def test_a_line_of_a_model_is_not_told_where_nobody_can(session: Callable[..., Session]) -> None:
    (first, *_) = lines(session("en", translator="fake"), "en")
    assert (first["text"], first["back"], first["meaning"]) == ("Literal line.", "", "unchecked")


def test_what_a_language_does_not_say_is_told_with_its_reason(
    session: Callable[..., Session], real_points: None
) -> None:
    found = {one["words"]: one for one in script_told(session("es"), "es")["unsaid"]}
    own = found["我老婆拿它当小桌子用"]
    assert own["why"].startswith("it is in your own words")
    assert own["helps"] == ["choose", "setup"]
    line = found["上面还可以坐人"]
    assert (line["line"], line["helps"]) == (4, ["choose", "setup", "write"])
    assert line["why"].endswith("no writer here has passed the exam for Spanish")
    assert "盖子很结实" not in found and "这款收纳箱可以折叠" not in found


def test_a_clause_that_names_the_product_may_say_more(
    session: Callable[..., Session], real_points: None
) -> None:
    sheet = SHEET.replace("foldable, ", "")
    found = script_told(session("es", sheet=sheet), "es")["unsaid"]
    assert [one["words"] for one in found if one["line"] == 2] == ["这款收纳箱可以折叠"]


def test_the_page_names_what_is_missing_on_tab_and_at_its_line(
    session: Callable[..., Session], real_points: None
) -> None:
    one = session("es")
    look = scripts_view(one, "zh")
    (tab,) = look["tabs"]
    assert (tab["missing"]["said"], tab["missing"]["of"]) == (2, 3)
    assert [line["points"] for line in look["lines"][:3]] == [["可以折叠"], [], ["很结实"]]
    assert [each.words for each in look["lines"][3]["unsaid"]] == ["上面还可以坐人"]
    shown = templates.body(one, "zh")
    assert "卖点说了 2/3" in shown and "merchant-studio setup" in shown
    assert "这里的写作模型也没有通过西班牙语考试" in shown
    assert "The catalogue" not in templates.body(one, "zh")


def test_a_silent_line_that_he_writes_says_its_points_by_his_word(
    session: Callable[..., Session], real_points: None
) -> None:
    one = session("es")
    script = one.script("es")
    assert script
    silent = replace(script.lines[2], text="", tags=(), points=(), made_by="nobody")
    script = put_line(script, replace(silent, seal=""))
    written = revisions.edit_line(script, 2, "La tapa es muy resistente.")
    assert written.lines[2].points == ("sturdy",)
    assert written.lines[2].assured == "unchecked"


# --- other words -----------------------------------------------------------------------------


def test_the_standard_sentence_keeps_points_and_facts(
    session: Callable[..., Session], real_points: None
) -> None:
    one = session("es")
    before = lines(one, "es")[2]
    actions.scripts.edit_line(one, "es", 2, "Aguanta mucho.")
    actions.scripts.phrase(one, "es", 2)
    after = lines(one, "es")[2]
    assert (after["text"], after["points"]) == (before["text"], ["sturdy"])


def test_the_standard_sentence_is_refused_where_it_says_less(
    session: Callable[..., Session], real_points: None
) -> None:
    one = session("es", sheet=SHEET.replace("foldable, ", ""))
    own = "Mira nuestra <name>: se pliega."
    actions.scripts.edit_line(one, "es", 1, own)
    with pytest.raises(InputError, match=NO_OTHER):
        actions.scripts.phrase(one, "es", 1)  # which only names the product
    assert lines(one, "es")[1]["text"] == own
    assert not scripts_view(one, "zh")["lines"][1]["can_phrase"]


def test_a_line_that_is_all_the_catalogue_has_keeps_its_words(
    session: Callable[..., Session], real_points: None
) -> None:
    one = session("es")
    script = one.script("es")
    assert script and script.lines[2].author == "points"
    studio = Studio(one.config)
    same = studio.rewrite_line(one.product.source, "es", 2, slug=one.product.id)
    assert same == script.lines[2]
    assert not scripts_view(one, "zh")["lines"][2]["can_rewrite"]


def test_another_sentence_of_the_catalogue_says_the_same(
    session: Callable[..., Session], real_points: None
) -> None:
    """Japanese has two sentences for some points."""
    one = session("ja", sheet=SHEET.replace("foldable", "saves-space, foldable"))
    script = one.script("ja")
    assert script
    studio = Studio(one.config)
    for line in script.lines:
        new = studio.rewrite_line(one.product.source, "ja", line.index, slug=one.product.id)
        assert set(new.points) >= set(line.points) and set(new.tags) >= set(line.tags)


def test_a_models_line_is_said_otherwise_by_the_model(session: Callable[..., Session]) -> None:
    one = session("en", writer="fake")
    new = Studio(one.config).rewrite_line(one.product.source, "en", 0, slug=one.product.id)
    assert new.text == "Fresh line."


# --- translated back -------------------------------------------------------------------------


class Capable:
    """A writer that has passed its exam, and answers what it is told to."""

    at_once, judged_at_once = 1, 100
    fingerprint = ""
    stamp = EngineStamp(kind="writer", name="capable", model="m", revision="1", seed=0)

    def __init__(self, *told: str, error: EngineError | None = None) -> None:
        self.asked: list[Question] = []
        self._told, self._error = told, error

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        """The lines that it was told to say, to each question."""
        self.asked += questions
        rows = [{"line": at, "text": said} for at, said in enumerate(self._told, 1)]
        answer = Answer(text=json.dumps({"lines": rows}))
        return tuple(self._error or answer for _ in questions)


PASSED = Exam(taken="2026-11-28", pitch=("en",), judge=True)


def ask_back(one: Session, writer: Capable, exam: Exam | None = PASSED) -> Mapping[str, str]:
    assert one.brief
    authors = Authors(writer=writer, exam=exam)
    translate_back(["en"], one.brief, authors, one.run)
    return {row["text"]: row["back"] for row in lines(one, "en")}


def with_lines(one: Session, **texts: str) -> None:
    for number, text in texts.items():
        actions.scripts.edit_line(one, "en", int(number[1:]), text)


def test_a_capable_writer_says_what_a_line_tells(session: Callable[..., Session]) -> None:
    one = session("en")
    with_lines(one, l4="It is a table when you camp.", l5="<price>, from <moq>, in <lead_time>.")
    writer = Capable("露营时可以当桌子。", "<price>，<moq>起，<lead_time>。")
    told = ask_back(one, writer)
    assert told["It is a table when you camp."] == "露营时可以当桌子。"
    assert told["<price>, from <moq>, in <lead_time>."] == "每件22元，60件起，7天。"
    ask_back(one, writer)
    assert len(writer.asked) == 1  # what is told already is not asked again
    with_lines(one, l4="It is a stool.")
    ask_back(one, Capable("是凳子。"))
    assert lines(one, "en")[4]["back"] == "是凳子。"
    price = actions.facts.revise
    price(one, "price", "price", "25元")
    assert lines(one, "en")[5]["back"] == "每件25元，60件起，7天。"


@pytest.mark.parametrize(
    "told",
    [
        "只要<price>。",
        "<price>，<moq>起，<lead_time>，送2个。",
        "",
        "<price> from <moq> in <lead_time>.",
    ],
)
def test_a_translation_with_other_facts_is_not_shown(
    session: Callable[..., Session], told: str
) -> None:
    one = session("en")
    with_lines(one, l5="<price> from <moq> in <lead_time>.")
    assert ask_back(one, Capable(told))["<price> from <moq> in <lead_time>."] == ""
    assert "没有谁能把这句译回来" in templates.body(one, "zh")


def test_a_writer_that_fails_may_be_asked_again(session: Callable[..., Session]) -> None:
    one = session("en")
    with_lines(one, l4="It is a stool.")
    ask_back(one, Capable(error=EngineFailedError("capable", "no answer")))
    assert scripts_view(one, "zh")["can_ask_back"]
    assert ask_back(one, Capable("是凳子。"))["It is a stool."] == "是凳子。"
    assert not scripts_view(one, "zh")["can_ask_back"]


def test_a_writer_without_an_exam_is_not_asked(session: Callable[..., Session]) -> None:
    one = session("en")
    with_lines(one, l4="It is a stool.")
    writer = Capable("是凳子。")
    assert ask_back(one, writer, exam=None)["It is a stool."] == "" and writer.asked == []


def test_a_translator_is_asked_only_for_a_language_it_is_certified_for(
    session: Callable[..., Session],
) -> None:
    one = session("en")
    with_lines(one, l4="It is a stool.")
    assert one.brief

    class IntoChinese(FakeTranslator):
        """Knows English."""

        def __init__(self) -> None: ...

        def knows(self, source: str, target: str) -> bool:
            return (source, target) == ("en", "zh")

        @property
        def stamp(self) -> EngineStamp:
            return Capable.stamp

        def translate(self, lines: Sequence[str], *, source: str, target: str) -> tuple[str, ...]:
            return tuple("是凳子。" for _ in lines)

    for writes, told in ((frozenset({"es"}), ""), (frozenset({"zh"}), "是凳子。")):
        authors = Authors(translator=IntoChinese(), translates=writes)
        translate_back(["en"], one.brief, authors, one.run)
        assert lines(one, "en")[4]["back"] == told


def test_the_merchants_own_language_needs_no_translation(session: Callable[..., Session]) -> None:
    one = session("zh")
    assert {row["back"] for row in lines(one, "zh")} == {""}
    assert script_told(one, "zh")["unsaid"] == []


def test_an_edited_line_is_not_checked_any_more(session: Callable[..., Session]) -> None:
    one = session("en")
    script = one.script("en")
    assert script
    judged = put_line(script, replace(script.lines[5], made_by="llm", meaning="checked"))
    edited: Script = revisions.edit_line(judged, 5, "Only <price>, <moq>, <lead_time>.")
    assert (judged.lines[5].assured, edited.lines[5].assured) == ("checked", "unchecked")
