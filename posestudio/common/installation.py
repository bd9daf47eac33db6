"""How this program was installed, and the command that adds an extra to that installation."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


class Kind(StrEnum):
    """What holds the program: a folder without Python beside it, an environment of pipx or of ``uv tool``, a clone of
    the repository, or any other environment."""

    bundle = "bundle"
    pipx = "pipx"
    uv = "uv tool"
    checkout = "checkout"
    pip = "pip"


def kind() -> Kind:
    """How this program was installed. pipx and uv each leave a file in the environments that they make."""
    if getattr(sys, "frozen", False):
        return Kind.bundle
    for name, found in (("pipx_metadata.json", Kind.pipx), ("uv-receipt.toml", Kind.uv)):
        if (Path(sys.prefix) / name).is_file():
            return found
    return Kind.checkout if (PACKAGE.parent / "pyproject.toml").is_file() else Kind.pip


def requirements(extra: str) -> list[str]:
    """The names of the packages that an extra consists of, such as ``["ray[data]", "pyarrow", "fsspec"]``; none where
    the installation does not say."""
    try:
        lines = metadata.requires("posestudio") or []
    except metadata.PackageNotFoundError:
        return []
    of_extra = [line for line in lines if re.search(rf"""extra == ["']{re.escape(extra)}["']""", line)]
    return [re.split(r"[\s;<>=!~]", line, maxsplit=1)[0] for line in of_extra]


def how_to_add(extra: str) -> str:
    """The command that adds an extra to this installation; for a bundle, which takes none, what to do instead."""
    packages = " ".join(f"'{name}'" if "[" in name else name for name in requirements(extra))
    found = kind()
    if found is Kind.pipx and packages:
        return f"pipx inject posestudio {packages}"
    if found is Kind.uv and packages:
        # Not 'uv tool install --with', which would choose PyTorch anew: gigabytes of CUDA for a build without.
        return f"uv pip install --python {sys.executable} {packages}"
    if found is Kind.bundle:
        return f"this build has no extras; in an installation with Python: pip install 'posestudio[{extra}]'"
    return f"pip install 'posestudio[{extra}]'"
