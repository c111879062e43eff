"""What a transcript and a sheet mean: the values that are said, what each is, and the brief.

| noun | file |
|---|---|
| the values that are said | `readers.py`: in Chinese `chinese/`, in English `english/` |
| what each value is: its price, its weight | `roles.py`, by what stands around it (`clues.py`) |
| which of several listenings is believed | `votes.py` |
| the facts of sheet and speech, brought together | `brief.py` |

Nothing here knows which recognizer listened.
"""

from .brief import make_brief
from .found import CLAUSE_END
from .readers import states_number

__all__ = ["CLAUSE_END", "make_brief", "states_number"]
