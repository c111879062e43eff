"""Pitches in a seller's own order: lines merged, split and moved, spoken by another voice.

A language model wrote the answers, for these tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.errors import UsageError
from merchant_studio.publish.checking import check_run
from merchant_studio.records import Script, Span, seal
from merchant_studio.run.revisions import edit_line, with_edits
from merchant_studio.webui import actions, templates
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.products import Product
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.views import facts
from merchant_studio.write.pitch.shares import share_time

from .api_server import Served
from .test_pitch import (
    FLAT,
    HANDLE,
    SCAN,
    WHEELS,
    cart,
    config,
    scripts,
    server,
    step_of,
    strong,
)

__all__ = ["cart", "config", "server"]

ROWS: list[tuple[int, str, list[str]]] = [
    (2, "No space in your car? This folding cart folds flat.", [FLAT]),
    (3, "All four wheels are rubber, and the handle keeps its color.", [WHEELS, HANDLE]),
    (5, "Just <price>.", []),
    (5, "Order from <moq>.", []),
    (6, "Like it? Scan the code and add us on WeChat.", [SCAN]),
]
"""The sentence near whose picture each line belongs, its text, and its points."""
SAYS = [(1,), (2, 3), (4,), (4,), (5,)]
Row = Mapping[str, Any]


@pytest.fixture
def free(config: StudioConfig) -> StudioConfig:
    """A studio that dubs in a seller's own order."""
    return replace(config, voice="dub", speaker="fake", script="pitch")


def written(rows: list[tuple[int, str, list[str]]]) -> list[dict[str, Any]]:
    return [{"near": near, "text": text, "points": points} for near, text, points in rows]


def verdicts(body: Row) -> dict[str, Any]:
    """A judge who finds nothing wrong."""
    asked = body["messages"][1]["content"].partition("The lines to check:\n")[2]
    found = []
    for row in filter(None, asked.partition("\nAnswer with")[0].split("\n")):
        place, text = row.split(": ", 1)
        code, number = place.split(" ")
        points = next((points for _, said, points in ROWS if said == text), [])
        found.append({"language": code, "line": int(number), "says": text, "points": points})
    return {"verdicts": found}


def answering(
    rows: list[tuple[int, str, list[str]]] = ROWS, **other: Callable[[Row], Any]
) -> Callable[[Any, Any], None]:
    """A strong model that writes these lines; `other` answers some steps otherwise."""
    usual: dict[str, Callable[[Row], Any]] = {
        "lines": lambda body: {"lines": written(rows)},
        "verdicts": verdicts,
    }
    return strong({text: points for _, text, points in ROWS}, **{**usual, **other})


def asked_for(server: Served, step: str) -> list[str]:
    """The questions of a step, without the rules that stand first."""
    return [body["messages"][1]["content"] for body in server.asked if step_of(body) == step]


def english(config: StudioConfig, cart: Path) -> tuple[Script, Path]:
    (release,) = Studio(config).run(cart, ["en"])
    assert not release.blocked, [finding.message for finding in release.findings]
    return scripts((release,))["en"], release.folder


def test_a_dub_is_told_in_a_sellers_order(free: StudioConfig, cart: Path, server: Served) -> None:
    server.answer = answering()
    script, folder = english(free, cart)
    assert script.free and script.missing == ()
    assert [(line.text, list(line.points)) for line in script.lines] == [
        (text, points) for _, text, points in ROWS
    ]
    assert [line.says for line in script.lines] == SAYS
    assert [line.tags for line in script.lines] == [(), (), ("price",), ("moq",), ()]
    assert {line.meaning for line in script.lines} == {"checked"}
    assert all(one.budget.end_ms == two.budget.start_ms for one, two in pairwise(script.lines))
    (asked,) = asked_for(server, "lines")
    assert "as a good seller of that country builds it" in asked and "A voice speaks it" in asked
    assert "in seconds: 1: from 0.0 for 3.2, 2: from 3.2 for 3.0, " in asked
    assert "Whole time: 187 characters" in asked
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    said = report["voice"]["lines"]
    assert [line["line"] for line in said] == [0, 1, 2, 3, 4]
    assert all(one["end_ms"] < two["start_ms"] for one, two in pairwise(said))
    assert all(
        abs(spoken["start_ms"] - line.budget.start_ms) <= 800
        for spoken, line in zip(said, script.lines, strict=True)
    )
    captions = (folder / "captions.srt").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert captions.index("folds flat") < captions.index("CNY 58") < captions.index("50 pieces")
    assert (folder / "video.mp4").exists()
    assert {found.check for found in check_run(folder.parent)} <= {"unsure"}
    Studio(free).run(cart, ["en"])
    assert len(asked_for(server, "lines")) == 1  # it is kept


def test_the_same_pitch_sentence_by_sentence_is_another_script(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = strong()
    faithful, _ = english(replace(free, script="faithful"), cart)
    server.answer = answering()
    script, _ = english(free, cart)
    assert not faithful.free and script.free
    assert len(faithful.lines) == 6 and len(script.lines) == 5


def test_a_fact_that_is_forgotten_or_said_twice_is_put_right(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    twice = [*ROWS[:3], (6, "Scan the code and add us on WeChat: <price>!", [SCAN])]

    def correct(body: Row) -> Any:
        rows = [(4, "Order from <moq>.", []), (5, ROWS[4][1], [SCAN])]
        return {
            "lines": [
                {"language": "en", "line": n, "text": text, "points": points}
                for n, text, points in rows
            ]
        }

    server.answer = answering(twice, corrections=correct)
    script, _ = english(free, cart)
    assert [line.text for line in script.lines] == [text for _, text, _ in ROWS]
    assert [line.made_by for line in script.lines[3:]] == ["llm-retry", "llm-retry"]
    (asked,) = asked_for(server, "corrections")
    assert "line 4: ''. Wrong: it did not come" in asked
    assert "It must hold: <moq>" in asked and "<price> stands too often" in asked


def test_a_fact_that_nobody_writes_has_the_phrasebooks_sentence_before_the_farewell(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    unsaid = [row for row in ROWS if "<moq>" not in row[1]]
    server.answer = answering(unsaid, corrections=lambda body: {"lines": []})
    script, _ = english(free, cart)
    assert [(line.tags, line.made_by) for line in script.lines[2:]] == [
        (("price",), "llm"),
        (("moq",), "phrasebook"),
        ((), "llm"),
    ]


def test_a_point_that_is_forgotten_is_asked_of_the_line_that_is_nearest(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    without = [ROWS[0], (3, "All four wheels are rubber.", [WHEELS]), *ROWS[2:]]
    whole = ROWS[1][1]

    def correct(body: Row) -> Any:
        line = {"language": "en", "line": 2, "text": whole, "points": [WHEELS, HANDLE]}
        return {"lines": [line]}

    def judge(body: Row) -> Any:
        found = verdicts(body)
        for row in found["verdicts"]:
            row["points"] = row["points"] or [WHEELS] * (row["line"] == 2)
        return found

    server.answer = answering(without, corrections=correct, verdicts=judge)
    script, _ = english(free, cart)
    assert script.lines[1].text == whole and script.missing == ()
    (asked,) = asked_for(server, "corrections")
    assert "line 2" in asked and "it does not say: The handle does not fade." in asked


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ((2, "It is antibacterial and folds flat.", [FLAT]), "it keeps germs away"),
        ((2, "It folds flat in 3 seconds.", [FLAT]), "it writes a number"),
        ((2, "It folds flat. " * 30, [FLAT]), "it is too long for its time"),
    ],
    ids=["claim", "number", "length"],
)
def test_a_free_line_says_nothing_that_its_sentences_do_not(
    free: StudioConfig, cart: Path, server: Served, row: tuple[int, str, list[str]], wrong: str
) -> None:
    server.answer = answering([row, *ROWS[1:]], corrections=lambda body: {"lines": []})
    Studio(free).run(cart, ["en"])
    (asked,) = asked_for(server, "corrections")
    assert wrong in asked


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (
            (2, "It is waterproof and folds flat.", [FLAT]),
            "[nobody said that it is waterproof (waterproof)?]",
        ),
        (
            (5, "There is nothing cheaper, just <price>.", []),
            "[the merchant denies nothing here (nothing)?]",
        ),
        ((2, "It folds flat, and the two of us fit.", [FLAT]), "[it writes a number (two)?]"),
    ],
    ids=["claim", "denial", "number"],
)
def test_what_code_only_suspects_is_put_to_the_judge(
    free: StudioConfig, cart: Path, server: Served, row: tuple[int, str, list[str]], doubt: str
) -> None:
    server.answer = answering([row, *ROWS[1:]])
    script, _ = english(free, cart)
    (asked,) = asked_for(server, "verdicts")
    assert f"en 1: {row[1]} {doubt}" in asked.splitlines()
    assert next((line.text, line.meaning) for line in script.lines) == (row[1], "checked")


def test_the_judge_knows_that_the_lines_are_free(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    server.answer = answering()
    english(free, cart)
    (asked,) = asked_for(server, "verdicts")
    assert "not which sentence it comes from" in asked


def test_an_answer_without_lines_leaves_his_sentences(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    sentences = ["Hello!", "It folds flat.", "Rubber wheels.", "The handle keeps its color."]
    sentences += ["Just <price>, from <moq>.", "Scan the code."]

    def correct(body: Row) -> Any:
        rows = [(n, text) for n, text in enumerate(sentences, 1)]
        return {"lines": [{"language": "en", "line": n, "text": t, "points": []} for n, t in rows]}

    server.answer = answering([], corrections=correct)
    script, _ = english(free, cart)
    assert [line.text for line in script.lines] == sentences


def test_a_free_line_is_said_in_other_words(free: StudioConfig, cart: Path, server: Served) -> None:
    server.answer = answering()
    studio = Studio(free)
    studio.run(cart, ["en"])
    other = "Four rubber wheels, and a handle that keeps its color."
    points = [WHEELS, HANDLE]

    def judge(body: Row) -> Any:
        row = {"language": "en", "line": 2, "says": other, "points": points}
        return {"verdicts": [row]}

    answer = {"lines": [{"language": "en", "line": 2, "text": other, "points": points}]}
    server.answer = answering(corrections=lambda body: answer, verdicts=judge)
    line = studio.rewrite_line(cart, "en", 1)
    assert (line.text, line.says, line.points) == (other, (2, 3), (WHEELS, HANDLE))


def test_his_own_words_stay_in_the_line_that_he_changed(
    free: StudioConfig, cart: Path, server: Served
) -> None:
    parted = [*ROWS[:2], (6, "Do you like it?", []), (6, "Scan the code!", [SCAN]), *ROWS[2:4]]
    server.answer = answering(parted)
    script, _ = english(free, cart)
    own = edit_line(script, 3, "Scan it now!")
    assert [line.text for line in with_edits(script, own).lines] == [
        "Scan it now!" if text == "Scan the code!" else text for _, text, _ in parted
    ]
    assert own.lines[3].seal == seal("Scan the code!")


def test_a_language_that_cannot_be_free_says_so(free: StudioConfig, cart: Path) -> None:
    english, own = Studio(replace(free, writer_languages="es")).run(cart, ["en", "zh"])
    assert [found.message for found in english.findings if found.check == "order"] == [
        "en: it keeps your sentences in your order, for no writer has passed the exam for pitches "
        "in English; see merchant-studio models exam"
    ]
    assert not [found for found in own.findings if found.check == "order"]


def test_the_page_offers_the_order_beside_the_voice(
    free: StudioConfig, cart: Path, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = answering()
    _, folder = english(free, cart)
    monkeypatch.setattr(facts, "_can_dub", lambda speaker: True)
    jobs = JobQueue(free)
    try:
        product = Product(free.out, folder.parent.name, free)
        session = Session(App(config=free, jobs=jobs, uploads=free.out), "", product)
        product.choose(step=2, heard="x")
        assert 'name="script" value="pitch" checked' in templates.body(session, "en")
        actions.scripts.want(session, ["en"], voice="original")  # his own voice keeps the moments
        assert (session.product.choices.script, session.config.script) == ("pitch", "faithful")
        actions.scripts.want(session, ["en"], voice="dub")
        assert session.config.script == "pitch"
        actions.scripts.phrase(session, "en", 2)
        changed = session.script("en")
        assert changed and changed.lines[2].text == "The price is <price>."
    finally:
        jobs.close()


@pytest.mark.parametrize(
    ("options", "problem"),
    [({}, "add --voice dub"), ({"voice": "dub", "bilingual": "zh"}, "leave out --bilingual")],
)
def test_where_lines_cannot_move_a_free_order_is_refused(
    options: dict[str, Any], problem: str
) -> None:
    with pytest.raises(UsageError, match=problem):
        StudioConfig(script="pitch", **options)


@pytest.mark.parametrize(
    ("needs_ms", "moments_ms", "starts_ms"),
    [
        ([2000, 2000, 2000], [0, 4000, 7000], [0, 4000, 7000]),
        ([2000, 2000, 2000], [8000, 0, 7000], [0, 2000, 7000]),
        ([2000, 2000, 2000], [0, 9000, 9000], [0, 6000, 8000]),
        ([1000] * 5, [0, 9000, 1000, 3000, 9000], [0, 1000, 2000, 3000, 9000]),
        ([2000, 2000, 2000], [0, 4000, None], [0, 4000, 6000]),
        ([6000, 3000, 6000], [0, 9000, 9000], [0, 4000, 6000]),
        ([10_000], [3000], [0]),
    ],
    ids=[
        "each at its picture",
        "the first line opens",
        "the last ones end in time",
        "one that moved delays no other",
        "none named",
        "no time to wait",
        "alone",
    ],
)
def test_each_line_begins_as_near_to_its_picture_as_the_order_allows(
    needs_ms: list[int], moments_ms: list[int | None], starts_ms: list[int]
) -> None:
    spans = share_time(Span(start_ms=0, end_ms=10_000), needs_ms, moments_ms)
    assert [span.start_ms for span in spans] == starts_ms
    assert [span.end_ms for span in spans] == [*starts_ms[1:], 10_000]
