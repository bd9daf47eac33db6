"""Files as the tools of the field write them, made here: each gives the same person, or says why not."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.keypoint_orders import KEYPOINT_ORDERS, coco_columns
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError, LayoutUnknown, SizeUnknown
from posestudio.keypoints import MISSING, VISIBLE, Recording, load_keypoints, load_recording
from posestudio.keypoints.file_layout import canonical_names
from tests.fakes import CAMERA, standing_keypoints

BODY = standing_keypoints().points[0].astype(float)
"""(17, 2) pixels of somebody who stands, in a picture of 640 x 360."""
WIDTH, HEIGHT = CAMERA.size


def rows(points: np.ndarray = BODY, third: float = 0.9) -> list[list[float]]:
    return [[float(x), float(y), third] for x, y in points]


def flat(points: np.ndarray = BODY, third: float = 0.9) -> list[float]:
    return [number for row in rows(points, third) for number in row]


def in_layout(layout: str, points: np.ndarray = BODY) -> list[list[float]]:
    """Rows in another order; keypoints that COCO lacks lie about the nose."""
    order = KEYPOINT_ORDERS[layout]
    result = [
        [float(points[0, 0]) + index % 7, float(points[0, 1]) + index % 5, 0.8] for index in range(len(order))
    ]
    for column, (x, y) in zip(coco_columns(order), points, strict=True):
        if column >= 0:
            result[column] = [float(x), float(y), 0.9]
    return result


def recording(folder: Path, content: object, name: str = "k.json", **options: object) -> Recording:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return load_recording(path, **options)


def same_person(read: Recording, people: int = 1, face: bool = True) -> Recording:
    frame = read.frames[0]
    assert frame.people == people and (frame.visibility[0, 0 if face else 5 :] == VISIBLE).all()
    np.testing.assert_allclose(frame.points[0, 0 if face else 5 :], BODY[0 if face else 5 :], atol=1e-3)
    return read


def coco(**changes: object) -> dict:
    image = {"id": 1, "file_name": "a.jpg", "width": WIDTH, "height": HEIGHT}
    return {
        "images": [image],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "keypoints": flat(third=2)}],
        "categories": [{"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)}],
    } | changes


LANDMARKS = [
    {"x": x / WIDTH, "y": y / HEIGHT, "z": -0.2, "visibility": score}
    for x, y, score in in_layout("blazepose33")
]
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


@pytest.mark.parametrize(
    "layout", ["coco23", "halpe26", "halpe68", "halpe136", "body135", "blazepose33", "mpii16"]
)
def test_layouts_known_by_their_number(tmp_path, layout):
    content = [{"image_id": "0.jpg", "keypoints": [number for row in in_layout(layout) for number in row]}]
    same_person(recording(tmp_path, content), face=layout != "mpii16")


@pytest.mark.parametrize(
    "layout", ["lsp14", "crowdpose14", "aic14", "mpi15", "jhmdb15", "panoptic19", "body19"]
)
def test_layouts_that_share_a_number_are_asked_for(tmp_path, layout):
    content = [{"image_id": "0.jpg", "keypoints": [number for row in in_layout(layout) for number in row]}]
    with pytest.raises(
        LayoutUnknown, match=rf"k\.json: \[0\]\.keypoints: {len(in_layout(layout))} .*{layout}"
    ):
        recording(tmp_path, content)
    face = "nose" in KEYPOINT_ORDERS[layout]
    same_person(recording(tmp_path, content, layout=layout), face=face)
    if not layout.startswith("body"):  # of which there are several
        same_person(recording(tmp_path, content, layout=layout.rstrip("0123456789").upper()), face=face)


@pytest.mark.parametrize(
    "content",
    [
        LANDMARKS,
        [LANDMARKS, LANDMARKS],
        {"pose_landmarks": [LANDMARKS], "pose_world_landmarks": [LANDMARKS]},
        {"frames": [{"frame": 0, "pose_landmarks": LANDMARKS}]},
        [{"image_id": 1, "keypoints": [n for row in LANDMARKS for n in row.values()]}],
    ],
)
def test_mediapipe_is_in_fractions(tmp_path, content):
    with pytest.raises(SizeUnknown, match=r"k\.json: .*--size"):
        recording(tmp_path, content)
    read = same_person(recording(tmp_path, content, size=CAMERA.size))
    assert "640 x 360" in read.warnings[0]


def spellings(name: str) -> list[str]:
    side, _, part = name.partition("_")
    if not part:
        return [name, name.upper(), name.title(), f"0_{name}", name]
    initial = side[0]
    return [
        f"{initial}_{part}",
        f"{initial.upper()}{part.title()}",
        f"{part}.{initial.upper()}",
        f"{side.title()} {part}",
        f"{initial}{part[:3]}",
    ]


@pytest.mark.parametrize("kind", range(5))
def test_names_in_their_usual_spellings(tmp_path, kind):
    names = [spellings(name)[kind] for name in reversed(COCO_KEYPOINTS)]
    content = coco(
        annotations=[{"image_id": 1, "category_id": 1, "keypoints": flat(BODY[::-1], 2)}],
        categories=[{"id": 1, "keypoints": names}],
    )
    assert not same_person(recording(tmp_path, content)).warnings


@pytest.mark.parametrize(
    "names", [[str(i) for i in range(17)], [f"kp_{i + 1}" for i in range(17)], [*range(17)]]
)
def test_names_that_are_numbers_say_nothing(tmp_path, names):
    same_person(recording(tmp_path, coco(categories=[{"id": 1, "keypoints": names}])))


def test_a_foot_is_no_ankle_where_there_is_an_ankle():
    assert canonical_names(["left_foot", "LAnkle", "right_foot"]) == (
        "left_foot",
        "left_ankle",
        "right_ankle",
    )


class TestNumbersThatAreNoPixels:
    def openpose(self, points: np.ndarray) -> dict:
        return {"people": [{"pose_keypoints_2d": flat(points)}]}

    def test_fractions_are_scaled_or_refused(self, tmp_path):
        content = self.openpose(BODY / CAMERA.size)
        with pytest.raises(SizeUnknown):
            recording(tmp_path, content)
        same_person(recording(tmp_path, content, size=CAMERA.size))

    def test_signed_fractions(self, tmp_path):
        content = self.openpose(BODY / CAMERA.size * 2 - 1)
        with pytest.raises(SizeUnknown):
            recording(tmp_path, content)
        assert "-1 to 1" in same_person(recording(tmp_path, content, size=CAMERA.size)).warnings[0]

    def test_the_size_in_the_file_is_enough(self, tmp_path):
        annotation = {"image_id": 1, "keypoints": flat(BODY / CAMERA.size, 2)}
        same_person(recording(tmp_path, coco(annotations=[annotation])))

    @pytest.mark.parametrize("about", [(0.0, 0.0), (3.0, 1.0), (11.0, 2.0)])
    def test_metres_are_refused(self, tmp_path, about):
        metres = (BODY - BODY[11:13].mean(0)) / np.ptp(BODY[:, 1]) * 1.7 + about
        with pytest.raises(KeypointsError, match="metres"):
            recording(tmp_path, self.openpose(metres), size=CAMERA.size)

    @pytest.mark.parametrize("unit", [1.0, 1000.0])
    @pytest.mark.parametrize("scores", [True, False])
    def test_points_in_space_are_refused(self, tmp_path, unit, scores):
        hips = (BODY - BODY[11:13].mean(0)) / np.ptp(BODY[:, 1]) * 1.7
        space = np.column_stack([hips, np.linspace(-0.4, 0.3, 17)]) * unit
        person = {"keypoints": space.tolist()} | ({"keypoint_scores": [0.9] * 17} if scores else {})
        with pytest.raises(KeypointsError, match="points in space"):
            recording(tmp_path, [{"frame_id": 0, "instances": [person]}], size=CAMERA.size)

    def test_a_small_person_in_pixels_is_no_fraction(self, tmp_path):
        small = (BODY - BODY.min(0)) / np.ptp(BODY[:, 1]) * 8 + 3
        read = recording(tmp_path, self.openpose(small))
        np.testing.assert_allclose(read.frames[0].points[0], small, atol=1e-3)

    @pytest.mark.parametrize("scores", [(0.4, 0.1), (0.0, 0.49), None])
    def test_the_very_corner_is_where_nothing_was_found(self, tmp_path, scores):
        points = np.array(rows())
        points[[9, 15], :2] = 0
        if scores is None:
            points = points[:, :2]
        else:
            points[[9, 15], 2] = scores
        frame = recording(tmp_path, [{"image_id": 1, "keypoints": points.tolist()}]).frames[0]
        assert (frame.visibility[0, [9, 15]] == MISSING).all() and frame.observed.sum() == 15


class TestOddParts:
    """One odd part is left out and named; the rest is read."""

    def check(self, read: Recording, *words: str) -> None:
        same_person(read)
        assert len(read.warnings) == 1 and all(word in read.warnings[0] for word in ("k.json", *words))

    @pytest.mark.parametrize(
        "odd",
        [None, 3, "a", {}, {"image_id": 1}, {"image_id": 1, "keypoints": [1, 2]}, {"keypoints": flat()}],
    )
    def test_a_person(self, tmp_path, odd):
        people = [{"image_id": 1, "keypoints": flat()}, odd]
        self.check(recording(tmp_path, people), "[1]")

    @pytest.mark.parametrize("odd", [None, math.nan, math.inf, "x", [], 10**400, {}])
    def test_a_number(self, tmp_path, odd):
        numbers = [*flat(), *[0.0] * 24]
        numbers = [n for row in in_layout("body25") for n in row]
        numbers[24 * 3] = odd  # a heel, which nobody needs
        read = None
        try:
            read = recording(
                tmp_path, {"people": [{"pose_keypoints_2d": numbers}, {"pose_keypoints_2d": numbers}]}
            )
        except KeypointsError as problem:
            assert isinstance(odd, list | dict) and "pose_keypoints_2d[72]" in str(problem)
        if read is not None:
            assert read.frames[0].people == 2 and "people[0].pose_keypoints_2d[72]" in read.warnings[0]

    @pytest.mark.parametrize("odd", [None, [1], "x", [None, None, None], [math.nan] * 3])
    def test_a_row(self, tmp_path, odd):
        person = {"keypoints": rows()}
        person["keypoints"][9] = odd
        read = recording(tmp_path, [person])
        assert read.frames[0].visibility[0, 9] == MISSING and read.frames[0].observed.sum() == 16
        assert "[0].keypoints[9]" in read.warnings[0]

    @pytest.mark.parametrize(
        "names", [["a", "b"], "nose", [None], ["L_F_Paw", "R_F_Paw", "L_Eye"] + ["x"] * 14]
    )
    def test_a_category(self, tmp_path, names):
        content = coco()
        content["categories"].insert(0, {"id": 2, "name": "dog", "keypoints": names})
        content["annotations"].append({"image_id": 1, "category_id": 2, "keypoints": [5, 5, 2] * len(names)})
        self.check(recording(tmp_path, content), "categories[0].keypoints")

    @pytest.mark.parametrize(
        "odd", [None, 3, {"id": 5, "image_id": 99, "keypoints": flat()}, {"keypoints": flat()}]
    )
    def test_an_annotation(self, tmp_path, odd):
        content = coco()
        content["annotations"].append(odd)
        self.check(recording(tmp_path, content), "annotations[1]")

    def test_masks_and_boxes_need_no_word(self, tmp_path):
        content = coco()
        content["annotations"] += [
            {
                "image_id": 1,
                "category_id": 1,
                "segmentation": {"counts": "abc", "size": [9, 9]},
                "bbox": [0, 0, 1, 1],
            },
            {"image_id": 1, "category_id": 1, "keypoints": [], "num_keypoints": 0},
        ]
        assert not same_person(recording(tmp_path, content)).warnings

    @pytest.mark.parametrize("size", [("640", "360"), (" 640 ", "360.0"), (640.0, 360.0)])
    def test_a_size_written_otherwise(self, tmp_path, size):
        image = {"id": 1, "file_name": "a.jpg", "width": size[0], "height": size[1]}
        assert same_person(recording(tmp_path, coco(images=[image]))).frames[0].size == (640, 360)

    @pytest.mark.parametrize(
        "size", [(0, 360), ("wide", "high"), (math.nan, 3), (-640, 360), ([640], 360), (True, 2)]
    )
    def test_a_size_that_is_none(self, tmp_path, size):
        image = {"id": 1, "file_name": "a.jpg", "width": size[0], "height": size[1]}
        read = recording(tmp_path, coco(images=[image]))
        self.check(read, "images[0].")
        assert read.frames[0].size is None

    def test_a_file_of_a_folder(self, tmp_path):
        for number in range(3):
            (tmp_path / f"f{number}.json").write_text(json.dumps([{"keypoints": rows()}]))
        (tmp_path / "f1.json").write_text("{broken")
        (tmp_path / "notes.json").write_text("{}")
        read = load_recording(tmp_path)
        assert [frame.people for frame in read.frames] == [1, 0, 1]
        assert "f1.json:1:2" in read.warnings[0] and "notes.json" in read.warnings[1]

    def test_very_many_are_counted(self, tmp_path):
        read = recording(
            tmp_path, [{"image_id": 1, "keypoints": flat()}, *[{"image_id": 1, "keypoints": [1]}] * 500]
        )
        assert same_person(read) and len(read.warnings) == 21 and "480 more" in read.warnings[-1]

    def test_python_is_warned(self, tmp_path):
        path = tmp_path / "k.json"
        path.write_text(json.dumps([{"image_id": 1, "keypoints": flat()}, None]))
        with pytest.warns(UserWarning, match=r"k\.json: \[1\]"):
            load_keypoints(path)


@pytest.mark.parametrize(
    "content",
    [
        {"a": {"b": {"c": 1}}},
        {"track": {"frame": {"keypoints": flat()}}},
        [{"keypoints": {"x": [1, 2], "y": [1]}}],
        [{"keypoints": {"x": {}, "y": []}}],
        [{"keypoints": {"nose": 3}}],
        [{"keypoints": [[[[1]]]]}],
        [{"keypoints": [{"x": "a", "y": 1}] * 17}],
        {"keypoints": [[1]], "skeleton": {"0": 1}},
        {"keypoints": [3], "skeleton": {"0": "nose"}},
        {"meta_info": {"keypoint_id2name": {"0": "x"}}, "instance_info": [{"frame_id": [], "instances": {}}]},
        '{"people": ' * 500 + "1" + "}" * 500,
        "[" * 900 + "]" * 900,
    ],
)
def test_what_can_not_be_read_is_one_line(tmp_path, content):
    with pytest.raises(KeypointsError) as caught:
        recording(tmp_path, content)
    assert "k.json" in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 700


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
