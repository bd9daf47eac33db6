import pytest
from PySide6.QtCore import Qt

pytestmark = pytest.mark.gl


def reopened(qtbot, lifter, session):
    from posestudio.app.window import StudioWindow

    other = StudioWindow(load=lambda weights: lifter, session=session)
    qtbot.addWidget(other)
    other.show()
    qtbot.waitExposed(other)
    return other


def test_the_layout_is_remembered_and_put_back(qtbot, window, session, lifter):
    docks = window.workspace.docks
    docks["camera"].close()
    docks["history"].raise_()
    docks["library"].setFloating(True)
    window.workspace.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["sampler"])
    window.close()
    other = reopened(qtbot, lifter, session)
    docks = other.workspace.docks
    assert docks["camera"].isHidden() and docks["library"].isFloating()
    assert other.workspace.dockWidgetArea(docks["sampler"]) == Qt.DockWidgetArea.LeftDockWidgetArea
    other.actions_by_id["reset_layout"].trigger()
    assert not docks["camera"].isHidden() and not docks["library"].isFloating()
    assert other.workspace.dockWidgetArea(docks["sampler"]) == Qt.DockWidgetArea.RightDockWidgetArea
    other.close()


def test_the_views_have_most_of_the_room_at_first(qtbot, window):
    window.resize(1500, 900)
    window.workspace.reset()
    qtbot.waitUntil(lambda: window.viewport.width() > 400 and window.viewport.height() > 450)
    assert abs(window.viewport.width() - window.editor.width()) < 60


def test_the_3d_view_is_drawn_in_a_floating_dock_too(qtbot, studio):
    def colours():
        image = studio.viewport.grab_picture()
        return {image.pixel(x, image.height() // 2) for x in range(0, image.width(), 2)}

    dock = studio.workspace.docks["view"]
    assert len(colours()) > 8
    dock.setFloating(True)
    qtbot.waitUntil(lambda: dock.isFloating() and len(colours()) > 8, timeout=5000)
    dock.setFloating(False)
    qtbot.waitUntil(lambda: len(colours()) > 8, timeout=5000)


def test_every_panel_can_be_shown_from_the_menu(window):
    for action in window.workspace.actions_to_show():
        assert action.isCheckable() and action.text()
