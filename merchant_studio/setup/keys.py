"""The file that holds the key of a service: lines such as `DEEPSEEK_API_KEY=...`, mode 600."""

from __future__ import annotations

from pathlib import Path

from ..errors import StorageError, UsageError
from ..files import replace_text
from ..messages import plain, say


def keep_key(file: Path, name: str, key: str) -> None:
    """Put a key into the user's file, in the place of an older one; only he may read the file.

    Raises:
        UsageError: it is no key, or the file is none of keys.
        StorageError: the file cannot be written.
    """
    if not key.strip() or any(not letter.isprintable() for letter in key.strip()):
        raise UsageError(
            say("{name} must be one line of letters; copy it from the service's page", name=name)
        )
    lines = _lines(file)
    kept = [line for line in lines if _name(line) != name]
    try:
        replace_text(file, "\n".join([*kept, f"{name}={key.strip()}", ""]), 0o600)
    except OSError as error:
        raise StorageError(
            file, plain(error.strerror or str(error)), say("name another file")
        ) from error


def _lines(file: Path) -> list[str]:
    """The lines of the file; none if there is no file yet."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            say("{file} is no file of keys; name another file, or a new one", file=file)
        ) from error
    if any(line.strip() and "=" not in line and not line.startswith("#") for line in lines):
        raise UsageError(
            say("{file} is no file of keys; name another file, or a new one", file=file)
        )
    return lines


def _name(line: str) -> str:
    return line.partition("=")[0].removeprefix("export ").strip()
