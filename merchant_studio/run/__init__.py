"""What is kept between runs.

| noun | file |
|---|---|
| the folder of a run | `folder.py` |
| what something was made from, and whether it is old | `made_from.py` |
| one hand at a time | `hands.py` |
| the same after a kill or a power cut | `mending.py` |
| what was asked for: recording, languages, options | `request.py` |
| what the product is called where its sheet does not say | `named.py` |
| what he perhaps says, and what nobody can say of it | `meant.py` |
| what the merchant changed | `revisions.py`; in the transcript `retyped.py` |
| what of it stays when transcript and brief are made anew | `listened.py`, over `carried.py` |
| the sheet as he fills it in | `sheets.py` |
| changes taken back, and done again; what they were | `history.py`, `changes.py` |
| whether a record that was edited by hand can be used | `valid.py` |
| whether brief and sheet agree | `truth.py` |
"""

from . import changes, mending, retyped, revisions, sheets
from .folder import SHARED, RunFolder, remove
from .hands import one_hand
from .history import History, What
from .listened import (
    BRIEF,
    TRANSCRIPT,
    change_transcript,
    heard_again,
    kept_brief,
    kept_transcript,
    leave_doubted_open,
    missing_in,
)
from .made_from import FIRST, PROGRAM, UNKNOWN, MadeFrom, changed, differing
from .meant import MESSAGE, misheard, with_doubts
from .named import NAMES, with_names
from .request import RUN_FILE, changed_sources, open_run, own_folder, remember_run
from .revisions import put_line, with_edits
from .truth import check_sheet
from .valid import check_places

__all__ = [
    "BRIEF",
    "FIRST",
    "MESSAGE",
    "NAMES",
    "PROGRAM",
    "RUN_FILE",
    "SHARED",
    "TRANSCRIPT",
    "UNKNOWN",
    "History",
    "MadeFrom",
    "RunFolder",
    "What",
    "change_transcript",
    "changed",
    "changed_sources",
    "changes",
    "check_places",
    "check_sheet",
    "differing",
    "heard_again",
    "kept_brief",
    "kept_transcript",
    "leave_doubted_open",
    "mending",
    "misheard",
    "missing_in",
    "one_hand",
    "open_run",
    "own_folder",
    "put_line",
    "remember_run",
    "remove",
    "retyped",
    "revisions",
    "sheets",
    "with_doubts",
    "with_edits",
    "with_names",
]
