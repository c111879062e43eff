"""One contract for translators; CTranslate2's on small models that are made and converted here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from merchant_studio.engines import TRANSLATORS, EngineOptions, Translator
from merchant_studio.engines.ctranslate2 import CODES, _Folder, _hide, _show
from merchant_studio.engines.models import find_model
from merchant_studio.errors import EngineFailedError, UsageError
from merchant_studio.languages import TAG

from . import tiny_models
from .conftest import engine_of

LINES = ("大家好", "价格<price><moq>起订", "")
FAMILIES: dict[str, Callable[[Path], Any]] = {
    "nllb": tiny_models.nllb,
    "m2m100": tiny_models.m2m100,
    "madlad": tiny_models.madlad,
    "opus-mt-zh-en": tiny_models.opus_mt,
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Any]]:
    """A family's converted model and its own tokenizer, made when first asked for."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    made: dict[str, tuple[Path, Any]] = {}

    def folder(name: str) -> tuple[Path, Any]:
        if name not in made:
            place = tmp_path_factory.mktemp(name)
            (place / "original").mkdir()
            tokenizer = FAMILIES[name](place / "original")
            made[name] = tiny_models.converted(place / "original", place / name), tokenizer
        return made[name]

    return folder


def load(folder: Path, **options: Any) -> Translator:
    chosen = EngineOptions(model=str(folder), seed=7, threads=1, **options)
    return TRANSLATORS.load("ctranslate2", chosen)


@pytest.fixture(
    params=["fake", *(pytest.param(name, marks=pytest.mark.torch) for name in FAMILIES)]
)
def translator(
    request: pytest.FixtureRequest, folders: Callable[[str], tuple[Path, Any]]
) -> Translator:
    if request.param not in FAMILIES:
        engine: Translator = engine_of(TRANSLATORS, request.param)
        return engine
    return load(folders(request.param)[0])


def test_a_translator_gives_a_line_per_line_with_all_its_tags_or_nothing(
    translator: Translator,
) -> None:
    lines = translator.translate(LINES, source="zh", target="en")
    assert len(lines) == len(LINES)
    assert TAG.findall(lines[0]) == []
    assert not lines[1] or sorted(TAG.findall(lines[1])) == ["moq", "price"]
    assert translator.translate(LINES, source="zh", target="en") == lines
    assert translator.translate((), source="zh", target="en") == ()


def test_a_translator_knows_its_languages(translator: Translator) -> None:
    assert translator.knows("zh", "en") and not translator.knows("zh", "xx")


def test_a_translator_says_what_it_is(translator: Translator) -> None:
    stamp = translator.stamp
    assert stamp.kind == "translator" and stamp.name and stamp.model and stamp.revision
    assert translator.stamp == stamp


def test_a_translator_says_what_it_may_write(translator: Translator) -> None:
    assert translator.writes is None or "en" in translator.writes


# --- CTranslate2 ----------------------------------------------------------------------------


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "written", "pair"),
    [
        ("nllb", "{}", ("zho_Hans", "eng_Latn")),
        ("m2m100", "{}", ("__zh__", "__en__")),
        ("madlad", "<2en> {}", ("<2en>", "")),
        ("opus-mt-zh-en", "{}", ("", "")),
    ],
)
def test_a_line_reaches_the_model_as_its_own_tokenizer_writes_it(
    folders: Callable[[str], tuple[Path, Any]], name: str, written: str, pair: tuple[str, str]
) -> None:
    place, tokenizer = folders(name)
    folder = _Folder(find_model(str(place), "translator"))
    assert folder.pair("zh", "en") == pair
    for line in ("大家好", "价格 QX1 起订 QX2"):
        expected = tokenizer.convert_ids_to_tokens(tokenizer(written.format(line)).input_ids)
        assert folder.tokens(line, pair[0]) == expected


@pytest.mark.torch
def test_a_licence_that_forbids_business_is_named_before_the_first_use(
    folders: Callable[[str], tuple[Path, Any]],
) -> None:
    told: list[str] = []
    nllb = load(folders("nllb")[0], on_load=told.append)
    assert (nllb.stamp.licence, nllb.stamp.commercial) == ("CC-BY-NC-4.0", False)
    assert told == []
    for _ in range(2):
        nllb.translate(["你好"], source="zh", target="en")
    message = "the licence of nllb, CC-BY-NC-4.0, does not allow commercial use"
    assert told == [f"nllb on cpu, int8; {message}"]
    assert load(folders("m2m100")[0]).stamp.commercial


@pytest.mark.torch
def test_a_pair_that_it_does_not_know_is_refused(
    folders: Callable[[str], tuple[Path, Any]],
) -> None:
    with pytest.raises(EngineFailedError, match="opus-mt-zh-en does not know zh and fr"):
        load(folders("opus-mt-zh-en")[0]).translate(["你好"], source="zh", target="fr")


@pytest.mark.torch
def test_a_folder_that_was_not_converted_says_how(
    folders: Callable[[str], tuple[Path, Any]],
) -> None:
    original = folders("m2m100")[0].parent / "original"
    with pytest.raises(UsageError) as caught:
        load(original)
    assert str(caught.value) == (
        "original is no CTranslate2 model; make one of a Hugging Face folder: "
        "ct2-transformers-converter --model FOLDER --output_dir NEW --copy_files *.model"
    )


@pytest.mark.parametrize("code", CODES)
def test_tags_go_through_as_codes_and_come_back(code: str) -> None:
    line = "这款<name>，容量<capacity>。"
    hidden = _hide(line, code)
    assert "<" not in hidden
    first, second = code.format(1), code.format(2)
    assert _show(f"It holds {second}: {first}.", line, code) == "It holds <capacity>: <name>."


@pytest.mark.parametrize(
    "answer", ["It holds QX1.", "QX1 QX1 QX2", "QX1 QX2 QX3", "QX12", "", "QX1 and QX21"]
)
def test_a_line_that_lost_or_doubled_a_tag_is_given_up(answer: str) -> None:
    assert _show(answer, "这款<name>，容量<capacity>。", "QX{}") is None
