"""The order of a file's keypoints."""

from __future__ import annotations

import json

import numpy as np
import pytest

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError, LayoutUnknown
from posestudio.keypoints import load_keypoints
from tests.keypoints.sample_files import (
    coco,
    coco_person,
    flattened,
    in_layout,
    in_order,
    person,
    recording,
    same_person,
    written,
)

KNOWN_BY_THEIR_NUMBER = (
    *("coco17", "coco18", "coco23", "body25", "body135", "halpe26", "halpe68", "halpe136"),
    *("wholebody133", "blazepose33"),
)


@pytest.mark.parametrize(
    "layout", ["coco23", "halpe26", "halpe68", "halpe136", "body135", "blazepose33", "mpii16"]
)
def test_layouts_known_by_their_number(tmp_path, layout):
    content = [{"image_id": "0.jpg", "keypoints": [number for row in in_layout(layout) for number in row]}]
    same_person(recording(tmp_path, content), face=layout != "mpii16")


@pytest.mark.parametrize("layout", KNOWN_BY_THEIR_NUMBER)
def test_openpose_of_any_layout_known_by_its_number(tmp_path, layout):
    content = {
        "version": 1.3,
        "people": [
            {"person_id": [-1], "pose_keypoints_2d": flattened(in_order(layout, person()))},
            {"pose_keypoints_2d": [], "face_keypoints_2d": [1, 2, 3]},
        ],
    }
    path = written(tmp_path, content, "walk_000000000012_keypoints.json")
    (frame,) = load_keypoints(path, size=(1280, 720))
    assert frame.source == "walk_000000000012"
    np.testing.assert_allclose(frame.points[0], person(), rtol=1e-6)
    assert frame.size == (1280, 720) and frame.people == 1 and frame.confidence is not None


@pytest.mark.parametrize(
    "layout", ["lsp14", "crowdpose14", "aic14", "mpi15", "jhmdb15", "panoptic19", "body19"]
)
def test_layouts_that_share_a_number_are_asked_for(tmp_path, layout):
    content = [{"image_id": "0.jpg", "keypoints": [number for row in in_layout(layout) for number in row]}]
    with pytest.raises(
        LayoutUnknown, match=rf"k\.json: \[0\]\.keypoints: {len(in_layout(layout))} .*{layout}"
    ):
        recording(tmp_path, content)
    face = "nose" in KEYPOINT_LAYOUTS[layout]
    same_person(recording(tmp_path, content, layout=layout), face=face)
    if not layout.startswith("body"):  # of which there are several
        same_person(recording(tmp_path, content, layout=layout.rstrip("0123456789").upper()), face=face)


@pytest.mark.parametrize("layout", ["mpii16", "lsp14", "h36m17"])
def test_layouts_without_a_face_miss_it(tmp_path, layout):
    rows = in_order(layout, person())
    for number, content in enumerate(
        (
            [{"image_id": "a.jpg", "keypoints": flattened(rows)}],
            [[{"keypoints": [row[:2] for row in rows], "keypoint_scores": [0.9] * len(rows)}]],
        )
    ):
        (frame,) = load_keypoints(written(tmp_path, content, f"{number}.json"), layout)
        assert (frame.visibility[0, :5] == 0).all() and (frame.visibility[0, 5:] == 2).all()
        assert frame.points[0, 5:] == pytest.approx(person()[5:])
        assert (frame.confidence[0, :5] == 0).all()


def test_as_many_keypoints_as_coco_has_are_coco_s(tmp_path):
    rows = in_order("h36m17", person())
    (frame,) = load_keypoints(written(tmp_path, [{"image_id": 1, "keypoints": flattened(rows)}]))
    assert frame.points[0, 1] == pytest.approx(rows[1][:2])


def test_coco_names_say_the_order(tmp_path):
    names = [name.title().replace("_", " ") for name in reversed(COCO_KEYPOINTS)]
    rows = flattened([[x, y, 2] for x, y in person()[::-1].tolist()])
    content = {
        "annotations": [{"image_id": "a", "category_id": 4, "keypoints": rows}],
        "categories": [{"id": 4, "keypoints": names}],
    }
    (frame,) = load_keypoints(written(tmp_path, content))
    np.testing.assert_allclose(frame.points[0], person(), rtol=1e-6)


@pytest.mark.parametrize(
    "names", [[str(i) for i in range(17)], [f"kp_{i + 1}" for i in range(17)], [*range(17)]]
)
def test_names_that_are_numbers_say_nothing(tmp_path, names):
    same_person(recording(tmp_path, coco(categories=[{"id": 1, "keypoints": names}])))


def test_a_given_layout_overrides_the_files(tmp_path):
    content = {
        "annotations": [{"image_id": 1, "category_id": 1, "keypoints": coco_person()}],
        "categories": [{"id": 1, "keypoints": [f"part {chr(97 + i)}" for i in range(17)]}],
    }
    path = written(tmp_path, content)
    np.testing.assert_allclose(load_keypoints(path, layout="coco17")[0].points[0], person(), rtol=1e-6)
    with pytest.raises(KeypointsError, match=r"categories\[0\].keypoints: expected .*'left_shoulder'"):
        load_keypoints(path)
    with pytest.raises(KeypointsError, match=r"annotations\[0\].keypoints: expected .* 25 keypoints"):
        load_keypoints(path, layout="body25")
    with pytest.raises(KeypointsError, match="layout: expected one of coco17"):
        load_keypoints(path, layout="coco")


@pytest.mark.parametrize("odd", ["²", "\U00010e60", "①", "٣"])
def test_names_of_keypoints_and_people_may_be_any_digits(tmp_path, odd):
    """Numbers of other scripts are read or refused, as other names are."""
    names = [odd, *(str(number) for number in range(1, 17))]
    annotation = {"image_id": 1, "category_id": 1, "keypoints": [100, 120, 2] * 17, "track_id": odd, "id": 1}
    coco = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
        "categories": [{"id": 1, "name": "person", "keypoints": names}],
        "annotations": [annotation],
    }
    path = tmp_path / f"frame{odd}.json"
    path.write_text(json.dumps(coco))
    try:
        assert load_keypoints(path)
    except KeypointsError as problem:
        assert "keypoints" in str(problem)
