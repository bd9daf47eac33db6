"""Draws docs/images/detection.jpg: rendered groups with everybody found in them, and heatmaps at each denoising step.

``python assets/make_detection_gallery.py POSES.npz [--weights detector]``. Above are groups, with the box, the
keypoints and the score of each person found. Each row below is a rendered picture of one person: the picture, the
initialisation's heatmaps over it, those after each denoising step, and the detected keypoints.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import palette
from posestudio.dataset.poses import load_poses
from posestudio.detection.crops import cut
from posestudio.detection.detector import Detector
from posestudio.detection.training.groups import draw_group
from posestudio.detection.training.renders import Renders

SIDE = 224
GROUP = (783, 500)  # pixels; two beside each other are about as wide as a row of seven tiles
_COLOURS = np.array([palette("dark").of_side(side_of(name)) for name in COCO_KEYPOINTS], np.float32)
_PAPER = (245, 245, 245)


def over(picture: NDArray[np.uint8], maps: NDArray[Any], affine: NDArray[Any]) -> NDArray[np.uint8]:
    """Heatmaps (17, h, w) in the colours of their sides over a greyed picture."""
    size = len(picture)
    shown = picture.mean(axis=-1, keepdims=True) * 0.45 + 20
    for colour, each in zip(_COLOURS, maps, strict=True):
        spread = cut(np.repeat(each[..., None] * 255, 3, axis=2).clip(0, 255).astype(np.uint8), affine, size)
        weight = spread[..., :1].astype(np.float32) / 255
        shown = shown * (1 - weight) + colour * weight
    return shown.astype(np.uint8)


def skeleton(
    picture: NDArray[np.uint8], points: NDArray[Any], confident: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The picture with the ``confident`` keypoints and the limbs between them."""
    shown = picture.copy()
    colours = [tuple(int(c) for c in colour) for colour in _COLOURS]
    places = [tuple(int(v * 16) for v in point) for point in points]
    for a, b in COCO_LIMBS:
        if confident[a] and confident[b]:
            cv2.line(shown, places[a], places[b], colours[b], 2, cv2.LINE_AA, 4)
    for place, colour, there in zip(places, colours, confident, strict=True):
        if there:
            cv2.circle(shown, place, 3 * 16, colour, -1, cv2.LINE_AA, 4)
    return shown


def everybody(detector: Detector, picture: NDArray[np.uint8], steps: int) -> NDArray[np.uint8]:
    """The picture with the box, the score and the keypoints of each person found."""
    found = detector.detect(picture, steps=steps, flip=True)
    shown = picture
    for points, confidence, box, score in zip(
        found.keypoints, found.confidence, found.boxes, found.scores, strict=True
    ):
        shown = skeleton(shown, points, confidence >= found.missing_below)
        low, high = box[:2].astype(int), (box[:2] + box[2:]).astype(int)
        cv2.rectangle(shown, low.tolist(), high.tolist(), _PAPER, 1, cv2.LINE_AA)
        place = (int(low[0]) + 4, max(int(low[1]) + 16, 16))
        for ink, width in (((20, 20, 20), 3), (_PAPER, 1)):
            cv2.putText(shown, f"{score:.2f}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, width, cv2.LINE_AA)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses", type=Path)
    parser.add_argument("--weights", default="detector")
    parser.add_argument("--groups", type=int, nargs="+", default=[3, 4, 5, 6], help="people in each")
    parser.add_argument("--rows", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("docs/images/detection.jpg"))
    options = parser.parse_args()
    poses, detector = load_poses(options.poses).joints, Detector.load(options.weights)
    groups = []
    for index, people in enumerate(options.groups):
        rng = np.random.default_rng((options.seed, 1000 + index))
        groups.append(everybody(detector, draw_group(poses, GROUP, people, rng, 0.62).picture, options.steps))
    rows = [np.hstack(groups[first : first + 2]) for first in range(0, len(groups) - 1, 2)]
    renders = Renders(poses, SIDE)
    for index in range(options.rows):
        picture = renders.draw(np.random.default_rng((options.seed, index))).picture
        whole = [[0, 0, SIDE, SIDE]]
        found = detector.detect(picture, whole, options.steps, samples=2, seed=index, trajectory=True)
        affine = found.affine[0]
        tiles = [picture, *(over(picture, maps[0], affine) for maps in found.trajectory)]
        tiles.append(skeleton(picture, found.keypoints[0], found.confidence[0] >= found.missing_below))
        rows.append(np.hstack(tiles))
    width = max(row.shape[1] for row in rows)
    padded = [cv2.copyMakeBorder(row, 0, 0, 0, width - row.shape[1], cv2.BORDER_REPLICATE) for row in rows]
    with atomic_write(options.out) as temporary:
        cv2.imwrite(str(temporary), np.vstack(padded)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 64])
    print(options.out)


if __name__ == "__main__":
    main()
