"""The labelled people of photographs: which keypoints are missing or hidden together, in which poses and views."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS
from posestudio.common.npz_files import WHOLE, Wanted, read_npz
from posestudio.dataset.virtual_cameras import RowRandom
from posestudio.errors import PosesError

LEAST_POINTS = 6
"""Keypoints that a person must have to be used."""

CANDIDATES = 256
"""People drawn at random for a batch, among whom each of its views gets a similar one."""

LIKENESS = 0.015
"""How far similarities of poses in the picture (cosines) may be below the greatest: the unit of their weights."""

BALANCING = 4
"""Rounds in which weights are scaled so that every candidate is drawn as often as every other."""

HIDDEN_NOISE = 1.7
"""Factor of the noise of points that are labelled as hidden."""

SMALL_SIZE = 33.0
"""Size of people, the longer side of their boxes in pixels, whose points have as much noise from pixels as from the
person (measured on rendered pictures, see `dataset.photograph_noise`)."""

FOCAL_LENGTH = 1.1
"""Assumed focal length of the photographs, over the longer side of the picture."""

FROM_THE_FRONT, FROM_BEHIND, ABOUT = 0.55, 0.2, 35.0
"""Shares of people seen from the front and from behind, each to within a normal deviation of ABOUT degrees; the
others are seen from any side."""

PHOTOGRAPH_NOISE = 0.015
"""Noise of the test of :func:`photograph_like_case`, over the person's size."""

_ARRAYS = {
    "keypoints": Wanted(("people", len(COCO_KEYPOINTS), 2)),
    "visibility": Wanted(("people", len(COCO_KEYPOINTS)), WHOLE),
    "box": Wanted(("people", 4)),
    "picture_size": Wanted(("people", 2)),
    "borders": Wanted(("people",), WHOLE),
    "picture_id": Wanted(("people",), WHOLE),
}


@dataclass(frozen=True)
class PhotographPeople:
    """M people of photographs, on one device.

    ``rays`` (M, 17, 2): x/z and y/z of the keypoints, right and down, with FOCAL_LENGTH. ``points`` (M, 17, 2): the
    same about the middle of the labelled points, over the root of their summed squares; 0 where not labelled.
    ``labels`` (M, 17): 0 not labelled, 1 hidden, 2 seen. ``size`` (M,): the longer side of the box, pixels.
    ``borders`` (M,): sum of the picture's borders that the box touches, 1 left, 2 top, 4 right, 8 bottom.
    """

    rays: Tensor
    points: Tensor
    labels: Tensor
    size: Tensor
    borders: Tensor

    @classmethod
    def load(
        cls, path: str | os.PathLike[str], device: torch.device | str = "cpu", held_out: bool = False
    ) -> PhotographPeople:
        """The people of an NPZ file with at least LEAST_POINTS labelled keypoints.

        Those of every twentieth picture are ``held_out`` for tests, and are not among the others. Arrays:
        ``keypoints`` (M, 17, 2) in box widths and heights from the box's top left corner, ``visibility`` (M, 17),
        ``box`` (M, 4) left, top, width, height over the picture's, ``picture_size`` (M, 2) pixels, ``borders`` (M,),
        ``picture_id`` (M,). Raises PosesError for a file that is not one.
        """
        content = read_npz(path, _ARRAYS, "people of photographs", PosesError)
        labels = content["visibility"]
        chosen = (labels > 0).sum(1) >= LEAST_POINTS
        chosen &= (content["picture_id"] % 20 == 0) == held_out
        if not chosen.any():
            raise PosesError(f"{path}: has no people with {LEAST_POINTS} labelled keypoints")
        labels = labels[chosen]
        box, picture = content["box"][chosen].astype(np.float32), content["picture_size"][chosen]
        sides = box[:, 2:] * picture
        pixels = box[:, None, :2] * picture[:, None] + content["keypoints"][chosen] * sides[:, None]
        rays = (pixels - picture[:, None] / 2) / (FOCAL_LENGTH * picture.max(1))[:, None, None]
        seen = (labels > 0)[..., None].astype(np.float32)
        middle = (rays * seen).sum(1, keepdims=True) / seen.sum(1, keepdims=True)
        points = (rays - middle) * seen
        points /= np.sqrt((points**2).sum((1, 2), keepdims=True)).clip(1e-5)
        if not np.isfinite(points).all():
            raise PosesError(f"{path}: has keypoints, boxes or pictures that are not finite, or of no size")
        arrays = (rays, points, labels, sides.max(1), content["borders"][chosen])
        arrays = tuple(array.astype(np.float32) if array.dtype.kind == "f" else array for array in arrays)
        return cls(*(torch.from_numpy(np.ascontiguousarray(array)).to(device) for array in arrays))

    def __len__(self) -> int:
        return len(self.points)

    def drawn(self, rays: Tensor, rng: RowRandom, matched: float = 0.5) -> Tensor:
        """(N,) indices of people, one for each view's exact keypoints (N, 17, 2).

        With the chance ``matched`` it is somebody in a similar pose, seen from a similar side: similarity is that of
        the labelled points after the best shift and scale. Otherwise it is anybody. In both cases all
        people are drawn equally often, so points are missing as often as in photographs.
        """
        people = self._anybody(len(rays), rng)
        similar = rng.chance(matched)
        among = self._anybody(CANDIDATES, rng)
        weights = self.likeness(rays[similar], among)
        columns = torch.ones_like(among, dtype=rays.dtype)
        for _ in range(BALANCING):
            rows = 1 / (weights @ columns).clamp_min(1e-30)
            columns = 1 / (rows @ weights).clamp_min(1e-30)
        bounds = (weights * columns).cumsum(1)
        share = rng.uniform(0, 1)[similar, None]
        drawn = torch.searchsorted(bounds, share * bounds[:, -1:]).clamp_max(CANDIDATES - 1)
        people[similar] = among[drawn[:, 0]]
        return people

    def _anybody(self, count: int, rng: RowRandom) -> Tensor:
        """(count,) indices of people, each as likely as every other."""
        generator = rng.generator
        people = torch.randint(len(self), (count,), generator=generator, device=generator.device)
        return people.to(self.points.device)

    def likeness(self, rays: Tensor, among: Tensor) -> Tensor:
        """(N, C) weights, at most 1: how similar the people ``among`` (C,) are to the views' keypoints (N, 17, 2)."""
        goal, seen = self.points[among], (self.labels[among] > 0).to(rays.dtype)
        rays = rays - rays.mean(1, keepdim=True)
        rays = rays / rays.square().sum((1, 2), keepdim=True).sqrt()
        product = rays.flatten(1) @ goal.flatten(1).T
        sums = (rays[..., 0] @ seen.T).square() + (rays[..., 1] @ seen.T).square()
        spread = rays.square().sum(-1) @ seen.T - sums / seen.sum(1)
        cosine = product / spread.clamp_min(1e-6).sqrt()
        return ((cosine - 1) / LIKENESS).exp()

    def visibility(self, rays: Tensor, rng: RowRandom, matched: float = 0.5) -> Tensor:
        """(N, 17) 1 or 0: keypoints missing as in the photographs of the people :meth:`drawn`."""
        return self.seen(self.drawn(rays, rng, matched))

    def seen(self, people: Tensor) -> Tensor:
        """(N, 17) 1 where a keypoint of these people (N,) is labelled, 0 where it is missing."""
        return (self.labels[people] > 0).to(self.points.dtype)

    def noise_factor(self, people: Tensor) -> Tensor:
        """(N, 17) factors, at least 1, of the noise of these people's (N,) points over their size: hidden points and
        small people have more of it."""
        hidden = torch.where(self.labels[people] == 1, HIDDEN_NOISE, 1.0)
        return hidden * (1 + (SMALL_SIZE / self.size[people].clamp_min(10)).square()).sqrt()[:, None]


def azimuths_of_photographs(joints: Tensor, rng: RowRandom) -> Tensor:
    """(N,) radians: turned by them about the vertical, world bodies (N, B, 3) face a camera on +Z as photographed
    people do.

    Of COCO's people with both shoulders and an ankle labelled, 51 % are seen from the front and 20 % from behind
    (right shoulder left or right of the left one by .15 of the person's size); of bodies seen from any side, 26 and
    24 %.
    """
    across = joints[:, BODY_INDEX["left_shoulder"]] - joints[:, BODY_INDEX["right_shoulder"]]
    heading = torch.atan2(-across[:, 2], across[:, 0])
    case, offset = rng.uniform(0, 1), rng.normal(0, math.radians(ABOUT))
    behind = (case >= FROM_THE_FRONT) & (case < FROM_THE_FRONT + FROM_BEHIND)
    offset = torch.where(behind, offset + math.pi, offset)
    return torch.where(case < FROM_THE_FRONT + FROM_BEHIND, offset, rng.uniform(0, 2 * math.pi)) - heading


def photograph_like_case(
    rays: Tensor, people: PhotographPeople, seed: int, truncated: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """The fixed test "seen as photographs are" of exact keypoints (N, 17, 2): ``rays``, ``visible`` (N, 17) and
    ``noise`` (N, 17) for `diffusion.conditioning.observe`.

    The points get Gaussian noise of PHOTOGRAPH_NOISE times the larger side of the box around the exact ones, and are
    missing as in any one of the ``people`` (for the test those that are held out), whatever the pose; with
    ``truncated`` as in one of those whom the picture's border cuts off. What is said of the noise is right.
    """
    rng = RowRandom(len(rays), torch.Generator().manual_seed(seed), rays.device)
    choice = people.borders.nonzero()[:, 0] if truncated else torch.arange(len(people), device=rays.device)
    visible = people.seen(choice[(rng.uniform(0, 1) * len(choice)).long().clamp_max(len(choice) - 1)])
    size = (rays.amax(1) - rays.amin(1)).amax(-1)[:, None, None]
    moved = rays + rng.normal(0, PHOTOGRAPH_NOISE, *rays.shape[1:]) * size
    return moved, visible, torch.full_like(visible, PHOTOGRAPH_NOISE)
