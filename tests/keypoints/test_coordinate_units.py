"""Pixels, fractions of the picture, and other units."""

from __future__ import annotations

import numpy as np
import pytest

from posestudio.errors import KeypointsError, SizeUnknown
from tests.fakes import CAMERA
from tests.keypoints.sample_files import BODY, HEIGHT, WIDTH, coco, flat, in_layout, recording, same_person

LANDMARKS = [
    {"x": x / WIDTH, "y": y / HEIGHT, "z": -0.2, "visibility": score}
    for x, y, score in in_layout("blazepose33")
]


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


def openpose(points: np.ndarray) -> dict:
    return {"people": [{"pose_keypoints_2d": flat(points)}]}


def test_fractions_are_scaled_or_refused(tmp_path):
    content = openpose(BODY / CAMERA.size)
    with pytest.raises(SizeUnknown):
        recording(tmp_path, content)
    same_person(recording(tmp_path, content, size=CAMERA.size))


def test_signed_fractions(tmp_path):
    content = openpose(BODY / CAMERA.size * 2 - 1)
    with pytest.raises(SizeUnknown):
        recording(tmp_path, content)
    assert "-1 to 1" in same_person(recording(tmp_path, content, size=CAMERA.size)).warnings[0]


def test_the_size_in_the_file_is_enough(tmp_path):
    annotation = {"image_id": 1, "keypoints": flat(BODY / CAMERA.size, 2)}
    same_person(recording(tmp_path, coco(annotations=[annotation])))


@pytest.mark.parametrize("about", [(0.0, 0.0), (3.0, 1.0), (11.0, 2.0)])
def test_metres_are_refused(tmp_path, about):
    metres = (BODY - BODY[11:13].mean(0)) / np.ptp(BODY[:, 1]) * 1.7 + about
    with pytest.raises(KeypointsError, match="metres"):
        recording(tmp_path, openpose(metres), size=CAMERA.size)


@pytest.mark.parametrize("unit", [1.0, 1000.0])
@pytest.mark.parametrize("scores", [True, False])
def test_points_in_space_are_refused(tmp_path, unit, scores):
    hips = (BODY - BODY[11:13].mean(0)) / np.ptp(BODY[:, 1]) * 1.7
    space = np.column_stack([hips, np.linspace(-0.4, 0.3, 17)]) * unit
    person = {"keypoints": space.tolist()} | ({"keypoint_scores": [0.9] * 17} if scores else {})
    with pytest.raises(KeypointsError, match="points in space"):
        recording(tmp_path, [{"frame_id": 0, "instances": [person]}], size=CAMERA.size)


def test_a_small_person_in_pixels_is_no_fraction(tmp_path):
    small = (BODY - BODY.min(0)) / np.ptp(BODY[:, 1]) * 8 + 3
    read = recording(tmp_path, openpose(small))
    np.testing.assert_allclose(read.frames[0].points[0], small, atol=1e-3)
