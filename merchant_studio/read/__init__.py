"""What a sheet and a transcript mean: the values in them, what each is, and the brief.

| noun | file |
|---|---|
| the values that are typed | `sheet/`: `product.yaml`, and what is typed on the page |
| the values that are said | `readers.py`: in Chinese `chinese/`, in English `english/` |
| what each value is: its price, its weight | `roles.py` |
| which of several listenings is believed | `votes.py` |
| the facts of sheet and speech, brought together | `brief.py` |
| what he is told of what was heard | `findings.py` |
| where the facts stand in what was said | `tagged.py` |
| what the merchant meant, and his selling points | `meaning.py` |
| the selling points that the catalogue knows, and those that he is offered | `points.py` |
| what a buyer would miss | `missing.py` |

Nothing here knows which recognizer listened.
"""

from .brief import brief_of, doubtful, heard_otherwise, make_brief, read_pitch
from .findings import clock
from .found import CLAUSE_END, HeardValue
from .meaning import CHANGES_NUMBER, read_message, sheet_of, understanding, with_unchanged
from .missing import Missing, missing
from .points import (
    Offer,
    offers,
    offers_for,
    point_of,
    recognized_message,
    sheet_points,
    with_catalogue,
)
from .readers import states_number
from .sheet import Checked, Doubt, check_typed, key_of, read_sheet, read_table, read_value
from .tagged import placed, tagged_lines, with_tags

__all__ = [
    "CHANGES_NUMBER",
    "CLAUSE_END",
    "Checked",
    "Doubt",
    "HeardValue",
    "Missing",
    "Offer",
    "brief_of",
    "check_typed",
    "clock",
    "doubtful",
    "heard_otherwise",
    "key_of",
    "make_brief",
    "missing",
    "offers",
    "offers_for",
    "placed",
    "point_of",
    "read_message",
    "read_pitch",
    "read_sheet",
    "read_table",
    "read_value",
    "recognized_message",
    "sheet_of",
    "sheet_points",
    "states_number",
    "tagged_lines",
    "understanding",
    "with_catalogue",
    "with_tags",
    "with_unchanged",
]
