"""The rotation gizmo: where its rings are seen, and how far a drag turns."""

import numpy as np
import pytest

from posestudio.app.viewport import RotationGizmo, Scene
from posestudio.app.viewport.gizmo import RADIUS
from posestudio.app.viewport.picking import Sight
from posestudio.app.viewport.views import OrbitView

SIZE = (600, 500)
GIZMO = RotationGizmo(np.array([0.2, 1.1, 0.1]), np.eye(3))


def sight(**view) -> Sight:
    return Sight(Scene(), OrbitView(**{"azimuth": 0.0, "elevation": 0.0, **view}), SIZE)


@pytest.mark.parametrize("orthographic", [False, True])
def test_seen_from_the_front_the_ring_about_z_is_a_circle_of_one_size(orthographic):
    seen = sight(orthographic=orthographic)
    ring = GIZMO.rings(seen)[2]
    middle, _ = seen.project(GIZMO.center)
    assert np.linalg.norm(ring.pixels - middle, axis=1) == pytest.approx(RADIUS, abs=1.5)
    beside = (float(middle[0]) + RADIUS, float(middle[1]))
    assert GIZMO.ring_at((beside[0] - 0.5 * RADIUS, beside[1] - 0.87 * RADIUS), seen) == 2
    assert GIZMO.ring_at((float(middle[0]) + 30, float(middle[1]) + 25), seen) is None


def test_only_the_front_of_a_ring_is_picked():
    seen = sight(elevation=30.0)
    ring = GIZMO.rings(seen)[1]
    pieces = ring.pixels[:-1][~ring.near]
    back = pieces[len(pieces) // 2]
    assert 20 < ring.near.sum() < 44
    assert GIZMO.ring_at((float(back[0]), float(back[1])), seen) != 1


@pytest.mark.parametrize("orthographic", [False, True])
def test_a_drag_along_a_ring_turns_right_handed_by_its_angle(orthographic):
    seen = sight(azimuth=35.0, elevation=25.0, orthographic=orthographic)
    for axis in range(3):
        ring = GIZMO.rings(seen)[axis]
        start, end = (tuple(ring.pixels[piece].tolist()) for piece in (5, 13))
        assert GIZMO.angle(axis, start, end, seen) == pytest.approx(8 * 2 * np.pi / 64, abs=1e-3)


def test_a_ring_seen_from_its_edge_turns_with_the_way_along_it():
    seen = sight()
    middle, _ = seen.project(GIZMO.center)
    x, y = middle.tolist()
    about_y = GIZMO.angle(1, (x, y), (x + RADIUS, y), seen)  # the front moves to the right
    assert about_y == pytest.approx(1.0, abs=0.05)
    assert GIZMO.angle(0, (x, y), (x, y + RADIUS), seen) == pytest.approx(1.0, abs=0.05)
