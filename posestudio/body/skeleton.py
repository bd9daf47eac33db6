"""Skeletons, their motion, and forward kinematics, in a file's own units and axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

ROTATION_CHANNELS = ("Xrotation", "Yrotation", "Zrotation")
POSITION_CHANNELS = ("Xposition", "Yposition", "Zposition")

_NEAR_ZERO = 1e-3  # of the longest OFFSET
_FRAMES_AT_ONCE = 1024  # a block's arrays stay in the processor's cache


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
        return np.concatenate([[0], np.cumsum([len(names) for names in self.channels])]).astype(int)

    @property
    def channel_count(self) -> int:
        """C, the number of values in a frame."""
        return sum(len(names) for names in self.channels)

    def children(self, joint: int) -> tuple[int, ...]:
        """Indices of the joint's children, in order."""
        return tuple(int(child) for child in np.flatnonzero(np.asarray(self.parents) == joint))

    def path_to_root(self, joint: int) -> list[int]:
        """``joint`` and its ancestors, up to the root."""
        path = []
        while joint >= 0:
            path.append(joint)
            joint = int(self.parents[joint])
        return path

    def descendants(self, joint: int) -> list[int]:
        """All joints below ``joint``, the nearer ones first."""
        found = [joint]
        for one in found:
            found.extend(self.children(one))
        return found[1:]

    def rest_positions(self) -> np.ndarray:
        """(J, 3) joints with every rotation zero and every OFFSET as it stands, in file units."""
        positions = np.array(self.offsets, dtype=np.float64)
        for joint, parent in enumerate(self.parents):
            if parent >= 0:
                positions[joint] += positions[parent]
        return positions.astype(np.float32)


@dataclass(frozen=True)
class Motion:
    """Channel values (F, C) as BVH holds them: positions in file units, rotations in degrees."""

    values: np.ndarray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Clip:
    """A skeleton and its motion. ``frame_time`` is in seconds; ``warnings`` are sentences about what was
    repaired when it was read."""

    skeleton: Skeleton
    motion: Motion
    frame_time: float
    name: str = ""
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.motion)

    @property
    def fps(self) -> float:
        """Frames per second."""
        return 1.0 / self.frame_time

    def positions(self) -> np.ndarray:
        """(F, J, 3) float32 positions of all joints, in the file's units and axes."""
        return forward_kinematics(self.skeleton, self.motion.values)

    def rotations(self) -> np.ndarray:
        """(F, J, 3, 3) float32 global rotations: each takes a joint's own axes to the file's."""
        return global_rotations(self.skeleton, self.motion.values)

    def end_positions(self) -> dict[int, np.ndarray]:
        """(F, 3) float32 position of each End Site, by the index of the joint that carries it."""
        return end_positions(self.skeleton, self.motion.values)

    def has_relative_positions(self) -> bool:
        """Whether the position channels below the roots are meant as deltas to OFFSET.

        They are taken for that when all of them stay near zero where OFFSET does not: read as the
        format has it, they would fold the skeleton into a point. See with_offsets_added.
        """
        below = [column for column in self._position_columns() if self.skeleton.parents[column[0]] >= 0]
        offsets = [abs(self.skeleton.offsets[joint][axis]) for joint, axis, _ in below]
        moved = np.abs(self.motion.values[:, [column for _, _, column in below]])
        return bool(below) and bool(moved.max(initial=0.0) < _NEAR_ZERO * max(offsets))

    def with_offsets_added(self) -> Clip:
        """The same clip with each joint's OFFSET added to its position channels.

        For files, MakeHuman's among them, whose position channels are deltas to OFFSET.
        """
        values = np.array(self.motion.values, dtype=np.float64)
        for joint, axis, column in self._position_columns():
            values[:, column] += self.skeleton.offsets[joint][axis]
        return replace(self, motion=Motion(values))

    def mirrored(self) -> Clip:
        """The same clip with its x axis turned round: a left-handed file made right-handed."""
        flip = np.array([-1.0, 1.0, 1.0])
        skeleton = replace(
            self.skeleton,
            offsets=self.skeleton.offsets * flip,
            end_sites={joint: end * flip for joint, end in self.skeleton.end_sites.items()},
        )
        channels = [channel for channels in self.skeleton.channels for channel in channels]
        turned = [-1.0 if name in ("Xposition", "Yrotation", "Zrotation") else 1.0 for name in channels]
        return replace(self, skeleton=skeleton, motion=Motion(self.motion.values * np.array(turned)))

    def select(self, frames: slice | np.ndarray | list[int]) -> Clip:
        """The same clip with only these frames (a slice, indices or a mask)."""
        return replace(self, motion=Motion(self.motion.values[frames]))

    def _position_columns(self) -> list[tuple[int, int, int]]:
        """(joint, axis, column of the values) of every position channel."""
        starts = self.skeleton.channel_starts
        return [
            (joint, POSITION_CHANNELS.index(channel), int(column))
            for joint, channels in enumerate(self.skeleton.channels)
            for column, channel in enumerate(channels, starts[joint])
            if channel in POSITION_CHANNELS
        ]


def forward_kinematics(skeleton: Skeleton, values: np.ndarray) -> np.ndarray:
    """(F, J, 3) float32 joint positions from channel values (F, C), in file units and axes.

    A joint's rotation is the product of its rotation channels in file order, R = R1 @ R2 @ R3, in
    degrees; its position channels replace its OFFSET, axis by axis. Channels of other names are
    ignored. Raises ValueError when ``values`` does not hold the skeleton's C channels.
    """
    values = _checked(skeleton, values)
    positions = np.empty((len(values), len(skeleton.parents), 3), dtype=np.float32)
    turned = np.zeros(len(skeleton.parents), dtype=bool)  # a leaf's rotation moves no joint
    turned[[parent for parent in skeleton.parents if parent >= 0]] = True
    for frames, block, _ in _posed_blocks(skeleton, values, turned):
        positions[frames] = block.transpose(2, 0, 1)
    return positions


def global_rotations(skeleton: Skeleton, values: np.ndarray) -> np.ndarray:
    """(F, J, 3, 3) float32 rotations from each joint's axes to the file's; see forward_kinematics."""
    values = _checked(skeleton, values)
    rotations = np.empty((len(values), len(skeleton.parents), 3, 3), dtype=np.float32)
    for frames, _, axes in _posed_blocks(skeleton, values, np.ones(len(skeleton.parents), dtype=bool)):
        rotations[frames] = axes.transpose(3, 0, 2, 1)
    return rotations


def end_positions(skeleton: Skeleton, values: np.ndarray) -> dict[int, np.ndarray]:
    """(F, 3) float32 position of each End Site by its joint's index; see forward_kinematics."""
    values = _checked(skeleton, values)
    ends = {joint: np.empty((len(values), 3), dtype=np.float32) for joint in skeleton.end_sites}
    for frames, positions, axes in _posed_blocks(
        skeleton, values, np.ones(len(skeleton.parents), dtype=bool)
    ):
        for joint, offset in skeleton.end_sites.items():
            ends[joint][frames] = (positions[joint] + _turn(axes[joint], [float(x) for x in offset])).T
    return ends


def _checked(skeleton: Skeleton, values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != skeleton.channel_count:
        raise ValueError(f"expected values (frames, {skeleton.channel_count}), got {values.shape}")
    return values


def _posed_blocks(
    skeleton: Skeleton, values: np.ndarray, turned: np.ndarray
) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """Yield (frames, positions (J, 3, f) float64, axes (J, 3, 3, f) float32) block by block.

    ``axes[j, a]`` is the global direction of joint j's own axis a, so the columns of its rotation;
    it is only filled where ``turned`` (J,) says so. Frames lie last, so that every operation runs
    along contiguous memory. Positions add up in double precision: a root kilometres from the origin
    costs the limbs nothing.
    """
    joints = len(skeleton.parents)
    starts = [int(start) for start in skeleton.channel_starts]
    offsets = np.asarray(skeleton.offsets, dtype=np.float64).tolist()
    identity = np.eye(3, dtype=np.float32)[:, :, None]
    for first in range(0, len(values), _FRAMES_AT_ONCE):
        frames = slice(first, min(first + _FRAMES_AT_ONCE, len(values)))
        columns = np.ascontiguousarray(values[frames].T)
        whole_turns = 360.0 * np.rint(columns / 360.0)  # a float32 has no digits to spare for them
        radians = np.deg2rad(columns - whole_turns).astype(np.float32)
        sines, cosines = np.sin(radians), np.cos(radians)
        positions = np.empty((joints, 3, columns.shape[1]))
        axes = np.empty((joints, 3, 3, columns.shape[1]), dtype=np.float32)
        for joint, parent in enumerate(skeleton.parents):
            shift: list = list(offsets[joint])
            rotations = []
            for column, channel in enumerate(skeleton.channels[joint], starts[joint]):
                if channel in POSITION_CHANNELS:
                    shift[POSITION_CHANNELS.index(channel)] = columns[column]
                elif channel in ROTATION_CHANNELS:
                    rotations.append((ROTATION_CHANNELS.index(channel), column))
            if parent < 0:
                for axis in range(3):
                    positions[joint, axis] = shift[axis]
            else:
                np.add(positions[parent], _turn(axes[parent], shift), out=positions[joint])
            if turned[joint]:
                axes[joint] = identity if parent < 0 else axes[parent]
                for axis, column in rotations:
                    _rotate(axes[joint], axis, sines[column], cosines[column])
        yield frames, positions, axes


def _turn(axes: np.ndarray, vector: list) -> np.ndarray:
    """(3, f) the vector's three components, numbers or (f,), along axes (3, 3, f)."""
    return axes[0] * vector[0] + axes[1] * vector[1] + axes[2] * vector[2]


def _rotate(axes: np.ndarray, axis: int, sine: np.ndarray, cosine: np.ndarray) -> None:
    """Multiply rotations, given as axes (3, 3, f), by one about ``axis`` from the right, in place."""
    second, third = (axis + 1) % 3, (axis + 2) % 3
    turned = axes[second] * cosine + axes[third] * sine
    axes[third] = axes[third] * cosine - axes[second] * sine
    axes[second] = turned
