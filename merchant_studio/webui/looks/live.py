"""The values that the progress shows: what is being done, and how far it is."""

from __future__ import annotations

from typing import Any

from ..desk import Desk


def live_look(desk: Desk, language: str) -> dict[str, Any]:
    """What is being done for the product, and how far it is."""
    job = desk.job
    if job is None or job.state == "done":
        return {"state": "idle", "version": desk.version}
    step, task = job.step, job.task
    share = round(100 * step.done / step.total) if step and step.total else None
    tags = step.languages if step else ()
    lines = {
        tag: (writing.done, len(writing.script.lines)) for tag, writing in job.writings.items()
    }
    if step and step.stage == "script" and lines:
        share = round(100 * sum(n for n, _ in lines.values()) / sum(m for _, m in lines.values()))
    return {
        "state": job.state,
        "version": desk.version,
        "action": task.action,
        "is_stopping": job.is_stopping,
        "ahead": desk.office.workshop.ahead(job),
        "stage": step.stage if step else "start",
        "share": share,
        "tags": tags,
        "left": _rounded(job.pace.left_s) if job.state == "working" else None,
        "spent": _rounded(job.pace.spent_s) if job.state == "working" else None,
        "languages": [
            {
                "tag": tag,
                "is_made": tag in job.made,
                "is_now": tag in tags and tag not in job.made,
                "lines": lines.get(tag),
                "share": share if tag in tags and tag not in job.made else None,
            }
            for tag in task.languages
        ],
        "error": str(job.error) if job.error else "",
    }


def _rounded(seconds: float | None) -> tuple[str, int] | None:
    """A time as it is told: `("s", 25)`, `("min", 3)`; None: not known, or next to nothing."""
    if seconds is None or seconds < 5:
        return None
    return ("s", 5 * round(seconds / 5)) if seconds < 90 else ("min", round(seconds / 60))
