"""Files that are damaged or of no known format: one line that names the file and the location."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError
from posestudio.keypoints import load_keypoints
from tests.keypoints.sample_files import written

quick = settings(max_examples=40, deadline=None)

KEYS = """annotations images categories people instances instance_info predictions keypoints image_id id width
    height keypoint_scores pose_keypoints_2d meta_info keypoint_id2name frame_id category_id file_name 0"""
leaves = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.sampled_from([[1] * 51, [[2, 3]] * 17, "nose"])
)
nonsense = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ":1:1: expected JSON"),
        ("   \n", "expected JSON"),
        ('{"people": [\n{"pose_keypoints_2d": [1, 2,]}]}', ":2:"),
        ("[" * 100_000, "nested"),
        ("{}", "expected COCO annotations or results, OpenPose people, or MMPose predictions"),
        ("3", "got 3"),
        ("null", "got null"),
        ('"text"', "got 'text'"),
        ({"version": 1, "poses": []}, "got an object with 'version', 'poses'"),
        ([1], "[0]: expected a person with keypoints"),
        ([{"people": []}, {}], "[1]: expected a person with keypoints"),
        ({"people": {}}, "people: expected a list"),
        ({"people": [3]}, "people[0]: expected a person with keypoints"),
        (
            {"people": [{"pose_keypoints_2d": [1] * 74}]},
            "people[0].pose_keypoints_2d: expected x, y and score",
        ),
        (
            {"people": [{"pose_keypoints_2d": [1] * 60}]},
            "17 (coco17), 18 (coco18), 19 (body19 or panoptic19)",
        ),
        ({"people": [{"pose_keypoints_2d": [[1, 2, 1, 4]] * 25}]}, "expected x, y and score"),
        ({"people": [], "canvas_width": 0, "canvas_height": 3}, "canvas_width: expected a whole number"),
        ({"annotations": 3}, "annotations: expected a list"),
        ({"annotations": [{}]}, "annotations[0]: expected an object with image_id"),
        ({"annotations": [{"image_id": []}]}, "annotations[0].image_id: expected a name or a number"),
        (
            {"annotations": [{"image_id": 2}], "images": [{"id": 1}]},
            "expected the id of one of the images, got 2",
        ),
        (
            {"annotations": [], "images": [{"id": 1, "width": -3, "height": 2}]},
            "images[0].width: expected",
        ),
        ({"annotations": [], "images": [{}]}, "images[0]: expected an object with id"),
        ([{"image_id": 1}], "[0]: expected a person with keypoints"),
        (
            [{"image_id": 1, "keypoints": [[1, 2]] * 8 + [[1, None]] * 9}],
            "[0].keypoints[8][1]: expected a finite",
        ),
        (
            [{"keypoints": [[1, 2]] * 17, "keypoint_scores": [1]}],
            "[0].keypoint_scores: expected 17 numbers",
        ),
        (
            {"instances": [{"keypoints": [[1, "a"]] * 17}]},
            "instances[0].keypoints[0][1]: expected a finite",
        ),
        (
            {"meta_info": {"keypoint_id2name": []}, "instances": []},
            "meta_info.keypoint_id2name: expected",
        ),
        ({"meta_info": {"keypoint_id2name": {"a": "nose"}}, "instances": []}, "an object with 0"),
    ],
)
def test_the_error_names_the_file_and_the_place(tmp_path, content, words):
    path = written(tmp_path, content)
    with pytest.raises(KeypointsError) as caught:
        load_keypoints(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and words in message and "\n" not in message


def test_a_file_that_is_not_text(tmp_path):
    (tmp_path / "a.json").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(KeypointsError, match="UTF-8"):
        load_keypoints(tmp_path / "a.json")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(KeypointsError, match="cannot be read"):
        load_keypoints(tmp_path / "none.json")


@settings(max_examples=300, deadline=None)
@given(nonsense)
def test_nonsense_raises_nothing_else(tmp_path_factory, content):
    path = written(tmp_path_factory.getbasetemp(), content, "nonsense.json")
    try:
        frames = load_keypoints(path)
    except KeypointsError as problem:
        assert str(path) in str(problem) and "\n" not in str(problem)
    else:
        assert all(np.isfinite(frame.points).all() for frame in frames)


@quick
@given(st.binary(max_size=60) | st.text('{}[]",:01eE.-nulltrue \n', max_size=40).map(str.encode))
def test_any_bytes_raise_nothing_else(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.json"
    path.write_bytes(content)
    try:
        load_keypoints(path)
    except KeypointsError as problem:
        assert str(path) in str(problem) and "\n" not in str(problem)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_good_file_with_one_value_replaced(tmp_path_factory, data):
    """Mutations reach the depths that nonsense from nothing does not."""
    document = {
        "images": [{"id": 1, "file_name": "a", "width": 9, "height": 9}],
        "annotations": [
            {"image_id": 1, "category_id": 1, "keypoints": [1.5, 2, 2] * 17, "keypoint_scores": [1] * 17}
        ],
        "categories": [{"id": 1, "keypoints": list(COCO_KEYPOINTS)}],
    }
    node = document
    while True:
        key = data.draw(
            st.sampled_from(sorted(node)) if isinstance(node, dict) else st.integers(0, len(node) - 1)
        )
        if not isinstance(node[key], dict | list) or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(nonsense)
    path = written(tmp_path_factory.getbasetemp(), document, "mutated.json")
    try:
        load_keypoints(path)
    except KeypointsError as problem:
        assert str(problem).startswith(str(path)) and "\n" not in str(problem)
