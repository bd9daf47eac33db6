import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from posestudio.app.editor.box_geometry import (
    BORDER,
    dragged,
    handle_points,
    handles_of,
    part_at,
    smallest_at,
)

BOX = np.array([100.0, 50.0, 80.0, 200.0])
shifts = st.tuples(*[st.floats(-500, 500, allow_nan=False)] * 2).map(np.array)


def test_each_handle_is_found_where_it_is():
    for part, point in zip(handles_of(BOX), handle_points(BOX), strict=True):
        assert part_at(BOX, point + (2, -2), 6) == part


def test_a_small_box_has_handles_at_its_corners_alone():
    small = np.array([0.0, 0, 30, 90])
    assert set(handles_of(small)) == {(-1, -1), (1, -1), (1, 1), (-1, 1)}
    assert part_at(small, np.array([15.0, 0.0]), 6) == BORDER


def test_the_border_is_found_on_both_sides_and_the_middle_is_not():
    assert part_at(BOX, np.array([104.0, 120.0]), 6) == BORDER
    assert part_at(BOX, np.array([96.0, 120.0]), 6) == BORDER
    assert part_at(BOX, np.array([140.0, 120.0]), 6) is None
    assert part_at(BOX, np.array([92.0, 120.0]), 6) is None


@given(shifts)
def test_dragging_the_border_moves_the_box_and_back_again(by):
    moved = dragged(BOX, BORDER, by)
    assert np.allclose(moved, BOX + [*by, 0, 0])
    assert np.allclose(dragged(moved, BORDER, -by), BOX)


@given(shifts, st.sampled_from(handles_of(BOX)))
def test_dragging_a_handle_keeps_the_opposite_side(by, part):
    box = dragged(BOX, part, by)
    assert (box[2:] >= 0).all()
    for axis in range(2):
        sides = {round(box[axis], 6), round(box[axis] + box[2 + axis], 6)}
        low, high = BOX[axis], BOX[axis] + BOX[2 + axis]
        still = {0: {low, high}, -1: {high}, 1: {low}}[part[axis]]
        assert {round(side, 6) for side in still} <= sides


def test_of_several_boxes_the_smallest_is_chosen():
    boxes = {0: np.array([0.0, 0, 300, 300]), 1: BOX}
    assert smallest_at(boxes, np.array([120.0, 100.0])) == 1
    assert smallest_at(boxes, np.array([20.0, 100.0])) == 0
    assert smallest_at(boxes, np.array([400.0, 100.0])) is None
