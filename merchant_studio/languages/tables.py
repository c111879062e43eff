"""The tables of a language file that tell how numbers, units and captions are written and heard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Phrase = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A TOML table in which an unknown or missing key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StrictTable(Table):
    """A table in which a number in quotes is an error, too."""

    model_config = ConfigDict(strict=True)


class CaptionRules(Table):
    """How much text a viewer can read."""

    max_rows: int = Field(ge=1, le=3)
    """Rows of one caption."""
    max_chars_per_row: int = Field(ge=8, le=60)
    """Characters (grapheme clusters) of one row."""
    max_chars_per_second: int = Field(ge=3, le=30)
    """Reading speed."""
    phrase_breaks: Literal["", "ja", "th", "zh-hans", "zh-hant"] = ""
    """The BudouX model and the dictionary that say where a row may break; empty: at spaces."""
    words: tuple[Phrase, ...] = ()
    """Words of several parts that stay in one row: hợp tác; and some that no dictionary has."""
    belongs_to_next: tuple[Phrase, ...] = ()
    """Small words that stay with the word after them: prepositions, articles."""
    belongs_to_last: tuple[Phrase, ...] = ()
    """Small words that stay with the word before them: particles, postpositions."""
    sentence_words: tuple[Phrase, ...] = ()
    """Words that end a sentence before a space, where no mark does: ค่ะ."""


class Hearing(Table):
    """What helps every recognizer to hear the language."""

    homophones: bool = False
    """Whether many words sound alike, so that one of the sheet may be written as another one."""
    script: Literal["", "tw2s"] = ""
    """The OpenCC conversion of what is heard: tw2s writes simplified letters, 握着 for 握著."""


class TextRules(Table):
    """The characters and words of the language's own lines."""

    letters: Phrase
    """Body of a character class, for `re` and for GBNF: the letters a line may hold."""
    punctuation: Phrase
    """The other characters that a line may hold, the space among them where words have spaces."""
    sentence_end: Phrase
    """The characters that may end a sentence."""
    number_words: tuple[Phrase, ...]
    """Words that state a number of two or more, `*` for any ending; a line must hold none."""
    numerals: Mapping[Phrase, Decimal] = Field(default_factory=dict)
    """Values of words beside the counting ones, which ICU knows: both 2, dozen 12, half 0.5."""
    idioms: tuple[Phrase, ...] = ()
    """Words in which a numeral states no number: 万が一."""
    at_most: tuple[Phrase, ...] = ()
    """Words that make a number the most: maximum, no more than; a minimum order is no maximum."""
    at_least: tuple[Phrase, ...] = ()
    """Words that make a number the least: at least, at the earliest; no lead time is that."""
    times: tuple[Phrase, ...] = ()
    """Spans of time and dates that are no unit: a decade, overnight, next week."""
    bare_units: tuple[Phrase, ...] = ()
    """Units that a written line must not hold beside its tags: they ask for a number."""
    unit_words: tuple[Phrase, ...] = ()
    """Words that may not follow a value, whose unit they would repeat: pcs, working days."""
    never_last: tuple[Phrase, ...] = ()
    """Words with which no sentence ends: articles, prepositions, conjunctions."""
    names: tuple[Phrase, ...] = ()
    """Names that readers know in Latin letters, in a script of other ones: WhatsApp."""

    def without_names(self, text: str) -> str:
        """The text without the names."""
        for name in self.names:
            text = text.replace(name, "")
        return text


class PluralForms(Table):
    """The forms of a text with a number, by CLDR plural category: "{0} piece", "{0} pieces".

    A form without a number says one or two by its word alone: سنتان, two years.
    """

    zero: Phrase | None = None
    one: Phrase | None = None
    two: Phrase | None = None
    few: Phrase | None = None
    many: Phrase | None = None
    other: Phrase

    @model_validator(mode="after")
    def _says_every_number(self) -> Self:
        bare = [t for t in (self.zero, self.few, self.many, self.other) if t and "{" not in t]
        if bare:
            raise ValueError(f"{bare[0]!r} stands for many numbers and must hold its own")
        return self

    def form(self, category: str) -> str:
        """The pattern for a category."""
        return getattr(self, category) or self.other

    def forms(self) -> tuple[str, ...]:
        """Every pattern."""
        known = (self.zero, self.one, self.two, self.few, self.many, self.other)
        return tuple(pattern for pattern in known if pattern)

    def worded(self) -> tuple[tuple[int, str], ...]:
        """The words that say one or two without a number: (2, "سنتان")."""
        known = ((1, self.one), (2, self.two))
        return tuple((n, words) for n, words in known if words and "{" not in words)


def _plural(value: object) -> object:
    return {"other": value} if isinstance(value, str) else value


Plural = Annotated[PluralForms, BeforeValidator(_plural)]
"""In a file a table of forms, or one text for all numbers."""


class PriceWords(Table):
    """How prices by quantity, color or size are written: `{price} from {quantity}`."""

    step: Annotated[str, Field(pattern=r"\{price\}.*\{quantity\}|\{quantity\}.*\{price\}")]
    """What one costs who buys at least so many."""
    within: Annotated[str, Field(pattern=r"\{price\}.*\{quantity\}|\{quantity\}.*\{price\}")]
    """The same of a range of quantities: `{price} for {quantity}`."""
    up: Annotated[str, Field(pattern=r"\{quantity\}")] = "≥\u00a0{quantity}"
    """In a table: at least so many."""
    least: Annotated[str, Field(pattern=r"\{price\}")]
    """The lowest of several prices: `from {price}`."""
    variant: Annotated[str, Field(pattern=r"\{name\}.*\{price\}")]
    """A color, size or model with its price."""
    joint: Phrase = ", "
    """What stands between two steps."""
    between: Phrase = "; "
    """What stands between two variants that have several prices each."""
    unit_each: bool = False
    """Each quantity has its unit, not only the first: 100 pieces, 500 pieces."""
    governs: Mapping[str, Phrase] = Field(default_factory=dict)
    """Plural category -> the one whose form stands after the words of a step: от 2 штук."""


class PromotionWords(Table):
    """What a buyer of much gets: `buy {quantity}, get {gift} free`."""

    free: Annotated[str, Field(pattern=r"\{quantity\}.*\{gift\}")]
    second: Annotated[str, Field(pattern=r"\{percent\}")]
    """What the second piece costs less."""
    off: Annotated[str, Field(pattern=r"\{off\}.*\{from\}|\{from\}.*\{off\}")]
    """What is taken off from a sum on."""
    shipping: Annotated[str, Field(pattern=r"\{from\}")]
    """Free shipping, from a quantity or a sum on."""


class PaymentWords(Table):
    """How and when it is paid."""

    deposit: Annotated[str, Field(pattern=r"\{percent\}")]
    rest: Mapping[str, Phrase]
    """When what is left is paid, by `records.Rest`: balance before shipment."""
    all: Mapping[str, Phrase]
    """The same of the whole sum, where there is no deposit."""


class Patterns(Table):
    """How values are put together, as in `{price} per {unit}`."""

    prices: PriceWords
    promotions: PromotionWords
    payment: PaymentWords
    per: Phrase
    range: Phrase
    minimum: Phrase
    discount: Phrase
    discount_from: Phrase
    age_from: Plural
    age_range: Phrase
    label: Phrase
    codes: Phrase = ", "
    """What stands between the codes of a list: CE, FCC."""
    across_zero: Annotated[str, Field(pattern=r"\{low\}.*\{high\}")] | None = None
    """A range that begins below zero and ends above: −20…+60; None: as any other."""
    grade: Phrase = "{term} {grade}"
    """A material with its grade: stainless steel 304."""
    article: str = ""
    """What may be joined before a noun and says no more than the noun: ال."""
    noun_last: bool = False
    """An adjective stands before its noun and may stand alone after a label: Packaging: vacuum."""


class OtherName(Table):
    """What a fact is called where its value has a certain unit: Drehzahl for 3000 rpm."""

    label: Phrase
    sentence: Phrase


class UnitForms(PluralForms):
    """A trade unit: a number of it, and its name after "per"."""

    per: Phrase


class CurrencyForms(PluralForms):
    """A currency: its spoken forms, its symbol beside digits, and every word that names it."""

    symbol: Phrase | None = None
    """What a buyer cannot take for another currency: US$, never $. None: written as spoken."""
    follows: bool = False
    """The symbol stands after the digits, whatever CLDR's pattern says: 18.50元, 18,50 CNY."""
    words: tuple[Phrase, ...]

    def names(self) -> tuple[str, ...]:
        """Everything that stands for the currency beside a number."""
        said = (form.replace("{0}", "").strip() for form in self.forms())
        return tuple(dict.fromkeys([*filter(None, [self.symbol]), *self.words, *said]))


class SpokenWords(Table):
    """Words that a voice says for symbols; what is missing is said as it is written."""

    measures: Mapping[str, Plural] = Field(default_factory=dict)
    """Measures that are said otherwise than CLDR has them, or that it does not have."""
    per: Annotated[str, Field(pattern=r"\{price\}|\{unit\}")] | None = None
    """A price and what it is for: `{price} for each {unit}`."""
    range: Plural | None = None
    """Two ends of a range, by the plural category of the higher one: `{low} to {high}`."""
    unit_twice: bool = False
    """Both ends of a range have their unit: 3日から5日."""
    zeros: bool = True
    """A price has its last zero: 18.50."""
    names: Mapping[str, Phrase] = Field(default_factory=dict)
    """Names in Latin letters as a voice says them: WhatsApp -> ワッツアップ."""
    across_zero: Annotated[str, Field(pattern=r"\{low\}.*\{high\}")] | None = None
    """A range that begins below zero and ends above: `{low} to plus {high}`."""
    times: Phrase | None = None
    """What stands between two lengths of a size: ` by `."""
    minus: Phrase | None = None
    """What stands before a number below zero."""

    @model_validator(mode="after")
    def _ranges_have_both_ends(self) -> Self:
        for form in self.range.forms() if self.range else ():
            if not re.search(r"\{low\}.*\{high\}", form):
                raise ValueError(f"a range holds {{low}} and, after it, {{high}}: {form!r}")
        return self
