"""Whose events are whose: a user who learns another's event or session gets nothing by it."""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping

MAX_REMEMBERED = 10_000
CALL = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/?")
"""Asking for an event; the answer names it: {"event_id": "..."}."""
EVENT = re.compile(r"/gradio_api/call/(?:v2/)?[^/]+/([^/]+)")
"""Its result."""
HEARTBEAT = re.compile(r"/gradio_api/heartbeat/([^/]+)")


class Owners:
    """The user of each event and session, the first who used it."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def may(self, user: str, path: str, query: Mapping[str, str]) -> bool:
        """Whether the user may ask for this: nobody else has asked for it before."""
        found = EVENT.fullmatch(path) or HEARTBEAT.fullmatch(path)
        name = found[1] if found else query.get("session_hash", "")
        return not name or self.owner(name, user) == user

    def owner(self, name: str, user: str) -> str:
        """Whose it is; `user` becomes the owner of what is nobody's."""
        with self._lock:
            while len(self._owners) >= MAX_REMEMBERED:
                self._owners.popitem(last=False)
            return self._owners.setdefault(name, user)

    def learn(self, user: str, answer: bytes) -> None:
        """Remember whose event an answer to `CALL` names."""
        try:
            event = json.loads(answer).get("event_id")
        except (ValueError, AttributeError):
            return
        if isinstance(event, str):
            self.owner(event, user)
