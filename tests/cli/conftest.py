import pytest

from posestudio import cli
from posestudio.geometry.camera_files import save_camera
from posestudio.keypoints import save_keypoints
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command in an empty folder; (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def lifter(monkeypatch):
    """The fake lifter in place of every trained one; collects what it was loaded with."""
    import posestudio.lifting.lifter

    loaded = []

    def load(weights="mlp", device="auto"):
        loaded.append((weights, str(device)))
        return FakeLifter()

    monkeypatch.setattr(posestudio.lifting.lifter.Lifter, "load", load)
    return loaded


@pytest.fixture
def keypoints(tmp_path):
    save_keypoints(tmp_path / "keypoints.json", [standing_keypoints(people=2)])
    save_camera(tmp_path / "camera.json", CAMERA)
    return tmp_path / "keypoints.json"


@pytest.fixture
def lift_options(lifter, monkeypatch):
    """The options that each call of the fake lifter's ``lift`` got."""
    options = []
    real = FakeLifter.lift
    monkeypatch.setattr(
        FakeLifter, "lift", lambda self, *a, **given: (options.append(given), real(self, *a, **given))[1]
    )
    return options


@pytest.fixture
def motion_options(lifter, monkeypatch):
    """The frames and options that each call of the fake lifter's ``lift_motion`` got."""
    options = []
    real = FakeLifter.lift_motion

    def lift_motion(self, frames, camera=None, fps=30.0, **given):
        options.append({"frames": frames, "camera": camera, "fps": fps} | given)
        return real(self, frames, camera, fps, **given)

    monkeypatch.setattr(FakeLifter, "lift_motion", lift_motion)
    return options
