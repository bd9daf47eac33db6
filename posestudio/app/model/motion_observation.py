"""What the solver of a motion gets of a state: keypoints and pins in every frame, and the camera. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.motion_state import Range, Ranges, without
from posestudio.app.model.person_points import POINTS, K, extra_of, points_of
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.state import State
from posestudio.body.layouts import OBSERVED_23, to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.known import Known

HELD_NOISE = 0.001
"""Noise over the person's size of joints placed by hand: motions go through them (`point_paths.SURE_NOISE`)."""

_ENOUGH = 6
"""Observed joints whose extent is taken for the person's size."""


def motion_range(state: State) -> Range:
    """The first and last frame that are played and exported: those from in to out."""
    last = max(state.source.frames - 1, 0)
    if state.motion.trim is None:
        return 0, last
    return min(state.motion.trim[0], last), min(state.motion.trim[1], last)


def motion_camera(state: State) -> Camera:
    """The one camera that the keypoints of all frames are seen by: that of the first frame."""
    if state.empty:
        return state.camera
    camera = state.at_frame(0).camera
    if isinstance(state.source, ClipSource):  # goes along with the body: equal but for rounding
        camera = replace(camera, t=np.round(camera.t, 5))
    return camera


def motion_keypoints(
    state: State, frames: Iterable[int] | None = None, person: int | None = None
) -> list[Keypoints]:
    """The person's keypoints in ``frames``, by default in all frames of the source, with all edits applied.

    Each entry has one person with the person's number as ``tracks`` and ``noise`` in pixels, or nobody where no
    keypoint is known. Of those placed by hand the noise is small.
    """
    person = state.person if person is None else person
    camera = motion_camera(state)
    nobody = Keypoints(np.zeros((0, 17, 2)), size=camera.size)
    numbers = range(state.source.frames) if frames is None else frames
    return [_seen(state, at, person, camera, nobody) for at in numbers]


def motion_keys(state: State, person: int | None = None) -> dict[int, Known]:
    """{frame: pins} of the person, where there are any; of a pose made by hand all joints."""
    person = state.person if person is None else person
    pinned = {at for (at, who), pins in state.pins.items() if who == person and pins}
    posed = {at for at, who in state.poses if who == person}
    frames = sorted(at for at in pinned | posed if at < state.source.frames)
    known = {at: _held(state, at, person) for at in frames}
    return {at: pins for at, pins in known.items() if pins is not None}


def _held(state: State, frame: int, person: int) -> Known | None:
    """The joints that are held in a frame; None where there are none."""
    pins = state.at_frame(frame).lift_input(person).known
    pose = state.poses.get((frame, person))
    if pose is None:
        return pins
    joints = np.array(pose[None], np.float32)
    if pins is not None and pins.pins is not None:
        joints = np.where(np.isfinite(pins.pins), pins.pins, joints)
    return Known(pins=joints)


def changed_frames(before: State, after: State) -> list[int] | None:
    """Frames, ascending, in which what the solver gets of the person differs; None where all of it may."""
    person = after.person
    whole = any(getattr(before, name) is not getattr(after, name) for name in ("source", "settings"))
    if whole or before.person != person:
        return None
    if before.camera is not after.camera and motion_camera(before) != motion_camera(after):
        return None
    changed: set[int] = set()
    for field in ("keypoint_edits", "pins", "poses"):
        one, other = getattr(before, field), getattr(after, field)
        if one is not other:
            keys = one.keys() | other.keys()
            changed |= {
                at for at, who in keys if who == person and one.get((at, who)) is not other.get((at, who))
            }
    if before.motion is not after.motion:
        for was, now in (
            (before.motion.swapped, after.motion.swapped),
            (before.motion.missing, after.motion.missing),
        ):
            changed |= _difference(was.get(person, ()), now.get(person, ()))
    return sorted(at for at in changed if at < after.source.frames)


def _difference(one: Ranges, other: Ranges) -> set[int]:
    """Frames in one of them alone."""
    result: set[int] = set()
    for kept, removed in ((one, other), (other, one)):
        for frames in removed:
            kept = without(kept, frames)
        result |= {at for first, last in kept for at in range(first, last + 1)}
    return result


def _seen(state: State, frame: int, person: int, camera: Camera, nobody: Keypoints) -> Keypoints:
    there = state.at_frame(frame)
    if not (there.observe(person)[1] != MISSING).any():
        return nobody
    seen = there.lift_input(person)
    keypoints = replace(seen.keypoints, noise=None)
    edit = state.keypoint_edits.get((frame, person))
    moved = np.zeros(POINTS, bool) if edit is None else edit.moved
    placed = moved | isinstance(state.source, AnimationSource)
    size = _size(there, person, keypoints)
    noise = np.where(placed[:K], HELD_NOISE, seen.noise) * size
    if placed[K:].any() and keypoints.extra is not None:
        given = np.full((1, POINTS - K), np.nan) if keypoints.extra_noise is None else keypoints.extra_noise
        keypoints = replace(keypoints, extra_noise=np.where(placed[K:], HELD_NOISE * size, given))
    if isinstance(state.source, ClipSource) and there.camera != camera:
        keypoints = _from_elsewhere(keypoints, state.source.bodies[frame], there.camera, camera)
    return replace(
        keypoints, noise=noise[None], tracks=np.array([person]), alternatives=None, alternative_shares=None
    )


def _size(there: State, person: int, keypoints: Keypoints) -> float:
    """The person's size in pixels. A few joints that were placed alone say nothing of it: then it is that of all
    joints where they are shown, and at least a quarter of the picture's height."""
    size = float(person_size(keypoints)[0])
    if keypoints.observed.sum() >= _ENOUGH:
        return size
    around = float(np.ptp(there.observe(person)[0], axis=0).max())
    return max(size, around, keypoints.size[1] / 4 if keypoints.size else 1.0)


def _from_elsewhere(keypoints: Keypoints, body: np.ndarray, seen_by: Camera, camera: Camera) -> Keypoints:
    """Keypoints seen by a camera that moves along with a clip's ``body`` (29, 3), as another camera sees them.

    Each is as deep before the first camera as the body's joint is."""
    depth = seen_by.to_camera(to_keypoints(body, OBSERVED_23))[:, 2:]
    points, visibility = points_of(keypoints)
    rays = np.concatenate([seen_by.rays(points), np.ones((len(depth), 1))], -1)
    points = camera.project(seen_by.to_world(rays * depth))
    return replace(keypoints, points=points[None, :K], extra=extra_of(points, visibility))
