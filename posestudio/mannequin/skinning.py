"""The mannequin's mesh in poses, computed here on the processor."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from posestudio.mannequin.bones import BONES
from posestudio.mannequin.mesh import Mannequin, mannequin
from posestudio.mannequin.transforms import bone_transforms
from posestudio.mannequin.vectors import cross, dot

_LEAST = 1e-30


def skinned(
    joints: NDArray[np.floating], mesh: Mannequin | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vertices (N, V, 3) in world metres and unit normals (N, V, 3) of the mannequin of bodies (N, 29, 3).

    Another ``mesh`` has the same bones.

    Linear blend skinning: each vertex is moved by the weighted mean of its bones' maps, and its normal by that mean's
    cofactors, which keep normals at right angles where a bone is stretched.
    """
    transforms = bone_transforms(joints)
    mesh, count = mesh or mannequin(), len(transforms)
    maps = transforms.transpose(1, 2, 3, 0).reshape(len(BONES), 12 * count)
    blended = (_weights(mesh) @ maps).reshape(len(mesh.vertices), 3, 4, count)
    rows = blended.transpose(1, 2, 0, 3)  # (row, column, V, N)
    place, normal = mesh.vertices.T[:, :, None], mesh.normals.T[:, :, None]
    vertices = np.empty((count, len(mesh.vertices), 3), np.float32)
    normals = np.empty_like(vertices)
    for axis in range(3):
        row = rows[axis]
        vertices[..., axis] = (row[0] * place[0] + row[1] * place[1] + row[2] * place[2] + row[3]).T
        cofactors = cross(rows[(axis + 1) % 3, :3], rows[(axis + 2) % 3, :3])
        normals[..., axis] = dot(cofactors, normal).T
    lengths = np.sqrt(np.einsum("nvi,nvi->nv", normals, normals))
    return vertices, normals / np.maximum(lengths, _LEAST)[..., None]


@cache
def _weights(mesh: Mannequin) -> NDArray[np.float32]:
    """(V, K) the weight of each bone on each vertex."""
    weights = np.zeros((len(mesh.vertices), len(BONES)), np.float32)
    np.add.at(weights, (np.arange(len(weights))[:, None], mesh.bones), mesh.weights)
    return weights
