"""Writes the people of a lifted sequence into a rerun recording: 2D keypoints, hypotheses in 3D, and their errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_JOINTS, BONES_WITHOUT_FACE, COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import DARK, RGB, colour_of_person
from posestudio.export.rerun_log import RerunLog
from posestudio.export.rerun_scene import colours, denoising_of, rows_of, shares, with_gaps
from posestudio.lifting.sequence import LiftedSequence
from posestudio.mannequin import mannequin, skinned
from posestudio.mannequin.drawing import body_colours

_BLOCK = 1000  # frames of a hypothesis that are in one chunk of the file
_JOINT, _BEST_JOINT = 0.008, 0.014  # metres, radii
_KEYPOINT = 2.0, 5.0  # points on the screen: radii of a keypoint that is not sure at all, and of one that is


def write_keypoints(log: RerunLog, sequence: LiftedSequence, person: int) -> None:
    """A person's observed 2D keypoints, the smaller the less sure, with their confidence."""
    rows = rows_of(sequence, person)
    path = f"world/camera/keypoints/person_{person + 1}"
    colour = colour_of_person(person)
    log.static(path, _skeletons([(f"person {person + 1}", colour)], COCO_KEYPOINTS, COCO_LIMBS))
    seen = sequence.visibility[rows] > 0
    sure = sequence.visibility[rows] / 2 if sequence.confidence is None else sequence.confidence[rows]
    known = np.nan_to_num(sure[seen]).astype(np.float32)
    smallest, largest = _KEYPOINT
    radii = rr.Radius.ui_points(smallest + (largest - smallest) * known.clip(0, 1))
    which = np.broadcast_to(np.arange(len(COCO_KEYPOINTS)), seen.shape)[seen]
    drawn: dict[str, Any] = {"positions": sequence.points[rows][seen], "radii": radii, "keypoint_ids": which}
    shown: dict[str, Any] = {"draw_order": 2.0, "show_labels": False}  # labels are seen under the mouse
    if sequence.frames == 1:
        log.static(path, rr.Points2D(**drawn, class_ids=0, **shown), rr.AnyValues(confidence=known))
        return
    log.static(path, rr.Points2D.from_fields(class_ids=0, **shown))
    frames, lengths = with_gaps(sequence.frame[rows], seen.sum(1), sequence.frames)
    columns = (rr.Points2D.columns(**drawn), rr.AnyValues.columns(confidence=known))
    log.in_frames(path, frames, *(several.partition(lengths) for several in columns))


def write_hypotheses(log: RerunLog, sequence: LiftedSequence, person: int) -> None:
    """A person's hypotheses, an entity each, with their denoising where it is recorded, the mannequin of a single
    pose, and the distance from the keypoints."""
    rows, above = rows_of(sequence, person), f"world/people/person_{person + 1}"
    count = sequence.joints.shape[1]
    names = [f"hypothesis_{number + 1:02d}" for number in range(count)]
    process = denoising_of(sequence, person)
    last = None if process is None else len(process.states) - 1
    classes = list(zip(names, colours(sequence, person), strict=True))
    log.static(above, _skeletons(classes, BODY_JOINTS, BONES_WITHOUT_FACE))
    for number, name in enumerate(names):
        path = f"{above}/{name}"
        facts: dict[str, Any] = {"score": float(sequence.score[rows[0], number])}
        if sequence.frames == 1:
            facts["share"] = float(shares(sequence, person)[number])
        drawn = rr.Points3D.from_fields(
            show_labels=False,
            class_ids=number,
            keypoint_ids=np.arange(len(BODY_JOINTS)),
            radii=_BEST_JOINT if number == 0 else _JOINT,
        )
        log.static(path, drawn, rr.AnyValues(**facts))
        if process is not None:
            states = process.states[:, number]
            log.in_steps(path, _places(states, [len(BODY_JOINTS)] * len(states)), count=len(states))
        for first in range(0, len(rows), _BLOCK):
            block = rows[first : first + _BLOCK]
            end = int(sequence.frame[rows[first + _BLOCK]]) if first + _BLOCK < len(rows) else sequence.frames
            lengths = np.full(len(block), len(BODY_JOINTS))
            frames, lengths = with_gaps(sequence.frame[block], lengths, end)
            log.in_frames(path, frames, _places(sequence.joints[block, number], lengths))
    if sequence.frames == 1:
        log.at(f"{above}/mannequin", _mannequin(sequence.joints[rows[0], 0]), frame=0, step=last)
    plot = f"plots/reprojection/person_{person + 1}"
    log.static(plot, rr.SeriesLines(names=names, colors=colours(sequence, person)))
    frames, errors = sequence.frame[rows], sequence.reprojection[rows]
    log.in_frames(plot, frames, rr.Scalars.columns(scalars=errors.ravel()).partition([count] * len(rows)))
    if process is not None:
        errors = process.reprojection
        log.in_steps(
            plot,
            rr.Scalars.columns(scalars=errors.ravel()).partition([count] * len(errors)),
            count=len(errors),
        )


def _places(joints: NDArray[np.floating], lengths: NDArray[np.integer] | list[int]) -> rr.ComponentColumnList:
    """Joints (N, 29, 3) as rows of ``lengths``, some of which may be 0."""
    return rr.Points3D.columns(positions=joints.reshape(-1, 3)).partition(lengths)


def _skeletons(
    classes: list[tuple[str, RGB]], points: tuple[str, ...], lines: tuple[tuple[int, int], ...]
) -> rr.AnnotationContext:
    """Classes with their names and the colours of their lines; they have the same points, in the colours of their
    sides."""
    marks = [(index, point, DARK.of_side(side_of(point))) for index, point in enumerate(points)]
    return rr.AnnotationContext(
        [
            rr.ClassDescription(
                info=(number, name, colour), keypoint_annotations=marks, keypoint_connections=lines
            )
            for number, (name, colour) in enumerate(classes)
        ]
    )


def _mannequin(body: NDArray[np.floating]) -> rr.Mesh3D:
    """The mannequin of a body (29, 3)."""
    mesh = mannequin()
    (vertices,), (normals,) = skinned(body[None])
    return rr.Mesh3D(
        vertex_positions=vertices,
        vertex_normals=normals,
        triangle_indices=mesh.faces,
        vertex_colors=body_colours(DARK)[mesh.sides].astype(np.uint8),
    )
