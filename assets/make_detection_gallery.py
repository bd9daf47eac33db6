"""Draws docs/images/detection.png: heatmaps of rendered people, at each denoising step.

``python assets/make_detection_gallery.py POSES.npz [--weights detector]``. Each row is a rendered picture: the
picture, the initialisation's heatmaps over it, those after each denoising step, and the detected keypoints.
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
from posestudio.detection.training.renders import Renders
from posestudio.keypoints import OCCLUDED_SCORE

SIDE = 224
_COLOURS = np.array([palette("dark").of_side(side_of(name)) for name in COCO_KEYPOINTS], np.float32)


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
    shown = np.ascontiguousarray(picture)
    colours = [tuple(int(c) for c in colour) for colour in _COLOURS]
    places = [tuple(int(v * 16) for v in point) for point in points]
    for a, b in COCO_LIMBS:
        if confident[a] and confident[b]:
            cv2.line(shown, places[a], places[b], colours[b], 2, cv2.LINE_AA, 4)
    for place, colour, there in zip(places, colours, confident, strict=True):
        if there:
            cv2.circle(shown, place, 3 * 16, colour, -1, cv2.LINE_AA, 4)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses", type=Path)
    parser.add_argument("--weights", default="detector")
    parser.add_argument("--rows", type=int, default=5)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("docs/images/detection.png"))
    options = parser.parse_args()
    renders, detector = Renders(load_poses(options.poses).joints, SIDE), Detector.load(options.weights)
    rows = []
    for index in range(options.rows):
        picture = renders.draw(np.random.default_rng((options.seed, index))).picture
        found = detector.detect(picture, steps=options.steps, samples=2, seed=index, trajectory=True)
        affine = found.affine[0]
        tiles = [picture, *(over(picture, maps[0], affine) for maps in found.trajectory)]
        tiles.append(skeleton(picture, found.keypoints[0], found.confidence[0] >= OCCLUDED_SCORE))
        rows.append(np.hstack(tiles))
    with atomic_write(options.out) as temporary:
        cv2.imwrite(str(temporary), np.vstack(rows)[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    print(options.out)


if __name__ == "__main__":
    main()
