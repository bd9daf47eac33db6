"""Drawn mannequins: where the camera sees them, in the colours of their sides, one before the other."""

from __future__ import annotations

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.common.colours import DARK, LIGHT
from posestudio.geometry.camera import Camera
from posestudio.mannequin import skinned
from posestudio.mannequin.drawing import bodies_layer, body_colours, shadow_layer, silhouettes_layer
from posestudio.mannequin.portrait import picture

BODY = standing_body()
CAMERA = Camera.look_at((1.2, 1.4, 4.0), (0, 0.9, 0), fov=32, size=(240, 320))


def whole(layer):
    """Opacity (height, width) of a layer on the camera's picture."""
    canvas = np.zeros((320, 240))
    (left, top), (height, width) = layer.corner, layer.coverage.shape
    canvas[top : top + height, left : left + width] = layer.coverage
    return canvas


def test_a_body_is_drawn_where_its_vertices_are_seen():
    covered = whole(bodies_layer(CAMERA, BODY[None], LIGHT))
    pixels = CAMERA.project(skinned(BODY[None])[0][0])
    rows, columns = np.nonzero(covered > 0.5)
    np.testing.assert_allclose([columns.min(), rows.min()], pixels.min(axis=0), atol=1.5)
    np.testing.assert_allclose([columns.max() + 1, rows.max() + 1], pixels.max(axis=0), atol=1.5)
    for name in ("chest", "left_knee", "right_elbow"):
        column, row = CAMERA.project(BODY[BODY_INDEX[name]]).astype(int)
        assert covered[row, column] == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_limbs_have_their_sides_colours(palette):
    pixels = np.zeros((320, 240, 3), np.uint8)
    bodies_layer(CAMERA, BODY[None], palette).lay_over(pixels)
    for side, colour in zip(("left", "right"), body_colours(palette)[1:], strict=True):
        thigh = (BODY[BODY_INDEX[f"{side}_hip"]] + BODY[BODY_INDEX[f"{side}_knee"]]) / 2
        column, row = CAMERA.project(thigh).astype(int)
        seen = pixels[row, column].astype(float)
        assert np.abs(seen / np.linalg.norm(seen) - colour / np.linalg.norm(colour)).max() < 0.12


def test_the_nearer_body_hides_the_farther_one_whatever_their_order():
    pair = np.stack([BODY, BODY + np.float32([0.1, 0, -0.8])])
    drawn = []
    for order in (pair, pair[::-1]):
        pixels = np.zeros((320, 240, 3), np.uint8)
        bodies_layer(CAMERA, order, LIGHT).lay_over(pixels)
        drawn.append(pixels.astype(int))
    assert (np.abs(drawn[0] - drawn[1]).max(axis=-1) > 3).mean() < 0.001


def test_what_is_behind_the_camera_is_not_drawn():
    behind = BODY + np.float32([0, 0, 9])
    assert bodies_layer(CAMERA, behind[None], LIGHT) is None
    assert not silhouettes_layer(CAMERA, behind[None], LIGHT.ghost, 0.5).coverage.any()
    # Around the camera, some of it is seen.
    around = bodies_layer(CAMERA, (BODY + np.float32([1.2, 0.4, 3.7]))[None], LIGHT)
    assert around is None or np.isfinite(around.colour).all()


def test_silhouettes_add_up_in_any_order():
    pair = np.stack([BODY, BODY + np.float32([0.15, 0, 0])])
    both = silhouettes_layer(CAMERA, pair, LIGHT.ghost, 0.4).coverage
    turned = silhouettes_layer(CAMERA, pair[::-1], LIGHT.ghost, 0.4).coverage
    one = silhouettes_layer(CAMERA, pair[:1], LIGHT.ghost, 0.4).coverage
    np.testing.assert_allclose(both, turned, atol=1e-6)
    assert (both >= one - 1e-6).all() and both.max() > one.max() > 0.2


def test_the_shadow_is_darkest_under_the_feet():
    shadow = whole(shadow_layer(CAMERA, BODY[None], -0.02, LIGHT.shadow))
    column, row = CAMERA.project(np.float32([0.13, -0.02, 0.05])).astype(int)
    assert shadow[row, column] > 0.6
    floating = whole(shadow_layer(CAMERA, BODY[None], -0.6, LIGHT.shadow))
    assert floating.max() < 0.6 * shadow.max()


def test_a_portrait_fills_its_picture_and_is_transparent_around():
    seen = picture(BODY, (120, 160))
    rows, columns = np.nonzero(seen[..., 3] > 200)
    assert seen.shape == (160, 120, 4) and not seen[0, :, 3].any()
    assert np.ptp(rows) > 0.75 * 160 and 0 < columns.min() and columns.max() < 119
    broken = BODY.copy()
    broken[5:20] = np.nan
    assert (picture(broken, (60, 80))[..., 3] > 200).sum() > 100
