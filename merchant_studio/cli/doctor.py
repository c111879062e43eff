"""Is this machine ready? One line per thing a run needs, and one per engine that there is."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..encoders import ENCODERS, encoders_here, try_encoder
from ..engines import (
    RECOGNIZERS,
    SERVICES,
    SPEAKERS,
    TRANSLATORS,
    WRITERS,
    ChosenEngines,
    Speaker,
    Utterance,
    choices,
    engines_with_gpu,
    readiness_of,
    weights,
)
from ..errors import StudioError
from ..languages import language_codes, profile
from ..messages import Notice, joined, plain, say
from ..picture.typeset import Typesetter, style

OLDEST_PYTHON = (3, 11)
MIN_FREE_BYTES = 2_000_000_000
NO_ENCODER = say("not in this PyAV; docs/encoders.md says which one has it")
ASKED_AT_ONCE = 8
"""Engines that are looked at at the same time: most of the time goes into waiting for servers."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at."""

    what: str
    well: bool
    found: Notice
    """What is there, or what is wrong and the next step."""


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One engine of the registries, or one encoder."""

    role: str
    name: str
    model: str
    """The one that it takes when none is named; empty: one has to be."""
    ready: bool
    state: Notice
    """`ready ...`, or the one line that would make it so."""


def engine_rows() -> tuple[EngineRow, ...]:
    """Every engine that there is, with its default model, and every encoder."""
    found = [
        (roles, name)
        for roles in (RECOGNIZERS, WRITERS, TRANSLATORS, SPEAKERS)
        for name in roles.adapters
    ]
    usual = StudioConfig()
    engines = ChosenEngines(usual)

    def row(each: tuple[Any, str]) -> EngineRow:
        roles, name = each
        choice = roles.choose(name)
        state = readiness_of(roles, choice, engines.options(choice))
        told = state.found
        if roles is WRITERS and name == usual.writer and state.ready:
            told = joined([told, engines.examined])
        return EngineRow(roles.role, name, choice.model, state.ready, told)

    with ThreadPoolExecutor(max_workers=ASKED_AT_ONCE) as threads:
        return (*threads.map(row, found), *_encoder_rows())


def _encoder_rows() -> Iterator[EngineRow]:
    here = encoders_here()
    for name, each in ENCODERS.items():
        state = (
            say("ready: {model}", model=f"{each.codec}, {each.licence}")
            if name in here
            else NO_ENCODER
        )
        yield EngineRow("encoder", name, "", name in here, state)


def examine(config: StudioConfig) -> Iterator[Row]:
    """Python, fonts, codecs, GPU, disk, and every engine that a run with `config` would use.

    Raises:
        UnknownNameError: the configuration names an engine that does not exist.
    """
    python = platform.python_version()
    oldest = ".".join(map(str, OLDEST_PYTHON))
    old = say(
        "{python}; install Python {oldest} or later, and merchant-studio with it",
        python=python,
        oldest=oldest,
    )
    new = sys.version_info >= OLDEST_PYTHON
    yield Row("python", new, plain(python) if new else old)
    yield _tried("fonts", _fonts)
    yield _tried("codecs", _codecs)
    engines = ChosenEngines(config)
    for roles, choice in choices(config):
        state = readiness_of(roles, choice, engines.options(choice))
        chooser = config.chooser(f"{roles.role}_model")
        if chooser == "default":
            chooser = config.chooser(roles.role)
        said = say(
            "{engine} ({chooser}): {found}", engine=choice.name, chooser=chooser, found=state.found
        )
        yield Row(roles.role, state.ready, said)
        if roles is WRITERS and state.ready and (choice.model or choice.name in SERVICES):
            yield _tried("exam", lambda: engines.examined)
        if roles is SPEAKERS and state.ready and choice.name not in SERVICES:
            yield _tried("voice", lambda: _voice(engines.speaker(config.speaker)))
    yield _gpu(config)
    yield _tried("encoder", lambda: _encoder(config))
    step = say("set MERCHANT_STUDIO_CACHE to a folder on another disk")
    yield _place("cache", weights.cache_dir(), step)
    yield _place(
        "results", config.out.absolute(), say("choose a folder on another disk with --out")
    )


def _tried(what: str, look: Callable[[], Notice]) -> Row:
    try:
        return Row(what, True, look())
    except (StudioError, ImportError, ValueError) as error:
        step = say("run: pip install --force-reinstall merchant-studio")
        told = (
            error.message if isinstance(error, StudioError) else joined([plain(str(error)), step])
        )
        return Row(what, False, told)


def _fonts() -> Notice:
    setter = Typesetter(style("outline"), 720, 1280)
    for code in language_codes():
        language = profile(code)
        setter.draw_caption([language.phrases.greeting[0]], language)
    return say("all {count} languages can be drawn", count=len(language_codes()))


def _codecs() -> Notice:
    import av

    av.Codec("aac", "w")
    for codec in ("h264", "hevc", "vp9", "aac", "mp3", "opus", "vorbis"):
        av.Codec(codec, "r")
    return say(
        "AAC is written; phones' recordings are read (PyAV {version})", version=av.__version__
    )


def _encoder(config: StudioConfig) -> Notice:
    """Which encoder writes the videos, and under which licence it is."""
    chosen = try_encoder(config.encoder)
    return say(
        "{engine} ({chooser}): {found}",
        engine=config.encoder,
        chooser=config.chooser("encoder"),
        found=f"{chosen.codec}, {chosen.licence}",
    )


def _voice(speaker: Speaker) -> Notice:
    voice = speaker.voices("en")[0].name
    speaker.speak(Utterance(text="Hello.", language="en", voice=voice))
    return say("{voice} can speak", voice=voice)


def _gpu(config: StudioConfig) -> Row:
    """Which engines would use one; to have none is well unless it was asked for."""
    used = engines_with_gpu()
    if used:
        return Row("gpu", True, say("used by {used}", used=" and ".join(used)))
    if config.device == "cuda":
        return Row("gpu", False, say("none that can be used; install its driver, or --device cpu"))
    return Row("gpu", True, say("none that can be used: models run on the CPU"))


def _place(what: str, folder: Path, step: Notice) -> Row:
    """Whether a folder, or the one that it would be made in, has space and may be written."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    found = say("{folder} ({free} GB free)", folder=folder, free=f"{free / 1000000000.0:.1f}")
    if not os.access(there, os.W_OK):
        return Row(what, False, say("{found} may not be written; {step}", found=found, step=step))
    if free < MIN_FREE_BYTES:
        full = say("{found} is nearly full; free some space, or {step}", found=found, step=step)
        return Row(what, False, full)
    return Row(what, True, found)
