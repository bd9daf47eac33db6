import numpy as np
import pytest

from posestudio.app.viewport.drawing import surroundings
from posestudio.common.colours import LIGHT
from posestudio.geometry.camera import Camera


def test_image_corners_are_the_pictures_corners():
    camera = Camera.look_at((1, 1.5, 3), (0, 0.9, 0), 50, (1280, 720), roll=10)
    corners = camera.project(surroundings.image_corners(camera))
    assert corners == pytest.approx(np.array([[0, 0], [1280, 0], [1280, 720], [0, 720]]), abs=0.05)


def test_the_grid_has_the_axes_colours_at_the_origin_and_fades_out():
    ends, colours = surroundings.floor_grid(np.array([0.3, -1.2]), 0.25, LIGHT)
    assert np.allclose(ends[:, [1, 4]], 0.25)
    on_x = np.abs(ends[:, [2, 5]]).max(1) < 1e-6
    assert on_x.any() and (colours[on_x, :3] == LIGHT.axes[0]).all()
    away = np.linalg.norm(ends[:, [0, 2]] - (0, -1), axis=1)
    assert colours[away > 6, 3].mean() < colours[away < 2, 3].mean() / 4
