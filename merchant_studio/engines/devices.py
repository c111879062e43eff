"""Chooses GPU or CPU, and float16 or int8, by what this machine has."""

from __future__ import annotations

from importlib.util import find_spec


def cuda_devices() -> int:
    """How many GPUs CTranslate2 can use; 0 where its build or the driver cannot."""
    if find_spec("ctranslate2") is None:
        return 0
    import ctranslate2

    return int(ctranslate2.get_cuda_device_count())


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


def place(device: str, precision: str) -> tuple[str, str]:
    """The device and number format of a CTranslate2 model: a GPU and float16, else int8."""
    if device == "auto":
        device = "cuda" if cuda_devices() else "cpu"
    usual = "float16" if device == "cuda" else "int8"
    return device, usual if precision == "auto" else precision
