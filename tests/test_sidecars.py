"""Caption files: their whole text, and what other software reads out of them."""

from __future__ import annotations

import shutil
import subprocess
from html import unescape
from pathlib import Path
from textwrap import dedent

import numpy as np
import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_studio.records import CaptionTrack, Cue, Span
from merchant_studio.sidecars import to_ass, to_srt, to_vtt

RLM, LRE, RLE, PDF = "\u200f", "\u202a", "\u202b", "\u202c"


def track(*cues: tuple[int, int, tuple[str, ...]], language: str = "es") -> CaptionTrack:
    return CaptionTrack(
        language=language,
        direction="rtl" if language.startswith("ar") else "ltr",
        cues=tuple(
            Cue(span=Span(start_ms=start, end_ms=end), rows=rows, line=i)
            for i, (start, end, rows) in enumerate(cues)
        ),
    )


SPANISH = track(
    (0, 1500, ("¡Hola a todos!",)),
    (1580, 4080, ("El precio es 18,50\u00a0¥", "y el pedido mínimo, 100 unidades.")),
    (3_725_040, 3_728_990, ("R&D <b>{\\an8}",)),
)
ARABIC = track(
    (0, 1500, ("مرحبًا بكم!",)),
    (1580, 4080, ("السعر \u200f١٨٫٥٠\u00a0¥", "والبطارية ٢٠٬٠٠٠\u00a0mAh.")),
    language="ar-SA",
)


def seen(text: str) -> str:
    """The text with its unseen marks by name."""
    for mark, name in ((RLM, "[RLM]"), (LRE, "[LRE]"), (RLE, "[RLE]"), (PDF, "[PDF]")):
        text = text.replace(mark, name)
    return text.replace("\u00a0", "␣")


# --- whole files ---------------------------------------------------------------------------


def test_subrip() -> None:
    assert seen(to_srt(SPANISH)) == dedent("""\
        1
        00:00:00,000 --> 00:00:01,500
        ¡Hola a todos!

        2
        00:00:01,580 --> 00:00:04,080
        El precio es 18,50␣¥
        y el pedido mínimo, 100 unidades.

        3
        01:02:05,040 --> 01:02:08,990
        R&D <b>{\\an8}
        """)


def test_subrip_from_right_to_left() -> None:
    assert seen(to_srt(ARABIC)) == dedent("""\
        1
        00:00:00,000 --> 00:00:01,500
        [RLM][RLE]مرحبًا بكم![PDF]

        2
        00:00:01,580 --> 00:00:04,080
        [RLM][RLE]السعر [RLM]١٨٫٥٠␣¥[PDF]
        [RLM][RLE]والبطارية [RLM][LRE]٢٠٬٠٠٠␣mAh[PDF][RLM].[PDF]
        """)


def test_webvtt() -> None:
    assert seen(to_vtt(SPANISH)) == dedent("""\
        WEBVTT
        Language: es

        00:00:00.000 --> 00:00:01.500
        ¡Hola a todos!

        00:00:01.580 --> 00:00:04.080
        El precio es 18,50␣¥
        y el pedido mínimo, 100 unidades.

        01:02:05.040 --> 01:02:08.990
        R&amp;D &lt;b&gt;{\\an8}
        """)


def test_webvtt_from_right_to_left() -> None:
    assert seen(to_vtt(ARABIC)) == dedent("""\
        WEBVTT
        Language: ar-SA

        00:00:00.000 --> 00:00:01.500
        [RLM][RLE]مرحبًا بكم![PDF]

        00:00:01.580 --> 00:00:04.080
        [RLM][RLE]السعر [RLM]١٨٫٥٠␣¥[PDF]
        [RLM][RLE]والبطارية [RLM][LRE]٢٠٬٠٠٠␣mAh[PDF][RLM].[PDF]
        """)


ASS_HEAD = """\
[Script Info]
ScriptType: v4.00+
PlayResX: 1080
PlayResY: 1920
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Noto Sans,65,&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,\
-1,0,0,0,100,100,0,0,1,4,0,2,65,65,576,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def test_ass() -> None:
    assert seen(to_ass(SPANISH, 1080, 1920)).replace("\u2060", "[WJ]") == ASS_HEAD + dedent("""\
        Dialogue: 0,0:00:00.00,0:00:01.50,Default,,0,0,0,,¡Hola a todos!
        Dialogue: 0,0:00:01.58,0:00:04.08,Default,,0,0,0,,El precio es 18,50␣¥\\N\
y el pedido mínimo, 100 unidades.
        Dialogue: 0,1:02:05.04,1:02:08.99,Default,,0,0,0,,R&D <b>(\\[WJ]an8)
        """)


def test_ass_from_right_to_left() -> None:
    assert seen(to_ass(ARABIC, 1080, 1920)) == ASS_HEAD + dedent("""\
        Dialogue: 0,0:00:00.00,0:00:01.50,Default,,0,0,0,,[RLM][RLE]مرحبًا بكم![PDF]
        Dialogue: 0,0:00:01.58,0:00:04.08,Default,,0,0,0,,[RLM][RLE]السعر [RLM]١٨٫٥٠␣¥[PDF]\\N\
[RLM][RLE]والبطارية [RLM][LRE]٢٠٬٠٠٠␣mAh[PDF][RLM].[PDF]
        """)


@pytest.mark.parametrize(
    ("width_px", "height_px", "style"),
    [
        (1080, 1920, ("65", "65", "576")),
        (1920, 1080, ("65", "115", "86")),
        (720, 720, ("43", "43", "58")),
    ],
)
def test_ass_fits_its_picture(width_px: int, height_px: int, style: tuple[str, ...]) -> None:
    text = to_ass(SPANISH, width_px, height_px)
    fields = next(row for row in text.splitlines() if row.startswith("Style: ")).split(",")
    assert (fields[2], fields[19], fields[21]) == style
    assert f"PlayResX: {width_px}\nPlayResY: {height_px}\n" in text


def test_no_captions() -> None:
    assert to_srt(track()) == ""
    assert to_vtt(track()) == "WEBVTT\nLanguage: es\n"
    assert to_ass(track(), 1080, 1920) == ASS_HEAD


# --- what runs left to right even in Arabic ------------------------------------------------


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        ("السعر ¥18.50 للقطعة.", ["¥18.50"]),
        ("السعر $12.00–15.50.", ["$12.00–15.50"]),
        ("السعر \u200f١٨٫٥٠\u00a0¥.", []),
        ("المقاس 30 × 45 cm، والوزن 350 g.", ["30 × 45 cm", "350 g"]),
        ("المقاس ٣٠ × ٤٥ سم.", []),
        ("البطارية 20,000\u00a0mAh.", ["20,000\u00a0mAh"]),
        ("البطارية ٢٠٬٠٠٠\u00a0mAh.", ["٢٠٬٠٠٠\u00a0mAh"]),
        ("القماش 180\u00a0g/m²، والسرعة 25 km/h.", ["180\u00a0g/m²", "25 km/h"]),
        ("الحرارة 0–60 °C.", ["0–60 °C"]),
        ("الحرارة من ٠ إلى ٦٠°م.", []),
        ("هاتفنا: +86 138 0000 0000.", ["+86 138 0000 0000"]),
        ("الطراز A203، والمعدن 6061-T6.", ["6061-T6"]),
        ("الشهادات CE, FCC.", []),
        ("تجدوننا في الجناح F3-21056.", []),
        ("خصم 5٪ عند طلب 1000 قطعة.", []),
    ],
)
def test_what_runs_left_to_right(row: str, marked: list[str]) -> None:
    srt = to_srt(track((0, 1000, (row,)), language="ar"))
    body = srt.splitlines()[2].removeprefix(RLM + RLE).removesuffix(PDF)
    parts = body.split(RLM + LRE)
    assert [part.split(PDF + RLM)[0] for part in parts[1:]] == marked
    assert body.replace(RLM + LRE, "").replace(PDF + RLM, "") == row


def test_other_languages_carry_no_marks() -> None:
    texts = [to_srt(SPANISH), to_vtt(SPANISH), to_ass(SPANISH, 1080, 1920)]
    assert not {RLM, LRE, RLE, PDF} & set("".join(texts))


def heights(ass: str, folder: Path) -> tuple[int, int]:
    """How high the ink is at the left and at the right end of the row that libass draws."""
    import fontpkg_noto_sans_arabic
    import imageio_ffmpeg

    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    (font,) = Path(fontpkg_noto_sans_arabic.__file__).parent.rglob("*.ttf")
    shutil.copy(font, fonts / "arabic.ttf")
    ass = ass.replace("Noto Sans,5,", "Noto Sans Arabic,30,")
    (folder / "row.ass").write_text(ass, encoding="utf-8")
    run = subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(),
            *("-loglevel", "error", "-f", "lavfi", "-i", "color=c=black:s=640x80:r=1:d=1"),
            *("-vf", "ass=row.ass:fontsdir=fonts", "-frames:v", "1"),
            *("-f", "rawvideo", "-pix_fmt", "gray", "-"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    ink = np.frombuffer(run.stdout, np.uint8).reshape(80, 640) > 128
    columns = np.flatnonzero(ink.any(axis=0))
    first, last = int(columns[0]), int(columns[-1]) + 1
    ends = (ink[:, first : first + 8], ink[:, last - 8 : last])
    left, right = (int(end.any(axis=1).sum()) for end in ends)
    return left, right


def test_a_player_puts_the_full_stop_at_the_left(tmp_path: Path) -> None:
    ass = to_ass(track((0, 2000, ("السعر هنا.....",)), language="ar"), 640, 80)
    left, right = heights(ass, tmp_path)
    assert left < right / 2
    # Without marks libass lays the row out from left to right.
    left, right = heights(ass.translate(dict.fromkeys(map(ord, RLM + RLE + PDF))), tmp_path)
    assert right < left / 2


# --- what other software reads -------------------------------------------------------------


def read(text: str, form: str) -> list[tuple[int, int, str]]:
    """Times and texts as pysubs2 reads them."""
    file = pysubs2.SSAFile.from_string(text, format_=form)
    return [(event.start, event.end, event.plaintext) for event in file]


def rows(of: CaptionTrack) -> list[tuple[int, int, str]]:
    return [(cue.span.start_ms, cue.span.end_ms, "\n".join(cue.rows)) for cue in of.cues]


def unmarked(events: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The same without the marks of direction that a row begins, holds and ends with."""
    marks = str.maketrans("", "", LRE + RLE + PDF + RLM)
    return [(start, end, text.translate(marks)) for start, end, text in events]


PLAIN = track(*((c.span.start_ms, c.span.end_ms, c.rows) for c in SPANISH.cues[:2]))


@pytest.mark.parametrize("captions", [PLAIN, ARABIC], ids=["ltr", "rtl"])
def test_pysubs2_reads_the_same_back(captions: CaptionTrack) -> None:
    texts = {"srt": to_srt(captions), "vtt": to_vtt(captions), "ass": to_ass(captions, 1080, 1920)}
    for form, text in texts.items():
        assert unmarked(read(text, form)) == unmarked(rows(captions)), form


@pytest.mark.parametrize(("start", "form"), [("1\n", "srt"), ("WEBVTT", "vtt"), ("[Script", "ass")])
def test_a_file_tells_what_it_is(start: str, form: str) -> None:
    texts = {"srt": to_srt(PLAIN), "vtt": to_vtt(PLAIN), "ass": to_ass(PLAIN, 1080, 1920)}
    assert texts[form].startswith(start)
    assert pysubs2.formats.autodetect_format(texts[form]) == form


@settings(max_examples=100, deadline=None)
@given(
    texts=st.lists(
        st.text(
            st.characters(exclude_categories=("C", "Z"), exclude_characters="<>{}\\&\u2028"),
            min_size=1,
            max_size=30,
        ),
        min_size=1,
        max_size=4,
    ),
    start=st.integers(0, 35_000_000),
)
def test_any_text_comes_back(texts: list[str], start: int) -> None:
    start -= start % 10  # ASS counts hundredths
    captions = track(
        *((start + 2000 * i, start + 2000 * i + 1500, (text,)) for i, text in enumerate(texts))
    )
    for form, text in (
        ("srt", to_srt(captions)),
        ("ass", to_ass(captions, 1080, 1920)),
        ("vtt", unescape(to_vtt(captions))),
    ):
        assert read(text, form) == rows(captions), form
