"""The mannequin's mesh as the graphics card gets it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.mannequin import Mannequin

_SMOOTHED = 4  # how often the sides' colours are spread over neighbours, so that seams are soft


@dataclass(frozen=True, eq=False)
class BodyMesh:
    """``vertices`` (V, 16) float32: position and normal at rest, four bones, their weights, and how much of the
    vertex has the left and the right side's colour. ``indices`` (I,) are the triangles' corners."""

    vertices: np.ndarray
    indices: np.ndarray


def body_mesh(mesh: Mannequin) -> BodyMesh:
    """``mesh`` as the graphics card gets it."""
    sides = _soft_sides(mesh)
    vertices = np.column_stack([mesh.vertices, mesh.normals, mesh.bones, mesh.weights, sides])
    return BodyMesh(vertices.astype(np.float32), mesh.faces.ravel())


def _soft_sides(mesh: Mannequin) -> np.ndarray:
    """(V, 2) shares of the left and the right side's colour, the mean of neighbours several times over."""
    shares = np.stack([mesh.sides == 1, mesh.sides == 2], axis=1).astype(float)
    edges = np.concatenate([mesh.faces[:, [0, 1]], mesh.faces[:, [1, 2]], mesh.faces[:, [2, 0]]])
    degree = np.bincount(edges[:, 0], minlength=len(shares))[:, None] + 1.0
    for _ in range(_SMOOTHED):
        spread = shares.copy()
        np.add.at(spread, edges[:, 0], shares[edges[:, 1]])
        shares = spread / degree
    return shares
