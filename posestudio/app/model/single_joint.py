"""Edits of single joints, and what is known of one: its place, state, confidence, spread and limits. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.joint_edits import VISIBILITY_NAMES, Change, joint_title, shown_points
from posestudio.app.model.person_points import points_of
from posestudio.app.model.state import BODY_OF_POINT, POINT_OF_BODY, State
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.limits import CHILD_BONES, LIMBS, LIMITED_BONES, bundled_limits, directions_of
from posestudio.body.mirroring import OBSERVED_MIRROR
from posestudio.geometry.sphere import direction_of
from posestudio.keypoints import MISSING, VISIBLE
from posestudio.lifting.result import Lifted

_ENDS = {"upper_arm": "elbow", "forearm": "wrist", "thigh": "knee", "shin": "ankle"}


def _end_of(bone: str) -> int:
    """The body joint at the outer end of a bone with limits."""
    if bone == "head":
        return BODY_INDEX["head_top"]
    side, part = bone.split("_", 1)
    return BODY_INDEX[f"{side}_{_ENDS[part]}"]


BONE_OF_JOINT = {_end_of(bone): index for index, bone in enumerate(LIMITED_BONES)}
"""For body joints at the end of a bone with limits: its index in `LIMITED_BONES`."""


def with_visibility(state: State, body: np.ndarray | None, joints: Iterable[int], value: int) -> Change:
    """Points ``joints`` as visible, occluded or missing; those that were missing where ``body`` has them."""
    joints = list(joints)
    points, visibility = state.points.copy(), state.visibility.copy()
    absent = [joint for joint in joints if visibility[joint] == MISSING]
    if value != MISSING and absent:
        points[absent] = shown_points(state, body)[absent]
    visibility[joints] = value
    text = tr("Mark {joint} {visibility}", joint=_name(joints), visibility=tr(VISIBILITY_NAMES[value]))
    return Change(text, replace(state, keypoint_edits=state.keypoint_edits_with(points, visibility)))


def _name(joints: list[int]) -> str:
    return joint_title(joints[0]) if len(joints) == 1 else tr_n("%n joint", "%n joints", len(joints))


def placed(state: State, joint: int) -> bool:
    """Whether a point was moved by hand, or its state set."""
    edit = state.keypoint_edit
    return edit is not None and bool(edit.placed[joint])


def reset(state: State, joints: Iterable[int]) -> Change | None:
    """Points ``joints`` as the source has them, unpinned; None where none was edited."""
    joints = list(joints)
    pins = {body: place for body, place in state.pinned.items() if body not in _bodies(joints)}
    if not any(placed(state, joint) for joint in joints) and len(pins) == len(state.pinned):
        return None
    given, seen = state.given(state.person)
    points, visibility = state.points.astype(np.float64), state.visibility.copy()
    points[joints], visibility[joints] = given[joints], seen[joints]
    after = replace(state, pins=state.with_pins(pins))
    edits = after.keypoint_edits_with(points, visibility)
    return Change(tr("Reset {joint}", joint=_name(joints)), replace(after, keypoint_edits=edits))


def mirrored_to_other_side(state: State, joint: int) -> Change | None:
    """The joint's counterpart where this one is in the mirrored pose; None for a joint of the middle."""
    other = OBSERVED_MIRROR[joint]
    if other == joint or state.visibility[joint] == MISSING:
        return None
    mirrored, _ = points_of(state.keypoints().mirrored())
    points, visibility = state.points.astype(np.float64), state.visibility.copy()
    points[other], visibility[other] = mirrored[other], VISIBLE
    edits = state.keypoint_edits_with(points, visibility)
    text = tr("Mirror {joint} to {other}", joint=joint_title(joint), other=joint_title(other))
    return Change(text, replace(state, keypoint_edits=edits))


def _bodies(joints: Iterable[int]) -> set[int]:
    return {BODY_OF_POINT[joint] for joint in joints}


@dataclass(frozen=True)
class Spread:
    """How far a joint's places in the hypotheses are from their mean, hips aligned, or from where its keypoint is:
    standard deviations in metres, in depth and across the picture, and the covariance (3, 3) in the world."""

    depth: float
    across: float
    covariance: np.ndarray


def spread_of(result: Lifted, body: int) -> Spread | None:
    """The spread of a body joint; None for a single hypothesis, and for the hips, which are where all are aligned.

    Hypotheses that all miss the joint's keypoint agree with each other and are wrong at least by that: it is added.
    """
    joints = result.joints[0]
    if body == 0 or len(joints) < 2 or not np.isfinite(joints[:, [0, body]]).all():
        return None
    places = np.asarray(joints[:, body] - joints[:, 0], np.float64)
    depth, across = result.uncertainty[0, body]
    off = _beside_keypoint(result, body)
    covariance = np.cov(places.T) + off**2 * np.eye(3)
    return Spread(float(np.hypot(depth, off)), float(np.hypot(across, off)), covariance)


def _beside_keypoint(result: Lifted, body: int) -> float:
    """Metres across the picture between a body joint's keypoint and where the hypothesis that comes nearest to it has
    the joint; 0 where the keypoint is not known."""
    point = POINT_OF_BODY.get(body)
    points, visibility = points_of(result.keypoints)
    if point is None or visibility[point] == MISSING:
        return 0.0
    places = np.asarray(result.joints[0, :, body], np.float64)
    pixels = np.linalg.norm(result.camera.project(places) - points[point], axis=-1)
    off = pixels * result.camera.to_camera(places)[:, 2] / float(result.camera.K[1, 1])
    nearest = float(off.min())
    return nearest if np.isfinite(nearest) else 0.0


def beyond_limits(limits: np.ndarray | None, rank: int, body: int) -> bool:
    """Whether the bone that ends at a body joint is beyond the joint limits in the hypothesis of that rank."""
    bone = BONE_OF_JOINT.get(body)
    return limits is not None and bone is not None and rank < len(limits) and bool(limits[rank, bone])


def degrees_beyond(pose: np.ndarray, body: int) -> float:
    """How far, in degrees, the bone of a pose (29, 3) that ends at a body joint is from the nearest direction within
    the joint limits; 0 for a joint without limits."""
    index = BONE_OF_JOINT.get(body)
    if index is None or not np.isfinite(pose).all():
        return 0.0
    side, _, part = LIMITED_BONES[index].partition("_")
    part, row, parent = part or side, 1 if side == "right" else 0, None
    if part in CHILD_BONES:
        upper = next(limb.upper for limb in LIMBS if limb.lower == part)
        parent = directions_of(pose[None], upper)[0, row]
    allowed = bundled_limits().allowed_directions(part, parent)
    if not allowed.any():
        return 0.0
    azimuth, elevation = np.nonzero(allowed)
    nearest = (direction_of(azimuth + 0.5, elevation + 0.5) @ directions_of(pose[None], part)[0, row]).max()
    return float(np.degrees(np.arccos(np.clip(nearest, -1, 1))))
