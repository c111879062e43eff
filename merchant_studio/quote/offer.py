"""What an offer to a buyer holds: the product, its prices, what it is, its terms, whom to ask."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from ..facts import (
    KEYS,
    can_say,
    capitalized,
    contact_link,
    is_contact,
    label,
    price_table,
    rows_of,
    shown,
    written,
)
from ..languages import LanguageProfile
from ..picture.render import open_photo
from ..records import Brief, Day, Fact, Ladder, Measure, Money, Size, Variant, Variants

PRICES = ("price", "wholesale_price", "retail_price")
PACKING = (
    *("packing", "pieces_per_set", "carton_quantity", "carton_size", "carton_weight"),
    *("gross_weight", "net_weight"),
)
PHOTO_PX, PHOTO_QUALITY = 800, 86
_MM_IN = {
    "length-millimeter": Decimal(1),
    "length-centimeter": Decimal(10),
    "length-meter": Decimal(1000),
    "length-inch": Decimal("25.4"),
}
_CUBIC_MM = Decimal(1_000_000_000)
_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A row of the table of prices."""

    option: str
    """The color, size or model, or which price it is; empty: there is only one."""
    quantity: str
    """From how many; empty: of any number."""
    text: str
    amount: Decimal
    currency: str
    details: str = ""
    """What else differs in the color, size or model: what it weighs, how it is packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """Prices under one heading."""

    heading: str
    """Of the column of options: Colors."""
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Facts under one heading."""

    heading: str
    rows: tuple[tuple[str, str], ...]
    """Label and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer in one language."""

    profile: LanguageProfile
    title: str
    """The product's name."""
    day: str
    """When it was made, as its reader writes it."""
    tables: tuple[PriceTable, ...]
    groups: tuple[Group, ...]
    """What it is, how it is packed, on which terms; only those that hold anything."""
    points: tuple[str, ...]
    contacts: tuple[tuple[str, str], ...]
    link: str
    """What the QR code leads to; empty: there is none."""
    photo: bytes | None = None
    """A JPEG, as is the logo."""
    logo: bytes | None = None
    video: str = ""
    """Where its video lies, for a link; empty: there is none."""


def offer_of(
    brief: Brief,
    profile: LanguageProfile,
    *,
    title: str,
    points: Sequence[str] = (),
    day: datetime.date,
    photo: Path | None = None,
    logo: Path | None = None,
) -> Offer:
    """The offer that a brief makes, with every fact that the language can say.

    Raises:
        RecordingError: the photo or logo cannot be read.
    """
    facts = [fact for fact in brief.facts if can_say(fact, brief, profile) and fact.key != "name"]
    priced = [fact for fact in facts if _has_prices(fact)]
    contacts = [fact for fact in facts if is_contact(fact)]
    rest = [fact for fact in facts if fact not in (*priced, *contacts)]
    return Offer(
        profile=profile,
        title=title,
        day=written(Day(day=day), profile),
        tables=tuple(_tables(priced, brief, profile)),
        groups=tuple(_groups(rest, brief, profile)),
        points=tuple(points),
        contacts=tuple(
            (label(fact.key, brief, profile), written(fact.value, profile)) for fact in contacts
        ),
        link=contact_link(contacts),
        photo=_jpeg(photo) if photo else None,
        logo=_jpeg(logo) if logo else None,
    )


def _jpeg(path: Path) -> bytes:
    """A picture, no larger than an offer shows it."""
    picture = open_photo(path, PHOTO_PX)
    picture.thumbnail((PHOTO_PX, PHOTO_PX))
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=PHOTO_QUALITY)
    return stored.getvalue()


def _has_prices(fact: Fact) -> bool:
    """Whether a fact stands in the table of prices."""
    if isinstance(fact.value, Variants):
        return any(option.price for option in fact.value.options)
    return fact.key in PRICES and isinstance(fact.value, Money | Ladder)


def _tables(facts: Sequence[Fact], brief: Brief, profile: LanguageProfile) -> Iterator[PriceTable]:
    """The product's own prices in one table, those of its colors or sizes in others."""
    plain = [fact for fact in facts if not isinstance(fact.value, Variants)]
    if plain:
        several = len(plain) > 1
        named = {fact.key: label(fact.key, brief, profile) if several else "" for fact in plain}
        rows = (row for fact in plain for row in _rows(fact, named[fact.key], brief, profile))
        yield PriceTable(heading=profile.quote.option, prices=tuple(rows))
    for fact in facts:
        if fact not in plain:
            heading = label(fact.key, brief, profile)
            yield PriceTable(heading=heading, prices=tuple(_rows(fact, "", brief, profile)))


def _rows(fact: Fact, named: str, brief: Brief, profile: LanguageProfile) -> Iterator[Price]:
    """Each price of a fact; its text is what `price_table` has."""
    rows = [(row, row.price) for row in rows_of(fact.value) if row.price]
    texts = [text for _, text in price_table(fact.value, profile, brief.rates)]
    texts = texts or [shown(fact.value, profile, brief.rates)]
    quantities = list(_quantities(fact, profile))
    known: Variant | None = None
    for (row, price), quantity, text in zip(rows, quantities, texts, strict=True):
        option = _called(row.option, profile) if row.option else named
        own = _details(row.option, brief, profile) if row.option and row.option != known else ""
        known = row.option
        yield Price(
            option=option,
            quantity=quantity,
            text=text,
            amount=price.amount,
            currency=price.currency,
            details=own,
        )


def _called(option: Variant, profile: LanguageProfile) -> str:
    name = written(Variants(options=(replace(option, price=None),)), profile)
    return capitalized(name, profile) + (f" ({option.code})" if option.code else "")


def _details(option: Variant, brief: Brief, profile: LanguageProfile) -> str:
    """What a variant has of its own beside its price: `Weight: 1.2 kg; Per carton: 20 pieces`."""
    told = (
        f"{label(key, brief, profile)}: {written(value, profile)}"
        for key, value in option.own.items()
    )
    return "; ".join(told)


def _quantities(fact: Fact, profile: LanguageProfile) -> Iterator[str]:
    """From how many each price of a fact is, in its order."""
    match fact.value:
        case Ladder():
            yield from (quantity for quantity, _ in price_table(fact.value, profile))
        case Variants(options=options):
            for option in options:
                own = replace(fact, value=option.price) if option.price else None
                yield from _quantities(own, profile) if own else ()
        case Money():
            yield ""


def _groups(facts: Sequence[Fact], brief: Brief, profile: LanguageProfile) -> Iterator[Group]:
    words = profile.quote

    def is_term(fact: Fact) -> bool:
        known = KEYS.get(fact.key)
        return fact.key not in PACKING and bool(known and known.trade)

    kinds: tuple[tuple[str, Callable[[Fact], bool]], ...] = (
        (words.details, lambda fact: fact.key not in PACKING and not is_term(fact)),
        (words.packing, lambda fact: fact.key in PACKING),
        (words.terms, is_term),
    )
    for heading, belongs in kinds:
        rows = [row for fact in facts if belongs(fact) for row in _listed(fact, brief, profile)]
        if rows:
            yield Group(heading=heading, rows=tuple(rows))


def _listed(fact: Fact, brief: Brief, profile: LanguageProfile) -> Iterator[tuple[str, str]]:
    text = capitalized(shown(fact.value, profile, brief.rates), profile)
    yield label(fact.key, brief, profile), text
    for option in fact.value.options if isinstance(fact.value, Variants) else ():
        if option.own:
            yield _called(option, profile), _details(option, brief, profile)
    if fact.key == "carton_size" and isinstance(fact.value, Size):
        volume = volume_of(fact.value)
        if volume:
            yield profile.quote.carton_volume, written(volume, profile)


def volume_of(size: Size) -> Measure | None:
    """The cubic meters of a carton (CBM), to a liter; None: a side is missing or its unit odd."""
    scale = _MM_IN.get(size.unit)
    if scale is None or len(size.amounts) < len("LWH"):
        return None
    product = Decimal(1)
    for side in size.amounts:
        product *= side * scale
    return Measure(amount=(product / _CUBIC_MM).quantize(_PLACES), unit="volume-cubic-meter")
