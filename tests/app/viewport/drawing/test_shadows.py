import numpy as np

from posestudio.app.viewport.drawing.shadows import shadow_parts
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body

BODY = standing_body()
FLOOR = float(BODY[:, 1].min())
FOOT = (BODY[BODY_INDEX["left_toe"]] + BODY[BODY_INDEX["left_heel"]])[[0, 2]] / 2


def darkness(bodies, place, strengths=None) -> float:
    """How dark the floor is at a place: all shadows there, laid over each other."""
    strengths = np.ones(len(bodies)) if strengths is None else strengths
    starts, ends = shadow_parts(bodies, strengths, FLOOR)
    along = ends[:, :2] - starts[:, :2]
    share = ((place - starts[:, :2]) * along).sum(1) / np.maximum((along**2).sum(1), 1e-6)
    share = np.clip(share, 0, 1)[:, None]
    dark, reach = (starts[:, 2:] + share * (ends - starts)[:, 2:]).T
    inside = np.maximum(1 - np.linalg.norm(place - starts[:, :2] - share * along, axis=1) / reach, 0)
    return 1 - np.prod(1 - dark * inside**2)


def test_it_is_darkest_under_the_feet_and_soft_around():
    under, beside = darkness(BODY[None], FOOT), darkness(BODY[None], FOOT + [0.2, 0])
    assert under > 2 * beside > 0
    assert darkness(BODY[None], FOOT + [2, 0]) == 0
    assert darkness(BODY[None], FOOT, np.array([0.4])) < under


def test_a_leaping_body_casts_a_weaker_one_and_a_sunken_one_none():
    leaping = BODY[None] + np.array([0, 0.6, 0])
    assert 0 < darkness(leaping, FOOT) < darkness(BODY[None], FOOT) / 2
    assert darkness(BODY[None] - np.array([0, 3, 0]), FOOT) == 0


def test_what_is_nowhere_casts_none():
    partly = BODY.copy()
    partly[[BODY_INDEX["left_toe"], BODY_INDEX["left_ankle"]]] = np.nan
    assert 0 < darkness(partly[None], FOOT) < darkness(BODY[None], FOOT)
    assert not len(shadow_parts(np.full((2, 29, 3), np.nan), np.ones(2), 0.0)[0])
