"""Presses that come twice are done once.

A page whose connection breaks off does not know whether its last press arrived, so it sends it
again. Each tab numbers its presses; a number that was done already is only shown again. What was
done for a product stands in its folder, too, for a server that was killed before it answered:

    <product>/.pressed.json    {"3f9a...": 12}: the last press of each tab
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ..errors import RecordError
from ..run import RunFolder

MAX_TABS, MAX_NOTED = 1000, 50
NOTED = ".pressed.json"


@dataclass(slots=True)
class _Tab:
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: int = 0


class Presses:
    """How far each tab has come; the tabs that pressed longest ago are forgotten."""

    def __init__(self) -> None:
        self._tabs: OrderedDict[tuple[str, str], _Tab] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def once(
        self, user: str, tab: str, number: int, product: RunFolder | None = None
    ) -> Iterator[bool]:
        """Whether press `number` of a tab is to be done; presses of one tab wait in turn.

        A press without a tab or a number is always done. With `product` the press is noted there.
        """
        if not tab or not number:
            yield True
            return
        known = self._tab(user, tab)
        with known.lock:
            if product:
                known.done = max(known.done, _noted(product).get(tab, 0))
            is_new = number > known.done
            yield is_new
            known.done = max(known.done, number)
            if product and is_new:
                _note(product, tab, number)

    def _tab(self, user: str, tab: str) -> _Tab:
        with self._lock:
            known = self._tabs.setdefault((user, tab), _Tab())
            self._tabs.move_to_end((user, tab))
            if len(self._tabs) > MAX_TABS:
                self._tabs.popitem(last=False)
            return known


def _noted(product: RunFolder) -> dict[str, int]:
    with suppress(RecordError):
        return product.read_json(NOTED) or {}
    return {}


def _note(product: RunFolder, tab: str, number: int) -> None:
    """Keep that a press was done, where something is kept of the product."""
    if product.path.is_dir():
        with product.changing():
            others = [each for each in _noted(product).items() if each[0] != tab]
            product.write_json(NOTED, dict([*others[1 - MAX_NOTED :], (tab, number)]))


async def values_of(request: Request) -> dict[str, Any]:
    """The values of a press or a field, as the page sends them.

    Raises:
        HTTPException: they are none (422).
    """
    try:
        values = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(422) from error
    if not isinstance(values, dict):
        raise HTTPException(422)
    return values
