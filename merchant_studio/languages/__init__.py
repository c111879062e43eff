"""What is particular to a language or a market: read from files of data, never from code.

| noun | file |
|---|---|
| a language: its letters, phrases, patterns | `profiles.py`, `tables.py` |
| the words of the trade in every language: 保温杯 is a thermos | `lexicon.py` |
| what a language claims and denies: waterproof, not, without | `claims.py` |
| what a line may speak of: a lid, soft, for ever | `concepts.py` |
| what a platform covers of a picture, and how long a post may be | `platforms.py` |
| what advertisements may claim in a market | `markets.py` |
| words in a text, by a language's own letters | `lettering.py` |
"""

from . import lexicon
from .claims import claim_words, families
from .concepts import concept_words, concepts
from .lettering import any_of, is_spaced, plain_letters, runs_on, script_of, words_pattern
from .markets import Market, Rule, market, market_codes, markets_for, markets_in
from .platforms import PostLimits, Rect, platform, platform_names, safe_area
from .profiles import (
    LANGUAGES_FOLDER,
    REFERENCE,
    TAG,
    LanguageProfile,
    language_codes,
    profile,
    read_profile,
)
from .tables import CaptionRules, CurrencyForms, OtherName, PluralForms, StrictTable

__all__ = [
    "LANGUAGES_FOLDER",
    "REFERENCE",
    "TAG",
    "CaptionRules",
    "CurrencyForms",
    "LanguageProfile",
    "Market",
    "OtherName",
    "PluralForms",
    "PostLimits",
    "Rect",
    "Rule",
    "StrictTable",
    "any_of",
    "claim_words",
    "concept_words",
    "concepts",
    "families",
    "is_spaced",
    "language_codes",
    "lexicon",
    "market",
    "market_codes",
    "markets_for",
    "markets_in",
    "plain_letters",
    "platform",
    "platform_names",
    "profile",
    "read_profile",
    "runs_on",
    "safe_area",
    "script_of",
    "words_pattern",
]
