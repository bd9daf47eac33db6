"""Errors of motions of one person against the true one: pose, path, jitter, sliding feet, energy, calibration.

All motions are in camera axes and metres, the hips at their place in front of the camera; the truth has legs of
0.86 m, as results have. Before anything is compared, the estimate is multiplied by one scale a clip
(:func:`clip_scale`). Errors are in millimetres, over the 12 limb joints, as those of single pictures
(`training.metrics`).
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_BONES, BODY_INDEX, LIMB_INDICES
from posestudio.lifting.motion.stance import FEET
from posestudio.training.metrics import energy_score, mpjpe, procrustes

Floats = NDArray[np.floating]

RATE = 30.0
"""Frames a second that accelerations are given for."""

HIPS = BODY_INDEX["hips"]

COVERED = (0.5, 0.8, 0.95)
"""Shares of errors that a calibrated uncertainty covers, see :func:`coverage`."""

_CHI = (1.5382, 2.1544, 2.7955)  # quantiles COVERED of the chi distribution with three degrees of freedom

_MILLIMETRES = 1000.0


def limbs_about_hips(joints: Floats) -> Floats:
    """(..., B, 3) bodies -> (..., 12, 3) limb joints relative to the hips."""
    return joints[..., LIMB_INDICES, :] - joints[..., [HIPS], :]


def clip_scale(estimate: Floats, truth: Floats) -> float:
    """The factor of the estimate (F, B, 3) whose limb joints about the hips fit the truth's (F, B, 3) best in least
    squares over the whole clip."""
    guess, goal = (limbs_about_hips(joints).astype(np.float64) for joints in (estimate, truth))
    return float((guess * goal).sum() / max(np.square(guess).sum(), 1e-12))


def pose_errors(estimate: Floats, truth: Floats) -> Floats:
    """(F,) mean distance of the limb joints, hips at the origin: (F, B, 3) twice, scaled before."""
    return np.linalg.norm(limbs_about_hips(estimate) - limbs_about_hips(truth), axis=-1).mean(-1) * 1000


def aligned_errors(estimate: Floats, truth: Floats) -> Floats:
    """(F,) mean distance of the limb joints after the similarity that fits each frame best (PA-MPJPE)."""
    guess, goal = (
        torch.from_numpy(limbs_about_hips(joints).astype(np.float64)) for joints in (estimate, truth)
    )
    return mpjpe(procrustes(guess, goal), goal).numpy() * _MILLIMETRES


def accelerations(joints: Floats, fps: float = RATE) -> Floats:
    """(F - 2, 12, 3) accelerations of the limb joints about the hips, in millimetres per (1/30 s)^2: second
    differences of (F, B, 3) joints, times the square of ``fps`` / 30."""
    return np.diff(limbs_about_hips(joints), n=2, axis=0) * _MILLIMETRES * (fps / RATE) ** 2


def acceleration_errors(estimate: Floats, truth: Floats, fps: float = RATE) -> Floats:
    """(F - 2,) mean length of the difference of both :func:`accelerations`."""
    return np.linalg.norm(accelerations(estimate, fps) - accelerations(truth, fps), axis=-1).mean(-1)


def path_errors(estimate: Floats, truth: Floats, moved: bool = False) -> Floats:
    """(F,) distance of the hips from the true ones in the camera's axes, (F, B, 3) twice, scaled before about the
    camera.

    Nothing else is aligned, unless ``moved``: then the mean offset over the clip is taken off.
    """
    off = estimate[:, HIPS] - truth[:, HIPS]
    return np.linalg.norm(off - off.mean(0) if moved else off, axis=-1) * _MILLIMETRES


def sliding(joints: Floats, contacts: NDArray[np.bool_], fps: float = RATE) -> Floats:
    """(N,) millimetres per 1/30 s that an ankle or toe of the motion (F, B, 3) moves between two frames in both of
    which the true one stands: ``contacts`` (F, 2, 2) of `lifting.motion.stance.true_contacts`. The camera stands
    still."""
    moved = np.linalg.norm(np.diff(joints[:, FEET], axis=0), axis=-1) * _MILLIMETRES * (fps / RATE)
    return moved[contacts[1:] & contacts[:-1]]


def motion_energy(motions: Floats, truth: Floats) -> float:
    """Energy score of a set of motions (F, H, B, 3) against the truth (F, B, 3), scaled before; lower is better.

    That of single pictures (`training.metrics.energy_score`, Gneiting and Raftery 2007, equation 21) where the limb
    joints about the hips of all frames are one vector: the distance of two motions is the root mean square, over
    frames and joints, of the distance of their joints. So it also says whether the hypotheses vary through time as
    motions do.
    """
    guess, goal = limbs_about_hips(motions), limbs_about_hips(truth)
    hypotheses = np.moveaxis(guess, 1, 0).reshape(1, guess.shape[1], -1, 3)
    scored = energy_score(
        torch.from_numpy(hypotheses.astype(np.float64)),
        torch.from_numpy(goal.reshape(1, -1, 3).astype(np.float64)),
    )
    return float(scored[0]) * _MILLIMETRES


def bone_variation(joints: Floats) -> float:
    """Mean over the bones of the standard deviation of their length through the clip (F, B, 3), millimetres."""
    parents, children = (list(ends) for ends in zip(*BODY_BONES, strict=True))
    lengths = np.linalg.norm(joints[:, children] - joints[:, parents], axis=-1)
    return float(lengths.std(0).mean()) * _MILLIMETRES


def uncertainty_factor(errors: Floats, uncertainty: Floats) -> float:
    """What the ``uncertainty`` would have to be multiplied by to be as large as the ``errors`` (distances), both of
    any one shape and unit: the ratio of their root mean squares. 1 is calibrated, more is overconfident."""
    return float(np.sqrt(np.square(errors).mean() / max(np.square(uncertainty).mean(), 1e-12)))


def coverage(errors: Floats, uncertainty: Floats) -> tuple[float, ...]:
    """The shares of the ``errors`` within what should hold COVERED of them: distances that are normal in three
    dimensions and have the root mean square ``uncertainty``."""
    relative = errors / np.maximum(uncertainty, 1e-6) * np.sqrt(3)
    return tuple(float((relative <= limit).mean()) for limit in _CHI)


def joint_errors(estimate: Floats, truth: Floats) -> Floats:
    """(F, 12) distances of the limb joints about the hips, millimetres: (F, B, 3) twice, scaled before."""
    return np.linalg.norm(limbs_about_hips(estimate) - limbs_about_hips(truth), axis=-1) * _MILLIMETRES


def motion_scores(
    motions: Floats,
    truth: Floats,
    fps: float = RATE,
    contacts: NDArray[np.bool_] | None = None,
    uncertainty: Floats | None = None,
) -> dict[str, float]:
    """Scores of motions (F, H, B, 3), best first, or of one (F, B, 3) against the truth (F, B, 3), by name.

    The first motion's: ``mpjpe``, ``pa_mpjpe``, ``acceleration`` (its error), ``own_acceleration`` (the truth's own),
    ``path``, ``path_unscaled`` (without the scale) and ``path_moved`` (without the mean offset), ``bones``
    (variation of their lengths), with ``stands`` (F, 2) ``sliding`` and ``own_sliding``, with ``uncertainty`` (F,
    B) metres about the hips ``uncertainty_factor`` and ``covered_50`` and so on, of the motions' mean. ``energy``
    is of all motions, ``best`` the lowest MPJPE of one of them, ``mean_mpjpe`` that of their mean. Each motion is
    scaled by itself.
    """
    motions = motions[:, None] if motions.ndim == 3 else motions
    scales = [clip_scale(motion, truth) for motion in np.moveaxis(motions, 1, 0)]
    motions = motions * np.array(scales, motions.dtype)[:, None, None]
    first, mean = motions[:, 0], motions.mean(1)
    mean = mean * clip_scale(mean, truth)
    scores = {
        "mpjpe": pose_errors(first, truth).mean(),
        "pa_mpjpe": aligned_errors(first, truth).mean(),
        "acceleration": acceleration_errors(first, truth, fps).mean(),
        "own_acceleration": np.linalg.norm(accelerations(truth, fps), axis=-1).mean(),
        "path": path_errors(first, truth).mean(),
        "path_unscaled": path_errors(first / scales[0], truth).mean(),
        "path_moved": path_errors(first, truth, moved=True).mean(),
        "bones": bone_variation(first),
        "energy": motion_energy(motions, truth),
        "best": min(pose_errors(motion, truth).mean() for motion in np.moveaxis(motions, 1, 0)),
        "mean_mpjpe": pose_errors(mean, truth).mean(),
    }
    if contacts is not None and (contacts[1:] & contacts[:-1]).any():
        scores["sliding"] = sliding(first, contacts, fps).mean()
        scores["own_sliding"] = sliding(truth, contacts, fps).mean()
    if uncertainty is not None:
        errors, spread = joint_errors(mean, truth), uncertainty[:, LIMB_INDICES] * _MILLIMETRES
        scores["uncertainty_factor"] = uncertainty_factor(errors, spread)
        for share, found in zip(COVERED, coverage(errors, spread), strict=True):
            scores[f"covered_{round(share * 100)}"] = found
    return {name: float(value) for name, value in scores.items()}
