"""A batch's claim on OUT in a bucket, which has no locks that end with their holder.

It is a file that only one can make (S3's conditional write). Its batch renews it; another one
takes it over when nobody renews it, or when a killed batch of the same machine left it.
"""

from __future__ import annotations

import json
import os
import socket
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ..errors import StudioError, UsageError
from ..messages import say
from ..records import digest
from ..run import SHARED
from .store import ABOUT

if TYPE_CHECKING:
    from .bucket import Bucket

CLAIM = f"{SHARED}/.claim.json"
README = f"{SHARED}/README.txt"
RENEW_S = 60
"""How often a claim is renewed."""
EXPIRED_S = 300
"""The age of a claim that nobody renews any more."""


def _own_lock(bucket: Bucket) -> FileLock:
    """The lock between this user's processes on this machine."""
    user, name = getattr(os, "getuid", int)(), digest(bucket.url)[:16]
    file = Path(tempfile.gettempdir()) / f"merchant-studio-{user}-{name}.lock"
    return FileLock(file, thread_local=False)


@contextmanager
def claimed(bucket: Bucket) -> Iterator[None]:
    """Keep other batches from a bucket's folder until the block ends.

    Raises:
        UsageError: another batch is working there.
        StoreError: it cannot be written.
    """
    try:
        here = _own_lock(bucket).acquire(blocking=False)
    except Timeout as error:
        raise _taken(bucket, say("this machine")) from error
    with here:
        text = json.dumps({"machine": _machine(), "batch": uuid.uuid4().hex}).encode()
        _take(bucket, text)
        ended = Event()
        renewing = Thread(target=_renew, args=(bucket, text, ended), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            with suppress(StudioError):  # it expires
                bucket.remove([CLAIM])


def _take(bucket: Bucket, text: bytes) -> None:
    for _ in range(2):
        if bucket.create(CLAIM, text):
            return
        machine = json.loads(bucket.read(CLAIM) or b"{}").get("machine")
        # Its lock on this machine was free, so a batch of this machine has ended.
        if machine != _machine() and _age_s(bucket) < EXPIRED_S:
            raise _taken(bucket, machine or say("another machine"))
        bucket.remove([CLAIM])
    raise _taken(bucket, say("another machine"))


def _age_s(bucket: Bucket) -> float:
    """The claim's age by the bucket's own clock, which tells when a file is written."""
    bucket.write(README, ABOUT.encode())
    now, then = (bucket.files(name).get("") for name in (README, CLAIM))
    return (now.modified_ns - then.modified_ns) / 1e9 if now and then else EXPIRED_S


def _renew(bucket: Bucket, text: bytes, ended: Event) -> None:
    while not ended.wait(RENEW_S):
        with suppress(StudioError):  # the next one may come through
            bucket.write(CLAIM, text)


def _taken(bucket: Bucket, machine: object) -> UsageError:
    return UsageError(
        say(
            "a batch on {machine} is working at {url}; wait until it has ended, or, if it was "
            "switched off, {minutes} minutes",
            machine=machine,
            url=bucket.url,
            minutes=EXPIRED_S // 60,
        )
    )


def _machine() -> str:
    """This machine's name, told apart from others of that name."""
    return f"{socket.gethostname()}-{uuid.getnode():012x}"
