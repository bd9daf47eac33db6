import subprocess
import sys
from pathlib import Path

import pytest

import posestudio
from posestudio.common import resources
from posestudio.errors import PoseStudioError

HEAVY = ("torch", "PySide6", "cv2", "scipy", "av", "PIL", "pyqtgraph", "OpenGL", "numpy", "torch._dynamo")
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


def test_bundled_weights_are_loaded_without_torchs_compiler():
    code = "from posestudio import Detector, Lifter; Lifter.load('mlp'); Lifter.load('transformer'); Detector.load()"
    assert "torch._dynamo" not in loaded_by(code)


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
