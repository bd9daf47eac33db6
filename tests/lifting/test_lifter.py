"""What a lift returns: shapes, trajectory, order, placement, precision and memory."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.body.standing import standing_body
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.precision import with_bfloat16_blocks
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from tests.lifting.people import SIZE, people


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("sampler", SAMPLERS)
def test_shapes(lifter: Lifter, camera: Camera, count: int, sampler: str) -> None:
    result = lifter.lift(
        people(camera, count), camera, hypotheses=5, steps=4, sampler=sampler, trajectory=True
    )
    assert result.joints.shape == (count, 5, 29, 3)
    assert result.keypoints3d.shape == (count, 5, 17, 3)
    assert result.reprojection.shape == result.score.shape == (count, 5)
    assert result.trajectory is not None and result.trajectory.shape == (5, count, 5, 29, 3)
    assert result.denoised is not None and result.denoised.shape == (4, count, 5, 29, 3)
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
    assert spread.max() < 5  # every state is about as large as a body, if that of an untrained network
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


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_pose_that_is_nearly_right_is_cleaned(lifter: Lifter, camera: Camera, sampler: str) -> None:
    known = Known(pose=standing_body()[None], pose_noise=0.0005)
    result = lifter.lift(people(camera, 1), camera, hypotheses=2, sampler=sampler, known=known, steps=6)
    assert np.isfinite(result.joints).all()


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
    lifters = [Lifter.load(weights, device=device, exact=True) for device in ("cpu", "cuda")]
    results = [
        each.lift(people(camera, 3), camera, hypotheses=8, seed=5, sampler=sampler) for each in lifters
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


def test_first_comes_the_medoid_of_the_largest_kind(camera: Camera) -> None:
    """In pose and position, even where others fit the picture a little better."""
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
