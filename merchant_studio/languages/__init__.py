"""What is particular to a language or a market: read from files of data, never from code.

| noun | file |
|---|---|
| a language: its letters, phrases, patterns | `profiles.py`, `tables.py` |
| the words of the trade in every language: 保温杯 is a thermos | `lexicon.py` |
| what a line may speak of: a lid, soft, for ever | `concepts.py` |
| which number a word states: achtzehn is 18 | `spelled.py` |
| what a platform covers of a picture, and how long a post may be | `platforms.py` |
| what a language claims and denies, and what advertisements may claim in a market | `markets.py` |
"""

from . import lexicon
from .concepts import concept_words, concepts
from .markets import (
    Market,
    Rule,
    claim_words,
    families,
    market,
    market_codes,
    markets_for,
    markets_in,
    ruled_families,
)
from .platforms import PostLimits, Rect, platform, platform_names, safe_area
from .profiles import (
    LANGUAGES_FOLDER,
    REFERENCE,
    TAG,
    LanguageProfile,
    any_of,
    canonical_tag,
    is_spaced,
    language_codes,
    plain_letters,
    profile,
    read_profile,
    runs_on,
    script_of,
    words_pattern,
)
from .spelled import SpelledNumber, numbers_in_words, value_of_word
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
    "SpelledNumber",
    "StrictTable",
    "any_of",
    "canonical_tag",
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
    "numbers_in_words",
    "plain_letters",
    "platform",
    "platform_names",
    "profile",
    "read_profile",
    "ruled_families",
    "runs_on",
    "safe_area",
    "script_of",
    "value_of_word",
    "words_pattern",
]
