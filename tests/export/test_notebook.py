import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

import posestudio
from posestudio.detection.detected import Detected, nobody
from posestudio.keypoints import Keypoints
from tests.fakes import CAMERA, FakeLifter, lifted_frames, make_sequence, standing_keypoints


def detected():
    points = standing_keypoints().points
    return Detected(points, np.ones((1, 17)), np.array([[10, 10, 90, 90]]), CAMERA.size, np.zeros((1, 2, 3)))


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda: lifted_frames(people=2, trajectory=True)[0],
            "<Lifted: 2 people, 3 poses each, 1.0 px from the keypoints, camera 640 x 360 px, weights fake,"
            " 4 denoising steps>",
        ),
        (
            lambda: FakeLifter().lift_motion([standing_keypoints()] * 3, CAMERA, hypotheses=2)[0],
            "<LiftedMotion: person 1, 3 frames at 30 fps, 2 motions, 1.0 px from the keypoints,"
            " camera 640 x 360 px, weights fake>",
        ),
        (
            lambda: make_sequence(frames=2, hypotheses=1),
            "<LiftedSequence: 2 frames at 30 fps, 1 person, 1 pose each, 1.0 px from the keypoints,"
            " camera 640 x 360 px, weights fake>",
        ),
    ],
)
def test_poses_show_themselves_as_a_figure_a_picture_and_a_line(make, line):
    result = make()
    assert repr(result) == line
    bundle = result._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"} and bundle["text/plain"] == line
    assert Image.open(BytesIO(bundle["image/png"])).size == (960, 460)
    assert "<iframe" in bundle["text/html"] and "srcdoc=" in bundle["text/html"]
    page = posestudio.figure(result)
    assert set(page._repr_mimebundle_()) == set(bundle) and "Figure of Lifted" in repr(page)


def test_keypoints_show_themselves_as_a_picture_and_a_line():
    keypoints = standing_keypoints(2).with_visibility(0, 3, 0)
    assert repr(keypoints) == "<Keypoints: 2 people, 33 of 34 points, in 640 x 360 px>"
    assert repr(detected()) == "<Detected: 1 person, sure by 100 %, in 640 x 360 px>"
    for shown in (keypoints, detected(), Keypoints(keypoints.points)):
        bundle = shown._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "image/png"}
        assert np.asarray(Image.open(BytesIO(bundle["image/png"])).convert("RGB")).std() > 1


def test_where_nobody_is_a_line_is_shown():
    empty = Keypoints(np.zeros((0, 17, 2)), size=(64, 36))
    for shown in (empty, nobody((64, 36)), FakeLifter().lift(empty)):
        assert list(shown._repr_mimebundle_()) == ["text/plain"]
        assert "0 people" in repr(shown)


def test_what_draws_is_loaded_when_something_is_shown():
    code = (
        "import posestudio.lifting.result, posestudio.lifting.sequence, sys; from posestudio import Keypoints;"
        "k = Keypoints([[1, 2]] * 17, size=(9, 9)); repr(k);"
        "before = 'posestudio.export.notebook' in sys.modules, 'cv2' in sys.modules;"
        "assert 'image/png' in k._repr_mimebundle_(); print(before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(False, False)\n"
