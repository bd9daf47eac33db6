"""The window with the bundled example and weights."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from posestudio.app.files.opening import EXAMPLE_MOTION
from posestudio.app.shell.window import StudioWindow
from posestudio.app.viewport.views import project
from posestudio.app.work.lift_worker import load_lifter
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, LIMB_JOINTS
from posestudio.export.lifted_npz import load_lifted
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh
from tests.app.gestures import move, press, release

pytestmark = pytest.mark.gl

WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]
LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]
LONG = 60_000  # ms: torch is imported and the model loaded within


@pytest.fixture
def studio(qtbot, session):
    window = StudioWindow(load=load_lifter, session=session)
    qtbot.addWidget(window)
    window.resize(1100, 760)
    window.show()
    window.opening.open_example(EXAMPLE_MOTION)
    qtbot.waitUntil(lambda: not window.document.state.empty and window.lift_scheduler.settled, timeout=LONG)
    yield window
    window.close()


def test_the_main_job_by_hand(qtbot, studio, tmp_path):
    document, editor = studio.document, studio.editor
    assert document.result.reprojection[0, 0] < 0.02 * np.ptp(document.state.points[:, 1])
    before = document.selected_body()

    start = editor.joint_position(WRIST)
    press(editor, start)
    heights = []
    for step in range(1, 16):
        move(editor, start - QPointF(0, 6 * step))
        qtbot.waitUntil(
            lambda: np.allclose(document.result.keypoints.points[0, WRIST], document.state.points[WRIST])
        )
        heights.append(studio.viewport.scene.hypotheses[:, HAND, 1].mean())
    release(editor, start - QPointF(0, 90))
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled, timeout=LONG)
    after = document.result.joints[0]
    assert after[:, HAND, 1].mean() > before[HAND, 1] + 0.1
    assert np.abs(np.diff(heights)).max() < 0.3  # follows, does not jump

    studio.visibility.set(everyone=True, align_hips=False)
    studio.playback.go(0)
    noise = studio.viewport.scene.hypotheses
    studio.playback.go(studio.playback.last)
    assert np.abs(noise - after).mean() > 0.1
    assert studio.viewport.scene.hypotheses == pytest.approx(after)

    path = tmp_path / "pose.bvh"
    studio.exporting.export("pose", path)
    qtbot.waitUntil(path.exists, timeout=LONG)
    back = to_body(load_bvh(path))[0]
    assert np.linalg.norm(back[LIMBS] - document.selected_body()[LIMBS], axis=-1).mean() < 0.010

    document.undo()
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled, timeout=LONG)
    assert document.selected_body() == pytest.approx(before, abs=1e-4)


def test_a_hand_is_pulled_in_3d_and_the_rest_stays(qtbot, studio):
    studio.actions_by_id["handles"].trigger()
    viewport, document = studio.viewport.active_view, studio.document
    size = (viewport.width(), viewport.height())
    body = document.selected_body().copy()
    pixel, _ = project(viewport.view, body[HAND], size)
    at = QPointF(*pixel)
    press(viewport, at)
    for step in range(1, 13):
        move(viewport, at + QPointF(-3, -4) * step)
        qtbot.wait(20)
    release(viewport, at + QPointF(-36, -48))
    qtbot.waitUntil(lambda: studio.lift_scheduler.settled, timeout=LONG)
    made = document.selected_body()
    assert np.linalg.norm(made[HAND] - body[HAND]) > 0.05 and not document.state.pinned
    still = [BODY_INDEX[name] for name in ("hips", "head", "right_wrist", "left_ankle", "right_toe")]
    assert np.abs(made - body)[still].max() < 0.01
    seen, _ = project(viewport.view, made[HAND], size)
    assert seen == pytest.approx([at.x() - 36, at.y() - 48], abs=2)
    others = np.linalg.norm(document.result.joints[0, :, LIMBS] - made[LIMBS][:, None], axis=-1).mean(0)
    assert np.median(others) < 0.3  # which explain the same keypoints
    assert document.history.undoText() == "Move left wrist"
    document.undo()
    assert document.state.posed is None


def test_every_way_to_sample_works_from_the_panel_and_its_data_are_exported(qtbot, studio, tmp_path):
    panel = studio.panels.sampler.get()
    for index in range(panel.sampler.count()):
        panel.sampler.setCurrentIndex(index)
        panel.sampler.activated.emit(index)
        studio.document.end_gesture()
        qtbot.waitUntil(lambda: studio.lift_scheduler.settled, timeout=LONG)
        assert np.isfinite(studio.document.result.trajectory).all()
    assert studio.banner.isHidden()
    poses = studio.document.result.joints
    for name in ("poses.npz", "poses.json"):
        studio.exporting.export("data", tmp_path / name)
        qtbot.waitUntil((tmp_path / name).exists, timeout=LONG)
    assert load_lifted(tmp_path / "poses.npz").joints == pytest.approx(poses, abs=1e-4)
    assert json.loads((tmp_path / "poses.json").read_text())
