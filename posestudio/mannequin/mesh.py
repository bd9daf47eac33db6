"""The mannequin's mesh and its weights, read from the file that ``assets/make_mannequin.py`` makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from posestudio.common.resources import asset

FILE = "mannequin.npz"

MIDDLE, LEFT, RIGHT = range(3)


@dataclass(frozen=True, eq=False)
class Mannequin:
    """A closed mesh of a person at rest (`bones.rest_joints`), metres, symmetric about x = 0.

    ``vertices`` and ``normals`` (V, 3) float32; ``faces`` (F, 3) int32, anticlockwise from outside; ``bones`` (V, 4)
    uint8 indices into `bones.BONES` with ``weights`` (V, 4) float32 that sum to 1, the largest first;
    ``sides`` (V,) int8: 0 for the middle of the body, 1 for its left, 2 for its right.
    """

    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    faces: NDArray[np.int32]
    bones: NDArray[np.uint8]
    weights: NDArray[np.float32]
    sides: NDArray[np.int8]


@cache
def mannequin() -> Mannequin:
    """The mesh that bodies are drawn and exported with, read once."""
    return _stored("")


@cache
def coarse_mannequin() -> Mannequin:
    """A mesh of the same body and bones with a quarter of the vertices, for small and for many bodies."""
    return _stored("coarse_")


def _stored(prefix: str) -> Mannequin:
    with np.load(asset(FILE)) as stored:
        return Mannequin(
            vertices=stored[prefix + "vertices"].astype(np.float32),
            normals=stored[prefix + "normals"].astype(np.float32),
            faces=stored[prefix + "faces"].astype(np.int32),
            bones=stored[prefix + "bones"].astype(np.uint8),
            weights=stored[prefix + "weights"].astype(np.float32),
            sides=stored[prefix + "sides"].astype(np.int8),
        )
