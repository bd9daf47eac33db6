"""Files as other tools write them: each gives the same person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, Keypoints, load_keypoints
from tests.fakes import CAMERA
from tests.keypoints.sample_files import (
    BODY,
    coco,
    coco_person,
    flat,
    flattened,
    in_layout,
    in_order,
    person,
    recording,
    rows,
    same_person,
    written,
)

ULTRALYTICS = {
    "name": "person",
    "class": 0,
    "confidence": 0.9,
    "track_id": 3,
    "keypoints": {"x": BODY[:, 0].tolist(), "y": BODY[:, 1].tolist(), "visible": [0.9] * 17},
}
TENSORFLOW = {
    "score": 0.9,
    "keypoints": [
        {"x": x, "y": y, "score": 0.9, "name": name}
        for (x, y), name in zip(BODY.tolist(), COCO_KEYPOINTS, strict=True)
    ],
}
POSENET = [
    {
        "score": 0.9,
        "keypoints": [
            {"part": "".join([name.split("_")[0], *map(str.title, name.split("_")[1:])]), "score": 0.9}
            | {"position": {"x": x, "y": y}}
            for (x, y), name in zip(BODY.tolist(), COCO_KEYPOINTS, strict=True)
        ],
    }
]
COCO_18 = [number for row in in_layout("coco18") for number in row]

TOOLS = {
    "AlphaPose": [{"image_id": "0.jpg", "category_id": 1, "keypoints": flat(), "score": 3.1, "idx": [1.0]}],
    "AlphaPose cmu": {"0.jpg": {"version": "AlphaPose v0.3", "bodies": [{"joints": COCO_18}]}},
    "AlphaPose open": {"0.jpg": {"version": "AlphaPose v0.3", "people": [{"pose_keypoints_2d": COCO_18}]}},
    "AlphaPose sep-json": {"version": "AlphaPose v0.3", "bodies": [{"joints": COCO_18}]},
    "Detectron2": [
        {"image_id": 7, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.99, "keypoints": flat()}
    ],
    "HRNet": [
        {
            "category_id": 1,
            "center": [9, 9],
            "image_id": 7,
            "keypoints": flat(),
            "scale": [1, 1],
            "score": 0.9,
        }
    ],
    "torchvision": [{"keypoints": rows(third=1), "keypoints_scores": [9.5] * 17, "boxes": [1, 2, 3, 4]}],
    "MMPose 0": [{"bbox": [1, 2, 3, 4, 0.9], "keypoints": rows(), "track_id": 0, "area": 9.0}],
    "MMPose 1": [{"frame_id": 0, "instances": [{"keypoints": BODY.tolist(), "keypoint_scores": [0.9] * 17}]}],
    "MMPose one deeper": [{"keypoints": [BODY.tolist()], "keypoint_scores": [[0.9] * 17]}],
    "Ultralytics": [ULTRALYTICS],
    "Ultralytics frames": [[ULTRALYTICS], [ULTRALYTICS]],
    "TensorFlow.js": [TENSORFLOW],
    "PoseNet": POSENET,
    "OpenPose 1.0": {"version": 1.0, "people": [{"pose_keypoints": COCO_18, "face_keypoints": []}]},
    "OpenPose hands": {
        "people": [{"person_id": [-1], "pose_keypoints_2d": COCO_18, "hand_left_keypoints_2d": [1.0] * 63}]
    },
    "OpenPose BODY_25": {"people": [{"pose_keypoints_2d": [n for row in in_layout("body25") for n in row]}]},
    "easy_ViTPose": {
        "keypoints": [{"0": [[y, x, s] for x, y, s in rows()]}],
        "skeleton": {str(index): name for index, name in enumerate(COCO_KEYPOINTS)},
    },
    "by name": [{"image_id": 1, "keypoints": dict(zip(COCO_KEYPOINTS, rows(), strict=True))}],
    "frames by name": {"f1": [{"keypoints": rows()}], "f2": []},
    "frames in an object": {"fps": 25, "frames": [{"frame_index": 0, "people": [{"keypoints": rows()}]}]},
    "without scores": [{"image_id": 1, "keypoints": BODY.ravel().tolist()}],
    "percent": [{"image_id": 1, "keypoints": flat(third=90.0)}],
    "WholeBody": [{"image_id": 1, "keypoints": [n for row in in_layout("wholebody133") for n in row]}],
    "CVAT": coco(annotations=[{"image_id": 1, "keypoints": flat(third=2), "attributes": {"track_id": 4}}]),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_gives_the_same_person(tmp_path, tool):
    read = same_person(recording(tmp_path, TOOLS[tool], size=CAMERA.size))
    assert not read.warnings


class TestFormats:
    """Every format gives the same person."""

    def check(self, path: Path, sources: list[str], **options) -> list[Keypoints]:
        frames = load_keypoints(path, **options)
        assert [frame.source for frame in frames] == sources
        np.testing.assert_allclose(frames[0].points[0], person(), rtol=1e-6)
        assert (frames[0].visibility[0] == VISIBLE).all()
        return frames

    def test_coco_annotations(self, tmp_path):
        content = {
            "images": [
                {"id": 7, "file_name": "first.png", "width": 640, "height": 480},
                {"id": 3, "file_name": "second.png", "width": 320, "height": 200},
                {"id": 9, "file_name": "nobody.png"},
            ],
            "annotations": [
                {"id": 1, "image_id": 3, "category_id": 1, "keypoints": coco_person(1, 1)},
                {"id": 2, "image_id": 7, "category_id": 1, "keypoints": coco_person()},
                {"id": 3, "image_id": 3, "category_id": 1, "keypoints": coco_person(2)},
                {"id": 4, "image_id": 3, "category_id": 1, "keypoints": [0] * 51, "num_keypoints": 0},
                {"id": 5, "image_id": 9, "category_id": 18, "bbox": [1, 2, 3, 4]},
            ],
            "categories": [
                {"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)},
                {"id": 18, "name": "dog"},
            ],
        }
        frames = self.check(
            written(tmp_path, content), ["first.png", "second.png", "nobody.png"], size=(8, 6)
        )
        assert [frame.people for frame in frames] == [1, 2, 0]
        assert [frame.size for frame in frames] == [(640, 480), (320, 200), (8, 6)]
        assert (frames[1].visibility[0] == OCCLUDED).all()

    def test_coco_flags_of_zero_are_missing(self, tmp_path):
        rows = coco_person()
        rows[12:15] = [0, 0, 0]
        frame = load_keypoints(written(tmp_path, {"annotations": [{"image_id": 1, "keypoints": rows}]}))[0]
        assert frame.visibility[0, 4] == MISSING and frame.observed.sum() == 16 and frame.source == "1"

    def test_coco_results(self, tmp_path):
        content = [
            {"image_id": 5, "category_id": 1, "keypoints": coco_person(0, 0.8), "score": 0.9},
            {"image_id": 2, "category_id": 1, "keypoints": coco_person(1, 0.8), "score": 0.9},
            {"image_id": 5, "category_id": 1, "keypoints": coco_person(2, 0.2), "score": 0.9},
        ]
        frames = load_keypoints(written(tmp_path, content))
        assert [(frame.source, frame.people) for frame in frames] == [("2", 1), ("5", 2)]
        np.testing.assert_allclose(frames[1].points[0], person(), rtol=1e-6)
        assert (frames[1].visibility[1] == OCCLUDED).all()
        assert frames[1].confidence[1, 0] == pytest.approx(0.2)

    def test_alphapose(self, tmp_path):
        content = [{"image_id": "a.jpg", "keypoints": flattened(in_order("halpe26", person())), "score": 3.1}]
        self.check(written(tmp_path, content), ["a.jpg"])

    def test_openpose_of_an_editor_has_a_canvas(self, tmp_path):
        content = [
            {
                "people": [{"pose_keypoints_2d": flattened(in_order("coco18", person()))}],
                "canvas_width": 512,
                "canvas_height": 768,
            }
        ]
        assert self.check(written(tmp_path, content), ["people"])[0].size == (512, 768)

    def mmpose_person(self, shift: float = 0.0) -> dict:
        return {
            "keypoints": person(shift).tolist(),
            "keypoint_scores": [0.9] * 17,
            "bbox": [[1, 2, 3, 4]],
            "bbox_score": 0.9,
        }

    def test_mmpose_people_of_one_picture(self, tmp_path):
        frames = self.check(written(tmp_path, [self.mmpose_person(), self.mmpose_person(3)]), ["people"])
        assert frames[0].people == 2

    def test_mmpose_video(self, tmp_path):
        frames = [{"frame_id": 4, "instances": [self.mmpose_person()]}, {"frame_id": 5, "instances": []}]
        assert self.check(written(tmp_path, frames), ["4", "5"])[1].people == 0
        self.check(written(tmp_path, frames[0]), ["4"])
        self.check(written(tmp_path, {"instance_info": frames}), ["4", "5"])
        self.check(written(tmp_path, {"predictions": frames}), ["4", "5"])

    def test_mmpose_inferencer(self, tmp_path):
        content = {"predictions": [[self.mmpose_person()], []], "visualization": []}
        assert self.check(written(tmp_path, content), ["people", "people"])[1].people == 0
        self.check(written(tmp_path, {"predictions": [self.mmpose_person()]}), ["people"])

    def test_mmpose_meta_info_names_the_order(self, tmp_path):
        reverse = {
            "keypoints": person()[::-1].tolist(),
            "keypoint_scores": [0.9] * 17,
        }
        content = {
            "meta_info": {
                "keypoint_id2name": {str(i): name for i, name in enumerate(reversed(COCO_KEYPOINTS))}
            },
            "instance_info": [{"frame_id": 1, "instances": [reverse]}],
        }
        self.check(written(tmp_path, content), ["1"])

    @pytest.mark.parametrize(
        "content",
        ["[]", '{"people": []}', '{"instances": []}', '{"annotations": []}', '\ufeff{"people": []}'],
    )
    def test_nobody_is_a_frame_too(self, tmp_path, content):
        frames = load_keypoints(written(tmp_path, content))
        assert [(frame.people, frame.source) for frame in frames] == [(0, "people")]
