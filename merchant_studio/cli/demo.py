"""The example that `merchant-studio demo` makes: from a checkout or from the installed package."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError

DEMO_LANGUAGES = ("en", "es", "vi", "ar")


def example_folder() -> Path:
    """The product folder `flask`.

    Raises:
        InputError: the installation lacks it.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "data" / "examples" / "flask", package.parent / "examples" / "flask"):
        if folder.is_dir():
            return folder
    raise InputError("the example is missing; install merchant-studio again")
