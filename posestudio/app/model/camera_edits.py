"""Edits of the virtual camera as functions from one state to the next, and the cameras that sources begin with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.app.model.camera_orbit import NEAREST, STEEPEST, Orbit, on_axis, orbit_of
from posestudio.app.model.lifted_source import camera_for
from posestudio.app.model.sources import HIPS, ClipSource, KeypointsSource, Source
from posestudio.app.model.state import ASSUMED_TARGET, SecondView, State
from posestudio.geometry.camera import ASSUMED_FOV, Camera


def first_camera(source: Source, size: tuple[int, int]) -> tuple[Camera, np.ndarray]:
    """A camera that sees the first frame of a source, and the target (3,) it orbits about. ``size`` (width, height)
    is its picture's, unless the source states one."""
    if isinstance(source, ClipSource):
        target = standing_target(source.bodies[0])
        distance = max(2.2, 1.65 * float(np.ptp(source.bodies[0][:, 1])))
        return Orbit(0.0, 5.0, 0.0, distance, ASSUMED_FOV).apply(Camera.default(size), target), target
    return camera_for(source, stated_size(source) or size), ASSUMED_TARGET


def stated_size(source: Source) -> tuple[int, int] | None:
    """(width, height) of the picture that keypoints are in, where their file states it."""
    return source.size if isinstance(source, KeypointsSource) else None


def orbit_in(state: State) -> Orbit:
    """How the camera stands about its target."""
    return orbit_of(state.camera, _target(state))


def orbited(state: State, orbit: Orbit) -> State:
    """The camera moved to ``orbit`` about its target."""
    target = _target(state)
    return moved_to(state, orbit.apply(state.camera, target), target)


def moved_to(state: State, camera: Camera, target: np.ndarray) -> State:
    """The camera moved by hand to where ``camera`` is; known cameras of other views move along."""
    return carried_along(replace(state, camera=camera, target=target), state.camera)


def carried_along(state: State, before: Camera) -> State:
    """``state``, whose first camera was ``before`` and has been moved by hand: the known cameras of other views move
    with it, as if they stood on one frame."""
    if all(view.camera is None for view in state.views) or before is state.camera:
        return state
    now = state.camera
    turn = before.R.T @ now.R  # from the world after to the world before
    shift = before.R.T @ (now.t - before.t)

    def moved(view: SecondView) -> SecondView:
        camera = view.camera
        if camera is None:
            return view
        return replace(view, camera=camera.posed(camera.R @ turn, camera.R @ shift + camera.t))

    return replace(state, views=tuple(map(moved, state.views)))


def orbit_at(state: State, position: np.ndarray) -> Orbit:
    """The orbit of the camera moved to a world point (3,), looking at its target as before."""
    away = np.asarray(position, np.float64) - _target(state)
    distance = max(float(np.linalg.norm(away)), NEAREST)
    return replace(
        orbit_in(state),
        azimuth=float(np.degrees(np.arctan2(away[0], away[2]))),
        elevation=float(np.clip(np.degrees(np.arcsin(away[1] / distance)), -STEEPEST, STEEPEST)),
        distance=distance,
    )


def with_camera(state: State, camera: Camera) -> State:
    """Another camera, scaled to the size of the picture where there is one; the target lies in front of it.

    Raises CameraError for a camera whose picture has another shape.
    """
    size = stated_size(state.source)
    if size is None and state.picture is not None:
        size = state.picture.size
    if size is not None:
        camera = camera.for_picture(size)
    distance = max(float(np.linalg.norm(camera.position - state.target)), 0.5)
    return replace(state, camera=camera, target=camera.position + distance * camera.R[2])


def aimed_at(state: State, body: np.ndarray) -> State:
    """The camera turned to a body (29, 3), as far away as before."""
    target = standing_target(body)
    return moved_to(state, orbit_in(state).apply(state.camera, target), target)


def standing_target(body: np.ndarray) -> np.ndarray:
    """(3,) the middle of a body's height, on the vertical through its hips."""
    hips = body[HIPS].astype(np.float64)
    hips[1] = (body[:, 1].min() + body[:, 1].max()) / 2
    return hips


def _target(state: State) -> np.ndarray:
    """(3,) the target, moved onto the line of sight where the camera does not look at it."""
    return on_axis(state.camera, state.target)
