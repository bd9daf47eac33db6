"""SimCC: a keypoint's x and y as two classifications (Li et al., ECCV 2022, arXiv 2107.03332); RTMPose, RTMW, DWPose.

Input: (n, 3, h, w) RGB without ImageNet's mean, over its deviation; a crop 1.25 times the box, black outside the
picture (RTMPose's configurations in MMPose: ``GetBBoxCenterScale``, ``TopdownAffine``, ``data_preprocessor``).
Outputs: simcc_x (n, K, w * k) and simcc_y (n, K, h * k), k bins for each pixel (``simcc_split_ratio``, mostly 2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.foreign.family import Answer, Family, Trial, channels_first, normalised
from posestudio.detection.foreign.runtime import Outputs

FORM = "SimCC (RTMPose): input (n, 3, h, w), outputs simcc_x (n, K, w * k) and simcc_y (n, K, h * k)"


def recognised(trial: Trial) -> Family | None:
    """The family, where the outputs are two classifications of as many keypoints along x and y."""
    pair = _axes(trial)
    if trial.channels_last or pair is None:
        return None
    across, down = pair
    ratio = trial.outputs[across].shape[2] / trial.size[0]

    def decode(outputs: Outputs) -> Answer:
        return decode_simcc(outputs[across], outputs[down], ratio)

    return Family(
        "SimCC",
        trial.outputs[across].shape[1],
        False,
        channels_first if trial.integers else normalised,
        decode,
    )


def _axes(trial: Trial) -> tuple[str, str] | None:
    """The names of the outputs along x and y: by their names, of which there may be more (RTMPose3D has simcc_z), or
    the two outputs in the order that their lengths say."""
    named = [next((n for n in trial.outputs if f"simcc_{axis}" in n.lower()), "") for axis in "xy"]
    pairs = [named] if all(named) else []
    if len(trial.outputs) == 2:
        first, second = trial.outputs
        pairs += [[first, second], [second, first]]
    width, height = trial.size
    for across, down in pairs:
        x, y = trial.outputs[across], trial.outputs[down]
        if x.ndim != 3 or y.ndim != 3 or x.shape[1] != y.shape[1] or x.shape[2] < width:
            continue
        if x.shape[2] * height == y.shape[2] * width:
            return across, down
    return None


def decode_simcc(across: NDArray[np.float32], down: NDArray[np.float32], ratio: float) -> Answer:
    """The bins of highest score along x, of (n, K, w * ratio), and along y, of (n, K, h * ratio).

    Bin i is where pixel i / ratio has its centre. The confidence is the lower of the two scores, in 0 ... 1
    (``get_simcc_maximum`` of MMPose).
    """
    bins = np.stack([across.argmax(axis=-1), down.argmax(axis=-1)], axis=-1)
    score = np.minimum(across.max(axis=-1), down.max(axis=-1))
    return Answer(bins / ratio + 0.5, np.clip(score, 0, 1))
