"""A video is what its script and facts are now, or it says that it is old."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.languages import profile
from merchant_studio.publish import outdated
from merchant_studio.publish.checking import check_run
from merchant_studio.records import Brief, Script, Transcript
from merchant_studio.run import RunFolder
from merchant_studio.run.revisions import edit_line, revise
from merchant_studio.webui import actions, templates
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.serving import _zipped
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.views.videos import videos_view
from tests.waiting import done


def olds(folder: Path) -> list[str]:
    return [found.message for found in check_run(folder) if found.check == "old"]


def test_a_changed_price_makes_every_video_old_until_it_is_made_again(
    config: StudioConfig, product: Path
) -> None:
    languages = ["en", "es"]
    (release, _) = Studio(config).run(product, languages)
    folder = release.folder.parent
    run = RunFolder(folder)
    assert olds(folder) == []
    run.edit("brief.json", revise(run.stored("brief.json", Brief), "price", "price", "21 CNY"))
    again = f"run: merchant-studio render {folder}"
    english = "CNY\u00a018.50 per piece, not CNY\u00a021 per piece"
    spanish = "18,50\u00a0CNY por unidad, not 21\u00a0CNY por unidad"
    assert olds(folder) == [
        f"en: old: it says {english}; {again}",
        f"es: old: it says {spanish}; {again}",
    ]
    Studio(config).run(product, languages)
    assert olds(folder) == []


def test_an_edited_line_makes_its_video_old(config: StudioConfig, product: Path) -> None:
    (release,) = Studio(config).run(product, ["en"])
    folder = release.folder.parent
    run = RunFolder(folder)
    script = run.stored("en/script.json", Script)
    run.edit("en/script.json", edit_line(script, 0, "Welcome, friends."))
    (told,) = olds(folder)
    assert told.startswith("en: old: line 1 reads otherwise now; run: ")


def test_a_dub_that_says_a_line_more_shortly_is_not_old(
    config: StudioConfig, product: Path
) -> None:
    run = RunFolder(config.out / "p")
    report = {
        "files": {"video.mp4": {}},
        "facts": [],
        "lines": [{"template": "Short.", "script": "A longer line."}],
    }
    run.write_json("en/report.json", report)
    (_, (draft,), _) = Studio(config).plan(product, ["en"])
    line = replace(draft.script.lines[0], text="A longer line.")
    script = replace(draft.script, lines=(line,))
    empty = replace(draft.brief, facts=())
    assert outdated("en", run, None, empty, script, draft.profile, config) is None
    found = outdated("en", run, None, empty, None, draft.profile, config)
    assert found and found.told == "old: line 1 reads otherwise now"


def test_what_would_come_out_otherwise_makes_a_video_old(
    config: StudioConfig, product: Path
) -> None:
    """Another choice of the same size does not; another recording does."""
    (release,) = Studio(config).run(product, ["en"])
    run = RunFolder(release.folder.parent)
    transcript = run.stored("transcript.json", Transcript)
    brief, script = run.stored("brief.json", Brief), run.stored("en/script.json", Script)
    report = run.read_json("en/report.json") or {}
    tall = {**report["frames"], "source": "1080x1920"}
    run.write_json("en/report.json", {**report, "frames": tall})

    def told(said: Transcript = transcript, **options: str) -> str:
        chosen = config.changed(**options)
        found = outdated("en", run, said, brief, script, profile("en"), chosen)
        return found.told if found else ""

    assert told() == told(shape="9:16") == ""
    assert told(shape="1:1") == "old: its shape is source, not 1:1"
    assert told(replace(transcript, recording="1a2b")) == "old: it shows another recording"


def test_a_choice_that_no_frame_shows_is_told_after_a_run(
    config: StudioConfig, product: Path
) -> None:
    """It renders nothing, and the video was called old for ever."""
    (product / "product.yaml").unlink()
    (release,) = Studio(config).run(product, ["en"])
    video, other = release.folder / "video.mp4", config.changed(cards=False)
    made_ns = video.stat().st_mtime_ns
    Studio(other).run(product, ["en"])
    assert video.stat().st_mtime_ns == made_ns and olds(release.folder.parent) == []


@pytest.fixture
def session(config: StudioConfig, product: Path) -> Session:
    """A product whose English video is made, as filmed and in 1:1."""
    jobs = JobQueue(config)
    try:
        session = App(config=config, jobs=jobs, uploads=config.out).new_session("")
        session.product.choose(take="pitch.mp4", languages=("en",))
        shutil.copytree(product, session.product.source)
        for shape in ("", "1:1"):
            done(actions.videos.render(session, shape=shape))
    finally:
        jobs.close()
    return session


def test_the_page_offers_no_old_video(session: Session) -> None:
    def zipped() -> set[str]:
        response = _zipped(session, "")
        with zipfile.ZipFile(io.BytesIO(Path(response.path).read_bytes())) as archive:
            return {name.split("/", 1)[1].rpartition("/")[0] for name in archive.namelist()}

    look = videos_view(session, "en")
    assert ([card["old"] for card in look["cards"]], look["also"][0]["old"]) == ([""], False)
    assert zipped() == {"en", "1x1/en"}
    actions.facts.revise(session, "price", "price", "21元")
    look = videos_view(session, "en")
    told = "Old: Price CNY\u00a018.50 per piece → CNY\u00a021 per piece."
    assert [card["old"] for card in look["cards"]] == [told]
    assert [card["old"] for card in look["also"][0]["cards"]] == [told]
    assert (look["made"], look["ready"], look["again"]) == (1, 0, ["en"])
    page = templates.body(session, "en")
    assert "To be made again: English" in page and "0 of 1 ready" in page
    assert page.count("Old: Price CNY") == 2 and "Numbers checked" not in page
    assert 'data-act="shape" data-shape="1:1"' in page and "zip/" not in page
    assert page.count("Make it again, then you can download it.") == 2
    assert "旧版：价格 18.50元/件 → 21元/件。" in templates.body(session, "zh")
    actions.facts.remove_fact(session, "moq")
    assert "、删去起订量 100件。" in templates.body(session, "zh")
