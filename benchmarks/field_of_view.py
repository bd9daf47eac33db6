"""Measures how well the field of view is inferred from people, beside the one that is assumed otherwise.

    python benchmarks/field_of_view.py WEIGHTS --data POSES.npz --second OTHER.npz [--write]

Held-out poses of ``--data`` and all of ``--second``, with 1 % of noise, are seen at known fields of view, anywhere in
the picture. What is expected of the weights (`lifting.field_of_view.Expected`) is fitted on one of the sets and
tested on the other. Prints, by the number of poses used together, the mean absolute error in the log of the tangent
of half the field of view (.1 is 10 % of the focal length). ``--write`` fits it on both and writes it into the
weights' card.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch

from posestudio.common.resources import find_weights
from posestudio.dataset.batches import Batches
from posestudio.dataset.poses import load_poses
from posestudio.dataset.virtual_cameras import RowRandom, extents, sample_views
from posestudio.diffusion.checkpoint import load_denoiser
from posestudio.diffusion.precision import optimized_for_inference
from posestudio.diffusion.ray_fitting import keypoints_of
from posestudio.learning.tensor_files import read_header, read_tensors, write_tensors
from posestudio.lifting.field_of_view import CARD, Expected, left_over, log_tangent

POSES, NOISE = 120, 0.01
TRUE = (22.0, 35.0, 50.0, 65.0, 80.0)
TOGETHER = (1, 4, 16, 40)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--second", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    path = find_weights(options.weights)
    denoiser, card = load_denoiser(path)
    denoiser = optimized_for_inference(denoiser, torch.device("cpu"))
    sets = {
        "other people": load_poses(options.data).split()[1].joints,
        "other laboratory": load_poses(options.second).joints,
    }
    left = {}
    for name, joints in sets.items():
        chosen = joints[np.random.default_rng(1).permutation(len(joints))[:POSES]]
        bodies = Batches(chosen, "cpu", float(card["scale"]), augment=False).joints
        left[name] = {fov: _left(denoiser, card, bodies, fov) for fov in TRUE}
    print("| tested on | true, degrees | assumed | " + " | ".join(f"{n} poses" for n in TOGETHER) + " |")
    print("|---|---|---|" + "---|" * len(TOGETHER))
    for fitted_on, tested_on in (tuple(sets), tuple(sets)[::-1]):
        expected = Expected.fitted(left[fitted_on])
        for fov, values in left[tested_on].items():
            errors = [_error(expected, values, fov, count) for count in TOGETHER]
            assumed = abs(log_tangent(50) - log_tangent(fov))
            print(
                f"| {tested_on} | {fov:.0f} | {assumed:.2f} | "
                + " | ".join(f"{e:.2f}" for e in errors)
                + " |"
            )
    if options.write:
        both = {fov: np.concatenate([values[fov] for values in left.values()]) for fov in TRUE}
        metadata, _ = read_header(path)
        metadata["card"] = json.dumps(json.loads(metadata["card"]) | {CARD: Expected.fitted(both).to_json()})
        write_tensors(path, read_tensors(path), metadata)


def _left(denoiser: torch.nn.Module, card: dict, bodies: torch.Tensor, fov: float) -> np.ndarray:
    """(N, F) `left_over` of bodies seen at a field of view, anywhere in the picture."""
    rng = RowRandom(len(bodies), torch.Generator().manual_seed(int(fov)), bodies.device)
    views = sample_views(bodies, rng, fov=fov)
    half = math.tan(math.radians(fov) / 2)
    aside = rng.uniform(-0.5, 0.5, 2) * half * views.joints[:, :, 2].mean(1)[:, None]
    placed = views.joints + torch.cat([aside, torch.zeros_like(aside[:, :1])], 1)[:, None]
    points = keypoints_of(placed)[:, :17]
    rays = points[..., :2] / points[..., 2:]
    rays = rays + rng.normal(0, NOISE, 17, 2) * extents(rays)[:, None, None]
    visible = torch.ones(rays.shape[:2])
    noise = float(card.get("noise", 1.0))
    return left_over(denoiser, float(card["scale"]), noise, rays / half, visible, visible * NOISE)  # type: ignore[arg-type]


def _error(expected: Expected, left: np.ndarray, fov: float, together: int) -> float:
    """Mean absolute error over groups of so many poses."""
    groups = [left[first : first + together] for first in range(0, len(left) - together + 1, together)]
    return float(np.mean([abs(expected.posterior(group)[0] - log_tangent(fov)) for group in groups]))


if __name__ == "__main__":
    main()
