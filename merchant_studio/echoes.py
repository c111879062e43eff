"""Where a recognizer wrote what it was told to listen for, again and again: 质保，现货，质保，质保.

It does so in the silence after a pitch, in one breath with the last words. Nobody speaks so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[^，,、。\s]+")
_LONGEST = 4
"""Characters of what is said again and again, if it is not a word that was listened for."""
_LEAST = 3
"""So many words of that kind in a row are an echo."""


def echo_starts(text: str, listened_for: Sequence[str]) -> int:
    """Where the echo begins that ends a text; the text's length where there is none."""
    tokens = list(_TOKEN.finditer(text))
    said = [token[0] for token in tokens]
    first = len(tokens)
    while first and _is_echo(said[first - 1], said, listened_for):
        first -= 1
    echoed = set(said[first:])
    if not echoed:
        return len(text)
    start, count = tokens[first].start(), len(tokens) - first
    glued = max((w for w in echoed if first and said[first - 1].endswith(w)), key=len, default="")
    if glued:  # 配件终身免费认证，质保，认证
        start, count = tokens[first - 1].end() - len(glued), count + 1
    return start if count >= _LEAST else len(text)


def _is_echo(word: str, said: Sequence[str], listened_for: Sequence[str]) -> bool:
    return word in listened_for or (len(word) <= _LONGEST and said.count(word) > 1)
