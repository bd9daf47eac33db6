"""Edits of the people in a picture as functions from one state to the next: found, added, placed, removed. No Qt.

A detection of one person has a people axis of 1; keypoints of one person, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

import numpy as np

from posestudio.app.common.joint_names import joint_name
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.model.motion_state import NO_MOTION_EDITS
from posestudio.app.model.people_names import renumbered
from posestudio.app.model.sources import PLACED_NOISE, KeypointsSource, NoSource, Source
from posestudio.app.model.state import (
    ASSUMED_TARGET,
    NO_KEYPOINT_EDITS,
    NO_NAMES,
    NO_PINS,
    NO_POSES,
    State,
)
from posestudio.app.model.views import views_renumbered
from posestudio.body.layouts import COCO_KEYPOINTS, to_keypoints
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.body.standing import standing_body
from posestudio.detection.crops import box_of_points
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.alternatives import alternative_count, changed_keypoints, with_alternative
from posestudio.keypoints.observation import person_size

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

_PLACED_HEIGHT = 0.8  # of the picture's, of a person placed by hand
_MARGIN = 0.1  # of the longer side about the keypoints, for the box of a person who has none

_Value = TypeVar("_Value")


def in_picture(source: Source) -> TypeGuard[KeypointsSource]:
    """Whether these are the people of one picture, to which others can be added."""
    return can_remove(source) and source.frames == 1


def can_remove(source: Source) -> TypeGuard[KeypointsSource]:
    """Whether people can be removed from a source."""
    return isinstance(source, KeypointsSource) and not isinstance(source, LiftedSource)


def box_of(state: State, person: int) -> np.ndarray | None:
    """(4,) x, y, width, height in pixels of a person's box, or of one about the observed keypoints where there is
    none; None for a person without any."""
    source = state.source
    box = source.box(state.frame, person) if isinstance(source, KeypointsSource) else None
    if box is not None:
        return np.asarray(box, np.float64)
    points, visibility = state.observe(person)
    known = visibility != MISSING
    return box_of_points(points.astype(np.float64), known, _MARGIN) if known.any() else None


def everybody_found(state: State, keypoints: Keypoints, detected: Detected, *, text: str) -> Change:
    """The people who were detected in the picture, in place of all that was shown over it."""
    changes = _camera_for(state, detected.size)
    source = KeypointsSource(keypoints.source, (keypoints,), detections=_one_by_one(detected), found=True)
    return Change(
        text,
        replace(
            state,
            source=source,
            frame=0,
            person=0,
            keypoint_edits=NO_KEYPOINT_EDITS,
            pins=NO_PINS,
            poses=NO_POSES,
            motion=NO_MOTION_EDITS,
            names=NO_NAMES,
            **changes,
        ),
    )


def person_added(state: State, keypoints: Keypoints, detected: Detected | None, *, text: str) -> Change:
    """Another person in the picture, who is the one being edited from now on; the only one where what is open is no
    picture's people."""
    source = state.source
    if not in_picture(source):
        found = KeypointsSource(
            keypoints.source, (keypoints,), detections=(detected,), found=detected is not None
        )
        changes = _camera_for(state, keypoints.size or state.camera.size)
        changes |= {
            "keypoint_edits": NO_KEYPOINT_EDITS,
            "pins": NO_PINS,
            "poses": NO_POSES,
            "motion": NO_MOTION_EDITS,
        }
        changes |= {"frame": 0, "person": 0, "names": NO_NAMES}
        return Change(text, replace(state, source=found, **changes))
    people = source.people
    everyone = _together(_people_of(source), keypoints)
    detections = (*(source.detection(person) for person in range(people)), detected)
    after = replace(source, sequence=(everyone,), detections=detections)
    return Change(text, replace(state, source=after, person=people))


def person_detected_again(
    state: State, keypoints: Keypoints, detected: Detected, *, text: str, person: int
) -> Change:
    """A person of the picture with other keypoints, without the edits by hand and the pins."""
    source = state.source
    assert in_picture(source)
    rows = list(range(source.people))
    detections = [source.detection(one) for one in rows]
    rows[person], detections[person] = source.people, detected
    everyone = _together(_people_of(source), keypoints).select(rows)
    after = replace(source, sequence=(everyone,), detections=tuple(detections))
    return Change(
        text,
        replace(
            state,
            source=after,
            person=person,
            keypoint_edits=_kept(state.keypoint_edits, lambda one: None if one == person else one),
            pins=_kept(state.pins, lambda one: None if one == person else one),
            poses=_kept(state.poses, lambda one: None if one == person else one),
        ),
    )


def answers_of(state: State) -> list[tuple[str, float]]:
    """What the other answers to where the edited person's keypoints are differ in, and how likely each is, 0 to 1."""
    given = state.source.keypoints_of(state.frame, state.person) if can_remove(state.source) else None
    if given is None or given.alternative_shares is None:
        return []
    shares = given.alternative_shares[0]
    count = alternative_count(given, 0)
    return [(_difference(given, index), float(shares[index])) for index in range(count)]


def answer_chosen(state: State, index: int) -> Change:
    """The edited person with the keypoints of another answer, without edits by hand and pins in this frame."""
    source, frame = state.source, state.frame
    row = source.row(frame, state.person) if can_remove(source) else None
    assert isinstance(source, KeypointsSource) and row is not None
    text = answers_of(state)[index][0]
    frames = list(source.sequence)
    frames[frame] = with_alternative(frames[frame], row, index)
    edits = {key: edit for key, edit in state.keypoint_edits.items() if key != (frame, state.person)}
    return Change(
        text,
        replace(
            state,
            source=source.with_frames(frames),
            keypoint_edits=MappingProxyType(edits),
            pins=state.with_pins({}),
            poses=state.with_posed(None),
        ),
    )


def _difference(keypoints: Keypoints, index: int) -> str:
    """'Exchange left and right arm' and the like, of an alternative of one person."""
    assert keypoints.alternatives is not None
    changed = changed_keypoints(keypoints, 0, index)
    there, exchanged = keypoints.alternatives[0, index], keypoints.points[0, list(COCO_MIRROR)]
    names = [COCO_KEYPOINTS[joint] for joint in np.flatnonzero(changed)]
    if np.allclose(there[changed], exchanged[changed], atol=0.5, equal_nan=True):
        arms = any(name.endswith(("elbow", "wrist")) for name in names)
        legs = any(name.endswith(("knee", "ankle")) for name in names)
        if arms and not legs:
            return tr("Exchange left and right arm")
        if legs and not arms:
            return tr("Exchange left and right leg")
        return tr("Exchange left and right")
    titles = ", ".join(joint_name(name) for name in names[:2])
    if len(names) > 2:
        return tr_n(
            "Elsewhere: {joints} and %n more",
            "Elsewhere: {joints} and %n more",
            len(names) - 2,
            joints=titles,
        )
    return tr("Elsewhere: {joints}", joints=titles)


def person_removed(state: State, person: int) -> Change | None:
    """Without that person, in all frames; None where nobody can be removed. Without people nobody is open, and the
    picture stays."""
    source = state.source
    if not can_remove(source) or not 0 <= person < source.people:
        return None
    text = tr("Delete person {number}", number=person + 1)
    if source.people == 1:
        nobody = replace(
            state,
            source=NoSource(),
            frame=0,
            person=0,
            keypoint_edits=NO_KEYPOINT_EDITS,
            pins=NO_PINS,
            poses=NO_POSES,
            motion=NO_MOTION_EDITS,
            names=NO_NAMES,
        )
        return Change(text, nobody)
    detections = tuple(source.detection(one) for one in range(source.people) if one != person)
    frames = (_without(frame, person) for frame in source.sequence)
    after = replace(source.with_frames(frames), detections=detections)
    following = state.person - (state.person > person)

    def moved(one: int) -> int | None:
        return None if one == person else one - (one > person)

    return Change(
        text,
        replace(
            state,
            source=after,
            person=min(following, after.people - 1),
            keypoint_edits=_kept(state.keypoint_edits, moved),
            pins=_kept(state.pins, moved),
            poses=_kept(state.poses, moved),
            motion=state.motion.renumbered(moved),
            views=views_renumbered(state, moved),
            names=renumbered(state.names, moved),
        ),
    )


def person_placed(state: State, box: np.ndarray | None = None) -> Change:
    """Another person in the picture, standing upright in the middle, to be moved by hand; in the ``box`` (4,) of x,
    y, width, height where one is given."""
    size = state.camera.size
    figure = np.asarray(Camera.default(size).project(to_keypoints(standing_body())), np.float64)
    low, high = figure.min(0), figure.max(0)
    middle = np.array(size) / 2
    height = _PLACED_HEIGHT * size[1]
    if box is not None:
        middle, height = box[:2] + box[2:] / 2, box[3] / (1 + 2 * _MARGIN)
    points = middle + (figure - (low + high) / 2) * height / (high - low)[1]
    name = (
        state.source.name
        if in_picture(state.source)
        else ("" if state.picture is None else state.picture.name)
    )
    keypoints = Keypoints(points, size=size, source=name)
    noise = np.full((1, points.shape[0]), PLACED_NOISE * person_size(keypoints)[0])
    return person_added(state, replace(keypoints, noise=noise), None, text=tr("Place a person"))


def _one_by_one(detected: Detected) -> tuple[Detected, ...]:
    return tuple(detected.chosen([person]) for person in range(detected.people))


def _camera_for(state: State, size: tuple[int, int]) -> dict[str, Any]:
    """The camera that people in a picture of ``size`` are seen by: the present one, if it has been that of a picture
    of this size."""
    if state.camera.size == size and (state.empty or isinstance(state.source, KeypointsSource)):
        return {}
    shown = state.picture
    focal_length = shown.focal_length if shown is not None and shown.size == size else None
    return {"camera": Camera.default(size, focal_length), "target": ASSUMED_TARGET}


def _people_of(source: KeypointsSource) -> Keypoints:
    """The people of one picture, a row for each in the order of their numbers."""
    keypoints = source.sequence[0]
    if keypoints.tracks is None:
        return keypoints
    return replace(keypoints.select(np.argsort(keypoints.tracks)), tracks=None)


def _together(first: Keypoints, second: Keypoints) -> Keypoints:
    return Keypoints.concatenate([first, second], first.size or second.size, first.source)


def _without(keypoints: Keypoints, person: int) -> Keypoints:
    """The keypoints of a frame without a person, and the tracks after that one numbered anew."""
    if keypoints.tracks is None:
        return keypoints.select([row for row in range(keypoints.people) if row != person])
    rest = keypoints.select(np.flatnonzero(keypoints.tracks != person))
    if rest.tracks is None:  # nobody is left in this frame
        return rest
    return replace(rest, tracks=rest.tracks - (rest.tracks > person))


def _kept(
    values: Mapping[tuple[int, int], _Value], moved: Callable[[int], int | None]
) -> Mapping[tuple[int, int], _Value]:
    """``values`` by frame and person, each for the person that ``moved`` returns; those of None are left out."""
    kept = {(frame, moved(person)): value for (frame, person), value in values.items()}
    return MappingProxyType(
        {(frame, person): value for (frame, person), value in kept.items() if person is not None}
    )
