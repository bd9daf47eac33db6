import numpy as np
import pytest

from posestudio.app.viewport.drawing import bodies
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.common.colours import DARK, LIGHT


def test_sticks_run_from_parent_to_child_in_the_childs_colour():
    body = standing_body()
    ends = bodies.bone_lines(body[None])
    colours = bodies.bone_colours(np.array([0.5]), LIGHT)
    shin = np.concatenate([body[BODY_INDEX["left_knee"]], body[BODY_INDEX["left_ankle"]]])
    row = np.flatnonzero((ends == shin).all(axis=1))
    assert len(row) == 1
    assert tuple(colours[row[0]]) == (*LIGHT.left, 128)
    assert len(ends) == len(colours) == bodies.BONES


@pytest.mark.parametrize("style", ["capsules", "sticks"])
def test_capsules_of_two_bodies_are_those_of_each(style):
    pair = np.stack([standing_body(), standing_body() + 1])
    ends, radii = bodies.body_capsules(pair, style)
    assert len(ends) == len(radii) == len(bodies.capsule_colours(2, style, DARK))
    first, _ = bodies.body_capsules(pair[:1], style)
    assert np.allclose(ends[: len(first)], first)
    assert np.allclose(ends[len(first) :], first + 1, atol=1e-5)


def test_many_hypotheses_are_fainter_and_weights_shape_them():
    assert bodies.faint_opacity(1000, None)[0] < bodies.faint_opacity(4, None)[0]
    light, heavy = bodies.faint_opacity(2, np.array([0.0, 1.0]))
    assert 0 < light < heavy


def test_trails_fade_with_age():
    steps = np.stack([np.repeat(standing_body()[None], 3, axis=0) + step for step in range(4)])
    ends = bodies.trail_lines(steps)
    colours = bodies.trail_colours(4, np.ones(3), LIGHT)
    assert ends.shape == (3 * 3 * len(bodies.TRAIL_JOINTS), 6)
    assert len(colours) == len(ends)
    assert colours[0, 3] < colours[-1, 3]
