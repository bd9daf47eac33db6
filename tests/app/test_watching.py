import os

import pytest

from posestudio.app.watching import Watching
from posestudio.body.bvh import save_bvh
from posestudio.body.posing import to_clip
from posestudio.files import atomic_write


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "walk.bvh"
    path.write_text("one")
    return path


def test_a_file_written_or_replaced_is_noticed_each_time(qtbot, qapp, file):
    watching = Watching()
    watching.watch([file])
    with qtbot.waitSignal(watching.changed, timeout=3000) as caught:
        file.write_text("another")
    assert caught.args == [file]
    with qtbot.waitSignal(watching.changed, timeout=3000), atomic_write(file) as temporary:
        temporary.write_text("and again")


def test_neighbours_and_touches_are_not_noticed(qtbot, qapp, file):
    watching = Watching()
    watching.watch([file])
    with qtbot.assertNotEmitted(watching.changed, wait=700):
        (file.parent / "other.bvh").write_text("x")
    watching.watch([])
    with qtbot.assertNotEmitted(watching.changed, wait=500):
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
    assert "walk.bvh has changed" in window.banner.words.text()
    window.banner.offer.click()
    qtbot.waitUntil(lambda: window.document.state.source.frames == 3, timeout=5000)
    assert window.document.state.retouch is not None
    window.document.undo()
    assert window.document.state.source.frames == 6
