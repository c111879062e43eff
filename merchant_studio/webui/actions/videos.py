"""The fourth step: videos made."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import InputError
from ...languages import canonical_tag
from ...messages import say
from ..found import blocking
from ..jobs import Job
from ..session import Session
from ..stale_scripts import is_all_written
from .table import endpoint, press


@press()
def render(session: Session, languages: Sequence[str] = (), shape: str = "") -> Job:
    """Have the videos made, of all languages if none is named; `shape`: another one, too.

    Raises:
        InputError: no language is chosen, nothing was heard yet, or there is no room.
        UsageError: there is no such shape.
    """
    tags = tuple(map(canonical_tag, languages)) or session.product.choices.languages
    if not tags:
        raise InputError(say("choose at least one language"))
    session.be_free()
    session.product.quota.check_room()
    session.go(4)
    if not is_all_written(session):
        session.remember({"act": "write"})
    return session.submit("render", tags, shape=shape, blocked=tuple(blocking(session)))


@press("more")
def add_language(session: Session, tag: str) -> Job:
    """Have one more language written; its script is shown before anything is rendered."""
    tag, known = canonical_tag(tag), session.product.choices.languages
    session.be_free()
    languages = tuple(dict.fromkeys((*known, tag)))
    session.remember({"act": "more", "language": tag})
    session.product.choose(languages=languages)
    session.go(3, tag)
    return session.submit("write", (tag,))


@press("shape")
@endpoint(answers="videos")
def make_videos(session: Session, shape: str) -> Job:
    """Render a product's videos and return the addresses of the files of each language.

    Args:
        shape: Empty for the shape chosen on the page; 9:16, 1:1 or 16:9 for another one, too.
    """
    return render(session, shape=shape)
