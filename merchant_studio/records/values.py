"""Fact values: what a buyer acts on, exact and typed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount of money, perhaps a range, perhaps per unit."""

    kind: Literal["money"] = "money"
    amount: Decimal
    high: Decimal | None = None
    """Upper end of a range."""
    currency: str
    """ISO 4217 code."""
    per: str | None = None
    """Trade unit or CLDR unit that the price is for; None: one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An exact amount of a physical unit."""

    kind: Literal["measure"] = "measure"
    amount: Decimal
    high: Decimal | None = None
    unit: str
    """CLDR unit identifier, such as `volume-milliliter`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of a trade unit."""

    kind: Literal["count"] = "count"
    amount: Decimal
    high: Decimal | None = None
    unit: str | None = None
    """A key of the language files' `units` table; None: a bare number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """An exact length of time in the unit that it was said in."""

    kind: Literal["duration"] = "duration"
    amount: Decimal
    high: Decimal | None = None
    unit: Literal["second", "minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """An exact percentage: 85 is 85 %."""

    kind: Literal["percent"] = "percent"
    amount: Decimal
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Two or three lengths in one unit: 30 x 45 cm."""

    kind: Literal["size"] = "size"
    amounts: tuple[Decimal, ...]
    unit: str
    """CLDR unit identifier of a length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A percentage off, perhaps from a quantity on."""

    kind: Literal["discount"] = "discount"
    percent: Decimal
    """What is taken off: 九五折 is 5."""
    threshold: Annotated[Count | Measure, Field(discriminator="kind")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What a buyer of much gets: one free for each ten, 50 CNY off from 1000, free shipping."""

    kind: Literal["promotion"] = "promotion"
    threshold: Annotated[Count | Measure | Money, Field(discriminator="kind")]
    """From how many, or from what sum; of a second piece at another price it is two."""
    gift: Annotated[Count | Percent | Money, Field(discriminator="kind")] | None
    """What is free, what the second piece costs less, or what is taken off the sum; None: the
    shipping is free."""


Rest: TypeAlias = Literal["before_shipment", "on_delivery", "against_documents"]
"""When something is paid: against documents is for a copy of the bill of lading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How and when it is paid: 30 % as a deposit, the rest before shipment, by T/T."""

    kind: Literal["payment"] = "payment"
    methods: tuple[str, ...] = ()
    """As they are called in all languages: T/T, PayPal."""
    deposit: Percent | None = None
    rest: Rest | None = None
    """When it is paid."""
    is_all: bool = False
    """Whether the whole sum is paid then, and not only what is left of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """A range of ages; no upper end means "and up"."""

    kind: Literal["age"] = "age"
    amount: Decimal
    high: Decimal | None = None
    unit: Literal["month", "year"] = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or name with its translations."""

    kind: Literal["term"] = "term"
    translations: Mapping[str, str]
    """Language code -> citation form."""
    guessed: tuple[str, ...] = ()
    """Codes of languages whose word is a model's, and neither the merchant's nor the lexicon's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Model numbers, certificates, addresses: the same characters in every language."""

    kind: Literal["code"] = "code"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar, the last one on which a price holds."""

    kind: Literal["day"] = "day"
    day: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one costs who buys so many: 17 CNY from 500 pieces."""

    quantity: Annotated[Count | Measure, Field(discriminator="kind")]
    """From how many; with `high` it ends there, which only the last step of a ladder may."""
    price: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Prices by quantity: the more somebody buys, the less one costs."""

    kind: Literal["ladder"] = "ladder"
    steps: tuple[Step, ...]
    """At least two; quantities of one unit that rise, prices of one currency that fall."""


Own: TypeAlias = Annotated[Measure | Count | Size, Field(discriminator="kind")]
"""What one color, size or model weighs or measures, or how many of it are in a carton."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One of the colours, sizes or models of a product, and what differs in it."""

    name: Mapping[str, str]
    """Language code -> words: red, XL, with lid."""
    guessed: tuple[str, ...] = ()
    """Codes of languages whose words are a model's; as in `Term`."""
    price: Annotated[Money | Ladder, Field(discriminator="kind")] | None = None
    """None: the product's own price."""
    code: str = ""
    """Its model number, if it has one of its own."""
    photo: str = ""
    """The name of its photo in the product's folder, if it has one."""
    own: Mapping[str, Own] = field(default_factory=dict)
    """What else differs in it, by key: weight, carton_quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """All colours of a product, or all its sizes or models."""

    kind: Literal["variants"] = "variants"
    options: tuple[Variant, ...]
    """At least two, each with another name."""


FactValue: TypeAlias = Annotated[
    Money
    | Measure
    | Count
    | Duration
    | Percent
    | Size
    | Discount
    | Promotion
    | Payment
    | Age
    | Term
    | Code
    | Day
    | Ladder
    | Variants,
    Field(discriminator="kind"),
]
