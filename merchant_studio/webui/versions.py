"""A text that changes when what the page shows of a product does.

Two tabs, or two phones, may show one product. Each asks from time to time whether it shows what is
there now: it sends the version that it has, and gets the page only if there is another one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..records import digest
from .shelf import PAGE_FILE, Product
from .workshop import Job

DEPTH = 4
"""How deep what is shown lies: `also/1x1/en/report.json`."""


def version_of(product: Product, job: Job | None) -> str:
    """The version of a product; where a tab stands is no part of it.

    While it is being worked at, the job itself tells when there is something to see.
    """
    chosen = replace(product.choices, step=1, tongue="", created="")
    made = [] if job and job.is_open else sorted(_files(product.folder, DEPTH))
    return digest(job.version if job else "", chosen, made)[:16]


def _files(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of each file that is finished."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name == PAGE_FILE:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(Path(entry.path), depth - 1) if depth > 1 else ()
                else:
                    found = entry.stat(follow_symlinks=False)
                    yield entry.path, found.st_size, found.st_mtime_ns
    except FileNotFoundError:
        return
