import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_LIMBS
from posestudio.detection.network.masks import (
    heatmaps,
    keypoint_mask,
    skeleton_mask,
    to_coordinates,
    to_pixels,
)

SIZE = (12, 16)
ALL = torch.ones(1, 17, dtype=torch.bool)


def at(x, y):
    """All 17 keypoints at one pixel of the map."""
    return to_coordinates(torch.tensor([[[x, y]]]).expand(1, 17, 2), SIZE)


@given(st.floats(-1, 1), st.floats(-1, 1), st.integers(1, 300), st.integers(1, 300))
def test_coordinates_and_pixels_are_inverse(x, y, height, width):
    point = torch.tensor([x, y], dtype=torch.float64)
    pixels = to_pixels(point, (height, width))
    assert torch.allclose(to_coordinates(pixels, (height, width)), point, atol=1e-9)
    assert pixels[0] == pytest.approx((x + 1) / 2 * width)


def test_a_heatmap_is_the_gaussian():
    maps = heatmaps(at(5.2, 7.9), ALL, SIZE, 1.5)
    rows, columns = np.mgrid[:12, :16] + 0.5
    expected = np.exp(-((columns - 5.2) ** 2 + (rows - 7.9) ** 2) / (2 * 1.5**2))
    assert np.allclose(maps[0, 3].numpy(), expected, atol=1e-5)


def test_a_missing_keypoint_has_no_heatmap_and_no_mask():
    present = ALL.clone()
    present[0, 3] = False
    assert heatmaps(at(5, 5), present, SIZE, 2)[0, 3].sum() == 0
    nobody = torch.zeros(1, 17, dtype=torch.bool)
    points = torch.rand(1, 17, 2)
    assert keypoint_mask(points, nobody, SIZE, 5).sum() == 0
    assert skeleton_mask(points, nobody, SIZE, 5).sum() == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(1, 8))
def test_masks_are_what_lies_near_keypoints_and_limbs(seed, width):
    random = np.random.default_rng(seed)
    points = random.uniform(-2, 14, (17, 2))
    present = random.random(17) < 0.7
    coordinates = to_coordinates(torch.tensor(points), SIZE)[None]
    there = torch.tensor(present)[None]
    rows, columns = np.mgrid[:12, :16] + 0.5
    pixels = np.stack([columns, rows], -1)

    def close(distance):
        return (distance <= width / 2).astype(float), np.abs(distance - width / 2) > 1e-6

    near = np.full((12, 16), np.inf)
    for point in points[present]:
        near = np.minimum(near, np.linalg.norm(pixels - point, axis=-1))
    expected, away_from_edge = close(near)
    assert (keypoint_mask(coordinates, there, SIZE, width)[0, 0].numpy() == expected)[away_from_edge].all()
    near = np.full((12, 16), np.inf)
    for a, b in COCO_LIMBS:
        if present[a] and present[b]:
            for share in np.linspace(0, 1, 400):
                near = np.minimum(
                    near, np.linalg.norm(pixels - (points[a] + share * (points[b] - points[a])), axis=-1)
                )
    expected, _ = close(near)
    away_from_edge = np.abs(near - width / 2) > 0.02
    assert (skeleton_mask(coordinates, there, SIZE, width)[0, 0].numpy() == expected)[away_from_edge].all()
