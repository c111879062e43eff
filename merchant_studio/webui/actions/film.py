"""The first step: what a user does before and after filming."""

from __future__ import annotations

from pathlib import Path

from ...errors import InputError
from ...messages import say
from ...run import MadeFrom, changed, revisions
from ..jobs import Job
from ..session import Session
from . import sheet
from .table import Texts, Upload, endpoint, press

MIN_CUT_MS = 1000


def describe(session: Session, *, name: str, english: str, points: str, source: str) -> None:
    """Keep what the merchant typed before filming: name, points to say, language spoken.

    Raises:
        UsageError: nobody hears that language.
        SheetError: a name cannot be used.
    """
    revisions.check_name({code: word for code, word in ((source, name), ("en", english)) if word})
    sheet.note(session, notes=points, source=source)
    sheet.fill_in(session, "name", name)
    sheet.fill_in(session, "english", english)


@press()
def trim(session: Session, file: str, start: int, end: int) -> None:
    """Use a part of a take: what lies between two moments in milliseconds.

    End 0 is the end of the take, 0 and 0 all of it.

    Raises:
        InputError: there is no such take, or hardly anything of it is left.
    """
    if end and end - start < MIN_CUT_MS:
        raise InputError(say("what is left of the take is shorter than a second; leave more of it"))
    kept = {name: cut for name, cut in session.product.choices.cuts.items() if name != file}
    is_whole = not start and not end
    if file not in {path.name for path in session.product.takes()}:
        raise InputError(say("this take is not there any more; choose another one"))
    session.choose("trim", cuts=kept if is_whole else {**kept, file: (start, end)})
    session.product.use(file)


@press()
def listen(
    session: Session, fields: Texts | None = None, points: str | None = None, source: str = ""
) -> Job | None:
    """Have the chosen take transcribed; None: it was, and nothing has changed.

    What stands in the sheet and comes with the press is kept first.

    Facts that were confirmed in an earlier take go into the sheet, so that they stay.

    Raises:
        InputError: there is no take yet.
    """
    sheet.fill_all(session, fields or {})
    if points is not None:
        sheet.note(session, notes=points, source=source)
    sheet.settle(session)
    chosen, brief = session.product.choices, session.brief
    if not chosen.take:
        raise InputError(say("film yourself or choose a recording first"))
    cut = chosen.cuts.get(chosen.take)
    used = f"{chosen.take} {cut[0]}-{cut[1]}" if cut else chosen.take
    now = MadeFrom(
        {
            "take": [used],
            "name": [chosen.name],
            "english": [chosen.english],
            "language": [chosen.source],
        }
    )
    if brief and not changed(chosen.heard, now):
        session.go(2)
        return None
    session.be_free()
    known = sheet.sheet_of(session)
    session.remember({"act": "listen"})
    session.product.write_sheet(known)
    session.product.choose(heard="")
    session.go(2)
    return session.submit("listen", then=lambda: session.product.choose(heard=dict(now.digests)))


@press()
def use(session: Session, file: str) -> None:
    """Let the run be made from another take; errors as in `Product.use`."""
    session.product.use(file)


@press()
def drop(session: Session, file: str) -> None:
    """Delete a take or a photo; errors as in `Product.drop`."""
    session.product.drop(file)


@endpoint(answers="facts", target="new")
def new_product(
    session: Session, recording: Upload, name: str, english: str, source: str
) -> Job | None:
    """Begin a product with a recording, have it transcribed, and return its facts.

    Args:
        recording: A video or sound file of somebody talking about the product.
        name: What the product is called in the language of the recording; may be empty.
        english: What it is called in English; may be empty.
        source: Language of the recording: zh or en.
    """
    _receive(session, recording)
    describe(session, name=name, english=english, points="", source=source or "zh")
    return listen(session)


@endpoint(answers="facts")
def add_take(session: Session, recording: Upload) -> Job | None:
    """Give a product another recording, have it transcribed, and return its facts.

    Args:
        recording: A video or sound file of somebody talking about the product.
    """
    _receive(session, recording)
    return listen(session)


@endpoint(answers="facts")
def use_part(session: Session, start_ms: int, end_ms: int) -> Job | None:
    """Use only a part of a product's recording, listen to that, and return the facts.

    Args:
        start_ms: Where the part starts, in milliseconds.
        end_ms: Where it ends; 0: at the recording's end. 0 and 0: all of it is used again.
    """
    trim(session, session.product.choices.take, max(0, start_ms), max(0, end_ms))
    return listen(session)


def _receive(session: Session, recording: str) -> None:
    """Keep a recording that was sent to the API, in the product's folder only."""
    app, upload = session.app, Path(recording).resolve()
    if not upload.is_relative_to(app.uploads):
        raise InputError(say("upload the recording first, and give the path that you get"))
    session.product.quota.give(upload)
    try:
        with upload.open("rb") as file:
            session.product.receive(upload.name, file, app.config)
    finally:
        upload.unlink(missing_ok=True)
