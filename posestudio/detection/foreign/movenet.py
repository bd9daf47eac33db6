"""MoveNet: one person in a square crop (SinglePose Lightning, Thunder), or up to six people in a picture (MultiPose).

Input: RGB of 0 ... 255 as int32, uint8 or float, (1, h, w, 3), in some conversions (1, 3, h, w); black outside the
picture. Outputs: (1, 1, 17, 3), y, x and score of COCO's keypoints; or (1, 6, 56), those of six people, each with a
box (ymin, xmin, ymax, xmax) and a score; all as fractions of the input's sides (the model cards,
https://www.kaggle.com/models/google/movenet).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.crops import PADDING
from posestudio.detection.foreign.family import Answer, Family, Trial, channels_first
from posestudio.detection.foreign.runtime import Outputs

FORM = "MoveNet: input (1, h, w, 3), output (1, 1, 17, 3) or (1, 6, 56)"

_LEAST = 0.25  # a person's score in MultiPose; TensorFlow.js' `minPoseScore`


def recognised(trial: Trial) -> Family | None:
    """The family, where the only output has the shape of SinglePose's or MultiPose's."""
    output, size = trial.only, trial.size
    if output is None or output.shape not in ((1, 1, 17, 3), (1, 6, 56)):
        return None

    def decode_single(outputs: Outputs) -> Answer:
        return decode_one(next(iter(outputs.values())), size)

    def decode_multiple(outputs: Outputs) -> Answer:
        return decode_six(next(iter(outputs.values())), size)

    prepare = (lambda pictures: pictures) if trial.channels_last else channels_first
    if output.ndim == 4:
        return Family("MoveNet SinglePose", 17, False, prepare, decode_single, PADDING)
    return Family("MoveNet MultiPose", 17, True, prepare, decode_multiple, least=_LEAST)


def decode_one(output: NDArray[np.float32], size: tuple[int, int]) -> Answer:
    """The person of each crop: of (n, 1, 17, 3), for an input of ``size`` (width, height)."""
    rows = output[:, 0]
    return Answer(rows[..., 1::-1] * np.array(size), np.clip(rows[..., 2], 0, 1))


def decode_six(output: NDArray[np.float32], size: tuple[int, int]) -> Answer:
    """The six people, those without a score too: of (1, 6, 56), for an input of ``size`` (width, height)."""
    rows = output[0, :, :51].reshape(-1, 17, 3)
    points, sides = rows[..., 1::-1] * np.array(size), np.array([*size, *size])
    corners = output[0, :, [52, 51, 54, 53]].T * sides
    boxes = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], axis=1)
    return Answer(points, np.clip(rows[..., 2], 0, 1), boxes, np.clip(output[0, :, 55], 0, 1))
