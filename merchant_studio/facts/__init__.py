"""What a fact is: its kinds, keys and units, how a sheet states it, and how it is written.

A fact is never written by a model: the model writes its tag, and `fill` puts the value there.
"""

from __future__ import annotations

from .alike import agree, exceeds, in_base_unit
from .around import around, plural_of
from .certificates import CERTIFICATES
from .checked import Checked, Doubt, check_typed, doubts
from .complete import completed, translated
from .dialling import international
from .filling import can_say, fill, listed, sayable, shown
from .in_short import summary
from .keys import KEYS, ROLE_BY_KIND, ROLE_BY_UNIT
from .labels import capitalized, describes, label, labelled, names_itself, sentence
from .naming import keys_of
from .saying import pronounced
from .sheet import key_of, read_sheet, read_value
from .write import spoken, written

__all__ = [
    "CERTIFICATES",
    "KEYS",
    "ROLE_BY_KIND",
    "ROLE_BY_UNIT",
    "Checked",
    "Doubt",
    "agree",
    "around",
    "can_say",
    "capitalized",
    "check_typed",
    "completed",
    "describes",
    "doubts",
    "exceeds",
    "fill",
    "in_base_unit",
    "international",
    "key_of",
    "keys_of",
    "label",
    "labelled",
    "listed",
    "names_itself",
    "plural_of",
    "pronounced",
    "read_sheet",
    "read_value",
    "sayable",
    "sentence",
    "shown",
    "spoken",
    "summary",
    "translated",
    "written",
]
