"""Any rig of the world -> the canonical body joints: metres, Y up, the person as the file turns them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.body.proportions import LEG_LENGTH, leg_length
from posestudio.body.skeleton import Clip, Skeleton
from posestudio.errors import BodyWarning, RigError
from posestudio.mocap.axes import FileAxes
from posestudio.mocap.handedness import look_at_sides
from posestudio.mocap.people import people_of
from posestudio.mocap.rig_files import Rig, load_rig, load_rigs, save_rig
from posestudio.mocap.rig_head import head_points
from posestudio.mocap.rig_matching import REQUIRED, RigMatch, joints_above, match_rig
from posestudio.mocap.upright import Upward, find_up

__all__ = [
    "BodyRead",
    "FileAxes",
    "Rig",
    "RigMatch",
    "load_rig",
    "load_rigs",
    "match_rig",
    "read_body",
    "save_rig",
    "to_body",
]

UNITS = {"metres": 1.0, "decimetres": 0.1, "inches": 0.0254, "centimetres": 0.01, "millimetres": 0.001}
_PLAUSIBLE_LEG = (0.62, 1.08)  # metres of thigh and shin, children of ten to very tall adults

SPINE_AT, CHEST_AT = 0.3, 0.65
"""Where the canonical spine and chest lie on the way from the hips to the neck: rigs have one to five
joints there, at places of their own choosing."""

_TURNED_UP = {  # columns of the body's x, y and z in the file's axes, and their signs
    "y": ((0, 1, 2), (1, 1, 1)),
    "z": ((0, 2, 1), (1, 1, -1)),
    "-y": ((0, 1, 2), (1, -1, -1)),
    "-z": ((0, 2, 1), (1, -1, 1)),
}


@dataclass(frozen=True)
class BodyRead:
    """A clip's body: ``joints`` (F, B, 3) float32 as to_body gives them, the rig's ``match``, and the file's
    ``axes`` as they were told or decided. ``remarks`` say what was decided that is out of the ordinary,
    ``warnings`` what may be wrong with it; ``people`` is how many the file holds."""

    joints: np.ndarray
    match: RigMatch
    axes: FileAxes
    certainty: float = 1.0
    people: int = 1
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def summary(self) -> str:
        """One line: the rig, which axis is up and how surely, the unit, the handedness."""
        metres = self.axes.unit or 1.0
        unit = next((name for name, value in UNITS.items() if value == metres), f"{metres:.4g} m a unit")
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

    ``rig`` corrects which joint is what (see match_rig), ``up`` is the file's vertical axis, 'y' or 'z' ('-y',
    '-z'), ``unit`` the metres of a file unit, ``handedness`` 'left' where the file's axes are a left hand's,
    ``person`` whom to take of several; what is None is found out from the clip. What a rig lacks is made up
    from what it has: face, hands, toes. Raises RigError when there is no body in the skeleton; warns
    (BodyWarning) when what was found out is not certain. See read_body for what was decided.
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
) -> BodyRead:
    """A clip's body and what was decided about its axes, unit and rig; see to_body.

    What ``axes`` don't tell is taken from ``rig`` where that is a Rig, else decided from the clip's motion.
    """
    told = axes or FileAxes()
    if isinstance(rig, Rig):
        told = told.over(rig.axes)
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
        return BodyRead(empty, match, told, people=len(people), warnings=tuple(uncertain))
    if match.relative_root or clip.has_relative_positions():
        clip = clip.with_offsets_added()
    remarks: list[str] = []
    places = _Places(clip, match)
    handedness = told.handedness
    if handedness is None:
        handedness, words = _handedness(places)
        uncertain += words
    if handedness == "left":
        clip = clip.mirrored()
        places = _Places(clip, match)
    body = _body(clip, match, places)
    leg = _leg_length(body)
    unit = told.unit
    if unit is None:
        unit = metres_per_unit(leg)
        if unit not in UNITS.values():
            remarks.append(
                f"legs of {leg:.3g} units fit no known unit; they were made {LEG_LENGTH:g} m long (--unit tells it)"
            )
    body *= unit
    upward = Upward(told.up) if told.up else find_up(body, _rest_trunk(clip.skeleton, match), clip.frame_time)
    if upward.axis != "y" and told.up is None:
        remarks.append(f"the file has {upward.axis.upper()} up ({upward.certainty:.0%} sure)")
    if not upward.sure:
        uncertain.append(
            f"{upward.axis.upper()} was taken for up, but {upward.runner_up.upper()} may be"
            f" ({upward.certainty:.0%} sure; --up {upward.runner_up} tells it)"
        )
    columns, signs = _TURNED_UP[upward.axis]
    body = body[..., columns] * np.array(signs)
    return BodyRead(
        body.astype(np.float32),
        match,
        FileAxes(upward.axis, unit, handedness),
        upward.certainty,
        len(people),
        tuple(remarks),
        tuple(uncertain),
    )


class _Places:
    """Where a clip's joints are: ``all`` (F, J, 3) and ``ends`` (F, 3) of End Sites in file units, and those ``at``
    each role."""

    def __init__(self, clip: Clip, match: RigMatch) -> None:
        self.all = clip.positions().astype(np.float64)
        self.ends = clip.end_positions()
        self.at = {role: self.all[:, joint] for role, joint in match.joints.items()}
        self.match = match

    def toes(self) -> dict[str, np.ndarray]:
        """(F, 3) of each side's toes that the rig has, or the end of its foot."""
        found = {}
        for side in ("left", "right"):
            ankle = self.match.joints[f"{side}_ankle"]
            toe = self.at.get(f"{side}_toe", self.ends.get(ankle))
            if toe is not None:
                found[side] = toe
        return found


def _handedness(places: _Places) -> tuple[str, list[str]]:
    """'right' or 'left', and what may be wrong with that."""
    sides = look_at_sides(places.at, places.toes())
    if sides.mirrored:
        signs = [name for name, value in (("toes point", sides.toes), ("knees bend", sides.knees)) if value]
        told = " and ".join(signs)
        return "left", [
            f"{told} backwards for the names of the sides: it was taken for a left-handed file, and x turned round"
            " (--handedness right keeps it)"
        ]
    if sides.doubtful:
        return "right", ["toes and knees do not agree on which side is left; the names were kept"]
    return "right", []


def _body(clip: Clip, match: RigMatch, places: _Places) -> np.ndarray:
    """(F, B, 3) body joints in file units and axes."""
    body = np.zeros((len(places.all), len(BODY_JOINTS), 3))
    for role in REQUIRED:
        body[:, BODY_INDEX[role]] = places.at[role]
    for side in ("left", "right"):
        body[:, BODY_INDEX[f"{side}_hand"]] = _hand(side, match, places.at, places.ends, body)
        body[:, BODY_INDEX[f"{side}_toe"]] = _toe(side, match, places.at, places.ends, body)
    _fill_trunk(body, clip.skeleton, match, places.all)
    scale = _leg_length(body) / LEG_LENGTH
    rotations = clip.rotations()[:, match.joints["head"]] if "head" in match.joints else None
    for name, points in head_points(clip.skeleton, match, places.all, rotations, body, scale).items():
        body[:, BODY_INDEX[name]] = points
    return body


def _rest_trunk(skeleton: Skeleton, match: RigMatch) -> np.ndarray:
    """(3,) from hips to shoulders in the rest pose."""
    rest = skeleton.rest_positions().astype(float)
    ends = [
        rest[[match.joints[f"left_{part}"], match.joints[f"right_{part}"]]].mean(0)
        for part in ("hip", "shoulder")
    ]
    return ends[1] - ends[0]


def _hand(
    side: str, match: RigMatch, at: dict[str, np.ndarray], ends: dict[int, np.ndarray], body: np.ndarray
) -> np.ndarray:
    """Base of the middle finger: the rig's, unless it lies in the wrist; else along the forearm."""
    wrist, elbow = body[:, BODY_INDEX[f"{side}_wrist"]], body[:, BODY_INDEX[f"{side}_elbow"]]
    forearm = wrist - elbow
    length = np.linalg.norm(forearm, axis=-1, keepdims=True)
    reach = 0.36 * np.median(length)  # wrist to knuckle over elbow to wrist
    for point in (at.get(f"{side}_hand"), ends.get(match.joints[f"{side}_wrist"])):
        if point is not None:
            away = point - wrist
            distance = float(np.median(np.linalg.norm(away, axis=-1)))
            if 0.5 * reach < distance < 2.5 * reach:
                return point
            if 0.02 * reach < distance:  # the right way, but a rig's dummy length
                return wrist + away * (reach / distance)
    return wrist + forearm / np.maximum(length, 1e-9) * reach


def _toe(
    side: str, match: RigMatch, at: dict[str, np.ndarray], ends: dict[int, np.ndarray], body: np.ndarray
) -> np.ndarray:
    """Ball of the foot: the rig's toe base, else on the way to the foot's end, else before the ankle."""
    toe, ankle, knee = (
        at.get(f"{side}_toe"),
        body[:, BODY_INDEX[f"{side}_ankle"]],
        body[:, BODY_INDEX[f"{side}_knee"]],
    )
    shin = knee - ankle
    length = float(np.median(np.linalg.norm(shin, axis=-1)))
    if toe is not None and np.median(np.linalg.norm(toe - ankle, axis=-1)) > 0.1 * length:
        return toe
    end = ends.get(match.joints[f"{side}_ankle"])
    if end is not None and np.median(np.linalg.norm(end - ankle, axis=-1)) > 0.1 * length:
        return ankle + 0.8 * (end - ankle)
    across = body[:, BODY_INDEX["left_hip"]] - body[:, BODY_INDEX["right_hip"]]
    forward = np.cross(across, shin)
    forward /= np.maximum(np.linalg.norm(forward, axis=-1, keepdims=True), 1e-9)
    down = -shin / np.maximum(np.linalg.norm(shin, axis=-1, keepdims=True), 1e-9)
    return ankle + length * (0.26 * forward + 0.14 * down)


def _fill_trunk(body: np.ndarray, skeleton: Skeleton, match: RigMatch, places: np.ndarray) -> None:
    """Set hips, neck, and spine and chest at fixed shares of the line through the rig's own spine."""
    hips = (body[:, BODY_INDEX["left_hip"]] + body[:, BODY_INDEX["right_hip"]]) / 2
    shoulders = (body[:, BODY_INDEX["left_shoulder"]] + body[:, BODY_INDEX["right_shoulder"]]) / 2
    top = match.joints.get("neck", match.joints.get("head"))
    line = [hips]
    if top is None:
        neck = shoulders
    else:
        above_legs = joints_above(skeleton, top)[1:]
        shared = set(joints_above(skeleton, match.joints["left_hip"]))
        line += [places[:, joint] for joint in reversed(above_legs) if joint not in shared]
        if "neck" in match.joints:
            neck = places[:, top]
        elif len(line) > 1:
            neck = 0.5 * (shoulders + places[:, top])
        else:
            neck = shoulders
    line.append(neck)
    body[:, BODY_INDEX["hips"]], body[:, BODY_INDEX["neck"]] = hips, neck
    path = np.stack(line, axis=1)
    body[:, BODY_INDEX["spine"]] = _along(path, SPINE_AT)
    body[:, BODY_INDEX["chest"]] = _along(path, CHEST_AT)


def _along(path: np.ndarray, share: float) -> np.ndarray:
    """(F, 3) points at a share of the length of the polylines (F, P, 3)."""
    steps = np.diff(path, axis=1)
    lengths = np.linalg.norm(steps, axis=-1)
    wanted = share * lengths.sum(1, keepdims=True)
    before = np.cumsum(lengths, axis=1) - lengths
    done = np.clip((wanted - before) / np.maximum(lengths, 1e-9), 0, 1)
    return path[:, 0] + (steps * done[..., None]).sum(1)


def _leg_length(body: np.ndarray) -> float:
    """`leg_length` of a body (F, B, 3). Raises RigError where that is zero."""
    length = leg_length(body)
    if not length > 0:
        raise RigError("the skeleton's legs have no length")
    return length


def metres_per_unit(leg: float) -> float:
    """The unit in which a leg of ``leg`` file units is a person's; 0.86 m legs where no known unit fits."""
    low, high = _PLAUSIBLE_LEG
    fitting = [unit for unit in UNITS.values() if low <= leg * unit <= high]
    return min(fitting, key=lambda unit: abs(np.log(leg * unit / LEG_LENGTH)), default=LEG_LENGTH / leg)
