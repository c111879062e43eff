"""What a merchant changes in a run: facts and lines, and what of it stays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import InputError, RecordError, SheetError
from merchant_studio.languages import profile
from merchant_studio.records import (
    Age,
    Brief,
    Code,
    Count,
    Discount,
    Duration,
    Fact,
    FactValue,
    Finding,
    Measure,
    Money,
    Percent,
    Script,
    Size,
    Term,
)
from merchant_studio.run import revisions
from merchant_studio.run.folder import RunFolder
from tests.page import spoken_config


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return spoken_config(tmp_path)


def fact(key: str, value: FactValue) -> Fact:
    return Fact(key=key, value=value, must_say=True, source="speech")


PRICE = fact("price", Money(amount=Decimal("18.5"), currency="CNY"))
MOQ = fact("moq", Count(amount=Decimal(100), unit="piece"))
NAME = fact("name", Term(translations={"zh": "保温杯", "en": "vacuum flask", "es": "termo"}))
BRIEF = Brief(source_language="zh", facts=(NAME,), unconfirmed=(PRICE, MOQ))


@pytest.mark.parametrize(
    ("key", "value", "chinese", "english"),
    [
        ("price", Money(amount=Decimal("18.5"), currency="CNY"), "18.50元", "CNY\u00a018.50"),
        ("price",
         Money(amount=Decimal(36), currency="CNY", per="dozen"),
         "36元/打", "CNY\u00a036 per dozen"),
        ("moq", Count(amount=Decimal(100), unit="piece"), "100件", "100 pieces"),
        ("capacity", Measure(amount=Decimal(500), unit="volume-milliliter"), "500毫升", "500 mL"),
        ("lead_time",
         Duration(amount=Decimal(7), high=Decimal(10), unit="day"), "7～10天", "7–10 days"),
        ("cotton", Percent(amount=Decimal(85)), "85%", "85%"),
        ("certificates", Code(codes=("CE", "FCC")), "CE, FCC", "CE, FCC"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_it_can_be_typed(
    key: str, value: FactValue, chinese: str, english: str
) -> None:
    one = fact(key, value)
    assert revisions.typed(one, profile("zh"), "zh") == chinese
    assert revisions.typed(one, profile("en"), "zh") == english
    for text in (chinese, english):
        brief = revisions.revise(replace(BRIEF, facts=(one,), unconfirmed=()), key, key, text)
        assert brief.facts[0].value == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size", Size(amounts=(Decimal(30), Decimal(45)), unit="length-centimeter")),
        ("discount",
         Discount(percent=Decimal(5), threshold=Count(amount=Decimal(1000), unit="piece"))),
        ("age", Age(amount=Decimal(3), high=Decimal(6))),
        ("temperature",
         Measure(amount=Decimal(-20), high=Decimal(120), unit="temperature-celsius")),
        ("battery", Measure(amount=Decimal(20000), unit="x-milliampere-hour")),
    ],
)  # fmt: skip
def test_whatever_is_shown_reads_as_the_same_value(key: str, value: FactValue) -> None:
    one = fact(key, value)
    for language in ("zh", "en"):
        text = revisions.typed(one, profile(language), "zh")
        brief = replace(BRIEF, facts=(one,), unconfirmed=())
        assert revisions.revise(brief, key, key, text).facts[0].value == value


def test_facts_are_confirmed_put_right_added_and_removed() -> None:
    brief = revisions.confirm(BRIEF, "price")
    assert [f.key for f in brief.facts] == ["name", "price"] and brief.unconfirmed == (MOQ,)
    brief = revisions.revise(brief, "moq", "moq", "50个")
    assert brief.unconfirmed == ()
    assert brief.facts[-1] == replace(
        MOQ, value=Count(amount=Decimal(50), unit="piece"), source="sheet"
    )
    brief = revisions.revise(brief, "price", "sample_fee", "20 CNY")
    assert [f.key for f in brief.facts] == ["name", "sample_fee", "moq"]
    brief = revisions.add(brief, "lead_time", "7天")
    assert brief.facts[-1].value == Duration(amount=Decimal(7), unit="day")
    with pytest.raises(InputError, match="lead_time is there already"):
        revisions.add(brief, "lead_time", "8天")
    with pytest.raises(InputError, match="moq is there already"):
        revisions.revise(brief, "lead_time", "moq", "100个")
    with pytest.raises(SheetError, match="moq cannot be read: '便宜'"):
        revisions.revise(brief, "moq", "moq", "便宜")
    with pytest.raises(SheetError, match="is not a valid key"):
        revisions.add(brief, "../x", "1")
    with pytest.raises(InputError, match="lead_time is there already"):
        revisions.add(brief, "交期", "8天")
    assert revisions.add(brief, "Net weight", "1 kg").facts[-1].key == "net_weight"
    assert [f.key for f in revisions.remove(brief, "moq").facts] == [
        "name",
        "sample_fee",
        "lead_time",
    ]
    with pytest.raises(InputError, match="there is no fact 'color'"):
        revisions.revise(brief, "color", "color", "1")


def found(key: str | None, message: str) -> Finding:
    return Finding(check="unsure", severity="warn", where="0:05", key=key, message=message)


def test_a_decision_settles_the_findings_about_its_fact_and_no_other() -> None:
    doubtful = found("lead_time", "lead_time has two values")
    about_price = found("price", "price is only heard")
    of_nothing = found(None, "price: a sentence that names a fact")
    brief = replace(BRIEF, findings=(about_price, doubtful, of_nothing))
    for decided in (
        revisions.confirm(brief, "price"),
        revisions.revise(brief, "price", "price", "19元"),
        revisions.remove(brief, "price"),
    ):
        assert decided.findings == (doubtful, of_nothing)
    assert revisions.add(brief, "交期", "8天").findings == (about_price, of_nothing)
    moved = revisions.revise(brief, "price", "lead_time", "8天")
    assert moved.findings == (of_nothing,)


def test_a_words_translations_stay_as_long_as_the_word() -> None:
    same = revisions.revise(BRIEF, "name", "name", "保温杯")
    assert same.facts[0].value == NAME.value
    other = revisions.revise(BRIEF, "name", "name", "不锈钢保温杯")
    assert isinstance(other.facts[0].value, Term)
    assert other.facts[0].value.translations["en"] == "stainless steel vacuum flask"
    own = revisions.name_in(other, "name", "en", "steel bottle")
    assert isinstance(own.facts[0].value, Term)
    assert own.facts[0].value.translations["en"] == "steel bottle"
    assert own.facts[0].value.translations["zh"] == "不锈钢保温杯"


def test_a_lines_facts_stay_what_it_must_say(config: StudioConfig, product: Path) -> None:
    Studio(config).plan(product, ["en"])
    folder = RunFolder(config.out / "stainless-steel-vacuum-flask")
    script = folder.stored("en/script.json", Script)
    edited = revisions.edit_line(script, 2, " Cheap:\n<price>\x00 each. ")
    assert edited.lines[2].text == "Cheap: <price> each."
    assert edited.lines[2].tags == ("price", "moq", "lead_time")
    assert edited.lines[2].author == "merchant"
    for text, message in (
        ("  ", "cannot be empty"),
        ("x" * 501, "at most 500 characters"),
        ("<price>" * 51, "at most 500 characters"),
    ):
        with pytest.raises(InputError, match=message):
            revisions.edit_line(script, 2, text)
    folder.edit("en/script.json", edited)
    _, _, findings = Studio(config).plan(product, ["en"])
    blocks = [f.message for f in findings if f.severity == "block"]
    assert "en, line 3: 100 is missing" in blocks


def test_an_edited_line_stays_when_a_fact_changes(config: StudioConfig, product: Path) -> None:
    Studio(config).plan(product, ["en"])
    folder = RunFolder(config.out / "stainless-steel-vacuum-flask")
    script = folder.stored("en/script.json", Script)
    own = "Only <price>, from <moq>, in <lead_time>."
    folder.edit("en/script.json", revisions.edit_line(script, 2, own))
    brief = folder.stored("brief.json", Brief)
    folder.edit("brief.json", revisions.revise(brief, "price", "price", "19元"))
    _, (draft,), _ = Studio(config).plan(product, ["en"])
    assert draft.script.lines[2].text == own and draft.script.lines[2].author == "merchant"
    assert draft.texts[2].startswith("Only CNY\u00a019 per piece, from 100 pieces")
    assert not (folder.path / "en" / "script.edited.json").exists()  # nothing was written again
    brief = folder.stored("brief.json", Brief)
    folder.edit("brief.json", revisions.revise(brief, "price", "price", "3美元"))
    _, (draft,), _ = Studio(config).plan(product, ["en"])
    assert draft.script.lines[2].text == own and draft.script.lines[2].author == "merchant"
    assert (folder.path / "en" / "script.edited.json").exists()


def test_one_line_is_written_in_other_words(config: StudioConfig, product: Path) -> None:
    studio = Studio(replace(config, writer="fake", writer_languages="en"))
    studio.plan(product, ["en", "es", "zh"])
    slug = "stainless-steel-vacuum-flask"
    english = studio.rewrite_line(product, "en", 0, slug=slug)
    assert (english.text, english.author) == ("Fresh line.", "llm")
    folder = RunFolder(config.out / slug)
    before = folder.stored("es/script.json", Script).lines[0]
    spanish = studio.rewrite_line(product, "es", 0, slug=slug)
    assert spanish == before and spanish.author == "nobody"  # nobody has words for it
    priced = folder.stored("es/script.json", Script).lines[2]
    assert studio.rewrite_line(product, "es", 2, slug=slug).text == priced.text
    chinese = folder.stored("zh/script.json", Script).lines[0]
    assert studio.rewrite_line(product, "zh", 0, slug=slug).text == chinese.text


def test_listening_is_kept_for_the_run_that_follows(config: StudioConfig, product: Path) -> None:
    studio = Studio(config)
    pitch, transcript, brief = studio.listen(product)
    assert len(transcript.segments) == 4 and pitch.speech.duration_ms > 9000
    folder, _, _ = studio.reconfigured(replace(config, tone="lively")).plan(product, ["en"])
    assert RunFolder(folder).stored("brief.json", Brief) == brief


def test_there_is_no_edit_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="it is not there"):
        RunFolder(tmp_path).edit("brief.json", BRIEF)
    assert RunFolder(tmp_path).find("brief.json", Brief) is None
