"""The release folder of one language: video, sidecars, cover, post copy and report.

The report is written last and names every file with its size and sha256, so that a release is
known to be whole and made from the inputs at hand, or is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..facts import label, sayable, shown, written
from ..languages import LanguageProfile
from ..records import (
    SCHEMA,
    Brief,
    EngineStamp,
    Finding,
    Release,
    Script,
    Timeline,
    to_json,
)
from ..runfolder import RunFolder
from ..sidecars import to_ass, to_srt, to_vtt

VIDEO, COVER, POST, REPORT = "video.mp4", "cover.jpg", "post.json", "report.json"
CAPTIONS = ("captions.srt", "captions.vtt", "captions.ass")
COVER_AT = 1 / 3
"""Where in the video the cover's picture is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One language, ready to be rendered and published."""

    script: Script
    brief: Brief
    profile: LanguageProfile
    timeline: Timeline
    texts: tuple[str, ...]
    """The script's lines with their facts."""
    findings: tuple[Finding, ...]
    made_by: tuple[EngineStamp, ...]
    inputs: str
    """Digest of everything that the release is made from."""

    @property
    def tag(self) -> str:
        """The language as it was asked for."""
        return self.script.language

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids the render."""
        return any(finding.severity == "block" for finding in self.findings)


def is_published(draft: Draft, folder: RunFolder) -> bool:
    """Whether the folder has a whole release that was made from the draft's inputs."""
    report = folder.read_json(f"{draft.tag}/{REPORT}") or {}
    return report.get("inputs") == draft.inputs and is_whole(draft.tag, folder)


def is_whole(tag: str, folder: RunFolder) -> bool:
    """Whether every file that a language's report names is there, byte by byte."""
    report = folder.read_json(f"{tag}/{REPORT}") or {}
    files: Mapping[str, Any] = report.get("files") or {}
    return bool(files) and all(
        _facts_of(folder.path / tag / name) == facts for name, facts in files.items()
    )


def publish_release(draft: Draft, folder: RunFolder) -> Release:
    """The release of a draft whose video has been rendered; a blocked one has only its report.

    Raises:
        StorageError: the folder cannot be written.
    """
    names = () if draft.blocked else _write_files(draft, folder)
    if draft.blocked:
        # A video made before must not go on offering what is now known to be wrong.
        for name in (VIDEO, COVER, POST, *CAPTIONS):
            (folder.path / draft.tag / name).unlink(missing_ok=True)
    files = {name: _facts_of(folder.path / draft.tag / name) for name in names}
    folder.write_json(f"{draft.tag}/{REPORT}", _report(draft, files))
    return Release(
        language=draft.tag,
        folder=folder.path / draft.tag,
        files=(*names, REPORT),
        findings=draft.findings,
        made_by=draft.made_by,
    )


def read_release(draft: Draft, folder: RunFolder) -> Release:
    """The release that `is_published` found, as `publish_release` gave it."""
    report = folder.read_json(f"{draft.tag}/{REPORT}") or {}
    return Release(
        language=draft.tag,
        folder=folder.path / draft.tag,
        files=(*report["files"], REPORT),
        findings=draft.findings,
        made_by=draft.made_by,
    )


def title_of(brief: Brief, profile: LanguageProfile) -> str:
    """The product's name in the language; empty when nobody gave one."""
    for fact in brief.facts:
        if fact.key == "name" and sayable(fact.value, profile):
            return written(fact.value, profile)
    return ""


def _write_files(draft: Draft, folder: RunFolder) -> tuple[str, ...]:
    track, timeline = draft.timeline.captions, draft.timeline
    video = folder.path / draft.tag / VIDEO
    with folder.replacing(f"{draft.tag}/{COVER}") as temporary:
        _save_frame(video, temporary, round(timeline.duration_ms * COVER_AT))
    sidecars = (
        to_srt(track),
        to_vtt(track),
        to_ass(track, timeline.width_px, timeline.height_px),
    )
    for name, text in zip(CAPTIONS, sidecars, strict=True):
        folder.write_text(f"{draft.tag}/{name}", text)
    folder.write_json(f"{draft.tag}/{POST}", _post(draft))
    return (VIDEO, COVER, *CAPTIONS, POST)


def _save_frame(video: Path, target: Path, at_ms: int) -> None:
    """A JPEG of the frame that is seen at `at_ms`."""
    import av
    from PIL import Image

    with av.open(str(video)) as container:
        container.seek(at_ms * 1000)
        seen = None
        for frame in container.decode(video=0):
            seen = frame
            if frame.time is not None and frame.time * 1000 >= at_ms:
                break
        if seen is not None:
            Image.fromarray(seen.to_ndarray(format="rgb24")).save(target, format="JPEG", quality=90)


def _post(draft: Draft) -> dict[str, Any]:
    """Title, text and hashtags for a post."""
    brief, profile = draft.brief, draft.profile
    return {
        "language": draft.tag,
        "title": title_of(brief, profile),
        "text": "\n".join(draft.texts),
        "facts": [
            f"{label(fact.key, brief, profile)}: {shown(fact.value, profile, brief.rates)}"
            for fact in brief.facts
            if fact.must_say and fact.key != "name" and sayable(fact.value, profile)
        ],
        "hashtags": [f"#{tag}" for tag in profile.post.hashtags],
    }


def _report(draft: Draft, files: Mapping[str, Any]) -> dict[str, Any]:
    """What the language got, and who wrote each line of it."""
    return {
        "schema": SCHEMA,
        "inputs": draft.inputs,
        "language": draft.tag,
        "title": title_of(draft.brief, draft.profile),
        "blocked": draft.blocked,
        "dubbed": draft.timeline.narration.dubbed,
        "duration_ms": draft.timeline.duration_ms,
        "facts": [
            {
                "key": fact.key,
                "value": written(fact.value, draft.profile),
                "source": fact.source,
                "heard_at_ms": [mention.span.start_ms for mention in fact.heard_in],
            }
            for fact in draft.brief.facts
        ],
        "lines": [
            {
                "text": text,
                "template": line.text,
                "written_by": line.author,
                "why": line.why if line.author == line.made_by else "",
                "start_ms": line.budget.start_ms,
                "end_ms": line.budget.end_ms,
            }
            for line, text in zip(draft.script.lines, draft.texts, strict=True)
        ],
        "findings": [to_json(finding) for finding in draft.findings],
        "made_by": [to_json(stamp) for stamp in draft.made_by],
        "files": dict(files),
    }


def _facts_of(path: Path) -> dict[str, Any] | None:
    """Size and sha256 of a file; None when it is not there."""
    try:
        with path.open("rb") as file:
            return {
                "bytes": path.stat().st_size,
                "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
            }
    except OSError:
        return None


def summary_report(releases: Sequence[Release]) -> dict[str, Any]:
    """The report of a run over all its languages, as JSON-ready values."""
    return {
        "schema": SCHEMA,
        "languages": {
            release.language: {
                "status": "blocked" if release.blocked else "made",
                "files": list(release.files),
                "findings": [to_json(finding) for finding in release.findings],
            }
            for release in releases
        },
    }
