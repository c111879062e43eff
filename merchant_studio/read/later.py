"""Regular expressions that are compiled when they are first used, so that importing is quick."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """A pattern that stands for itself: `pattern.match(text)` compiles it, once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet; from then on the pattern's own methods are."""
        compiled = re.compile(self.pattern, self.flags)
        for each in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but the work is done when the pattern is first used.

    The readers' large patterns take half a second, which a page that is opened, or a command that
    reads nothing, need not wait for.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))
