"""The queue of the page's work, and the process that does it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from merchant_studio import StudioConfig
from merchant_studio.errors import UsageError
from merchant_studio.pipeline import Step
from merchant_studio.webui.jobs import MAX_OWN, Job, JobQueue
from merchant_studio.webui.tasks import Ended, Made, Task
from tests.waiting import done, until


def works(connection: Connection, stop: Event, config: StudioConfig) -> None:
    """Each task is a step and a video."""
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(Step(stage="render", what="English", done=1, total=2))
        connection.send(Made(language=task.languages[0]))
        connection.send(Ended())


def hangs(connection: Connection, stop: Event, config: StudioConfig) -> None:
    """As a library does that never asks whether it should go on."""
    connection.recv()
    connection.send(Step(stage="script", what="English"))
    threading.Event().wait()


def dies(connection: Connection, stop: Event, config: StudioConfig) -> None:
    """As when there is no more memory."""
    connection.recv()
    os._exit(1)


@contextmanager
def queue(
    tmp_path: Path, serve: Callable[[Connection, Event, StudioConfig], None]
) -> Iterator[JobQueue]:
    made = JobQueue(StudioConfig(out=tmp_path), serve)
    try:
        yield made
    finally:
        made.close()


def task(tmp_path: Path, slug: str) -> Task:
    config = StudioConfig(out=tmp_path)
    return Task(action="render", config=config, source=tmp_path, slug=slug, languages=("en",))


def wait_for(job: Job, state: str) -> None:
    until(f"a job that is {state}", lambda: job.state == state)


def test_work_is_done_in_turn_and_told(tmp_path: Path) -> None:
    with queue(tmp_path, works) as shop:
        jobs = [shop.submit("anna", task(tmp_path, f"p{n}")) for n in range(3)]
        for job in jobs:
            done(job)
        assert [job.made for job in jobs] == [("en",)] * 3
        assert jobs[0].step == Step(stage="render", what="English", done=1, total=2)
        assert shop.job("anna", "p1") is jobs[1] and shop.job("bob", "p1") is None


def test_each_user_has_his_turn_and_his_share(tmp_path: Path) -> None:
    with queue(tmp_path, hangs) as shop:
        working = shop.submit("anna", task(tmp_path, "p0"))
        wait_for(working, "working")
        annas = [shop.submit("anna", task(tmp_path, f"a{n}")) for n in range(MAX_OWN)]
        with pytest.raises(UsageError, match="too many products are waiting"):
            shop.submit("anna", task(tmp_path, "one more"))
        bobs = [shop.submit("bob", task(tmp_path, f"b{n}")) for n in range(2)]
        assert [shop.ahead(job) for job in bobs] == [1, 3]
        assert [shop.ahead(job) for job in annas[:3]] == [2, 4, 5]


def test_stop_ends_what_does_not_ask_and_what_waits(tmp_path: Path) -> None:
    run = tmp_path / "p0" / "en"
    run.mkdir(parents=True)
    (run / ".video.mp4.4194304.part").write_bytes(b"half a video")
    with queue(tmp_path, hangs) as shop:
        working = shop.submit("anna", task(tmp_path, "p0"))
        waiting = shop.submit("bob", task(tmp_path, "p1"))
        wait_for(working, "working")
        assert (shop.ahead(working), shop.ahead(waiting)) == (0, 1)
        with pytest.raises(UsageError, match="this product is being worked at"):
            shop.submit("anna", task(tmp_path, "p0"))
        shop.stop(waiting)
        assert waiting.state == "stopped"
        assert not working.is_stopping
        shop.stop(working)
        assert working.is_stopping  # the page says so until it has ended
        until("the end of what is stopped", working.ended.is_set)
        assert working.state == "stopped"
        assert not list(run.iterdir())
        again = shop.submit("anna", task(tmp_path, "p0"))
        wait_for(again, "working")
    assert again.state == "stopped"


def test_what_is_to_be_kept_is_kept_only_when_it_is_done(tmp_path: Path) -> None:
    kept: list[str] = []
    with queue(tmp_path, works) as shop:
        done(shop.submit("anna", task(tmp_path, "p0"), lambda: kept.append("p0")))
    with queue(tmp_path, dies) as shop:
        job = shop.submit("anna", task(tmp_path, "p1"), lambda: kept.append("p1"))
        until("the end of work whose process died", job.ended.is_set)
    assert kept == ["p0"]


def test_a_process_that_dies_is_told_and_replaced(tmp_path: Path) -> None:
    with queue(tmp_path, dies) as shop:
        for slug in ("p0", "p1"):
            job = shop.submit("anna", task(tmp_path, slug))
            until("the end of work whose process died", job.ended.is_set)
            assert job.state == "failed"
            assert str(job.error).startswith("the work stopped: its process ended")
