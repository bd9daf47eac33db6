"""The state that is edited: one immutable value of everything an edit can change.

Editing never changes the source: a frame's points are those of its source plus the offsets of joints moved by hand.
So moving the camera moves such joints along, going to another frame and back loses nothing, and undo replaces one
state by another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.model.motion_state import NO_MOTION_EDITS, MotionEdits
from posestudio.app.model.person_points import POINTS, K, completed, extra_of, given_points
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import HIPS, PLACED_NOISE, NoSource, Source
from posestudio.body.layouts import (
    BODY_INDEX,
    BODY_JOINTS,
    OBSERVED_23,
    OBSERVED_KEYPOINTS,
    to_keypoints,
)
from posestudio.body.mirroring import OBSERVED_MIRROR
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.known import Known
from posestudio.lifting.point_noise import noise_of_points

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

PICTURE_SIZE = (1000, 1000)  # of the virtual camera until a picture or keypoint file states another

MOST_HYPOTHESES, MOST_STEPS, LARGEST_SEED = 1000, 1000, 2**31 - 1
MOST_NOISE, MOST_KEYPOINT_NOISE = 2.0, 10.0  # the latter in percent


@dataclass(frozen=True)
class SamplerSettings:
    """The settings of lifting; None leaves a choice to the lifter. There are more steps than good poses need, because
    the steps are shown. ``keypoint_noise`` is the standard deviation of keypoints in percent of the person's size;
    None takes the source's, and `PLACED_NOISE` for those moved by hand. ``moving`` says that the camera moves while
    a sequence is recorded."""

    hypotheses: int = 50
    seed: int = 0
    sampler: str | None = None
    steps: int | None = 30
    noise: float | None = None
    keypoint_noise: float | None = None
    weights: str = "mlp"
    moving: bool = False


@dataclass(frozen=True, eq=False)
class KeypointEdit:
    """The edits by hand of one person in one frame: an offset in pixels (23, 2) from the source's points, and
    visibility (23,) where it was set, -1 elsewhere. Those of COCO's 17 keypoints alone will do."""

    offset: np.ndarray
    visibility: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "offset", completed(self.offset, 0))
        object.__setattr__(self, "visibility", completed(self.visibility, -1))

    @property
    def moved(self) -> np.ndarray:
        """(23,) which keypoints were moved."""
        return (self.offset != 0).any(-1)

    @property
    def placed(self) -> np.ndarray:
        """(23,) which keypoints were moved, or their visibility set."""
        return self.moved | (np.asarray(self.visibility) >= 0)

    @cached_property
    def places_any(self) -> bool:
        """Whether any keypoint was moved, or its visibility set."""
        return bool(self.placed.any())


@dataclass(frozen=True, eq=False)
class ViewInput:
    """What the lifter is given of a person in another view; a ``camera`` that is None, or whose place is
    assumed, is solved for."""

    keypoints: Keypoints
    noise: np.ndarray
    camera: Camera | None


@dataclass(frozen=True, eq=False)
class LiftInput:
    """What the lifter is given of a person. ``noise`` (17,) is the standard deviation of keypoints over the person's
    size; ``known`` has the constraints in 3D; ``views`` are the other views in which the person is seen."""

    keypoints: Keypoints
    noise: np.ndarray
    known: Known | None = None
    views: tuple[ViewInput, ...] = ()

    def options(self) -> dict[str, Any]:
        """Arguments of ``Lifter.lift``."""
        return {"keypoints": self.keypoints, "keypoint_noise": self.noise, "known": self.known}

    def fingerprint(self) -> bytes:
        """Bytes that are equal for equal inputs."""
        pins = None if self.known is None else self.known.pins
        arrays = [*_content(self.keypoints), self.noise, pins]
        for view in self.views:
            arrays += [*_content(view.keypoints), view.noise]
        cameras = [None if view.camera is None else view.camera.to_json() for view in self.views]
        parts = [b"" if array is None else array.tobytes() for array in arrays]
        return b"".join([*parts, repr(cameras).encode()])


def _content(keypoints: Keypoints) -> list[np.ndarray | None]:
    return [getattr(keypoints, name) for name in ("points", "visibility", "extra", "extra_noise")]


Pins = Mapping[int, np.ndarray]
"""Body joints pinned in space, each at a point (3,) in world metres."""

BODY_OF_POINT = tuple(BODY_INDEX[name] for name in OBSERVED_KEYPOINTS)
POINT_OF_BODY = {body: point for point, body in enumerate(BODY_OF_POINT)}
_MIRROR = list(OBSERVED_MIRROR)

NO_PINS: Mapping[tuple[int, int], Pins] = MappingProxyType({})
NO_POSES: Mapping[tuple[int, int], np.ndarray] = MappingProxyType({})
NO_KEYPOINT_EDITS: Mapping[tuple[int, int], KeypointEdit] = MappingProxyType({})
NO_MATCHES: Mapping[int, int] = MappingProxyType({})
NO_NAMES: Mapping[int, str] = MappingProxyType({})
ASSUMED_TARGET = np.array([0.0, 1.0, 0.0])  # what Camera.default looks at


@dataclass(frozen=True, eq=False)
class SecondView:
    """Another picture of the moment that is open, of ``size`` (width, height), with its keypoints and their edits,
    keyed by (0, person). ``camera`` None is solved for from the pose. ``matches`` are the people of the first view
    who have another number in this one, with that number."""

    size: tuple[int, int]
    source: Source = NoSource()
    camera: Camera | None = None
    picture: Picture | None = None
    keypoint_edits: Mapping[tuple[int, int], KeypointEdit] = field(default_factory=lambda: NO_KEYPOINT_EDITS)
    matches: Mapping[int, int] = field(default_factory=lambda: NO_MATCHES)

    def person_of(self, person: int) -> int:
        """The number in this view of a person of the first view."""
        return self.matches.get(person, person)


@dataclass(frozen=True, eq=False)
class State:
    """A source with the edits made to it, the camera, the picture and the settings; ``target`` (3,) is the world
    point that the camera orbits about, ``keypoint_edits``, ``pins`` and ``poses`` are keyed by (frame, person),
    ``motion`` has the edits of many frames at once, ``views`` are further views of the same moment. ``poses`` (29,
    3), world metres, were made by hand; ``names`` are those that people were given."""

    source: Source = NoSource()
    frame: int = 0
    person: int = 0
    keypoint_edits: Mapping[tuple[int, int], KeypointEdit] = field(default_factory=lambda: NO_KEYPOINT_EDITS)
    pins: Mapping[tuple[int, int], Pins] = field(default_factory=lambda: NO_PINS)
    poses: Mapping[tuple[int, int], np.ndarray] = field(default_factory=lambda: NO_POSES)
    motion: MotionEdits = NO_MOTION_EDITS
    camera: Camera = field(default_factory=lambda: Camera.default(PICTURE_SIZE))
    target: np.ndarray = field(default_factory=lambda: ASSUMED_TARGET)
    picture: Picture | None = None
    settings: SamplerSettings = SamplerSettings()
    views: tuple[SecondView, ...] = ()
    names: Mapping[int, str] = field(default_factory=lambda: NO_NAMES)

    @property
    def empty(self) -> bool:
        """Whether there is nobody to edit."""
        return self.source.frames == 0

    @property
    def files(self) -> list[Path]:
        """The clip and the picture that are open, where they are files."""
        clip = getattr(self.source, "path", None)
        picture = None if self.picture is None else self.picture.path
        return [path for path in (clip, picture) if path is not None]

    @property
    def keypoint_edit(self) -> KeypointEdit | None:
        """The edits by hand of the current person and frame."""
        return self.keypoint_edits.get((self.frame, self.person))

    @cached_property
    def observation(self) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (23, 2) float32 and visibility (23,) of the person being edited; see `person_points`."""
        return self.observe(self.person)

    @property
    def points(self) -> np.ndarray:
        """(23, 2) pixels."""
        return self.observation[0]

    @property
    def visibility(self) -> np.ndarray:
        """(23,) of MISSING, OCCLUDED, VISIBLE."""
        return self.observation[1]

    def at_frame(self, frame: int) -> State:
        """Another frame of the source; the camera keeps its position beside a person who walks."""
        here, there = self.source.body(self.frame), self.source.body(frame)
        if here is None or there is None:
            camera = self.camera
            if isinstance(self.source, LiftedSource) and camera == self.source.camera(self.frame):
                camera = self.source.camera(frame)  # each frame may have a camera of its own
            return replace(self, frame=frame, camera=camera)
        step = np.where([True, False, True], there[HIPS].astype(np.float64) - here[HIPS], 0.0)
        moved = replace(self.camera, t=self.camera.t - self.camera.R @ step)
        return replace(self, frame=frame, camera=moved, target=self.target + step)

    def given(self, person: int) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (23, 2) and visibility (23,) of a person of the current frame before joints were moved by hand: the
        source's, with the sides exchanged and the person missing where the motion's edits say so."""
        points, visibility = given_points(self.source, self.frame, person, self.camera)
        if self.motion.is_swapped(self.frame, person):
            points, visibility = points[_MIRROR], visibility[_MIRROR]
        if self.motion.is_missing(self.frame, person):
            visibility = np.full(POINTS, MISSING, np.int64)
        return points, visibility

    def observe(self, person: int) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (23, 2) float32 and visibility (23,) of a person of the current frame."""
        points, visibility = self.given(person)
        edit = self.keypoint_edits.get((self.frame, person))
        if edit is not None:
            points = points + edit.offset
            visibility = np.where(edit.visibility >= 0, edit.visibility, visibility)
            pose = self.poses.get((self.frame, person))
            if pose is not None and self.source.body(self.frame) is not None:  # whose points the camera moves
                seen = self.camera.project(to_keypoints(pose, OBSERVED_23))
                points = np.where(edit.moved[:, None] & np.isfinite(seen), seen, points)
        points = self._with_pins_seen(points, self.pins.get((self.frame, person), {}))
        return np.asarray(points, np.float32), np.asarray(visibility, np.int64)

    def _with_pins_seen(self, points: np.ndarray, pins: Pins) -> np.ndarray:
        """Points (23, 2), those of pinned joints where the camera sees the pins."""
        pinned = [joint for joint in pins if joint in POINT_OF_BODY]
        if not pinned:
            return points
        seen = self.camera.project(np.stack([pins[joint] for joint in pinned]))
        points = np.array(points, np.float64)
        for joint, pixel in zip(pinned, seen, strict=True):
            if np.isfinite(pixel).all():
                points[POINT_OF_BODY[joint]] = pixel
        return points

    @property
    def pinned(self) -> Pins:
        """The pins of the person being edited, in the current frame."""
        return self.pins.get((self.frame, self.person), {})

    def with_pins(self, pinned: Pins) -> Mapping[tuple[int, int], Pins]:
        """``pins`` with ``pinned`` for the current person and frame; the same object when there were none and are
        none."""
        if not pinned and not self.pinned:
            return self.pins
        rest = {key: pins for key, pins in self.pins.items() if key != (self.frame, self.person)}
        return MappingProxyType({**rest, (self.frame, self.person): dict(pinned)} if pinned else rest)

    @property
    def posed(self) -> np.ndarray | None:
        """The pose (29, 3) that was made by hand of the person being edited, in the current frame."""
        return self.poses.get((self.frame, self.person))

    def with_posed(self, pose: np.ndarray | None) -> Mapping[tuple[int, int], np.ndarray]:
        """``poses`` with ``pose`` for the current person and frame; the same object when there was none and is
        none."""
        if pose is None and self.posed is None:
            return self.poses
        rest = {key: made for key, made in self.poses.items() if key != (self.frame, self.person)}
        made = {} if pose is None else {(self.frame, self.person): np.asarray(pose, np.float32)}
        return MappingProxyType({**rest, **made})

    @property
    def unplaced(self) -> np.ndarray:
        """(23,) bool: joints missing in the source and not placed by hand; their points mean nothing."""
        _, visibility = self.given(self.person)
        missing = visibility == MISSING
        edit = self.keypoint_edit
        return missing if edit is None else missing & ~(edit.moved | (edit.visibility > MISSING))

    @property
    def ghost(self) -> np.ndarray | None:
        """The source's own 3D pose (29, 3), where it has one."""
        return None if self.empty else self.source.body(self.frame)

    def lift_input(self, person: int | None = None) -> LiftInput:
        """What the lifter is given of a person, by default the one being edited."""
        person = self.person if person is None else person
        return LiftInput(self.keypoints(person), self._noise(person), self._known(person))

    def keypoints(self, person: int | None = None) -> Keypoints:
        """The keypoints of a person, by default the one being edited, with all that the source says of them; those
        moved by hand have a confidence of 1 and `PLACED_NOISE`."""
        person = self.person if person is None else person
        points, visibility = self.observe(person)
        changes: dict[str, Any] = {
            "points": points[:K],
            "visibility": visibility[:K],
            "size": self.camera.size,
            "extra": extra_of(points, visibility),
        }
        given = self.source.keypoints_of(self.frame, person)
        if given is None:
            return Keypoints(**changes)
        if self.motion.is_swapped(self.frame, person):
            given = given.swapped()
        there = replace(given, source="", tracks=None, **changes)
        edit = self.keypoint_edits.get((self.frame, person))
        if edit is None or not edit.moved.any():
            return there
        off = PLACED_NOISE * person_size(there)
        extra_noise = np.full((1, POINTS - K), np.nan) if there.extra_noise is None else there.extra_noise
        there = replace(there, extra_noise=np.where(edit.moved[K:], off, extra_noise))
        return there.placed_by_hand(edit.moved[None, :K], off) if edit.moved[:K].any() else there

    def _noise(self, person: int) -> np.ndarray:
        """(17,) standard deviation of the keypoints over the person's size."""
        if self.settings.keypoint_noise is not None:
            return np.full(K, self.settings.keypoint_noise / 100, np.float32)
        noise = noise_of_points(self.keypoints(person), self.source.noise(self.frame))[0]
        edit = self.keypoint_edits.get((self.frame, person))
        if edit is not None:
            noise[edit.moved[:K]] = PLACED_NOISE
        return noise

    def _known(self, person: int) -> Known | None:
        """The person's pins in the current frame as constraints; None where there are none."""
        pins = self.pins.get((self.frame, person), {})
        if not pins:
            return None
        joints = np.full((1, len(BODY_JOINTS), 3), np.nan, np.float32)
        for joint, point in pins.items():
            joints[0, joint] = point
        return Known(pins=joints)

    def everyone(self) -> Keypoints:
        """The keypoints of all people in the current frame, in the picture's size."""
        return Keypoints.concatenate(
            [self.keypoints(person) for person in range(max(self.source.people, 1))], self.camera.size
        )

    def keypoint_edits_with(
        self, points: np.ndarray, visibility: np.ndarray
    ) -> Mapping[tuple[int, int], KeypointEdit]:
        """``keypoint_edits`` with these points (23, 2) and visibility (23,) for the current person and frame; the
        extra ones stay as they are where only COCO's (17, 2) and (17,) are given."""
        base_points, base_visibility = self.given(self.person)
        points, visibility = completed(points, self.points), completed(visibility, self.visibility)
        offset = np.asarray(points, np.float64) - base_points
        offset[np.abs(offset).max(-1) < 1e-3] = 0  # moved back to where it came from
        entry = KeypointEdit(offset, np.where(visibility == base_visibility, -1, visibility))
        return MappingProxyType({**self.keypoint_edits, (self.frame, self.person): entry})

    def answer_in_file(self) -> Lifted | None:
        """The poses that an opened file of lifted poses has for the person, as long as joints, pins and camera are as
        they are in the file."""
        source, key = self.source, (self.frame, self.person)
        if not isinstance(source, LiftedSource) or key in self.pins or key in self.poses:
            return None
        edit = self.keypoint_edits.get(key)
        if edit is not None and edit.places_any:
            return None
        if self.motion.is_swapped(*key) or self.motion.is_missing(*key):
            return None
        if source.camera(self.frame) != self.camera:
            return None
        return source.answer(*key)


_FIELDS = tuple(field.name for field in fields(State))


def changed_fields(before: State, after: State) -> frozenset[str]:
    """Names of the fields in which two states differ."""
    return frozenset(name for name in _FIELDS if getattr(before, name) is not getattr(after, name))
