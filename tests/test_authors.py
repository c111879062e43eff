"""Who writes a language: decided once, by exam, card and the merchant's word."""

from __future__ import annotations

import pytest

from merchant_studio import StudioConfig
from merchant_studio.engines import (
    TRANSLATORS,
    WRITERS,
    Authors,
    ChosenEngines,
    EngineOptions,
    Exam,
    Role,
    keep_exam,
)

FAKE = EngineOptions(model="fake", seed=7, threads=1)
PASSED = Exam(taken="2026-11-28", understands=True, pitch=("en", "es"), failed=("fr",), judge=True)
FAILED = Exam(taken="2026-11-28", understands=False, judge=False)


@pytest.fixture
def authors(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache without exams."""
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path_factory.mktemp("cache")))


def chosen(exam: Exam | None, **options: str) -> Authors:
    """The authors of a run whose writer has taken this exam."""
    if exam:
        keep_exam(WRITERS.load("fake", FAKE), exam)
    return ChosenEngines(StudioConfig(**{"writer": "fake", **options})).authors


@pytest.mark.parametrize(
    ("exam", "options", "roles", "judges"),
    [
        (PASSED, {}, {"en": "capable", "es": "capable", "fr": "none"}, True),
        (PASSED, {}, {"de": "capable"}, True),  # in which nobody has examined it
        (PASSED, {"writer_languages": "en"}, {"en": "capable", "es": "none"}, True),
        (FAILED, {}, {"en": "none", "es": "none"}, False),
        (FAILED, {"translator": "fake"}, {"en": "translator", "es": "none"}, False),
        (FAILED, {"writer_languages": "es"}, {"en": "none", "es": "capable"}, False),
        (None, {}, {"en": "capable", "th": "capable"}, False),
        (None, {"writer_languages": "en,de"}, {"en": "capable", "es": "none"}, False),
        (None, {"translator": "fake"}, {"en": "capable"}, False),
        (
            None,
            {"writer_languages": "es", "translator": "fake"},
            {"en": "translator", "es": "capable", "de": "none"},
            False,
        ),
        (None, {"writer": "none"}, {"en": "none"}, False),
        (None, {"writer": "none", "translator": "fake"}, {"en": "translator", "es": "none"}, False),
        (
            None,
            {"writer": "none", "translator": "fake", "translator_languages": "es"},
            {"en": "none", "es": "none"},  # which it does not know
            False,
        ),
    ],
)
@pytest.mark.usefixtures("authors")
def test_the_exam_says_who_writes_where_the_merchant_says_nothing(
    exam: Exam | None, options: dict[str, str], roles: dict[str, Role], judges: bool
) -> None:
    found = chosen(exam, **options)
    assert {code: found.role(code, "zh") for code in roles} == roles
    assert (found.judge is not None) == judges
    assert found.role("zh", "zh") == "none"  # it is what he said


@pytest.mark.usefixtures("authors")
def test_only_who_has_passed_an_exam_says_what_a_line_tells() -> None:
    assert not chosen(None).understands("en", "zh")
    by_exam = chosen(Exam(taken="2026-11-28", pitch=("en",)))
    assert by_exam.understands("en", "zh") and not by_exam.understands("es", "zh")
    assert chosen(PASSED).understands("fr", "zh")  # it judges every language


def test_a_translator_without_a_measured_card_may_write_what_it_knows() -> None:
    translator = TRANSLATORS.load("fake", FAKE)
    assert Authors(translator=translator).role("en", "zh") == "translator"
    assert Authors(translator=translator, translates=frozenset()).role("en", "zh") == "none"
