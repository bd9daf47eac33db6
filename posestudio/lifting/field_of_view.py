"""The field of view of pictures whose camera is not known, inferred from everybody in them.

A lifter that is told a field of view gives poses whose perspective fits the keypoints the better the nearer it is to
the true one. One person says little of it; several, or one in many frames, say more. What is left between keypoints
and poses, over a range of fields of view, is compared with what is left on average for each true one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.progress import ProgressCallback
from posestudio.diffusion.conditioning import observe
from posestudio.diffusion.guidance import guided
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.ray_fitting import NEAREST, keypoints_of, solve_translation
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.diffusion.schedules import SIGMA_MAX, karras_sigmas
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.point_noise import noise_of_points

CANDIDATES = (16.0, 22.0, 28.0, 35.0, 42.0, 50.0, 58.0, 65.0, 80.0, 95.0)
"""Vertical fields of view, degrees, that are tried on everybody."""

LEAST_POINTS = 12
"""Keypoints that a person must have to be used."""

MOST_PEOPLE, LEAST_PEOPLE = 60, 4
"""People, over all frames, that are used at most, evenly chosen; and fewer than which say too little."""

USUAL, SPREAD = 47.0, 0.45
"""What is expected before anybody is seen, degrees: mean and standard deviation of the log of the tangent of half the
field of view, about those of full-frame lenses of 20 to 85 mm and of telephones, upright or not."""

HYPOTHESES, STEPS = 4, 5
CARD = "field_of_view"
"""The entry of a lifter's card with `Expected`."""


@dataclass(frozen=True)
class FieldOfView:
    """``degrees``, vertical, between ``low`` and ``high`` with a probability of two thirds; from ``people``, each
    counted in every frame."""

    degrees: float
    low: float
    high: float
    people: int

    def camera(self, size: tuple[int, int]) -> Camera:
        """A camera that is assumed but for this field of view."""
        note = (
            f"The vertical field of view, {self.degrees:.0f} degrees (probably {self.low:.0f} to {self.high:.0f}),"
            f" was inferred from {self.people} poses in the picture."
        )
        return replace(Camera.default(size).with_fov(self.degrees), assumed=True, notes=(note,))


@dataclass(frozen=True)
class Expected:
    """What is left, on average, for a lifter: ``curves`` (F, 3) the coefficients, highest power first, of its
    log at each of CANDIDATES, about their mean, as a polynomial of the true `log_tangent`; ``precision`` (F, F) the
    inverse of its covariance over people."""

    curves: np.ndarray
    precision: np.ndarray

    @classmethod
    def of_card(cls, card: Mapping[str, Any]) -> Expected | None:
        """That of a lifter's card; None where it has none."""
        content = card.get(CARD)
        if not isinstance(content, dict):
            return None
        count = len(CANDIDATES)
        try:
            curves, precision = (np.asarray(content[name], float) for name in ("curves", "precision"))
        except (KeyError, TypeError, ValueError):
            return None
        fits = curves.shape == (count, 3) and precision.shape == (count, count)
        return (
            cls(curves, precision)
            if fits and np.isfinite(curves).all() and np.isfinite(precision).all()
            else None
        )

    @classmethod
    def fitted(cls, left: Mapping[float, np.ndarray]) -> Expected:
        """Fitted to what :func:`left_over` is of people (N, F), by the true field of view in degrees."""
        tangents = [log_tangent(fov) for fov in left]
        centred = [values - values.mean(1, keepdims=True) for values in left.values()]
        means = np.stack([values.mean(0) for values in centred])
        curves = np.stack([np.polyfit(tangents, means[:, index], 2) for index in range(means.shape[1])])
        spread = np.concatenate([values - mean for values, mean in zip(centred, means, strict=True)])
        covariance = np.cov(spread.T) + 1e-6 * np.eye(len(curves))
        return cls(curves, np.linalg.pinv(covariance, rcond=1e-3))

    def to_json(self) -> dict[str, Any]:
        """What :meth:`of_card` reads."""
        return {"curves": self.curves.round(6).tolist(), "precision": self.precision.round(2).tolist()}

    def posterior(self, left: np.ndarray) -> tuple[float, float]:
        """(mean, standard deviation) of the log tangent, given what is left of people (N, F)."""
        grid = np.linspace(log_tangent(CANDIDATES[0] - 4), log_tangent(CANDIDATES[-1] + 10), 120)
        expected = np.stack([np.polyval(curve, grid) for curve in self.curves], 1)
        off = (left - left.mean(1, keepdims=True))[:, None] - expected
        log_density = -0.5 * np.einsum("ngf,fh,ngh->g", off, self.precision, off)
        log_density -= 0.5 * ((grid - log_tangent(USUAL)) / SPREAD) ** 2
        weight = np.exp(log_density - log_density.max())
        weight /= weight.sum()
        mean = float(weight @ grid)
        return mean, math.sqrt(float(weight @ (grid - mean) ** 2))


def log_tangent(fov: float) -> float:
    """The log of the tangent of half a field of view in degrees."""
    return math.log(math.tan(math.radians(fov) / 2))


def infer_field_of_view(
    denoiser: Denoiser,
    card: Mapping[str, Any],
    frames: Sequence[Keypoints],
    device: torch.device,
    progress: ProgressCallback | None = None,
) -> FieldOfView | None:
    """The vertical field of view of the camera that saw ``frames``, all of one size, with a lifter's denoiser and
    card.

    None where fewer than LEAST_PEOPLE people with LEAST_POINTS keypoints are seen in all, sizes are not known or
    differ, or the card does not have what is `Expected`.
    """
    expected = Expected.of_card(card)
    sizes = {frame.size for frame in frames if frame.people}
    size = next(iter(sizes), None)
    if expected is None or len(sizes) != 1 or size is None:
        return None
    points, visible, noise = _usable(frames)
    if len(points) < LEAST_PEOPLE:
        return None
    chosen = np.linspace(0, len(points) - 1, min(len(points), MOST_PEOPLE)).astype(int)
    about = (points[chosen] - np.array(size) / 2) / (size[1] / 2)
    people = tuple(
        torch.from_numpy(array.astype(np.float32)).to(device)
        for array in (about, visible[chosen], noise[chosen])
    )
    scale, factor = float(card["scale"]), float(card.get("noise", 1.0))
    left = left_over(denoiser, scale, factor, people[0], people[1], people[2], progress)
    mean, deviation = expected.posterior(left)
    low, middle, high = (
        math.degrees(2 * math.atan(math.exp(at))) for at in (mean - deviation, mean, mean + deviation)
    )
    return FieldOfView(middle, low, high, len(chosen))


def _usable(frames: Sequence[Keypoints]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(points (N, 17, 2), visible (N, 17), noise (N, 17) over the person's size) of people with enough points."""
    seen = [frame for frame in frames if frame.people]
    if not seen:
        return np.zeros((0, 17, 2)), np.zeros((0, 17)), np.zeros((0, 17))
    points = np.concatenate([frame.points for frame in seen])
    visible = np.concatenate([frame.observed for frame in seen])
    noise = np.concatenate([noise_of_points(frame) for frame in seen])
    enough = visible.sum(1) >= LEAST_POINTS
    return points[enough], visible[enough], noise[enough]


@torch.no_grad()
def left_over(
    denoiser: Denoiser,
    scale: float,
    factor: float,
    points: Tensor,
    visible: Tensor,
    noise: Tensor,
    progress: ProgressCallback | None = None,
) -> np.ndarray:
    """(N, F) log of the distance between keypoints and poses, over the person's size, when each of CANDIDATES is
    believed.

    ``points`` (N, 17, 2) from the picture's centre, over half its height; ``visible`` and ``noise`` (N, 17).
    ``scale`` and ``factor`` are those of the lifter's card: metres, and of the sampler's noise.
    """
    generator = torch.Generator().manual_seed(0)
    start = torch.randn(HYPOTHESES, len(BODY_JOINTS), 3, generator=generator).to(points.device) * (
        SIGMA_MAX * factor
    )
    weight = visible.repeat_interleave(HYPOTHESES, 0)
    found = []
    for number, fov in enumerate(CANDIDATES):
        seen = observe(points * math.tan(math.radians(fov) / 2), visible, noise).repeat(HYPOTHESES)
        denoise = guided(denoiser, seen, scale, 0.0, hypotheses=HYPOTHESES)
        poses = SAMPLERS["dpmpp_2m"](denoise, start.repeat(len(points), 1, 1), karras_sigmas(STEPS).to(start))
        own = keypoints_of(poses * scale)[:, : visible.shape[1]]
        rays = (seen.points * seen.size[:, None, None])[:, : visible.shape[1]]
        placed = own + solve_translation(own, rays, weight)[:, None]
        off = (placed[..., :2] / placed[..., 2:].clamp_min(NEAREST) - rays).square().sum(-1)
        off = ((off * weight).sum(1) / weight.sum(1)).sqrt() / seen.size
        found.append(off.view(-1, HYPOTHESES).mean(1).log())
        if progress is not None:
            progress(number + 1, len(CANDIDATES), "")
    return torch.stack(found, 1).cpu().numpy()
