"""Keypoint files without layout or size are opened after a question."""

from __future__ import annotations

import json

import numpy as np
import pytest

from posestudio.app.files.keypoints_dialog import KeypointsDialog
from posestudio.app.model.sources import KeypointsSource
from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS, coco_columns
from posestudio.errors import LayoutUnknown, SizeUnknown
from posestudio.keypoints import DETECTED_NOISE, Keypoints, save_keypoints
from tests.fakes import CAMERA, standing_keypoints

BODY = standing_keypoints().points[0].astype(float)


def crowdpose(points: np.ndarray) -> list[dict]:
    order = KEYPOINT_LAYOUTS["crowdpose14"]
    rows = np.zeros((len(order), 3)) + [BODY[0, 0], BODY[0, 1], 0.9]
    for column, point in zip(coco_columns(order), points, strict=True):
        if column >= 0:
            rows[column, :2] = point
    return [{"image_id": "a.jpg", "keypoints": rows.ravel().tolist()}]


def the_dialog(qtbot, window) -> KeypointsDialog:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(KeypointsDialog)), timeout=20_000)
    return next(d for d in window.findChildren(KeypointsDialog) if d.isVisible())


def test_the_layout_is_chosen(qtbot, window, tmp_path):
    path = tmp_path / "crowd.json"
    path.write_text(json.dumps(crowdpose(BODY)))
    window.opening.open([path])
    dialog = the_dialog(qtbot, window)
    offered = [dialog.layouts.itemData(index) for index in range(dialog.layouts.count())]
    assert "crowdpose14" in offered and all(len(KEYPOINT_LAYOUTS[name]) == 14 for name in offered)
    dialog.layouts.setCurrentIndex(offered.index("crowdpose14"))
    dialog.accept()
    qtbot.waitUntil(lambda: isinstance(window.document.state.source, KeypointsSource), timeout=20_000)
    np.testing.assert_allclose(window.document.state.points[5:17], BODY[5:], atol=1e-3)


def test_the_layout_and_then_the_size(qtbot, window, tmp_path):
    path = tmp_path / "crowd.json"
    path.write_text(json.dumps(crowdpose(BODY / CAMERA.size)))
    window.opening.open([path])
    dialog = the_dialog(qtbot, window)
    dialog.layouts.setCurrentIndex(dialog.layouts.findData("crowdpose14"))
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    dialog = the_dialog(qtbot, window)
    assert dialog.layout_chosen is None
    dialog.width_field.setValue(CAMERA.size[0])
    dialog.height_field.setValue(CAMERA.size[1])
    dialog.accept()
    qtbot.waitUntil(lambda: isinstance(window.document.state.source, KeypointsSource), timeout=20_000)
    assert window.document.state.camera.size == CAMERA.size


def test_a_cancelled_question_says_what_is_missing(qtbot, window, tmp_path):
    path = tmp_path / "crowd.json"
    path.write_text(json.dumps(crowdpose(BODY)))
    before = window.document.state.source
    window.opening.open([path])
    with qtbot.waitSignal(the_dialog(qtbot, window).rejected):
        the_dialog(qtbot, window).reject()
    assert window.document.state.source is before


@pytest.mark.parametrize(("problem", "asked"), [(LayoutUnknown("x"), "layout"), (SizeUnknown("x"), "size")])
def test_only_what_is_missing_is_asked(qtbot, problem, asked):
    dialog = KeypointsDialog("k.json", problem)
    qtbot.addWidget(dialog)
    assert (dialog.layout_chosen is not None) == (asked == "layout")
    assert (dialog.size_chosen is not None) == (asked == "size")
    assert dialog.layouts.count() == (len(KEYPOINT_LAYOUTS) if asked == "layout" else 0)


def test_what_was_detected_is_opened_as_found_with_its_rate(qtbot, window, tmp_path):
    path = tmp_path / "k.json"
    frames = [Keypoints(BODY, size=CAMERA.size, source=f"v_{n:06d}") for n in range(3)]
    save_keypoints(path, frames, fps=60, found=True)
    window.opening.open([path])
    qtbot.waitUntil(lambda: isinstance(window.document.state.source, KeypointsSource), timeout=20_000)
    source = window.document.state.source
    assert source.noise(0) == DETECTED_NOISE and source.frame_time == pytest.approx(1 / 60)


def test_a_person_is_the_same_in_every_frame(qtbot, window, tmp_path):
    path = tmp_path / "k.json"
    left, right = BODY - [150, 0], BODY + [150, 0]
    frames = [
        Keypoints([left, right] if n % 2 else [right, left], size=CAMERA.size, source=f"{n}")
        for n in range(4)
    ]
    save_keypoints(path, frames)
    window.opening.open([path])
    qtbot.waitUntil(lambda: isinstance(window.document.state.source, KeypointsSource), timeout=20_000)
    source = window.document.state.source
    for person, points in ((0, right), (1, left)):
        for frame in range(4):
            np.testing.assert_allclose(source.observe(frame, person, CAMERA)[0], points, atol=1e-3)
