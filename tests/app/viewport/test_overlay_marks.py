"""Marks of the overlay: what is painted of a scene's limits and uncertainty, and locks."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from posestudio.app.viewport import Scene, Uncertainty
from posestudio.app.viewport.overlay_marks import halo_of, place_beside
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import LIGHT
from tests.app.gestures import move
from tests.app.viewport.drawn import BODY, likeness, pixels_of, place


def test_a_halo_is_the_ellipse_that_an_ellipsoid_covers():
    ends = np.array([[100, 50], [70, 60], [70, 50]]) + 0.0
    halo = halo_of(np.array([70.0, 50.0]), ends)
    assert halo.reach == pytest.approx((30, 10))
    assert halo.angle % 180 == pytest.approx(0)
    assert halo_of(np.array([np.nan, 0]), ends) is None


@pytest.mark.gl
def test_limits_have_a_red_ring_with_a_name_and_an_uncertain_joint_a_halo(viewport):
    knee, wrist = BODY_INDEX["right_knee"], BODY_INDEX["left_wrist"]
    plain = Scene(BODY[None], selected=0)
    viewport.show_scene(plain)
    before = pixels_of(viewport)
    unsure = Uncertainty(BODY[wrist], np.diag([0.1, 0.05, 0.05]), "±10 cm")
    viewport.show_scene(Scene(BODY[None], selected=0, limits=((knee, "right knee"),), uncertainty=unsure))
    after = pixels_of(viewport)
    ring = place(viewport, BODY[knee])
    red = after[ring.y() - 13 : ring.y() - 8, ring.x()]
    assert max(likeness(pixel, LIGHT.too_long) for pixel in red) > 0.9
    spot = place(viewport, BODY[wrist] + [0.05, 0, 0])
    assert np.abs(after - before)[spot.y(), spot.x()].max() > 15
    assert [mark.name for mark in viewport.overlay.notes.limits] == ["right knee"]
    move(viewport, place(viewport, BODY[wrist]), button=None)
    assert viewport.overlay.notes.label == "±10 cm"


@pytest.mark.gl
def test_a_pinned_joint_has_a_lock(viewport):
    ankle = BODY_INDEX["left_ankle"]
    viewport.show_scene(Scene(BODY[None], selected=0))
    shown = []
    for pinned in (frozenset(), frozenset({ankle})):
        viewport.set_handles(frozenset({ankle}), pinned)
        shown.append(pixels_of(viewport))
    spot = place(viewport, BODY[ankle])
    below = slice(spot.y() + 4, spot.y() + 6), slice(spot.x() - 5, spot.x() + 5)
    assert np.abs(shown[1][below] - LIGHT.left).max(-1).min() < 40
    assert np.abs(shown[0] - shown[1]).max() > 60


def test_words_about_joints_are_beside_the_figure_and_not_over_each_other():
    size, figure, view = QSizeF(90, 20), QRectF(200, 50, 100, 300), QRectF(0, 0, 500, 400)
    knees = [QPointF(220, 200), QPointF(225, 206), QPointF(290, 200)]
    taken = []
    for knee in knees:
        taken.append(place_beside(size, knee, figure, view, taken))
    assert taken[0].right() < figure.left() and taken[2].left() > figure.right()
    assert not taken[0].intersects(taken[1]) and not any(box.intersects(figure) for box in taken)
    assert all(abs(box.center().y() - knee.y()) < 30 for box, knee in zip(taken, knees, strict=True))


def test_where_the_figure_fills_the_view_words_are_seen_and_leave_the_joint_free():
    view = QRectF(0, 0, 300, 200)
    for x, y in ((150, 100), (295, 190), (3, 5)):
        box = place_beside(QSizeF(120, 40), QPointF(x, y), QRectF(-200, -100, 700, 500), view, ())
        assert view.contains(box)
