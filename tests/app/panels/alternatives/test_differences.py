"""How poses differ, in words; and the view in which pictures tell them apart."""

import numpy as np
import pytest

from posestudio.app.panels.alternatives.differences import difference
from posestudio.app.panels.alternatives.pictures import picture_of, reach_of, telling_azimuth
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body

FIRST = standing_body() - standing_body()[0]


def moved(names, by):
    pose = FIRST.copy()
    pose[[BODY_INDEX[name] for name in names]] += np.float32(by)
    return pose


@pytest.mark.parametrize(
    ("names", "by", "words"),
    [
        (["left_wrist"], (0, 0, 0.4), "left arm forward"),
        (["right_wrist"], (-0.4, 0, 0), "right arm out"),
        (["right_ankle"], (0, 0.3, -0.1), "right leg higher"),
        (["left_wrist", "right_wrist"], (0, 0, -0.4), "arms back"),
        (["left_wrist"], (0, 0, 0.05), ""),
    ],
)
def test_the_limb_that_is_elsewhere_is_named(names, by, words):
    other = moved(names, by)
    assert difference(FIRST, other, other[None]) == words


def test_a_turned_body_is_named_as_that_alone_and_what_is_uncertain_is_not():
    turned = FIRST * np.float32([-1, 1, -1])
    assert difference(FIRST, turned, turned[None]) == "facing the other way"
    aside = FIRST[:, [2, 1, 0]] * np.float32([1, 1, -1])
    assert difference(FIRST, aside, aside[None]) == "body turned to its left"
    forward, back = moved(["left_wrist"], (0, 0, 0.9)), moved(["left_wrist"], (0, 0, -0.4))
    assert difference(FIRST, moved(["left_wrist"], (0, 0, 0.25)), np.stack([forward, back])) == ""
    assert difference(FIRST, np.full_like(FIRST, np.nan), FIRST[None]) == ""


def test_poses_that_differ_in_depth_are_seen_from_the_side_and_the_view_stays():
    poses = [FIRST, moved(["left_wrist", "left_ankle"], (0, 0, 0.6))]
    azimuth = telling_azimuth(poses, [0.6, 0.4], camera_azimuth=0.0)
    assert 50 <= abs(azimuth) <= 90
    assert telling_azimuth(poses, [0.6, 0.4], 0.0, before=-azimuth) == -azimuth
    image = picture_of(
        poses[1], (60, 52), "light", azimuth, reach_of(poses, azimuth, 60 / 52), (255, 255, 255)
    )
    assert (image.width(), image.height()) == (60, 52)
    rim = [image.pixelColor(x, y).lightness() for x in range(60) for y in (0, 51)]
    within = [image.pixelColor(x, y).lightness() for x in range(20, 40) for y in range(10, 42)]
    assert min(rim) > 200 and min(within) < 200
