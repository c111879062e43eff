"""The sheet before filming: kept as it is typed, checked, and what the videos are made from."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from merchant_studio import StudioConfig
from merchant_studio.cli import main
from merchant_studio.errors import InputError
from merchant_studio.webui import steps, views
from merchant_studio.webui.desk import Desk, Office
from merchant_studio.webui.looks.sheet import asked_look, code_look, points_for, prompts_look
from tests.page import office_of
from tests.waiting import done, run

SAID = """\
大家好，看看这款不锈钢保温杯。
单价18块5，100个起订。"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = StudioConfig(
        out=tmp_path / "out", recognizer="fake", writer="fake", preset="ultrafast", crf=40
    )
    with office_of(config) as office:
        yield office


@pytest.fixture
def desk(office: Office) -> Desk:
    """A new product, of which nothing is kept yet."""
    return views.empty_desk(office, "")


def listen(desk: Desk, made: Path) -> None:
    """Let it be listened to, as it is filmed."""
    desk.product.source.mkdir(parents=True, exist_ok=True)
    (desk.product.source / "recording.txt").write_text(SAID, encoding="utf-8")
    with (made / "pitch.mp4").open("rb") as file:
        desk.product.receive("pitch.mp4", file, desk.office.config)
    done(steps.film.listen(desk))


def listen_again(desk: Desk, made: Path) -> None:
    """Let another take be listened to."""
    with (made / "pitch.mp4").open("rb") as file:
        desk.product.receive("again.mp4", file, desk.office.config)
    done(steps.film.listen(desk))


def test_what_a_killed_server_was_taking_in_is_gone_after_the_next_work(
    desk: Desk, made: Path
) -> None:
    dead = run([sys.executable, "-c", "import os; print(os.getpid())"])
    left = desk.product.folder / "takes" / f".incoming-{int(dead.stdout)}-1a2b3c4d.mp4"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a take")
    listen(desk, made)
    assert not left.exists()


def yaml_of(desk: Desk) -> dict[str, object]:
    return dict(yaml.safe_load((desk.product.source / "product.yaml").read_text("utf-8")))


def test_what_is_typed_is_the_sheet_at_once(desk: Desk) -> None:
    for key, text in (
        ("name", "不锈钢保温杯"), ("english", "vacuum flask"), ("单价", "19.9元"),
        ("moq", "100个"), ("certificates", "CE FDA"), ("material", "不锈钢"),
    ):  # fmt: skip
        assert steps.sheet.fill_in(desk, key, text) is None
    steps.sheet.take_point(desk, "不掉色")
    steps.sheet.take_point(desk, "杯底刻了字")
    assert yaml_of(desk) == {
        "name": {"zh": "不锈钢保温杯", "en": "vacuum flask"},
        "price": "19.9元",
        "moq": "100个",
        "certificates": ["CE", "FDA"],
        "material": "不锈钢",
        "points": ["does-not-fade", "杯底刻了字"],
    }
    with pytest.raises(InputError, match="this selling point is there already"):
        steps.sheet.take_point(desk, "不掉色")
    steps.sheet.strike_point(desk, "杯底刻了字")
    steps.sheet.fill_in(desk, "moq", "")
    steps.sheet.fill_in(desk, "english", "")
    assert set(yaml_of(desk)) == {"name", "price", "certificates", "material", "points"}
    assert yaml_of(desk)["points"] == ["does-not-fade"]


def test_what_cannot_be_used_is_kept_and_told(desk: Desk, made: Path) -> None:
    doubt = steps.sheet.fill_in(desk, "price", "18.5")
    assert doubt and doubt.offers == ("18.5元", "18.5美元")
    assert steps.sheet.value_of(desk, "price") == "18.5"
    assert not (desk.product.source / "product.yaml").exists()
    steps.sheet.fill_in(desk, "name", "<杯>")
    steps.sheet.draft(desk, "moq", "100个")  # the page is closed before he leaves the field
    page = views.body(desk, "zh")
    assert "价格“18.5”没写货币；请写 18.5元" in page and 'data-offer="18.5美元"' in page
    assert "&lt;杯&gt;" in page
    listen(desk, made)
    brief, page = desk.brief, views.body(desk, "zh")
    assert brief and [(fact.key, fact.source) for fact in brief.facts] == [("moq", "sheet")]
    assert "没有采用：价格“18.5”没写货币" in page and "里不能有“&lt;”" in page


def test_what_was_heard_otherwise_is_shown_with_both(desk: Desk, made: Path) -> None:
    steps.sheet.fill_in(desk, "price", "19.9元")
    listen(desk, made)
    page = views.body(desk, "zh")
    assert "听到“18块5”，和您填的价格不一样" in page
    assert "用听到的 18.50元" in page and "用我填的 19.90元" in page
    steps.facts.confirm(desk, "price")
    page = views.body(desk, "zh")
    assert "听到的是 18.50元" in page and "用我填的" not in page
    steps.facts.revise(desk, "price", "price", "18.50元")
    assert "用听到的" not in views.body(desk, "zh")
    # Typed beside what was heard, it is shown as well.
    steps.facts.confirm(desk, "moq")
    steps.sheet.fill_in(desk, "moq", "200个")
    assert "用听到的 100" in views.body(desk, "zh")


def test_the_sheet_after_listening_is_the_facts(desk: Desk, made: Path) -> None:
    listen(desk, made)
    steps.facts.confirm(desk)
    assert steps.sheet.value_of(desk, "price") == "18.50元/件"
    steps.sheet.fill_in(desk, "price", "21元")
    steps.sheet.fill_in(desk, "whatsapp", "138000")
    steps.sheet.take_point(desk, "不掉色")
    brief = desk.brief
    assert brief and {f.key: f.source for f in brief.facts}["price"] == "sheet"
    assert [f.key for f in brief.findings if f.check == "value"] == ["whatsapp"]
    assert "是 6 位" in views.body(desk, "zh")
    steps.facts.confirm(desk, "whatsapp")  # he knows better
    assert desk.brief and not desk.brief.findings
    listen_again(desk, made)
    assert yaml_of(desk)["price"] == "21元/件" and yaml_of(desk)["points"] == ["does-not-fade"]


def test_a_number_that_nobody_can_call_is_said_only_if_he_confirms_it_by_itself(
    desk: Desk, made: Path
) -> None:
    steps.sheet.fill_in(desk, "whatsapp", "138000")
    steps.sheet.fill_in(desk, "price", "19.9元")  # and 18.5 is heard
    listen(desk, made)
    assert "全部确认（1）" in views.body(desk, "zh")
    steps.facts.confirm(desk)
    brief, page = desk.brief, views.body(desk, "zh")
    assert brief and [fact.key for fact in brief.facts] == ["price", "moq"]
    assert [fact.key for fact in brief.unconfirmed] == ["whatsapp"]
    assert "有 2 项要核对" in page and "有 1 项没确认" in page and "全部确认" not in page
    asked = asked_look(desk, "zh")
    assert len(asked) == 2 and asked[1].startswith("没有采用：WhatsApp“138000”是 6 位")
    desk.product.choose(languages=("en",), written="en:x")
    for step in (3, 4):
        later = views.body(desk.office.desk("", desk.product.id, step), "zh")
        assert asked[1] in later and "回第 2 步核对" in later
    assert steps.sheet.value_of(desk, "whatsapp") == "138000"
    listen_again(desk, made)
    assert desk.brief and [fact.key for fact in desk.brief.unconfirmed] == ["whatsapp"]
    steps.facts.confirm(desk, "whatsapp")
    listen_again(desk, made)
    assert desk.brief and desk.brief.unconfirmed == ()
    assert [finding.check for finding in desk.brief.findings] == ["disagreement"]


def test_the_prompter_has_what_is_known_and_asks_for_the_rest(desk: Desk) -> None:
    steps.sheet.fill_in(desk, "name", "保温杯")
    steps.sheet.fill_in(desk, "price", "19.9元")
    steps.sheet.take_point(desk, "不掉色")
    lines = ["跟客户打招呼", "保温杯", "这是什么，什么材质？", "不掉色", "价格 19.9元"]
    assert prompts_look(desk)[:5] == lines
    assert prompts_look(desk)[5:] == ["多少起订？", "几天交货？", "怎么联系您？"]
    steps.sheet.fill_in(desk, "whatsapp", "138000")
    assert prompts_look(desk)[-1] == "怎么联系您？"  # nobody can call that
    steps.sheet.fill_in(desk, "whatsapp", "+86 138 0013 8000")
    assert prompts_look(desk)[-1] == "WhatsApp +86 138 0013 8000"
    steps.sheet.fill_in(desk, "whatsapp", "")
    steps.sheet.note(desk, notes="先笑一下")
    assert prompts_look(desk) == ["保温杯", "不掉色", "价格 19.9元"]
    assert "<li data-prompt>价格 19.9元</li>" in views.body(desk, "en")


def test_the_page_says_where_the_code_leads_or_why_there_is_none(desk: Desk) -> None:
    assert code_look(desk, "zh") == ""
    steps.sheet.fill_in(desk, "wechat", "lihua_88")
    assert "微信号做不成二维码" in code_look(desk, "zh")
    steps.sheet.fill_in(desk, "whatsapp", "138000")
    assert "片尾没有二维码" in code_look(desk, "zh")
    steps.sheet.fill_in(desk, "whatsapp", "+86 138 0013 8000")
    assert code_look(desk, "zh") == "片尾会有二维码，扫码打开WhatsApp。"


def test_points_are_found_by_meaning(real_points: None) -> None:
    assert {"point": "does-not-fade", "text": "不掉色"} in points_for("洗了不褪色", "zh", "zh")
    assert points_for("", "zh", "zh") == []
    # Words of another language than his are looked for in the points' names, not guessed at.
    assert [each["point"] for each in points_for("leak", "zh", "en")] == ["does-not-leak"]


def test_the_shop_is_remembered_for_the_next_product(
    office: Office, desk: Desk, made: Path
) -> None:
    steps.sheet.fill_in(desk, "whatsapp", "+86 138 0013 8000")
    steps.sheet.fill_in(desk, "email", "no mail")  # what can hardly be right is not
    steps.scripts.want(desk, ["es", "vi"], tone="lively")
    with (made / "photo.jpg").open("rb") as file:
        desk.product.receive("logo.jpg", file, office.config)
    new = views.empty_desk(office, "")
    assert steps.sheet.value_of(new, "whatsapp") == "+86 138 0013 8000"
    assert steps.sheet.value_of(new, "email") == ""
    chosen = new.product.choices
    assert (chosen.languages, chosen.tone) == (("es", "vi"), "lively")
    steps.sheet.fill_in(new, "price", "5元")
    assert yaml_of(new) == {"whatsapp": "+86 138 0013 8000", "price": "5元"}
    assert (new.product.source / "logo.jpg").exists()
    if os.name == "posix":
        kept = [office.config.out / name for name in ("shop.json", "shop-logo.jpg")]
        assert [path.stat().st_mode & 0o777 for path in kept] == [0o600, 0o600]
    assert steps.sheet.value_of(views.empty_desk(office, "anna"), "whatsapp") == ""
    new.product.shop.forget()
    assert steps.sheet.value_of(views.empty_desk(office, ""), "whatsapp") == ""
    assert yaml_of(new)["whatsapp"] == "+86 138 0013 8000"


def test_a_product_is_copied_without_its_takes(desk: Desk, made: Path) -> None:
    steps.sheet.fill_in(desk, "name", "保温杯")
    steps.sheet.take_point(desk, "不掉色")
    with (made / "photo.jpg").open("rb") as file:
        desk.product.receive("photo.jpg", file, desk.office.config)
    listen(desk, made)
    steps.facts.revise(desk, "price", "price", "21元")
    steps.scripts.want(desk, ["en", "ar"])
    new = steps.sheet.copy_product(desk)
    chosen = new.product.choices
    assert (chosen.name, chosen.languages, chosen.step) == ("保温杯", ("en", "ar"), 1)
    assert (chosen.take, chosen.heard, new.product.takes()) == ("", "", ())
    assert [path.name for path in new.product.photos()] == ["photo-1.jpg"]
    assert steps.sheet.value_of(new, "price") == "21元"
    assert yaml_of(new)["points"] == ["does-not-fade"]
    assert new.product.id != desk.product.id


def test_a_sheet_of_the_command_line_is_checked_as_well(tmp_path: Path, product: Path) -> None:
    shutil.copytree(product, tmp_path / "cup")
    (tmp_path / "cup" / "pitch.txt").write_text(SAID, encoding="utf-8")
    sheet = {"name": {"zh": "保温杯", "en": "flask"}, "price": "18.5 CNY", "whatsapp": "138000"}
    (tmp_path / "cup" / "product.yaml").write_text(yaml.safe_dump(sheet), encoding="utf-8")
    options = ["--out", str(tmp_path / "out"), "--recognizer", "fake", "--writer", "fake"]
    arguments = ["plan", str(tmp_path / "cup"), "--to", "en", "--json", *options]
    done = CliRunner().invoke(main, arguments)
    found = json.loads(done.stdout)["findings"]
    assert "whatsapp '138000' has 6 digits" in " ".join(each["message"] for each in found)
