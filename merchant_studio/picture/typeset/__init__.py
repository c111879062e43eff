"""Text to RGBA pictures; the only package that knows fonts.

| noun | file |
|---|---|
| how captions and cards look | `styles.py` |
| where a row may end, and how strongly it had better not | `openings.py` |
| what a reader takes for characters, and what runs left to right | `characters.py` |
| parts of a text that stay in one row | `pieces.py` |
| where it breaks best: rows and captions | `breaking.py` |
| fonts, shaping, missing glyphs | `fonts.py` |
| where rows stand in a frame, how large | `setter.py` |
| rows as bitmaps | `painting.py` |

Importing it loads neither skia nor numpy: they come with the first text that is measured.
"""

from .breaking import rows_within
from .cards import texts_of
from .characters import LEFT_TO_RIGHT
from .fonts import FONTS, FontFile, ScriptSetting, path_of, script_setting
from .painting import Bitmap, Block, plate
from .setter import SECOND_SCALE, Typesetter, reading_length
from .styles import CaptionStyle, style, style_names

__all__ = [
    "FONTS",
    "LEFT_TO_RIGHT",
    "SECOND_SCALE",
    "Bitmap",
    "Block",
    "CaptionStyle",
    "FontFile",
    "ScriptSetting",
    "Typesetter",
    "path_of",
    "plate",
    "reading_length",
    "rows_within",
    "script_setting",
    "style",
    "style_names",
    "texts_of",
]
