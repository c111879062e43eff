"""`merchant-studio still`: see a video before it is rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..config import StudioConfig
from .options import as_json as _json
from .options import config_options, is_given, tags, to
from .rows import print_rows

LOOK = ("shape", "fill", "style", "captions", "cards", "end_card")
LONGEST_PX = 1920


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@to
@click.option("--line", type=click.IntRange(min=0), default=1, help="Line; 0: the end card.")
@config_options(*LOOK)
@_json
def still(folder: Path, to: str, line: int, as_json: bool, config: StudioConfig) -> None:
    """Draw what a video in FOLDER (such as out/flask) will show, at once.

    The picture is FOLDER/<language>/still.jpg. An option that is left out is as in the run.
    """
    from ..publish import Stills, moment_of, to_jpeg
    from ..run import RunFolder, open_run

    known, source, _ = open_run(folder)
    chosen = known.changed(**{name: getattr(config, name) for name in LOOK if is_given(name)})
    run, stills = RunFolder(folder), Stills()
    rows: list[dict[str, Any]] = []
    for tag in tags(to):
        timeline = stills.timeline(run, source, tag, chosen)
        at_ms = moment_of(timeline, line - 1 if line else None)
        name = f"{tag}/still.jpg"
        with run.replacing(name) as temporary:
            temporary.write_bytes(to_jpeg(stills.draw(timeline, at_ms), LONGEST_PX))
        rows.append({"language": tag, "at_ms": at_ms, "still": str(folder / name)})
    print_rows(rows, lambda row: "{language:6} {still}".format(**row), as_json)
