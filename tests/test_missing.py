"""What buyers will ask for, by what the sheet and the speech tell."""

from __future__ import annotations

import pytest

from merchant_studio.read import brief_of, missing, read_value
from merchant_studio.records import EngineStamp, Sheet, Transcript

from .speech import heard

STAMP = EngineStamp(kind="recognizer", name="test", model="", revision="", seed=0)


def told(*sentences: str, language: str = "zh", **sheet: str) -> list[str]:
    segments = tuple(heard(text, index=n) for n, text in enumerate(sentences))
    said = Transcript(language=language, segments=segments, made_by=STAMP)
    values = {key: read_value(key, text, "zh") for key, text in sheet.items()}
    brief = brief_of(Sheet(values=values), said, accept_heard=False, strict=False)
    return [str(one) for one in missing(brief, said)]


NOTHING = [
    "buyers will ask for price; add it to product.yaml",
    "buyers will ask for moq; add it to product.yaml",
    "buyers will ask for lead_time; add it to product.yaml",
    "buyers will ask for whatsapp, wechat, phone or email; add it to product.yaml",
]


def test_a_pitch_without_trade_is_asked_for_all_of_it() -> None:
    assert told("大家好，看看这款保温杯。") == NOTHING


def test_what_sheet_and_speech_tell_is_not_asked_for() -> None:
    """What is only heard has to be confirmed, and is asked about there."""
    said = ("单价18块5，100个起订。", "下单后七天交货。")
    assert told(*said) == [NOTHING[3]]
    assert told("大家好。", price="18.5 CNY", moq="100 pcs", lead_time="7 days", wechat="a") == []
    assert told("大家好。", wholesale_price="18.5 CNY", delivery_time="7 days") == [
        NOTHING[1],
        NOTHING[3],
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("这个单价是什么块五。", "price"),
        ("起定量是一败个。", "moq"),  # 起订量, as it sounds
        ("交期大概是其天左右。", "lead_time"),
        ("加我的微信聊。", "whatsapp, wechat, phone or email"),
    ],
)
def test_a_sentence_that_names_it_is_shown(sentence: str, name: str) -> None:
    said = f"buyers will ask for {name}; add it to product.yaml"
    at = f"{said}; at 0:01 it is perhaps said: {sentence!r}"
    assert at in told("大家好。", sentence)


def test_english_words_are_whole_words() -> None:
    found = told("The unit price is great.", "A phonebook.", language="en")
    assert found[0].endswith("perhaps said: 'The unit price is great.'")
    assert found[3] == NOTHING[3]
