"""The offer that lies beside each video, and those of all products together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ..errors import InputError, StudioError
from ..intake import LOGO_STEM, PHOTO_SUFFIXES
from ..languages import LanguageProfile, canonical_tag, profile
from ..messages import Notice, say
from ..quote import (
    Offer,
    offer_of,
    write_book,
    write_catalogue,
    write_catalogue_book,
    write_pdf,
)
from ..records import Brief, Script
from ..run import RunFolder, open_run, with_names
from .draft import COVER, VIDEO, Draft
from .post import bullets, title_of
from .report import REPORT, facts_of, kept_report

Tell = Callable[[Notice], None]
"""Tells the merchant a sentence while something is written."""
QUOTES = ("quote.pdf", "quote.xlsx")


def write_quotes(draft: Draft, folder: RunFolder) -> tuple[str, ...]:
    """The offer of a draft in its release folder, whose cover is there already; the files' names.

    Its picture is the first photo, else the cover.

    Raises:
        StorageError: the folder cannot be written.
    """
    photos = [
        path
        for shot in draft.timeline.shots
        for path in (*shot.photos, shot.path if shot.kind == "photo" else None)
        if path
    ]
    photo = photos[0] if photos else folder.path / draft.tag / COVER
    offer = _offer(draft.brief, draft.script, draft.profile, photo, draft.timeline.logo)
    return _write(offer, folder, draft.tag)


def quote_again(folder: RunFolder, tag: str) -> tuple[Path, ...]:
    """The offer of a product in a language, by its records as they stand; the files.

    Raises:
        InputError: its script is not written yet.
        RecordError: brief or script cannot be read.
        StorageError: the folder cannot be written.
    """
    names = _write(_stored(folder, tag), folder, tag)
    report = kept_report(folder, tag)
    if report.get("files"):
        files = {name: facts_of(folder.path / tag / name) for name in names}
        report = {**report, "files": {**report["files"], **files}}
        folder.write_json(f"{tag}/{REPORT}", report)
    return tuple(folder.path / tag / name for name in names)


def catalogue(out: Path, tag: str, tell: Tell) -> tuple[Path, ...]:
    """All offers of OUT in a language as one PDF and one XLSX in it; the files.

    Of each product that is left out, for its records cannot be read, a sentence is told.

    Raises:
        InputError: no product of OUT has a script in the language.
        StorageError: OUT cannot be written.
    """
    tag = canonical_tag(tag)
    offers = list(_offers(out, tag, tell))
    if not offers:
        raise InputError(
            say(
                "{out} has no product in {language}; run it with --to {tag}",
                out=out,
                language=profile(tag).name,
                tag=tag,
            )
        )
    names = _catalogue_files(tag)
    for name, write in zip(names, (write_catalogue, write_catalogue_book), strict=True):
        with RunFolder(out).replacing(name) as temporary:
            write(offers, temporary)
    return tuple(out / name for name in names)


def write_catalogues(out: Path, languages: Sequence[str], tell: Tell) -> None:
    """The catalogue of OUT in each language of which an offer is newer, or has none yet.

    It is told which one is written, and once of each product that is left out.

    Raises:
        StorageError: OUT cannot be written.
    """
    tell_once = lru_cache(maxsize=None)(tell)
    old = [tag for tag in map(canonical_tag, languages) if _is_old(out, tag)]
    for number, tag in enumerate(old, 1):
        step = say(
            "writing the catalogue: {tag} ({number} of {total})",
            tag=tag,
            number=number,
            total=len(old),
        )
        tell(step)
        with suppress(InputError):  # they are of no script any more
            catalogue(out, tag, tell_once)


def _is_old(out: Path, tag: str) -> bool:
    offers_ns = [each.stat().st_mtime_ns for each in out.glob(f"*/{tag}/{QUOTES[0]}")]
    made = [out / name for name in _catalogue_files(tag)]
    made_ns = min(file.stat().st_mtime_ns if file.exists() else 0 for file in made)
    return made_ns < max(offers_ns, default=0)


def _catalogue_files(tag: str) -> tuple[str, str]:
    return f"catalogue-{tag}.pdf", f"catalogue-{tag}.xlsx"


def _offers(out: Path, tag: str, tell: Tell) -> Iterator[Offer]:
    """The offers of the products in OUT, by their names; one that cannot be read is told."""
    for script in sorted(out.glob(f"*/{tag}/script.json")):
        folder = RunFolder(script.parents[1])
        try:
            offer = _stored(folder, tag)
        except StudioError as error:
            product = folder.path.name
            tell(say("{product} is left out of the catalogue: {why}", product=product, why=error))
            continue
        video = script.with_name(VIDEO)
        link = f"{folder.path.name}/{tag}/{VIDEO}" if video.exists() else ""
        yield replace(offer, video=link)


def _stored(folder: RunFolder, tag: str) -> Offer:
    names = "brief.json", f"{tag}/script.json"
    if not all((folder.path / name).exists() for name in names):
        raise InputError(
            say("{path} has no script in {tag}; run it with --to {tag}", path=folder.path, tag=tag)
        )
    brief, script = folder.stored(names[0], Brief), folder.stored(names[1], Script)
    _, source, _ = open_run(folder.path)
    pictures = sorted(p for p in source.glob("*") if p.suffix.lower() in PHOTO_SUFFIXES)
    logo = next((p for p in pictures if p.stem.lower() == LOGO_STEM), None)
    photos = (p for p in (*pictures, folder.path / tag / COVER) if p != logo and p.is_file())
    return _offer(with_names(brief, folder), script, profile(tag), next(photos, None), logo)


def _offer(
    brief: Brief, script: Script, own: LanguageProfile, photo: Path | None, logo: Path | None
) -> Offer:
    return offer_of(
        brief,
        own,
        title=title_of(brief, own),
        points=bullets(script, own),
        day=datetime.date.today(),
        photo=photo,
        logo=logo,
    )


def _write(offer: Offer, folder: RunFolder, tag: str) -> tuple[str, ...]:
    for name, write in zip(QUOTES, (write_pdf, write_book), strict=True):
        with folder.replacing(f"{tag}/{name}") as temporary:
            write(offer, temporary)
    return QUOTES
