from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from posestudio.app.document import Document
from posestudio.app.panels import HypothesesPanel
from posestudio.app.showing import Showing
from posestudio.body.layouts import BODY_INDEX
from tests.fakes import lifted_frames


def column(panel, number):
    model = panel.model
    return [
        model.data(model.index(row, number), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())
    ]


def test_different_kinds_of_pose_are_named_and_counted(qtbot):
    document = Document()
    panel = HypothesesPanel(document, Showing())
    qtbot.addWidget(panel)
    (result,) = lifted_frames(hypotheses=4, trajectory=True)
    joints = result.joints.copy()
    arms = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("elbow", "wrist", "hand")]
    joints[0, 3, arms] += np.float32([0, 0, 1.0])
    document.set_result(replace(result, joints=joints))
    assert column(panel, 2) == ["A", "A", "A", "B"]
    assert "2 kinds of pose" in panel.notes.text() and "A 75%, B 25%" in panel.notes.text()
    document.set_result(replace(result, joints=joints, trajectory=None))
    assert column(panel, 2) == [""] * 4 and "kinds" not in panel.notes.text()
    document.set_result(None)
    assert panel.model.rowCount() == 0 and panel.notes.isHidden()
