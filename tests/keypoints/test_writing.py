"""Keypoints written as COCO annotations, and read back."""

from __future__ import annotations

import gc
import json
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS, coco_columns
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError
from posestudio.keypoints import MISSING, Keypoints, load_keypoints, load_recording, save_keypoints
from tests.keypoints.sample_files import BODY, flattened, in_order, person, written
from tests.keypoints.strategies import keypoints


def test_what_is_written_is_coco(tmp_path):
    path = tmp_path / "people.json"
    save_keypoints(path, Keypoints(person(), size=(640, 480), source="a.png").with_visibility(0, 16, MISSING))
    content = json.loads(path.read_text())
    (annotation,) = content["annotations"]
    assert content["images"] == [{"id": 1, "file_name": "a.png", "width": 640, "height": 480}]
    assert annotation["keypoints"][:6] == [10, 11, 2, 12, 13, 2]
    assert annotation["num_keypoints"] == 16 and annotation["bbox"] == [10, 11, 30, 30]
    assert content["categories"][0]["keypoints"] == list(COCO_KEYPOINTS)
    assert [16, 14] in content["categories"][0]["skeleton"] or [14, 16] in content["categories"][0][
        "skeleton"
    ]


def test_a_frame_that_cannot_be_written_leaves_the_old_file(tmp_path):
    path = written(tmp_path, "[]")

    def frames():
        yield Keypoints(person())
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        save_keypoints(path, frames())
    assert path.read_text() == "[]" and list(tmp_path.iterdir()) == [path]


def test_frames_are_not_kept_while_they_are_written(tmp_path):
    frames, alive = [], []

    def made():
        for shift in range(5):
            frame = Keypoints(person(shift))
            frames.append(weakref.ref(frame))
            yield frame
            del frame
            gc.collect()
            alive.append(sum(one() is not None for one in frames))

    save_keypoints(tmp_path / "k.json", made())
    assert max(alive) == 1 and len(load_keypoints(tmp_path / "k.json")) == 5


@settings(max_examples=40, deadline=None)
@given(st.lists(keypoints(observed=True), min_size=1, max_size=3))
def test_what_is_saved_reads_back_equal(tmp_path_factory, frames):
    path = tmp_path_factory.mktemp("saved") / "people.json"
    save_keypoints(path, frames)
    assert load_keypoints(path) == frames


def test_what_a_detector_says_of_a_person_has_fields_of_its_own(tmp_path):
    path = tmp_path / "people.json"
    noise = np.array([np.nan, *np.arange(16) / 4])
    found = Keypoints(person(), confidence=np.full(17, 0.7), noise=noise, boxes=(1, 2, 30, 50.5), scores=0.9)
    save_keypoints(path, Keypoints.concatenate([found, Keypoints(person(5))]), found=True)
    first, second = json.loads(path.read_text())["annotations"]
    assert first["keypoint_noise"] == [None, *(np.arange(16) / 4)] and first["keypoint_scores"] == [0.7] * 17
    assert first["bbox"] == [1, 2, 30, 50.5] and first["bbox_of"] == "person" and first["score"] == 0.9
    assert first["area"] == 30 * 50.5
    assert second["bbox"] == [15, 16, 32, 32] and second["bbox_of"] == "keypoints"
    assert not {"keypoint_noise", "score"} & second.keys()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            {"keypoint_noise": [1.0] * 16},
            "keypoint_noise: expected 17 numbers, one for each keypoint, got a list of 16",
        ),
        ({"keypoint_noise": 3}, "keypoint_noise: expected a list, got 3"),
        (
            {"keypoint_noise": [1.0] * 5 + [-1.0] * 12},
            r"keypoint_noise\[5\]: expected pixels of at least 0, or null",
        ),
        (
            {"keypoint_noise": ["x"] * 17},
            r"keypoint_noise\[0\]: expected pixels of at least 0, or null, got 'x'",
        ),
        ({"score": "high"}, "score: expected a number of at least 0, got 'high'"),
        ({"bbox": [1, 2, 3]}, "bbox: expected x, y, width and height within 1e"),
        ({"bbox": [1, 2, -3, 4]}, "bbox: expected x, y, width and height within 1e"),
        ({"bbox": None}, "bbox: expected a list of numbers, got null"),
    ],
)
def test_a_bad_field_is_named_with_its_place(tmp_path, change, place):
    found = Keypoints(person(), noise=np.ones(17), boxes=(1, 2, 30, 50), scores=0.9)
    save_keypoints(tmp_path / "k.json", found)
    content = json.loads((tmp_path / "k.json").read_text())
    content["annotations"][0] |= change
    with pytest.raises(KeypointsError, match=rf"k\.json: annotations\[0\]\.{place}"):
        load_keypoints(written(tmp_path, content, "k.json"))


def test_boxes_and_scores_of_other_tools_and_older_files_are_not_taken_for_found_people(tmp_path):
    save_keypoints(tmp_path / "k.json", Keypoints(person(), size=(99, 99), source="a"))
    content = json.loads((tmp_path / "k.json").read_text())
    del content["annotations"][0]["bbox_of"]
    assert load_keypoints(written(tmp_path, content, "old.json"))[0].boxes is None
    del content["info"]
    content["annotations"][0] |= {"score": 0.5, "bbox_of": "person", "keypoint_noise": [2] * 17}
    (read,) = load_keypoints(written(tmp_path, content, "other.json"))
    assert read.boxes is None and read.scores is None and (read.noise == 2).all()


def test_noise_follows_the_order_of_a_files_keypoints(tmp_path):
    content = {
        "people": [
            {"pose_keypoints_2d": flattened(in_order("body25", person())), "keypoint_noise": list(range(25))}
        ]
    }
    (read,) = load_keypoints(written(tmp_path, content))
    order = coco_columns(KEYPOINT_LAYOUTS["body25"])
    np.testing.assert_array_equal(read.noise[0], order)


def test_the_rate_and_that_they_were_found(tmp_path):
    frames = [Keypoints(BODY, source=f"v_{n:06d}") for n in (0, 2, 4)]
    save_keypoints(tmp_path / "k.json", frames, fps=59.94 / 2, found=True)
    read = load_recording(tmp_path / "k.json")
    assert read.fps == pytest.approx(29.97) and read.found and not read.warnings
    assert list(read.frames) == frames


def test_tracks(tmp_path):
    frames = [Keypoints(np.stack([BODY, BODY + 9]), tracks=np.array([7, 2]), source="a")]
    save_keypoints(tmp_path / "k.json", frames)
    assert list(load_recording(tmp_path / "k.json").frames) == frames
