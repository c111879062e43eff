"""The values that a press on the page sends, such as a key and what was typed for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .desk import Desk


class Pressed:
    """The values of one press; what is missing or of another type counts as empty."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """`values` are as the browser sent them."""
        self._values = values

    @property
    def name(self) -> str:
        """Which press of which tab it is, as in `3f9a 7`; empty: nobody sends it again."""
        tab, number = self.text("tab"), self.number("number")
        return f"{tab} {number}" if tab and number else ""

    def has(self, name: str) -> bool:
        """Whether the value was sent at all."""
        return name in self._values

    def text(self, name: str) -> str:
        """A text, or empty."""
        value = self._values.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """A number of zero and up, or 0."""
        text = self.text(name)
        return int(text) if text.isdecimal() else 0

    def texts(self, name: str) -> list[str]:
        """The texts of a list, such as the languages that are ticked."""
        value = self._values.get(name, [])
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


Act: TypeAlias = Callable[[Desk, Pressed], object]
"""What a press does; one that opens another product gives its desk, which is then shown."""
