"""Warm starts: lifts that start from an earlier result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.recorded_steps import WARM_SIGMAS
from tests.lifting.people import people


def test_results_change_smoothly_while_a_joint_is_dragged(lifter: Lifter, camera: Camera) -> None:
    """50 drags of a pixel, each 7 mm at the person: every hypothesis of a seed moves by as little."""
    keypoints = people(camera, 1)
    before = None
    for index in range(51):
        moved = keypoints.replace_point(0, 9, keypoints.points[0, 9] + [index, 0])
        poses = lifter.lift(moved, camera, hypotheses=4, steps=3).joints[0]
        if before is not None:
            distance = np.linalg.norm(poses[:, None] - before[None], axis=-1).mean(-1).min(1)
            assert distance.max() < 0.02
        before = poses


def test_a_warm_start_from_the_same_keypoints_gives_nearly_the_same(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 2)
    first = lifter.lift(keypoints, camera, hypotheses=4, steps=12)
    again = lifter.lift(keypoints, camera, hypotheses=4, steps=12, warm=first.warm)
    assert first.order is not None and again.order is not None
    for person in range(2):
        poses = [np.empty_like(result.joints[person]) for result in (first, again)]
        for pose, result in zip(poses, (first, again), strict=True):
            pose[result.order[person]] = result.joints[person]
        assert np.linalg.norm(poses[0] - poses[1], axis=-1).mean() < 0.05
    assert again.warm is not None and again.warm.first(2).pose.shape == (2, 2, 29, 3)


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


def test_a_drag_that_begins_with_a_quick_lift_follows(camera: Camera) -> None:
    """However few steps the first lift had, the wrist ends as near to where a cold start puts it."""
    lifter, keypoints = Lifter.load("mlp", device="cpu"), people(camera, 1)
    ends = {}
    for steps in (2, 3, 30):
        warm = lifter.lift(keypoints, camera, steps=steps).warm
        for index in range(1, 21):
            moved = keypoints.replace_point(0, 9, keypoints.points[0, 9] + np.array([5.0, -5.0]) * index)
            result = lifter.lift(moved, camera, steps=3, warm=warm)
            warm = result.warm
        ends[steps] = result.joints[0, :, BODY_INDEX["left_wrist"]].mean(0)
    cold = lifter.lift(moved, camera, hypotheses=64).joints[0, :, BODY_INDEX["left_wrist"]].mean(0)
    off = {steps: np.linalg.norm(end - cold) for steps, end in ends.items()}
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


@pytest.mark.parametrize(
    "changes",
    [
        {"sigma": float("nan")},
        {"sigma": 0.0},
        {"sigma": 1e9},
        {"pose": np.full((1, 4, 29, 3), np.nan)},
        {"noise": None},
    ],
    ids=repr,
)
def test_a_warm_start_that_is_none_is_refused(lifter: Lifter, camera: Camera, changes: dict) -> None:
    warm = lifter.lift(people(camera, 1), camera, hypotheses=4, steps=4).warm
    assert warm is not None
    with pytest.raises(LiftError, match="warm"):
        lifter.lift(people(camera, 1), camera, hypotheses=4, warm=replace(warm, **changes))
