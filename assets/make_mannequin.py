"""Makes ``mannequin.npz``: python assets/make_mannequin.py

The shape of `mannequin_shape`, meshed by `mannequin_surface`, with the weights of `mannequin_weights`. Everything is
made here; no data of others is used.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from mannequin_shape import distance
from mannequin_surface import dense_half, gradient, mirrored, problems, remeshed
from mannequin_weights import bone_weights, seam, vertex_sides

LOW, HIGH = np.array([0, -0.03, -0.16]), np.array([0.74, 1.78, 0.22])

SPACING = [
    # centre (left side), radius within which it holds, metres between vertices there
    ((0.600, 0.985, -0.030), 0.110, 0.0120),  # hand
    ((0.000, 1.600, 0.090), 0.070, 0.0120),  # face
    ((0.000, 1.640, 0.000), 0.130, 0.0210),  # head
    ((0.075, 1.610, 0.000), 0.030, 0.0150),  # ear
    ((0.000, 1.530, 0.040), 0.060, 0.0170),  # throat
    ((0.120, 0.020, 0.060), 0.130, 0.0185),  # foot
    ((0.365, 1.223, -0.035), 0.070, 0.0170),  # elbow
    ((0.100, 0.535, 0.000), 0.090, 0.0230),  # knee
    ((0.175, 1.400, -0.035), 0.110, 0.0230),  # shoulder
    ((0.100, 0.880, 0.000), 0.140, 0.0270),  # hip
    ((0.440, 1.150, -0.035), 0.140, 0.0200),  # forearm
    ((0.108, 0.200, 0.000), 0.200, 0.0240),  # shin
]
WIDEST = 0.032
FINE, COARSE = 1.15, 2.25


def spacing(points: np.ndarray) -> np.ndarray:
    """(N,) metres between vertices at points (N, 3)."""
    left = np.abs(points) * [1, 0, 0] + points * [0, 1, 1]
    found = np.full(len(points), WIDEST)
    for centre, radius, wanted in SPACING:
        away = np.linalg.norm(left - np.array(centre), axis=-1)
        found = np.minimum(found, wanted + (WIDEST - wanted) * np.clip(away / radius - 0.8, 0, 1))
    return found


def made(dense: tuple[np.ndarray, np.ndarray], scale: float, rounds: int) -> dict[str, np.ndarray]:
    """The arrays of a mesh whose vertices are ``scale`` times as far apart as `spacing` says."""

    def wanted(points: np.ndarray) -> np.ndarray:
        return scale * spacing(points)

    vertices, faces = remeshed(distance, dense, wanted, seam, rounds, np.random.default_rng(0))
    vertices, faces, image = mirrored(vertices, faces)
    if found := problems(vertices, faces):
        raise SystemExit("; ".join(found))
    normals = gradient(distance, vertices)
    normals = (normals + normals[image] * [-1, 1, 1]) / 2
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    bones, weights = bone_weights(vertices, faces, image)
    print(f"{len(vertices)} vertices, {len(faces)} faces")
    return {
        "vertices": vertices.astype(np.float32),
        "normals": normals.astype(np.float32),
        "faces": faces.astype(np.uint16),
        "bones": bones.astype(np.uint8),
        "weights": weights.astype(np.float32),
        "sides": vertex_sides(vertices).astype(np.int8),
    }


def main() -> None:
    """Make the mesh, a coarser one, and their weights, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "mannequin.npz")
    parser.add_argument(
        "--cell", type=float, default=0.005, help="metres of the grid that the surface is found on"
    )
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    dense = dense_half(distance, LOW, HIGH, options.cell)
    arrays = made(dense, FINE, options.rounds)
    arrays |= {f"coarse_{name}": array for name, array in made(dense, COARSE, options.rounds).items()}
    np.savez_compressed(options.out, **arrays)
    print(f"{options.out.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
