import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.app.model.sources import DETECTED_NOISE, ClipSource, KeypointsSource, NoSource, place_missing
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, to_keypoints
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.proportions import LEG_LENGTH
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, VISIBLE, Keypoints

CAMERA = Camera.default((800, 600))


def test_a_clip_is_seen_through_the_camera(clip):
    points, visibility = clip.observe(2, 0, CAMERA)
    assert points == pytest.approx(CAMERA.project(to_keypoints(clip.bodies[2])), abs=1e-3)
    assert (visibility == VISIBLE).all()
    assert clip.floor == pytest.approx(standing_body()[:, 1].min())


def test_joints_behind_the_camera_are_missing_but_have_a_place():
    behind = ClipSource("behind", standing_body()[None] + (0, 0, 100.0))
    points, visibility = behind.observe(0, 0, CAMERA)
    assert (visibility == MISSING).all()
    assert np.isfinite(points).all()


def test_a_file_with_fewer_people_in_some_frames():
    one = Keypoints(np.full((1, 17, 2), 5.0), size=(640, 480))
    two = Keypoints(np.stack([np.full((17, 2), 5.0), np.full((17, 2), 9.0)]))
    source = KeypointsSource("file", (one, two))
    assert (source.frames, source.people, source.size) == (2, 2, (640, 480))
    assert source.observe(1, 1, CAMERA)[0][0] == pytest.approx([9, 9])
    assert (source.observe(0, 1, CAMERA)[1] == MISSING).all()


def test_detected_joints_have_more_noise_than_drawn_ones(clip):
    from posestudio.lifting.point_noise import KEYPOINT_NOISE

    points = (Keypoints(np.full((1, 17, 2), 5.0)),)
    read, found = KeypointsSource("file", points), KeypointsSource("picture", points, found=True)
    assert read.noise(0) == clip.noise(0) == NoSource().noise(0) == KEYPOINT_NOISE
    assert found.noise(0) == DETECTED_NOISE > KEYPOINT_NOISE


def test_without_a_source_there_are_no_frames():
    assert NoSource().frames == 0
    assert (NoSource().observe(0, 0, CAMERA)[1] == MISSING).all()


def test_a_missing_wrist_is_placed_at_its_elbow():
    points = np.zeros((17, 2))
    points[:] = (100, 100)
    points[COCO_INDEX["left_elbow"]] = (300, 200)
    visibility = np.full(17, VISIBLE)
    visibility[COCO_INDEX["left_wrist"]] = MISSING
    points[COCO_INDEX["left_wrist"]] = 0
    assert place_missing(points, visibility, (0, 0))[COCO_INDEX["left_wrist"]] == pytest.approx([300, 200])


@given(st.lists(st.booleans(), min_size=17, max_size=17), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_observed_joints_stay_and_missing_ones_lie_among_them(observed, seed):
    points = np.random.default_rng(seed).uniform(10, 500, (17, 2)).astype(np.float32)
    visibility = np.where(observed, VISIBLE, MISSING)
    placed = place_missing(np.where(visibility[:, None] > 0, points, np.nan), visibility, (7, 7))
    assert np.array_equal(placed[visibility > 0], points[visibility > 0])
    if any(observed):
        low, high = points[visibility > 0].min(0), points[visibility > 0].max(0)
        assert ((placed >= low - 1e-2) & (placed <= high + 1e-2)).all()
    else:
        assert (placed == 7).all()


def test_the_standing_body_is_symmetric_with_legs_of_the_reference_length():
    body = standing_body()
    assert body[list(BODY_MIRROR)] == pytest.approx(body * (-1, 1, 1))
    hip, knee, ankle = (body[BODY_INDEX[f"left_{part}"]] for part in ("hip", "knee", "ankle"))
    assert np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle) == pytest.approx(LEG_LENGTH, abs=0.01)
