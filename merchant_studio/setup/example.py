"""The example, a vacuum flask: where it lies, and its first seconds for a trial."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..errors import InputError
from ..files import put_in_place
from ..media import open_media, picture_stream
from ..messages import say

TRIAL_S = 8
"""Of the pitch: long enough for two sentences with a fact."""


def example_folder() -> Path:
    """The product folder `flask`: from a checkout or from the installed package.

    Raises:
        InputError: the installation lacks it.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "data" / "examples" / "flask", package.parent / "examples" / "flask"):
        if folder.is_dir():
            return folder
    raise InputError(say("the example is missing; install merchant-studio again"))


def short_example(folder: Path) -> Path:
    """`folder`, in which the example's sheet and the first seconds of its pitch now lie.

    Raises:
        InputError: the installation lacks the example.
        OSError: the folder cannot be written.
    """
    example = example_folder()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(example / "product.yaml", folder)
    pitch = folder / "pitch.mp4"
    if not pitch.exists():
        half = folder.parent / f"{folder.name}-pitch.mp4"
        _cut(example / "pitch.mp4", half)
        put_in_place(half, pitch)
    return folder


def _cut(source: Path, target: Path) -> None:
    """The first seconds of a recording, its packets as they are."""
    import av

    with open_media(source) as whole, av.open(str(target), "w") as part:
        chosen = [picture_stream(whole), whole.streams.audio[0]]
        copies = {
            stream.index: part.add_stream_from_template(stream, opaque=True)
            for stream in chosen
            if stream
        }
        for packet in whole.demux([stream for stream in chosen if stream]):
            if packet.dts is None or packet.pts is None:  # it only says that a stream has ended
                continue
            if packet.pts * packet.time_base < TRIAL_S:
                packet.stream = copies[packet.stream.index]
                part.mux(packet)
