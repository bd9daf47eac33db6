"""The compass: where its balls are, and what the mouse does there."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from posestudio.app.viewport import Scene, compass
from posestudio.app.viewport.views import OrbitView
from tests.app.viewport.drawn import BODY, SIZE, drag

_Left = Qt.MouseButton.LeftButton


def test_seen_from_the_front_z_faces_the_eye_x_points_right_and_y_up():
    view = OrbitView(azimuth=0, elevation=0)
    balls = {(ball.axis, ball.sign): ball for ball in compass.balls(view, SIZE)}
    middle, reach = compass.middle(SIZE), compass.scale(SIZE) * compass.RADIUS
    assert np.subtract(balls[0, 1].pixel, middle) == pytest.approx([reach, 0], abs=1e-6)
    assert np.subtract(balls[1, 1].pixel, middle) == pytest.approx([0, -reach], abs=1e-6)
    assert balls[2, 1].nearness == pytest.approx(1)
    assert compass.ball_at(middle, view, SIZE) == balls[2, 1]


def test_a_small_view_has_none():
    assert compass.balls(OrbitView(), (400, 120)) == ()
    assert not compass.holds((390, 10), (400, 120))


@pytest.mark.gl
def test_a_click_on_a_ball_turns_the_view_and_a_second_one_turns_it_round(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    for azimuth in (90.0, 270.0):
        ball = next(b for b in compass.balls(viewport.view, SIZE) if (b.axis, b.sign) == (0, 1))
        spot = QPoint(*map(round, ball.pixel))
        drag(viewport, spot, spot, _Left)
        assert (viewport.view.azimuth, viewport.view.elevation) == (azimuth, 0.0)
    assert viewport.controller.name.startswith("Right side")


@pytest.mark.gl
def test_a_drag_on_it_orbits(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    before = viewport.view
    spot = QPoint(*map(round, compass.middle(SIZE))) + QPoint(20, 20)
    drag(viewport, spot, spot + QPoint(-40, 0), _Left)
    assert viewport.view.azimuth != before.azimuth and viewport.view.distance == before.distance
