"""Where the files that ship with the program are: ``assets/`` and ``weights/``.

They lie beside the package in a checkout, and inside it in the built wheel.
"""

from __future__ import annotations

from pathlib import Path

from posestudio.errors import PoseStudioError

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
    """Names of the weights that ship with the program."""
    try:
        return sorted(path.stem for path in weights_folder().glob("*.safetensors"))
    except PoseStudioError:
        return []
