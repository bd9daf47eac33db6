"""The frames of the mannequin's trunk and head."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.mannequin.bones import BONE_INDEX, rest_joints
from posestudio.mannequin.vectors import Vectors, across, cross, length, unit

LEFT, UP, FORWARD = np.eye(3, dtype=np.float32)[:, :, None]

_NARROWEST, _WIDEST = 0.8, 1.3  # shoulders and hips over what the body's size leads to expect
_SMALLEST_HEAD, _LARGEST_HEAD = 0.75, 1.6  # the same of the head: children's are large
_REST = rest_joints()


class Trunk(NamedTuple):
    """Unit axes (3, 3, N) of pelvis and chest, x to the left, y up and z forward, the axes on the second axis."""

    pelvis: Vectors
    chest: Vectors


def set_frame(
    frames: Vectors, bone: int | list[int], axes: tuple[Vectors, Vectors, Vectors], origin: Vectors
) -> None:
    """Write the axes, each (3, [bones,] N), and the origin of a bone or of several into frames (3, 4, K, N)."""
    for index, column in enumerate((*axes, origin)):
        frames[:, index, bone] = column


def trunk_frames(j: Vectors, size: NDArray[np.floating], frames: Vectors) -> Trunk:
    """Write the frames of the ``TRUNK`` bones of bodies (3, 29, N) into frames (3, 4, K, N)."""

    def at(name: str) -> Vectors:
        return j[:, BODY_INDEX[name]]

    hips, spine, chest, neck, head = (at(name) for name in ("hips", "spine", "chest", "neck", "head"))
    back = unit(neck - hips, UP)
    pelvis_x = unit(at("left_hip") - at("right_hip"), LEFT)
    pelvis_y = across(spine - hips, pelvis_x, back)
    chest_y = unit(neck - chest, back)
    chest_x = across(at("left_shoulder") - at("right_shoulder"), chest_y, pelvis_x)
    wide = size * _relative_width(j, "hip", size), size * _relative_width(j, "shoulder", size)

    set_frame(
        frames,
        BONE_INDEX["pelvis"],
        (pelvis_x * wide[0], pelvis_y * size, cross(pelvis_x, pelvis_y) * size),
        hips,
    )
    for name, start, end, share in (
        ("abdomen", hips, spine, 1 / 3),
        ("ribs", spine, chest, 2 / 3),
        ("chest", chest, neck, 1),
    ):
        y = unit(end - start, back)
        x = across(pelvis_x + share * (chest_x - pelvis_x), y, pelvis_x)
        width = wide[0] + share * (wide[1] - wide[0])
        set_frame(frames, BONE_INDEX[name], (x * width, y * length(end - start), cross(x, y) * size), start)

    head_x, head_y = _head_axes(at, chest_y, chest_x)
    neck_y = unit(head - neck, chest_y)
    neck_x = across(chest_x + head_x, neck_y, chest_x)
    set_frame(
        frames,
        BONE_INDEX["neck"],
        (neck_x * size, neck_y * length(head - neck), cross(neck_x, neck_y) * size),
        neck,
    )
    height = length(at("head_top") - head) / _rest_distance("head", "head_top")
    large = np.clip(height, _SMALLEST_HEAD * size, _LARGEST_HEAD * size)
    set_frame(
        frames, BONE_INDEX["head"], (head_x * large, head_y * large, cross(head_x, head_y) * large), head
    )
    return Trunk(
        np.stack([pelvis_x, pelvis_y, cross(pelvis_x, pelvis_y)], axis=1),
        np.stack([chest_x, chest_y, cross(chest_x, chest_y)], axis=1),
    )


def _head_axes(at: Callable[[str], Vectors], up: Vectors, left: Vectors) -> tuple[Vectors, Vectors]:
    """The head's unit axes to the left and up, of its top, nose, eyes and ears."""
    top = at("head_top") - at("head")
    sideways = at("left_ear") - at("right_ear") + at("left_eye") - at("right_eye")
    x = across(sideways, unit(top, up), left)
    nose = at("nose") - (at("left_ear") + at("right_ear")) / 2
    above = across(top, x, up)
    before = across(nose, x, cross(x, above))
    # The nose tells the head's inclination as well as its top does: turned back by their angle at rest.
    rest = _REST[BODY_INDEX["nose"]] - _REST[BODY_INDEX["left_ear"]]
    tilt = np.arctan2(rest[1], rest[2])
    raised = cross(before, x) * np.float32(np.cos(tilt)) + before * np.float32(np.sin(tilt))
    return x, across(above + raised, x, above)


def _relative_width(j: Vectors, part: str, size: NDArray[np.floating]) -> NDArray[np.floating]:
    """(N,) the distance between the two joints ``part`` over what a body of its size has, within limits."""
    apart = length(j[:, BODY_INDEX[f"left_{part}"]] - j[:, BODY_INDEX[f"right_{part}"]])
    return np.clip(apart / (_rest_distance(f"left_{part}", f"right_{part}") * size), _NARROWEST, _WIDEST)


def _rest_distance(start: str, end: str) -> np.float32:
    return np.float32(np.linalg.norm(_REST[BODY_INDEX[end]] - _REST[BODY_INDEX[start]]))
