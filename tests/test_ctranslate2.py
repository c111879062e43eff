"""The CTranslate2 translator on small models of random weights that the tests make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from merchant_studio.engines import TRANSLATORS, EngineOptions, Translator
from merchant_studio.languages import TAG

LINES = ("大家好", "价格<price><moq>起订", "")
WIDTH = 16
NAMES = {
    "nllb": ("zho_Hans", "eng_Latn"),
    "m2m100": ("__zh__", "__en__"),
    "madlad": ("<2zh>", "<2en>"),
    "opus-mt-zh-en": (),
}


def make_model(folder: Path, names: tuple[str, ...]) -> Path:
    """A converted model: one layer, random weights, and its sentencepiece file."""
    import sentencepiece
    from ctranslate2.specs import TransformerSpec
    from ctranslate2.specs.model_spec import visit_spec

    folder.mkdir()
    text = folder / "text.txt"
    text.write_text("大家好 价格 QX1 QX2 起订\nThe price is QX1.\n" * 20, encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(folder / "pieces"),
        vocab_size=60,
        model_type="char",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
    known = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())]
    words = list(dict.fromkeys(["<s>", "<blank>", "</s>", "<unk>", *known, *names]))
    random, size = np.random.default_rng(7), len(words)
    shapes = {
        "self_attention/linear_0": (3 * WIDTH, WIDTH),
        "attention/linear_1": (2 * WIDTH, WIDTH),
        "decoder/embeddings": (size, WIDTH),
        "encoder/embeddings_0": (size, WIDTH),
        "decoder/projection": (size, WIDTH),
    }
    spec = TransformerSpec.from_config(num_layers=(1, 1), num_heads=2)

    def fill(part: object, name: str, value: object) -> None:
        *where, own = name.split("/")
        if value is None and own in ("gamma", "beta"):
            setattr(part, own, np.full(WIDTH, own == "gamma", dtype=np.float32))
        elif value is None and own == "weight":
            shape = shapes.get("/".join(where[-2:]), (WIDTH, WIDTH))
            setattr(part, own, random.normal(size=shape).astype(np.float32))

    visit_spec(spec, fill)
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    spec.save(str(folder))
    return folder


@pytest.fixture(params=NAMES)
def translator(request: pytest.FixtureRequest, tmp_path: Path) -> Translator:
    folder = make_model(tmp_path / request.param, NAMES[request.param])
    return TRANSLATORS.load("ctranslate2", EngineOptions(model=str(folder), seed=7, threads=1))


def test_a_translator_gives_a_line_per_line_with_all_its_tags_or_nothing(
    translator: Translator,
) -> None:
    assert translator.knows("zh", "en") and not translator.knows("zh", "fr")
    lines = translator.translate(LINES, source="zh", target="en")
    assert len(lines) == len(LINES) and lines[2] == ""
    assert TAG.findall(lines[0]) == []
    assert not lines[1] or sorted(TAG.findall(lines[1])) == ["moq", "price"]
    assert translator.translate(LINES, source="zh", target="en") == lines
    assert translator.stamp.kind == "translator" and translator.stamp.revision


def test_a_licence_that_forbids_business_is_named_before_the_first_use(tmp_path: Path) -> None:
    folder, told = make_model(tmp_path / "nllb", NAMES["nllb"]), []
    options = EngineOptions(model=str(folder), seed=7, threads=1, on_load=told.append)
    TRANSLATORS.load("ctranslate2", options).translate(["你好"], source="zh", target="en")
    assert told == [
        "nllb on cpu, int8; the licence of nllb, CC-BY-NC-4.0, does not allow commercial use"
    ]
