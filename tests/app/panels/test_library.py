from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from posestudio.app.files import library
from posestudio.app.files.library import list_folder
from posestudio.app.panels import LibraryPanel
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip


@pytest.fixture
def folder(tmp_path, clip):
    home = tmp_path / "captures"
    (home / "walks").mkdir(parents=True)
    save_bvh(home / "walks" / "slow.bvh", to_clip(clip.bodies))
    save_bvh(home / "jump.bvh", to_clip(clip.bodies[:2]))
    (home / "broken.bvh").write_text("nonsense")
    (home / "notes.txt").write_text("x")
    (home / ".hidden.bvh").write_text("x")
    return home


@pytest.fixture
def panel(qtbot, session):
    made = LibraryPanel(session)
    made.resize(240, 500)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_down()


def titles(panel):
    model = panel.model
    return [model.entry(model.index(row)).title for row in range(model.rowCount())]


def line(panel, row):
    return panel.model.data(panel.model.index(row)).split("\n")[1]


def test_an_empty_library_explains_itself(panel):
    assert panel.empty.isVisible() and not panel.list.isVisible()


def test_folders_are_listed_searched_and_remembered(qtbot, panel, folder, session):
    panel.add_folder(folder)
    qtbot.waitUntil(lambda: titles(panel) == ["broken.bvh", "jump.bvh", "walks/slow.bvh"])
    panel.search.setText("walk slow")
    assert titles(panel) == ["walks/slow.bvh"] and panel.count.text() == "1 of 3 files"
    other = LibraryPanel(session)
    assert other.folders == [folder]
    other.close_down()
    panel.remove_folder(folder)
    assert panel.empty.isVisible() and titles(panel) == []


def test_visible_rows_get_pictures_and_descriptions(qtbot, panel, folder):
    panel.add_folder(folder)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3 and line(panel, 2) == "6 frames, 0.2 s")
    qtbot.waitUntil(lambda: line(panel, 0) == "cannot be read")
    tip = panel.model.data(panel.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "broken.bvh" in tip
    assert not panel.model.data(panel.model.index(2), Qt.ItemDataRole.DecorationRole).isNull()


def test_a_clip_is_scrubbed_and_opened_at_a_frame(qtbot, panel, folder):
    panel.add_folder(folder)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    panel.list.setCurrentIndex(panel.model.index(2))
    qtbot.waitUntil(panel.frames.isVisible)
    panel.frames.setValue(4)
    with qtbot.waitSignal(panel.frame_requested) as asked:
        qtbot.mouseDClick(panel.preview, Qt.MouseButton.LeftButton)
    assert asked.args == [folder / "walks" / "slow.bvh", 4]
    with qtbot.waitSignal(panel.open_requested) as asked:
        panel.list.activated.emit(panel.model.index(1))
    assert asked.args == [folder / "jump.bvh"]
    panel.list.setCurrentIndex(panel.model.index(0))
    assert not panel.frames.isVisible()


def test_a_folder_is_dropped(qtbot, panel, folder):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(folder / "jump.bvh"))])
    nothing, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, nothing))
    assert panel.folders == [folder]


def test_thousands_of_files_are_listed_in_the_background(qtbot, panel, tmp_path, monkeypatch):
    for number in range(5000):
        (tmp_path / f"{number:05}.bvh").touch()
    threads = []
    monkeypatch.setattr(
        library, "list_folder", lambda folder: threads.append(current_thread()) or list_folder(folder)
    )
    panel.add_folder(tmp_path)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5000)
    assert main_thread() not in threads
    panel.search.setText("0499")
    assert panel.model.rowCount() == 11  # 00499, and 04990 to 04999
    panel.search.setText("")
    assert panel.model.rowCount() == 5000


def test_a_folder_that_is_gone_is_empty(qtbot, panel, tmp_path):
    panel.add_folder(tmp_path / "gone")
    with qtbot.waitSignal(panel.model.listed, timeout=2000, raising=False):
        panel.refresh()
    assert titles(panel) == [] and list_folder(tmp_path / "gone") == []
