"""What the interactive figure of a lifted sequence is made of: few enough poses, as compact numbers in JSON."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posestudio.body.capsules import FULL_BODY, Point, joint_weights
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BONES_WITHOUT_FACE, COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import DARK, LIGHT, Palette
from posestudio.export.framing import FollowingView, window_around, yaw_of
from posestudio.geometry.camera import Camera
from posestudio.lifting.posterior import Mode, deviations, modes_of
from posestudio.lifting.sequence import LiftedSequence
from posestudio.mannequin.drawing import body_colours

MOST_POSES = 2400
"""Poses that a figure has, and again in the denoising steps: 0.55 MB of text for each."""
MOST_HYPOTHESES, MOST_MOTIONS = 64, 4
"""Hypotheses of a picture, and of a sequence, that a figure has."""
_SIDE_YAW = 38.0  # degrees off the camera's own direction, so that depth is visible
_LARGEST = 32767  # of 16 bits
_MODES = 6
_SIDES = ("middle", "left", "right")
_OF_HYPOTHESES = ("joints", "keypoints3d", "score", "reprojection")


class Thinned(NamedTuple):
    """The part of a sequence that a figure shows: the frames ``numbers`` and the ``hypotheses``, by number; for each
    person, by number, the ``modes`` among all hypotheses of a picture; sentences on what is left out, ``notes``."""

    sequence: LiftedSequence
    numbers: list[int]
    hypotheses: list[int]
    modes: dict[int, list[Mode]]
    notes: list[str]


def thinned(sequence: LiftedSequence) -> Thinned:
    """What a figure shows of ``sequence``: the frames from the first to the last with anybody, or every n-th of them.

    Hypothesis 0 of each row is that of the best path (`LiftedSequence.track`).
    """
    notes: list[str] = []
    first, last = int(sequence.frame.min()), int(sequence.frame.max())
    sequence = _path_first(sequence.cut(first, last))
    rows, hypotheses = sequence.joints.shape[:2]
    single = sequence.frames == 1
    steps = 1 if sequence.trajectory is None else len(sequence.trajectory)
    if not single and rows * min(hypotheses, MOST_MOTIONS) * steps > MOST_POSES:
        if sequence.trajectory is not None:
            notes.append("The denoising steps of so many poses are not in this figure.")
        sequence, steps = replace(sequence, trajectory=None, sigmas=None), 1
    most = min(MOST_HYPOTHESES, max(MOST_POSES // (rows * steps), 1)) if single else MOST_MOTIONS
    kept = min(hypotheses, most)
    if kept < hypotheses:
        notes.append(f"The figure has {kept} of {hypotheses} {'motions' if sequence.coherent else 'poses'}.")
    modes = {}
    chosen = list(range(kept))
    if single:
        modes = {
            int(person): modes_of(row)[:_MODES]
            for person, row in zip(sequence.person, sequence.joints, strict=True)
        }
        wanted = [mode.representative for one in modes.values() for mode in one]
        chosen = sorted(list(dict.fromkeys([0, *wanted, *range(hypotheses)]))[:kept])
    stride = 1 if single else -(-rows * kept // MOST_POSES)
    if stride > 1:
        notes.append(f"The figure has one of every {stride} of the {sequence.frames} frames.")
    return Thinned(
        _hypotheses(sequence, chosen),
        list(range(0, sequence.frames, stride)),
        chosen,
        {person: _renumbered(found, chosen) for person, found in modes.items()},
        notes,
    )


def figure_data(shown: Thinned) -> dict[str, Any]:
    """What the scripts of the figure read of the poses, ready for JSON."""
    sequence, numbers = shown.sequence, shown.numbers
    rows = np.concatenate([sequence.rows_of(number) for number in numbers])
    people = sorted(set(sequence.person[rows].tolist()))
    place = {(int(sequence.frame[row]), int(sequence.person[row])): index for index, row in enumerate(rows)}
    cameras = list(dict.fromkeys(sequence.cameras[row] for row in rows))
    joints, camera = sequence.joints[rows], cameras[0]
    best = np.stack([sequence.track(person)[list(numbers)] for person in people], axis=1)
    fps = sequence.fps / (numbers[1] - numbers[0] if len(numbers) > 1 else 1)
    view = FollowingView(best, fps, 0.0)
    middle = view.centre(0)
    steps = None if (states := sequence.shown_trajectory()) is None else states[:, rows]
    return {
        "joints": BODY_JOINTS,
        "limbs": _limbs(),
        "bones": [[*bone, _SIDES.index(side_of(BODY_JOINTS[bone[1]]))] for bone in BONES_WITHOUT_FACE],
        "keypoint_joints": [BODY_INDEX[name] for name in COCO_KEYPOINTS],
        "keypoint_sides": [_SIDES.index(side_of(name)) for name in COCO_KEYPOINTS],
        "keypoint_limbs": [[a, b, _limb_side(a, b)] for a, b in COCO_LIMBS],
        "colours": {"light": _colours(LIGHT), "dark": _colours(DARK)},
        "people": people,
        "hypotheses": joints.shape[1],
        "coherent": sequence.coherent,
        "frames": [number + sequence.first_frame for number in numbers],
        "seconds": [round(sequence.seconds(number), 4) for number in numbers],
        "rows": [[place.get((number, person), -1) for person in people] for number in numbers],
        "modes": [[mode_as_json(mode) for mode in shown.modes.get(person, [])] for person in people],
        "sigmas": [0.0] if steps is None or sequence.sigmas is None else _rounded(sequence.sigmas),
        "cameras": [_camera(one) for one in cameras],
        "cameras_of": [cameras.index(sequence.cameras[row]) for row in rows],
        "centres": [_rounded(view.centre(index)) for index in range(len(numbers))],
        "radius": round(view.radius, 3),
        "floor": round(view.floor, 4),
        "yaw": round(float(np.radians(yaw_of(camera, middle) + _SIDE_YAW)), 4),
        "camera_yaw": round(float(np.radians(yaw_of(camera, middle))), 4),
        "camera_pitch": round(_pitch_of(camera, middle), 4),
        "size": camera.size,
        "window": _rounded(np.array(window_of(shown)), 1),
        "arrays": {
            "poses": quantised(joints),
            "errors": _as_text(sequence.reprojection[rows]),
            "points": _as_text(sequence.points[rows]),
            "visibility": _as_text(sequence.visibility[rows].astype(np.uint8)),
            "uncertainty": _as_text(_uncertainty(sequence, rows)),
        }
        | ({} if steps is None else {"trajectory": quantised(steps)}),
    }


def window_of(shown: Thinned) -> tuple[float, float, float, float]:
    """The part (left, top, right, bottom) of the picture with all keypoints, pixels."""
    sequence = shown.sequence
    return window_around(sequence.points, sequence.visibility > 0, sequence.cameras[0].size)


def mode_as_json(mode: Mode) -> dict[str, Any]:
    """A mode's share, rounded, representative and members."""
    return {
        "share": round(mode.share, 4),
        "representative": mode.representative,
        "members": list(mode.members),
    }


def quantised(points: NDArray[np.floating]) -> dict[str, Any]:
    """Points (..., 3) as 16 bits each, with ``scale`` and ``offset`` (3,): point = offset + scale * number."""
    finite = np.nan_to_num(np.asarray(points, np.float64), posinf=0.0, neginf=0.0)
    low, high = (edge(finite.reshape(-1, 3), axis=0) for edge in (np.min, np.max))
    offset = np.round((low + high) / 2, 4)
    scale = max(float(np.abs(finite - offset).max()), 1e-6) / _LARGEST
    numbers = np.round((finite - offset) / scale).astype("<i2")
    return _as_text(numbers) | {"scale": scale, "offset": offset.tolist()}


def _as_text(array: NDArray[Any]) -> dict[str, Any]:
    """An array as JSON: its type and its bytes, little endian, in base64."""
    kept = array if array.dtype.kind in "iu" else array.astype("<f4")
    return {
        "type": kept.dtype.name,
        "text": base64.b64encode(np.ascontiguousarray(kept).tobytes()).decode("ascii"),
    }


def _hypotheses(sequence: LiftedSequence, chosen: Sequence[int]) -> LiftedSequence:
    """The sequence with the ``chosen`` hypotheses alone."""
    index = list(chosen)
    trajectory, stands = sequence.trajectory, sequence.stands
    kept: dict[str, Any] = {name: getattr(sequence, name)[:, index] for name in _OF_HYPOTHESES}
    return replace(
        sequence,
        **kept,
        trajectory=None if trajectory is None else trajectory[:, :, index],
        stands=None if stands is None else stands[:, index],
    )


def _renumbered(modes: Sequence[Mode], chosen: Sequence[int]) -> list[Mode]:
    """The modes whose representatives are among the ``chosen`` hypotheses, with the places of these as numbers."""
    place = {hypothesis: index for index, hypothesis in enumerate(chosen)}
    return [
        Mode(
            mode.share, tuple(place[one] for one in mode.members if one in place), place[mode.representative]
        )
        for mode in modes
        if mode.representative in place
    ]


def _path_first(sequence: LiftedSequence) -> LiftedSequence:
    """The sequence with the pose of the best path as hypothesis 0 of each row, where it is another one."""
    if sequence.coherent or sequence.frames == 1:
        return sequence
    order = np.tile(np.arange(sequence.joints.shape[1]), (len(sequence.joints), 1))
    for person in np.unique(sequence.person):
        path = sequence.track(int(person))
        for row in np.flatnonzero(sequence.person == person):
            off = np.abs(sequence.joints[row] - path[sequence.frame[row]]).sum(axis=(1, 2))
            order[row, [0, off.argmin()]] = order[row, [off.argmin(), 0]]

    def ordered(array: NDArray) -> NDArray:
        return np.take_along_axis(array, order.reshape(*order.shape, *(1,) * (array.ndim - 2)), axis=1)

    trajectory = sequence.trajectory
    kept: dict[str, Any] = {name: ordered(getattr(sequence, name)) for name in _OF_HYPOTHESES}
    return replace(
        sequence,
        **kept,
        trajectory=None if trajectory is None else np.stack([ordered(step) for step in trajectory]),
    )


def _uncertainty(sequence: LiftedSequence, rows: NDArray[np.integer]) -> NDArray[np.float32]:
    """(N, B, 2) millimetres in depth and in the picture plane; of motions one number for both."""
    if sequence.uncertainty is not None:
        return 1000 * np.repeat(sequence.uncertainty[rows][..., None], 2, axis=-1)
    return 1000 * np.stack([deviations(sequence.joints[row], sequence.cameras[row]) for row in rows])


def _limbs() -> list[list[Any]]:
    """The full body's limbs without eyes, the middle first: ends as mixtures of joints, radii, side."""
    limbs = [
        [_mixture(part.start), _mixture(part.end), *part.radii, _SIDES.index(part.side)] for part in FULL_BODY
    ]
    return sorted((limb for limb in limbs if limb[0] != limb[1]), key=lambda limb: limb[4] > 0)


def _mixture(point: Point) -> list[list[float]]:
    """The joints of which a limb's end is a mixture, each with its weight."""
    weights = joint_weights(point)
    return [[int(joint), round(float(weights[joint]), 4)] for joint in np.flatnonzero(weights)]


def _limb_side(a: int, b: int) -> int:
    """The side that both keypoints of a limb are on, else the middle."""
    sides = {side_of(COCO_KEYPOINTS[end]) for end in (a, b)} - {"middle"}
    return _SIDES.index(sides.pop()) if len(sides) == 1 else 0


def _pitch_of(camera: Camera, centre: NDArray[np.floating]) -> float:
    """Radians above the level at which ``camera`` stands, seen from ``centre`` (3,)."""
    away = camera.position - centre
    return float(np.arctan2(away[1], np.hypot(away[0], away[2])))


def _camera(camera: Camera) -> list[Any]:
    """K and R in rows, t, the lens's coefficients or None, and whether it is a fisheye."""
    lens = None if camera.distortion is None else camera.distortion.tolist()
    parts = [_rounded(np.ravel(part), 6) for part in (camera.K, camera.R, camera.t)]
    return [*parts, lens, camera.model == "fisheye"]


def _colours(palette: Palette) -> dict[str, Any]:
    """The palette's colours that the figure uses; those of bodies and sides are of the middle, left and right."""
    outside = [
        ground + (dark - ground) * 0.1
        for ground, dark in zip(palette.background, palette.shadow, strict=True)
    ]
    return {
        "background": palette.background,
        "outside": outside,
        "grid": palette.grid,
        "shadow": palette.shadow,
        "silhouette": palette.silhouette,
        "accent": palette.hover,
        "body": np.round(body_colours(palette)).tolist(),
        "sides": [palette.middle, palette.left, palette.right],
    }


def _rounded(values: NDArray[np.floating], decimals: int = 4) -> list[float]:
    return np.round(np.asarray(values, np.float64), decimals).tolist()
