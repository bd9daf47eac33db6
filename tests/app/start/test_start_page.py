"""The start page in the real window: what it offers, and when it is there."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from tests.app.gestures import click
from tests.app.test_photographs import photograph

pytestmark = pytest.mark.gl


def press(button):
    click(button, button.rect().center())


def test_it_is_there_until_something_is_open_and_again_when_that_is_closed(qtbot, window):
    page = window.start.screen.page
    assert page.isVisible() and not window.workspace.isVisible()
    press(page.example)
    qtbot.waitUntil(lambda: not window.document.state.empty)
    assert page.isHidden()
    window.actions_by_id["close_document"].trigger()
    assert window.document.state.empty and page.isVisible() and window.windowTitle() == "PoseStudio"
    assert [card.text() for card in page.cards] == ["photograph.jpg"]
    qtbot.waitUntil(lambda: bool(page.cards[0].text_below))
    press(page.training)
    assert page.isHidden() and window.panels.training.get().isVisible()
    window.actions_by_id["workspace_pose"].trigger()
    assert page.isVisible()


def test_edits_are_asked_about_before_what_is_open_is_closed(studio, answers):
    studio.document.joints.mirror()
    studio.actions_by_id["close_document"].trigger()
    assert len(answers.asked) == 1 and not studio.document.state.empty


def test_a_photo_is_chosen_and_its_people_are_found(qtbot, window, detector, tmp_path, monkeypatch):
    asked = []

    def choose(parent, title, folder, kinds):
        asked.append((title, kinds))
        return [str(photograph(tmp_path))], kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    press(window.start.screen.page.photo)
    qtbot.waitUntil(lambda: len(detector.asked) == 1 and not window.detection.busy)
    assert asked[0][0] == "Open photo or video" and "*.mp4" in asked[0][1] and "*.bvh" not in asked[0][1]


def test_recent_files_are_pictures_and_one_that_is_gone_can_be_removed(qtbot, window, tmp_path):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(tmp_path / "there.png"))
    for name in ("there.png", "gone.bvh"):
        window.session.add_recent(tmp_path / name)
    screen = window.start.screen
    screen.recent.refresh()
    gone, there = screen.page.cards
    qtbot.waitUntil(lambda: there.text_below == "40 x 30 pixels" and gone.text_below == "Not found")
    painted = there.grab().toImage()
    assert painted.pixelColor(QPoint(there.width() // 2, 58)) == QColor("teal")
    assert gone.remove.isVisible() and not there.remove.isVisible()
    press(gone.remove)
    assert [card.text() for card in screen.page.cards] == ["there.png"]
    assert window.session.recent == [tmp_path / "there.png"]
    qtbot.keyClick(screen.page.cards[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.document.state.picture is not None)


def test_the_offer_to_recover_lies_over_the_page(window):
    window.studio.ask("Recover it?", "recovery", "Recover", lambda: None)
    at = window.banner.mapTo(window, window.banner.rect().center())
    under = window.childAt(at)
    assert under is window.banner or window.banner.isAncestorOf(under)
