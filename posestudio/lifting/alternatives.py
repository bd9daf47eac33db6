"""Decides which of several answers to where a person's keypoints are is the likeliest, by the poses they lift to."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS, FACE_JOINTS, to_keypoints
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.alternatives import alternative_count, own_share, with_alternative, with_shares
from posestudio.keypoints.observation import person_size
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.result import Lifted

HYPOTHESES, STEPS = 8, 6
"""Poses sampled for each answer, and their denoising steps."""

NOISE_LEVELS = (0.1, 0.2, 0.4, 0.8)
"""Noise added to poses to measure how likely they are, in units of the data's standard deviation."""

MISFIT_UNIT = 0.03
"""Distance of a projected joint from its keypoint, over the person's size, that counts as a misfit of ln 2."""

_LIMBS = [index for index, name in enumerate(COCO_KEYPOINTS) if name not in FACE_JOINTS]

WEIGHTS = (9.2, 0.34)
"""How much :func:`improbability` and :func:`misfit` reduce the logarithm of the evidence; fitted by
``python benchmarks/several_answers.py evidence POSES --people 200``."""


def decided(lifter: Lifter, keypoints: Keypoints, camera: Camera | None = None) -> Keypoints:
    """The keypoints, of each person with alternatives the answer whose 2D share times 3D evidence is the largest.

    The others are the alternatives, the likeliest first, with the shares that follow. All answers about all
    people are lifted in one batch; what is decided about a person does not depend on the others. An answer with left
    and right of the whole body exchanged has the evidence of the answer as it is: seen from behind, a body is
    about as likely as seen from the front, and detectors err where nothing else tells (docs/detection.md).
    """
    counts = [alternative_count(keypoints, person) for person in range(keypoints.people)]
    undecided = [person for person, count in enumerate(counts) if count]
    if not undecided:
        return keypoints
    answers = []
    for person in undecided:
        alone = keypoints.person(person)
        answers += [alone, *(with_alternative(alone, 0, index) for index in range(counts[person]))]
    together = Keypoints.concatenate(answers, keypoints.size, keypoints.source)
    evidence = log_evidence(lifter, together, camera)
    first = 0
    for person in undecided:
        last = first + 1 + counts[person]
        assert keypoints.alternative_shares is not None
        shares = [own_share(keypoints, person), *keypoints.alternative_shares[person, : counts[person]]]
        turned = [_other_way_round(answers[first], answer) for answer in answers[first:last]]
        with np.errstate(divide="ignore"):  # no pose makes an answer likely that the picture excludes
            likely = np.log(shares)
        score = likely + np.where(turned, evidence[first], evidence[first:last])
        shares = np.exp(score - score.max())
        keypoints = with_shares(keypoints, person, shares / shares.sum())
        first = last
    return keypoints


def _other_way_round(one: Keypoints, other: Keypoints) -> bool:
    """Whether a person's limbs have left and right exchanged, all of them."""
    there, exchanged = (keypoints.points[0, _LIMBS] for keypoints in (other, one.swapped()))
    seen = other.observed[0, _LIMBS]
    return bool(seen.any() and np.allclose(there[seen], exchanged[seen], atol=0.01))


def lift_decided(
    lifter: Lifter, keypoints: Keypoints, camera: Camera | None = None, **options: Any
) -> Lifted:
    """The result of `Lifter.lift` for the answers that :func:`decided` chooses; the alternatives are in the result's
    ``keypoints``."""
    return lifter.lift(decided(lifter, keypoints, camera), camera, **options)


def log_evidence(lifter: Lifter, keypoints: Keypoints, camera: Camera | None = None) -> NDArray[np.float64]:
    """(P,) how likely the 3D prior makes each person's keypoints: a logarithm, up to a constant that is the same for
    all answers about one person.

    Each is lifted with few hypotheses and steps; a weighted sum of how improbable these poses are and how
    far they are from the keypoints. A person's value does not depend on the others.
    """
    lifted = lifter.lift(keypoints, camera, hypotheses=HYPOTHESES, steps=STEPS)
    return -(WEIGHTS[0] * improbability(lifter, lifted) + WEIGHTS[1] * misfit(lifted))


@torch.no_grad()
def improbability(lifter: Lifter, lifted: Lifted) -> NDArray[np.float64]:
    """(P,) how unlikely the prior finds each person's hypotheses: the mean logarithm of the squared error with which
    the denoiser, shown no keypoints, restores them from the noise of NOISE_LEVELS.

    That error, summed over noise levels, bounds the pose's negative log likelihood from above (Kingma et al. 2021,
    "Variational diffusion models", equation 15). The noise is the same for all people.
    """
    people, hypotheses = lifted.joints.shape[:2]
    if not people:
        return np.zeros(0)
    camera, device = lifted.camera, lifter.device

    def tensor(array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.asarray(array, np.float32)).to(device)

    observed = lifted.keypoints.observed[..., None]
    rays = tensor(np.where(observed, np.nan_to_num(camera.rays(lifted.keypoints.points)), 0))
    seen = observe(rays, tensor(observed[..., 0]))
    unseen = observe(torch.zeros_like(rays), torch.zeros_like(rays[..., 0]), fov_known=False)
    joints = tensor(camera.to_camera(lifted.joints))
    about_hips = joints - joints[:, :, BODY_INDEX["hips"]][:, :, None]
    poses = (about_hips @ seen.rotation[:, None].transpose(-1, -2) / lifter.scale).flatten(0, 1)
    denoise = half_mirrored(lifter.denoiser, unseen.repeat(hypotheses), hypotheses)
    total = torch.zeros(len(poses), device=device)
    for index, level in enumerate(NOISE_LEVELS):
        drawn = np.random.default_rng(index).standard_normal((hypotheses, *poses.shape[1:]), np.float32)
        noisy = poses + level * tensor(drawn).repeat(people, 1, 1)
        error = denoise(noisy, poses.new_tensor(level)) - poses
        total += error.square().sum((1, 2)).clamp_min(1e-9).log()
    return (total / len(NOISE_LEVELS)).view(people, hypotheses).mean(1).double().cpu().numpy()


def misfit(lifted: Lifted) -> NDArray[np.float64]:
    """(P,) how far each person's hypotheses lie from the observed keypoints: the sum over the keypoints of
    ln(1 + (distance / (MISFIT_UNIT x person's size))^2), which one wrong keypoint cannot dominate; mean over the
    hypotheses."""
    keypoints = lifted.keypoints
    points = lifted.camera.project(to_keypoints(np.asarray(lifted.joints, np.float64)))
    distance = np.linalg.norm(points - keypoints.points[:, None], axis=-1)
    relative = np.nan_to_num(distance / person_size(keypoints)[:, None, None], nan=1e3, posinf=1e3)
    terms = np.log1p(np.square(relative / MISFIT_UNIT))
    return np.where(keypoints.observed[:, None], terms, 0).sum(-1).mean(-1)
