"""What every benchmark has: options, a table for readers, and `--json` for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any


def options(told: str, **defaults: Any) -> argparse.ArgumentParser:
    """The options of a benchmark, each with its default: `pitches=6` is `--pitches 6`.

    `False` makes a switch, a tuple a list between commas (`--counts 1,3,6`), and a type an option
    without a default (`noise=float`). `told`, the module's docstring, explains them.
    """
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=told, formatter_class=form)
    for name, default in defaults.items():
        option = f"--{name.replace('_', '-')}"
        if default is False:
            parser.add_argument(option, action="store_true")
        elif isinstance(default, tuple):
            parser.add_argument(option, type=_listed(default), default=default)
        elif isinstance(default, type):
            parser.add_argument(option, type=default)
        else:
            parser.add_argument(option, type=type(default), default=default)
    return parser


def _listed(default: tuple[Any, ...]) -> Any:
    """Reads a list of what the default has: numbers or words."""
    kind = type(default[0]) if default else str
    return lambda text: tuple(kind(each) for each in text.split(",") if each)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of the same columns in Markdown; shares and ratios with three digits."""
    lines = [" | ".join(rows[0]), "|".join("---" for _ in rows[0])]
    for row in rows:
        values = (f"{v:.3f}" if isinstance(v, float) else str(v) for v in row.values())
        lines.append(" | ".join(values))
    return "\n".join(f"| {line} |" for line in lines)


def tell(figures: Any, table: str, *, as_json: bool) -> None:
    """Print the table, and if that is asked for the figures as one document in the last line."""
    print(table)
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
