from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera
from tests.geometry.cameras import cameras, in_front_of, points_in_space, quick, valid


def test_a_picture_of_the_same_shape_has_the_same_rays():
    camera = Camera.from_json(valid())
    smaller = camera.for_picture((640, 360))
    pixels = np.random.default_rng(0).random((50, 2)) * (1280, 720)
    np.testing.assert_allclose(smaller.rays(pixels / 2), camera.rays(pixels), atol=1e-9)
    assert smaller.size == (640, 360) and any("1280 x 720" in said for said in smaller.remarks())
    assert camera.for_picture((1280, 720)) is camera
    assert camera.for_picture((1366, 768)).size == (1366, 768)  # the same shape but for rounding
    for other in ((720, 1280), (640, 480), (1280, 960)):
        with pytest.raises(CameraError, match="aspect ratio"):
            camera.for_picture(other)


@pytest.mark.parametrize("field", ["K", "R", "t", "dist"])
def test_equal_cameras_have_equal_hashes(field):
    content = valid()
    zeros = {
        "K": [[800, 0.0, 0.0], [0, 800, 0.0], [0, 0, 1]],
        "R": [[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]],
        "t": [0.0, 1.0, 4.0],
        "dist": [0.1, 0.0, 0.0, 0.0, 0.0],
    }[field]
    negative = np.where(np.array(zeros) == 0, -0.0, zeros)
    if field == "K":
        negative[2, 2], negative[1, 0] = 1, 0.0
    one, other = (Camera.from_json(content | {field: value}) for value in (zeros, negative.tolist()))
    assert one == other and len({one, other}) == 1


@quick
@given(cameras(), st.integers(0, 2**32 - 1))
def test_world_and_camera_axes_are_inverse(camera, seed):
    points = in_front_of(camera, seed)
    np.testing.assert_allclose(camera.to_world(camera.to_camera(points)), points, atol=1e-9)
    np.testing.assert_allclose(camera.to_camera(camera.position), 0, atol=1e-9)


@quick
@given(points_in_space, points_in_space, st.floats(-180, 180), st.floats(5, 150))
def test_look_at_puts_the_target_at_the_principal_point(position, target, roll, fov):
    if np.linalg.norm(np.subtract(position, target)) < 1e-3:
        return
    camera = Camera.look_at(position, target, fov, (1280, 720), roll)
    np.testing.assert_allclose(camera.project(target), (640, 360), atol=1e-6)
    np.testing.assert_allclose(camera.position, position, atol=1e-9)
    assert camera.fov == pytest.approx(fov)


def test_look_at_is_level_and_the_persons_left_is_on_the_right():
    camera = Camera.look_at((0, 1, 4), (0, 1, 0), 50, (1280, 720))
    left, above = camera.project([[0.5, 1, 0], [0, 1.5, 0]])
    assert left[0] > 640 and left[1] == pytest.approx(360)
    assert above[1] < 360 and above[0] == pytest.approx(640)


def test_fov_is_vertical():
    camera = Camera.look_at((0, 0, 2), (0, 0, 0), 60, (1280, 720))
    assert camera.project((0, 2 * math.tan(math.radians(30)), 0))[1] == pytest.approx(0)


def test_roll_turns_the_camera_clockwise():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0), 50, (1280, 720), roll=90)
    assert camera.project((0, 1, 0))[0] < 640  # what was above is now on the left


@pytest.mark.parametrize("height", [5, -5])
def test_looking_straight_up_or_down_is_defined(height):
    camera = Camera.look_at((0, height, 0), (0, 0, 0), 50, (100, 100))
    right = camera.project((1, 0, 0))
    assert right[0] > 50 and right[1] == pytest.approx(50)


def test_behind_the_camera_is_nan():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0))
    pixels = camera.project([[0, 0, 0], [0, 0, 4], [0, 0, 5], [np.nan] * 3])
    assert np.isfinite(pixels[0]).all() and np.isnan(pixels[1:]).all()


def test_shapes_and_types_are_kept():
    camera = Camera.from_json(valid())
    points = np.zeros((2, 3, 17, 3), np.float32)
    assert camera.project(points).shape == (2, 3, 17, 2)
    assert camera.project(points).dtype == camera.to_world(points).dtype == np.float32
    assert camera.rays(np.zeros((4, 2))).dtype == np.float64
    assert camera.project(np.zeros((0, 3))).shape == (0, 2)


@pytest.mark.parametrize("points", [1.0, [1, 2], [[1, 2, 3, 4]], [["a", "b", "c"]]])
def test_points_of_another_shape_are_refused(points):
    with pytest.raises(CameraError, match="expected numbers"):
        Camera.default((10, 10)).project(points)


def test_the_default_camera_is_level_centred_and_says_that_it_is_assumed():
    camera = Camera.default((640, 480))
    assert camera.assumed and camera.fov == pytest.approx(50) and camera.distortion is None
    np.testing.assert_array_equal(camera.K[:2, 2], (320, 240))
    np.testing.assert_allclose(camera.R, np.diag([1, -1, -1]))
    assert not camera.with_fov(40).assumed
    assert not Camera.look_at((0, 0, 1), (0, 0, 0)).assumed


def test_moving_goes_along_the_cameras_own_axes():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0))
    np.testing.assert_allclose(camera.moved((0.5, 0.25, 1)).position, (0.5, -0.25, 3))


def test_zooming_keeps_principal_point_and_pixel_shape():
    camera = Camera([[800, 0, 300], [0, 400, 200], [0, 0, 1]], np.eye(3), np.zeros(3), (640, 480))
    zoomed = camera.with_fov(20)
    assert zoomed.fov == pytest.approx(20)
    assert zoomed.K[0, 0] / zoomed.K[1, 1] == pytest.approx(2)
    np.testing.assert_array_equal(zoomed.K[:2, 2], (300, 200))


def test_a_camera_is_a_value():
    camera, same = Camera.from_json(valid()), Camera.from_json(valid())
    assert camera == same and hash(camera) == hash(same)
    assert camera != camera.with_fov(20) and camera != "camera"
    with pytest.raises(ValueError, match="read-only"):
        camera.K[0, 0] = 1


@pytest.mark.parametrize(
    "arguments",
    [
        {"target": (0, 0, 4)},
        {"target": (0, 0)},
        {"position": (0, math.nan, 4)},
        {"fov": 0},
        {"fov": 180},
        {"fov": math.nan},
        {"roll": "left"},
        {"size": (0, 10)},
        {"size": 10},
    ],
)
def test_look_at_refuses_what_no_camera_can_be(arguments):
    with pytest.raises(CameraError, match="expected"):
        Camera.look_at(**({"position": (0, 0, 4), "target": (0, 0, 0)} | arguments))


def test_nothing_heavy_is_imported():
    script = (
        "import sys, posestudio.geometry.camera_files, posestudio.keypoints\n"
        "sys.exit(bool({'torch', 'cv2', 'scipy', 'PySide6'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@quick
@given(st.floats(-1e-6, 1e-6), st.floats(-1e-6, 1e-6), st.sampled_from([-1.0, 1.0]))
def test_looking_nearly_straight_up_or_down_still_sees_the_target_in_the_middle(x, z, up):
    camera = Camera.look_at((0.0, 0.0, 1.0), (x, up, 1.0 + z), 5.0, (1280, 720))
    np.testing.assert_allclose(camera.project((x, up, 1.0 + z)), (640, 360), atol=1e-6)
    np.testing.assert_allclose(camera.R @ camera.R.T, np.eye(3), atol=1e-12)
