"""Caption tracks as files: SubRip, WebVTT and ASS."""

from __future__ import annotations

from collections.abc import Sequence

from .records import CaptionTrack


def to_srt(track: CaptionTrack) -> str:
    """The track as SubRip."""
    return "\n".join(
        f"{n}\n{_clock(cue.span.start_ms, ',')} --> {_clock(cue.span.end_ms, ',')}\n"
        + "".join(f"{row}\n" for row in _directed(cue.rows, track))
        for n, cue in enumerate(track.cues, start=1)
    )


def to_vtt(track: CaptionTrack) -> str:
    """The track as WebVTT."""
    cues = "".join(
        f"\n{_clock(cue.span.start_ms, '.')} --> {_clock(cue.span.end_ms, '.')}\n"
        + "".join(f"{_escaped(row)}\n" for row in _directed(cue.rows, track))
        for cue in track.cues
    )
    return f"WEBVTT\nLanguage: {track.language}\n{cues}"


def to_ass(track: CaptionTrack, width_px: int, height_px: int) -> str:
    """The track as ASS, for players and editors that style captions themselves."""
    size = round(min(width_px, height_px) * 0.06)
    margin = round(height_px * (0.3 if height_px > width_px else 0.08))
    side = round(width_px * 0.06)
    events = "".join(
        f"Dialogue: 0,{_ass_clock(cue.span.start_ms)},{_ass_clock(cue.span.end_ms)},"
        + "Default,,0,0,0,,"
        + "\\N".join(row.replace("{", "(").replace("}", ")") for row in cue.rows)
        + "\n"
        for cue in track.cues
    )
    return (
        "[Script Info]\nScriptType: v4.00+\n"
        f"PlayResX: {width_px}\nPlayResY: {height_px}\n"
        "WrapStyle: 2\nScaledBorderAndShadow: yes\n\n"
        "[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, "
        "BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, "
        "BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
        f"Style: Default,Noto Sans,{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,"
        f"-1,0,0,0,100,100,0,0,1,{max(1, size // 14)},0,2,{side},{side},{margin},1\n\n"
        "[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        f"{events}"
    )


def _directed(rows: Sequence[str], track: CaptionTrack) -> list[str]:
    """The rows; a right-to-left one begins with a mark that tells players so (UAX #9, RLM)."""
    return [f"\u200f{row}" for row in rows] if track.direction == "rtl" else list(rows)


def _escaped(row: str) -> str:
    return row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{ms:03d}"


def _ass_clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms // 10:02d}"
