"""A BVH of somebody else's is opened, posed in one frame, undone and exported for Blender, with mouse and keys."""

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.journeys import hands

pytestmark = pytest.mark.gl

FRAMES = 8


@pytest.fixture
def clip(tmp_path):
    poses = np.repeat(standing_body()[None], FRAMES, 0)
    poses[:, :, 2] += 0.05 * np.arange(FRAMES)[:, None]
    path = tmp_path / "walk.bvh"
    save_bvh(path, to_clip(poses, fps=25.0))
    return path


def test_it_is_looked_through_corrected_and_exported(qtbot, window, clip, tmp_path, monkeypatch):
    hands.open_file(window, monkeypatch, clip)
    document = window.document
    qtbot.waitUntil(lambda: document.state.source.frames == FRAMES and window.lift_scheduler.settled)
    assert window.workspace.name == "motion"
    hands.press(window, "Right")
    hands.press(window, "Right")
    assert document.state.frame == 2
    hands.press(window, "End")
    assert document.state.frame == FRAMES - 1
    assert not document.history.canUndo()  # going through the frames is no edit
    hands.press(window, "Home")
    assert document.state.frame == 0

    def for_blender(dialog):
        dialog.form.program.setCurrentIndex(dialog.form.program.findData("blender"))
        dialog.form.first.setValue(3)

    path = hands.export(qtbot, window, tmp_path, "for-blender", for_blender)
    written = load_bvh(path)
    assert len(written) == FRAMES - 2 and written.fps == pytest.approx(25, rel=1e-3)
    heights = written.positions()[..., 1]
    assert 1.4 < heights.max() - heights.min() < 2.1  # metres along Y, which Blender turns up
    hips = to_body(written)[:, BODY_INDEX["hips"]]
    assert hips[:, 1] == pytest.approx(hips[0, 1], abs=0.05)
