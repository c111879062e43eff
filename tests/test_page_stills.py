"""A still is what the video will show, at once, and as it is chosen to look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import main
from merchant_studio.picture.render.conversion import to_rgb
from merchant_studio.publish import Stills, close_up, moment_of
from merchant_studio.publish.checking import check_run
from merchant_studio.read import read_pitch
from merchant_studio.records import Script, Timeline
from merchant_studio.run import RunFolder, remember_run
from merchant_studio.run.revisions import edit_line

pytestmark = pytest.mark.thorough


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return StudioConfig(
        out=tmp_path / "out",
        recognizer="fake",
        writer="none",
        translator="fake",
        preset="ultrafast",
        crf=10,
    )


def filmed(video: Path, number: int) -> NDArray[np.uint8]:
    """A frame of a finished video."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if round(frame.time * (container.streams.video[0].average_rate or 0)) == number:
                return to_rgb(frame)
    raise AssertionError(f"there is no frame {number}")


def still(product: Path, config: StudioConfig, line: int | None) -> tuple[Timeline, int, Any]:
    stills = Stills()
    timeline = stills.timeline(RunFolder(config.out / "flask"), product, "en", config)
    at_ms = moment_of(timeline, line)
    return timeline, at_ms, stills.draw(timeline, at_ms)


LOOKS: Mapping[str, dict[str, Any]] = {
    "as filmed": {},
    "square, box": {"shape": "1:1", "style": "box"},
    "at the top": {"captions": "top", "shape": "9:16"},
    "without cards": {"cards": False, "end_card": False, "style": "shadow"},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_still_is_the_frame_of_the_video(
    config: StudioConfig, product: Path, look: dict[str, Any]
) -> None:
    config = config.changed(**look)
    (release,) = Studio(config).run(product, ["en"], slug="flask")
    for line in (0, 2, None):
        timeline, at_ms, seen = still(product, config, line)
        rate = Fraction(timeline.frame_rate)
        video = filmed(release.folder / "video.mp4", int(rate * at_ms / 1000))
        assert seen.shape == video.shape
        difference = np.abs(seen.astype(int) - video.astype(int))
        assert difference.mean() < 1, (line, at_ms)  # what H.264 loses


def test_a_close_up_has_the_whole_caption(config: StudioConfig, product: Path) -> None:
    """Finding B21: the sample of a style was cut at both edges."""
    Studio(config).prepare(product, ["en"], slug="flask")
    timeline, at_ms, picture = still(product, config, 2)
    cues = tuple(replace(cue, rows=("a row of words as wide",)) for cue in timeline.captions.cues)
    timeline = replace(timeline, captions=replace(timeline.captions, cues=cues))
    looks = [replace(timeline, style=style) for style in ("outline", "box")]
    outlined, boxed = (Stills().draw(look, at_ms) for look in looks)
    differs = np.abs(outlined.astype(int) - boxed).max(axis=(0, 2)) > 60
    caption = np.flatnonzero(differs)  # the columns in which it stands
    wide = picture.shape[1]
    for look, drawn in zip(looks, (outlined, boxed), strict=True):
        across = close_up(drawn, look, at_ms).shape[1]
        left = (wide - across) // 2
        assert left < caption.min() and caption.max() < left + across <= wide


def test_a_change_is_seen_in_the_still(config: StudioConfig, product: Path) -> None:
    Studio(config).plan(product, ["en"])
    run = RunFolder(config.out / "stainless-steel-vacuum-flask")
    stills = Stills()

    def drawn(**options: Any) -> NDArray[np.uint8]:
        timeline = stills.timeline(run, product, "en", config.changed(**options))
        return stills.draw(timeline, moment_of(timeline, 2))

    before = drawn()
    assert np.array_equal(before, drawn())
    for options in ({"style": "box"}, {"captions": "top"}, {"cards": False}):
        assert not np.array_equal(before, drawn(**options)), options
    assert drawn(shape="1:1").shape == (1080, 1080, 3)
    script = run.stored("en/script.json", Script)
    run.edit("en/script.json", edit_line(script, 2, "<price>, <moq>, <lead_time>."))
    assert not np.array_equal(before, drawn())


def test_captions_at_the_top_and_cards_at_the_bottom_leave_each_other_room(
    config: StudioConfig, product: Path
) -> None:
    Image.new("RGB", (300, 120), "navy").save(product / "logo.png")
    Studio(config).plan(product, ["en", "ar"])
    run, stills = RunFolder(config.out / "stainless-steel-vacuum-flask"), Stills()
    for tag in ("en", "ar"):
        tall = config.changed(shape="9:16", captions="top")
        timeline = stills.timeline(run, product, tag, tall)
        at_ms = moment_of(timeline, 2)
        without = replace(timeline, captions=replace(timeline.captions, cues=()))
        shown, cards = stills.draw(timeline, at_ms), stills.draw(without, at_ms)
        bare = stills.draw(replace(without, cards=(), logo=None), at_ms)
        caption_rows = np.flatnonzero((shown != cards).any(axis=(1, 2)))
        card_rows = np.flatnonzero((cards != bare).any(axis=(1, 2)))
        assert caption_rows.max() < 700 < card_rows.min(), tag


def test_what_only_a_card_tells_has_one_without_cards(config: StudioConfig, product: Path) -> None:
    sheet = product / "product.yaml"
    sheet.write_text(f"{sheet.read_text('utf-8')}\nglow_rings: 8 pcs\n", encoding="utf-8")

    def shown(**options: bool) -> tuple[list[str], list[str]]:
        _, (draft,), _ = Studio(config.changed(**options)).plan(product, ["es"])
        ending = draft.timeline.end_card
        return (
            [card.value for card in draft.timeline.cards],
            [value for _, value in ending.facts] if ending else [],
        )

    assert "8 unidades" in shown()[0] and len(shown()[0]) > 3
    cards, ending = shown(cards=False)
    assert cards == [] and "8 unidades" in ending
    assert shown(cards=False, end_card=False) == (["8 unidades"], [])


def test_a_changed_look_makes_the_video_old(config: StudioConfig, product: Path) -> None:
    def old(**options: Any) -> list[str]:
        folder = config.out / "flask"
        chosen = config.changed(**options)
        pitch = read_pitch(product, chosen)
        remember_run(RunFolder(folder), product, pitch, ["en"], chosen)
        return [found.message.split(";")[0] for found in check_run(folder)]

    Studio(config).run(product, ["en"], slug="flask")
    assert old() == []
    assert old(style="box") == ["en: old: its style is outline, not box"]
    assert old(captions="top") == ["en: old: its caption place is bottom, not top"]
    assert old(end_card=False) == ["en: old: its end card is on, not off"]
    assert old(shape="1:1") == ["en: old: its shape is source, not 1:1"]


def test_the_command_line_draws_a_still(config: StudioConfig, product: Path) -> None:
    folder, _, _ = Studio(config).plan(product, ["en"])
    arguments = ["still", str(folder), "--to", "en", "--line", "3", "--shape", "1:1", "--json"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    (told,) = json.loads(result.stdout)
    with Image.open(told["still"]) as picture:
        assert picture.size == (1080, 1080)
    result = CliRunner().invoke(main, ["still", str(folder), "--to", "es"])
    assert (result.exit_code, result.stderr) == (
        2, "merchant-studio: this script is not written yet\n",
    )  # fmt: skip
