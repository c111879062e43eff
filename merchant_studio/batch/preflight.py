"""Every product looked at before any model starts, so that the merchant hears of all that is
wrong at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import RecordError, SheetError, StoreError, StudioError
from ..files import shown
from ..hear import read_pitch
from .ledger import SOURCE_FOLDER, Ledger
from .products import Product
from .rows import lay_out
from .site import Site
from .stores import is_url

BLOCK = 256
"""Products that are looked at before the next ones are handed out: memory stays flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the check before the batch found out about a product."""

    product: Product
    is_done: bool = False
    """Its videos are whole and up to date."""
    problem: str = ""
    """Why it cannot be made."""
    speech_ms: int = 0


def look_at(
    products: Sequence[Product], ledger: Ledger, site: Site, on_looked: Callable[[int], None]
) -> Iterator[Looked]:
    """What is seen of each product, in order; `on_looked` gets how many have been looked at.

    Raises:
        StoreError: the store of the products or of OUT does not answer.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for start in range(0, len(products), BLOCK):
            block = products[start : start + BLOCK]
            for index, looked in enumerate(threads.map(lambda p: _look(p, ledger, site), block)):
                yield looked
                on_looked(start + index + 1)


def _look(product: Product, ledger: Ledger, site: Site) -> Looked:
    if product.problem:
        return Looked(product=product, problem=product.problem)
    try:
        if ledger.is_done(product):
            return Looked(product=product, is_done=True)
        other = _other_source(product, ledger)
        if other:
            problem = f"{ledger.where}/{product.slug} holds the videos of {other}"
            return Looked(
                product=product, problem=f"{problem}; rename the product or choose another --out"
            )
        try:
            here = site.bring(product)
            with TemporaryDirectory(prefix="merchant-studio-") as place:
                path = lay_out(here.row, Path(place)) if here.row else here.path
                pitch = read_pitch(path, ledger.config)
        finally:
            site.leave(product.slug)
    except StoreError:
        raise
    except SheetError as error:
        where = Path(product.row.where) if product.row else error.path
        told = SheetError(where, error.key, error.problem, error.accepted)
        return Looked(product=product, problem=str(told))
    except StudioError as error:
        return Looked(product=product, problem=site.told(str(error)))
    except OSError as error:
        problem = shown(f"{error.filename or product.path} cannot be read ({error.strerror})")
        return Looked(product=product, problem=f"{problem}; check the file and run again")
    except Exception as error:  # an error of ours, too, must not stop the other products
        return Looked(product=product, problem=shown(f"{type(error).__name__}: {error}"))
    return Looked(product=product, speech_ms=pitch.speech.duration_ms)


def _other_source(product: Product, ledger: Ledger) -> str:
    """Where the results of another product come from that would be overwritten; else nothing.

    One that is no longer there has been moved or renamed: its results are gone on with. What lies
    in a store is taken to be there.
    """
    try:
        source = ledger.source_of(product)
    except RecordError:
        return ""
    own = f"{ledger.where}/{product.slug}/{SOURCE_FOLDER}" if product.row else product.url
    if not is_url(own):
        path = ledger.run_folder(product) / SOURCE_FOLDER if product.row else product.path
        own = str(path.resolve())
    is_there = source and (is_url(source) or Path(source).exists())
    return source if is_there and source != own else ""
