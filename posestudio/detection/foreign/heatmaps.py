"""Networks of one person that give a heatmap for each keypoint: SimpleBaseline, HRNet, ViTPose.

Input: (n, 3, h, w) RGB without ImageNet's mean, over its deviation; a crop 1.25 times the box, black outside the
picture (their configurations in MMPose). Output: (n, K, h / s, w / s), a Gaussian of height 1 about each keypoint.

Pixel j of a heatmap is taken to cover the pixels s j to s (j + 1) of the crop. Some networks were trained with
heatmaps whose pixel j is the crop's pixel s j (``MSRAHeatmap``: HRNet, SimpleBaseline), others with corner pixels on
corner pixels (``UDPHeatmap``: ViTPose; Huang et al., CVPR 2020). Nothing in a file says which. With a quarter of
the crop's resolution all three are at most 1.5 pixels of the crop apart from what is taken here.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.detection.decoding import peaks
from posestudio.detection.foreign.family import Answer, Family, Trial, channels_first, normalised
from posestudio.detection.foreign.runtime import Outputs
from posestudio.detection.network.masks import to_pixels

FORM = "heatmaps (HRNet, ViTPose, SimpleBaseline): input (n, 3, h, w), output (n, K, h / s, w / s)"


def recognised(trial: Trial) -> Family | None:
    """The family, where the only output is a stack of maps of the input's proportions, not larger than it."""
    maps, (width, height) = trial.only, trial.size
    if trial.channels_last or maps is None or maps.ndim != 4:
        return None
    down, across = maps.shape[2:]
    if across * height != down * width or not 3 <= across <= width:
        return None

    def decode(outputs: Outputs) -> Answer:
        return decode_heatmaps(next(iter(outputs.values())), (width, height))

    return Family("heatmaps", maps.shape[1], False, channels_first if trial.integers else normalised, decode)


def decode_heatmaps(maps: NDArray[np.float32], size: tuple[int, int]) -> Answer:
    """The peaks of heatmaps (n, K, h, w) between the pixels, see :func:`~posestudio.detection.decoding.peaks`, in
    pixels of an input of ``size`` (width, height); their heights are the confidence."""
    coordinates, confidence = peaks(torch.from_numpy(maps))
    return Answer(to_pixels(coordinates, size[::-1]).numpy(), confidence.numpy())
