"""Every error a user can meet. Each says what is wrong and the next step, in one sentence.

    StudioError                     exit code 1: something failed; the rest was made
    ├── UsageError                  exit code 2: what was asked for cannot be done
    │   ├── UnknownNameError        a language, engine, model or style that does not exist
    │   └── InputError              exit code 2: a file the merchant gave
    │       ├── RecordingError      missing, empty, not media, silent, too long ...
    │       └── SheetError          product.yaml: file, key and what is accepted
    ├── EngineError
    │   ├── EngineUnavailableError  a library is not installed; names the extra
    │   ├── ProgramMissingError     a program is not installed; says how to get it
    │   ├── ServiceError            a server, its key or its model is not there; nothing was made
    │   └── EngineFailedError       an engine ran and gave nothing usable
    ├── WeightsError
    │   ├── WeightsMissingError     not pulled yet
    │   ├── UnpinnedWeightsError    not here, and its hub's own tool has to fetch it
    │   ├── DownloadError           no source could be reached, or it broke off
    │   └── ChecksumError           the bytes are not the published ones
    ├── RecordError                 a run's JSON record that cannot be read
    ├── RenderError                 a glyph, codec or encoder failed
    ├── StorageError                disk full, read-only, no permission
    ├── BusyError                   another run or batch is working at the product
    ├── StoreError                  an object store does not answer as it should
    └── ExtraMissingError           a library of an optional feature is missing; names the extra

All of them pickle (workers send them home), so each keeps its facts as attributes and
rebuilds from them.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from .messages import Notice, name_of, plain, say

SHARING_VIOLATION = 32
"""Windows' number for a file that another program has open."""
TYPED = Path("sheet")
"""In the place of a file: the value was typed, on the page."""


class StudioError(Exception):
    """The base of all errors; `exit_code` is what the command line returns for it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: Notice) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild without calling the subclass's own constructor."""
        return _rebuild, (type(self), self.message, self.__dict__.copy())


def _rebuild(kind: type[StudioError], message: Notice, facts: dict[str, Any]) -> StudioError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(facts)
    return error


class UsageError(StudioError):
    """What was asked for cannot be done; the message says what can."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that is not in a table (language, engine, model, style)."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        super().__init__(
            say(
                "there is no {kind} {name!r}; choose one of: {known}",
                kind=name_of(kind),
                name=name,
                known=", ".join(known),
            )
        )
        self.kind, self.name, self.known = kind, name, tuple(known)


class InputError(UsageError):
    """A file that the merchant gave cannot be used."""


class RecordingError(InputError):
    """The recording cannot be used."""

    def __init__(self, path: Path, problem: Notice) -> None:
        super().__init__(say("{file} {problem}", file=path.name, problem=problem))
        self.path, self.problem = path, problem


class SheetError(InputError):
    """A key of `product.yaml` cannot be read."""

    def __init__(self, path: Path, key: str, problem: Notice, accepted: Notice) -> None:
        facts = {"file": path.name, "key": key, "problem": problem, "accepted": accepted}
        if path == TYPED:
            told = say("sheet: {key} {problem}; write {accepted}", **{**facts, "key": name_of(key)})
        elif key:
            told = say("{file}: {key} {problem}; write {accepted}", **facts)
        else:
            told = say("{file} {problem}; write {accepted}", **facts)
        super().__init__(told)
        self.path, self.key, self.problem, self.accepted = path, key, problem, accepted


class EngineError(StudioError):
    """An engine cannot do its work."""


class EngineUnavailableError(EngineError):
    """The engine's library is not installed."""

    def __init__(self, engine: str, extra: str) -> None:
        package = f"'merchant-studio[{extra}]'" if extra else "--force-reinstall merchant-studio"
        super().__init__(
            say(
                "the engine {engine!r} is not installed; run: pip install {package}",
                engine=engine,
                package=package,
            )
        )
        self.engine, self.extra = engine, extra


class ProgramMissingError(EngineError):
    """A program that an engine calls is not installed."""

    def __init__(self, program: str, purpose: str) -> None:
        super().__init__(
            say(
                "{purpose} needs the program {program}, which is not installed; install it (Debian "
                "and Ubuntu: apt-get install {program}, macOS: brew install {program}, Windows: "
                "see its page) and run again",
                purpose=name_of(purpose),
                program=program,
            )
        )
        self.program, self.purpose = program, purpose


class ServiceError(EngineError):
    """A server cannot be used: no key, a wrong one, no credit, an unknown model, no answer."""

    def __init__(self, service: str, problem: Notice, next_step: Notice) -> None:
        super().__init__(
            say(
                "{service}: {problem}; {next_step}",
                service=service,
                problem=problem,
                next_step=next_step,
            )
        )
        self.service, self.problem, self.next_step = service, problem, next_step


class EngineFailedError(EngineError):
    """The engine ran and gave nothing that can be used."""

    def __init__(self, engine: str, problem: Notice) -> None:
        super().__init__(say("{engine}: {problem}", engine=engine, problem=problem))
        self.engine, self.problem = engine, problem


class WeightsError(StudioError):
    """A model's weights are missing and cannot be used."""


class WeightsMissingError(WeightsError):
    """The weights are not in the cache."""

    def __init__(self, *models: str) -> None:
        super().__init__(
            say(
                "the weights of {models} are not here yet; run: merchant-studio models pull "
                "{names}",
                models=" and ".join(models),
                names=" ".join(models),
            )
        )
        self.models = models


class UnpinnedWeightsError(WeightsError):
    """The weights are not here, and no hashes are known to pull and check them by."""

    def __init__(self, model: str, command: str) -> None:
        super().__init__(
            say(
                "the weights of {model} are not here, and no hashes are known to pull them by; "
                "run: {command}",
                model=model,
                command=command,
            )
        )
        self.model, self.command = model, command


class DownloadError(WeightsError):
    """A download broke off or could not start; what has arrived is kept and resumed."""

    def __init__(
        self, model: str, problem: Notice, next_step: Notice = say("check the connection")
    ) -> None:
        super().__init__(
            say(
                "{model} could not be downloaded ({problem}); what has arrived is kept: "
                "{next_step} and run again: merchant-studio models pull {model}",
                model=model,
                problem=problem,
                next_step=next_step,
            )
        )
        self.model, self.problem, self.next_step = model, problem, next_step


class ChecksumError(WeightsError):
    """The bytes that arrived are not the published ones; they were thrown away."""

    def __init__(self, model: str, file: str) -> None:
        super().__init__(
            say(
                "{model}: {file} is not the published file (its sha256 differs) and was thrown "
                "away; run again: merchant-studio models pull {model}",
                model=model,
                file=file,
            )
        )
        self.model, self.file = model, file


class RecordError(StudioError):
    """A JSON record of a run cannot be read."""

    def __init__(self, path: Path, problem: Notice) -> None:
        super().__init__(
            say(
                "{path} cannot be read ({problem}); mend it, or delete it to make it new",
                path=path,
                problem=problem,
            )
        )
        self.path, self.problem = path, problem


class RenderError(StudioError):
    """A picture, caption or sound could not be made."""


class StorageError(StudioError):
    """The place for the results cannot be written."""

    def __init__(self, path: Path, problem: Notice, next_step: Notice) -> None:
        super().__init__(
            say(
                "{path} cannot be written: {problem}; {next_step}",
                path=path,
                problem=problem,
                next_step=next_step,
            )
        )
        self.path, self.problem, self.next_step = path, problem, next_step

    @classmethod
    def from_os_error(
        cls, path: Path, error: OSError, elsewhere: Notice = say("choose another folder with --out")
    ) -> StorageError:
        """A StorageError for an OSError, with the next step: a full disk needs space.

        `elsewhere` is the next step where another folder would help.
        """
        if _is_held(error):
            step = say("close it there and run the same command again")
            return cls(path, say("another program has it open"), step)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return cls(
                path, say("the disk is full"), say("free some space and run the same command again")
            )
        if error.errno == errno.EFBIG:
            problem = say("the file is too large for this disk")
            return cls(path, problem, say("choose a folder on another disk with --out"))
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return cls(path, say("writing is not allowed there"), elsewhere)
        return cls(path, plain(error.strerror or str(error)), elsewhere)


def _is_held(error: OSError) -> bool:
    """Whether another program has the file open, so that Windows neither replaces nor removes it.

    An error of two paths is that of a rename: the folder took the new file a moment before.
    """
    is_refused_rename = error.errno == errno.EACCES and error.filename2 is not None
    return is_refused_rename or getattr(error, "winerror", None) == SHARING_VIOLATION


class BusyError(StudioError):
    """Another run or batch is working in a run's folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            say(
                "another run or batch is working in {folder}; wait until it has ended, or choose "
                "another --out",
                folder=folder,
            )
        )
        self.folder = folder


class StoreError(StudioError):
    """An object store does not answer as it should."""

    def __init__(self, url: str, problem: Notice, next_step: Notice) -> None:
        super().__init__(
            say("{url} {problem}; {next_step}", url=url, problem=problem, next_step=next_step)
        )
        self.url, self.problem, self.next_step = url, problem, next_step


class ExtraMissingError(StudioError):
    """A library of an optional feature is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            say(
                "{what} need more packages; run: pip install 'merchant-studio[{extra}]'",
                what=name_of(what),
                extra=extra,
            )
        )
        self.what, self.extra = what, extra
