import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posestudio.app.viewport.handles import HandleDrag
from posestudio.app.viewport.picking import nearest_handle
from posestudio.app.viewport.views import CameraView, OrbitView, project
from posestudio.geometry.camera import Camera

SIZE = (640.0, 480.0)
START = np.array([0.3, 1.2, -0.2])
CAMERA = CameraView(Camera.look_at((1.0, 1.6, 3.0), (0, 0.9, 0), 50, (1280, 720), roll=15))
views = st.one_of(
    st.just(CAMERA),
    st.builds(
        OrbitView,
        distance=st.floats(2, 6),
        azimuth=st.floats(-180, 180),
        elevation=st.floats(-90, 90),
        orthographic=st.booleans(),
    ),
)
shifts = st.tuples(st.floats(-150, 150), st.floats(-150, 150))
exactly = settings(max_examples=60, deadline=None)


def begun(view, off=(0.0, 0.0)):
    spot = project(view, START, SIZE)[0] + off
    return spot, HandleDrag.begin(tuple(spot), START, view, SIZE)


@exactly
@given(views, shifts, st.tuples(st.floats(-10, 10), st.floats(-10, 10)))
def test_free_drag_stays_under_the_cursor_at_its_depth(view, shift, off):
    spot, drag = begun(view, off)
    assert drag.moved(tuple(spot), view, SIZE) == pytest.approx(START, abs=1e-4)  # no jump at the start
    before, depth = project(view, START, SIZE)
    after, found = project(view, drag.moved(tuple(spot + shift), view, SIZE), SIZE)
    assert after - before == pytest.approx(np.array(shift), abs=1e-3)
    assert found == pytest.approx(depth, abs=1e-5)


@exactly
@given(views, shifts)
def test_upright_drag_changes_nothing_but_the_height(view, shift):
    spot, drag = begun(view)
    point = drag.moved(tuple(spot + shift), view, SIZE, "vertical")
    assert np.isfinite(point).all()
    assert point[[0, 2]] == pytest.approx(START[[0, 2]])
    assert np.abs(point - START).max() < 60


@pytest.mark.parametrize("view", [CAMERA, OrbitView(), OrbitView(elevation=-40, orthographic=True)])
@pytest.mark.parametrize("rise", [-0.5, 0.02, 0.7])
def test_upright_drag_finds_the_height_the_cursor_is_at(view, rise):
    spot, drag = begun(view)
    there = project(view, START + [0, rise, 0], SIZE)[0]
    assert drag.moved(tuple(there), view, SIZE, "vertical")[1] == pytest.approx(START[1] + rise, abs=1e-4)


def test_upright_drag_seen_from_straight_above_does_not_move():
    view = OrbitView(target=(0.3, 0.9, -0.2), elevation=90)
    spot, drag = begun(view)
    assert drag.moved(tuple(spot + (40, 25)), view, SIZE, "vertical") == pytest.approx(START, abs=1e-6)


@exactly
@given(views, shifts)
def test_level_drag_keeps_the_height_and_never_flies_away(view, shift):
    spot, drag = begun(view)
    point = drag.moved(tuple(spot + shift), view, SIZE, "horizontal")
    assert point[1] == START[1]
    assert np.abs(point - START).max() < 200


@exactly
@given(views, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_level_drag_finds_the_place_the_cursor_is_at(view, x, z):
    goal = START + [x, 0, z]
    eye = view.point_at(tuple(project(view, START, SIZE)[0]), SIZE, 0.0)
    steep = [abs(place[1] - eye[1]) / np.linalg.norm(place - eye) for place in (START, goal)]
    assume(min(steep) > 0.15)
    there = project(view, goal, SIZE)[0]
    assume(np.isfinite(there).all() and np.abs(there).max() < 2000)
    if isinstance(view, OrbitView) and view.orthographic:
        assume(abs(view.rotation()[2, 1]) > 0.15)
    spot, drag = begun(view)
    assert drag.moved(tuple(there), view, SIZE, "horizontal") == pytest.approx(goal, abs=1e-3)


def test_level_drag_seen_edge_on_goes_sideways():
    view = OrbitView(azimuth=0, elevation=0, orthographic=True)
    spot, drag = begun(view)
    point = drag.moved(tuple(spot + (50, 30)), view, SIZE, "horizontal")
    assert point[0] > START[0] + 0.1
    assert point[1:] == pytest.approx(START[1:])


def test_only_joints_with_handles_are_found():
    pixels = np.stack([np.full(29, 100.0), 40.0 * np.arange(29)], axis=-1)
    depths = np.ones(29)
    assert nearest_handle(pixels, depths, (104, 83), frozenset({2, 5})) == 2
    assert nearest_handle(pixels, depths, (104, 83), frozenset({5})) is None
    assert nearest_handle(pixels, depths, (104, 83), frozenset()) is None
