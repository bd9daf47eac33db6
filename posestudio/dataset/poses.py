"""The poses file: body joints of many frames, and where each came from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_JOINTS, JOINTS_WITHOUT_HEELS
from posestudio.common.atomic_files import atomic_write
from posestudio.common.npz_files import TEXT, WHOLE, Wanted, npz_shapes, read_npz
from posestudio.dataset.split import PoseCounts, split
from posestudio.errors import PosesError

FURTHEST = 1e5
"""Metres from the origin within which joints must lie."""


@dataclass(frozen=True)
class Poses:
    """N poses. ``joints`` (N, B, 3) metres, Y up; ``clip`` and ``subject`` (N,) str; ``frame`` (N,) int."""

    joints: np.ndarray
    clip: np.ndarray
    subject: np.ndarray
    frame: np.ndarray
    provenance: dict = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.joints)

    def where(self, chosen: np.ndarray) -> Poses:
        """The poses of a boolean mask or an index array."""
        return Poses(
            self.joints[chosen],
            self.clip[chosen],
            self.subject[chosen],
            self.frame[chosen],
            self.provenance,
        )

    def split(self, held_out: Sequence[str] = ()) -> tuple[Poses, Poses]:
        """(training, validation) poses by `dataset.split.split` of these poses alone."""
        chosen = split(PoseCounts.of_files([(self.subject, self.clip)]), held_out)
        mask = chosen.held_out(self.subject, self.clip)
        return self.where(~mask), self.where(mask)


def save_poses(path: str | os.PathLike[str], poses: Poses) -> None:
    """Write a poses file (NPZ, joints as float16 metres relative to the hips' ground position)."""
    with atomic_write(path) as temporary, open(temporary, "wb") as stream:
        np.savez_compressed(
            stream,
            joints=poses.joints.astype(np.float16),
            joint_names=np.array(BODY_JOINTS),
            clip=poses.clip.astype(np.str_),
            subject=poses.subject.astype(np.str_),
            frame=poses.frame.astype(np.int32),
            provenance=np.array(json.dumps(poses.provenance)),
        )


ARRAYS = {
    "joints": Wanted(("poses", "joints", 3), "f"),
    "joint_names": Wanted(("joints",), TEXT),
    "clip": Wanted(("poses",), TEXT, optional=True),
    "subject": Wanted(("poses",), TEXT, optional=True),
    "frame": Wanted(("poses",), WHOLE, optional=True),
    "provenance": Wanted((), TEXT, optional=True),
}
"""The arrays of a poses file."""

CONTENT = "poses, as 'posestudio convert' writes them"


def load_poses(path: str | os.PathLike[str]) -> Poses:
    """Read a poses file. Raises PosesError when it is not one, or is of other joints than BODY_JOINTS. Heels
    that an older file does not have are added."""
    content = read_npz(path, ARRAYS, CONTENT, PosesError)
    provenance = _provenance(path, str(content.get("provenance", "{}")))
    return checked_poses(path, content["joints"], tuple(content["joint_names"]), content, provenance)


def checked_poses(
    path: str | os.PathLike[str],
    joints: np.ndarray,
    names: tuple[str, ...],
    of_poses: Mapping[str, np.ndarray],
    provenance: dict[str, Any],
) -> Poses:
    """Poses of ``joints`` (N, J, 3) with these names, and of the clip, subject and frame ``of_poses``, where they are
    there. Raises PosesError naming the ``path`` for other joints, and where one is not finite or far off."""
    if tuple(names) == JOINTS_WITHOUT_HEELS:
        joints = with_heels(joints.astype(np.float32))
    elif tuple(names) != BODY_JOINTS:
        raise PosesError(
            f"{path}: holds the joints {', '.join(map(str, names[:5]))}, ...: convert the clips again"
        )
    if not len(joints):
        raise PosesError(f"{path}: holds no poses")
    if not np.isfinite(joints).all():
        bad = int(np.argwhere(~np.isfinite(joints))[0][0])
        raise PosesError(f"{path}: pose {bad} has a joint that is not finite")
    if float(np.abs(joints).max()) > FURTHEST:
        raise PosesError(f"{path}: has joints further than {FURTHEST:g} m from the middle")
    count = len(joints)
    return Poses(
        joints.astype(np.float32),
        of_poses.get("clip", np.full(count, "")),
        of_poses.get("subject", np.full(count, "")),
        of_poses.get("frame", np.arange(count)),
        provenance,
    )


def read_pose_counts(file: str | os.PathLike[str]) -> PoseCounts:
    """The poses of a file by subject and clip, without reading the joints. Raises PosesError naming the file."""
    content = read_npz(file, {name: ARRAYS[name] for name in ("clip", "subject")}, CONTENT, PosesError)
    count = npz_shapes(file, {"joints": ARRAYS["joints"]}, CONTENT, PosesError)["joints"][0]
    unknown = np.full(count, "")
    subject, clip = content.get("subject", unknown), content.get("clip", unknown)
    if not len(subject) == len(clip) == count:
        raise PosesError(f"{file}: expected a clip and a subject for each of its {count} poses")
    return PoseCounts.of_files([(subject, clip)])


def _provenance(path: str | os.PathLike[str], text: str) -> dict[str, Any]:
    try:
        provenance = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise PosesError(f"{path}: provenance: expected JSON") from problem
    if not isinstance(provenance, dict):
        raise PosesError(f"{path}: provenance: expected an object")
    return provenance
