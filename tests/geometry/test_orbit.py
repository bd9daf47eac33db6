from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.geometry import orbit
from posestudio.geometry.camera import Camera
from tests.geometry.cameras import cameras, points_in_space, quick


@quick
@given(cameras(), points_in_space, st.floats(-360, 360), st.floats(-200, 200))
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


def test_many_small_orbits_keep_a_rotation_one():
    camera = Camera.look_at((0, 1, 4), (0, 1, 0))
    for _ in range(2000):
        camera = camera.orbited((0, 1, 0), 1.7, 0.01)
    np.testing.assert_allclose(camera.R @ camera.R.T, np.eye(3), atol=1e-10)
    np.testing.assert_allclose(camera.project((0, 1, 0)), (640, 360), atol=1e-6)


@quick
@given(st.floats(-179, 179), st.floats(-89, 89))
def test_a_direction_has_the_angles_that_it_was_made_of(azimuth, elevation):
    assert orbit.angles(orbit.outward(azimuth, elevation)) == pytest.approx((azimuth, elevation), abs=1e-6)
    axes = orbit.axes(azimuth, elevation)
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(orbit.level_right(-axes[2], axes[0]), axes[0], atol=1e-9)


def test_azimuth_grows_towards_the_persons_left_and_elevation_upwards():
    np.testing.assert_allclose(orbit.outward(0, 0), (0, 0, 1), atol=1e-12)
    np.testing.assert_allclose(orbit.outward(90, 0), (1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(orbit.outward(0, 90), (0, 1, 0), atol=1e-12)
    assert orbit.wrapped(-180) == 180 and orbit.wrapped(190) == -170
    assert orbit.raised(80, 30) == 90 and orbit.raised(-80, -30, 89) == -89


@pytest.mark.parametrize("roll", [-170, -20, 0, 35])
def test_roll_is_that_of_the_camera(roll):
    assert orbit.roll(Camera.look_at((1, 2, 3), (0, 1, 0), roll=roll).R) == pytest.approx(roll)
