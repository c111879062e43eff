"""Workers as processes of this machine, each at the other end of a pipe."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Final

from ..messages import say
from ..pipeline import Studio
from .job import Job
from .products import Product
from .scratch import scratch_folder
from .worker import Gone, Message, Send, start_worker

CORES_PER_WORKER = 4
"""x264, Whisper and the LLM gain little from more."""
START: Final = "spawn"
"""How a process starts: threads and models do not survive a fork."""
STOP_S = 5
"""Time for a worker to give back what the system lent its libraries."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Process:
    """The batch's connection to one worker process."""

    process: BaseProcess
    pipe: Connection

    def send(self, product: Product) -> bool:
        """Whether the product went off; a dead worker's end is heard next."""
        try:
            self.pipe.send(product)
        except OSError:
            return False
        return True


class Processes:
    """Worker processes; see `pool.Workers`. 0 of them: one for every four cores."""

    def __init__(self, count: int, studio: type[Studio] = Studio) -> None:
        self.count = count or max(1, (os.cpu_count() or 1) // CORES_PER_WORKER)
        self._studio = studio

    def start(self, job: Job) -> _Process:
        """Start one."""
        context = multiprocessing.get_context(START)
        ours, theirs = context.Pipe()
        if self.count > 1 and not job.config.threads:
            threads = max(1, (os.cpu_count() or 1) // self.count)
            job = replace(job, config=replace(job.config, threads=threads))
        process = context.Process(target=serve, args=(theirs, job, self._studio), daemon=True)
        process.start()
        theirs.close()
        return _Process(process=process, pipe=ours)

    def hear(
        self, links: Sequence[_Process], timeout_s: float | None
    ) -> Iterator[tuple[_Process, Message]]:
        """What the workers say, as soon as one does."""
        heard = wait([link.pipe for link in links], timeout_s)
        for link in links:
            if link.pipe in heard:
                try:
                    message: Message = link.pipe.recv()
                except (EOFError, OSError):
                    link.process.join()
                    link.pipe.close()
                    message = Gone(how=say("exit code {code}", code=link.process.exitcode))
                yield link, message

    def stop(self, links: Sequence[_Process]) -> None:
        """End them, and wait until they have ended."""
        for link in links:
            link.process.terminate()
        for link in links:
            link.process.join(STOP_S)
            link.process.kill()
            link.process.join()
            link.pipe.close()


def serve(pipe: Connection, job: Job, studio: type[Studio]) -> None:
    """Make the products that arrive, until the pipe or the process is ended."""
    for name in ("SIGINT", "SIGHUP"):  # Ctrl-C and a closed terminal are the batch's to handle
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # libraries give their semaphores back
    with scratch_folder() as scratch, suppress(EOFError, OSError):
        arrived = start_worker(_sender(pipe), job, studio, scratch)
        while True:
            arrived.put(pipe.recv())
    os._exit(1)  # nobody is there to tell; what is half done is under temporary names


def _sender(pipe: Connection) -> Send:
    """A function that any thread may send with."""
    lock = Lock()

    def send(message: Message) -> None:
        with lock:
            pipe.send(message)

    return send
