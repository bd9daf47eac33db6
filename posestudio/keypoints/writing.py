"""Writes keypoints as COCO annotations, which other tools read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from posestudio.body.layouts import COCO_KEYPOINTS, COCO_LIMBS
from posestudio.common.atomic_files import atomic_write
from posestudio.keypoints.found_fields import (
    BOX,
    BOX_OF,
    FOCAL_LENGTH,
    OF_KEYPOINTS,
    TIME,
    found_fields,
    shortest,
)
from posestudio.keypoints.frame_times import best_rate, increasing
from posestudio.keypoints.observation import Keypoints

GENERATOR = "posestudio"
"""The value of ``info.generator`` in files of this program."""


def save_keypoints(
    path: str | os.PathLike[str],
    frames: Keypoints | Iterable[Keypoints],
    *,
    fps: float | None = None,
    found: bool = False,
) -> None:
    """Write frames as one COCO keypoint annotation file, completely or not at all; each is written as it comes, so
    that any number of them needs little memory.

    ``source`` becomes the image's file name; confidences are kept as ``keypoint_scores``, tracks as ``track_id``,
    noise as ``keypoint_noise`` (pixels, null where it is not known), extra keypoints by name as ``extra_keypoints``
    and ``extra_noise``, the people's scores as ``score``, other answers as ``alternatives`` (see `found_fields`) and
    their boxes as ``bbox``, which is drawn around the keypoints where ``bbox_of`` is not "person".
    ``info`` states the frames per second, ``fps``, where they are known, and whether a detector ``found`` the
    keypoints. A frame's time is kept as its image's ``time``, seconds, the focal length of its lens as
    ``focal_length``, pixels; where times do not agree with ``fps``, their
    mean rate is stated. Frames read back by ``load_keypoints`` are equal, except that it leaves out people without
    any observed keypoint and names frames without a name after the file. Raises OSError where the file cannot be
    written.
    """
    if isinstance(frames, Keypoints):
        frames = [frames]
    info: dict[str, Any] = {"description": "Keypoints of PoseStudio", "generator": GENERATOR, "found": found}
    category = {
        "id": 1,
        "name": "person",
        "supercategory": "person",
        "keypoints": list(COCO_KEYPOINTS),
        "skeleton": [[a + 1, b + 1] for a, b in COCO_LIMBS],  # COCO counts from one
    }
    images: list[str] = []
    times: list[float | None] = []
    people = 0
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"categories": {json.dumps([category])}, "annotations": [')
        for image_id, frame in enumerate(frames, start=1):
            image: dict[str, Any] = {"id": image_id, "file_name": frame.source}
            if frame.size is not None:
                image["width"], image["height"] = frame.size
            if frame.time is not None:
                image[TIME] = frame.time
            if frame.focal_length is not None:
                image[FOCAL_LENGTH] = frame.focal_length
            images.append(json.dumps(image))
            times.append(frame.time)
            for index in range(frame.people):
                people += 1
                annotation = {"id": people, "image_id": image_id, "category_id": 1}
                separator = "" if people == 1 else ", "
                stream.write(separator + json.dumps(annotation | _annotation(frame, index)))
        rate = best_rate(increasing(times), fps)
        if rate is not None:
            info["fps"] = float(rate)
        stream.write(f'], "images": [{", ".join(images)}], "info": {json.dumps(info)}}}\n')


def _annotation(frame: Keypoints, index: int) -> dict[str, Any]:
    """COCO's annotation of one person, without its ids."""
    points, visibility, observed = frame.points[index], frame.visibility[index], frame.observed[index]
    keypoints = []
    for (x, y), flag in zip(points, visibility, strict=True):
        keypoints += [shortest(x), shortest(y), int(flag)]
    box = [0.0, 0.0, 0.0, 0.0]
    if observed.any():
        low, high = points[observed].min(axis=0), points[observed].max(axis=0)
        box = [shortest(number) for number in (*low, *(high - low))]
    content: dict[str, Any] = {
        "keypoints": keypoints,
        "num_keypoints": int(observed.sum()),
        BOX: box,
        BOX_OF: OF_KEYPOINTS,
        "iscrowd": 0,
    } | found_fields(frame, index)
    content["area"] = content[BOX][2] * content[BOX][3]
    if frame.confidence is not None:
        content["keypoint_scores"] = [shortest(score) for score in frame.confidence[index]]
    if frame.tracks is not None and frame.tracks[index] >= 0:
        content["track_id"] = int(frame.tracks[index])
    return content
