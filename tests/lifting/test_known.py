from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.body.mirroring import swap_sides
from posestudio.body.standing import standing_body
from posestudio.errors import KnownError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known, load_known
from posestudio.lifting.lifter import Lifter

CAMERA = Camera.look_at(position=(0.5, 1.2, 4), target=(0, 1, 0), fov=45, size=(640, 480))
BODY = standing_body()[None]
ENDS = [BODY_INDEX[name] for name in ("left_wrist", "right_ankle", "head")]


@pytest.fixture(scope="module")
def lifter() -> Lifter:
    return Lifter.load("mlp", device="cpu")


def seen(points: np.ndarray | None = None) -> Keypoints:
    points = CAMERA.project(to_keypoints(BODY)) if points is None else points
    return Keypoints(points, size=(640, 480))


def unseen() -> Keypoints:
    return Keypoints(np.zeros((1, 17, 2)), np.zeros((1, 17), np.int8), size=(640, 480))


def pinned(*joints: int, shift: float = 0.0) -> np.ndarray:
    pins = np.full((1, 29, 3), np.nan, np.float32)
    pins[0, list(joints)] = BODY[0, list(joints)] + shift
    return pins


@pytest.mark.parametrize("keypoints", [seen(), unseen()])
@pytest.mark.parametrize("joints", [ENDS[:1], ENDS, [0, *ENDS], list(range(29))])
def test_pinned_joints_end_on_their_pins(lifter: Lifter, keypoints: Keypoints, joints: list[int]) -> None:
    result = lifter.lift(keypoints, CAMERA, hypotheses=4, steps=4, known=Known(pins=pinned(*joints)))
    assert np.abs(result.joints[0][:, joints] - BODY[0, joints]).max() < 0.005
    if keypoints.observed.any():
        assert result.reprojection.max() < 2


def test_what_is_not_pinned_follows(lifter: Lifter) -> None:
    free = lifter.lift(seen(), CAMERA, hypotheses=8)
    reached = free.joints[:, 0].copy()
    pins = np.full_like(reached, np.nan)
    pins[0, BODY_INDEX["left_wrist"]] = reached[0, BODY_INDEX["left_wrist"]] + [0, 0, 0.15]
    pinned = lifter.lift(unseen(), CAMERA, hypotheses=32, known=Known(pins=pins))
    forearm = pinned.joints[0][:, BODY_INDEX["left_wrist"]] - pinned.joints[0][:, BODY_INDEX["left_elbow"]]
    lengths = np.linalg.norm(forearm, axis=-1)
    # Bodies that nothing else is known of differ widely, so most of them are tested.
    assert 0.15 < np.median(lengths) < 0.32
    assert ((lengths > 0.1) & (lengths < 0.4)).mean() > 0.85, lengths


@pytest.mark.parametrize(
    ("name", "metres", "ends"),
    [
        ("thigh", 0.52, ("left_hip", "left_knee")),
        ("shin", 0.36, ("right_knee", "right_ankle")),
        ("hip_width", 0.21, ("left_hip", "right_hip")),
        ("upper_arm", 0.36, ("left_shoulder", "left_elbow")),
    ],
)
def test_a_single_length_is_kept(lifter: Lifter, name: str, metres: float, ends: tuple[str, str]) -> None:
    result = lifter.lift(seen(), CAMERA, hypotheses=4, known=Known(bone_lengths={name: metres}))
    positions = result.joints[0][:, [BODY_INDEX[end] for end in ends]]
    assert np.linalg.norm(positions[:, 0] - positions[:, 1], axis=-1).mean() == pytest.approx(
        metres, abs=0.015
    )


def test_bone_lengths_are_kept_and_tell_the_scale(lifter: Lifter) -> None:
    lengths = {"thigh": 0.30, "shin": 0.32, "upper_arm": 0.22, "forearm": 0.2, "shoulder_width": 0.25}
    result = lifter.lift(seen(), CAMERA, hypotheses=4, known=Known(bone_lengths=lengths))
    assert not any("Scale" in sentence for sentence in result.assumptions)
    joints = result.joints[0]

    def length(start: str, end: str) -> np.ndarray:
        return np.linalg.norm(joints[:, BODY_INDEX[start]] - joints[:, BODY_INDEX[end]], axis=-1)

    assert length("left_hip", "left_knee") == pytest.approx(0.30, abs=0.03)
    assert length("right_shoulder", "right_elbow") == pytest.approx(0.22, abs=0.03)
    assert length("left_shoulder", "right_shoulder") == pytest.approx(0.25, abs=0.03)


def test_exchanged_sides_are_seen_through(lifter: Lifter) -> None:
    order = [COCO_INDEX[swap_sides(name)] for name in COCO_KEYPOINTS]
    exchanged = seen(seen().points[:, order])
    doubtful = lifter.lift(exchanged, CAMERA, hypotheses=8, known=Known(sides=False))
    assert doubtful.reprojection.max() < 15  # under either naming


def test_a_noisy_pose_comes_out_cleaner(lifter: Lifter) -> None:
    noise = np.random.default_rng(0).normal(size=BODY.shape).astype(np.float32) * 0.06
    result = lifter.lift(unseen(), CAMERA, hypotheses=6, known=Known(pose=BODY + noise, pose_noise=0.06))
    mean = result.joints[0].mean(0)
    before = np.linalg.norm(noise[0], axis=-1).mean()
    assert np.linalg.norm(mean - BODY[0], axis=-1).mean() < 0.6 * before
    assert result.joints[0].std(0).max() > 0.005  # a posterior, not one answer


def test_hips_and_one_of_their_joints_are_both_held(lifter: Lifter) -> None:
    pins = pinned(BODY_INDEX["hips"], BODY_INDEX["left_hip"])
    pins[0, BODY_INDEX["hips"], 0] += 0.03
    joints = lifter.lift(seen(), CAMERA, hypotheses=4, known=Known(pins=pins)).joints[0]
    given = np.isfinite(pins[0]).all(-1)
    assert np.linalg.norm(joints[:, given] - pins[0, given], axis=-1).max() < 0.001


def test_what_cannot_be_is_refused(lifter: Lifter) -> None:
    partly = pinned(0, 5)
    partly[0, 5, 1] = np.nan
    for wrong in (
        {"pins": np.zeros((29, 3))},
        {"pins": np.full((1, 29, 3), np.nan)},
        {"pose": pinned(0)},
        {"pose_noise": 0.0},
        {"bone_lengths": {"tail": 0.3}},
        {"bone_lengths": {"thigh": -0.3}},
        {"pins": partly},
        {"pins": np.where(np.isnan(partly), np.inf, partly)},
        {"pins": np.where(np.isnan(pinned(0)), np.nan, 1e30)},
        {"pose_noise": float("inf")},
        {"pose_noise": 1e-20},
    ):
        with pytest.raises(ValueError):
            Known(**wrong)
    with pytest.raises(ValueError, match="2 people"):
        lifter.lift(seen(), CAMERA, known=Known(pins=np.repeat(pinned(0), 2, 0)))


def test_files_are_read_and_their_faults_named(tmp_path: Path) -> None:
    path = tmp_path / "known.json"

    def written(content: object) -> Path:
        path.write_text(json.dumps(content))
        return path

    good = {"bone_lengths": {"thigh": 0.4}, "sides": False, "pins": [{"head": [0, 1.6, 0]}]}
    known = load_known(written(good), 1)
    assert known.pins is not None and known.pins[0, BODY_INDEX["head"]].tolist() == pytest.approx([0, 1.6, 0])
    assert not known.sides and known.bone_lengths == {"thigh": 0.4}
    for bad, location in (
        ([], "object"),
        ({"pin": []}, "'pin'"),
        ({"pins": []}, "list of 1"),
        ({"pins": [{"tail": [0, 0, 0]}]}, "'tail'"),
        ({"pins": [{"head": [0, 0]}]}, "head"),
        ({"pins": [{"head": ["a", 0, 0]}]}, "pins"),
        ({"pins": [{"head": [10**400, 0, 0]}]}, "pins: person 0: head"),
        ({"pins": [{"head": [1e39, 0, 0], "hips": [0, 1, 0]}]}, "pins: person 0: head"),
        ({"pins": ["head"]}, "pins: person 0"),
        ({"bone_lengths": {"thigh": "long"}}, "thigh"),
        ({"bone_lengths": [1]}, "bone_lengths"),
        ({"sides": "maybe"}, "sides"),
        ({"pose_noise": "much"}, "pose_noise"),
    ):
        with pytest.raises(KnownError, match=location):
            load_known(written(bad), 1)
    path.write_text("{")
    with pytest.raises(KnownError, match="JSON"):
        load_known(path, 1)
