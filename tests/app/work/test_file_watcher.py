import os

import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.work.file_watcher import FileWatcher
from posestudio.common.atomic_files import atomic_write
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "walk.bvh"
    path.write_text("one")
    return path


def test_a_file_written_or_replaced_is_noticed_each_time(qtbot, qapp, file):
    watcher = FileWatcher()
    watcher.watch([file])
    with qtbot.waitSignal(watcher.changed, timeout=3000) as caught:
        file.write_text("another")
    assert caught.args == [file]
    with qtbot.waitSignal(watcher.changed, timeout=3000), atomic_write(file) as temporary:
        temporary.write_text("and again")


def test_other_files_and_unchanged_ones_are_not_reported(qtbot, qapp, file):
    watcher = FileWatcher()
    watcher.watch([file])
    with qtbot.assertNotEmitted(watcher.changed, wait=700):
        (file.parent / "other.bvh").write_text("x")
    watcher.watch([])
    with qtbot.assertNotEmitted(watcher.changed, wait=500):
        os.remove(file)


@pytest.mark.gl
def test_a_clip_changed_on_disk_is_reloaded_with_its_edits(qtbot, window, clip, tmp_path):
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(clip.bodies))
    window.open([path])
    qtbot.waitUntil(lambda: not window.document.state.empty)
    window.document.joints.mirror()
    save_bvh(path, to_clip(clip.bodies[:3]))
    qtbot.waitUntil(window.banner.isVisible, timeout=5000)
    assert "walk.bvh has changed" in window.banner.label.text()
    window.banner.offer.click()
    qtbot.waitUntil(lambda: window.document.state.source.frames == 3, timeout=5000)
    assert window.document.state.keypoint_edit is not None
    window.document.undo()
    assert window.document.state.source.frames == 6


def opened(qtbot, window, *paths):
    window.open(list(paths))
    qtbot.waitUntil(
        lambda: window.document.state.source.name == paths[0].name and window.lift_scheduler.settled
    )


@pytest.mark.gl
def test_the_offer_to_reload_is_removed_with_its_file(qtbot, window, clip, tmp_path):
    one, other = tmp_path / "one.bvh", tmp_path / "other.bvh"
    for path in (one, other):
        save_bvh(path, to_clip(clip.bodies))
    opened(qtbot, window, one)
    save_bvh(one, to_clip(clip.bodies[:3]))
    qtbot.waitUntil(window.banner.isVisible)
    button = window.banner.offer
    opened(qtbot, window, other)
    assert window.banner.isHidden()
    window.document.joints.mirror()
    state = window.document.state
    button.click()  # as somebody does who was about to
    window.reloading.reload(one)
    window.tasks.run(lambda: None, lambda _: state_after.append(window.document.state), print)
    state_after = []
    qtbot.waitUntil(lambda: bool(state_after))
    assert state_after == [state]
    window.document.history.setClean()


@pytest.mark.gl
def test_each_of_two_changed_files_is_offered(qtbot, window, clip, tmp_path):
    path, picture = tmp_path / "walk.bvh", tmp_path / "behind.png"
    save_bvh(path, to_clip(clip.bodies))
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    image.save(str(picture))
    opened(qtbot, window, path, picture)
    qtbot.waitUntil(lambda: window.document.state.picture is not None)
    save_bvh(path, to_clip(clip.bodies[:3]))
    image.fill(QColor("red"))
    image.save(str(picture))
    os.utime(picture, (1, 1))
    for _ in range(2):
        qtbot.waitUntil(window.banner.isVisible)
        window.file_watcher._look()
        window.banner.offer.click()
    qtbot.waitUntil(lambda: window.document.state.source.frames == 3)
    qtbot.waitUntil(lambda: window.document.state.picture.image.pixelColor(5, 5) == QColor("red"))
    assert window.banner.isHidden()
