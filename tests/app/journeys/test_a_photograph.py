"""A photograph becomes a posed figure in a file, with mouse and keys alone: one person, and two."""

import json
import struct

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF

from posestudio.body.layouts import COCO_INDEX
from posestudio.mocap.bvh import load_bvh
from tests.app.fake_detector import FakeDetector
from tests.app.gestures import click, drag
from tests.app.journeys import hands

pytestmark = pytest.mark.gl

SIZE = (320, 240)
WRIST = COCO_INDEX["left_wrist"]


@pytest.fixture
def detector():
    made = FakeDetector()
    made.people, made.scores = [(60, 20, 70, 200), (180, 20, 70, 200)], [0.93, 0.71]
    return made


@pytest.fixture
def opened(qtbot, window, detector, tmp_path, monkeypatch):
    """The photograph chosen with Ctrl+O, its people detected and lifted."""
    path = tmp_path / "two.jpg"
    Image.new("RGB", SIZE, (90, 120, 90)).save(path)
    hands.open_file(window, monkeypatch, path)
    qtbot.waitUntil(lambda: bool(detector.asked) and not window.detection.busy)
    qtbot.waitUntil(lambda: window.document.result is not None and window.lift_scheduler.settled)
    return window


def skins(path):
    content = path.read_bytes()
    (length,) = struct.unpack("<I", content[12:16])
    return len(json.loads(content[20 : 20 + length])["skins"])


def test_a_wrist_is_dragged_and_the_figure_exported_as_gltf(qtbot, opened, tmp_path):
    assert opened.workspace.name == "pose"
    before = opened.document.state.points[WRIST].copy()
    drag(opened.editor, QPointF(*opened.editor.model.points()[WRIST]), QPoint(25, -30))
    moved = opened.document.state.points[WRIST] - before
    assert moved[0] > 5 and moved[1] < -5
    qtbot.waitUntil(lambda: opened.lift_scheduler.settled)
    hands.press(opened, "Ctrl+Z")
    assert np.allclose(opened.document.state.points[WRIST], before)
    hands.press(opened, "Ctrl+Shift+Z")
    qtbot.waitUntil(lambda: opened.lift_scheduler.settled)

    def as_gltf(dialog):
        dialog.form.format.setCurrentIndex(dialog.form.format.findData(".glb"))

    assert skins(hands.export(qtbot, opened, tmp_path, "figure", as_gltf)) == 1


def test_of_two_people_the_other_is_chosen_deleted_brought_back_and_both_exported(qtbot, opened, tmp_path):
    document, model = opened.document, opened.editor.model
    other = 1 - document.state.person
    box = document.state.everyone().points[other]
    at = QPointF(*model.view.to_widget(box.mean(axis=0)))
    click(opened.editor, at)
    assert document.state.person == other
    hands.press(opened, "Del")
    assert document.state.source.people == 1
    hands.press(opened, "Ctrl+Z")
    assert document.state.source.people == 2
    qtbot.waitUntil(lambda: opened.lift_scheduler.settled and len(document.companions) == 1)

    def everybody(dialog):
        dialog.form.people.setCurrentIndex(dialog.form.people.findData("all"))

    path = hands.export(qtbot, opened, tmp_path, "both", everybody)
    assert len(load_bvh(path)) == 1 and len(list(tmp_path.glob("both*.bvh"))) == 2
