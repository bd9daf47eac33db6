"""The weights that ship, on the example that ships."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, LIMB_JOINTS, to_keypoints
from posestudio.body.proportions import LEG_LENGTH
from posestudio.common.resources import asset, find_weights, weights_folder
from posestudio.detection.detector import Detector
from posestudio.detection.training.metrics import pck, torso
from posestudio.detection.training.renders import Renders
from posestudio.diffusion.motion_checkpoint import load_motion_denoiser
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import load_camera
from posestudio.keypoints import Keypoints, load_keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.lifter import Lifter
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.detection.examples import poses

MOTION = weights_folder() / "motion" / "motion.safetensors"
HAND = weights_folder() / "hand" / "hand.safetensors"
LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]
WRIST = COCO_INDEX["left_wrist"]


@functools.cache
def lifter(name: str) -> Lifter:
    return Lifter.load(name, device="cpu")


@pytest.fixture(params=["mlp", "transformer"])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.skipif(not HAND.exists(), reason="no student is bundled")
def test_the_student_belongs_to_the_mlp_that_is_here() -> None:
    assert lifter("mlp").hand is not None


@pytest.fixture
def keypoints() -> Keypoints:
    return load_keypoints(asset("example/keypoints.json"))[0]


@pytest.fixture
def camera() -> Camera:
    return load_camera(asset("example/camera.json"))


def dragged(keypoints: Keypoints, x: float, y: float) -> Keypoints:
    return keypoints.replace_point(0, WRIST, keypoints.points[0, WRIST] + [x, y])


def test_weights_are_small_and_say_what_they_are(name: str) -> None:
    assert sum(path.stat().st_size for path in weights_folder().rglob("*.safetensors")) < 40e6
    card = lifter(name).card
    assert card["model"] == name and card["steps"] > 1000
    assert "CMU" in card["data"]["terms"] and card["data"]["provenance"]["clips"] > 300
    assert card["validation"]["energy"] < 80


def test_hypotheses_reproject_within_two_percent_of_the_person(name: str, keypoints, camera) -> None:
    result = lifter(name).lift(keypoints, camera, hypotheses=32)
    assert np.median(result.reprojection) < 0.02 * person_size(keypoints)[0]


def test_hypotheses_differ_in_depth_and_agree_in_the_picture(name: str, keypoints, camera) -> None:
    result = lifter(name).lift(keypoints, camera, hypotheses=32)
    spread = camera.to_camera(result.joints[0] - result.joints[0, :, :1]).std(axis=0)[LIMBS]
    assert spread[:, 2].mean() > 2 * spread[:, :2].mean()


def test_bodies_have_plausible_bones(name: str, keypoints, camera) -> None:
    best = lifter(name).lift(keypoints, camera).joints[0, 0]

    def length(a: str, b: str) -> float:
        return float(np.linalg.norm(best[BODY_INDEX[a]] - best[BODY_INDEX[b]]))

    for side in ("left", "right"):
        leg = length(f"{side}_hip", f"{side}_knee") + length(f"{side}_knee", f"{side}_ankle")
        assert leg == pytest.approx(LEG_LENGTH, rel=0.15)
        assert 0.2 < length(f"{side}_shoulder", f"{side}_elbow") < 0.4
        assert 0.15 < length(f"{side}_elbow", f"{side}_wrist") < 0.35
    assert best[BODY_INDEX["head_top"], 1] > best[BODY_INDEX["hips"], 1] > best[BODY_INDEX["left_ankle"], 1]


def test_answers_glide_while_a_joint_is_dragged(name: str, keypoints, camera) -> None:
    """50 drags of 1.8 pixels, each 8 mm at the person, in three steps each: the mean glides, and hardly a
    hypothesis jumps to another kind of pose."""
    last = lifter(name).lift(keypoints, camera, hypotheses=8, seed=3)
    before, moves = None, []
    for index in range(51):
        moved = dragged(keypoints, -1.5 * index, 1.0 * index)
        last = lifter(name).lift(moved, camera, hypotheses=8, seed=3, steps=3, warm=last.warm)
        poses = np.empty_like(last.joints[0])
        poses[last.order[0]] = last.joints[0]  # each hypothesis in its own place
        if before is not None:
            moves.append(np.linalg.norm(poses - before, axis=-1).mean(-1))
            assert np.linalg.norm(poses.mean(0) - before.mean(0), axis=-1).max() < 0.03
        before = poses
    assert np.median(moves) < 0.008 and np.quantile(moves, 0.98) < 0.025 and np.max(moves) < 0.05


def test_a_dragged_wrist_takes_the_hand_along(name: str, keypoints, camera) -> None:
    still, moved = (
        lifter(name).lift(points, camera, hypotheses=16).joints[0].mean(0)
        for points in (keypoints, dragged(keypoints, 0, -60))
    )
    rise = moved - still
    assert rise[BODY_INDEX["left_wrist"], 1] > 0.1
    assert np.abs(rise[BODY_INDEX["right_ankle"]]).max() < 0.1


def test_half_a_body_still_lifts(name: str, keypoints, camera) -> None:
    upper = keypoints
    for index in range(11, 17):
        upper = upper.with_visibility(0, index, 0)
    result = lifter(name).lift(upper, camera, hypotheses=16)
    assert np.median(result.reprojection) < 0.02 * person_size(upper)[0]
    legs = camera.to_camera(result.joints[0] - result.joints[0, :, :1]).std(axis=0)
    assert legs[BODY_INDEX["left_ankle"]].mean() > legs[BODY_INDEX["left_wrist"]].mean()


def test_an_exported_pose_reads_back_within_ten_millimetres(name: str, keypoints, camera, tmp_path) -> None:
    for pose in lifter(name).lift(keypoints, camera, hypotheses=4).joints[0]:
        save_bvh(tmp_path / "pose.bvh", to_clip(pose))
        back = to_body(load_bvh(tmp_path / "pose.bvh"))[0]
        assert np.linalg.norm(back[LIMBS] - pose[LIMBS], axis=-1).mean() < 0.010


def test_the_example_clip_is_a_person(camera) -> None:
    body = to_body(load_bvh(asset("example/clip.bvh")))
    assert len(body) >= 60
    assert -0.05 < body[:, [BODY_INDEX["left_toe"], BODY_INDEX["right_toe"]], 1].min() < 0.1
    assert (body[:, BODY_INDEX["head_top"], 1] > 1.2).all()
    assert np.linalg.norm(np.diff(body, axis=0), axis=-1).max() < 0.15  # no jump between frames


def test_the_detector_is_small_and_says_what_it_is() -> None:
    path = find_weights("detector", detector=True)
    assert path.stat().st_size < 20e6
    card = Detector.load("detector", device="cpu").card
    assert "research" in card["data"]["terms"] and card["data"]["held_out"] == 0.1
    assert card["validation"]["4 steps"]["pck"] > 0.45


def test_the_detector_finds_people_in_our_own_pictures() -> None:
    """Drawn people who stand; without a box."""
    detector, renders = Detector.load("detector", device="cpu"), Renders(poses(), 256)
    drawn = [renders.draw(np.random.default_rng(seed)) for seed in range(10)]
    found = np.stack([detector.detect(each.picture).keypoints[0] for each in drawn])
    truth, everything = np.stack([each.points for each in drawn]), np.ones((len(drawn), 17), dtype=bool)
    assert pck(found, truth, everything, torso(truth, everything), 0.2) > 0.7


def test_the_motion_denoiser_says_what_it_is() -> None:
    motion, card = load_motion_denoiser(MOTION, lifter("mlp").denoiser)
    assert card["steps"] > 1000 and card["scale"] == pytest.approx(lifter("mlp").scale)
    assert "CMU" in card["data"]["terms"] and "ACCAD" in card["data"]["terms"]
    assert not {"13", "135", "salsa"} & set(card["data"]["subjects"])
    assert MOTION.stat().st_size < 12e6


def test_a_motion_of_the_example_is_smooth_and_near_its_clip() -> None:
    clip = load_bvh(asset("example/clip.bvh"))
    truth = to_body(clip)[:60]
    camera = load_camera(asset("example/camera.json"))
    points = camera.project(to_keypoints(truth))
    rng = np.random.default_rng(0)
    size = np.ptp(points, axis=1).max(-1).mean()
    frames = [Keypoints(p + 0.01 * size * rng.standard_normal(p.shape), size=camera.size) for p in points]
    motion = lifter("mlp").lift_motion(frames, camera, fps=1 / clip.frame_time, hypotheses=2)[0]
    found, true = (b - b[..., :1, :] for b in (motion.joints[:, 0], truth))
    shaking = np.linalg.norm(np.diff(found - true, n=2, axis=0), axis=-1).mean()
    own = np.linalg.norm(np.diff(true, n=2, axis=0), axis=-1).mean()
    assert np.linalg.norm(found - true, axis=-1).mean() < 0.12
    assert shaking < max(1.5 * own, 0.01)
