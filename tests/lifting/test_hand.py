"""Quick lifts, which a lifter's student answers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from posestudio.diffusion.checkpoint import build_denoiser
from posestudio.geometry.camera import Camera
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.result import Lifted
from tests.diffusion.people import TINY
from tests.lifting.people import people


def with_student(lifter: Lifter, weights: float) -> Lifter:
    """The lifter with a tiny student, which leaves poses as they are where its ``weights`` are 0."""
    torch.manual_seed(1)
    student = build_denoiser({"model": "mlp", "network": TINY["mlp"], "denoiser": "follower"})
    torch.nn.init.normal_(student.network.output.weight, 0, weights)
    return Lifter(lifter.denoiser, lifter.card, lifter.device, lifter.name, hand=student.eval())


def by_noise(result: Lifted) -> np.ndarray:
    """(P, H, B, 3) the hypotheses in the order of their noise."""
    assert result.order is not None
    return np.take_along_axis(result.joints, np.argsort(result.order, 1)[..., None, None], 1)


def test_a_drag_begins_where_the_whole_lift_ended(lifter: Lifter, camera: Camera) -> None:
    still, steps = with_student(lifter, 0), []
    whole = still.lift(people(camera, 2), camera, hypotheses=4)
    assert whole.warm is not None
    quick = still.lift(
        people(camera, 2),
        camera,
        hypotheses=3,
        warm=whole.warm.first(3),
        quick=True,
        callback=lambda *step: steps.append(step),
    )
    assert len(steps) == 1
    np.testing.assert_allclose(by_noise(quick), by_noise(whole)[:, :3], atol=1e-4)


def test_all_moves_of_a_drag_follow_the_poses_that_were_sampled(lifter: Lifter, camera: Camera) -> None:
    """Following its own, a student's errors would add up."""
    moving, keypoints = with_student(lifter, 0.05), people(camera, 1)
    whole = moving.lift(keypoints, camera, hypotheses=4)
    one = moving.lift(keypoints, camera, hypotheses=4, warm=whole.warm, quick=True)
    other = moving.lift(keypoints, camera, hypotheses=4, warm=one.warm, quick=True)
    np.testing.assert_array_equal(one.joints, other.joints)
    assert np.linalg.norm(by_noise(one) - by_noise(whole), axis=-1).mean() > 1e-3


@pytest.mark.parametrize(
    "options",
    [
        {"known": Known(sides=False)},
        {"sampler": "annealed", "warm": None},
        {"trajectory": True},
        {"warm": None},
    ],
    ids=repr,
)
def test_what_the_student_did_not_learn_the_lifter_answers(
    lifter: Lifter, camera: Camera, options: dict
) -> None:
    keypoints, moving = people(camera, 1), with_student(lifter, 0.05)
    options = {"warm": lifter.lift(keypoints, camera, hypotheses=2).warm, **options}
    asked = moving.lift(keypoints, camera, hypotheses=2, steps=2, quick=True, **options)
    answered = lifter.lift(keypoints, camera, hypotheses=2, steps=2, **options)
    np.testing.assert_array_equal(asked.joints, answered.joints)
