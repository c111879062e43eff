"""Every product looked at before any model starts, so that the merchant hears of all that is
wrong at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import SheetError, StoreError, StudioError
from ..messages import NOTHING, Notice, plain, say
from ..read import read_pitch
from .products import Product
from .rows import lay_out
from .site import Site

BLOCK = 256
"""Products that are looked at before the next ones are handed out: memory stays flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the check before the batch found out about a product."""

    product: Product
    is_done: bool = False
    """Its videos are whole and up to date."""
    problem: Notice = NOTHING
    """Why it cannot be made."""
    speech_ms: int = 0


def look_at(products: Sequence[Product], site: Site) -> Iterator[Looked]:
    """What is seen of each product, in order, as soon as it is.

    Raises:
        StoreError: the store of the products or of OUT does not answer.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for start in range(0, len(products), BLOCK):
            block = products[start : start + BLOCK]
            yield from threads.map(lambda product: _look(product, site), block)


def _look(product: Product, site: Site) -> Looked:
    if product.problem:
        return Looked(product=product, problem=product.problem)
    try:
        if site.ledger.is_done(product):
            return Looked(product=product, is_done=True)
        other = site.ledger.other_source(product)
        if other:
            problem = say(
                "{folder} holds the videos of {other}; rename the product or choose another --out",
                folder=f"{site.job.out.url}/{product.slug}",
                other=other,
            )
            return Looked(product=product, problem=problem)
        try:
            here = site.fetch(product)
            with TemporaryDirectory(prefix="merchant-studio-") as place:
                path = lay_out(here.row, Path(place)) if here.row else here.path
                pitch = read_pitch(path, site.job.config)
        finally:
            site.forget(product.slug)
    except StoreError:
        raise
    except SheetError as error:
        where = Path(product.row.where) if product.row else error.path
        told = SheetError(where, error.key, error.problem, error.accepted)
        return Looked(product=product, problem=told.message)
    except StudioError as error:
        return Looked(product=product, problem=site.told(error.message, product.slug))
    except OSError as error:
        problem = say(
            "{path} cannot be read ({why}); check the file and run again",
            path=error.filename or product.path,
            why=error.strerror,
        )
        return Looked(product=product, problem=problem)
    except Exception as error:  # an error of ours, too, must not stop the other products
        return Looked(product=product, problem=plain(f"{type(error).__name__}: {error}"))
    return Looked(product=product, speech_ms=pitch.speech.duration_ms)
