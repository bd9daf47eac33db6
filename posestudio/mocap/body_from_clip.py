"""A clip of any rig as the canonical body joints: metres, Y up, the person as the file turns them.

In order: the people in the clip, the rig's match, handedness, the body's joints, unit, up axis.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.proportions import LEG_LENGTH
from posestudio.body.skeleton import Clip
from posestudio.errors import BodyWarning, RigError
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.handedness import evidence_of_sides
from posestudio.mocap.people import people_of
from posestudio.mocap.rig_body import JointPositions, body_joints, checked_leg_length, rest_trunk
from posestudio.mocap.rig_files import Rig
from posestudio.mocap.rig_matching import RigMatch, match_rig
from posestudio.mocap.units import UNITS, metres_per_unit
from posestudio.mocap.up_axis import UpAxis, find_up

_TURNED_UP = {  # columns of the body's x, y and z in the file's axes, and their signs
    "y": ((0, 1, 2), (1, 1, 1)),
    "z": ((0, 2, 1), (1, 1, -1)),
    "-y": ((0, 1, 2), (1, -1, -1)),
    "-z": ((0, 2, 1), (1, -1, 1)),
}


@dataclass(frozen=True)
class ClipBody:
    """A clip's body: ``joints`` (F, B, 3) float32 as to_body gives them, the rig's ``match``, and the file's
    ``axes`` as they were given or decided, with the ``certainty`` of the up axis.

    ``remarks`` are sentences about unusual decisions, ``warnings`` about what may be wrong; ``people`` is how many
    the file holds.
    """

    joints: np.ndarray
    match: RigMatch
    axes: FileAxes
    certainty: float = 1.0
    people: int = 1
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def summary(self) -> str:
        """One line: the rig, the up axis and its certainty, the unit, the handedness."""
        metres = self.axes.unit or 1.0
        unit = next((name for name, value in UNITS.items() if value == metres), f"{metres:.4g} m per unit")
        up = f"{(self.axes.up or 'y').upper()} up ({self.certainty:.0%} sure)"
        return f"rig {self.match.profile}, {up}, {unit}, {self.axes.handedness}-handed"


def to_body(
    clip: Clip,
    *,
    rig: str | Mapping[str, str] | None = None,
    up: str | None = None,
    unit: float | None = None,
    handedness: str | None = None,
    person: int | None = None,
) -> np.ndarray:
    """Canonical body joints of a clip: (F, B, 3) float32, world metres, Y up, facing as in the file.

    ``rig`` corrects the roles of joints (see match_rig), ``up`` is the file's vertical axis, 'y' or 'z' ('-y',
    '-z'), ``unit`` the metres of a file unit, ``handedness`` 'left' where the file's axes are a left hand's,
    ``person`` the number of the person where there are several; what is None is decided from the clip. Face, hands
    and toes that a rig lacks are made from the joints that it has. Raises RigError when there is no body in the
    skeleton; warns (BodyWarning) when a decision is not certain. See read_body for what was decided.
    """
    read = read_body(clip, rig=rig, axes=FileAxes(up, unit, handedness), person=person)
    for words in read.warnings:
        warnings.warn(f"{clip.name}: {words}" if clip.name else words, BodyWarning, stacklevel=2)
    return read.joints


def read_body(
    clip: Clip,
    *,
    rig: str | Mapping[str, str] | None = None,
    axes: FileAxes | None = None,
    person: int | None = None,
) -> ClipBody:
    """A clip's body and what was decided about its axes, unit and rig; see to_body.

    What ``axes`` do not give is taken from ``rig`` where that is a Rig, else decided from the clip's motion.
    """
    given = axes or FileAxes()
    if isinstance(rig, Rig):
        given = given.with_defaults(rig.axes)
    people = people_of(clip)
    if person is not None and not 0 <= person < len(people):
        raise RigError(f"person {person}: expected 0 to {len(people) - 1}, of those in the clip")
    clip = people[person or 0]
    if len(people) > 1 and isinstance(rig, Mapping):
        rig = {role: name for role, name in rig.items() if name in clip.skeleton.joint_names}
    match = match_rig(clip.skeleton, rig)
    uncertain = list(match.doubts)
    if len(people) > 1 and person is None:
        uncertain.append(
            f"{len(people)} people are in the clip; the first was taken (--person 1: the second)"
        )
    if not len(clip):
        empty = np.zeros((0, len(BODY_JOINTS), 3), np.float32)
        return ClipBody(empty, match, given, people=len(people), warnings=tuple(uncertain))
    if match.relative_root or clip.has_relative_positions():
        clip = clip.with_offsets_added()
    remarks: list[str] = []
    positions = JointPositions(clip, match)
    handedness = given.handedness
    if handedness is None:
        handedness, words = _handedness(positions)
        uncertain += words
    if handedness == "left":
        clip = clip.mirrored()
        positions = JointPositions(clip, match)
    body = body_joints(clip, match, positions)
    leg = checked_leg_length(body)
    unit = given.unit
    if unit is None:
        unit = metres_per_unit(leg)
        if unit not in UNITS.values():
            remarks.append(
                f"legs of {leg:.3g} units fit no known unit; they were made {LEG_LENGTH:g} m long (--unit sets it)"
            )
    body *= unit
    upward = (
        UpAxis(given.up) if given.up else find_up(body, rest_trunk(clip.skeleton, match), clip.frame_time)
    )
    if upward.axis != "y" and given.up is None:
        remarks.append(f"the file has {upward.axis.upper()} up ({upward.certainty:.0%} sure)")
    if not upward.sure:
        uncertain.append(
            f"{upward.axis.upper()} was taken for up, but {upward.runner_up.upper()} may be"
            f" ({upward.certainty:.0%} sure; --up {upward.runner_up} sets it)"
        )
    columns, signs = _TURNED_UP[upward.axis]
    body = body[..., columns] * np.array(signs)
    return ClipBody(
        body.astype(np.float32),
        match,
        FileAxes(upward.axis, unit, handedness),
        upward.certainty,
        len(people),
        tuple(remarks),
        tuple(uncertain),
    )


def _handedness(positions: JointPositions) -> tuple[str, list[str]]:
    """'right' or 'left', and what may be wrong with that."""
    sides = evidence_of_sides(positions.at, positions.toes())
    if sides.mirrored:
        signs = [name for name, value in (("toes point", sides.toes), ("knees bend", sides.knees)) if value]
        against = " and ".join(signs)
        return "left", [
            f"{against} backwards for the names of the sides: it was taken for a left-handed file, and x turned round"
            " (--handedness right keeps it)"
        ]
    if sides.doubtful:
        return "right", ["toes and knees do not agree on which side is left; the names were kept"]
    return "right", []
