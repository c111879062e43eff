"""What commands print on stdout: rows, one JSON document, what a video kept."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import click

from ..messages import Notice, joined, listed, say
from ..records import Release


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


WRITTEN = {
    "llm": say("{count} llm"),
    "llm-retry": say("{count} llm-retry"),
    "points": say("{count} points"),
    "translator": say("{count} translator"),
    "phrasebook": say("{count} phrasebook"),
    "merchant": say("{count} merchant"),
    "nobody": say("{count} nobody"),
    "silent": say("{count} silent"),
}
"""How many lines somebody wrote."""


def kept(release: Release) -> Notice:
    """What was kept, and who wrote the lines, from the release's report."""
    report = json.loads((release.folder / "report.json").read_text(encoding="utf-8"))
    authors = Counter(line["written_by"] if line["text"] else "silent" for line in report["lines"])
    written = listed(say(WRITTEN[author], count=n) for author, n in sorted(authors.items()))
    points = report["points"]
    said = say("{said} of {all} points said", said=points["said"], all=points["of"])
    return joined(
        [
            say("{count} facts kept", count=len(report["facts"])),
            *([said] if points["of"] else []),
            say("lines: {written}", written=written),
        ]
    )
