"""The table: every case, by what it is about. To add one, add a row to its file.

A file of cases has `cases()`; a new file is named here.
"""

from __future__ import annotations

from tests.hostile.cases import names, photos, recordings, sheets, sounds, tables
from tests.hostile.running import Case

ALL: tuple[Case, ...] = tuple(
    case for part in (recordings, sounds, photos, sheets, tables, names) for case in part.cases()
)
