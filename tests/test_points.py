"""The catalogue of selling points: its data in every language, how it is said and recognized."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.check import proofread
from merchant_studio.languages import families, language_codes, profile
from merchant_studio.points import (
    COURTESY,
    PERHAPS,
    Stated,
    candidates,
    catalogue,
    read_points,
    sentences,
    slots,
)
from merchant_studio.read.points import sheet_points
from merchant_studio.records import Message
from merchant_studio.run.folder import RunFolder
from merchant_studio.write.fallback import spare_words

from .values import refusal_of, sheet_of


def stated(name: str) -> Stated:
    """A point, its slot filled with two values."""
    slot = catalogue()[name].slot
    return Stated(name, tuple(slots()[slot])[:2] if slot else ())


def test_the_catalogue_is_whole() -> None:
    points = catalogue()
    assert len(points) >= 500
    for name, point in points.items():
        assert set(point.claims) <= set(families()), name
        assert set(point.against) <= set(points) - {name}, name
        assert not point.slot or f"{{{point.slot}}}" in point.en, name
        assert not any(c.isdigit() for c in point.zh + point.en), name
    assert any(point.kind == COURTESY for point in points.values())


@pytest.mark.parametrize("code", language_codes())
def test_every_language_says_every_point_in_words_that_it_can_print(code: str) -> None:
    own = profile(code)
    for name in catalogue():
        texts = sentences(stated(name), own)
        assert texts, name
        for text in texts:
            spare = spare_words([text], own)
            problems = proofread.check_line(
                text, tags=(), facts={}, values={}, profile=own, spare=spare, freely=True
            )
            assert problems == (), (name, text)


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_words_for_every_value_of_a_slot(code: str) -> None:
    for name, point in catalogue().items():
        for value in slots().get(point.slot, {}):
            assert sentences(Stated(name, (value,)), profile(code)), (name, value)


def test_a_points_written_form_is_read_again() -> None:
    assert Stated.of("folds-small") == Stated("folds-small")
    both = Stated("suits-audience", ("children", "seniors"))
    assert Stated.of(str(both)) == both
    assert str(both) == "suits-audience: children, seniors"
    for unknown in ("flies", "folds-small: children", "suits-audience", "suits-audience: martians"):
        assert Stated.of(unknown) is None


def test_values_are_listed_as_the_language_lists_them() -> None:
    both = Stated("suits-audience", ("children", "seniors"))
    assert sentences(both, profile("en")) == ("A good choice for children and seniors.",)
    (spanish, *_) = sentences(both, profile("es"))
    assert "niños y" in spanish


@pytest.mark.parametrize(
    ("written", "points"),
    [
        (
            "points: [soft-touch, 'suits-audience: children']",
            ["soft-touch", "suits-audience: children"],
        ),
        ("points: [suits-audience: children]", ["suits-audience: children"]),
        ("points: [很透气, 适合小孩和老人用]", ["breathable", "suits-audience: children, seniors"]),
        ("points: []", []),
    ],
)
def test_a_sheet_names_points(written: str, points: list[str], tmp_path: Path) -> None:
    named = sheet_of(tmp_path, written).points
    assert [each.catalogue for each in sheet_points(named, "zh")] == points


@pytest.mark.parametrize(
    "written", ["points: soft-touch", "points: [[soft-touch]]", "points: ['']"]
)
def test_a_sheet_with_points_that_are_none_is_refused(written: str, tmp_path: Path) -> None:
    assert "points" in refusal_of(tmp_path, written)


def test_words_that_the_catalogue_does_not_know_stay_the_merchants_own() -> None:
    (own,) = sheet_points(["杯底刻了我爷爷的名字"], "zh")
    assert (own.text, own.catalogue, own.source) == ("杯底刻了我爷爷的名字", "", "sheet")


def test_a_point_of_the_sheet_that_nobody_said_is_told_after_the_speech(
    config: StudioConfig, product: Path
) -> None:
    sheet = product / "product.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(f"{text}\npoints: [soft-touch, no-such-point]\n", encoding="utf-8")
    _, (spanish,), findings = Studio(config).plan(product, ["es"])
    last = spanish.script.lines[-1]
    (soft, *_) = sentences(Stated("soft-touch"), profile("es"))
    assert (last.text, last.author, last.points) == (soft, "points", ("soft-touch",))
    assert [f.message for f in findings if f.check == "points"][-1].endswith(
        "missing: no-such-point (no-such-point)"
    )


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("这个面料不起球", {"does-not-pill"}),
        ("洗了不掉色", {"does-not-fade"}),
        ("会掉色的", set()),
        ("别人家的会掉色", set()),
        ("会不会掉色呀？", set()),
        ("我先喝口水", set()),
    ],
)
def test_a_clause_states_what_it_says_and_not_its_opposite(
    said: str, points: set[str], real_points: None
) -> None:
    found = [point.id for each in read_points(said, "zh") for point in (*each.points, *each.likely)]
    assert set(found) == points


def test_what_fills_a_slot_is_read_with_the_point(real_points: None) -> None:
    (clause,) = read_points("这个老人也适合用的", "zh")
    assert [str(each) for each in (*clause.points, *clause.likely)] == ["suits-audience: seniors"]


def test_no_language_says_what_was_only_heard_until_the_sheet_has_it(
    config: StudioConfig, product: Path, real_points: None
) -> None:
    pitch = product / "pitch.txt"
    pitch.write_text(f"洗了不掉色，我跟你讲。\n{pitch.read_text('utf-8')}", encoding="utf-8")
    folder, (before,), findings = Studio(config).plan(product, ["es"])
    assert before.script.lines[0].author == "nobody"
    message = RunFolder(folder).stored("message.json", Message)
    assert "does-not-fade" in [point.catalogue for point in message.unconfirmed]
    doubts = [finding.message for finding in findings if finding.where == "points"]
    assert doubts[0].startswith("you perhaps say more (") and '"不掉色"' in doubts[0]
    sheet = product / "product.yaml"
    sheet.write_text(f"{sheet.read_text('utf-8')}points: [does-not-fade]\n", encoding="utf-8")
    _, (after,), _ = Studio(config).plan(product, ["es"])
    (line, *_) = after.script.lines
    (fast, *_) = sentences(Stated("does-not-fade"), profile("es"))
    assert (line.text, line.author, line.points) == (fast, "points", ("does-not-fade",))


def test_a_clause_in_the_catalogues_own_words_is_sure(real_points: None) -> None:
    (clause,) = read_points("送人很合适，", "zh")
    assert clause.points == (Stated("good-gift"),)


def test_a_merchant_is_offered_the_points_that_he_may_mean(real_points: None) -> None:
    assert candidates("不漏水", "zh")[0] == Stated("does-not-leak")
    typed = candidates("办公室用", "zh", least=PERHAPS)  # more is offered for what he searches
    assert typed[0] == Stated("suits-place", ("office",))
    assert len(candidates("质量", "zh")) <= 3
    assert candidates("不漏水", "fr") == ()


def test_a_point_of_the_sheet_is_said_where_the_pitch_says_it_the_likeliest(
    config: StudioConfig, product: Path, real_points: None
) -> None:
    sheet, pitch = product / "product.yaml", product / "pitch.txt"
    sheet.write_text(
        f"{sheet.read_text('utf-8')}\npoints: [does-not-burn-hands]\n", encoding="utf-8"
    )
    pitch.write_text(f"{pitch.read_text('utf-8')}\n装了热水外面也不烫手。\n", encoding="utf-8")
    folder, _, _ = Studio(config).plan(product, ["es"])
    message = RunFolder(folder).stored("message.json", Message)
    (point,) = [each for each in message.points if each.source == "sheet"]
    assert (point.quote, point.source) == ("装了热水外面也不烫手", "sheet")


def test_what_a_fact_says_is_not_asked(
    config: StudioConfig, product: Path, real_points: None
) -> None:
    pitch = product / "pitch.txt"
    pitch.write_text("看看这款不锈钢保温杯，材质是不锈钢。\n", encoding="utf-8")
    folder, _, _ = Studio(config).plan(product, ["es"])
    message = RunFolder(folder).stored("message.json", Message)
    assert (message.unconfirmed, message.unread) == ((), ())


@pytest.mark.parametrize(
    ("clause", "never"),
    [
        ("盖子是透明的", "opaque"),
        ("这个不透明", "transparent"),
        ("骑车的时候不进水", "not-waterproof"),
        ("完全防水", "not-waterproof"),
    ],
)
def test_the_opposite_is_never_offered(clause: str, never: str) -> None:
    assert Stated(never) not in candidates(clause, "zh")
    assert Stated(never).id in catalogue()
