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
from merchant_studio.webui import actions, templates
from merchant_studio.webui.session import App, Session
from tests.page import app_of, spoken_config
from tests.waiting import done

SAID = """\
大家好，看看这款不锈钢保温杯。
开口很大，里面很好清洗。
杯底刻了我爷爷的名字。
单价18块5，100个起订。"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    config = spoken_config(tmp_path)
    with app_of(config) as app:
        yield app


@pytest.fixture
def session(app: App, product: Path) -> Session:
    """A product that was listened to, and whose sheet says no more than its name."""
    session = app.new_session("")
    session.product.choose(take="pitch.mp4", languages=("es",), name="不锈钢保温杯")
    (product / "pitch.txt").write_text(SAID, encoding="utf-8")
    (product / "product.yaml").unlink()
    shutil.copytree(product, session.product.source)
    done(actions.film.listen(session))
    return session


def test_what_he_takes_is_said_and_what_he_strikes_is_not(
    session: Session, real_points: None
) -> None:
    page = templates.body(session, "zh")
    assert "开口很大" in page and 'data-act="take" data-point="large-opening"' in page
    assert "没有类似的现成卖点" in page
    actions.facts.add_point(session, "large-opening")
    actions.facts.add_point(session, "送人很合适")
    with pytest.raises(InputError, match="this selling point is there already"):
        actions.facts.add_point(session, "good-gift")
    page = templates.body(session, "en")
    assert "A very wide opening" in page and 'data-act="strike" data-point="good-gift"' in page
    assert 'data-act="take" data-point="large-opening"' not in page
    done(actions.scripts.write(session))
    script = session.script("es")
    assert script is not None
    assert {point for line in script.lines for point in line.points} == {
        "greeting-hello",
        "large-opening",
        "good-gift",
    }
    actions.facts.strike_point(session, "good-gift")
    with pytest.raises(InputError, match="no such selling point"):
        actions.facts.strike_point(session, "good-gift")
    session.go(2)
    actions.facts.add_point(session, "杯底刻了字")
    assert "Is it one of these?" in templates.body(session, "en")
    actions.film.describe(session, name="保温杯", english="", points="", source="zh")
    done(actions.film.listen(session))
    sheet = yaml.safe_load((session.product.source / "product.yaml").read_text("utf-8"))
    assert sheet["points"] == ["large-opening", "杯底刻了字"]


def test_a_new_product_has_the_languages_of_the_last_one(session: Session, app: App) -> None:
    session.product.choose(languages=("es", "vi"))
    assert app.new_session("").product.choices.languages == ("es", "vi")
    assert app.new_session("anna").product.choices.languages == ()


def test_another_language_is_shown_before_it_is_rendered(session: Session) -> None:
    done(actions.videos.add_language(session, "vi"))
    chosen = session.product.choices
    assert (chosen.step, chosen.tongue, chosen.languages) == (3, "vi", ("es", "vi"))
    assert session.script("vi") and not (session.product.folder / "vi" / "video.mp4").exists()


def test_the_first_step_names_setup_to_those_who_have_chosen_nothing(app: App) -> None:
    chosen = templates.body(app.new_session(""), "en")
    plain = replace(app, config=StudioConfig(out=app.config.out))
    assert "merchant-studio setup" not in chosen
    assert "merchant-studio setup" in templates.body(plain.new_session(""), "en")
