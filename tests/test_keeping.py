"""Which lines are written again when a sentence was corrected: its own, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.engines.fake import FakeTranslator
from merchant_studio.records import Script
from merchant_studio.run import RunFolder, change_transcript, retyped, revisions

SPOKEN = """\
大家好，欢迎来到我们的展位。
这个提手不会掉色。
单价18块5，100个起订，7天交货。
欢迎联系我们。
"""


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that the translator is asked for."""
    asked: list[str] = []
    translate = FakeTranslator.translate

    def counted(
        self: FakeTranslator, lines: Sequence[str], *, source: str, target: str
    ) -> tuple[str, ...]:
        asked.extend(lines)
        return translate(self, lines, source=source, target=target)

    monkeypatch.setattr(FakeTranslator, "translate", counted)
    return asked


@pytest.fixture
def run(config: StudioConfig, product: Path, asked: list[str]) -> RunFolder:
    """A product whose English script is written."""
    (product / "pitch.txt").write_text(SPOKEN, encoding="utf-8")
    Studio(config).plan(product, ["en"])
    assert asked == ["大家好，欢迎来到我们的展位", "这个提手不会掉色", "欢迎联系我们"]
    asked.clear()
    return RunFolder(config.out / "stainless-steel-vacuum-flask")


def plan(config: StudioConfig, product: Path) -> Script:
    _, (draft,), _ = Studio(config).plan(product, ["en"])
    return draft.script


def test_only_the_line_of_a_corrected_sentence_is_written_again(
    config: StudioConfig, product: Path, run: RunFolder, asked: list[str]
) -> None:
    before = run.stored("en/script.json", Script)
    change_transcript(run, lambda said: retyped.retype(said, 1, "这个提手永远不会掉色。"))
    after = plan(config, product)
    assert asked == ["这个提手永远不会掉色"]
    assert [line.text for line in after.lines] == [line.text for line in before.lines]
    assert [line.of == was.of for line, was in zip(after.lines, before.lines, strict=True)] == [
        True, False, *([True] * (len(before.lines) - 2)),
    ]  # fmt: skip
    assert (after.made_by, after.lines[0].author) == (before.made_by, "translator")
    asked.clear()
    assert plan(config, product) == after and asked == []


def test_lines_and_his_own_words_keep_their_sentence_when_one_before_it_is_split(
    config: StudioConfig, product: Path, run: RunFolder, asked: list[str]
) -> None:
    script = run.stored("en/script.json", Script)
    mine = revisions.edit_line(script, 3, "Scan the code.")
    priced = next(line for line in script.lines if "price" in line.tags)
    own = "It is <price>, from <moq>, in <lead_time>."
    run.edit("en/script.json", revisions.edit_line(mine, priced.index, own))
    change_transcript(run, lambda said: retyped.split(said, 0, 4))
    after = plan(config, product)
    assert asked == ["大家好", "欢迎来到我们的展位"]
    texts = {line.says: line.text for line in after.lines if line.says}
    assert texts[3,] == own and texts[4,] == "Scan the code."
    assert [line.author for line in after.lines][3:5] == ["merchant", "merchant"]
    assert [line.index for line in after.lines] == list(range(len(after.lines)))
    change_transcript(run, lambda said: retyped.merge(said, 0))
    asked.clear()
    again = plan(config, product)
    assert asked == ["大家好，欢迎来到我们的展位"]
    assert [line.text for line in again.lines][2:4] == [own, "Scan the code."]


def test_another_name_or_take_does_not_lose_a_line_edited_by_hand(
    config: StudioConfig, product: Path, run: RunFolder, asked: list[str]
) -> None:
    script = run.stored("en/script.json", Script)
    run.edit("en/script.json", revisions.edit_line(script, 3, "Scan the code."))
    sheet = product / "product.yaml"
    text = sheet.read_text(encoding="utf-8").replace("不锈钢保温杯", "真空保温杯")
    sheet.write_text(text, encoding="utf-8")
    after = plan(config, product)
    assert asked == [] and after.lines[3].text == "Scan the code."


def test_a_sentence_that_is_not_said_is_silent(
    config: StudioConfig, product: Path, run: RunFolder, asked: list[str]
) -> None:
    change_transcript(run, lambda said: retyped.retype(said, 1, ""))
    after = plan(config, product)
    assert asked == [] and (after.lines[1].text, after.lines[1].author) == ("", "nobody")
