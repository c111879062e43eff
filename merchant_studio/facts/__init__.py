"""What a fact is: its kinds, keys and units, and how it is written and said.

A fact is never written by a model: the model writes its tag, and `fill` puts the value there.
"""

from __future__ import annotations

from .alike import agree, around, exceeds, in_base_unit, plural_of
from .codes import (
    CERTIFICATES,
    LONGEST_NUMBER,
    SHORTEST_NUMBER,
    as_of_china,
    certificates_like,
    digits_of,
    international,
    is_certificate,
    is_whole,
)
from .complete import as_given, as_meant, completed, translated
from .contacts import CONTACTS, contact_link, is_contact
from .deals import (
    OWN_KEYS,
    Row,
    begins_elsewhere,
    continued,
    in_one_unit,
    lowest,
    problem_with,
    rows_of,
)
from .filling import can_say, fill, is_mark, listed, sayable, shown
from .in_rows import ORDER_UNITS, currency_word, in_rows, unit_word, with_unshown
from .in_short import summary
from .incoterms import TRADE_TERMS, place_in_latin, problem_with_term
from .keys import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT, Key, bare, keys_of, names_of, spelled
from .labels import capitalized, describes, label, labelled, names_itself, sentence
from .parts import in_sentences, is_said, parts_of, whole_key, with_parts
from .price_table import from_lowest, price_table
from .saying import pronounced
from .write import spoken, written

__all__ = [
    "CERTIFICATES",
    "CONTACTS",
    "KEYS",
    "LONGEST_NUMBER",
    "ORDER_UNITS",
    "OWN_KEYS",
    "ROLE_BY_KIND",
    "ROLE_BY_UNIT",
    "SHORTEST_NUMBER",
    "TRADE_TERMS",
    "Key",
    "Row",
    "agree",
    "around",
    "as_given",
    "as_meant",
    "as_of_china",
    "bare",
    "begins_elsewhere",
    "can_say",
    "capitalized",
    "certificates_like",
    "completed",
    "contact_link",
    "continued",
    "currency_word",
    "describes",
    "digits_of",
    "exceeds",
    "fill",
    "from_lowest",
    "in_base_unit",
    "in_one_unit",
    "in_rows",
    "in_sentences",
    "international",
    "is_certificate",
    "is_contact",
    "is_mark",
    "is_said",
    "is_whole",
    "keys_of",
    "label",
    "labelled",
    "listed",
    "lowest",
    "names_itself",
    "names_of",
    "parts_of",
    "place_in_latin",
    "plural_of",
    "price_table",
    "problem_with",
    "problem_with_term",
    "pronounced",
    "rows_of",
    "sayable",
    "sentence",
    "shown",
    "spelled",
    "spoken",
    "summary",
    "translated",
    "unit_word",
    "whole_key",
    "with_parts",
    "with_unshown",
    "written",
]
