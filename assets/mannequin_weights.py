"""Which bones move each vertex of the mannequin, and how much: by its place along the limb, then spread as heat."""

from __future__ import annotations

import numpy as np
from mannequin_shape import REST, arm, head, trunk
from scipy import sparse
from scipy.sparse.linalg import splu

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.mirroring import swap_sides
from posestudio.geometry.smoothstep import smoothstep
from posestudio.mannequin.bones import BONE_INDEX, BONES

_HEAT = 0.00012  # square metres: how far weights spread over the surface
_MOST = 4

SHOULDER_SEAM, HIP_SEAM = np.array([0.182, 1.400, 0.0]), np.array([0.0, 0.853, 0.0])
SHOULDER_NORMAL, HIP_NORMAL = np.array([0.83, -0.5577, 0.0]), np.array([0.50, -0.8660, 0.0])


def bone_weights(vertices: np.ndarray, faces: np.ndarray, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices (V, 4) of ``bones.BONES`` and their weights (V, 4), symmetric, which sum to 1."""
    left = vertices[:, 0] >= 0
    points = np.abs(vertices) * [1, 0, 0] + vertices * [0, 1, 1]
    weights = np.zeros((len(vertices), len(BONES)))
    for name, share in _shares(points).items():
        if name in BONE_INDEX:
            weights[:, BONE_INDEX[name]] += share
        else:
            weights[left, BONE_INDEX[f"left_{name}"]] += share[left]
            weights[~left, BONE_INDEX[f"right_{name}"]] += share[~left]
    weights = _spread(vertices, faces, weights)
    weights = (weights + weights[image][:, _mirrored_bones()]) / 2
    order = np.argsort(-weights, axis=1, kind="stable")[:, :_MOST]
    kept = np.take_along_axis(weights, order, axis=1)
    kept = np.where(kept < 0.004, 0, kept)
    # On the midline a bone of one side counts only together with the other side's.
    partner = np.array(_mirrored_bones())[order]
    paired = ((partner[:, :, None] == order[:, None]) & (kept[:, None] > 0)).any(axis=2)
    kept = np.where((image == np.arange(len(image)))[:, None] & ~paired, 0, kept)
    kept /= kept.sum(axis=1, keepdims=True)
    # Exactly symmetric, also where two bones have equal weights.
    right = np.flatnonzero(vertices[:, 0] < 0)
    order[right] = np.array(_mirrored_bones())[order[image[right]]]
    kept[right] = kept[image[right]]
    return order, kept


def vertex_sides(vertices: np.ndarray) -> np.ndarray:
    """(V,) 1 on the left limbs, 2 on the right ones, 0 on trunk and head."""
    limb = (seam(np.abs(vertices) * [1, 0, 0] + vertices * [0, 1, 1])[0] > -1e-4) & (vertices[:, 0] != 0)
    return np.where(limb, np.where(vertices[:, 0] > 0, 1, 2), 0)


def seam(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distances (N,) of points of the left half beyond the nearer seam of trunk and limbs, along directions (N, 3).

    The seams are planes across shoulder and hip, in which vertices are put.
    """
    down, out = points - SHOULDER_SEAM, points - HIP_SEAM
    arm_side, leg_side = down @ SHOULDER_NORMAL, out @ HIP_NORMAL
    upper = (points[:, 1] > 1.2) | (points[:, 0] > 0.25)
    arm_side = np.where(arm(points) < trunk(points), arm_side, -1.0)
    return np.where(upper, arm_side, leg_side), np.where(upper[:, None], SHOULDER_NORMAL, HIP_NORMAL)


def _at(name: str) -> np.ndarray:
    return REST[BODY_INDEX[name]]


def _arm_share(p: np.ndarray) -> np.ndarray:
    """(V,) how much the arm moves a point rather than the trunk."""
    along = _at("left_elbow") - _at("left_shoulder")
    beyond = (p - _at("left_shoulder")) @ (along / np.linalg.norm(along))
    nearer = trunk(p) - arm(p)
    return smoothstep(beyond, -0.045, 0.075) * smoothstep(nearer, -0.020, 0.025)


def _leg_share(p: np.ndarray) -> np.ndarray:
    """(V,) how much the leg moves a point rather than the pelvis; the crease rises outwards."""
    crease = np.array([0.40, -0.92, 0.10])
    beyond = (p - [0.055, 0.900, 0.0]) @ (crease / np.linalg.norm(crease))
    return smoothstep(beyond, -0.050, 0.085) * smoothstep(p[:, 1], 1.02, 0.90)


def _chain(along: np.ndarray, knots: list[tuple[float, str]]) -> dict[str, np.ndarray]:
    """Shares of bones that take turns along a line: each is whole at its own knots, smooth between."""
    shares: dict[str, np.ndarray] = {}
    for index, (knot, name) in enumerate(knots):
        rise = smoothstep(along, knots[index - 1][0], knot) if index else np.ones(len(along))
        fall = (
            1 - smoothstep(along, knot, knots[index + 1][0])
            if index + 1 < len(knots)
            else np.ones(len(along))
        )
        shares[name] = shares.get(name, 0) + np.where(along < knot, rise, fall)
    return shares


def _shares(p: np.ndarray) -> dict[str, np.ndarray]:
    """The share of every bone on points (V, 3) of the left side, before they are spread."""
    arms = _arm_share(p)
    legs = _leg_share(p) * (1 - arms)
    result: dict[str, np.ndarray] = {}

    def add(shares: dict[str, np.ndarray], share: np.ndarray) -> None:
        for name, values in shares.items():
            result[name] = result.get(name, 0) + values * share

    add(_trunk_shares(p), 1 - arms - legs)
    upper = np.linalg.norm(_at("left_elbow") - _at("left_shoulder"))
    fore = np.linalg.norm(_at("left_wrist") - _at("left_elbow"))
    along = (p - _at("left_shoulder")) @ (_at("left_wrist") - _at("left_shoulder")) / (upper + fore)
    knots = [
        (0.010, "shoulder"),
        (0.075, "upper_arm_1"),
        (0.150, "upper_arm_2"),
        (upper - 0.055, "upper_arm_3"),
        (upper, "elbow"),
        (upper + 0.050, "forearm"),
        (upper + fore - 0.025, "forearm"),
        (upper + fore + 0.025, "hand"),
    ]
    add(_chain(along, knots), arms)
    hip, knee, ankle = (_at(f"left_{name}")[1] for name in ("hip", "knee", "ankle"))
    knots = [
        (0.020, "hip"),
        (0.110, "thigh_1"),
        (0.220, "thigh_2"),
        (hip - knee - 0.075, "thigh_3"),
        (hip - knee, "knee"),
        (hip - knee + 0.070, "shin_1"),
        (hip - knee + 0.200, "shin_1"),
        (hip - ankle - 0.060, "shin_2"),
        (hip - ankle + 0.035, "foot"),
    ]
    add(_chain(hip - p[:, 1] + 0.45 * np.clip(p[:, 2] - 0.05, 0, None) * (p[:, 1] < 0.2), knots), legs)
    return result


def _trunk_shares(p: np.ndarray) -> dict[str, np.ndarray]:
    height = p[:, 1]
    knots = [
        (0.945, "pelvis"),
        (1.050, "abdomen"),
        (1.190, "ribs"),
        (1.345, "chest"),
        (1.430, "chest"),
        (1.500, "neck"),
        (1.545, "neck"),
        (1.585, "head"),
    ]
    shares = _chain(height - 0.25 * np.clip(p[:, 2], -0.1, 0.1) * (height > 1.4), knots)
    skull = smoothstep(trunk(p) - head(p), -0.004, 0.012) * (height > 1.45)
    shares = {name: share * (1 - skull) for name, share in shares.items()}
    shares["head"] = shares["head"] + skull
    collar = 0.85 * smoothstep(p[:, 0], 0.040, 0.135) * smoothstep(height, 1.300, 1.400) * (1 - skull)
    shares = {name: share * (1 - collar) for name, share in shares.items()}
    shares["collar"] = collar
    return shares


def _spread(vertices: np.ndarray, faces: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weights after they have flowed over the mesh like heat (one implicit step of the cotangent Laplacian)."""
    count = len(vertices)
    stiffness = sparse.csr_array((count, count))
    mass = np.zeros(count)
    for i in range(3):
        a, b, c = (faces[:, (i + shift) % 3] for shift in range(3))
        u, v = vertices[b] - vertices[a], vertices[c] - vertices[a]
        area = np.linalg.norm(np.cross(u, v), axis=1)
        cotangent = np.maximum((u * v).sum(1) / area, 0.02) / 2
        mass += np.bincount(a, area / 6, count)
        stiffness = stiffness + sparse.csr_array((cotangent, (b, c)), shape=(count, count))
    stiffness = stiffness + stiffness.T
    laplacian = sparse.diags_array(stiffness.sum(axis=1)) - stiffness
    system = sparse.csc_array(sparse.diags_array(mass) + _HEAT * laplacian)
    return splu(system).solve(mass[:, None] * weights)


def _mirrored_bones() -> list[int]:
    return [BONE_INDEX[swap_sides(name)] for name in BONES]
