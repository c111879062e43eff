"""What a merchant sees of his products in their list, and of the files that he may choose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import StudioConfig
from merchant_studio.webui.looks import film_look, products_look
from tests.page import office_of


def test_each_product_has_a_picture_and_says_how_far_it_is(tmp_path: Path, made: Path) -> None:
    """Finding B27: six products of one name could not be told apart."""
    with office_of(StudioConfig(out=tmp_path, recognizer="fake", writer="fake")) as office:
        desk = office.desk("", office.shelf("").new_name())
        desk.product.choose(name="杯", languages=("en", "es"))

        def seen() -> tuple[str, str]:
            (look,) = products_look(desk)
            return look["state"], look["picture"]

        assert seen() == ("new", "")
        for name in ("logo.jpg", "pitch.mp4"):
            with (made / name.replace("logo", "photo")).open("rb") as body:
                desk.product.receive(name, body, office.config)
        assert seen() == ("filmed", "")  # a logo is no picture of the product
        assert products_look(desk)[0]["film"] == f"takes/{desk.product.choices.take}"
        with (made / "photo.jpg").open("rb") as body:
            desk.product.receive("photo.jpg", body, office.config)
        desk.product.choose(heard="yes")
        assert seen() == ("heard", "product/photo-1.jpg")
        desk.product.choose(written="yes")
        assert seen()[0] == "written"
        release = desk.product.folder / "es"
        release.mkdir()
        for name in ("video.mp4", "cover.jpg"):
            (release / name).touch()
        state, picture = seen()
        assert state == "made" and picture.startswith("es/cover.jpg?")
        assert products_look(desk)[0]["made"] == 1


@pytest.mark.parametrize(("megabytes", "told"), [(500, "500 MB"), (1500, "1.5 GB"), (4096, "4 GB")])
def test_how_large_a_file_may_be_is_said_as_one_says_it(
    tmp_path: Path, megabytes: int, told: str
) -> None:
    """Finding B28: up to 4096 MB."""
    with office_of(StudioConfig(out=tmp_path)) as office:
        office = replace(office, config=office.config.changed(max_megabytes=megabytes))
        assert film_look(office.desk("", office.shelf("").new_name()), "en")["size"] == told
