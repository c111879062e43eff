"""The tables of a language file that tell how numbers, units and captions are written and heard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Phrase = Annotated[str, Field(min_length=1)]


class Table(BaseModel):
    """A TOML table in which an unknown or missing key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    hotwords: tuple[Phrase, ...] = ()
    """Words of the trade to listen for; more than about ten make recognizers hear them anywhere."""
    script: Literal["", "t2s"] = ""
    """The OpenCC conversion of what is heard: t2s makes traditional letters simplified."""


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
    bare_units: tuple[Phrase, ...] = ()
    """Units that a written line must not hold beside its tags: they ask for a number."""
    unit_words: tuple[Phrase, ...] = ()
    """Words that right after a value would say its unit twice: pcs, working days."""
    never_last: tuple[Phrase, ...] = ()
    """Words with which no sentence ends: articles, prepositions, conjunctions."""


class Patterns(Table):
    """How values are put together; the names in braces are what stands there."""

    per: Phrase
    range: Phrase
    minimum: Phrase
    discount: Phrase
    discount_from: Phrase
    age_from: Phrase
    age_range: Phrase
    label: Phrase
    codes: Phrase = ", "
    """What stands between the codes of a list: CE, FCC."""


class NamedUnit(Table):
    """A unit's name beside a number: a pattern with `{0}` for each CLDR plural category."""

    zero: Phrase | None = None
    one: Phrase | None = None
    two: Phrase | None = None
    few: Phrase | None = None
    many: Phrase | None = None
    other: Phrase

    def form(self, category: str) -> str:
        """The pattern for a category."""
        return getattr(self, category) or self.other

    def forms(self) -> tuple[str, ...]:
        """Every pattern."""
        known = (self.zero, self.one, self.two, self.few, self.many, self.other)
        return tuple(pattern for pattern in known if pattern)


class UnitForms(NamedUnit):
    """A trade unit: a number of it, and its name after "per"."""

    per: Phrase


class CurrencyForms(NamedUnit):
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

    milliampere_hour: NamedUnit | None = Field(None, alias="milliampere-hour")
    revolution_per_minute: NamedUnit | None = Field(None, alias="revolution-per-minute")
    gram_per_square_meter: NamedUnit | None = Field(None, alias="gram-per-square-meter")
    denier: NamedUnit | None = None
    range: Annotated[str, Field(pattern=r"\{low\}.*\{high\}")] | None = None
    """Two ends of a range: `{low} to {high}`."""
    times: Phrase | None = None
    """What stands between two lengths of a size: ` by `."""
    minus: Phrase | None = None
    """What stands before a number below zero."""

    def unit(self, name: str) -> NamedUnit | None:
        """The forms of a trade unit without a CLDR name, such as `milliampere-hour`."""
        return getattr(self, name.replace("-", "_"), None)
