"""The work of all users, one after another: a queue, and a process that does it.

The work is done in a process of its own, so that the page answers while a video is rendered, and
so that work can be stopped even inside a library that does not ask whether it should go on.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from typing import Literal, TypeAlias

from ..config import StudioConfig
from ..errors import StudioError, UsageError
from ..messages import say
from ..pipeline import Step
from ..run import mending
from ..write import Writing
from .progress import Pace, share_of
from .tasks import Ended, Made, Message, StoppedError, Task, serve

Serve: TypeAlias = Callable[[Connection, Event, StudioConfig], None]
State: TypeAlias = Literal["waiting", "working", "done", "failed", "stopped"]
GRACE_S = 2.0
"""What stopped work may take to end by itself, with the models kept, before its process ends."""
LOOK_S = 0.1
MAX_WAITING, MAX_OWN = 200, 50
"""Jobs that wait, of all users and of one."""
MAX_REMEMBERED = 1000


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """A task in the queue, at work, or ended."""

    owner: str = ""
    task: Task
    number: int
    state: State = "waiting"
    step: Step | None = None
    is_stopping: bool = False
    """Whether it was told to end, and has not ended yet."""
    made: tuple[str, ...] = ()
    """Languages whose video is there already."""
    writings: dict[str, Writing] = field(default_factory=dict)
    """Of each language its script as far as it is written."""
    share: float = 0
    """How much of it is done; never less than it was."""
    shown: int = 0
    """How often there was more of a script to see."""
    error: StudioError | None = None
    then: Callable[[], object] | None = None
    """Called when it is done; keeps, say, what was listened to."""
    ended: threading.Event = field(default_factory=threading.Event)
    pace: Pace = field(default_factory=Pace)

    def show(self, step: Step) -> None:
        """Take in what is being done, and more of a script, if there is."""
        self.step = step
        if step.writing:
            self.writings = {**self.writings, step.languages[0]: step.writing}
            self.shown += 1
        share = share_of(self.task, self.step, self.made, self.writings)
        self.share = max(self.share, share or 0)

    @property
    def rendered(self) -> tuple[str, ...]:
        """The languages whose videos are being made just now."""
        return self.step.languages if self.step and self.step.stage == "render" else ()

    @property
    def is_open(self) -> bool:
        """Whether it waits or is worked at."""
        return self.state in ("waiting", "working")

    @property
    def version(self) -> str:
        """A text that changes with the state, a video begun or finished, or a new line."""
        videos = f"{','.join(self.made)}-{','.join(self.rendered)}"
        return f"{self.number}-{self.state}-{videos}-{self.shown}"


def wait_for(job: Job | None) -> None:
    """Wait for a job, which goes on if the caller leaves.

    Raises:
        StudioError: what became of it.
    """
    if job is None:
        return
    job.ended.wait()
    if job.error:
        raise job.error


class JobQueue:
    """One queue and one worker process; `close` ends both."""

    def __init__(self, config: StudioConfig, serve: Serve = serve) -> None:
        """`serve` is what the process does."""
        self._config, self._serve = config, serve
        self._context = multiprocessing.get_context("spawn")
        self._stop = self._context.Event()
        self._queue: deque[Job] = deque()
        self._jobs: dict[tuple[str, str], Job] = {}
        """The latest of each product, by owner and slug."""
        self._changed = threading.Condition()
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._served: list[str] = []
        """The owners, each once, by when a job of theirs was begun last."""
        self._count = 0
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def submit(self, owner: str, task: Task, then: Callable[[], object] | None = None) -> Job:
        """Put a task into the queue; `then` is called when it is done, not when it failed.

        Raises:
            UsageError: the product is being worked at, or too many wait.
        """
        with self._changed:
            known = self._jobs.get((owner, task.slug))
            if known and known.is_open:
                raise UsageError(
                    say("this product is being worked at; wait for it, or stop it first")
                )
            own = sum(job.owner == owner for job in self._queue)
            if len(self._queue) >= MAX_WAITING or own >= MAX_OWN:
                raise UsageError(say("too many products are waiting; try again in a few minutes"))
            self._count += 1
            job = Job(owner=owner, task=task, number=self._count, then=then)
            self._forget()
            self._jobs[owner, task.slug] = job
            self._queue.append(job)
            self._changed.notify_all()
            return job

    def job(self, owner: str, slug: str) -> Job | None:
        """The latest job of a product."""
        return self._jobs.get((owner, slug))

    def ahead(self, job: Job) -> int:
        """How many are before it; 0: it is being worked at, or ended."""
        with self._changed:
            if job.state != "waiting":
                return 0
            return 1 + self._in_turn().index(job) if job in self._queue else 1

    def stop(self, job: Job) -> None:
        """End a job, wherever it is."""
        with self._changed:
            if job in self._queue:
                self._queue.remove(job)
                self._end(job, StoppedError())
            elif job.state == "working":
                job.is_stopping = True
                self._stop.set()

    def close(self) -> None:
        """Stop everything."""
        with self._changed:
            self._is_closed = True
            for job in self._queue:
                self._end(job, StoppedError())
            self._queue.clear()
            self._stop.set()
            self._changed.notify_all()
        self._thread.join()
        self._dismiss()

    def _in_turn(self) -> list[Job]:
        """The jobs that wait, as they are done: of each owner one, then of each the next.

        He whose job was done longest ago comes first.
        """
        turns = {owner: n for n, owner in enumerate(self._served, 1)}
        rounds = Counter[str]()
        order = list[tuple[int, int, int]]()
        for place, job in enumerate(self._queue):
            order.append((rounds[job.owner], turns.get(job.owner, 0), place))
            rounds[job.owner] += 1
        return [self._queue[place] for _, _, place in sorted(order)]

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                job = self._in_turn()[0]
                self._queue.remove(job)
                self._served = [*(each for each in self._served if each != job.owner), job.owner]
                job.state = "working"
                self._stop.clear()
            try:
                error = self._do(job)
            except (EOFError, OSError):
                self._dismiss()
                died = say(
                    "the work stopped: its process ended, perhaps because memory ran out; start it "
                    "again"
                )
                error = StoppedError() if self._stop.is_set() else StudioError(died)
            if error is None and job.then:
                try:
                    job.then()
                except StudioError as failure:
                    error = failure
            with self._changed:
                self._end(job, error)

    def _do(self, job: Job) -> StudioError | None:
        """What became of a job.

        Raises:
            EOFError, OSError: the worker has died.
        """
        _, connection = self._hire()
        connection.send(job.task)
        patience_s = GRACE_S
        while True:
            if self._stop.is_set():
                patience_s -= LOOK_S
                if patience_s <= 0:
                    self._dismiss()
                    mending.mend(job.task.config.out / job.task.slug)
                    return StoppedError()
            if not wait([connection], LOOK_S):
                continue
            message: Message = connection.recv()
            match message:
                case Step():
                    job.show(message)
                    job.pace.see(message)
                case Made(language=tag):
                    job.made = (*(t for t in job.made if t != tag), tag)
                case Ended(error=error):
                    return error

    def _end(self, job: Job, error: StudioError | None) -> None:
        is_stopped = isinstance(error, StoppedError)
        job.error = error
        job.state = "stopped" if is_stopped else "failed" if error else "done"
        job.ended.set()

    def _hire(self) -> tuple[BaseProcess, Connection]:
        if self._worker is None or not self._worker[0].is_alive():
            self._dismiss()
            ours, theirs = self._context.Pipe()
            process = self._context.Process(
                target=self._serve,
                args=(theirs, self._stop, self._config),
                name="worker",
                daemon=True,
            )
            process.start()
            theirs.close()
            self._worker = process, ours
        return self._worker

    def _dismiss(self) -> None:
        if self._worker is None:
            return
        process, connection = self._worker
        self._worker = None
        connection.close()
        process.terminate()
        process.join(GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()

    def _forget(self) -> None:
        """Leave out the oldest that have ended, lest a server grows for ever."""
        if len(self._jobs) > MAX_REMEMBERED:
            ended = [key for key, job in self._jobs.items() if not job.is_open]
            for key in ended[: len(ended) // 2]:
                del self._jobs[key]
