"""Outputs to keypoints, in pixels of the input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posestudio.detection.foreign.heatmaps import decode_heatmaps
from posestudio.detection.foreign.movenet import decode_one, decode_six
from posestudio.detection.foreign.simcc import decode_simcc
from posestudio.detection.foreign.yolo import decode_columns, decode_rows

WILD = st.floats(-1e6, 1e6, width=32)
"""What a network may answer."""
place = st.floats(0, 1, width=32)


def fine(answer, count, people=None):
    assert answer.points.shape[1:] == (count, 2) and answer.confidence.shape == answer.points.shape[:2]
    assert (answer.confidence >= 0).all() and (answer.confidence <= 1).all()
    if people is not None:
        assert answer.boxes.shape == (people, 4)
        assert (answer.scores >= 0).all() and (answer.scores <= 1).all()


@settings(max_examples=50)
@given(st.integers(0, 95), st.integers(0, 127), st.integers(1, 3), place, place)
def test_the_highest_bins_are_a_pixel_s_middle(x, y, ratio, first, second):
    across, down = np.zeros((1, 2, 96 * ratio), np.float32), np.zeros((1, 2, 128 * ratio), np.float32)
    across[0, 0, x * ratio], down[0, 0, y * ratio] = first, second
    answer = decode_simcc(across, down, ratio)
    if first and second:
        assert answer.points[0, 0].tolist() == pytest.approx([x + 0.5, y + 0.5])
    assert answer.confidence[0].tolist() == pytest.approx([min(first, second), 0])


@settings(max_examples=40)
@given(st.floats(3, 20), st.floats(3, 28), st.floats(0.8, 2), st.floats(0.125, 1))
def test_a_gaussian_is_found_between_the_pixels(x, y, sigma, height):
    rows, columns = np.mgrid[:32, :24] + 0.5
    maps = height * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2 / sigma**2)
    answer = decode_heatmaps(maps[None, None].astype(np.float32), (96, 128))
    assert answer.points[0, 0].tolist() == pytest.approx([4 * x, 4 * y], abs=0.2)
    assert 0.6 * height < answer.confidence[0, 0] <= height * 1.0001


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.floats(0, 300, width=32)] * 4, place), max_size=4), st.sampled_from([2, 3]))
def test_both_forms_of_a_yolo_say_the_same(people, depth):
    keypoints = np.random.default_rng(0).uniform(0, 1, (len(people), 17, depth)).astype(np.float32)
    rows = np.array(people, np.float32).reshape(-1, 5)
    corners = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
    flat = keypoints.reshape(len(people), 17 * depth)
    ended = decode_rows(np.concatenate([corners, rows[:, 4:], rows[:, :1] * 0, flat], axis=1), (17, depth))
    centre = rows[:, :2] + rows[:, 2:4] / 2
    columns = np.concatenate([centre, rows[:, 2:4], rows[:, 4:], flat], axis=1).T
    open_ = decode_columns(columns, (17, depth))
    for answer in (ended, open_):
        fine(answer, 17, len(people))
        assert np.allclose(answer.boxes, rows[:, :4], atol=1e-3)
        assert np.array_equal(answer.points, keypoints[..., :2])
        assert np.array_equal(answer.scores, rows[:, 4])
        each = keypoints[..., 2] if depth == 3 else rows[:, 4:].repeat(17, axis=1)
        assert np.array_equal(answer.confidence, each)


def test_movenet_s_rows_are_y_x_score():
    rows = np.zeros((2, 1, 17, 3), np.float32)
    rows[1, 0, 3] = (0.25, 0.5, 0.75)
    answer = decode_one(rows, (200, 100))
    assert answer.points[1, 3].tolist() == [100, 25] and answer.confidence[1, 3] == 0.75
    six = np.zeros((1, 6, 56), np.float32)
    six[0, 2, :3], six[0, 2, 51:] = (0.25, 0.5, 0.75), (0.1, 0.2, 0.5, 0.8, 0.9)
    answer = decode_six(six, (200, 100))
    assert answer.points[2, 0].tolist() == [100, 25]
    assert answer.boxes[2].tolist() == pytest.approx([40, 10, 120, 40]) and answer.scores[2] == pytest.approx(
        0.9
    )


@settings(max_examples=30)
@given(
    arrays(np.float32, (1, 17, 16), elements=WILD),
    arrays(np.float32, (1, 17, 8, 6), elements=WILD),
    arrays(np.float32, (56, 3), elements=WILD),
    arrays(np.float32, (1, 6, 56), elements=WILD),
)
def test_confidences_are_fractions_whatever_the_numbers(lines, maps, columns, six):
    fine(decode_simcc(lines, lines, 2), 17)
    fine(decode_heatmaps(maps, (24, 32)), 17)
    fine(decode_columns(columns, (17, 3)), 17, 3)
    fine(decode_rows(columns.T[:, :55], (16, 3)), 16, 3)
    fine(decode_six(six, (32, 32)), 17, 6)
    fine(decode_one(six[:, :, :51].reshape(6, 1, 17, 3), (32, 32)), 17)
