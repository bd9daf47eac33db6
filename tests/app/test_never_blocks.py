"""The window's thread is never busy for long, whatever is going on."""

import os

import pytest
from PySide6.QtCore import QPointF

from posestudio.app.sampling import load_lifter
from posestudio.app.window import StudioWindow
from posestudio.body.layouts import COCO_INDEX
from posestudio.resources import asset
from tests.app.gestures import move, press, release
from tests.app.watchdog import watched

pytestmark = pytest.mark.gl

WRIST = COCO_INDEX["left_wrist"]
LONG = 60_000  # ms
MEGABYTES = int(os.environ.get("POSESTUDIO_LARGE_BVH", "20"))
STARTING = 0.4  # seconds: with software OpenGL the first frame compiles its shaders in the window's thread
PAINTING = 0.12  # where the scene changes with every frame, and is drawn in this thread


@pytest.fixture
def studio(qtbot, session):
    window = StudioWindow(load=load_lifter, session=session)
    qtbot.addWidget(window)
    window.resize(900, 640)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()


@pytest.fixture
def large(tmp_path):
    """The bundled clip, its frames repeated."""
    head, motion = asset("example/clip.bvh").read_text().split("MOTION", 1)
    promised, pace, *frames = motion.strip().splitlines()
    times = MEGABYTES * 2**20 // sum(len(line) + 1 for line in frames)
    path = tmp_path / "large.bvh"
    with path.open("w") as stream:
        stream.write(f"{head}MOTION\nFrames: {len(frames) * times}\n{pace}\n")
        for _ in range(times):
            stream.write("\n".join(frames) + "\n")
    return path


def test_from_start_to_export(qtbot, studio, large, tmp_path):
    with watched(STARTING):
        studio.opening.open_example()
        qtbot.waitUntil(lambda: studio.lifts.settled, timeout=LONG)
    with watched(PAINTING):
        start = studio.editor.joint_position(WRIST)
        press(studio.editor, start)
        for step in range(30):
            move(studio.editor, start + QPointF(1.5, -2) * step)
            qtbot.wait(15)
        release(studio.editor, start + QPointF(45, -60))
        qtbot.waitUntil(lambda: studio.lifts.settled, timeout=LONG)
    with watched():
        studio.actions_by_id["play"].trigger()
        qtbot.wait(1000)
        studio.actions_by_id["play"].trigger()
    with watched():
        studio.actions_by_id["play_frames"].trigger()
        qtbot.wait(1000)
        studio.actions_by_id["play_frames"].trigger()
        qtbot.waitUntil(lambda: studio.lifts.settled, timeout=LONG)
    with watched():
        studio.saving.export("export_data", tmp_path / "a.npz")
        studio.saving.export("export_gltf", tmp_path / "a.glb")
        qtbot.waitUntil((tmp_path / "a.glb").exists, timeout=LONG)
    with watched():
        studio.open([large])
        qtbot.waitUntil(lambda: studio.document.state.source.name == "large.bvh", timeout=LONG)
        qtbot.waitUntil(lambda: studio.lifts.settled, timeout=LONG)
