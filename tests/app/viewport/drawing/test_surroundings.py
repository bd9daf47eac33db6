import numpy as np
import pytest

from posestudio.app.viewport.drawing import surroundings
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.common.colours import LIGHT
from posestudio.geometry.camera import Camera


def test_image_corners_are_the_pictures_corners():
    camera = Camera.look_at((1, 1.5, 3), (0, 0.9, 0), 50, (1280, 720), roll=10)
    corners = camera.project(surroundings.image_corners(camera))
    assert corners == pytest.approx(np.array([[0, 0], [1280, 0], [1280, 720], [0, 720]]), abs=0.05)


def darkness(bodies, x, z):
    """How dark the floor is at a place: the alphas of all discs there, laid over each other."""
    discs, colours = surroundings.contact_shadows(bodies, 0.0, LIGHT)
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
    discs, _ = surroundings.contact_shadows(leaping, 0.0, LIGHT)
    assert len(discs) == 1
    assert 0 < darkness(leaping, *toe) < darkness(body[None], *toe)
    assert darkness(body[None] - np.array([0, 3, 0]), *toe) == 0


def test_joints_that_are_nowhere_cast_no_shadow():
    body = standing_body()
    partly = body.copy()
    partly[BODY_INDEX["left_toe"]] = np.nan
    discs, _ = surroundings.contact_shadows(partly[None], 0.0, LIGHT)
    assert np.isfinite(discs).all()
    place = body[BODY_INDEX["left_toe"], [0, 2]]
    assert darkness(partly[None], *place) < darkness(body[None], *place)
