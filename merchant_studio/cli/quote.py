"""`merchant-studio quote` and `catalogue`: offers that a buyer can forward."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..telling import in_this_command
from .options import as_json as _json
from .options import tags, to
from .rows import print_rows


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", help="Languages, divided by commas; default: all of the run.")
@_json
def quote(folder: Path, to: str | None, as_json: bool) -> None:
    """Write the offer of the product in FOLDER (such as out/flask) again, as PDF and XLSX.

    The files are FOLDER/<language>/quote.pdf and quote.xlsx.
    """
    from ..publish import quote_again
    from ..run import RunFolder, open_run

    _, _, languages = open_run(folder)
    rows: list[dict[str, Any]] = [
        {"language": tag, "file": str(file)}
        for tag in (tags(to) if to else languages)
        for file in quote_again(RunFolder(folder), tag)
    ]
    print_rows(rows, lambda row: "{language:6} {file}".format(**row), as_json)


@click.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@to
@_json
def catalogue(out: Path, to: str, as_json: bool) -> None:
    """Write the offers of all products in OUT into one PDF and one XLSX a language.

    The files are OUT/catalogue-<language>.pdf and .xlsx.
    """
    from ..publish import catalogue as write

    tell_here = in_this_command()

    def tell(sentence: str) -> None:
        click.echo(tell_here(sentence), err=True)

    rows: list[dict[str, Any]] = [
        {"language": tag, "file": str(file)} for tag in tags(to) for file in write(out, tag, tell)
    ]
    print_rows(rows, lambda row: "{language:6} {file}".format(**row), as_json)
