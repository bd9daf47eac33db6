"""Makes pictures in which everybody is labelled, for ``posestudio evaluate-detector --everybody FOLDER``.

    python benchmarks/group_pictures.py OUT --poses POSES.npz [--crops stanford40]

OUT/renders: rendered groups of 1 to 8 people, and one picture in five of nobody. OUT/photographs, with ``--crops``:
four to nine held-out crops of people, in a grid. Who else is in these crops is not labelled, so what is invented
cannot be told there. Each folder has COCO annotations, keypoints.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.dataset.poses import load_poses
from posestudio.detection.training.annotations import read_people, split_by_picture
from posestudio.detection.training.groups import draw_group
from posestudio.detection.training.samples import stored_pixels

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


def photographs(crops: Path, count: int, out: Path) -> None:
    """Held-out crops of people in a grid, on a plain ground."""
    entries = read_json(crops / "keypoints.json")["images"]
    seen = {image["file_name"]: image.get("seen") for image in entries}
    people = split_by_picture(read_people(crops))[1]
    people = [person for person in people if person.labelled.sum() >= 8]
    annotations = Annotations(out)
    rng = np.random.default_rng(0)
    order = iter(rng.permutation(len(people)))
    for _ in range(count):
        columns, rows = rng.integers(2, 4, 2)
        picture = np.full((rows * 360, columns * 360, 3), rng.integers(30, 226, 3), np.uint8)
        chosen = [people[index] for index, _ in zip(order, range(rows * columns), strict=False)]
        placed = []
        for place, person in enumerate(chosen):
            pixels = stored_pixels(person.picture)
            left, top, right, bottom = (
                int(v) for v in seen[person.picture.name] or (0, 0, *pixels.shape[1::-1])
            )
            scale = rng.uniform(0.7, 1.5)
            part = cv2.resize(pixels[top:bottom, left:right], None, fx=scale, fy=scale)
            x = place % columns * 360 + rng.integers(0, 361 - part.shape[1])
            y = place // columns * 360 + rng.integers(0, 361 - part.shape[0])
            picture[y : y + part.shape[0], x : x + part.shape[1]] = part
            move = np.array([x, y]) - scale * np.array([left, top])
            box = np.concatenate([person.box[:2] * scale + move, person.box[2:] * scale])
            placed.append((person.points * scale + move, person.labelled, box, person.area * scale**2))
        if placed:
            image = annotations.add(picture)
            for each in placed:
                annotations.person(image, *each)
    annotations.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--poses", type=Path, required=True)
    parser.add_argument("--crops", type=Path, help="a folder of crops with keypoints.json")
    parser.add_argument("--count", type=int, default=60, help="rendered pictures; half as many of crops")
    options = parser.parse_args()
    renders(load_poses(options.poses).joints, options.count, options.out / "renders")
    if options.crops:
        photographs(options.crops, options.count // 2, options.out / "photographs")


if __name__ == "__main__":
    main()
