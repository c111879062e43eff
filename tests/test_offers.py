"""A merchant is offered what he perhaps says, and takes or strikes selling points."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from merchant_studio import StudioConfig
from merchant_studio.errors import InputError
from merchant_studio.webui import steps, views
from merchant_studio.webui.desk import Desk, Office
from tests.page import office_of
from tests.waiting import done

SAID = """\
大家好，看看这款不锈钢保温杯。
开口很大，里面很好清洗。
杯底刻了我爷爷的名字。
单价18块5，100个起订。"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = StudioConfig(
        out=tmp_path / "out", recognizer="fake", writer="fake", preset="ultrafast", crf=40
    )
    with office_of(config) as office:
        yield office


@pytest.fixture
def desk(office: Office, product: Path) -> Desk:
    """A product that was listened to, and whose sheet says no more than its name."""
    desk = views.empty_desk(office, "")
    desk.product.choose(take="pitch.mp4", languages=("es",), name="不锈钢保温杯")
    (product / "pitch.txt").write_text(SAID, encoding="utf-8")
    (product / "product.yaml").unlink()
    shutil.copytree(product, desk.product.source)
    done(steps.film.listen(desk))
    return desk


def test_what_he_takes_is_said_and_what_he_strikes_is_not(desk: Desk, real_points: None) -> None:
    page = views.body(desk, "zh")
    assert "开口很大" in page and 'data-act="take" data-point="large-opening"' in page
    assert "没有类似的现成卖点" in page
    steps.facts.add_point(desk, "large-opening")
    steps.facts.add_point(desk, "送人很合适")
    with pytest.raises(InputError, match="this selling point is there already"):
        steps.facts.add_point(desk, "good-gift")
    page = views.body(desk, "en")
    assert "A very wide opening" in page and 'data-act="strike" data-point="good-gift"' in page
    assert 'data-act="take" data-point="large-opening"' not in page
    done(steps.scripts.write(desk))
    script = desk.script("es")
    assert script is not None
    assert {point for line in script.lines for point in line.points} == {
        "greeting-hello",
        "large-opening",
        "good-gift",
    }
    steps.facts.strike_point(desk, "good-gift")
    with pytest.raises(InputError, match="no such selling point"):
        steps.facts.strike_point(desk, "good-gift")
    desk.go(2)
    steps.facts.add_point(desk, "杯底刻了字")
    assert "Is it one of these?" in views.body(desk, "en")
    steps.film.describe(desk, name="保温杯", english="", points="", source="zh")
    done(steps.film.listen(desk))
    sheet = yaml.safe_load((desk.product.source / "product.yaml").read_text("utf-8"))
    assert sheet["points"] == ["large-opening", "杯底刻了字"]


def test_a_new_product_has_the_languages_of_the_last_one(desk: Desk, office: Office) -> None:
    desk.product.choose(languages=("es", "vi"))
    assert views.empty_desk(office, "").product.choices.languages == ("es", "vi")
    assert views.empty_desk(office, "anna").product.choices.languages == ()


def test_another_language_is_shown_before_it_is_rendered(desk: Desk) -> None:
    done(steps.videos.add_language(desk, "vi"))
    chosen = desk.product.choices
    assert (chosen.step, chosen.tongue, chosen.languages) == (3, "vi", ("es", "vi"))
    assert desk.script("vi") and not (desk.product.folder / "vi" / "video.mp4").exists()


def test_the_first_step_names_setup_to_those_who_have_chosen_nothing(office: Office) -> None:
    chosen = views.body(views.empty_desk(office, ""), "en")
    plain = replace(office, config=StudioConfig(out=office.config.out))
    assert "merchant-studio setup" not in chosen
    assert "merchant-studio setup" in views.body(views.empty_desk(plain, ""), "en")
