"""Renders pictures in which everybody is labelled, for ``posestudio evaluate-detector --everybody FOLDER``.

    python benchmarks/group_pictures.py POSES.npz OUT

Rendered groups of one to eight people, one picture in five shows nobody; with COCO annotations, OUT/keypoints.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.atomic_files import atomic_write
from posestudio.dataset.poses import load_poses
from posestudio.detection.training.groups import draw_group

SIZES = ((960, 640), (640, 960), (1280, 960), (800, 600))


class Annotations:
    """COCO annotations of the pictures of a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        category = {"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)}
        self.content: dict[str, list] = {"images": [], "annotations": [], "categories": [category]}

    def add(self, picture: np.ndarray) -> int:
        """Write a picture; its id."""
        number = len(self.content["images"]) + 1
        cv2.imwrite(
            str(self.folder / f"{number:04d}.jpg"), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92]
        )
        self.content["images"].append({"id": number, "file_name": f"{number:04d}.jpg"})
        return number

    def person(
        self, image: int, points: np.ndarray, labelled: np.ndarray, box: np.ndarray, area: float
    ) -> None:
        """Add a person of a picture."""
        rows = np.concatenate([points * labelled[:, None], 2 * labelled[:, None]], axis=1)
        self.content["annotations"].append(
            {
                "id": len(self.content["annotations"]) + 1,
                "image_id": image,
                "category_id": 1,
                "iscrowd": 0,
                "bbox": [round(float(v), 1) for v in box],
                "area": round(float(area), 1),
                "keypoints": [round(float(v), 1) for v in rows.ravel()],
            }
        )

    def save(self) -> None:
        """Write keypoints.json."""
        with atomic_write(self.folder / "keypoints.json") as temporary:
            temporary.write_text(json.dumps(self.content), encoding="utf-8")


def renders(poses: np.ndarray, count: int, out: Path) -> None:
    """Rendered groups; people that are mostly hidden have a box but no keypoints."""
    annotations = Annotations(out)
    for index in range(count):
        rng = np.random.default_rng(index)
        size = SIZES[index % len(SIZES)]
        people = 0 if index % 5 == 4 else int(rng.integers(1, 9))
        drawn = draw_group(poses, size, people, rng, rng.uniform(0.25, 0.75))
        image = annotations.add(drawn.picture)
        for points, box, seen in zip(drawn.points, drawn.boxes, drawn.seen, strict=True):
            inside = ((points >= 0) & (points < size)).all(axis=1) & seen
            # COCO's areas are of the person's outline, on average a little more than half of the box.
            annotations.person(image, points, inside, box, 0.55 * box[2] * box[3])
    annotations.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40)
    options = parser.parse_args()
    renders(load_poses(options.poses).joints, options.count, options.out)


if __name__ == "__main__":
    main()
