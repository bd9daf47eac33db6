from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels import HypothesesPanel
from posestudio.body.layouts import BODY_INDEX
from tests.fakes import lifted_frames


def column(panel, number):
    model = panel.model
    return [
        model.data(model.index(row, number), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())
    ]


def test_different_kinds_of_pose_are_named_and_counted(qtbot):
    document = Document()
    panel = HypothesesPanel(document, Visibility(), Alternatives(document))
    qtbot.addWidget(panel)
    (result,) = lifted_frames(hypotheses=4, trajectory=True)
    joints = result.joints.copy()
    arms = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("elbow", "wrist", "hand")]
    joints[0, 3, arms] += np.float32([0, 0, 1.0])
    document.set_result(replace(result, joints=joints))
    assert column(panel, 2) == ["A", "A", "A", "B"]
    assert "2 clusters: A 75 %, B 25 %" in panel.notes.text()
    document.set_result(None)
    assert panel.model.rowCount() == 0 and panel.notes.isHidden()


@pytest.mark.parametrize("row", [2, 3, 7, 49])
def test_a_row_of_the_result_before_selects_the_last_there_is(qtbot, row):
    """During a drag, quick results have fewer hypotheses than the rows still shown."""
    document, visibility = Document(), Visibility()
    panel = HypothesesPanel(document, visibility, Alternatives(document))
    qtbot.addWidget(panel)
    (many,), (few,) = lifted_frames(hypotheses=50), lifted_frames(hypotheses=3)
    document.set_result(many)
    document.begin_gesture()
    document.set_result(few)
    assert panel.model.rowCount() == 50
    panel.model.setData(panel.model.index(row, 0), 0, Qt.ItemDataRole.CheckStateRole)
    panel.table.selectRow(row)
    assert document.selected == 2 and document.selected_body() is not None
    document.set_result(few)
    document.end_gesture()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    assert panel.table.currentIndex().row() == document.selected
    document.select(-5)
    assert document.selected == 0
    document.set_result(None)
    document.select(row)
    assert document.selected == 0


def test_where_no_keypoint_is_known_no_error_is_told(qtbot):
    document = Document()
    panel = HypothesesPanel(document, Visibility(), Alternatives(document))
    qtbot.addWidget(panel)
    (result,) = lifted_frames(hypotheses=2, trajectory=True)
    document.set_result(replace(result, reprojection=np.array([[np.nan, 1.25]])))
    assert column(panel, 4) == ["", "1.3"]
