"""What is seen when: shots, cards and the end card as data."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.facts import contact_link
from merchant_studio.languages import language_codes, profile
from merchant_studio.picture.compose import END_CARD_MS, compose_timeline
from merchant_studio.picture.compose.cards import MIN_CARD_MS
from merchant_studio.records import (
    AudioFile,
    Brief,
    CaptionTrack,
    Card,
    Code,
    Count,
    Duration,
    EndCard,
    EngineStamp,
    Fact,
    FactValue,
    Footage,
    Mention,
    Money,
    Narration,
    Pitch,
    Script,
    ScriptLine,
    Segment,
    Sheet,
    Size,
    Span,
    SpokenLine,
    Term,
    Timeline,
    Transcript,
    Word,
)

SPEECH_MS = 10_000
STAMP = EngineStamp(kind="writer", name="fake", model="", revision="", seed=0)
PRICE = Money(amount=Decimal("18.5"), currency="CNY")
MOQ = Count(amount=Decimal(100), unit="piece")
LEAD = Duration(amount=Decimal(7), unit="day")
RINGS = Count(amount=Decimal(8), unit="piece")
HOURS = Duration(amount=Decimal(5), unit="hour")
SIZE = Size(amounts=(Decimal(30), Decimal(45)), unit="length-centimeter")


def span(start_ms: int, end_ms: int) -> Span:
    return Span(start_ms=start_ms, end_ms=end_ms)


def fact(key: str, value: FactValue, segment: int = -1, at_ms: int = 0) -> Fact:
    heard = ()
    if segment >= 0:
        heard = (Mention(segment=segment, start=0, end=1, text="x", span=span(at_ms, at_ms + 500)),)
    return Fact(key=key, value=value, must_say=True, source="sheet", heard_in=heard)


def script(*lines: tuple[str, tuple[int, ...], Span]) -> Script:
    return Script(
        language="en",
        lines=tuple(
            ScriptLine(index=n, text=t, tags=(), says=s, budget=b, made_by="llm", seal="")
            for n, (t, s, b) in enumerate(lines)
        ),
        made_by=STAMP,
    )


def pitch(*photos: str, video: bool = True) -> Pitch:
    footage = [Path(name) for name in (*(["pitch.mp4"] if video else []), *photos)]
    return Pitch(
        slug="flask",
        speech=AudioFile(
            path=Path("pitch.mp4"),
            duration_ms=SPEECH_MS,
            sample_rate_hz=48_000,
            channels=1,
            sha256="",
        ),
        footage=tuple(
            Footage(
                kind="video" if path.suffix == ".mp4" else "photo",
                path=path,
                width_px=720,
                height_px=1280,
                duration_ms=SPEECH_MS if path.suffix == ".mp4" else 0,
                frame_rate=Fraction(25 if path.suffix == ".mp4" else 0),
                sha256="",
            )
            for path in footage
        ),
        sheet=Sheet(values={}),
    )


def compose(
    of: Pitch,
    said: Script,
    *facts: Fact,
    tag: str = "en",
    dubbed: bool = False,
    transcript: Transcript | None = None,
) -> Timeline:
    return compose_timeline(
        of,
        Narration(
            language=tag,
            audio=of.speech,
            lines=tuple(
                SpokenLine(line=each.index, span=each.budget, tempo=1.0) for each in said.lines
            ),
            dubbed=dubbed,
        ),
        CaptionTrack(language=tag, direction="ltr", cues=()),
        script=said,
        brief=Brief(source_language="zh", facts=facts),
        profile=profile(tag),
        transcript=transcript or Transcript(language="zh", segments=(), made_by=STAMP),
        width_px=1080,
        height_px=1920,
        title="vacuum flask",
        points=(),
        style="outline",
        fill="blur",
    )


def seen(timeline: Timeline) -> list[tuple[int, int, str, str]]:
    """Shots as start, end, kind and file."""
    return [
        (s.span.start_ms, s.span.end_ms, s.kind, s.path.name if s.path else "")
        for s in timeline.shots
    ]


# --- shots ---------------------------------------------------------------------------------

LINE = ("<size>", (0,), span(2000, 6000))


def test_a_photo_is_cut_in_when_its_fact_is_said() -> None:
    timeline = compose(pitch("02-size.jpg"), script(LINE), fact("size", SIZE, 0, 3000))
    assert seen(timeline) == [
        (0, 3000, "recording", "pitch.mp4"),
        (3000, 6000, "photo", "02-size.jpg"),
        (6000, 10_000, "recording", "pitch.mp4"),
        (10_000, 14_000, "gallery", ""),
    ]
    assert [shot.source_start_ms for shot in timeline.shots] == [0, 0, 6000, 0]
    assert timeline.shots[-1].photos == (Path("02-size.jpg"),)


@pytest.mark.parametrize("heard_ms", [500, 9000], ids=["said before", "said after"])
def test_a_photo_is_cut_in_where_a_line_that_moved_states_its_fact(heard_ms: int) -> None:
    said = script(("Look!", (0, 1), span(0, 4000)), ("<size>", (1,), span(4000, 8000)))
    stating = replace(said.lines[1], tags=("size",))
    said = replace(said, lines=(said.lines[0], stating))
    timeline = compose(pitch("size.jpg"), said, fact("size", SIZE, 1, heard_ms), dubbed=True)
    photo = next(shot for shot in seen(timeline) if shot[2] == "photo")
    assert photo[0] == 4000


@pytest.mark.parametrize(
    ("name", "is_cut_in"),
    [
        ("Size 1.JPG", True), ("尺寸.jpg", True), ("产品尺寸图.jpg", True),
        ("carton_size.png", False), ("外箱尺寸.png", False), ("sizes.png", False),
        ("oversize.png", False), ("photo-1.jpg", False),
    ],
)  # fmt: skip
def test_a_photo_is_known_by_its_name(name: str, is_cut_in: bool) -> None:
    timeline = compose(pitch(name), script(LINE), fact("size", SIZE, 0, 3000))
    assert (("photo", name) in [shot[2:] for shot in seen(timeline)]) == is_cut_in


def test_a_late_mention_starts_its_photo_earlier_in_the_line() -> None:
    timeline = compose(pitch("size.jpg"), script(LINE), fact("size", SIZE, 0, 5800))
    assert seen(timeline)[1] == (5000, 6000, "photo", "size.jpg")


def test_photos_of_one_fact_do_not_overlap() -> None:
    line = ("<size>", (0,), span(2000, 9000))
    photos = pitch("size-1.jpg", "size-2.jpg", "size-3.jpg")
    shots = seen(compose(photos, script(line), fact("size", SIZE, 0, 3000)))
    assert [shot for shot in shots if shot[2] == "photo"] == [
        (3000, 6500, "photo", "size-1.jpg"),
        (6500, 9000, "photo", "size-2.jpg"),
    ]


def test_a_word_of_the_lexicon_brings_its_photo() -> None:
    words = tuple(
        Word(text=c, span=span(1000 + 300 * n, 1300 + 300 * n), probability=1.0)
        for n, c in enumerate("看看这个不锈钢的")
    )
    segment = Segment(index=0, span=span(1000, 3400), text="看看这个不锈钢的", words=words)
    transcript = Transcript(language="zh", segments=(segment,), made_by=STAMP)
    timeline = compose(
        pitch("stainless-steel.jpg"),
        script(("hello", (0,), span(1000, 5000))),
        transcript=transcript,
    )
    assert seen(timeline) == [
        (0, 2200, "recording", "pitch.mp4"),
        (2200, 5000, "photo", "stainless-steel.jpg"),
        (5000, 10_000, "recording", "pitch.mp4"),
    ]


def test_closing_lines_show_the_photos_not_seen_yet() -> None:
    closing = ("<moq>", (), span(10_000, 13_500))
    timeline = compose(
        pitch("a.jpg", "b.jpg", "size.jpg"),
        script(LINE, closing),
        fact("size", SIZE, 0, 3000),
        fact("moq", MOQ),
    )
    assert seen(timeline)[3:] == [
        (10_000, 11_750, "photo", "a.jpg"),
        (11_750, 13_500, "photo", "b.jpg"),
        (13_500, 17_500, "gallery", ""),
    ]


def test_without_photos_the_recording_goes_on_and_the_end_is_plain() -> None:
    closing = ("<moq>", (), span(10_000, 13_500))
    assert seen(compose(pitch(), script(closing), fact("moq", MOQ))) == [
        (0, 13_500, "recording", "pitch.mp4"),
        (13_500, 17_500, "plain", ""),
    ]


def test_without_facts_there_is_no_end() -> None:
    timeline = compose(pitch(), script(("hello", (0,), span(0, 4000))))
    assert seen(timeline) == [(0, 10_000, "recording", "pitch.mp4")]
    assert (timeline.duration_ms, timeline.end_card, timeline.cards) == (10_000, None, ())


def test_every_language_has_the_same_shots() -> None:
    # Nobody can say the material in Thai, where its word is unknown.
    facts = (fact("size", SIZE, 0, 3000), fact("material", Term(translations={"zh": "某物"})))
    of = pitch("size.jpg")
    first, *others = (compose(of, script(LINE), *facts, tag=tag) for tag in language_codes())
    assert all(other.shots == first.shots for other in others)


# --- cards ---------------------------------------------------------------------------------


def card(start_ms: int, end_ms: int, kind: str, label: str, value: str) -> Card:
    return Card(span=span(start_ms, end_ms), kind=kind, label=label, value=value)


def test_a_card_stands_while_its_fact_is_said() -> None:
    line = ("From <moq> at <price>, in <lead_time>.", (0,), span(2000, 7000))
    facts = (
        fact("price", PRICE, 0, 2500), fact("moq", MOQ, 0, 4000), fact("lead_time", LEAD, 0, 6500),
    )  # fmt: skip
    assert compose(pitch(), script(line), *facts).cards == (
        card(2500, 4000, "price", "Price", "CNY\u00a018.50"),
        card(4000, 6500, "fact", "Minimum order", "100 pieces"),
        card(6500, 9000, "fact", "Lead time", "7 days"),
    )


def test_a_card_is_gone_when_the_next_line_begins() -> None:
    lines = (
        ("It costs <price>.", (0,), span(2000, 4000)),
        ("Pretty, is it not?", (1,), span(4200, 6000)),
        ("From <moq>.", (2,), span(6000, 6800)),
        ("In <lead_time>.", (3,), span(6900, 9000)),
    )
    facts = (
        fact("price", PRICE, 0, 3700), fact("moq", MOQ, 2, 6200), fact("lead_time", LEAD, 3, 7500),
    )  # fmt: skip
    assert compose(pitch(), script(*lines), *facts).cards == (
        # Said at the line's very end, it comes so early that it can be read.
        card(3000, 4200, "price", "Price", "CNY\u00a018.50"),
        # The order's line is too short for a card.
        card(7500, 10_000, "fact", "Lead time", "7 days"),
    )


def test_facts_of_a_dubbed_line_share_its_time_in_the_order_of_the_text() -> None:
    line = ("From <moq> at <price>.", (0,), span(2000, 7000))
    facts = (fact("price", PRICE, 0, 2500), fact("moq", MOQ, 0, 4000))
    assert compose(pitch(), script(line), *facts, dubbed=True).cards == (
        card(2000, 4500, "fact", "Minimum order", "100 pieces"),
        card(4500, 7000, "price", "Price", "CNY\u00a018.50"),
    )


def test_cards_leave_each_other_time_or_are_left_out() -> None:
    lines = (
        ("<size> <lead_time> <moq> <price>", (0,), span(2000, 4500)),
        ("Thank you.", (1,), span(4500, 6000)),
    )
    facts = (
        fact("size", SIZE, 0, 2000), fact("lead_time", LEAD, 0, 2200),
        fact("moq", MOQ, 0, 2300), fact("price", PRICE, 0, 2350),
    )  # fmt: skip
    assert compose(pitch(), script(*lines), *facts).cards == (
        card(2100, 3300, "fact", "Minimum order", "100 pieces"),
        card(3300, 4500, "price", "Price", "CNY\u00a018.50"),
    )


@given(
    lengths=st.lists(st.integers(300, 6000), min_size=1, max_size=5),
    heard=st.lists(st.integers(0, 20_000), min_size=4, max_size=4),
    lines=st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_no_card_stands_beside_another_line(
    lengths: list[int], heard: list[int], lines: list[int]
) -> None:
    values: dict[str, FactValue] = {
        "price": PRICE, "moq": MOQ, "lead_time": LEAD, "size": SIZE,
    }  # fmt: skip
    edges = [0, *accumulate(lengths)]
    told = [" ".join(f"<{k}>" for k, at in zip(values, lines, strict=True) if at == n)
            for n in range(len(lengths))]  # fmt: skip
    said = script(*((t, (n,), span(edges[n], edges[n + 1])) for n, t in enumerate(told)))
    facts = [
        fact(key, value, line, at_ms)
        for (key, value), line, at_ms in zip(values.items(), lines, heard, strict=True)
    ]
    timeline = compose(pitch(), said, *facts)
    labels = profile("en").labels
    where = {labels[key]: line for key, line in zip(values, lines, strict=True)}
    ends = [*edges[1:-1], max(SPEECH_MS, edges[-1])]
    for each in timeline.cards:
        line = where[each.label]
        assert edges[line] <= each.span.start_ms
        assert each.span.end_ms <= ends[line]
        assert each.span.duration_ms >= MIN_CARD_MS
    for before, after in pairwise(timeline.cards):
        assert before.span.end_ms <= after.span.start_ms


def test_names_contacts_and_long_words_have_no_card() -> None:
    line = ("<name> <whatsapp> <packing>", (0,), span(2000, 7000))
    facts = (
        fact("name", Term(translations={"en": "flask"}), 0, 2000),
        fact("whatsapp", Code(codes=("+86 138 0000 0000",)), 0, 3000),
        fact("packing", Term(translations={"en": "a white box in a carton of brown paper"}), 0),
    )
    assert compose(pitch(), script(line), *facts).cards == ()


def test_what_has_no_name_comes_before_what_a_caption_says() -> None:
    line = ("From <moq> at <price>.", (0,), span(2000, 5000))
    facts = (
        fact("price", PRICE, 0, 2000), fact("moq", MOQ, 0, 3000), fact("发光圈", RINGS, 0, 2500),
        fact("glow_hours", HOURS),
    )  # fmt: skip
    following = ("And that is all.", (1,), span(5000, 9000))
    closing = ("Take a look.", (), span(10_000, 13_500))
    assert compose(pitch(), script(line, following, closing), *facts, tag="es").cards == (
        card(2000, 3200, "price", "Precio", "18,50\xa0CNY"),
        card(3200, 5000, "fact", "", "8 unidades"),
        card(10_000, 13_500, "fact", "", "5 horas"),
    )


# --- the end card --------------------------------------------------------------------------


def test_the_end_card_holds_what_a_buyer_asks_for() -> None:
    facts = (
        fact("name", Term(translations={"en": "vacuum flask"})),
        fact("booth", Code(codes=("F3-21056",))),
        fact("size", SIZE),
        fact("lead_time", LEAD),
        fact("model", Code(codes=("A203",))),
        fact("telegram", Code(codes=("@flasks",))),
        fact("price", PRICE),
        fact("moq", MOQ),
        fact("whatsapp", Code(codes=("+86 138 0000 0000",))),
    )
    assert compose(pitch(), script(("", (0,), span(0, 1000))), *facts).end_card == EndCard(
        span=span(SPEECH_MS, SPEECH_MS + END_CARD_MS),
        title="vacuum flask",
        facts=(
            ("Price", "CNY\u00a018.50"),
            ("Minimum order", "100 pieces"),
            ("Lead time", "7 days"),
            ("Size", "30 × 45 cm"),
        ),
        contacts=(
            ("WhatsApp", "+86 138 0000 0000"),
            ("Booth", "F3-21056"),
            ("Telegram", "@flasks"),
        ),
        invitation="Scan to chat with us",
        link="https://wa.me/8613800000000",
    )


def test_what_has_no_name_and_no_room_on_a_card_stands_at_the_end() -> None:
    short = script(("<price>", (0,), span(0, 1000)), ("Hello.", (1,), span(1000, 5000)))
    facts = (fact("price", PRICE), fact("发光圈", RINGS, 0, 500), fact("glow_hours", HOURS))
    timeline = compose(pitch(), short, *facts, tag="es")
    assert timeline.end_card
    assert timeline.end_card.facts == (
        ("Precio", "18,50\xa0CNY"),
        ("", "8 unidades"),
        ("", "5 horas"),
    )


@pytest.mark.parametrize(
    ("contacts", "link"),
    [
        ({"whatsapp": "+86 138-0000 0000"}, "https://wa.me/8613800000000"),
        ({"whatsapp": "0086 138 0000 0000"}, "https://wa.me/8613800000000"),
        ({"whatsapp": "8613800000000"}, "https://wa.me/8613800000000"),
        # Without its country's code it would be a number in the United States.
        ({"whatsapp": "138 0000 0000"}, ""),
        ({"whatsapp": "138 0000 0000", "email": "a@b.cn"}, "mailto:a@b.cn"),
        ({"website": "www.flask.cn/en", "phone": "+86 571 8888 0000"}, "https://www.flask.cn/en"),
        ({"website": "https://flask.cn"}, "https://flask.cn"),
        ({"website": "javascript:alert(1)"}, ""),
        ({"phone": "+86 571 8888 0000"}, "tel:+8657188880000"),
        ({"phone": "0571 8888 0000"}, ""),
        ({"wechat": "flask", "booth": "F3"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_where_a_code_leads(contacts: dict[str, str], link: str) -> None:
    assert (
        contact_link([fact(key, Code(codes=(value,))) for key, value in contacts.items()]) == link
    )
