import numpy as np
import pytest

from posestudio.app.viewport import Scene
from posestudio.app.viewport.drawing import bodies, scenery
from posestudio.app.viewport.picking import nearest_body, nearest_joint
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.common.colours import DARK, LIGHT, palette
from posestudio.geometry.camera import Camera


def crowd(count):
    return np.repeat(standing_body()[None], count, axis=0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"hypotheses": np.zeros((2, 17, 3))}, r"hypotheses of shape \(any, 27, 3\), got \(2, 17, 3\)"),
        ({"ghost": np.zeros((27, 2))}, "ghost"),
        ({"opacity": np.zeros(3)}, "opacity"),
        ({"trails": np.zeros((4, 27, 3))}, "trails"),
        ({"picture": np.zeros((4, 4, 3))}, "uint8"),
        ({"picture": np.zeros((4, 4), dtype=np.uint8)}, "picture"),
        ({"hypotheses": crowd(2), "best": 2}, "from 0 to 1, got 2"),
        ({"hypotheses": crowd(2), "solid": (-1,)}, "from 0 to 1, got -1"),
    ],
)
def test_scene_says_what_it_expected(fields, message):
    with pytest.raises(ValueError, match=message):
        Scene(**fields)


def test_best_comes_first_and_once():
    assert Scene(crowd(5), best=3, solid=(1, 3)).solid_indices == (3, 1)


def test_subject_leaves_out_what_is_not_finite():
    broken = crowd(2)
    broken[0, 3] = np.nan
    assert Scene(broken, best=0).subject.shape == (26, 3)
    assert Scene(broken).subject.shape == (53, 3)
    assert Scene().subject.shape == (0, 3)


def test_palettes_tell_left_from_right_and_stand_out_from_their_background():
    for colours in (LIGHT, DARK):
        for side in ("left", "right", "middle"):
            apart = np.subtract(colours.of_side(side), colours.background)
            assert np.abs(apart).max() > 90
        assert np.abs(np.subtract(colours.left, colours.right)).max() > 120
    with pytest.raises(ValueError, match="sepia"):
        palette("sepia")


def test_sticks_run_from_parent_to_child_in_the_childs_colour():
    body = standing_body()
    ends = bodies.body_sticks(body[None])
    colours = bodies.stick_colours(np.array([0.5]), LIGHT)
    shin = np.concatenate([body[BODY_INDEX["left_knee"]], body[BODY_INDEX["left_ankle"]]])
    row = np.flatnonzero((ends == shin).all(axis=1))
    assert len(row) == 1
    assert tuple(colours[row[0]]) == (*LIGHT.left, 128)
    assert len(ends) == len(colours) == bodies.BONES


def test_capsules_of_two_bodies_are_those_of_each():
    pair = np.stack([standing_body(), standing_body() + 1])
    ends, radii = bodies.body_capsules(pair)
    assert len(ends) == len(radii) == len(bodies.capsule_colours(2, DARK))
    first, _ = bodies.body_capsules(pair[:1])
    assert np.allclose(ends[: len(first)], first)
    assert np.allclose(ends[len(first) :], first + 1, atol=1e-5)


def test_many_hypotheses_are_fainter_and_weights_shape_them():
    assert bodies.faint_opacity(1000, None)[0] < bodies.faint_opacity(4, None)[0]
    light, heavy = bodies.faint_opacity(2, np.array([0.0, 1.0]))
    assert 0 < light < heavy


def test_trails_fade_with_age():
    steps = np.stack([crowd(3) + step for step in range(4)])
    ends = bodies.trail_sticks(steps)
    colours = bodies.trail_colours(4, np.ones(3), LIGHT)
    assert ends.shape == (3 * 3 * len(bodies.TRAIL_JOINTS), 6)
    assert len(colours) == len(ends)
    assert colours[0, 3] < colours[-1, 3]


def test_image_corners_are_the_pictures_corners():
    camera = Camera.look_at((1, 1.5, 3), (0, 0.9, 0), 50, (1280, 720), roll=10)
    corners = camera.project(scenery.image_corners(camera))
    assert corners == pytest.approx(np.array([[0, 0], [1280, 0], [1280, 720], [0, 720]]), abs=0.05)


def darkness(bodies, x, z):
    """How dark the floor is at a place: the alphas of all discs there, laid over each other."""
    discs, colours = scenery.contact_shadows(bodies, 0.0, LIGHT)
    inside = np.maximum(1 - ((discs[:, [0, 2]] - (x, z)) ** 2).sum(1) / discs[:, 3] ** 2, 0)
    return 1 - np.prod(1 - colours[:, 3] / 255 * inside**2)


def test_shadow_is_darkest_under_the_feet_and_soft_under_the_rest():
    body = standing_body()
    toe = darkness(body[None], *body[BODY_INDEX["left_toe"], [0, 2]])
    beside = darkness(body[None], body[BODY_INDEX["left_toe"], 0] + 0.3, 0.0)
    assert toe > 2 * beside > 0
    assert darkness(body[None], 1.5, 0.0) == 0


def test_a_leaping_body_casts_one_soft_disc_and_a_sunken_one_none():
    body = standing_body()
    leaping, toe = body[None] + np.array([0, 1, 0]), body[BODY_INDEX["left_toe"], [0, 2]]
    discs, _ = scenery.contact_shadows(leaping, 0.0, LIGHT)
    assert len(discs) == 1
    assert 0 < darkness(leaping, *toe) < darkness(body[None], *toe)
    assert darkness(body[None] - np.array([0, 3, 0]), *toe) == 0


def test_joints_that_are_nowhere_cast_no_shadow():
    body = standing_body()
    partly = body.copy()
    partly[BODY_INDEX["left_toe"]] = np.nan
    discs, _ = scenery.contact_shadows(partly[None], 0.0, LIGHT)
    assert np.isfinite(discs).all()
    place = body[BODY_INDEX["left_toe"], [0, 2]]
    assert darkness(partly[None], *place) < darkness(body[None], *place)


PIXELS = np.stack([np.full((27, 2), 100.0), np.full((27, 2), 300.0)])
PIXELS[..., 0] += 30 * np.arange(27)
DEPTHS = np.full((2, 27), 4.0)


def test_nearest_joint_within_reach():
    assert nearest_joint(PIXELS, DEPTHS, (163, 104)) == (0, 2)
    assert nearest_joint(PIXELS, DEPTHS, (160, 200)) is None
    assert nearest_joint(PIXELS[:0], DEPTHS[:0], (160, 200)) is None
    assert nearest_joint(np.full_like(PIXELS, np.nan), DEPTHS, (160, 200)) is None


def test_of_two_joints_the_solid_ones_and_then_the_foremost_wins():
    both = np.stack([PIXELS[0], PIXELS[0] + 2.0])
    depths = np.stack([DEPTHS[0], DEPTHS[0] - 1])
    assert nearest_joint(both, depths, (100, 100)) == (0, 0)
    assert nearest_joint(both, depths, (100, 100), solid=(1,)) == (1, 0)
    assert nearest_joint(np.stack([PIXELS[0]] * 2), depths, (100, 100)) == (1, 0)


def test_body_is_found_along_its_bones():
    body = np.full((1, 27, 2), np.nan)
    body[0, BODY_INDEX["left_hip"]] = (100, 100)
    body[0, BODY_INDEX["left_knee"]] = (100, 200)
    depths = np.ones((1, 27))
    assert nearest_joint(body, depths, (103, 150)) is None
    assert nearest_body(body, depths, (103, 150)) == 0
    assert nearest_body(body, depths, (130, 150)) is None
