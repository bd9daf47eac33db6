from __future__ import annotations

import json
import math
import subprocess
import sys

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera, load_camera, save_camera

LENS = (-0.21, 0.06, 0.0012, -0.0017, 0.008)

quick = settings(max_examples=40, deadline=None)
place = st.tuples(*[st.floats(-20, 20)] * 3)


@st.composite
def cameras(draw) -> Camera:
    position = np.array(draw(place))
    direction = np.array(draw(place.filter(lambda p: np.linalg.norm(p) > 0.1)))
    size = draw(st.tuples(st.integers(16, 4000), st.integers(16, 4000)))
    return Camera.look_at(
        position, position + direction, draw(st.floats(10, 120)), size, draw(st.floats(-180, 180))
    )


def in_front_of(camera: Camera, seed: int, count: int = 20) -> np.ndarray:
    """World points (count, 3) spread over a little more than the camera's picture."""
    random = np.random.default_rng(seed)
    rays = camera.rays((random.random((count, 2)) * 1.1 - 0.05) * camera.size)
    depth = random.uniform(0.5, 20, (count, 1))
    return camera.to_world(np.concatenate([rays * depth, depth], axis=1))


def valid() -> dict:
    return Camera.look_at((0, 1.2, 4), (0, 1, 0), 50, (1280, 720)).to_json() | {"dist": list(LENS)}


@quick
@given(cameras(), st.integers(0, 2**32 - 1), st.sampled_from([None, LENS]))
def test_projection_is_opencvs(camera, seed, lens):
    points = in_front_of(camera, seed)
    camera = Camera(camera.K, camera.R, camera.t, camera.size, lens)
    # The matrix itself goes in: cv2.Rodrigues is only good to 1e-6 near half turns.
    expected, _ = cv2.projectPoints(points, camera.R, camera.t, camera.K, np.array(lens or [0.0] * 5))
    np.testing.assert_allclose(camera.project(points), expected[:, 0], rtol=1e-6, atol=1e-5)


def test_rays_are_opencvs_undistorted_points():
    camera = Camera.from_json(valid())
    pixels = np.random.default_rng(1).random((200, 2)) * camera.size
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 200, 1e-12)
    expected = cv2.undistortPoints(pixels, camera.K, np.array(LENS), criteria=criteria)[:, 0]
    np.testing.assert_allclose(camera.rays(pixels), expected, atol=1e-7)


@quick
@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.floats(-0.2, 0.3), st.floats(0, 0.1), *[st.floats(-0.01, 0.01)] * 3),
)
def test_a_ray_goes_back_through_its_pixel(seed, lens):
    camera = Camera.look_at((1, 2, 5), (0, 1, 0), 45, (1280, 720), roll=12)
    camera = Camera(camera.K, camera.R, camera.t, camera.size, lens)
    points = in_front_of(camera, seed)
    view = camera.to_camera(points)
    np.testing.assert_allclose(camera.rays(camera.project(points)), view[:, :2] / view[:, 2:], atol=1e-6)


RATIONAL = (-0.1, 0.02, 0.001, -0.001, 0.01, 0.05, 0.01, 0.002)
PRISM = (*RATIONAL, 0.002, -0.001, 0.001, 0.0005)
FISHEYE = (-0.02, 0.01, -0.003, 0.0005)


@pytest.mark.parametrize("lens", [RATIONAL, PRISM])
def test_longer_lens_models_are_opencvs_both_ways(lens):
    camera = Camera.look_at((1, 2, 5), (0, 1, 0), 60, (1280, 720))
    points = in_front_of(camera, 3)
    camera = Camera(camera.K, camera.R, camera.t, camera.size, lens)
    expected, _ = cv2.projectPoints(points, camera.R, camera.t, camera.K, np.array(lens))
    np.testing.assert_allclose(camera.project(points), expected[:, 0], rtol=1e-6, atol=1e-5)
    view = camera.to_camera(points)
    np.testing.assert_allclose(camera.rays(camera.project(points)), view[:, :2] / view[:, 2:], atol=1e-6)
    assert Camera.from_json(json.loads(json.dumps(camera.to_json()))) == camera


@quick
@given(
    st.integers(0, 2**32 - 1),
    st.tuples(st.floats(-0.05, 0.2), *[st.floats(-0.01, 0.01)] * 3),
    st.sampled_from([0.0, 85.0]),
)
def test_fisheyes_are_opencvs_both_ways(seed, lens, aside):
    random = np.random.default_rng(seed)
    camera = Camera(
        [[400, 0, 640], [0, 410, 360], [0, 0, 1]], np.eye(3), (0, 0, 0), (1280, 720), lens, model="fisheye"
    )
    angle, turn = np.radians(random.uniform(max(aside - 60, 0), max(aside, 60), 50)), random.uniform(0, 7, 50)
    rays = np.stack([np.cos(turn), np.sin(turn)], -1) * np.tan(angle)[:, None]
    points = np.concatenate([rays, np.ones((50, 1))], -1) * random.uniform(0.5, 9, (50, 1))
    seen = camera.project(points)
    shown = np.isfinite(seen).all(-1)  # beyond its turn the model shows nothing
    expected = cv2.fisheye.projectPoints(points[:, None], np.zeros(3), np.zeros(3), camera.K, np.array(lens))[
        0
    ][:, 0]
    np.testing.assert_allclose(seen[shown], expected[shown], atol=1e-6)
    np.testing.assert_allclose(camera.rays(seen)[shown], rays[shown], rtol=1e-5, atol=1e-7)
    assert shown[angle < math.radians(60)].all()
    assert Camera.from_json(json.loads(json.dumps(camera.to_json()))) == camera


def test_beyond_a_fisheye_s_picture_there_are_no_rays():
    camera = Camera(
        [[400, 0, 640], [0, 400, 360], [0, 0, 1]], np.eye(3), (0, 0, 0), (1280, 720), model="fisheye"
    )
    rays = camera.rays([[640, 360], [640 + 400, 360], [640 + 700, 360]])
    np.testing.assert_allclose(rays[:2], [[0, 0], [math.tan(1), 0]], atol=1e-9)
    assert np.isnan(rays[2]).all()


def test_a_camera_without_a_pose_is_level_and_says_so(tmp_path):
    content = {name: value for name, value in valid().items() if name not in ("R", "t")}
    (tmp_path / "k.json").write_text(json.dumps(content))
    camera = load_camera(tmp_path / "k.json")
    np.testing.assert_allclose(camera.R, np.diag([1, -1, -1]))
    assert camera.pose_assumed and not camera.assumed and any("level" in said for said in camera.said())
    assert Camera.from_json(json.loads(json.dumps(camera.to_json()))) == camera
    for moved in (camera.moved((0, 0, 1)), camera.orbited((0, 1, 0), 10, 0)):
        assert not moved.pose_assumed and not moved.said()


@pytest.mark.parametrize("t", [(0, 0, 0), (0, 0, 5), (0.1, 0, 0)])
def test_a_pose_that_turns_nothing_is_none(tmp_path, t):
    (tmp_path / "i.json").write_text(json.dumps(valid() | {"R": np.eye(3).tolist(), "t": t}))
    camera = load_camera(tmp_path / "i.json")
    assert camera.pose_assumed and camera.R[1, 1] == -1


def test_an_unlikely_pose_is_kept_and_said(tmp_path):
    for change in ({"t": [0, 890, 4208]}, {"R": Camera.look_at((0, 1, 4), (0, 1, 0), roll=170).R.tolist()}):
        (tmp_path / "c.json").write_text(json.dumps(valid() | change))
        camera = load_camera(tmp_path / "c.json")
        assert camera == Camera.from_json(valid() | change) and "expected" in camera.said()[0]
    (tmp_path / "c.json").write_text(json.dumps(valid()))
    assert load_camera(tmp_path / "c.json").said() == ()


def test_a_picture_of_the_same_shape_has_the_same_rays():
    camera = Camera.from_json(valid())
    smaller = camera.for_picture((640, 360))
    pixels = np.random.default_rng(0).random((50, 2)) * (1280, 720)
    np.testing.assert_allclose(smaller.rays(pixels / 2), camera.rays(pixels), atol=1e-9)
    assert smaller.size == (640, 360) and any("1280 x 720" in said for said in smaller.said())
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


def test_a_pixel_that_the_lens_never_reaches_has_no_ray():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0), 90, (1000, 1000))
    camera = Camera(camera.K, camera.R, camera.t, camera.size, (-0.4, 0, 0, 0, 0))
    rays = camera.rays([[500, 500], [5000, 5000]])
    np.testing.assert_array_equal(rays[0], 0)
    assert np.isnan(rays[1]).all()


@quick
@given(cameras(), st.integers(0, 2**32 - 1))
def test_world_and_camera_axes_are_inverse(camera, seed):
    points = in_front_of(camera, seed)
    np.testing.assert_allclose(camera.to_world(camera.to_camera(points)), points, atol=1e-9)
    np.testing.assert_allclose(camera.to_camera(camera.position), 0, atol=1e-9)


@quick
@given(place, place, st.floats(-180, 180), st.floats(5, 150))
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


@quick
@given(cameras(), place, st.floats(-360, 360), st.floats(-200, 200))
def test_orbiting_keeps_the_target_in_place_and_the_horizon_upright(camera, target, yaw, pitch):
    level = Camera.look_at(camera.position, camera.position + camera.R[2], camera.fov, camera.size)
    orbited = level.orbited(target, yaw, pitch)
    np.testing.assert_allclose(orbited.to_camera(target), level.to_camera(target), atol=1e-6)
    assert orbited.R[0, 1] == pytest.approx(0, abs=1e-6)  # level
    assert orbited.R[1, 1] <= 1e-6  # not upside down


def test_orbiting_stops_at_the_pole_and_comes_back_from_it():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0))
    above = camera.orbited((0, 0, 0), 0, 200)
    np.testing.assert_allclose(above.position, (0, 4, 0), atol=1e-6)
    np.testing.assert_allclose(above.orbited((0, 0, 0), 90, 0).position, (0, 4, 0), atol=1e-6)
    back = above.orbited((0, 0, 0), 90, -90)
    np.testing.assert_allclose(back.position, (4, 0, 0), atol=1e-6)


def test_orbit_directions():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0))
    np.testing.assert_allclose(camera.orbited((0, 0, 0), 90, 0).position, (4, 0, 0), atol=1e-9)
    assert camera.orbited((0, 0, 0), 0, 30).position[1] == pytest.approx(2)


def test_many_small_orbits_do_not_wear_the_rotation_out():
    camera = Camera.look_at((0, 1, 4), (0, 1, 0))
    for _ in range(2000):
        camera = camera.orbited((0, 1, 0), 1.7, 0.01)
    np.testing.assert_allclose(camera.R @ camera.R.T, np.eye(3), atol=1e-10)
    np.testing.assert_allclose(camera.project((0, 1, 0)), (640, 360), atol=1e-6)


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


@quick
@given(cameras())
def test_json_round_trip(camera):
    for kept in (
        camera,
        Camera(camera.K, camera.R, camera.t, camera.size, LENS),
        Camera.default(camera.size),
    ):
        assert Camera.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_file_round_trip(tmp_path):
    camera = Camera.from_json(valid())
    save_camera(tmp_path / "new" / "camera.json", camera)
    assert load_camera(tmp_path / "new" / "camera.json") == camera
    assert set(json.loads((tmp_path / "new" / "camera.json").read_text())) == {
        "width",
        "height",
        "K",
        "R",
        "t",
        "dist",
    }


def test_a_rotation_written_with_four_decimals_is_mended():
    camera = Camera.look_at((1, 2, 3), (0, 1, 0))
    rounded = Camera(camera.K, np.round(camera.R, 4), camera.t, camera.size)
    np.testing.assert_allclose(rounded.R @ rounded.R.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(rounded.R, camera.R, atol=1e-4)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"K": [[1, 0], [0, 1]]}, "K"),
        ({"K": [[1, 0, 0], [0, 1], [0, 0, 1]]}, "K"),
        ({"K": "wide"}, "K"),
        ({"K": [[-5, 0, 0], [0, 5, 0], [0, 0, 1]]}, "K"),
        ({"K": [[5, 0, 0], [0, 5, 0], [0, 0, 2]]}, "K"),
        ({"K": [[math.nan, 0, 0], [0, 5, 0], [0, 0, 1]]}, "K"),
        ({"R": [[1, 0, 0], [0, 1, 0], [0, 0, -1]]}, "R"),
        ({"R": [[2, 0, 0], [0, 2, 0], [0, 0, 2]]}, "R"),
        ({"R": [[1e200, 0, 0], [0, 1, 0], [0, 0, 1]]}, "R"),
        ({"R": None}, "R"),
        ({"t": [0, 0]}, "t"),
        ({"t": [0, 0, math.inf]}, "t"),
        ({"t": [True, False, True]}, "t"),
        ({"width": 0}, "size"),
        ({"width": 12.5}, "size"),
        ({"height": "tall"}, "size"),
        ({"dist": [1, 2, 3]}, "dist"),
        ({"dist": {"k1": 1}}, "dist"),
    ],
)
def test_a_bad_field_is_named(tmp_path, change, field):
    path = tmp_path / "camera.json"
    path.write_text(json.dumps(valid() | change))
    with pytest.raises(CameraError) as caught:
        load_camera(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {field}") and "expected" in message and "\n" not in message


@pytest.mark.parametrize("field", ["width", "height", "K", "R", "t"])
def test_a_missing_field_is_named(field):
    with pytest.raises(CameraError, match=f"^{field}: missing"):
        Camera.from_json({key: value for key, value in valid().items() if key != field})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "1:1: expected JSON"),
        (b'{"width": 3,\n "height" 4}', ":2:11: expected JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b"9" * 5000, "expected JSON"),
        (b"[]", "expected an object"),
    ],
)
def test_a_file_that_is_no_camera(tmp_path, content, words):
    path = tmp_path / "camera.json"
    path.write_bytes(content)
    with pytest.raises(CameraError) as caught:
        load_camera(path)
    assert str(caught.value).startswith(str(path)) and words in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CameraError, match="cannot be read"):
        load_camera(tmp_path / "none.json")


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


nonsense = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["width", "height", "K", "R", "t", "dist", "assumed"]), nonsense)
def test_nonsense_in_a_field_raises_nothing_else(field, value):
    try:
        camera = Camera.from_json(valid() | {field: value})
    except CameraError as problem:
        assert "\n" not in str(problem)
    else:
        assert Camera.from_json(camera.to_json()) == camera


def test_nothing_heavy_is_imported():
    script = (
        "import sys, posestudio.geometry.camera, posestudio.keypoints\n"
        "sys.exit(bool({'torch', 'cv2', 'scipy', 'PySide6'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
