"""The motion denoiser at work on one person: clean estimates of all frames, from what is known of them."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.diffusion.motion_conditioning import KEYPOINTS, observe_motion
from posestudio.diffusion.motion_denoiser import MotionDenoiser
from posestudio.lifting.motion.bodies import proportions_of
from posestudio.lifting.motion.evidence import Evidence
from posestudio.lifting.motion.guided import Given


class DenoisedMotion:
    """Clean estimates of a motion, ``estimate(x, sigma)``, by a motion denoiser.

    ``x`` (T, H, B, 3) are poses about their hips in window axes, over ``scale`` metres; so is the estimate. Points
    that are not seen are masked, not interpolated. ``up`` (3,) is the direction up in window axes, None where it is
    not known; ``given`` frames that are held, and joints pinned along with the hips, are told to the network.
    After a call, ``stands`` (T, H, 2) are the probabilities of the left and the right foot standing, ``velocity``
    (T, H, 3) that of the hips in window axes, metres a second, and ``deviation`` (T, H) its standard deviation.
    """

    def __init__(
        self,
        denoiser: MotionDenoiser,
        evidence: Evidence,
        hypotheses: int,
        scale: float,
        lengths: Tensor | None,
        rate: float,
        given: Given,
        fov_known: bool = True,
        up: Tensor | None = None,
        moving: bool = False,
    ):
        self.denoiser = denoiser

        def each(values: Tensor) -> Tensor:
            return values[None].expand(hypotheses, *values.shape)

        def of_coco(values: Tensor) -> Tensor:  # the network over time sees these alone
            return each(values[:, :KEYPOINTS])

        self.observation = observe_motion(
            of_coco(evidence.rays),
            of_coco(evidence.visible),
            of_coco(evidence.noise),
            scale,
            rate,
            fov_known,
            None if up is None else each(up),
            up is not None,
            moving,
            _known(given, hypotheses),
            None if lengths is None else proportions_of(lengths).expand(hypotheses, -1),
        )
        self.turn = self.observation.window[0]  # from the window's axes to those of the denoiser's window

    def __call__(self, x: Tensor, sigma: Tensor) -> Tensor:
        estimate, extra = self.denoiser.denoise((x @ self.turn.T).transpose(0, 1), sigma, self.observation)
        self.stands = extra.stands.sigmoid().transpose(0, 1)
        self.velocity = (extra.velocity @ self.turn).transpose(0, 1)
        self.deviation = extra.log_deviation.exp().transpose(0, 1)
        return estimate.transpose(0, 1) @ self.turn


def _known(given: Given, hypotheses: int) -> Tensor | None:
    """(H, T, B, 3) metres about the hips, NaN where unknown: frames that are held, and pinned joints where the hips
    are pinned as well."""
    known = given.poses
    if given.pins is not None:
        pinned = (given.pins - given.pins[:, :1])[:, None].expand(-1, hypotheses, -1, -1)
        known = pinned if known is None else torch.where(torch.isfinite(known), known, pinned)
    return None if known is None else known.transpose(0, 1)
