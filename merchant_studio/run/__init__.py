"""What is kept between runs.

| noun | file |
|---|---|
| the folder of a run | `folder.py` |
| what was asked for: recording, languages, options | `request.py` |
| what the product is called where its sheet does not say | `named.py` |
| what he perhaps says, and what nobody can say of it | `meant.py` |
| what the merchant changed | `revisions.py` |
| whether a record that was edited by hand can be used | `valid.py` |
| whether brief and sheet agree | `truth.py` |
"""

from . import revisions
from .folder import SHARED, RunFolder, remove
from .meant import MESSAGE, with_doubts
from .named import NAMES, with_names
from .request import RUN_FILE, changed_sources, open_run, own_folder, remember_run
from .revisions import put_line, with_edits
from .truth import check_sheet
from .valid import check_places

__all__ = [
    "MESSAGE",
    "NAMES",
    "RUN_FILE",
    "SHARED",
    "RunFolder",
    "changed_sources",
    "check_places",
    "check_sheet",
    "open_run",
    "own_folder",
    "put_line",
    "remember_run",
    "remove",
    "revisions",
    "with_doubts",
    "with_edits",
    "with_names",
]
