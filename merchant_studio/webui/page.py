"""The page: one recording in, one video per language out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from ..config import StudioConfig
from ..errors import StudioError
from ..languages import language_codes, profile
from ..pipeline import Step, Studio

_DOING = {
    "ingest": "Reading",
    "load": "Loading",
    "transcribe": "Listening",
    "script": "Writing",
    "render": "Rendering",
}


def build_page() -> Any:
    """The page (`gradio.Blocks`), ready to launch; every upload gets a run folder of its own."""
    with gr.Blocks(title="merchant_studio") as page:
        gr.Markdown("# merchant_studio\nOne recording in, a captioned video per language out.")
        recording = gr.File(
            label="Recording (video or sound)", file_types=["video", "audio"], type="filepath"
        )
        tags = gr.CheckboxGroup(
            [(profile(code).native_name, code) for code in language_codes()],
            value=["en"],
            label="Languages",
        )
        confirmed = gr.Checkbox(label="Prices and numbers may be used as they were heard")
        make = gr.Button("Make the videos", variant="primary")
        videos = gr.Gallery(label="Videos", columns=2)
        notes = gr.Textbox(label="What to know", lines=4, interactive=False)
        make.click(_make_videos, [recording, tags, confirmed], [videos, notes])
    return page


def _make_videos(
    recording: str | None,
    tags: list[str],
    confirmed: bool,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 - Gradio finds it by its default
) -> tuple[list[tuple[str, str]], str]:
    """The videos with their language names, and every finding, a line each."""
    if not recording:
        raise gr.Error("Give a recording first.")

    def on_step(step: Step) -> None:
        share: Any = (step.done, step.total) if step.total else None
        progress(share, desc=f"{_DOING[step.stage]} {step.what}")

    out = Path(tempfile.mkdtemp(prefix="merchant-studio-"))
    config = StudioConfig(out=out, accept_heard=confirmed)
    try:
        releases = Studio(config, on_step).run(recording, tags)
    except StudioError as error:
        raise gr.Error(str(error)) from error
    made = [r for r in releases if not r.blocked]
    findings = dict.fromkeys(f.message for release in releases for f in release.findings)
    return (
        [(str(r.folder / "video.mp4"), profile(r.language).native_name) for r in made],
        "\n".join(findings),
    )
