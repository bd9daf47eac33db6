"""Measures the poses under a dragging hand, and how far they jump when a whole lift follows after the release.

    python benchmarks/hand_over.py POSES.npz [--weights mlp] [--poses 100]

Held-out people, exact 2D, 16 hypotheses. A whole lift; then the picture changes; then the student's answer in one
evaluation, that of three warm steps, and a whole lift of the changed picture, all from the first. "moved": the person
has moved on to the next pose of the clip. "dragged": a wrist or ankle was dragged by up to 30 % of the person's
size. ``energy`` is the mean energy score in mm (of a dragged picture there is no truth), ``jump`` the median
distance in mm of a joint from the same hypothesis of the whole lift, over joints, hypotheses and pictures. The exit
status is 1 when the student's energy is over 1.04 times that of three steps, or its jump over 10 mm.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np
import torch

from posestudio.body.layouts import COCO_INDEX, LIMB_INDICES, to_keypoints
from posestudio.dataset.poses import load_poses
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.result import Lifted
from posestudio.training.metrics import energy_score

HYPOTHESES = 16
ENERGY, JUMP = 1.04, 10.0
ENDS = [COCO_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("wrist", "ankle")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses_file")
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--poses", type=int, default=100)
    options = parser.parse_args()
    torch.set_num_threads(1)  # as in the studio
    lifter = Lifter.load(options.weights, device="cpu")
    if lifter.hand is None:
        raise SystemExit(f"{options.weights}: there is no student of these weights")
    _, held_out = load_poses(options.poses_file).split()
    rng = np.random.default_rng(0)
    follows = np.flatnonzero(held_out.clip[1:] == held_out.clip[:-1])
    energies: dict[str, list[float]] = defaultdict(list)
    jumps: dict[tuple[str, str], list[np.ndarray]] = defaultdict(list)
    for first in follows[np.linspace(0, len(follows) - 1, options.poses).astype(int)]:
        azimuth, height = rng.uniform(0, 2 * np.pi), rng.normal(1, 0.4)
        middle = held_out.joints[first].mean(0)
        position = middle + [4 * np.sin(azimuth), height, 4 * np.cos(azimuth)]
        camera = Camera.look_at(position, middle, 45, (640, 480))
        before, after = (seen(held_out.joints[row], camera) for row in (first, first + 1))
        whole = lifter.lift(before, camera, hypotheses=HYPOTHESES)
        truth = held_out.joints[first + 1]
        for name, keypoints in (("moved", after), ("dragged", dragged(before, rng))):
            goal = lifter.lift(keypoints, camera, hypotheses=HYPOTHESES)
            answers = {
                "student": lifter.lift(
                    keypoints, camera, hypotheses=HYPOTHESES, steps=3, warm=whole.warm, quick=True
                ),
                "three warm steps": lifter.lift(
                    keypoints, camera, hypotheses=HYPOTHESES, steps=3, warm=whole.warm
                ),
                "as it was": whole,
                "whole lift": goal,
            }
            for method, answer in answers.items():
                jumps[name, method].append(np.linalg.norm(by_noise(answer) - by_noise(goal), axis=-1) * 1000)
                if name == "moved":
                    energies[method].append(energy(answer, truth))
    print(f"{options.weights}, {options.poses} pictures, {HYPOTHESES} hypotheses")
    print(f"{'':18} {'energy, moved':>13} {'jump, moved':>12} {'jump, dragged':>13}")
    table = {}
    for method, scores in energies.items():
        moved, drag = (float(np.median(jumps[name, method])) for name in ("moved", "dragged"))
        table[method] = float(np.mean(scores)), moved, drag
        print(f"{method:18} {table[method][0]:13.1f} {moved:12.1f} {drag:13.1f}")
    ratio = table["student"][0] / table["three warm steps"][0]
    print(f"the student's energy is {ratio:.3f} times that of three warm steps (at most {ENERGY})")
    raise SystemExit(1 if ratio > ENERGY or max(table["student"][1:]) > JUMP else 0)


def seen(joints: np.ndarray, camera: Camera) -> Keypoints:
    """The exact keypoints of a body (B, 3)."""
    return Keypoints(camera.project(to_keypoints(joints[None].astype(np.float64))), size=camera.size)


def dragged(keypoints: Keypoints, rng: np.random.Generator) -> Keypoints:
    """The keypoints with a wrist or ankle moved in any direction, by up to 30 % of the person's size."""
    angle, reach = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.3) * float(person_size(keypoints)[0])
    joint = int(rng.choice(ENDS))
    offset = reach * np.array([np.cos(angle), np.sin(angle)])
    return keypoints.replace_point(0, joint, keypoints.points[0, joint] + offset)


def by_noise(result: Lifted) -> np.ndarray:
    """(H, B, 3) the first person's hypotheses in the order of their noise, hips at the origin."""
    assert result.order is not None
    joints = result.joints[0][np.argsort(result.order[0])]
    return joints - joints[:, :1]


def energy(result: Lifted, truth: np.ndarray) -> float:
    """The energy score, mm, of the hypotheses about the true body (B, 3), limb joints about the hips."""
    guesses, goal = (
        torch.from_numpy(np.asarray(body, np.float32)) for body in (by_noise(result), truth - truth[:1])
    )
    return float(energy_score(guesses[None, :, LIMB_INDICES], goal[None, LIMB_INDICES])) * 1000


if __name__ == "__main__":
    main()
