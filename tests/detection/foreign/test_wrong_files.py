"""Files that are no pose model of a known form: one clear error that names the file."""

import numpy as np
import onnx
import pytest

from posestudio.detection.foreign.detector import ForeignDetector
from posestudio.detection.loading import load_any_detector
from posestudio.errors import PoseStudioError
from tests.detection.foreign.models import FLOAT, Graph, heatmap_model, simcc_model, yolo_model

RUNTIMES = ("onnxruntime", "opencv")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.onnx"


def answering(path, *shapes, given=("n", 3, 32, 32), kind=FLOAT, names=None):
    """A model whose outputs have the ``shapes`` after the batch and depend on the input's mean alone."""
    graph = Graph()
    mean = graph.add("ReduceMean", graph.add("Cast", "input", to=FLOAT), axes=[1, 2, 3], keepdims=1)
    outputs = []
    for index, shape in enumerate(shapes):
        name = names[index] if names else f"output{index}"
        flat = graph.add("Reshape", mean, np.array([-1] + [1] * len(shape)))
        graph.add("Mul", flat, np.ones((1, *shape), np.float32), name=name)
        outputs.append((name, FLOAT, ["n", *shape]))
    return graph.save(path, [("input", kind, list(given))], outputs)


def refused(path, match, **options):
    with pytest.raises(PoseStudioError, match=match) as error:
        ForeignDetector(path, **options)
    assert str(error.value).startswith(str(path)[:20]) and "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize(
    "shapes",
    [
        [(1000,)],  # a classifier
        [(84, 525)],  # YOLO without keypoints
        [(116, 525), (32, 8, 8)],  # YOLO with masks
        [(17, 8, 16)],  # maps of other proportions
        [(17, 64), (16, 64)],  # lines of different numbers of keypoints
        [(17, 64), (17, 48)],
        [(17, 3)],  # coordinates: of what, nobody knows
        [(1,), (2,), (3,)],
    ],
)
def test_a_network_of_another_kind_is_told_the_known_forms(path, shapes, runtime):
    text = refused(answering(path, *shapes), "expected a pose model, got an input", runtime=runtime)
    for word in ("RTMPose", "HRNet", "YOLO-pose", "MoveNet", "simcc_x"):
        assert word in text


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_damaged_files(path, tmp_path, runtime, capfd):
    whole = heatmap_model(path).read_bytes()
    for content in (
        b"",
        b"hello",
        b"\x00" * 50,
        whole[: len(whole) // 2],
        whole[:-1],
        bytes(reversed(whole)),
    ):
        path.write_bytes(content)
        refused(path, "ONNX file|can read", runtime=runtime)
    refused(tmp_path / "none.onnx", "none.onnx", runtime=runtime)
    refused(tmp_path, "folder", runtime=runtime)
    assert capfd.readouterr() == ("", "")  # nothing beside the one line


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_network_that_the_runtime_cannot_read(path, runtime, capfd):
    graph = Graph()
    graph.nodes.append(onnx.helper.make_node("Nonsense", ["input"], ["maps"]))
    form = onnx.helper.make_tensor_value_info
    model = onnx.helper.make_model(
        onnx.helper.make_graph(
            graph.nodes, "g", [form("input", FLOAT, [1, 3, 32, 32])], [form("maps", FLOAT, [1, 17, 8, 8])]
        ),
        opset_imports=[onnx.helper.make_opsetid("", 13)],
    )
    onnx.save(model, path)
    text = refused(path, "can read|failed", runtime=runtime)
    assert ("pip install" in text) == (runtime == "opencv")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_inputs_that_are_not_pictures(path, runtime):
    refused(answering(path, (17, 8, 8), given=("n", 4, 32, 32)), "expected a pose model", runtime=runtime)
    refused(answering(path, (17, 8, 8), given=("n", 3, 99999, 32)), "expected a pose model", runtime=runtime)
    refused(answering(path, (17, 8, 8), given=(10**9, 3, 32, 32)), "expected a pose model", runtime=runtime)
    graph = Graph()
    graph.add("Add", "a", "b", name="out")
    forms = [(name, FLOAT, [1, 3, 8, 8]) for name in "ab"]
    refused(graph.save(path, forms, [("out", FLOAT, [1, 3, 8, 8])]), "expected one input", runtime=runtime)
    graph = Graph()
    graph.add("Neg", "a", name="out")
    refused(
        graph.save(path, [("a", FLOAT, [1, 3])], [("out", FLOAT, [1, 3])]),
        r"got a \(1, 3\)",
        runtime=runtime,
    )


def test_an_output_without_the_pictures_axis(path):
    graph = Graph()
    graph.add("ReduceMean", "input", axes=[0], keepdims=0, name="out")
    graph.save(path, [("input", FLOAT, ["n", 3, 32, 32])], [("out", FLOAT, [3, 32, 32])])
    refused(path, "one entry for each of 1 pictures")


@pytest.mark.parametrize("shape", [(17, 8, 8), (17, 64), (56, 5), (300, 57), None])
def test_numbers_that_are_none_find_nobody(path, shape):
    """Networks of half precision overflow: keypoints of confidence 0, and nobody where nobody is asked for."""
    if shape is None:
        answering(path, (6, 56), given=(1, 32, 32, 3))
    else:
        answering(path, *[shape] * (2 if shape == (17, 64) else 1), given=(1, 3, 32, 32))
    model = onnx.load(path)
    for weight in model.graph.initializer:
        if weight.data_type == FLOAT:
            weight.raw_data = np.full(weight.dims, np.inf, np.float32).tobytes()
    onnx.save(model, path)
    detector = ForeignDetector(path)
    for picture in (np.zeros((40, 50, 3), np.uint8), np.full((40, 50, 3), 200, np.uint8)):
        found = detector.detect(picture, [(5, 5, 30, 30), (10, 10, 9, 9)])
        assert found.people == 2 and np.isfinite(found.keypoints).all()
        assert np.isfinite(found.confidence).all() and np.isfinite(found.noise).all()
        assert found.to_keypoints().people == 2
        if detector.family.everybody:
            assert np.isfinite(detector.detect(picture).boxes).all()


def test_layouts(path):
    """By the number of keypoints, or named; names that several layouts begin with mean the one of that number."""
    assert ForeignDetector(heatmap_model(path), "coco").family.keypoints == 17
    assert ForeignDetector(heatmap_model(path), "h36m").family.keypoints == 17
    refused(path, "expected the 26 keypoints of the layout halpe26, got 17", layout="halpe26")
    refused(path, "layout: expected one of coco17", layout="nonsense")
    refused(heatmap_model(path, count=14), "lsp14 or crowdpose14 or aic14")
    refused(heatmap_model(path, count=21), "got 21 keypoints in an unknown order")
    found = ForeignDetector(simcc_model(path, count=16)).detect(
        np.zeros((50, 40, 3), np.uint8), (0, 0, 40, 50)
    )
    assert (found.confidence[0, :5] == 0).all()  # MPII has no face
    assert not found.to_keypoints().observed[0, :5].any()


def test_a_yolo_says_its_keypoints_itself(path):
    """And its task: 52 classes look like 17 keypoints."""
    shape = {"kpt_shape": "[17, 3]", "task": "pose", "names": "{0: 'person'}"}
    detector = ForeignDetector(yolo_model(path, properties=shape))
    assert detector.family.keypoints == 17 and detector.card["task"] == "pose"
    refused(yolo_model(path, properties={"task": "detect"}), "expected a pose model")
    several = answering(path, (4 + 3 + 17 * 3, 30), given=(1, 3, 32, 32))
    refused(several, "18 keypoints|in an unknown order|expected a pose model")
    model = onnx.load(several)
    onnx.helper.set_model_props(model, {"kpt_shape": "[17, 3]"})
    onnx.save(model, several)
    assert ForeignDetector(several).family.keypoints == 17  # of three classes


def test_any_detector_is_loaded_by_its_name(path):
    assert isinstance(load_any_detector(heatmap_model(path), "cpu", "coco"), ForeignDetector)
    with pytest.raises(PoseStudioError, match="layout"):
        load_any_detector("detector", "cpu", "coco")
