"""The workers of a batch as actors of a Ray cluster; Ray finds their machines and their ends.

An actor is one worker: it loads the models once and has a product that it renders and one that it
prepares, as a process of this machine has (`batch/pool.py`, which also tells what becomes of the
products of one that died with its machine).
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Queue
from typing import Any

from ..errors import ExtraMissingError, StudioError, UsageError
from ..messages import say
from ..pipeline import Studio
from .bucket import is_url
from .job import Job
from .processes import CORES_PER_WORKER
from .products import Product
from .scratch import scratch_folder
from .worker import Gone, Message, Stuck, start_worker

LOCAL = "local"
"""Instead of an address: a cluster of this machine alone, which ends with the batch."""
SILENT_S = 30
"""Silence after which it is asked whether there are machines at all."""
CONNECT_S = 5
"""Time for an address to answer."""


class ClusterError(StudioError):
    """The cluster does not answer, or has no room."""


class _RemoteWorker:
    """A worker inside an actor: `take` gives it products, `said` returns its messages."""

    def __init__(self, job: Job, studio: type[Studio], folder: Path) -> None:
        self._said: Queue[Message] = Queue()
        self._arrived: Queue[Product] = Queue()
        unseen = _unseen(job, folder)
        if unseen:
            problem = say(
                "the machine {machine} does not see {path}; put it on a disk that all machines "
                "share, or in a store such as s3://",
                machine=socket.gethostname(),
                path=unseen,
            )
            self._said.put(Stuck(error=ClusterError(problem)))
        else:
            self._held = ExitStack()  # its scratch folder lives as long as the actor
            scratch = self._held.enter_context(scratch_folder())
            self._arrived = start_worker(self._said.put, job, studio, scratch)

    def take(self, product: Product) -> None:
        """Make it."""
        self._arrived.put(product)

    def said(self) -> list[Message]:
        """What the worker has said since it was last asked; waits until there is something."""
        messages = [self._said.get()]
        while not self._said.empty():
            messages.append(self._said.get())
        return messages


def _unseen(job: Job, folder: Path) -> Path | None:
    """A folder of the batch that this machine lacks; relative paths start at `folder`."""
    places = [store.path for store in (job.products, job.out) if not is_url(store.url)]
    if not all(place.is_absolute() for place in places):
        try:
            os.chdir(folder)
        except OSError:
            return folder
    return next((place for place in places if not place.exists()), None)


@dataclass(slots=True, kw_only=True, eq=False)
class _Actor:
    """The batch's connection to one worker of the cluster."""

    handle: Any
    said: Any = field(default=None)
    """What it is going to say: a reference to the answer of `said`."""

    def send(self, product: Product) -> bool:
        """True: whether an actor has died is heard from Ray."""
        self.handle.take.remote(product)
        return True


class Actors:
    """Ray actors as workers; see `batch.pool.Workers`. A context manager that leaves the cluster.

    0 of them: as many as the cluster has room for. `gpus` is the share of one, or the number,
    that each gets.
    """

    def __init__(
        self, address: str, count: int = 0, *, gpus: float = 0.0, studio: type[Studio] = Studio
    ) -> None:
        """Join the cluster.

        Raises:
            ExtraMissingError: Ray is not installed.
            ClusterError: nobody answers at the address, or no machine has room for a worker.
        """
        # Nothing is told to anybody about this run, and a share of no GPU hides none.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
        except ImportError as error:
            raise ExtraMissingError(say("--ray and clusters"), "cluster") from error
        self._ray: Any = ray
        logging.getLogger("ray").setLevel(logging.ERROR)  # its notes are for its operators
        self._join(address)
        self._gpus, self._studio = gpus, studio
        most = max((int(each.get("CPU", 0)) for each in self._machines()), default=0)
        self._cores = max(1, min(CORES_PER_WORKER, most))
        """The same for all, so that a video is the same bytes on every machine."""
        while count > self._room() and self._cores > 1:
            self._cores -= 1  # so many are asked for that they must be smaller
        room = self._room()
        if not room:
            ray.shutdown()
            wanted = say("{count} GPUs", count=f"{gpus:g}") if gpus else say("a free core")
            raise ClusterError(
                say(
                    "no machine of the cluster has {wanted} for a worker; see what there is: "
                    "ray status",
                    wanted=wanted,
                )
            )
        self.count = count or room

    def __enter__(self) -> Actors:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; one of this machine alone ends."""
        self._ray.shutdown()

    def start(self, job: Job) -> _Actor:
        """Ask for one; it starts when a machine has room."""
        if not job.config.threads:
            job = replace(job, config=replace(job.config, threads=self._cores))
        actor = self._ray.remote(_RemoteWorker).options(
            num_cpus=self._cores, num_gpus=self._gpus, max_concurrency=2, max_restarts=0
        )
        handle = actor.remote(job, self._studio, Path.cwd())
        return _Actor(handle=handle, said=handle.said.remote())

    def hear(
        self, links: Sequence[_Actor], timeout_s: float | None
    ) -> Iterator[tuple[_Actor, Message]]:
        """What the workers say, as soon as one does."""
        by_answer = {link.said: link for link in links}
        if not links:
            time.sleep(timeout_s or 0)
            return
        ready, _ = self._ray.wait(list(by_answer), num_returns=len(by_answer), timeout=0)
        while not ready:
            ready, _ = self._ray.wait(list(by_answer), timeout=timeout_s or SILENT_S)
            if timeout_s is not None:
                break
            if not ready and not self._room():
                problem = say("all machines of the cluster that had room for a worker are gone")
                raise ClusterError(
                    say("{problem}; start some, and run the same command again", problem=problem)
                )
        for answer in ready:
            link = by_answer[answer]
            try:
                messages: list[Message] = self._ray.get(answer)
            except self._ray.exceptions.RayError as error:
                first = str(error).strip().partition("\n")[0]
                yield link, Gone(how=first)
            else:
                link.said = link.handle.said.remote()
                for message in messages:
                    yield link, message

    def stop(self, links: Sequence[_Actor]) -> None:
        """End them at once."""
        for link in links:
            with suppress(self._ray.exceptions.RayError):
                self._ray.kill(link.handle)

    def _join(self, address: str) -> None:
        options = {"include_dashboard": False} if address == LOCAL else {}
        try:
            host, _, port = address.rpartition(":")
            if host and port.isdecimal():  # Ray would try for minutes
                socket.create_connection((host, int(port)), CONNECT_S).close()
            self._ray.init(address=address, log_to_driver=False, configure_logging=False, **options)
        except (OSError, RuntimeError, ValueError) as error:
            told = str(error).strip().partition("\n")[0]
            raise UsageError(
                say(
                    "no Ray cluster answers at {address!r} ({told}); start one with: ray start "
                    "--head",
                    address=address,
                    told=told,
                )
            ) from error

    def _machines(self) -> list[dict[str, float]]:
        """What each machine of the cluster that lives has."""
        return [node["Resources"] for node in self._ray.nodes() if node["Alive"]]

    def _room(self) -> int:
        """How many workers the cluster has room for."""
        rooms = 0
        for machine in self._machines():
            room = machine.get("CPU", 0) // self._cores
            rooms += int(min(room, machine.get("GPU", 0) / self._gpus) if self._gpus else room)
        return rooms
