"""Cameras that tests are made with."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from posestudio.geometry.camera import Camera

LENS = (-0.21, 0.06, 0.0012, -0.0017, 0.008)
quick = settings(max_examples=40, deadline=None)
points_in_space = st.tuples(*[st.floats(-20, 20)] * 3)


@st.composite
def cameras(draw) -> Camera:
    position = np.array(draw(points_in_space))
    direction = np.array(draw(points_in_space.filter(lambda p: np.linalg.norm(p) > 0.1)))
    size = draw(st.tuples(st.integers(16, 4000), st.integers(16, 4000)))
    return Camera.look_at(
        position, position + direction, draw(st.floats(10, 120)), size, draw(st.floats(-180, 180))
    )


def in_front_of(camera: Camera, seed: int, count: int = 20) -> np.ndarray:
    """World points (count, 3) spread over a little more than the camera's picture."""
    random = np.random.default_rng(seed)
    rays = camera.rays((random.random((count, 2)) * 1.1 - 0.05) * camera.size)
    depth = random.uniform(0.5, 20, (count, 1))
    return camera.to_world(np.concatenate([rays * depth, depth], axis=1))


def valid() -> dict:
    return Camera.look_at((0, 1.2, 4), (0, 1, 0), 50, (1280, 720)).to_json() | {"dist": list(LENS)}
