"""Finishes the folder that PyInstaller made: libraries without symbols, licences, an entry for the menus of Linux.

Usage: python packaging/bundle/finish.py FOLDER
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
STRIPPED = ("torch", "av", "scipy", "numpy", "PIL", "kiwisolver", "pillow_heif", "python3.11", "libpython*")
"""Whose libraries have symbols for debuggers. Those of the folders ``*.libs`` were moved by patchelf, after which
``strip`` can damage them."""
BUILD_TOOLS = {"pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph"}


def strip(folder: Path) -> None:
    """Remove the symbols that only debuggers read."""
    if sys.platform != "linux" or shutil.which("strip") is None:
        return
    for name in STRIPPED:
        for place in folder.glob(name):
            files = place.rglob("*.so*") if place.is_dir() else [place]
            for file in files:
                if file.is_file() and not file.is_symlink():
                    subprocess.run(["strip", "--strip-unneeded", file], check=True)


def licences(folder: Path) -> None:
    """Copy the licences of all packages, which their terms ask for."""
    for package in metadata.distributions():
        if package.name.lower() in BUILD_TOOLS:
            continue
        for file in package.files or []:
            if ".dist-info" in file.parts[0] and file.name.upper().startswith(("LICEN", "COPYING", "NOTICE")):
                target = folder / package.name / "_".join(file.parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)


def main(folder: Path) -> None:
    """Finish the bundle in ``folder`` and print its size."""
    strip(folder / "_internal")
    licences(folder / "licences")
    for file in ("LICENSE", "WEIGHTS-LICENSE", "NOTICE"):
        shutil.copy(HERE.parents[1] / file, folder)
    if sys.platform == "linux":
        for file in ("posestudio.svg", "posestudio.desktop", "add-to-menu"):
            shutil.copy(HERE / file, folder)
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files)
    print(f"{folder}: {size / 1e6:.0f} MB in {len(files)} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
