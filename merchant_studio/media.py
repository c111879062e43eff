"""Opening the merchant's media safely, and saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .encoders import encoder_of
from .errors import RenderError
from .files import is_regular
from .messages import say

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer
    from av.filter import Graph
    from av.video.stream import VideoStream

CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac,aac"
"""Demuxers that may open a file: containers that hold their media, no playlists."""

ONE_FRAME_S = Fraction(1, 24)
NEARLY_LOSSLESS_CRF = 16

Filters = tuple[tuple[str, str], ...]
"""Names and arguments of FFmpeg filters."""


LARGEST_PIXELS = 500_000_000
"""No option allows larger pictures."""
USUAL_PIXELS = 4096 * 2304
"""A picture may become as large as this within a file: a call that starts in low quality."""
EDGE_PX = 128
"""A decoder may add this to a picture's sides, to have whole blocks."""
STREAMS = 64
"""No file has more tracks; who asks may want fewer."""
PROTECTED = frozenset(("drms", "drmi", "drmt", "p608", "enca", "encv", "encs"))
"""Marks of tracks that are encrypted: FairPlay and Common Encryption."""
LONGEST_GAP_S = 1
"""A gap in the sound is filled with pieces of silence no longer than this."""


def open_media(path: Path, *, max_pixels: int = LARGEST_PIXELS) -> InputContainer:
    """The file as an open container; nothing but this file is read.

    A picture of more than `max_pixels`, or one that becomes much larger within the file, is not
    decoded.

    Raises:
        RenderError: it is not there or not media.
    """
    import av

    if not is_regular(path):
        raise RenderError(
            say("{table} is not a file that can be read; give another one", table=path.name)
        )
    try:
        container = av.open(
            str(path.resolve()),
            options={
                "protocol_whitelist": "file",
                "format_whitelist": CONTAINERS,
                "max_streams": str(STREAMS),
                "max_pixels": str(max_pixels),
            },
            metadata_errors="replace",  # a title in GBK is no reason to refuse a recording
        )
    except (av.FFmpegError, OSError, ValueError) as error:
        raise unreadable(path, error) from error
    for stream in container.streams.video:
        if stream.codec_context is not None:
            own = (stream.width + EDGE_PX) * (stream.height + EDGE_PX)
            most = min(max_pixels, max(USUAL_PIXELS, own))
            stream.codec_context.options = {"max_pixels": str(most)}
    return container


def is_protected(stream: Any) -> bool:
    """Whether a track is protected against copying, or of a kind that nothing here decodes."""
    context = stream.codec_context
    return context is None or context.codec_tag in PROTECTED


def start_s(container: InputContainer) -> Fraction:
    """The time stamp at which picture and sound of a file start together."""
    return Fraction(container.start_time or 0, 1_000_000)


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The moving picture of a file: no cover art; the one that players choose, else the largest."""
    from av.stream import Disposition

    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    moving = [stream for stream in container.streams.video if not stream.disposition & still]

    def rank(stream: VideoStream) -> tuple[bool, int]:
        size = stream.width * stream.height if stream.codec_context is not None else 0
        return bool(stream.disposition & Disposition.default), size

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
        raise RenderError(
            say("{file} is damaged: nothing in it can be decoded; copy it again", file=path.name)
        )


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
            raise RenderError(
                say("{source} has no sound; give a recording with sound", source=source.name)
            )
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

        yield from filtered(_without_gaps(from_the_start()), (*common, *filters))


def _without_gaps(frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
    """The frames, with a moment of silence in every second of a gap in their time stamps.

    The resampler makes the silence of a gap at once: 26 hours would be 20 GB. So it is given
    something in between, and who has heard enough can stop.
    """
    due_s = Fraction(0)
    for frame in frames:
        if frame.pts is not None and frame.time_base:
            start_s = frame.pts * Fraction(frame.time_base)
            while start_s - due_s > LONGEST_GAP_S:
                due_s += LONGEST_GAP_S
                yield _silence_like(frame, round(due_s / Fraction(frame.time_base)))
            due_s = start_s
        due_s += Fraction(frame.samples, frame.sample_rate)
        yield frame


def _silence_like(frame: AudioFrame, pts: int) -> AudioFrame:
    """A sample of silence at a time, in the form of a frame."""
    import av

    silent = av.AudioFrame(frame.format.name, frame.layout.name, 1)
    zero = b"\x80" if frame.format.name.startswith("u8") else b"\x00"
    for plane in silent.planes:
        plane.update(zero * plane.buffer_size)
    silent.sample_rate, silent.time_base, silent.pts = frame.sample_rate, frame.time_base, pts
    return silent


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


def states_length(path: Path) -> bool:
    """Whether a file says how long it is; what a browser films does not.

    Raises:
        RenderError: it is not media.
    """
    with open_media(path) as container:
        return bool(container.duration)


def trimmed(
    source: Path, target: Path, start_ms: int = 0, end_ms: int | None = None, *, encoder: str
) -> None:
    """Write the part of a recording from `start_ms` to `end_ms` (None: its end) to another file.

    Sound is copied as it is. So is the picture, if it begins with a whole one (a key frame) and
    both are files of one kind; else the encoder of that name makes it anew, hardly worse, and it
    goes best into an .mp4.

    Raises:
        UsageError: it has to be encoded, and this machine does not have the encoder.
        RenderError: it cannot be read, or not be written into a file of that kind.
    """
    import av

    with open_media(source) as probe:
        picture, begin_s = picture_stream(probe), start_s(probe) + Fraction(start_ms, 1000)
        first_s = _key_frame_s(probe, picture, begin_s) if picture and start_ms else begin_s
    end_s = None if end_ms is None else begin_s + Fraction(end_ms - start_ms, 1000)
    try:
        with open_media(source) as container, av.open(str(target), "w") as output:
            sound = next(iter(container.streams.audio), None)
            picture = picture_stream(container)
            is_copied = first_s >= begin_s - ONE_FRAME_S and source.suffix == target.suffix
            copies: dict[Any, Any] = {
                stream: output.add_stream_from_template(stream, opaque=True)  # needs no encoder
                for stream in (picture if is_copied else None, sound)
                if stream is not None
            }
            anew = None
            if picture and not is_copied:
                anew = _Anew(output, picture, begin_s, encoder)
            for packet in container.demux(*filter(None, (picture, sound))):
                at = packet.dts if packet.stream is picture else packet.pts
                if packet.dts is None or packet.pts is None or at is None:
                    continue
                is_after = end_s is not None and at * packet.time_base >= end_s
                shown_s, is_picture = packet.pts * packet.time_base, packet.stream is picture
                if is_after or (start_ms and shown_s < (first_s if is_picture else begin_s)):
                    continue
                if is_picture and anew:
                    anew.write(packet.decode(), end_s)
                    continue
                packet.stream, shift = copies[packet.stream], round(begin_s / packet.time_base)
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                output.mux(packet)
            if anew and picture:
                anew.write(picture.codec_context.decode(None), end_s)
                anew.close()
    except (av.FFmpegError, OSError, ValueError) as error:
        raise unreadable(source, error) from error


def _key_frame_s(container: InputContainer, picture: VideoStream, begin_s: Fraction) -> Fraction:
    """When the last whole picture before (or, by half a frame, after) a moment is shown."""
    keys = (
        packet.pts * packet.time_base
        for packet in container.demux(picture)
        if packet.is_keyframe and packet.pts is not None
    )
    return max((at for at in keys if at <= begin_s + ONE_FRAME_S / 2), default=begin_s)


class _Anew:
    """The picture of a recording, encoded again from a moment on."""

    def __init__(self, output: Any, picture: VideoStream, begin_s: Fraction, name: str) -> None:
        rate, chosen = picture.average_rate or picture.guessed_rate or 30, encoder_of(name)
        options = chosen.options(crf=NEARLY_LOSSLESS_CRF, preset="veryfast")
        self._stream = output.add_stream(chosen.codec, rate, options=options)
        self._output, self._begin_s, self._is_open = output, begin_s, False
        encoder, decoder = self._stream.codec_context, picture.codec_context
        encoder.width, encoder.height = decoder.width // 2 * 2, decoder.height // 2 * 2
        encoder.pix_fmt = decoder.pix_fmt if decoder.pix_fmt in chosen.formats else "yuv420p"
        encoder.time_base = picture.time_base
        encoder.colorspace, encoder.color_range = decoder.colorspace, decoder.color_range
        encoder.color_primaries, encoder.color_trc = decoder.color_primaries, decoder.color_trc
        encoder.thread_type = "AUTO"

    def write(self, frames: Iterable[Any], end_s: Fraction | None) -> None:
        """Encode those of the frames that lie within the cut."""
        for frame in frames:
            at_s = frame.pts * frame.time_base
            if at_s < self._begin_s - ONE_FRAME_S / 2 or (end_s is not None and at_s >= end_s):
                continue
            if not self._is_open:
                self._stream.set_display_rotation(frame.rotation)
                self._is_open = True
            encoder = self._stream.codec_context
            plain = frame.reformat(encoder.width, encoder.height, encoder.pix_fmt)
            plain.pts = max(0, round((at_s - self._begin_s) / frame.time_base))
            plain.time_base, plain.pict_type = frame.time_base, 0
            self._output.mux(self._stream.encode(plain))

    def close(self) -> None:
        """Encode what waits in the encoder."""
        self._output.mux(self._stream.encode(None))


def unreadable(path: Path, error: Exception) -> RenderError:
    """The error that says why a file cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return RenderError(
        say(
            "{file} cannot be read ({reason}); check the file and run again",
            file=path.name,
            reason=reason,
        )
    )
