"""The picture on the image plane in space: what a straight lens would have seen."""

import numpy as np
import pytest

from posestudio.app.display.scenes import straightened
from posestudio.geometry.camera import Camera


@pytest.mark.parametrize(
    ("model", "lens"),
    [("fisheye", (-0.02, 0.01, -0.003, 0.0005)), ("pinhole", (-0.25, 0.05, 0.001, -0.002, 0.0))],
)
@pytest.mark.parametrize("shown", [(400, 300), (200, 150)])
def test_a_point_of_the_picture_lies_on_its_ray(model, lens, shown):
    K = np.array([[220.0, 0, 205], [0, 215, 148], [0, 0, 1]])
    camera = Camera(K, np.eye(3), np.zeros(3), (400, 300), lens, model=model)
    scale = shown[0] / 400
    for ray in ([0.0, 0.0, 1.0], [0.6, -0.4, 1.0], [-0.5, 0.3, 1.0]):
        seen = camera.project(ray) * scale
        across, down = np.meshgrid(np.arange(shown[0]) + 0.5, np.arange(shown[1]) + 0.5)
        spot = np.exp(-((across - seen[0]) ** 2 + (down - seen[1]) ** 2) / (2 * (6 * scale) ** 2))
        pixels = np.repeat((spot * 255)[..., None], 4, -1).astype(np.uint8)
        straight = straightened(pixels, camera)[..., 0].astype(float)
        found = np.array([(straight * across).sum(), (straight * down).sum()]) / straight.sum()
        assert found == pytest.approx((K @ ray)[:2] * scale, abs=2.0 * scale)


def test_without_distortion_the_picture_is_unchanged():
    pixels = np.zeros((30, 40, 4), np.uint8)
    assert straightened(pixels, Camera.default((40, 30))) is pixels
