from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Clip, Motion
from posestudio.errors import BodyWarning
from posestudio.mocap.body_from_clip import read_body, to_body
from posestudio.mocap.retargeting import to_clip
from tests.mocap.rig_makers import walking


def mirrored(clip: Clip, axis: int) -> Clip:
    """The clip with one of the file's axes turned round, as in a left-handed file."""
    flip = np.ones(3)
    flip[axis] = -1
    skeleton = replace(clip.skeleton, offsets=clip.skeleton.offsets * flip)
    skeleton = replace(
        skeleton, end_sites={joint: end * flip for joint, end in clip.skeleton.end_sites.items()}
    )
    letter = "XYZ"[axis]
    names = [channel for channels in skeleton.channels for channel in channels]
    signs = [-1.0 if (name[1:] == "position") == (name[0] == letter) else 1.0 for name in names]
    return replace(clip, skeleton=skeleton, motion=Motion(clip.motion.values * signs))


@pytest.mark.parametrize("axis", [0, 2])
def test_left_handed_files_are_mirrored_with_a_warning(axis: int) -> None:
    clip = to_clip(walking().astype(np.float32))
    plain = to_body(clip)
    with pytest.warns(BodyWarning, match="left-handed"):
        body = to_body(mirrored(clip, axis))
    if axis == 2:  # x is turned round instead: the same motion, looked at from behind
        body = body * [-1, 1, -1]
    assert np.abs(body - plain).max() < 2e-3
    told = to_body(mirrored(clip, axis), handedness="left")
    assert np.abs(told * ([-1, 1, -1] if axis == 2 else 1) - plain).max() < 2e-3


def test_a_given_handedness_is_kept() -> None:
    clip = mirrored(to_clip(walking().astype(np.float32)), 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        body = to_body(clip, handedness="right")
    assert body[0, BODY_INDEX["left_hip"], 0] < body[0, BODY_INDEX["right_hip"], 0]
    assert read_body(to_clip(walking().astype(np.float32))).axes.handedness == "right"
