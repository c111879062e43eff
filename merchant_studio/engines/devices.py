"""Chooses GPU or CPU, and float16 or int8, by what this machine has."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Bytes that the programs of a Linux container may take, or `max`."""
_CORES = Path("/sys/devices/system/cpu")


def cuda_devices() -> int:
    """How many GPUs CTranslate2 can use; 0 where its build or the driver cannot."""
    if find_spec("ctranslate2") is None:
        return 0
    import ctranslate2

    return int(ctranslate2.get_cuda_device_count())


def physical_cores(cores: Path = _CORES) -> int:
    """Cores that this process may use, the two threads of one counted once; all threads where the
    system does not tell: 8 on a laptop with 8 cores and 16 threads.

    The weights come from memory, which one thread of a core waits for as well as two.
    """
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    told = [cores / f"cpu{n}" / "topology" / "thread_siblings_list" for n in sorted(usable)]
    try:
        return len({file.read_text("ascii") for file in told}) or os.cpu_count() or 1
    except OSError:
        return len(usable)


def engines_with_gpu() -> tuple[str, ...]:
    """The engines, by name, that would use a GPU of this machine."""
    from .llama_cpp import has_gpu
    from .transformers import sees_gpu

    try:
        import xllamacpp

        llama = has_gpu(xllamacpp)
    except ImportError:
        llama = False
    looked = (("Whisper", cuda_devices() > 0), ("llama.cpp", llama), ("transformers", sees_gpu()))
    return tuple(name for name, has in looked if has)


def memory_bytes() -> tuple[int, int]:
    """Bytes of this machine's memory, and of the largest GPU that llama.cpp can use (0: none)."""
    import xllamacpp

    kinds = xllamacpp.ggml_backend_dev_type
    found = xllamacpp.get_device_info()
    own = [one for one in found if one["type"] == kinds.GGML_BACKEND_DEVICE_TYPE_CPU]
    gpus = [one for one in found if one["type"] == kinds.GGML_BACKEND_DEVICE_TYPE_GPU]
    memory, gpu = (max((one["memory_total"] for one in some), default=0) for some in (own, gpus))
    try:  # a container may be allowed less than the machine has
        return min(memory, int(CONTAINER_LIMIT.read_text())), gpu
    except (OSError, ValueError):
        return memory, gpu


def place(device: str, precision: str) -> tuple[str, str]:
    """The device and number format of a CTranslate2 model: a GPU and float16, else int8."""
    if device == "auto":
        device = "cuda" if cuda_devices() else "cpu"
    usual = "float16" if device == "cuda" else "int8"
    return device, usual if precision == "auto" else precision
