import json

import numpy as np
import pytest
from scipy.io import savemat

from posestudio.body.keypoint_layouts import LSP_14_KEYPOINTS, MPII_16_KEYPOINTS
from posestudio.body.layouts import COCO_INDEX, COCO_KEYPOINTS
from posestudio.detection.training.annotations import (
    read_coco,
    read_lsp,
    read_mpii,
    read_people,
    split_by_picture,
)
from posestudio.errors import KeypointsError
from tests.detection.examples import samples, save_photographs

CROWDPOSE = (
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip",
    "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle", "top_head", "neck",
)  # fmt: skip


def test_the_projects_own_annotations(tmp_path):
    people = read_coco(save_photographs(tmp_path, 3) / "keypoints.json")
    assert [person.picture.name for person in people] == ["1.png", "2.png", "3.png"]
    first, truth = people[0], samples(3)[0]
    assert not first.labelled[:5].any() and first.labelled[5:].all() and first.head == pytest.approx(10)
    assert np.allclose(first.points[5:], truth.points[5:], atol=1e-4)
    low, extent = truth.points[5:].min(axis=0), np.ptp(truth.points[5:], axis=0)
    assert (first.box[:2] < low).all() and (first.box[2:] > extent).all()  # grown: it was the joints' extent
    assert first.area == pytest.approx(np.prod(extent), rel=1e-4)


def coco(annotations, names=COCO_KEYPOINTS):
    return {
        "images": [{"id": 7, "file_name": "a.jpg"}],
        "annotations": annotations,
        "categories": [{"id": 1, "keypoints": list(names)}],
    }


def test_crowdpose_has_other_keypoints(tmp_path):
    rows = [[10 * i + 1, 5, 2] for i in range(14)]
    person = {"image_id": 7, "category_id": 1, "keypoints": sum(rows, []), "bbox": [0, 0, 400, 300]}
    (tmp_path / "crowd.json").write_text(json.dumps(coco([person], CROWDPOSE)))
    (found,) = read_coco(tmp_path / "crowd.json", tmp_path / "images")
    assert found.picture == tmp_path / "images" / "a.jpg"
    assert found.points[COCO_INDEX["right_wrist"]].tolist() == [51, 5] and not found.labelled[:5].any()
    assert found.box.tolist() == [0, 0, 400, 300]


def test_crowds_and_people_without_keypoints_are_left_out(tmp_path):
    nobody = {"image_id": 7, "category_id": 1, "keypoints": [0] * 51, "bbox": [0, 0, 9, 9]}
    crowd = {"image_id": 7, "category_id": 1, "keypoints": [5, 5, 2] * 17, "iscrowd": 1}
    (tmp_path / "a.json").write_text(json.dumps(coco([nobody, crowd, {"image_id": 7, "category_id": 1}])))
    assert read_coco(tmp_path / "a.json") == []


@pytest.mark.parametrize(
    "annotation",
    [
        {"image_id": 8, "category_id": 1, "keypoints": [1, 1, 2] * 17},
        {"image_id": 7, "category_id": 2, "keypoints": [1, 1, 2] * 17},
        {"image_id": 7, "category_id": 1, "keypoints": [1, 1, 2] * 16},
        {"image_id": 7, "category_id": 1, "keypoints": ["a"] * 51},
        {"image_id": 7, "category_id": 1, "keypoints": [1, 1, 2] * 17, "area": "large"},
        {"category_id": 1, "keypoints": [1, 1, 2] * 17},
    ],
)
def test_other_files_are_one_line_with_the_place(tmp_path, annotation):
    (tmp_path / "a.json").write_text(json.dumps(coco([annotation])))
    with pytest.raises(KeypointsError, match=r"a\.json: annotations\[0\]") as error:
        read_coco(tmp_path / "a.json")
    assert "\n" not in str(error.value)


def test_mpii(tmp_path):
    joints = [[10.0 * i, 7.0] for i in range(16)]
    record = {
        "image": "b.jpg",
        "center": [100, 80],
        "scale": 2,
        "joints": joints,
        "joints_vis": [1] * 15 + [0],
    }
    (tmp_path / "mpii.json").write_text(json.dumps([record]))
    (person,) = read_mpii(tmp_path / "mpii.json", tmp_path)
    assert person.box.tolist() == [-100.5, -90.5, 400, 400] and person.head == pytest.approx(10)
    elbow = MPII_16_KEYPOINTS.index("right_elbow")
    assert person.points[COCO_INDEX["right_elbow"]].tolist() == [10 * elbow - 0.5, 6.5]  # MATLAB's pixels
    assert not person.labelled[COCO_INDEX["left_wrist"]]  # the last of MPII's


@pytest.mark.parametrize("extended", [False, True])
def test_lsp(tmp_path, extended):
    rows = np.stack([np.array([10.0 * i, 5, i == 0]) for i in range(14)])
    joints = np.stack([rows, rows], axis=-1)  # (14, 3, 2)
    savemat(tmp_path / "joints.mat", {"joints": joints if extended else joints.transpose(1, 0, 2)})
    people = read_lsp(tmp_path / "joints.mat", tmp_path)
    ankle = COCO_INDEX[LSP_14_KEYPOINTS[0]]
    assert [person.picture.name for person in people] == (
        ["im00001.jpg", "im00002.jpg"] if extended else ["im0001.jpg", "im0002.jpg"]
    )
    if extended:  # 1 says labelled
        assert people[0].labelled.tolist() == [index == ankle for index in range(17)]
    else:  # 1 says hidden
        assert people[0].labelled[5:].all()


def test_files_are_known_by_what_is_in_them(tmp_path):
    assert [person.picture.name for person in read_people(save_photographs(tmp_path / "ours", 2))] == [
        "1.png",
        "2.png",
    ]
    savemat(tmp_path / "joints.mat", {"joints": np.ones((14, 3, 1))})
    (tmp_path / "images").mkdir()
    assert read_people(tmp_path / "joints.mat")[0].picture == tmp_path / "images" / "im00001.jpg"
    (tmp_path / "mpii.json").write_text("[]")
    assert read_people(tmp_path / "mpii.json") == []


def test_joints_alone_get_one_kind_of_box(tmp_path):
    """Whether the file's box holds the top of the head or not."""
    found = []
    for box in ([10, 10, 30, 60], [10, 0, 30, 70]):
        person = {
            "image_id": 7,
            "category_id": 1,
            "keypoints": [0, 0, 0] * 15 + [10, 10, 2, 40, 70, 2],
            "bbox": box,
        }
        person["extra_keypoints"] = {"head_top": [20, 0, 2], "neck": [20, 8, 2]}
        (tmp_path / "a.json").write_text(json.dumps(coco([person])))
        found.append(read_coco(tmp_path / "a.json")[0].box.tolist())
    assert found[0] == found[1] == [3, -7, 44, 84]


def test_another_matlab_file_is_refused(tmp_path):
    savemat(tmp_path / "a.mat", {"joints": np.zeros((5, 5))})
    (tmp_path / "b.mat").write_bytes(b"hello")
    for name in ("a.mat", "b.mat", "c.mat"):
        with pytest.raises(KeypointsError, match=name):
            read_lsp(tmp_path / name, tmp_path)


def test_the_split_is_by_picture_and_the_same_every_time(tmp_path):
    people = read_coco(save_photographs(tmp_path, 20) / "keypoints.json")
    training, held_out = split_by_picture(people * 2)
    assert len(held_out) == 4 and len(training) == 36
    assert not {p.picture for p in training} & {p.picture for p in held_out}
    assert {p.picture for p in split_by_picture(people[::-1])[1]} == {p.picture for p in held_out}


@pytest.mark.parametrize("odd", [[], [1], [1, 2], [1, 2, 3, 4], [[1, 2, 3]], "x", {"a": 1}])
def test_rows_of_another_length_are_refused_with_their_place(tmp_path, odd):
    person = {
        "image_id": 1,
        "category_id": 1,
        "keypoints": [100, 120, 2] * 17,
        "extra_keypoints": {"neck": odd},
    }
    person["extra_keypoints"]["head_top"] = [1, 2, 2]
    coco = {
        "images": [{"id": 1, "file_name": "a.jpg"}],
        "categories": [{"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)}],
        "annotations": [person],
    }
    mpii = {"image": "a.jpg", "center": odd, "scale": 1.0, "joints": [[1, 2]] * 16, "joints_vis": [1] * 16}
    for content, location in ((coco, "neck"), ([mpii], "center")):
        (tmp_path / "odd.json").write_text(json.dumps(content))
        try:
            read_people(tmp_path / "odd.json")
        except KeypointsError as problem:
            assert "odd.json" in str(problem) and location in str(problem)
        else:
            assert len(np.ravel(odd)) == (
                3 if location == "neck" else 2
            )  # what it should be, in brackets too many
