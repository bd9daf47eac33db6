"""PyTorch, the devices that it computes on, and the lifter on the bundled example."""

from __future__ import annotations

import shutil
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from posestudio.doctor.finding import AGAIN, Finding, note, problem

GPU_BUILD = "for a PyTorch with CUDA see docs/install.md"


def computing() -> Iterator[Finding]:
    """The version of PyTorch, each device with a product of matrices computed on it, and one lift of the example."""
    import torch

    capability = torch.backends.cpu.get_cpu_capability()
    yield Finding("PyTorch", f"{torch.__version__}, {torch.get_num_threads()} threads, {capability}")
    if capability == "DEFAULT":
        yield note("Instructions", "this processor has no AVX2, with which lifts are several times faster")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        available = torch.cuda.is_available()
    if available:
        for index in range(torch.cuda.device_count()):
            yield _cuda(index)
    elif torch.version.cuda is not None and _nvidia():
        reason = " ".join(str(said[0].message).split()) if said else "PyTorch finds no device"
        yield problem("GPU", f"CUDA {torch.version.cuda}: {reason}", "update the driver of the graphics card")
    elif _nvidia():
        yield note("GPU", "there is an NVIDIA driver, and this PyTorch computes on the CPU alone", GPU_BUILD)
    elif torch.backends.mps.is_available():
        yield _device("GPU", "mps", "MPS (Apple)")
    else:
        yield Finding("GPU", "none that PyTorch can use; the processor computes")
    yield _lift()


def _nvidia() -> bool:
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def _cuda(index: int) -> Finding:
    import torch

    properties = torch.cuda.get_device_properties(index)
    free, whole = torch.cuda.mem_get_info(index)
    named = f"{properties.name}, compute capability {properties.major}.{properties.minor}"
    memory = f"{free / 1e9:.1f} of {whole / 1e9:.1f} GB free, CUDA {torch.version.cuda}"
    return _device(f"GPU {index}", f"cuda:{index}", f"{named}, {memory}")


def _device(subject: str, device: str, text: str) -> Finding:
    """Whether that device computes a product of matrices."""
    import torch

    try:
        ones = torch.ones(64, 64, device=device)
        wrong = bool(((ones @ ones) != 64).any())
    except RuntimeError as error:
        return problem(subject, f"{text}: {str(error).splitlines()[0]}", f"use --device cpu, or {GPU_BUILD}")
    if wrong:
        return problem(subject, f"{text}: computes wrongly", "use --device cpu")
    return Finding(subject, text)


def _lift() -> Finding:
    from posestudio.demo import example
    from posestudio.lifting.lifter import Lifter

    try:
        lifter = Lifter.load("mlp", device="cpu")
        begun = time.perf_counter()
        keypoints, camera = example()
        result = lifter.lift(keypoints, camera, hypotheses=4, seed=0)
        seconds, error = time.perf_counter() - begun, float(result.reprojection[0].min())
    except Exception as reason:  # whatever part of it is broken
        return problem("A lift", f"of the bundled example fails: {reason}", AGAIN)
    if not error < 20:
        return problem("A lift", f"of the bundled example is {error:.0f} pixels from its keypoints", AGAIN)
    return Finding("A lift", f"of the bundled example took {seconds:.2f} s on the processor")
