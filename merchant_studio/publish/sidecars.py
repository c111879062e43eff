"""Caption tracks as files: SubRip, WebVTT and ASS."""

from __future__ import annotations

from collections.abc import Iterator

from ..languages import LanguageProfile, profile, safe_area
from ..picture.typeset import (
    FONTS,
    LEFT_TO_RIGHT,
    SECOND_SCALE,
    Block,
    CaptionStyle,
    FontFile,
    ScriptSetting,
    Typesetter,
    plate,
    script_setting,
)
from ..records import CaptionTrack, Cue

_RLM, _LRE, _RLE, _PDF = "\u200f", "\u202a", "\u202b", "\u202c"
_WORD_JOINER = "\u2060"
_ARROW, _PLAIN_ARROW = "-->", "->"
"""SubRip's own arrow would end a caption early."""
VTT_ROW = 0.06
"""Height of a row in browsers, of the picture's: letters of 5 % (WebVTT, section 7.4)."""
BOLD = -1
"""ASS for yes. The fonts come as Regular; players embolden them as we do."""


def to_srt(track: CaptionTrack) -> str:
    """The track as SubRip."""
    return "\n".join(
        f"{n}\n{_clock(cue.span.start_ms, ',')} --> {_clock(cue.span.end_ms, ',')}\n"
        + "".join(f"{row.replace(_ARROW, _PLAIN_ARROW)}\n" for row in _rows(cue, track))
        for n, cue in enumerate(track.cues, start=1)
    )


def to_vtt(track: CaptionTrack, width_px: int, height_px: int, *, at_top: bool = False) -> str:
    """The track as WebVTT; the cues stand at the bottom or the top of the picture's safe area."""
    cues = "".join(
        f"\n{_clock(cue.span.start_ms, '.')} --> {_clock(cue.span.end_ms, '.')} "
        f"{_settings(cue, width_px, height_px, at_top)}\n"
        + "".join(f"{_escaped(row)}\n" for row in _rows(cue, track))
        for cue in track.cues
    )
    return f"WEBVTT\nLanguage: {track.language}\n{cues}"


def to_ass(track: CaptionTrack, width_px: int, height_px: int, style: CaptionStyle) -> str:
    """The track as ASS: every row stands where the burned caption's stands, and looks like it.

    Each row is an event of its own, because players would space rows by the font, up to twice as
    wide as the video does. A plate behind the rows is a drawing on a lower layer.
    """
    setter = Typesetter(style, width_px, height_px)
    first, second = profile(track.language), _second(track)
    styles = [_ass_style("Default", style, script_setting(first.script), setter, 1.0)]
    if second:
        styles.append(
            _ass_style("Second", style, script_setting(second.script), setter, SECOND_SCALE)
        )
    if style.box:
        styles.append(_ass_plate_style(style))
    events = "".join(
        f"Dialogue: {layer},{_ass_clock(cue.span.start_ms)},{_ass_clock(cue.span.end_ms)},"
        f"{name},,0,0,0,,{text}\n"
        for cue in track.cues
        for layer, name, text in _ass_events(cue, first, second, setter)
    )
    return (
        "[Script Info]\nScriptType: v4.00+\n"
        f"PlayResX: {width_px}\nPlayResY: {height_px}\n"
        "WrapStyle: 2\nScaledBorderAndShadow: yes\nYCbCr Matrix: TV.709\n\n"
        "[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, "
        "BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, "
        "BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
        f"{''.join(styles)}\n"
        "[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        f"{events}"
    )


# --- rows ----------------------------------------------------------------------------------


def _second(track: CaptionTrack) -> LanguageProfile | None:
    return profile(track.second_language) if track.second_language else None


def _rows(cue: Cue, track: CaptionTrack) -> Iterator[str]:
    """The rows of both languages, with their directions."""
    yield from (_directed(row, track.direction) for row in cue.rows)
    second = _second(track)
    if second:
        yield from (_directed(row, second.direction) for row in cue.second_rows)


def _directed(row: str, direction: str) -> str:
    """The row; right-to-left ones get invisible marks of direction, also around numbers.

    Players lay rows out from left to right (libass, VSFilter) or by their first letter (browsers),
    whatever the language, so that a full stop lands on the wrong side and "30 × 45 cm" reads
    "cm 45 × 30". The marks are the embeddings of 1993, which every player knows, and not the
    isolates of 2013: U+200F on both sides of an embedding keeps it apart as an isolate would.
    """
    if direction == "ltr":
        return row
    marked = LEFT_TO_RIGHT.sub(lambda found: f"{_RLM}{_LRE}{found[0]}{_PDF}{_RLM}", row)
    return f"{_RLM}{_RLE}{marked}{_PDF}"


# --- WebVTT --------------------------------------------------------------------------------


def _settings(cue: Cue, width_px: int, height_px: int, at_top: bool) -> str:
    """Where the cue stands. `line` is its top: not every browser knows the bottom (`line:65%,end`).

    The position of a centered cue is its middle.
    """
    safe = safe_area(width_px, height_px)
    rows = len(cue.rows) + len(cue.second_rows)
    lowest = 0.0 if at_top else safe.bottom / height_px - VTT_ROW * rows
    top = max(safe.top / height_px, lowest)
    wide = round(100 * safe.width / width_px)
    return f"line:{round(100 * top)}% position:50% size:{wide}% align:center"


def _escaped(row: str) -> str:
    return row.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- ASS -----------------------------------------------------------------------------------


def _font(setting: ScriptSetting) -> FontFile:
    return FONTS[setting.family]


def _ass_size(size_px: float, setting: ScriptSetting) -> float:
    """ASS counts a font's size from its highest ascent to its lowest descent, as GDI did."""
    font = _font(setting)
    return size_px * (font.ascent + font.descent)


def _ass_style(
    name: str, style: CaptionStyle, setting: ScriptSetting, setter: Typesetter, scale: float
) -> str:
    size_px = scale * setter.caption_size_px(setting)
    outline, shadow = style.outline, style.shadow
    side_px, below_px = setter.safe.left, setter.height_px - setter.safe.bottom
    return (
        f"Style: {name},{_font(setting).name},{_ass_size(size_px, setting):.1f},"
        f"{_ass_color(style.color)},{_ass_color(style.color)},"
        f"{_ass_color(outline.color if outline else style.color)},"
        f"{_ass_color(shadow.color, shadow.opacity) if shadow else _ass_color('#000000', 0)},"
        f"{BOLD},0,0,0,100,100,0,0,1,{outline.width * size_px if outline else 0:.1f},"
        f"{shadow.offset * size_px if shadow else 0:.1f},2,{side_px},{side_px},{below_px},1\n"
    )


def _ass_plate_style(style: CaptionStyle) -> str:
    color = _ass_color(style.box.color, style.box.opacity) if style.box else ""
    colors = ",".join([color] * 4)
    return f"Style: Plate,Noto Sans,20,{colors},0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1\n"


def _ass_events(
    cue: Cue, first: LanguageProfile, second: LanguageProfile | None, setter: Typesetter
) -> Iterator[tuple[int, str, str]]:
    """Layer, style and text of everything that is drawn for a caption."""
    blocks = setter.lay_out(cue.rows, first, cue.second_rows if second else (), second)
    found = plate(blocks, setter.style, setter.width_px)
    if found:
        across_px, down_px = found.right_px - found.left_px, found.bottom_px - found.top_px
        drawn = _ass_rounded(across_px, down_px, found.radius_px)
        yield 0, "Plate", f"{{\\pos({found.left_px:.1f},{found.top_px:.1f})\\p1}}{drawn}{{\\p0}}"
    names = zip(("Default", "Second"), blocks, (first, second), strict=False)
    for name, block, language in names:
        usual_px = setter.caption_size_px(block.script) * (SECOND_SCALE if name == "Second" else 1)
        smaller = "" if block.size_px > 0.999 * usual_px else _ass_smaller(block, usual_px, setter)
        direction = language.direction if language else "ltr"
        for row, baseline_px in zip(block.rows, block.baselines_px, strict=True):
            bottom_px = baseline_px + _font(block.script).descent * block.size_px
            at = f"{{\\pos({setter.width_px / 2:g},{bottom_px:.1f}){smaller}}}"
            yield 1, name, at + _directed(_plain(row), direction)


def _ass_smaller(block: Block, usual_px: float, setter: Typesetter) -> str:
    """The tags of rows that are set smaller to fit."""
    outline, shadow, size_px = setter.style.outline, setter.style.shadow, block.size_px
    return (
        f"\\fs{_ass_size(size_px, block.script):.1f}"
        + (f"\\bord{outline.width * size_px:.1f}" if outline else "")
        + (f"\\shad{shadow.offset * size_px:.1f}" if shadow else "")
    )


def _ass_rounded(across_px: float, down_px: float, radius_px: float) -> str:
    """A rectangle with round corners, as ASS draws; (0, 0) is its top left corner."""
    w, h, r = round(across_px), round(down_px), round(radius_px)
    k = round(r * 0.4477)  # a quarter of a circle as a Bézier curve
    return (
        f"m {r} 0 l {w - r} 0 b {w - k} 0 {w} {k} {w} {r} l {w} {h - r} "
        f"b {w} {h - k} {w - k} {h} {w - r} {h} l {r} {h} b {k} {h} 0 {h - k} 0 {h - r} "
        f"l 0 {r} b 0 {k} {k} 0 {r} 0"
    )


def _ass_color(color: str, opacity: float = 1.0) -> str:
    """`#RRGGBB` as ASS writes it: blue first, and transparency instead of opacity."""
    red, green, blue = color[1:3], color[3:5], color[5:7]
    return f"&H{round(255 * (1 - opacity)):02X}{blue}{green}{red}".upper()


def _plain(row: str) -> str:
    """The row without what ASS takes for commands: `{...}`, and letters after a backslash."""
    return row.replace("{", "(").replace("}", ")").replace("\\", "\\" + _WORD_JOINER)


# --- times ---------------------------------------------------------------------------------


def _clock(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{ms:03d}"


def _ass_clock(time_ms: int) -> str:
    seconds, ms = divmod(time_ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms // 10:02d}"
