"""A script is seen while it is written: what needs no model at once, then line after line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from merchant_studio.engines import Answer, Authors, Question
from merchant_studio.errors import EngineError
from merchant_studio.languages import profile
from merchant_studio.records import Script
from merchant_studio.run import RunFolder, revisions
from merchant_studio.write import ScriptJob, Writing, make_scripts

from .test_refitting import ENGLISH, SOURCE, CountingWriter, brief_of


class TellingWriter(CountingWriter):
    """Tells its answer letter by letter; what it says first of line 3 is refused."""

    def ask(self, questions: Sequence[Question]) -> tuple[Answer | EngineError, ...]:
        answers = []
        for question in questions:
            text = self._lines(question)
            for end in range(len(text) + 1):
                question.on_text(text[:end])
            answers.append(Answer(text=text))
        return tuple(answers)


def shown(folder: Path, writer: CountingWriter, *codes: str) -> list[tuple[str, Writing, int]]:
    """What is shown while the scripts of these languages are written."""
    jobs = [
        ScriptJob(source=SOURCE, brief=brief_of(), profile=profile(code), tag=code, tone="plain")
        for code in codes
    ]
    seen: list[tuple[str, Writing, int]] = []

    def tell(jobs: Sequence[ScriptJob], done: int, writing: Writing | None) -> None:
        if writing:
            seen.append((jobs[0].tag, writing, done))

    make_scripts(jobs, Authors(writer=writer, skills=writer.skills), RunFolder(folder), tell)
    return seen


def test_what_needs_no_model_is_seen_before_one_is_asked(tmp_path: Path) -> None:
    seen = shown(tmp_path, TellingWriter(), "en", "es")
    (first, english, _), (second, spanish, _) = seen[:2]
    assert (first, english.due) == ("en", (0, 1, 2)) and (second, spanish.due) == ("es", ())
    assert english.done == 2
    assert english.script.lines[3].author == "phrasebook" and english.script.lines[4].text
    assert [english.script.lines[i].text for i in english.due] == [""] * 3


def test_each_line_is_seen_when_it_is_written(tmp_path: Path) -> None:
    seen = [writing for tag, writing, _ in shown(tmp_path, TellingWriter(), "en") if tag == "en"]
    assert [writing.done for writing in seen] == [2, 2, 3, 4, 5]
    assert seen[2].script.lines[0].text == ENGLISH[1]
    assert seen[-1].due == () and seen[-1].script.lines[2].text == ENGLISH[3]


def test_each_language_is_seen_as_soon_as_it_is_ready(tmp_path: Path) -> None:
    seen = shown(tmp_path, CountingWriter(), "en", "es")
    ready = [(tag, done) for tag, writing, done in seen if not writing.due]
    assert ready == [("es", 0), ("en", 1), ("es", 2)]
    assert RunFolder(tmp_path).stored("en/script.json", Script) == seen[2][1].script


def test_a_line_that_is_refused_is_still_to_come(tmp_path: Path) -> None:
    class Wrong(TellingWriter):
        def _lines(self, question: Question) -> str:
            good = super()._lines(question)
            return good.replace(ENGLISH[1], "Only 5 left!") if len(self.asked) < 1 else good

    seen = shown(tmp_path, Wrong(), "en")
    assert all(0 in writing.due for _, writing, _ in seen[:-1])


def test_the_merchants_own_line_is_seen_in_its_place(tmp_path: Path) -> None:
    folder, writer = RunFolder(tmp_path), TellingWriter()
    shown(tmp_path, writer, "en")
    script = folder.stored("en/script.json", Script)
    folder.edit("en/script.json", revisions.edit_line(script, 0, "Hi there."))
    stored = folder.read_json("en/script.json") or {}
    folder.write_json("en/script.json", {**stored, "inputs": "of other facts"})
    _, first, _ = shown(tmp_path, writer, "en")[0]
    assert first.script.lines[0].text == "Hi there." and first.due == ()
