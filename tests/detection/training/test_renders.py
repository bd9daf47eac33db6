import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.standing import standing_body
from posestudio.detection.training.renders import Renders
from tests.detection.examples import poses


@pytest.fixture(scope="module")
def drawn():
    renders = Renders(poses(), 96)
    return [renders.draw(np.random.default_rng(seed)) for seed in range(24)]


def test_a_render_is_a_picture_with_all_keypoints(drawn):
    for each in drawn:
        assert each.picture.shape == (96, 96, 3) and each.picture.dtype == np.uint8
        assert each.points.shape == (17, 2) and np.isfinite(each.points).all()
        assert ((each.points > 0) & (each.points < 96)).all()
        assert each.picture.std() > 3


def test_the_same_seed_draws_the_same():
    renders = Renders(poses(), 48)
    first, again, other = (renders.draw(np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first.picture == again.picture).all() and (first.points == again.points).all()
    assert (first.picture != other.picture).any()


def test_left_is_on_one_side_of_shoulders_and_hips(drawn):
    sides = []
    for each in drawn:
        left, right = (
            [each.points[COCO_INDEX[f"{side}_{joint}"], 0] for joint in ("shoulder", "hip")]
            for side in ("left", "right")
        )
        width = np.subtract(left, right)
        if abs(width[0]) > 12:
            sides.append(np.sign(width))
    assert all(shoulders == hips for shoulders, hips in sides)
    assert {1, -1} == {shoulders for shoulders, _ in sides}  # from the front and from behind


def test_a_person_stands_upright(drawn):
    for each in drawn:
        assert each.points[COCO_INDEX["nose"], 1] < each.points[COCO_INDEX["left_hip"], 1]
    assert standing_body()[BODY_INDEX["nose"], 1] > 1
