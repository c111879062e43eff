"""The program `merchant-studio`, also as `python -m merchant_studio`.

Loading all that a command needs takes a third of a second. Whoever stops it then is told the same
line as later, for this file loads nothing itself.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is loaded ends it with exit code 130."""
    try:
        from .cli import main as command
    except KeyboardInterrupt:
        from .messages import say
        from .telling import told

        stopped = told(say("stopped; run the same command again to go on"))
        print(f"merchant-studio: {stopped}", file=sys.stderr)
        sys.exit(130)
    command(prog_name="merchant-studio")


if __name__ == "__main__":
    main()
