"""How Gradio's own parts look, and what the page brings with it; nothing comes from elsewhere."""

from __future__ import annotations

import gradio as gr

from .texts import FOLDER

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "sans-serif")
THEME = gr.themes.Base(font=list(_FONTS), font_mono=["ui-monospace", "monospace"])


def head() -> str:
    """The page's style and scripts, for the document's head."""
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    scripts = "\n".join(
        (FOLDER / name).read_text(encoding="utf-8") for name in ("page.js", "camera.js")
    )
    return f"<style>{style}</style>\n<script>{scripts}</script>"
