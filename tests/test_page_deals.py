"""Several prices as a table on the page: rows of one text, read, confirmed and made old as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from merchant_studio.errors import SheetError
from merchant_studio.facts import ORDER_UNITS, currency_word, summary, unit_word
from merchant_studio.languages import profile
from merchant_studio.read import read_value
from merchant_studio.records import Ladder
from merchant_studio.run.sheets import as_sheet
from merchant_studio.webui import actions, templates
from merchant_studio.webui.session import Session
from merchant_studio.webui.texts import page_languages
from merchant_studio.webui.views.videos import videos_view
from tests.page import app_of, spoken_config
from tests.waiting import done

SAID = """\
大家好，看看这款不锈钢保温杯。
100个起18块5，500个17块，1000个15块8。
红色18块，蓝色19块，黑色20块5。"""
HEARD = "100件: 18.5元; 500件: 17元; 1000件: 15.8元"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A new product, of which nothing is kept yet."""
    config = spoken_config(tmp_path)
    with app_of(config) as app:
        yield app.new_session("")


def listen(session: Session, made: Path, said: str = SAID) -> None:
    session.product.source.mkdir(parents=True, exist_ok=True)
    (session.product.source / "recording.txt").write_text(said, encoding="utf-8")
    with (made / "pitch.mp4").open("rb") as file:
        session.product.receive("pitch.mp4", file, session.app.config)
    done(actions.film.listen(session))


def sheet_of(session: Session) -> dict[str, object]:
    return dict(yaml.safe_load((session.product.source / "product.yaml").read_text("utf-8")))


def field_of(session: Session, key: str, language: str = "zh") -> str:
    """The field of a value, in the sheet or among the facts."""
    page = templates.body(session, language)
    names = rf'data-sheet="{key}"|data-key="{key}">.*?<input name="value"'
    (found,) = re.findall(rf"(?:{names})[^>]*>", page, re.S)
    return str(found)[str(found).rindex(' value="') :].partition(" maxlength")[0].strip()


def test_rows_are_the_sheet_as_typed_text_is(session: Session) -> None:
    assert field_of(session, "price") == 'value="" data-prices="ladder"'
    assert field_of(session, "moq") == 'value=""'
    assert actions.sheet.fill_in(session, "price", "100件: 18.5元; 500件: 17元") is None
    assert actions.sheet.fill_in(session, "colors", "红色: 18元; 蓝色: 19元") is None
    assert sheet_of(session) == {
        "price": "100件: 18.5元; 500件: 17元",
        "colors": "红色: 18元; 蓝色: 19元",
    }
    rows = "100件: 18.5元; 500件: 17元"
    assert field_of(session, "price") == f'value="{rows}" data-prices="ladder" data-rows="{rows}"'
    # What was typed freely stays as it is, and is shown as rows, in words of the page's language.
    actions.sheet.fill_in(session, "price", "100-499个 18.5元, 500个以上 17元")
    assert field_of(session, "price") == (
        f'value="100-499个 18.5元, 500个以上 17元" data-prices="ladder" data-rows="{rows}"'
    )
    assert field_of(session, "price", "en").endswith(
        'data-rows="100 pieces: 18.5 CNY; 500 pieces: 17 CNY"'
    )
    # A single price, and names without prices, are one text.
    actions.sheet.fill_in(session, "price", "18.5元")
    actions.sheet.fill_in(session, "colors", "红色、蓝色")
    assert field_of(session, "price") == 'value="18.5元" data-prices="ladder"'
    assert field_of(session, "colors") == 'value="红色、蓝色" data-prices="variants"'


BLUE = {"price": "19 CNY", "model": "B1", "photo": "blue.jpg", "weight": "1.2 kilogram"}
RED = {"price": "100: 18 CNY, 500: 17 CNY", "en": "crimson"}


def test_a_table_shows_the_prices_of_colors_that_have_more_and_keeps_the_rest(
    session: Session,
) -> None:
    session.product.choose()
    red = {"price": {"100": "18元", "500": "17元"}, "en": "crimson"}
    session.product.write_sheet({"colors": {"红色": red, "蓝色": {**BLUE, "price": "19元"}}})
    rows = 'data-prices="variants" data-rows="红色: 18元; 蓝色: 19元"'
    assert field_of(session, "colors").endswith(rows)
    assert actions.sheet.fill_in(session, "colors", "红色: 18.5元; 蓝色: 21元; 黑色: 20元") is None
    assert sheet_of(session)["colors"] == {
        "红色": {**RED, "price": "100: 18.5 CNY, 500: 17 CNY"},
        "蓝色": {**BLUE, "price": "21 CNY"},
        "黑色": {"price": "20 CNY"},
    }
    with pytest.raises(SheetError, match="costs 17 from 500 and 16 from 100"):
        actions.sheet.fill_in(session, "colors", "红色: 16元; 蓝色: 21元")


def test_what_a_table_does_not_show_is_kept_in_the_facts_and_the_sheet_of_them(
    session: Session, made: Path
) -> None:
    session.product.choose()
    session.product.write_sheet({"colors": {"红色": RED, "蓝色": BLUE}})
    listen(session, made, "大家好，看看这款不锈钢保温杯。")
    rows = "红色: 18元; 蓝色: 19元"
    assert field_of(session, "colors").startswith(f'value="{rows}" data-prices="variants"')
    actions.facts.revise(session, "colors", "colors", "红色: 18元; 蓝色: 21元")
    assert session.brief
    assert as_sheet(session.brief, profile("zh"))["colors"] == {
        "红色": {**RED, "price": "100 piece: 18 CNY per piece, 500 piece: 17 CNY per piece"},
        "蓝色": {**BLUE, "price": "21 CNY"},
    }


ROWS, IN_ROWS = "；请写每档的数量和价格。", "; write a quantity and a price in each row."
NAMES, IN_NAMES = "；请写每款的名称和价格。", "; write a name and its price in each row."


@pytest.mark.parametrize(
    ("key", "text", "told", "english"),
    [
        ("price", "100件: 18.5元; 500件: 19元",
         "价格：500 起是 19，100 起是 18.5；买得多应该更便宜" + ROWS,
         "Price costs 19 from 500 and 18.5 from 100; who buys more pays less" + IN_ROWS),
        ("price", "100件: 18.5元; 100件: 17元",
         "价格：在 100 后面写了 100，数量要从小到大" + ROWS,
         "Price has 100 after 100, and quantities rise" + IN_ROWS),
        ("price", "100件: 18.5元; 500件:",
         "价格：缺“500件”的价格，别的都有" + ROWS,
         "Price has no price for &#39;500件&#39;, but for others" + IN_ROWS),
        ("price", "100件: 18.5元; : 17元",
         "价格：没写“17元”是多少起或哪一款的价格" + ROWS,
         "Price has no quantity or name for &#39;17元&#39;" + IN_ROWS),
        ("price", "100件: 18.5元",
         "价格：只有一行，两个以上价格才用这个表" + ROWS,
         "Price has only one row, and prices by quantity need two" + IN_ROWS),
        ("price", "100件: 18.5元; 500件: 17美元",
         "价格：价格的货币或单位不一样" + ROWS,
         "Price has prices of several currencies or units" + IN_ROWS),
        ("colors", "红色: 18元; 蓝色:",
         "颜色：缺“蓝色”的价格，别的都有" + NAMES,
         "Colors has no price for &#39;蓝色&#39;, but for others" + IN_NAMES),
        ("colors", "红色: 18元; 红色: 19元",
         "颜色：有两个“红色”" + NAMES,
         "Colors has &#39;红色&#39; twice" + IN_NAMES),
        ("colors", "红色: 18元",
         "颜色：只有一行，两款以上才用这个表" + NAMES,
         "Colors has only one row, and a price for each needs two" + IN_NAMES),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_meant_are_told_in_one_sentence_and_kept(
    session: Session, made: Path, key: str, text: str, told: str, english: str
) -> None:
    doubt = actions.sheet.fill_in(session, key, text)
    assert doubt and doubt.offers == ()
    kind = "ladder" if key == "price" else "variants"
    assert field_of(session, key) == f'value="{text}" data-prices="{kind}"'
    assert f'role="status">{told}</p>' in templates.body(session, "zh")
    assert f'role="status">{english}</p>' in templates.body(session, "en")
    listen(session, made, "大家好，看看这款不锈钢保温杯。")
    assert session.brief and session.brief.facts == ()
    assert f"没有采用：{told}" in templates.body(session, "zh")
    assert actions.sheet.value_of(session, key) == text


def test_sixty_colors_are_not_cut_off(session: Session) -> None:
    rows = "; ".join(f"颜色的很长很长的名称第{n}种: 18.5元" for n in range(60))
    assert actions.sheet.fill_in(session, "colors", rows) is None
    assert sheet_of(session)["colors"] == rows
    rows += "; 再一种: 18.5元"
    doubt = actions.sheet.fill_in(session, "colors", rows)
    assert doubt and "has 61 names, and 2 to 60 can be shown" in doubt.told


def test_heard_prices_are_confirmed_as_one_and_by_themselves(session: Session, made: Path) -> None:
    listen(session, made)
    page = templates.body(session, "zh")
    assert field_of(session, "price") == f'value="{HEARD}" data-prices="ladder" data-rows="{HEARD}"'
    assert (
        f'data-act="confirm" data-key="price" data-shown="{HEARD}" data-with="fact-price"' in page
    )
    assert 'data-form="fact-price" data-key' in page  # a changed step waits for his press
    assert "全部确认（1）" in page and "有 3 项要核对" in page
    actions.facts.confirm(session)
    assert session.brief and [fact.key for fact in session.brief.facts] == ["moq"]
    actions.facts.confirm(session, "price", "price", HEARD, HEARD)
    assert [(fact.key, fact.source) for fact in session.brief.facts] == [
        ("moq", "speech"),
        ("price", "speech"),
    ]
    assert 'data-form="fact-price" data-changes="revise"' in templates.body(session, "zh")


def test_a_step_is_put_right_before_it_is_confirmed(session: Session, made: Path) -> None:
    listen(session, made)
    wrong = HEARD.replace("17元", "19元")
    with pytest.raises(SheetError, match="who buys more pays less"):
        actions.facts.confirm(session, "price", "price", wrong, HEARD)
    assert session.brief and [f.key for f in session.brief.unconfirmed] == [
        *("moq", "price", "colors"),
    ]
    right = HEARD.replace("17元", "16.5元")
    actions.facts.confirm(session, "price", "price", right, HEARD)
    (price,) = session.brief.facts
    assert summary(price.value) == (
        "100 piece: 18.5 CNY per piece, 500 piece: 16.5 CNY per piece, "
        "1000 piece: 15.8 CNY per piece"
    )
    assert price.source == "sheet" and field_of(session, "price").startswith(f'value="{right}"')
    actions.facts.confirm(session, "colors", "variants", "红色: 18元; 蓝色: 19元", "")
    assert [fact.key for fact in session.brief.facts] == ["price", "variants"]


def test_a_changed_step_makes_old_what_says_it(session: Session, made: Path) -> None:
    actions.sheet.fill_in(session, "price", "100件: 18.5元; 500件: 17元")
    listen(session, made, "大家好，看看这款不锈钢保温杯。\n价格看这里，100个起18块5，500个17块。")
    session.product.choose(languages=("en",))
    actions.facts.confirm(session)
    done(actions.videos.render(session))
    (card,) = videos_view(session, "zh")["cards"]
    assert card["old"] == ""
    actions.facts.revise(session, "price", "price", "100件: 18.5元; 500件: 16元")
    (card,) = videos_view(session, "zh")["cards"]
    assert card["old"] == ("旧版：价格 100件: 18.5元; 500件: 17元 → 100件: 18.5元; 500件: 16元。")


@pytest.mark.parametrize("language", page_languages())
def test_whatever_a_table_offers_is_read(language: str) -> None:
    words = profile(language)
    for unit in ORDER_UNITS:
        for code in words.currencies:
            word, money = unit_word(unit, words), currency_word(code, words)
            value = read_value("price", f"100 {word}: 18.5 {money}; 500 {word}: 17 {money}", "zh")
            assert isinstance(value, Ladder)
            assert {step.quantity.unit for step in value.steps} == {unit}
            assert {step.price.currency for step in value.steps} == {code}
            named = read_value("variants", f"A: 18.5 {money}; B: 17 {money}", "zh")
            assert summary(named).split(", ") == [f"A 18.5 {code}", f"B 17 {code}"]
