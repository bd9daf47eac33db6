import json

import numpy as np
import pytest

from posestudio.detection.person_boxes import PersonFinder, boxes_of, read_boxes
from posestudio.errors import KeypointsError, PoseStudioError


class Network:
    """A fake OpenCV network with a given output."""

    def __init__(self, output):
        self.output = output

    def setInput(self, blob):
        assert blob.shape == (1, 3, 640, 640)

    def forward(self):
        return self.output


@pytest.fixture
def finder(monkeypatch, tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"")

    def make(output):
        monkeypatch.setattr("cv2.dnn.readNet", lambda *_: Network(output))
        return PersonFinder(tmp_path / "model.onnx")

    return make


def columns(rows, classes=80):
    """Centre, extent and the person's score -> the output of a later YOLO."""
    output = np.zeros((1, 4 + classes, 100), np.float32)
    for index, row in enumerate(rows):
        output[0, :5, index] = row
    return output


def test_people_are_found_once_the_surest_first(finder):
    rows = [
        (100, 100, 50, 80, 0.5),
        (102, 101, 50, 80, 0.8),
        (400, 200, 60, 90, 0.9),
        (300, 300, 40, 40, 0.1),
    ]
    boxes, scores = finder(columns(rows)).find(np.zeros((320, 1280, 3), np.uint8))  # shrunk to a half
    assert scores.tolist() == pytest.approx([0.9, 0.8])
    assert boxes.tolist() == pytest.approx(np.array([[740, 310, 120, 10], [154, 122, 100, 160]]))


def test_older_answers_are_known_too(finder):
    rows = np.zeros((1, 300, 85), np.float32)
    rows[0, 7, :6] = (100, 100, 50, 80, 0.9, 0.8)
    boxes, scores = boxes_of(rows, 640)
    assert boxes[7].tolist() == [75, 60, 50, 80] and scores[7] == pytest.approx(0.72)
    rows = np.zeros((1, 300, 6), np.float32)  # YOLOv10's: corners, score, class
    rows[0, :2] = [(75, 60, 125, 140, 0.9, 0), (0, 0, 9, 9, 0.9, 2)]
    boxes, scores = boxes_of(rows, 640)
    assert boxes[0].tolist() == [75, 60, 50, 80] and scores[0] == pytest.approx(0.9)
    assert (scores[1:] == 0).all()  # a car is none
    ssd = np.array([[[[0, 1, 0.9, 0.1, 0.2, 0.3, 0.6], [0, 3, 0.9, 0, 0, 1, 1]]]], np.float32)
    boxes, scores = boxes_of(ssd, 100)
    assert boxes.tolist() == pytest.approx(np.array([[10, 20, 20, 40]])) and len(scores) == 1


def test_nobody(finder):
    boxes, scores = finder(columns([])).find(np.zeros((64, 64, 3), np.uint8))
    assert boxes.shape == (0, 4) and scores.shape == (0,)


def test_other_files_are_one_line(finder, tmp_path):
    with pytest.raises(PoseStudioError, match="SSD or a YOLO"):
        finder(np.zeros((5, 5))).find(np.zeros((64, 64, 3), np.uint8))


def test_a_file_that_is_no_network(tmp_path, capfd):
    (tmp_path / "a.onnx").write_bytes(b"hello")
    for name in ("a.onnx", "none.onnx"):
        with pytest.raises(PoseStudioError, match=name) as error:
            PersonFinder(tmp_path / name)
        assert "\n" not in str(error.value)
    assert capfd.readouterr() == ("", "")


def test_boxes_of_people_alone_are_taken(tmp_path):
    rows = [([0, 0, 4, 4], 1, 0), ([1, 1, 5, 5], 2, 0), ([2, 2, 6, 6], 1, 1), ([0, 0, 0, 0], 1, 0)]
    boxes = {
        "categories": [{"id": 1, "name": "person"}, {"id": 2, "name": "car"}],
        "images": [{"id": 7, "file_name": "b.png"}],
        "annotations": [
            {"image_id": 7, "bbox": box, "category_id": kind, "iscrowd": crowd} for box, kind, crowd in rows
        ],
    }
    (tmp_path / "boxes.json").write_text(json.dumps(boxes))
    assert {name: found.tolist() for name, found in read_boxes(tmp_path / "boxes.json").items()} == {
        "b.png": [[0, 0, 4, 4]]
    }
    boxes["images"].append({"id": 8, "file_name": "other/b.png"})
    (tmp_path / "boxes.json").write_text(json.dumps(boxes))
    with pytest.raises(KeypointsError, match=r"images\[1\]"):
        read_boxes(tmp_path / "boxes.json")
