"""Makes whole frames of interlaced ones, as camcorders and broadcasters record them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...media import pushed
from .conversion import ANY_TIME_BASE, new_graph

if TYPE_CHECKING:
    from av import VideoFrame
    from av.filter import Graph

FILTER = "bwdif"
"""FFmpeg's: keeps what stands still sharp, and fills moving edges in from the field around."""
ARGUMENTS = "mode=send_frame:parity=auto:deint=interlaced"
"""As many frames as are recorded; those that are whole come through as they are."""


def deinterlaced(frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    """The frames of a recording, in their order; from the first interlaced one on, filtered."""
    graph: Graph | None = None
    form: tuple[int, int, str] | None = None
    for frame in frames:
        if graph is not None and form != _form(frame):
            yield from pushed(graph, None)
            graph = None
        if graph is None and frame.interlaced_frame:
            form = _form(frame)
            graph = new_graph(*form, [(FILTER, ARGUMENTS)], frame.time_base or ANY_TIME_BASE)
        if graph is None:
            yield frame
        else:
            yield from pushed(graph, frame)
    if graph is not None:
        yield from pushed(graph, None)


def _form(frame: VideoFrame) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name
