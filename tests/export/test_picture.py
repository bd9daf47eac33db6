from typing import get_args

import cv2
import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.body.style import BodyStyle
from posestudio.common.colours import DARK, LIGHT
from posestudio.errors import PoseStudioError
from posestudio.export.canvas import Canvas
from posestudio.export.figure import floor_under
from posestudio.export.framing import sphere_around, view_around, window_around, yaw_of
from posestudio.export.picture import save_picture
from posestudio.export.picture_panels import KeypointPanel, SpacePanel, draw_bodies, draw_keypoints
from posestudio.mannequin.drawing import body_colours
from tests.fakes import CAMERA

BODY = standing_body()[None]
NONE = BODY[:0]


def share_of(picture, colour, spread=60):
    """How much of the picture is near a colour."""
    return (np.abs(picture.astype(int) - colour).max(axis=-1) < spread).mean()


def view(yaw=30.0, size=(320, 360)):
    return view_around(*sphere_around(BODY), size, yaw)


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_left_and_right_limbs_have_their_colours_and_places(palette):
    front = draw_bodies(SpacePanel(BODY, NONE), view(yaw=0), floor_under(BODY), palette).pixels
    sides = np.hsplit(front, 2)
    _, left, right = body_colours(palette)
    assert share_of(sides[1], left, 40) > 3 * share_of(sides[0], left, 40)
    assert share_of(sides[0], right, 40) > 3 * share_of(sides[1], right, 40)


@pytest.mark.parametrize("style", get_args(BodyStyle))
def test_every_style_draws_the_body_and_translucent_others(style):
    bare = draw_bodies(SpacePanel(BODY, NONE, 0.0), view(), 0.0, style=style).pixels.astype(int)
    solid = draw_bodies(SpacePanel(BODY, NONE), view(), -5.0, style=style).pixels
    faint = draw_bodies(SpacePanel(NONE, BODY), view(), 0.0, style=style, space=Canvas(bare.astype(np.uint8)))
    for name in ("left_knee", "right_elbow", "head"):
        column, row = view().project(BODY[0, BODY_INDEX[name]]).astype(int)
        assert np.abs(solid[row, column] - bare[row, column]).max() > 40
        assert 10 < np.abs(faint.pixels[row, column] - bare[row, column]).max() < 140


def test_the_view_holds_the_whole_body():
    for yaw in range(0, 360, 45):
        for size in ((320, 360), (640, 360)):
            pixels = view(yaw, size).project(BODY)
            assert (pixels > 0).all() and (pixels < size).all()
            assert np.ptp(pixels[..., 1]) > 0.4 * size[1]


def test_the_yaw_of_a_view_is_read_back():
    centre, _ = sphere_around(BODY)
    for yaw in (-120, 0, 75):
        assert yaw_of(view(yaw), centre) == pytest.approx(yaw)


def test_presence_fades_the_solid_body_in():
    changes = [
        np.abs(
            draw_bodies(SpacePanel(BODY, NONE, presence), view(), 0.0).pixels.astype(int)
            - draw_bodies(SpacePanel(BODY, NONE, 0.0), view(), 0.0).pixels
        ).mean()
        for presence in (0.0, 0.5, 1.0)
    ]
    assert changes[0] == 0 < changes[1] < changes[2]


def test_sketches_show():
    bare = draw_bodies(SpacePanel(BODY, NONE), view(), 0.0).pixels
    more = draw_bodies(SpacePanel(BODY, BODY + np.float32([0.3, 0, 0])), view(), 0.0).pixels
    assert (bare != more).any(axis=-1).mean() > 0.005


def test_a_body_behind_the_view_is_left_out():
    camera = view()
    behind = BODY + 2 * (camera.position - BODY[0, 0])
    empty = draw_bodies(SpacePanel(BODY, NONE, 0.0), camera, 0.0).pixels
    np.testing.assert_array_equal(draw_bodies(SpacePanel(BODY, behind, 0.0), camera, 0.0).pixels, empty)


def plane(visibility, projected=None):
    points = CAMERA.project(to_keypoints(BODY))
    whole = (0.0, 0.0, *map(float, CAMERA.size))
    projected = points[:0] if projected is None else projected
    return draw_keypoints(KeypointPanel(points, visibility, CAMERA.size, projected, whole), (700, 460)).pixels


def test_missing_keypoints_are_not_drawn_and_occluded_ones_are_hollow():
    visible, occluded, missing = (plane(np.full((1, 17), state)) for state in (2, 1, 0))
    assert share_of(visible, DARK.left) > share_of(occluded, DARK.left) > 0
    assert share_of(missing, DARK.left) == 0


def test_guesses_are_drawn_faintly_under_the_keypoints():
    projected = CAMERA.project(to_keypoints(BODY + np.float32([0.4, 0, 0])))
    both, alone = (plane(np.full((1, 17), 2), which) for which in (projected, None))
    changed = (both != alone).any(axis=-1)
    assert 0 < changed.mean() < 0.1


def test_the_window_is_around_what_was_observed():
    points = np.array([[10, 20], [110, 60], [5000, 5000]], float)
    window = window_around(points, np.array([True, True, False]), (640, 480))
    assert window == (-15, -5, 135, 85)
    assert window_around(points, np.zeros(3, bool), (640, 480)) == (0, 0, 640, 480)


def test_a_picture_file_holds_the_picture(tmp_path):
    picture = np.zeros((20, 30, 3), np.uint8)
    picture[5:10, 5:10] = (255, 0, 0)
    save_picture(tmp_path / "a.png", picture)
    read = cv2.cvtColor(cv2.imread(str(tmp_path / "a.png")), cv2.COLOR_BGR2RGB)
    np.testing.assert_array_equal(read, picture)
    with pytest.raises(PoseStudioError, match=r"a\.tga: expected a name ending in \.png"):
        save_picture(tmp_path / "a.tga", picture)


def test_the_floor_is_under_the_feet():
    assert BODY[..., BODY_INDEX["left_toe"], 1].min() - 0.1 < floor_under(BODY) < BODY[..., 1].min()
