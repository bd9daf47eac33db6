import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import posestudio
from posestudio.common import resources
from posestudio.errors import PoseStudioError

HEAVY = ("torch", "PySide6", "cv2", "scipy", "av", "PIL", "pyqtgraph", "OpenGL", "numpy")
ROOT = Path(posestudio.__file__).parents[1]


def loaded_by(code):
    """Which of the heavy packages a fresh interpreter has loaded after ``code``."""
    program = f"import sys\n{code}\nsys.stderr.write(' '.join(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stderr.split()


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import posestudio") == []


@pytest.mark.parametrize(
    "arguments", [["--help"], ["lift", "--help"], ["train", "--help"], ["detect", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(arguments):
    assert loaded_by(f"from posestudio.cli import main; assert main({arguments}) == 0") == []


def test_the_body_camera_and_keypoints_need_neither_torch_nor_qt():
    code = "from posestudio import Camera, Keypoints, load_bvh, load_keypoints, to_clip, to_keypoints"
    assert not {"torch", "PySide6"} & set(loaded_by(code))


def test_drawing_a_lifted_file_needs_neither_torch_nor_qt():
    assert not {"torch", "PySide6"} & set(loaded_by("import posestudio.export.video"))


def test_the_window_is_there_before_torch_and_scipy_are():
    assert not {"torch", "scipy"} & set(loaded_by("import posestudio.app.main"))


@pytest.mark.parametrize("name", posestudio.__all__)
def test_every_public_name_is_there(name):
    assert getattr(posestudio, name) is not None
    assert name in dir(posestudio)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'lifft'"):
        posestudio.lifft  # noqa: B018


def test_a_missing_asset_is_named():
    with pytest.raises(
        PoseStudioError, match=r"nothing\.json: this file belongs to PoseStudio and is missing"
    ):
        resources.asset("nothing.json")


def test_the_wheel_holds_assets_and_weights_and_finds_them(tmp_path):
    pytest.importorskip("hatchling")
    from hatchling.build import build_wheel

    here = Path.cwd()
    os.chdir(ROOT)  # the build hook works on the current folder
    try:
        name = build_wheel(str(tmp_path))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(tmp_path / name) as wheel:
        wheel.extractall(tmp_path / "site")
    shipped = [
        path.relative_to(ROOT) for folder in ("assets", "weights") for path in (ROOT / folder).rglob("*.*")
    ]
    assert shipped
    for path in shipped:
        assert path.suffix == ".pyc" or (tmp_path / "site" / "posestudio" / path).is_file()
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from posestudio.common.resources import asset, weights_folder; print(weights_folder(), asset('README.md'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd="/"
    )
    assert done.stdout.split() == [
        str(tmp_path / "site/posestudio" / place) for place in ("weights", "assets/README.md")
    ]
