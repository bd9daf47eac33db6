"""Vectors of many poses at once, coordinates on the first axis, so that sums run along contiguous memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.floating]
"""(3, ...)"""

_TINY = 1e-5  # metres: shorter vectors have no direction
_LEAST = 1e-3  # of 1 + cosine: nearly opposite directions have no smallest rotation between them


def dot(a: Vectors, b: Vectors) -> NDArray[np.floating]:
    """(...) the scalar products of two arrays of vectors (3, ...)."""
    return np.einsum("i...,i...->...", a, b)


def cross(a: Vectors, b: Vectors) -> Vectors:
    """(3, ...) the vector products of two arrays of vectors (3, ...)."""
    result = np.empty(np.broadcast_shapes(a.shape, b.shape), np.result_type(a, b))
    (x, y, z), (u, v, w) = a, b
    np.subtract(y * w, z * v, out=result[0])
    np.subtract(z * u, x * w, out=result[1])
    np.subtract(x * v, y * u, out=result[2])
    return result


def length(vectors: Vectors) -> NDArray[np.floating]:
    """(...) the lengths of vectors (3, ...)."""
    return np.sqrt(dot(vectors, vectors))


def unit(vectors: Vectors, fallback: Vectors) -> Vectors:
    """Unit vectors (3, ...) along ``vectors``; ``fallback`` where those are shorter than 0.01 mm."""
    lengths = length(vectors)
    return np.where(lengths > _TINY, vectors / np.maximum(lengths, _TINY), fallback)


def across(vectors: Vectors, axis: Vectors, fallback: Vectors) -> Vectors:
    """Unit vectors along the part of ``vectors`` at right angles to the unit ``axis``.

    Where there is none, ``fallback`` takes the vectors' place, or, where that lies along the axis too,
    a coordinate axis.
    """
    for candidate in (vectors, fallback):
        part = candidate - dot(candidate, axis) * axis
        lengths = length(part)
        known = lengths > _LEAST * np.maximum(length(candidate), _TINY / _LEAST)
        if known.all():
            return part / lengths
        if candidate is vectors:
            first, first_known = part / np.maximum(lengths, _TINY), known
    second = part / np.maximum(lengths, _TINY)
    least = (np.abs(axis) == np.abs(axis).min(axis=0)).astype(np.float32)
    third = unit(cross(axis, least), least)
    return np.where(first_known, first, np.where(known, second, third))


def swung(vectors: Vectors, source: Vectors, target: Vectors) -> Vectors:
    """``vectors`` turned by the smallest rotation from unit ``source`` to unit ``target`` (Rodrigues' formula).

    Between opposite directions, which have no smallest rotation, the answer is finite but no rotation's.
    """
    axis, cosine = cross(source, target), dot(source, target)
    share = dot(axis, vectors) / np.maximum(1 + cosine, _LEAST)
    return vectors * cosine + cross(axis, vectors) + axis * share


def turned(vectors: Vectors, axis: Vectors, angle: NDArray[np.floating]) -> Vectors:
    """``vectors`` at right angles to the unit ``axis``, turned about it by ``angle`` (...) radians."""
    return vectors * np.cos(angle) + cross(axis, vectors) * np.sin(angle)


def angle_about(axis: Vectors, start: Vectors, end: Vectors) -> NDArray[np.floating]:
    """(...) radians by which unit ``start`` turns to unit ``end`` about the unit ``axis``, from -pi to pi."""
    return np.arctan2(dot(cross(start, end), axis), dot(start, end))
