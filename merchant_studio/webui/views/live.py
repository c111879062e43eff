"""The values that the progress shows: what is being done, and how far it is."""

from __future__ import annotations

from typing import Any

from ..jobs import Job
from ..progress import share_of
from ..session import Session


def live_view(session: Session, language: str) -> dict[str, Any]:
    """What is being done for the product, and how far it is."""
    job = session.job
    if job is None or job.state == "done":
        return {"state": "idle", "version": session.version}
    step, task, ahead = job.step, job.task, session.app.jobs.ahead(job)
    state = "working" if job.state == "waiting" and not ahead else job.state
    is_measured = share_of(task, step, job.made, job.writings) is not None
    own = round(100 * step.done / step.total) if step and step.total else None
    tags = step.languages if step else ()
    now = job.rendered if task.action == "render" else tags
    lines = {
        tag: (writing.done, len(writing.script.lines)) for tag, writing in job.writings.items()
    }
    return {
        "state": state,
        "version": session.version,
        "action": task.action,
        "is_stopping": job.is_stopping,
        "ahead": ahead,
        "stage": _stage(job),
        "share": int(100 * job.share) if is_measured else None,
        "tags": tags,
        "left": _rounded(job.pace.left_s) if job.state == "working" else None,
        "spent": _rounded(job.pace.spent_s) if job.state == "working" else None,
        "languages": [
            {
                "tag": tag,
                "is_made": tag in job.made,
                "is_now": tag in now and tag not in job.made,
                "lines": lines.get(tag),
                "share": own if tag in job.rendered and tag not in job.made else None,
            }
            for tag in task.languages
            if tag not in task.blocked
        ],
        "error": job.error.message if job.error else "",
    }


def _stage(job: Job) -> str:
    """What is told to be done: scripts that stand are only read before their videos are made."""
    stage = job.step.stage if job.step else "start"
    is_reading = job.task.action == "render" and stage in ("ingest", "script") and not job.writings
    return "start" if is_reading else stage


def _rounded(seconds: float | None) -> tuple[str, int] | None:
    """A time as it is told: `("s", 25)`, `("min", 3)`; None: not known, or next to nothing."""
    if seconds is None or seconds < 5:
        return None
    return ("s", 5 * round(seconds / 5)) if seconds < 90 else ("min", round(seconds / 60))
