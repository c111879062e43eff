"""How far a job is, as one share that the page shows: two of four videos and half a third, 62 %."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..pipeline import Step
from ..write import Writing
from .tasks import Task


def share_of(
    task: Task, step: Step | None, made: Sequence[str], writings: Mapping[str, Writing]
) -> float | None:
    """The share of a job that is done, from 0 to 1; None: what is being done has no measure."""
    if step is None:
        return None
    done = step.done / step.total if step.total else None
    if task.action == "render":
        if step.stage != "render":
            return None
        wanted = [tag for tag in task.languages if tag not in task.blocked]
        now = [tag for tag in wanted if tag in step.languages and tag not in made]
        ready = sum(tag in made for tag in wanted)
        return (ready + len(now) * (done or 0)) / len(wanted) if wanted else None
    if step.stage == "script" and writings:
        lines = sum(one.done / max(1, len(one.script.lines)) for one in writings.values())
        return max(done or 0, lines / len(task.languages))
    return done
