"""The fourth step: videos made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...errors import InputError
from ..desk import Desk, profile_tag
from ..found import blocking
from ..pressed import Act
from ..workshop import Job
from ..written import is_all_written, remember_written


def render(desk: Desk, languages: Sequence[str] = (), shape: str = "") -> Job:
    """Have the videos made, of all languages if none is named; `shape`: another one, too.

    Raises:
        InputError: no language is chosen, nothing was heard yet, or there is no room.
        UsageError: there is no such shape.
    """
    tags = tuple(languages) or desk.product.choices.languages
    if not tags:
        raise InputError("choose at least one language")
    desk.be_free()
    desk.product.quota.check_room()
    desk.go(4)
    if not is_all_written(desk):
        desk.remember({"act": "write"})
    blocked, then = tuple(blocking(desk)), remember_written(desk, tags)
    return desk.submit("render", tags, shape=shape, blocked=blocked, then=then)


def add_language(desk: Desk, language: str) -> Job:
    """Have one more language written; its script is shown before anything is rendered."""
    tag, known = profile_tag(language), desk.product.choices.languages
    desk.be_free()
    languages = tuple(dict.fromkeys((*known, tag)))
    desk.remember({"act": "more", "language": tag})
    desk.product.choose(languages=languages)
    desk.go(3, tag)
    return desk.submit("write", (tag,), then=remember_written(desk, (tag,)))


ACTS: Mapping[str, Act] = {
    "render": lambda desk, pressed: render(desk),
    "square": lambda desk, pressed: render(desk, shape="1:1"),
    "shape": lambda desk, pressed: render(desk, shape=pressed.text("shape")),
    "more": lambda desk, pressed: add_language(desk, pressed.text("tag")),
}
