"""Files from outside are read within bounds, finished ones are put in their place whole.

A sheet may be a link to /dev/zero, which never ends, or a pipe, on which a reader waits for ever;
a power cut leaves the old file or the new one, and what a killed process left is removed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from .messages import say

_TEMPORARY = re.compile(
    r"\.(?:sound-(?P<sound>\d+)-.+|.+\.(?P<part>\d+)\.part"
    r"|.+-(?P<made>\d+)-[a-z0-9_]{8}(?:\.[a-z0-9]+)?)"
)
"""The names of what is not whole yet, with the process that makes it: .cover-4711-x1y2z3a4.jpg."""


def is_regular(path: Path) -> bool:
    """Whether there is a file with bytes of its own: no folder, pipe or device.

    A name that no file can have, such as one of 300 letters, is that of no file.
    """
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Whether there is anything of that name; a name that no file can have is not there."""
    try:
        return path.exists()
    except PermissionError:
        raise
    except (OSError, ValueError):
        return False


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a regular file; one more than `most` where it has more.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, say("it is not a file"))
        return file.read(most + 1)


def read_text(path: Path, most: int = 256 * 1024) -> str:
    """The text of a regular file: settings, keys, a style.

    Raises:
        OSError: it cannot be read, is no regular file, or has more bytes than `most`.
        UnicodeDecodeError: it is not UTF-8.
    """
    raw = read_bytes(path, most)
    if len(raw) > most:
        raise OSError(errno.EFBIG, say("it is larger than {most} KB", most=most // 1024))
    return raw.decode("utf-8")


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting until somebody writes into a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def sha256(path: Path) -> str:
    """The file's sha256, read in blocks.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a file that was written under a temporary name to the name that readers look for.

    Its bytes are on the disk before the name is, and the name before this returns; without that
    some file systems show an empty file after a power cut (rename(2) promises no order).

    Raises:
        OSError: the disk is full, or the name cannot be taken.
    """
    sync(temporary)
    os.replace(temporary, target)
    with suppress(OSError):  # Windows opens no folder, and needs none of this
        sync(target.parent, os.O_RDONLY)


def sync(path: Path, flags: int = os.O_RDWR) -> None:
    """Have what was written on the disk before this returns.

    Raises:
        OSError: the disk is full, or is gone.
    """
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def part_of(target: Path) -> Path:
    """Where this process writes a file until it is whole: `.video.mp4.4711.part`."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def temporary_prefix(target: Path) -> str:
    """How the name begins under which this process writes a file until it is whole."""
    return f".{target.stem}-{os.getpid()}-"


def sweep(folders: Iterable[Path]) -> None:
    """Remove what is not whole in these folders and whose process has ended."""
    for folder in set(folders):
        with suppress(OSError):  # what cannot be removed is in nobody's way
            for path in list(folder.iterdir()):
                found = _TEMPORARY.fullmatch(path.name)
                if not found or (found["made"] and os.name == "nt"):  # it may be closed and needed
                    continue
                if _is_running(int(next(filter(None, found.groups())))):
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def sweep_below(folder: Path) -> None:
    """Remove in a folder and all below it what is not whole and whose process has ended."""
    sweep(Path(place) for place, _, _ in os.walk(folder))


def _is_running(process: int) -> bool:
    """Whether another process has that number; in a container, a killed one may have had ours.

    Windows needs no answer: a file that is being written cannot be removed there.
    """
    if process == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def replace_text(target: Path, text: str, mode: int = 0o644) -> None:
    """Put a text into a file, whole or not at all; of what a killed process left, nothing stays.

    `mode` says who may read it: 0o600 is its owner only.

    Raises:
        OSError: it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in _parts(target):
        left.unlink(missing_ok=True)
    part = part_of(target)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        part.chmod(mode)  # whatever the user's umask is
        put_in_place(part, target)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def _parts(target: Path) -> Iterator[Path]:
    """The parts of a file whose process has ended."""
    name = re.compile(rf"\.{re.escape(target.name)}\.(\d+)\.part")
    for path in list(target.parent.iterdir()):
        found = name.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            yield path
