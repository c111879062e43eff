"""Writes an mp4 file: H.264 and the encoded sound, under a temporary name until it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from ...encoders import Encoder
from ...errors import StorageError
from ...files import part_of, put_in_place
from ...records import Synthetic, Timeline


def sound_folder(place: Path) -> TemporaryDirectory[str]:
    """A folder for the encoded sounds, on the disk where the videos go.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        return TemporaryDirectory(dir=place, prefix=f".sound-{os.getpid()}-")
    except OSError as error:
        raise StorageError.from_os_error(place, error) from error


if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

BT709, LIMITED_RANGE = 1, 1
"""FFmpeg's numbers: one for primaries, transfer and matrix, one for the range."""
MAX_WAITING_BYTES = 8_000_000
"""Of a picture that is ahead of its sound: some 15 s at 1080x1920. Then it waits for it."""


class Mp4Writer:
    """Writes one video; nothing stands at its target before `finish`."""

    def __init__(
        self,
        timeline: Timeline,
        sound: Future[Path],
        target: Path,
        *,
        encoder: Encoder,
        options: dict[str, str],
        threads: int,
    ) -> None:
        """`sound` may come while the picture is made; options and threads are the encoder's.

        Raises:
            OSError: the file cannot be written.
            av.FFmpegError: the encoder refuses its options.
        """
        import av

        self._target = target
        self._part = part_of(target)
        self._timeline, self._awaited = timeline, sound
        self._sound: InputContainer | None = None
        self._waiting: list[Packet[VideoStream]] = []
        """The picture's packets, until the sound's are there."""
        self._waiting_bytes = 0
        self._output = av.open(
            str(self._part.absolute()),
            "w",
            format="mp4",
            container_options={"movflags": "+faststart"},
        )
        try:
            self._add_picture(encoder.codec, options, threads)
        except BaseException:
            self.discard()
            raise

    def _add_picture(self, codec: str, options: dict[str, str], threads: int) -> None:
        timeline = self._timeline
        stream = self._output.add_stream(codec, timeline.frame_rate, options=options)
        self._video = cast("VideoStream", stream)
        encoder = self._video.codec_context
        encoder.width, encoder.height = timeline.width_px, timeline.height_px
        encoder.pix_fmt = "yuv420p"
        encoder.time_base = 1 / timeline.frame_rate
        encoder.colorspace = encoder.color_primaries = encoder.color_trc = BT709
        encoder.color_range = LIMITED_RANGE
        encoder.thread_type, encoder.thread_count = "AUTO", threads
        self._video.metadata["language"] = iso_639_2(timeline.captions.language)
        if timeline.narration.dubbed:
            self._output.metadata["comment"] = _declaration(timeline.narration.voice)
        encoder.open()

    def _add_sound(self) -> InputContainer:
        import av

        sound = av.open(str(self._awaited.result()))
        source = sound.streams.audio[0]
        self._audio = self._output.add_stream_from_template(source)
        self._audio.metadata["language"] = iso_639_2(self._timeline.narration.language)
        self._packets: Iterator[Packet[AudioStream]] = sound.demux(source)
        self._next_packet = next(self._packets)
        return sound

    def write(self, frame: VideoFrame) -> None:
        """Encode the next frame; it is not changed, and not kept."""
        packets = self._video.encode(frame)
        self._waiting += packets
        self._waiting_bytes += sum(packet.size for packet in packets)
        if self._awaited.done() or self._waiting_bytes > MAX_WAITING_BYTES:
            self._mux_waiting()

    def finish(self) -> None:
        """Write what is left and put the file in its place; errors of the sound are raised."""
        self._waiting += self._video.encode(None)
        self._mux_waiting()
        self._mux_sound(None)
        self._close()
        put_in_place(self._part, self._target)

    def discard(self) -> None:
        """Close everything and leave nothing behind."""
        self._part.unlink(missing_ok=True)  # first: the closing below need not reach the disk
        with suppress(Exception):  # whatever went wrong has been said
            self._close()
        self._part.unlink(missing_ok=True)

    def _close(self) -> None:
        try:
            self._output.close()
        finally:
            if self._sound is not None:
                self._sound.close()

    def _mux_waiting(self) -> None:
        if self._sound is None:
            self._sound = self._add_sound()
        for packet in self._waiting:
            if packet.dts is not None:
                self._mux_sound(packet.dts * Fraction(packet.time_base))
            self._output.mux(packet)
        self._waiting.clear()
        self._waiting_bytes = 0

    def _mux_sound(self, until_s: Fraction | None) -> None:
        """The sound's packets up to that time, so that a player reads both side by side."""
        while (dts := self._next_packet.dts) is not None:  # the last packet is empty
            if until_s is not None and dts * Fraction(self._next_packet.time_base) > until_s:
                return
            self._next_packet.stream = self._audio
            self._output.mux(self._next_packet)
            self._next_packet = next(self._packets)


def _declaration(voice: Synthetic | None) -> str:
    """What a player shows about the voice, in words that platforms' rules ask for."""
    if voice is None:
        return "The voice is synthetic (AI-generated)."
    made = f"The voice is synthetic (AI-generated, {voice.made_by.name} {voice.name})."
    if voice.cloned_from:
        made += f" It was cloned with consent: {voice.cloned_from}."
    return made


def iso_639_2(tag: str) -> str:
    """The three letters that mp4 has for the language of a BCP-47 tag; `und` if CLDR has none.

    CLDR knows several for some languages (`deu` and `ger`); the one that mp4 wants begins like
    the two letters or comes first in the alphabet.
    """
    from babel.core import get_global

    code = tag.replace("_", "-").partition("-")[0].lower()
    if len(code) == 3:
        return code
    aliases = get_global("language_aliases")
    found = [alias for alias, short in aliases.items() if short == code and len(alias) == 3]
    return min(found, key=lambda alias: (not alias.startswith(code), alias), default="und")
