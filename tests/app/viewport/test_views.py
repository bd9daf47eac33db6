import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.app.viewport.views import CameraView, OrbitView, project
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera

SIZE = (640.0, 480.0)
angles = st.floats(-180, 180)
orbits = st.builds(
    OrbitView,
    target=st.tuples(*[st.floats(-2, 2)] * 3),
    distance=st.floats(1, 10),
    azimuth=angles,
    elevation=st.floats(-90, 90),
    fov=st.floats(20, 80),
    orthographic=st.booleans(),
)
pixels = st.tuples(st.floats(0, 640), st.floats(0, 480))
exactly = settings(max_examples=40, deadline=None)


def pixel_of(view, point, size=SIZE):
    return project(view, np.asarray(point), size)[0]


@exactly
@given(orbits)
def test_rotation_is_one_even_at_the_poles(view):
    rotation = view.rotation()
    assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1)
    assert rotation[1, 1] >= -1e-12  # the world never stands on its head


@exactly
@given(orbits)
def test_target_is_in_the_middle(view):
    place, depth = project(view, np.array(view.target), SIZE)
    assert place == pytest.approx((320, 240), abs=1e-6)
    assert depth == pytest.approx(view.distance)


@exactly
@given(orbits, pixels, st.floats(0.5, 5))
def test_point_at_is_where_projection_puts_it(view, pixel, depth):
    point = view.point_at(pixel, SIZE, depth)
    place, found = project(view, point, SIZE)
    assert place == pytest.approx(pixel, abs=1e-5)
    assert found == pytest.approx(depth)


@exactly
@given(orbits, pixels, pixels)
def test_panning_carries_the_point_along(view, start, end):
    point = view.point_at(start, SIZE)
    assert pixel_of(view.panned(start, end, SIZE), point) == pytest.approx(end, abs=1e-5)


@exactly
@given(orbits, pixels, st.floats(0.5, 5), st.floats(0.01, 100))
def test_zooming_keeps_the_point_under_the_cursor(view, pixel, depth, factor):
    point = view.point_at(pixel, SIZE, depth)
    assert pixel_of(view.zoomed(factor, point), point) == pytest.approx(pixel, abs=1e-3)


@exactly
@given(orbits, pixels, st.floats(0.5, 5), st.floats(-200, 200), st.floats(-200, 200))
def test_orbiting_about_a_point_keeps_it_under_its_pixel_and_as_far_away(view, pixel, depth, across, up):
    point = view.point_at(pixel, SIZE, depth)
    turned = view.orbited(across, up, about=point)
    place, found = project(turned, point, SIZE)
    assert place == pytest.approx(pixel, abs=1e-5)
    assert found == pytest.approx(depth)
    assert turned.rotation() == pytest.approx(view.orbited(across, up).rotation())


@exactly
@given(orbits, st.tuples(st.integers(1, 8192), st.integers(1, 8192)), pixels, st.floats(0.5, 5))
def test_a_picture_of_any_shape_holds_what_the_widget_shows_and_no_more_than_it_must(
    view, size, pixel, depth
):
    point = view.point_at(pixel, SIZE, depth)
    scale = min(size[0] / SIZE[0], size[1] / SIZE[1])
    expected = (np.array(size) - scale * np.array(SIZE)) / 2 + scale * np.array(pixel)
    assert pixel_of(view.containing(SIZE, size), point, size) == pytest.approx(expected, abs=1e-2)


@exactly
@given(orbits, st.sampled_from([(640.0, 480.0), (300.0, 900.0), (1600.0, 300.0)]))
def test_framed_body_fits_and_fills(view, size):
    body = standing_body()
    places, _ = project(view.framed(body, size), body, size)
    assert (places >= 0).all() and (places <= size).all()
    if abs(view.elevation) < 45:
        assert np.ptp(places[:, 1]) > 0.3 * min(size)


def test_front_side_and_top_show_left_hand_and_head_where_a_person_expects_them():
    places = {}
    for name, azimuth, elevation in (("front", 0, 0), ("side", 90, 0), ("top", 0, 90)):
        view = OrbitView(target=(0, 1, 0), azimuth=azimuth, elevation=elevation)
        places[name] = pixel_of(view, [(1, 1, 0), (0, 2, 0), (0, 1, 1)])  # left, up, forward
    assert places["front"][0][0] > 330 and places["front"][1][1] < 230
    assert places["side"][2][0] < 310 and places["side"][1][1] < 230
    assert places["top"][0][0] > 330 and places["top"][2][1] > 250


def test_orbiting_stops_at_the_pole_and_comes_back_at_once():
    view = OrbitView(elevation=80).orbited(0, 500)
    assert view.elevation == 90
    assert view.orbited(30, -1).elevation == 89


def test_orthographic_sizes_do_not_depend_on_depth():
    view = OrbitView(azimuth=0, elevation=0, orthographic=True)
    near, far = (np.ptp(pixel_of(view, [(0, 0, z), (0, 1, z)])[:, 1]) for z in (2, -5))
    assert near == pytest.approx(far)
    perspective = OrbitView(azimuth=0, elevation=0)
    assert np.ptp(pixel_of(perspective, [(0, 0, 2), (0, 1, 2)])[:, 1]) > near


def test_points_behind_the_eye_have_no_pixel():
    view = OrbitView(target=(0, 0, 0), azimuth=0, elevation=0, distance=2)
    places, depths = project(view, np.array([[0, 0, 3.0], [0, 0, 0]]), SIZE)
    assert np.isnan(places[0]).all() and depths[0] < 0
    assert np.isfinite(places[1]).all()


@exactly
@given(st.tuples(*[st.floats(1, 3)] * 3), st.floats(20, 90), st.floats(-40, 40))
def test_camera_view_is_the_cameras_projection_scaled(position, fov, roll):
    camera = Camera.look_at(position, (0, 1, 0), fov, (1280, 720), roll)
    body = standing_body()
    seen, depths = project(CameraView(camera), body, SIZE)
    scale = 640 / 1280 * 0.92
    margin = (np.array(SIZE) - scale * np.array([1280, 720])) / 2
    assert seen == pytest.approx(scale * camera.project(body) + margin, abs=1e-2)
    assert depths == pytest.approx(camera.to_camera(body)[:, 2], abs=1e-4)


@exactly
@given(st.tuples(*[st.floats(1, 3)] * 3), st.floats(20, 90), st.floats(-40, 40), pixels, st.floats(0.5, 5))
def test_camera_view_too_knows_what_is_under_a_pixel(position, fov, roll, pixel, depth):
    view = CameraView(Camera.look_at(position, (0, 1, 0), fov, (1280, 720), roll))
    place, found = project(view, view.point_at(pixel, SIZE, depth), SIZE)
    assert place == pytest.approx(pixel, abs=1e-3)
    assert found == pytest.approx(depth, abs=1e-5)


def test_leaving_the_camera_starts_from_where_it_stands():
    camera = Camera.look_at((1, 1.5, 3), (0, 0.9, 0), 50, (1280, 720))
    body = standing_body()
    view = CameraView(camera).orbiting(body, OrbitView())
    assert view.eye == pytest.approx(camera.position, abs=1e-5)
    assert view.rotation()[2] == pytest.approx(-camera.R[2], abs=1e-5)
