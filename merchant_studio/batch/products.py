"""The products of a batch: the folders below a folder, or the rows of a table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from ..errors import InputError, UsageError
from ..files import is_there
from ..intake import AUDIO_SUFFIXES, SHEET_NAME, VIDEO_SUFFIXES, slug
from ..messages import NOTHING, Notice, name_of, say, shown
from .rows import TABLE_SUFFIXES, Row, read_rows

RECORDING_SUFFIXES = VIDEO_SUFFIXES | AUDIO_SUFFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product, by the name under which the merchant finds it."""

    name: str
    """Its folder below the batch's, or what its row calls it, as it may be told."""
    slug: str
    """Its folder in OUT."""
    path: Path
    """Its folder, or a recording."""
    row: Row | None = None
    """The row of the table that it comes from."""
    problem: Notice = NOTHING
    """Why it cannot be made, if that is known from its name or row alone."""
    url: str = ""
    """Where it is, if that is in a bucket; then `path` is where its files are fetched to."""


def find_products(
    place: Path, out: Path, *, is_growing: bool = False, outside: bool = False
) -> list[Product]:
    """The products at `place`, sorted by name; nothing in `out` is one.

    What a table or a link names elsewhere is a product's problem, unless `outside` is wanted.

    A product is a folder that has a sheet or a recording, or that has no folders in it. Recordings
    that lie in `place` itself are products without a sheet. A folder that is growing may have none
    yet, or one recording.

    Raises:
        InputError: nothing is there, or no product, or one product alone.
    """
    if not is_there(place):
        raise InputError(
            say("{place} does not exist; give a folder of products, or a CSV or XLSX", place=place)
        )
    try:
        if place.is_dir():
            found = _in_folder(place, out.resolve(), is_growing)
        elif place.suffix.lower() in TABLE_SUFFIXES:
            found = [
                replace(_product(row.name, row.media), row=row, problem=row.problem)
                for row in read_rows(place)
            ]
        else:
            raise InputError(
                say("{place} is neither a folder nor a CSV or XLSX; give one of these", place=place)
            )
    except OSError as error:
        problem = say(
            "{path} cannot be read ({why}); check the file and run again",
            path=error.filename or place,
            why=error.strerror,
        )
        raise InputError(problem) from error
    if not found and not is_growing:
        what = "folder" if place.is_dir() else "row"
        raise InputError(
            say(
                "{place} has no products; put a {what} into it for each",
                place=place,
                what=name_of(what),
            )
        )
    if not outside:
        folder = (place if place.is_dir() else place.parent).resolve()
        found = [_kept_in(folder, product) for product in found]
    return _told_apart(sorted(found, key=lambda product: product.name))


def _kept_in(folder: Path, product: Product) -> Product:
    """The product; one whose files lie outside of a folder has that as its problem."""
    named = [product.path, *(product.row.photos if product.row else ())]
    if not product.problem and product.path.is_dir():
        with suppress(OSError):  # what is wrong with it is told when it is read
            named += [each for each in _visible(product.path) if each.is_symlink()]
    leads_out = [each for each in named if not each.resolve().is_relative_to(folder)]
    if product.problem or not leads_out:
        return product
    where = product.row.where if product.row else product.name
    problem = say(
        "{where} names {file}, which lies outside of {folder}; move it there, or say --outside",
        where=where,
        file=leads_out[0].name,
        folder=folder.name,
    )
    return replace(product, problem=problem)


def select(products: Sequence[Product], only: str) -> list[Product]:
    """The products that one of the names or patterns (`A2*,flask`) means; empty: all.

    Raises:
        UsageError: a name means none.
    """
    wanted = [each.strip() for each in only.split(",") if each.strip()]
    if not wanted:
        return list(products)

    def means(pattern: str, product: Product) -> bool:
        return any(fnmatchcase(name, pattern) for name in (product.name, product.slug))

    for pattern in wanted:
        if not any(means(pattern, product) for product in products):
            raise UsageError(
                say(
                    "no product is called {pattern!r}; --dry-run lists their names", pattern=pattern
                )
            )
    return [each for each in products if any(means(pattern, each) for pattern in wanted)]


def _in_folder(place: Path, out: Path, is_growing: bool) -> list[Product]:
    loose = [p for p in _visible(place) if p.is_file() and _is_recording(p)]
    folders = [p for p in _visible(place) if p.is_dir() and p.resolve() != out]
    is_one = len(loose) == 1 and not folders and not is_growing
    if (place / SHEET_NAME).exists() or is_one:
        raise InputError(
            say("{place} is one product; run: merchant-studio run {place}", place=place)
        )
    seen = {place.resolve()}
    below = [each for folder in folders for each in _product_folders(folder, out, seen)]
    return [
        *(_product(path.relative_to(place).as_posix(), path) for path in below),
        *(_product(path.stem, path) for path in loose),
    ]


def _product_folders(folder: Path, out: Path, seen: set[Path]) -> Iterator[Path]:
    """The product folders at and below a folder; links that lead back are not followed."""
    real = folder.resolve()
    if real in seen or real == out:
        return
    seen.add(real)
    try:
        entries = _visible(folder)
    except OSError:  # what is wrong with it is told of this product alone
        yield folder
        return
    inner = [entry for entry in entries if entry.is_dir()]
    if not inner or any(
        e.name == SHEET_NAME or (e.is_file() and _is_recording(e)) for e in entries
    ):
        yield folder
    else:
        for entry in inner:
            yield from _product_folders(entry, out, seen)


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _is_recording(path: Path) -> bool:
    return path.suffix.lower() in RECORDING_SUFFIXES


def _product(name: str, path: Path) -> Product:
    return Product(name=shown(name), slug=_slug(name), path=path)


def _slug(name: str) -> str:
    """A folder name that other names do not get: what is lost of the name becomes a digest."""
    short = slug(name)
    if short == re.sub(r"[ /_.]", "-", name.lower()):
        return short
    tail = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return short if short.endswith(tail) else f"{short}-{tail}"


def _told_apart(products: Sequence[Product]) -> list[Product]:
    """The products; one whose folder in OUT is already another's gets a problem."""
    owners: dict[str, str] = {}
    taken: set[str] = set()
    checked: list[Product] = []
    for product in products:
        owner = owners.setdefault(product.slug, product.name)
        if product.slug in taken:
            problem = say(
                "{owner} has the same folder name in the results; rename one of them", owner=owner
            )
            product = replace(product, slug=f"{product.slug}-{len(checked)}", problem=problem)
        taken.add(product.slug)
        checked.append(product)
    return checked
