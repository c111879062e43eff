"""The command `batch`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from .cli_options import as_json, config_options, tags, to
from .config import StudioConfig


@click.command()
@click.argument("place", metavar="FOLDER", type=click.Path(path_type=Path))
@to
@click.option(
    "--workers",
    type=click.IntRange(0, 256),
    default=0,
    help="Processes, each with its own models; 0: one for every four cores.",
)
@click.option("--only", default="", help="Names or patterns of products, as in 'flask,A2*'.")
@click.option("--retry-failed", is_flag=True, help="Only those that failed or were blocked.")
@click.option("--dry-run", is_flag=True, help="Say what is wrong and what would be made; no more.")
@click.option("--watch", is_flag=True, help="Stay, and make products that come or change.")
@config_options()
@as_json
def batch(place: Path, to: str, as_json: bool, **options: Any) -> None:
    """Make the videos of all products in FOLDER: a folder for each, or a CSV or XLSX.

    Every sheet and recording is looked at first. What is made already is left alone, so the same
    command goes on after a stop. OUT/report.html shows what became of each product.
    """
    from .batch.display import Way, show_batch

    names = [field.name for field in dataclasses.fields(Way)]
    way = Way(**{name: options.pop(name) for name in names})
    code = show_batch(StudioConfig(**options), place, tags(to), way, as_json=as_json)
    if code:
        sys.exit(code)
