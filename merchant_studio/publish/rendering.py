"""The videos of several drafts, and what is found in them when they are finished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..check import check_video
from ..config import StudioConfig
from ..picture.render import RenderJob, render_videos, shared_picture
from ..run import RunFolder
from .draft import Draft
from .release import VIDEO


def render_drafts(
    drafts: Sequence[Draft],
    folder: RunFolder,
    config: StudioConfig,
    tell: Callable[[Sequence[Draft], int, int], None],
) -> None:
    """Render all drafts, those that share their picture in one pass over it.

    `tell` is given the drafts of a pass, and how many of its frames are done, of how many.

    Raises:
        RenderError: a video could not be made.
        StorageError: the folder cannot be written.
    """
    alike: dict[object, list[Draft]] = {}
    for draft in drafts:
        alike.setdefault(shared_picture(draft.timeline), []).append(draft)
    for some in alike.values():

        def on_progress(done: int, total: int, some: Sequence[Draft] = some) -> None:
            tell(some, done, total)

        render_videos(
            [
                RenderJob(timeline=d.timeline, target=folder.target(f"{d.tag}/{VIDEO}"))
                for d in some
            ],
            encoder=config.encoder,
            crf=config.crf,
            preset=config.preset,
            threads=config.threads,
            on_progress=on_progress,
        )


def checked(draft: Draft, folder: RunFolder) -> Draft:
    """The draft with what is found in its finished video."""
    video = folder.path / draft.tag / VIDEO
    found = () if draft.blocked else check_video(video, draft.timeline)
    return replace(draft, findings=(*draft.findings, *found))
