"""BVH files of a body that bends, written with the project's own exporter."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip


def waving(frames: int, speed: float = 0.15, phase: float = 0.0) -> np.ndarray:
    """(frames, B, 3) a standing body that lifts its forearms, at ``speed`` radians a frame."""
    body = np.repeat(standing_body()[None], frames, axis=0)
    angle = phase + speed * np.arange(frames)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        elbow = body[:, BODY_INDEX[f"{side}_elbow"]]
        for part in ("wrist", "hand"):
            index = BODY_INDEX[f"{side}_{part}"]
            length = np.linalg.norm(body[:, index] - elbow, axis=-1)
            way = np.stack([sign * np.cos(angle), np.sin(angle), np.zeros(frames)], axis=-1)
            body[:, index] = elbow + length[:, None] * way
    return body


def write_clip(path: Path, frames: int = 12, fps: float = 15.0, **motion: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_bvh(path, to_clip(waving(frames, **motion), fps))
    return path
