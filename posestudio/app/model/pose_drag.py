"""Dragging joints with bone lengths kept: from the pose that a gesture began with to the one that a hand has made.
No Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr
from posestudio.app.model import pose_edits
from posestudio.app.model.joint_edits import Change, body_title
from posestudio.app.model.state import BODY_OF_POINT, State
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.posing import on_floor, rotated, solve
from posestudio.posing.floor import floor_of
from posestudio.posing.rays import place_on_ray, within_reach
from posestudio.posing.whole import leftwards

_NEAR_FLOOR = 0.1
"""Metres between the lowest foot and the source's floor up to which a pose stands on it."""


class Manner(NamedTuple):
    """How joints are dragged; see `posing_options`."""

    feet_on_floor: bool = False
    symmetric: bool = False


class PoseDrag(NamedTuple):
    """The state and the chosen body (29, 3) as they were when a gesture began."""

    start: State
    body: np.ndarray

    def moved(
        self,
        state: State,
        places: Mapping[int, np.ndarray],
        manner: Manner,
        sight: np.ndarray | None = None,
    ) -> Change | None:
        """Body joints dragged to ``places`` (3,), world metres; the rest stays as far as it can, pinned joints do.
        Limbs that do not reach so far are stretched along ``sight`` (3,), the direction in which they are seen."""
        if sight is not None:
            places = {joint: within_reach(self.body, joint, place, sight) for joint, place in places.items()}
        pins = {joint: place for joint, place in self.start.pinned.items() if joint not in places}
        pose = solve(self.body, places, pins, self._floor(manner), manner.symmetric)
        return self._posed(state, pose, places, tr("Move {joint}", joint=pose_edits.names_of(places)))

    def moved_in_picture(
        self, state: State, points: np.ndarray, joints: Collection[int], manner: Manner
    ) -> Change | None:
        """Keypoints ``joints`` dragged to their pixels in ``points`` (23, 2), each as far from the camera as changes
        least."""
        camera = state.camera
        eye = np.asarray(camera.position, np.float64)
        places = {}
        for joint in joints:
            through = np.asarray(camera.to_world(np.append(camera.rays(points[joint]), 1.0)), np.float64)
            if np.isfinite(through).all():
                body = BODY_OF_POINT[joint]
                places[body] = place_on_ray(self.body, body, eye, through - eye)
        return self.moved(state, places, manner) if places else None

    def turned(
        self, state: State, joint: int, rotation: np.ndarray, degrees: float, manner: Manner
    ) -> Change | None:
        """All beyond a body joint turned about it by ``rotation`` (3, 3), world axes, which is by so many degrees;
        pinned joints stay."""
        pose = rotated(self.body, joint, rotation)
        other = BODY_MIRROR[joint]
        if manner.symmetric and other != joint:
            flip = np.eye(3) - 2 * np.outer(*[leftwards(self.body)] * 2)
            pose = rotated(pose, other, flip @ rotation @ flip)
        floor = self._floor(manner)
        if self.start.pinned:
            pose = solve(pose, {}, self.start.pinned, floor)
        elif floor is not None:
            pose = on_floor(pose, floor)
        what = tr("figure") if joint == 0 else body_title(joint)
        text = tr("Rotate {joint} {degrees}\u00b0", joint=what, degrees=number(degrees))
        return self._posed(state, pose, (), text)

    def _posed(self, state: State, pose: np.ndarray, dragged: Collection[int], text: str) -> Change | None:
        return pose_edits.posed(state, self.start, self.body, pose, dragged, text)

    def _floor(self, manner: Manner) -> float | None:
        """The height of the floor, where feet are to stay above it: the source's, or that of the lowest foot."""
        if not manner.feet_on_floor:
            return None
        lowest, stated = floor_of(self.body), self.start.source.floor
        return stated if stated is not None and abs(stated - lowest) < _NEAR_FLOOR else lowest
