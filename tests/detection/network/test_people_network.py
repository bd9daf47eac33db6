import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from posestudio.detection.network.people_network import BINS, STRIDES, PeopleNetwork, corners_of


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return PeopleNetwork(width=4, neck=8).eval()


@pytest.mark.parametrize("size", [(32, 64), (96, 32), (160, 128)])
def test_each_cell_has_a_score_and_a_box(network, size):
    with torch.no_grad():
        scores, corners = network(torch.zeros(2, 3, *size, dtype=torch.uint8))
    cells = sum(size[0] // stride * (size[1] // stride) for stride in STRIDES)
    assert scores.shape == (2, cells) and corners.shape == (2, cells, 4)
    assert (scores > 0).all() and (scores < 1).all()
    assert (corners[..., 2:] > corners[..., :2]).all()


def test_pictures_do_not_depend_on_each_other(network):
    pictures = torch.randint(0, 256, (3, 3, 64, 64), dtype=torch.uint8)
    with torch.no_grad():
        together, alone = network(pictures), network(pictures[1:2])
    for both, single in zip(together, alone, strict=True):
        assert torch.allclose(both[1:2], single, atol=1e-4)


bins = st.integers(0, BINS - 1)


@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from(STRIDES), st.tuples(bins, bins, bins, bins))
def test_a_sure_distance_is_that_many_strides_from_the_middle_of_the_cell(height, width, stride, distances):
    logits = torch.full((1, 4, BINS, height, width), -100.0)
    for side, distance in enumerate(distances):
        logits[:, side, distance] = 100
    corners = corners_of(logits.flatten(1, 2), stride).reshape(height, width, 4).numpy()
    left, top, right, bottom = distances
    rows, columns = np.indices((height, width)) + 0.5
    expected = np.stack([columns - left, rows - top, columns + right, rows + bottom], axis=-1) * stride
    assert np.allclose(corners, expected, atol=1e-3)


def test_an_unsure_distance_is_the_mean():
    corners = corners_of(torch.zeros(1, 4 * BINS, 1, 1), 8)
    assert corners[0, 0].tolist() == pytest.approx([-36, -36, 44, 44])
