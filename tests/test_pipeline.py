"""A whole run on the fake engines: what is made, what is kept, what is made again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Release, Studio, StudioConfig, pipeline
from merchant_studio.engines.fake import FakeRecognizer, FakeTranslator
from merchant_studio.errors import (
    BusyError,
    EngineFailedError,
    InputError,
    RecordError,
    UnknownNameError,
    UsageError,
)
from merchant_studio.pipeline import Step
from merchant_studio.publish.checking import check_run
from merchant_studio.records import Span
from merchant_studio.run.folder import RunFolder
from merchant_studio.run.request import open_run

FILES = (
    "video.mp4",
    "cover.jpg",
    "captions.srt",
    "captions.vtt",
    "captions.ass",
    "post.json",
    "quote.pdf",
    "quote.xlsx",
    "report.json",
)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def steps_of(config: StudioConfig, path: Path, *languages: str) -> set[str]:
    """The stages that a run says it is working at; `transcribe` and `render` cost something."""
    seen: list[Step] = []
    Studio(config, seen.append).run(path, languages)
    return {step.stage for step in seen}


def test_a_run_makes_a_whole_release_per_language(config: StudioConfig, product: Path) -> None:
    releases = Studio(config).run(product, ["en", "ar"])
    out = config.out / "stainless-steel-vacuum-flask"
    assert [(r.language, r.folder, r.files, r.blocked) for r in releases] == [
        ("en", out / "en", FILES, False),
        ("ar", out / "ar", FILES, False),
    ]
    made = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert made == {
        "run.json",
        "transcript.json",
        "brief.json",
        "made/transcript.json",
        "made/brief.json",
        "message.json",
        "report.json",
        *(f"{tag}/{name}" for tag in ("en", "ar") for name in (*FILES, "script.json")),
    }


def test_the_report_names_who_wrote_each_line(config: StudioConfig, product: Path) -> None:
    (english,) = Studio(config).run(product, ["en"])
    lines = read(english.folder / "report.json")["lines"]
    assert [(line["written_by"], line["text"], line["why"]) for line in lines] == [
        ("translator", "Literal line.", ""),
        ("phrasebook", "Let us introduce our stainless steel vacuum flask. The capacity is 500 mL.",
         "the literal translation: it is unclear what <capacity> is"),
        ("phrasebook", "The price is CNY\u00a018.50 per piece. The minimum order is 100 pieces. "
         "The lead time is 7 days.", "trade term: price, moq, lead_time"),
        ("translator", "Literal line.", ""),
        ("phrasebook", "Model: A203.", "not said in the recording"),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["es", "de", "ar", "hi", "vi", "ja"])
def test_what_a_language_cannot_say_is_not_said_there(
    config: StudioConfig, product: Path, code: str
) -> None:
    _, (draft,), _ = Studio(config).plan(product, [code])
    *said, model = draft.script.lines
    assert [line.author for line in said] == ["nobody", "phrasebook", "phrasebook", "nobody"]
    assert said[0].text == said[-1].text == ""
    assert model.tags == ("model",)


def test_a_language_that_nobody_may_write_is_the_phrasebooks(
    config: StudioConfig, product: Path
) -> None:
    (spanish,) = Studio(config).run(product, ["es"])
    report = read(spanish.folder / "report.json")
    assert {line["written_by"] for line in report["lines"]} == {"phrasebook", "nobody"}
    assert [stamp["name"] for stamp in report["made_by"]] == ["fake", "phrasebook"]
    assert spanish.findings == ()
    assert report["title"] == "Termo de acero inoxidable"  # by the lexicon


def test_a_word_that_nobody_can_translate_is_told(config: StudioConfig, product: Path) -> None:
    name = "zh: 不锈钢保温杯, en: stainless steel vacuum flask"
    replace_in(product / "product.yaml", name, "zh: 月光, en: moonlight")
    spanish, russian = Studio(config).run(product, ["es", "ru"])
    assert [finding.message for finding in (*spanish.findings, *russian.findings)] == [
        "es: name has no word for Spanish, so the video shows a word of another language; "
        "add one to product.yaml (name: {es: ...})",
        "ru: name has no word for Russian, so it is not said; "
        "add one to product.yaml (name: {ru: ...})",
    ]
    titles = [read(each.folder / "report.json")["title"] for each in (spanish, russian)]
    assert titles == ["Moonlight", ""]


def test_a_key_of_ones_own_is_said_where_it_has_a_name(config: StudioConfig, product: Path) -> None:
    replace_in(product / "product.yaml", "model: A203\n", "model: A203\n承重: 20 kg\n")
    english, arabic = Studio(config).run(product, ["en", "ar"])
    assert (english.findings, arabic.findings) == ((), ())
    assert said(english)[-1] == "Model: A203. Max load: 20 kg."
    assert said(arabic)[-1].endswith(" الحمولة القصوى: ٢٠ كغم.")


def test_the_value_of_a_key_without_a_name_stands_on_a_card(
    config: StudioConfig, product: Path
) -> None:
    sheet = product / "product.yaml"
    replace_in(sheet, "model: A203\n", "model: A203\nglow_rings: 8 pcs\n")
    english, spanish, arabic = Studio(config).run(product, ["en", "es", "ar"])
    assert english.findings == ()
    assert said(english)[-1] == "Model: A203. Glow rings: 8 pieces."
    assert [finding.message for finding in (*spanish.findings, *arabic.findings)] == [
        "es: glow_rings has no label in Spanish, so a card shows only its value; "
        "add one to product.yaml (labels: {glow_rings: {es: ...}})",
        "ar: glow_rings has no label in Arabic, so a card shows only its value; "
        "add one to product.yaml (labels: {glow_rings: {ar: ...}})",
    ]
    _, drafts, _ = Studio(config).plan(product, ["es", "ar"])
    last = [draft.timeline.cards[-1] for draft in drafts]
    assert [(card.label, card.value) for card in last] == [("", "8 unidades"), ("", "٨ قطع")]
    label = "labels: {Glow rings: {es: Aros de luz}}"
    replace_in(sheet, "glow_rings: 8 pcs\n", f"glow_rings: 8 pcs\n{label}\n")
    (spanish,) = Studio(config).run(product, ["es"])
    assert spanish.findings == ()
    assert said(spanish)[-1].endswith(" Aros de luz: 8 unidades.")


def replace_in(file: Path, old: str, new: str) -> None:
    """Edit a file by hand; the old words must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(video: Release) -> list[str]:
    """The captions of a video, line by line."""
    return [line["text"] for line in read(video.folder / "report.json")["lines"]]


def test_a_second_run_does_nothing(config: StudioConfig, product: Path) -> None:
    first = Studio(config).run(product, ["en", "ar"])
    before = snapshot(config.out)
    assert steps_of(config, product, "en", "ar") == {"ingest", "script"}
    assert snapshot(config.out) == before
    assert Studio(config).run(product, ["en", "ar"]) == first


def test_another_language_reuses_everything_else(config: StudioConfig, product: Path) -> None:
    Studio(config).run(product, ["en"])
    before = snapshot(config.out / "stainless-steel-vacuum-flask" / "en")
    assert steps_of(config, product, "en", "ar") == {"ingest", "script", "render"}
    assert snapshot(config.out / "stainless-steel-vacuum-flask" / "en") == before


def test_a_moved_product_makes_nothing_new(config: StudioConfig, product: Path) -> None:
    Studio(config).run(product, ["en"])
    moved = product.with_name("elsewhere")
    product.rename(moved)
    assert steps_of(config, moved, "en") == {"ingest", "script"}


def test_two_runs_from_nothing_give_the_same_bytes(
    config: StudioConfig, product: Path, tmp_path: Path
) -> None:
    other = replace(config, out=tmp_path / "other")
    folders = [
        {r.language: r.folder for r in Studio(c).run(product, ["en", "ar"])}
        for c in (config, other)
    ]
    for tag in ("en", "ar"):
        for name in FILES:
            assert (folders[0][tag] / name).read_bytes() == (folders[1][tag] / name).read_bytes()


def test_a_damaged_video_is_made_again(config: StudioConfig, product: Path) -> None:
    (release,) = Studio(config).run(product, ["en"])
    video = release.folder / "video.mp4"
    whole = video.read_bytes()
    video.write_bytes(whole[: len(whole) // 2])
    Studio(config).run(product, ["en"])
    assert video.read_bytes() == whole


def test_an_edited_line_is_the_merchants_and_only_its_language_is_rendered_again(
    config: StudioConfig, product: Path
) -> None:
    english, arabic = Studio(config).run(product, ["en", "ar"])
    before = snapshot(arabic.folder)
    replace_in(english.folder / "script.json", "Literal line.", "Come and see us.")
    again, _ = Studio(config).run(product, ["en", "ar"])
    first, *_ = read(again.folder / "report.json")["lines"]
    assert (first["text"], first["written_by"]) == ("Come and see us.", "merchant")
    assert "Come and see us." in (again.folder / "captions.srt").read_text(encoding="utf-8")
    assert snapshot(arabic.folder) == before


def test_an_edit_that_changes_a_fact_is_blocked_and_its_old_video_is_gone(
    config: StudioConfig, product: Path
) -> None:
    (release,) = Studio(config).run(product, ["en"])
    price = "The price is CNY\u00a016"
    replace_in(release.folder / "script.json", "The price is <price>", price)
    (blocked,) = Studio(config).run(product, ["en"])
    assert blocked.blocked and blocked.files == ("report.json",)
    assert [f.message for f in blocked.findings] == [
        "en, line 3: 18.5 is missing",
        "en, line 3: 16 is not a fact",
        "en, line 3: a caption shows 21 characters a second, and a viewer reads 20; "
        "shorten the line",
    ]
    assert not (release.folder / "video.mp4").exists()


def test_a_second_row_stands_under_each_caption_and_its_facts_are_checked_too(
    config: StudioConfig, product: Path
) -> None:
    bilingual = replace(config, bilingual="es")
    (release,) = Studio(bilingual).run(product, ["en"])
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "CNY\u00a018.50" in captions and "18,50\u00a0CNY" in captions
    replace_in(release.folder.parent / "es" / "script.json", "<price>", "16 CNY")
    (blocked,) = Studio(bilingual).run(product, ["en"])
    assert blocked.blocked and blocked.files == ("report.json",)
    assert any("18.5 is missing" in finding.message for finding in blocked.findings)


def test_an_edited_script_is_kept_aside_when_its_inputs_change(
    config: StudioConfig, product: Path
) -> None:
    (release,) = Studio(config).run(product, ["en"])
    script = release.folder / "script.json"
    replace_in(script, "Literal line.", "My own words.")
    sheet = product / "product.yaml"
    replace_in(sheet, "18.5 CNY", "19 CNY")
    Studio(config).run(product, ["en"])
    assert not (release.folder / "script.edited.json").exists()  # an amount writes nothing again
    assert "CNY\u00a019" in (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "My own words." in script.read_text(encoding="utf-8")
    lines = read(script)["record"]["lines"]
    replace_in(sheet, "19 CNY", "3 USD")
    Studio(config).run(product, ["en"])
    assert read(release.folder / "script.edited.json")["record"]["lines"] == lines
    assert "$3" in (release.folder / "captions.srt").read_text(encoding="utf-8")


def test_a_sheet_that_disagrees_wins_with_a_warning_or_blocks(
    config: StudioConfig, product: Path
) -> None:
    replace_in(product / "product.yaml", "18.5 CNY", "19 CNY")
    (release,) = Studio(config).run(product, ["en"])
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "CNY\u00a019 per piece." in captions
    message = "'18块5' is heard, but the sheet says price: 19 CNY; the sheet is used"
    assert [f.severity for f in release.findings if message in f.message] == ["warn"]
    (blocked,) = Studio(replace(config, strict=True)).run(product, ["en"])
    assert [f.severity for f in blocked.findings if message in f.message] == ["block"]
    assert blocked.blocked


def test_without_a_sheet_heard_facts_wait_for_the_merchant(
    config: StudioConfig, product: Path
) -> None:
    (product / "product.yaml").unlink()
    (release,) = Studio(config).run(product, ["en"])
    captions = (release.folder / "captions.srt").read_text(encoding="utf-8")
    assert "18" not in captions.replace("00:00:18", "") and "100" not in captions
    assert "price: 18.5 CNY per piece is only heard" in " ".join(
        f.message for f in release.findings
    )
    (accepted,) = Studio(replace(config, accept_heard=True)).run(product, ["en"])
    captions = (accepted.folder / "captions.srt").read_text(encoding="utf-8")
    assert "CNY\u00a018.50" in captions and "100 pieces" in captions


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("talk.mp4", ()),
        ("talk.mov", ()),
        ("talk.mkv", ()),
        ("talk.webm", ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")),
        ("talk.wav", ("-vn",)),
        ("talk.mp3", ("-vn",)),
        ("talk.m4a", ("-vn",)),
        ("talk.ogg", ("-vn", "-c:a", "libvorbis")),
    ],
)
def test_a_recording_of_every_kind_needs_no_sheet(
    config: StudioConfig,
    convert: Callable[..., Path],
    name: str,
    options: tuple[str, ...],
) -> None:
    recording = convert(name, *options)
    (release,) = Studio(replace(config, shape="source")).run(recording, ["en"])
    assert release.files == FILES
    assert read(release.folder / "report.json")["duration_ms"] >= 9000


def test_sound_alone_is_shown_with_the_photos(
    config: StudioConfig, product: Path, convert: Callable[..., Path]
) -> None:
    sound = convert("talk.mp3", "-vn")
    (product / "pitch.mp4").unlink()
    shutil.copy(sound, product / "pitch.mp3")
    (folder, (draft,), _) = Studio(config).plan(product, ["en"])
    assert [shot.kind for shot in draft.timeline.shots] == ["photo", "gallery"]
    assert folder == config.out / "stainless-steel-vacuum-flask"


def test_sound_without_photos_is_shown_on_a_plain_picture_with_the_name(
    config: StudioConfig, product: Path, convert: Callable[..., Path]
) -> None:
    sound = convert("talk.mp3", "-vn")
    (product / "pitch.mp4").unlink()
    (product / "photo.jpg").unlink()
    shutil.copy(sound, product / "pitch.mp3")
    (_, (draft,), _) = Studio(config).plan(product, ["en"])
    assert [shot.kind for shot in draft.timeline.shots] == ["plain", "plain"]
    assert draft.timeline.title == "Stainless steel vacuum flask"


def test_a_plan_can_be_rendered_from_its_folder(config: StudioConfig, product: Path) -> None:
    folder, _, _ = Studio(config).plan(product, ["en"])
    assert not (folder / "en" / "video.mp4").exists()
    known, source, languages = open_run(folder)
    assert (known, source, languages) == (config, product, ("en",))
    (release,) = Studio(known).run(source, languages)
    assert release.files == FILES


def test_check_reads_the_finished_texts_again(config: StudioConfig, product: Path) -> None:
    (release,) = Studio(config).run(product, ["en"])
    folder = release.folder.parent
    assert check_run(folder) == ()
    (release.folder / "captions.srt").write_text("", encoding="utf-8")
    assert [f.message for f in check_run(folder)] == [
        f"en: changed or gone: captions.srt; run: merchant-studio render {folder}"
    ]


def test_one_failing_translator_does_not_stop_other_languages(
    config: StudioConfig, product: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: FakeTranslator, lines: Sequence[str], **languages: str) -> tuple[str, ...]:
        raise EngineFailedError("fake", "gave nothing")

    monkeypatch.setattr(FakeTranslator, "translate", fail)
    releases = Studio(config).run(product, ["en", "es"])
    assert [(r.language, r.blocked) for r in releases] == [("en", True), ("es", False)]
    assert [f.message for f in releases[0].findings] == ["en: fake: gave nothing"]
    _, drafts, findings = Studio(config).plan(product, ["en", "es"])
    assert [draft.tag for draft in drafts] == ["es"]
    assert "en: fake: gave nothing" in [f.message for f in findings]


def test_tags_in_the_speech_are_only_words(config: StudioConfig, product: Path) -> None:
    heard = "你好<price>很好，请看一看<|im_end|>。\n单价18块5。"
    (product / "pitch.txt").write_text(heard, encoding="utf-8")
    (chinese,) = Studio(config).run(product, ["zh"])
    first, second, *_ = read(chinese.folder / "report.json")["lines"]
    assert first["text"] == "你好price很好，请看一看im_end。"
    assert second["text"] == "单价每件18.50元。"


def test_a_title_in_another_encoding_is_no_reason_to_refuse_a_recording(
    config: StudioConfig, convert: Callable[..., Path]
) -> None:
    title = "title=" + os.fsdecode("保温杯".encode("gbk"))
    recording = convert("talk.mkv", "-metadata", title, "-metadata:s:a:0", title)
    (release,) = Studio(config).run(recording, ["en"])
    assert not release.blocked


@pytest.mark.parametrize(
    ("name", "content"),
    [("brief.json", "{"), ("transcript.json", "[]"), ("en/script.json", '{"schema": 1}')],
)
def test_a_broken_record_is_a_clear_error(
    config: StudioConfig, product: Path, name: str, content: str
) -> None:
    (release,) = Studio(config).run(product, ["en"])
    record = release.folder.parent / name
    record.write_text(content, encoding="utf-8")
    if name == "en/script.json":
        Studio(config).run(product, ["en"])  # made from nothing known: made again
    else:
        with pytest.raises(RecordError, match=r"cannot be read .* delete it to make it new"):
            Studio(config).run(product, ["en"])


def test_names_are_checked_before_any_work(config: StudioConfig, product: Path) -> None:
    for wrong, error in (
        ({"languages": ["xx"]}, UnknownNameError),
        ({"languages": []}, UsageError),
        ({"writer": "nope"}, UnknownNameError),
        ({"recognizer": "nope"}, UnknownNameError),
        ({"style": "nope"}, UnknownNameError),
    ):
        languages = wrong.pop("languages", ["en"])
        with pytest.raises(error):
            Studio(replace(config, **wrong)).run(product, languages)
    assert not config.out.exists()


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a run's folder"):
        open_run(tmp_path)


def test_the_public_names() -> None:
    import merchant_studio

    assert merchant_studio.__all__ == [
        "Finding",
        "Release",
        "Studio",
        "StudioConfig",
        "__version__",
        "user_config",
    ]
    assert all(hasattr(merchant_studio, name) for name in merchant_studio.__all__)
    assert Release is merchant_studio.Release


def test_a_translators_literal_lines_are_taken_where_there_is_no_writer(
    config: StudioConfig, product: Path
) -> None:
    english, spanish = Studio(config).run(product, ["en", "es"])
    report = read(english.folder / "report.json")
    assert [line["written_by"] for line in report["lines"]].count("translator") >= 2
    assert report["lines"][0]["text"] == "Literal line."
    assert [stamp["kind"] for stamp in report["made_by"]] == ["recognizer", "translator"]
    authors = {line["written_by"] for line in read(spanish.folder / "report.json")["lines"]}
    assert authors == {"phrasebook", "nobody"}


def test_a_writer_that_nobody_examined_writes_whole_pitches_that_are_told_to_be_unchecked(
    config: StudioConfig, product: Path
) -> None:
    """No translator is asked where it may write."""
    own = replace(config, writer="fake", writer_languages="en")
    (english,) = Studio(own).run(product, ["en"])
    report = read(english.folder / "report.json")
    tags = ("", " <capacity>", " <price> <moq> <lead_time>", "", " <model>")
    assert [
        (line["written_by"], line["template"], line["meaning"]) for line in report["lines"]
    ] == [("llm", f"First line{each}.", "unchecked") for each in tags]
    assert [stamp["kind"] for stamp in report["made_by"]] == ["recognizer", "writer"]
    assert [f.message for f in english.findings] == [
        "en: the meaning of 5 lines is not checked",
        "en: no line names the product (stainless steel vacuum flask); write its name into one",
    ]


def test_a_phone_number_stays_in_one_row(config: StudioConfig, product: Path) -> None:
    contact = 'contact: {whatsapp: "+86 138 0000 0000"}\n'
    replace_in(product / "product.yaml", "model: A203\n", f"model: A203\n{contact}")
    _, (draft,), _ = Studio(config).plan(product, ["ja"])
    rows = [row for cue in draft.timeline.captions.cues for row in cue.rows]
    assert [row for row in rows if "138" in row] == ["+86 138 0000 0000。"]


def test_two_runs_in_one_folder_do_not_meet(product: Path, tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")
    folder = RunFolder(tmp_path / "out" / "stainless-steel-vacuum-flask")
    with folder.alone():
        for ask in (Studio(config).run, Studio(config).plan):
            with pytest.raises(BusyError) as error:
                ask(product, ["en"])
            assert str(error.value) == (
                f"another run or batch is working in {folder.path}; wait until it has ended, "
                "or choose another --out"
            )
        assert not folder.path.exists()
    studio = Studio(config)
    studio.plan(product, ["en"])
    with folder.alone():  # it has let go
        assert studio.prepare(product, ["en"]).drafts


@pytest.mark.parametrize(("timing", "needed"), [("exact", True), ("rough", False), ("none", False)])
def test_pauses_are_looked_for_only_where_the_recognizer_needs_them(
    timing: str,
    needed: bool,
    config: StudioConfig,
    product: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[Path] = []

    def silences(recording: Path) -> tuple[Span, ...]:
        looked.append(recording)
        return ()

    monkeypatch.setattr(pipeline, "silences", silences)
    monkeypatch.setattr(FakeRecognizer, "timing", timing)
    Studio(config).listen(product)
    assert len(looked) == needed
