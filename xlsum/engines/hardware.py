"""What this machine computes on: devices, number types and threads, chosen or checked."""

from __future__ import annotations

import os

from xlsum.errors import UsageError

# Cheapest first. T5 and mT5 overflow in float16 (NaN), so they take bfloat16 on a GPU.
_GPU_TYPES = ("int8_float16", "float16", "int8_bfloat16", "bfloat16", "int8_float32", "float32")
_GPU_TYPES_OF_T5 = ("int8_bfloat16", "bfloat16", "int8_float32", "float32")
_CPU_TYPES = ("int8", "int8_float32", "float32")


def choose_device(device: str) -> str:
    """ "cpu" or "cuda"; "auto" takes a GPU where CTranslate2 sees one. Raises UsageError."""
    if device not in {"auto", "cpu", "cuda"}:
        raise UsageError(f"unknown device {device!r}: auto, cpu or cuda")
    seen = "cuda" in available_devices()
    if device == "cuda" and not seen:
        raise UsageError("no CUDA device was found: use --device cpu or auto")
    return "cuda" if seen and device != "cpu" else "cpu"


def choose_compute_type(compute_type: str, device: str, architecture: str) -> str:
    """The cheapest safe type that the machine supports, or the one asked for. Raises UsageError."""
    supported = supported_compute_types(device)
    if compute_type != "auto":
        if compute_type not in supported:
            raise UsageError(f"compute type {compute_type!r} is not supported here: {', '.join(sorted(supported))}")
        return compute_type
    of_gpu = _GPU_TYPES_OF_T5 if architecture in {"t5", "mt5"} else _GPU_TYPES
    return next(wanted for wanted in (of_gpu if device == "cuda" else _CPU_TYPES) if wanted in supported)


def available_devices() -> list[str]:
    """ "cpu", and "cuda" where CTranslate2 sees a GPU."""
    import ctranslate2

    return ["cpu", "cuda"] if ctranslate2.get_cuda_device_count() > 0 else ["cpu"]


def supported_compute_types(device: str) -> set[str]:
    """What CTranslate2 can compute in on this machine's "cpu" or "cuda"."""
    import ctranslate2

    return set(ctranslate2.get_supported_compute_types(device))


def available_threads() -> int:
    """The CPUs that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
