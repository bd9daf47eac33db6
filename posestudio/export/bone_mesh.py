"""A mesh of any skeleton's bones: an octahedron for each, as Blender draws them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posestudio.body.skeleton import Skeleton
from posestudio.common.colours import Palette
from posestudio.mocap.rig_names import read_names

_WAIST = 0.16  # where along a bone it is thickest
_THICKNESS = 0.11  # half of it, over the bone's length
_THINNEST, _THICKEST = 0.008, 0.045  # metres
_FACES = np.array([[0, 2, 1], [0, 3, 2], [0, 4, 3], [0, 1, 4], [5, 1, 2], [5, 2, 3], [5, 3, 4], [5, 4, 1]])


@dataclass(frozen=True, eq=False)
class BoneMesh:
    """A mesh on a skeleton whose joints are at ``rest`` (J, 3), metres: ``positions`` (V, 3), ``normals`` (V, 3),
    ``colours`` (V, 4) uint8 or None, and the ``joints`` (V, 4) that move each vertex, with ``weights`` (V, 4).
    ``parts`` are triangles (F, 3) by what they show: 'middle', 'left' or 'right' of a body without colours, or
    'bones'."""

    rest: NDArray[np.float64]
    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    colours: NDArray[np.uint8] | None
    joints: NDArray[np.uint16]
    weights: NDArray[np.float32]
    parts: dict[str, NDArray[np.integer]]


def bone_mesh(skeleton: Skeleton, unit: float, palette: Palette) -> BoneMesh:
    """The mesh of every bone of ``skeleton``, whose unit is ``unit`` metres: flat-shaded triangles."""
    rest = skeleton.rest_positions().astype(np.float64) * unit
    bones = [(int(parent), rest[joint]) for joint, parent in enumerate(skeleton.parents) if parent >= 0]
    bones += [(joint, rest[joint] + np.asarray(end) * unit) for joint, end in skeleton.end_sites.items()]
    moved_by: list[int] = []
    corners: list[NDArray] = []
    for joint, tip in bones:
        if np.linalg.norm(tip - rest[joint]) > 1e-4:
            moved_by.append(joint)
            corners.append(_octahedron(rest[joint], tip)[_FACES])
    # A skeleton of one joint has one bone of 5 cm.
    triangles = np.stack(corners or [_octahedron(rest[0], rest[0] + np.array([0.0, 0.05, 0.0]))[_FACES]])
    normals = np.cross(triangles[:, :, 1] - triangles[:, :, 0], triangles[:, :, 2] - triangles[:, :, 0])
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    vertices = triangles.shape[1] * 3
    owner = np.repeat(np.array(moved_by or [0], np.intp), vertices)
    joints = np.zeros((len(owner), 4), np.uint16)
    joints[:, 0] = owner
    sides = [name.side for name in read_names(skeleton.joint_names)]
    colours = np.array([(*palette.of_side(side), 255) for side in sides], np.uint8)
    return BoneMesh(
        rest=rest,
        positions=triangles.reshape(-1, 3).astype(np.float32),
        normals=np.repeat(normals, 3, axis=1).reshape(-1, 3).astype(np.float32),
        colours=colours[owner],
        joints=joints,
        weights=np.tile(np.array([1, 0, 0, 0], np.float32), (len(owner), 1)),
        parts={"bones": np.arange(len(owner)).reshape(-1, 3)},
    )


def _octahedron(start: NDArray, end: NDArray) -> NDArray:
    """(6, 3) corners: start, four around the waist, end."""
    along = end - start
    length = float(np.linalg.norm(along))
    along = along / length
    across = np.cross(along, np.eye(3)[np.abs(along).argmin()])
    across /= np.linalg.norm(across)
    other = np.cross(along, across)
    radius = float(np.clip(_THICKNESS * length, _THINNEST, _THICKEST))
    waist = start + _WAIST * length * along
    around = [waist + radius * axis for axis in (across, other, -across, -other)]
    return np.array([start, *around, end])
