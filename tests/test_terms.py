"""Words for facts that a sheet says in a few languages only, by a capable writer and checked.

A language model wrote the answers, for these tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Release, Studio, StudioConfig
from merchant_studio.engines import Answer
from merchant_studio.languages import language_codes, profile
from merchant_studio.messages import Notice
from merchant_studio.publish.checking import check_run
from merchant_studio.records import Brief, Fact, Names, Term
from merchant_studio.run.folder import RunFolder
from merchant_studio.webui.wording import tell
from merchant_studio.write.pitch.names import read_terms, wanted_terms
from tests.api_server import Served, serving
from tests.test_pitch import NAMED, SHEET, cart, config, fields_of, strong

__all__ = ["cart", "config"]  # fixtures
TERM = "material: {zh: 橡胶和ABS塑料, en: rubber and ABS plastic}\n"
WORD = "goma y plástico ABS"
WARNING = (
    "es: material has a model's word for Spanish (goma y plástico ABS); "
    "put it right in names.json, or add yours to product.yaml (material: {es: ...})"
)
PROFILES = {code: profile(code) for code in language_codes()}


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def named(word: str) -> Mapping[str, Any]:
    return {**NAMED, "terms": [{"language": "es", "tag": "material", "word": word}]}


def run(config: StudioConfig, cart: Path, server: Served, word: str) -> Release:
    nothing = {"lines": []}
    server.answer = strong(names=lambda body: named(word), corrections=lambda body: nothing)
    (release,) = Studio(config).run(cart, ["es"])
    assert not release.blocked
    return release


def captions(release: Release) -> str:
    return " ".join((release.folder / "captions.srt").read_text(encoding="utf-8").split())


def warnings(release: Release) -> list[Notice]:
    return [found.message for found in release.findings if found.key == "material"]


def test_a_term_is_asked_for_with_the_name_and_said_and_told(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    (cart / "product.yaml").write_text(SHEET + TERM, encoding="utf-8")
    release = run(config, cart, server, WORD)
    (asked,) = (body for body in server.asked if "names" in fields_of(body))
    told = asked["messages"][1]["content"]
    assert "<material> zh: 橡胶和ABS塑料; en: rubber and ABS plastic; wanted in es" in told
    assert WORD in captions(release)
    assert warnings(release) == [WARNING]
    assert WARNING in [found.message for found in check_run(release.folder.parent)]
    chinese = f"材质的西班牙语说法是模型给的：{WORD}。请找人看一下。"
    assert tell(warnings(release)[0], "zh") == chinese


def test_words_of_variants_are_asked_for_too_and_told(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    variants = "variants: {渐变款: 18元, XL: 19元, 加厚款: 20元}\n"
    (cart / "product.yaml").write_text(SHEET + variants, encoding="utf-8")
    rows = [{"language": "es", "tag": "variants_1", "word": "degradado"}]
    nothing = {"lines": []}
    server.answer = strong(
        names=lambda body: {**NAMED, "terms": rows}, corrections=lambda body: nothing
    )
    (release,) = Studio(config).run(cart, ["es"])
    (asked,) = (body for body in server.asked if "names" in fields_of(body))
    told = asked["messages"][1]["content"]
    assert "<variants_1> zh: 渐变款; wanted in" in told and "<variants_2>" not in told
    assert "degradado a 18 CNY, XL a 19 CNY" in captions(release).replace("\u00a0", " ")
    (found,) = (each.message for each in release.findings if each.key == "variants")
    assert found.startswith("es: variants has a model's word for Spanish (degradado); put it right")


def test_a_word_that_the_merchant_corrects_stays(
    config: StudioConfig, cart: Path, server: Served
) -> None:
    (cart / "product.yaml").write_text(SHEET + TERM, encoding="utf-8")
    file = run(config, cart, server, WORD).folder.parent / "names.json"
    kept = file.read_text(encoding="utf-8").replace(WORD, "caucho y plástico ABS")
    file.write_text(kept, encoding="utf-8")
    again = run(config, cart, server, WORD)
    assert "caucho y plástico ABS" in captions(again) and WORD not in captions(again)
    assert sum("names" in fields_of(body) for body in server.asked) == 1
    own = TERM.replace("}", ", es: caucho y ABS}")
    (cart / "product.yaml").write_text(SHEET + own, encoding="utf-8")
    last = run(config, cart, server, WORD)
    assert "caucho y ABS" in captions(last) and not warnings(last)


@pytest.mark.parametrize(
    "word",
    ["rubber und ABS", "goma y plástico ABS 304", "goma impermeable y plástico ABS", "goma " * 20],
    ids=["letters", "number", "claim", "length"],
)
def test_a_word_that_is_refused_is_not_said(
    config: StudioConfig, cart: Path, server: Served, word: str
) -> None:
    (cart / "product.yaml").write_text(SHEET + TERM, encoding="utf-8")
    release = run(config, cart, server, "каучук" if word.startswith("rubber") else word)
    names = RunFolder(release.folder.parent).stored("names.json", Names)
    assert names.names and not names.terms
    assert "the video shows a word of another language" in warnings(release)[0]


@pytest.mark.parametrize(
    ("sheet", "language", "word", "is_right"),
    [
        ({"zh": "304不锈钢"}, "ru", "нержавеющая сталь 304", True),
        ({"zh": "304不锈钢"}, "ar", "فولاذ مقاوم للصدأ ٣٠٤", True),
        ({"zh": "304不锈钢"}, "ru", "нержавеющая сталь", False),
        ({"zh": "榉木", "en": "beech"}, "ja", "ブナ材", True),
        ({"zh": "榉木", "en": "beech"}, "ja", "beech", False),
        ({"zh": "榉木", "en": "beech"}, "en", "beech wood", False),
        ({"zh": "榉木", "en": "beech"}, "de", "wasserdichte Buche", False),
        ({"zh": "榉木", "en": "beech"}, "de", "drei Buchen", False),
        ({"zh": "双层玻璃", "en": "double glass"}, "de", "doppeltes Glas", True),
        ({"zh": "榉木", "en": "beech"}, "de", "kein Plastik", False),
        ({"zh": "尼龙/棉", "en": "nylon/cotton"}, "th", "ไนลอน/ผ้าฝ้าย", True),
        ({"zh": "牛津布", "en": "Oxford cloth"}, "hi", "ऑक्सफ़ोर्ड कपड़ा", True),
    ],
)
def test_a_word_has_the_letters_and_numbers_and_claims_of_the_sheet(
    sheet: Mapping[str, str], language: str, word: str, is_right: bool
) -> None:
    term = Term(translations=sheet)
    fact = Fact(key="material", value=term, must_say=True, source="sheet")
    brief = Brief(source_language="zh", facts=(fact,))
    rows = [{"language": language, "tag": "material", "word": word}]
    answer = Answer(text=json.dumps({"terms": rows}))
    found = read_terms(answer, wanted_terms(brief, PROFILES), brief, PROFILES)
    assert bool(found) is is_right
