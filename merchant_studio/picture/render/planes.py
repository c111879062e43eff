"""The planes of a frame as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from av import VideoFrame
    from numpy.typing import NDArray

    Plane: TypeAlias = NDArray[np.uint8]
    """(height, width) samples of one component."""


def planes_of(frame: VideoFrame) -> tuple[Plane, ...]:
    """Views of Y, U and V, without the padding at the ends of their rows."""
    import numpy as np

    def view(plane: Any) -> Plane:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        return rows[: plane.height, : plane.width]

    return tuple(view(plane) for plane in frame.planes)


def copy_planes(source: VideoFrame, target: VideoFrame) -> None:
    """Give a frame the picture of another one of the same size."""
    for old, new in zip(planes_of(source), planes_of(target), strict=True):
        new[:] = old


def duplicate(frame: VideoFrame) -> VideoFrame:
    """The same picture in a frame of its own, which can have its own time stamp."""
    import av

    twin = av.VideoFrame(frame.width, frame.height, frame.format.name)
    copy_planes(frame, twin)
    return twin


def paste(picture: VideoFrame, frame: VideoFrame, left_px: int, top_px: int) -> None:
    """Put a 4:2:0 picture into a larger frame, at even places."""
    for step, new, old in zip((1, 2, 2), planes_of(picture), planes_of(frame), strict=True):
        top, left = top_px // step, left_px // step
        old[top : top + new.shape[0], left : left + new.shape[1]] = new
