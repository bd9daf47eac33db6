"""Keypoint files and folders: the order of frames, and parts that cannot be read."""

from __future__ import annotations

import json
import math

import pytest

from posestudio.errors import KeypointsError
from posestudio.keypoints import Recording, iter_keypoints, load_keypoints, load_recording
from tests.keypoints.sample_files import (
    coco,
    flat,
    flattened,
    in_order,
    person,
    recording,
    rows,
    same_person,
    written,
)


class TestFolders:
    def test_a_folder_is_a_sequence_in_natural_order(self, tmp_path):
        for number in (10, 9, 100):
            content = {"people": [{"pose_keypoints_2d": flattened(in_order("body25", person(number)))}]}
            written(tmp_path, content, f"clip_{number}_keypoints.json")
        (tmp_path / "notes.txt").write_text("not keypoints")
        (tmp_path / ".hidden.json").write_text("not keypoints")
        frames = load_keypoints(tmp_path)
        assert [frame.source for frame in frames] == ["clip_9", "clip_10", "clip_100"]
        assert [frame.points[0, 0, 0] for frame in frames] == [19, 20, 110]

    def test_it_is_read_a_file_at_a_time(self, tmp_path):
        written(tmp_path, "[]", "1.json")
        written(tmp_path, "broken", "2.json")
        frames = iter_keypoints(tmp_path)
        assert next(frames).source == "1"
        with pytest.raises(KeypointsError, match=r"2\.json:1:1: expected JSON"):
            next(frames)

    def test_a_folder_without_keypoints(self, tmp_path):
        with pytest.raises(KeypointsError, match=r"expected a folder with keypoint files"):
            load_keypoints(tmp_path)


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


def test_python_is_warned(tmp_path):
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


@pytest.mark.parametrize("fps", [0, -30, 1e9, "fast", [30], float("nan")])
def test_a_rate_that_is_none_is_named(tmp_path, fps):
    content = {
        "info": {"fps": fps},
        "annotations": [{"image_id": 1, "keypoints": flat()}],
    }
    (tmp_path / "k.json").write_text(json.dumps(content))
    read = load_recording(tmp_path / "k.json")
    assert read.fps is None and "info.fps: expected frames per second" in read.warnings[0]


@pytest.mark.parametrize("name", ["photo.jpg", "photo.HEIC", "clip.mp4"])
def test_a_picture_in_place_of_keypoints_names_the_command_that_finds_them(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xff\xd8")
    with pytest.raises(KeypointsError, match="posestudio detect"):
        load_keypoints(tmp_path / name)
