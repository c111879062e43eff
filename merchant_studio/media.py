"""Opening the merchant's media safely, and saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import RenderError

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer
    from av.filter import Graph
    from av.video.stream import VideoStream

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac,aac"
"""Demuxers that may open a file: containers that hold their media, no playlists."""

Filters = tuple[tuple[str, str], ...]
"""Names and arguments of FFmpeg filters."""


def open_media(path: Path) -> InputContainer:
    """The file as an open container; nothing but this file is read.

    Raises:
        RenderError: it is not there or not media.
    """
    import av

    try:
        return av.open(
            str(path.resolve()),
            options={"protocol_whitelist": "file", "format_whitelist": CONTAINERS},
            metadata_errors="replace",  # a title in GBK is no reason to refuse a recording
        )
    except (av.FFmpegError, OSError) as error:
        raise unreadable(path, error) from error


def start_s(container: InputContainer) -> Fraction:
    """The time stamp at which picture and sound of a file start together."""
    return Fraction(container.start_time or 0, 1_000_000)


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The moving picture of a file: no cover art; the one that players choose, else the largest."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    moving = [stream for stream in container.streams.video if not stream.disposition & still]

    def rank(stream: VideoStream) -> tuple[bool, int]:
        return bool(stream.disposition & Disposition.default), stream.width * stream.height

    return max(moving, key=rank, default=None)


def decoded(container: InputContainer, stream: Any) -> Iterator[Any]:
    """The frames of a stream; damaged packets are left out, as players do.

    Raises:
        RenderError: there is no frame at all, or the file cannot be read on.
    """
    import av

    path = Path(container.name)
    is_empty = True
    try:
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue
            for frame in frames:
                is_empty = False
                yield frame
    except (av.FFmpegError, OSError) as error:
        raise unreadable(path, error) from error
    if is_empty:
        raise RenderError(f"{path.name} is damaged: nothing in it can be decoded; copy it again")


def sound_frames(
    source: Path, *, rate_hz: int, layout: str | None = None, filters: Filters = ()
) -> Iterator[AudioFrame]:
    """The first sound track from the start of the file on, planar float, through filters.

    `layout` is FFmpeg's name; None: mono or stereo as recorded. Gaps in the time stamps, the one
    before the sound among them, become silence, so that times are those of the picture.

    Raises:
        RenderError: the file has no sound or cannot be read.
    """
    with open_media(source) as container:
        if not container.streams.audio:
            raise RenderError(f"{source.name} has no sound; give a recording with sound")
        stream = container.streams.audio[0]
        layout = layout or ("mono" if stream.channels == 1 else "stereo")
        common: Filters = (
            ("aresample", f"{rate_hz}:async=1:first_pts=0"),
            ("aformat", f"sample_fmts=fltp:channel_layouts={layout}"),
        )
        begin_s = start_s(container)

        def from_the_start() -> Iterator[AudioFrame]:
            for frame in decoded(container, stream):
                if frame.pts is not None:
                    frame.pts -= round(begin_s / Fraction(frame.time_base))
                yield frame

        yield from filtered(from_the_start(), (*common, *filters))


def filtered(frames: Iterable[AudioFrame], filters: Filters) -> Iterator[AudioFrame]:
    """Frames of sound, all of one form, through filters; fewer if a filter ends early."""
    graph: Graph | None = None
    for frame in frames:
        if graph is None:
            graph = _graph(frame, filters)
        if not (yield from pushed(graph, frame)):
            return
    if graph is not None:
        yield from pushed(graph, None)


def _graph(first: AudioFrame, filters: Filters) -> Graph:
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=first.sample_rate,
        format=first.format.name,
        layout=first.layout.name,
        time_base=first.time_base,
    )
    nodes = [graph.add(name, arguments) for name, arguments in filters]
    graph.link_nodes(source, *nodes, graph.add("abuffersink")).configure()
    return graph


def pushed(graph: Graph, frame: Any) -> Generator[Any, None, bool]:
    """The frames that a graph gives for one (None: the end); returns whether it takes more."""
    import av

    graph.push(frame)
    while True:
        try:
            yield graph.pull()
        except av.error.BlockingIOError:
            return True
        except av.error.EOFError:
            return False


def unreadable(path: Path, error: Exception) -> RenderError:
    """The error that says why a file cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return RenderError(f"{path.name} cannot be read ({reason}); check the file and run again")
