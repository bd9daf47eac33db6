"""The export dialog offers what is there, remembers what was chosen, and replaces no file without a question."""

import json
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from posestudio.app.exporting.contents import KINDS, contents
from posestudio.app.exporting.dialog import ExportDialog
from posestudio.app.exporting.options import ExportOptions
from posestudio.mocap.bvh import load_bvh
from tests.app.conftest import walking


@pytest.fixture
def studio(qtbot, window):
    window.document.open_source(walking())
    qtbot.waitUntil(lambda: window.lift_scheduler.settled, timeout=5000)
    return window


@pytest.fixture
def asked(qtbot, studio):
    """Triggers an action and calls a function with the dialog that it opens."""

    def ask(action, answer):
        seen = []

        def meet():
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, ExportDialog):
                QTimer.singleShot(10, meet)
                return
            try:
                answer(dialog)
            finally:
                seen.append(dialog.content)
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(0, meet)
        studio.actions_by_id[action].trigger()
        qtbot.waitUntil(lambda: not studio.jobs.running_title)
        return seen[0]

    return ask


def choose(box, value):
    index = box.findData(value)
    assert index >= 0 and box.model().item(index).isEnabled(), value
    box.setCurrentIndex(index)


def test_a_motion_is_exported_as_chosen_and_the_choice_is_proposed_again(studio, asked, tmp_path):
    def export(dialog):
        assert dialog.path.name == "walk.bvh"  # the name of what is open
        dialog.folder.setText(str(tmp_path))
        choose(dialog.form.program, "blender")
        assert dialog.options.unit == "m"
        choose(dialog.form.program, "unreal")
        choose(dialog.form.unit, "m")
        dialog.form.last.setValue(4)
        dialog.form.rate.setValue(60)
        assert "Unreal" in dialog.summary.text()
        dialog.accept_button.click()

    assert asked("export_motion", export) == "motion"
    clip = load_bvh(tmp_path / "walk.bvh")
    assert clip.fps == pytest.approx(60, rel=1e-3) and clip.skeleton.joint_names[0] == "root"
    assert 0.5 < clip.positions()[0, 1, 1] < 1.2  # metres: the pelvis
    assert str(tmp_path / "walk.bvh") in studio.banner.label.text()

    def look(dialog):
        assert dialog.folder.text() == str(tmp_path)
        assert (dialog.options.program, dialog.options.unit) == ("unreal", "m")
        assert dialog.options.fps is None and dialog.options.last == 5  # those belong to what was open

    assert asked("export", look) == "motion"


def test_a_file_is_replaced_only_after_a_question(studio, asked, answers, tmp_path):
    path = tmp_path / "mine.bvh"
    path.write_text("a week of work")

    def export(dialog):
        dialog.folder.setText(str(tmp_path))
        dialog.name.setText("mine")
        dialog.accept_button.click()

    answers.button = QMessageBox.StandardButton.No
    asked("export_pose", export)
    assert path.read_text() == "a week of work" and "mine.bvh" in answers.asked[0]
    answers.button = QMessageBox.StandardButton.Yes
    asked("export_pose", export)
    assert len(load_bvh(path)) == 1 and len(answers.asked) == 2


def test_what_is_not_there_is_not_offered_and_a_missing_folder_is_named(studio, asked, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pxr", None)

    def look(dialog):
        dialog.form.what.setCurrentIndex(dialog.form.what.findData("data"))
        choose(dialog.form.what, "keypoints")
        dialog.folder.setText(str(tmp_path / "none"))
        assert not dialog.accept_button.isEnabled() and "folder" in dialog.problem.text()
        dialog.folder.setText(str(tmp_path))
        assert dialog.accept_button.isEnabled()
        dialog.name.setText("../k")
        assert not dialog.accept_button.isEnabled()
        dialog.kinds.setCurrentRow(KINDS.index("pose"))
        dialog.name.setText("k")
        choose(dialog.form.format, ".usda")
        assert not dialog.accept_button.isEnabled() and "extra usd" in dialog.problem.text()
        choose(dialog.form.format, ".glb")
        assert dialog.accept_button.isEnabled()

    asked("export_data", look)
    studio.document.open_source(walking(1))
    for content in contents().values():
        if content.needs == "frames":
            assert "one frame" in content.missing(studio.document.state, None)


def test_the_whole_window_is_pictured_without_the_dialog(qtbot, studio, asked, tmp_path):
    def export(dialog):
        assert dialog.content == "window"
        dialog.folder.setText(str(tmp_path))
        dialog.accept_button.click()

    asked("screenshot", export)
    path = tmp_path / "walk-window.png"
    qtbot.waitUntil(path.exists)
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"program": "none", "unit": 3, "height": "x"})])
def test_stored_choices_of_another_form_count_as_none(text):
    assert ExportOptions.from_text(text) == ExportOptions()
    assert ExportOptions.from_text(ExportOptions(program="mixamo", up="z").text()).up == "z"
