"""The people finder that ships: boxes of the people in a picture of any size, with the network at several scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from posestudio.common.resources import find_weights
from posestudio.detection.network.people_network import STRIDES, PeopleNetwork
from posestudio.detection.person_boxes import suppressed
from posestudio.learning.device import bfloat16_helps, pick_device
from posestudio.learning.tensor_files import load_network, read_with_card

FORMAT = "posestudio-people-1"
"""Format of its weights' card."""

LEAST = 0.25
"""Lowest score of a box. Of boxes below, few are people who are found otherwise; the poses in them take time."""

SIDES = (208, 416, 832, 1664)
"""Longer sides in pixels that pictures are resized to: people are found best at 40 to 300 pixels."""

_ENLARGED = 1.5
"""Most that a picture is enlarged to a side other than the first two."""

_OVERLAP = 0.55
"""Largest intersection over union of two people's boxes."""


class PeopleFinder:
    """Finds people with a trained ``network``; ``least`` is the lowest score of a box, ``sides`` the longer sides
    that pictures are resized to. ``exact`` computes in float32 throughout."""

    def __init__(
        self,
        network: PeopleNetwork,
        device: str = "cpu",
        least: float = LEAST,
        sides: Sequence[int] = SIDES,
        exact: bool = False,
    ):
        self.device = pick_device(device)
        self.network: Any = network.to(self.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.least, self.sides = least, tuple(sides)
        self.bfloat16 = bfloat16_helps(self.device) and not exact

    @classmethod
    def load(
        cls,
        device: str = "auto",
        least: float = LEAST,
        sides: Sequence[int] = SIDES,
        exact: bool = False,
    ) -> PeopleFinder:
        """The finder with the weights that ship. Raises CheckpointError where the installation lacks them."""
        path = find_weights("people", detector=True)
        _, shapes = read_with_card(path, {"format": FORMAT})
        return cls(load_network(path, shapes, lambda largest: PeopleNetwork()), device, least, sides, exact)

    def find(self, picture: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(people, 4) boxes x, y, width, height in pixels of an RGB picture (h, w, 3), clipped to it, and their
        scores (people,) in 0 ... 1, the highest first."""
        height, width = picture.shape[:2]
        parts = [self._seen(picture, side) for side in sides_of(width, height, self.sides)]
        boxes, scores = (np.concatenate(each) for each in zip(*parts, strict=True))
        return suppressed(boxes, scores, self.least, (width, height), _OVERLAP)

    def _seen(self, picture: NDArray[np.uint8], side: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Boxes (n, 4) x, y, width, height in the picture's pixels and scores (n,) of the cells that see a person at
        all, in the picture resized to a longer side of ``side``."""
        square, scale = letterbox(picture, side)
        tensor = torch.from_numpy(square).permute(2, 0, 1)[None].to(self.device)
        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            scores, corners = self.network(tensor)
        chosen = scores[0] >= self.least
        found = corners[0][chosen].double().cpu().numpy() / np.tile(scale, 2)
        boxes = np.concatenate([found[:, :2], found[:, 2:] - found[:, :2]], axis=1)
        return boxes, scores[0][chosen].double().cpu().numpy()


def sides_of(width: int, height: int, sides: Sequence[int] = SIDES) -> list[int]:
    """Those of the ``sides`` at which people are looked for in a picture: the first two, and in a larger picture
    those at which small people are seen, too."""
    largest = max(*sides[:2], width * _ENLARGED, height * _ENLARGED)
    return [side for side in sides if side <= largest]


def letterbox(picture: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The picture (h, w, 3) resized so that its longer side has ``side`` pixels, with black to the right or below up
    to multiples of the network's largest stride; and (2,) its pixels over those of the picture, along x and y."""
    import cv2

    height, width = picture.shape[:2]
    scale = side / max(height, width)
    shape = max(round(width * scale), 1), max(round(height * scale), 1)
    stride = STRIDES[-1]
    padded = np.zeros((-(-shape[1] // stride) * stride, -(-shape[0] // stride) * stride, 3), np.uint8)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    padded[: shape[1], : shape[0]] = cv2.resize(picture, shape, interpolation=method)
    return padded, np.array(shape) / (width, height)
