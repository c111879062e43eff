"""Languages in two halves: one is rendered while the other is translated and spoken.

Where few cores are there, rendering needs all of them, and one pass over the picture for all
languages is cheaper than two. What is made does not depend on it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .config import StudioConfig
from .records import Release

CORES_FOR_BOTH = 6
"""From so many on: three encoders and their decoder keep four busy."""
_Prepared = TypeVar("_Prepared")


def halves(config: StudioConfig, languages: Sequence[str]) -> tuple[Sequence[str], ...]:
    """The languages, in two parts if one should be rendered while the other is spoken."""
    cores = config.threads or os.cpu_count() or 1
    if config.voice == "original" or len(languages) < 2 or cores < CORES_FOR_BOTH:
        return (languages,)
    half = (len(languages) + 1) // 2
    return languages[:half], languages[half:]


def make_in_turn(
    parts: Sequence[Sequence[str]],
    prepare: Callable[[Sequence[str]], _Prepared],
    finish: Callable[[_Prepared], tuple[Release, ...]],
) -> tuple[Release, ...]:
    """The releases of all parts in order, each part finished while the next one is prepared.

    An error of either is raised when what has been begun is done.
    """
    with ThreadPoolExecutor(1, "finish") as finishing:
        made = [finishing.submit(finish, prepare(part)) for part in parts]
    return tuple(release for part in made for release in part.result())
