"""Keypoints written as COCO annotations, and read back."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.keypoints import MISSING, Keypoints, load_keypoints, load_recording, save_keypoints
from tests.keypoints.sample_files import BODY, person, written
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


@settings(max_examples=40, deadline=None)
@given(st.lists(keypoints(observed=True), min_size=1, max_size=3))
def test_what_is_saved_reads_back_equal(tmp_path_factory, frames):
    path = tmp_path_factory.mktemp("saved") / "people.json"
    save_keypoints(path, frames)
    assert load_keypoints(path) == frames


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
