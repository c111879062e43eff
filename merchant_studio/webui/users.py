"""Who may use the page: a file of names and hashed passwords.

A line is `name:scrypt$N$r$p$salt$hash`, salt and hash in base64. The hash is scrypt (RFC 7914) with
the cost that OWASP's password storage cheat sheet gives for it (N 2^17, r 8, p 1).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..errors import InputError, StorageError, UnknownNameError, UsageError
from ..files import replace_text
from ..messages import say
from ..telling import told

COST, BLOCKS, PARALLEL = 2**17, 8, 1
MEMORY_BYTES = 256 * 1024 * 1024
"""What OpenSSL may take: scrypt needs 128 * N * r bytes."""
SALT_BYTES = 16
MIN_PASSWORD_CHARS = 8
MAX_PASSWORD_CHARS = 1024
MAX_NAME_CHARS = 64


class Users:
    """The users in a file, read again whenever it has changed."""

    def __init__(self, path: Path) -> None:
        """Reads the file.

        Raises:
            InputError: it is not there, or a line is none of ours.
        """
        self._path = path
        self._seen: tuple[int, int] | None = (0, 0)
        self._hashes = read_users(path)
        if not self._hashes:
            raise InputError(
                say("{path} has no users; run: merchant-studio users add {path} NAME", path=path)
            )

    def knows(self, name: str, password: str) -> bool:
        """Whether the password is the user's; takes as long for a name that is not there."""
        self._refresh()
        stored = self._hashes.get(name)
        is_right = _is_password(password, stored or _NOBODY)
        return is_right and stored is not None

    def stamp(self, name: str) -> str | None:
        """A text that changes with the user's password; None: there is no such user any more."""
        self._refresh()
        stored = self._hashes.get(name)
        return stored and hashlib.sha256(stored.encode()).hexdigest()

    def _refresh(self) -> None:
        """Read the file again if it has changed.

        A line that is none of ours changes nothing, and whoever runs the page is told; without the
        file nobody is a user.
        """
        seen = None
        with suppress(OSError):
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_size)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._hashes = read_users(self._path)
        except InputError as error:
            print(told(error.message), file=sys.stderr)
            self._hashes = self._hashes if seen else {}


def read_users(path: Path) -> dict[str, str]:
    """Names with their hashes.

    Raises:
        InputError: a line is none of ours.
    """
    users: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputError(
            say("{path} does not exist; run: merchant-studio users add {path} NAME", path=path)
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            say("{path} cannot be read ({why}); give a file of users", path=path, why=error)
        ) from error
    for number, line in enumerate(lines, 1):
        name, _, stored = line.partition(":")
        if not line.strip():
            continue
        if not name or stored.count("$") != 5 or not stored.startswith("scrypt$"):
            raise InputError(
                say(
                    "{path}, line {number} is no user; run: merchant-studio users add {path} NAME",
                    path=path,
                    number=number,
                )
            )
        users[name] = stored
    return users


def add_user(path: Path, name: str, password: str) -> None:
    """Put a user into the file, which only its owner can read; a known name gets a new password.

    Raises:
        UsageError: the name or the password cannot be used.
        StorageError: the file cannot be written.
    """
    if not name.isprintable() or not 0 < len(name.strip()) <= MAX_NAME_CHARS or ":" in name:
        raise UsageError(say("a name has 1 to {most} characters and no colon", most=MAX_NAME_CHARS))
    if not MIN_PASSWORD_CHARS <= len(password) <= MAX_PASSWORD_CHARS:
        raise UsageError(
            say("a password has at least {least} characters", least=MIN_PASSWORD_CHARS)
        )
    users = read_users(path) if path.exists() else {}
    _write(path, {**users, name.strip(): _hashed(password)})


def remove_user(path: Path, name: str) -> None:
    """Take a user out of the file, and so out of the page; what he made stays in OUT.

    Raises:
        UsageError: there is no such user.
        InputError: the file is none of ours.
        StorageError: the file cannot be written.
    """
    users = read_users(path)
    if name not in users:
        raise UnknownNameError("user", name, tuple(users))
    _write(path, {known: stored for known, stored in users.items() if known != name})


def _write(path: Path, users: Mapping[str, str]) -> None:
    try:
        lines = (f"{known}:{stored}\n" for known, stored in users.items())
        replace_text(path, "".join(lines), 0o600)
    except OSError as error:
        raise StorageError.from_os_error(path, error) from error


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(SALT_BYTES)
    made = _scrypt(password, salt, COST, BLOCKS, PARALLEL)
    parts = (base64.b64encode(part).decode() for part in (salt, made))
    return "$".join(("scrypt", str(COST), str(BLOCKS), str(PARALLEL), *parts))


def _is_password(password: str, stored: str) -> bool:
    _, cost, blocks, parallel, salt, made = stored.split("$")
    if len(password) > MAX_PASSWORD_CHARS:
        return False
    found = _scrypt(password, base64.b64decode(salt), int(cost), int(blocks), int(parallel))
    return hmac.compare_digest(found, base64.b64decode(made))


def _scrypt(password: str, salt: bytes, cost: int, blocks: int, parallel: int) -> bytes:
    typed = password.encode(errors="surrogatepass")
    return hashlib.scrypt(typed, salt=salt, n=cost, r=blocks, p=parallel, maxmem=MEMORY_BYTES)


_NOBODY = f"scrypt${COST}${BLOCKS}${PARALLEL}${'A' * 24}${'A' * 86}=="
"""A hash that no password has."""
