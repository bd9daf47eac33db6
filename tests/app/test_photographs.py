"""Journeys of photographs through the real window, from drop to export, with a detector without a network."""

import json
import struct

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu

from posestudio.app.editor import texts
from posestudio.app.exporting.options import ExportOptions
from posestudio.app.files.file_dialogs import file_kinds
from posestudio.app.model.any_file import KNOWN_SUFFIXES
from posestudio.app.panels.people_table import DELETE_COLUMN
from posestudio.keypoints import MISSING
from posestudio.mocap.bvh import load_bvh
from tests.app.fake_detector import FakeDetector
from tests.app.gestures import RIGHT, click, drag, drop, move

pytestmark = pytest.mark.gl

SIZE = (320, 240)
BOXES = [(10, 20, 60, 200), (100, 20, 60, 200), (200, 20, 60, 200)]


@pytest.fixture
def detector():
    made = FakeDetector()
    made.people, made.scores = list(BOXES), [0.93, 0.71, 0.4]
    return made


def photograph(tmp_path, name="group.jpg", size=SIZE, **options):
    Image.new("RGB", size, (90, 120, 90)).save(tmp_path / name, **options)
    return tmp_path / name


def searched(qtbot, window, detector, times=1):
    """Wait until the detector has run so often, and its people are lifted."""
    qtbot.waitUntil(lambda: len(detector.asked) == times and not window.detection.busy)
    qtbot.waitUntil(lambda: window.lift_scheduler.settled or window.document.state.empty)


@pytest.fixture
def group(qtbot, window, detector, tmp_path):
    drop(window, photograph(tmp_path))
    searched(qtbot, window, detector)
    return window


def shown_boxes(window):
    """The boxes (people, 4) that are drawn, in pixels of the picture."""
    model = window.editor.model
    return np.array([model.box_in_picture(box) for _, box in sorted(model.boxes().items())])


def in_widget(window, x, y):
    return QPointF(*window.editor.model.view.to_widget(np.array([x, y], float)))


def choose_in_list(qtbot, window, row, column=0):
    table = window.panels.people.table
    at = table.visualRect(window.panels.people.model.index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def export(qtbot, window, name, path, everybody=False):
    window.exporting.export(name, path, ExportOptions(everybody=everybody))
    qtbot.waitUntil(lambda: path.exists() and not window.jobs.running_title)


def test_a_group_photograph_is_dropped_its_second_person_chosen_and_all_exported(
    qtbot, group, detector, tmp_path
):
    document, people = group.document, group.panels.people
    assert detector.asked == [((240, 320, 4), None)]
    rows = [[people.model.index(row, column).data() for column in (0, 1)] for row in range(3)]
    assert rows == [
        ["Person 1", "sure"],
        ["Person 2", "fairly sure"],
        ["Person 3", "doubtful"],
    ]
    assert not document.has_unsaved_work
    choose_in_list(qtbot, group, 1)
    assert document.state.person == 1 and np.allclose(document.state.points[0], [130, 36], atol=0.5)
    qtbot.waitUntil(lambda: group.lift_scheduler.settled)
    assert len(document.companions) == 2
    export(qtbot, group, "pose", tmp_path / "all.glb", everybody=True)
    length, kind = struct.unpack("<II", (tmp_path / "all.glb").read_bytes()[12:20])
    assert kind == 0x4E4F534A
    assert len(json.loads((tmp_path / "all.glb").read_bytes()[20 : 20 + length])["skins"]) == 3
    for person in range(3):
        choose_in_list(qtbot, group, person)
        qtbot.waitUntil(lambda: group.lift_scheduler.settled)
        export(qtbot, group, "pose", tmp_path / f"{person}.bvh")
        assert len(load_bvh(tmp_path / f"{person}.bvh")) == 1
    export(qtbot, group, "pose", tmp_path / "all.bvh", everybody=True)  # the third person is chosen
    assert sorted(file.name for file in tmp_path.glob("all*.bvh")) == ["all-1.bvh", "all-2.bvh", "all.bvh"]
    group.exporting.export("pose", tmp_path / "all.bvh", ExportOptions(everybody=True))
    qtbot.waitUntil(lambda: "all-1.bvh: there is such a file already" in group.banner.label.text())
    export(qtbot, group, "keypoints", tmp_path / "keypoints.json")
    written = json.loads((tmp_path / "keypoints.json").read_text())["annotations"]
    assert [one["bbox"] for one in written] == [list(box) for box in BOXES]
    assert [one["score"] for one in written] == pytest.approx(detector.scores)


def test_the_list_is_used_by_keys_alone(qtbot, group, detector):
    table, document = group.panels.people.table, group.document
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert document.state.person == 1
    qtbot.keyClick(table, Qt.Key.Key_D)
    searched(qtbot, group, detector, 2)
    assert np.allclose(detector.asked[-1][1], [BOXES[1]])
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert document.state.source.people == 2 and np.allclose(shown_boxes(group), [BOXES[0], BOXES[2]])
    qtbot.keyClick(table, Qt.Key.Key_P)
    assert document.state.person == 0


def test_people_are_deleted_in_the_list_and_undo_brings_them_back(qtbot, group):
    document = group.document
    before = document.state.source
    choose_in_list(qtbot, group, 2, DELETE_COLUMN)
    assert document.state.source.people == 2 and group.panels.people.model.rowCount() == 2
    document.undo()
    assert document.state.source is before and len(group.editor.model.boxes()) == 3


def test_where_nobody_is_it_is_said_in_place_and_nothing_is_invented(qtbot, window, detector, tmp_path):
    detector.people = []
    detector.scores = None
    drop(window, photograph(tmp_path))
    searched(qtbot, window, detector)
    document = window.document
    assert document.state.empty and document.state.picture is not None and document.result is None
    assert window.panels.people.model.rowCount() == 0 and window.banner.isHidden()
    assert window.editor.message()[0] == "No person found"
    for name in ("export_pose", "export_video", "play", "delete_person"):
        assert not window.actions_by_id[name].isEnabled()
    for name in ("draw_box", "place_person", "detect", "find_everybody"):
        assert window.actions_by_id[name].isEnabled()
    window.actions_by_id["detect"].trigger()
    searched(qtbot, window, detector, 2)
    assert not document.history.canUndo()
    window.actions_by_id["draw_box"].trigger()
    drag(window.editor, in_widget(window, 40, 20), QPoint(60, 120))
    searched(qtbot, window, detector, 3)
    assert document.state.source.people == 1
    document.undo()
    assert document.state.empty and window.editor.message()[0] == "No keypoints yet"
    window.actions_by_id["place_person"].trigger()
    qtbot.waitUntil(lambda: window.lift_scheduler.settled)
    export(qtbot, window, "pose", tmp_path / "placed.glb")


def test_searching_again_in_vain_leaves_the_people_alone(qtbot, group, detector):
    before = group.document.state
    detector.people, detector.scores = [], None
    group.actions_by_id["find_everybody"].trigger()
    searched(qtbot, group, detector, 2)
    assert group.document.state is before


def test_of_a_face_alone_it_is_said_what_is_known_and_joints_can_be_added(
    qtbot, window, detector, tmp_path, monkeypatch
):
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    detector.people, detector.scores, detector.lost = [(100, 20, 100, 200)], [0.6], range(5, 17)
    drop(window, photograph(tmp_path, "face.jpg"))
    searched(qtbot, window, detector)
    document = window.document
    assert (document.state.visibility != MISSING).sum() == 5
    assert texts.remark(document.state).startswith("5 of 17 keypoints")
    export(qtbot, window, "pose", tmp_path / "face.glb")
    place = np.array([150.0, 150.0])
    click(window.editor, in_widget(window, *place), RIGHT)
    more = [
        action for menu in window.inspecting.person_menu.menu.findChildren(QMenu) for action in menu.actions()
    ]
    next(action for action in more if action.text() == "Left wrist").trigger()
    assert document.state.visibility[9] != MISSING
    assert document.state.points[9] == pytest.approx(place, abs=1)
    document.undo()
    assert document.state.visibility[9] == MISSING


def test_a_photograph_turned_by_its_exif_data_is_detected_upright(qtbot, window, detector, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn: the file is wide, the photograph is high
    drop(window, photograph(tmp_path, "phone.jpg", exif=exif))
    detector.people = [(60, 40, 120, 260)]
    detector.scores = None
    searched(qtbot, window, detector)
    assert detector.asked == [((320, 240, 4), None)]
    state = window.document.state
    assert state.camera.size == (240, 320) and state.picture.size == (240, 320)
    assert np.allclose(shown_boxes(window), detector.people)
    low, high = state.points.min(0), state.points.max(0)
    assert (low >= (60, 40)).all() and (high <= (180, 300)).all()
    export(qtbot, window, "pose", tmp_path / "phone.glb")


@pytest.mark.parametrize("name", ["scan.tiff", "phone.avif", "phone.HEIC"])
def test_pictures_of_scanners_and_phones_are_dropped(qtbot, window, detector, tmp_path, name):
    try:
        path = photograph(tmp_path, name)
    except (KeyError, ValueError, OSError):  # Pillow does not write this kind here
        path = tmp_path / name
        path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(64))
        drop(window, path)
        qtbot.waitUntil(window.banner.isVisible)
        assert name in window.banner.label.text() and window.document.state.picture is None
        return
    drop(window, path)
    searched(qtbot, window, detector)
    assert window.document.state.picture.size == SIZE and window.document.state.source.people == 3
    assert any(f"*{path.suffix.lower()}" in kinds for kinds in file_kinds("", KNOWN_SUFFIXES).split(";;"))


def test_a_search_is_cancelled_and_begun_again(qtbot, window, detector, tmp_path):
    detector.held = True
    drop(window, photograph(tmp_path))
    qtbot.waitUntil(lambda: bool(detector.asked))
    assert window.editor.message()[0] == "Finding people..."
    bar = window.progress.pictures[0].words
    qtbot.waitUntil(bar.isVisible)
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.detection.busy)
    assert window.document.state.empty and window.editor.message()[0] == "No keypoints yet"
    detector.held = False
    window.actions_by_id["find_everybody"].trigger()
    searched(qtbot, window, detector, 2)
    assert window.document.state.source.people == 3


def test_a_box_is_moved_resized_and_clipped_each_as_one_entry(qtbot, group, detector):
    document, editor = group.document, group.editor
    before = [document.state]
    scale = editor.model.view.scale
    x, y, width, height = BOXES[1]
    choose_in_list(qtbot, group, 1)
    for start, by, wanted in (
        ((x + width / 2 + 8, y), (20, 10), (x + 20, y + 10, width, height)),
        ((x + 20 + width, y + 10 + height), (-10, -50), (x + 20, y + 10, width - 10, height - 50)),
        ((x + 20, y + 60), (-140, 0), (0, y + 10, 30, height - 50)),
    ):
        count = len(detector.asked)
        at = in_widget(group, *start)
        drag(editor, at, QPoint(*(round(value * scale) for value in by)))
        searched(qtbot, group, detector, count + 1)
        asked = detector.asked[-1][1]
        assert asked.shape == (1, 4) and np.allclose(shown_boxes(group)[1], asked[0])
        for got, value in zip(asked[0], wanted, strict=True):
            assert got == pytest.approx(value, abs=2)
        assert document.history.undoText() == "Detect person 2 again"
        assert np.allclose(document.state.source.detection(1).boxes, asked)
        before.append(document.state)
    for state in reversed(before[:-1]):
        document.undo()
        assert document.state.source is state.source
    assert np.allclose(shown_boxes(group), BOXES) and document.history.isClean()


def test_a_box_dragged_out_of_the_picture_or_not_at_all_stays_where_it_was(qtbot, group, detector):
    x, y, width, _ = BOXES[0]
    editor = group.editor
    at = in_widget(group, x + width / 2 + 8, y)
    drag(editor, at, QPoint(2000, 0))
    assert np.allclose(shown_boxes(group), BOXES)
    click(editor, at)
    drag(editor, at, QPoint(30, 0), steps=1)
    editor.setFocus()
    qtbot.waitUntil(lambda: not group.detection.busy)
    assert len(detector.asked) == 2  # the last drag


def test_a_click_in_the_box_of_another_person_chooses_them(group):
    x, y, width, height = BOXES[2]
    click(group.editor, in_widget(group, x + 4, y + height - 10))
    assert group.document.state.person == 2
    click(group.editor, in_widget(group, 300, 5))
    assert group.document.state.person == 2


def test_delete_removes_selected_keypoints_first_and_then_the_person(qtbot, group):
    document, editor = group.document, group.editor
    editor.setFocus()
    editor.select([9, 10])
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert (document.state.visibility[[9, 10]] == MISSING).all() and document.state.source.people == 3
    editor.select([])
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert document.state.source.people == 2


def test_d_detects_the_chosen_person_again_and_shift_d_everybody(qtbot, group, detector):
    document = group.document
    choose_in_list(qtbot, group, 1)
    document.joints.move(document.joints.positions() + 5, [9])
    group.actions_by_id["detect"].trigger()
    searched(qtbot, group, detector, 2)
    assert np.allclose(detector.asked[-1][1], [BOXES[1]])
    assert document.state.person == 1 and document.state.keypoint_edit is None
    detector.people, detector.scores = BOXES[:2], [0.9, 0.8]
    group.actions_by_id["find_everybody"].trigger()
    searched(qtbot, group, detector, 3)
    assert detector.asked[-1][1] is None and document.state.source.people == 2
    document.undo()
    assert document.state.source.people == 3
    document.undo()
    assert document.state.keypoint_edit is not None


def test_a_hovered_keypoint_shows_its_own_heatmap(qtbot, group):
    editor = group.editor
    everything = editor.grab().toImage()
    move(editor, editor.joint_position(16), None)
    assert editor.model.describe(16).startswith("right ankle, found: sure, \u00b1")
    alone = editor.grab().toImage()
    nose = editor.joint_position(0).toPoint() + QPoint(0, 9)
    assert alone.pixelColor(nose) != everything.pixelColor(nose)


def test_a_double_click_in_the_list_shows_a_person_large(qtbot, group):
    table, model = group.panels.people.table, group.editor.model
    at = table.visualRect(group.panels.people.model.index(2, 0)).center()
    before = model.view.scale
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    x, y, width, height = model.boxes()[2]
    assert model.view.scale > before and min(x, y) > 0
    assert x + width < group.editor.width() and y + height < group.editor.height()


def test_a_picture_dropped_on_keypoints_is_placed_behind_them_or_opened(
    qtbot, window, clip, detector, tmp_path
):
    document, source = window.document, clip
    document.open_source(source)
    drop(window, photograph(tmp_path), zone="background")
    qtbot.waitUntil(lambda: document.state.picture is not None)
    assert document.state.source is source and not detector.asked
    document.undo()
    drop(window, tmp_path / "group.jpg", zone="Open photo")
    searched(qtbot, window, detector)
    assert document.state.source.people == 3
    drop(window, photograph(tmp_path, "next.jpg"))
    searched(qtbot, window, detector, 2)
    assert document.state.source.name == "next.jpg"


def test_a_recent_file_that_is_gone_is_reported_and_forgotten(qtbot, window, tmp_path):
    gone, there = tmp_path / "gone.jpg", photograph(tmp_path)
    for path in (gone, there):
        window.session.add_recent(path)
    assert window.session.recent == [there, gone]
    window.open([gone])
    qtbot.waitUntil(window.banner.isVisible)
    assert "gone.jpg" in window.banner.label.text() and window.session.recent == [there]
