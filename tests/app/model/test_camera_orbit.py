import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.app.model.camera_orbit import STEEPEST, Orbit, orbit_of, resized
from posestudio.geometry.camera import Camera
from posestudio.geometry.orbit import wrapped

TARGET = np.array([0.3, 0.9, -0.2])
LENS = Camera.default((640, 480))


@given(
    st.floats(-179, 179),
    st.floats(-88, 88),
    st.floats(-179, 179),
    st.floats(0.5, 20),
    st.floats(10, 110),
)
@settings(max_examples=60, deadline=None)
def test_the_orbit_of_a_camera_is_the_one_it_was_made_from(azimuth, elevation, roll, distance, fov):
    orbit = Orbit(azimuth, elevation, roll, distance, fov)
    camera = orbit.apply(LENS, TARGET)
    found = orbit_of(camera, TARGET)
    for name in ("azimuth", "elevation", "roll", "distance", "fov"):
        assert getattr(found, name) == pytest.approx(getattr(orbit, name), abs=1e-4)
    assert camera.project(TARGET) == pytest.approx([320, 240], abs=1e-3)
    assert not camera.assumed


def test_the_positions_of_azimuth_and_elevation():
    assert Orbit(0, 0, 0, 2, 50).apply(LENS, TARGET).position == pytest.approx(TARGET + (0, 0, 2))
    assert Orbit(90, 0, 0, 2, 50).apply(LENS, TARGET).position == pytest.approx(TARGET + (2, 0, 0))
    assert Orbit(0, 60, 0, 2, 50).apply(LENS, TARGET).position[1] > TARGET[1] + 1


def test_turning_stops_before_the_poles_and_goes_around():
    orbit = Orbit(170, 80, 0, 2, 50).turned(20, 30)
    assert (orbit.azimuth, orbit.elevation) == (-170, STEEPEST)
    assert wrapped(-180) == 180


def test_another_picture_size_keeps_the_view():
    larger = resized(LENS, (1280, 960))
    assert larger.fov == pytest.approx(LENS.fov)
    assert larger.project(TARGET) == pytest.approx(2 * LENS.project(TARGET))
    wider = resized(LENS, (960, 480))
    assert wider.project(TARGET) == pytest.approx(LENS.project(TARGET) + (160, 0))
