"""Paths of the files that ship with the program: ``assets/`` and ``weights/``.

They lie beside the package in a checkout, and inside it in the built wheel.
"""

from __future__ import annotations

import os
from pathlib import Path

from posestudio.errors import CheckpointError, PoseStudioError

_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / name).is_dir():
            return home / name
    raise PoseStudioError(f"{_PACKAGE.parent / name}: this folder belongs to PoseStudio and is missing")


def asset(name: str) -> Path:
    """Path of a bundled file, as ``asset("example/keypoints.json")``.

    Raises PoseStudioError when the installation lacks it.
    """
    path = _folder("assets") / name
    if not path.exists():
        raise PoseStudioError(f"{path}: this file belongs to PoseStudio and is missing")
    return path


def weights_folder() -> Path:
    """The folder of the bundled weights (``*.safetensors``).

    Raises PoseStudioError when the installation lacks it.
    """
    return _folder("weights")


def bundled_weights() -> list[str]:
    """Names of the lifter's weights that ship with the program; none where its folder is missing."""
    try:
        return sorted(path.stem for path in weights_folder().glob("*.safetensors"))
    except PoseStudioError:
        return []


def find_weights(weights: str | os.PathLike[str], detector: bool = False) -> Path:
    """Path of bundled weights by name, of a lifter or of a ``detector``, or of a weights file.

    Raises CheckpointError when there is none.
    """
    if detector:
        return _found(weights, "detectors", "detector", " that 'posestudio train-detector' wrote")
    return _found(weights, "", "weights", "")


def find_motion_weights(weights: str | os.PathLike[str]) -> Path:
    """Path of bundled weights of a motion denoiser by name, or of a weights file. Raises CheckpointError when there
    is none."""
    return _found(weights, "motion", "motion denoiser", " that 'posestudio train-motion' wrote")


def find_hand_weights(weights: str | os.PathLike[str]) -> Path:
    """Path of bundled weights of a lifter's student by name, or of a weights file. Raises CheckpointError when there
    is none."""
    return _found(weights, "hand", "student", " that 'posestudio distil' wrote")


def _found(weights: str | os.PathLike[str], subfolder: str, kind: str, source: str) -> Path:
    path = Path(weights)
    if path.is_file():  # a folder may have the name of bundled weights
        return path
    if path.suffix.lower() == ".safetensors":
        raise CheckpointError(f"{path}: no such weights file")
    folder = weights_folder() / subfolder
    bundled = {file.stem: file for file in sorted(folder.glob("*.safetensors"))}
    if str(weights) in bundled:
        return bundled[str(weights)]
    raise CheckpointError(
        f"no {kind} named {str(weights)!r}; bundled are: {', '.join(bundled) or 'none'}; or give a .safetensors"
        f" file{source}"
    )
