"""Every option, once: its default, bounds and help; command line and page are built from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from .errors import UsageError
from .messages import say


def option(default: Any, help_text: str, *, low: int | None = None, high: int | None = None) -> Any:
    """A field of `StudioConfig` with its help and, for numbers, its inclusive bounds."""
    return field(default=default, metadata={"help": help_text, "low": low, "high": high})


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioConfig:
    """All options of a run; a value outside its bounds is refused when it is made."""

    out: Path = option(Path("out"), "Folder for the results; each product gets a folder in it.")
    voice: Literal["original", "dub", "clone"] = option(
        "original",
        "Whose voice is heard: the merchant's own, a synthetic one in the buyer's language, or "
        "one cloned from the recording.",
    )
    consent: str = option(
        "", "For --voice clone: who agreed that their voice is cloned; kept in the report."
    )
    speaker: str = option("kokoro", "Engine that speaks a dub.")
    speaker_model: str = option("", "Its model: a card's id or a file; empty: its default.")
    speaker_voice: str = option(
        "", "Its voice: a name, female or male; empty: the one nearest to the merchant's pitch."
    )
    draft_voice: bool = option(
        False, "Let espeak-ng speak, robotically, languages that the speaker does not have."
    )
    original_sound: Literal["low", "mute"] = option(
        "low", "The recording's own sound under a dub: kept low, or mute."
    )
    music: str = option("", "A sound file that plays under the speech; empty: none.")
    shape: Literal["source", "9:16", "1:1", "16:9"] = option(
        "source", "Shape of the picture; what does not fit gets a surround."
    )
    fill: Literal["blur", "plain"] = option(
        "blur", "The surround of a picture that does not fit: a blurred copy of it, or plain."
    )
    bilingual: str = option("", "Language of a second row under each caption; empty: none.")
    tone: Literal["plain", "lively", "formal"] = option("plain", "How the rewriting sounds.")
    script: Literal["faithful", "pitch"] = option(
        "faithful",
        "What a dub says: your sentences in your order, or a pitch in the order of a seller, "
        "which may merge, split and move them (by a writer that has passed its exam).",
    )
    style: str = option("outline", "How captions look: a name in data/styles, or a TOML file.")
    captions: Literal["bottom", "top"] = option(
        "bottom", "Where captions stand; cards and logo take the other end of the picture."
    )
    cards: bool = option(True, "Show a card for each fact while it is said.")
    end_card: bool = option(True, "End with a card of the product's name, facts and contacts.")
    accept_heard: bool = option(
        False, "Treat facts that were only heard, not written in the sheet, as confirmed."
    )
    strict: bool = option(
        False,
        "Stop when sheet and speech disagree, a selling point is missing, or a market's rules "
        "restrict a claim; otherwise the sheet wins with a warning.",
    )
    market: str = option(
        "",
        "Markets whose rules for advertisements are checked, as in us,eu; empty: where the "
        "language is spoken; none: no market.",
    )
    source: str = option("zh", "Language of the recording.")
    recognizer: str = option(
        "faster-whisper", "Engine that transcribes: NAME, NAME:MODEL or NAME:URL."
    )
    recognizer_model: str = option("", "Its model: a card's id or a folder; empty: its default.")
    writer: str = option(
        "llama.cpp",
        "Engine that translates and rewrites: NAME, NAME:MODEL or NAME:URL, such as "
        "deepseek, ollama:qwen3:4b-instruct, vllm:http://gpu:8000/v1; "
        "none: the translator or the phrasebook.",
    )
    writer_model: str = option("", "Its model: a card's id or a file; empty: its default.")
    writer_languages: str = option(
        "", "Languages it may write, as in en,de; empty: all but those in which it failed its exam."
    )
    translator: str = option(
        "none", "Engine that translates literally, where the writer may not: NAME or NAME:MODEL."
    )
    translator_languages: str = option(
        "", "Languages it may write, as in en,de; empty: what its card certifies, or all if none."
    )
    device: Literal["auto", "cpu", "cuda"] = option("auto", "Where models run: auto: a GPU if any.")
    recognizer_precision: Literal["auto", "float32", "float16", "bfloat16", "int8"] = option(
        "auto", "Number format of the recognizer; auto: what suits the device."
    )
    writer_precision: Literal["auto", "float32", "float16", "bfloat16", "int8", "int4"] = option(
        "auto", "Number format of a transformers writer; auto: what suits the device."
    )
    key_file: str = option(
        "", "File of API keys, lines such as DEEPSEEK_API_KEY=...; empty: the environment's."
    )
    timeout: int = option(120, "Seconds that a server may stay silent.", low=1, high=3600)
    seed: int = option(7, "Seed of everything random.", low=0, high=2**31 - 1)
    threads: int = option(0, "CPU threads; 0: as many as there are cores.", low=0, high=1024)
    crf: int = option(23, "H.264 quality: less is better and larger.", low=0, high=51)
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow"] = (
        option("veryfast", "H.264 effort: slower makes smaller files; x264's alone.")
    )
    encoder: Literal["x264", "openh264", "videotoolbox", "mediafoundation"] = option(
        "x264", "What writes H.264; docs/encoders.md says which of them this machine may have."
    )
    max_minutes: int = option(30, "Longest recording that is accepted.", low=1, high=600)
    max_megabytes: int = option(4096, "Largest file that is accepted.", low=1, high=1_000_000)
    max_megapixels: int = option(40, "Largest picture that is accepted.", low=1, high=500)
    chosen_by: Mapping[str, str] = field(default_factory=dict, compare=False)
    """No option: where values come from that no option gave: {"writer": "config.toml"}."""

    def __post_init__(self) -> None:
        """Refuse what the field's bounds or choices do not allow.

        Raises:
            UsageError: names the option and what is allowed.
        """
        for item in options():
            check_value(item, getattr(self, item.name))
        if self.voice == "clone" and not self.consent.strip():
            raise UsageError(
                say(
                    "a voice is cloned only with its owner's consent; name whose voice it is and "
                    "who agreed, as in --consent 'Li Mei'"
                )
            )
        if self.script == "pitch" and self.voice == "original":
            raise UsageError(
                say(
                    "over your own voice each line keeps its moment, so --script pitch needs "
                    "another voice; add --voice dub, or leave --script out"
                )
            )
        if self.script == "pitch" and self.bilingual:
            raise UsageError(
                say(
                    "two languages under each other need the same lines, and --script pitch gives "
                    "each its own; leave out --bilingual or --script"
                )
            )

    def chooser(self, name: str) -> str:
        """Where the value of an option comes from: `default`, `option`, `config.toml` ..."""
        return self.chosen_by.get(name) or self.choosers.get(name, "default")

    @property
    def choosers(self) -> dict[str, str]:
        """Where each value comes from that is not the default: `{"writer": "config.toml"}`."""
        return {
            item.name: self.chosen_by.get(item.name, "option")
            for item in options()
            if getattr(self, item.name) != item.default
        }

    def changed(self, **values: Any) -> StudioConfig:
        """The same with other values; those that differ were chosen by an option."""
        kept = {
            name: chooser
            for name, chooser in self.chosen_by.items()
            if name not in values or values[name] == getattr(self, name)
        }
        return dataclasses.replace(self, **values, chosen_by=kept)


def options() -> tuple[dataclasses.Field[Any], ...]:
    """The fields of `StudioConfig` that are options."""
    return tuple(item for item in dataclasses.fields(StudioConfig) if "help" in item.metadata)


def check_value(item: dataclasses.Field[Any], value: Any) -> None:
    """Refuse a value that an option cannot have.

    Raises:
        UsageError: names the option and what is allowed.
    """
    choices = choices_of(item.name)
    if choices and value not in choices:
        raise UsageError(
            say(
                "{option} is {value!r}; choose one of: {choices}",
                option=item.name,
                value=value,
                choices=", ".join(choices),
            )
        )
    low, high = item.metadata["low"], item.metadata["high"]
    if low is not None and not low <= value <= high:
        raise UsageError(
            say(
                "{option} is {value}; give {low} to {high}",
                option=item.name,
                value=value,
                low=low,
                high=high,
            )
        )


@cache
def choices_of(name: str) -> tuple[str, ...]:
    """The values that an option may have, or nothing if it is free."""
    return get_args(_hints()[name])


@cache
def _hints() -> Mapping[str, Any]:
    """The types of the fields; to read them takes longer than all the rest of a configuration."""
    return get_type_hints(StudioConfig)
