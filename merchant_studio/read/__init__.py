"""What a transcript and a sheet mean: the values that are said, what each is, and the brief.

| noun | file |
|---|---|
| the values that are said | `readers.py`: in Chinese `chinese/`, in English `english/` |
| what each value is: its price, its weight | `roles.py`, by what stands around it (`clues.py`) |
| which of several listenings is believed | `votes.py` |
| the facts of sheet and speech, brought together | `brief.py` |
| what the merchant meant, and his selling points | `meaning.py`, over `tagged.py` |
| the selling points that the catalogue knows | `points.py` |
| those that the merchant is offered for his words | `offers.py` |
| what was heard where he typed another value | `otherwise.py` |

Nothing here knows which recognizer listened.
"""

from .brief import brief_of, doubtful, make_brief
from .found import CLAUSE_END
from .meaning import read_message, sheet_of, understanding, with_unchanged
from .mentions import placed
from .offers import Offer, offers, offers_for
from .otherwise import Otherwise, heard_otherwise
from .points import point_of, recognized_message, sheet_points, with_catalogue
from .readers import states_number
from .tagged import tagged_lines, with_tags

__all__ = [
    "CLAUSE_END",
    "Offer",
    "Otherwise",
    "brief_of",
    "doubtful",
    "heard_otherwise",
    "make_brief",
    "offers",
    "offers_for",
    "placed",
    "point_of",
    "read_message",
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
