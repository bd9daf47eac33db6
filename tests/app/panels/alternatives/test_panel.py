"""The cards: hover shows an alternative, a click chooses it, Ctrl+click compares it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels import AlternativesPanel
from posestudio.body.layouts import COCO_INDEX, to_keypoints
from tests.app.model.test_alternatives import result_of


class Shown:
    def __init__(self, qtbot):
        self.document, self.visibility = Document(), Visibility()
        self.alternatives = Alternatives(self.document)
        self.panel = AlternativesPanel(self.document, self.alternatives, self.visibility)
        qtbot.addWidget(self.panel)
        self.panel.resize(300, 500)
        self.panel.show()

    def cards(self):
        return [self.panel.cards[one.number] for one in self.alternatives.all]


@pytest.fixture
def shown(qtbot):
    made = Shown(qtbot)
    yield made
    made.panel.close_down()


def test_hover_shows_a_click_chooses_and_ctrl_click_compares(qtbot, shown):
    result = result_of(arms=[7, 8, 9])
    shown.document.set_result(result)
    first, second = shown.cards()
    assert (first.letter, first.percent, second.percent) == ("A", "70 %", "30 %")
    assert second.difference == "arms forward" and first.isChecked() and not second.isChecked()
    where = QPointF(20, 20)
    QApplication.sendEvent(second, QEnterEvent(where, where, where))
    assert shown.visibility.previewed == shown.alternatives.rank(1)
    QApplication.sendEvent(second, QEvent(QEvent.Type.Leave))
    assert shown.visibility.previewed is None and shown.document.selected == 0
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert shown.visibility.compared_ranks(result) == [shown.alternatives.rank(1)]
    assert second.tint is not None and shown.document.selected == 0
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert shown.document.selected == shown.alternatives.rank(1) and second.isChecked()
    qtbot.waitUntil(lambda: not (first.picture.isNull() or second.picture.isNull()))


def test_a_card_stays_and_its_share_changes_during_a_drag(shown):
    shown.document.set_result(result_of(arms=[7, 8, 9]))
    before = shown.cards()
    shown.document.begin_gesture()
    shown.document.set_result(result_of(arms=range(4, 10)))
    shown.alternatives.update()
    assert shown.cards() == before and before[1].percent == "60 %" and before[1].letter == "B"
    shown.document.end_gesture()


def test_it_says_why_there_are_no_cards_or_only_one(shown):
    assert "Every 3D pose" in shown.panel.message.text()
    result = result_of(arms=())
    shown.document.set_result(replace(result, joints=np.repeat(result.joints[:, :1], 10, 1)))
    assert "much alike" in shown.panel.message.text() and not shown.panel.summary.isVisible()
    shown.document.set_result(result_of(arms=[7, 8, 9]))
    assert not shown.panel.message.isVisible() and "2 different poses" in shown.panel.summary.text()


def test_it_says_where_no_pose_takes_one_joint_to_its_keypoint(shown):
    result = result_of(arms=[7, 8, 9])
    points = np.asarray(result.camera.project(to_keypoints(result.joints[0, :1])))
    fits = replace(result, keypoints=replace(result.keypoints, points=points))
    shown.document.set_result(fits)
    assert "2 different poses" in shown.panel.summary.text()
    points = points.copy()
    points[0, COCO_INDEX["left_ankle"]] += 0.1 * np.ptp(points[0], axis=0).max()
    shown.document.set_result(replace(fits, keypoints=replace(fits.keypoints, points=points)))
    assert shown.panel.summary.text().startswith("No pose fits all keypoints")
