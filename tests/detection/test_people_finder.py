import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.detection.people_finder import PeopleFinder, letterbox, sides_of
from posestudio.detection.training.renders import Renders
from tests.detection.examples import poses


class Network(torch.nn.Module):
    """Sees a person, with ``score``, in each bright part of a picture: one cell, its box around the bright pixels."""

    def __init__(self, score=0.8):
        super().__init__()
        self.score, self.sizes = score, []

    def forward(self, pictures):
        self.sizes.append(tuple(pictures.shape[-2:]))
        rows, columns = torch.nonzero(pictures[0, 0] > 128, as_tuple=True)
        corners = torch.stack([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]).float()
        return torch.tensor([[self.score, 0.01]]), torch.stack([corners, corners + 5])[None]


def lit(width, height, box):
    picture = np.zeros((height, width, 3), np.uint8)
    x, y, w, h = box
    picture[y : y + h, x : x + w] = 255
    return picture


def test_boxes_are_in_the_pixels_of_the_picture_at_every_scale():
    network = Network()
    boxes, scores = PeopleFinder(network).find(lit(1200, 900, (300, 200, 200, 400)))
    assert network.sizes == [(160, 224), (320, 416), (640, 832), (1248, 1664)]
    assert len(boxes) == 1 and scores == pytest.approx([0.8])
    assert boxes[0] == pytest.approx([300, 200, 200, 400], abs=3)


def test_who_is_not_sure_enough_is_not_found():
    boxes, scores = PeopleFinder(Network(0.2)).find(lit(90, 160, (30, 20, 20, 40)))
    assert boxes.shape == (0, 4) and scores.shape == (0,)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 700), st.integers(1, 700), st.sampled_from([208, 416]))
def test_the_letterbox_keeps_places(width, height, side):
    picture = np.full((height, width, 3), 200, np.uint8)
    padded, scale = letterbox(picture, side)
    assert padded.shape[0] % 32 == padded.shape[1] % 32 == 0 and 0 <= max(padded.shape) - side < 32
    shown = np.round(scale * (width, height)).astype(int)
    assert shown.max() == side and (padded[: shown[1], : shown[0]] == 200).all()
    assert not padded[shown[1] :].any() and not padded[:, shown[0] :].any()
    assert np.allclose(scale, side / max(width, height), rtol=0, atol=1 / min(width, height))


@given(st.integers(1, 20000), st.integers(1, 20000))
def test_small_pictures_are_enlarged_little(width, height):
    sides = sides_of(width, height)
    assert sides == sorted(sides) and sides[:2] == [208, 416]
    assert len(sides) == 2 or max(width, height) > sides[-1] / 2


def test_the_weights_that_ship_find_drawn_people_and_nobody_else():
    finder = PeopleFinder.load("cpu")
    drawn = Renders(poses(), 256).draw(np.random.default_rng(1))
    (box, *others), scores = finder.find(drawn.picture)
    low, high = drawn.points.min(axis=0), drawn.points.max(axis=0)
    assert not others and 0.3 < scores[0] < 1
    assert (box[:2] < low + 20).all() and (box[:2] + box[2:] > high - 20).all()
    grey = np.full((240, 320, 3), 128, np.uint8)
    assert finder.find(grey)[0].shape == (0, 4)
