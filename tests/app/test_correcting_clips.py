"""A clip that was read wrongly, or with doubts, is asked about, corrected by hand and read again."""

import numpy as np
import pytest

from posestudio.app.files.rig_dialog import RigDialog
from posestudio.app.model.any_file import ClipOptions, read
from posestudio.body.layouts import BODY_INDEX
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_files import Rig, load_rig
from tests.mocap.rig_makers import DIALECTS, make_clip, walking
from tests.mocap.test_handedness import mirrored
from tests.mocap.test_people import two_people


@pytest.fixture(autouse=True)
def rigs(monkeypatch, tmp_path):
    folder = tmp_path / "rigs"
    for module in ("model.stored_rigs", "files.rig_dialog"):
        monkeypatch.setattr(f"posestudio.app.{module}.rigs_folder", lambda: folder)
    return folder


def choose(box, value):
    assert box.findData(value) >= 0
    box.setCurrentIndex(box.findData(value))


def test_the_dialog_keeps_axes_and_unit_with_the_joints(qtbot, tmp_path, rigs):
    clip = make_clip(DIALECTS["daz"])
    dialog = RigDialog(clip, Rig({}, FileAxes(unit=0.02)))
    qtbot.addWidget(dialog)
    assert dialog.unit.currentData() == 0.02 and dialog.up.currentData() is None
    choose(dialog.up, "z")
    choose(dialog.unit, 0.001)
    choose(dialog.handedness, "left")
    kept = load_rig(dialog.save())
    assert kept.axes == FileAxes("z", 0.001, "left") and kept["left_knee"] == "lShin"
    again = RigDialog(clip, kept)
    qtbot.addWidget(again)
    assert again.rig() == kept


def test_what_is_kept_of_a_skeleton_is_used_when_its_clips_are_opened(qtbot, tmp_path, rigs):
    path = tmp_path / "clip.bvh"
    save_bvh(path, make_clip(DIALECTS["daz"]))
    before = read(path).content.bodies
    dialog = RigDialog(load_bvh(path), {})
    qtbot.addWidget(dialog)
    choose(dialog.unit, 0.1)
    dialog.save()
    assert np.allclose(read(path).content.bodies, 10 * before, atol=1e-3)
    clip_options = ClipOptions(FileAxes(unit=0.01))
    assert np.allclose(read(path, clip_options=clip_options).content.bodies, before, atol=1e-4)


def test_a_name_that_no_one_knows_is_told_in_the_dialog(qtbot):
    clip = make_clip({**DIALECTS["daz"], "elbow": "{l}Mystery"})
    dialog = RigDialog(clip, {})
    qtbot.addWidget(dialog)
    assert "found by the rig's shape" in dialog.message.text().lower()


@pytest.mark.gl
def test_a_doubtful_clip_is_asked_about_and_read_again(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "mirror.bvh"
    save_bvh(path, mirrored(to_clip(walking().astype(np.float32)), 0))
    window.open([path])
    qtbot.waitUntil(window.banner.isVisible)
    assert "left-handed" in window.banner.label.text()
    hips = [BODY_INDEX["left_hip"], BODY_INDEX["right_hip"]]
    left, right = window.document.state.source.bodies[0, hips, 0]
    assert left > right

    def keep_as_it_is(dialog):
        choose(dialog.handedness, "right")
        return True

    monkeypatch.setattr(RigDialog, "exec", keep_as_it_is)
    window.banner.offer.click()
    qtbot.waitUntil(lambda: np.diff(window.document.state.source.bodies[0, hips, 0])[0] > 0)
    assert not window.banner.isVisible()


@pytest.mark.gl
def test_another_person_of_a_clip_is_chosen(qtbot, window, tmp_path, monkeypatch):
    path = tmp_path / "two.bvh"
    save_bvh(path, two_people(one_root=False))
    window.open([path])
    qtbot.waitUntil(window.banner.isVisible)
    assert "2 people" in window.banner.label.text()

    def second(dialog):
        choose(dialog.person, 1)
        return True

    monkeypatch.setattr(RigDialog, "exec", second)
    assert window.actions_by_id["correct_clip"].isEnabled()
    window.actions_by_id["correct_clip"].trigger()
    qtbot.waitUntil(lambda: window.document.state.source.bodies[0, 0, 0] > 2)
