"""Who logged in and who fetched what: a line of JSON each, for whoever runs the page for several.

{"at": "2026-11-29T08:00:00Z", "user": "anna", "address": "10.0.0.7", "what": "log in"}
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

LARGEST_BYTES = 10_000_000
"""Then the file steps aside as `audit.log.1`, in the place of the one before."""
AGAIN_S, MAX_REMEMBERED = 3600, 10_000
"""What a user fetches again within that time is no new line: nobody pushes the others out."""


class Audit:
    """A file that only its owner can read; without a path nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._fetched: OrderedDict[tuple[str, ...], float] = OrderedDict()

    def note(self, what: str, *, user: str, address: str, of: str = "") -> None:
        """Write a line; a disk that is full stops nobody's work."""
        if self._path is None:
            return
        at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        line = {"at": at, "user": user, "address": address, "what": what}
        text = json.dumps({**line, **({"of": of} if of else {})}, ensure_ascii=False)
        with self._lock, suppress(OSError):
            if of and self._is_known(user, what, of):
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > LARGEST_BYTES:
                os.replace(self._path, self._path.with_name(f"{self._path.name}.1"))
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(f"{text}\n")

    def _is_known(self, *fetched: str) -> bool:
        """Whether the same was fetched by the same user a short time ago."""
        now = time.monotonic()
        is_known = now - self._fetched.get(fetched, -AGAIN_S) < AGAIN_S
        if not is_known:
            self._fetched[fetched] = now
            if len(self._fetched) > MAX_REMEMBERED:
                self._fetched.popitem(last=False)
        return is_known
