"""One contract for translators, on small models that are made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.engines import TRANSLATORS, EngineOptions, Translator
from merchant_studio.engines.ctranslate2 import CODES, _Folder
from merchant_studio.engines.hy_mt import LANGUAGES, PLACEHOLDER, TERM, HyMT2, prompt
from merchant_studio.engines.literal import code_of, hide, show
from merchant_studio.engines.models import find_model
from merchant_studio.errors import EngineFailedError, UsageError
from merchant_studio.languages import TAG, language_codes
from merchant_studio.records import Script

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
    params=[
        "fake",
        "llama.cpp",
        *(pytest.param(name, marks=pytest.mark.torch) for name in FAMILIES),
    ]
)
def translator(
    request: pytest.FixtureRequest, folders: Callable[[str], tuple[Path, Any]], tmp_path: Path
) -> Translator:
    if request.param in FAMILIES:
        return load(folders(request.param)[0])
    model = f":{says_hi(tmp_path)}" if request.param == "llama.cpp" else ""
    engine: Translator = engine_of(TRANSLATORS, request.param + model)
    return engine


def says_hi(folder: Path) -> Path:
    """A GGUF model whose lines are made of `h` and `i`, and come to an end."""
    return tiny_models.gguf(folder, ("h", "i", "<|end|>"), 200)


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


# --- Hy-MT2 ---------------------------------------------------------------------------------

HY_MT2 = {
    *("zh", "en", "fr", "pt", "es", "ja", "tr", "ru", "ar", "ko", "th", "it", "de", "vi", "ms"),
    *("id", "tl", "hi", "zh-Hant", "pl", "cs", "nl", "km", "my", "fa", "gu", "ur", "te", "mr"),
    *("he", "bn", "ta", "uk", "bo", "kk", "mn", "ug", "yue"),
}
"""The 38 languages of its card."""


class Scripted:
    """A llama.cpp that gives these answers in turn, and remembers what was asked."""

    def __init__(self, *answers: str, finish_reason: str = "stop") -> None:
        self.requests: list[Mapping[str, Any]] = []
        self._answers, self._finish_reason = iter(answers), finish_reason

    def handle_chat_completions(self, request: Mapping[str, Any]) -> Any:
        """The next answer; an error when there is none left."""
        self.requests.append(request)
        text = next(self._answers, None)
        if text is None:
            raise RuntimeError("out of memory")
        return {
            "choices": [{"message": {"content": text}, "finish_reason": self._finish_reason}],
        }


def asking(server: Scripted) -> HyMT2:
    """A Hy-MT2 that this server answers for."""
    translator = HyMT2(EngineOptions(model="hy-mt2-1.8b-gguf", seed=7, threads=1))
    translator._server = server
    return translator


@pytest.mark.parametrize(
    ("line", "code", "pair", "asked"),
    [
        (
            "大家好",
            PLACEHOLDER,
            ("zh", "es"),
            "将以下文本翻译为西班牙语，注意只需要输出翻译后的结果，不要额外解释：\n\n大家好",
        ),
        (
            "大家好",
            TERM,
            ("zh", "es"),
            "将以下文本翻译为西班牙语，注意只需要输出翻译后的结果，不要额外解释：\n\n大家好",
        ),
        (
            "The lid closes.",
            PLACEHOLDER,
            ("en", "zh"),
            "将以下文本翻译为中文，注意只需要输出翻译后的结果，不要额外解释：\n\nThe lid closes.",
        ),
        (
            "The lid closes.",
            PLACEHOLDER,
            ("en", "de"),
            "Translate the following text into German. Note that you should only output the "
            "translated result without any additional explanation:\n\nThe lid closes.",
        ),
        (
            "价格 {{v1}} {{v2}} 起订",
            PLACEHOLDER,
            ("zh", "vi"),
            "# 任务目标\n将下方数据输入中的 Markdown 格式数据翻译为越南语。\n\n# 严格约束\n"
            "1. 结构锁定：绝对保持原有的 Markdown 数据结构、缩进和层级完全不变。\n"
            "2. 选择性翻译：仅翻译面向用户展示的可见文本内容。\n"
            "3. 禁止修改：严禁翻译或更改任何代码标签、键名 (Key)、变量占位符"
            "（如 {{var}}、${var}、%s、%d 等）或代码属性。\n\n"
            "# 数据输入\n价格 {{v1}} {{v2}} 起订",
        ),
        (
            "The price is {{v1}}.",
            PLACEHOLDER,
            ("en", "ar"),
            "### Task\nTranslate the user-facing text within the following Markdown data into "
            "Arabic.\n\n### Strict Rules\n1. Structure Preservation: You MUST preserve the "
            "original Markdown data structure, nesting, hierarchy, and indentation exactly as they "
            "are.\n2. Selective Translation: Translate ONLY the visible, user-facing text "
            "content/values.\n3. Strict Non-Translation: NEVER translate or alter code tags, keys, "
            "properties, object names, or variable placeholders. Leave them exactly in their "
            "original English/code form.\n\n### Source Data\nThe price is {{v1}}.",
        ),
        (
            "价格 QX1 QX2 起订",
            TERM,
            ("zh", "ja"),
            "参考下面的翻译：\nQX1 翻译成 QX1\nQX2 翻译成 QX2\n"
            "将以下文本翻译为日语，注意只需要输出翻译后的结果，不要额外解释：\n\n价格 QX1 QX2 起订",
        ),
        (
            "The price is QX1.",
            TERM,
            ("en", "fr"),
            "Reference the following translations:\nQX1 translates to QX1\n\nTranslate the "
            "following text into French. Note that you must ONLY output the translated result "
            "without any additional explanation:\n\nThe price is QX1.",
        ),
    ],
)
def test_hy_mt2_is_asked_in_the_words_of_its_card(
    line: str, code: str, pair: tuple[str, str], asked: str
) -> None:
    assert prompt(line, code, source=pair[0], target=pair[1]) == asked


def test_hy_mt2_always_takes_the_best_token_and_nothing_from_a_cache() -> None:
    server = Scripted(" Hello everybody \n")
    lines = asking(server).translate(["大家好", ""], source="zh", target="en")
    assert lines == ("Hello everybody", "")
    assert server.requests == [
        {
            "messages": [
                {
                    "role": "user",
                    "content": prompt("大家好", PLACEHOLDER, source="zh", target="en"),
                }
            ],
            "temperature": 0,
            "repeat_penalty": 1.05,
            "max_tokens": 256,
            "cache_prompt": False,
        }
    ]


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        (["From {{v2}}, {{v1}} each."], "From <moq>, <price> each."),
        (["From {{v2}}, cheap.", "From QX2, QX1 each."], "From <moq>, <price> each."),
        (["{{v1}}, {{v1}}, {{v2}}.", "QX1 from QX2"], "<price> from <moq>"),
        (["{{v1}}, <moq>.", "QX1 from QX2"], "<price> from <moq>"),
        (["Cheap.", "QX1, from QX2, QX2."], ""),
        (["Cheap.", ""], ""),
    ],
    ids=["kept", "lost once", "doubled once", "a tag of its own", "doubled at last", "lost"],
)
def test_hy_mt2_gives_a_tag_once_or_the_line_up(answers: list[str], line: str) -> None:
    server = Scripted(*answers)
    lines = asking(server).translate(["价格<price><moq>起订"], source="zh", target="en")
    assert lines == (line,)
    asked = [request["messages"][0]["content"] for request in server.requests]
    assert (
        asked
        == [
            prompt("价格 {{v1}}  {{v2}} 起订", PLACEHOLDER, source="zh", target="en"),
            prompt("价格 QX1  QX2 起订", TERM, source="zh", target="en"),
        ][: len(answers)]
    )


@pytest.mark.parametrize(
    "server",
    [
        Scripted("Hello\n\nThis is how sellers greet."),
        Scripted("Hello, hello, hello", finish_reason="length"),
    ],
    ids=["explained", "cut off"],
)
def test_hy_mt2_gives_up_what_is_no_line(server: Scripted) -> None:
    assert asking(server).translate(["大家好"], source="zh", target="en") == ("",)


def test_hy_mt2_serves_the_languages_of_its_card_that_videos_are_made_in() -> None:
    assert len(HY_MT2) == 38 and set(LANGUAGES) == HY_MT2 & set(language_codes())
    translator = asking(Scripted())
    assert translator.knows("zh", "th") and translator.knows("de", "ar")
    assert not translator.knows("zh", "zh") and not translator.knows("zh", "pl")
    assert translator.writes is None
    with pytest.raises(EngineFailedError, match="-gguf does not know zh and pl"):
        translator.translate(["大家好"], source="zh", target="pl")


def test_hy_mt2_that_fails_says_why() -> None:
    with pytest.raises(EngineFailedError, match=r"llama.cpp: gave no answer \(out of memory\)"):
        asking(Scripted()).translate(["大家好"], source="zh", target="en")


def test_hy_mt2_says_the_same_whatever_was_said_before(tmp_path: Path) -> None:
    lines = ("大家好", "The lid closes", "杯子很好", "这款水杯非常适合送礼", "价格<price>")
    translator: Translator = engine_of(TRANSLATORS, f"llama.cpp:{says_hi(tmp_path)}")
    told = translator.translate(lines, source="zh", target="en")
    again = translator.translate(lines[::-1], source="zh", target="en")
    assert any(told) and again == told[::-1]
    assert told[4] == ""  # it cannot say a code


def test_lines_of_hy_mt2_in_another_language_are_refused(
    config: StudioConfig, product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HyMT2, "_line", lambda self, asked: "The cup is very good for you all.")
    own = replace(config, translator=f"llama.cpp:{tiny_models.gguf(tmp_path)}")
    _, drafts, _ = Studio(own).plan(product, ["en", "es"])
    english, spanish = (draft.script for draft in drafts)
    assert isinstance(english, Script) and isinstance(spanish, Script)
    assert "translator" in {line.author for line in english.lines}
    assert "translator" not in {line.author for line in spanish.lines}
    assert str(spanish.lines[0].why) == "the literal translation: it is English"


# --- tags -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*CODES, PLACEHOLDER])
def test_tags_go_through_as_codes_and_come_back(code: str) -> None:
    line = "这款<name>，容量<capacity>。"
    hidden = hide(line, code)
    assert "<" not in hidden
    first, second = code_of(code, 1), code_of(code, 2)
    assert show(f"It holds {second}: {first}.", line, code) == "It holds <capacity>: <name>."


@pytest.mark.parametrize(
    "answer", ["It holds QX1.", "QX1 QX1 QX2", "QX1 QX2 QX3", "QX12", "", "QX1 and QX21"]
)
def test_a_line_that_lost_or_doubled_a_tag_is_given_up(answer: str) -> None:
    assert show(answer, "这款<name>，容量<capacity>。", "QX{}") is None
