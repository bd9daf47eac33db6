"""What is known of people besides their 2D keypoints: pins, a noisy pose, bone lengths, sides; and its JSON file."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, JOINTS_WITHOUT_HEELS
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.common.json_files import read_json
from posestudio.errors import KnownError

LEAST_NOISE = 1e-6
"""Least standard deviation of a noisy pose, metres: below it there is no noise to remove."""

FURTHEST = 1e5
"""Metres from the world's origin beyond which single precision does not resolve a joint's position."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known besides the keypoints, each part optional. World axes, metres.

    ``pins`` (P, B, 3) are joints whose position is given, nan where it is free. ``pose`` (P, B, 3) is a noisy guess
    of every joint, off by ``pose_noise`` metres (the standard deviation along each axis). Arrays without heels are
    completed: pins with free ones, a pose with those of stiff feet. ``bone_lengths`` are metres of some of
    `PROPORTIONS`, of everybody in the picture; thigh and shin together also give the scale. ``sides`` is False when
    left and right may be exchanged. Raises ValueError for arrays of another shape and for numbers out of range.
    """

    pins: np.ndarray | None = None
    pose: np.ndarray | None = None
    pose_noise: float = 0.05
    bone_lengths: Mapping[str, float] = field(default_factory=dict)
    sides: bool = True

    def __post_init__(self) -> None:
        for name in ("pins", "pose"):
            joints = getattr(self, name)
            if joints is not None:
                object.__setattr__(self, name, _checked_joints(name, joints))
        if not (_is_number(self.pose_noise) and self.pose_noise >= LEAST_NOISE):
            raise ValueError(f"pose_noise must be at least {LEAST_NOISE:g} metres, not {self.pose_noise!r}")
        if not isinstance(self.sides, bool):
            raise ValueError(f"sides must be true or false, not {self.sides!r}")
        if not isinstance(self.bone_lengths, Mapping):
            raise ValueError(f"bone_lengths: expected names with metres, not {self.bone_lengths!r}")
        if self.pins is not None and self.pose is not None and len(self.pins) != len(self.pose):
            raise ValueError(f"pins of {len(self.pins)} people and a pose of {len(self.pose)}")
        for name, length in self.bone_lengths.items():
            if name not in PROPORTIONS:
                raise ValueError(f"unknown bone {name!r}; expected one of {', '.join(PROPORTIONS)}")
            if not (_is_number(length) and 0.01 < length < 3):
                raise ValueError(f"bone_lengths: {name}: expected metres, not {length!r}")

    @property
    def anything(self) -> bool:
        """Whether anything is known."""
        return self.pins is not None or self.pose is not None or bool(self.bone_lengths) or not self.sides

    @property
    def pinned(self) -> np.ndarray:
        """(P,) bool: who has a pinned joint. Needs ``pins``."""
        assert self.pins is not None
        return np.isfinite(self.pins).any((1, 2))

    @property
    def people(self) -> int | None:
        """How many people the pins and the pose are of; None without these, when it applies to anybody."""
        return next((len(joints) for joints in (self.pins, self.pose) if joints is not None), None)

    def to_json(self) -> dict[str, Any]:
        """What applies to all people, bone lengths and sides, as JSON values."""
        return {"bone_lengths": dict(sorted(self.bone_lengths.items())), "sides": self.sides}

    @property
    def size(self) -> float | None:
        """The people's size over that of people with 0.86 m legs, when both leg bones are known."""
        if "thigh" not in self.bone_lengths or "shin" not in self.bone_lengths:
            return None
        return (self.bone_lengths["thigh"] + self.bone_lengths["shin"]) / LEG_LENGTH


def _checked_joints(name: str, joints: np.ndarray) -> np.ndarray:
    """The joints as float32, nan where they are not given. Raises ValueError that begins with ``name``."""
    with np.errstate(over="ignore"):
        joints = np.asarray(joints).astype(np.float32)
    if name == "pins" and joints.ndim == 3 and joints.shape[1:] == (len(JOINTS_WITHOUT_HEELS), 3):
        joints = np.pad(joints, ((0, 0), (0, 2), (0, 0)), constant_values=np.nan)
    joints = with_heels(joints)
    if joints.ndim != 3 or joints.shape[1:] != (len(BODY_JOINTS), 3):
        raise ValueError(f"{name}: expected (people, {len(BODY_JOINTS)}, 3), not {joints.shape}")
    given = np.isfinite(joints).all(-1)
    wrong = ~given & ~np.isnan(joints).all(-1) | (given & (np.abs(joints).max(-1) > FURTHEST))
    if wrong.any():
        person, joint = (int(index) for index in np.argwhere(wrong)[0])
        raise ValueError(
            f"{name}: person {person}: {BODY_JOINTS[joint]}: expected metres within"
            f" {FURTHEST:g} of the origin, not {joints[person, joint].tolist()}"
        )
    if name == "pose" and not given.all():
        raise ValueError("pose: every joint must be given; hold single joints with pins")
    if not given.any() and len(given):
        raise ValueError(f"{name}: expected at least one joint given")
    return np.where(given[..., None], joints, np.float32(np.nan))


def load_known(path: str | os.PathLike[str], people: int | None = None) -> Known:
    """Read a JSON file of what is known of ``people`` people, of any number where that is None.

    Keys: ``bone_lengths`` {name: metres}, ``sides`` true or false, ``pins`` and ``pose`` lists of a
    {joint name: [x, y, z]} for each person, ``pose_noise`` metres. Raises KnownError naming the file and location.
    """
    return _known(read_json(path, KnownError), people, str(path))


def load_keys(path: str | os.PathLike[str]) -> dict[int, Known]:
    """Read a JSON file of key poses of one person: an object that has, by the number of the frame, what `load_known`
    reads for one person, such as ``{"0": {"pins": [{"head": [0, 1.6, 0]}]}}``. Raises KnownError naming the file and
    location."""
    content = read_json(path, KnownError)
    if not isinstance(content, dict) or not content:
        raise KnownError(
            f"{path}: expected an object that has, by the number of a frame, what is known there"
        )
    keys = {}
    for frame, known in content.items():
        if not (frame.isascii() and frame.isdecimal() and len(frame) < 10):
            raise KnownError(f"{path}: expected the number of a frame, counted from 0, not {frame!r:.40}")
        keys[int(frame)] = _known(known, 1, f"{path}: frame {frame}")
    return dict(sorted(keys.items()))


def _known(content: Any, people: int | None, path: str) -> Known:
    """What a JSON object says of ``people``. Raises KnownError that begins with ``path``."""
    if not isinstance(content, dict):
        raise KnownError(f"{path}: expected an object with keys such as 'pins' and 'bone_lengths'")
    unknown = set(content) - set(Known.__dataclass_fields__)
    if unknown:
        raise KnownError(f"{path}: unknown key {sorted(unknown)[0]!r}")
    try:
        for name in ("pins", "pose"):
            if content.get(name) is not None:
                content[name] = _joints(content[name], people, name)
        return Known(**content)
    except (TypeError, ValueError) as error:
        raise KnownError(f"{path}: {error}") from error


def _is_number(value: Any) -> bool:
    """Whether it is a finite number that fits a float."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an int of hundreds of digits
        return False


def _joints(listed: Any, people: int | None, name: str) -> np.ndarray:
    """(P, B, 3) of a list of {joint name: [x, y, z]}, nan for joints that are not named. Raises ValueError."""
    if not isinstance(listed, list) or len(listed) != (len(listed) if people is None else people):
        many = "a list" if people is None else f"a list of {people}"
        raise ValueError(f"{name}: expected {many}, one for each person in the picture")
    joints = np.full((len(listed), len(BODY_JOINTS), 3), np.nan, np.float32)
    for person, positions in enumerate(listed):
        if not isinstance(positions, dict):
            raise ValueError(
                f"{name}: person {person}: expected joint names with [x, y, z], not {positions!r}"
            )
        for joint, position in positions.items():
            if joint not in BODY_INDEX:
                raise ValueError(f"{name}: person {person}: unknown joint {joint!r}")
            if not (isinstance(position, list) and len(position) == 3 and all(map(_is_number, position))):
                raise ValueError(f"{name}: person {person}: {joint}: expected [x, y, z], not {position}")
            joints[person, BODY_INDEX[joint]] = np.clip(
                position, -1e30, 1e30
            )  # fits a float, and is refused as too far
    return joints
