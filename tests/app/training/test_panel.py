from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.files.rig_dialog import RigDialog, rigs_folder
from posestudio.app.panels.poses import library_folder
from posestudio.app.training import TrainingPanel, data_page
from posestudio.body.standing import standing_body
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.learning.run_folder import RunFolder
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from posestudio.training.config import TrainConfig
from tests.dataset.clips import waving

LONG = 120_000  # ms: each command imports torch


@pytest.fixture
def captures(tmp_path):
    """Clips of two people who wave."""
    folder = tmp_path / "captures"
    for person, height in (("13", 0.3), ("27", 0.6)):
        bodies = np.repeat(standing_body()[None], 60, 0)
        bodies[:, [13, 14, 17, 18], 1] += 0.1 + height * np.abs(np.sin(np.arange(60) / 5))[:, None]
        bodies[:, [13, 14, 17, 18], 2] += height
        folder.mkdir(exist_ok=True)
        save_bvh(folder / f"{person}_01.bvh", to_clip(bodies))
    return folder


@pytest.fixture
def poses(tmp_path):
    """A poses file of two people, which is read without a command."""
    return saved_poses(tmp_path / "poses.npz", np.repeat(["13", "27"], 40))


def saved_poses(path, subject, clip=None):
    joints = np.concatenate([waving(40, phase=phase) for phase in (0.0, 1.0)])
    save_poses(path, Poses(joints, subject if clip is None else clip, subject, np.arange(80)))
    return path


@pytest.fixture
def panel(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(data_page, "poses_folder", lambda: tmp_path / "kept")
    monkeypatch.setattr("posestudio.app.files.rig_dialog.rigs_folder", lambda: tmp_path / "rigs")
    monkeypatch.setattr(data_page, "rigs_folder", lambda: tmp_path / "rigs")
    made = TrainingPanel()
    made.settings.network_size.setCurrentIndex(0)
    made.settings.batch.setValue(16)
    made.settings.steps.setValue(40)
    qtbot.addWidget(made)
    yield made
    made.close_down()


def read(qtbot, panel, *paths):
    panel.data.add(list(paths))
    qtbot.waitUntil(
        lambda: panel.data.poses is not None and panel.data.coverage.isVisibleTo(panel.data), timeout=LONG
    )


def test_read_clips_are_listed_and_their_poses_used_again(qtbot, panel, captures, monkeypatch):
    (captures / "13_02.bvh").write_text("nonsense")
    read(qtbot, panel, captures)
    table = panel.data.table
    rows = [[table.topLevelItem(row).text(column) for column in range(4)] for row in range(3)]
    assert rows[0][:3] == ["13_02.bvh", "0", "none"]  # clips without poses come first
    assert [row[3] for row in rows] == ["13", "13", "27"] and rows[1][2].endswith("/ 25")
    assert "1 of 3" in panel.data.status.text()
    assert "13" in panel.data.coverage.status.text() and len(load_poses(panel.data.poses))
    made = panel.data.poses
    monkeypatch.setattr(panel.data._reader, "start", lambda *_: pytest.fail("was read again"))
    read(qtbot, panel)
    assert panel.data.poses == made
    qtbot.waitUntil(lambda: table.topLevelItemCount() == 3)


def test_a_changed_clip_is_read_again(qtbot, panel, captures):
    read(qtbot, panel, captures)
    first = panel.data.poses
    save_bvh(captures / "27_01.bvh", to_clip(np.repeat(standing_body()[None], 5, 0)))
    panel.data.read()
    qtbot.waitUntil(lambda: panel.data.poses not in (None, first), timeout=LONG)
    assert len(load_poses(panel.data.poses)) < len(load_poses(first))


def test_a_rig_is_matched_by_hand_once_for_all_its_clips(qtbot, panel, captures):
    for path in captures.iterdir():  # names that nobody knows
        text = path.read_text()
        for index, name in enumerate(load_bvh(path).skeleton.joint_names):
            text = text.replace(f" {name}\n", f" bone{index}\n")
        path.write_text(text)
    clip = load_bvh(captures / "13_01.bvh")
    dialog = RigDialog(clip, {})
    qtbot.addWidget(dialog)
    shoulder = dialog.choices["left_shoulder"].currentText()
    for role in ("left_wrist", "right_wrist"):
        dialog.choices[role].setCurrentIndex(0)
    save = dialog.buttons.button(dialog.buttons.StandardButton.Save)
    assert not save.isEnabled() and "left wrist" in dialog.message.text()
    dialog.choices["left_wrist"].setCurrentText(shoulder)
    dialog.choices["right_wrist"].setCurrentIndex(1)
    assert "twice" in dialog.message.text() and not save.isEnabled()
    names = list(clip.skeleton.joint_names)
    elbow = names.index(dialog.choices["left_elbow"].currentText())
    other = names.index(dialog.choices["right_elbow"].currentText())
    dialog.choices["left_wrist"].setCurrentText(names[elbow + 1])
    dialog.choices["right_wrist"].setCurrentText(names[other + 1])
    assert save.isEnabled()
    assert dialog.save().exists()
    read(qtbot, panel, captures)
    assert "corrected" in panel.data.table.topLevelItem(0).toolTip(2)


def test_dropped_files_become_sources(panel, captures, monkeypatch):
    monkeypatch.setattr(panel.data, "read", lambda: None)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(captures)), QUrl.fromLocalFile(str(captures / "no.txt"))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    panel.data.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    assert panel.data.paths == [captures]


def test_a_missing_setting_is_reported(panel, tmp_path):
    panel.begin()
    assert panel.status.text() == "Choose data first." and not panel.running
    panel.data.poses = tmp_path / "poses.npz"
    panel.begin()
    assert "folder for the run" in panel.status.text() and not panel.running
    panel.settings.folder.setText(str(tmp_path / "run"))
    panel.settings.elevation[0].setValue(70)
    panel.begin()
    assert "Camera pitch" in panel.status.text() and not panel.running


def test_poses_of_one_person_are_refused_with_the_reason(qtbot, panel, tmp_path):
    subject, clip = np.repeat("captures", 80), np.repeat(["walk 0", "walk 1"], 40)
    read(qtbot, panel, saved_poses(tmp_path / "poses.npz", subject, clip))
    panel.settings.folder.setText(str(tmp_path / "run"))
    assert not panel.start.isEnabled() and "all poses are of 'captures'" in panel.start.toolTip().replace(
        "A", "a", 1
    )
    panel.begin()
    assert not panel.running and "put each person's clips in a folder of its own" in panel.status.text()
    panel.settings.all_subjects.setChecked(True)
    assert panel.start.isEnabled() and panel.status.text() == "Ready to start."
    panel.settings.all_subjects.setChecked(False)
    panel.settings.held_out.setText("walk 1")
    assert not panel.start.isEnabled()


def test_start_is_disabled_with_the_reason(qtbot, panel, poses, tmp_path):
    assert (
        not panel.start.isEnabled() and panel.status.text() == panel.start.toolTip() == "Choose data first."
    )
    read(qtbot, panel, poses)
    assert not panel.start.isEnabled() and panel.status.text() == "Choose a folder for the run."
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").touch()
    panel.settings.folder.setText(str(tmp_path / "thesis"))
    assert not panel.start.isEnabled() and "is not a run and has other files in it" in panel.status.text()
    panel.settings.folder.setText(str(tmp_path / "run"))
    assert panel.start.isEnabled() and panel.status.text() == "Ready to start."


@pytest.mark.parametrize("others", [True, False])
def test_only_what_the_run_made_is_discarded(panel, tmp_path, others):
    folder = tmp_path / "run"
    RunFolder(folder, TrainConfig("poses.npz"), resume=False).close()
    if others:
        (folder / "notes.txt").write_text("three years")
    panel._run = folder
    panel.delete_run()
    panel._ended("")
    assert folder.exists() == others
    if others:
        assert [path.name for path in folder.iterdir()] == ["notes.txt"] and "kept" in panel.status.text()


def test_a_folder_without_a_run_is_never_discarded(panel, tmp_path):
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "thesis.tex").write_text("three years")
    panel._run = folder
    panel.delete_run()
    panel._ended("")
    assert [path.name for path in folder.iterdir()] == ["thesis.tex"] and "not a run" in panel.status.text()


def test_folders_added_while_another_is_read_are_read(qtbot, panel, captures, tmp_path):
    text = (captures / "13_01.bvh").read_text()
    folders = [tmp_path / f"more {number}" for number in range(3)]
    for number, folder in enumerate(folders):
        folder.mkdir()
        for take in range(40):
            (folder / f"{number}_{take:02}.bvh").write_text(text)
    panel.data.add([folders[0]])
    qtbot.waitUntil(lambda: panel.data._rows != [], timeout=LONG)
    for folder in folders[1:]:
        panel.data.add([folder])
    qtbot.waitUntil(lambda: panel.data.pose_counts is not None, timeout=LONG)
    assert len(panel.data._rows) == panel.data.table.topLevelItemCount() == 40 * len(folders)
    assert load_poses(panel.data.poses).provenance["clips"] == 40 * len(folders)


def test_the_loss_is_drawn_to_its_last_step(panel):
    curves = panel.curves
    for step in range(1, 100):
        curves.add_loss(step, 1 / step)
        (low, high), _ = curves.loss.viewRange()
        assert low <= 1 and step <= high <= 1.3 * step + 1
        if step == 50:
            curves.add_validation(50, 60.0, 50.0, 300.0)
    assert curves.losses.getData()[0][-1] == 99
    for step in range(100, 9000):
        curves._append(step, 1.0)
    curves.add_loss(9000, 1.0)
    assert curves.losses.getData()[0][-1] == 9000


def test_a_folder_without_clips_is_reported(qtbot, panel, tmp_path):
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(panel.failed, timeout=LONG) as failed:
        panel.data.add([tmp_path / "empty"])
    assert "no .bvh file there" in failed.args[0] and panel.data.poses is None


def test_runs_are_paused_listed_compared_continued_and_copied(qtbot, panel, poses, tmp_path):
    read(qtbot, panel, poses)
    panel.settings.steps.setValue(100_000)
    panel.settings.folder.setText(str(tmp_path / "runs" / "one"))
    panel.begin()
    assert panel.running and panel.stop.isEnabled() and not panel.start.isEnabled()
    qtbot.waitUntil(lambda: panel.bar.value() > 3, timeout=LONG)
    panel.pause.click()
    qtbot.waitUntil(lambda: panel.status.text() == "Paused.", timeout=LONG)
    before = panel.bar.value()
    qtbot.wait(300)
    assert panel.bar.value() == before and panel.pause.text() == "Resume"
    panel.pause.click()
    qtbot.waitUntil(lambda: panel.bar.value() > before, timeout=LONG)
    panel.stop.click()
    qtbot.waitUntil(lambda: not panel.running, timeout=LONG)
    assert panel.use.isEnabled()
    reached = panel.bar.value()
    panel.pages.setCurrentWidget(panel.runs)
    table = panel.runs.table
    qtbot.waitUntil(lambda: table.topLevelItemCount() == 1)
    item = table.topLevelItem(0)
    assert item.text(0) == "one" and int(item.text(2).replace(",", "")) >= reached
    item.setCheckState(0, Qt.CheckState.Checked)
    assert len(panel.curves._others) == 1
    item.setSelected(True)
    panel.runs.begin.click()
    assert Path(panel.settings.folder.text()).name == "one-2" and panel.settings.steps.value() == 100_000
    panel.pages.setCurrentWidget(panel.runs)
    qtbot.waitUntil(lambda: table.topLevelItemCount() == 1)
    table.topLevelItem(0).setSelected(True)
    panel.runs.continue_.click()
    qtbot.waitUntil(lambda: panel.bar.value() > reached + 2, timeout=LONG)
    panel.delete_run()
    qtbot.waitUntil(lambda: not panel.running, timeout=LONG)
    assert panel.status.text() == "Discarded." and not (tmp_path / "runs" / "one").exists()


def test_the_time_of_a_step_is_measured_and_sets_the_number_of_steps(qtbot, panel):
    panel.pages.setCurrentWidget(panel.settings)
    panel.show()
    panel.settings.length.setCurrentIndex(0)
    qtbot.waitUntil(lambda: panel.settings._steps_per_second > 0, timeout=LONG)
    assert panel.settings.steps.value() == pytest.approx(300 * panel.settings._steps_per_second, abs=100)
    assert "steps per second" in panel.settings.status.text() and panel.settings.device.count() > 1


def test_the_preview_follows_the_settings(qtbot, panel, poses):
    read(qtbot, panel, poses)
    qtbot.waitUntil(lambda: len(panel.settings.preview._points) == 8, timeout=LONG)
    before = panel.settings.preview._points
    panel.settings.elevation[1].setValue(90)
    panel.settings.elevation[0].setValue(85)
    qtbot.waitUntil(lambda: not np.array_equal(panel.settings.preview._points, before), timeout=LONG)
    assert panel.settings.preview._points.shape == before.shape


def test_rigs_poses_files_and_the_pose_library_have_a_folder_each():
    assert len({rigs_folder(), data_page.poses_folder(), library_folder()}) == 3


def test_the_settings_need_no_scrolling_sideways_in_a_narrow_dock(panel):
    area = panel.settings.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width() < 370


def test_every_page_fits_a_dock_of_usual_height(qtbot, panel):
    area = ScrolledPanel(panel)
    qtbot.addWidget(area)
    area.resize(440, 580)
    area.show()
    qtbot.waitExposed(area)
    assert panel.minimumSizeHint().width() <= 365  # in a window of 1280 x 720, without scrolling sideways
    for page in range(panel.pages.count()):
        panel.pages.setCurrentIndex(page)
        qtbot.waitUntil(panel.pages.currentWidget().isVisible)
        panel.layout().activate()
        QApplication.sendPostedEvents()
        assert panel.sizeHint().height() <= area.viewport().height()
        assert panel.heightForWidth(panel.width()) <= area.viewport().height()
    panel.setParent(None)
