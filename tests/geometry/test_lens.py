from __future__ import annotations

import json
import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.geometry.camera import Camera
from tests.geometry.cameras import LENS, cameras, in_front_of, quick, valid


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


def test_a_pixel_that_the_lens_never_reaches_has_no_ray():
    camera = Camera.look_at((0, 0, 4), (0, 0, 0), 90, (1000, 1000))
    camera = Camera(camera.K, camera.R, camera.t, camera.size, (-0.4, 0, 0, 0, 0))
    rays = camera.rays([[500, 500], [5000, 5000]])
    np.testing.assert_array_equal(rays[0], 0)
    assert np.isnan(rays[1]).all()
