"""Measures what each point's own noise gains the lifter, on held-out poses whose points' noise is known.

    python benchmarks/point_noise.py POSES.npz [--weights mlp] [--poses 300] [--hypotheses 16] [--too-noisy 0.08]

Each pose is seen by a random virtual camera. Its 17 points get Gaussian noise whose standard deviation differs by
point, in three ways. They are lifted with one noise for all points (2.5 % of the person's size, as for detected
keypoints of which nothing is known, and the root mean square of the true ones), and with each point's own, by
``Keypoints.noise``. ``--too-noisy`` is the noise over which a point is not used.
In brackets: 95 % bootstrap intervals by clip of the difference to 2.5 % for all.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
import torch

from posestudio.body.layouts import to_keypoints
from posestudio.body.proportions import LEG_LENGTH
from posestudio.dataset.poses import load_poses
from posestudio.diffusion.ray_fitting import leg_length
from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting import point_noise
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import SEED, per_picture

SIZE = (1000, 1000)
SHOWN = {"one_pa_mpjpe": "first, PA", "pa_best_of_10": "best of 10, PA", "energy": "energy"}
RESAMPLES = 2000


def deviations(count: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """(count, 17) standard deviations of the points over the person's size, by the name of how they are drawn."""
    even = rng.uniform(np.log(0.002), np.log(0.05), (count, 17))
    spread = rng.normal(np.log(0.02), 0.9, (count, 17))
    return {
        "0.2 % to 5 %, log-uniform": np.exp(even),
        "log-normal about 2 %, as of a detector": np.exp(spread),
        "1 %, one in five 10 %": np.where(rng.random((count, 17)) < 0.2, 0.1, 0.01),
    }


def seen_bodies(joints: np.ndarray, camera: Camera, rng: np.random.Generator) -> np.ndarray:
    """(N, B, 3) world metres: poses turned about the vertical at random and tilted a little, before the camera."""
    bodies = torch.from_numpy(joints - joints[:, :1])
    bodies = (
        bodies
        * torch.stack([LEG_LENGTH / leg_length(body[None]).reshape(()) for body in bodies])[:, None, None]
    )
    turn, tilt = rng.uniform(0, 2 * np.pi, len(joints)), rng.normal(0, 0.15, len(joints))
    zero, one = np.zeros_like(turn), np.ones_like(turn)
    about_y = np.array(
        [[np.cos(turn), zero, np.sin(turn)], [zero, one, zero], [-np.sin(turn), zero, np.cos(turn)]]
    )
    about_x = np.array(
        [[one, zero, zero], [zero, np.cos(tilt), -np.sin(tilt)], [zero, np.sin(tilt), np.cos(tilt)]]
    )
    turned = np.einsum("ijn,jkn,nbk->nbi", about_x, about_y, bodies.numpy())
    return (turned + (0, 0.9, 0)).astype(np.float32)


def interval(difference: np.ndarray, clips: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean over pictures, drawn by whole clips."""
    _, number = np.unique(clips, return_inverse=True)
    sums, counts = np.bincount(number, difference), np.bincount(number)
    drawn = rng.integers(0, len(sums), (RESAMPLES, len(sums)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses_file")
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--poses", type=int, default=300)
    parser.add_argument("--hypotheses", type=int, default=16)
    parser.add_argument("--too-noisy", type=float, default=point_noise.TOO_NOISY)
    options = parser.parse_args()
    point_noise.TOO_NOISY = options.too_noisy
    lifter = Lifter.load(options.weights)
    _, held_out = load_poses(options.poses_file).split()
    chosen = np.linspace(0, len(held_out) - 1, min(options.poses, len(held_out))).astype(int)
    rng = np.random.default_rng(SEED)
    camera = Camera.look_at((0, 0.9, 4), (0, 0.9, 0), fov=45, size=SIZE)
    bodies = seen_bodies(np.asarray(held_out.joints[chosen], np.float32), camera, rng)
    clips = np.asarray(held_out.clip)[chosen]
    exact = Keypoints(camera.project(to_keypoints(bodies)), size=SIZE)
    size = person_size(exact)[:, None]
    truth = torch.from_numpy(camera.to_camera(bodies).astype(np.float32))
    truth = truth - truth[:, :1]

    def errors(keypoints: Keypoints, noise: np.ndarray | float | None) -> dict[str, np.ndarray]:
        lifted = lifter.lift(keypoints, camera, hypotheses=options.hypotheses, keypoint_noise=noise)
        found = torch.from_numpy(camera.to_camera(lifted.joints).astype(np.float32))
        found = found - found[:, :, :1]
        measured = per_picture(found, truth, 1.0)
        return {name: measured[name].numpy() for name in SHOWN}

    print(f"{options.weights}, {len(bodies)} poses x {options.hypotheses}; millimetres, less is better\n")
    print("| noise of the points | lifted with | " + " | ".join(SHOWN.values()) + " |")
    print("|---" * (2 + len(SHOWN)) + "|")
    plain = errors(exact, None)
    print(
        "| none | 0.4 % for all | " + " | ".join(f"{plain[name].mean():.1f}" for name in SHOWN) + " |",
        flush=True,
    )
    for how, deviation in deviations(len(bodies), rng).items():
        points = exact.points + rng.normal(size=exact.points.shape) * (deviation * size)[..., None]
        noisy = replace(exact, points=points, noise=deviation * size)
        mean = np.sqrt((deviation**2).mean(axis=1, keepdims=True))
        given = {
            "2.5 % for all": DETECTED_NOISE,
            "their root mean square": np.broadcast_to(mean, deviation.shape),
            "**each point's own**": None,
        }
        base: dict[str, np.ndarray] = {}
        for title, noise in given.items():
            measured = errors(noisy, noise)
            base = base or measured
            cells = []
            for name in SHOWN:
                low, high = interval(measured[name] - base[name], clips, np.random.default_rng(SEED))
                more = "" if measured is base else f" ({low:+.1f} to {high:+.1f})"
                cells.append(f"{measured[name].mean():.1f}{more}")
            print(f"| {how} | {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
