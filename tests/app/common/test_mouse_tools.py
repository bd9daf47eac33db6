"""The router: which tool gets which event, whatever the tools do."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from posestudio.app.common.mouse_tools import Tool, ToolRouter

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NO_BUTTON = Qt.MouseButton.NoButton


class Recorder(Tool):
    """Writes down what it was called for; accepts one button."""

    def __init__(self, button, log):
        super().__init__()
        self.button, self.log = button, log

    def accepts(self, event):
        return event.button() == self.button

    def press(self, event):
        self.log.append("press")

    def move(self, event):
        self.log.append("move")

    def release(self, event):
        self.log.append("release")

    def cancel(self):
        self.log.append("cancel")


class Click(Recorder):
    drags = False


class Fragile(Recorder):
    cancelled_by_any_press = True


def mouse(kind, button, buttons):
    return QMouseEvent(kind, QPointF(), QPointF(), button, buttons, Qt.KeyboardModifier.NoModifier)


def press(router, button):
    router.press(mouse(QEvent.Type.MouseButtonPress, button, button))


def move(router, buttons):
    return router.move(mouse(QEvent.Type.MouseMove, NO_BUTTON, buttons))


def release(router, button):
    router.release(mouse(QEvent.Type.MouseButtonRelease, button, NO_BUTTON))


@pytest.fixture
def log():
    return []


def test_the_button_that_began_moves_and_ends_the_tool(log):
    router = ToolRouter([Recorder(LEFT, log)])
    assert router.tool is None and not move(router, NO_BUTTON)
    press(router, RIGHT)
    assert router.tool is None and not log
    press(router, LEFT)
    assert isinstance(router.tool, Recorder) and move(router, LEFT)
    press(router, RIGHT)
    assert move(router, LEFT | RIGHT)
    release(router, RIGHT)
    assert router.tool is not None
    release(router, LEFT)
    assert router.tool is None and log == ["press", "move", "move", "release"]


def test_the_first_tool_that_accepts_begins(log):
    other = []
    router = ToolRouter([Recorder(RIGHT, other), Recorder(LEFT, log), Recorder(LEFT, other)])
    press(router, LEFT)
    assert log == ["press"] and not other


def test_a_button_that_came_up_unseen_cancels_the_tool(log):
    router = ToolRouter([Recorder(LEFT, log)])
    press(router, LEFT)
    assert not move(router, RIGHT)
    release(router, LEFT)
    assert router.tool is None and log == ["press", "cancel"]


def test_a_second_press_of_the_same_button_cancels_and_begins_anew(log):
    router = ToolRouter([Recorder(LEFT, log)])
    press(router, LEFT)
    press(router, LEFT)
    assert router.tool is not None and log == ["press", "cancel", "press"]


@pytest.mark.parametrize("button", [LEFT, RIGHT, MIDDLE])
def test_any_press_may_be_all_it_takes_to_cancel(log, button):
    router = ToolRouter([Fragile(LEFT, log)])
    press(router, LEFT)
    press(router, button)
    assert router.tool is None and log == ["press", "cancel"]


def test_a_click_leaves_no_tool_at_work(log):
    router = ToolRouter([Click(LEFT, log)])
    press(router, LEFT)
    assert router.tool is None and not move(router, LEFT)
    release(router, LEFT)
    router.cancel()
    assert log == ["press"]


def test_cancelled_is_cancelled_once(log):
    router = ToolRouter([Recorder(LEFT, log)])
    press(router, LEFT)
    router.cancel()
    router.cancel()
    release(router, LEFT)
    assert log == ["press", "cancel"]
