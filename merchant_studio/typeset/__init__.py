"""Text to RGBA pictures; the only package that knows fonts.

| noun | file |
|---|---|
| how captions look | `styles.py` |
| where a text may break, and where it breaks best | `breaking.py` |
| fonts, shaping, missing glyphs | `fonts.py` |
| captions and titles as bitmaps in a frame | `setter.py` |

Importing it loads neither skia nor numpy: they come with the first text that is measured.
"""

from .setter import Bitmap, Typesetter
from .styles import CaptionStyle, style, style_names

__all__ = ["Bitmap", "CaptionStyle", "Typesetter", "style", "style_names"]
