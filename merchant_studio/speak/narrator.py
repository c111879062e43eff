"""Who speaks a run's languages: the speaker, its voice for each, and the dubs that they make."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias

from .. import __version__
from ..check import (
    APART_MS,
    LISTENING_PROMPT,
    Unheard,
    check_dub,
    check_heard,
    sound_of_line,
    unheard,
)
from ..config import StudioConfig
from ..engines import (
    ChosenEngines,
    Recognition,
    Recognizer,
    Reference,
    Sound,
    Speaker,
    Utterance,
    Voice,
    sounds_of,
)
from ..errors import EngineError, EngineFailedError, UsageError, WeightsError
from ..facts import fill, pronounced, spoken
from ..intake import probe_music
from ..languages import TAG, LanguageProfile, profile
from ..media import sound_frames
from ..messages import name_of, say
from ..records import (
    Brief,
    EngineStamp,
    Finding,
    Gender,
    Money,
    Narration,
    Pitch,
    Script,
    Segment,
    Span,
    Synthetic,
    Transcript,
    digest,
)
from ..run import PROGRAM, MadeFrom, RunFolder
from .dub import Dub, dub_script, keep_original
from .lines import LineVoice, write_wav
from .voices import SpeechRate, choose_voice, measure_pitch, measured_rate

DRAFT = "espeak"
"""The speaker of `--draft-voice`."""
CLONE = "clone"
"""The name in reports of a voice that was cloned from the merchant's recording."""
Segments: TypeAlias = tuple[Segment, ...]
REFERENCE_RATE_HZ = 24_000
LONGEST_REFERENCE_MS = 12_000
"""Cloning engines use at most so much of a recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    """Who speaks one language."""

    lines: LineVoice
    rate: SpeechRate
    declared: Synthetic
    gender: Gender
    """Whether a woman's or a man's voice speaks; empty if it is cloned or unknown."""


class Narrator:
    """Makes the sound of each language: the original speech, a dub, or a dub by a cloned voice."""

    def __init__(
        self,
        config: StudioConfig,
        pitch: Pitch,
        transcript: Transcript,
        folder: RunFolder,
        speaker: Callable[[str], Speaker],
        listener: Callable[[str], Recognizer],
        on_step: Callable[[str, str], None],
    ) -> None:
        """`speaker` returns the engine of a name, which is loaded once for all runs.

        `listener` returns who listens to dubs in a language, by its code; `on_step` is told the
        stage and the language.
        """
        self._config, self._pitch, self._transcript = config, pitch, transcript
        self._folder, self._speaker, self._listener = folder, speaker, listener
        self._on_step = on_step
        self._casts: dict[str, _Cast] = {}
        self._music = probe_music(Path(config.music), config) if config.music else None

    def chars_per_second(self, tag: str, profile: LanguageProfile) -> float | None:
        """How fast the language will be spoken; None: it is only read.

        Raises:
            EngineError: no voice speaks the language, or it failed.
        """
        if self._config.voice == "original":
            return None
        return self._cast(tag, profile).rate.chars_per_second

    def speaker(self, tag: str, profile: LanguageProfile) -> Gender:
        """Whether a woman or a man is heard: by the dub's voice, or else by the sheet.

        Raises:
            EngineError: no voice speaks the language, or it failed.
        """
        told = self._pitch.sheet.speaker
        return told if self._config.voice == "original" else self._cast(tag, profile).gender or told

    def narrate(self, script: Script, brief: Brief, profile: LanguageProfile) -> Dub:
        """The sound of a language, and its script as it is said.

        Raises:
            EngineError: no voice speaks the language, or it failed.
            StorageError: the folder cannot be written.
        """
        if self._config.voice == "original":
            narration = keep_original(self._pitch, script)
            return Dub(
                written=script, script=script, narration=replace(narration, music=self._music)
            )
        self._on_step("voice", name_of(profile.name))
        cast = self._cast(script.language, profile)
        dub = dub_script(
            script,
            brief,
            profile,
            voice=cast.lines,
            rate=cast.rate,
            spoken=_pronounced(brief, profile),
            folder=self._folder,
        )
        under = self._pitch.speech if self._config.original_sound == "low" else None
        narration = replace(dub.narration, voice=cast.declared, under=under, music=self._music)
        return replace(dub, narration=narration)

    def listen(self, dub: Dub, brief: Brief, profile: LanguageProfile) -> tuple[Finding, ...]:
        """The problems that a recognizer hears in a dub; none for the original speech.

        A line with numbers that were not heard is listened to again, alone: in a long sound a
        recognizer may lose its way. A recognizer that fails is a `warn`: the dub is whole, but
        nobody listened to it.

        Raises:
            StorageError: the folder cannot be written.
        """
        narration, script = dub.narration, dub.script
        if not narration.dubbed:
            return ()
        self._on_step("check", say("the dub in {language}", language=name_of(profile.name)))
        compare = partial(
            unheard,
            narration=narration,
            script=script,
            profile=profile,
            spoken=_pronounced(brief, profile),
            sounds=partial(sounds_of, language=profile.code),
        )
        found, tag = check_dub(narration, script), script.language
        try:
            missed = compare(self._heard(narration, tag, profile))
            if missed:
                again = compare(self._heard_alone(narration, tag, profile, missed))
                missed = {line: again[line] for line in missed if line in again}
        except (EngineError, WeightsError) as error:
            problem = say("nobody listened to the dub ({why}); listen to it", why=error)
            message = say("{language}: {problem}", language=tag, problem=problem)
            return (*found, Finding(check="heard", severity="warn", where=tag, message=message))
        return (*found, *check_heard(missed, tag))

    def _heard(self, narration: Narration, tag: str, profile: LanguageProfile) -> Segments:
        """What is heard in the whole dub."""
        made_by = self._listener(profile.code).stamp
        inputs = _of_sound(narration, made_by)
        make = partial(self._recognize, narration.audio.path, profile)
        return self._folder.record(f"{tag}/heard.json", Recognition, inputs, make).segments

    def _heard_alone(
        self, narration: Narration, tag: str, profile: LanguageProfile, lines: Mapping[int, Unheard]
    ) -> Segments:
        """What is heard in `lines`, each played alone, with times as in the dub."""

        def make() -> Recognition:
            segments: list[Segment] = []
            with tempfile.TemporaryDirectory() as place:
                for line in lines.values():
                    write_wav(sound_of_line(narration, line.span), Path(place) / "line.wav")
                    heard = self._recognize(Path(place) / "line.wav", profile)
                    later_ms = line.span.start_ms - APART_MS
                    segments += (_later(segment, later_ms, line.span) for segment in heard.segments)
            return Recognition(language=profile.code, segments=tuple(segments))

        made_by = self._listener(profile.code).stamp
        inputs = _of_sound(narration, made_by, sorted(lines))
        return self._folder.record(f"{tag}/heard_alone.json", Recognition, inputs, make).segments

    def _recognize(self, sound: Path, profile: LanguageProfile) -> Recognition:
        return self._listener(profile.code).recognize(
            sound,
            language=profile.code,
            hotwords=(LISTENING_PROMPT,),
            on_progress=lambda done_ms: None,
        )

    def _cast(self, tag: str, profile: LanguageProfile) -> _Cast:
        if tag not in self._casts:
            self._casts[tag] = self._chosen(tag, profile)
        return self._casts[tag]

    def _chosen(self, tag: str, profile: LanguageProfile) -> _Cast:
        config, name = self._config, self._config.speaker
        voices = self._speaker(name).voices(tag)
        wanted = config.speaker_voice
        if not voices and config.draft_voice:
            name, wanted = DRAFT, wanted if wanted in ("female", "male") else ""
            voices = self._speaker(name).voices(tag)
        if not voices:
            raise EngineFailedError(
                name,
                say(
                    "it has no voice for {language}; --draft-voice takes a robotic one, --voice "
                    "original makes captions only",
                    language=name_of(profile.name),
                ),
            )
        speaker = self._speaker(name)
        wanted = wanted or self._pitch.sheet.speaker
        voice = choose_voice(voices, wanted, self._pitch_hz if not wanted else 0)
        reference = self._reference if name == config.speaker else None
        lines, sample = (LineVoice(speaker, voice, tag, self._folder, reference) for _ in range(2))
        return _Cast(
            lines=lines,
            rate=measured_rate(profile, digest(sample.inputs, profile.code), sample.time_ms),
            gender="" if reference else voice.gender,
            declared=Synthetic(
                name=CLONE if reference else voice.name,
                made_by=speaker.stamp,
                is_draft=name == DRAFT,
                cloned_from=config.consent.strip() if reference else "",
            ),
        )

    @cached_property
    def _pitch_hz(self) -> int:
        return measure_pitch(self._pitch.speech.path)

    @cached_property
    def _reference(self) -> Reference | None:
        """The merchant's own speech, for a speaker that clones it."""
        if self._config.voice != "clone":
            return None
        segments = [
            segment
            for segment in self._transcript.segments
            if segment.span.end_ms - self._transcript.segments[0].span.start_ms
            <= LONGEST_REFERENCE_MS
        ] or list(self._transcript.segments[:1])
        start_ms, end_ms = segments[0].span.start_ms, segments[-1].span.end_ms
        cut = ("atrim", f"start={start_ms / 1000}:end={end_ms / 1000}")
        filters = (cut, ("aformat", "sample_fmts=s16"))
        frames = sound_frames(
            self._pitch.speech.path, rate_hz=REFERENCE_RATE_HZ, layout="mono", filters=filters
        )
        samples = b"".join(frame.to_ndarray().astype("<i2").tobytes() for frame in frames)
        return Reference(
            sound=Sound(samples=samples, sample_rate_hz=REFERENCE_RATE_HZ),
            text=" ".join(segment.text for segment in segments),
        )


def _of_sound(narration: Narration, recognizer: EngineStamp, *lines: object) -> MadeFrom:
    """What is heard in a dub is made from its sound; `lines` are those that are played alone."""
    return MadeFrom(
        {
            PROGRAM: [__version__],
            "sound": [narration.audio.sha256],
            "recognizer": [recognizer],
            "lines": lines,
        },
        lasts=True,
    )


def _later(segment: Segment, later_ms: int, within: Span) -> Segment:
    """A segment heard in a line alone, moved to its time in the dub and cut to the line's."""

    def moved(span: Span) -> Span:
        start_ms = min(max(span.start_ms + later_ms, within.start_ms), within.end_ms - 1)
        end_ms = max(start_ms + 1, min(span.end_ms + later_ms, within.end_ms))
        return Span(start_ms=start_ms, end_ms=end_ms)

    words = tuple(replace(word, span=moved(word.span)) for word in segment.words)
    return replace(segment, span=moved(segment.span), words=words)


def _spoken(brief: Brief, profile: LanguageProfile) -> Callable[[str], str]:
    """A function that fills a line's tags with spoken values: <moq> is "100 pieces"."""
    return lambda text: fill(text, brief.facts, profile, rates=brief.rates, voice=True)


def _pronounced(brief: Brief, profile: LanguageProfile) -> Callable[[str], str]:
    """A function that fills a line's tags as a voice reads them aloud: codes are spelt."""
    spoken = _spoken(brief, profile)
    return lambda text: pronounced(spoken(text), brief.facts, profile)


def check_voice(config: StudioConfig, speaker: Callable[[str], Speaker]) -> None:
    """Refuse options for the sound that would fail only after minutes of work.

    Raises:
        UnknownNameError: no such speaker.
        UsageError: it cannot clone, but is asked to.
        InputError: the music is no sound file.
    """
    if config.music:
        probe_music(Path(config.music), config)
    if config.voice == "original":
        return
    clones = speaker(config.speaker).clones
    if config.voice == "clone" and not clones:
        raise UsageError(
            say(
                "the speaker {speaker} cannot clone a voice; choose another with --speaker, or "
                "--voice dub",
                speaker=config.speaker,
            )
        )


def list_voices(config: StudioConfig, tag: str) -> tuple[tuple[str, Voice], ...]:
    """The voices for a language, each after the name of its engine, in the order of a dub's choice.

    `draft_voice` gives robotic voices if there are no others; `speaker_voice` selects one voice,
    or those of a gender.

    Raises:
        UnknownNameError: there is no such language or speaker.
        EngineError: the speaker cannot be asked.
    """
    profile(tag)
    name = config.speaker
    found = ChosenEngines(config).speaker(name).voices(tag)
    if not found and config.draft_voice:
        name, found = DRAFT, ChosenEngines(config).speaker(DRAFT).voices(tag)
    wanted = config.speaker_voice
    return tuple((name, v) for v in found if not wanted or wanted in (v.name, v.gender))


def write_sample(config: StudioConfig, speaker: str, voice: Voice, tag: str, folder: Path) -> Path:
    """A WAV file in which the voice says a greeting and a price.

    Raises:
        EngineError: the voice failed.
        StorageError: the folder cannot be written.
    """
    language = profile(tag)
    price = Money(amount=Decimal("18.50"), currency="CNY")
    said = TAG.sub(spoken(price, language), language.phrases.facts["price"])
    text = f"{language.phrases.greeting[0]} {said}"
    utterance = Utterance(text=text, language=tag, voice=voice.name)
    sound = ChosenEngines(config).speaker(speaker).speak(utterance)
    name = re.sub(r"[^\w.+-]+", "-", f"{tag}-{voice.name}.wav")
    with RunFolder(folder).replacing(name) as temporary:
        write_wav(sound, temporary)
    return folder / name
