"""What commands print on stdout: rows, or one JSON document."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click


def padded(text: str, columns: int) -> str:
    """The text with spaces after it: a Chinese letter is two columns wide."""
    from rich.cells import cell_len

    return text + " " * (columns - cell_len(text))


def print_json(values: object) -> None:
    """The values as one JSON document; a console that lacks letters gets all as `\\u00e9`."""

    def written(ascii_only: bool) -> str:
        return json.dumps(values, ensure_ascii=ascii_only, indent=2, default=dataclasses.asdict)

    text = written(ascii_only=False)
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = written(ascii_only=True)
    click.echo(text)


def print_rows(rows: Sequence[Any], line: Callable[[Any], str], as_json: bool) -> None:
    """The rows as one JSON document, or a line for each."""
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo(line(row))
