"""A figure without a photograph is posed: a hand pulled in 3D, locked, a joint turned, a keypoint dragged, undone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.posing.segments import bones_of
from tests.app.gestures import click, drag

pytestmark = pytest.mark.gl

HAND, OTHER = BODY_INDEX["left_wrist"], BODY_INDEX["right_wrist"]
STILL = [BODY_INDEX[name] for name in ("hips", "head", "left_ankle", "right_ankle", "left_toe")]


def lengths(body):
    return np.linalg.norm(bones_of(np.asarray(body, np.float64)), axis=-1)


def test_a_figure_is_posed(qtbot, window):
    document, view = window.document, window.viewport.active_view
    window.opening.open_standing_pose()
    qtbot.waitUntil(lambda: document.result is not None and window.lift_scheduler.settled)
    window.actions_by_id["handles"].trigger()
    body = document.selected_body().copy()

    def spot(joint):
        pixel, _ = view.controller.sight.project(document.selected_body()[joint])
        return QPointF(*map(float, pixel))

    # A hand is pulled: the other arm and the feet stay; the pose is there before anything is sampled.
    drag(view, spot(HAND), QPoint(30, -60))
    posed = document.selected_body().copy()
    assert np.linalg.norm(posed[HAND] - body[HAND]) > 0.1
    assert np.abs(posed - body)[[*STILL, OTHER]].max() < 0.005
    assert lengths(posed) == pytest.approx(lengths(body), abs=1e-4)
    assert document.history.undoText() == "Move left wrist" and not document.state.pinned
    qtbot.waitUntil(lambda: window.lift_scheduler.settled)
    assert document.selected_body() == pytest.approx(posed, abs=1e-5)

    # Locked, it stays while the other hand is pulled beyond reach.
    click(view, spot(HAND))
    assert HAND in document.state.pinned
    drag(view, spot(OTHER), QPoint(-120, 40))
    assert document.selected_body()[HAND] == pytest.approx(posed[HAND], abs=0.005)
    window.actions_by_id["release_pins"].trigger()
    assert not document.state.pinned

    # In the picture, the body follows a keypoint; with Alt the keypoint goes alone.
    point = document.state.points[COCO_INDEX["right_wrist"]].copy()
    drag(window.editor, window.editor.joint_position(COCO_INDEX["right_wrist"]), QPoint(10, -20))
    assert document.state.posed is not None
    assert np.linalg.norm(document.state.points[COCO_INDEX["right_wrist"]] - point) > 5
    assert lengths(document.state.posed) == pytest.approx(lengths(body), abs=1e-4)
    drag(
        window.editor,
        window.editor.joint_position(COCO_INDEX["right_wrist"]),
        QPoint(10, -20),
        keys=Qt.KeyboardModifier.AltModifier,
    )
    assert document.state.posed is None

    while document.history.canUndo():
        window.actions_by_id["undo"].trigger()
    assert document.state.posed is None and not document.state.pinned
