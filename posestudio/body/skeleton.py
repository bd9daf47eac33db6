"""Skeletons, their motion, and forward kinematics, in a file's own units and axes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

ROTATION_CHANNELS = ("Xrotation", "Yrotation", "Zrotation")
POSITION_CHANNELS = ("Xposition", "Yposition", "Zposition")


@dataclass(frozen=True)
class Skeleton:
    """A tree of J joints, parents before children.

    ``parents`` (J,) holds -1 for a root; ``offsets`` (J, 3) the rest translation from the parent.
    ``channels`` names each joint's BVH channels in file order. ``end_sites`` maps a joint's index
    to the offset (3,) of its End Site, for the joints that have one.
    """

    joint_names: tuple[str, ...]
    parents: np.ndarray
    offsets: np.ndarray
    channels: tuple[tuple[str, ...], ...]
    end_sites: dict[int, np.ndarray] = field(default_factory=dict)

    @property
    def channel_starts(self) -> np.ndarray:
        """(J + 1,) column of each joint's first channel in the motion's values."""
        return np.concatenate([[0], np.cumsum([len(names) for names in self.channels])])


@dataclass(frozen=True)
class Motion:
    """Channel values (F, C) as BVH holds them: positions in file units, rotations in degrees."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Clip:
    """A skeleton and its motion. ``frame_time`` is in seconds; ``warnings`` says what reading mended."""

    skeleton: Skeleton
    motion: Motion
    frame_time: float
    name: str = ""
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.motion)
