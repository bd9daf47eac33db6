"""What the program is and how it was installed, and which extras are there."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec

from posestudio.common.installation import PACKAGE, Kind, how_to_add, kind
from posestudio.common.version import __version__
from posestudio.doctor.finding import Finding, note

EXTRAS = {
    "heic": ("pillow_heif", "pillow-heif", "HEIC pictures"),
    "onnx": ("onnxruntime", "onnxruntime", "pose models in ONNX files, faster than with OpenCV"),
    "tensorboard": ("tensorboard", "tensorboard", "curves of a training in TensorBoard"),
    "parquet": ("pyarrow", "pyarrow", "keypoints in Parquet files"),
    "ray": ("ray", "ray", "archives on several machines"),
    "usd": ("pxr", "usd-core", "USD files"),
    "rerun": ("rerun", "rerun-sdk", "rerun recordings"),
}
"""{extra: (its module, the name of its package, what it is for)}"""


def program() -> Iterator[Finding]:
    """Versions of the program, of Python and of the system."""
    places = {Kind.bundle: sys.executable, Kind.checkout: PACKAGE.parent}
    yield Finding("PoseStudio", f"{__version__}, {kind()}, {places.get(kind(), sys.prefix)}")
    bits = 64 if sys.maxsize > 2**32 else 32
    yield Finding("Python", f"{platform.python_version()} ({platform.python_implementation()}, {bits} bit)")
    yield Finding("System", _system())
    variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if _matters(name)]
    if variables:
        yield Finding("Environment", " ".join(variables))


def _matters(name: str) -> bool:
    """Whether an environment variable changes how the program runs."""
    return name.startswith(("QT_", "LIBGL_", "MESA_", "CUDA_", "OMP_NUM", "POSESTUDIO_", "PYTORCH_"))


def _system() -> str:
    words = platform.platform()
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {words}"
    except (OSError, KeyError):
        return words


def extras() -> Iterator[Finding]:
    """Which extras are installed, and how to install the others."""
    missing = []
    for name, (module, package, purpose) in EXTRAS.items():
        if find_spec(module) is not None:
            yield Finding(f"Extra {name}", f"{package} {_version(package)} ({purpose})")
        elif kind() is Kind.bundle:
            missing.append(f"{name} ({purpose})")
        else:
            yield note(f"Extra {name}", f"not installed ({purpose})", how_to_add(name))
    if missing:
        yield note(
            "Extras",
            f"not in a bundle: {', '.join(missing)}",
            "install PoseStudio by pip, pipx or uv for these",
        )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # a bundle has modules without their metadata
        return "there"
