"""The independent reader: is a text what a buyer may read? It shares no code with the writer.

`check_line` reads a line while its tags still stand; `check_filled` reads the finished text and
finds every number in it again, with its unit. Both give what is wrong, as sentences for the
merchant (`Notice`), or nothing.
"""

from .cues import clauses, swapped_roles
from .filled import check_filled, states
from .language import other_language
from .line import NumberWord, check_line, number_words_in
from .quantities import read_numbers, read_quantities

__all__ = [
    "NumberWord",
    "check_filled",
    "check_line",
    "clauses",
    "number_words_in",
    "other_language",
    "read_numbers",
    "read_quantities",
    "states",
    "swapped_roles",
]
