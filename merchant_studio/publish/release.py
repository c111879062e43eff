"""Write the release folder of one language, and find out later whether it is complete.

The report is written last and names every file with its size and sha256. If a file differs from it,
or an input has changed, the release is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..check import check_video
from ..config import StudioConfig
from ..errors import EngineError
from ..messages import say
from ..picture.render import RenderJob, render_videos, shared_picture
from ..picture.typeset import style
from ..records import Finding, Release
from ..run import RunFolder, changed, remove
from ..write import kept_backs
from .cover import save_cover
from .draft import COVER, VIDEO, Draft
from .post import bullets, post_of, title_of
from .quotes import QUOTES, write_quotes
from .report import REPORT, facts_of, kept_report, language_report
from .sidecars import to_ass, to_srt, to_vtt


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


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POST = "post.json"
CAPTIONS = ("captions.srt", "captions.vtt", "captions.ass")


def is_published(draft: Draft, folder: RunFolder) -> bool:
    """Whether the folder has a whole release that was made from the draft's inputs."""
    report = kept_report(folder, draft.tag)
    is_old = changed(report.get("inputs"), draft.inputs)
    return not is_old and changed_files(draft.tag, folder) == ()


def changed_files(tag: str, folder: RunFolder) -> tuple[str, ...] | None:
    """Files that are not, byte by byte, those that a language's report names; None: no release."""
    files = kept_report(folder, tag).get("files")
    if not files:
        return None
    place = folder.path / tag
    return tuple(name for name, facts in files.items() if facts_of(place / name) != facts)


def publish_release(draft: Draft, folder: RunFolder, cover: NDArray[np.uint8] | None) -> Release:
    """The release of a draft whose video has been rendered; a blocked one has only its report.

    `cover` is the picture that all languages put their title on, in RGB; a blocked draft needs
    none.

    Raises:
        StorageError: the folder cannot be written.
    """
    names = () if draft.blocked else _write_files(draft, folder, cover)
    if draft.blocked:
        # A video made before must not go on offering what is now known to be wrong.
        for name in (VIDEO, COVER, POST, *QUOTES, *CAPTIONS):
            remove(folder.path / draft.tag / name)
    files = {name: facts_of(folder.path / draft.tag / name) for name in names}
    return _reported(draft, folder, draft.inputs.digests, files)


def keep_release(draft: Draft, folder: RunFolder) -> Release:
    """The release that `is_published` found, and in its report what is chosen and found now.

    Raises:
        StorageError: the folder cannot be written.
    """
    report = kept_report(folder, draft.tag)
    return _reported(draft, folder, draft.inputs.named(report["inputs"]), report["files"])


def _reported(
    draft: Draft, folder: RunFolder, inputs: Mapping[str, str], files: Mapping[str, Any]
) -> Release:
    """The release of a draft with these files, after its report is written."""
    kept = kept_backs(folder, draft.tag)
    folder.write_json(f"{draft.tag}/{REPORT}", language_report(draft, inputs, files, kept))
    return Release(
        language=draft.tag,
        folder=folder.path / draft.tag,
        files=(*files, REPORT),
        findings=draft.findings,
        made_by=draft.made_by,
    )


def failed_release(tag: str, folder: RunFolder, error: EngineError) -> Release:
    """The release of a language that an engine could not make: nothing but the reason."""
    message = say("{language}: {problem}", language=tag, problem=error)
    finding = Finding(check="engine", severity="block", where=tag, message=message)
    return Release(
        language=tag, folder=folder.path / tag, files=(), findings=(finding,), made_by=()
    )


def _write_files(
    draft: Draft, folder: RunFolder, cover: NDArray[np.uint8] | None
) -> tuple[str, ...]:
    track, timeline = draft.timeline.captions, draft.timeline
    if cover is None:
        raise ValueError("a release needs the picture of its cover")
    with folder.replacing(f"{draft.tag}/{COVER}") as temporary:
        title = title_of(draft.brief, draft.profile)
        save_cover(cover, title, bullets(draft.script, draft.profile), draft, temporary)
    size = timeline.width_px, timeline.height_px
    look = style(timeline.style, timeline.captions_at)
    sidecars = (
        to_srt(track),
        to_vtt(track, *size, at_top=look.position == "top"),
        to_ass(track, *size, look),
    )
    for name, text in zip(CAPTIONS, sidecars, strict=True):
        folder.write_text(f"{draft.tag}/{name}", text)
    folder.write_json(f"{draft.tag}/{POST}", post_of(draft))
    return (VIDEO, COVER, *CAPTIONS, POST, *write_quotes(draft, folder))
