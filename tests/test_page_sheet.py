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

from merchant_studio.cli import main
from merchant_studio.errors import InputError
from merchant_studio.run import revisions
from merchant_studio.webui import actions, templates
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.views.sheet import asked_view, code_view, points_for, prompts_view
from tests.page import app_of, spoken_config
from tests.waiting import done, run

SAID = """\
大家好，看看这款不锈钢保温杯。
单价18块5，100个起订。"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    config = spoken_config(tmp_path)
    with app_of(config) as app:
        yield app


@pytest.fixture
def session(app: App) -> Session:
    """A new product, of which nothing is kept yet."""
    return app.new_session("")


def listen(session: Session, made: Path) -> None:
    """Let it be listened to, as it is filmed."""
    session.product.source.mkdir(parents=True, exist_ok=True)
    (session.product.source / "recording.txt").write_text(SAID, encoding="utf-8")
    with (made / "pitch.mp4").open("rb") as file:
        session.product.receive("pitch.mp4", file, session.app.config)
    done(actions.film.listen(session))


def listen_again(session: Session, made: Path) -> None:
    """Let another take be listened to."""
    with (made / "pitch.mp4").open("rb") as file:
        session.product.receive("again.mp4", file, session.app.config)
    done(actions.film.listen(session))


def test_what_a_killed_server_was_taking_in_is_gone_after_the_next_work(
    session: Session, made: Path
) -> None:
    dead = run([sys.executable, "-c", "import os; print(os.getpid())"])
    left = session.product.folder / "takes" / f".incoming-{int(dead.stdout)}-1a2b3c4d.mp4"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a take")
    listen(session, made)
    assert not left.exists()


def yaml_of(session: Session) -> dict[str, object]:
    return dict(yaml.safe_load((session.product.source / "product.yaml").read_text("utf-8")))


def test_what_is_typed_is_the_sheet_at_once(session: Session) -> None:
    for key, text in (
        ("name", "不锈钢保温杯"), ("english", "vacuum flask"), ("单价", "19.9元"),
        ("moq", "100个"), ("certificates", "CE FDA"), ("material", "不锈钢"),
    ):  # fmt: skip
        assert actions.sheet.fill_in(session, key, text) is None
    actions.sheet.take_point(session, "不掉色")
    actions.sheet.take_point(session, "杯底刻了字")
    assert yaml_of(session) == {
        "name": {"zh": "不锈钢保温杯", "en": "vacuum flask"},
        "price": "19.9元",
        "moq": "100个",
        "certificates": ["CE", "FDA"],
        "material": "不锈钢",
        "points": ["does-not-fade", "杯底刻了字"],
    }
    with pytest.raises(InputError, match="this selling point is there already"):
        actions.sheet.take_point(session, "不掉色")
    actions.sheet.strike_point(session, "杯底刻了字")
    actions.sheet.fill_in(session, "moq", "")
    actions.sheet.fill_in(session, "english", "")
    assert set(yaml_of(session)) == {"name", "price", "certificates", "material", "points"}
    assert yaml_of(session)["points"] == ["does-not-fade"]


def test_what_cannot_be_used_is_kept_and_told(session: Session, made: Path) -> None:
    doubt = actions.sheet.fill_in(session, "price", "18.5")
    assert doubt and doubt.offers == ("18.5元", "18.5美元")
    assert actions.sheet.value_of(session, "price") == "18.5"
    assert not (session.product.source / "product.yaml").exists()
    actions.sheet.fill_in(session, "name", "<杯>")
    actions.sheet.draft(session, "moq", "100个")  # the page is closed before he leaves the field
    page = templates.body(session, "zh")
    assert "价格“18.5”没写货币；请写 18.5元" in page and 'data-offer="18.5美元"' in page
    assert "&lt;杯&gt;" in page
    listen(session, made)
    brief, page = session.brief, templates.body(session, "zh")
    assert brief and [(fact.key, fact.source) for fact in brief.facts] == [("moq", "sheet")]
    assert "没有采用：价格“18.5”没写货币" in page and "里不能有“&lt;”" in page


def test_a_take_that_is_heard_again_leaves_the_sheet_as_it_was(
    session: Session, made: Path
) -> None:
    """Killed between hearing and noting it, the page wrote the lexicon's names as if typed."""
    actions.sheet.fill_in(session, "name", "不锈钢保温杯")
    listen(session, made)
    sheet = (session.product.source / "product.yaml").read_text(encoding="utf-8")
    assert "不锈钢保温杯" in sheet and "flask" not in sheet
    session.product.choose(heard="")
    done(actions.film.listen(session))
    assert (session.product.source / "product.yaml").read_text(encoding="utf-8") == sheet


def test_a_sheet_has_an_end(session: Session) -> None:
    for n in range(actions.sheet.MAX_KEYS):
        actions.sheet.fill_in(session, f"size of part {n}", f"{n + 1} cm")
    actions.sheet.fill_in(session, "size of part 0", "5 cm")  # what is there may be changed
    with pytest.raises(InputError, match="a sheet has at most 100 values; take one out first"):
        actions.sheet.fill_in(session, "size of a part more", "1 cm")
    actions.sheet.fill_in(session, "size of part 0", "")
    actions.sheet.fill_in(session, "size of a part more", "1 cm")
    with pytest.raises(InputError, match="the name of a value is too long; say it in a few words"):
        actions.sheet.fill_in(session, "x" * 61, "1 cm")
    for n in range(revisions.MAX_POINTS):
        actions.sheet.take_point(session, f"it can do thing {n}")
    with pytest.raises(InputError, match="at most 60 selling points; take one out first"):
        actions.sheet.take_point(session, "it can do one thing more")


def test_what_was_heard_otherwise_is_shown_with_both(session: Session, made: Path) -> None:
    actions.sheet.fill_in(session, "price", "19.9元")
    listen(session, made)
    page = templates.body(session, "zh")
    assert "听到“18块5”，和您填的价格不一样" in page
    assert "用听到的 18.50元" in page and "用我填的 19.90元" in page
    actions.facts.confirm(session, "price")
    page = templates.body(session, "zh")
    assert "听到的是 18.50元" in page and "用我填的" not in page
    actions.facts.revise(session, "price", "price", "18.50元")
    assert "用听到的" not in templates.body(session, "zh")
    # Typed beside what was heard, it is shown as well.
    actions.facts.confirm(session, "moq")
    actions.sheet.fill_in(session, "moq", "200个")
    assert "用听到的 100" in templates.body(session, "zh")


def test_the_sheet_after_listening_is_the_facts(session: Session, made: Path) -> None:
    listen(session, made)
    actions.facts.confirm(session)
    assert actions.sheet.value_of(session, "price") == "18.50元/件"
    actions.sheet.fill_in(session, "price", "21元")
    actions.sheet.fill_in(session, "whatsapp", "138000")
    actions.sheet.take_point(session, "不掉色")
    brief = session.brief
    assert brief and {f.key: f.source for f in brief.facts}["price"] == "sheet"
    assert [f.key for f in brief.findings if f.check == "value"] == ["whatsapp"]
    assert "是 6 位" in templates.body(session, "zh")
    actions.facts.confirm(session, "whatsapp")  # he knows better
    assert session.brief and not session.brief.findings
    listen_again(session, made)
    assert yaml_of(session)["price"] == "21元/件" and yaml_of(session)["points"] == [
        "does-not-fade"
    ]


def test_a_number_that_nobody_can_call_is_said_only_if_he_confirms_it_by_itself(
    session: Session, made: Path
) -> None:
    actions.sheet.fill_in(session, "whatsapp", "138000")
    actions.sheet.fill_in(session, "price", "19.9元")  # and 18.5 is heard
    listen(session, made)
    assert "全部确认（1）" in templates.body(session, "zh")
    actions.facts.confirm(session)
    brief, page = session.brief, templates.body(session, "zh")
    assert brief and [fact.key for fact in brief.facts] == ["price", "moq"]
    assert [fact.key for fact in brief.unconfirmed] == ["whatsapp"]
    assert "有 2 项要核对" in page and "有 1 项没确认" in page and "全部确认" not in page
    asked = asked_view(session, "zh")
    assert len(asked) == 2 and asked[1].startswith("没有采用：WhatsApp“138000”是 6 位")
    session.product.choose(languages=("en",))
    session.run.write_text("en/script.json", "")
    for step in (3, 4):
        later = templates.body(session.app.session("", session.product.id, step), "zh")
        assert asked[1] in later and "回第 2 步核对" in later
    assert actions.sheet.value_of(session, "whatsapp") == "138000"
    listen_again(session, made)
    assert session.brief and [fact.key for fact in session.brief.unconfirmed] == ["whatsapp"]
    actions.facts.confirm(session, "whatsapp")
    listen_again(session, made)
    assert session.brief and session.brief.unconfirmed == ()
    assert [finding.check for finding in session.brief.findings] == ["disagreement"]


def test_the_prompter_has_what_is_known_and_asks_for_the_rest(session: Session) -> None:
    actions.sheet.fill_in(session, "name", "保温杯")
    actions.sheet.fill_in(session, "price", "19.9元")
    actions.sheet.take_point(session, "不掉色")
    lines = ["跟客户打招呼", "保温杯", "这是什么，什么材质？", "不掉色", "价格 19.9元"]
    assert prompts_view(session)[:5] == lines
    assert prompts_view(session)[5:] == ["多少起订？", "几天交货？", "怎么联系您？"]
    actions.sheet.fill_in(session, "whatsapp", "138000")
    assert prompts_view(session)[-1] == "怎么联系您？"  # nobody can call that
    actions.sheet.fill_in(session, "whatsapp", "+86 138 0013 8000")
    assert prompts_view(session)[-1] == "WhatsApp +86 138 0013 8000"
    actions.sheet.fill_in(session, "whatsapp", "")
    actions.sheet.note(session, notes="先笑一下")
    assert prompts_view(session) == ["保温杯", "不掉色", "价格 19.9元"]
    assert "<li data-prompt>价格 19.9元</li>" in templates.body(session, "en")


def test_the_page_says_where_the_code_leads_or_why_there_is_none(session: Session) -> None:
    assert code_view(session, "zh") == ""
    actions.sheet.fill_in(session, "wechat", "lihua_88")
    assert "微信号做不成二维码" in code_view(session, "zh")
    actions.sheet.fill_in(session, "whatsapp", "138000")
    assert "片尾没有二维码" in code_view(session, "zh")
    actions.sheet.fill_in(session, "whatsapp", "+86 138 0013 8000")
    assert code_view(session, "zh") == "片尾会有二维码，扫码打开WhatsApp。"


def test_points_are_found_by_meaning(real_points: None) -> None:
    assert {"point": "does-not-fade", "text": "不掉色"} in points_for("洗了不褪色", "zh", "zh")
    assert points_for("", "zh", "zh") == []
    # Words of another language than his are looked for in the points' names, not guessed at.
    assert [each["point"] for each in points_for("leak", "zh", "en")] == ["does-not-leak"]


def test_the_shop_is_remembered_for_the_next_product(
    app: App, session: Session, made: Path
) -> None:
    actions.sheet.fill_in(session, "whatsapp", "+86 138 0013 8000")
    actions.sheet.fill_in(session, "email", "no mail")  # what can hardly be right is not
    actions.scripts.want(session, ["es", "vi"], tone="lively")
    with (made / "photo.jpg").open("rb") as file:
        session.product.receive("logo.jpg", file, app.config)
    new = app.new_session("")
    assert actions.sheet.value_of(new, "whatsapp") == "+86 138 0013 8000"
    assert actions.sheet.value_of(new, "email") == ""
    chosen = new.product.choices
    assert (chosen.languages, chosen.tone) == (("es", "vi"), "lively")
    actions.sheet.fill_in(new, "price", "5元")
    assert yaml_of(new) == {"whatsapp": "+86 138 0013 8000", "price": "5元"}
    assert (new.product.source / "logo.jpg").exists()
    if os.name == "posix":
        kept = [app.config.out / name for name in ("shop.json", "shop-logo.jpg")]
        assert [path.stat().st_mode & 0o777 for path in kept] == [0o600, 0o600]
    assert actions.sheet.value_of(app.new_session("anna"), "whatsapp") == ""
    new.product.shop.forget()
    assert actions.sheet.value_of(app.new_session(""), "whatsapp") == ""
    assert yaml_of(new)["whatsapp"] == "+86 138 0013 8000"


def test_a_product_is_copied_without_its_takes(session: Session, made: Path) -> None:
    actions.sheet.fill_in(session, "name", "保温杯")
    actions.sheet.take_point(session, "不掉色")
    with (made / "photo.jpg").open("rb") as file:
        session.product.receive("photo.jpg", file, session.app.config)
    listen(session, made)
    actions.facts.revise(session, "price", "price", "21元")
    actions.scripts.want(session, ["en", "ar"])
    new = actions.sheet.copy_product(session)
    chosen = new.product.choices
    assert (chosen.name, chosen.languages, chosen.step) == ("保温杯", ("en", "ar"), 1)
    assert (chosen.take, chosen.heard, new.product.takes()) == ("", "", ())
    assert [path.name for path in new.product.photos()] == ["photo-1.jpg"]
    assert actions.sheet.value_of(new, "price") == "21元"
    assert yaml_of(new)["points"] == ["does-not-fade"]
    assert new.product.id != session.product.id


def test_a_sheet_of_the_command_line_is_checked_as_well(tmp_path: Path, product: Path) -> None:
    shutil.copytree(product, tmp_path / "cup")
    (tmp_path / "cup" / "pitch.txt").write_text(SAID, encoding="utf-8")
    sheet = {"name": {"zh": "保温杯", "en": "flask"}, "price": "18.5 CNY", "whatsapp": "138000"}
    (tmp_path / "cup" / "product.yaml").write_text(yaml.safe_dump(sheet), encoding="utf-8")
    options = [
        "--out",
        str(tmp_path / "out"),
        "--recognizer",
        "fake",
        "--writer",
        "none",
        "--translator",
        "fake",
    ]
    arguments = ["plan", str(tmp_path / "cup"), "--to", "en", "--json", *options]
    done = CliRunner().invoke(main, arguments)
    found = json.loads(done.stdout)["findings"]
    assert "whatsapp '138000' has 6 digits" in " ".join(each["message"] for each in found)
