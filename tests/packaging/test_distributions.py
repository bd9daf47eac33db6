"""What is in the wheel and in the sdist, and that the program in a wheel finds its files."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST = {"weights": 18e6, "": 0.2e6}
"""Bytes of the largest file among the weights, and of any other."""

pytest.importorskip("hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, unpacked."""
    from hatchling.build import build_wheel

    folder = tmp_path_factory.mktemp("wheel")
    here = Path.cwd()
    os.chdir(ROOT)  # the build works on the current folder
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(folder / name) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def files(folder):
    """Paths below ``folder``, without caches."""
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_is_the_package_its_files_and_licences_and_nothing_else(wheel):
    found = files(wheel)
    info = {path for path in found if path.parts[0].endswith(".dist-info")}
    ours = {Path("posestudio") / path for path in files(ROOT / "posestudio")}
    for name in ("assets", "weights"):
        ours |= {Path("posestudio", name) / path for path in files(ROOT / name)}
    assert found - info == ours
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {path.name for path in info} >= {"METADATA", "entry_points.txt", *project["license-files"]}
    for path in found:
        assert (wheel / path).stat().st_size < LARGEST["weights" if "weights" in path.parts else ""], path


def test_the_program_in_the_wheel_finds_its_files(wheel):
    code = (
        f"import sys; sys.path.insert(0, {str(wheel)!r})\n"
        "from posestudio.common.resources import asset, weights_folder; print(weights_folder(), asset('README.md'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd="/"
    )
    assert done.stdout.split() == [
        str(wheel / "posestudio" / name) for name in ("weights", "assets/README.md")
    ]


def test_the_sdist_has_everything_that_the_same_wheel_is_built_from():
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    source, wheel = (
        {os.path.relpath(file.path, ROOT) for file in builder(str(ROOT)).recurse_included_files()}
        for builder in (SdistBuilder, WheelBuilder)
    )
    assert wheel and wheel <= source
    needed = {"LICENSE", "Makefile", "requirements.lock", "tools/setup"}
    assert needed | {"tests/packaging/test_distributions.py"} <= source
    for name in source - wheel:
        assert not name.startswith((".", "dist/", "build/", "docs/images/")), name
