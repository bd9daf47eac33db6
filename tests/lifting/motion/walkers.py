"""A made-up walk whose feet truly stand: for tests of paths, floors and feet."""

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body

STRIDE, STEP_SECONDS, LIFT = 0.6, 0.5, 0.12


def walk(frames=90, fps=30.0, heading=0.0, towards=(0.0, 0.0)):
    """((T, B, 3) world joints, (T, 2) bool whether the left, the right foot stands). Straight on, hips level, feet
    by turns; knees are made to fit."""
    body = standing_body().astype(float)
    body -= body[:1] * [1, 0, 1]
    t = np.arange(frames) / fps / STEP_SECONDS
    speed = STRIDE / 2  # metres a step, of the hips
    joints = np.repeat(body[None], frames, 0)
    joints[..., 2] += (t * speed)[:, None]
    joints[..., 1] -= 0.04
    stands = np.zeros((frames, 2), bool)
    for foot, side in enumerate(("left", "right")):
        phase = t + foot
        number, within = np.floor(phase / 2), phase % 2
        stands[:, foot] = within < 1
        swing = np.clip(within - 1, 0, 1)
        eased = swing - np.sin(2 * np.pi * swing) / (2 * np.pi)
        forward = (number * 2 + 2 * eased + 0.5 - foot) * speed
        up = LIFT * np.sin(np.pi * swing) ** 2
        for name in ("ankle", "toe"):
            joint = BODY_INDEX[f"{side}_{name}"]
            joints[:, joint] = body[joint] + np.stack([0 * t, up, forward], -1)
        hip, knee, ankle = (BODY_INDEX[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
        joints[:, knee] = _knee(joints[:, hip], joints[:, ankle], body[[hip, knee, ankle]])
    c, s = np.cos(heading), np.sin(heading)
    return joints @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]]) + [towards[0], 0, towards[1]], stands


def _knee(hip, ankle, rest):
    """Where a knee bends forwards between hip and ankle, with the bones of a body at rest."""
    thigh, shin = np.linalg.norm(rest[1] - rest[0]), np.linalg.norm(rest[2] - rest[1])
    line = ankle - hip
    length = np.minimum(np.linalg.norm(line, axis=-1, keepdims=True), thigh + shin)
    along = (thigh**2 - shin**2 + length**2) / (2 * length)
    off = np.sqrt(np.maximum(thigh**2 - along**2, 0))
    unit = line / length
    ahead = np.array([0, 0, 1.0]) - unit[:, 2:] * unit
    return hip + along * unit + off * ahead / np.linalg.norm(ahead, axis=-1, keepdims=True)
