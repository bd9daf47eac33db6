import numpy as np

from posestudio.app.viewport.drawing.shadow_mask import shadow_parts
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body

BODY = standing_body()


def test_feet_are_lowest_and_every_part_keeps_its_bodys_strength():
    parts = shadow_parts(np.stack([BODY, BODY]), np.array([1.0, 0.5]), float(BODY[:, 1].min()))
    heights = np.minimum(parts["starts"][:, 2], parts["ends"][:, 2])
    lowest = parts["ends"][heights < 0.02]
    toe = BODY[BODY_INDEX["left_toe"], [0, 2]]
    assert len(lowest) and np.abs(lowest[:, :2] - toe).sum(1).min() < 1e-6
    assert set(parts["casts"][:, 1].tolist()) == {1.0, 0.5}


def test_what_is_nowhere_or_far_below_the_floor_casts_none():
    whole = len(shadow_parts(BODY[None], np.ones(1), 0.0)["starts"])
    partly = BODY.copy()
    partly[BODY_INDEX["left_hand"]] = np.nan
    assert len(shadow_parts(partly[None], np.ones(1), 0.0)["starts"]) == whole - 1
    assert not len(shadow_parts(BODY[None] - np.array([0, 3, 0]), np.ones(1), 0.0)["starts"])
