"""The window, with a model of another in place of the detector."""

import numpy as np
import pytest
from PIL import Image

from posestudio.app.shell.window import StudioWindow
from posestudio.detection.foreign.detector import ForeignDetector
from tests.detection.foreign.models import marked, yolo_model

APART = [(20, 30, 90, 150), (300, 60, 80, 130)]


@pytest.mark.gl
def test_people_of_another_s_model_are_shown_and_lifted(qtbot, lifter, session, tmp_path):
    """It has no steps and no heatmaps to show."""
    picture, points = marked(420, 220, APART)
    Image.fromarray(picture).save(tmp_path / "a.png")
    detector = ForeignDetector(yolo_model(tmp_path / "y.onnx"))
    window = StudioWindow(load=lambda weights: lifter, load_detector=lambda: detector, session=session)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.open([tmp_path / "a.png"])
    document = window.document
    qtbot.waitUntil(lambda: document.state.source.people == 2 and document.result is not None)
    assert np.abs(document.state.points[:17] - points[0]).max() < 3
    window.grab()
    window.detection.detect_in(np.array(APART[1], float))
    qtbot.waitUntil(lambda: not window.detection.busy)
    assert document.state.source.people == 3
    document.history.setClean()
    window.close()
