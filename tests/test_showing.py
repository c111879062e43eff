"""A script is seen while it is written: what needs no model at once, then all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from merchant_studio.engines import TRANSLATORS, Authors, EngineOptions
from merchant_studio.records import Script
from merchant_studio.run import RunFolder, revisions
from merchant_studio.write import ScriptJob, Writing, make_scripts

from .test_refitting import ENGLISH, CountingWriter, authors_of, brief_of, job_of

ENGLISH_JOB, SPANISH_JOB = job_of("en", brief_of()), job_of("es", brief_of())


def shown(folder: Path, authors: Authors, *jobs: ScriptJob) -> list[tuple[str, Writing, int]]:
    """What is shown while these scripts are written."""
    seen: list[tuple[str, Writing, int]] = []

    def tell(jobs: Sequence[ScriptJob], done: int, writing: Writing | None) -> None:
        if writing:
            seen.append((jobs[0].tag, writing, done))

    make_scripts(jobs, authors, RunFolder(folder), tell)
    return seen


def translating() -> Authors:
    translator = TRANSLATORS.load("fake", EngineOptions(model="fake", seed=7, threads=1))
    return Authors(translator=translator, translates=translator.writes)


def test_a_whole_pitch_comes_as_a_whole_and_other_languages_at_once(tmp_path: Path) -> None:
    seen = shown(tmp_path, authors_of(CountingWriter()), ENGLISH_JOB, SPANISH_JOB)
    (first, english, _), (second, spanish, _) = seen[:2]
    assert (first, english.due, english.done) == ("en", (0, 1, 2, 3, 4), 0)
    assert (second, spanish.due) == ("es", ()) and spanish.script.lines[4].text
    assert seen[2][1].due == () and seen[2][1].script.lines[2].text == ENGLISH[3]


def test_what_needs_no_translator_is_seen_before_one_is_asked(tmp_path: Path) -> None:
    (_, english, _), *_ = shown(tmp_path, translating(), replace(ENGLISH_JOB, message=None))
    assert english.due == (0, 1, 2) and english.done == 2
    assert english.script.lines[3].author == "phrasebook" and english.script.lines[4].text
    assert [english.script.lines[i].text for i in english.due] == [""] * 3


def test_each_language_is_seen_as_soon_as_it_is_ready(tmp_path: Path) -> None:
    seen = shown(tmp_path, authors_of(CountingWriter()), ENGLISH_JOB, SPANISH_JOB)
    ready = [(tag, done) for tag, writing, done in seen if not writing.due]
    assert ready == [("es", 0), ("en", 1), ("es", 2)]
    assert RunFolder(tmp_path).stored("en/script.json", Script) == seen[2][1].script


def test_the_merchants_own_line_is_seen_in_its_place(tmp_path: Path) -> None:
    folder, authors = RunFolder(tmp_path), translating()
    job = replace(ENGLISH_JOB, message=None)
    shown(tmp_path, authors, job)
    script = folder.stored("en/script.json", Script)
    folder.edit("en/script.json", revisions.edit_line(script, 0, "Hi there."))
    stored = folder.read_json("en/script.json") or {}
    folder.write_json("en/script.json", {**stored, "inputs": "of other facts"})
    _, first, _ = shown(tmp_path, authors, job)[0]
    assert first.script.lines[0].text == "Hi there." and first.due == ()
