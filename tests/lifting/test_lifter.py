from __future__ import annotations

import gc
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.layouts import BODY_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.common.resources import find_weights
from posestudio.diffusion.checkpoint import build_denoiser, load_denoiser, save_weights
from posestudio.diffusion.precision import with_bfloat16_blocks
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.errors import CameraError, CheckpointError, LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Cancelled, Lifter
from posestudio.lifting.reconstruction import WARM_SIGMAS
from tests.diffusion.people import TINY, tiny_network

SIZE = (640, 480)
CARD = {"model": "mlp", "network": TINY["mlp"], "denoiser": "preconditioned", "scale": 0.3}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    denoiser = build_denoiser(CARD)
    denoiser.network.load_state_dict(tiny_network("mlp").state_dict())
    for parameter in denoiser.parameters():
        parameter.data.mul_(0.3)
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_weights(path, denoiser.state_dict(), CARD)
    return path


@pytest.fixture(scope="module")
def lifter(weights: Path) -> Lifter:
    return Lifter.load(weights, device="cpu")


@pytest.fixture
def camera() -> Camera:
    return Camera.look_at(position=(0.5, 1.2, 4), target=(0, 1, 0), fov=45, size=SIZE)


def people(camera: Camera, count: int) -> Keypoints:
    """``count`` standing people next to each other."""
    shifts = np.array([[0.4 * index, 0, 0.1 * index] for index in range(count)]).reshape(count, 1, 3)
    points = camera.project(to_keypoints(standing_body()[None] + shifts.astype(np.float32)))
    return Keypoints(points, size=camera.size)


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("sampler", SAMPLERS)
def test_shapes(lifter: Lifter, camera: Camera, count: int, sampler: str) -> None:
    result = lifter.lift(
        people(camera, count), camera, hypotheses=5, steps=4, sampler=sampler, trajectory=True
    )
    assert result.joints.shape == (count, 5, 27, 3)
    assert result.keypoints3d.shape == (count, 5, 17, 3)
    assert result.reprojection.shape == result.score.shape == (count, 5)
    assert result.trajectory is not None and result.trajectory.shape == (5, count, 5, 27, 3)
    assert result.denoised is not None and result.denoised.shape == (4, count, 5, 27, 3)
    assert result.joints.dtype == np.float32
    assert np.isfinite(result.joints).all()


def test_the_trajectory_ends_in_the_result(lifter: Lifter, camera: Camera) -> None:
    result = lifter.lift(people(camera, 2), camera, hypotheses=3, steps=6, trajectory=True)
    assert result.trajectory is not None and result.sigmas is not None
    assert np.allclose(result.trajectory[-1], result.joints, atol=1e-5)
    assert (np.diff(result.sigmas) < 0).all() and result.sigmas[-1] == 0
    shown = result.shown_trajectory()
    assert shown is not None
    assert np.allclose(shown[-1], result.joints, atol=1e-5)
    spread = np.abs(shown - result.joints[..., :1, :]).max(axis=(1, 2, 3, 4))
    assert spread.max() < 3.5  # every state is about as large as a body, if that of an untrained network
    plain = lifter.lift(people(camera, 2), camera, hypotheses=3, steps=6)
    assert plain.trajectory is None and plain.shown_trajectory() is None
    assert np.array_equal(plain.joints, result.joints)


def test_the_same_seed_gives_the_same_result(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    one, same, other = (lifter.lift(keypoints, camera, seed=seed, steps=4) for seed in (1, 1, 2))
    assert np.array_equal(one.joints, same.joints)
    assert not np.array_equal(one.joints, other.joints)


def test_the_order_of_people_does_not_matter(lifter: Lifter, camera: Camera) -> None:
    everybody = people(camera, 3)
    together = lifter.lift(everybody, camera, steps=4)
    backwards = Keypoints(everybody.points[::-1], size=SIZE)
    assert np.allclose(lifter.lift(backwards, camera, steps=4).joints[::-1], together.joints, atol=1e-4)


def test_points_are_followed_as_far_as_they_are_exact(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    noise = np.full(17, 0.05)
    noise[9] = 0.0
    off = {
        name: np.linalg.norm(camera.project(result.keypoints3d[0]) - keypoints.points, axis=-1).mean(0)
        for name, result in {
            "noisy": lifter.lift(keypoints, camera, keypoint_noise=0.05),
            "one exact": lifter.lift(keypoints, camera, keypoint_noise=noise),
            "exact": lifter.lift(keypoints, camera, keypoint_noise=0.0),
        }.items()
    }
    assert off["exact"].mean() < off["noisy"].mean()
    assert off["one exact"][9] < 0.5 * off["noisy"][9]


def test_noise_may_be_said_of_each_person_and_point(lifter: Lifter, camera: Camera) -> None:
    pair, noise = people(camera, 2), np.linspace(0, 0.03, 34).reshape(2, 17)
    both = lifter.lift(pair, camera, hypotheses=4, keypoint_noise=noise)
    alone = lifter.lift(pair.person(1), camera, hypotheses=4, keypoint_noise=noise[1])
    assert both.joints[1] == pytest.approx(alone.joints[0], abs=1e-4)
    alike = lifter.lift(pair, camera, hypotheses=4, keypoint_noise=np.full((2, 17), 0.02))
    assert alike.joints == pytest.approx(lifter.lift(pair, camera, hypotheses=4, keypoint_noise=0.02).joints)


def test_reprojection_is_in_pixels_of_the_observed(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1).with_visibility(0, 9, 0)
    result = lifter.lift(keypoints, camera, steps=4)
    pixels = camera.project(result.keypoints3d)
    distances = np.linalg.norm(pixels - keypoints.points[:, None], axis=-1)
    expected = np.delete(distances, 9, axis=-1).mean(-1)
    before_camera = np.isfinite(expected)
    assert before_camera.any()
    assert np.allclose(result.reprojection[before_camera], expected[before_camera], rtol=1e-3)
    assert (result.reprojection[~before_camera] > 1000).all()
    assert (np.diff(result.score[0]) <= 0).all()


def test_nobody_seen_is_still_a_body(lifter: Lifter, camera: Camera) -> None:
    unseen = Keypoints(np.zeros((1, 17, 2)), np.zeros((1, 17)), SIZE)
    result = lifter.lift(unseen, camera, steps=4)
    assert np.isfinite(result.joints).all() and np.isfinite(result.score).all()
    assert np.isnan(result.reprojection).all()
    hips = camera.to_camera(result.joints)[0, :, 0]
    assert (hips[:, 2] > 1).all() and np.abs(hips[:, :2]).max() < 0.5


def test_a_single_point_is_where_the_person_is_put(lifter: Lifter, camera: Camera) -> None:
    visible = np.zeros((1, 17))
    visible[0, 9] = 2
    points = np.full((1, 17, 2), [100.0, 400.0])
    result = lifter.lift(Keypoints(points, visible, SIZE), camera, steps=4)
    assert (result.reprojection < 0.1).all()


def test_answers_glide_while_a_joint_is_dragged(lifter: Lifter, camera: Camera) -> None:
    """50 drags of a pixel, each 7 mm at the person: every hypothesis of a seed moves on by as little."""
    keypoints = people(camera, 1)
    before = None
    for index in range(51):
        moved = keypoints.replace_point(0, 9, keypoints.points[0, 9] + [index, 0])
        poses = lifter.lift(moved, camera, hypotheses=4, steps=3).joints[0]
        if before is not None:
            distance = np.linalg.norm(poses[:, None] - before[None], axis=-1).mean(-1).min(1)
            assert distance.max() < 0.02
        before = poses


def test_a_warm_start_asked_the_same_gives_nearly_the_same(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 2)
    first = lifter.lift(keypoints, camera, hypotheses=4, steps=12)
    again = lifter.lift(keypoints, camera, hypotheses=4, steps=12, warm=first.warm)
    assert first.order is not None and again.order is not None
    for person in range(2):
        poses = [np.empty_like(result.joints[person]) for result in (first, again)]
        for pose, result in zip(poses, (first, again), strict=True):
            pose[result.order[person]] = result.joints[person]
        assert np.linalg.norm(poses[0] - poses[1], axis=-1).mean() < 0.05
    assert again.warm is not None and again.warm.first(2).pose.shape == (2, 2, 27, 3)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 10, 30])
@pytest.mark.parametrize("schedule", ["karras", "exponential"])
def test_a_warm_start_leaves_enough_to_be_found(
    lifter: Lifter, camera: Camera, steps: int, schedule: str
) -> None:
    keypoints = people(camera, 1)
    warm = lifter.lift(keypoints, camera, hypotheses=4, steps=steps, schedule=schedule).warm
    for _ in range(3):
        assert warm is not None and WARM_SIGMAS[0] <= warm.sigma <= WARM_SIGMAS[1]
        result = lifter.lift(keypoints, camera, hypotheses=4, steps=3, warm=warm, schedule=schedule)
        assert np.isfinite(result.joints).all()
        warm = result.warm


def test_a_drag_that_begins_with_a_quick_answer_follows(camera: Camera) -> None:
    """However few steps the first answer had, the wrist ends as near to where a fresh answer puts it."""
    lifter, keypoints = Lifter.load("mlp", device="cpu"), people(camera, 1)
    ends = {}
    for steps in (2, 3, 30):
        warm = lifter.lift(keypoints, camera, steps=steps).warm
        for index in range(1, 21):
            moved = keypoints.replace_point(0, 9, keypoints.points[0, 9] + np.array([5.0, -5.0]) * index)
            result = lifter.lift(moved, camera, steps=3, warm=warm)
            warm = result.warm
        ends[steps] = result.joints[0, :, BODY_INDEX["left_wrist"]].mean(0)
    fresh = lifter.lift(moved, camera, hypotheses=64).joints[0, :, BODY_INDEX["left_wrist"]].mean(0)
    off = {steps: np.linalg.norm(end - fresh) for steps, end in ends.items()}
    assert max(off.values()) < off[30] + 0.04


def test_a_warm_start_that_does_not_fit_is_refused(lifter: Lifter, camera: Camera) -> None:
    warm = lifter.lift(people(camera, 1), camera, hypotheses=4, steps=4).warm
    with pytest.raises(ValueError, match="warm start"):
        lifter.lift(people(camera, 1), camera, hypotheses=5, warm=warm)
    with pytest.raises(ValueError, match="warm"):
        lifter.lift(people(camera, 1), camera, hypotheses=4, warm=warm, sampler="annealed")
    with pytest.raises(ValueError, match="warm"):
        known = Known(pose=standing_body()[None])
        lifter.lift(people(camera, 1), camera, hypotheses=4, warm=warm, sampler="euler", known=known)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_pose_that_is_nearly_right_is_cleaned(lifter: Lifter, camera: Camera, sampler: str) -> None:
    known = Known(pose=standing_body()[None], pose_noise=0.0005)
    result = lifter.lift(people(camera, 1), camera, hypotheses=2, sampler=sampler, known=known, steps=6)
    assert np.isfinite(result.joints).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 0},
        {"steps": 2.5},
        {"hypotheses": 4.0},
        {"seed": -1},
        {"seed": 2**64},
        {"keypoint_noise": 1e20},
        {"keypoint_noise": "much"},
        {"hypotheses": 0},
        {"noise": -1.0},
        {"noise": float("nan")},
        {"noise": 1e30},
        {"noise": "some"},
        {"guidance": float("nan")},
        {"guidance": 50.0},
        {"sampler": "fast"},
        {"schedule": "linear"},
        {"keypoint_noise": np.zeros((2, 17))},
        {"keypoint_noise": -0.01},
    ],
    ids=repr,
)
def test_options_out_of_range_are_refused(lifter: Lifter, camera: Camera, wrong: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        lifter.lift(people(camera, 1), camera, **wrong)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_nobodys_answer_depends_on_the_others(
    lifter: Lifter, camera: Camera, sampler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = people(camera, 3)
    together = lifter.lift(everybody, camera, hypotheses=4, steps=4, sampler=sampler).joints
    alone = lifter.lift(everybody.person(2), camera, hypotheses=4, steps=4, sampler=sampler).joints
    assert together[2] == pytest.approx(alone[0], abs=0.01)
    monkeypatch.setattr("posestudio.lifting.reconstruction.LARGEST_BATCH", 8)
    in_parts = lifter.lift(everybody, camera, hypotheses=4, steps=4, sampler=sampler).joints
    assert together == pytest.approx(in_parts, abs=0.01)


def test_half_precision_changes_little(weights: Path, camera: Camera) -> None:
    exact = Lifter.load(weights, device="cpu", exact=True)
    half = Lifter(with_bfloat16_blocks(load_denoiser(weights)[0]), exact.card, exact.device, "half")
    results = [one.lift(people(camera, 1), camera, hypotheses=4).joints for one in (exact, half)]
    assert np.linalg.norm(results[0] - results[1], axis=-1).mean() < 0.01


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("sampler", ["dpmpp_2m", "annealed"])
def test_cpu_and_gpu_agree(weights: Path, camera: Camera, sampler: str) -> None:
    places = [Lifter.load(weights, device=device, exact=True) for device in ("cpu", "cuda")]
    results = [
        place.lift(people(camera, 3), camera, hypotheses=8, seed=5, sampler=sampler) for place in places
    ]
    assert np.abs(results[0].joints - results[1].joints).max() < 1e-2


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_hypotheses_do_not_depend_on_how_many_there_are(lifter: Lifter, camera: Camera, sampler: str) -> None:
    few, many = (
        lifter.lift(people(camera, 1), camera, hypotheses=count, steps=4, sampler=sampler) for count in (3, 9)
    )
    assert few.order is not None and many.order is not None
    first = many.joints[0][np.argsort(many.order[0])][:3]
    assert np.allclose(few.joints[0][np.argsort(few.order[0])], first, atol=0.02)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux's own figures")
def test_memory_stays_flat_over_many_lifts(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)

    def after(lifts: int) -> int:
        warm = None
        for _ in range(lifts):
            warm = lifter.lift(keypoints, camera, hypotheses=4, steps=2, warm=warm).warm
        gc.collect()
        return resident_memory()

    after(50)
    before = after(50)
    assert after(400) - before < 8_000_000


def resident_memory() -> int:
    """Bytes of memory the process holds."""
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def test_an_assumed_camera_is_said(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    assumed = lifter.lift(keypoints, steps=3)
    assert assumed.camera.size == SIZE and assumed.camera.assumed
    assert any("camera" in sentence for sentence in assumed.assumptions)
    given = lifter.lift(keypoints, camera, steps=3)
    assert not any("camera" in sentence for sentence in given.assumptions)
    assert any("0.86" in sentence for sentence in given.assumptions)
    without_size = lifter.lift(Keypoints(keypoints.points), steps=3)
    assert all(
        size >= extent
        for size, extent in zip(without_size.camera.size, keypoints.points[0].max(0), strict=True)
    )


def test_the_callback_can_cancel(lifter: Lifter, camera: Camera) -> None:
    seen = []

    def callback(step: int, sigma: float, x: np.ndarray, denoised: np.ndarray) -> None:
        seen.append((step, sigma, x.shape, denoised.shape))
        if step == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        lifter.lift(people(camera, 1), camera, hypotheses=2, steps=5, callback=callback)
    assert [entry[0] for entry in seen] == [0, 1]
    assert seen[0][2:] == ((2, 27, 3), (2, 27, 3))


def test_less_starting_noise_narrows_the_hypotheses(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    wide, narrow = (
        lifter.lift(keypoints, camera, steps=6, noise=noise, guidance=0.0) for noise in (1.0, 0.3)
    )
    assert narrow.joints.std(axis=1).mean() < 0.6 * wide.joints.std(axis=1).mean()


def test_unknown_weights_are_explained(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no weights named"):
        find_weights("nonsense")
    with pytest.raises(CheckpointError, match="no such weights"):
        find_weights(tmp_path / "none.safetensors")


def test_a_folder_of_the_same_name_does_not_hide_bundled_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mlp").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_weights("mlp").name == "mlp.safetensors"


def test_parts_of_many_people_agree_with_the_whole(
    lifter: Lifter, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    keypoints = people(camera, 5)
    whole = lifter.lift(keypoints, camera, hypotheses=4, steps=3, trajectory=True)
    monkeypatch.setattr("posestudio.lifting.reconstruction.LARGEST_BATCH", 8)
    parts = lifter.lift(keypoints, camera, hypotheses=4, steps=3, trajectory=True)
    assert np.allclose(whole.joints, parts.joints, atol=1e-4)
    assert parts.trajectory is not None and whole.trajectory is not None
    assert np.allclose(whole.trajectory, parts.trajectory, atol=1e-3)


def test_threads_are_few() -> None:
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize("weights", ["mlp", "transformer"])
def test_points_that_the_lens_does_not_reach_are_missing(camera: Camera, weights: str) -> None:
    lifter, bent = Lifter.load(weights, device="cpu"), replace(camera, distortion=[-0.6, 0, 0, 0, 0])
    keypoints = people(camera, 2).replace_point(0, 9, (639, 479))
    assert np.isnan(bent.rays(keypoints.points[0, 9])).all()
    result = lifter.lift(keypoints, bent, hypotheses=4)
    without = lifter.lift(keypoints.with_visibility(0, 9, 0), bent, hypotheses=4)
    assert np.isfinite(result.joints).all() and result.modes
    assert np.sort(result.joints, 1) == pytest.approx(np.sort(without.joints, 1), abs=0.01)
    assert any("2D points" in sentence for sentence in result.assumptions)
    assert np.sort(result.reprojection) == pytest.approx(np.sort(without.reprojection), abs=0.5)
    assert result.keypoints.visibility[0, 9] and not without.keypoints.visibility[0, 9]


def test_numbers_of_any_kind_are_numbers(lifter: Lifter, camera: Camera) -> None:
    one = lifter.lift(people(camera, 1), camera, hypotheses=np.int64(2), steps=np.int32(3), seed=np.int64(4))
    same = lifter.lift(people(camera, 1), camera, hypotheses=2, steps=3, seed=4)
    assert np.array_equal(one.joints, same.joints)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 10**12},
        {"steps": 10**5000},
        {"hypotheses": 10**9},
        {"seed": 10**30},
        {"guidance": 10**400},
        {"noise": [0.5]},
        {"noise": np.array([0.1, 0.2])},
        {"keypoint_noise": 10**400},
        {"sampler": ["euler"]},
        {"known": {"pins": None}},
        {"warm": "yes"},
        {"camera": "front"},
        {"trajectory": True, "steps": 10_000, "hypotheses": 4096},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_no_number_is_so_large_that_memory_or_patience_ends_first(
    lifter: Lifter, camera: Camera, wrong: dict
) -> None:
    with pytest.raises(LiftError, match=next(iter(wrong))) as problem:
        lifter.lift(people(camera, 1), **({"camera": camera} | wrong))
    assert "\n" not in str(problem.value) and len(str(problem.value)) < 300


@pytest.mark.parametrize(
    "changes",
    [
        {"sigma": float("nan")},
        {"sigma": 0.0},
        {"sigma": 1e9},
        {"pose": np.full((1, 4, 27, 3), np.nan)},
        {"noise": None},
    ],
    ids=repr,
)
def test_a_warm_start_that_is_none_is_refused(lifter: Lifter, camera: Camera, changes: dict) -> None:
    warm = lifter.lift(people(camera, 1), camera, hypotheses=4, steps=4).warm
    assert warm is not None
    with pytest.raises(LiftError, match="warm"):
        lifter.lift(people(camera, 1), camera, hypotheses=4, warm=replace(warm, **changes))


def test_first_comes_the_medoid_of_the_largest_kind(camera: Camera) -> None:
    """In pose and place, even where others fit the picture a little better."""
    for weights in ("mlp", "transformer"):
        result = Lifter.load(weights, device="cpu").lift(
            people(camera, 3), camera, hypotheses=30, keypoint_noise=0.025
        )
        for person, kinds in enumerate(result.modes):
            assert kinds[0].representative == 0 and 0 in kinds[0].members
            depths = camera.to_camera(result.joints[person, :, 0])[:, 2]
            off = np.abs(depths - np.median(depths))
            assert (off < off[0]).mean() < 0.75
        assert (np.diff(result.score) <= 0).all()


def test_a_camera_of_another_size_is_scaled_and_another_shape_is_refused(
    lifter: Lifter, camera: Camera
) -> None:
    keypoints = people(camera, 1)
    larger = replace(camera, K=camera.K * np.array([[2], [2], [1]]), size=(1280, 960))
    given, scaled = (lifter.lift(keypoints, seen, hypotheses=2, steps=3) for seen in (camera, larger))
    np.testing.assert_allclose(scaled.joints, given.joints, atol=1e-5)
    assert scaled.camera.size == SIZE and any("1280 x 960" in said for said in scaled.assumptions)
    with pytest.raises(CameraError, match="aspect ratio"):
        lifter.lift(keypoints, replace(camera, size=(480, 640)), steps=3)
    unsized = Keypoints(keypoints.points)
    assert lifter.lift(unsized, larger, hypotheses=2, steps=3).camera == larger
    for lifted in lift_frames(lifter, [unsized, unsized], larger, hypotheses=2, steps=3):
        assert lifted.camera == larger and not any("outside" in said for said in lifted.assumptions)
    for lifted in lift_frames(lifter, [unsized, keypoints], larger, hypotheses=2, steps=3):
        assert lifted.camera.size == SIZE  # one picture's size is the others'
    far = Keypoints(keypoints.points + 900)
    assert any("outside" in said for said in lifter.lift(far, larger, hypotheses=2, steps=3).assumptions)


def test_what_a_camera_says_goes_with_the_poses(lifter: Lifter, camera: Camera) -> None:
    lens = Camera.from_json({"width": 640, "height": 480, "K": camera.K.tolist()})
    said = lifter.lift(people(camera, 1), lens, steps=3).assumptions
    assert any("level" in sentence for sentence in said)


def test_a_fisheye_s_people_are_where_they_were(lifter: Lifter) -> None:
    straight = Camera.look_at((0.5, 1.2, 2.5), (0, 1, 0), 60, (1000, 1000))
    bent = replace(straight, distortion=np.array([-0.02, 0.01, -0.003, 0.0005]), model="fisheye")
    answers = [lifter.lift(people(seen, 1), seen, hypotheses=2, steps=3) for seen in (straight, bent)]
    # The noise of keypoints is over the size in the picture, which the lens changes a little: not to the bit.
    np.testing.assert_allclose(answers[0].joints, answers[1].joints, atol=2e-3)
