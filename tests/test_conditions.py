"""Promotions and terms of payment: read from a sheet and from speech, written, and checked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest

from merchant_studio.check.proofread import check_filled
from merchant_studio.errors import SheetError
from merchant_studio.facts import fill, summary, written
from merchant_studio.languages import language_codes, profile
from merchant_studio.read import read_value
from merchant_studio.read.chinese import read_chinese
from merchant_studio.read.payment import parse_payment
from merchant_studio.read.promotions import parse_promotion, promotions_in
from merchant_studio.records import (
    Count,
    Fact,
    FactValue,
    Money,
    Payment,
    Percent,
    Promotion,
    Rest,
)

from .speech import heard


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("买十送一", "buy 10 piece, get 1 piece free"),
        ("买一送二", "buy 1 piece, get 2 piece free"),
        ("buy 1 get 2 free", "buy 1 piece, get 2 piece free"),
        ("拿十箱送一箱", "buy 10 carton, get 1 carton free"),
        ("满一百送五个", "buy 100 piece, get 5 piece free"),
        ("第三件免费", "buy 2 piece, get 1 piece free"),
        ("buy 10 pcs, get 2 pcs free", "buy 10 piece, get 2 piece free"),
        ("第二件半价", "50 % off the second"),
        ("第二个打七五折", "25 % off the second"),
        ("half price on the second piece", "50 % off the second"),
        ("2nd at 30% off", "30 % off the second"),
        ("满1000元立减50元", "50 CNY off from 1000 CNY"),
        ("US$50 off orders over US$1000", "50 USD off from 1000 USD"),
        ("满三千包邮", "free shipping from 3000 CNY"),
        ("5箱起包邮", "free shipping from 5 carton"),
        ("free shipping from 3000 CNY", "free shipping from 3000 CNY"),
    ],
)
def test_a_promotion_is_read_as_merchants_write_it(text: str, read: str) -> None:
    value = parse_promotion(text)
    assert value
    assert summary(value) == read


@pytest.mark.parametrize(
    "text",
    [
        "买十个送一个收纳袋",
        "两个包邮",
        "送人很合适",
        "满1000减1500",
        "满1000美元减50",
        "半价",
        "拿五百套便宜五块",
    ],
)
def test_what_gives_another_thing_is_no_promotion(text: str) -> None:
    assert parse_promotion(text) is None
    assert [each.value for each in promotions_in(text)] == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("T/T", "T/T"),
        ("30% deposit, balance before shipment", "30 % deposit, balance before shipment"),
        ("T/T 30%定金，发货前付清", "30 % deposit, balance before shipment, T/T"),
        (
            "30% T/T in advance, 70% against copy of B/L",
            "30 % deposit, balance against a copy of the bill of lading, T/T",
        ),
        ("三成定金，余款见提单付", "30 % deposit, balance against a copy of the bill of lading"),
        ("50% deposit, 50% before shipment", "50 % deposit, balance before shipment"),
        ("发货前付清", "balance before shipment"),
        ("货到付款", "payment on delivery"),
        ("PayPal or Western Union", "PayPal, Western Union"),
        ("支付宝、微信", "Alipay, WeChat Pay"),
    ],
)
def test_terms_of_payment_are_read_as_merchants_write_them(text: str, read: str) -> None:
    value = parse_payment(text)
    assert value
    assert summary(value) == read
    again = parse_payment(summary(value))
    assert again == value


@pytest.mark.parametrize(
    "text", ["net 30 days", "30% deposit, 60% before shipment", "100% deposit"]
)
def test_terms_that_are_not_understood_to_the_last_word_are_none(text: str) -> None:
    assert parse_payment(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("九五折", "5 % off"),
        ("一千个以上打九五折", "5 % off from 1000 piece"),
        ("满两百件八折", "20 % off from 200 piece"),
        ("1000个以上9.5折", "5 % off from 1000 piece"),
        ("8.5折", "15 % off"),
    ],
)
def test_a_share_paid_is_a_discount(text: str, read: str) -> None:
    assert summary(read_value("discount", text, "zh")) == read


def test_what_folds_in_three_is_no_discount() -> None:
    with pytest.raises(SheetError, match="cannot be read: '三折'"):
        read_value("伞型", "三折", "zh")


def test_who_gives_more_than_is_bought_is_believed_in_writing_only() -> None:
    assert [each.value for each in promotions_in("买十送一百")] == []


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("定金五百块，余款发货前付清。", ["500 CNY"]),
        ("付两千定金就可以排单。", ["2000 CNY"]),
        ("先交一千块钱定金。", ["1000 CNY"]),
        ("定金要付两千块。", ["2000 CNY"]),
        ("不用付两千定金。", []),
        ("付三十定金。", []),
    ],
)
def test_a_deposit_may_be_a_sum(said: str, read: list[str]) -> None:
    values = read_chinese([heard(said)]).values
    assert [summary(value.value) for value in values if value.key == "deposit"] == read


def test_what_is_shown_of_a_promotion_can_be_typed_again() -> None:
    for text in ("买十送一", "第二件8折", "满1000减50", "满3000包邮"):
        value = parse_promotion(text)
        assert value
        assert parse_promotion(summary(value)) == value


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "我们买十送一，十八块五一个。",
            ["price 18.5 CNY", "promotion buy 10 piece, get 1 piece free"],
        ),
        ("今天搞活动，第二件半价。", ["promotion 50 % off the second"]),
        ("拿五箱以上我给你包邮。", ["shipping free shipping from 5 carton"]),
        (
            "支持T/T和信用证，定金三十个点，尾款发货前付清。",
            ["deposit 30 %", "payment T/T, L/C"],
        ),
        ("支付宝微信都可以付款。", ["payment Alipay, WeChat Pay"]),
        ("价格有效期到二零二六年十二月三十一号。", ["valid_until 2026-12-31"]),
        ("我们报FOB宁波价。", ["trade_terms FOB Ningbo"]),
        ("这款LC-200台灯很结实，TT的面料。", ["None LC200"]),
        ("三成定金，余款发货前结。", ["deposit 30 %", "payment balance before shipment"]),
        ("加我微信，支付宝也行。", []),
        ("不做货到付款。", []),
        ("买一个送一个收纳袋，送人也合适。", []),
        ("报价有效期到十二月底。", []),
    ],
)
def test_conditions_are_heard(said: str, read: list[str]) -> None:
    values = read_chinese([heard(said)]).values
    assert [f"{value.key} {summary(value.value)}" for value in values] == read


EACH = {
    "promotion": ("买十送一", "买一送二", "拿20箱送2箱", "第二件半价", "第二件8折", "满1000减50"),
    "shipping": ("满3000包邮", "5箱起包邮", "满100个包邮"),
    "payment": (
        *("30%定金，发货前付清", "30%定金，货到付清", "20%定金，见提单付尾款, T/T"),
        *("款到发货", "货到付款", "尾款发货前付", "T/T, L/C", "PayPal, Western Union"),
    ),
}


def _others(value: FactValue) -> list[FactValue]:
    """The same with each of its numbers one more, or its sum in another currency."""
    more: list[FactValue] = []
    match value:
        case Promotion(threshold=least, gift=gift):
            if not isinstance(gift, Percent):
                most = replace(least, amount=least.amount + 1)
                more.append(replace(value, threshold=most))
            if gift:
                more.append(replace(value, gift=replace(gift, amount=gift.amount + 1)))
            if isinstance(least, Count) and isinstance(gift, Count):
                more.append(Promotion(threshold=gift, gift=least))
            if isinstance(least, Money) and isinstance(gift, Money):
                more.append(Promotion(threshold=gift, gift=least))
            if isinstance(least, Money) and gift is None:
                more.append(replace(value, threshold=replace(least, currency="USD")))
            if isinstance(least, Count) and gift is None:
                more.append(replace(value, threshold=replace(least, unit="dozen")))
        case Payment(deposit=deposit, rest=rest):
            if deposit:
                more.append(replace(value, deposit=Percent(amount=deposit.amount + Decimal(1))))
                more.append(replace(value, deposit=None))
            if rest:
                more += [replace(value, rest=each) for each in get_args(Rest) if each != rest]
    return more


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("key", EACH)
def test_each_condition_is_checked_in_each_language(code: str, key: str) -> None:
    own = profile(code)
    for text in EACH[key]:
        fact = Fact(key=key, value=read_value(key, text, "zh"), must_say=True, source="sheet")
        assert fact.value.kind in ("promotion", "payment")
        sentence = own.phrases.facts[key]
        for voice in (False, True):
            right = fill(sentence, [fact], own, voice=voice)
            assert (right, check_filled(right, [fact], own)) == (right, ())
        for other in _others(fact.value):
            wrong = fill(sentence, [replace(fact, value=other)], own)
            assert check_filled(wrong, [fact], own), wrong


def test_a_condition_is_written_as_a_seller_writes_it() -> None:
    def said(code: str, key: str, text: str) -> str:
        return written(read_value(key, text, "zh"), profile(code)).replace("\u00a0", " ")

    assert said("en", "promotion", "买十送一") == "buy 10 pieces, get 1 piece free"
    assert said("ru", "shipping", "2箱以上包邮") == "бесплатная доставка при заказе от 2 коробов"
    assert (
        said("es", "payment", "30%定金，发货前付清") == "anticipo del 30 %, saldo antes del envío"
    )
