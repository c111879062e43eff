"""The fonts, and a row of text shaped with them.

Every script has its own family and falls back on all the others, so that a Latin brand in an
Arabic row or a Chinese one in a Thai row is drawn too. The fonts are Noto, from Python packages;
the system's fonts are never asked, so a caption looks the same on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from ...errors import RenderError
from ...messages import Notice, say

WEIGHT = 700
"""Weight asked of the shaper. All fonts are loaded as Regular (the Chinese, Japanese and Korean
ones come in no other weight) and emboldened by it, to about 600, so all scripts look alike.
The weight axis of the variable ones is not used: FreeType as it is built into skia 144 draws
some of their letters (H, t, 1, 8) far too heavy between the axis's ends."""
THICKENING = 0.016
"""Stroke added to filled letters, of the font size, to come from there near to Bold."""
MEASURED_AT_PX = 100.0
"""Font size at which widths are measured; they grow in proportion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFile:
    """A font inside a Python package."""

    project: str
    """Name to install."""
    path: str
    """In the package, whose import name is the project's with underscores."""
    name: str
    """The family's name, by which players and editors ask for it."""
    ascent: float
    """The font's own space above the baseline (usWinAscent), of the font size."""
    descent: float
    """The font's own space below it (usWinDescent)."""


FONTS: Mapping[str, FontFile] = {
    "latin": FontFile(
        project="fontpkg-noto-sans",
        path="files/NotoSans[wdth,wght].ttf",
        name="Noto Sans",
        ascent=1.124,
        descent=0.395,
    ),
    "arabic": FontFile(
        project="fontpkg-noto-sans-arabic",
        path="files/NotoSansArabic[wdth,wght].ttf",
        name="Noto Sans Arabic",
        ascent=1.431,
        descent=0.738,
    ),
    "devanagari": FontFile(
        project="fontpkg-noto-sans-devanagari",
        path="files/NotoSansDevanagari[wdth,wght].ttf",
        name="Noto Sans Devanagari",
        ascent=1.348,
        descent=0.558,
    ),
    "thai": FontFile(
        project="fontpkg-noto-sans-thai",
        path="files/NotoSansThai[wdth,wght].ttf",
        name="Noto Sans Thai",
        ascent=1.061,
        descent=0.45,
    ),
    "chinese": FontFile(
        project="pylopdf-fonts-zh-cn",
        path="NotoSansSC-Regular.otf",
        name="Noto Sans SC",
        ascent=1.16,
        descent=0.288,
    ),
    "japanese": FontFile(
        project="pylopdf-fonts-jp",
        path="NotoSansJP-Regular.otf",
        name="Noto Sans JP",
        ascent=1.16,
        descent=0.288,
    ),
    "korean": FontFile(
        project="pylopdf-fonts-ko",
        path="NotoSansKR-Regular.otf",
        name="Noto Sans KR",
        ascent=1.16,
        descent=0.288,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptSetting:
    """How a script is set so that all scripts look alike in size and weight."""

    family: str
    """Asked first: it gives Han characters their regional shape."""
    scale: float = 1.0
    """Font size against that of Latin."""
    ascent: float
    """Space above the baseline that letters and marks fill, of the font size."""
    descent: float
    """Space below it; ascent and descent together are the distance of two rows."""
    full_width: bool = False
    """A character of the language's row limit is a full-width one; others count half."""

    @property
    def families(self) -> list[str]:
        """All families, the script's own first."""
        return [self.family, *(name for name in FONTS if name != self.family)]


SCRIPTS: Mapping[str, ScriptSetting] = {
    "Latn": ScriptSetting(family="latin", ascent=1.03, descent=0.27),
    "Cyrl": ScriptSetting(family="latin", ascent=1.03, descent=0.27),
    "Arab": ScriptSetting(family="arabic", scale=1.1, ascent=0.92, descent=0.4),
    "Deva": ScriptSetting(family="devanagari", scale=1.05, ascent=0.95, descent=0.4),
    "Thai": ScriptSetting(family="thai", scale=1.05, ascent=1.07, descent=0.33),
    "Jpan": ScriptSetting(family="japanese", ascent=0.95, descent=0.25, full_width=True),
    "Kore": ScriptSetting(family="korean", ascent=0.95, descent=0.25, full_width=True),
    "Hans": ScriptSetting(family="chinese", ascent=0.95, descent=0.25, full_width=True),
}
"""By ISO 15924 code."""


def script_setting(code: str) -> ScriptSetting:
    """How the script with that ISO 15924 code is set.

    Raises:
        RenderError: no font is known for it.
    """
    if code not in SCRIPTS:
        raise RenderError(
            say(
                "no font is known for the script {code}; add it to picture/typeset/fonts.py",
                code=code,
            )
        )
    return SCRIPTS[code]


@dataclass(frozen=True, slots=True)
class _Library:
    """Everything loaded; skia's Python package carries no types."""

    typefaces: tuple[Any, ...]
    collection: Any
    unicode: Any


@cache
def load_skia() -> Any:
    """The module skia, half a second of work the first time; `--help` draws nothing.

    Raises:
        RenderError: the system lacks a library that skia needs (a bare Debian or Ubuntu does).
    """
    try:
        import skia
    except ImportError as error:
        raise RenderError(
            say(
                "captions cannot be drawn ({why}); on Debian or Ubuntu run: apt-get install "
                "libegl1 libgl1",
                why=error,
            )
        ) from error
    return skia


@cache
def _library() -> _Library:
    """The fonts of this process."""
    skia = load_skia()
    manager = skia.FontMgr.New_Custom_Empty()  # the default manager would ask fontconfig
    provider = skia.textlayout.TypefaceFontProvider()
    typefaces = []
    for family in FONTS:
        typeface = manager.makeFromFile(path_of(family))
        provider.registerTypeface(typeface, family)
        typefaces.append(typeface)
    collection = skia.textlayout.FontCollection()
    collection.setDefaultFontManager(provider)
    return _Library(tuple(typefaces), collection, skia.Unicode.ICU_Make())


def path_of(family: str) -> str:
    """The file of a family of `FONTS`.

    Raises:
        RenderError: its package is not installed.
    """
    font = FONTS[family]
    try:
        return str(resources.files(font.project.replace("-", "_")).joinpath(font.path))
    except ImportError as error:
        raise RenderError(
            say(
                "a font is not installed; run: pip install --force-reinstall {package}",
                package=font.project,
            )
        ) from error


def shaped(text: str, setting: ScriptSetting, locale: str, size_px: float, paint: Any) -> Any:
    """A `skia.textlayout.Paragraph` of one row, ready to paint.

    Bidirectional text is ordered for a left-to-right row unless the text holds an isolate.
    """
    skia = load_skia()

    layout, library = skia.textlayout, _library()
    look = layout.TextStyle()
    look.setFontFamilies(setting.families)
    look.setFontSize(size_px)
    look.setFontStyle(skia.FontStyle(WEIGHT, 5, skia.FontStyle.kUpright_Slant))
    look.setLocale(locale)
    look.setForegroundPaint(paint)
    frame = layout.ParagraphStyle()
    frame.setTextStyle(look)
    builder = layout.ParagraphBuilder(frame, library.collection, library.unicode)
    builder.addText(text)
    paragraph = builder.Build()
    paragraph.layout(float(2**20))  # wider than any row: rows are broken before they come here
    return paragraph


@lru_cache(maxsize=8192)
def _width_at_100_px(text: str, setting: ScriptSetting, locale: str) -> float:
    skia = load_skia()

    return float(shaped(text, setting, locale, MEASURED_AT_PX, skia.Paint()).MaxIntrinsicWidth)


def width_px(text: str, setting: ScriptSetting, locale: str, size_px: float) -> float:
    """The advance width of a text in one row; spaces at its end count nothing."""
    return _width_at_100_px(text, setting, locale) * size_px / MEASURED_AT_PX


def check_glyphs(texts: Iterable[str], place: Notice) -> None:
    """Refuse texts with characters that no font can draw; `place` is, say, `on a Thai card`.

    Raises:
        RenderError: names the characters and the place.
    """
    missing = missing_glyphs(texts)
    if missing:
        named = ", ".join(
            f"{c} (U+{ord(c):04X})" if c.isprintable() else f"U+{ord(c):04X}" for c in missing
        )
        raise RenderError(
            say("no font can draw {characters} {place}; replace it", characters=named, place=place)
        )


def missing_glyphs(texts: Iterable[str]) -> str:
    """The characters of the texts that no font can draw, each once, in order; usually none."""
    return "".join(dict.fromkeys(c for text in texts for c in text if not drawable(c)))


@lru_cache(maxsize=8192)
def drawable(character: str) -> bool:
    """Whether a font has a glyph for the character or it needs none (spaces, joiners, marks)."""
    if character.isspace() or unicodedata.category(character) == "Cf":
        return True
    if "\ufe00" <= character <= "\ufe0f":  # variation selectors choose a glyph, they are none
        return True
    return any(face.unicharToGlyph(ord(character)) for face in _library().typefaces)
