"""Write the release folder of one language, and find out later whether it is complete.

The report is written last and names every file with its size and sha256. If a file differs from it,
or an input has changed, the release is made again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import EngineError
from ..files import sha256
from ..picture.typeset import style
from ..records import Finding, Release
from ..run import RunFolder, remove
from ..write import kept_backs
from .bullets import bullets
from .cover import save_cover
from .draft import Draft
from .post import post_of, title_of
from .report import REPORT, kept_report, language_report
from .sidecars import to_ass, to_srt, to_vtt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VIDEO, COVER, POST = "video.mp4", "cover.jpg", "post.json"
CAPTIONS = ("captions.srt", "captions.vtt", "captions.ass")


def is_published(draft: Draft, folder: RunFolder) -> bool:
    """Whether the folder has a whole release that was made from the draft's inputs."""
    report = kept_report(folder, draft.tag)
    return report.get("inputs") == draft.inputs and changed_files(draft.tag, folder) == ()


def changed_files(tag: str, folder: RunFolder) -> tuple[str, ...] | None:
    """Files that are not, byte by byte, those that a language's report names; None: no release."""
    files = kept_report(folder, tag).get("files")
    if not files:
        return None
    place = folder.path / tag
    return tuple(name for name, facts in files.items() if _facts_of(place / name) != facts)


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
        for name in (VIDEO, COVER, POST, *CAPTIONS):
            remove(folder.path / draft.tag / name)
    files = {name: _facts_of(folder.path / draft.tag / name) for name in names}
    kept = kept_backs(folder, draft.tag)
    folder.write_json(f"{draft.tag}/{REPORT}", language_report(draft, files, kept))
    return Release(
        language=draft.tag,
        folder=folder.path / draft.tag,
        files=(*names, REPORT),
        findings=draft.findings,
        made_by=draft.made_by,
    )


def read_release(draft: Draft, folder: RunFolder) -> Release:
    """The release that `is_published` found, as `publish_release` gave it."""
    report = kept_report(folder, draft.tag)
    return Release(
        language=draft.tag,
        folder=folder.path / draft.tag,
        files=(*report["files"], REPORT),
        findings=draft.findings,
        made_by=draft.made_by,
    )


def failed_release(tag: str, folder: RunFolder, error: EngineError) -> Release:
    """The release of a language that an engine could not make: nothing but the reason."""
    finding = Finding(check="engine", severity="block", where=tag, message=f"{tag}: {error}")
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
    return (VIDEO, COVER, *CAPTIONS, POST)


def _facts_of(path: Path) -> dict[str, Any] | None:
    """Size and sha256 of a file; None when it is not there."""
    try:
        return {"bytes": path.stat().st_size, "sha256": sha256(path)}
    except OSError:
        return None
