"""Small detectors, and pictures of people with keypoints, for the tests of detection."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS
from posestudio.body.standing import standing_body
from posestudio.detection.crops import crop_of_box
from posestudio.detection.network.model import DiffusionPose, ModelConfig
from posestudio.detection.training.augment import Sample, plain_crop
from posestudio.detection.training.renders import Renders


def small_model(variant: str = "full", **options) -> DiffusionPose:
    return DiffusionPose(
        ModelConfig(size=64, channels=16, heads=2, window=4, sigma=4.5, variant=variant, **options)
    )


class WholePicture:
    """A finder without a network: ``boxes`` and their ``scores`` in every picture, by default one person who fills
    it. It keeps the shapes of the pictures it was asked about."""

    def __init__(self, boxes=None, scores=(1.0,)):
        self.boxes, self.scores, self.asked = boxes, scores, []

    def find(self, picture):
        self.asked.append(picture.shape)
        boxes = [[0, 0, picture.shape[1], picture.shape[0]]] if self.boxes is None else self.boxes
        return np.array(boxes, float).reshape(-1, 4), np.array(self.scores, float)


def poses(count: int = 6) -> np.ndarray:
    """(count, 29, 3): the standing body with its arms swung to the sides by various angles."""
    body = np.repeat(standing_body()[None], count, axis=0).astype(np.float32)
    for index in range(count):
        for side, sign in (("left", 1), ("right", -1)):
            angle = sign * (0.2 + 2.2 * ((index * 7 + (sign > 0) * 3) % count) / count)
            turn = np.array(
                [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
            )
            joints = [BODY_INDEX[f"{side}_{part}"] for part in ("elbow", "wrist", "hand")]
            pivot = body[index, BODY_INDEX[f"{side}_shoulder"]]
            body[index, joints] = (body[index, joints] - pivot) @ turn.T + pivot
    return body


@cache
def samples(count: int, size: int = 64) -> list[Sample]:
    renders = Renders(poses(), size)
    drawn = [renders.draw(np.random.default_rng(index)) for index in range(count)]
    whole = crop_of_box((0, 0, size, size), size, 1.0)
    return [plain_crop(each.picture, each.points, np.ones(17, bool), whole, size) for each in drawn]


def save_photographs(folder: Path, count: int, size: int = 64) -> Path:
    """A folder of renders as PNG with their annotations, as photographs to train on come; faces unlabelled."""
    import cv2

    folder.mkdir(parents=True, exist_ok=True)
    content: dict = {
        "images": [],
        "annotations": [],
        "categories": [{"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)}],
    }
    for index, sample in enumerate(samples(count, size), start=1):
        cv2.imwrite(str(folder / f"{index}.png"), sample.picture[..., ::-1])
        flags = np.where(np.arange(17) < 5, 0, 2)
        rows = np.concatenate([sample.points * (flags[:, None] > 0), flags[:, None]], axis=1)
        low, high = sample.points[5:].min(axis=0), sample.points[5:].max(axis=0)
        content["images"].append({"id": index, "file_name": f"{index}.png", "width": size, "height": size})
        content["annotations"].append(
            {
                "id": index,
                "image_id": index,
                "category_id": 1,
                "iscrowd": 0,
                "bbox": [float(v) for v in (*low, *(high - low))],
                "area": float(np.prod(high - low)),
                "keypoints": [float(v) for v in rows.ravel()],
                "extra_keypoints": {"neck": [30.0, 20.0, 2], "head_top": [30.0, 10.0, 2]},
            }
        )
    (folder / "keypoints.json").write_text(json.dumps(content))
    return folder
