"""The files of a product's run, each read and checked once, until it is another one."""

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
    file of the same number, size and time has been read already, or was written here.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._texts: dict[str, tuple[_Stamp, str]] = {}
        self._json: dict[str, tuple[str, dict[str, Any] | None]] = {}
        self._records: dict[tuple[str, type], tuple[dict[str, Any], Any]] = {}

    def read_text(self, name: str) -> str:
        """As in `RunFolder`."""
        stamp, known = _stamp(f"{self.path}/{name}"), self._texts.get(name)
        if known is None or known[0] != stamp:
            known = self._texts[name] = stamp, super().read_text(name)
        return known[1]

    def read_json(self, name: str) -> dict[str, Any] | None:
        """As in `RunFolder`; whoever asks changes nothing in what is returned."""
        try:
            text, known = self.read_text(name), self._json.get(name)
        except (OSError, ValueError):
            return super().read_json(name)  # which tells what is wrong
        if known is None or known[0] is not text:
            known = self._json[name] = text, super().read_json(name)
        return known[1]

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
        self._texts.pop(name, None)
        with super().replacing(name) as temporary:
            yield temporary

    def _wrote(self, name: str, text: str, temporary: Path) -> None:
        if "\r" not in text:  # which is read as another one
            self._texts[name] = _stamp(temporary), text


def _stamp(path: str | Path) -> _Stamp:
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns
