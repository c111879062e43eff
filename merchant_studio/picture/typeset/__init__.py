"""Text to RGBA pictures; the only package that knows fonts.

| noun | file |
|---|---|
| how captions look | `styles.py` |
| what a reader takes for characters | `characters.py` |
| where a row may end, and how strongly it had better not | `openings.py` |
| parts of a text that stay in one row | `pieces.py` |
| where it breaks best: rows and captions | `breaking.py` |
| fonts, shaping, missing glyphs | `fonts.py` |
| where rows stand in a frame, how large | `setter.py` |
| what runs left to right in a right-to-left row | `bidi.py` |
| rows as bitmaps | `painting.py` |

Importing it loads neither skia nor numpy: they come with the first text that is measured.
"""

from .painting import Bitmap
from .setter import Typesetter, reading_length
from .styles import CaptionStyle, style, style_names

__all__ = ["Bitmap", "CaptionStyle", "Typesetter", "reading_length", "style", "style_names"]
