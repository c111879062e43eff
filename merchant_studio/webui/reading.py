"""The records of a product, each read and checked once, until its file is another one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from ..run import RunFolder

_Record = TypeVar("_Record")
_Stamp: TypeAlias = tuple[int, int, int]


class ReadOnce(RunFolder):
    """A run folder as one request has it before it.

    Whoever writes, also the process that works, puts a new file in the place of the old one. So a
    file of the same number, size and time has been read already.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._json: dict[str, tuple[_Stamp, dict[str, Any]]] = {}
        self._records: dict[tuple[str, type], tuple[dict[str, Any], Any]] = {}

    def read_json(self, name: str) -> dict[str, Any] | None:
        """As in `RunFolder`; whoever asks changes nothing in what is returned."""
        stamp, known = self._stamp(name), self._json.get(name)
        if known and known[0] == stamp:
            return known[1]
        values = super().read_json(name)
        if stamp and values is not None:
            self._json[name] = stamp, values
        return values

    def stored(self, name: str, kind: type[_Record]) -> _Record:
        """As in `RunFolder`."""
        values, known = self.read_json(name), self._records.get((name, kind))
        if known is None or known[0] is not values:
            record = super().stored(name, kind)
            if values is not None:
                self._records[name, kind] = values, record
            return record
        return cast(_Record, known[1])

    @contextmanager
    def replacing(self, name: str) -> Iterator[Path]:
        """As in `RunFolder`."""
        with super().replacing(name) as temporary:
            yield temporary
        self._json.pop(name, None)

    def _stamp(self, name: str) -> _Stamp | None:
        try:
            found = os.stat(f"{self.path}/{name}")
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns
