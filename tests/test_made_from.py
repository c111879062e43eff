"""What something was made from is named, and whether it is old has one answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.publish import drafting
from merchant_studio.records import Brief, Names, digest
from merchant_studio.run import FIRST, PROGRAM, UNKNOWN, MadeFrom, RunFolder, changed, listened
from merchant_studio.run.revisions import remove
from merchant_studio.write import kept
from merchant_studio.write.pitch import understood

NO_NAMES, NAMES = (Names(of={"zh": name}, names={}) for name in ("杯", "壶"))


def brief_of(sheet: str, transcript: str, program: str = FIRST, *, lasts: bool = False) -> MadeFrom:
    """What a brief is made from."""
    values = {PROGRAM: [program], "sheet": [sheet], "transcript": [transcript]}
    return MadeFrom(values, lasts=lasts)


def test_the_names_say_what_has_changed() -> None:
    was = brief_of("price: 18", "hello").digests
    assert changed(was, brief_of("price: 18", "hello")) == ()
    assert changed(was, brief_of("price: 21", "hello")) == ("sheet",)
    assert changed(was, brief_of("price: 21", "bye", "0.2.0")) == (PROGRAM, "sheet", "transcript")
    assert changed(was, MadeFrom({"transcript": ["bye"]})) == ("transcript",)  # more is not known
    assert changed(None, brief_of("", "")) == changed("", brief_of("", "")) == (UNKNOWN,)


def test_another_version_makes_nothing_anew_that_an_engine_made() -> None:
    was = brief_of("price: 18", "hello").digests
    assert changed(was, brief_of("price: 18", "hello", "0.2.0")) == (PROGRAM,)
    assert changed(was, brief_of("price: 18", "hello", "0.2.0", lasts=True)) == ()
    other = brief_of("price: 21", "hello", "0.2.0", lasts=True)
    assert changed(was, other) == (PROGRAM, "sheet")


@pytest.mark.parametrize("program", [FIRST, "0.2.0"])
def test_a_record_with_one_digest_stands_where_nothing_has_changed(
    tmp_path: Path, program: str
) -> None:
    run = RunFolder(tmp_path)
    record = {"of": {"zh": "杯"}, "names": {}, "terms": {}}
    one = digest(FIRST, "price: 18", "hello")
    run.write_json("names.json", {"schema": 1, "inputs": one, "made": "", "record": record})
    now = brief_of("price: 18", "hello", program, lasts=True)
    assert run.record("names.json", Names, now, lambda: NAMES) == NO_NAMES
    named = (run.read_json("names.json") or {})["inputs"]
    assert named == brief_of("price: 18", "hello").digests  # made by the first version
    assert run.record("names.json", Names, brief_of("", "hello", lasts=True), lambda: NAMES) == (
        NAMES
    )
    (told,) = run.told
    assert told.message.endswith("is kept in names.edited.json, for the sheet changed")


def test_what_a_newer_version_makes_anew_of_a_finished_product(
    config: StudioConfig, product: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(name: str) -> dict[str, str]:
        return dict((run.read_json(name) or {})["inputs"])

    (release,) = Studio(config).run(product, ["en"])
    run, video = RunFolder(release.folder.parent), release.folder / "video.mp4"
    run.edit("brief.json", remove(run.stored("brief.json", Brief), "model"))
    Studio(config).run(product, ["en"])
    brief, made_ns = run.stored("brief.json", Brief), video.stat().st_mtime_ns
    heard, read = named("transcript.json"), named("brief.json")
    for module in (drafting, listened, kept, understood):
        monkeypatch.setattr(module, "__version__", "0.2.0")
    steps: list[str] = []
    Studio(config, lambda step: steps.append(step.stage)).run(product, ["en"])
    assert {"transcribe", "render"}.isdisjoint(steps) and video.stat().st_mtime_ns == made_ns
    assert named("transcript.json") == heard
    assert named("brief.json").pop(PROGRAM) != read.pop(PROGRAM)
    assert run.stored("brief.json", Brief) == brief  # read anew; what he left out stays out
