"""Is this machine ready? One line per thing a run needs."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import weights
from .engines import RECOGNIZERS, WRITERS
from .errors import StudioError
from .languages import language_codes, profile
from .typeset import Typesetter, style

MIN_FREE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at."""

    what: str
    well: bool
    found: str


def examine() -> tuple[Row, ...]:
    """Python, fonts, codecs, weights and disk, each with what was found."""
    return tuple(_rows())


def _rows() -> Iterator[Row]:
    yield Row("python", sys.version_info >= (3, 11), platform.python_version())
    yield _tried("fonts", _fonts)
    yield _tried("encoder", _encoder)
    known = {card.id for card in weights.cards()}
    for registry in (RECOGNIZERS, WRITERS):
        for adapter in registry.adapters.values():
            if adapter.default_model in known:
                yield _tried(registry.role, lambda m=adapter.default_model: str(weights.locate(m)))  # type: ignore[misc]
    yield Row("gpu", True, _gpu())
    yield _free_space("cache", weights.cache_dir())
    yield _free_space("results", Path.cwd())


def _tried(what: str, look: Callable[[], str]) -> Row:
    try:
        return Row(what, True, look())
    except (StudioError, ImportError) as error:
        return Row(what, False, str(error))


def _fonts() -> str:
    setter = Typesetter(style("outline"), 720, 1280)
    for code in language_codes():
        language = profile(code)
        setter.draw_caption([language.phrases.greeting[0]], language)
    return f"all {len(language_codes())} languages can be drawn"


def _encoder() -> str:
    import av

    for codec in ("libx264", "aac"):
        av.Codec(codec, "w")
    return f"libx264 and aac (PyAV {av.__version__})"


def _gpu() -> str:
    """Which engines would use one; to have none is well."""
    from .engines.devices import cuda_devices
    from .engines.llama_cpp import has_gpu

    try:
        import xllamacpp

        llama = has_gpu(xllamacpp)
    except ImportError:
        llama = False
    whisper = cuda_devices() > 0
    used = [name for name, has in (("Whisper", whisper), ("llama.cpp", llama)) if has]
    return f"used by {' and '.join(used)}" if used else "none that can be used: models run on CPU"


def _free_space(what: str, folder: Path) -> Row:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    return Row(what, free >= MIN_FREE_BYTES, f"{folder} ({free / 1e9:.1f} GB free)")
