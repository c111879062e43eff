"""The H.264 encoders that can write a video, one of which the option `encoder` names.

    encoder = encoder_of("openh264")    # UsageError: this PyAV has no encoder openh264; ...
    output.add_stream(encoder.codec, 25, options=encoder.options(crf=23, preset="veryfast"))

H.264 because every phone plays it. Which of them FFmpeg has depends on how it was built:
`docs/encoders.md` has what each is, and what it costs. None takes another one's place by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from .errors import RenderError, UsageError
from .messages import say

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

MAX_CRF = 51
KEY_FRAME_EVERY = 250
"""Frames, x264's own default; a player jumps to a key frame. OpenH264 would make only one."""
QUANTIZER_ABOVE_CRF = 2
"""With it OpenH264's pictures are about as good as x264's (benchmarks/encoder.py)."""
USUAL = frozenset(("yuv420p", "yuvj420p"))
"""Forms of a picture with 8 bits, which every encoder takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """One encoder: how FFmpeg calls it, and what it is told."""

    codec: str
    """FFmpeg's name: libx264."""
    licence: str
    """Its SPDX name, or the system that it is a part of."""
    told: Callable[[int, str], dict[str, str]]
    """FFmpeg's options for a `crf` and a `preset`; see `options`."""
    beside_others: dict[str, str]
    """What it is told, too, where several videos are made at once."""
    formats: frozenset[str] = USUAL
    """Forms of a recording's picture that it can keep as they are."""

    def options(self, *, crf: int, preset: str, is_alone: bool = True) -> dict[str, str]:
        """FFmpeg's options for a quality as x264 counts it: 23 is usual, less is better.

        `preset` is x264's alone. `is_alone`: no other video is made at the same time.
        """
        return self.told(crf, preset) | ({} if is_alone else self.beside_others)


def _x264(crf: int, preset: str) -> dict[str, str]:
    return {"crf": str(crf), "preset": preset}


def _openh264(crf: int, preset: str) -> dict[str, str]:
    """It keeps no quality by itself, so every picture gets the same quantizer."""
    quantizer = str(min(MAX_CRF, crf + QUANTIZER_ABOVE_CRF))
    return {
        "qmin": quantizer,
        "qmax": quantizer,
        "profile": "high",
        "g": str(KEY_FRAME_EVERY),
    }


def _videotoolbox(crf: int, preset: str) -> dict[str, str]:
    return {"global_quality": _percent(crf), "profile": "high"}


def _mediafoundation(crf: int, preset: str) -> dict[str, str]:
    return {"rate_control": "quality", "quality": _percent(crf), "g": str(KEY_FRAME_EVERY)}


def _percent(crf: int) -> str:
    """A quality of 1 to 100, where systems count so: 65 for the usual 23."""
    return str(max(1, 100 - crf * 35 // 23))


ENCODERS = {
    "x264": Encoder(
        codec="libx264",
        licence="GPL-2.0-or-later",
        told=_x264,
        # A thread for the lookahead makes a lone encoder faster and takes 30 MB; the bytes are the
        # same without it, and of several encoders each is faster so.
        beside_others={"x264-params": "sync-lookahead=0"},
        formats=USUAL | {"yuv420p10le"},
    ),
    "openh264": Encoder(
        codec="libopenh264", licence="BSD-2-Clause", told=_openh264, beside_others={}
    ),
    "videotoolbox": Encoder(
        codec="h264_videotoolbox", licence="macOS", told=_videotoolbox, beside_others={}
    ),
    "mediafoundation": Encoder(
        codec="h264_mf", licence="Windows", told=_mediafoundation, beside_others={}
    ),
}


def encoders_here() -> tuple[str, ...]:
    """The names of those that this machine's PyAV has."""
    import av

    return tuple(name for name, each in ENCODERS.items() if each.codec in av.codecs_available)


def encoder_of(name: str) -> Encoder:
    """The encoder of a name that `StudioConfig` allows.

    Raises:
        UsageError: this machine's PyAV does not have it; names those that it has.
    """
    here = encoders_here()
    if name in here:
        return ENCODERS[name]
    step = (
        say("choose another one with --encoder: {encoders}", encoders=", ".join(here))
        if here
        else say("run: pip install --force-reinstall --only-binary av av")
    )
    raise UsageError(say("this PyAV has no encoder {name}; {step}", name=name, step=step))


def try_encoder(name: str) -> Encoder:
    """The encoder, after it has started once: one of the system's may be there and not work.

    Raises:
        UsageError: this machine's PyAV does not have it.
        RenderError: it does not start.
    """
    import av

    encoder = encoder_of(name)
    trial = cast("VideoCodecContext", av.CodecContext.create(encoder.codec, "w"))
    trial.width, trial.height, trial.pix_fmt, trial.framerate = 1080, 1920, "yuv420p", Fraction(25)
    trial.options = encoder.options(crf=23, preset="veryfast")
    try:
        trial.open()
    except av.FFmpegError as error:
        raise RenderError(
            say(
                "the encoder {name} does not start here ({why}); choose another one with --encoder",
                name=name,
                why=error,
            )
        ) from error
    return encoder
