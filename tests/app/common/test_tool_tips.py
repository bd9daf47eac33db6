"""Tool tips that are long have several lines."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPushButton, QToolTip

from posestudio.app.common.tool_tips import show_wrapped


def test_a_long_tip_is_shown_in_lines_and_a_short_one_is_left_to_qt(qtbot):
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.show()
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), button.mapToGlobal(QPoint(2, 2)))
    button.setToolTip("Short <5")
    assert not show_wrapped(button, event)
    button.setToolTip("Poses with fewer than 5 < 9 keypoints " * 4)
    assert show_wrapped(button, event)
    assert QToolTip.text().startswith("<qt>Poses") and "5 &lt; 9" in QToolTip.text()
    QToolTip.hideText()
