"""`OUT/<slug>/`, the state of a run: one JSON record per stage, which names its inputs.

A record whose inputs are unchanged is used as it stands, also when the merchant has edited it;
one whose inputs changed is made again, and an edited one is kept beside it first, under a number
of its own. Files are written under a temporary name and renamed, so a reader never sees half a
file.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from ..errors import BusyError, RecordError, StorageError
from ..files import put_in_place, sweep_below, temporary_prefix
from ..messages import say
from ..records import SCHEMA, Finding, digest, from_json, to_json
from .hands import one_hand
from .made_from import MadeFrom, changed, told
from .valid import check_record

_Record = TypeVar("_Record")
_LONE = re.compile("[\ud800-\udfff]")
"""What UTF-8 cannot hold: bytes of a file name in another encoding, as Python keeps them."""
KEPT_SUFFIX = ".edited{}.json"
AS_MADE = "made"
"""The folder of records as they were made, before the merchant edited them."""
SHARED = ".batch"
"""The folder in OUT for files that belong to no single run, such as the locks."""
LET_GO_S = 1.0
"""A run waits so long for somebody who changes its product, which takes milliseconds."""


def remove(path: Path) -> None:
    """Delete a file, if it is there.

    Raises:
        StorageError: it cannot be deleted; on Windows, say, because a player has it open.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError.from_os_error(path, error) from error


class RunFolder:
    """The folder of one product's run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[Finding] = []
        """What whoever runs it should know: that hand edits were set aside, and where they are."""

    def changed(self, name: str, inputs: MadeFrom) -> tuple[str, ...]:
        """Which inputs of the record in `name` are others now; none: it is not old."""
        stored = self.read_json(name) or {}
        return changed(stored.get("inputs") if stored.get("schema") == SCHEMA else None, inputs)

    def is_fresh(self, name: str, inputs: MadeFrom) -> bool:
        """Whether the record in `name` was made from `inputs`, so that `record` would reuse it.

        One of the first version names its inputs from then on.
        """
        if self.changed(name, inputs):
            return False
        stored = self.read_json(name) or {}
        if isinstance(stored["inputs"], str):
            self.write_json(name, {**stored, "inputs": dict(inputs.named(stored["inputs"]))})
        return True

    def record(
        self,
        name: str,
        kind: type[_Record],
        inputs: MadeFrom,
        make: Callable[[], _Record],
        notes: Mapping[str, Any] = MappingProxyType({}),
    ) -> _Record:
        """The record in `name` if it was made from `inputs`, else a new one, which is stored.

        `notes` are kept beside a new one, such as the values that its lines were checked with.

        Raises:
            RecordError: the file is there and was made from `inputs`, but cannot be read.
            StorageError: the folder cannot be written.
        """
        if self.is_fresh(name, inputs):
            return self.stored(name, kind)
        stored = self.read_json(name) or {}
        if stored.get("schema") == SCHEMA and self.is_edited(name):
            self.set_aside(name, self.changed(name, inputs))
        record = make()
        self._write_record(name, inputs, record, record, notes)
        return record

    def record_carried(
        self,
        name: str,
        kind: type[_Record],
        inputs: MadeFrom,
        make: Callable[[], _Record],
        carry: Callable[[_Record, _Record, _Record], _Record],
    ) -> _Record:
        """Like `record`, but what the merchant changed in the one before goes into a new one.

        `carry` is given the new record, the one before as it was made, and the same as it stands.
        """
        if self.is_fresh(name, inputs):
            record = self.stored(name, kind)
            self._keep_as_made(name, self.as_made(name, kind))
            return record
        before, made = self.find(name, kind), self.as_made(name, kind)
        if before is None or made is None:  # nobody knows what was changed in it
            record = new = self.record(name, kind, inputs, make)
        else:
            new = make()
            record = carry(new, made, before)
            self._write_record(name, inputs, new, record)
        self._keep_as_made(name, new)
        return record

    def _write_record(
        self,
        name: str,
        inputs: MadeFrom,
        made: object,
        record: object,
        notes: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Store a record as it stands, and a digest of it as it was made."""
        values: dict[str, Any] = {"schema": SCHEMA, "inputs": dict(inputs.digests)}
        values |= {"made": digest(to_json(made)), "record": to_json(record)}
        self.write_json(name, {**values, **notes})

    def as_made(self, name: str, kind: type[_Record]) -> _Record | None:
        """The record in `name` as it was made, before it was edited; None: nobody knows.

        Raises:
            StorageError: the file cannot be opened.
        """
        stored = self.read_json(name)
        if stored is None or stored.get("schema") != SCHEMA:
            return None
        made = stored.get("made")
        if made == digest(stored.get("record")):
            return self.find(name, kind)
        known = self.read_json(f"{AS_MADE}/{name}")
        known = known if known and digest(known.get("record")) == made else None
        return self.find(f"{AS_MADE}/{name}", kind) if known else None

    def stored(self, name: str, kind: type[_Record]) -> _Record:
        """The record in `name`, whatever it was made from.

        Raises:
            RecordError: it is not there or cannot be read.
        """
        values = self.read_json(name)
        if values is None:
            raise RecordError(self.path / name, say("it is not there"))
        return _usable(kind, values.get("record"), self.path / name)

    def is_edited(self, name: str) -> bool:
        """Whether the record in `name` is not as it was made: the merchant has changed it."""
        stored = self.read_json(name)
        return stored is not None and stored.get("made") != digest(stored.get("record"))

    def find(self, name: str, kind: type[_Record]) -> _Record | None:
        """The record in `name`, whatever it was made from; None if there is none to be read.

        Raises:
            StorageError: the file cannot be opened.
        """
        try:
            return self.stored(name, kind)
        except RecordError:
            return None

    def edit(self, name: str, record: object) -> None:
        """Replace the record in `name` with the merchant's edited one.

        Raises:
            RecordError: there is none, or it is no JSON.
            StorageError: the folder cannot be written.
        """
        stored = self.read_json(name)
        if stored is None:
            raise RecordError(self.path / name, say("it is not there"))
        self.write_json(name, {**stored, "record": to_json(record)})

    def renew(self, name: str, record: object, notes: Mapping[str, Any]) -> None:
        """Replace the record in `name` with one that the tool has put right, and its notes.

        What the merchant edited in it still counts as edited; errors as in `edit`.
        """
        stored = self.read_json(name) or {}
        values = to_json(record)
        made = stored.get("made") if self.is_edited(name) else digest(values)
        self.write_json(name, {**stored, "made": made, "record": values, **notes})

    def read_text(self, name: str) -> str:
        """The text of a file of the folder; errors as in `Path.read_text`."""
        return (self.path / name).read_text(encoding="utf-8")

    def read_json(self, name: str) -> dict[str, Any] | None:
        """The JSON object in a file of the folder; None when the file is not there.

        Raises:
            RecordError: the file is not a JSON object.
        """
        file = self.path / name
        try:
            values = json.loads(self.read_text(name))
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            raise RecordError(file, say("it is not JSON: {why}", why=error)) from error
        except OSError as error:
            raise StorageError.from_os_error(file, error) from error
        if not isinstance(values, dict):
            raise RecordError(file, say("it is not a JSON object"))
        return values

    def write_json(self, name: str, values: Any) -> None:
        """Store values as JSON, whole or not at all; also paths that are not UTF-8."""
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
        self.write_text(name, _LONE.sub(lambda byte: f"\\u{ord(byte[0]):04x}", text))

    def write_text(self, name: str, text: str) -> None:
        """Store a text file, whole or not at all; one with the same text is left alone.

        Raises:
            StorageError: the folder cannot be written.
        """
        with suppress(OSError, UnicodeDecodeError):
            if self.read_text(name) == text:
                return
        with self.replacing(name) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
            self._wrote(name, text, temporary)

    def _wrote(self, name: str, text: str, temporary: Path) -> None:
        """Called when a text is about to take its place; whoever keeps texts may remember it."""

    def target(self, name: str) -> Path:
        """The path of a file that is to be written, never through a link out of the folder.

        Raises:
            StorageError: a link leads out of it.
        """
        path = self.path / name
        if not path.parent.resolve().is_relative_to(self.path.resolve()):
            problem = say("it is a link that leads out of the product's folder")
            raise StorageError(path.parent, problem, say("remove the link"))
        return path

    @contextmanager
    def replacing(self, name: str) -> Iterator[Path]:
        """A temporary path beside `name`; it takes the name's place when the block ends well.

        Raises:
            StorageError: the folder cannot be written.
        """
        target = self.target(name)
        temporary: Path | None = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(
                dir=target.parent, prefix=temporary_prefix(target), suffix=target.suffix
            )
            os.close(handle)
            temporary = Path(made)
            yield temporary
            temporary.chmod(0o644)
            put_in_place(temporary, target)
        except OSError as error:
            raise StorageError.from_os_error(target, error) from error
        finally:
            if temporary is not None:
                temporary.unlink(missing_ok=True)

    def lock(self) -> FileLock:
        """The lock of a process that works in the folder; any thread of it may free the lock.

        The system frees it when the process ends. It is a file beside the folder, where batches
        keep theirs: OUT/.batch/flask.lock.
        """
        return FileLock(self.path.parent / SHARED / f"{self.path.name}.lock", thread_local=False)

    @contextmanager
    def alone(self, patience_s: float = LET_GO_S) -> Iterator[None]:
        """Hold the lock until the block ends; what a killed process left half written is removed.

        Raises:
            BusyError: another process holds it.
            StorageError: the folder cannot be written.
        """
        lock = self.lock()
        try:
            Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=patience_s)
        except Timeout as error:
            raise BusyError(self.path) from error
        except OSError as error:
            raise StorageError.from_os_error(self.path, error) from error
        try:
            sweep_below(self.path)
            yield
        finally:
            lock.release()
            self._leave_no_lock(Path(lock.lock_file))

    @contextmanager
    def changing(self) -> Iterator[bool]:
        """Be the only one who changes the run until the block ends, among threads and processes.

        False: somebody works at it, see `alone`; else nobody begins to meanwhile. In one thread
        blocks may stand in each other.

        Raises:
            BusyError: another change does not end.
            StorageError: the folder cannot be written.
        """
        work = Path(self.lock().lock_file)
        hand, is_free = work.with_suffix(".hand"), True
        try:
            with one_hand(hand), ExitStack() as held:
                try:
                    held.enter_context(one_hand(work, patience_s=0))
                except BusyError:
                    is_free = False
                yield is_free
        finally:
            self._leave_no_lock(work, hand)

    def _leave_no_lock(self, *files: Path) -> None:
        """Remove lock files where no folder was made, or it is gone."""
        with suppress(OSError):
            if not self.path.exists():
                for file in files:
                    file.unlink(missing_ok=True)
                files[0].parent.rmdir()
                files[0].parent.parent.rmdir()

    def _keep_as_made(self, name: str, record: object | None) -> None:
        """Keep a record as it was made, so that it is known later what was changed in it."""
        if record is not None:
            self.write_json(f"{AS_MADE}/{name}", {"record": to_json(record)})

    def set_aside(self, name: str, why: Sequence[str]) -> None:
        """Set the merchant's edited record aside before a new one takes its place, and tell why.

        The first is `script.edited.json`, the next ones `script.edited-2.json` and so on.

        Raises:
            StorageError: the folder cannot be written.
        """
        file = self.path / name
        names = (file.stem + KEPT_SUFFIX.format(f"-{n}" if n > 1 else "") for n in count(1))
        kept = next(kept for name in names if not (kept := file.with_name(name)).exists())
        try:
            os.replace(file, kept)
        except OSError as error:
            raise StorageError.from_os_error(file, error) from error
        name = kept.relative_to(self.path).as_posix()
        message = say(
            "what you had edited is kept in {name}, for {what} changed", name=name, what=told(why)
        )
        self.told.append(Finding(check="kept", severity="warn", where=name, message=message))


def _usable(kind: type[_Record], values: Any, file: Path) -> _Record:
    record = from_json(kind, values, file)
    check_record(record, file)
    return record
