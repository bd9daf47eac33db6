"""A symmetric, closed triangle mesh of a signed distance field: half of it, remeshed evenly, and its mirror image."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

Field = Callable[[np.ndarray], np.ndarray]
_STEP = 1e-4  # metres, of differences
_MIDLINE = 1e-6  # metres from x = 0 within which a vertex is on the midline


def gradient(field: Field, points: np.ndarray) -> np.ndarray:
    """(N, 3) unit directions outwards at points (N, 3), by central differences."""
    steps = _STEP * np.eye(3)
    slope = np.stack([field(points + step) - field(points - step) for step in steps], axis=-1)
    return slope / np.maximum(np.linalg.norm(slope, axis=-1, keepdims=True), 1e-12)


def onto(field: Field, points: np.ndarray, steps: int = 4) -> np.ndarray:
    """Points (N, 3) moved to the surface, those of the midline within it."""
    middle = points[:, 0] < _MIDLINE
    for _ in range(steps):
        away = field(points)
        slope = np.stack([field(points + d) - field(points - d) for d in _STEP * np.eye(3)], axis=-1) / (
            2 * _STEP
        )
        slope[middle, 0] = 0
        move = away[:, None] * slope / np.maximum((slope**2).sum(-1, keepdims=True), 0.05)
        points = points - np.clip(move, -0.01, 0.01)
    return points


def dense_half(field: Field, low: np.ndarray, high: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (N, 3) and triangles (M, 3) of the surface from x = 0 on, by marching tetrahedra, which cannot fail to
    give a surface (Doi and Koide, "An efficient method of triangulating equi-valued surfaces", 1991)."""
    counts = np.ceil((high - low) / cell).astype(int) + 1
    axes = [start + cell * np.arange(n) for start, n in zip(low, counts, strict=True)]
    values = np.stack(
        [field(np.stack(np.meshgrid([x], axes[1], axes[2], indexing="ij"), -1))[0] for x in axes[0]]
    )
    values[np.abs(values) < 1e-7] = 1e-7
    number = np.arange(values.size).reshape(values.shape)
    inside = values < 0
    corners = np.stack([_corner(inside, shift) for shift in np.ndindex(2, 2, 2)])
    mixed = corners.any(axis=0) & ~corners.all(axis=0)
    tetrahedra = []
    for order in permutations(np.eye(3, dtype=int)):
        path = np.cumsum([np.zeros(3, int), *order], axis=0)  # Freudenthal's six tetrahedra of a cube
        tetrahedra.append(np.stack([_corner(number, step)[mixed] for step in path], axis=-1))
    nodes = np.concatenate(tetrahedra)
    within = inside.ravel()[nodes]
    order = np.argsort(~within, axis=1, kind="stable")  # those inside first
    nodes, counted = np.take_along_axis(nodes, order, axis=1), within.sum(axis=1)
    one, two, three = (nodes[counted == n] for n in (1, 2, 3))
    pairs = [one[:, [0, 1, 0, 2, 0, 3]], three[:, [0, 3, 1, 3, 2, 3]]]
    pairs += [two[:, [0, 2, 0, 3, 1, 3]], two[:, [0, 2, 1, 3, 1, 2]]]
    edges, faces = np.unique(np.concatenate(pairs).reshape(-1, 2), axis=0, return_inverse=True)
    faces = faces.reshape(-1, 3)
    flat = values.ravel()
    share = (flat[edges[:, 0]] / (flat[edges[:, 0]] - flat[edges[:, 1]]))[:, None]
    start, end = (low + cell * np.stack(np.unravel_index(edges[:, i], values.shape), -1) for i in (0, 1))
    vertices = start + share * (end - start)
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    outwards = (end - start)[faces].mean(axis=1)
    wrong = (np.cross(b - a, c - a) * outwards).sum(-1) < 0
    faces[wrong] = faces[wrong][:, ::-1]
    return onto(field, vertices), faces


def _corner(grid: np.ndarray, shift: Sequence[int]) -> np.ndarray:
    """The values at one corner of all cells of a grid."""
    x, y, z = (slice(step, size - 1 + step) for step, size in zip(shift, grid.shape, strict=True))
    return grid[x, y, z]


def remeshed(
    field: Field,
    dense: tuple[np.ndarray, np.ndarray],
    spacing: Callable[[np.ndarray], np.ndarray],
    seam: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]],
    rounds: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and faces of a half mesh whose vertices are about ``spacing`` (N,) metres apart.

    A centroidal Voronoi tessellation of the dense mesh's vertices, whose dual are the triangles (Valette and
    Chassery, "Approximated centroidal Voronoi diagrams", 2004). Vertices of the midline stay in it, and those near
    the ``seam`` (its distances (N,) and directions (N, 3) at points) are put there.
    """
    points, faces = dense
    corners = points[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    own = np.bincount(faces.ravel(), np.repeat(area, 3) / 3, len(points))
    wanted = spacing(points)
    share = own / (np.sqrt(3) / 2 * wanted**2)
    density = own / wanted**4
    edge = points[:, 0] == 0
    rim = np.flatnonzero(edge)
    seeds_middle = _along_rim(points, faces, rim, wanted)
    away = np.flatnonzero(points[:, 0] > 0.45 * wanted)
    count = int(share[away].sum())
    seeds = points[rng.choice(away, count, replace=False, p=share[away] / share[away].sum())]
    for turn in range(rounds + 1):
        every = np.concatenate([seeds_middle, seeds])
        label = cKDTree(every).query(points)[1]
        label[rim] = cKDTree(seeds_middle).query(points[rim])[1]
        if turn == rounds:
            break
        total = np.bincount(label, density, len(every))
        moved = np.stack([np.bincount(label, density * points[:, i], len(every)) for i in range(3)], -1)
        moved = np.where(total[:, None] > 0, moved / np.maximum(total, 1e-12)[:, None], every)
        seeds = moved[len(seeds_middle) :]
        # A vertex that would be nearer to its mirror image than half a spacing is pushed off.
        seeds[:, 0] = np.maximum(seeds[:, 0], 0.4 * spacing(seeds))
        away, across = seam(seeds)
        beside = (np.abs(away) < 0.5 * spacing(seeds)) & (turn > 5)
        seeds = np.where(beside[:, None], seeds - away[:, None] * across, seeds)
        middle = moved[: len(seeds_middle)]
        on_rim = np.bincount(label[rim], minlength=len(every))[: len(seeds_middle), None]
        mean = np.stack([np.bincount(label[rim], points[rim, i], len(every)) for i in range(3)], -1)
        seeds_middle = mean[: len(middle)] / np.maximum(on_rim, 1)
    triangles = _smooth_labels(label, faces, edge)[faces]
    different = (
        (triangles[:, 0] != triangles[:, 1])
        & (triangles[:, 1] != triangles[:, 2])
        & (triangles[:, 2] != triangles[:, 0])
    )
    for _ in range(4):
        every = onto(field, every, 2)
        away, across = seam(every)
        beside = (np.abs(away) < 0.25 * spacing(every)) & (every[:, 0] > _MIDLINE)
        every = np.where(beside[:, None], every - away[:, None] * across, every)
    return onto(field, every, 1), _unique(triangles[different])


def _smooth_labels(label: np.ndarray, faces: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Labels (N,) of a dense mesh's vertices in which none is alone: each takes its neighbours' commonest."""
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    near = sparse.csr_array((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(label), len(label)))
    near.data[:] = 1
    for _ in range(4):
        own = sparse.csr_array((np.ones(len(label)), (np.arange(len(label)), label)))
        votes = (near @ own + 0.5 * own).tocsr()
        label = np.where(fixed, label, np.asarray(votes.argmax(axis=1)).ravel())
    return label


def _along_rim(points: np.ndarray, faces: np.ndarray, rim: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """(n, 3) points along the midline, ``wanted`` apart."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    pairs, uses = np.unique(edges, axis=0, return_counts=True)
    border = pairs[uses == 1]
    following: dict[int, list[int]] = {}
    for a, b in border.tolist():
        following.setdefault(a, []).append(b)
        following.setdefault(b, []).append(a)
    found, left = [], set(following)
    while left:
        loop = [left.pop()]
        while ahead := [n for n in following[loop[-1]] if n in left]:
            loop.append(ahead[0])
            left.discard(ahead[0])
        line = points[[*loop, loop[0]]]
        pace = np.linalg.norm(np.diff(line, axis=0), axis=1) / wanted[[*loop]]
        along = np.concatenate([[0], np.cumsum(pace)])
        count = max(round(along[-1]), 6)
        at = np.linspace(0, along[-1], count, endpoint=False)
        found.append(np.stack([np.interp(at, along, line[:, i]) for i in range(3)], -1))
    return np.concatenate(found)


def _unique(triangles: np.ndarray) -> np.ndarray:
    first = np.argmin(triangles, axis=1)
    turned = triangles[np.arange(len(triangles))[:, None], (first[:, None] + np.arange(3)) % 3]
    return np.unique(turned, axis=0)


def mirrored(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The whole mesh of a half one, and each vertex's mirror image (V,)."""
    middle = vertices[:, 0] < _MIDLINE
    image = np.arange(len(vertices))
    image[~middle] = len(vertices) + np.arange((~middle).sum())
    whole = np.concatenate([vertices, vertices[~middle] * [-1, 1, 1]])
    every = np.concatenate([faces, image[faces][:, ::-1]])
    back = np.empty(len(whole), int)
    back[: len(vertices)] = image
    back[image[~middle]] = np.flatnonzero(~middle)
    return whole, every, back


def problems(vertices: np.ndarray, faces: np.ndarray) -> list[str]:
    """What keeps a mesh from being closed and connected."""
    found = []
    directed = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    _, uses = np.unique(directed, axis=0, return_counts=True)
    if (uses > 1).any():
        found.append(f"{(uses > 1).sum()} edges are used twice in one direction")
    pairs, uses = np.unique(np.sort(directed, axis=1), axis=0, return_counts=True)
    if (uses != 2).any():
        where = vertices[pairs[uses != 2][:4]].mean(1).round(3).tolist()
        found.append(f"{(uses != 2).sum()} edges without two faces, at {where}")
    unused = len(vertices) - len(np.unique(faces))
    if unused:
        found.append(f"{unused} vertices without faces")
    euler = len(vertices) - len(pairs) + len(faces)
    if euler != 2:
        found.append(f"Euler characteristic {euler}, expected 2")
    return found
