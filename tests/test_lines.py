"""Sentences as a confused model writes them, in every language: the wrong ones are all caught."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.check.proofread import check_filled, check_line
from merchant_studio.languages import TAG, language_codes, profile

from .test_proofread import FACTS, readings

LINES = Path(__file__).parent / "data" / "lines"
MAX_FALSE_ALARMS = 0.02


@cache
def lines(code: str) -> dict[str, list[dict[str, Any]]]:
    """The sentences of a language: `right` ones, and `wrong` ones with their kind."""
    with (LINES / f"{code}.toml").open("rb") as file:
        return tomllib.load(file)


def problems(code: str, line: dict[str, Any]) -> tuple[str, ...]:
    """What the reader says of a sentence, with its tags or finished."""
    text: str = line["text"]
    if "facts" in line:
        return check_filled(text, [FACTS[key] for key in line["facts"]], profile(code))
    tags = tuple(dict.fromkeys(TAG.findall(text)))
    return check_line(text, tags=tags, facts=FACTS, values=readings(code), profile=profile(code))


@pytest.mark.parametrize("code", language_codes())
def test_every_wrong_sentence_is_caught(code: str) -> None:
    missed = [line for line in lines(code)["wrong"] if not problems(code, line)]
    assert missed == []


@pytest.mark.parametrize("code", language_codes())
def test_right_sentences_pass(code: str) -> None:
    right = lines(code)["right"]
    refused = {line["text"]: found for line in right if (found := problems(code, line))}
    assert len(refused) <= MAX_FALSE_ALARMS * len(right), refused
