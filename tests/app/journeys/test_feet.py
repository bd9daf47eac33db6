"""Toes, heels, neck and head top are added in the picture, dragged, marked missing, saved and exported."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from posestudio.app.model.person_points import EXTRA
from posestudio.body.layouts import COCO_KEYPOINTS, OBSERVED_23, OBSERVED_KEYPOINTS, to_keypoints
from posestudio.keypoints import load_keypoints, save_keypoints
from tests.app.gestures import drag
from tests.app.sequences import seen

pytestmark = pytest.mark.gl

HEEL, TOE = (OBSERVED_KEYPOINTS.index(f"left_{part}") for part in ("heel", "toe"))
HEEL_IN_FILE = HEEL - len(COCO_KEYPOINTS)


def extra_lifted(lifter, count):
    """The extra keypoints that the last lift was given, when ``count`` of them are there."""
    extra = lifter.finished[-1]["keypoints"].extra if lifter.finished else None
    there = 0 if extra is None else int(np.isfinite(extra).all(-1).sum())
    return extra[0] if count and there == count else there == count


def test_feet_are_added_dragged_removed_saved_and_exported(qtbot, window, lifter, tmp_path):
    document, actions, plane = window.document, window.actions_by_id, window.editor.model
    save_keypoints(tmp_path / "one.json", list(seen(1).sequence))
    window.open([tmp_path / "one.json"])
    qtbot.waitUntil(lambda: document.result is not None)
    assert not plane.drawn()[list(EXTRA)].any() and not actions["remove_extra"].isEnabled()

    where = document.state.camera.project(to_keypoints(document.selected_body(), OBSERVED_23))
    actions["add_extra"].trigger()
    assert plane.drawn().all() and not actions["add_extra"].isEnabled()
    assert document.state.points[list(EXTRA)] == pytest.approx(where[list(EXTRA)], abs=0.1)
    qtbot.waitUntil(lambda: extra_lifted(lifter, 6) is not False)

    before = document.state.points.copy()
    drag(window.editor, QPointF(*plane.points()[HEEL]), QPoint(-9, -6))
    moved = document.state.points[HEEL] - before[HEEL]
    assert moved == pytest.approx(np.array([-9, -6]) / plane.view.scale, abs=0.5)
    qtbot.waitUntil(lambda: np.allclose(extra_lifted(lifter, 6)[HEEL_IN_FILE], document.state.points[HEEL]))
    actions["undo"].trigger()
    assert document.state.points == pytest.approx(before, abs=1e-3)
    actions["redo"].trigger()
    actions["remove_extra"].trigger()
    assert not plane.drawn()[list(EXTRA)].any() and actions["add_extra"].isEnabled()
    actions["undo"].trigger()

    plane.select([TOE])
    qtbot.keyClick(window.editor, Qt.Key.Key_Delete)
    assert document.state.visibility[TOE] == 0 and plane.drawn()[TOE]  # to be dragged into place again
    qtbot.waitUntil(lambda: extra_lifted(lifter, 5) is not False)

    window.saving.save_project(tmp_path / "one.posestudio")
    qtbot.waitUntil(lambda: (tmp_path / "one.posestudio").exists() and document.history.isClean())
    saved = document.state
    window.open([tmp_path / "one.posestudio"])
    qtbot.waitUntil(lambda: document.state is not saved and not document.state.empty)
    assert np.array_equal(document.state.visibility, saved.visibility)
    assert document.state.points == pytest.approx(saved.points, abs=1e-3)

    window.exporting.export("keypoints", tmp_path / "all.json")
    qtbot.waitUntil((tmp_path / "all.json").exists)
    (written,) = load_keypoints(tmp_path / "all.json")
    expected = np.where(saved.visibility[list(EXTRA), None] > 0, saved.points[list(EXTRA)], np.nan)
    assert np.allclose(written.extra[0], expected, atol=0.01, equal_nan=True)
