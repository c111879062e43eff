"""What is particular to a language: read from `data/languages/<code>.toml`, one file each.

To add a language, add a file; nothing else names it. `zh.toml` and `en.toml` are the ones to
imitate. Every key is checked: a profile that lacks a plural form, a label or a phrase is refused.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ..errors import UnknownNameError
from ..messages import name_of, say
from .tables import (
    CaptionRules,
    CurrencyForms,
    Hearing,
    OtherName,
    Patterns,
    Phrase,
    Plural,
    SpokenWords,
    Table,
    TextRules,
    UnitForms,
)

_UNREAD = re.compile("[\u064b-\u0652\u0640]")
_RUNNING_ON = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "THAI")
"""Scripts, by the beginning of their letters' names, in which words follow each other at once."""


@lru_cache(maxsize=4096)  # all word lists of 16 languages together; to compile one takes 3 ms
def words_pattern(words: tuple[str, ...], letters: str, spaced: bool) -> re.Pattern[str]:
    """A pattern for any of the words, whole where the script puts spaces between words.

    `*` in a word is the rest of it: `zweijährig*`.

    Not `\\b`: in Hindi it takes vowel signs for the end of a word.
    """
    edge = f"(?-i:[{letters}])"  # large classes are slow without case
    parts = "|".join(
        f"{edge}*".join(map(re.escape, word.split("*")))
        for word in sorted(words, key=len, reverse=True)
    )
    whole = rf"(?<!{edge})(?:{parts})(?!{edge})" if spaced else f"(?:{parts})"
    return re.compile(whole, re.I)


def plain_letters(text: str) -> str:
    """The text composed (NFC), without what is written in Arabic or not: short vowels, tatweel."""
    return _UNREAD.sub("", unicodedata.normalize("NFC", text))


def is_spaced(profile: LanguageProfile) -> bool:
    """Whether spaces stand between words."""
    return " " in profile.text.punctuation and not profile.captions.phrase_breaks


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first; for none it matches nothing."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) or r"(?!)"


def runs_on(letter: str) -> bool:
    """Whether the letter is of a script whose words other letters may follow at once."""
    return script_of(letter) in _RUNNING_ON


def script_of(letter: str) -> str:
    """The script of a letter, as the first word of its Unicode name: LATIN, CJK, KATAKANA."""
    return unicodedata.name(letter, "?").split()[0]


LANGUAGES_FOLDER = Path(__file__).parents[1] / "data" / "languages"
REFERENCE = "en"
"""The profile whose labels, units and phrases every other one must have."""
US_CUSTOMARY = ("LR", "US")
"""Markets that measure in inches and pounds (CLDR, measurementData)."""
NAMELESS = frozenset({"name", "contact", "address"})
"""Keys whose value needs no word around it that says what it is: "Look at <name>"."""

KINDS = ("greeting", "introduction")
"""Kinds of sentences that are no fact's; the introduction names the product."""

TAG = re.compile(r"<([^\W\d_]\w*)>")
"""A fact's place in a text: `<price>`."""


Variants = Annotated[tuple[Phrase, ...], Field(min_length=3)]


class ShortPhrases(Table):
    """The shortest sentences, for a voice that has no time for more."""

    introduction: Phrase


class Phrasebook(Table):
    """Complete sentences, reviewed by hand; tags stand where no inflection is needed."""

    greeting: Variants
    """Samples of the language, by which a voice or a font is tried."""
    introduction: Variants
    short: ShortPhrases
    facts: Mapping[str, Phrase]
    """One sentence for each usual fact key, holding that key's tag once."""
    said_by_men: Mapping[str, Phrase] = Field(default_factory=dict)
    """Words of the sentences that a man says otherwise: ค่ะ -> ครับ."""


class CardWords(Table):
    """Words on the cards that are laid over the picture."""

    scan: Phrase
    """What stands beside the code that leads to the merchant."""


class QuoteWords(Table):
    """Words of an offer that a buyer can forward, and of a catalogue of offers."""

    title: Phrase
    date: Phrase
    quantity: Phrase
    price: Phrase
    """Over the prices of a table: of one piece, pair or set."""
    option: Phrase
    """Over the names of colors, sizes and models."""
    details: Phrase
    packing: Phrase
    terms: Phrase
    contact: Phrase
    carton_volume: Phrase
    video: Phrase
    catalogue: Phrase


class PostWords(Table):
    """Words for the post that goes with a video."""

    hashtags: tuple[Phrase, ...]


class LanguageProfile(Table):
    """Everything that the stages ask of a language."""

    code: Phrase
    """BCP-47 language subtag, also the file's name."""
    name: Phrase
    """English name, used in prompts."""
    native_name: Phrase
    market: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """The region a bare language tag means (ISO 3166)."""
    market_is_named: bool = False
    """The region was asked for, as in `en-US`; not the language's usual market."""
    is_male: bool = False
    """A man speaks; see `said_by`."""
    script: Annotated[str, Field(pattern=r"^[A-Z][a-z]{3}$")]
    """ISO 15924 code."""
    direction: Literal["ltr", "rtl"]
    register_: Phrase = Field(alias="register")
    """How to address the buyer, as prompts have it in brackets after the language: few tokens."""
    sellers_say: tuple[Phrase, Phrase]
    """Two lines as a seller there says them, one with tags, as examples for writers."""
    hearing: Hearing = Field(default_factory=lambda: Hearing())
    captions: CaptionRules
    text: TextRules
    patterns: Patterns
    units: Mapping[str, UnitForms]
    per: Mapping[str, Phrase]
    measures: Mapping[str, Plural] = Field(default_factory=dict)
    """A unit as natives write it where CLDR does otherwise: `mass-gram` -> `{0} กรัม`."""
    currencies: Mapping[str, CurrencyForms]
    spoken: SpokenWords = Field(default_factory=lambda: SpokenWords.model_validate({}))
    labels: Mapping[str, Phrase]
    phrases: Phrasebook
    by_unit: Mapping[str, Mapping[str, OtherName]] = Field(default_factory=dict)
    """Keys that are called otherwise for some units: speed -> x-revolution-per-minute."""
    cues: Mapping[str, tuple[Phrase, ...]]
    cards: CardWords
    quote: QuoteWords
    post: PostWords

    @property
    def name_for_market(self) -> str:
        """The language's name, with the market that was asked for: `Spanish (Mexico)`."""
        if not self.market_is_named:
            return self.name
        from babel import Locale

        return f"{self.name} ({Locale('en').territories[self.market]})"

    @property
    def us_customary(self) -> bool:
        """Whether buyers also read inches and pounds: in the US, if they are whom it is for."""
        return self.market_is_named and self.market in US_CUSTOMARY

    def __hash__(self) -> int:
        """Of language and market, so that a profile may be a cache's key."""
        return hash((self.code, self.market))

    @property
    def locale(self) -> str:
        """The CLDR locale of the language in its market: `es_ES`."""
        return f"{self.code}_{self.market}"

    def said_by(self, speaker: str) -> LanguageProfile:
        """The profile with its sentences as that speaker says them; `male`: สวัสดีครับ."""
        male = self.model_copy(update={"is_male": True})
        if speaker != "male" or not self.phrases.said_by_men:
            return self

        def said(value: Any) -> Any:
            if isinstance(value, Mapping):
                return {key: said(each) for key, each in value.items()}
            return male.said(value) if isinstance(value, str) else tuple(map(said, value))

        own = self.phrases.model_dump(exclude={"said_by_men"})
        phrases = {**said(own), "said_by_men": self.phrases.said_by_men}
        return male.model_copy(update={"phrases": Phrasebook.model_validate(phrases)})

    def said(self, text: str) -> str:
        """A text with the words that who speaks says: ครับ for ค่ะ, if he is a man."""
        words = self.phrases.said_by_men if self.is_male else {}
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, words[word])
        return text

    @model_validator(mode="after")
    def _phrases_hold_their_tags(self) -> Self:
        for place, sentence, tags in self._placed():
            if TAG.findall(sentence) != tags:
                wanted = f"<{tags[0]}> once and no other tag" if tags else "no tag"
                raise ValueError(f"{place}: {sentence!r} must hold {wanted}")
        return self

    @model_validator(mode="after")
    def _phrases_keep_the_text_rules(self) -> Self:
        allowed = re.compile(f"[{self.text.letters}{re.escape(self.text.punctuation)}]*")
        for phrase in self.sentences():
            bare = self.text.without_names(TAG.sub("", phrase))
            if not allowed.fullmatch(bare):
                odd = sorted({c for c in bare if not allowed.fullmatch(c)})
                raise ValueError(f"{phrase!r} holds {odd}, which text.letters does not allow")
            if phrase[-1] not in self.text.sentence_end:
                raise ValueError(f"{phrase!r} does not end like a sentence")
        return self

    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the phrasebook, tags in place."""
        return tuple(sentence for _, sentence, _ in self._placed())

    def _placed(self) -> Iterator[tuple[str, str, list[str]]]:
        """Every sentence with its place in the file, such as `phrases.greeting`, and its tags."""
        for table, book in (("phrases", self.phrases), ("phrases.short", self.phrases.short)):
            for kind in KINDS:
                known = getattr(book, kind, ())
                for sentence in [known] if isinstance(known, str) else known:
                    tags = ["name"] if kind == "introduction" else []
                    yield f"{table}.{kind}", sentence, tags
        for key, sentence in self.phrases.facts.items():
            yield f"phrases.facts.{key}", sentence, [key]
        for key, names in self.by_unit.items():
            for name in names.values():
                yield f"by_unit.{key}", name.sentence, [key]


@cache
def language_codes() -> tuple[str, ...]:
    """The codes of all languages that have a file, sorted."""
    return tuple(sorted(path.stem for path in LANGUAGES_FOLDER.glob("*.toml")))


def canonical_tag(tag: str) -> str:
    """The one spelling of a language's tag: `es-MX` of `es-mx` and `es_MX`; errors as `profile`."""
    known = profile(tag)
    return f"{known.code}-{known.market}" if known.market_is_named else known.code


@cache
def profile(tag: str) -> LanguageProfile:
    """The profile for a BCP-47 tag; its region, if any, becomes the market (`es-MX`).

    Raises:
        UnknownNameError: there is no file for the language.
    """
    code, _, region = tag.replace("_", "-").partition("-")
    code = code.lower()
    if code not in language_codes() or (region and not re.fullmatch(r"[A-Za-z]{2}", region)):
        raise UnknownNameError("language", tag, language_codes())
    read = read_profile(LANGUAGES_FOLDER / f"{code}.toml")
    if not region:
        return read
    markets = _markets(code, read.script)
    if region.upper() not in markets:
        raise UnknownNameError(
            say("market of {language}", language=name_of(read.name)), region, markets
        )
    return read.model_copy(update={"market": region.upper(), "market_is_named": True})


def _markets(code: str, script: str) -> tuple[str, ...]:
    """The regions for which CLDR knows how the language writes numbers, in the file's script.

    Buyers in Taiwan and Hong Kong read traditional characters: `zh-TW` would mix both.
    """
    from babel import Locale, UnknownLocaleError
    from babel.localedata import locale_identifiers

    found = (
        re.fullmatch(rf"{code}_(?:[A-Z][a-z]{{3}}_)?([A-Z]{{2}})", i) for i in locale_identifiers()
    )
    markets = []
    for region in sorted({match[1] for match in found if match}):
        with suppress(UnknownLocaleError):
            if Locale.parse(f"{code}_{region}").script in (None, script):
                markets.append(region)
    return tuple(markets)


def read_profile(path: Path) -> LanguageProfile:
    """The profile in one TOML file, checked against the reference language.

    Raises:
        ValueError: a key is missing, unknown or out of bounds (a defect of the file).
    """
    read = LanguageProfile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    if path.stem != REFERENCE:
        _has_what_the_reference_has(read)
    return read


def _has_what_the_reference_has(read: LanguageProfile) -> None:
    reference = profile(REFERENCE)
    for table in ("units", "per", "currencies", "labels"):
        missing = set(getattr(reference, table)) ^ set(getattr(read, table))
        if missing:
            raise ValueError(f"{read.code}: {table} differs from {REFERENCE}: {sorted(missing)}")
    missing = set(reference.phrases.facts) ^ set(read.phrases.facts)
    if missing:
        raise ValueError(f"{read.code}: phrases.facts differs: {sorted(missing)}")
    differing = (set(reference.labels) - NAMELESS) ^ set(read.cues)
    if differing:
        raise ValueError(f"{read.code}: cues differs from {REFERENCE}: {sorted(differing)}")
