"""What the picture plane shows and has selected, without a widget."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.editor.plane_model import MARGIN, REACH, PlaneModel
from posestudio.body.layouts import COCO_INDEX
from tests.app.fakes import lifted

WRIST, KNEE = COCO_INDEX["left_wrist"], COCO_INDEX["right_knee"]


@pytest.fixture
def size():
    return [500.0, 400.0]


@pytest.fixture
def plane(document, size):
    made = PlaneModel(document, lambda: tuple(size))
    made.fit()
    return made


def test_the_picture_fits_until_it_is_zoomed_or_panned(plane, document, size):
    width, height = document.state.camera.size
    assert plane.view.scale == pytest.approx(min((500 - 2 * MARGIN) / width, (400 - 2 * MARGIN) / height))
    size[:] = [900.0, 900.0]
    plane.refit()
    assert plane.view.scale == pytest.approx((900 - 2 * MARGIN) / max(width, height))
    plane.zoom(2.0, (10, 10))
    before = plane.view
    size[:] = [500.0, 400.0]
    plane.refit()
    assert plane.view is before
    plane.fit()
    plane.pan(5, -3)
    before = plane.view
    plane.refit()
    assert plane.view is before


def test_joints_are_found_within_reach(plane):
    points = plane.points()
    far = points[WRIST] + (0, 5 * REACH)
    assert plane.joint_at(points[WRIST] + (REACH - 0.1, 0)) == WRIST
    assert plane.joint_at(far) in (None, *(set(range(17)) - {WRIST}))
    assert plane.person_at(points[WRIST]) is None  # the edited one is nobody else


def test_another_source_or_person_deselects(plane, document, clip):
    plane.select([WRIST, KNEE])
    document.set_frame(2)
    assert plane.selected == {WRIST, KNEE}
    document.open_source(replace(clip, name="other"))
    assert not plane.selected


def test_hovering_and_box_drawing_are_announced(plane):
    said = []
    plane.hovered.connect(said.append)
    plane.box_drawing_changed.connect(said.append)
    plane.hover(WRIST)
    plane.hover(None)
    plane.set_box_drawing(True)
    assert said == ["left wrist", "", True] and plane.box_drawing


def test_the_chosen_body_is_seen_through_the_camera(plane, document):
    assert plane.reprojection is None
    document.set_result(lifted(document))
    assert plane.reprojection.shape == (23, 2) and np.isfinite(plane.reprojection).all()


def test_a_limb_that_the_body_cannot_follow_is_found_where_it_is_drawn(plane, document):
    document.set_result(lifted(document))
    assert plane.reprojection is not None
    elbow, wrist = COCO_INDEX["left_elbow"], COCO_INDEX["left_wrist"]
    points = document.state.points.copy()
    points[wrist] += 4 * (points[wrist] - points[elbow])
    document.joints.move(points, [wrist])
    assert plane.strained()[elbow, wrist] > 1
    middle = plane.points()[[elbow, wrist]].mean(0)
    assert plane.strained_at(middle) == (elbow, wrist) and plane.strained_at(middle + 40) is None
    assert "too long" in plane.explain(wrist)
