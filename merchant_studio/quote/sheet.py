"""A page of A4 to write on: rows of text in any script, pictures, lines; mirrored for Arabic.

The fonts are not those of captions in two scripts: of Noto Sans Arabic and Noto Sans Thai the dots
and marks are glyphs of their own, and a text that is copied out of a PDF would have them in places
of their own. Almarai and Sarabun have whole letters.
"""

from __future__ import annotations

import datetime
import io
import logging
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from ..languages import LanguageProfile, script_of
from ..picture.typeset import path_of, rows_within, script_setting

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210.0, 297.0, 16.0
LOWEST_MM = HEIGHT_MM - 10.0
"""To where a page is filled."""
POINT_MM = 25.4 / 72
_NO_DATE = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
LEADING = 1.32
"""From one row to the next, of the font size."""
BOLD = 0.012
"""Stroke around the letters of what stands out, of the font size; the fonts have one weight."""
Rgb = tuple[int, int, int]
INK, GRAY, ACCENT = (28, 32, 40), (105, 112, 124), (196, 88, 24)
PALE, LINE = (244, 245, 247), (214, 217, 222)
Align = Literal["start", "center", "end"]

OWN_FONTS: Mapping[str, tuple[str, str]] = {
    "arabic": ("fontpkg_almarai", "files/Almarai-Regular.ttf"),
    "thai": ("fontpkg_sarabun", "files/Sarabun-Regular.ttf"),
}
"""Family of `typeset.FONTS` -> package and file that stand for it in a PDF."""
FAMILIES = {
    "ARABIC": "arabic",
    "DEVANAGARI": "devanagari",
    "THAI": "thai",
    "HANGUL": "korean",
    "HIRAGANA": "japanese",
    "KATAKANA": "japanese",
    "CJK": "chinese",
}
"""Script of a letter -> family; all others are Latin, Greek and Cyrillic."""
_SIGNS = "≥≈"
"""Of which only the Chinese, Japanese and Korean fonts have glyphs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text broken into rows."""

    rows: tuple[str, ...]
    size_pt: float

    @property
    def row_mm(self) -> float:
        """From one row to the next."""
        return self.size_pt * POINT_MM * LEADING

    @property
    def first(self) -> Text:
        """Its first row."""
        return Text(self.rows[:1], self.size_pt)

    @property
    def height_mm(self) -> float:
        """What all rows take."""
        return len(self.rows) * self.row_mm


class Sheet:
    """The pages of one PDF in one language; distances are from where reading starts."""

    def __init__(self, profile: LanguageProfile, title: str) -> None:
        self.profile = profile
        self.pdf.set_title(title)

    @cached_property
    def pdf(self) -> Any:
        """The `fpdf.FPDF` that is written."""
        from fpdf import FPDF

        logging.getLogger("fontTools").setLevel(logging.ERROR)  # a font's small slips
        pdf = FPDF(unit="mm", format="A4")
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_creator("merchant_studio")
        pdf.set_creation_date(_NO_DATE)  # two runs give the same bytes
        pdf.set_lang(self.profile.code)
        pdf.set_text_shaping(True)
        return pdf

    @property
    def mirrored(self) -> bool:
        """Whether reading starts at the right."""
        return self.profile.direction == "rtl"

    def new_page(self) -> None:
        """Begin the next page."""
        self.pdf.add_page()

    def broken(self, text: str, size_pt: float, width_mm: float) -> Text:
        """The text in rows no wider than that."""

        def measure(part: str) -> float:
            self._font_for(part, size_pt)
            return float(self.pdf.get_string_width(part)) if part else 0.0

        return Text(rows_within(text, self.profile, width_mm, measure), size_pt)

    def write(
        self,
        text: Text,
        start_mm: float,
        top_mm: float,
        width_mm: float,
        *,
        color: Rgb = INK,
        align: Align = "start",
        bold: bool = False,
        link: str = "",
    ) -> float:
        """Write rows and give where they end, from the top."""
        from fpdf.enums import TextMode

        self.pdf.set_text_color(*color)
        self.pdf.set_draw_color(*color)
        self.pdf.set_line_width(BOLD * text.size_pt * POINT_MM)
        mode = TextMode.FILL_STROKE if bold else TextMode.FILL
        left_mm = self._left_of(start_mm, width_mm)
        sides = {"start": "R" if self.mirrored else "L", "center": "C"}
        side = sides.get(align, "L" if self.mirrored else "R")
        for row in text.rows:
            self._font_for(row, text.size_pt)
            self.pdf.set_xy(left_mm, top_mm)
            with self._said(row), self.pdf.local_context(text_mode=mode):
                self.pdf.cell(width_mm, text.row_mm, row, align=side, link=link or None)
            top_mm += text.row_mm
        return top_mm

    @contextmanager
    def _said(self, row: str) -> Iterator[None]:
        """What is copied of what is drawn now, where marks stand above and before their letters.

        A reader that sorts glyphs from the left would take หน่วย for หนวย่ (PDF 2.0, 14.9.4).
        """
        if self.profile.script not in ("Thai", "Deva"):
            yield
            return
        self.pdf._out(f"/Span <</ActualText <FEFF{row.encode('utf-16-be').hex()}>>> BDC")
        yield
        self.pdf._out("EMC")

    def box(
        self, start_mm: float, top_mm: float, width_mm: float, height_mm: float, color: Rgb
    ) -> None:
        """A filled rectangle."""
        self.pdf.set_fill_color(*color)
        left_mm = self._left_of(start_mm, width_mm)
        self.pdf.rect(left_mm, top_mm, width_mm, height_mm, style="F")

    def photo(
        self, jpeg: bytes, start_mm: float, top_mm: float, room_mm: tuple[float, float]
    ) -> tuple[float, float]:
        """A picture as large as the room lets it be; gives its width and height."""
        from PIL import Image

        stored = io.BytesIO(jpeg)
        width, height = Image.open(stored).size
        scale = min(room_mm[0] / width, room_mm[1] / height)
        width_mm, height_mm = width * scale, height * scale
        left_mm = self._left_of(start_mm, width_mm)
        self.pdf.image(stored, left_mm, top_mm, width_mm, height_mm)
        return width_mm, height_mm

    def code(self, link: str, start_mm: float, top_mm: float, side_mm: float) -> None:
        """A QR code."""
        import segno

        stored = io.BytesIO()
        segno.make(link, error="m", micro=False).save(stored, kind="png", scale=6, border=2)
        left_mm = self._left_of(start_mm, side_mm)
        self.pdf.image(stored, left_mm, top_mm, side_mm, side_mm, link=link)

    def save(self, target: Path) -> None:
        """Write the file.

        Who copies out of a PDF reads a line from the left and turns what is Arabic around, the
        letters of a ligature with it: لا would come out as ال, were they not in that order.
        """
        for font in self.pdf.fonts.values():
            for glyph, _ in font.subset.items():
                letters: tuple[int, ...] = glyph.unicode if glyph else ()
                if len(letters) > 1 and unicodedata.bidirectional(chr(letters[0])) in ("R", "AL"):
                    glyph.unicode = tuple(reversed(glyph.unicode))
        self.pdf.output(str(target))

    def _left_of(self, start_mm: float, width_mm: float) -> float:
        return WIDTH_MM - start_mm - width_mm if self.mirrored else start_mm

    def _font_for(self, text: str, size_pt: float) -> None:
        """The language's own font, and those of the text's other letters behind it."""
        own = script_setting(self.profile.script).family
        scripts = {script_of(letter) for letter in text if letter.isalpha()}
        others = {FAMILIES.get(script, "latin") for script in scripts} | {"latin"}
        if any(sign in text for sign in _SIGNS):
            others.add("chinese")
        if own == "japanese":
            others.discard("chinese")
        families = [own, *sorted(others - {own})]
        for family in families:
            if family not in self.pdf.fonts:
                self.pdf.add_font(family, "", _file_of(family))
        self.pdf.set_font(own, size=size_pt)
        self.pdf.set_fallback_fonts(families[1:], exact_match=False)


def _file_of(family: str) -> str:
    if family not in OWN_FONTS:
        return path_of(family)
    package, file = OWN_FONTS[family]
    return str(resources.files(package).joinpath(file))
