"""Progress on the picture itself, and the buttons of a picture without people."""

import pytest
from PySide6.QtGui import QGuiApplication

from posestudio.app.start.about import AboutDialog, credits_html
from posestudio.common.version import __version__
from tests.app.gestures import click, drop
from tests.app.test_photographs import photograph

pytestmark = pytest.mark.gl


def press(button):
    click(button, button.rect().center())


def test_a_search_shows_on_the_picture_and_is_cancelled_there(qtbot, window, detector, tmp_path):
    detector.held = True
    drop(window, photograph(tmp_path))
    progress = window.progress.pictures[0]
    qtbot.waitUntil(progress.words.isVisible)
    assert progress.line.isVisible() and progress.words.label.text() == "Finding people in group.jpg"
    offers = window.editor.findChild(type(window.editor._offers))
    assert not offers.isVisible()
    press(progress.words.cancel)
    qtbot.waitUntil(lambda: not window.detection.busy)
    assert progress.line.isHidden() and progress.words.isHidden()
    detector.held = False
    assert [button.text() for button in offers.buttons] == [
        "Detect everybody (Shift+D)",
        "Add person (draw box) (Ctrl+B)",
        "Add person by hand (Shift+N)",
    ]
    press(offers.buttons[0])
    qtbot.waitUntil(lambda: not window.document.state.empty)
    assert offers.isHidden()


def test_a_lift_shows_on_the_3d_view_only_where_it_takes_long(qtbot, studio, lifter):
    line = studio.progress.view.line
    assert line.isHidden()
    lifter.hold()
    studio.document.joints.mark_missing([9])
    qtbot.waitUntil(line.isVisible)
    lifter.release()
    qtbot.waitUntil(line.isHidden)


def test_about_names_whose_work_is_in_it_and_copies_the_version(window):
    window.actions_by_id["about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    for name in ("CMU Graphics Lab", "Leeds Sports Pose", "MoveNet", "NanoDet", "research use only"):
        assert name in credits_html()
    press(dialog.copy)
    assert QGuiApplication.clipboard().text().startswith(f"PoseStudio {__version__}\nPython ")
    dialog.close()
