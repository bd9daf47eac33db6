"""Noise assumed of keypoints where it is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.keypoints.observation import Keypoints, person_size


def with_noise(frame: Keypoints, share: float) -> Keypoints:
    """The frame, in which points of unknown noise have ``share`` of their person's size."""
    assumed = np.broadcast_to(share * person_size(frame)[:, None], frame.visibility.shape)
    noise = assumed if frame.noise is None else np.where(np.isnan(frame.noise), assumed, frame.noise)
    return replace(frame, noise=noise)
