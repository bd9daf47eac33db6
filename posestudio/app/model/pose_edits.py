"""Edits of a person's whole pose by hand, as functions from one state to the next. No Qt.

The pose is what is chosen from then on; the keypoints of what moved in it lie where the camera sees them, and the
other hypotheses are those that explain these keypoints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.joint_edits import Change, body_title
from posestudio.app.model.person_points import K, shown
from posestudio.app.model.state import POINT_OF_BODY, State
from posestudio.body.layouts import OBSERVED_23, to_keypoints
from posestudio.keypoints import MISSING, VISIBLE

_SEEN_TO_MOVE = 0.05
"""Pixels of the picture that a keypoint has to move to lie where the camera sees the pose from then on."""


def posed(
    state: State, start: State, before: np.ndarray, pose: np.ndarray, dragged: Iterable[int], text: str
) -> Change | None:
    """The person in ``pose`` (29, 3), which was made of the body ``before`` (29, 3) that was chosen in the state
    ``start``: keypoints that moved since then lie where they are seen, those of ``dragged`` body joints become
    visible. None for a pose that is not all in front of the camera."""
    if not (state.camera.to_camera(pose)[:, 2] > 0).all():
        return None
    was, now = (_seen(state, body) for body in (before, pose))
    moved = np.isfinite(now).all(-1) & ~(np.abs(now - was).max(-1) < _SEEN_TO_MOVE)
    points, visibility = start.points.astype(np.float64), start.visibility.copy()
    if not (visibility[:K] != MISSING).any():  # nobody was seen: the whole pose is
        return applied(state, pose, text)
    points[moved] = now[moved]
    dragged = list(dragged)
    for joint in {POINT_OF_BODY[joint] for joint in dragged if joint in POINT_OF_BODY}:
        if visibility[joint] == MISSING and shown(visibility)[joint]:
            visibility[joint] = VISIBLE
    pins = {
        **state.pinned,
        **{joint: pose[joint].astype(np.float64) for joint in dragged if joint in state.pinned},
    }
    return _with_pose(replace(state, pins=state.with_pins(pins)), pose, points, visibility, text)


def applied(state: State, pose: np.ndarray, text: str = "") -> Change | None:
    """The person in exactly ``pose`` (29, 3), world metres: every keypoint lies where the camera sees it, and where
    no keypoint was known all become visible. Pins go along. None without a person, and for a pose behind the
    camera."""
    seen = _seen(state, pose)
    if state.empty or not np.isfinite(seen).all() or not (state.camera.to_camera(pose)[:, 2] > 0).all():
        return None
    points, visibility = state.points.astype(np.float64), state.visibility.copy()
    if not (visibility[:K] != MISSING).any():
        visibility[:K] = VISIBLE
    points[shown(visibility)] = seen[shown(visibility)]
    pins = state.with_pins({joint: np.asarray(pose[joint], np.float64) for joint in state.pinned})
    return _with_pose(replace(state, pins=pins), pose, points, visibility, text or tr("Apply pose"))


def pose_discarded(state: State) -> Change | None:
    """The person without a pose made by hand: the keypoints stay, and say alone what is sampled. None without one."""
    if state.posed is None:
        return None
    return Change(tr("Discard pose made by hand"), replace(state, poses=state.with_posed(None)))


def kept(state: State, body: np.ndarray, joint: int) -> Change:
    """The chosen ``body`` (29, 3) as the pose made by hand, without the pin of a body ``joint``."""
    pins = {other: place for other, place in state.pinned.items() if other != joint}
    edits = state.keypoint_edits_with(state.points, state.visibility)  # they stay where they were seen
    after = replace(state, pins=state.with_pins(pins), keypoint_edits=edits, poses=state.with_posed(body))
    return Change(tr("Pull {joint}", joint=body_title(joint)), after)


def names_of(joints: Iterable[int], title: Callable[[int], str] = body_title) -> str:
    """'left wrist', or how many joints."""
    listed = list(joints)
    return title(listed[0]) if len(listed) == 1 else tr_n("%n joint", "%n joints", len(listed))


def _seen(state: State, pose: np.ndarray) -> np.ndarray:
    """(23, 2) pixels where the camera sees the points of a pose."""
    return np.asarray(state.camera.project(to_keypoints(pose, OBSERVED_23)), np.float64)


def _with_pose(
    state: State, pose: np.ndarray, points: np.ndarray, visibility: np.ndarray, text: str
) -> Change:
    edits = state.keypoint_edits_with(points, visibility)
    return Change(text, replace(state, keypoint_edits=edits, poses=state.with_posed(pose)))
