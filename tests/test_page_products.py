"""What a merchant sees of his products in their list, and of the files that he may choose."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import StudioConfig
from merchant_studio.errors import RecordError
from merchant_studio.run import RunFolder
from merchant_studio.webui.products import Product, Products
from merchant_studio.webui.reading import ReadOnce
from merchant_studio.webui.views.film import film_view
from merchant_studio.webui.views.products import products_view
from tests.page import app_of


def test_each_product_has_a_picture_and_says_how_far_it_is(tmp_path: Path, made: Path) -> None:
    """Finding B27: six products of one name could not be told apart."""
    with app_of(
        StudioConfig(out=tmp_path, recognizer="fake", writer="none", translator="fake")
    ) as app:
        session = app.new_session("")
        session.product.choose(name="杯", languages=("en", "es"))

        def seen() -> tuple[str, str]:
            (look,) = products_view(session)
            return look["state"], look["picture"]

        assert seen() == ("new", "")
        for name in ("logo.jpg", "pitch.mp4"):
            with (made / name.replace("logo", "photo")).open("rb") as body:
                session.product.receive(name, body, app.config)
        assert seen() == ("filmed", "")  # a logo is no picture of the product
        assert products_view(session)[0]["film"] == f"takes/{session.product.choices.take}"
        with (made / "photo.jpg").open("rb") as body:
            session.product.receive("photo.jpg", body, app.config)
        session.product.choose(heard="yes")
        assert seen() == ("heard", "product/photo-1.jpg")
        session.product.choose(languages=["es"])
        release = session.product.folder / "es"
        release.mkdir()
        (release / "script.json").touch()
        assert seen()[0] == "written"
        for name in ("video.mp4", "cover.jpg"):
            (release / name).touch()
        state, picture = seen()
        assert state == "made" and picture.startswith("es/cover.jpg?")
        assert products_view(session)[0]["made"] == 1


@pytest.mark.parametrize(("megabytes", "told"), [(500, "500 MB"), (1500, "1.5 GB"), (4096, "4 GB")])
def test_how_large_a_file_may_be_is_said_as_one_says_it(
    tmp_path: Path, megabytes: int, told: str
) -> None:
    """Finding B28: up to 4096 MB."""
    with app_of(StudioConfig(out=tmp_path)) as app:
        app = replace(app, config=app.config.changed(max_megabytes=megabytes))
        assert film_view(app.new_session(""), "en")["size"] == told


def test_of_a_product_that_has_not_changed_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand products cost 200 ms a press."""
    read: list[str] = []
    product = Products.product

    def noting(self: Products, name: str) -> Product:
        read.append(name)
        return product(self, name)

    with app_of(StudioConfig(out=tmp_path)) as app:
        names = sorted(f"20261101-{number:012x}" for number in range(3))
        sessions = [app.session("", name) for name in names]
        for number, session in enumerate(sessions):
            session.product.choose(name=f"杯{number}", created=f"2026-11-01T00:00:0{number}+00:00")
            settle(session.product.folder)
        monkeypatch.setattr(Products, "product", noting)
        shown = products_view(sessions[0])
        assert [each["name"] for each in shown] == ["杯2", "杯1", "杯0"] and sorted(read) == names
        read.clear()
        assert products_view(sessions[0]) == shown and read == []
        sessions[1].product.choose(name="碗")
        assert [each["name"] for each in products_view(sessions[0])] == ["杯2", "碗", "杯0"]
        assert set(read) == {names[1]}
        sessions[2].delete()
        assert [each["name"] for each in products_view(sessions[0])] == ["碗", "杯0"]


def settle(folder: Path) -> None:
    """As if nothing had changed there lately."""
    for path in (folder / "page.json", folder):
        os.utime(path, (1, 1))


def test_a_record_is_read_once_until_its_file_is_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = ReadOnce(tmp_path), RunFolder(tmp_path)
    read: list[str] = []
    loads = json.loads

    def noting(text: str) -> object:
        read.append(text)
        return loads(text)

    monkeypatch.setattr(json, "loads", noting)
    assert folder.read_json("page.json") is None
    folder.write_json("page.json", {"step": 1})
    assert [folder.read_json("page.json") for _ in range(3)] == [{"step": 1}] * 3
    assert len(read) == 1
    other.write_json("page.json", {"step": 2})  # as the process that works does
    assert folder.read_json("page.json") == {"step": 2}
    folder.write_json("page.json", {"step": 3})
    assert folder.read_json("page.json") == {"step": 3}
    (tmp_path / "page.json").write_text("no JSON", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RecordError):
            folder.read_json("page.json")
    (tmp_path / "page.json").unlink()
    assert folder.read_json("page.json") is None
