"""The detector: a picture and the boxes of people in it -> their keypoints, by trained weights."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from posestudio.common.pictures import as_rgb, read_picture
from posestudio.common.resources import find_weights
from posestudio.detection.calibration import Calibration
from posestudio.detection.crops import compose, crop_of_box, cut, inverse, moved
from posestudio.detection.decoding import flipped, other_sides, peaks, spread
from posestudio.detection.detected import Detected, nobody, pose_scores
from posestudio.detection.distinct_people import distinct, distinct_people
from posestudio.detection.network.batchnorm import fold_batchnorm
from posestudio.detection.network.checkpoint import load_model
from posestudio.detection.network.coordinate_diffusion import TIMES
from posestudio.detection.network.masks import to_pixels
from posestudio.detection.network.model import DetectionStep, DiffusionPose, channels_last
from posestudio.detection.people_finder import PeopleFinder
from posestudio.detection.person_boxes import checked_boxes
from posestudio.errors import CheckpointError, PoseStudioError
from posestudio.learning.device import bfloat16_helps, pick_device

DEFAULT = "detector"
"""Name of the bundled weights."""

_TOGETHER = 16
"""Crops that pass through the network at once."""

_MOST_SAMPLES = 256
"""Most samples of each person, which are in memory at once."""

StepCallback = Callable[[int, NDArray[Any]], None]
"""Called after each step with its index (0: the initialisation) and the heatmaps (people, 17, h, w) of a group of
people; an exception raised in it ends the detection."""


class Finder(Protocol):
    """Finds the people in pictures."""

    def find(self, picture: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
        """(people, 4) boxes x, y, width, height in pixels of an RGB picture (h, w, 3), and their scores (people,) in
        0 ... 1, the highest first."""
        ...


class Detector:
    """Finds the keypoints of people in pictures with a trained ``model``; ``card`` is the metadata of its weights,
    ``finder`` finds the people in a picture: the one that ships, unless another is given."""

    def __init__(
        self,
        model: DiffusionPose,
        card: dict[str, Any] | None = None,
        device: str = "cpu",
        exact: bool = False,
        finder: Finder | None = None,
    ):
        self.device = pick_device(device)
        self.model = channels_last(fold_batchnorm(model).requires_grad_(False).to(self.device))
        self.card = card or {}
        self.calibration = Calibration.of_card(self.card)
        self.bfloat16 = bfloat16_helps(self.device) and not exact
        self._finder = finder

    @classmethod
    def load(
        cls,
        weights: str | os.PathLike[str] = DEFAULT,
        device: str = "auto",
        exact: bool = False,
        finder: Finder | None = None,
    ) -> Detector:
        """A detector with bundled weights by name, or those of a file. ``exact`` computes in float32 throughout.

        Raises CheckpointError when there are no such weights, or they are not a detector's.
        """
        path = find_weights(weights, detector=True)
        model, card = load_model(path)
        try:
            return cls(model, card, device, exact, finder)
        except CheckpointError as problem:
            raise CheckpointError(f"{path}: {problem}") from problem

    @property
    def finder(self) -> Finder:
        """Finds the people in pictures without boxes; the one that ships is read when it is first needed. Raises
        CheckpointError where the installation lacks it."""
        if self._finder is None:
            self._finder = PeopleFinder.load(str(self.device))
        return self._finder

    def detect(
        self,
        picture: str | os.PathLike[str] | ArrayLike,
        boxes: ArrayLike | None = None,
        steps: int = 4,
        samples: int = 1,
        flip: bool = False,
        seed: int = 0,
        callback: StepCallback | None = None,
        trajectory: bool = False,
    ) -> Detected:
        """The keypoints of the people in ``boxes`` (people, 4) x, y, width, height of a picture, in their order.

        ``picture`` is a file, or an array as :func:`~posestudio.common.pictures.as_rgb` takes it. Without boxes
        :attr:`finder` finds everybody, each once, the surest first; where nobody is, 0 people.

        ``steps`` of DDIM; ``samples`` > 1 start from noise drawn with ``seed``, their heatmaps are averaged and their
        spread is the uncertainty; a single one starts without noise. The noise is the same for all people: a person's
        keypoints do not depend on the other boxes. ``flip`` averages with the mirrored crop. Same seed, same
        device, same result. Raises PoseStudioError for what is not a picture, and for boxes, steps and samples out of
        range.
        """
        array = read_picture(picture) if isinstance(picture, str | os.PathLike) else as_rgb(picture)
        height, width = array.shape[:2]
        if not (1 <= steps <= TIMES and 1 <= samples <= _MOST_SAMPLES):
            raise PoseStudioError(
                f"expected at least one step and one sample, at most {TIMES} and {_MOST_SAMPLES}, got {steps} and"
                f" {samples}"
            )
        if not 0 <= seed < 2**63:
            raise PoseStudioError(f"expected a seed of 0 to below 2^63, got {seed}")
        sampled = partial(self._maps, steps=steps, samples=samples, flip=flip, seed=seed, callback=callback)
        if boxes is not None:
            return self._detected(array, checked_boxes(boxes, width, height), sampled, samples, trajectory)
        searched, scores = self.finder.find(array)
        # Each person has several boxes and some are nobody's: a quick look leaves one of each.
        kept = distinct(self._detected(array, searched, self._initial_maps), scores)
        found = self._detected(array, searched[kept], sampled, samples, trajectory)
        return distinct_people(found, scores[kept])

    def _detected(
        self,
        picture: NDArray[np.uint8],
        boxes: NDArray[Any],
        maps_of: Callable[[NDArray[np.uint8]], tuple[Tensor, Tensor]],
        samples: int = 1,
        trajectory: bool = False,
    ) -> Detected:
        """The people in boxes (people, 4) of a picture; ``maps_of`` crops (people, size, size, 3) are heatmaps and
        diffused coordinates as those of :meth:`_maps`."""
        size, stride = self.model.config.size, self.model.config.stride
        affines = np.array([crop_of_box(box, size) for box in boxes]).reshape(-1, 2, 3)
        scale = np.array([[stride, 0, 0], [0, stride, 0]], dtype=float)
        back = np.array([compose(inverse(affine), scale) for affine in affines]).reshape(-1, 2, 3)
        parts = []
        together = max(_TOGETHER // samples, 1)
        for first in range(0, len(boxes), together):
            chosen = slice(first, first + together)
            parts.append(maps_of(np.stack([cut(picture, affine, size) for affine in affines[chosen]])))
        return self._decoded(parts, back, boxes, (picture.shape[1], picture.shape[0]), samples, trajectory)

    def _initial_maps(self, crops: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
        """Those of :meth:`_maps` by the initialisation alone: one pass of the backbone."""
        pictures = torch.from_numpy(crops).permute(0, 3, 1, 2).to(self.device)
        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            maps = self.model.initial(self.model.features(pictures)).float().cpu()
        return maps[None, :, None], peaks(maps)[0][None, :, None]

    def _maps(
        self,
        crops: NDArray[np.uint8],
        steps: int,
        samples: int,
        flip: bool,
        seed: int,
        callback: StepCallback | None,
    ) -> tuple[Tensor, Tensor]:
        """Heatmaps (steps + 1, people, samples, 17, h, w) and diffused coordinates (steps + 1, people, samples, 17,
        2) of crops (people, size, size, 3)."""
        pictures = torch.from_numpy(crops).permute(0, 3, 1, 2).to(self.device)
        people = len(pictures)
        if flip:
            pictures = torch.cat([pictures, pictures.flip(-1)])
        maps: list[Tensor] = []
        noisy: list[Tensor] = []

        def keep(step: DetectionStep) -> None:
            seen = step.maps.unflatten(0, (-1, people, samples))
            seen = (seen[0] + flipped(seen[1])) / 2 if flip else seen[0]
            maps.append(seen.cpu())
            noisy.append(step.centres.unflatten(0, (-1, people, samples))[0].cpu())
            if callback is not None:
                callback(step.index, seen.mean(dim=1).cpu().numpy())

        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            features = self.model.features(pictures).repeat_interleave(samples, dim=0)
            noise = _noise(people, samples, 2 if flip else 1, seed) if samples > 1 else None
            self.model.sample_features(features, steps, callback=keep, noise=noise)
        return torch.stack(maps), torch.stack(noisy)

    def _decoded(
        self,
        parts: list[tuple[Tensor, Tensor]],
        affine: NDArray[Any],
        boxes: NDArray[Any],
        size: tuple[int, int],
        samples: int,
        trajectory: bool,
    ) -> Detected:
        """The result from the heatmaps and diffused coordinates of groups of people; ``affine`` (people, 2, 3)."""
        if not parts:
            return nobody(size, samples)
        maps = torch.cat([part for part, _ in parts], dim=1)
        noisy = torch.cat([part for _, part in parts], dim=1)
        map_size = self.model.config.map_size

        def in_picture(coordinates: Tensor) -> NDArray[Any]:
            """(..., people, 17, 2) of the crop -> pixels of the picture."""
            pixels = to_pixels(coordinates, map_size).double().numpy()
            return np.stack([moved(pixels[..., i, :, :], a) for i, a in enumerate(affine)], axis=-3)

        mean = maps[-1].mean(dim=1)
        coordinates, height = peaks(mean)
        uncertainty = drawn = None
        if samples > 1:
            each = peaks(maps[-1].transpose(0, 1).flatten(0, 1))[0].unflatten(0, (samples, -1))
            drawn = in_picture(each).astype(np.float32)
            uncertainty = spread(torch.from_numpy(drawn)).numpy()
        return Detected(
            in_picture(coordinates).astype(np.float32),
            self.calibration.confidence(height.numpy()),
            boxes,
            size,
            affine,
            uncertainty,
            maps.mean(dim=2).numpy() if trajectory else None,
            in_picture(noisy.mean(dim=2)).astype(np.float32) if trajectory else None,
            # Of the heights: calibrated confidence takes for granted that somebody is in the box.
            scores=pose_scores(height.numpy()),
            noise=self.calibration.noise(height.numpy(), boxes, drawn),
            samples=drawn,
            missing_below=self.calibration.missing_below,
            other_sides=other_sides(mean, coordinates).numpy(),
        )


def _noise(people: int, samples: int, views: int, seed: int) -> Tensor:
    """(views * people * samples, 17, 2) noise, the same for every person, so that a person's keypoints do not depend
    on the others; the noise of fewer samples is the first of more."""
    generator = torch.Generator().manual_seed(seed)
    each = torch.randn(samples, views, 17, 2, generator=generator).transpose(0, 1)
    return each[:, None].expand(views, people, samples, 17, 2).flatten(0, 2)
