"""Edits of a motion as functions from one state to the next: keys, ranges of frames, and trim.

A key is a frame in which joints of the person were moved by hand, or pinned; `joint_edits` makes them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.joint_edits import Change, shown_points
from posestudio.app.model.motion_state import Range, covers, exchanged, joined, without
from posestudio.app.model.person_points import POINTS, shown
from posestudio.app.model.state import KeypointEdit, Pins, State
from posestudio.body.mirroring import BODY_MIRROR, OBSERVED_MIRROR
from posestudio.keypoints import MISSING, VISIBLE

_Value = TypeVar("_Value")


@dataclass(frozen=True, eq=False)
class Key:
    """What was set by hand in a frame: which joints were ``placed`` (17,), their pixels ``points`` (17, 2) and
    ``visibility`` (17,), and the ``pins`` in space."""

    placed: np.ndarray
    points: np.ndarray
    visibility: np.ndarray
    pins: Pins
    pose: np.ndarray | None = None


CopiedKeys = Mapping[int, Key]
"""Keys by how many frames each is after the first of them."""


def key_frames(state: State, person: int | None = None) -> list[int]:
    """Frames, ascending, in which the person (by default the one being edited) has a key."""
    person = state.person if person is None else person
    edited = {at for (at, who), edit in state.keypoint_edits.items() if who == person and edit.places_any}
    pinned = {at for (at, who), pins in state.pins.items() if who == person and pins}
    posed = {at for at, who in state.poses if who == person}
    return sorted(at for at in edited | pinned | posed if at < state.source.frames)


def key_at(state: State, frame: int) -> Key | None:
    """The key of the person being edited in a frame; None where nothing was set by hand."""
    there = state.at_frame(frame)
    edit = there.keypoint_edit
    placed = np.zeros(POINTS, bool) if edit is None else edit.placed
    if not placed.any() and not there.pinned and there.posed is None:
        return None
    points, visibility = there.given(there.person)
    if edit is not None:
        points = points + edit.offset
        visibility = np.where(edit.visibility >= 0, edit.visibility, visibility)
    return Key(
        placed, np.asarray(points, np.float64), np.asarray(visibility), dict(there.pinned), there.posed
    )


# -- keys


def key_made(state: State, body: np.ndarray | None) -> Change:
    """Every joint of the frame held where it is shown, whether or not it was moved: the frame becomes a key."""
    points, visibility = shown_points(state, body), state.visibility
    held = shown(visibility)
    visibility = np.where((visibility == MISSING) & held, VISIBLE, visibility)
    key = Key(held, points.astype(np.float64), visibility, state.pinned)
    return Change(tr("Make key"), _with_key(state, state.frame, key, held=True))


def keys_deleted(state: State, frames: Collection[int]) -> Change | None:
    """The frames as the source has them, without pins; None where none of them is a key."""
    keys = sorted(set(key_frames(state)) & set(frames))
    return (
        Change(tr_n("Delete key", "Delete %n keys", len(keys)), _without_keys(state, keys)) if keys else None
    )


def keys_moved(state: State, frames: Collection[int], by: int) -> Change | None:
    """The keys in ``frames`` moved by a number of frames, or by as many as there are; they replace other keys there.
    The joints that were set by hand stay where they are in the picture and in space."""
    keys = sorted(set(key_frames(state)) & set(frames))
    if not keys:
        return None
    by = min(max(by, -keys[0]), state.source.frames - 1 - keys[-1])
    text = tr_n("Move key", "Move %n keys", len(keys))
    return _placed(text, _without_keys(state, keys), keys_copied(state, keys), keys[0] + by)


def keys_copied(state: State, frames: Collection[int]) -> CopiedKeys:
    """The keys in ``frames``, for ``keys_pasted``."""
    keys = sorted(set(key_frames(state)) & set(frames))
    found = {frame - keys[0]: key_at(state, frame) for frame in keys}
    return {after: key for after, key in found.items() if key is not None}


def keys_pasted(state: State, copied: CopiedKeys, frame: int) -> Change | None:
    """The copied keys from ``frame`` on, in place of keys there; those beyond the last frame are left out."""
    if not copied or state.empty:
        return None
    return _placed(tr_n("Paste key", "Paste %n keys", len(copied)), state, copied, frame)


def _placed(text: str, state: State, keys: CopiedKeys, first: int) -> Change:
    for after, key in keys.items():
        if first + after < state.source.frames:
            state = _with_key(state, first + after, key)
    return Change(text, state)


def _with_key(state: State, frame: int, key: Key, *, held: bool = False) -> State:
    """``state`` with a key in ``frame``; ``held`` joints are set even where they are as in the source."""
    there = replace(state.at_frame(frame), pins=_without(state.pins, state.person, [frame]))
    points, visibility = there.given(there.person)
    offset = np.where(key.placed[:, None], key.points - points, 0.0)
    offset[np.abs(offset).max(-1) < 1e-3] = 0
    unchanged = ~key.placed | ((key.visibility == visibility) & (not held))
    edit = KeypointEdit(offset, np.where(unchanged, -1, key.visibility))
    edits = MappingProxyType({**state.keypoint_edits, (frame, state.person): edit})
    return replace(
        state, keypoint_edits=edits, pins=there.with_pins(key.pins), poses=there.with_posed(key.pose)
    )


def _without_keys(state: State, frames: Collection[int]) -> State:
    edits = _without(state.keypoint_edits, state.person, frames)
    pins = _without(state.pins, state.person, frames)
    return replace(state, keypoint_edits=edits, pins=pins, poses=_without(state.poses, state.person, frames))


def _without(
    values: Mapping[tuple[int, int], _Value], person: int, frames: Collection[int]
) -> Mapping[tuple[int, int], _Value]:
    removed = {(frame, person) for frame in frames}
    return MappingProxyType({key: value for key, value in values.items() if key not in removed})


# -- ranges


def sides_swapped(state: State, frames: Range) -> Change:
    """Left and right of the person exchanged in all of ``frames``, also of what was set by hand there; once more
    undoes it."""
    mirror, person = list(OBSERVED_MIRROR), state.person
    ranges = exchanged(state.motion.swapped.get(person, ()), frames)
    edits, pins = dict(state.keypoint_edits), dict(state.pins)
    for at, edit in _inside(state.keypoint_edits, person, frames):
        edits[at, person] = KeypointEdit(edit.offset[mirror], edit.visibility[mirror])
    for at, pinned in _inside(state.pins, person, frames):
        pins[at, person] = {BODY_MIRROR[joint]: point for joint, point in pinned.items()}
    poses = {
        key: pose[list(BODY_MIRROR)] if key[1] == person and frames[0] <= key[0] <= frames[1] else pose
        for key, pose in state.poses.items()
    }
    after = replace(
        state,
        motion=state.motion.with_swapped(person, ranges),
        keypoint_edits=MappingProxyType(edits),
        pins=MappingProxyType(pins),
        poses=MappingProxyType(poses),
    )
    return Change(tr("Swap sides in {frames}", frames=range_title(frames)), after)


def marked_missing(state: State, frames: Range) -> Change:
    """The person as missing in all of ``frames``, but for joints that were moved by hand; where the person is missing
    in all of them already, they count again."""
    person = state.person
    ranges = state.motion.missing.get(person, ())
    if covers(ranges, frames):
        text, after = tr("Use {frames} again", frames=range_title(frames)), without(ranges, frames)
    else:
        text = tr("Mark {frames} as missing", frames=range_title(frames))
        after = joined(ranges, frames)
    edits = dict(state.keypoint_edits)
    for at, edit in _inside(state.keypoint_edits, person, frames):
        _, visibility = state.at_frame(at).observe(person)
        shown = np.where(visibility == MISSING, VISIBLE, visibility)
        edits[at, person] = KeypointEdit(edit.offset, np.where(edit.moved, shown, edit.visibility))
    motion = state.motion.with_missing(person, after)
    return Change(text, replace(state, motion=motion, keypoint_edits=MappingProxyType(edits)))


def trimmed(state: State, frames: Range | None) -> Change | None:
    """Only ``frames`` kept of the motion, or all of them for None; None where nothing changes."""
    if frames is not None:
        last = state.source.frames - 1
        frames = (min(max(frames[0], 0), last), min(max(frames[1], 0), last))
        frames = None if frames == (0, last) else frames
    if frames == state.motion.trim:
        return None
    text = tr("Clear in and out") if frames is None else tr("Trim to {frames}", frames=range_title(frames))
    return Change(text, replace(state, motion=replace(state.motion, trim=frames)))


def clip_lifted(state: State, on: bool) -> Change | None:
    """The frames of a clip lifted as one motion, or each by itself; None where it is so."""
    if on == state.motion.lifted:
        return None
    text = tr("Solve motion") if on else tr("Solve each frame by itself")
    return Change(text, replace(state, motion=replace(state.motion, lifted=on)))


def range_title(frames: Range) -> str:
    """'frames 4 to 9', or 'frame 4' for a single one; people count from 1."""
    first, last = frames[0] + 1, frames[1] + 1
    if first == last:
        return tr("frame {number}", number=first)
    return tr("frames {first} to {last}", first=first, last=last)


def _inside(values: Mapping[tuple[int, int], _Value], person: int, frames: Range) -> list[tuple[int, _Value]]:
    return [
        (at, value) for (at, who), value in values.items() if who == person and frames[0] <= at <= frames[1]
    ]
