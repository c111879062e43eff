"""Keys of a sheet by a merchant's own words: which key a word means, and what is asked."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from merchant_studio.facts import KEYS, keys_of
from merchant_studio.facts.keys import KEYS_FILE, bare, spelled
from merchant_studio.read import key_of
from merchant_studio.read.sheet.reading import ACCEPTED
from merchant_studio.records import Sheet

from .values import codes, count, measure, money, refusal_of, sheet_of, size, term

WORDS = tomllib.loads(KEYS_FILE.read_text(encoding="utf-8"))


# --- the words -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_a_key_has_at_least_eight_words(key: str) -> None:
    assert len({bare(word) for word in WORDS["keys"][key]}) >= 8


def test_no_word_stands_twice_or_is_another_key() -> None:
    told = [word for words in WORDS["keys"].values() for word in words]
    count = Counter(bare(word) for word in (*told, *WORDS["by_value"], *KEYS))
    assert [word for word, times in count.items() if times > 1] == []
    assert list(WORDS["keys"]) == list(KEYS)


def test_a_word_that_means_several_keys_names_them_or_itself() -> None:
    for word, keys in WORDS["by_value"].items():
        assert len(set(keys)) == len(keys) >= 2
        assert set(keys) - set(KEYS) <= {word}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("unit_price", ("price",)), ("单价", ("price",)), ("Min order", ("moq",)),
        ("起订量", ("moq",)), ("最小起订量", ("moq",)), ("MONTHLY-CAPACITY", ("monthly_output",)),
        ("charge time", ("charging_time",)), ("leadtime", ("lead_time",)),
        ("Lead  time", ("lead_time",)), ("N.W.", ("net_weight",)),
        ("Pcs/ctn", ("carton_quantity",)),
        ("材质", ("material",)), ("产地", ("origin",)), ("交期", ("lead_time",)),
        ("pack", ("pieces_per_set", "packing")), ("price", ("price",)), ("ribs", ()), ("伞骨", ()),
    ],
)  # fmt: skip
def test_what_a_word_may_mean(name: str, keys: tuple[str, ...]) -> None:
    assert keys_of(name) == keys


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Max load", "max_load"), ("max-load", "max_load"), ("MAX_LOAD", "max_load"),
        ("Ｍａｘ　load", "max_load"), ("放大 倍数", "放大_倍数"), ("../x", "../x"), ("_x", "_x"),
    ],
)  # fmt: skip
def test_how_a_key_is_spelled(name: str, key: str) -> None:
    assert spelled(name) == key


# --- in a sheet ----------------------------------------------------------------------------


def test_a_sheet_in_a_merchants_words(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path,
        """\
        单价: 18.5元
        起订量: 100个
        Pieces: 46 pcs
        Carton: 60 x 40 x 30 cm
        外箱: 48 pcs
        pack: gift box
        ip-rating: IP67
        Max load: 20 kg
        颜色: 红色
        联系方式: {微信: flask8, Telegram: flasks}
        say: [单价, min_order, max load]
        labels: {Max load: {es: Carga}, unit price: {es: Tarifa}}
        """,
    )
    assert sheet == Sheet(
        values={
            "price": money("18.5"),
            "moq": count(100),
            "pieces_per_set": count(46),
            "carton_size": size(60, 40, 30),
            "carton_quantity": count(48),
            "packing": term(zh="gift box"),
            "waterproof": codes("IP67"),
            "max_load": measure(20, "mass-kilogram"),
            "颜色": term(zh="红色"),
            "wechat": codes("flask8"),
            "telegram": codes("flasks"),
        },
        say=("price", "moq", "max_load"),
        labels={"max_load": {"es": "Carga"}, "price": {"es": "Tarifa"}},
    )


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("pack: 20 pcs", "pieces_per_set"), ("pack: gift box", "packing"),
        ("carton: 60x40x30 cm", "carton_size"), ("carton: 48 pcs", "carton_quantity"),
        ("carton: 12 kg", "carton_weight"), ("sample: 5 days", "sample_time"),
        ("sample: 20 CNY", "sample_fee"), ("color: 8", "colors"), ("color: red", "color"),
        ("charge: 2 h", "charging_time"), ("charge: 20 USD", "charge"), ("续航: 50公里", "range"),
        ("output: 20 W", "power"), ("成分: 95 %", "cotton"), ("成分: 纯棉", "material"),
    ],
)  # fmt: skip
def test_the_value_says_which_key_a_word_means(tmp_path: Path, line: str, key: str) -> None:
    assert list(sheet_of(tmp_path, line).values) == [key]
    name, _, text = line.partition(": ")
    assert key_of(name, text, "zh") == key


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "price: 3 CNY\nmoq: 100\n单价: 4 CNY",
            "单价 in line 3 means the same as price; write one of them",
        ),
        (
            "Lead time: 7 days\nlead-time: 8 days",
            "lead-time in line 2 means the same as Lead time; write one of them",
        ),
        (
            "max load: 7 kg\nMaxload: 8 kg",
            "Maxload in line 2 means the same as max load; write one of them",
        ),
        (
            "carton: 48 pcs\ncarton_qty: 48 pcs",
            "carton_qty in line 2 means the same as carton; write one of them",
        ),
        (
            "booth: A1\ncontact:\n  摊位号: B2",
            "摊位号 in line 3 means the same as booth; write one of them",
        ),
        ("say: [moq]\nSay: [moq]", "Say in line 2 means the same as say; write one of them"),
        (
            "box: 12 pcs",
            "box may mean carton_quantity or pieces_per_set, and its value does not tell; "
            "write one of them",
        ),
        (
            "pack: 20 per bag",
            "pack may mean pieces_per_set or packing, and its value does not tell; "
            "write one of them",
        ),
        ("单价: 18.5", f"单价 cannot be read: '18.5'; write {ACCEPTED['money']}"),
        (
            "单价: 18.5元\nsay: [moq]",
            "say names 'moq', which the sheet does not have; write keys of the sheet: price",
        ),
    ],
)
def test_a_word_that_is_no_answer_is_asked_about(tmp_path: Path, text: str, message: str) -> None:
    assert refusal_of(tmp_path, text) == f"product.yaml: {message}"
