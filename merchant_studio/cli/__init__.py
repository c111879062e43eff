"""The command line: `merchant-studio`."""

from .commands import main

__all__ = ["main"]
