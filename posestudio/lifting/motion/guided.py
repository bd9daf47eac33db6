"""Estimates of a motion brought to all that is known of it: its rays, one body, pinned joints and held frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.constraints import (
    constrained_to_bodies,
    follow_pins,
    relative_to_hips,
    solve_pinned_translation,
)
from posestudio.diffusion.guidance import trust
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation, towards_rays
from posestudio.lifting.motion.bodies import with_bone_lengths
from posestudio.lifting.motion.smoothing import smoothed

Estimate = Callable[[Tensor, Tensor], Tensor]

MOTION_GUIDANCE = 0.25
"""How far each estimate of a motion is moved to exact keypoints' rays once its noise is below the pose's own size:
more brings noise of the points into the motion, less leaves it beside them."""

KEY_REACH, UNSEEN_SHARE = 4.0, 0.01
"""Instants over which what a key moves in its frame fades into the frames around it, and the weight with which frames
in which nothing is seen stay where they are, beside 1 of those seen."""

_ROUNDS = 3  # of moving towards the rays and back to the body, once estimates are of one body


@dataclass(frozen=True, eq=False)
class Given:
    """What is known of a motion besides its keypoints, in window axes, metres, NaN where it is not known.

    ``pins`` (T, B, 3) are joints' positions; ``poses`` (T, H, B, 3) about the hips and ``hips`` (T, H, 3) are frames
    that are held as they are.
    """

    pins: Tensor | None = None
    poses: Tensor | None = None
    hips: Tensor | None = None

    @property
    def held(self) -> Tensor | None:
        """(T,) bool, which frames are held."""
        return None if self.poses is None else torch.isfinite(self.poses).all((1, 2, 3))

    @property
    def keyed(self) -> Tensor | None:
        """(T,) bool, in which frames a joint is pinned."""
        return None if self.pins is None else torch.isfinite(self.pins).any((1, 2))


class GuidedMotion:
    """``estimate``'s clean motions (T, H, B, 3) moved towards the rays and to what is ``given``: ``denoise(x,
    sigma)``.

    ``x`` is over ``scale`` metres, in window axes. ``observation`` is that of each instant. How far estimates are
    moved grows as the noise falls, as in `diffusion.guidance`.
    """

    def __init__(
        self,
        estimate: Estimate,
        observation: Observation,
        hypotheses: int,
        scale: float,
        guidance: float,
        lengths: Tensor | None = None,
        given: Given | None = None,
        sure: Tensor | None = None,
    ):
        self.estimate, self.scale, self.guidance, self.lengths = estimate, scale, guidance, lengths
        self.given = given or Given()
        self.rotation = observation.rotation[:, None]
        self.seen = observation.visible.any(-1)
        repeated = observation.repeat(hypotheses)
        self.rays = repeated.points * repeated.size[:, None, None]
        self.trusted = trust(repeated)
        self.sure = sure if sure is not None and sure.any() else None

    def __call__(self, x: Tensor, sigma: Tensor) -> Tensor:
        confidence = 1 / (1 + float(sigma) ** 2)
        joints = self.estimate(x, sigma) * self.scale
        rows = (joints @ self.rotation.transpose(-1, -2)).flatten(0, 1)
        joints = self._guided(rows, confidence).unflatten(0, x.shape[:2]) @ self.rotation
        return self.with_given(joints, confidence) / self.scale

    def _guided(self, rows: Tensor, confidence: float) -> Tensor:
        """Bodies (T * H, B, 3), metres, person-centred axes, with their lengths, moved towards the rays."""
        strength = self.guidance * confidence
        if self.lengths is None:
            return constrained_to_bodies(rows, self.rays, self.trusted, strength, confidence)
        translation = None
        for _ in range(_ROUNDS if confidence > 0.5 else 1):
            rows = with_bone_lengths(rows, self.lengths, confidence)
            if translation is None:
                translation = solve_translation(keypoints_of(rows), self.rays, self.trusted)
            rows = towards_rays(rows, self.rays, self.trusted, strength, translation)
        return with_bone_lengths(rows, self.lengths, confidence)

    def with_given(self, joints: Tensor, confidence: float = 1.0) -> Tensor:
        """Motions (T, H, B, 3), metres, window axes, through the points that are exactly known, with joints pinned
        and frames held."""
        keyed, held = self.given.keyed, self.given.held
        if self.sure is not None and self.guidance:
            joints = self._through_sure_points(joints, self.sure, confidence)
        if keyed is not None and keyed.any():
            joints = self._pinned(joints, keyed, confidence)
        if held is not None and self.given.poses is not None:
            joints = torch.where(held[:, None, None, None], self.given.poses, joints)
        return joints

    def _pinned(self, joints: Tensor, keyed: Tensor, confidence: float) -> Tensor:
        """Motions with the pins in place, and the frames around them moved along."""
        assert self.given.pins is not None
        off = torch.zeros_like(joints)
        placed = self.places_of_keys(joints)
        pins = self.given.pins[keyed].repeat_interleave(joints.shape[1], 0)
        moved = relative_to_hips(follow_pins(placed, pins)).unflatten(0, (-1, joints.shape[1]))
        off[keyed] = moved - joints[keyed]
        return self._moved_along(joints, off, keyed, confidence)

    def _through_sure_points(self, joints: Tensor, sure: Tensor, confidence: float) -> Tensor:
        """Motions whose keypoints in the frames with exactly known points are on their rays, as far as the ``sure``
        (T, 23) go, and the frames around them moved along."""
        keyed = sure.any(-1)
        hypotheses = joints.shape[1]
        rows = keyed.repeat_interleave(hypotheses)
        rotation = self.rotation[keyed]
        bodies = (joints[keyed] @ rotation.transpose(-1, -2)).flatten(0, 1)
        rays = self.rays[rows]
        weight = sure[keyed].repeat_interleave(hypotheses, 0).to(joints)
        for _ in range(_ROUNDS):
            translation = solve_translation(keypoints_of(bodies), rays, self.trusted[rows])
            bodies = towards_rays(bodies, rays, weight, confidence, translation)
            if self.lengths is not None:
                bodies = with_bone_lengths(bodies, self.lengths, confidence)
        off = torch.zeros_like(joints)
        off[keyed] = bodies.unflatten(0, (-1, hypotheses)) @ rotation - joints[keyed]
        return self._moved_along(joints, off, keyed, confidence)

    def _moved_along(self, joints: Tensor, off: Tensor, keyed: Tensor, confidence: float) -> Tensor:
        """Motions moved by ``off`` in the ``keyed`` (T,) frames, and the frames around them along."""
        free = torch.where(self.seen, 1.0, UNSEEN_SHARE)
        weight = torch.where(keyed, 1e4, free).expand(joints.shape[2], -1).double().cpu().numpy()
        joints = joints + smoothed(off, weight, KEY_REACH**4)
        if self.lengths is not None:
            joints = with_bone_lengths(joints, self.lengths, confidence)
        return joints

    def places_of_keys(self, joints: Tensor) -> Tensor:
        """(K * H, B, 3) the bodies of the K frames with pins, of motions (T, H, B, 3), where pins and rays put
        them."""
        keyed = self.given.keyed
        assert keyed is not None and self.given.pins is not None
        hypotheses = joints.shape[1]
        pins = self.given.pins[keyed].repeat_interleave(hypotheses, 0)
        rotation = self.rotation[keyed].expand(-1, hypotheses, -1, -1).flatten(0, 1)
        rows = keyed.repeat_interleave(hypotheses)
        back = rotation.transpose(-1, -2)
        bodies = joints[keyed].flatten(0, 1)
        translation = solve_pinned_translation(
            bodies @ back, pins @ back, self.rays[rows], self.trusted[rows]
        )
        return bodies + translation[:, None] @ rotation
