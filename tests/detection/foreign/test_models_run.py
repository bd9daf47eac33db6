"""Every kind of model, from a marked picture to keypoints whose places are known."""

import numpy as np
import pytest

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS
from posestudio.detection.foreign.detector import ForeignDetector
from posestudio.detection.foreign.runtime import OnnxNetwork
from posestudio.errors import PoseStudioError
from tests.detection.examples import WholePicture
from tests.detection.foreign.models import (
    FLOAT,
    INT32,
    UINT8,
    heatmap_model,
    marked,
    movenet_model,
    simcc_model,
    yolo_model,
)

RUNTIMES = ("onnxruntime", "opencv")
APART = [(20, 30, 90, 150), (300, 60, 80, 130)]  # of a picture 420 x 220


def crop_pixels(box, size, padding=1.25):
    """Pixels of the picture in one pixel of the network's input."""
    return max(box[2] / size[0], box[3] / size[1]) * padding


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.onnx"


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("model", [heatmap_model, simcc_model])
@pytest.mark.parametrize("batch", ["n", 1, 4])
def test_people_in_boxes_are_found_to_a_pixel_and_a_half_of_the_input(path, runtime, model, batch):
    boxes = [*APART, (150, 10, 100, 40)]
    picture, points = marked(420, 220, boxes)
    detector = ForeignDetector(model(path, batch=batch), runtime=runtime)
    found = detector.detect(picture, boxes)
    assert found.boxes.tolist() == [list(box) for box in boxes] and found.size == (420, 220)
    for person, box in enumerate(boxes):
        off = np.abs(found.keypoints[person] - points[person]).max()
        assert off < 1.5 * crop_pixels(box, (96, 128))
    assert (found.confidence > 0.2).all() and (found.noise > 0).all()
    alone = detector.detect(picture, boxes[1:2])
    assert np.allclose(alone.keypoints[0], found.keypoints[1], atol=1e-3)


def test_a_model_with_feet_gives_the_extra_keypoints(path):
    box, count = (20, 20, 200, 200), 24  # of BODY_25B: the last is the right small toe
    picture, points = marked(260, 240, [box], count)
    path = heatmap_model(path, (128, 128), count=25)
    found = ForeignDetector(path, "body25b").detect(picture, [box]).to_keypoints()
    names = KEYPOINT_LAYOUTS["body25b"]
    off = crop_pixels(box, (128, 128)) * 1.5
    for extra, name in ((1, "head_top"), (4, "left_heel")):
        assert np.abs(found.extra[0, extra] - points[0, names.index(name)]).max() < off
    toes = points[0, [names.index(f"left_{toe}_toe") for toe in ("big", "small")]].mean(0)
    ball = toes + 0.21 * (points[0, names.index("left_heel")] - toes)
    assert np.abs(found.extra[0, 2] - ball).max() < off
    assert (found.extra_noise[0, [1, 2, 4]] > 0).all() and np.isnan(found.extra[0, [0, 5]]).all()


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("size", [(96, 128), (128, 96), (64, 64)])
def test_inputs_of_any_proportions(path, runtime, size):
    picture, points = marked(300, 200, [(100, 20, 120, 160)])
    found = ForeignDetector(heatmap_model(path, size), runtime=runtime).detect(picture, (100, 20, 120, 160))
    assert np.abs(found.keypoints - points).max() < 1.5 * crop_pixels((100, 20, 120, 160), size)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_box_over_the_picture_s_edge(path, runtime):
    """Half of the person is outside: what is inside is found at its place, the rest with little confidence."""
    whole, points = marked(200, 200, [(60, 20, 80, 160)])
    detector = ForeignDetector(heatmap_model(path), runtime=runtime)
    found = detector.detect(whole[:, 100:], (-40, 20, 80, 160))
    points = points[0] - (100, 0)
    inside = points[:, 0] > 8
    assert inside.sum() > 4
    off = np.abs(found.keypoints[0] - points).max(axis=-1)
    assert (off[inside] < 1.5 * crop_pixels((0, 0, 80, 160), (96, 128))).all()
    assert found.confidence[0, inside].min() > 0.2 > found.confidence[0, points[:, 0] < -8].max()


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_an_input_of_integers_gets_the_pixels(path, runtime):
    picture, points = marked(420, 220, APART)
    found = ForeignDetector(heatmap_model(path, kind=UINT8), runtime=runtime).detect(picture, APART)
    assert np.abs(found.keypoints - points).max() < 1.5 * crop_pixels(APART[0], (96, 128))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_numbers_of_half_precision(path, runtime):
    picture, points = marked(420, 220, APART)
    found = ForeignDetector(heatmap_model(path, half=True), runtime=runtime).detect(picture, APART)
    assert np.abs(found.keypoints - points).max() < 1.5 * crop_pixels(APART[0], (96, 128))
    assert found.keypoints.dtype == np.float32


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("size", [(420, 220), (200, 300)])
@pytest.mark.parametrize("ended", [False, True])
def test_yolo_finds_everybody_once_the_surest_first(path, runtime, size, ended):
    boxes = APART if size[0] > size[1] else [(5, 60, 90, 180), (105, 40, 90, 180)]
    picture, points = marked(*size, boxes)
    found = ForeignDetector(yolo_model(path, ended=ended), runtime=runtime).detect(picture)
    assert found.people == 2 and found.scores.tolist() == pytest.approx([0.9, 0.8], abs=0.01)
    pixel = max(size[0] / 160, size[1] / 128)
    assert np.abs(found.keypoints - points).max() < pixel
    spans = np.concatenate([points.min(axis=1), np.ptp(points, axis=1)], axis=1)
    assert np.abs(found.boxes - spans).max() < 2 * pixel


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("ended", [False, True])
def test_yolo_answers_boxes_in_their_order(path, runtime, ended):
    """Also a person whose score is below the least."""
    picture, points = marked(420, 220, APART)
    detector = ForeignDetector(yolo_model(path, ended=ended), runtime=runtime)
    found = detector.detect(picture, APART[::-1])
    assert np.abs(found.keypoints - points[::-1]).max() < 3 and found.boxes.tolist() == [
        list(box) for box in APART[::-1]
    ]
    assert found.scores.max() < 0.25
    elsewhere = detector.detect(picture, (180, 20, 40, 40))
    assert elsewhere.people == 1 and np.isfinite(elsewhere.keypoints).all()


@pytest.mark.parametrize("kind", [INT32, UINT8, FLOAT])
@pytest.mark.parametrize("size", [(128, 128), (96, 64)])
def test_movenet_of_one_person(path, kind, size):
    picture, points = marked(420, 220, APART)
    found = ForeignDetector(movenet_model(path, size, kind)).detect(picture, APART)
    assert np.abs(found.keypoints - points).max() < crop_pixels(APART[0], size)
    assert (found.confidence > 0.9).all()


def test_movenet_of_several_people(path):
    picture, points = marked(420, 220, APART)
    detector = ForeignDetector(movenet_model(path, (160, 128), several=True))
    found = detector.detect(picture)
    assert found.people == 2 and np.abs(found.keypoints - points).max() < 3
    assert np.abs(found.boxes[:, :2] - points.min(axis=1)).max() < 6
    assert np.abs(detector.detect(picture, APART[::-1]).keypoints - points[::-1]).max() < 3


def test_movenet_is_refused_in_opencv(path):
    for several in (False, True):
        with pytest.raises(PoseStudioError, match=r"MoveNet wrongly.*posestudio\[onnx\]"):
            ForeignDetector(movenet_model(path, several=several), runtime="opencv")


def test_a_model_of_one_person_takes_people_from_the_finder(path):
    picture, points = marked(420, 220, APART)
    finder = WholePicture([*APART, APART[0]], [0.6, 0.9, 0.5])
    found = ForeignDetector(heatmap_model(path), finder=finder).detect(picture)
    assert finder.asked == [(220, 420, 3)]
    assert found.people == 2 and (np.diff(found.scores) <= 0).all()  # each once
    assert np.abs(found.keypoints - points[::-1]).max() < 3
    several = ForeignDetector(yolo_model(path), finder=WholePicture(APART[1:], [0.9])).detect(picture)
    assert several.boxes.tolist() == [list(APART[1])]  # one that is given finds them for any model
    heatmap_model(path)
    nobody = ForeignDetector(heatmap_model(path), finder=WholePicture([], [])).detect(picture)
    assert nobody.people == 0 and nobody.to_keypoints().people == 0
    assert ForeignDetector(heatmap_model(path)).detect(picture, np.zeros((0, 4))).people == 0


def test_a_finder_that_is_given_takes_the_place_of_a_model_that_finds_everybody(path):
    picture, points = marked(420, 220, APART)
    finder = WholePicture(APART[1:], [0.7])
    found = ForeignDetector(yolo_model(path), finder=finder).detect(picture)
    assert finder.asked == [(220, 420, 3)] and found.people == 1
    assert np.abs(found.keypoints - points[1:]).max() < 3


@pytest.mark.parametrize("model", [yolo_model, lambda path: movenet_model(path, several=True)])
def test_nobody_is_invented(path, model):
    found = ForeignDetector(model(path)).detect(np.full((90, 120, 3), 75, np.uint8))
    assert found.people == 0 and found.to_keypoints("a").source == "a"


@pytest.mark.parametrize("boxes", [(500, 500, 10, 10), (0, 0, 0, 5), (0, 0, np.nan, 5), [[1, 2, 3]]])
def test_boxes_out_of_range(path, boxes):
    with pytest.raises(PoseStudioError, match="box"):
        ForeignDetector(heatmap_model(path)).detect(np.zeros((50, 60, 3), np.uint8), boxes)


def test_onnxruntime_is_taken_where_it_is_installed(path, monkeypatch):
    heatmap_model(path)
    assert OnnxNetwork(path).runtime == "onnxruntime"
    monkeypatch.setattr("posestudio.detection.foreign.runtime.find_spec", lambda name: None)
    assert OnnxNetwork(path).runtime == "opencv"


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_device_that_is_not_there(path, runtime):
    with pytest.raises(PoseStudioError, match="device 'cuda:9' cannot be used"):
        ForeignDetector(heatmap_model(path), device="cuda:9", runtime=runtime)
