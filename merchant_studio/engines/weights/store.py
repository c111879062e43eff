"""The cache of weights: pulled whole, checked by sha256, found again in no time.

<cache>/models/<id>/            finished and verified; appears by one rename
<cache>/models/<id>/verified.json
<cache>/partial/<id>/<source>/  what has arrived so far; kept when a pull breaks off
<cache>/partial/<id>.lock
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs

from ...errors import (
    ChecksumError,
    DownloadError,
    StorageError,
    UnpinnedWeightsError,
    UsageError,
    WeightsError,
    WeightsMissingError,
)
from ...files import sync
from ...messages import Notice, either, joined, say
from .catalogue import Card, File, ServiceSource, card, cards
from .fetching import fetch
from .transfer import SourceError

RECORD = "verified.json"
BLOCK_BYTES = 1 << 20
"""Read at once of a file that is checked."""
SPARE_BYTES = 300_000_000
"""Free space asked for beyond the model itself: packages on their way (3 of at most 90 MB)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pull or a verification has come."""

    model: str
    what: Notice
    """What is being done now, such as the name of a file."""
    done_bytes: int
    total_bytes: int
    """Bytes of all files of the model."""


ProgressCallback = Callable[[Progress], None]


def cache_dir() -> Path:
    """The folder of the cache: `$MERCHANT_STUDIO_CACHE`, else the user's usual cache folder."""
    chosen = os.environ.get("MERCHANT_STUDIO_CACHE")
    return Path(chosen or platformdirs.user_cache_dir("merchant_studio")).absolute()


def locate(model_id: str) -> Path:
    """The folder of a pulled model; quick, because only names, sizes and times are looked at.

    Raises:
        UnknownNameError: there is no such model.
        WeightsMissingError: it has not been pulled, or a file of it is gone.
        ChecksumError: a file has changed since it was verified; it was thrown away.
        UnpinnedWeightsError: it is not there, and is not pulled; names what fetches it.
        UsageError: it runs on a server.
    """
    model, folder = card(model_id), _folder(model_id)
    if not model.files:
        return _locate_unpinned(model, folder)
    if _recorded(model) is None:
        raise WeightsMissingError(model_id)
    # Times change when a cache is copied to another machine; then the bytes decide, once.
    if not _untouched(model):
        verify(model_id)
    return folder


def require(*model_ids: str) -> None:
    """Make sure that the models are here, as far as merchant_studio pulls them.

    Raises:
        WeightsMissingError: some have not; it names all of those, to be pulled at once.
    """
    pulled = {each.id for each in cards() if each.files}
    missing = [each for each in model_ids if each in pulled and not is_present(each)]
    if missing:
        raise WeightsMissingError(*missing)


def is_present(model_id: str) -> bool:
    """Whether the model has been pulled and its files have their published sizes, or was put here.

    Raises:
        UnknownNameError: there is no such model.
    """
    model = card(model_id)
    if not model.files:
        return _is_whole(_folder(model_id))
    return _recorded(model) is not None and _has_all_sizes(model, _folder(model_id))


def bytes_to_fetch(model_id: str) -> int:
    """Bytes of a model that have not arrived; 0: all are here, or it is none that is pulled.

    Raises:
        UnknownNameError: there is no such model.
    """
    model = card(model_id)
    if not model.files or _has_all_sizes(model, _folder(model_id)):
        return 0
    return max(0, model.total_bytes - _bytes_below(_partial(model)))


def verify(model_id: str, progress: ProgressCallback | None = None) -> None:
    """Read every byte of a pulled model and compare it with the published sha256.

    Raises:
        UnknownNameError: there is no such model.
        WeightsMissingError: it has not been pulled, or a file of it is gone.
        ChecksumError: a file is not the published one; it was thrown away.
        UsageError: no hashes of it are known.
    """
    model, folder = card(model_id), _folder(model_id)
    if not model.files:
        raise UsageError(
            say(
                "no hashes of {model} are known to verify it by; name another model",
                model=model_id,
            )
        )
    if not all((folder / file.path).is_file() for file in model.files):
        raise WeightsMissingError(model_id)
    wrong = _first_wrong(model, folder, progress)
    if wrong is not None:
        with suppress(OSError):
            (folder / wrong.path).unlink()
        raise ChecksumError(model_id, wrong.path)
    # A cache that may only be read (a container's) is as good, only not remembered.
    with suppress(OSError):
        _record(model, folder)


def pull(model_id: str, progress: ProgressCallback | None = None) -> Path:
    """The folder of the model, fetched if it is not there yet; a broken-off pull is resumed.

    The sources of the card are tried in order. Two processes may pull the same model at once:
    one fetches, the other waits.

    Raises:
        UnknownNameError: there is no such model.
        DownloadError: no source could give it; what has arrived is kept.
        ChecksumError: the bytes of every source are wrong; they were thrown away.
        StorageError: the cache has no space or may not be written.
        UnpinnedWeightsError: no hashes of it are known; names the command that fetches it.
        UsageError: it runs on a server.
    """
    model = card(model_id)
    if not model.files:
        return _locate_unpinned(model, _folder(model_id))
    with suppress(WeightsError):
        folder = locate(model_id)
        # A pull that was killed when the model was in place has left its work behind.
        shutil.rmtree(_partial(model), ignore_errors=True)
        return folder
    try:
        with _alone(model, progress):
            if not _adopted(model, progress):
                _fetch_from_first(model, progress)
            shutil.rmtree(_partial(model), ignore_errors=True)
    except OSError as error:
        step = say("set MERCHANT_STUDIO_CACHE to another folder")
        raise StorageError.from_os_error(cache_dir(), error, step) from error
    return _folder(model_id)


def _locate_unpinned(model: Card, folder: Path) -> Path:
    """The folder of a model without hashes, if the user has put it there."""
    if any(isinstance(source, ServiceSource) for source in model.sources):
        raise UsageError(
            say(
                "{model} runs on a server, there is nothing to fetch; choose it with {choice}",
                model=model.id,
                choice=model.choice,
            )
        )
    if not _is_whole(folder):
        raise UnpinnedWeightsError(model.id, model.how_to_fetch(folder))
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether the folder has files, none of which a hub's tool is still fetching."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    here = any(".cache" not in path.relative_to(folder).parts for path in files)
    return here and not any(path.suffix == ".incomplete" for path in files)


def _fetch_from_first(model: Card, progress: ProgressCallback | None) -> None:
    """Put the model in place from the first source that has the published bytes."""
    problems: dict[str, SourceError] = {}
    wrong: list[File] = []
    for source in model.sources:
        place = _partial(model) / source.kind
        folder, work = place / "files", place / "work"
        folder.mkdir(parents=True, exist_ok=True)
        work.mkdir(exist_ok=True)
        _require_space(model, place)
        try:
            fetch(model, source, folder, work, partial(_tell, progress, model))
        except SourceError as problem:
            problems[source.kind] = problem
            continue
        found = _first_wrong(model, folder, progress)
        if found is None:
            _put_in_place(model, folder)
            return
        shutil.rmtree(folder)
        shutil.rmtree(place, ignore_errors=True)
        wrong.append(found)
        problems[source.kind] = SourceError(
            say("{file} is not the published file", file=found.path)
        )
    if len(wrong) == len(model.sources):
        raise ChecksumError(model.id, wrong[-1].path)
    steps = dict.fromkeys(problem.step for problem in problems.values())
    reasons = (
        say("{source}: {problem}", source=kind, problem=problem)
        for kind, problem in problems.items()
    )
    raise DownloadError(model.id, joined(reasons), either(steps))


def _adopted(model: Card, progress: ProgressCallback | None) -> bool:
    """Whether the right files are in place already: by another process, or copied by hand."""
    folder = _folder(model.id)
    if _untouched(model):
        return True
    if not _has_all_sizes(model, folder) or _first_wrong(model, folder, progress):
        return False
    _record(model, folder)
    return True


def _put_in_place(model: Card, folder: Path) -> None:
    for file in model.files:  # a power cut must not leave an empty file of the right length
        sync(folder / file.path)
    _record(model, folder)
    target = _folder(model.id)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        # A folder can only be renamed onto an empty one; an old or damaged model steps aside.
        aside = _partial(model) / "replaced"
        shutil.rmtree(aside, ignore_errors=True)
        target.replace(aside)
    folder.replace(target)


def _first_wrong(model: Card, folder: Path, progress: ProgressCallback | None) -> File | None:
    done = 0
    for file in model.files:
        digest = hashlib.sha256()
        try:
            with (folder / file.path).open("rb") as content:
                while block := content.read(BLOCK_BYTES):
                    digest.update(block)
                    done += len(block)
                    _tell(progress, model, say("checking {file}", file=file.path), done)
        except FileNotFoundError:
            return file
        if digest.hexdigest() != file.sha256:
            return file
    return None


def _record(model: Card, folder: Path) -> None:
    facts = {
        file.path: {"sha256": file.sha256, "time_ns": _time_ns(folder / file.path)}
        for file in model.files
    }
    half = folder / f"{RECORD}.new"
    half.write_text(json.dumps({"schema": 1, "files": facts}, indent=1), encoding="utf-8")
    half.replace(folder / RECORD)


def _recorded(model: Card) -> dict[str, int] | None:
    """Each file's time at its verification; None if other bytes, or none, were verified."""
    try:
        facts = json.loads((_folder(model.id) / RECORD).read_text(encoding="utf-8"))["files"]
        if all(facts[file.path]["sha256"] == file.sha256 for file in model.files):
            return {path: int(fact["time_ns"]) for path, fact in facts.items()}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _untouched(model: Card) -> bool:
    """Whether the files are those that were verified, judged by their sizes and times."""
    recorded, folder = _recorded(model), _folder(model.id)
    return (
        recorded is not None
        and _has_all_sizes(model, folder)
        and all(_time_ns(folder / file.path) == recorded[file.path] for file in model.files)
    )


def _has_all_sizes(model: Card, folder: Path) -> bool:
    paths = [(folder / file.path, file.bytes) for file in model.files]
    return all(path.is_file() and path.stat().st_size == size for path, size in paths)


@contextmanager
def _alone(model: Card, progress: ProgressCallback | None) -> Iterator[None]:
    """Hold the model's lock; say so if another process holds it first."""
    from filelock import FileLock, Timeout

    place = _partial(model)
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{place}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _tell(progress, model, say("waiting for another download of it"), 0)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _require_space(model: Card, place: Path) -> None:
    needed = max(0, model.total_bytes - _bytes_below(place)) + SPARE_BYTES
    free = shutil.disk_usage(place).free
    if free < needed:
        raise StorageError(
            cache_dir(),
            say(
                "{model} needs {needed} MB and {free} MB are free",
                model=model.id,
                needed=needed // 1000000,
                free=free // 1000000,
            ),
            say("free some space, or set MERCHANT_STUDIO_CACHE to a folder on another disk"),
        )


def _bytes_below(place: Path) -> int:
    total = 0
    for folder, _, names in os.walk(place):
        for name in names:
            # A pip that outlived its killed parent may still be tidying up here.
            with suppress(FileNotFoundError):
                total += os.stat(os.path.join(folder, name)).st_size
    return total


def _tell(progress: ProgressCallback | None, model: Card, what: Notice, done_bytes: int) -> None:
    if progress is not None:
        progress(Progress(model.id, what, done_bytes, model.total_bytes))


def _folder(model_id: str) -> Path:
    return cache_dir() / "models" / model_id


def _partial(model: Card) -> Path:
    return cache_dir() / "partial" / model.id


def _time_ns(path: Path) -> int:
    return path.stat().st_mtime_ns
