import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_INDEX
from posestudio.detection.decoding import flipped, other_sides, peaks, spread
from posestudio.detection.network.masks import heatmaps, to_coordinates, to_pixels

ALL = torch.ones(1, 17, dtype=torch.bool)


def drawn(x, y, size=(48, 48), sigma=2.0):
    coordinates = to_coordinates(torch.tensor([[[x, y]]], dtype=torch.float32).expand(1, 17, 2), size)
    return heatmaps(coordinates, ALL, size, sigma)


@settings(max_examples=60, deadline=None)
@given(st.floats(5, 43), st.floats(5, 43), st.floats(1.0, 2.5))
def test_a_gaussian_is_found_between_the_pixels(x, y, sigma):
    coordinates, confidence = peaks(drawn(x, y, sigma=sigma))
    found = to_pixels(coordinates, (48, 48))[0, 4]
    assert found.tolist() == pytest.approx([x, y], abs=0.02)
    assert 0.75 < confidence[0, 4] <= 1


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 48), st.floats(0, 48))
def test_at_the_edge_it_is_found_within_a_pixel(x, y):
    found = to_pixels(peaks(drawn(x, y))[0], (48, 48))[0, 0]
    assert np.abs(found.numpy() - (x, y)).max() < 1.2


def test_refinement_beats_the_largest_pixel():
    random = np.random.default_rng(0)
    refined, plain = [], []
    for x, y in random.uniform(10, 38, (100, 2)):
        maps = drawn(x, y)
        index = int(maps[0, 0].argmax())
        plain.append(np.hypot(index % 48 + 0.5 - x, index // 48 + 0.5 - y))
        refined.append(np.linalg.norm(to_pixels(peaks(maps)[0], (48, 48))[0, 0].numpy() - (x, y)))
    assert np.mean(refined) < np.mean(plain) / 30


def test_confidence_is_the_height_in_0_to_1():
    maps = torch.zeros(1, 17, 8, 8)
    maps[0, 0, 3, 3], maps[0, 1, 3, 3], maps[0, 2] = 0.4, 1.7, -0.2
    coordinates, confidence = peaks(maps)
    assert confidence[0, :4].tolist() == pytest.approx([0.4, 1, 0, 0])
    assert torch.isfinite(coordinates).all()


def test_flipped_maps_are_those_of_the_picture():
    maps = drawn(10.0, 20.0)
    left, right = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]
    maps[0, left] = 0
    back = flipped(maps)
    assert back[0, right].sum() == 0
    assert to_pixels(peaks(back)[0], (48, 48))[0, left].tolist() == pytest.approx([38, 20], abs=0.01)
    assert torch.equal(flipped(back), maps)


def test_spread_is_the_distance_to_the_mean():
    points = torch.zeros(2, 3, 17, 2)
    points[0, 1, 4] = torch.tensor([6.0, 8.0])
    assert spread(points)[1, 4] == pytest.approx(5)
    assert spread(points).sum() == pytest.approx(5)
    assert spread(points[:1]).max() == 0


def test_the_height_at_the_other_side_is_told_of_each_keypoint():
    left, right = COCO_INDEX["left_knee"], COCO_INDEX["right_knee"]
    maps = torch.zeros(1, 17, 48, 48)
    maps[0, left] = drawn(10.0, 20.0)[0, 0] + 0.5 * drawn(30.0, 20.0)[0, 0]
    maps[0, right] = drawn(30.0, 20.0)[0, 0]
    coordinates, _ = peaks(maps)
    there = other_sides(maps, coordinates)
    assert there[0, left] == pytest.approx(0.5, abs=0.02)
    assert there[0, right] == pytest.approx(0, abs=0.01)
    assert torch.isfinite(there).all()
    assert other_sides(flipped(maps), peaks(flipped(maps))[0])[0, right] == pytest.approx(0.5, abs=0.02)
