"""What a merchant is told when a file cannot be used: the words of a fault, as a sentence."""

from __future__ import annotations

from ..config import StudioConfig
from ..probe import Fault

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".webm", ".mkv", ".m4v"})
AUDIO_SUFFIXES = frozenset({".wav", ".mp3", ".m4a", ".ogg", ".opus", ".flac", ".aac"})
PHOTO_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
UNREAD_SUFFIXES = frozenset({".heic", ".heif", ".avif"})
"""Photos of phones that are told of and not passed over."""


def problem_of(fault: Fault, config: StudioConfig) -> str:
    """What is wrong with a file and the next step; it follows the file's name in a sentence."""
    told = fault.values.get
    match fault.word:
        case "no-media":
            wanted = ", ".join(sorted(s[1:] for s in VIDEO_SUFFIXES | AUDIO_SUFFIXES))
            return f"is not a recording that can be read; give one of: {wanted}"
        case "no-photo":
            return "is not a photo that can be read; remove it"
        case "no-sound":
            return "has no sound; record it again with the microphone on"
        case "silent":
            return "is silent; record it again with the microphone on"
        case "short":
            return "is shorter than a word; record it again"
        case "long":
            return f"is longer than {config.max_minutes} minutes; cut it or raise --max-minutes"
        case "large":
            return f"is larger than {config.max_megapixels} megapixels; shrink it"
        case "breaks-off":
            heard, stated = told("heard_ms", 0) / 1000, told("stated_ms", 0) / 1000
            return (
                f"breaks off after {heard:.1f} of {stated:.1f} seconds; "
                "copy it from the phone again"
            )
        case "streams":
            return f"has more than {told('most')} streams; export it again"
        case "odd-sound":
            channels, rate_hz = told("channels"), told("rate_hz")
            return (
                f"has a sound that no recorder makes ({channels} channels, {rate_hz} Hz); "
                "export it again as MP4"
            )
        case "odd-picture":
            return "has a picture that is no rectangle to look at; export it again as MP4"
        case "no-number":
            return "has a sound that is no sound (not a number); export it again as MP4"
        case "protected":
            return "is protected against copying, or of a kind that cannot be decoded; give another"
        case "no-frame":
            return "has a picture that cannot be decoded; export it again as MP4"
        case "memory":
            return "takes more memory than a file of this kind may; export it again"
        case "slow":
            return "takes much too long to decode; export it again as MP4"
        case "crashed":
            return "makes its decoder crash; export it again"
        case "gone":
            return "is not there any more, or may not be read; look for it and run again"
    return "is damaged; copy it from the phone again"
