import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.standing import standing_body
from posestudio.heatmaps.renders import Renders
from tests.heatmaps.people import poses


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


def test_the_body_hides_its_own_keypoints(drawn):
    """From behind the nose is hidden; from the side the far ear."""
    visible = np.array([each.visible for each in drawn])
    share = visible.mean(axis=0)
    assert 0.2 < share[COCO_INDEX["nose"]] < 0.9
    assert share[COCO_INDEX["left_ankle"]] > 0.6
    ears = visible[:, [COCO_INDEX["left_ear"], COCO_INDEX["right_ear"]]]
    assert (~ears).any() and ears.any()


def test_facing_us_the_left_is_on_the_right_and_the_nose_is_seen(drawn):
    for each in drawn:
        width = each.points[COCO_INDEX["left_shoulder"], 0] - each.points[COCO_INDEX["right_shoulder"], 0]
        if abs(width) > 12:
            assert each.visible[COCO_INDEX["nose"]] == (width > 0)


def test_a_person_stands_upright(drawn):
    for each in drawn:
        assert each.points[COCO_INDEX["nose"], 1] < each.points[COCO_INDEX["left_hip"], 1]
    assert standing_body()[BODY_INDEX["nose"], 1] > 1
