"""Caption tracks as files: SubRip, WebVTT and ASS."""

from __future__ import annotations

import re

from .records import CaptionTrack

_RLM, _LRE, _RLE, _PDF = "\u200f", "\u202a", "\u202b", "\u202c"
_WORD_JOINER = "\u2060"
_NUMBER = r"\d(?:[\d.,٫٬]*\d)?"
_NUMBERS = rf"{_NUMBER}(?:[ \u00a0]?[×x~–\-][ \u00a0]?{_NUMBER})*"
# Phone numbers, prices, and measures or codes that begin with a number: left to right everywhere.
LEFT_TO_RIGHT = re.compile(
    r"\+\d[\d \u00a0()\-]*\d"
    rf"|(?<![\w.,٫٬/\-])[+\-−]?(?:[$¢£¥฿\u20a0-\u20cf]{_NUMBERS}"
    rf"|{_NUMBERS}[ \u00a0]?[°/\-]?[A-Za-zµΩ](?:[A-Za-z\d/²³\-]*[A-Za-z\d²³])?)"
)


def to_srt(track: CaptionTrack) -> str:
    """The track as SubRip."""
    return "\n".join(
        f"{n}\n{_clock(cue.span.start_ms, ',')} --> {_clock(cue.span.end_ms, ',')}\n"
        + "".join(f"{_directed(row, track)}\n" for row in cue.rows)
        for n, cue in enumerate(track.cues, start=1)
    )


def to_vtt(track: CaptionTrack) -> str:
    """The track as WebVTT."""
    cues = "".join(
        f"\n{_clock(cue.span.start_ms, '.')} --> {_clock(cue.span.end_ms, '.')}\n"
        + "".join(f"{_escaped(_directed(row, track))}\n" for row in cue.rows)
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
        + "\\N".join(_directed(_plain(row), track) for row in cue.rows)
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


def _directed(row: str, track: CaptionTrack) -> str:
    """The row; a right-to-left one carries its direction, and that of what is in it.

    Players lay rows out from left to right (libass, VSFilter) or by their first letter (browsers),
    whatever the language, so that a full stop lands on the wrong side and "30 × 45 cm" reads
    "cm 45 × 30". The marks are the embeddings of 1993, which every player knows, and not the
    isolates of 2013: U+200F on both sides of an embedding keeps it apart as an isolate would.
    """
    if track.direction == "ltr":
        return row
    marked = LEFT_TO_RIGHT.sub(lambda found: f"{_RLM}{_LRE}{found[0]}{_PDF}{_RLM}", row)
    return f"{_RLM}{_RLE}{marked}{_PDF}"


def _escaped(row: str) -> str:
    return row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(row: str) -> str:
    """The row without what ASS takes for commands: `{...}`, and letters after a backslash."""
    return row.replace("{", "(").replace("}", ")").replace("\\", "\\" + _WORD_JOINER)


def _clock(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{ms:03d}"


def _ass_clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms // 10:02d}"
