"""Take back what the merchant changed in a run, and do it again; kept in the run's folder.

    history/at.json        {"at": 12, "by": "3f9a 7"}: the change that was made last, by which press
    history/000012.json    what changed, and all records as they were before it
    history/texts/1f2e...  a record's text, by its digest; many states share it

Before a change `remember` keeps the state of all records. `undo` keeps the state of now, too, so
that `redo` finds it. Takes and videos are never touched. A process that is killed while a state is
put back leaves a note of it in `at.json`, and `settle` ends what was begun. A press that comes
again, because the one who did it was killed before he answered, is done once: `begin`. A change
whose file or texts are lost or damaged cannot be taken back, and costs nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import InputError, RecordError
from ..messages import say
from .folder import RunFolder, remove

HISTORY = "history"
MOST_CHANGES = 200
MOST_BYTES = 20_000_000
OTHERS = ("report.json", "run.json", "spent.json")
"""JSON files of a run that are no records of what the merchant said or chose."""
PAGE, LOOKED_AT = "page.json", ("step", "tongue")
"""What the page keeps, and what of it is where somebody looks: that is never put back."""
FOLLOWS = ("written", "heard")
"""What of it follows from other records, and is no change; older versions kept `written`."""
FOUND = "findings.json"
"""What was found in the scripts; it follows, too."""
_AT, _TEXTS = f"{HISTORY}/at.json", f"{HISTORY}/texts"
_CHANGE = re.compile(r"\d{6}\.json")
What = Mapping[str, Any]
"""What a change was, for whoever shows it: `{"act": "revise", "was": ..., "now": ...}`."""
State = dict[str, str]
"""The digest of each record's text, by the record's name."""


@dataclass(frozen=True, slots=True)
class History:
    """The changes of one run."""

    run: RunFolder
    press: str = ""
    """Which press of which tab makes the changes, as in `3f9a 7`; empty: it never comes again."""

    def begin(self) -> None:
        """Put back what this press had begun to change; `undo` and `redo` do so themselves.

        Raises:
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            self.settle()
            first = at = self._at()
            while self.press and self._change(first).get("by") == self.press:
                first -= 1
            if first < at and self._is_whole(first + 1):
                self._put_back(self._change(first + 1)["before"], at=first)

    def remember(self, what: What) -> None:
        """Keep the state before a change; what was taken back before it cannot be redone.

        Raises:
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            self.settle()
            at, now = self._at(), self._now()
            for number in self._numbers():
                if number > at:
                    remove(self._path(number))
            # A change that came to nothing, because it was refused, is no step.
            if self._is_whole(at) and self._is_same(self._change(at)["before"], now):
                at -= 1
            change = {"what": dict(what), "before": self._kept(now), "by": self.press}
            self._write(at + 1, change)
            self._go(at + 1)
            self._bound()

    def undone_next(self) -> What | None:
        """What `undo` would take back; None: nothing."""
        return self._what(self._past())

    def redone_next(self) -> What | None:
        """What `redo` would do again; None: nothing."""
        return self._what(self._future())

    def undo(self) -> What:
        """Put the state before the last change back, and say what that was.

        Raises:
            InputError: nothing is left to be taken back.
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            self.settle()
            if self._is_moved():
                return self._what(self._at() + 1) or {}
            number = self._past()
            if number is None:
                raise InputError(say("there is nothing to undo"))
            change = {**self._change(number), "after": self._kept(self._now())}
            self._write(number, change)
            self._put_back(change["before"], at=number - 1, by=self.press)
            return dict(change["what"])

    def redo(self) -> What:
        """Put the state after the change back that was taken back last, and say what it was.

        Raises:
            InputError: nothing was taken back, or something was changed since.
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            self.settle()
            if self._is_moved():
                return self._what(self._at()) or {}
            number = self._future()
            if number is None:
                raise InputError(say("there is nothing to redo"))
            change = self._change(number)
            self._put_back(change["after"], at=number, by=self.press)
            return dict(change["what"])

    def settle(self) -> None:
        """End what a process that was killed had begun to put back."""
        if "to" not in self._noted():
            return
        with self.run.changing():
            noted = self._noted()  # another process may have been in the middle of it
            if "to" in noted and self._has_texts(noted["to"]):
                self._put_back(noted["to"], at=self._at(), by=noted.get("by", ""))
            elif "to" in noted:
                self._go(self._at())

    def _is_moved(self) -> bool:
        """Whether this press has put a state back already."""
        return bool(self.press) and self._noted().get("by") == self.press

    # --- states -----------------------------------------------------------------------------

    def _now(self) -> dict[str, str]:
        """The text of each record as it is."""
        names = (path.relative_to(self.run.path).as_posix() for path in self._records())
        return {name: self.run.read_text(name) for name in names}

    def _kept(self, texts: Mapping[str, str]) -> State:
        """The state with these texts, which are kept."""
        for text in texts.values():
            if not self._text(_name(text)).exists():
                self.run.write_text(f"{_TEXTS}/{_name(text)}", text)
        return {name: _name(text) for name, text in texts.items()}

    def _records(self) -> Iterator[Path]:
        """The files in which the run keeps what was said, chosen and written."""
        folder = self.run.path
        found = [*folder.glob("*.json"), *folder.glob("*/script.json"), *folder.glob("made/*.json")]
        found.append(folder / "product" / "product.yaml")
        for path in sorted(found):
            is_record = path.name not in OTHERS and ".edited" not in path.name
            if is_record and not path.name.startswith(".") and path.is_file():
                yield path

    def _put_back(self, state: State, at: int, by: str = "") -> None:
        self.run.write_json(_AT, {"at": at, "to": state, "by": by})
        texts = {name: self._kept_text(text) for name, text in state.items()}
        for path in self._records():
            if path.relative_to(self.run.path).as_posix() not in (*texts, PAGE):
                remove(path)
        for name, text in texts.items():
            self.run.write_text(name, self._in_place(text) if name == PAGE else text)
        self._go(at, by)

    def _in_place(self, text: str) -> str:
        """What the page keeps, as it was, but where somebody looks now."""
        now = self.run.read_json(PAGE) or {}
        looked_at = {key: now[key] for key in LOOKED_AT if key in now}
        return json.dumps({**json.loads(text), **looked_at}, ensure_ascii=False, indent=2) + "\n"

    def _is_same(self, state: State, now: Mapping[str, str]) -> bool:
        """Whether the records say what they said, whatever is noted beside them."""
        for name in {*state, *now} - {FOUND}:
            if name not in state or name not in now:
                return False
            if _name(now[name]) != state[name]:
                before = self._kept_text(state[name])
                if _meaning(name, before) != _meaning(name, now[name]):
                    return False
        return True

    # --- changes ----------------------------------------------------------------------------

    def _past(self) -> int | None:
        """The last change that can be taken back."""
        at = self._at()
        numbers = [number for number in self._numbers() if number <= at]
        now = self._now() if numbers else {}
        for number in reversed(numbers):  # only the last ones are read
            if self._is_whole(number) and not self._is_same(self._change(number)["before"], now):
                return number
        return None

    def _future(self) -> int | None:
        """The first change that can be done again."""
        at = self._at()
        later = (n for n in self._numbers() if n > at and self._is_whole(n, "after"))
        return next(later, None)

    def _is_whole(self, number: int, side: str = "before") -> bool:
        """Whether all is there that a change's state had."""
        state = self._change(number).get(side)
        return isinstance(state, dict) and self._has_texts(state)

    def _has_texts(self, state: State) -> bool:
        return all(self._text(text).is_file() for text in state.values())

    def _what(self, number: int | None) -> What | None:
        return None if number is None else dict(self._change(number).get("what", {}))

    def _noted(self) -> dict[str, Any]:
        """What `at.json` says; of one that is damaged, the last change."""
        try:
            return self.run.read_json(_AT) or {}
        except RecordError:
            return {"at": max(self._numbers(), default=0)}

    def _at(self) -> int:
        return int(self._noted().get("at", 0))

    def _go(self, at: int, by: str = "") -> None:
        self.run.write_json(_AT, {"at": at, "by": by})

    def _numbers(self) -> list[int]:
        found = (self.run.path / HISTORY).glob("*.json")
        return sorted(int(path.stem) for path in found if _CHANGE.fullmatch(path.name))

    def _change(self, number: int) -> dict[str, Any]:
        with suppress(RecordError):
            return self.run.read_json(f"{HISTORY}/{number:06}.json") or {}
        return {}

    def _write(self, number: int, change: dict[str, Any]) -> None:
        self.run.write_json(f"{HISTORY}/{number:06}.json", change)

    def _path(self, number: int) -> Path:
        return self.run.path / HISTORY / f"{number:06}.json"

    def _kept_text(self, name: str) -> str:
        return self.run.read_text(f"{_TEXTS}/{name}")

    def _text(self, name: str) -> Path:
        return self.run.path / _TEXTS / name

    def _bound(self) -> None:
        """Forget the oldest changes, and the texts that no state has."""
        numbers = self._numbers()
        texts = {path.name: path.stat().st_size for path in (self.run.path / _TEXTS).glob("*")}
        used: dict[str, None] = {}
        size = 0
        for number in reversed(numbers):
            change = self._change(number)
            sides = (change.get(side, {}) for side in ("before", "after"))
            names = {name for state in sides for name in state.values()} - {*used}
            size += sum(texts.get(name, 0) for name in names)
            if number <= numbers[-1] - MOST_CHANGES or (size > MOST_BYTES and used):
                remove(self._path(number))
            else:
                used |= dict.fromkeys(names)
        for name in texts.keys() - used:
            remove(self._text(name))


def _name(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _meaning(name: str, text: str) -> Any:
    """What a record's text says: without the digests beside it, and what follows from others."""
    if not name.endswith(".json"):
        return text
    values = json.loads(text)
    if name == PAGE:
        return {key: value for key, value in values.items() if key not in (*LOOKED_AT, *FOLLOWS)}
    return values.get("record", values)
