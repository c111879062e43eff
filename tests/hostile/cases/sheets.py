"""Sheets, styles and settings: text that is endless, deep, no text, or no file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.hostile.making import SHEET
from tests.hostile.running import Case, given, linked

ONE = "price: 18.5 CNY\n"


def cases() -> Iterator[Case]:
    """Every sheet and other text that is tried."""
    keys = "".join(f"key_{number}: {number} pcs\n" for number in range(12_000))
    for name, sheet, words in (
        ("12,000 keys", keys, "has too many keys"),
        ("300 KB", "a: " + "b" * 300_000, "is larger than 256 KB"),
        ("200 KB in one value", "a: " + "b" * 200_000, "a cannot be read"),
        ("200 KB in one key", "b" * 200_000 + ": 1", ""),
        ("nested 5,000 deep", "a: " + "[" * 5_000, "is nested too deeply"),
        ("nested 5,000 deep in braces", "{a: " * 5_000, "is nested too deeply"),
        ("nested by indents", "".join(f"{' ' * n}a:\n" for n in range(300)), "nested too deeply"),
        ("an alias", "a: &x 1 pcs\nb: *x\n", "uses an alias"),
        ("an anchor", "a: &x 1 pcs\n", "uses an anchor"),
        ("laughs", "a: &a [x, x]\nb: &b [*a, *a]\n", "uses an alias"),
        ("another key's anchor as a merge", "a: &x {en: b}\nc: {<<: *x}\n", "uses an alias"),
        ("two documents", "a: 1 pcs\n---\nb: 2 pcs\n", ""),
        ("a list", "- price\n- moq\n", "is not a table"),
        ("a word", "price\n", "is not a table"),
        ("a number as its key", "1: 2\n", "is not a valid key"),
        ("a list as its key", "[a]: 2\n", ""),
        ("a table as its key", "{a: b}: 2\n", ""),
        ("a key twice", ONE + ONE, "stands twice"),
        ("a tab", "a:\n\t- b\n", "has a mistake in line 2"),
        ("a quote that does not end", 'a: "b\n', ""),
        ("a directive", "%YAML 9.9\n---\na: 1 pcs\n", ""),
        ("a tag of Python", "a: !!python/object/apply:os.system [id]\n", "uses a tag (!)"),
        ("binary", "a: !!binary aGk=\n", "uses a tag (!)"),
        ("a tag of his own", "price: !mine 18.5 CNY\n", "uses a tag (!)"),
        ("a value that begins with !", "price: !18.5 CNY\n", "uses a tag (!)"),
        ("a table with a tag", "name: !!map {en: cup}\n", "uses a tag (!)"),
        ("a path as its key", "../../x: 1 pcs\n", "is not a valid key"),
        ("a key of 300 letters", "x" * 300 + ": 1 pcs\n", "is not a valid key"),
        ("a price of 1e400", "price: 1e400 CNY\n", ""),
        ("a price of 400 digits", f"price: {'9' * 400} CNY\n", ""),
        ("a price that is no number", "price: NaN CNY\n", "price cannot be read"),
        ("a price below nothing", "price: -5 CNY\n", ""),
        ("a price in no currency", "price: 5 XXX\n", ""),
        ("an amount of 10^30", f"moq: 1{'0' * 30} pcs\n", ""),
        ("a name that nobody sees", "name: {en: \u200d}\n", "has no usable word for en"),
        ("a name of spaces", 'name: {en: "  "}\n', "has no usable word for en"),
        ("a name that turns the text", "name: {en: a\u202eb}\n", "has no usable word for en"),
        ("a name with an escape", 'name: {en: "a\\e[31mb"}\n', "has no usable word for en"),
        ("a name with a tag", "name: {en: a <price> b}\n", "has no usable word for en"),
        ("a name in no language", "name: {english: cup}\n", "is no language code"),
        ("a name in 300 languages", _languages(), ""),
        ("a term of 200 letters", f"material: {{en: {'w' * 200}}}\n", "no usable word"),
        ("200 certificates", f"certificates: [{', '.join(['CE'] * 200)}]\n", ""),
        ("points that are a word", "points: folds-small\n", "is not a list"),
        ("points in a list in a list", "points: [[a, [b]]]\n", ""),
        ("300 points", f"points: [{', '.join(f'p{n}' for n in range(300))}]\n", ""),
        ("a point of 5,000 letters", f"points: [{'p' * 5000}]\n", "cannot be used"),
        ("say that names nothing", "say: [price]\n", "which the sheet does not have"),
        ("labels of nothing", "labels: {price: {en: Cost}}\n", "which the sheet does not have"),
        ("rates without a day", "rates: {USD: 7.1 CNY}\n", "is no date"),
        ("rates on no day", "rates: {date: 2026-02-31, USD: 7 CNY}\n", "is no date"),
        ("rates of nothing", "rates: {date: 2026-02-01, USD: 0 CNY}\n", "cannot be read"),
        ("a contact of anything", "contact: {whatsapp: {a: b}}\n", ""),
        ("nothing", "\n", ""),
        ("a comment", "# nothing\n", ""),
        ("null", "null\n", ""),
        ("a price of null", "price: null\n", ""),
        ("a price of a list", "price: [1, 2]\n", "cannot be read: a list"),
        ("a price of a table", "price: {en: 5 CNY}\n", "cannot be read: a table"),
    ):
        yield _case(name, "product.yaml", sheet, words)
    for name, raw in {
        "UTF-16": SHEET.encode("utf-16"),
        "GBK": SHEET.encode("gbk"),
        "bytes": bytes(range(256)),
        "zeros": bytes(2000),
        "a photo": b"\xff\xd8\xff\xe0" + bytes(range(200)),
    }.items():
        yield _case(f"in {name}", "product.yaml", raw, "product.yaml")
    marked = b"\xef\xbb\xbf" + ONE.encode()
    yield _case("in UTF-8 with a mark", "product.yaml", marked, codes=(0,), is_whole=True)
    for name, special, words in (
        ("linked to /dev/zero", linked("/dev/zero"), "cannot be opened"),
        ("linked to /dev/urandom", linked("/dev/urandom"), "cannot be opened"),
        ("a pipe", os.mkfifo, "cannot be opened"),
        ("a folder", Path.mkdir, "cannot be opened"),
        ("linked to itself", linked("product.yaml"), ""),
        ("linked to nothing", linked("nowhere.yaml"), ""),
    ):
        measured = "zero" in name
        yield _case(name, "product.yaml", None, words, special=special, is_measured=measured)
    for name, text, words in (
        ("nested 5,000 deep", "a = " + "[" * 5_000, "is not TOML"),
        ("tables 5,000 deep", "[" + ".".join("a" * 5_000) + "]", "is not"),
        ("300 KB", "a = '" + "b" * 300_000 + "'", "cannot be read"),
        ("no TOML", "a: b", "is not TOML"),
        ("nothing", "", "is not valid"),
        ("bytes", b"\xff\xfe\x00\x01", "is not TOML"),
    ):
        yield given("style", name, "own.toml", text, words)
    yield given("style", "a pipe", "own.toml", None, "cannot be read", special=os.mkfifo)


_case = partial(given, "sheet")


def _languages() -> str:
    codes = (f"{a}{b}" for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmno")
    return "name: {" + ", ".join(f"{code}: cup" for code in codes) + "}\n"
