"""Random edits of people's boxes on the picture plane: nobody is lost or doubled, and undo leads to the start."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from posestudio.app.editor import PicturePlane
from posestudio.app.editor.box_geometry import handle_points
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.work.detection import Detection
from tests.app.fake_detector import FakeDetector
from tests.app.gestures import LEFT, RIGHT, drag, move, press, release

SIZE = (320, 240)
GESTURES = 120


@pytest.fixture
def studio(qtbot, qapp):
    """A document with a picture of three people, its plane and detection, without a lifter."""
    document, detector = Document(), FakeDetector()
    detector.people = [(10, 20, 60, 200), (100, 20, 60, 200), (200, 20, 60, 200)]
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    document.open_picture(Picture("group.png", image))
    plane, detection = PicturePlane(document), Detection(document, lambda: detector)
    plane.set_has_detector(True)
    plane.box_drawn.connect(detection.detect_in)
    plane.box_changed.connect(detection.detect_person)
    detection.busy_changed.connect(plane.show_detecting)
    plane.resize(500, 400)
    qtbot.addWidget(plane)
    plane.show()
    qtbot.waitExposed(plane)
    detection.find_everybody(opening=True)
    qtbot.waitUntil(lambda: not detection.busy)
    yield document, plane, detection
    detection.close()


@pytest.mark.parametrize("seed", [0, 1])
def test_random_edits_of_boxes(qtbot, studio, seed):
    document, plane, detection = studio
    rng = np.random.default_rng(seed)

    def somewhere():
        boxes = list(plane.model.boxes().values())
        if boxes and rng.random() < 0.8:
            points = handle_points(boxes[rng.integers(len(boxes))])
            if rng.random() < 0.5:  # on the border, between two corners
                points = (points[:1] + points[1:2]) / 2 + rng.uniform(-3, 3, 2)
            return QPointF(*points[rng.integers(len(points))])
        return QPointF(*rng.uniform(-10, 500, 2))

    def far():
        return QPointF(*rng.uniform(-300, 300, 2)).toPoint()

    def act():
        kind = int(rng.integers(9))
        if kind <= 3:
            drag(plane, somewhere(), far(), LEFT, steps=3)
        elif kind == 4:
            start = somewhere()
            press(plane, start)
            move(plane, start + QPointF(far()))
            plane._cancel()  # as Escape does
            release(plane, start, RIGHT)
        elif kind == 5:
            plane.draw_box(True)
            drag(plane, QPointF(*rng.uniform(0, 500, 2)), far())
        elif kind == 6 and document.state.source.people > 1:
            document.remove_person(int(rng.integers(document.state.source.people)))
        elif kind == 7:
            detection.detect_again()
        elif document.history.index() > 1:
            document.undo()

    def check():
        state = document.state
        source = state.source
        assert len(source.detections) == source.people and state.person < source.people
        assert all(person < source.people for _, person in state.keypoint_edits)
        assert plane.model.changed_box is None or detection.busy
        for person in range(source.people):
            x, y, width, height = source.box(0, person)
            assert min(x, y) >= 0 and x + width <= SIZE[0] + 1e-3 and y + height <= SIZE[1] + 1e-3
            assert min(width, height) >= 2
            assert np.allclose(source.detection(person).boxes[0], [x, y, width, height], atol=1e-3)

    start = document.state
    for _ in range(GESTURES):
        act()
        if rng.random() < 0.7:  # else the next gesture comes while the detector runs
            qtbot.waitUntil(lambda: not detection.busy)
            check()
    qtbot.waitUntil(lambda: not detection.busy)
    plane.grab()
    end = document.state
    while document.history.index() > 1:
        document.undo()
        check()
    assert document.state.source is start.source
    while document.history.canRedo():
        document.redo()
    for name in ("source", "keypoint_edits", "pins", "camera", "picture"):
        assert getattr(document.state, name) is getattr(end, name)
