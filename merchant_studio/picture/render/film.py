"""Encodes one language's video in a thread: takes frames, adds captions, writes the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING

from ...errors import RenderError, StorageError
from ...messages import say
from .blending import copy_planes, planes_of
from .mp4 import Mp4Writer
from .overlays import OverlayTrack

if TYPE_CHECKING:
    from av import VideoFrame

QUEUED_FRAMES = 8
"""How far the decoder may be ahead of an encoder."""


class Film:
    """Encodes the frames that it is fed, in a thread of its own."""

    def __init__(self, target: Path, writer: Mp4Writer, overlays: OverlayTrack) -> None:
        """Starts the thread."""
        self.frames_done = 0
        self._target, self._writer, self._overlays = target, writer, overlays
        self._queue: Queue[VideoFrame | None] = Queue(QUEUED_FRAMES)
        self._has_all_frames = False
        self._is_abandoned = False
        self._error: BaseException | None = None
        self._scratch: VideoFrame | None = None
        self._thread = Thread(target=self._run, name=f"film {target}", daemon=True)
        self._thread.start()

    def feed(self, frame: VideoFrame) -> None:
        """Hand over the next frame; other films may be given the same one.

        Raises:
            StorageError: the file cannot be written.
            RenderError: a frame could not be drawn or encoded.
        """
        self._raise_failure()
        self._queue.put(frame)

    def end(self) -> None:
        """Say that there are no more frames."""
        self._queue.put(None)

    def wait(self) -> None:
        """Wait until the file stands in its place; errors as in `feed`."""
        self._thread.join()
        self._raise_failure()

    def abandon(self) -> None:
        """Stop, wait for the thread and leave no file, unless it is whole already."""
        self._is_abandoned = True
        self._queue.put(None)
        self._thread.join()

    def _raise_failure(self) -> None:
        import av

        error = self._error
        if isinstance(error, OSError):
            raise StorageError.from_os_error(self._target, error) from error
        if isinstance(error, av.FFmpegError):
            raise RenderError(
                say("{target} cannot be encoded ({why})", target=self._target.name, why=error)
            ) from error
        if error is not None:
            raise error

    def _run(self) -> None:
        try:
            self._encode()
        except BaseException as error:  # it is raised where the film is fed
            self._error = error
        while not self._has_all_frames:  # whoever feeds must not wait in vain
            self._has_all_frames = self._queue.get() is None

    def _encode(self) -> None:
        try:
            for frame in self._frames():
                self._writer.write(self._captioned(frame))
                self.frames_done += 1
            if not self._is_abandoned:
                self._writer.finish()
                return
        except BaseException:
            self._writer.discard()
            raise
        self._writer.discard()

    def _frames(self) -> Iterator[VideoFrame]:
        while not self._is_abandoned:
            frame = self._queue.get()
            if frame is None:
                self._has_all_frames = True
                return
            yield frame

    def _captioned(self, frame: VideoFrame) -> VideoFrame:
        """The frame itself if nothing is drawn on it, else a copy with the overlays."""
        import av

        number = frame.pts or 0
        overlays = self._overlays.at(number)
        if not overlays:
            return frame
        if self._scratch is None:
            self._scratch = av.VideoFrame(frame.width, frame.height, "yuv420p")
        self._scratch.make_writable()  # a new one if the encoder has kept the last
        copy_planes(frame, self._scratch)
        for overlay in overlays:
            overlay.blend(planes_of(self._scratch))
        self._scratch.pts, self._scratch.time_base = number, frame.time_base
        return self._scratch
