"""What hands do to the joints of the person being edited, in the picture and in space."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.model.state import BODY_OF_COCO, COCO_OF_BODY, Pins
from posestudio.body.layouts import BODY_JOINTS, COCO_INDEX, COCO_KEYPOINTS, to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, Keypoints

if TYPE_CHECKING:
    from posestudio.app.model.document import Document

VISIBILITY_NAMES = {VISIBLE: "visible", OCCLUDED: "occluded", MISSING: "missing"}
_NEXT_VISIBILITY = {VISIBLE: OCCLUDED, OCCLUDED: MISSING, MISSING: VISIBLE}
_LIMBS = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"))
_FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")


def joint_title(joint: int) -> str:
    """'left wrist' for the COCO keypoint's index."""
    return COCO_KEYPOINTS[joint].replace("_", " ")


def body_title(joint: int) -> str:
    """'left wrist' for the body joint's index."""
    return BODY_JOINTS[joint].replace("_", " ")


def with_children(joints: Iterable[int]) -> frozenset[int]:
    """COCO joints and all that hangs on them: elbow and wrist on a shoulder, the face on the nose."""
    found = set(joints)
    for side in ("left", "right"):
        for chain in _LIMBS:
            indices = [COCO_INDEX[f"{side}_{part}"] for part in chain]
            first = next((place for place, joint in enumerate(indices) if joint in found), len(chain))
            found |= set(indices[first:])
    if COCO_INDEX["nose"] in found:
        found |= {COCO_INDEX[name] for name in _FACE}
    return frozenset(found)


def _name(joints: list[int]) -> str:
    return joint_title(joints[0]) if len(joints) == 1 else f"{len(joints)} joints"


class JointEdits:
    """Edits of one document; each is an undo entry, or part of the gesture's."""

    def __init__(self, document: Document) -> None:
        self._document = document

    # -- in the picture

    def places(self) -> np.ndarray:
        """Pixels (17, 2) where joints are shown: a joint that nobody has placed is where the chosen
        hypothesis has it."""
        state, body = self._document.state, self._document.chosen_body()
        places, unplaced = state.points.copy(), state.unplaced
        if body is not None and unplaced.any():
            seen = state.camera.project(to_keypoints(body))
            unplaced &= np.isfinite(seen).all(-1)
            places[unplaced] = seen[unplaced]
        return places

    def move(self, places: np.ndarray, joints: Iterable[int]) -> None:
        """Put COCO ``joints`` at their pixels in ``places`` (17, 2), in the gesture under way. Missing ones
        become visible; a pinned one takes its pin along, as far from the camera as it was."""
        state, joints = self._document.state, list(joints)
        points, visibility = state.points.copy(), state.visibility.copy()
        points[joints] = np.asarray(places)[joints]
        visibility[[joint for joint in joints if visibility[joint] == MISSING]] = VISIBLE
        held = dict(state.pinned)
        for joint in set(joints) & {COCO_OF_BODY[pin] for pin in held if pin in COCO_OF_BODY}:
            body = BODY_OF_COCO[joint]
            held[body] = at_depth_of(held[body], points[joint], state.camera)
        self._document.edit(
            f"Move {_name(joints)}",
            in_gesture=True,
            retouches=state.retouched(points, visibility),
            pins=state.with_pins(held),
        )

    def cycle_visibility(self, joints: Iterable[int]) -> None:
        """Visible -> occluded -> missing -> visible, all of ``joints`` as the first of them."""
        joints, state = list(joints), self._document.state
        points, visibility = state.points.copy(), state.visibility.copy()
        following = _NEXT_VISIBILITY[int(visibility[joints[0]])]
        visibility[joints] = following
        if following == VISIBLE:
            points[joints] = self.places()[joints]
        text = f"Mark {_name(joints)} {VISIBILITY_NAMES[following]}"
        self._document.edit(text, retouches=state.retouched(points, visibility))

    def reset(self) -> None:
        """Back to what the source says about this frame; pins are let go."""
        state = self._document.state
        key = (state.frame, state.person)
        if key in state.retouches or state.pinned:
            rest = {other: value for other, value in state.retouches.items() if other != key}
            self._document.edit("Reset joints", retouches=MappingProxyType(rest), pins=state.with_pins({}))

    def mirror(self) -> None:
        """Reflect the person about its own middle: the left arm's pose becomes the right one's. Pins are let go."""
        self._replace("Mirror pose", self.copied().mirrored())

    def swap_sides(self) -> None:
        """Call left right and right left; nothing moves. Pins are let go."""
        self._replace("Swap left and right", self.copied().swapped())

    def snap_to_pose(self) -> None:
        """Put every joint where the chosen hypothesis is seen by the camera."""
        body = self._document.chosen_body()
        if body is None:
            return
        state = self._document.state
        seen = np.asarray(state.camera.project(to_keypoints(body)), np.float64)
        there = np.isfinite(seen).all(-1)
        points, visibility = state.points.astype(np.float64), state.visibility.copy()
        points[there] = seen[there]
        visibility[there & (visibility == MISSING)] = VISIBLE
        self._document.edit("Snap to the 3D pose", retouches=state.retouched(points, visibility))

    def copied(self) -> Keypoints:
        """The person's joints, for ``paste``."""
        return self._document.state.keypoints()

    def paste(self, pose: Keypoints) -> None:
        """Give the person the joints of the first person in ``pose``, at the same pixels. Pins are let go."""
        if pose.people and not self._document.state.empty:
            self._replace("Paste pose", pose.person(0))

    def _replace(self, text: str, pose: Keypoints) -> None:
        state = self._document.state
        if state.empty:
            return
        retouches = state.retouched(pose.points[0], pose.visibility[0].astype(np.int64))
        self._document.edit(text, retouches=retouches, pins=state.with_pins({}))

    # -- in space

    def toggle_pins(self, joints: Iterable[int]) -> None:
        """Hold body ``joints`` where the chosen hypothesis has them, or let go of them where all are held."""
        state, body = self._document.state, self._document.chosen_body()
        joints, held = list(joints), dict(state.pinned)
        if not joints:
            return
        name = body_title(joints[0]) if len(joints) == 1 else f"{len(joints)} joints"
        if all(joint in held for joint in joints):
            for joint in joints:
                del held[joint]
            # They stay where they were seen.
            retouches = state.retouched(state.points, state.visibility)
            self._document.edit(f"Let go of {name}", pins=state.with_pins(held), retouches=retouches)
        elif body is not None:
            held |= {joint: np.array(body[joint], np.float64) for joint in joints if joint not in held}
            self._document.edit(f"Pin {name}", pins=state.with_pins(held))

    def hold(self, joint: int, point: np.ndarray) -> None:
        """Hold a body joint at ``point`` (3,), world metres, in the gesture under way."""
        state = self._document.state
        if state.camera.to_camera(point)[2] > 0:  # nothing behind the camera is seen by it
            held: Pins = {**state.pinned, joint: np.asarray(point, np.float64)}
            self._document.edit(f"Pull {body_title(joint)}", in_gesture=True, pins=state.with_pins(held))

    def release_pins(self) -> None:
        """Let go of every joint of this person in this frame."""
        if self._document.state.pinned:
            self.toggle_pins(self._document.state.pinned)


def at_depth_of(point: np.ndarray, pixel: np.ndarray, camera: Camera) -> np.ndarray:
    """(3,) the world point seen at ``pixel`` (2,), as deep before the camera as ``point`` (3,)."""
    depth = camera.to_camera(point)[2]
    return np.asarray(camera.to_world(np.append(camera.rays(pixel), 1.0) * depth), np.float64)
