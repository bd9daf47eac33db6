"""The mannequin's mesh as the graphics card gets it: whole, and with fewer vertices for many bodies at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.mannequin import Mannequin

_CELL = 0.058  # metres; vertices of one bone within such a cube become one
_SMOOTHED = 4  # how often the sides' colours are spread over neighbours, so that seams are soft


@dataclass(frozen=True, eq=False)
class BodyMesh:
    """``vertices`` (V, 16) float32: position and normal at rest, four bones, their weights, and how much of the
    vertex has the left and the right side's colour. ``indices`` (I,) are the triangles' corners."""

    vertices: np.ndarray
    indices: np.ndarray


def whole_mesh(mesh: Mannequin) -> BodyMesh:
    """All of ``mesh``."""
    sides = _soft_sides(mesh)
    vertices = np.column_stack([mesh.vertices, mesh.normals, mesh.bones, mesh.weights, sides])
    return BodyMesh(vertices.astype(np.float32), mesh.faces.ravel())


def coarse_mesh(mesh: Mannequin) -> BodyMesh:
    """About a quarter of the vertices: those of one bone and side within a small cube are one, as in Rossignac and
    Borrel, "Multi-resolution 3D approximations for rendering complex scenes", 1993."""
    whole = whole_mesh(mesh).vertices
    cells = np.floor(mesh.vertices / _CELL).astype(int)
    first_bone = mesh.bones[np.arange(len(cells)), mesh.weights.argmax(1)]
    keys = np.column_stack([cells, first_bone, mesh.sides])
    _, kept, cluster = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    cluster = cluster.ravel()
    count = np.bincount(cluster)[:, None]
    mean = np.zeros((len(kept), whole.shape[1]))
    np.add.at(mean, cluster, whole)
    vertices = whole[kept].copy()
    moved = [*range(6), *range(14, 16)]  # bones and weights are those of one of the vertices
    vertices[:, moved] = (mean / count)[:, moved]
    normals = vertices[:, 3:6]
    vertices[:, 3:6] = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    faces = cluster[mesh.faces]
    a, b, c = faces.T
    return BodyMesh(vertices, faces[(a != b) & (b != c) & (c != a)].ravel())


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
