"""Caption files: their whole text, and what other software reads and draws of them."""

from __future__ import annotations

import os
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

from merchant_studio.languages import profile
from merchant_studio.picture.typeset import Typesetter, fonts, style, style_names
from merchant_studio.publish.sidecars import to_ass, to_srt, to_vtt
from merchant_studio.records import CaptionTrack, Cue, Span

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


BILINGUAL = CaptionTrack(
    language="en",
    direction="ltr",
    second_language="ar",
    cues=(
        Cue(
            span=Span(start_ms=0, end_ms=1500),
            rows=("The price is", "¥18.50."),
            line=0,
            second_rows=("سعر المنتج ¥18.50.",),
        ),
        Cue(span=Span(start_ms=1580, end_ms=3000), rows=("Welcome!",), line=1),
    ),
)
OUTLINE = style("outline")


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
    assert seen(to_vtt(SPANISH, 1080, 1920)) == dedent("""\
        WEBVTT
        Language: es

        00:00:00.000 --> 00:00:01.500 line:59% position:50% size:64% align:center
        ¡Hola a todos!

        00:00:01.580 --> 00:00:04.080 line:53% position:50% size:64% align:center
        El precio es 18,50␣¥
        y el pedido mínimo, 100 unidades.

        01:02:05.040 --> 01:02:08.990 line:59% position:50% size:64% align:center
        R&amp;D &lt;b&gt;{\\an8}
        """)


def test_webvtt_from_right_to_left() -> None:
    assert seen(to_vtt(ARABIC, 1920, 1080)) == dedent("""\
        WEBVTT
        Language: ar-SA

        00:00:00.000 --> 00:00:01.500 line:89% position:50% size:90% align:center
        [RLM][RLE]مرحبًا بكم![PDF]

        00:00:01.580 --> 00:00:04.080 line:83% position:50% size:90% align:center
        [RLM][RLE]السعر [RLM]١٨٫٥٠␣¥[PDF]
        [RLM][RLE]والبطارية [RLM][LRE]٢٠٬٠٠٠␣mAh[PDF][RLM].[PDF]
        """)


def test_both_languages_are_in_every_file() -> None:
    assert seen(to_srt(BILINGUAL)) == dedent("""\
        1
        00:00:00,000 --> 00:00:01,500
        The price is
        ¥18.50.
        [RLM][RLE]سعر المنتج [RLM][LRE]¥18.50[PDF][RLM].[PDF]

        2
        00:00:01,580 --> 00:00:03,000
        Welcome!
        """)
    assert seen(to_vtt(BILINGUAL, 1080, 1920)) == dedent("""\
        WEBVTT
        Language: en

        00:00:00.000 --> 00:00:01.500 line:47% position:50% size:64% align:center
        The price is
        ¥18.50.
        [RLM][RLE]سعر المنتج [RLM][LRE]¥18.50[PDF][RLM].[PDF]

        00:00:01.580 --> 00:00:03.000 line:59% position:50% size:64% align:center
        Welcome!
        """)


ASS_HEAD = """\
[Script Info]
ScriptType: v4.00+
PlayResX: 1080
PlayResY: 1920
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
STYLES
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
LATIN = (
    "Style: Default,Noto Sans,88.6,&H00FFFFFF,&H00FFFFFF,&H00101010,&HFF000000,"
    "-1,0,0,0,100,100,0,0,1,5.0,0.0,2,192,192,672,1\n"
)


def ass_head(*styles: str) -> str:
    return ASS_HEAD.replace("STYLES\n", "".join(styles) + "\n")


def test_ass() -> None:
    text = seen(to_ass(SPANISH, 1080, 1920, OUTLINE)).replace("\u2060", "[WJ]")
    assert text == ass_head(LATIN) + dedent("""\
        Dialogue: 1,0:00:00.00,0:00:01.50,Default,,0,0,0,,{\\pos(540,1250.3)}¡Hola a todos!
        Dialogue: 1,0:00:01.58,0:00:04.08,Default,,0,0,0,,{\\pos(540,1194.4)\\fs64.7\\bord3.6}\
El precio es 18,50␣¥
        Dialogue: 1,0:00:01.58,0:00:04.08,Default,,0,0,0,,{\\pos(540,1249.7)\\fs64.7\\bord3.6}\
y el pedido mínimo, 100 unidades.
        Dialogue: 1,1:02:05.04,1:02:08.99,Default,,0,0,0,,{\\pos(540,1250.3)}R&D <b>(\\[WJ]an8)
        """)


def test_ass_from_right_to_left() -> None:
    assert seen(to_ass(ARABIC, 1080, 1920, style("shadow"))) == ass_head(
        "Style: Default,Noto Sans Arabic,139.1,&H00FFFFFF,&H00FFFFFF,&H00202020,&H00000000,"
        "-1,0,0,0,100,100,0,0,1,3.2,3.2,2,192,192,672,1\n"
    ) + dedent("""\
        Dialogue: 1,0:00:00.00,0:00:01.50,Default,,0,0,0,,{\\pos(540,1266.5)}\
[RLM][RLE]مرحبًا بكم![PDF]
        Dialogue: 1,0:00:01.58,0:00:04.08,Default,,0,0,0,,{\\pos(540,1181.8)}\
[RLM][RLE]السعر [RLM]١٨٫٥٠␣¥[PDF]
        Dialogue: 1,0:00:01.58,0:00:04.08,Default,,0,0,0,,{\\pos(540,1266.5)}\
[RLM][RLE]والبطارية [RLM][LRE]٢٠٬٠٠٠␣mAh[PDF][RLM].[PDF]
        """)


def test_ass_in_two_languages_with_a_plate() -> None:
    plain = "&H00FFFFFF,&H00FFFFFF,&H00FFFFFF,&HFF000000,-1,0,0,0,100,100,0,0,1,0.0,0.0,2,192,192"
    dark = ",".join(["&H470F0B0B"] * 4)
    assert seen(to_ass(BILINGUAL, 1080, 1920, style("box"))) == ass_head(
        f"Style: Default,Noto Sans,85.3,{plain},672,1\n",
        f"Style: Second,Noto Sans Arabic,96.5,{plain},672,1\n",
        f"Style: Plate,Noto Sans,20,{dark},0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1\n",
    ) + dedent("""\
        Dialogue: 0,0:00:00.00,0:00:01.50,Plate,,0,0,0,,{\\pos(338.3,1014.1)\\p1}m 14 0 l 389 0 \
b 397 0 403 6 403 14 l 403 220 b 403 228 397 234 389 234 l 14 234 b 6 234 0 228 0 220 l 0 14 \
b 0 6 6 0 14 0{\\p0}
        Dialogue: 1,0:00:00.00,0:00:01.50,Default,,0,0,0,,{\\pos(540,1105.3)}The price is
        Dialogue: 1,0:00:00.00,0:00:01.50,Default,,0,0,0,,{\\pos(540,1178.3)}¥18.50.
        Dialogue: 1,0:00:00.00,0:00:01.50,Second,,0,0,0,,{\\pos(540,1251.8)}\
[RLM][RLE]سعر المنتج [RLM][LRE]¥18.50[PDF][RLM].[PDF]
        Dialogue: 0,0:00:01.58,0:00:03.00,Plate,,0,0,0,,{\\pos(388.8,1152.5)\\p1}m 14 0 l 288 0 \
b 296 0 302 6 302 14 l 302 81 b 302 89 296 95 288 95 l 14 95 b 6 95 0 89 0 81 l 0 14 \
b 0 6 6 0 14 0{\\p0}
        Dialogue: 1,0:00:01.58,0:00:03.00,Default,,0,0,0,,{\\pos(540,1243.8)}Welcome!
        """)


def test_no_captions() -> None:
    assert to_srt(track()) == ""
    assert to_vtt(track(), 1080, 1920) == "WEBVTT\nLanguage: es\n"
    assert to_ass(track(), 1080, 1920, OUTLINE) == ass_head(LATIN)


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
    texts = [to_srt(SPANISH), to_vtt(SPANISH, 1080, 1920), to_ass(SPANISH, 1080, 1920, OUTLINE)]
    assert not {RLM, LRE, RLE, PDF} & set("".join(texts))


# --- what libass draws ---------------------------------------------------------------------


def drawn(ass: str, folder: Path, width_px: int, height_px: int) -> np.ndarray:
    """The first frame that libass draws on black, in gray, with our fonts and no others."""
    import imageio_ffmpeg

    (folder / "fonts.conf").write_text("<fontconfig></fontconfig>", encoding="utf-8")
    (folder / "fonts").mkdir(exist_ok=True)
    for name in ("latin", "arabic"):
        shutil.copy(fonts.path_of(name), folder / "fonts" / f"{name}.ttf")
    (folder / "row.ass").write_text(ass, encoding="utf-8")
    black = f"color=c=black:s={width_px}x{height_px}:r=1:d=1"
    run = subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(),
            *("-loglevel", "error", "-f", "lavfi", "-i", black),
            *("-vf", "ass=row.ass:fontsdir=fonts", "-frames:v", "1"),
            *("-f", "rawvideo", "-pix_fmt", "gray", "-"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )
    return np.frombuffer(run.stdout, np.uint8).reshape(height_px, width_px)


def heights(ass: str, folder: Path) -> tuple[int, int]:
    """How high the ink is at the left and at the right end of the row that libass draws."""
    ink = drawn(ass, folder, 960, 540) > 128
    columns = np.flatnonzero(ink.any(axis=0))
    first, last = int(columns[0]), int(columns[-1]) + 1
    ends = (ink[:, first : first + 8], ink[:, last - 8 : last])
    left, right = (int(end.any(axis=1).sum()) for end in ends)
    return left, right


def test_a_player_puts_the_full_stop_at_the_left(tmp_path: Path) -> None:
    captions = track((0, 2000, ("السعر هنا.....",)), language="ar")
    ass = to_ass(captions, 960, 540, style("outline"))
    left, right = heights(ass, tmp_path)
    assert left < right / 2
    # Without marks libass lays the row out from left to right.
    left, right = heights(ass.translate(dict.fromkeys(map(ord, RLM + RLE + PDF))), tmp_path)
    assert right < left / 2


@pytest.mark.parametrize("look", style_names())
def test_a_player_draws_what_we_burn_in(look: str, tmp_path: Path) -> None:
    """Same place and size of the white letters, row by row, to 4 pixels of 960."""
    cue, english, arabic = BILINGUAL.cues[0], profile("en"), profile("ar")
    ours = np.zeros((960, 540), np.uint8)
    bitmap = Typesetter(style(look), 540, 960).draw_caption(
        cue.rows, english, cue.second_rows, arabic
    )
    height, width = bitmap.pixels.shape[:2]
    ours[bitmap.top_px :, bitmap.left_px :][:height, :width] = bitmap.pixels[..., 1]
    theirs = drawn(to_ass(BILINGUAL, 540, 960, style(look)), tmp_path, 540, 960)
    boxes = [row_boxes(picture) for picture in (ours, theirs)]
    assert len(boxes[0]) == len(boxes[1]) == 3
    np.testing.assert_allclose(*boxes, atol=4)


def row_boxes(picture: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Top, bottom, left and right of every row of letters."""
    ink = picture > 150
    lines = ink.any(axis=1).astype(int)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], lines, [0]])))
    found = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        found.append((int(top), int(bottom), int(columns[0]), int(columns[-1])))
    return [box for box in found if box[1] - box[0] > 4]


# --- what other software reads -------------------------------------------------------------


def read(text: str, form: str) -> list[tuple[int, int, str]]:
    """Times and texts as pysubs2 reads them; in ASS every row is an event."""
    file = pysubs2.SSAFile.from_string(text, format_=form)
    found: dict[tuple[int, int], list[str]] = {}
    for event in file:
        if not event.is_drawing:
            found.setdefault((event.start, event.end), []).append(event.plaintext)
    return [(*times, "\n".join(texts)) for times, texts in found.items()]


def rows(of: CaptionTrack) -> list[tuple[int, int, str]]:
    return [
        (cue.span.start_ms, cue.span.end_ms, "\n".join((*cue.rows, *cue.second_rows)))
        for cue in of.cues
    ]


def unmarked(events: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The same without the marks of direction that a row begins, holds and ends with."""
    marks = str.maketrans("", "", LRE + RLE + PDF + RLM)
    return [(start, end, text.translate(marks)) for start, end, text in events]


PLAIN = track(*((c.span.start_ms, c.span.end_ms, c.rows) for c in SPANISH.cues[:2]))


@pytest.mark.parametrize("captions", [PLAIN, ARABIC, BILINGUAL], ids=["ltr", "rtl", "both"])
def test_pysubs2_reads_the_same_back(captions: CaptionTrack) -> None:
    texts = {
        "srt": to_srt(captions),
        "vtt": to_vtt(captions, 1080, 1920),
        "ass": to_ass(captions, 1080, 1920, OUTLINE),
    }
    for form, text in texts.items():
        assert unmarked(read(text, form)) == unmarked(rows(captions)), form
    boxed = to_ass(captions, 1080, 1920, style("box"))
    assert unmarked(read(boxed, "ass")) == unmarked(rows(captions))


@pytest.mark.parametrize(("start", "form"), [("1\n", "srt"), ("WEBVTT", "vtt"), ("[Script", "ass")])
def test_a_file_tells_what_it_is(start: str, form: str) -> None:
    texts = {
        "srt": to_srt(PLAIN),
        "vtt": to_vtt(PLAIN, 1080, 1920),
        "ass": to_ass(PLAIN, 1080, 1920, OUTLINE),
    }
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
        ("ass", to_ass(captions, 1080, 1920, OUTLINE)),
        ("vtt", unescape(to_vtt(captions, 1080, 1920))),
    ):
        assert read(text, form) == rows(captions), form
