"""What a merchant changes on the page: filled in, taken back, and never lost; without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.webui.desk import Desk, Office
from merchant_studio.webui.looks import scripts_look, videos_look
from merchant_studio.webui.steps import facts, scripts
from merchant_studio.webui.workshop import Workshop
from merchant_studio.webui.written import is_all_written, old_scripts, remember_written
from tests.page import SPOKEN


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    spoken = tmp_path / "spoken.txt"
    spoken.write_text(SPOKEN, encoding="utf-8")
    config = StudioConfig(out=tmp_path / "out", recognizer=f"fake:{spoken}", writer="fake")
    workshop = Workshop(config)
    yield Office(config=config, workshop=workshop, uploads=tmp_path)
    workshop.close()


@pytest.fixture
def desk(office: Office, made: Path) -> Desk:
    """A product that was listened to; all facts are confirmed, and its scripts are written."""
    desk = office.desk("", office.shelf("").new_name())
    with (made / "pitch.mp4").open("rb") as recording:
        desk.product.receive("pitch.mp4", recording, office.config)
    desk.product.choose(languages=("en", "es"), name="不锈钢保温杯")
    Studio(desk.config).listen(desk.product.source, slug=desk.product.id)
    desk.product.choose(heard="yes", step=2)
    facts.confirm(desk)
    work(desk)
    return desk


def work(desk: Desk) -> None:
    """Write the scripts as the worker would."""
    languages = desk.product.choices.languages
    then = remember_written(desk, languages)
    Studio(desk.config).prepare(desk.product.source, languages, slug=desk.product.id)
    then()


def shown(desk: Desk) -> list[str]:
    """The lines that the third step shows."""
    return [
        "".join(text for _, text in line["pieces"]) for line in scripts_look(desk, "en")["lines"]
    ]


def test_a_changed_price_is_in_the_scripts_at_once_and_nothing_is_to_be_written(desk: Desk) -> None:
    assert is_all_written(desk) and scripts.write(desk) is None
    facts.revise(desk, "price", "price", "21元")
    assert any("CNY\u00a021 per piece" in line for line in shown(desk))
    assert old_scripts(desk) == ()
    assert not scripts_look(desk, "en")["is_stale"] and not videos_look(desk, "en")["is_stale"]
    assert not is_all_written(desk)  # the checks of the layout are made again
    facts.revise(desk, "price", "price", "3美元")
    assert old_scripts(desk) == ("en", "es")
    work(desk)
    assert old_scripts(desk) == () and is_all_written(desk)


def test_only_the_languages_that_were_written_count_as_written(desk: Desk) -> None:
    facts.remove_fact(desk, "capacity")
    assert old_scripts(desk) == ("en", "es")
    desk.product.choose(languages=("en",))
    work(desk)
    desk.product.choose(languages=("en", "es"))
    assert old_scripts(desk) == ("es",)
