"""What a value of the sheet means beside its key, and how a label and its value are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_studio.check.proofread import check_filled, states
from merchant_studio.facts import fill, labelled, listed, translated, written
from merchant_studio.languages import profile
from merchant_studio.records import Brief, Code, Term

from .values import sheet_fact, value_of


@pytest.mark.parametrize(
    ("line", "english", "japanese"),
    [
        ("discount: 5 %", "5% off", "5%引き"),
        ("discount: 5 % off", "5% off", "5%引き"),
        ("trade_terms: 出厂价", "EXW", "EXW"),
        ("trade_terms: Ex works", "EXW", "EXW"),
        ("trade_terms: 离岸价", "FOB", "FOB"),
        ("trade_terms: FOB Ningbo", "FOB Ningbo", "FOB Ningbo"),
        ("trade_terms: FOB宁波", "FOB Ningbo", "FOB Ningbo"),
        ("trade_terms: fob 宁波港", "FOB Ningbo", "FOB Ningbo"),
        ("trade_terms: CIF鹿特丹", "CIF 鹿特丹", "CIF 鹿特丹"),
        ("origin: 中国制造", "China", "中国"),
        ("origin: {en: Made in China}", "China", "中国"),
        ("origin: 中国", "China", "中国"),
        ("port: 宁波港", "Ningbo", "寧波"),
        ("port: {en: Port of Ningbo}", "Ningbo", "寧波"),
        ("port: 香港", "香港", "香港"),
    ],
)
def test_a_sheet_is_read_as_its_key_means_it(
    tmp_path: Path, line: str, english: str, japanese: str
) -> None:
    said = translated(value_of(tmp_path, line), "zh")
    assert [written(said, profile(tag)) for tag in ("en", "ja")] == [english, japanese]


@pytest.mark.parametrize(
    ("tag", "sentence", "word", "text"),
    [
        ("es", "Envío: <shipping>.", "envío gratuito", "Envío: gratuito."),
        ("fr", "Expédition\u00a0: <shipping>.", "expédition gratuite",
         "Expédition\u00a0: gratuite."),
        ("ru", "Порт отгрузки: <shipping>.", "порт Нинбо", "Порт отгрузки: Нинбо."),
        ("vi", "Thanh toán: <shipping>.", "thanh toán toàn bộ", "Thanh toán: toàn bộ."),
        ("hi", "शिपिंग: <shipping>।", "मुफ़्त शिपिंग", "शिपिंग: मुफ़्त।"),
        ("ar", "الشحن: <shipping>.", "شحن بحري", "الشحن: بحري."),
        ("tr", "Ambalaj: <shipping>.", "vakumlu ambalaj", "Ambalaj: vakumlu."),
        ("es", "Puerto de carga: <shipping>.", "puerto de Ningbo",
         "Puerto de carga: puerto de Ningbo."),
        ("en", "Shipping: <shipping>.", "sea freight", "Shipping: sea freight."),
        ("en", "It is <shipping>.", "it included", "It is it included."),
    ],
)  # fmt: skip
def test_no_word_of_a_label_is_said_twice(tag: str, sentence: str, word: str, text: str) -> None:
    value = Term(translations={tag: word})
    fact = sheet_fact("shipping", value)
    assert fill(sentence, [fact], profile(tag)) == text
    assert check_filled(text, [fact], profile(tag)) == () and states(text, fact, profile(tag))
    missing = text.replace(text.split()[-1], "…")
    assert check_filled(missing, [fact], profile(tag)) == (f"{word!r} is missing",)


@pytest.mark.parametrize(
    ("tag", "sentence", "word"),
    [
        ("en", "Packaging: <packing>.", "gift box packaging"),
        ("de", "Verpackung: <packing>.", "neutrale Verpackung"),  # neutrale alone is no German
    ],
)
def test_a_word_stays_that_the_rest_cannot_do_without(tag: str, sentence: str, word: str) -> None:
    fact = sheet_fact("packing", Term(translations={tag: word}))
    assert fill(sentence, [fact], profile(tag)) == sentence.replace("<packing>", word)


@pytest.mark.parametrize(
    ("tag", "name", "value", "text"),
    [
        ("en", "Price", "CNY\u00a018.50", "Price: CNY\u00a018.50"),
        ("fr", "Prix", "18,50\u00a0CNY", "Prix\u00a0: 18,50\u00a0CNY"),
        ("zh", "价格", "18.50元", "价格：18.50元"),
    ],
)
def test_a_list_has_each_languages_own_colon(tag: str, name: str, value: str, text: str) -> None:
    assert labelled(name, value, profile(tag)) == text


@pytest.mark.parametrize(
    ("line", "tag", "text"),
    [
        ("colors: 8", "es", "8 colores"),
        ("layers: 2", "hi", "2 परत"),
        ("discount: 5 %", "ko", "5% 할인"),
        ("people: 4", "en", "Suitable for: 4 people"),
        ("moq: 100 pcs", "en", "Minimum order: 100 pieces"),
    ],
)
def test_a_list_has_no_label_beside_what_says_itself(
    tmp_path: Path, line: str, tag: str, text: str
) -> None:
    fact = sheet_fact(line.partition(":")[0], value_of(tmp_path, line))
    assert listed(fact, Brief(source_language="zh", facts=(fact,)), profile(tag)) == text


@pytest.mark.parametrize(
    ("tag", "sentence", "value", "text"),
    [
        ("th", "ผลิตจาก <material> ค่ะ", "ซิลิโคน", "ผลิตจากซิลิโคนค่ะ"),
        ("th", "ผลิตจาก <material> ค่ะ", "Tritan", "ผลิตจาก Tritan ค่ะ"),
        ("ko", "소재는 <material> 입니다.", "실리콘", "소재는 실리콘 입니다."),
        ("vi", "Chất liệu: <material> tốt.", "nhựa", "Chất liệu: nhựa tốt."),
    ],
)
def test_only_a_script_without_spaces_loses_those_beside_a_value(
    tag: str, sentence: str, value: str, text: str
) -> None:
    term = Term(translations={tag: value})
    fact = sheet_fact("material", term)
    assert fill(sentence, [fact], profile(tag)) == text


@pytest.mark.parametrize(
    ("key", "value", "sentence", "text"),
    [
        ("model", Code(codes=("Modell X1",)), "Modell: <model>.", "Modell: Modell X1."),
        ("brand", Term(translations={"de": "Marke Blau"}), "Marke: <brand>.", "Marke: Marke Blau."),
    ],
)
def test_a_name_or_code_keeps_its_first_word(
    key: str, value: Code | Term, sentence: str, text: str
) -> None:
    german = profile("de")
    fact = sheet_fact(key, value)
    assert fill(sentence, [fact], german) == text
    assert listed(fact, Brief(source_language="zh", facts=(fact,)), german) == text.rstrip(".")
    cut = text.replace(": Modell", ":").replace(": Marke", ":")
    assert check_filled(cut, [fact], german) != () and not states(cut, fact, german)
