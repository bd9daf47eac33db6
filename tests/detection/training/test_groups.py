import numpy as np

from posestudio.detection.training.groups import draw_group
from tests.detection.examples import poses

SIZE = (160, 100)


def test_a_group_has_its_people_from_left_to_right_in_their_boxes():
    drawn = draw_group(poses(), SIZE, 3, np.random.default_rng(0))
    assert drawn.picture.shape == (100, 160, 3) and drawn.picture.dtype == np.uint8
    assert drawn.points.shape == (3, 17, 2) and drawn.boxes.shape == (3, 4) and drawn.seen.all()
    assert (np.diff(drawn.points.mean(axis=1)[:, 0]) > 0).all()
    for points, box in zip(drawn.points, drawn.boxes, strict=True):
        assert (points >= box[:2] - 3).all() and (points <= box[:2] + box[2:] + 3).all()
        assert (box[:2] >= 0).all() and (box[:2] + box[2:] <= SIZE).all()


def test_the_picture_outside_the_people_is_that_of_nobody():
    nobody = draw_group(poses(), SIZE, 0, np.random.default_rng(0))
    drawn = draw_group(poses(), SIZE, 1, np.random.default_rng(0))
    changed = (nobody.picture != drawn.picture).any(axis=-1)
    x, y, width, height = drawn.boxes[0].astype(int)
    assert changed[y : y + height, x : x + width].mean() > 0.15
    changed[max(y - 2, 0) : y + height + 2, max(x - 2, 0) : x + width + 2] = False
    assert not changed.any() and len(nobody.points) == len(nobody.boxes) == len(nobody.seen) == 0


def test_who_is_hidden_is_not_seen():
    crowd = draw_group(poses(), (60, 100), 12, np.random.default_rng(0), height=0.9)
    assert 0 < crowd.seen.sum() < 12
