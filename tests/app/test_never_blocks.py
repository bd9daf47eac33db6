"""Reading, writing, loading and lifting never block the window."""

import threading

import pytest
from PySide6.QtCore import QPointF, QTimer

from posestudio.app.files import opening
from posestudio.app.shell.window import StudioWindow
from posestudio.body.layouts import COCO_INDEX
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.conftest import walking
from tests.app.gestures import move, press, release

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]


class Blocked:
    """Stands for a function: notes the thread that calls it, and returns only after ``release``."""

    def __init__(self, function):
        self._function, self._released = function, threading.Event()
        self.threads: list[threading.Thread] = []

    def __call__(self, *arguments, **options):
        self.threads.append(threading.current_thread())
        assert threading.current_thread() is not threading.main_thread()
        assert self._released.wait(120)
        return self._function(*arguments, **options)

    def release(self):
        self._released.set()


def turns(qtbot, times=20):
    """Let the event loop turn ``times`` times; ends by that alone."""
    beats = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(beats) >= times)
    timer.stop()


def test_weights_that_load_slowly_hold_nothing(qtbot, session, lifter, clip):
    load = Blocked(lambda weights: lifter)
    studio = StudioWindow(load=load, session=session)
    qtbot.addWidget(studio)
    studio.show()
    qtbot.waitExposed(studio)
    studio.document.open_source(clip)
    qtbot.waitUntil(lambda: bool(load.threads))
    turns(qtbot)
    start = studio.editor.joint_position(WRIST)
    press(studio.editor, start)
    move(studio.editor, start + QPointF(20, -20))
    moved = studio.editor.joint_position(WRIST) - start
    assert (moved.x(), moved.y()) == pytest.approx((20, -20), abs=1)
    release(studio.editor, start + QPointF(20, -20))
    assert studio.document.result is None
    load.release()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled)
    assert studio.document.result is not None
    studio.close()


def test_files_that_are_read_slowly_hold_nothing(qtbot, studio, tmp_path, monkeypatch):
    read = Blocked(opening.read)
    monkeypatch.setattr(opening, "read", read)
    save_bvh(tmp_path / "slow.bvh", to_clip(walking().bodies))
    studio.open([tmp_path / "slow.bvh"])
    qtbot.waitUntil(lambda: bool(read.threads))
    turns(qtbot)
    studio.actions_by_id["next_frame"].trigger()
    assert studio.document.state.frame == 1
    read.release()
    qtbot.waitUntil(lambda: studio.document.state.source.name == "slow.bvh")


def test_files_that_are_written_slowly_hold_nothing(qtbot, studio, tmp_path, monkeypatch):
    from posestudio.export import lifted

    write = Blocked(lifted.save_lifted)
    monkeypatch.setattr(lifted, "save_lifted", write)
    studio.exporting.export("data", tmp_path / "a.npz")
    qtbot.waitUntil(lambda: bool(write.threads))
    turns(qtbot)
    assert not (tmp_path / "a.npz").exists()
    write.release()
    qtbot.waitUntil((tmp_path / "a.npz").exists)
