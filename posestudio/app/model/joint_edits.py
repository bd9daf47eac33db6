"""Edits of the joints of one person, in the picture and in space, as functions from one state to the next.

Joints of the picture are the 23 points of `person_points`, joints in space are body joints; ``body`` (29, 3) is the
selected hypothesis in world metres, or None while there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from posestudio.app.common.joint_names import joint_name
from posestudio.app.common.translation import marked, tr, tr_n
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.person_points import EXTRA, completed, points_of, shown
from posestudio.app.model.state import BODY_OF_POINT, POINT_OF_BODY, Pins, State
from posestudio.body.layouts import BODY_JOINTS, FACE_JOINTS, OBSERVED_23, OBSERVED_KEYPOINTS, to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, Keypoints

VISIBILITY_NAMES = {VISIBLE: marked("visible"), OCCLUDED: marked("occluded"), MISSING: marked("missing")}
_NEXT_VISIBILITY = {VISIBLE: OCCLUDED, OCCLUDED: MISSING, MISSING: VISIBLE}
_INDEX = {name: index for index, name in enumerate(OBSERVED_KEYPOINTS)}
_STANCE = tuple(_INDEX[f"{side}_{part}"] for part in ("hip", "ankle") for side in ("left", "right"))
_LIMBS = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle", "toe", "heel"))
_HEAD = [_INDEX[name] for name in (*FACE_JOINTS, "head_top")]


class Change(NamedTuple):
    """An edit: its name in the undo history, and the state after it."""

    text: str
    state: State


def joint_title(joint: int) -> str:
    """'left wrist' for the point's index."""
    return joint_name(OBSERVED_KEYPOINTS[joint])


def body_title(joint: int) -> str:
    """'left wrist' for the body joint's index."""
    return joint_name(BODY_JOINTS[joint])


def with_children(joints: Iterable[int]) -> frozenset[int]:
    """Points and those further out: elbow and wrist with a shoulder, foot with an ankle, the head with the nose."""
    found = set(joints)
    for side in ("left", "right"):
        for chain in _LIMBS:
            indices = [_INDEX[f"{side}_{part}"] for part in chain]
            first = next((index for index, joint in enumerate(indices[:3]) if joint in found), len(chain))
            found |= set(indices[first:])
    if _INDEX["nose"] in found:
        found |= set(_HEAD)
    return frozenset(found)


def _name(joints: list[int], title: Callable[[int], str]) -> str:
    return title(joints[0]) if len(joints) == 1 else tr_n("%n joint", "%n joints", len(joints))


def _marked_text(joints: list[int], visibility: int) -> str:
    return tr(
        "Mark {joint} {visibility}",
        joint=_name(joints, joint_title),
        visibility=tr(VISIBILITY_NAMES[visibility]),
    )


# -- in the picture


def shown_points(state: State, body: np.ndarray | None) -> np.ndarray:
    """Pixels (23, 2) where joints are drawn: a joint without a known position is where ``body`` has it."""
    points, unplaced = state.points.copy(), state.unplaced
    if body is not None and unplaced.any():
        seen = state.camera.project(to_keypoints(body, OBSERVED_23))
        unplaced &= np.isfinite(seen).all(-1)
        points[unplaced] = seen[unplaced]
    return points


def moved(state: State, points: np.ndarray, joints: Iterable[int]) -> Change:
    """Points ``joints`` at their pixels in ``points``, (23, 2) or COCO's (17, 2). Missing ones become visible; a
    pinned one takes its pin along, as far from the camera as it was.

    In a motion made from nothing, the first joint of a frame also places hips and ankles, where they are in
    ``points``: else a moved hand would take the whole body along."""
    joints = list(joints)
    name = _name(joints, joint_title)
    joints = list(dict.fromkeys([*joints, *_STANCE] if _begins_key(state) else joints))
    placed, visibility = state.points.copy(), state.visibility.copy()
    placed[joints] = completed(points, state.points)[joints]
    visibility[[joint for joint in joints if visibility[joint] == MISSING]] = VISIBLE
    pins = dict(state.pinned)
    for joint in set(joints) & {POINT_OF_BODY[pin] for pin in pins if pin in POINT_OF_BODY}:
        pin = BODY_OF_POINT[joint]
        pins[pin] = at_depth_of(pins[pin], placed[joint], state.camera)
    after = replace(
        state,
        keypoint_edits=state.keypoint_edits_with(placed, visibility),
        pins=state.with_pins(pins),
        poses=state.with_posed(None),
    )
    return Change(tr("Move {joint}", joint=name), after)


def _begins_key(state: State) -> bool:
    """Whether nobody was seen in the frame, and nothing has been placed in it."""
    edit = state.keypoint_edit
    nothing = not state.pinned and (edit is None or not edit.places_any)
    return nothing and isinstance(state.source, AnimationSource)


def visibility_cycled(state: State, body: np.ndarray | None, joints: Iterable[int]) -> Change:
    """Visible -> occluded -> missing -> visible: all of ``joints`` as the first of them."""
    joints = list(joints)
    points, visibility = state.points.copy(), state.visibility.copy()
    following = _NEXT_VISIBILITY[int(visibility[joints[0]])]
    visibility[joints] = following
    if following == VISIBLE:
        points[joints] = shown_points(state, body)[joints]
    text = _marked_text(joints, following)
    return Change(text, replace(state, keypoint_edits=state.keypoint_edits_with(points, visibility)))


def marked_missing(state: State, joints: Iterable[int]) -> Change | None:
    """Points ``joints`` as missing; None where all of them are."""
    joints = [joint for joint in joints if state.visibility[joint] != MISSING]
    if not joints:
        return None
    visibility = state.visibility.copy()
    visibility[joints] = MISSING
    text = _marked_text(joints, MISSING)
    return Change(text, replace(state, keypoint_edits=state.keypoint_edits_with(state.points, visibility)))


def reset(state: State) -> Change | None:
    """The joints as the source has them in this frame, without pins; None where nothing was edited."""
    key = (state.frame, state.person)
    if key not in state.keypoint_edits and not state.pinned and state.posed is None:
        return None
    rest = {other: value for other, value in state.keypoint_edits.items() if other != key}
    return Change(
        tr("Reset keypoints"),
        replace(
            state,
            keypoint_edits=MappingProxyType(rest),
            pins=state.with_pins({}),
            poses=state.with_posed(None),
        ),
    )


def mirrored(state: State) -> Change | None:
    """The person reflected about its own middle: the left arm's pose becomes the right one's. Pins are removed."""
    return _replaced(tr("Mirror pose"), state, state.keypoints().mirrored())


def sides_swapped(state: State) -> Change | None:
    """Left joints named right and right ones left; nothing moves. Pins are removed."""
    return _replaced(tr("Swap left and right"), state, state.keypoints().swapped())


def pasted(state: State, pose: Keypoints) -> Change | None:
    """The joints of the first person in ``pose``, at the same pixels. Pins are removed."""
    return _replaced(tr("Paste pose"), state, pose.person(0)) if pose.people else None


def snapped(state: State, body: np.ndarray | None) -> Change | None:
    """Every joint where the camera sees it in ``body``."""
    if body is None:
        return None
    seen = np.asarray(state.camera.project(to_keypoints(body, OBSERVED_23)), np.float64)
    there = np.isfinite(seen).all(-1) & shown(state.visibility)
    points, visibility = state.points.astype(np.float64), state.visibility.copy()
    points[there] = seen[there]
    visibility[there & (visibility == MISSING)] = VISIBLE
    return Change(
        tr("Match keypoints to 3D pose"),
        replace(state, keypoint_edits=state.keypoint_edits_with(points, visibility)),
    )


def extra_added(state: State, body: np.ndarray | None) -> Change | None:
    """Those of neck, head top, toes and heels that are missing where the camera sees them in ``body``; None where
    none is missing."""
    if body is None or state.empty:
        return None
    seen = np.asarray(state.camera.project(to_keypoints(body, OBSERVED_23)), np.float64)
    added = [
        joint for joint in EXTRA if state.visibility[joint] == MISSING and np.isfinite(seen[joint]).all()
    ]
    if not added:
        return None
    points, visibility = state.points.astype(np.float64), state.visibility.copy()
    points[added], visibility[added] = seen[added], VISIBLE
    return Change(
        tr("Add feet, neck and head top"),
        replace(state, keypoint_edits=state.keypoint_edits_with(points, visibility)),
    )


def extra_removed(state: State) -> Change | None:
    """Neck, head top, toes and heels as missing; None where they are."""
    change = marked_missing(state, EXTRA)
    return None if change is None else change._replace(text=tr("Remove feet, neck and head top"))


def _replaced(text: str, state: State, pose: Keypoints) -> Change | None:
    if state.empty:
        return None
    points, visibility = points_of(pose)
    absent = [joint for joint in EXTRA if visibility[joint] == MISSING]
    points[absent] = state.given(state.person)[0][absent]
    keypoint_edits = state.keypoint_edits_with(points, visibility)
    return Change(
        text,
        replace(state, keypoint_edits=keypoint_edits, pins=state.with_pins({}), poses=state.with_posed(None)),
    )


# -- in space


def pins_toggled(state: State, body: np.ndarray | None, joints: Iterable[int]) -> Change | None:
    """Body ``joints`` pinned where ``body`` has them, or unpinned where all of them are pinned; None for nothing."""
    joints, pins = list(joints), dict(state.pinned)
    if not joints:
        return None
    name = _name(joints, body_title)
    if all(joint in pins for joint in joints):
        for joint in joints:
            del pins[joint]
        # They stay where they were seen.
        keypoint_edits = state.keypoint_edits_with(state.points, state.visibility)
        return Change(
            tr("Unpin {joint}", joint=name),
            replace(state, pins=state.with_pins(pins), keypoint_edits=keypoint_edits),
        )
    if body is None:
        return None
    pins |= {joint: np.array(body[joint], np.float64) for joint in joints if joint not in pins}
    poses = state.poses if state.views else state.with_posed(body)  # the chosen pose stays what it is
    return Change(tr("Pin {joint}", joint=name), replace(state, pins=state.with_pins(pins), poses=poses))


def pins_removed(state: State) -> Change | None:
    """The person without pins in this frame; None where there are none."""
    return pins_toggled(state, None, state.pinned)


def pulled(state: State, joint: int, point: np.ndarray, body: np.ndarray | None = None) -> Change | None:
    """A body joint pinned at ``point`` (3,), world metres; None for a point behind the camera. In a frame of a motion
    made from nothing, the first pin also places hips and ankles where they are in ``body``; see `moved`."""
    if not state.camera.to_camera(point)[2] > 0:
        return None
    if _begins_key(state) and body is not None:
        state = moved(state, shown_points(state, body), _STANCE).state
    pins: Pins = {**state.pinned, joint: np.asarray(point, np.float64)}
    after = replace(state, pins=state.with_pins(pins), poses=state.with_posed(None))
    return Change(tr("Pull {joint}", joint=body_title(joint)), after)


def at_depth_of(point: np.ndarray, pixel: np.ndarray, camera: Camera) -> np.ndarray:
    """(3,) the world point seen at ``pixel`` (2,), as deep before the camera as ``point`` (3,)."""
    depth = camera.to_camera(point)[2]
    return np.asarray(camera.to_world(np.append(camera.rays(pixel), 1.0) * depth), np.float64)
