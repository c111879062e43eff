"""Gradio imported without the type stubs that it makes anew each time: half of its import.

For each component Gradio parses its source and compares a `.pyi` file beside it, which is for
people who write components. It leaves out a class that has no file, and says so by an OSError.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_stubs() -> Iterator[None]:
    """While Gradio is imported in this block, its classes have no file."""
    getfile = inspect.getfile

    def file_of(object: Any) -> str:
        if inspect.isclass(object) and object.__module__.startswith("gradio."):
            raise OSError("no stub is wanted")
        return getfile(object)

    inspect.getfile = file_of
    try:
        yield
    finally:
        inspect.getfile = getfile
