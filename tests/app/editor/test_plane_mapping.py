import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.app.editor.plane_mapping import PlaneView, joint_at, joints_in

coordinates = st.floats(-500, 500)


@given(st.floats(0.1, 10), coordinates, coordinates, coordinates, coordinates, st.floats(0.5, 2))
@settings(max_examples=60, deadline=None)
def test_zooming_keeps_what_lies_under_the_pointer(scale, x, y, u, v, factor):
    view = PlaneView(scale, x, y)
    before = view.to_picture(np.array([u, v]))
    assert view.zoomed(factor, (u, v)).to_picture(np.array([u, v])) == pytest.approx(before, abs=1e-6)
    assert view.to_widget(before) == pytest.approx([u, v], abs=1e-6)


def test_fitting_shows_the_whole_picture_in_the_middle():
    view = PlaneView.fitting((200, 100), (420, 420), 10)
    assert view.to_widget(np.array([[0, 0], [200, 100]])) == pytest.approx(np.array([[10, 110], [410, 310]]))


def test_the_nearest_joint_within_reach_is_taken():
    points = np.array([[10.0, 10], [14, 10], [np.nan, 0]])
    assert joint_at(points, (13, 10), 12) == 1
    assert joint_at(points, (10, 23), 12) is None
    assert joint_at(points, (2, 10), 12) == 0


def test_a_box_may_be_drawn_from_any_corner():
    points = np.array([[1.0, 1], [5, 5], [9, 1]])
    assert joints_in(points, np.array([6, 6]), np.array([0, 0])) == [0, 1]
    assert joints_in(points, np.array([20, 20]), np.array([30, 30])) == []
