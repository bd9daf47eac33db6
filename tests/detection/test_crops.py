import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.detection.crops import PADDING, box_of_points, compose, crop_of_box, cut, inverse, moved

number = st.floats(-500, 500)
extent = st.floats(1, 800)


@given(number, number, extent, extent, st.floats(-3, 3))
def test_a_crop_and_its_inverse(x, y, width, height, turn):
    affine = crop_of_box((x, y, width, height), 192, turn=turn)
    points = np.random.default_rng(0).uniform(-100, 100, (5, 2))
    assert np.allclose(moved(moved(points, affine), inverse(affine)), points, atol=1e-6)
    assert np.allclose(moved((x + width / 2, y + height / 2), affine), 96)
    edge = moved([(x, y), (x + width, y), (x, y + height)], affine)
    sides = np.linalg.norm(edge[1:] - edge[0], axis=1)
    assert np.allclose(sides, np.array([width, height]) * 192 / (PADDING * max(width, height)))


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_composing_is_one_after_the_other(first, second):
    a, b = (crop_of_box((3, 4, 50, 60), 64, turn=turn) for turn in (first, second))
    points = np.random.default_rng(0).uniform(0, 100, (4, 2))
    assert np.allclose(moved(points, compose(b, a)), moved(moved(points, a), b))


def dot(width, height, x, y):
    """A black picture with a soft white dot, its centre at (x, y)."""
    rows, columns = np.mgrid[:height, :width] + 0.5
    radius = min(width, height) / 16
    soft = 255 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * radius**2))
    return np.repeat(soft[..., None], 3, axis=2).astype(np.uint8)


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 900), st.integers(60, 900), st.floats(0.3, 0.7), st.floats(0.3, 0.7), st.floats(-1, 1))
def test_what_is_cut_lies_where_the_map_says(width, height, u, v, turn):
    """Whatever the scale, to a quarter of a pixel: pixel centres are at .5 on both sides."""
    picture = dot(width, height, u * width, v * height)
    affine = crop_of_box((0, 0, width, height), 128, turn=turn)
    crop = cut(picture, affine, 128)[..., 0].astype(float)
    rows, columns = np.mgrid[:128, :128] + 0.5
    centre = np.array([(columns * crop).sum(), (rows * crop).sum()]) / crop.sum()
    assert np.abs(centre - moved((u * width, v * height), affine)).max() < 0.25


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 900), st.integers(60, 900), st.floats(0.3, 0.7), st.floats(0.3, 0.7))
def test_a_crop_may_be_higher_than_wide(width, height, u, v):
    picture = dot(width, height, u * width, v * height)
    affine = crop_of_box((0, 0, width, height), (96, 128), 1.25)
    crop = cut(picture, affine, (96, 128))[..., 0].astype(float)
    rows, columns = np.mgrid[:128, :96] + 0.5
    centre = np.array([(columns * crop).sum(), (rows * crop).sum()]) / crop.sum()
    assert np.abs(centre - moved((u * width, v * height), affine)).max() < 0.25
    low, high = moved([(0, 0), (width, height)], affine)
    assert np.allclose(low + high, (96, 128)) and np.allclose(max((high - low) / (96, 128)), 1 / 1.25)


def test_outside_the_picture_it_is_black_or_the_edge():
    picture = np.full((10, 10, 3), 200, np.uint8)
    affine = crop_of_box((0, 0, 10, 10), 40, 2.0)
    assert cut(picture, affine, 40)[0, 0].max() == 0
    assert cut(picture, affine, 40, "edge")[0, 0].min() == 200
    assert cut(picture, affine, 40, fill=114)[0, 0].tolist() == [114, 114, 114]
    assert cut(picture, affine, 40)[20, 20].min() == 200


def test_a_huge_picture_is_averaged_down():
    fine = np.random.default_rng(0).integers(0, 256, (1200, 1600, 3)).astype(np.uint8)
    crop = cut(fine, crop_of_box((0, 0, 1600, 1200), 64, 1.0), 64)
    assert crop[20:44].std() < 20 < fine.std()


@pytest.mark.parametrize("box", [(0, 0, 0, 5), (0, 0, 5, -1), (np.nan, 0, 5, 5), (0, 0, np.inf, 5)])
def test_a_box_without_area_is_refused(box):
    with pytest.raises(ValueError, match="with an area"):
        crop_of_box(box, 64)


def test_a_box_about_keypoints():
    points = np.array([[10.0, 10], [30, 60], [900, 900]])
    assert box_of_points(points, np.array([True, True, False]), 0.1).tolist() == [5, 5, 30, 60]
    with pytest.raises(ValueError, match="at least one"):
        box_of_points(points, np.zeros(3, bool))
