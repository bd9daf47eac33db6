"""Makes a poses file of the people of photographs:

    python benchmarks/photograph_poses.py PEOPLE.npz OUT.npz --weights WEIGHTS

The people's labelled keypoints are lifted, and kept where the answer is sure: at least ten points are labelled, the
hypotheses agree, the pose fits the points, and it is within the joint limits. ``posestudio train`` on a folder of
this file and one of captured motion is self-training. How far the camera looked down is known of standing people
only; other cameras are taken to be level.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.limits import bundled_limits
from posestudio.dataset.batches import Batch
from posestudio.dataset.photographs import PhotographPeople
from posestudio.dataset.poses import Poses, save_poses
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.guidance import trust
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation
from posestudio.geometry.rotations_torch import about_axis
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import sample
from posestudio.training.metrics import limbs

LABEL_NOISE = 0.29 * torch.tensor(
    [0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072]
    + [0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089]
)
"""(17,) how far apart COCO's annotators put a keypoint (its sigmas, over the root of the area, which is .41 of the
person's size; along one of two axes), over the person's size."""

LEAST_POINTS, AT_ONCE = 10, 200
STRAIGHT = 150.0
"""Least angle of a standing person's knees, degrees."""


def joint(joints: np.ndarray, name: str) -> np.ndarray:
    """(N, 3) a joint, or the middle of both sides' one, of bodies (N, B, 3)."""
    sides = [name] if name in BODY_INDEX else [f"left_{name}", f"right_{name}"]
    return joints[:, [BODY_INDEX[each] for each in sides]].mean(1)


def knee_angles(joints: np.ndarray) -> np.ndarray:
    """(N,) degrees, the smaller angle of both knees of bodies (N, B, 3)."""
    angles = []
    for side in ("left", "right"):
        hip, knee, ankle = (joint(joints, f"{side}_{name}") for name in ("hip", "knee", "ankle"))
        up, down = hip - knee, ankle - knee
        cosine = (up * down).sum(-1) / np.linalg.norm(up, axis=-1) / np.linalg.norm(down, axis=-1)
        angles.append(np.degrees(np.arccos(cosine.clip(-1, 1))))
    return np.minimum(*angles)


def pitches(joints: np.ndarray) -> np.ndarray:
    """(N,) radians that the camera looked down by, of bodies in camera axes with Y up: as far as standing people's
    necks lean towards it over their ankles, at most half a radian; 0 for others."""
    up = joint(joints, "neck") - joint(joints, "ankle")
    lean = np.arctan2(up[:, 2], up[:, 1])
    return np.where((knee_angles(joints) > STRAIGHT) & (np.abs(lean) < 0.5), lean, 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people")
    parser.add_argument("out")
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--count", type=int, default=10000, help="people that are lifted")
    parser.add_argument("--hypotheses", type=int, default=6)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument(
        "--agreement", type=float, default=0.07, help="metres between a hypothesis and the mean"
    )
    parser.add_argument("--misfit", type=float, default=0.018, help="of the points, over the person's size")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    people, lifter = PhotographPeople.load(options.people), Lifter.load(options.weights)
    enough = np.flatnonzero(((people.labels > 0).sum(1) >= LEAST_POINTS).numpy())
    chosen = np.random.default_rng(options.seed).permutation(enough)[: options.count]
    kept, numbers = [], []
    for first in range(0, len(chosen), AT_ONCE):
        index = chosen[first : first + AT_ONCE]
        poses, sure = lifted(people, index, lifter, options)
        kept.append(poses[sure])
        numbers.append(index[sure])
        print(f"{first + len(index)} lifted, {sum(map(len, kept))} kept", flush=True)
    joints, frames = np.concatenate(kept), np.concatenate(numbers)
    names = np.full(len(joints), "photographs")
    facts = {"source": "poses lifted from the labelled keypoints of COCO-2017's training people (CC BY 4.0)"}
    save_poses(options.out, Poses(joints, names, names, frames, facts))


def lifted(
    people: PhotographPeople, index: np.ndarray, lifter: Lifter, options: argparse.Namespace
) -> tuple[np.ndarray, np.ndarray]:
    """World poses (N, B, 3) of people (N,), the hypothesis nearest to their mean, and (N,) bool which are sure."""
    rays, visible = people.rays[index], people.seen(torch.from_numpy(index))
    observation = observe(rays, visible, LABEL_NOISE.expand_as(visible), fov_known=False)
    batch = Batch(torch.zeros(len(index), len(BODY_INDEX), 3), observation)
    noise = lifter.card.get("noise", 1.0)
    drawn = lifter.scale * sample(
        lifter.denoiser, batch, lifter.scale, options.hypotheses, options.steps, noise=noise
    )
    off = (limbs(drawn) - limbs(drawn).mean(1, keepdim=True)).norm(dim=-1).mean(-1)
    best = drawn[torch.arange(len(drawn)), off.argmin(1)]
    points, goal = keypoints_of(best), observation.points * observation.size[:, None, None]
    points = points[:, : goal.shape[1]]
    placed = points + solve_translation(points, goal, trust(observation))[:, None]
    missed = (placed[..., :2] / placed[..., 2:] - goal).norm(dim=-1) * observation.visible
    own = torch.where(visible[..., None] > 0, goal[:, :17], torch.nan).numpy()
    size = torch.from_numpy((np.nanmax(own, 1) - np.nanmin(own, 1)).max(-1))
    misfit = missed.sum(1) / observation.visible.sum(1) / size
    world = (best @ observation.rotation).numpy() * np.array([1, -1, -1], np.float32)
    turned = world @ about_axis(0, torch.from_numpy(pitches(world)).float()).numpy()
    limits = bundled_limits()
    sure = (off.mean(1) < options.agreement).numpy() & (misfit < options.misfit).numpy()
    sure &= ~limits.outside(turned).any(-1) & ~limits.collides(turned)
    return turned.astype(np.float32), sure


if __name__ == "__main__":
    main()
