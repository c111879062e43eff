"""The command line: `merchant-studio`.

| noun | file |
|---|---|
| its commands | `commands.py`, and a file each of the larger ones; the page's: `webui/` |
| their options | `options.py` |
| whether the machine is ready | `doctor.py` |
| progress in the terminal; a batch in it | `console.py`, `display.py` |
| a terminal that is closed, or lacks letters | `terminal.py` |
"""

from .commands import main

__all__ = ["main"]
