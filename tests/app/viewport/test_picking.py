import numpy as np
import pytest

from posestudio.app.viewport import Scene
from posestudio.app.viewport.picking import Sight, nearest_body, nearest_joint
from posestudio.app.viewport.views import OrbitView
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body

PIXELS = np.stack([np.full((29, 2), 100.0), np.full((29, 2), 300.0)])
PIXELS[..., 0] += 30 * np.arange(29)
DEPTHS = np.full((2, 29), 4.0)


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
    body = np.full((1, 29, 2), np.nan)
    body[0, BODY_INDEX["left_hip"]] = (100, 100)
    body[0, BODY_INDEX["left_knee"]] = (100, 200)
    depths = np.ones((1, 29))
    assert nearest_joint(body, depths, (103, 150)) is None
    assert nearest_body(body, depths, (103, 150)) == 0
    assert nearest_body(body, depths, (130, 150)) is None


def test_a_sight_finds_joints_bodies_and_depths_of_its_scene():
    body = standing_body()
    bodies = np.stack([body, body + np.float32([0.8, 0, 0])])
    sight = Sight(Scene(bodies, selected=0), OrbitView(azimuth=0, elevation=0), (640, 480))
    knee, ankle = (BODY_INDEX[f"right_{name}"] for name in ("knee", "ankle"))
    pixels, depths = sight.project(bodies)
    assert sight.joint_at(tuple(pixels[1, knee])) == (1, knee)
    shin = tuple((pixels[1, knee] + pixels[1, ankle]) / 2)
    assert sight.joint_at(shin) is None and sight.body_at(shin) == 1
    near = tuple(pixels[0, knee] + (0, 9))
    assert sight.depth_near(near) == pytest.approx(depths[0, knee])
    assert sight.project(sight.point_near(near))[0] == pytest.approx(near)
    assert (
        sight.body_at((5, 5)) is None
        and sight.depth_near((5, 5)) is None
        and sight.point_near((5, 5)) is None
    )


def test_without_a_body_nothing_is_found():
    sight = Sight(Scene(), OrbitView(), (640, 480))
    assert sight.joint_at((320, 240)) is None and sight.body_at((320, 240)) is None
    assert sight.depth_near((320, 240)) is None
