"""What the overlay of a drag says a drop will do, and that the drop does it."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, QUrl
from PySide6.QtGui import QColor, QDragLeaveEvent, QImage
from PySide6.QtWidgets import QApplication

from posestudio.app.model.picture import Picture
from tests.app.gestures import drag_in, drop, files

pytestmark = pytest.mark.gl

OPEN = "Open photo and detect people"


def offered(window, *paths):
    """The titles of what is offered for files; the drag leaves the window again."""
    data = files(*paths)
    titles = drag_in(window, data)
    QApplication.sendEvent(window.start.overlay, QDragLeaveEvent())
    assert window.start.overlay.isHidden()
    return titles


def test_each_kind_of_file_is_offered_what_can_be_done_with_it_here_and_now(window, clip, tmp_path):
    assert offered(window, "a.JPG") == [OPEN]
    assert offered(window, "a.mp4") == ["Open video"]
    assert offered(window, "a.bvh") == ["Open motion"]
    assert offered(window, "a.posestudio") == ["Open project"]
    assert offered(window, "a.safetensors") == ["Use weights"]
    assert offered(window, "a.json", "a.png") == ["Open photo with its keypoints"]
    assert offered(window, "a.bvh", "b.bvh") == ["Open all files"]
    assert offered(window, tmp_path) == ["Add folder to the library", "Open as a sequence of keypoint files"]
    assert offered(window, "notes.txt") == ["notes.txt is not a file PoseStudio can open"]
    window.document.open_source(clip)
    assert offered(window, "a.jpg") == [OPEN, "Use as background behind these joints"]
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    window.document.set_picture(Picture("p.png", image))
    assert offered(window, "a.jpg") == [OPEN]
    window.actions_by_id["workspace_train"].trigger()
    assert offered(window, "a.bvh") == ["Train on these motions", "Open motion"]


def test_the_overlay_covers_the_window_and_lights_the_zone_under_the_pointer(window, clip):
    window.document.open_source(clip)
    data = files("a.jpg")
    drag_in(window, data)
    overlay = window.start.overlay
    assert overlay.isVisible() and overlay.geometry() == window.rect()
    assert window.childAt(window.rect().center()) is overlay
    assert overlay.lit.title == OPEN
    overlay.begin(data, QPointF(window.width() - 20, 30))
    assert overlay.lit.title == "Use as background behind these joints"
    overlay.end()


def test_what_cannot_be_opened_says_why_when_it_is_dropped(qtbot, window):
    drop(window, "/somewhere/notes.txt")
    qtbot.waitUntil(window.banner.isVisible)
    assert (
        "notes.txt is not a file PoseStudio can open. PoseStudio opens photos" in window.banner.label.text()
    )


def test_a_picture_of_a_browser_is_opened_an_address_refused_and_text_left_to_the_fields(
    qtbot, window, detector
):
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    data, address, text = QMimeData(), QMimeData(), QMimeData()
    data.setImageData(image)
    address.setUrls([QUrl("https://example.org/a.jpg")])
    text.setText("walk")
    assert drag_in(window, text) == [] and window.start.overlay.isHidden()
    assert drag_in(window, address) == ["Web addresses cannot be opened"]
    assert drag_in(window, data) == [OPEN]
    window.start.overlay.lit.do()
    window.start.overlay.end()
    qtbot.waitUntil(lambda: len(detector.asked) == 1 and not window.detection.busy)
    assert window.document.state.picture.name == "Dropped picture"
