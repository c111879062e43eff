"""What is particular to a language or a market: read from files of data, never from code."""

from .profiles import (
    LANGUAGES_FOLDER,
    NAMELESS,
    REFERENCE,
    TAG,
    LanguageProfile,
    language_codes,
    profile,
    read_profile,
)

__all__ = [
    "LANGUAGES_FOLDER",
    "NAMELESS",
    "REFERENCE",
    "TAG",
    "LanguageProfile",
    "language_codes",
    "profile",
    "read_profile",
]
