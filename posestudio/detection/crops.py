"""Crops: the affine map from a person's box to a square crop of fixed size, and cutting it out of a picture.

Pixel centres are at .5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

PADDING = 1.1
"""Side of a crop over the longer side of the person's box. SimpleBaseline's 1.25 loses 1 to 2 points of PCK@0.2 with
small crops."""


def crop_of_box(box: ArrayLike, size: int, padding: float = PADDING, turn: float = 0.0) -> NDArray[Any]:
    """(2, 3) affine map from picture pixels to pixels of a ``size`` x ``size`` crop about ``box``.

    ``box`` is (x, y, width, height); its longer side times ``padding`` fills the crop, ``turn`` radians turn the
    picture in it, from x towards y. Raises ValueError for a box that is not finite or has no area.
    """
    x, y, width, height = np.asarray(box, dtype=float)
    if not np.isfinite([x, y, width, height]).all() or width <= 0 or height <= 0:
        raise ValueError(
            f"expected a box x, y, width, height with an area, got {x:g}, {y:g}, {width:g}, {height:g}"
        )
    scale = size / (max(width, height) * padding)
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    linear = np.array([[cosine, -sine], [sine, cosine]])
    offset = size / 2 - linear @ (x + width / 2, y + height / 2)
    return np.concatenate([linear, offset[:, None]], axis=1)


def inverse(affine: NDArray[Any]) -> NDArray[Any]:
    """The inverse (..., 2, 3) of an affine map (..., 2, 3)."""
    linear = np.linalg.inv(affine[..., :2])
    return np.concatenate([linear, -linear @ affine[..., 2:]], axis=-1)


def compose(second: NDArray[Any], first: NDArray[Any]) -> NDArray[Any]:
    """The affine map (2, 3) that does ``first``, then ``second``."""
    linear = second[:, :2] @ first[:, :2]
    return np.concatenate([linear, second[:, :2] @ first[:, 2:] + second[:, 2:]], axis=1)


def moved(points: ArrayLike, affine: NDArray[Any]) -> NDArray[Any]:
    """Points (..., 2) transformed by an affine map (2, 3)."""
    return np.asarray(points) @ affine[:, :2].T + affine[:, 2]


def cut(
    picture: NDArray[np.uint8], affine: NDArray[Any], size: int, border: str = "constant"
) -> NDArray[np.uint8]:
    """The (size, size, 3) crop of an RGB picture (h, w, 3) that ``affine`` describes.

    Pixels outside the picture are black, or, with ``border`` 'edge', those of its nearest edge. Where the crop
    shrinks the picture to less than half, the picture is averaged down first, against aliasing.
    """
    import cv2

    # OpenCV's pixel centres are whole numbers.
    matrix = affine.copy()
    matrix[:, 2] += affine[:, :2] @ (0.5, 0.5) - 0.5
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    if scale < 0.5:
        picture, matrix = _shrunk(picture, affine, size, scale)
    mode = cv2.BORDER_REPLICATE if border == "edge" else cv2.BORDER_CONSTANT
    return cv2.warpAffine(picture, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=mode)  # type: ignore[return-value]


def _shrunk(
    picture: NDArray[np.uint8], affine: NDArray[Any], size: int, scale: float
) -> tuple[NDArray[np.uint8], NDArray[Any]]:
    """The part of the picture that the crop shows, averaged to about the crop's resolution; and OpenCV's matrix from
    it to the crop."""
    import cv2

    corners = moved([(0, 0), (size, 0), (0, size), (size, size)], inverse(affine))
    height, width = picture.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, (width - 1, height - 1))
    right, bottom = np.clip(
        np.ceil(corners.max(axis=0)).astype(int) + 2, (left + 1, top + 1), (width, height)
    )
    part = picture[top:bottom, left:right]
    shape = np.maximum(np.round(np.array(part.shape[1::-1]) * scale), 1).astype(int)
    ratio = np.array(part.shape[1::-1]) / shape
    small = cv2.resize(part, (int(shape[0]), int(shape[1])), interpolation=cv2.INTER_AREA)
    matrix = np.concatenate(
        [affine[:, :2] * ratio, affine[:, 2:] + affine[:, :2] @ np.array([[left], [top]], dtype=float)],
        axis=1,
    )
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    return small, matrix  # type: ignore[return-value]


def box_of_points(points: NDArray[Any], labelled: NDArray[np.bool_], margin: float = 0.1) -> NDArray[Any]:
    """(4,) the box x, y, width, height around the ``labelled`` (K,) of the points (K, 2), enlarged on each side by
    ``margin`` of its longer side, since a body reaches beyond its joints. Raises ValueError when none is labelled.
    """
    if not labelled.any():
        raise ValueError("expected at least one labelled keypoint")
    low, high = points[labelled].min(axis=0), points[labelled].max(axis=0)
    grown = np.maximum((high - low).max() * margin, 1.0)
    return np.concatenate([low - grown, high - low + 2 * grown])
