"""The example on the real models: real Whisper, a real LLM, real videos, read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Release, Studio, StudioConfig
from merchant_studio.languages import profile
from merchant_studio.pipeline import Step
from merchant_studio.publish.checking import check_run

pytestmark = [pytest.mark.weights, pytest.mark.thorough]
FLASK = Path(__file__).parents[1] / "examples" / "flask"
LANGUAGES = ("en", "es", "vi", "ar")
KEYS = {
    "name",
    "material",
    "price",
    "moq",
    "lead_time",
    "capacity",
    "keeps_hot",
    "colors",
    "variants",
    "model",
    "certificates",
    "whatsapp",
    "booth",
}
STATED = {
    "en": (
        "stainless steel vacuum flask",
        "CNY\u00a018.50",
        "100 pieces",
        "7 days",
        "500 mL",
        "12 hours",
    ),
    "es": ("termo de acero inoxidable", "18,50\u00a0CNY", "100 unidades", "7 días", "500 ml"),
    "vi": ("bình giữ nhiệt inox", "18,50\u00a0tệ", "100 chiếc", "7 ngày", "500 ml", "12 giờ"),
    "ar": ("قارورة حافظة للحرارة", "١٨٫٥٠\u00a0يوان", "١٠٠ قطعة", "٧ أيام", "١٢ ساعة"),
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def releases(out: Path) -> dict[str, Release]:
    config = StudioConfig(out=out, preset="ultrafast")
    return {r.language: r for r in Studio(config).run(FLASK, LANGUAGES)}


def report(release: Release) -> Any:
    return json.loads((release.folder / "report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_stated_in_every_language(
    releases: dict[str, Release], language: str
) -> None:
    release = releases[language]
    assert not release.blocked
    texts = " ".join(line["text"] for line in report(release)["lines"])
    assert {fact["key"] for fact in report(release)["facts"]} == KEYS
    codes = profile(language).patterns.codes.join(("LFGB", "FDA"))
    assert [value for value in (*STATED[language], "A203", codes) if value not in texts] == []


def test_the_pitch_was_heard(releases: dict[str, Release]) -> None:
    heard = {fact["key"] for fact in report(releases["en"])["facts"] if fact["heard_at_ms"]}
    assert heard >= {"price", "moq", "lead_time", "capacity", "keeps_hot", "colors", "name"}
    assert {finding.check for finding in releases["en"].findings} == {"points"}


def test_no_line_is_that_of_a_model_that_failed_its_exam(releases: dict[str, Release]) -> None:
    authors = {
        language: {line["written_by"] for line in report(release)["lines"]}
        for language, release in releases.items()
    }
    assert all(wrote == {"phrasebook", "points"} for wrote in authors.values())


def test_the_points_of_the_sheet_are_said_in_every_language(releases: dict[str, Release]) -> None:
    for release in releases.values():
        points = report(release)["points"]
        assert (points["said"], points["of"], points["missing"]) == (9, 9, [])
        assert len(points["shown"]) == 3


def test_the_captions_are_in_the_languages_own_script(releases: dict[str, Release]) -> None:
    arabic = (releases["ar"].folder / "captions.srt").read_text(encoding="utf-8")
    letters = [c for c in arabic if c.isalpha()]
    assert sum("\u0600" <= c <= "\u06ff" for c in letters) > 0.8 * len(letters)
    for language in ("en", "es", "vi"):
        captions = (releases[language].folder / "captions.srt").read_text(encoding="utf-8")
        assert not any("\u4e00" <= c <= "\u9fff" for c in captions)


def test_the_videos_play(releases: dict[str, Release]) -> None:
    import av

    for release in releases.values():
        with av.open(str(release.folder / "video.mp4")) as container:
            picture, sound = container.streams.video[0], container.streams.audio[0]
            assert (picture.width, picture.height, picture.average_rate) == (720, 1280, 25)
            frames = sum(1 for _ in container.decode(picture))
            assert frames == pytest.approx(picture.frames, abs=1)
            assert sound.rate == 48000


def test_a_second_run_loads_no_model(out: Path, releases: dict[str, Release]) -> None:
    seen: list[Step] = []
    studio = Studio(StudioConfig(out=out, preset="ultrafast"), seen.append)
    again = studio.run(FLASK, LANGUAGES)
    assert {r.language: r for r in again} == releases
    assert {step.stage for step in seen} == {"ingest", "script"}
    assert check_run(again[0].folder.parent) == ()
