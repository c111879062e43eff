"""What a fact is: its kinds, keys and units, how a sheet states it, and how it is written.

A fact is never written by a model: the model writes its tag, and `fill` puts the value there.
"""

from __future__ import annotations

from .alike import agree
from .filling import can_say, fill, listed, sayable, shown
from .keys import KEYS, Key
from .labels import capitalized, label, labelled, names_itself, sentence
from .naming import keys_of
from .saying import pronounced
from .sheet import key_of, read_sheet, read_value
from .write import spoken, written

__all__ = [
    "KEYS",
    "Key",
    "agree",
    "can_say",
    "capitalized",
    "fill",
    "key_of",
    "keys_of",
    "label",
    "labelled",
    "listed",
    "names_itself",
    "pronounced",
    "read_sheet",
    "read_value",
    "sayable",
    "sentence",
    "shown",
    "spoken",
    "written",
]
